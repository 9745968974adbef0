#!/usr/bin/env bash
# In Stata's weekly dates (%tw) each year has 52 weeks, the last of them with eight or nine days; pandas counts a 53rd, which is
# stored as week 1 of the next year, so that written and read back with pandas the last day of each year is a year later.
# Version: pandas 3.1.1. Source: Stata's manual, Datetime (weekly dates); that the day moves is undocumented, seen by running.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pandas==3.1.1
"$folder/venv/bin/python" - <<'EOF'
import io
import sys

import pandas

days = ["2020-12-29", "2020-12-30", "2020-12-31", "2021-12-30", "2021-12-31"]


def write_and_read(unit):
    file = io.BytesIO()
    pandas.DataFrame({"day": pandas.to_datetime(days)}).to_stata(file, convert_dates={"day": unit}, write_index=False)
    file.seek(0)
    return pandas.read_stata(file)["day"].dt.year.tolist()


print("pandas", pandas.__version__)
print("expected: the years of", days, "in every unit: [2020, 2020, 2020, 2021, 2021]")
observed = {unit: write_and_read(unit) for unit in ["td", "tw", "tm", "tq", "th"]}
for unit, years in observed.items():
    print("observed:", unit, years)
kept = [2020, 2020, 2020, 2021, 2021]
sys.exit(observed != {"td": kept, "tw": [2020, 2021, 2021, 2021, 2022], "tm": kept, "tq": kept, "th": kept})
EOF
