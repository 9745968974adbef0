"""Words that compare a number with others of its kind ("highest", "more", "exceeded"), classified by meaning."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from macros.claims.context import join_alternatives
from macros.interface import read_interface_words
from macros.numbers.language.language import load_language

SIGN_BY_KIND = {
    "highest": "+",
    "record_high": "+",
    "a_record": "+",
    "first": "+",
    "second": "+",
    "lowest": "-",
    "record_low": "-",
    "last": "-",
}
"""Maps a kind of words to "+" if it claims the highest value, "-" if the lowest."""
MAX_WORDS_BETWEEN = 5  # words at most between a comparing word and its object
_MAX_GAP_WORDS = 8  # words at most in the place of "…"
_STOP = re.compile(r"[,;:()!?]|\.(?=\s|$)")
_SPACES = str.maketrans("\t\n\r\u00a0\u202f\u2009\u2019", " " * 6 + "'")
WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W\d_]+)*-?")


class ComparisonMark(NamedTuple):
    """A comparing word in a text. `kind` is the list that holds it."""

    start: int
    end: int
    kind: str


def remove_records(text: str, lang: str) -> str:
    """Return a text without words for records, such as "never before": they deny nothing."""
    for mark in reversed(find_marks(text, lang)):
        if mark.kind.startswith("record"):
            text = text[: mark.start] + text[mark.end :]
    return text


@dataclass(frozen=True)
class ComparisonLexicon:
    """The comparing words of a language and the lists of words around them."""

    lang: str
    mark_pattern: re.Pattern[str]
    kind_by_word: Mapping[str, str]
    kind_by_gap: Mapping[str, str]

    def get_words(self, name: str) -> frozenset[str]:
        """Return the words of a list."""
        return frozenset(map(str, read_interface_words(self.lang)["comparing"][name]))

    def find(self, name: str, text: str, begin: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Return the first word of a list in a stretch of a text."""
        return compile_comparing_words(self.lang, name).search(text, begin, len(text) if end is None else end)


@functools.cache
def compile_comparing_words(lang: str, name: str) -> re.Pattern[str]:
    """Return a pattern for a list of the words around comparing words."""
    return re.compile(
        rf"(?<!\w)(?:{join_alternatives(map(str, read_interface_words(lang)['comparing'][name])) or '(?!)'})(?!\w)", re.IGNORECASE
    )


@functools.cache
def load_lexicon(lang: str) -> ComparisonLexicon:
    """Load the comparing words of a language."""
    listed = {str(word): kind for kind, group in read_interface_words(lang)["comparisons"].items() for word in group}
    listed |= {
        word: "more" if way == "up" else "fewer" for word, way in load_language(lang).direction_by_comparative.items() if word not in listed
    }
    gaps: dict[str, str] = {}
    parts = []
    for word in sorted(listed, key=len, reverse=True):
        if "…" in word:
            name = f"gap{len(gaps)}"
            gaps[name] = listed[word]
            first, last = map(re.escape, map(str.strip, word.split("…")))
            parts.append(rf"(?P<{name}>{first}(?: [^\W_]+){{0,{_MAX_GAP_WORDS}}}? {last})")
        else:
            parts.append(re.escape(word))
    return ComparisonLexicon(lang, re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)"), listed, gaps)


@functools.lru_cache(maxsize=20_000)
def find_marks(text: str, lang: str) -> tuple[ComparisonMark, ...]:
    """Return the comparing words of a text. Most texts have none."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    speech = load_lexicon(lang)
    found = speech.mark_pattern.finditer(lower.translate(_SPACES))
    return tuple(
        ComparisonMark(*match.span(), speech.kind_by_gap[match.lastgroup] if match.lastgroup else speech.kind_by_word[match[0]])
        for match in found
    )


def is_compared(text: str, lang: str, at: int) -> bool:
    """Return True if the text at an offset belongs to a comparing word: "the most since 2019", "more than all other regions"."""
    for mark in find_marks(text, lang):
        gap = text[mark.end : at]
        if mark.start <= at and not _STOP.search(gap) and len(WORD.findall(gap)) <= MAX_WORDS_BETWEEN:
            if mark.kind in (*SIGN_BY_KIND, "best") or (
                mark.kind in ("more", "fewer") and compile_comparing_words(lang, "than").search(gap)
            ):
                return True
    return False
