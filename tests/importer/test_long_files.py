"""What a long file costs to import: a file of 5 MB, as text and as a workbook."""

import csv
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests.project import ROOT

# A process in between: the peak of a new process begins with that of the one that starts it.
MEASURE = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
"""
HEADER = ["Country", "Year", "Category", "Reports", "Share"]
CALL = (
    *("data", "--package", "long", "--date", "2022-01-01", "--title", "Long", "--source", "Office", "--publisher", "Office"),
    *("--source-date", "2022-01-01", "--licence", "CC0-1.0", "--dry-run"),
)
BESIDE = 1.5  # other tests run at the same time


def list_rows() -> Iterator[tuple[str, int, str, int, str]]:
    chance = random.Random(5)
    for place in range(27):
        for year in range(2001, 2022):
            for category in range(231):
                share = f"{chance.uniform(0, 100):.2f}"
                yield f"Country {place}", year, f"Category {category}", chance.randint(1000, 99999), share


def write_csv(path: Path) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([HEADER, *list_rows()])


def write_workbook(path: Path) -> None:
    """Write a workbook with number formats, and with raised marks at each hundredth label."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    sheet.append(HEADER)
    for at, (place, year, category, reports, share) in enumerate(list_rows()):
        cell = WriteOnlyCell(sheet, value=float(share))
        cell.number_format = "#,##0.00"
        marked = CellRichText(place, TextBlock(InlineFont(vertAlign="superscript"), "1"))
        sheet.append([marked if at % 100 == 0 else place, year, category, reports, cell])
    book.save(path)


@pytest.mark.thorough
@pytest.mark.parametrize(("name", "write", "seconds"), [("long.csv", write_csv, 3), ("long.xlsx", write_workbook, 12)])
def test_a_file_of_5_mb_is_imported_in_seconds_and_300_mib(tmp_path, name, write, seconds):
    write(tmp_path / name)
    command = [sys.executable, "-c", MEASURE, sys.executable, "-m", "macros", *CALL, "--from", str(tmp_path / name)]
    code, spent, peak = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert code == "0"
    assert float(peak) <= 300
    assert float(spent) <= seconds * BESIDE
