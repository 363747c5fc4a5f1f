#!/usr/bin/env bash
# The library with SQLite 3.35, with builds of it that lack something, with 3.37, and with a later one. The sources are in npm's packages of
# better-sqlite3; without npm, or without a network, there is nothing to test. Not a part of ./dev test: it builds SQLite six times.
#
#     tests/sqlite_versions.sh [DIR]        DIR: the scratch folder (default: build/sqlite_versions)
set -uo pipefail
. "$(dirname "$0")/support/compile.sh"
out=${1:-$source_dir/build/sqlite_versions}
command -v npm >/dev/null || { echo "left out: npm is not installed"; exit 0; }

# fetch PACKAGE_VERSION: the amalgamation of that package, in DIR/PACKAGE_VERSION
fetch() {
    local dir=$out/$1
    [ -e "$dir/sqlite3.c" ] && return
    mkdir -p "$dir"
    (cd "$dir" && npm pack --silent "better-sqlite3@$1" && tar xzf ./*.tgz &&
        { [ ! -e package/deps/sqlite3.tar.gz ] || tar xzf package/deps/sqlite3.tar.gz; } &&
        { [ -e sqlite3.c ] || cp package/deps/sqlite3/sqlite3.[ch] .; }) >/dev/null
}

passed=0 failed=0
# try NAME PACKAGE_VERSION EXPECTED [FLAG...]: builds SQLite with these flags; the program's output holds EXPECTED
try() {
    local name=$1 dir=$out/$2 expected=$3 said
    shift 3
    ${CC:-gcc} -O0 -w -DSQLITE_ENABLE_FTS5 "$@" -c "$dir/sqlite3.c" -o "$out/$name.o" &&
        $CXX "$out/main.o" "$out/$name.o" -pthread -ldl -lm -o "$out/$name" || { echo "FAILED to build $name"; failed=$((failed + 1)); return; }
    said=$("$out/$name" 2>&1)
    if [[ "$said" == *"$expected"* ]]; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        printf 'FAILED %s: expected "%s", found "%s"\n' "$name" "$expected" "$said"
    fi
}

fetch 7.4.0 && fetch 7.5.0 && fetch 7.6.0 || { echo "left out: npm cannot fetch better-sqlite3"; exit 0; }
$CXX -std=c++20 -O0 -I"$source_dir/include" -isystem "$out/7.4.0" -DDATAFLOW_SQLITE=1 -c "$tests_dir/sqlite_versions.cpp" -o "$out/main.o" || exit 1
try old 7.4.0 "places in JSON need SQLite 3.38 or later; the library in use is 3.35" -DSQLITE_ENABLE_JSON1
try old_arrays 7.4.0 "1 with a tag" -DSQLITE_ENABLE_JSON1
try no_json 7.4.0 "has no JSON functions"
try one_thread 7.4.0 "SQLITE_THREADSAFE=0" -DSQLITE_ENABLE_JSON1 -DSQLITE_THREADSAFE=0
try before 7.5.0 "places in JSON need SQLite 3.38 or later; the library in use is 3.37" -DSQLITE_ENABLE_JSON1
try later 7.6.0 "1 with a place"
try old_joins 7.5.0 "right and full joins need SQLite 3.39 or later; the library in use is 3.37" -DSQLITE_ENABLE_JSON1
finish "$passed" "$failed"
