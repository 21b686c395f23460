# Sourced by the others: what is found on this machine, and how something is added to it.
# shellcheck shell=bash

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1; }

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14; do
        if fits "$candidate"; then command -v "$candidate"; return; fi
    done
    return 1
}

# True in a folder whose .venv was built there, to its end, and still runs.
has_environment() {
    [ -f .venv/.built ] && [ "$(head -n 1 .venv/.built)" = "$PWD/.venv" ] && fits .venv/bin/python
}

find_chromium() {
    local name
    for name in ${CHROMIUM:-} chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name"; then return; fi
    done
    return 1
}

# The folder of PostgreSQL's programs, the newest first; Debian keeps them off the path.
find_postgres() {
    local folder
    for folder in "${POSTGRES_BIN:-}" $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(dirname "$(command -v pg_ctl || echo /none/pg_ctl)")"; do
        if [ -n "$folder" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/initdb" ]; then echo "$folder"; return; fi
    done
    return 1
}

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# What apt-get says is shown only when it fails. A new machine may be busy with its own updates: it is waited for.
install_packages() {
    local said
    said=$(apt-get update -qq 2>&1 && DEBIAN_FRONTEND=noninteractive \
        apt-get install -o DPkg::Lock::Timeout=300 -y -qq --no-install-recommends "$@" 2>&1 </dev/null) && return
    printf '%s\n' "$said" >&2
    return 1
}
