"""A figure of every operation has its formula in the ledger, in JSON, in the workbook and in the zip, and the check knows each of them."""

from __future__ import annotations

import itertools
import json
import math
import re
import statistics
import subprocess
import sys
import zipfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import html

from macros.figures import OPERATIONS
from tests import oracle
from tests.generated.operations import FIGURES, IDS, operations_site
from tests.mutations.run import build_in
from tests.outputs.forged import faults_if_written, with_member

COMPUTED = [name for name in FIGURES if FIGURES[name].get("operation")]
# Of each package, a cell and another in its place.
CHANGED = {
    "roads": ("205", "206"),
    "people": ("5873.4", "5873.5"),
    "months": ("1563", "1564"),
    "frost": ("-1.25", "-1.26"),
    "rides": ("14000", "14001"),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("operations") / "project"
    operations_site(root)
    return root


@pytest.fixture(scope="module")
def check(root: Path) -> Any:
    """The check of the site, which it finds nothing wrong with."""
    return build_in(root.parent, root)


@pytest.fixture(scope="module")
def site(check: Any) -> Path:
    return check.site


def package(name: str) -> str:
    version = "2024-01-01" if name == "people" else "2024-02-01"
    return f"data/{name}/{version}/{name}-{version}"


def test_the_site_has_a_figure_of_every_operation() -> None:
    assert {entry.get("operation", "value") for entry in FIGURES.values()} == set(OPERATIONS)


@pytest.mark.parametrize("name", IDS)
def test_a_figure_has_the_value_of_the_oracle(site: Path, root: Path, name: str) -> None:
    entry, known = json.loads((site / f"figures/{name}.json").read_bytes()), oracle.figure(name, root=root)
    assert (Fraction(entry["exact"]), entry["unit"]) == (known.value, known.unit)
    assert ("calculation" in entry) == (name in COMPUTED)


FORMULAS = [
    ("cumulative", "154 + 162 + 205 = 521"),
    ("average", "(root(205 ÷ 154; 2) − 1) × 100 = +15.376290%, to six decimals"),
    ("rate", "205 ÷ (5,873.4 × 1,000) × 100,000 = 3.490312"),
    ("mean", "(205 + 223 + 93 + 204) ÷ 4 = 181.250000"),
    ("median", "median(205; 223; 93; 204) = 204.5"),
    ("rank", "rank(205; 205; 223; 93; 204) = 2"),
    ("months", "1,563 + 1,208 + 1,708 + … + 1,284 = 48,015"),
    ("months-median", "median(1,563; 1,208; 1,708; …; 1,284) = 1,239.0"),
    ("months-growth", "(root(power(1,758 ÷ 1,563; 12); 29) − 1) × 100 = +4.985237%, to six decimals"),
    ("people", "5,873.4 × 1,000 = 5,873,400, as given by its source"),
    ("frost", "(−1.25 + 0.12345678 + −12,345,678,901,234,567.5) ÷ 3 = −4,115,226,300,411,522.875514"),
    ("bounded-sum", "14,000 + 900 = more than 14,900"),
    ("bounded-ratio", "14,000 ÷ 900 = more than 15.555555 times as many, to six decimals"),
    ("bounded-fall", "900 − 14,000 = more than −13,100"),
]


@pytest.mark.parametrize(("name", "formula"), FORMULAS)
def test_a_proof_shows_the_formula_with_its_cells(site: Path, name: str, formula: str) -> None:
    english, spanish = (_formulas((site / folder / "figures/index.html").read_text(encoding="utf-8"))[name] for folder in ("", "es"))
    assert english.startswith(formula)
    assert re.findall(r"[−+×÷…;]", english) == re.findall(r"[−+×÷…;]", spanish)


def test_functions_are_called_by_their_names_in_each_language(site: Path) -> None:
    said = _formulas((site / "es/figures/index.html").read_text(encoding="utf-8"))
    assert said["median"].startswith("mediana(205; 223; 93; 204) = 204,5")
    assert said["months-growth"].startswith("(raíz(potencia(1758 ÷ 1563; 12); 29) − 1) × 100 = +4,985237")
    assert said["rank"].startswith("puesto(")


def _formulas(page: str) -> dict[str, str]:
    found = html.document_fromstring(page.encode()).xpath("//*[starts-with(@data-piece, 'formula ')]")
    return {node.get("data-piece").split(" ")[1].partition("@")[0]: node.text_content() for node in found}


@pytest.mark.parametrize("name", CHANGED)
def test_the_program_of_the_zip_computes_every_operation(site: Path, tmp_path: Path, name: str) -> None:
    """A cell of another package, which the zip does not hold, is given as a number."""
    with zipfile.ZipFile(site / f"{package(name)}.zip") as opened:
        opened.extractall(tmp_path)
    (script,) = tmp_path.glob("*/recompute.py")
    done = subprocess.run([sys.executable, "-I", "-S", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    known = {id for id in IDS if json.loads((site / f"figures/{id}.json").read_bytes())["package"] == name}
    assert {line.partition("\t")[0] for line in done.stdout.splitlines()} == known
    (table,) = script.parent.glob("*.csv")
    changed = table.read_text(encoding="utf-8").replace(*CHANGED[name], 1)
    table.write_text(changed, encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", "-S", script], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "NOT recomputed" in done.stdout


@pytest.mark.parametrize("name", CHANGED)
def test_the_formulas_of_the_workbook_give_the_published_values(site: Path, name: str) -> None:
    book = openpyxl.load_workbook(site / f"{package(name)}.xlsx")
    given = openpyxl.load_workbook(site / f"{package(name)}.xlsx", data_only=True)
    rows = list(book["Figures computed"].iter_rows(min_row=2))
    assert rows
    for row in rows:
        id, _, value, published, *_ = (cell.value for cell in row)
        exact = float(Fraction(json.loads((site / f"figures/{id}.json").read_bytes())["exact"]))
        assert value.startswith("=")
        for number in (spreadsheet(book, value), float(published), float(given["Figures computed"][row[2].coordinate].value)):
            assert math.isclose(number, exact, rel_tol=1e-11), (id, value)
    for cell in (row[3] for row in book["Cells of figures"].iter_rows(min_row=2)):
        assert math.isclose(spreadsheet(book, cell.value), float(given["Cells of figures"][cell.coordinate].value), rel_tol=1e-11)


def spreadsheet(book: openpyxl.Workbook, formula: Any) -> float:
    """The value of a formula as a spreadsheet computes it."""
    if not str(formula).startswith("="):
        return float(formula)

    def taken(match: re.Match[str]) -> str:
        sheet, first, last = book[match[1]], match[2], match[3]
        if last is None:
            return repr(spreadsheet(book, sheet[first].value))
        return "of([" + ", ".join(repr(spreadsheet(book, cell.value)) for (cell,) in sheet[f"{first}:{last}"]) + "])"

    text = re.sub(r"'([^']+)'!([A-Z]+[0-9]+)(?::([A-Z]+[0-9]+))?", taken, formula[1:])
    known = {"SUM": math.fsum, "MEDIAN": statistics.median, "POWER": pow, "SUMPRODUCT": math.fsum, "of": _Range}
    return float(eval(text, {"__builtins__": {}}, known))


class _Range(list[float]):
    def __gt__(self, other: Any) -> _Range:  # type: ignore[override]
        return _Range([float(each > other) for each in self])

    def __mul__(self, other: Any) -> _Range:  # type: ignore[override]
        return _Range([each * other for each in self])


def test_the_check_finds_nothing_wrong_with_what_was_written(check: Any) -> None:
    for name in ("figures/index.html", "figures.json", *(f"{package(each)}.{kind}" for each in CHANGED for kind in ("zip", "xlsx"))):
        assert check.recheck_file(name, (check.site / name).read_bytes()) == [], name


def _digit(text: str) -> str:
    return re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), text, count=1)


def _of_formula(page: str, name: str, change: Callable[[list[str]], list[str]]) -> str:
    """A page with another formula of a figure, its parts (cells, numbers, signs, names) changed."""
    begin = page.index(f'data-piece="formula {name}@')
    end = page.index(" = ", begin)
    return page[:begin] + "".join(change(re.split(r"(<[^>]*>|[−+×÷;(),]|\s)", page[begin:end]))) + page[end:]


def _operands(parts: list[str]) -> list[int]:
    return [at for at, part in enumerate(parts) if re.fullmatch(r"−?[\d.,]+", part)]


def _another_operand(parts: list[str]) -> list[str]:
    at = _operands(parts)[-1]
    return [*parts[:at], _digit(parts[at]), *parts[at + 1 :]]


def _another_order(parts: list[str]) -> list[str]:
    first, last = next((a, b) for a, b in itertools.combinations(_operands(parts), 2) if parts[a] != parts[b])
    return [parts[last] if at == first else parts[first] if at == last else part for at, part in enumerate(parts)]


def _another_sign(parts: list[str]) -> list[str]:
    signs = {"+": "−", "−": "+", "÷": "×", "×": "÷", ";": "+"}
    at = next(at for at, part in enumerate(parts) if part in signs)
    return [*parts[:at], signs[parts[at]], *parts[at + 1 :]]


@pytest.mark.parametrize("change", [_another_operand, _another_order, _another_sign])
def test_a_changed_operand_order_or_sign_of_a_proof_is_a_fault(check: Any, change: Callable[[list[str]], list[str]]) -> None:
    page = (check.site / "figures/index.html").read_text(encoding="utf-8")
    for name in COMPUTED:
        page = _of_formula(page, name, change)
    said = [str(fault) for fault in check.recheck_file("figures/index.html", page.encode())]
    assert [name for name in COMPUTED if not any(f"formula {name}@" in line for line in said)] == []


@pytest.mark.parametrize("name", COMPUTED)
def test_a_changed_calculation_in_json_is_a_fault(check: Any, name: str) -> None:
    file = f"figures/{name}.json"
    text = (check.site / file).read_text(encoding="utf-8")
    calculation = json.loads(text)["calculation"]
    numbers = re.findall(r"[\d.]+", calculation)
    swapped = calculation.replace(numbers[-1], "x").replace(numbers[0], numbers[-1], 1).replace("x", numbers[0])
    for other in {_digit(calculation), swapped, calculation[::-1]} - {calculation}:
        assert check.recheck_file(file, text.replace(calculation, other).encode()), other


FORGED = [
    ("xlsx", "sheet3.xml", rb"SUM\(", b"MAX("),
    ("xlsx", "sheet3.xml", rb"D(\d+) - ", rb"D1\1 - "),
    ("xlsx", "sheet3.xml", rb":D(\d)\d\)", rb":D\g<1>9)"),
    ("xlsx", "sheet3.xml", rb"1 / 2\)", b"1 / 3)"),
    ("xlsx", "sheet3.xml", rb"\* 100000", b"* 10000"),
    ("xlsx", "sheet3.xml", rb"&gt;", b"&lt;"),
    ("xlsx", "sheet3.xml", rb"<v>33\.1", b"<v>33.2"),
    ("xlsx", "sheet4.xml", rb"!C(\d)<", rb"!C1\1<"),
    ("xlsx", "sheet3.xml", rb"\* 1000", b"* 100"),
    ("xlsx", "sheet3.xml", rb"<v>205<", b"<v>206<"),
    ("xlsx", "sheet2.xml", rb"<v>205<", b"<f>204+1</f><v>205<"),
    ("zip", "figures.json", rb"median\(\{value_1\}, \{value_2\}", b"median({value_2}, {value_1}"),
    ("zip", "figures.json", rb"root\(", b"power("),
    ("zip", "figures.json", rb'"number": "5873.4"', b'"number": "5873.5"'),
    ("zip", "figures.json", rb'"scale": 1000', b'"scale": 100'),
    ("zip", "figures.json", rb'"file": "counts.csv"', b'"file": "count.csv"'),
]


@pytest.mark.parametrize(("kind", "member", "old", "new"), FORGED)
def test_another_formula_or_cell_of_a_download_is_a_fault_even_if_its_writer_wrote_it(
    check: Any, kind: str, member: str, old: bytes, new: bytes
) -> None:
    name = f"{package('roads')}.{kind}"
    data = (check.site / name).read_bytes()
    changed = with_member(member, lambda body: re.sub(old, new, body, count=1))(data)
    assert with_member(member, lambda body: body)(data) != changed
    assert faults_if_written(check, name, changed)
