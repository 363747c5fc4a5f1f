# Sourced by the test scripts: which compilers there are and with what they see the library.
# In: CXX (default g++) and DATAFLOW_DRIVERS (default: those whose header is there).

tests_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source_dir=$(dirname "$tests_dir")
CXX=${CXX:-g++}

# libpq's headers are in a folder of their own on some systems
postgres_include() {
    local dir
    dir=$(pkg-config --variable=includedir libpq 2>/dev/null) || dir=$(pg_config --includedir 2>/dev/null) || dir=
    printf '%s' "${dir:-/usr/include/postgresql}"
}

if [ -z "${DATAFLOW_DRIVERS+set}" ]; then
    DATAFLOW_DRIVERS=
    for dir in /usr/include /usr/local/include; do
        [ -e "$dir/sqlite3.h" ] && DATAFLOW_DRIVERS="sqlite" && break
    done
    [ -e "$(postgres_include)/libpq-fe.h" ] && DATAFLOW_DRIVERS+=" postgres"
fi

# flags_for DRIVERS: the flags a plain user would give for these drivers
flags_for() {
    local flags="-std=c++20 -I$source_dir/include"
    case " $1 " in *" sqlite "*) flags+=" -DDATAFLOW_SQLITE=1" ;; esac
    case " $1 " in *" postgres "*) flags+=" -DDATAFLOW_POSTGRES=1 -isystem $(postgres_include)" ;; esac
    printf '%s' "$flags"
}

# newest_clang: the newest clang++ of version 16 or later; fails when there is none
newest_clang() {
    local name version
    for name in clang++-{22,21,20,19,18,17,16} clang++; do
        command -v "$name" >/dev/null 2>&1 || continue
        version=$("$name" -dumpversion 2>/dev/null)
        [ "${version%%.*}" -ge 16 ] 2>/dev/null && printf '%s' "$name" && return
    done
    return 1
}

# oldest_clang: the same, the oldest of them
oldest_clang() {
    local name
    for name in clang++-{16,17,18,19,20,21,22}; do
        command -v "$name" >/dev/null 2>&1 && printf '%s' "$name" && return
    done
    newest_clang
}

# has_libcxx CLANG: whether it comes with libc++
has_libcxx() { echo '#include <version>' | "$1" -stdlib=libc++ -x c++ -fsyntax-only - 2>/dev/null; }

jobs=${JOBS:-$(nproc 2>/dev/null || echo 2)}

# finish PASSED FAILED: the closing line, also into $DATAFLOW_RESULT, and the exit code
finish() {
    echo "$1 passed, $2 failed"
    [ -z "${DATAFLOW_RESULT:-}" ] || echo "$1 passed, $2 failed" >"$DATAFLOW_RESULT"
    [ "$2" -eq 0 ] && [ "$1" -gt 0 ]
}
