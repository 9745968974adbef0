#!/bin/sh
# Sets up .venv from the locked requirements: `./setup.sh site` (serve, build) or `./setup.sh dev` (tests too).
# Does nothing when .venv already holds that lock. A missing prerequisite is named, with its remedy, in one line.
set -eu
cd "$(dirname "$0")"
want=${1:-site}
case $want in
  site) lock=requirements.txt ;;
  dev) lock=requirements-dev.txt ;;
  *) echo "setup.sh: \"$want\" is unknown: write ./setup.sh site or ./setup.sh dev" >&2; exit 2 ;;
esac

fail() { echo "error: $1" >&2; exit 1; }

python=
for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11, 2))' >/dev/null 2>&1; then
    python=$candidate
    break
  fi
done
[ -n "$python" ] || fail "Python 3.11.2 or newer is missing: install it (Debian, Ubuntu: sudo apt install python3 python3-venv; others: python.org), or name it with make PYTHON=/path/to/python3"
"$python" -c 'import venv, ensurepip' >/dev/null 2>&1 ||
  fail "Python's venv module is missing: install it (Debian, Ubuntu: sudo apt install python3-venv), then run the command again"

# One lock holds the other: an environment made for the tests serves the site as well.
stamp_of() { "$python" -c 'import hashlib, sys; print(sys.version_info[:3], hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$1"; }
for done_lock in requirements-dev.txt "$lock"; do
  stamp=.venv/.stamp-$done_lock
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(stamp_of "$done_lock")" ] && .venv/bin/python -c '' 2>/dev/null; then
    exit 0
  fi
done

echo "Setting up .venv from $lock (about a minute, once) ..."
[ -d .venv ] && .venv/bin/python -c '' 2>/dev/null || "$python" -m venv --clear .venv ||
  fail "the virtual environment could not be made: install python3-venv (Debian, Ubuntu: sudo apt install python3-venv), and check that the disk is not full"
log=.venv/setup.log
.venv/bin/python -m pip install --disable-pip-version-check --require-hashes -r "$lock" >"$log" 2>&1 || {
  echo "error: the packages of $lock could not be installed: check the network and run the command again (whole log: $log)" >&2
  tail -n 15 "$log" >&2
  exit 1
}
stamp_of "$lock" >".venv/.stamp-$lock"
