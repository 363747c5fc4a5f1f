#!/usr/bin/env bash
# Compares what examples/help_desk prints with what the databases' own programs find in the same tables, and
# looks for anything of one company in what belongs to the other.
#
#     check.sh sqlite|postgres PROGRAM
#
# Needs sqlite3, or psql and the URL of a server in DATAFLOW_TEST_POSTGRES (exit code 77: there is none).
# With DATAFLOW_RESULT it writes a line "N passed, N failed" to that file.
set -euo pipefail
which=$1 program=$2
page=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/docs/help-desk.md
scratch=$(mktemp -d)
passed=0 failed=0
export LC_ALL=C

finish() {
    [ "$which" != postgres ] || psql "$server" -qXc 'DROP SCHEMA IF EXISTS help_desk_check CASCADE' 2>/dev/null || true
    rm -rf "$scratch"
}

case $which in
sqlite)
    trap finish EXIT
    export DATABASE_URL=sqlite:$scratch/desk.db
    own() { sqlite3 "$scratch/desk.db" "$1"; }
    ;;
postgres)
    server=${DATAFLOW_TEST_POSTGRES:-}
    [ -n "$server" ] || { echo "no server: DATAFLOW_TEST_POSTGRES is not set"; exit 77; }
    trap finish EXIT
    psql "$server" -qXc 'DROP SCHEMA IF EXISTS help_desk_check CASCADE; CREATE SCHEMA help_desk_check' 2>/dev/null
    separator='?'
    [[ $server != *\?* ]] || separator='&'
    export DATABASE_URL="$server${separator}options=-csearch_path%3Dhelp_desk_check"
    own() { psql "$DATABASE_URL" -qXAt -v ON_ERROR_STOP=1 -c "$1"; }
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
# part HEADING: the lines that the program printed below this heading
part() { awk -v wanted="== $1" '/^== /{inside = $0 == wanted; next} inside && NF' "$scratch/out" | sed 's/^ *//'; }

"$program" >"$scratch/out"
for name in acme globex; do
    mine="tenant_id = '$name'" other=acme
    [ "$name" != acme ] || other=globex
    same "$name: tickets" \
        "$(own "SELECT t.number || ' version ' || t.version || ', ' || t.status || ', from ' || c.name || ': ' || t.subject FROM tickets t JOIN customers c ON c.tenant_id = t.tenant_id AND c.email = t.customer WHERE t.$mine AND t.deleted_at IS NULL ORDER BY t.number"
        own "SELECT number || ' deleted: ' || subject FROM tickets WHERE $mine AND deleted_at IS NOT NULL ORDER BY number")" \
        "$(part "$name: tickets")"
    same "$name: tickets of each agent" \
        "$(own "SELECT a.name || ' ' || count(*) FROM tickets t JOIN agents a ON a.tenant_id = t.tenant_id AND a.login = t.agent WHERE t.$mine AND t.deleted_at IS NULL GROUP BY a.name ORDER BY a.name")" \
        "$(part "$name: tickets of each agent")"
    same "$name: messages" \
        "$(own "SELECT ticket || ' ' || sender || ': ' || text FROM messages WHERE $mine AND deleted_at IS NULL AND text LIKE '%printer%' ORDER BY id")" \
        "$(part "$name: messages that speak of a printer")"
    same "$name: versions of T-1" \
        "$(own "SELECT history_number || ' ' || status || CASE WHEN history_to IS NULL THEN ', now' ELSE '' END FROM tickets_history WHERE $mine AND number = 'T-1' ORDER BY history_number")" \
        "$(part "$name: versions of T-1")"
    same "$name: who changed what" \
        "$(own "SELECT actor || ' ' || operation || ' ' || table_name || ' ' || record_key FROM dataflow_audit WHERE $mine AND table_name IN ('agents', 'tickets') AND actor <> 'boss' ORDER BY id")" \
        "$(part "$name: who changed what" | grep -v '^the chain')"
    same "$name: the spam's messages went with it, and those of the others are there" "T-1|2 T-2|1" \
        "$(own "SELECT ticket || '|' || count(*) FROM messages WHERE $mine AND deleted_at IS NULL GROUP BY ticket ORDER BY ticket" | paste -sd' ')"
    same "$name: a record for each thing that was done, and each names who" "0 13" \
        "$(own "SELECT sum(CASE WHEN actor IS NULL OR request_id IS NULL OR request_id NOT LIKE '$name-%' THEN 1 ELSE 0 END) || ' ' || sum(CASE WHEN table_name <> 'messages' THEN 1 ELSE 0 END) FROM dataflow_audit WHERE $mine")"
    same "$name: no password in the log" "0" \
        "$(own "SELECT count(*) FROM dataflow_audit WHERE coalesce(before, '') || coalesce(after, '') LIKE '%kim''s secret%' OR coalesce(before, '') || coalesce(after, '') LIKE '%better secret%'")"
    same "$name: nothing of $other" "0 0 0 0" \
        "$(own "SELECT (SELECT count(*) FROM agents WHERE $mine AND name LIKE '%$other%') || ' ' || (SELECT count(*) FROM tickets WHERE $mine AND subject LIKE '%$other%') || ' ' || (SELECT count(*) FROM tickets_history WHERE $mine AND subject LIKE '%$other%') || ' ' || (SELECT count(*) FROM dataflow_audit WHERE $mine AND coalesce(before, '') || coalesce(after, '') LIKE '%$other%')")"
done

# docs/help-desk.md shows what the program prints
told=$(awk '/^```text$/ {inside = 1; next} /^```$/ {inside = 0} inside && NF' "$page")
same "what the page says" "$told" "$(grep -Fx -f "$scratch/out" <<<"$told" || true)"

reports() { awk '/^== /{inside = !/: the day$/} inside && NF' "$1"; }
cp "$scratch/out" "$scratch/first"
"$program" >"$scratch/out"
same "a second run finds the day done, and reports the same" "$(reports "$scratch/first")" "$(reports "$scratch/out")"

echo "$passed passed, $failed failed"
[ -z "${DATAFLOW_RESULT:-}" ] || echo "$passed passed, $failed failed" >"$DATAFLOW_RESULT"
[ "$failed" -eq 0 ]
