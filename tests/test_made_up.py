"""Made-up members of every closed list, registered in one place each, reach every surface, right.

What they lack is refused by name.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import html

from tests.conftest import build
from tests.generated.operations import DAY, operations_site
from tests.project import write, write_yaml

# One of a fixed formula, one of however many cells it takes.
OPERATIONS = """
OPERATIONS |= {
    "density": Operation(
        "density", "{part} ÷ {whole} × 1000", ("where", "of"), {"part": ("part",), "whole": ("whole",)}, "per mille", suffix="density"
    ),
    "midpoint": Operation(
        "midpoint",
        lambda cells: f"({' + '.join(cells)}) ÷ {len(cells)}",
        ("where", "from", "to"),
        {"from": ("from",), "to": ("to",)},
        suffix="midpoint",
    ),
}
"""
UNIT = """
UNITS["per mille"] = Unit("per mille", frozenset({"per_mille"}), mistaken={"percentage": "percent-for-points"}, word="per_mille")
"""
OUTPUT = """
OUTPUTS["notes"] = Output("notes", lambda _, site: _note(site / "notes.tsv"), llms_words={"notes.tsv": "notes"})


def _note(file: Path) -> None:
    file.write_text("A note\\tof nothing\\n", encoding="utf-8")
"""
READER = r"""
READERS = (*READERS, Reader(r"notes\.tsv", read_plain_text, is_download=False))
"""
FORMS = """
WORD_BY_UNIT["per mille"] = "per_mille"
FORMULAS |= {"density": "{part} ÷ {whole} × 1000", "midpoint": "({from} + {to}) ÷ 2"}
TERMS_BY_OPERATION |= {"density": [(1, ("part",), ("whole",))], "midpoint": [(1, ("from",), ()), (1, ("to",), ())]}
"""
METHODS = {
    "en": {"density": "part ÷ whole × 1000", "midpoint": "(from + to) ÷ 2"},
    "es": {"density": "parte ÷ total × 1000", "midpoint": "(inicial + final) ÷ 2"},
}
KIND = '''"""ladder: one bar a row, the longest first."""

from __future__ import annotations

from ..bars import BAR, draw_bar, make_bar_style, measure_label_room
from ..measure import Scale
from ..kind import Kind
from ..model import Chart, ChartError
from ..scene import MARKS, Scene, list_columns, make_mark_data


def _rule(chart: Chart) -> None:
    if len(chart.columns) != 1:
        raise ChartError(chart, f"a ladder has one column, not {len(chart.columns)}", "name one")


def _lay_out(scene: Scene) -> None:
    cells, y = scene.chart.list_cells(), 2.0
    scale = Scale(0, float(max(cell.value for cell in cells)), 0, scene.right_edge - measure_label_room(list(cells)))
    for row in sorted(scene.chart.rows, key=lambda row: -row.cells[0].value):
        (cell,), (name,) = row.cells, list_columns(scene.chart)
        y = scene.draw_block(row.label, y, gap=4)
        end = draw_bar(scene, cell, make_mark_data(row, name, cell), scale, y, BAR, make_bar_style(0, 1, MARKS[0]))
        scene.draw_text(cell.label, end + 8, y + BAR / 2, bold=True, figure=cell.id)
        y += BAR + 12


KIND = Kind("ladder", _lay_out, _rule)
'''
VALUES = {"density": Fraction(8200, 29), "midpoint": Fraction(359, 2)}
PER_MILLE = {"en": "{} per mille", "es": "{} por mil"}
WORDS = {"density": "282.8‰", "midpoint": "nearly 180 deaths"}
SENTENCES = {
    "density": "In 2023, the density of deaths in Denmark was {}.",
    "midpoint": "From 2021 to 2023, the midpoint of deaths in Denmark was {}.",
}
CALCULATIONS = {"density": "205 / 725 * 1000", "midpoint": "(154 + 205) / 2"}
FORMULAS = {"density": "205 ÷ 725 × 1,000 = 282.758621 per mille, to six decimals", "midpoint": "(154 + 205) ÷ 2 = 179.5"}


def append(root: Path, path: str, text: str) -> None:
    file = root / path
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def change(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project that shows the figures of two made-up operations in sentences, a table and a chart of a made-up kind."""
    root = tmp_path_factory.mktemp("made-up") / "project"
    operations_site(root)
    figures = yaml.safe_load((root / "data/figures.yml").read_text(encoding="utf-8"))["figures"]
    for name, like, unit in (("density", "share", "per mille"), ("midpoint", "difference", "deaths")):
        titles = {"title": {"en": f"The {name} of deaths in Denmark", "es": f"El {name} de muertes en Dinamarca"}}
        figures[name] = {**figures[like], **titles, "operation": name, "unit": unit, "decimals": 1}
    write_yaml(root, "data/figures.yml", {"figures": figures})
    rows = [
        {"label": {"en": f"The {name}{year}, Denmark", "es": f"El {name}{year}, Dinamarca"}, "cells": [name]}
        for name, year in (("midpoint", ""), ("density", ", 2023"))
    ]
    of = {"en": "Deaths in Denmark, 2023", "es": "Muertes en Dinamarca, 2023"}
    chart = yaml.safe_load((root / "data/charts.yml").read_text(encoding="utf-8"))["charts"]["a-chart"]
    write_yaml(
        root, "data/charts.yml", {"charts": {"a-chart": {**chart, "kind": "ladder", "subtitle": of, "columns": ["2023"], "rows": rows}}}
    )
    for name, words in WORDS.items():
        said = SENTENCES[name].format(f'{{{{ figure("{name}", "{words}") }}}}')
        append(root, f"docs/en/updates/{DAY}-first-look.md", f"\n{said}\n")
    (root / f"docs/es/updates/{DAY}-first-look.md").unlink()  # which would be older than its original
    append(root, "macros/figures/operations.py", OPERATIONS)
    append(root, "macros/figures/units.py", UNIT)
    append(root, "macros/outputs/__init__.py", OUTPUT)
    append(root, "macros/check/readers/registry.py", READER)
    append(root, "macros/check/pieces.py", FORMS)
    for lang, methods in METHODS.items():
        lines = "".join(f'  {name}: "{said}"\n' for name, said in methods.items())
        for group in ("methods", "operations"):
            change(root, f"macros/interface/{lang}.yml", f"{group}:\n", f"{group}:\n{lines}")
        change(root, f"macros/interface/{lang}.yml", "  files:\n", "  files:\n    notes: made up\n")
        append(root, f"macros/interface/{lang}.yml", f'per_mille: {{one: "{PER_MILLE[lang]}", other: "{PER_MILLE[lang]}"}}\n')
    write(root, "macros/charts/kinds/ladder.py", KIND)
    append(root, "macros/charts/kinds/__init__.py", "from .ladder import KIND as LADDER\n\nKINDS[LADDER.name] = LADDER\n")
    for name in ("charts", "tables"):
        change(root, f"schemas/{name}.schema.json", '"slope",', '"slope", "ladder",')
    path = root / "schemas/figures.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    one = schema["definitions"]["figure"]
    for name, like in (("density", "share"), ("midpoint", "difference")):
        one["properties"]["operation"]["oneOf"].append({"const": name, "description": f"{METHODS['en'][name]}."})
        for each in one["allOf"]:
            if like in (named := each["if"]["properties"].get("operation", {}).get("enum", [])):
                named.append(name)
    path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def site(sources: Path) -> Path:
    done = build(sources, "--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    return sources / "site"


def read(site: Path, name: str) -> Any:
    text = (site / name).read_text(encoding="utf-8")
    return json.loads(text) if name.endswith(".json") else html.document_fromstring(text.encode())


@pytest.mark.parametrize("name", VALUES)
def test_a_made_up_operation_is_quoted_and_proven(site: Path, name: str) -> None:
    page = read(site, f"updates/{DAY}-first-look/index.html")
    assert WORDS[name] in [node.text_content() for node in page.xpath(f"//article//*[@data-figure='{name}']")]
    for folder in ("", "es/"):
        path = f"//h3[@id='{name}']/following::span[contains(@data-piece, 'formula')][1]"
        pages = sorted((site / folder / "figures").rglob("index.html"))  # a long ledger is parted
        (entry,) = (found for page in pages for found in read(site, page.relative_to(site).as_posix()).xpath(path))
        said = (
            FORMULAS[name]
            .replace("1,000", "1000")
            .replace(".", ",")
            .replace("per mille", "por mil")
            .replace("to six decimals", "con seis decimales")
            if folder
            else FORMULAS[name]
        )
        assert entry.text_content() == said, "no calculation is told as what a source gives"


@pytest.mark.parametrize("name", VALUES)
def test_a_made_up_operation_is_in_the_json_of_each_language(site: Path, name: str) -> None:
    for folder, lang in (("", "en"), ("es/", "es")):
        (listed,) = (entry for entry in read(site, f"{folder}figures.json")["figures"] if entry["id"] == name)
        assert listed == read(site, f"{folder}figures/{name}.json")
        assert Fraction(listed["exact"]) == VALUES[name] and listed["calculation"] == CALCULATIONS[name]
        assert (listed["status"], listed["method"]) == ("computed", METHODS[lang][name])


def test_the_workbook_and_the_zip_give_the_value_of_a_made_up_operation(site: Path, tmp_path: Path) -> None:
    (workbook,) = (site / "data/roads").glob("*/*.xlsx")
    with zipfile.ZipFile(workbook) as opened:
        formulas = opened.read("xl/worksheets/sheet3.xml").decode()
    assert re.search(r"<f>'Cells of figures'!D(\d+) / 'Cells of figures'!D\d+ \* 1000</f><v>282.758620689655</v>", formulas)
    assert re.search(r"<f>\('Cells of figures'!D\d+ \+ 'Cells of figures'!D\d+\) / 2</f><v>179.5</v>", formulas)
    with zipfile.ZipFile(workbook.with_suffix(".zip")) as opened:
        opened.extractall(tmp_path)
    (script,) = tmp_path.glob("*/recompute.py")
    done = subprocess.run([sys.executable, "-I", "-S", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for name, value in VALUES.items():
        assert f"{name}\t{value}\tcomputed\trecomputed\n" in done.stdout
    (rows,) = script.parent.glob("counts.csv")
    rows.write_text(rows.read_text(encoding="utf-8").replace("205", "207"), encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", "-S", script], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "midpoint\t361/2\tcomputed\tNOT recomputed: 359/2\n" in done.stdout


def test_a_made_up_kind_of_chart_is_drawn_in_its_own_layout(site: Path) -> None:
    """The longer bar stands first, though it is declared last."""
    drawings = [root.xpath("//*[@data-width='wide']//*[@data-figure]") for root in (read(site, "index.html"), read(site, "es/index.html"))]
    assert [[(node.get("data-figure"), node.text_content()) for node in labels] for labels in drawings] == [
        [("density", "282.8 per mille"), ("midpoint", "179.5")],
        [("density", "282,8 por mil"), ("midpoint", "179,5")],
    ]
    (specification,) = site.glob("charts/a-chart/*/chart.vl.json")
    rows = [row for data in json.loads(specification.read_bytes())["datasets"].values() for row in data]
    assert {row["to"] for row in rows if "to" in row} == {float(value) for value in VALUES.values()}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_is_made_up_was_checked_and_found_right(site: Path, lang: str) -> None:
    tally = read(site, f"{'' if lang == 'en' else 'es/'}verification.json")
    assert tally["failing"] == 0 and tally["figures"]["computed"] > 0


def test_a_made_up_output_is_written_told_of_and_read_in_each_edition(site: Path) -> None:
    for folder in ("", "es/"):
        assert (site / f"{folder}notes.tsv").is_file()
        assert f"/{folder}notes.tsv): made up\n" in (site / f"{folder}llms.txt").read_text(encoding="utf-8")
    assert read(site, "verification.json")["files"]["tsv"] == 1


@pytest.fixture
def copy(sources: Path, tmp_path: Path) -> Path:
    return shutil.copytree(sources, tmp_path / "project", ignore=shutil.ignore_patterns("site", "__pycache__"))


def faults(root: Path) -> list[str]:
    """The faults of a build that publishes nothing."""
    done = build(root)
    assert done.returncode == 1 and "Traceback" not in done.stderr and not (root / "site").exists(), done.stderr
    return [line.strip() for line in done.stderr.splitlines() if line.startswith("  ")]


LACKS = [
    ("macros/check/pieces.py", '"midpoint": "({from} + {to}) ÷ 2"', "", "macros/check/pieces.py (FORMULAS)"),
    ("macros/check/pieces.py", ', "midpoint": [(1, ("from",), ()), (1, ("to",), ())]', "", "macros/check/pieces.py (TERMS_BY_OPERATION)"),
    ("macros/interface/en.yml", f'  midpoint: "{METHODS["en"]["midpoint"]}"\n', "", "macros/interface/en.yml (methods)"),
    ("macros/interface/es.yml", f'  midpoint: "{METHODS["es"]["midpoint"]}"\n', "", "macros/interface/es.yml (methods)"),
    ("macros/interface/en.yml", "    notes: made up\n", "", "macros/interface/en.yml (llms: files)"),
    ("macros/interface/es.yml", "per_mille: {", "promille: {", "macros/interface/es.yml"),
    ("macros/check/pieces.py", 'WORD_BY_UNIT["per mille"] = "per_mille"\n', "", "macros/check/pieces.py (WORD_BY_UNIT)"),
    ("macros/figures/operations.py", 'suffix="midpoint"', 'suffix="midpoint", unit="per day"', "macros/figures/units.py"),
    ("schemas/figures.schema.json", '"const": "midpoint"', '"const": "average"', "schemas/figures.schema.json"),
    ("schemas/charts.schema.json", '"ladder",', "", "schemas/charts.schema.json"),
    ("schemas/tables.schema.json", '"ladder",', "", "schemas/tables.schema.json"),
]


def test_what_is_made_up_only_in_part_is_refused_by_its_name_where_it_is_declared(copy: Path) -> None:
    for path, old, new, _ in LACKS:
        change(copy, path, old, new)
    found = faults(copy)
    members = (
        'macros/outputs/__init__.py output "notes"',
        'data/figures.yml operation "midpoint"',
        'data/figures.yml unit "per mille"',
        'data/charts.yml kind "ladder"',
    )
    assert all(re.sub(r":[^ ]* has the (.*), which .*", r" \1", line) in members for line in found), found
    assert sorted(line.partition(", which ")[2].partition(" does not know")[0] for line in found) == sorted(name for *_, name in LACKS)


def test_what_no_list_has_is_refused_where_it_is_declared(copy: Path) -> None:
    change(copy, "macros/charts/kinds/__init__.py", "KINDS[LADDER.name] = LADDER\n", "")
    change(copy, "data/figures.yml", "operation: midpoint", "operation: midpiont")
    change(copy, "data/figures.yml", "unit: deaths", "unit: parsecs/day")
    found = faults(copy)
    for said in (
        'a-chart has the kind "ladder"',
        'midpoint has the operation "midpiont"; did you mean midpoint or median?',
        'has the unit "parsecs/day"',
    ):
        assert [line for line in found if said in line], (said, found)


def test_the_check_reads_what_is_made_up_and_computes_it_by_its_own_form(copy: Path) -> None:
    change(copy, f"docs/en/updates/{DAY}-first-look.md", "nearly 180 deaths", "179.6 deaths")
    change(copy, f"docs/en/updates/{DAY}-first-look.md", "282.8‰", "282.8%")
    change(copy, "macros/figures/operations.py", "{part} ÷ {whole} × 1000", "{part} ÷ {whole} × 100")
    append(copy, "macros/outputs/__init__.py", 'OUTPUTS["strange"] = Output("strange", lambda _, site: _note(site / "strange.tsx"))\n')
    found = faults(copy)
    assert [
        line for line in found if line.startswith(f"docs/en/updates/{DAY}-first-look.md:") and 'says "179.6" but midpoint is 179.5' in line
    ]
    assert [line for line in found if 'says "282.8%" but density is 28.275862 per mille' in line]
    assert [line for line in found if "205 ÷ 725 × 1000 = 282.758621 per mille" in line]
    assert [line for line in found if line.startswith("site/strange.tsx: is of a kind that the check cannot read")]
