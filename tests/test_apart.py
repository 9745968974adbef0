"""The engine and the site are apart: no file of the engine names the subject of a site, an organisation, a person or a topic of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from macros.base.files import list_files
from macros.base.settings import read_settings
from tests.conftest import ROOT

ENGINE = ("macros", "overrides", "schemas", "benchmarks")
# Of the subject of the site that this generator was written for, whatever site stands beside it now.
SUBJECT = r"""
    ncmec cyber-?tip\w* inhope iwf e-?privacy libe csam csem csea roblox snapchat abuse\w* abusive sexual\w* exploit\w* grooming victims?
    child\s(?:safety|protection|abuse) missing\s*&\s*exploited denuncias? meldungen swiss suiz[ao]s? schweizer
    (?<!\()eu(?!\)|'s\slanguages|:\sCLDR) european\s(?:union|commission|parliament|countries) unión\seuropea
"""
# The words of a language are no site: names of countries, currencies, common nouns, and the marks of legal references ("(EU) 2021/1232").
LANGUAGE = ("macros/numbers/languages/", "macros/numbers/units.yml", "macros/interface/")
COMMON = ("eu", "victim", "victims", "denuncias", "meldungen", "schweizer", "suiza", "suizas", "suizo", "suizos", "abused", "swiss")


def words_of_the_site() -> set[str]:
    """Names that only this site has: its title, its topics, publishers, packages, figures; not words that any text may hold."""
    config = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _Tolerant)
    found = {config["site_name"], *(topic for topic in read_settings(ROOT).topics)}
    for path in list_files(ROOT / "data", "datapackage.json"):
        package = json.loads(path.read_text(encoding="utf-8"))
        found |= {package["name"], package["title"]}
        for source in package.get("sources", ()):
            publisher = source.get("publisher", "")
            found |= {source.get("title", ""), re.sub(r"\s*\(.*\)", "", publisher), *re.findall(r"\b[A-Z]{3,}\b", publisher)}
    figures = ROOT / "data/figures.yml"
    if figures.is_file():
        found |= set(yaml.safe_load(figures.read_text(encoding="utf-8"))["figures"])
    return {word for word in found if re.search(r"\w[\s-]\w", word) or word.isupper()}


class _Tolerant(yaml.SafeLoader):
    """Reads settings of any tag (`!ENV`), as MkDocs does."""


_Tolerant.add_multi_constructor("", lambda loader, suffix, node: None)


def pattern(words: set[str]) -> re.Pattern[str]:
    """Finds words of a site, letter for letter, and those of the subject in any case."""
    own = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    subject = "|".join(SUBJECT.split())
    return re.compile(rf"(?<![\w-])(?:{own or '(?!)'}|(?i:{subject}))(?![\w-])")


def is_read(path: Path) -> bool:
    return "__pycache__" not in path.parts and path.suffix in (".py", ".yml", ".html", ".json", ".md", ".typ", ".js", ".css", ".txt")


@pytest.mark.parametrize("folder", ENGINE)
def test_no_file_of_the_engine_names_the_subject_or_anyone_of_the_site(folder: str) -> None:
    finder, told = pattern(words_of_the_site()), []
    for path in filter(is_read, list_files(ROOT / folder)):
        name, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        common = COMMON if name.startswith(LANGUAGE) else ()
        told += [f"{name}:{text.count(chr(10), 0, m.start()) + 1}: {m[0]}" for m in finder.finditer(text) if m[0].lower() not in common]
    assert told == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# as NCMEC says", ["NCMEC"]),
        ("the CyberTipline", ["CyberTipline"]),
        ('f("eu-reports-change")', ["eu-reports-change"]),
        ("47 EU reports", ["EU"]),
        ("child sexual abuse", ["sexual", "abuse"]),
        ("for child in list(node)", []),
        ("Regulation (EU) 2021/1232", []),
        ("a made-up place", ["a made-up place"]),
        ("a made-up placement", []),
    ],
)
def test_what_names_the_subject_is_found(text: str, found: list[str]) -> None:
    assert pattern({"a made-up place", "eu-reports-change"}).findall(text) == found
