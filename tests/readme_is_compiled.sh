#!/usr/bin/env bash
# The program in README.md is examples/quickstart/main.cpp, what it prints is what README.md says, and the
# code in the pages of the examples (blocks marked c++) stands in the example's files, line for line.
#
#     readme_is_compiled.sh PROGRAM        PROGRAM: the built quickstart
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
passed=0 failed=0

check() { # NAME, then a command
    local name=$1
    shift
    if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $name"; fi
}

# block LANGUAGE: the first block of that language in README.md
block() { awk -v from="\`\`\`$1" '$0 == from && !seen {inside = seen = 1; next} /^```$/ {inside = 0} inside' "$root/README.md"; }

program_is_the_example() { diff <(block cpp) "$root/examples/quickstart/main.cpp"; }
output_is_what_it_prints() { diff <(block text) <("$1"); }

# Every c++ block of an example's page, as one line, is a part of the example's files as one line.
blocks_are_the_sources() { # PAGE; its example has the same name, with _ for -
    local sources block lost=0
    sources=$(cat "$root"/examples/"${1//-/_}"/*.[ch]pp | tr -d ' \n')
    while IFS= read -r -d $'\f' block; do
        block=$(tr -d ' \n' <<<"$block")
        [ -n "$block" ] || continue
        [[ $sources == *"$block"* ]] || { echo "not in the example: ${block:0:100}..."; lost=1; }
    done < <(awk '/^```c\+\+$/ {inside = 1; next} /^```$/ && inside {inside = 0; printf "\f"} inside' "$root/docs/$1.md"; printf '\f')
    return $lost
}

check "the program in README.md" program_is_the_example
check "the output in README.md" output_is_what_it_prints "$1"
for page in flights store help-desk hana; do
    check "the code in docs/$page.md" blocks_are_the_sources "$page"
done

echo "$passed passed, $failed failed"
[ -z "${DATAFLOW_RESULT:-}" ] || echo "$passed passed, $failed failed" >"$DATAFLOW_RESULT"
[ "$failed" -eq 0 ]
