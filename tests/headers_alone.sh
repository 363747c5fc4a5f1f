#!/usr/bin/env bash
# Every public header compiles alone, without warnings; and two translation units that include all of
# them link into one program (no definition twice).
set -uo pipefail
. "$(dirname "$0")/support/compile.sh"

export flags="$(flags_for "$DATAFLOW_DRIVERS") -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror" CXX
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export scratch

# A driver's headers need its library: left out with it.
cd "$source_dir/include" || exit 1
mapfile -t headers < <(find dataflow -name '*.hpp' | sort | while read -r header; do
    case $header in
    dataflow/driver/sqlite/*) [[ " $DATAFLOW_DRIVERS " == *" sqlite "* ]] || continue ;;
    dataflow/driver/postgres/*) [[ " $DATAFLOW_DRIVERS " == *" postgres "* ]] || continue ;;
    dataflow/tool/*) echo '#include <CLI/CLI.hpp>' | $CXX -E -x c++ - >/dev/null 2>&1 || continue ;; # CLI11 is not there
    esac
    echo "$header"
done)

# What a program includes compiles with all that stands behind it; the headers of the rooms without their code, which the
# others bring. Many of these begin with the same headers, which are compiled once (header_groups.py says why that is the same).
declare -A begins=()
if command -v python3 >/dev/null; then
    while read -r header first; do [ "$first" = - ] || begins[$header]=$first; done < <(
        printf '%s\n' "${headers[@]}" | grep '^dataflow/.*/' | xargs python3 "$tests_dir/support/header_groups.py" .)
fi
separate="-DDATAFLOW_SEPARATE_COMPILATION=1"
export separate
precompile() {
    printf '#include <%s>\n' "$1" >"$scratch/${1//\//_}"
    $CXX $flags $separate -x c++-header "$scratch/${1//\//_}" -o "$scratch/${1//\//_}.$precompiled" >/dev/null 2>&1
}
export precompiled=gch with="-Winvalid-pch -include "
[[ "$($CXX --version)" != *clang* ]] || { precompiled=pch with="-include-pch "; }

# alone HEADER [FIRST]: where there is a second one, behind that
alone() {
    local log="$scratch/${1//\//_}.log" flags=$flags first
    [[ $1 != dataflow/*/* ]] || flags+=" $separate"
    if [ $# -eq 2 ]; then
        first=$scratch/${2//\//_}
        if [ -e "$first.$precompiled" ]; then # else the header that it is made of fails, and is told
            [ "$precompiled" = gch ] || first+=.pch
            flags+=" $with$first"
        fi
    fi
    # twice, so that a missing guard shows
    if printf '#include <%s>\n#include <%s>\n' "$1" "$1" | $CXX $flags -fsyntax-only -x c++ - >"$log" 2>&1; then
        echo "passed $1"
    else
        echo "FAILED $1"
        head -20 "$log" | sed 's/^/    /'
    fi
}
export -f alone precompile
printf '%s\n' "${begins[@]}" | sort -u | grep . | xargs -r -P "$jobs" -I{} bash -c 'precompile {}'
report=$(for header in "${headers[@]}"; do echo "$header ${begins[$header]:-}"; done | xargs -P "$jobs" -I{} bash -c 'alone {}')
grep -v '^passed' <<<"$report"
passed=$(grep -c '^passed' <<<"$report")
failed=$(grep -c '^FAILED' <<<"$report")

printf '#include <%s>\n' "${headers[@]}" >"$scratch/all.hpp"
printf '#include "all.hpp"\nint other() { return 0; }\n' >"$scratch/one.cpp"
printf '#include "all.hpp"\nint other();\nint main() { return other(); }\n' >"$scratch/two.cpp"
libraries=
[[ " $DATAFLOW_DRIVERS " == *" sqlite "* ]] && libraries+=" -lsqlite3"
[[ " $DATAFLOW_DRIVERS " == *" postgres "* ]] && libraries+=" -L$(pg_config --libdir 2>/dev/null || echo /usr/lib) -lpq"
if $CXX $flags -c "$scratch/one.cpp" -o "$scratch/one.o" &&
    $CXX $flags -c "$scratch/two.cpp" -o "$scratch/two.o" &&
    $CXX "$scratch/one.o" "$scratch/two.o" $libraries -pthread -o "$scratch/program" && "$scratch/program"; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo "FAILED two translation units that include every header"
fi

# docs/install.md names the parts of Boost that are included.
part_of_boost() { # a file or folder in boost/
    case $1 in
    pfr | pfr.hpp) echo PFR ;;
    uuid) echo Uuid ;;
    hana) echo Hana ;;
    type_traits) echo TypeTraits ;;
    config | config.hpp | cstdint.hpp | detail | version.hpp) echo Config ;;
    *) echo "$1" ;;
    esac
}
told=$(sed -n 's/^| Boost, headers only: \([^|]*[^ |]\) *|.*/\1/p' "$source_dir/docs/install.md" | sed 's/, */\n/g' | sort)
used=$(ls dataflow/*.hpp | sed 's/.*/#include <&>/' | $CXX $flags -M -x c++ - | tr ' \\' '\n\n' | sed -n 's|.*/boost/\([^/]*\).*|\1|p' | sort -u |
    while read -r part; do part_of_boost "$part"; done | sort -u)
if [ "$told" = "$used" ]; then passed=$((passed + 1)); else
    failed=$((failed + 1))
    printf 'FAILED the parts of Boost: docs/install.md names\n%s\nand the headers include\n%s\n' "$told" "$used"
fi
finish "$passed" "$failed"
