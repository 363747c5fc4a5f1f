#!/usr/bin/env bash
# Compares the reports of examples/store with what the databases' own programs make of the same tables.
#
#     check.sh sqlite|postgres PROGRAM
#
# Needs sqlite3, or psql and the URL of a server in DATAFLOW_TEST_POSTGRES (exit code 77: there is none).
# With DATAFLOW_RESULT it writes a line "N passed, N failed" to that file.
set -euo pipefail
which=$1 program=$2
page=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/docs/store.md
scratch=$(mktemp -d)
passed=0 failed=0
export LC_ALL=C

finish() {
    [ "$which" != postgres ] || psql "$server" -qXc 'DROP SCHEMA IF EXISTS store_check CASCADE' 2>/dev/null || true
    rm -rf "$scratch"
}

# --- how each database says it ----------------------------------------------------------------------

case $which in
sqlite)
    trap finish EXIT
    export DATABASE_URL=sqlite:$scratch/store.db
    own() { sqlite3 "$scratch/store.db" "$1"; }
    money() { echo "printf('%d.%02d', ($1) / 100, ($1) % 100)"; } # whole cents
    cents() { echo "($1) * 100"; }
    day='substr(o.placed, 1, 10)' month='substr(o.placed, 1, 7)'
    stars="printf('%.2f', avg(r.stars))"
    watts="json_extract(p.specs, '\$.watts')" color="json_extract(p.specs, '\$.color')" socket="json_extract(p.specs, '\$.socket')"
    bright="r.id IN (SELECT rowid FROM reviews_search WHERE reviews_search MATCH 'bright')"
    tagged() { echo "EXISTS (SELECT 1 FROM json_each(p.tags) t WHERE t.value = '$1')"; }
    ;;
postgres)
    server=${DATAFLOW_TEST_POSTGRES:-}
    [ -n "$server" ] || { echo "no server: DATAFLOW_TEST_POSTGRES is not set"; exit 77; }
    trap finish EXIT
    psql "$server" -qXc 'DROP SCHEMA IF EXISTS store_check CASCADE; CREATE SCHEMA store_check' 2>/dev/null
    separator='?'
    [[ $server != *\?* ]] || separator='&'
    export DATABASE_URL="$server${separator}options=-csearch_path%3Dstore_check" PGTZ=UTC
    own() { psql "$DATABASE_URL" -qXAt -v ON_ERROR_STOP=1 -c "$1"; }
    money() { echo "CAST($1 AS NUMERIC(18, 2))"; }
    cents() { echo "$1"; }
    day="to_char(o.placed, 'YYYY-MM-DD')" month="to_char(o.placed, 'YYYY-MM')"
    stars='CAST(avg(r.stars) AS NUMERIC(3, 2))'
    watts="(p.specs ->> 'watts')::INTEGER" color="(p.specs ->> 'color')" socket="(p.specs ->> 'socket')"
    bright="r.dataflow_search @@ to_tsquery('simple', 'bright')"
    tagged() { echo "'$1' = ANY(p.tags)"; }
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
# part HEADING: the lines that the program printed below a heading that begins so, each run of blanks as one
part() { awk -v wanted="== $1" '/^== /{inside = index($0, wanted) == 1; next} inside && NF' "$scratch/out" | sed 's/^ *//; s/  */ /g'; }

# --- the comparison ---------------------------------------------------------------------------------

"$program" >"$scratch/out"
items="FROM items i JOIN orders o ON o.id = i.order_id JOIN products p ON p.sku = i.sku JOIN customers c ON c.id = o.customer_id"

same "the tables" "5|6|6|11|7" "$(own "SELECT (SELECT count(*) FROM customers) || '|' || (SELECT count(*) FROM products) || '|' || (SELECT count(*) FROM orders) || '|' || (SELECT count(*) FROM items) || '|' || (SELECT count(*) FROM reviews)")"
same "best sellers" \
    "$(own "SELECT $month || ' ' || p.name || ' ' || sum(i.quantity) || ' ' || $(money 'sum(i.price * i.quantity)') $items GROUP BY $month, p.name ORDER BY $month, sum(i.price * i.quantity) DESC, p.name")" \
    "$(part 'best sellers')"
