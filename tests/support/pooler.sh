#!/usr/bin/env bash
# Starts and stops a PgBouncer of our own in front of a PostgreSQL server, for tests.
#
#   pooler.sh start DIR URL MODE [SETTING...]   MODE: transaction, session or statement; SETTING: a line of pgbouncer.ini.
#                                               Prints POOLER_URL=postgresql://...; on the port of before, if there was one
#   pooler.sh stop DIR                          ends it at once; nothing to end is no error
#
# Exit status 3: there is no pgbouncer on this machine. As root, it runs as the user "postgres", who must reach DIR.
set -euo pipefail
PATH=$PATH:/usr/sbin

action=$1
dir=$2
command -v pgbouncer >/dev/null || exit 3

as_pooler() {
    if [ "$(id -u)" -ne 0 ]; then "$@"; else runuser -u postgres -- "$@"; fi
}

stop() {
    [ -f "$dir/pgbouncer.pid" ] || return 0
    local pid
    pid=$(cat "$dir/pgbouncer.pid")
    kill "$pid" 2>/dev/null || true # from 1.23 on, that waits for the clients
    for _ in $(seq 20); do
        kill -0 "$pid" 2>/dev/null || break
        ! grep -q '^State:.*Z' "/proc/$pid/status" 2>/dev/null || break # ended, and nobody has asked how
        sleep 0.05
    done
    kill -KILL "$pid" 2>/dev/null || true
    rm -f "$dir/pgbouncer.pid"
}

start() {
    local url=$3 mode=$4 user host port database
    [[ $url =~ ^postgres(ql)?://([^@/:]*)@([^:/]*):([0-9]+)/([^?]*) ]] || { echo "pooler.sh: unexpected URL" >&2; exit 1; }
    user=${BASH_REMATCH[2]} host=${BASH_REMATCH[3]} port=${BASH_REMATCH[4]} database=${BASH_REMATCH[5]}
    shift 4
    for _ in 1 2 3 4 5; do
        local own=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        [ ! -f "$dir/port" ] || own=$(cat "$dir/port")
        {
            echo "[databases]"
            echo "$database = host=$host port=$port dbname=$database user=$user ${POOLER_CONNECT_QUERY:+connect_query='$POOLER_CONNECT_QUERY'}"
            echo "[pgbouncer]"
            printf '%s\n' "listen_addr = 127.0.0.1" "listen_port = $own" "unix_socket_dir =" "auth_type = any" \
                "pool_mode = $mode" "pidfile = $dir/pgbouncer.pid" "logfile = $dir/pgbouncer.log" \
                "default_pool_size = 4" "max_client_conn = 200" "server_login_retry = 1" "$@"
        } >"$dir/pgbouncer.ini"
        if [ "$(id -u)" -eq 0 ]; then chown -R postgres "$dir"; fi
        as_pooler pgbouncer -q -d "$dir/pgbouncer.ini" </dev/null >/dev/null 2>&1 || true
        for _ in $(seq 60); do
            if [ -f "$dir/pgbouncer.pid" ] && (exec 3<>"/dev/tcp/127.0.0.1/$own") 2>/dev/null; then
                echo "$own" >"$dir/port"
                echo "POOLER_URL=postgresql://$user@127.0.0.1:$own/$database"
                return
            fi
            sleep 0.05
        done
        [ ! -f "$dir/port" ] || sleep 0.2
    done
    cat "$dir/pgbouncer.log" >&2 || true
    echo "pooler.sh: the pooler did not start" >&2
    exit 1
}

case $action in
start) start "$@" ;;
stop) stop ;;
*) exit 2 ;;
esac
