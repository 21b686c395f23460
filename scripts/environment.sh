#!/usr/bin/env bash
# Build .venv, or bring it up to date with requirements*.txt. "run" installs what the app needs, "dev" the tools too.
# .venv/.built is written only after a completed installation: an interrupted one is rebuilt from nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

level=${1:-run}
case $level in
run) requirements=requirements.txt ;;
dev) requirements=requirements-dev.txt ;;
*) echo "scripts/environment.sh: '$level' is not a level; use run or dev." >&2; exit 2 ;;
esac

stop() { echo "$*" >&2; exit 1; }

is_debian_root() { [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null; }

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1; }

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14; do
        if fits "$candidate"; then command -v "$candidate"; return; fi
    done
    return 1
}

digest() { { cat requirements.lock "$@"; } | cksum | tr -s ' ' '-'; }

run_digest=$(digest requirements.txt)
dev_digest=$(digest requirements.txt requirements-dev.txt)
here=$PWD/.venv

up_to_date() {
    [ -f .venv/.built ] && [ "$(head -n 1 .venv/.built)" = "$here" ] && .venv/bin/python -c '' 2>/dev/null || return 1
    grep -qx "dev $dev_digest" .venv/.built && return 0
    [ "$level" = run ] && grep -qx "run $run_digest" .venv/.built
}

up_to_date && exit 0
if command -v flock >/dev/null; then   # two makes at once: the second waits and finds the work done
    exec 9>.venv.lock
    flock 9
    up_to_date && exit 0
fi

if ! { [ -f .venv/.built ] && [ "$(head -n 1 .venv/.built)" = "$here" ] && fits .venv/bin/python; }; then
    python=$(find_python) || stop "Python 3.11 to 3.14 is needed and none was found. Install one, or name it: make run PYTHON=/path/to/python3."
    rm -rf .venv
    echo "Building the environment with $("$python" -V) (about a minute, 1.2 GB)."
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        is_debian_root || stop "$python cannot make an environment: install the package $package (Debian: sudo apt-get install $package), then run make again."
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package"; } >/dev/null ||
            stop "apt-get could not install $package; install it by hand, then run make again."
    fi
    "$python" -m venv .venv
else
    echo "The requirements have changed: updating the environment."
fi

levels="$level"   # an environment with the tools keeps them when only 'run' is asked for
grep -q '^dev ' .venv/.built 2>/dev/null && { levels=dev; requirements=requirements-dev.txt; }
before=$(cat .venv/.built 2>/dev/null || true)
rm -f .venv/.built
if ! .venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check -r "$requirements"; then
    # pip resolves before it installs: after a failure the environment is as it was, only a killed one is half-built.
    [ -z "$before" ] || printf '%s\n' "$before" >.venv/.built
    stop "The packages could not be installed: see the message above. Check the connection to the package index, then run make again."
fi
{
    echo "$here"
    echo "run $run_digest"
    [ "$levels" = run ] || echo "dev $dev_digest"
} >.venv/.built.new
mv .venv/.built.new .venv/.built
