"""The search index of the theme, in which a figure is found by its id: a field of its own in the ledger's sections.

Words are parted at hyphens, so "sales-change" asks for three words, which stand in many sections. In the field they
weigh as much as in a title; the page puts the section of the very id first (overrides/partials/find-figure.html).

A second field, which the theme searches and never shows, holds what readers type and no text says: a word without its accents, the
other forms of a word for a change ("declined" where the text has "decline"). The theme compares what is typed with the beginnings of
words as they are; its stemmer would compare stems with what is typed. Numbers need nothing here: the worker of the search brings their
spellings together (overrides/assets/javascripts/workers/index.js).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from html import unescape
from pathlib import Path

from macros.edition.edition import Edition
from macros.numbers.language import language

FILE = "search/search_index.json"
FIELD = "figure"
ALSO = "also"
LEDGER = "figures/"
_WEIGHT = 1000.0  # that of a title, in the theme
_LIGHT = 0.5  # below that of the text
_STEM = 4  # letters that the forms of a word have in common
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W\d_]{2,}")


def write(build: Edition, site: Path) -> None:
    """Complete the index that was written with the pages; a site without search has none."""
    path = site / FILE
    if not path.is_file():
        return
    index = json.loads(path.read_text(encoding="utf-8"))
    index["config"].setdefault("fields", {}).update({FIELD: {"boost": _WEIGHT}, ALSO: {"boost": _LIGHT}})
    for entry in index["docs"]:
        if words := also(entry, build.lang):
            entry[ALSO] = words
        _, _, name = entry["location"].partition("#")
        if entry["location"].startswith(LEDGER) and name in build.project.figures.declarations:
            entry[FIELD] = name
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8", newline="\n")


def also(entry: Mapping[str, str], lang: str) -> str:
    """What readers may type for an entry of the index beside the words of its title and text, in the order of the alphabet; or ""."""
    text = unescape(_TAG.sub(" ", f"{entry['title']} {entry['text']}")).lower()
    words = set(_WORD.findall(text))
    found: set[str] = set()
    if not text.isascii():
        found |= {_plain(word) for word in words if not word.isascii()}
    forms = _forms(lang)
    for word in words & forms.keys():
        found |= forms[word]
    return " ".join(sorted(found - words))


def _plain(word: str) -> str:
    """A word without its accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


@cache
def _forms(lang: str) -> dict[str, frozenset[str]]:
    """Each word for a change -> those that begin with the same four letters, without accents, but for what another begins with."""
    families: dict[str, set[str]] = {}
    for word in language(lang).governors:
        families.setdefault(_plain(word)[:_STEM], set()).add(word)
    found: dict[str, frozenset[str]] = {}
    for words in families.values():
        plain = sorted(map(_plain, words))
        longest = frozenset(word for word, after in zip(plain, [*plain[1:], ""], strict=True) if not after.startswith(word))
        found |= dict.fromkeys(words, longest)
    return found
