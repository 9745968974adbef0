#!/usr/bin/env bash
# Vega-Lite hides the labels of panels in a row by `header: {labels: false}`, and draws them all the same as soon as the panels are
# wrapped into several rows by `columns`. So a chart whose panels carry their own checked headings says each of them twice.
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

values = [{"place": place, "year": year, "n": n} for place, n in (("Northland", 3), ("Southland", 5)) for year in ("2020", "2021")]
drawn = {"mark": "line", "encoding": {"x": {"field": "year", "type": "ordinal"}, "y": {"field": "n", "type": "quantitative"}}}


def is_labelled(**parts):
    svg = vl_convert.vegalite_to_svg({"data": {"values": values}, "spec": drawn, **parts}, vl_version="6.4")
    return "Northland" in svg


def facet(**header):
    return {"field": "place", "type": "nominal", "header": {"title": None, **header}}


print("vl-convert-python", version("vl-convert-python"), "with Vega-Lite 6.4")
print("expected: no labels in either")
observed = [is_labelled(facet={"column": facet(labels=False)}), is_labelled(facet=facet(labels=False), columns=2)]
print("observed: labels in a row of panels", observed[0], "- labels in wrapped panels", observed[1])
print("what hides them there: labelExpr \"''\":", not is_labelled(facet=facet(labelExpr="''"), columns=2))
sys.exit(observed != [False, True])
EOF
