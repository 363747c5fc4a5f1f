#!/usr/bin/env bash
# Every test, example and benchmark, and the code of the pages, by other compilers: checked by each with all
# warnings (-fsyntax-only); and examples/store built, run and compared with what sqlite3 says.
#
#     tests/compilers.sh [--few] [--out DIR] [--with "COMPILER [FLAG...]"]... [file...]
#
# Without --with: the oldest and the newest clang++ that are promised and installed, and the newest with libc++ where
# that is installed. --few: files that use most of the library between them, which is what ./dev test has time for.
set -uo pipefail
. "$(dirname "$0")/support/compile.sh"

out=$source_dir/build/compilers
few=
newest= compilers=() files=()
while [ $# -gt 0 ]; do
    case $1 in
    --few) few=1; shift ;;
    --out) out=$2; shift 2 ;;
    --with) compilers+=("$2"); shift 2 ;;
    *) files+=("$1"); shift ;;
    esac
done
mkdir -p "$out" || exit 1
cd "$source_dir" || exit 1

if [ ${#compilers[@]} -eq 0 ]; then
    newest=$(newest_clang) || newest=
    oldest=$(oldest_clang) || oldest=
    [ -z "$oldest" ] || compilers+=("$oldest")
    if [ -n "$newest" ]; then
        [ "$newest" = "$oldest" ] || compilers+=("$newest")
        ! has_libcxx "$newest" || compilers+=("$newest -stdlib=libc++")
    fi
fi
if [ ${#compilers[@]} -eq 0 ]; then
    echo "left out: no clang++ of version 16 or later is here"
    finish 1 0
    exit
fi

pages=1
if [ ${#files[@]} -gt 0 ]; then
    pages=
elif [ -n "$few" ]; then
    files=(cmake/runtime.cpp)
    for name in unit/{decimal,printing,workflow,select,nodes,reflect,from_json,json,functions} \
        integration/{everyday,mapped_types,workflow,bulk_rows,windows}; do
        mapfile -t found < <(find "tests/${name%/*}" -name "${name#*/}_test.cpp")
        [ ${#found[@]} -gt 0 ] || { echo "no test $name"; finish 0 1; exit 1; }
        files+=("${found[@]}")
    done
else
    for file in cmake/runtime.cpp $(find tests/{unit,driver,integration} -name '*.cpp' | sort) examples/*/*.cpp bench/*.cpp bench/guard/*.cpp; do
        [[ " $DATAFLOW_DRIVERS " == *" postgres "* || ($file != bench/* && $file != *postgres*) ]] || continue
        [[ " $DATAFLOW_DRIVERS " == *" sqlite "* || ($file != bench/* && $file != *sqlite*) ]] || continue
        [ "$file" != bench/peers.cpp ] || continue # needs what is measured there
        files+=("$file")
    done
fi

# libstdc++ 12 itself calls what clang 19 finds deprecated (std::stable_sort)
program_flags="$(flags_for "$DATAFLOW_DRIVERS") -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -Wno-missing-field-initializers -Wno-deprecated-declarations"
export flags="$program_flags -I$tests_dir -DDATAFLOW_SEPARATE_COMPILATION=1 -DDATAFLOW_TEST_SOURCE_DIR=\"x\"
    -DDATAFLOW_TEST_SCRATCH_DIR=\"x\" -DDATAFLOW_EXAMPLE_DATA=\"x\""
libraries=
[[ " $DATAFLOW_DRIVERS " == *" sqlite "* ]] && libraries+=" -lsqlite3"
[[ " $DATAFLOW_DRIVERS " == *" postgres "* ]] && libraries+=" -L$(pg_config --libdir 2>/dev/null || echo /usr/lib) -lpq"
export out compiler

# syntax FILE: prints "passed FILE" or "FAILED FILE" with the first messages
syntax() {
    local log="$out/${1//\//_}.log"
    if $compiler $flags -include-pch "$out/pch.hpp.pch" -fsyntax-only "$1" >"$log" 2>&1; then
        echo "passed $1"
    else
        echo "FAILED $1 [$compiler]"
        grep -E 'error:' "$log" | head -8 | sed 's/^/    /'
    fi
}
export -f syntax

# store LOG: the example's reports, from a program of this compiler, against sqlite3's
store() {
    $compiler $program_flags examples/store/main.cpp $libraries -pthread -o "$out/$1" &&
        DATAFLOW_RESULT= examples/store/check.sh sqlite "$out/$1"
}
has_store=
[ -z "$pages" ] || [[ " $DATAFLOW_DRIVERS " != *" sqlite "* ]] || ! command -v sqlite3 >/dev/null || has_store=1
# start_store LOG, finish_store LOG: it is one compiler's work for long, and is done beside the other files
start_store() {
    [ -n "$has_store" ] || return 0
    store "$1" >"$out/$1.log" 2>&1 &
    building=$!
}
finish_store() {
    [ -n "$has_store" ] || return 0
    if wait "$2"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED examples/store [$compiler]"
        { grep -E 'error' "$out/$1.log" || tail -20 "$out/$1.log"; } | head -20 | sed 's/^/    /'
    fi
}

passed=0 failed=0 checked_by=
if command -v "${GXX:-g++}" >/dev/null; then
    # g++ with the checks of libstdc++ and of the sanitizer at once: together they take less for a constant expression
    checked_by="${GXX:-g++} -D_GLIBCXX_DEBUG -fsanitize=undefined -fno-sanitize-recover=all"
    compiler=$checked_by
    start_store store_checked
    checked=${building:-}
fi
for compiler in "${compilers[@]}"; do
    echo "== $compiler: $($compiler --version | head -1)"
    if ! $compiler $flags -fpch-instantiate-templates -x c++-header "$tests_dir/support/pch.hpp" -o "$out/pch.hpp.pch"; then
        failed=$((failed + 1))
        continue
    fi
    start_store store
    these=("${files[@]}")
    if [ -n "$few" ] && [ "$compiler" = "$newest" ]; then # ./dev test has built all unit tests with it
        mapfile -t these < <(printf '%s\n' "${files[@]}" | grep -v '^tests/unit/')
    fi
    report=$(printf '%s\n' "${these[@]}" | xargs -P "$jobs" -I{} bash -c 'syntax {}')
    grep -v '^passed' <<<"$report"
    passed=$((passed + $(grep -c '^passed' <<<"$report")))
    failed=$((failed + $(grep -c '^FAILED' <<<"$report")))
    if [ -n "$pages" ]; then
        line=$(CXX=$compiler DATAFLOW_RESULT= python3 tests/docs_snippets.py ${few:+README.md} | tee "$out/pages.log" | tail -1)
        grep -v '^[0-9]* passed' "$out/pages.log"
        passed=$((passed + ${line%% passed*}))
        failed=$((failed + $(sed 's/.*, \([0-9]*\) failed/\1/' <<<"$line")))
    fi
    finish_store store "${building:-}"
done
if [ -n "$checked_by" ] && [ -n "$has_store" ]; then
    compiler=$checked_by
    echo "== $compiler"
    finish_store store_checked "$checked"
fi
finish "$passed" "$failed"
