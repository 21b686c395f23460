#!/usr/bin/env bash
# The tests drive a real browser: use the Chromium that is there, install Debian's where we may.
set -euo pipefail

for name in ${CHROMIUM:-} chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null; then exit 0; fi
done

if [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests (apt-get install chromium)."
    if { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null; then
        exit 0
    fi
fi
echo "The browser tests need Chromium and none was found: install the package chromium (Debian: sudo apt-get install chromium), or name one: make test CHROMIUM=/path/to/chrome." >&2
exit 1
