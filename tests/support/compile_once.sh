#!/usr/bin/env bash
# A compiler launcher: `compile_once.sh COMPILER ARGUMENT...` compiles, and where the folder $DATAFLOW_OBJECTS has the
# object of a file that is the same after preprocessing, with the same flags, it takes that.
# What says where headers are, and macros (-pthread is one), is only for the preprocessor, which runs each time.
set -uo pipefail
compiler=$1 object= compiles=
flags=() before=("$compiler")
shift
arguments=("$@")
while [ $# -gt 0 ]; do
    case $1 in
    -c) compiles=1; shift; continue ;;
    -o) object=$2; shift 2; continue ;;
    -MF | -MT | -MQ | -isystem) before+=("$1" "$2"); shift 2; continue ;;
    -MD | -MMD | -I?* | -D?* | -pthread | *.cpp) ;;
    *) flags+=("$1") ;;
    esac
    before+=("$1")
    shift
done
[ -n "$compiles" ] && [ -n "$object" ] && [ -d "${DATAFLOW_OBJECTS:-}" ] || exec "$compiler" "${arguments[@]}"
text=$DATAFLOW_OBJECTS/$$.ii
trap 'rm -f "$text"' EXIT
"${before[@]}" -E -P -o "$text" || exit
kept=$DATAFLOW_OBJECTS/$({ printf '%s\n' "$compiler" "${flags[@]}"; cat "$text"; } | sha256sum | cut -c1-32).o
if [ ! -e "$kept" ]; then
    "$compiler" "${arguments[@]}" && cp "$object" "$kept"
    exit
fi
cp "$kept" "$object"
