#!/bin/sh
# Builds the committed sources a second time, in another place, year, time zone and locale, with another umask and hash seed, and
# compares the site with the one in site/, byte for byte and mode for mode: `make reproducible`.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
command -v faketime >/dev/null || { echo "error: faketime is missing: install it (Debian, Ubuntu: sudo apt install faketime)" >&2; exit 1; }
[ -f site/index.html ] || { echo "error: site/ is missing: make build writes it" >&2; exit 1; }
elsewhere=$(mktemp -d)
trap 'rm -rf "$elsewhere"' EXIT
git clone --quiet . "$elsewhere/another place"
cd "$elsewhere/another place"
umask 077
TZ=Pacific/Kiritimati LC_ALL=C PYTHONHASHSEED=7 faketime '2031-02-03 04:05:06' "$root/.venv/bin/python" -m mkdocs build
diff -r "$root/site" site
modes() { (cd "$1" && find . -exec ls -ld {} + | cut -c1-10 | sort | uniq -c); }
modes "$root/site" >../modes
modes site | diff ../modes -
echo "The second site is the same, byte for byte."
