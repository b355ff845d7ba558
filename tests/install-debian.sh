#!/bin/sh
# Install from Debian what the tests drive, where we may (as root): Chromium, Korean fonts, Tesseract's Korean and
# English data, LibreOffice for slides. Elsewhere the tests that need them skip by name; with CI=true they fail.
set -eu
packages="chromium fonts-noto-cjk fonts-nanum fontconfig tesseract-ocr-kor tesseract-ocr-eng libreoffice-impress-nogui"
missing=""
for package in $packages; do
    dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
    echo "not installed and not installable here:$missing; the tests that need them will be skipped"
fi
