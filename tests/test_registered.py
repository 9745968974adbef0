"""What is registered only in part is refused by name, before anything is published: a measure, a kind of chart, a unit."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from macros import charts
from macros.figures import MEASURES, compute, declaration, read_declarations, unit_kind
from macros.interface import words
from macros.outputs import figures_json, recompute
from macros.pages import proof
from macros.registered import half_registered
from macros.wording import standard
from tests.conftest import build, english_only
from tests.finder import judge_wording
from tests.project import ROOT, declared, figure, write, write_figures

NEW = "rate_per_100000"


def whole(root: Path) -> Path:
    """The schemas of the project, in a folder where a test may change them."""
    shutil.copytree(ROOT / "schemas", root / "schemas")
    return root


def test_every_measure_and_every_kind_of_chart_is_known_everywhere(tmp_path: Path) -> None:
    assert half_registered(ROOT, ["en", "es"]) == []


TABLES = {
    "macros/figures/declaration.py (NEEDS)": declaration.NEEDS,
    "macros/figures/declaration.py (UNITS)": declaration.UNITS,
    "macros/figures/declaration.py (CHANGES)": declaration.CHANGES,
    "macros/figures/compute.py": compute.FORMULAS,
    "macros/figures/declaration.py (SUFFIXES)": declaration.SUFFIXES,
    "macros/pages/proof.py": proof.FORMULAS,
    "macros/outputs/figures_json.py": figures_json.FORMULAS,
    "macros/outputs/recompute.py": recompute.FORMULAS,
    "macros/interface/en.yml (methods)": words("en")["methods"],
    "macros/interface/es.yml (methods)": words("es")["methods"],
}


@pytest.mark.parametrize("table", TABLES)
def test_a_measure_that_one_table_lacks_is_refused_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str) -> None:
    monkeypatch.delitem(TABLES[table], "share")
    (fault,) = half_registered(ROOT, ["en", "es"])[:1]
    assert f'has the measure "share", which {table} does not know' in str(fault)
    assert fault.place.path == "data/figures.yml" and fault.place.line  # where a figure has it
    write(tmp_path, "data/figures.yml", "figures: {}\n")
    (fault,) = half_registered(whole(tmp_path), ["en", "es"])
    assert fault.place.path == "macros/figures/declaration.py"


@pytest.mark.parametrize(
    ("schema", "what", "member"),
    [("figures", "measure", "ratio"), ("charts", "kind", "slope"), ("tables", "kind", "timeline")],
)
def test_what_a_schema_lacks_is_refused_by_its_name(tmp_path: Path, schema: str, what: str, member: str) -> None:
    path = whole(tmp_path) / f"schemas/{schema}.schema.json"
    text = re.sub(rf'\{{\s*"const": "{member}",[^{{}}]*\}},?|"{member}",?(?=\s*["\]])', "", path.read_text(encoding="utf-8"), count=1)
    path.write_text(re.sub(r",(\s*[\]}])", r"\1", text), encoding="utf-8")
    json.loads(path.read_bytes())
    (fault,) = half_registered(tmp_path, ["en"], tmp_path)
    assert f'has the {what} "{member}", which schemas/{schema}.schema.json does not know' in str(fault)


def test_a_measure_that_is_added_where_it_is_natural_does_not_build_and_publishes_nothing(project: Path) -> None:
    """As a maintainer would begin: listed and computed, and declared by an author."""
    english_only(project)
    for path, after, line in (
        ("macros/figures/declaration.py", "MEASURES = {\n", f'    "{NEW}": "part ÷ whole × 100,000",\n'),
        ("macros/figures/declaration.py", "NEEDS = {\n", f'    "{NEW}": {{"rows", "of"}},\n'),
    ):
        text = (project / path).read_text(encoding="utf-8")
        assert after in text
        (project / path).write_text(text.replace(after, after + line, 1), encoding="utf-8")
    figures = project / "data/figures.yml"
    text = figures.read_text(encoding="utf-8")
    figures.write_text(text.replace("measure: share\n", f"measure: {NEW}\n", 1), encoding="utf-8")
    at = text[: text.index("measure: share\n")].count("\n") + 1
    done = build(project)
    assert done.returncode == 1 and "Traceback" not in done.stderr and not (project / "site").exists()
    lines = [line.strip() for line in done.stderr.splitlines() if line.startswith("  ")]
    assert lines and all(line.startswith(f"data/figures.yml:{at}:") and f'"{NEW}"' in line for line in lines), done.stderr
    for name in ("figures/compute.py", "outputs/recompute.py", "pages/proof.py", "interface/en.yml", "schemas/figures.schema.json"):
        assert any(name in line for line in lines), name


@pytest.mark.parametrize("measure", MEASURES)
def test_the_program_in_the_zip_computes_each_measure_as_the_build_does(tmp_path: Path, measure: str) -> None:
    (tmp_path / "rows.csv").write_text("year,scope,n\n1,eu,2\n1,all,8\n2,eu,3\n2,all,5\n", encoding="utf-8")
    needs = declaration.NEEDS[measure]
    entry = {
        "id": "one",
        "measure": measure,
        "file": "rows.csv",
        "field": "n",
        "rows": {"scope": "eu"} if "periods" in needs else {"scope": "eu", "year": "1"},
        "of": ({"scope": "all"} if "periods" in needs else {"scope": "all", "year": "1"}) if "of" in needs else {},
        "periods": {"field": "year", "from": "1", "to": "2"} if "periods" in needs else {},
    }
    names = {"value": 2, "part": 2, "whole": 8, "from": 2, "to": 3, "part_from": 2, "whole_from": 8, "part_to": 3, "whole_to": 5}
    here, recompute.HERE = recompute.HERE, tmp_path
    try:
        assert recompute.value(entry) == compute.FORMULAS[measure]({name: compute.Fraction(n) for name, n in names.items()})
        with pytest.raises(SystemExit, match=f"unknown measure {NEW}"):
            recompute.value({**entry, "measure": NEW})
    finally:
        recompute.HERE = here


def test_a_kind_of_chart_is_listed_in_one_place() -> None:
    from macros.exhibits import exhibit

    assert exhibit.KINDS is charts.KINDS


REFUSED = {
    "per 100,000": "a rate",
    "deaths per 100,000": "a rate",
    "reports per day": "a rate",
    "km/h": "a rate",
    "µg/m³": "a rate",
    "EUR": "a currency",
    "chf": "a currency",
    "euros": "a currency",
    "US dollars": "a currency",
    "kronas": "a currency",
    "€": "signs",
    "m²": "signs",
    "°C": "signs",
    "%": "called percent here",
    "per cent": "called percent here",
    "pp": "called percentage points here",
    "kg": "a symbol",
    "kWh": "a symbol",
    "mph": "a rate",
    "DDD": "a symbol",
    "thousands": "a scale",
    "million reports": "a scale",
}


@pytest.mark.parametrize("unit", REFUSED)
def test_a_unit_that_no_figure_can_be_in_is_refused_where_it_is_declared(tmp_path: Path, unit: str) -> None:
    write_figures(tmp_path, {"one": declared(unit=unit)})
    sound, broken = read_declarations(tmp_path)
    assert not sound
    (fault,) = broken["one"]
    assert f'has the unit "{unit}", which is ' in fault.fact and REFUSED[unit] in fault.fact and "percentage points" in fault.remedy
    assert fault.place.line
    with pytest.raises(LookupError, match=re.escape(unit)):
        unit_kind(unit)
    wrong = figure(5, unit=unit)
    for ask in (lambda: standard(wrong, "en"), lambda: judge_wording("5 reports", wrong, "en")):
        with pytest.raises(LookupError, match=re.escape(unit)):
            ask()


@pytest.mark.parametrize(
    "unit", ["reports", "child victims", "people", "times", "count", "units", "URLs", "Meldungen", "denuncias", "доклади", "fiscal years"]
)
def test_a_noun_of_what_is_counted_is_a_unit(tmp_path: Path, unit: str) -> None:
    write_figures(tmp_path, {"one": declared(unit=unit)})
    assert read_declarations(tmp_path)[1] == {}
    assert unit_kind(unit) == "count"


def test_a_currency_is_known_in_the_languages_of_the_figure(tmp_path: Path) -> None:
    titles = {"one": {"en": "x"}, "two": {"en": "x", "pl": "x"}}
    write_figures(tmp_path, {name: declared(unit="złoty", title=title) for name, title in titles.items()})
    assert read_declarations(tmp_path)[1].keys() == {"two"}
