#!/usr/bin/env bash
# Table Schema's default geopoint is "lon, lat", so frictionless describes a column of amounts such as 1,012 as places on the map, and
# the package is then valid; a single amount whose last three digits pass 90 makes the same column a string.
# Version: frictionless 5.21.0. Source: Table Schema, geopoint; that an amount is described so is undocumented, seen by running.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet frictionless==5.21.0
cd "$folder"
printf 'country,reports\nA,"1,012"\nB,"2,045"\nC,"38,090"\n' > low.csv
printf 'country,reports\nA,"1,012"\nB,"2,045"\nC,"38,091"\n' > high.csv
"$folder/venv/bin/python" - <<'EOF'
import sys
from importlib.metadata import version

from frictionless import describe

print("frictionless", version("frictionless"))
print("expected: 1,012 is described as a number with a group sign, or as a string")
observed = []
for path in ["low.csv", "high.csv"]:
    resource = describe(path)
    kind = resource.schema.get_field("reports").type
    cells = [row["reports"] for row in resource.read_rows()]
    observed.append((kind, resource.validate().valid, str(cells[0])))
    print("observed:", path, "is described as", kind, "valid:", resource.validate().valid, cells)
sys.exit(observed != [("geopoint", True, "[1.0, 12.0]"), ("string", True, "1,012")])
EOF
