#!/usr/bin/env bash
# Vega-Lite draws the outline of a bar dashed where its encoding says `strokeDash`, the usual sign of a provisional value, and leaves the
# same outline of a rect, the cell of a heat map, whole without a warning. The property of the mark works in both.
# Version: vl-convert-python 1.9.0.post1 with Vega-Lite 6.4. Source: undocumented; seen by running.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet vl-convert-python==1.9.0.post1
"$folder/venv/bin/python" - <<'EOF'
import sys
from importlib.metadata import version

import vl_convert

values = [{"place": "North", "year": "2020", "n": 3}, {"place": "North", "year": "2021", "n": 5}]
cells = {"x": {"field": "year", "type": "ordinal"}, "y": {"field": "place", "type": "nominal"}, "stroke": {"value": "black"}}
dash = {"strokeDash": {"value": [3, 3]}}


def is_dashed(mark, **encoding):
    chart = {"data": {"values": values}, "mark": mark, "encoding": cells | encoding}
    return "stroke-dasharray" in vl_convert.vegalite_to_svg(chart, vl_version="6.4")


print("vl-convert-python", version("vl-convert-python"), "with Vega-Lite 6.4")
print("expected: dashed in all three")
observed = [is_dashed("bar", **dash), is_dashed("rect", **dash), is_dashed({"type": "rect", "strokeDash": [3, 3]})]
for name, dashed in zip(("bar by encoding", "rect by encoding", "rect by its mark"), observed):
    print("observed:", name, "dashed" if dashed else "not dashed")
sys.exit(observed != [True, False, True])
EOF
