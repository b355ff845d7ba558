#!/bin/sh
# Install from Debian what no wheel brings, where we may (as root): `sh install-debian.sh` all that the tests drive
# (Chromium, Korean fonts, Tesseract's Korean and English data, LibreOffice for slides, Dovecot as a mailbox), with
# arguments only these packages. Where we may not, it says the command; tests that need them skip by name, and with
# CI=true they fail.
set -eu
packages="${*:-chromium fonts-noto-cjk fonts-nanum fontconfig tesseract-ocr-kor tesseract-ocr-eng libreoffice-impress-nogui dovecot-imapd}"
if ! command -v dpkg >/dev/null 2>&1; then
    echo "not Debian: install what corresponds to $packages by hand (Tesseract's data on macOS: brew install tesseract-lang)"
    exit 0
fi
missing=""
for package in $packages; do
    dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
install() {
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && install; then
    exit 0
fi
echo "not installed here; what needs it is left out until you run: sudo apt-get install$missing"
