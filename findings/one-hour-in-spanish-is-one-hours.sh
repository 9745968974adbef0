#!/usr/bin/env bash
# Where the CLDR has no short form of a unit for a number, Babel takes the unit's name or even its key: one hour is "1 horas" in Spanish,
# two are "2 duration-hour" in narrow German, and three weeks are "3 duration-week" in Irish and Maltese. It raises nothing.
# Version: Babel 2.18.0. Source: undocumented; seen by running.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet babel==2.18.0
"$folder/venv/bin/python" - <<'EOF'
import sys

import babel
from babel.units import format_unit

cases = [
    ("es", 1, "duration-hour", "short", "1 h", "1 horas"),
    ("de", 2, "duration-hour", "narrow", "2 Std.", "2 duration-hour"),
    ("ga", 3, "duration-week", "long", "3 seachtaine", "3 duration-week"),
    ("mt", 3, "duration-week", "long", "3 ġimgħat", "3 duration-week"),
]
print("Babel", babel.__version__)
observed = []
for lang, number, unit, length, expected, _ in cases:
    observed.append(format_unit(number, unit, length, locale=lang))
    print(f"{lang}, {length}: expected {expected}, observed {observed[-1]}")
sys.exit(observed != [case[-1] for case in cases])
EOF
