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
is_set_up() {
  for done_lock in requirements-dev.txt "$lock"; do
    stamp=.venv/.stamp-$done_lock
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(stamp_of "$done_lock")" ] && .venv/bin/python -c '' 2>/dev/null; then
      return 0
    fi
  done
  return 1
}
is_set_up && exit 0

# One set-up at a time in a folder. The lock is held until this shell and all that it has started have ended, however they end.
mkdir -p .cache
exec 9>.cache/setup.lock
"$python" -c '
import fcntl, sys
try:
    fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("Waiting for another set-up in this folder ...", flush=True)
    fcntl.flock(9, fcntl.LOCK_EX)
' 2>/dev/null || : # Windows knows no such lock
is_set_up && exit 0

# Made aside and renamed when it is whole: what a broken run leaves is never taken for an environment.
echo "Setting up .venv from $lock (about a minute, once) ..."
new=.venv.new
log=$new/setup.log
again='run the command again; if that does not help, "make clean" lets all be made anew'
rm -rf "$new"
"$python" -m venv --prompt .venv "$new" ||
  fail "the virtual environment could not be made: install python3-venv (Debian, Ubuntu: sudo apt install python3-venv), check that the disk is not full, and $again"
"$new/bin/python" -m pip install --disable-pip-version-check --require-hashes -r "$lock" >"$log" 2>&1 || {
  echo "error: the packages of $lock could not be installed: check the network and the disk, and $again (whole log: $log)" >&2
  tail -n 15 "$log" >&2
  exit 1
}
# Its programs name the Python that runs them by its path, which is another one once it is renamed.
"$python" -c '
import os, pathlib, sys
before, after = (os.fsencode(os.path.abspath(name)) for name in sys.argv[1:])
for file in [*pathlib.Path(sys.argv[1], "bin").iterdir(), pathlib.Path(sys.argv[1], "pyvenv.cfg")]:
    if file.is_file() and not file.is_symlink() and before in (data := file.read_bytes()) and b"\0" not in data:
        file.write_bytes(data.replace(before, after))
' "$new" .venv
stamp_of "$lock" >"$new/.stamp-$lock"
rm -rf .venv.old
if [ -e .venv ] || [ -L .venv ]; then mv .venv .venv.old; fi
mv "$new" .venv
rm -rf .venv.old
