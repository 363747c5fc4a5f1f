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
    dataflow/tool/lint.hpp | dataflow/lint/*) echo '#include <pg_query.h>' | $CXX -E -x c++ - >/dev/null 2>&1 || continue ;; # nor libpg_query
    dataflow/audit/*) echo '#include <openssl/evp.h>' | $CXX -E -x c++ - >/dev/null 2>&1 || continue ;; # nor OpenSSL
    dataflow/webhook/*) echo '#include <boost/beast/version.hpp>' | $CXX -E -x c++ - >/dev/null 2>&1 || continue ;; # Boost.Beast is not there
    dataflow/tool/*) echo '#include <CLI/CLI.hpp>' | $CXX -E -x c++ - >/dev/null 2>&1 || continue ;; # CLI11 is not there
    esac
    echo "$header"
done)

# Two units with all headers take long: they are compiled beside the others.
printf '#include <%s>\n' "${headers[@]}" >"$scratch/all.hpp"
printf '#include "all.hpp"\nint other() { return 0; }\n' >"$scratch/one.cpp"
printf '#include "all.hpp"\nint other();\nint main() { return other(); }\n' >"$scratch/two.cpp"
for each in one two; do
    $CXX $flags -c "$scratch/$each.cpp" -o "$scratch/$each.o" >"$scratch/$each.log" 2>&1 &
done

# What a program includes compiles with all that stands behind it; the headers of the rooms without their code, which the
# others bring. Those are compiled in units of several, and many of these units begin with the same header, which is compiled
# once (header_groups.py says why that is the same as each alone).
units=()
for header in "${headers[@]}"; do [[ $header == dataflow/*/* ]] || units+=("- $header"); done
mapfile -t rooms < <(printf '%s\n' "${headers[@]}" | grep '^dataflow/.*/')
if command -v python3 >/dev/null; then
    mapfile -t -O "${#units[@]}" units < <(python3 "$tests_dir/support/header_groups.py" . "${rooms[@]}")
else
    mapfile -t -O "${#units[@]}" units < <(printf -- '- %s\n' "${rooms[@]}")
fi
separate="-DDATAFLOW_SEPARATE_COMPILATION=1"
export separate
precompile() {
    printf '#include <%s>\n' "$1" >"$scratch/${1//\//_}"
    $CXX $flags $separate -x c++-header "$scratch/${1//\//_}" -o "$scratch/${1//\//_}.$precompiled" >/dev/null 2>&1
}
export precompiled=gch with="-Winvalid-pch -include "
[[ "$($CXX --version)" != *clang* ]] || { precompiled=pch with="-include-pch "; }

# unit FIRST|- HEADER...: behind the first one, where that is another. Where a unit fails, each of its headers is tried alone.
unit() {
    local first=$1 log flags=$flags header
    shift
    log="$scratch/${1//\//_}.$#.log"
    [[ $1 != dataflow/*/* ]] || flags+=" $separate"
    if [ "$first" != - ]; then
        first=$scratch/${first//\//_}
        if [ -e "$first.$precompiled" ]; then # else the header that it is made of fails, and is told
            [ "$precompiled" = gch ] || first+=.pch
            flags+=" $with$first"
        fi
    fi
    # twice, so that a missing guard shows
    if for header; do printf '#include <%s>\n#include <%s>\n' "$header" "$header"; done |
        $CXX $flags -fsyntax-only -x c++ - >"$log" 2>&1; then
        printf 'passed %s\n' "$@"
    elif [ $# -eq 1 ]; then
        printf 'FAILED %s\n%s\n' "$1" "$(head -20 "$log" | sed 's/^/    /')"
    else
        for header; do unit - "$header"; done >"$log.alone"
        cat "$log.alone"
        grep -q '^FAILED' "$log.alone" || printf 'FAILED behind others: %s\n%s\n' "$*" "$(head -20 "$log" | sed 's/^/    /')"
    fi
}
export -f unit precompile
printf '%s\n' "${units[@]}" | cut -d ' ' -f 1 | sort -u | grep -v '^-' | xargs -r -P "$jobs" -I{} bash -c 'precompile {}'
report=$(printf '%s\n' "${units[@]}" | xargs -P "$jobs" -I{} bash -c 'unit {}')
grep -v '^passed' <<<"$report"
passed=$(grep -c '^passed' <<<"$report")
failed=$(grep -c '^FAILED' <<<"$report")

libraries=
[[ " $DATAFLOW_DRIVERS " == *" sqlite "* ]] && libraries+=" -lsqlite3"
[[ " $DATAFLOW_DRIVERS " == *" postgres "* ]] && libraries+=" -L$(pg_config --libdir 2>/dev/null || echo /usr/lib) -lpq"
[[ " ${headers[*]} " == *" dataflow/lint/"* ]] && libraries+=" -lpg_query"
[[ " ${headers[*]} " == *" dataflow/audit/"* ]] && libraries+=" -lcrypto"
wait
cat "$scratch/one.log" "$scratch/two.log"
if $CXX "$scratch/one.o" "$scratch/two.o" $libraries -pthread -o "$scratch/program" && "$scratch/program"; then
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
