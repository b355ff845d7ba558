#!/bin/sh
# Install Chromium and a Korean font from Debian where we may. Elsewhere the browser tests skip by name; with CI=true
# a missing browser is a failure (tests/e2e/conftest.py).
set -eu
if command -v chromium >/dev/null 2>&1 && fc-list 2>/dev/null | grep -qi "cjk\|nanum"; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig >/dev/null
else
    echo "chromium or a Korean font is missing and cannot be installed here: the browser tests will be skipped"
fi
