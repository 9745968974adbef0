"""The closed lists: what is registered only in part is refused by name, before anything is published; what is whole reaches everything."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from macros.check import pieces
from macros.check.readers.registry import find_reader
from macros.figures import OPERATIONS, unit_of
from macros.interface import read_interface_words
from macros.outputs import recompute
from macros.plugin.registration_check import find_half_registered
from macros.wording import write_standard
from tests.finder import judge_wording
from tests.project import ROOT, declared, figure, sample_figures

LANGUAGES = ("en", "es")


def whole(root: Path) -> Path:
    """The schemas of the project, in a folder where a test may change them."""
    shutil.copytree(ROOT / "schemas", root / "schemas")
    return root


def test_every_member_of_a_list_has_its_words_its_schema_and_the_form_of_the_check() -> None:
    assert find_half_registered(ROOT, LANGUAGES) == []


TABLES: list[tuple[str, str, str, Any]] = [
    ("operation", "share", "macros/check/pieces.py (FORMULAS)", pieces.FORMULAS),
    *(("operation", "share", f"macros/interface/{lang}.yml (methods)", read_interface_words(lang)["methods"]) for lang in LANGUAGES),
    *(("operation", "share", f"macros/interface/{lang}.yml (operations)", read_interface_words(lang)["operations"]) for lang in LANGUAGES),
    ("unit", "percent", "macros/check/pieces.py (WORD_BY_UNIT)", pieces.WORD_BY_UNIT),
]


@pytest.mark.parametrize(("what", "member", "name", "table"), TABLES)
def test_a_member_that_one_table_lacks_is_refused_where_it_is_declared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, member: str, name: str, table: Any
) -> None:
    monkeypatch.delitem(table, member)
    fault, *_ = find_half_registered(ROOT, LANGUAGES)
    assert f'has the {what} "{member}", which {name} does not know' in str(fault)
    if what == "operation":
        assert fault.place.path == "data/figures.yml" and fault.place.line  # where a figure has it
    (fault,) = find_half_registered(whole(tmp_path), LANGUAGES)
    assert fault.place.path == f"macros/figures/{what}s.py"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("group", "word", "said"),
    [("", "points", 'the unit "percentage points"'), ("files", "kit", 'the output "cards"')],
)
def test_a_word_that_a_language_lacks_is_refused(monkeypatch: pytest.MonkeyPatch, lang: str, group: str, word: str, said: str) -> None:
    monkeypatch.delitem(read_interface_words(lang)["llms"]["files"] if group else read_interface_words(lang), word)
    fault, *_ = find_half_registered(ROOT, LANGUAGES)
    assert f"has {said}, which macros/interface/{lang}.yml" in str(fault)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_function_that_a_language_has_no_word_for_is_refused(monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.delitem(read_interface_words(lang)["functions"], "root")
    (fault,) = find_half_registered(ROOT, LANGUAGES)
    assert f'has the operation "average_annual_change", which macros/interface/{lang}.yml (functions) does not know' in str(fault)


def test_a_word_has_no_form_for_a_unit_that_there_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(read_interface_words("es")["bounds"], "over", {"per cent": "más del {}", "other": "más de {}"})
    (fault,) = find_half_registered(ROOT, LANGUAGES)
    assert 'has the form "per cent", which macros/figures/units.py does not know' in str(fault)


def test_what_the_reader_of_a_file_says_of_its_bytes_is_true_of_every_published_file(site: Path) -> None:
    """Else words in it would be taken for unchanged, or an address in it would lead nowhere."""
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file() and not path.is_relative_to(site / "assets")]
    read = {name: (find_reader(name.removeprefix("es/")), (site / name).read_bytes()) for name in names}
    assert [name for name, (reader, _) in read.items() if reader is None] == []
    packed = {name for name, (_, data) in read.items() if data.startswith((b"PK\x03\x04", b"%PDF", b"\x1f\x8b"))}
    assert packed and packed == {name for name, (reader, _) in read.items() if reader and reader.is_packed}
    naming = {name for name, (_, data) in read.items() if name not in packed and b"https://example.org/" in data}
    assert naming <= {name for name, (reader, _) in read.items() if reader and reader.names_addresses}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"unit": "per 100,000"}, "which macros/figures/units.py does not know"),
        ({"formula": "{part} ÷ {whole} × 100"}, "whose formula cannot be computed from the cells that it needs"),
        ({"formula": "({to} − {from}"}, "whose formula cannot be computed from the cells that it needs"),
        ({"formula": "{to} ^ 2"}, "whose formula cannot be computed from the cells that it needs"),
    ],
)
def test_an_operation_that_its_own_object_makes_impossible_is_refused(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], said: str
) -> None:
    monkeypatch.setitem(OPERATIONS, "difference", replace(OPERATIONS["difference"], **changed))
    fault, *_ = find_half_registered(ROOT, LANGUAGES)
    assert f'has the operation "difference", {said}' in str(fault)


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_program_in_the_zip_computes_the_formula_that_it_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    operation, numbers = OPERATIONS[name], ["2", "0.8", "3", "05"]
    places, constants = operation.list_places(3), dict.fromkeys(operation.constants, 3)
    rows = "".join(f"{place},{number}\n" for place, number in zip(places, numbers, strict=False))
    (tmp_path / "rows.csv").write_text(f"place,n\n{rows}", encoding="utf-8")
    monkeypatch.setattr(recompute, "HERE", tmp_path)
    recompute.table.cache_clear()
    cells = {place: {"file": "rows.csv", "row": {"place": place}, "field": "n"} for place in places}
    one = {"id": "one", "cells": cells, "formula": operation.write_plain_formula(cells, **constants)}
    assert recompute.value(one) == operation.compute_value(dict(zip(places, map(Fraction, numbers), strict=False)), **constants)


REFUSED = {
    "per capita": "a rate without a base",
    "deaths per head": "a rate without a base",
    "deaths/100": "a rate without a base",
    "parsecs/night": "a rate without a base",
    "cases per 5": "a rate without a base",
    "€": "called EUR here",
    "chf": "called CHF here",
    "euros": "called EUR here",
    "US dollars": "called USD here",
    "€/kWh": "called EUR per kilowatt-hour here",
    "dollars": "the name of several, such as USD",
    "pounds": "the name of several, such as GBP",
    "kronas": "called SEK here",
    "5 days": "signs",
    "2015 = 1": "signs",
    "%": "called percent here",
    "per cent": "called percent here",
    "pp": "called percentage points here",
    "place": "called rank here",
    "DDD": "a symbol",
    "thousands": "a scale",
    "million reports": "a scale",
}


@pytest.mark.parametrize("unit", REFUSED)
def test_a_unit_that_no_figure_can_be_in_is_refused_where_it_is_declared(tmp_path: Path, unit: str) -> None:
    figures = sample_figures(tmp_path, {"one": declared(unit=unit)})
    assert not figures.declarations
    (fault,) = figures.faults
    assert f'has the unit "{unit}", which is ' in fault.fact and REFUSED[unit] in fault.fact and "per 100,000 people" in fault.remedy
    assert fault.place.line
    with pytest.raises(LookupError, match=re.escape(unit)):
        unit_of(unit)
    wrong = figure(5, unit=unit)
    for ask in (lambda: write_standard(wrong, "en"), lambda: judge_wording("5 reports", wrong, "en")):
        with pytest.raises(LookupError, match=re.escape(unit)):
            ask()


@pytest.mark.parametrize(
    "unit", ["reports", "child victims", "people", "times", "count", "units", "URLs", "Meldungen", "denuncias", "доклади", "fiscal years"]
)
def test_a_noun_of_what_is_counted_is_a_unit(tmp_path: Path, unit: str) -> None:
    assert sample_figures(tmp_path, {"one": declared(unit=unit)}).faults == []
    assert unit_of(unit).is_count


def test_a_currency_is_known_in_the_languages_of_the_figure(tmp_path: Path) -> None:
    titles = {"one": {"en": "x"}, "two": {"en": "x", "pl": "x"}}
    figures = sample_figures(tmp_path, {name: declared(unit="złoty", title=title) for name, title in titles.items()})
    assert figures.faults_by_entry.keys() == {"two"}
