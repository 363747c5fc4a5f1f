#!/usr/bin/env bash
# Counts instead of timing: instructions and heap allocations of SQLite's hot paths and queries, and the object sizes of
# a unit with 20 models and of one with the queries of 10, and clang's instantiations of templates, against bounds.txt. The
# same on a busy machine.
#
#   guard.sh PROGRAM QUERIES     the built bench/guard/hot.cpp and hot_queries.cpp
#
# Without valgrind the instructions are not counted, and it says so; with DATAFLOW_GUARD_STRICT=1 that fails.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../../tests/support/compile.sh"
[ $# -eq 2 ] && [ -x "$1" ] && [ -x "$2" ] || { echo "usage: guard.sh PROGRAM QUERIES" >&2; exit 2; }
hot=$1 hot_queries=$2
queries="join aggregate decimal_aggregate decimal_list json_list json_create array_list"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# check NAME VALUE
check() {
    local bound
    bound=$(sed -n "s/^$1  *\([0-9.]*\).*/\1/p" "$here/bounds.txt")
    if [ -z "$bound" ] || [ -z "$2" ]; then
        echo "FAILED $1: nothing was measured, or bounds.txt has no such line"
        failed=$((failed + 1))
    elif awk -v v="$2" -v b="$bound" 'BEGIN { exit !(v <= b) }'; then
        echo "ok     $1: $2 (bound $bound)"
        passed=$((passed + 1))
    else
        echo "FAILED $1: $2 is over the bound of $bound"
        failed=$((failed + 1))
    fi
}

collected() { sed -n 's/.*I *refs: *//p' "$work/$1" | tr -d ,; }

# instructions PROGRAM WAY OPERATION: of one operation, from the difference of two runs
instructions() {
    local n short long
    for n in 1000 3000; do
        valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null "$1" "$2" "$3" $n 2>"$work/$n" >/dev/null || return
    done
    short=$(collected 1000) long=$(collected 3000)
    echo $(((long - short) / 2000))
}

bulk="bulk_create bulk_create_ids bulk_update bulk_upsert bulk_delete"

for operation in create read scan; do
    check "allocations.$operation" "$("$hot" count $operation 5000)"
done
for operation in $queries; do
    check "allocations.$operation" "$("$hot_queries" count "$operation" 5000)"
done
if command -v valgrind >/dev/null; then
    for operation in create read scan $bulk; do
        library=$(instructions "$hot" library $operation) hand=$(instructions "$hot" hand $operation)
        check "instructions.$operation" "${library:+${hand:+$((library - hand))}}"
    done
    for operation in $queries; do
        library=$(instructions "$hot_queries" library "$operation") hand=$(instructions "$hot_queries" hand "$operation")
        check "instructions.$operation" "${library:+${hand:+$((library - hand))}}"
    done
else
    echo "SKIPPED instructions: valgrind is not installed"
    [ "${DATAFLOW_GUARD_STRICT:-0}" = 0 ] || failed=$((failed + 1))
fi

# unit NAME ARGUMENTS [flag...]: the object's bytes and the compiler's peak memory in MB, of a generated unit
unit() {
    local name=$1 arguments=$2 peak
    shift 2
    # shellcheck disable=SC2086,SC2046 # the arguments and flags are words
    python3 "$here/../compile_unit.py" $arguments >"$work/unit.cpp"
    peak=$(python3 -c '
import os, sys
_, status, used = os.wait4(os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ), 0)
print(used.ru_maxrss // 1024) if status == 0 else sys.exit(1)' \
        $CXX $(flags_for "$DATAFLOW_DRIVERS") -O0 "$@" -c "$work/unit.cpp" -o "$work/unit.o") || { failed=$((failed + 1)); return; }
    check "object.$name" "$(stat -c %s "$work/unit.o")"
    check "memory.$name" "$peak"
}
unit include 0
unit 20_models 20
unit 20_models_compiled 20 -DDATAFLOW_SEPARATE_COMPILATION
unit queries_of_10_models "10 --queries" -DDATAFLOW_SEPARATE_COMPILATION

# instantiations MODELS: how many templates clang instantiates for a generated unit, with dataflow::compiled
instantiations() {
    python3 "$here/../compile_unit.py" "$1" >"$work/traced.cpp"
    # shellcheck disable=SC2046 # the flags are words
    "$clang" $(flags_for "$DATAFLOW_DRIVERS") -O0 -DDATAFLOW_SEPARATE_COMPILATION -ftime-trace -ftime-trace-granularity=0 \
        -c "$work/traced.cpp" -o "$work/traced.o" || { failed=$((failed + 1)); return; }
    check "instantiations.$1_models_compiled" "$(grep -oE '"name":"Instantiate(Class|Function)"' "$work/traced.json" | wc -l)"
}
if clang=$(newest_clang); then
    instantiations 1
else
    echo "SKIPPED instantiations: clang is not installed"
fi
finish $passed $failed
