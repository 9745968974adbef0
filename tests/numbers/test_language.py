"""A language is a file: what a file must have, and that a new one needs no code."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.numbers import LanguageError, find, languagefile
from macros.numbers.language import language

HERE = Path(__file__).parent


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shutil.copy(HERE / "de.yml", tmp_path / "zz.yml")
    monkeypatch.setattr(languagefile, "FOLDER", tmp_path)
    language.cache_clear()
    yield tmp_path
    language.cache_clear()


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


@pytest.mark.parametrize(
    ("old", "new", "fact"),
    [
        ("ratios:", "ratio:", "lacks ratios"),
        ("von, aus]", "no, aus]", "quotes"),
        ("over: [mehr", "more: [mehr", "known are"),
    ],
)
def test_a_malformed_file_is_named_with_the_fact(folder: Path, old: str, new: str, fact: str) -> None:
    path = folder / "zz.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(LanguageError, match=rf"zz\.yml.*{fact}"):
        find("47 %", "zz")
