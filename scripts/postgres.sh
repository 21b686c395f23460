#!/usr/bin/env bash
# A private PostgreSQL for the tests of what is kept.
#   postgres.sh start          start a fresh cluster in a temporary folder; prints the folder, then its address
#   postgres.sh resume FOLDER  start a stopped one again
#   postgres.sh halt FOLDER    stop it as a power cut would
#   postgres.sh remove FOLDER  stop it and delete the folder
set -euo pipefail
# shellcheck source=scripts/machine.sh
. "$(dirname "${BASH_SOURCE[0]}")/machine.sh"

stop() { echo "$*" >&2; exit 1; }

# The server refuses to run as root: then it is somebody who owns nothing here.
as_server() {
    if [ "$(id -u)" != 0 ]; then "$@"; return; fi
    local user=nobody
    if id postgres >/dev/null 2>&1; then user=postgres; fi
    (cd / && exec setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups "$@")
}

is_ours() { [ -f "$1/simulator-tests" ] || stop "$1 is not a folder this script has made; nothing was done."; }

resume() {
    is_ours "$1"
    as_server "$programs/pg_ctl" start -D "$1/data" -w -t 60 -s -l "$1/server.log" \
        -o "-k '$1' -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=60 -c shared_buffers=32MB" >&2 ||
        { cat "$1/server.log" >&2; stop "PostgreSQL did not start: see its log above."; }
}

remove() {
    as_server "$programs/pg_ctl" stop -D "$1/data" -m immediate -w -s 2>/dev/null || true
    rm -rf "$1"
}

# What a killed test run has left running.
remove_orphans() {
    local folder owner
    for folder in "${TMPDIR:-/tmp}"/simulator-postgres.*; do
        owner=$(cat "$folder/simulator-tests" 2>/dev/null) || continue
        if [ -n "$owner" ] && [ -d /proc/self ] && [ ! -d "/proc/$owner" ] && [ -O "$folder/simulator-tests" ]; then remove "$folder"; fi
    done
}

programs=$(find_postgres) || stop "No PostgreSQL was found: make test installs it, or says how."

case ${1:-} in
start)
    remove_orphans
    folder=$(mktemp -d "${TMPDIR:-/tmp}/simulator-postgres.XXXXXX")
    echo "$PPID" >"$folder/simulator-tests"
    if [ "$(id -u)" = 0 ]; then
        user=nobody
        if id postgres >/dev/null 2>&1; then user=postgres; fi
        chown "$user" "$folder"
    fi
    as_server "$programs/initdb" -D "$folder/data" -U simulator -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder.log" 2>&1 ||
        { cat "$folder.log" >&2; rm -rf "$folder" "$folder.log"; stop "initdb failed: see above."; }
    rm -f "$folder.log"
    resume "$folder"
    echo "$folder"
    echo "postgresql://simulator@/postgres?host=$folder"
    ;;
resume) resume "${2:?the folder}" ;;
halt)
    is_ours "${2:?the folder}"
    as_server "$programs/pg_ctl" stop -D "$2/data" -m immediate -w -s
    ;;
remove)
    is_ours "${2:?the folder}"
    remove "$2"
    ;;
*) stop "scripts/postgres.sh: '${1:-}' is not a command; use start, resume, halt or remove." ;;
esac
