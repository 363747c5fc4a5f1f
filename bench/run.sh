#!/usr/bin/env bash
# Measures the library against hand-written C API code, on SQLite and on a private PostgreSQL server.
#
#   run.sh [--quick] [--only TEXT] [--rounds N]
#
# Prints lines RATIO, LOOP, TYPED, PEER, THREADS and MEMORY; keeps them with the machine's description in build/bench
# (results.txt, results.json) and draws the charts of docs/performance.md from them.
#   --quick   smaller tables and fewer rounds: for the development loop, draws nothing
#   --only    only the operations whose name (sqlite.create) holds TEXT
# BENCH_DIR (default build/release/bench): where the programs are; BENCH_OUT: where the results go.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
programs=${BENCH_DIR:-build/release/bench}
out=${BENCH_OUT:-build/bench}
quick=false rounds=9 only= rows=1000000 seconds=1
arguments=()
while [ $# -gt 0 ]; do
    case $1 in
    --quick) quick=true rounds=3 rows=100000 seconds=0.2; arguments+=(--scale 5) ;;
    --rounds) rounds=$2; shift ;;
    --only) only=$2; shift ;;
    *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
    shift
done
arguments+=(--rounds "$rounds")
[ -z "$only" ] || arguments+=(--only "$only")

work=$(mktemp -d)
chmod 755 "$work"
finish() {
    tests/support/postgres.sh stop "$work/server" || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

mkdir -p "$work/sqlite" "$out"
# The client and the server of one-row operations take turns. On several cores what is measured is how soon the system wakes
# one of them up, from a third to four times as long in turn: both are kept on one core, but where threads are measured.
core=$(taskset -cp $$ | sed 's/.*: *\([0-9]*\).*/\1/')
cores=$(taskset -cp $$ | sed 's/.*: *//')
pinned() { taskset -c "$core" "$@"; }
answer=$(pinned tests/support/postgres.sh start "$work/server")
port=$(sed -n 's|^DATABASE_URL=.*:\([0-9]*\)/.*|\1|p' <<<"$answer")
[ -n "$port" ] || { echo "no PostgreSQL server: $answer" >&2; exit 1; }
place="postgresql://postgres@/NAME?host=$work/server&port=$port" # the local socket
for name in bench_library bench_hand; do
    psql -qX "${place/NAME/postgres}" -c "CREATE DATABASE $name"
done
library=${place/NAME/bench_library} hand=${place/NAME/bench_hand}

results=$out/results.txt
$quick && results=$out/quick.txt
: >"$results"
note() { tee -a "$results"; }
{
    echo "MACHINE $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
    echo "SOFTWARE $(${CXX:-g++} --version | head -1); SQLite $(sqlite3 --version 2>/dev/null | cut -d' ' -f1); $(psql -XAtq "$library" -c 'SELECT version()' | cut -d, -f1)"
    echo "PINNED client and server on core $core, but for threads and memory"
    echo "DATE $(date -u +%F)"
} | note

pinned "$programs/bench_ratio" sqlite "$work/sqlite" "${arguments[@]}" | note
pinned "$programs/bench_ratio" postgres "$library" "$hand" "${arguments[@]}" | note
pinned "$programs/bench_bulk" sqlite "$work/sqlite" "${arguments[@]}" | note
pinned "$programs/bench_bulk" postgres "$library" "$hand" "${arguments[@]}" | note
pinned "$programs/bench_queries" sqlite "$work/sqlite" "${arguments[@]}" | note
pinned "$programs/bench_queries" postgres "$library" "$hand" "${arguments[@]}" | note
pinned "$programs/bench_existing" sqlite "$work/sqlite" "${arguments[@]}" | note
pinned "$programs/bench_existing" postgres "$library" "$hand" "${arguments[@]}" | note
if [ -x "$programs/bench_options" ]; then # where OpenSSL was at the build
    pinned "$programs/bench_options" sqlite "$work/sqlite" "${arguments[@]}" | note
    pinned "$programs/bench_options" postgres "$library" "$hand" "${arguments[@]}" | note
fi
pinned "$programs/bench_dynamic" sqlite "$work/sqlite" "${arguments[@]}" | note
pinned "$programs/bench_dynamic" postgres "$library" "${arguments[@]}" | note
if [ -x "$programs/bench_peers" ]; then # SOCI and libpqxx, where they were installed at the build
    pinned "$programs/bench_peers" "$work/sqlite" "$library" "$hand" "${arguments[@]}" | note
fi

if [ -z "$only" ]; then
    taskset -acp "$cores" "$(head -1 "$work/server/data/postmaster.pid")" >/dev/null # new backends have the cores of the first
    "$programs/bench_threads" sqlite "$work/sqlite" --seconds $seconds | note
    "$programs/bench_threads" postgres "$library" "$hand" --seconds $seconds | note
    psql -qX "$library" -c "TRUNCATE users CASCADE"
    psql -qX "$hand" -c "TRUNCATE users CASCADE"
    for way in library hand; do
        file=$work/sqlite/memory_$way.db
        url=${!way}
        "$programs/bench_memory" sqlite library in 1 sqlite "$file" >/dev/null # makes the tables
        for direction in in out; do
            "$programs/bench_memory" sqlite $way $direction $rows sqlite "$file" | note
            "$programs/bench_memory" postgres $way $direction $rows postgres "$url" | note
        done
    done
fi

$quick && exit
python3 bench/results.py json "$results" >"$out/results.json"
if [ -z "$only" ]; then
    python3 bench/results.py charts "$results" docs/images
    python3 bench/results.py tables "$results" docs/performance.md
fi
