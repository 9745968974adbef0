#!/usr/bin/env bash
# JSON-stat knows a value by its position in the grid of its dimensions; pyjstat writes the values in the order of the rows of the
# data frame instead, so that in a table sorted by year two countries and two years exchange their numbers, without an error.
# Version: pyjstat 2.4.0 (writing JSON-stat 2.0). Source: undocumented, seen by running (pyjstat issue 36 tells
# of the error that an incomplete table gives).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pyjstat==2.4.0 pandas==3.1.1
"$folder/venv/bin/python" - <<'EOF'
import json
import sys
from importlib.metadata import version

import pandas
from pyjstat import pyjstat

by_year = [("Germany", "2020", 1), ("France", "2020", 2), ("Germany", "2021", 3), ("France", "2021", 4)]
by_country = sorted(by_year, key=lambda row: (row[0] != "Germany", row[1]))


def write_and_read(rows):
    written = pyjstat.Dataset.read(pandas.DataFrame(rows, columns=["country", "year", "value"])).write()
    read = pyjstat.Dataset.read(written).write("dataframe")
    return json.loads(written)["value"], sorted(tuple(row) for row in read.values.tolist())


print("pyjstat", version("pyjstat"), "with pandas", version("pandas"))
print("expected: whatever the order of the rows, the values 1, 3, 2, 4 (Germany's years, then France's), and the same table back")
values, back = write_and_read(by_year)
print("observed: sorted by year:", values, back)
values_by_country, back_by_country = write_and_read(by_country)
print("observed: sorted by country:", values_by_country, back_by_country)
swapped = [("France", "2020", 3), ("France", "2021", 4), ("Germany", "2020", 1), ("Germany", "2021", 2)]
sys.exit((values, back) != ([1, 2, 3, 4], swapped) or (values_by_country, back_by_country) != ([1, 3, 2, 4], sorted(by_year)))
EOF