same "customers without an order" \
    "$(own "SELECT 'none ' || c.name || ' <' || c.email || '>' FROM customers c LEFT JOIN orders o ON o.customer_id = c.id WHERE o.id IS NULL ORDER BY c.id")" \
    "$(part 'customers without' | grep '^none')"
same "customers who bought a lamp" \
    "$(own "SELECT 'lamp ' || c.name || ' <' || c.email || '>' FROM customers c WHERE c.id IN (SELECT c.id $items WHERE p.name LIKE '%lamp') ORDER BY c.id")" \
    "$(part 'customers without' | grep '^lamp')"
same "order lines" \
    "$(own "SELECT 'order ' || o.id || ' ' || c.name || ' ' || i.quantity || ' x ' || p.name || ' ' || $(money 'i.price * i.quantity') $items WHERE i.price * i.quantity >= $(cents 50) ORDER BY o.id, p.name")" \
    "$(part 'order lines')"
same "ratings" \
    "$(own "SELECT p.name || ' ' || $stars || ' of ' || count(*) FROM reviews r JOIN products p ON p.sku = r.sku GROUP BY p.name HAVING count(*) >= 2 ORDER BY avg(r.stars) DESC, p.name")" \
    "$(part 'average rating')"
order="(SELECT sum(i.price * i.quantity) FROM items i WHERE i.order_id = o.id)"
until_then="(SELECT sum(i.price * i.quantity) FROM items i JOIN orders e ON e.id = i.order_id WHERE e.placed <= o.placed)"
same "running totals" \
    "$(own "SELECT $day || ' order ' || o.id || ' ' || $(money "$order") || ' ' || $(money "$until_then") FROM orders o WHERE o.placed < '2024-04-01T00:00:00.000000Z' ORDER BY o.placed")" \
    "$(part 'running totals')"
same "greatest orders" \
    "$(own "SELECT c.name || ' order ' || o.id || ' ' || $(money "$order") FROM orders o JOIN customers c ON c.id = o.customer_id WHERE $order = (SELECT max(t) FROM (SELECT sum(i.price * i.quantity) AS t FROM items i JOIN orders e ON e.id = i.order_id WHERE e.customer_id = c.id GROUP BY e.id) AS of_each) ORDER BY c.name")" \
    "$(part 'the greatest order')"
same "text search" \
    "$(own "SELECT p.name || ': ' || r.text FROM reviews r JOIN products p ON p.sku = r.sku WHERE replace(replace(r.text, 'BRIGHT', 'bright'), 'Bright', 'bright') LIKE '%bright%' ORDER BY r.id")" \
    "$(part 'reviews that say')"
same "text search with the index" \
    "$(own "SELECT p.name || ': ' || r.text FROM reviews r JOIN products p ON p.sku = r.sku WHERE $bright ORDER BY r.id")" \
    "$(part 'reviews that say')"
same "JSON and tags" \
    "$(own "SELECT p.name || ' ' || $watts || ' watts ' || $color FROM products p WHERE ($(tagged light) AND $socket = 'E27' AND $watts <= 10) OR ($(tagged sale) AND $color = 'black') ORDER BY p.name")" \
    "$(part 'lights for E27')"
asked="p.stock > 0 AND p.price >= $(cents 39.9) AND (p.name LIKE '%lamp' OR p.name LIKE '%100\\%%' ESCAPE '\\')"
same "a list from JSON" \
    "$(own "SELECT p.name || ' ' || $(money p.price) || ' ' || p.stock || ' in stock' FROM products p WHERE $asked ORDER BY p.stock DESC, p.name LIMIT 2")
2 of $(own "SELECT count(*) FROM products p WHERE $asked")" \
    "$(part 'a list that')"

# docs/store.md shows what the program prints
told=$(awk '/^```text$/ {inside = 1; next} /^```$/ {inside = 0} inside && NF' "$page")
same "what the page says" "$told" "$(grep -Fx -f "$scratch/out" <<<"$told" || true)"

cp "$scratch/out" "$scratch/first"
"$program" >"$scratch/out"
same "a second run finds the shop filled" "$(cat "$scratch/first")" "$(cat "$scratch/out")"

echo "$passed passed, $failed failed"
[ -z "${DATAFLOW_RESULT:-}" ] || echo "$passed passed, $failed failed" >"$DATAFLOW_RESULT"
[ "$failed" -eq 0 ]
