#!/usr/bin/env bash
# Compares what examples/flights prints and leaves in its tables with what the databases' own programs
# make of the same CSV files.
#
#     check.sh sqlite|postgres PROGRAM
#
# Needs sqlite3, or psql and the URL of a server in DATAFLOW_TEST_POSTGRES (exit code 77: there is none).
# With DATAFLOW_RESULT it writes a line "N passed, N failed" to that file.
set -euo pipefail
which=$1 program=$2
data=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/data
scratch=$(mktemp -d)
passed=0 failed=0
export LC_ALL=C

finish() {
    [ "$which" != postgres ] || psql "$server" -qXc 'DROP SCHEMA IF EXISTS flights_check, flights_raw CASCADE' 2>/dev/null || true
    rm -rf "$scratch"
}

# --- the two databases: the example's own, and one that holds the files as they are -----------------

broken_but_good() { sed -n '2p;6p;11p' "$data/flights-broken.csv"; } # see data/README.md

case $which in
sqlite)
    trap finish EXIT
    export DATABASE_URL=sqlite:$scratch/flights.db
    raw() { sqlite3 "$scratch/raw.db" "$1"; }
    own() { sqlite3 "$scratch/flights.db" "$1"; }
    minute='replace(substr(departure, 1, 16), '"'T', ' ')"
    moment="replace(departure, '.000000Z', 'Z')"
    real=REAL
    load() {
        raw 'CREATE TABLE airports (iata TEXT, name TEXT, city TEXT, state TEXT, country TEXT, latitude REAL, longitude REAL);
             CREATE TABLE flights (departure TEXT, delay INTEGER, distance INTEGER, origin TEXT, destination TEXT)'
        broken_but_good >"$scratch/good.csv"
        sqlite3 "$scratch/raw.db" -cmd '.mode csv' ".import --skip 1 $data/airports.csv airports" \
            ".import --skip 1 $data/flights.csv flights" ".import $scratch/good.csv flights"
        raw 'ALTER TABLE flights RENAME TO loaded; CREATE TABLE flights AS SELECT rowid AS id, * FROM loaded'
    }
    ;;
postgres)
    server=${DATAFLOW_TEST_POSTGRES:-}
    [ -n "$server" ] || { echo "no server: DATAFLOW_TEST_POSTGRES is not set"; exit 77; }
    trap finish EXIT
    in_schema() { # URL with a schema of its own
        local separator='?'
        [[ $server != *\?* ]] || separator='&'
        echo "$server${separator}options=-csearch_path%3D$1"
    }
    psql "$server" -qXc 'DROP SCHEMA IF EXISTS flights_check, flights_raw CASCADE; CREATE SCHEMA flights_check; CREATE SCHEMA flights_raw' 2>/dev/null
    DATABASE_URL=$(in_schema flights_check)
    export DATABASE_URL PGTZ=UTC
    raw() { psql "$(in_schema flights_raw)" -qXAt -v ON_ERROR_STOP=1 -c "$1"; }
    own() { psql "$DATABASE_URL" -qXAt -v ON_ERROR_STOP=1 -c "$1"; }
    minute="to_char(departure, 'YYYY-MM-DD HH24:MI')"
    moment=departure
    real='DOUBLE PRECISION'
    load() {
        raw 'CREATE TABLE airports (iata TEXT COLLATE "C", name TEXT, city TEXT, state TEXT, country TEXT, latitude DOUBLE PRECISION, longitude DOUBLE PRECISION);
             CREATE TABLE flights (id SERIAL, departure TIMESTAMPTZ, delay INTEGER, distance INTEGER, origin TEXT COLLATE "C", destination TEXT COLLATE "C")'
        raw "\\copy airports FROM '$data/airports.csv' CSV HEADER"
        raw "\\copy flights (departure, delay, distance, origin, destination) FROM '$data/flights.csv' CSV HEADER"
        broken_but_good >"$scratch/good.csv"
        raw "\\copy flights (departure, delay, distance, origin, destination) FROM '$scratch/good.csv' CSV"
    }
    ;;
*) echo "usage: check.sh sqlite|postgres PROGRAM" >&2; exit 2 ;;
esac

