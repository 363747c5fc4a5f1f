#!/usr/bin/env bash
# How long translation units take to compile: generated ones with 1, 5, 10, 20 and 50 models of 10 fields,
# each with all nine nodes, a filter and a workflow of three nodes; the same with a join, an aggregate and a select of
# some columns each instead; and the include of each public header.
#
#   compile.sh [--quick] [--headers] [--models 1,5]
#
# Prints COMPILE <compiler> <flags> <models> <seconds> <MB peak> <MB object>, QUERIES lines of the same, INCLUDE lines, and
# COMPILE_RATIO <compiler> <flags> <what> <ratio of seconds to a unit that only includes boost/pfr.hpp>.
#   --quick     g++ -O0 with 1 and 20 models only
#   --headers   only the headers
#   --models    only units of so many models, once each, with all compilers and flags
# BENCH_OUT (default build/bench): where compile.txt, compile.json and the generated units go.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tests/support/compile.sh
cd "$source_dir"
out=${BENCH_OUT:-build/bench}
work=$out/compile
mkdir -p "$work"
results=$out/compile.txt
quick=false headers=false models_only=
sizes=(1 5 10 20 50)
rounds=3 # for the headers and the small units; the others take long enough to be steady
while [ $# -gt 0 ]; do
    case $1 in
    --quick) quick=true results=$out/compile-quick.txt ;;
    --headers) headers=true results=$out/compile-headers.txt ;;
    --models) models_only=${2:?} rounds=1 results=$out/compile-models.txt; shift ;;
    *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
    shift
done
$quick && sizes=(1 20)
[ -z "$models_only" ] || IFS=, read -ra sizes <<<"$models_only"
: >"$results"
say() { tee -a "$results"; }
{
    echo "MACHINE $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
    echo "DATE $(date -u +%F)"
} | say
export CCACHE_DISABLE=1

# cost COMPILER FLAGS SOURCE [ROUNDS]: the median seconds and the peak in MB, as "seconds MB"
cost() {
    python3 - "${4:-$rounds}" "$1" $(flags_for "$DATAFLOW_DRIVERS") ${2/,compiled/ -DDATAFLOW_SEPARATE_COMPILATION} -c "$3" -o "$work/unit.o" <<'PY'
import os, statistics, sys, time
rounds, command = int(sys.argv[1]), sys.argv[2:]
seconds, peak = [], 0
for _ in range(rounds):
    start = time.monotonic()
    child = os.posix_spawnp(command[0], command, os.environ)
    _, status, used = os.wait4(child, 0)
    if status != 0:
        sys.exit(f"does not compile: {' '.join(command)}")
    seconds.append(used.ru_utime + used.ru_stime)  # processor time: others may be using the machine
    peak = max(peak, used.ru_maxrss)
print(f"{statistics.median(seconds):.2f} {peak / 1024:.0f}")
PY
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
megabytes() { awk -v n="$(stat -c %s "$1")" 'BEGIN { printf "%.2f", n / 1048576 }'; }

# the compilers: the given one, and clang where it is there
compilers=("$CXX")
if ! $quick && clang=$(newest_clang); then
    [ "$clang" = "$CXX" ] || compilers+=("$clang")
fi

echo '#include <boost/pfr.hpp>' >"$work/pfr.cpp"
for compiler in "${compilers[@]}"; do
    # compiled: with the code that knows no model compiled once, elsewhere in the program
    for flags in -O0 -O0,compiled -O2; do
        $quick && [ $flags = -O2 ] && continue
        read -r pfr _ < <(cost "$compiler" $flags "$work/pfr.cpp")
        if [ $flags != -O2 ]; then
            if [ $flags = -O0 ] && { $headers || ! $quick; } && [ -z "$models_only" ]; then
                for header in boost/pfr.hpp dataflow/dataflow.hpp $(cd include && find dataflow/*/ -name '*.hpp' -not -path '*/detail/*' | sort); do
                    case $header in dataflow/driver/*/*) continue ;; esac # private to the drivers
                    echo "#include <$header>" >"$work/include.cpp"
                    read -r seconds peak < <(cost "$compiler" $flags "$work/include.cpp")
                    echo "INCLUDE $compiler $header $seconds $peak" | say
                    [ $header = dataflow/dataflow.hpp ] &&
                        echo "COMPILE_RATIO $compiler $flags dataflow/dataflow.hpp $(ratio "$seconds" "$pfr")" | say
                done
            else
                echo '#include <dataflow/dataflow.hpp>' >"$work/include.cpp"
                read -r seconds peak < <(cost "$compiler" $flags "$work/include.cpp")
                echo "COMPILE_RATIO $compiler $flags dataflow/dataflow.hpp $(ratio "$seconds" "$pfr")" | say
            fi
        fi
        $headers && continue
        for models in "${sizes[@]}"; do
            python3 bench/compile_unit.py "$models" $([ -e include/dataflow/workflow/workflow.hpp ] || echo --no-workflow) >"$work/unit_$models.cpp"
            read -r seconds peak < <(cost "$compiler" $flags "$work/unit_$models.cpp" $((models <= 5 ? rounds : 1)))
            echo "COMPILE $compiler $flags $models $seconds $peak $(megabytes "$work/unit.o")" | say
            echo "COMPILE_RATIO $compiler $flags ${models}_models $(ratio "$seconds" "$pfr")" | say
            [ $flags = -O2 ] && continue
            python3 bench/compile_unit.py "$models" --queries >"$work/queries_$models.cpp"
            read -r seconds peak < <(cost "$compiler" $flags "$work/queries_$models.cpp" $((models <= 5 ? rounds : 1)))
            echo "QUERIES $compiler $flags $models $seconds $peak $(megabytes "$work/unit.o")" | say
        done
    done
done
# What the umbrella must not drag in.
echo '#include <dataflow/dataflow.hpp>' >"$work/include.cpp"
for banned in iostream regex functional; do
    if "$CXX" $(flags_for "$DATAFLOW_DRIVERS") -M "$work/include.cpp" | grep -qE "/c\+\+/[0-9.]+/$banned( |\$)"; then
        echo "INCLUDES <$banned>: dataflow/dataflow.hpp must not" | say
    fi
done
$quick || $headers || [ -n "$models_only" ] || {
    python3 bench/results.py json "$results" >"$out/compile.json"
    python3 bench/results.py charts "$results" docs/images
    python3 bench/results.py tables "$results" docs/compile-time.md
}
