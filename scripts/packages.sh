#!/usr/bin/env bash
# What the machine itself must have beside the Python packages: as root on Debian it is installed, otherwise one
# line says what to do.
#   packages.sh run       what building the environment needs
#   packages.sh browser   that, and what driving a browser needs
#   packages.sh tests     that, and a database server
set -euo pipefail
# shellcheck source=scripts/machine.sh
. "$(dirname "${BASH_SOURCE[0]}")/machine.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/.."

level=${1:-}
case $level in
run | browser | tests) ;;
*) echo "scripts/packages.sh: '$level' is not a level; use run, browser or tests." >&2; exit 2 ;;
esac

# One package a line. Without a fitting Python nothing can be asked of it: environment.sh says that better.
missing() {
    local python
    if python=$(find_python) && ! has_environment && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
    fi
    if [ "$level" = run ]; then return; fi
    find_chromium >/dev/null || echo chromium
    # Playwright brings a Node.js that needs it, and a minimal Debian has it not.
    if [ -n "$python" ] && [ "$(uname -s)" = Linux ] && ! "$python" -c 'import ctypes; ctypes.CDLL("libatomic.so.1")' 2>/dev/null; then echo libatomic1; fi
    if [ "$level" = tests ]; then find_postgres >/dev/null || echo postgresql; fi
}

wanted=$(missing | tr '\n' ' ')
wanted=${wanted% }
if [ -z "$wanted" ]; then exit 0; fi
if may_install; then
    echo "Installing what this machine lacks (apt-get install $wanted)."
    # shellcheck disable=SC2086
    install_packages $wanted || true
    wanted=$(missing | tr '\n' ' ')
    wanted=${wanted% }
    if [ -z "$wanted" ]; then exit 0; fi
fi
line="This machine lacks: ${wanted// /, }. Install that (Debian: sudo apt-get install $wanted)"
case " $wanted " in *" chromium "*) line+=", or name a Chrome of your own (CHROMIUM=/path/to/chrome)" ;; esac
case " $wanted " in *" postgresql "*) line+=", or name your PostgreSQL's programs (POSTGRES_BIN=/path/to/bin)" ;; esac
echo "$line, then run make again." >&2
exit 1