# same WHAT EXPECTED FOUND
same() {
    if [ -n "$2" ] && [ "$2" = "$3" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "NOT THE SAME: $1"
        diff <(echo "$2") <(echo "$3") | head -20 || true
    fi
}

# part HEADING: the lines that the program printed below a heading that begins so
part() { awk -v wanted="== $1" '/^== /{inside = index($0, wanted) == 1; next} inside && NF' "$scratch/out"; }
flights_of() { sed -n 's/^  \(....-..-.. ..:..\)  \(...\) -> \(...\) *\([0-9]*\) miles *\(-\{0,1\}[0-9]*\) minutes late$/\1|\2|\3|\4|\5/p'; }

# --- the comparison ---------------------------------------------------------------------------------

load
"$program" >"$scratch/out"

airports=$(raw 'SELECT count(*) FROM airports')
flights=$(raw 'SELECT count(*) FROM flights')
same "airports created" "  $airports rows: $airports created, 0 skipped, 0 rejected" "$(part airports.csv | tail -1)"
same "flights created" "  $((flights - 3)) rows: $((flights - 3)) created, 0 skipped, 0 rejected" "$(part 'the flights' | grep created)"
same "rejected lines" "3 4 5 7 8 9 10 12 13 14" "$(part flights-broken | sed -n 's/^  line \([0-9]*\): .*/\1/p' | paste -sd' ')"
same "broken rows" "  13 rows: 3 created, 0 skipped, 10 rejected" "$(part flights-broken | grep created)"
same "counts" "  in the tables: $airports airports, $flights flights; the counts add up" "$(part flights-broken | tail -1)"

row="SELECT $minute || '|' || origin || '|' || destination || '|' || distance || '|' || delay FROM flights"
same "longest delays" "$(raw "$row WHERE origin = 'ORD' ORDER BY delay DESC, id DESC LIMIT 10")" "$(part 'the longest delays' | flights_of)"
found() { # TITLE CONDITION
    same "search: $1" "$1: $(raw "SELECT count(*) FROM flights WHERE $2") flights" "$(part 'a search form' | grep "^$1:")"
    same "found: $1" "$(raw "$row WHERE $2 ORDER BY delay DESC, id DESC LIMIT 3")" \
        "$(part 'a search form' | awk -v title="$1:" '/^[a-z]/{inside = index($0, title) == 1} inside' | flights_of)"
}
found "all" "1 = 1"
found "from LAX" "origin = 'LAX'"
found "long, half an hour late, from 8 March on" "departure >= '2001-03-08T00:00:00Z' AND delay >= 30 AND distance > 2000"
same "airports by name" \
    "$(raw "SELECT '  ' || iata || '  ' || name || ', ' || city || ', ' || state FROM airports WHERE name LIKE '%International%' AND state IN ('TX', 'HI') ORDER BY state, city, iata" | sort)" \
    "$(part 'airports called' | sort)"

same "bulk update" "  $(raw "SELECT count(*) FROM flights WHERE origin = 'DFW'") flights corrected" "$(part 'a clock')"
raw "UPDATE flights SET delay = delay + 5 WHERE origin = 'DFW'"
same "mean delay by airport" \
    "$(raw "SELECT origin || '|' || count(*) || '|' || sum(delay) FROM flights GROUP BY origin HAVING count(*) >= 20 ORDER BY sum(delay) * CAST(1 AS $real) / count(*) DESC, origin LIMIT 10" |
        awk -F'|' '{printf "%d|%s|%d|%d|%.2f\n", NR, $1, $2, $3, $3 / $2}')" \
    "$(part 'mean delay' | sed 's/^ *\([0-9]*\)\. \(...\) *\([0-9]*\) flights *\(-\{0,1\}[0-9]*\) minutes  mean \(.*\)$/\1|\2|\3|\4|\5/')"

sums="SELECT origin, count(*), sum(delay), sum(distance), min(delay), max(delay) FROM flights WHERE destination <> 'ZDF' AND origin <> 'ZDF' GROUP BY origin ORDER BY origin"
same "sums of every airport, in the table" "$(raw "$sums")" "$(own "$sums")"
every="SELECT $moment, delay, distance, origin, destination FROM flights WHERE destination <> 'ZDF' AND origin <> 'ZDF' ORDER BY 1, 2, 3, 4, 5"
same "every flight, in the table" "$(raw "$every")" "$(own "$every")"
every="SELECT iata, name, city, state, country, latitude, longitude FROM airports WHERE iata <> 'ZDF' ORDER BY iata"
same "every airport, in the table" "$(raw "$every")" "$(own "$every")"

same "the workflow's rows" "ORD|ZDF|174
ZDF|ORD|174" "$(own "SELECT origin, destination, distance FROM flights WHERE origin = 'ZDF' OR destination = 'ZDF' ORDER BY id")"
same "the counts after it" "  now $((airports + 1)) airports, $((flights + 2)) flights" "$(part 'a workflow' | tail -1)"
same "a workflow that fails leaves nothing" "$((airports + 1))|$((flights + 2))" \
    "$(own "SELECT (SELECT count(*) FROM airports) || '|' || (SELECT count(*) FROM flights)")"

# docs/flights.md shows what the program prints
told=$(awk '/^```(text|mermaid)$/ {inside = 1; next} /^```$/ {inside = 0} inside && NF' "$data/../../../docs/flights.md")
same "what the page says" "$told" "$(grep -Fx -f "$scratch/out" <<<"$told" || true)"

cp "$scratch/out" "$scratch/first"
"$program" >"$scratch/out"
same "a second run skips the airports" "  $airports rows: 0 created, $airports skipped, 0 rejected" "$(part airports.csv | tail -1)"
same "a second run replaces the flights" "  took out the $((flights + 2)) flights of an earlier run" "$(part 'the flights' | head -1)"
same "a second run ends as the first" "$(sed '1,/rejected/d' "$scratch/first")" "$(sed '1,/rejected/d; /took out/d' "$scratch/out")"

echo "$passed passed, $failed failed"
[ -z "${DATAFLOW_RESULT:-}" ] || echo "$passed passed, $failed failed" >"$DATAFLOW_RESULT"
[ "$failed" -eq 0 ]
