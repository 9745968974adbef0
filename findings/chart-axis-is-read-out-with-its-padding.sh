#!/usr/bin/env bash
# Vega describes an axis to screen readers by the ends of its scale, and Vega-Lite widens the scale of dated bars to make room for
# their width. So who hears a chart of the years 2020 to 2022 is told that its values begin on 19 December 2019 at 9:31:02, or, if
# the years are grouped by timeUnit, that they go to 2023.
# Version: vl-convert-python 1.9.0.post1 with Vega-Lite 6.4. Source: undocumented; seen by running.
set -euo pipefail
export TZ=UTC
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet vl-convert-python==1.9.0.post1
"$folder/venv/bin/python" - <<'EOF'
import re
import sys
from importlib.metadata import version

import vl_convert


def describe_axis(**x):
    values = [{"year": "2020", "reports": 30}, {"year": "2021", "reports": 10}, {"year": "2022", "reports": 20}]
    chart = {"data": {"values": values}, "width": 300, "mark": "bar", "encoding": {
        "x": {"field": "year", "type": "temporal", **x}, "y": {"field": "reports", "type": "quantitative"}}}
    svg = vl_convert.vegalite_to_svg(chart, vl_version="6.4")
    return re.search(r"X-axis titled [^\"]* with values from ([^\"]*)", svg)[1]


print("vl-convert-python", version("vl-convert-python"), "with Vega-Lite 6.4")
print("expected: values from 2020 to 2022")
observed = [describe_axis(), describe_axis(timeUnit="year")]
for sentence in observed:
    print("observed: values from", sentence)
sys.exit(observed != ["Thursday, 19 December 2019, 9:31:02 AM to Thursday, 13 January 2022, 2:28:57 PM", "2020 to 2023"])
EOF
