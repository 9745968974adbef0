"""Two more fields in the search index of the theme.

The first finds a figure by its id, in the ledger's sections. The theme parts words at hyphens, so "sales-change" asks for three words
found in many sections. In this field they weigh as much as in a title; the page puts the section of the very id first
(overrides/partials/find-figure.html).

The second is searched and never shown. It holds words that readers type and the text lacks: a word without its accents, the other forms
of a word for a change ("declined" for a text with "decline"). The theme compares a query with the beginnings of words as they are, and
its stemmer would compare stems with the query. Numbers need nothing here: the search worker brings their spellings together
(overrides/assets/javascripts/workers/index.js).
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
from macros.numbers.language.language import load_language

FILE = "search/search_index.json"
FIGURE_FIELD = "figure"
QUERY_WORDS_FIELD = "also"
LEDGER = "figures/"
_TITLE_BOOST = 1000.0  # as a title in the theme
_LOW_BOOST = 0.5  # below the text
_STEM_LENGTH = 4  # letters shared by the forms of a word
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W\d_]{2,}")


def extend_index(build: Edition, site: Path) -> None:
    """Add the fields to the index written with the pages. A site without search has none."""
    path = site / FILE
    if not path.is_file():
        return
    index = json.loads(path.read_text(encoding="utf-8"))
    index["config"].setdefault("fields", {}).update({FIGURE_FIELD: {"boost": _TITLE_BOOST}, QUERY_WORDS_FIELD: {"boost": _LOW_BOOST}})
    for entry in index["docs"]:
        if words := find_query_words(entry, build.lang):
            entry[QUERY_WORDS_FIELD] = words
        _, _, name = entry["location"].partition("#")
        if entry["location"].startswith(LEDGER) and name in build.project.figures.declarations:
            entry[FIGURE_FIELD] = name
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8", newline="\n")


def find_query_words(entry: Mapping[str, str], lang: str) -> str:
    """Return the words that readers may type for an entry besides those of its title and text, sorted, or ""."""
    text = unescape(_TAG.sub(" ", f"{entry['title']} {entry['text']}")).lower()
    words = set(_WORD.findall(text))
    found: set[str] = set()
    if not text.isascii():
        found |= {_strip_accents(word) for word in words if not word.isascii()}
    forms = _map_word_forms(lang)
    for word in words & forms.keys():
        found |= forms[word]
    return " ".join(sorted(found - words))


def _strip_accents(word: str) -> str:
    """Remove the accents of a word."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


@cache
def _map_word_forms(lang: str) -> dict[str, frozenset[str]]:
    """Map each word for a change to the words with the same four first letters, without accents.

    Words that another one begins with are left out.
    """
    families: dict[str, set[str]] = {}
    for word in load_language(lang).direction_by_change_word:
        families.setdefault(_strip_accents(word)[:_STEM_LENGTH], set()).add(word)
    found: dict[str, frozenset[str]] = {}
    for words in families.values():
        plain = sorted(map(_strip_accents, words))
        longest = frozenset(word for word, after in zip(plain, [*plain[1:], ""], strict=True) if not after.startswith(word))
        found |= dict.fromkeys(words, longest)
    return found
