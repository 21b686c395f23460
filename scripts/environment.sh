#!/usr/bin/env bash
# Build .venv, or bring it up to date with requirements*.txt. "run" installs what the app needs, "dev" the tools too.
# .venv/.built is written only after a completed installation: an interrupted one is rebuilt from nothing.
set -euo pipefail
# shellcheck source=scripts/machine.sh
. "$(dirname "${BASH_SOURCE[0]}")/machine.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/.."

level=${1:-run}
case $level in
run) requirements=requirements.txt ;;
dev) requirements=requirements-dev.txt ;;
*) echo "scripts/environment.sh: '$level' is not a level; use run or dev." >&2; exit 2 ;;
esac

stop() { echo "$*" >&2; exit 1; }

digest() { { cat requirements.lock "$@"; } | cksum | tr -s ' ' '-'; }

run_digest=$(digest requirements.txt)
dev_digest=$(digest requirements.txt requirements-dev.txt)

up_to_date() {
    has_environment || return 1
    grep -qx "dev $dev_digest" .venv/.built && return 0
    [ "$level" = run ] && grep -qx "run $run_digest" .venv/.built
}

up_to_date && exit 0
if command -v flock >/dev/null; then   # two makes at once: the second waits and finds the work done
    exec 9>.venv.lock
    flock 9
    up_to_date && exit 0
fi

if ! has_environment; then
    python=$(find_python) || stop "Python 3.11 to 3.14 is needed and none was found. Install one, or name it: make run PYTHON=/path/to/python3."
    PYTHON=$python scripts/packages.sh run
    rm -rf .venv
    echo "Building the environment with $("$python" -V) (about a minute, 1.2 GB)."
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
    echo "$PWD/.venv"
    echo "run $run_digest"
    [ "$levels" = run ] || echo "dev $dev_digest"
} >.venv/.built.new
mv .venv/.built.new .venv/.built
