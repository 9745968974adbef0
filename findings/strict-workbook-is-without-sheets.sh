#!/usr/bin/env bash
# Excel saves a workbook as "Strict Open XML Spreadsheet" too, the form that ISO/IEC 29500 recommends; openpyxl opens one without an
# error and finds no worksheet in it, so that a program which goes through the sheets reports an empty file, while calamine reads it.
# Version: openpyxl 3.1.5, python-calamine 0.4.0. Source: ISO/IEC 29500-1 (namespaces of the strict class); undocumented in openpyxl,
# seen by running.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet openpyxl==3.1.5 python-calamine==0.4.0
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import sys
import zipfile
from importlib.metadata import version

import openpyxl
import python_calamine

book = openpyxl.Workbook()
for row in (["Country", "Loans"], ["Austria", 8412], ["Belgium", 9120]):
    book.active.append(row)
book.save("transitional.xlsx")

# What Excel changes for the strict class: the namespaces, and the attribute `conformance`.
NAMES = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}
with zipfile.ZipFile("transitional.xlsx") as old, zipfile.ZipFile("strict.xlsx", "w") as new:
    for name in old.namelist():
        part = old.read(name)
        if name.startswith(("xl/w", "xl/_rels", "_rels", "xl/s")):
            for before, after in NAMES.items():
                part = part.replace(before, after)
        if name == "xl/workbook.xml":
            part = part.replace(b"<workbook ", b'<workbook conformance="strict" ')
        new.writestr(name, part)

read = openpyxl.load_workbook("strict.xlsx").sheetnames
other = python_calamine.CalamineWorkbook.from_path("strict.xlsx")
rows = other.get_sheet_by_index(0).to_python()
print("openpyxl", version("openpyxl"), "python-calamine", version("python-calamine"))
print("expected: one sheet of three rows in both, or an error")
print("observed: openpyxl", read, "calamine", other.sheet_names, rows)
sys.exit(0 if read == [] and len(rows) == 3 else 1)
PY
