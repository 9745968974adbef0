"""What the search of the site needs beyond the theme's index of titles and texts (overrides/assets/search.js).

A field with the id of a figure, in the ledger's sections: who types an id wants that figure. A field that is searched and never shown,
with the other forms of a word for a change ("declined" for a text with "decline"). And the words that stand for others, from
mkdocs.yml (`extra: synonyms`). Numbers and accents need nothing here: the search brings their spellings together.
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
_STEM_LENGTH = 4  # letters shared by the forms of a word
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W\d_]{2,}")


def extend_index(build: Edition, site: Path) -> None:
    """Add the fields to the index written with the pages. A site without search has none."""
    path = site / FILE
    if not path.is_file():
        return
    index = json.loads(path.read_text(encoding="utf-8"))
    index = {"docs": index["docs"], "synonyms": build.project.settings.synonyms.get(build.lang, [])}
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
    forms = _map_word_forms(lang)
    found = {form for word in words & forms.keys() for form in forms[word]}
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
