#!/usr/bin/env bash
# Starts and stops a private PostgreSQL server for tests.
#
#   postgres.sh start DIR    makes a server in DIR (if there is none), starts it and prints
#                            DATABASE_URL=postgresql://...  (the last line, for eval or sed)
#   postgres.sh stop DIR     stops it at once and removes DIR; nothing to stop is no error
#
# As root, the server runs as the user "postgres", who must be able to reach DIR: use
# `DIR=$(mktemp -d)` and `chmod 755 $DIR`, or a name that does not exist yet.
set -euo pipefail

fail() {
    echo "postgres.sh: $*" >&2
    exit 1
}

usage() {
    echo "usage: postgres.sh start|stop DIR" >&2
    exit 2
}

[ $# -eq 2 ] && [ -n "$2" ] || usage
action=$1
parent=$(dirname -- "$2")
[ -d "$parent" ] || { [ "$action" = stop ] && exit 0; fail "no such folder: $parent"; }
dir=$(cd -- "$parent" && pwd -P)/$(basename -- "$2")
data=$dir/data
owner=postgres # the server's superuser role, whoever runs the server

# The server in the folder POSTGRES_BIN, else the newest installed one that has all that is needed.
find_binaries() {
    local candidate
    for candidate in ${POSTGRES_BIN:-} $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) \
        "$(pg_config --bindir 2>/dev/null || true)" \
        "$(dirname -- "$(command -v initdb 2>/dev/null || echo /nowhere/initdb)")"; do
        if [ -x "$candidate/initdb" ] && [ -x "$candidate/pg_ctl" ] && [ -x "$candidate/postgres" ]; then
            echo "$candidate"
            return
        fi
    done
    fail "no PostgreSQL server is installed (initdb, pg_ctl and postgres were looked for)"
}

# PostgreSQL refuses to run as root.
as_server() {
    if [ "$(id -u)" -ne 0 ]; then
        (cd / && "$@")
    elif command -v runuser >/dev/null 2>&1; then
        (cd / && runuser -u postgres -- "$@")
    else
        (cd / && su -s /bin/sh postgres -c "$(printf '%q ' "$@")")
    fi
}

running() {
    [ -f "$data/postmaster.pid" ] && as_server "$bin/pg_ctl" -D "$data" status >/dev/null 2>&1
}

free_port() {
    local port try
    for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
    fail "no free port was found"
}

print_url() {
    # The fourth line of postmaster.pid is the port.
    echo "DATABASE_URL=postgresql://$owner@127.0.0.1:$(sed -n 4p "$data/postmaster.pid")/postgres"
}

start() {
    if [ -d "$dir" ] && [ ! -f "$data/PG_VERSION" ] && [ -n "$(ls -A "$dir")" ]; then
        fail "$dir is neither empty nor a server of this script"
    fi
    mkdir -p -- "$dir"
    if [ "$(id -u)" -eq 0 ]; then
        id postgres >/dev/null 2>&1 || fail "run as root, a server needs the user postgres, who does not exist"
        chown postgres "$dir"
        chmod 755 "$dir"
        as_server test -w "$dir" || fail "the user postgres cannot reach $dir: a folder above it is closed to others"
    fi
    if running; then
        print_url
        return
    fi
    local log=$dir/server.log
    if [ ! -f "$data/PG_VERSION" ]; then
        as_server "$bin/initdb" -D "$data" -U "$owner" -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
            --no-instructions >"$dir/initdb.log" 2>&1 || {
            cat "$dir/initdb.log" >&2
            fail "initdb failed"
        }
        # No durability: these servers live as long as one run of the tests.
        as_server tee -a "$data/postgresql.conf" >/dev/null <<'CONF'
fsync = off
synchronous_commit = off
full_page_writes = off
listen_addresses = '127.0.0.1'
max_connections = 100
shared_buffers = 64MB
max_wal_size = 512MB
lc_messages = 'C'
CONF
    fi
    local sockets=$dir try
    # A socket's path is limited to 107 bytes by the operating system.
    [ ${#dir} -le 85 ] || sockets=
    for try in 1 2 3; do
        if as_server "$bin/pg_ctl" -D "$data" -l "$log" -w -t 30 -s \
            -o "-p $(free_port) -c unix_socket_directories='$sockets'" start </dev/null >/dev/null 2>&1; then
            print_url
            return
        fi
    done
    tail -n 20 "$log" >&2 || true
    fail "the server did not start"
}

stop() {
    [ -d "$dir" ] || return 0
    if [ ! -f "$data/PG_VERSION" ] && [ -n "$(ls -A "$dir")" ] && [ ! -f "$dir/initdb.log" ]; then
        fail "$dir is not a server of this script: left as it is"
    fi
    if running; then
        as_server "$bin/pg_ctl" -D "$data" -m immediate -w -s stop >/dev/null 2>&1 || fail "the server in $data did not stop"
    fi
    rm -rf -- "$dir"
}

bin=$(find_binaries)
case $action in
start) start ;;
stop) stop ;;
*) usage ;;
esac
