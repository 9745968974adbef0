"""A language is a file: what a file must have, and that a new one needs no code."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from macros.numbers import LanguageError
from macros.numbers.language import language_file, vocabulary
from macros.numbers.language.language import load_language
from tests.finder import find

HERE = Path(__file__).parent


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shutil.copy(HERE / "de.yml", tmp_path / "zz.yml")
    monkeypatch.setattr(language_file, "FOLDER", tmp_path)
    load_language.cache_clear()
    yield tmp_path
    load_language.cache_clear()


GERMAN = [
    ("Die Meldungen sind um 47 Prozent gesunken.", ("47 Prozent", "47", "down", "by")),
    ("zwei Drittel der Fälle", ("zwei Drittel", "66.6666666667", None, None)),
    ("jeder fünfte", ("jeder fünfte", "20", None, None)),
    ("47,5 %", ("47,5 %", "47.5", None, None)),
    ("1.046 Fälle", ("1.046", "1046", None, None)),
    ("um 2,92 Prozentpunkte", ("2,92 Prozentpunkte", "2.92", None, "by")),
]


@pytest.mark.parametrize(("text", "expected"), GERMAN)
def test_another_language_is_only_another_file(folder: Path, text: str, expected: tuple) -> None:
    (found,) = find(text, "zz")
    assert (found.text, str(found.value), found.direction, found.basis) == expected


SPANISH = [
    ("Las denuncias cayeron un 47 % en 2021.", [("47 %", "47", None, "down"), ("2021", "2021", None, None)]),
    ("casi el 47,5\u00a0% de los casos", [("47,5\u00a0%", "47.5", "under", None)]),
    ("más del 47 % de los casos", [("47 %", "47", "over", None)]),
    ("una de cada cinco", [("una de cada cinco", "20", None, None)]),
    ("una persona de cada cinco", [("una persona de cada cinco", "20", None, None)]),
    ("De cada 100 denuncias, 47", [("100 denuncias, 47", "47", None, None)]),
    ("entre el 46 % y el 51 %", [("46 % y el 51 %", "46..51", None, None)]),
    ("entre 46 y 51 por ciento", [("46 y 51 por ciento", "46..51", None, None)]),
    ("bajó del 4,81 % al 1,89 %", [("4,81 %", "4.81", None, "down"), ("1,89 %", "1.89", None, "down")]),
    ("29 mil millones", [("29 mil millones", "29000000000", None, None)]),
    ("mil denuncias", [("mil", "1000", None, None)]),
    ("dos mil millones", [("dos mil millones", "2000000000", None, None)]),
    ("doscientas cuarenta mil", [("doscientas cuarenta mil", "240000", None, None)]),
    ("siete coma veinticinco por ciento", [("siete coma veinticinco por ciento", "7.25", None, None)]),
    ("la quinta parte de los casos", [("la quinta parte", "20", None, None)]),
    ("tres cuartas partes de ellos", [("tres cuartas partes", "75", None, None)]),
    ("un millón y medio de denuncias", [("un millón y medio", "1500000", None, None)]),
    ("el 21 de diciembre de 2020", [("21 de diciembre de 2020", "None", None, None)]),
    ("un por ciento menos", [("un por ciento", "1", None, "down")]),
    ("la quinta semana", [("quinta", "5", None, None)]),
]


@pytest.mark.parametrize(("text", "expected"), SPANISH)
def test_a_language_unlike_english_is_a_file_too(text: str, expected: list[tuple]) -> None:
    values = [(f.text, str(f.value) if f.low is None else f"{f.low}..{f.high}", f.hedge, f.direction) for f in find(text, "es")]
    assert values == expected


@pytest.mark.parametrize(
    ("old", "new", "fact"),
    [
        ("ratios:", "ratio:", "lacks ratios"),
        ("late_verbs:", "late_verb:", "late_verb is not a key"),
        ("von, aus]", "no, aus]", "quotes"),
        ("over: [mehr", "more: [mehr", "known are"),
    ],
)
def test_a_malformed_file_is_named_with_the_fact(folder: Path, old: str, new: str, fact: str) -> None:
    path = folder / "zz.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(LanguageError, match=rf"zz\.yml.*{fact}"):
        find("47 %", "zz")


@pytest.mark.parametrize("kind", [kind for kind in vars(vocabulary).values() if isinstance(kind, type) and is_dataclass(kind)])
def test_each_field_is_filled_by_the_key_of_some_language(kind: type) -> None:
    tables = [language_file.read_language_file(code) for code in language_file.list_codes()]
    inner = {f"{key}_{name}" for table in tables for key, under in table.items() if isinstance(under, dict) for name in under}
    assert {field.name for field in fields(kind)} <= inner.union(*tables)
