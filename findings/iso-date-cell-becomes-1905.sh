#!/usr/bin/env bash
# Spreadsheets may hold dates as ISO 8601 text (cell type "d"), which openpyxl writes when asked and reads back as dates; ExcelJS knows
# no such type, reads 2022-05-06 as the number 2022, and this as the day with that number: 14 July 1905.
# Version: ExcelJS 4.4.0, openpyxl 3.1.5. Source: ECMA-376 part 1, 18.18.11; that ExcelJS lacks it is undocumented, seen by running.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet openpyxl==3.1.5
npm install --silent --no-fund --no-audit --prefix "$folder" exceljs@4.4.0
cd "$folder"
"$folder/venv/bin/python" - <<'EOF'
import datetime
from importlib.metadata import version

import openpyxl

book = openpyxl.Workbook(iso_dates=True)
book.active["A1"] = datetime.date(2022, 5, 6)
book.active["A2"] = 7
book.save("dates.xlsx")
print("openpyxl", version("openpyxl"), "reads back", openpyxl.load_workbook("dates.xlsx").active["A1"].value.isoformat()[:10])
EOF
node - <<'EOF'
const ExcelJS = require("exceljs")
const book = new ExcelJS.Workbook()
book.xlsx.readFile("dates.xlsx").then(() => {
  const cells = ["A1", "A2"].map(name => book.worksheets[0].getCell(name).value)
  console.log("ExcelJS", require("exceljs/package.json").version)
  console.log("expected: the date 2022-05-06, its text, or an error")
  console.log("observed:", JSON.stringify(cells))
  process.exitCode = JSON.stringify(cells) === '["1905-07-14T00:00:00.000Z",7]' ? 0 : 1
})
EOF
