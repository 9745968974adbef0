"""Phrases of a language as lookup tables, and the patterns of its units."""

from __future__ import annotations

import re
from collections.abc import Iterable

from macros.numbers.text.tokens import TOKEN

Words = frozenset[str]
Phrases = dict[str, list[tuple[tuple[str, ...], str]]]
"""First (or last) word of a phrase -> the phrases, longest first, each with its meaning."""

_GAPS = re.compile(r"[\s-]+")


def split_phrase(phrase: str) -> tuple[str, ...]:
    """Cut a phrase as texts are cut: "per cent" -> ("per", "cent")."""
    return tuple(token.lower() for _, token in TOKEN.findall(str(phrase)))


def index_phrases(groups: dict[str, list[str]] | list[str] | None, last: bool) -> Phrases:
    """Index the phrases of each group, or of one unnamed group, by their first word or their last."""
    found: Phrases = {}
    for says, phrases in groups.items() if isinstance(groups, dict) else [("", groups)]:
        for phrase in phrases or ():
            words = split_phrase(phrase)
            found.setdefault(words[-1 if last else 0], []).append((words, says))
    for listed in found.values():
        listed.sort(key=lambda pair: -len(pair[0]))
    return found


def join_alternatives(words: Iterable[str]) -> str:
    """Return a pattern of alternatives, the longest first. It matches nothing if there are none."""
    return "|".join(re.escape(word) for word in sorted(map(str, words), key=lambda word: (-len(word), word))) or "(?!)"


def squeeze_unit(form: str) -> str:
    """Strip case, spaces and hyphens from a unit."""
    return _GAPS.sub("", form.lower())


def compile_unit_pattern(forms: list[str], plus_words: Iterable[str], odd_words: Iterable[str], not_before: list[str]) -> re.Pattern[str]:
    """Compile the pattern of a unit right after a number: a plus or a hedge, a gap, the unit as written."""
    plus = "|".join(r"\s?" + re.escape(word) + (r"(?!\w)" if word[-1].isalpha() else "") for word in plus_words if not word.isalpha())
    odd = "|".join(re.escape(word).replace(r"\ ", r"\s") + r"(?=\s)" for word in odd_words) or "(?!)"
    return re.compile(rf"(?:(?P<plus>{plus})|(?P<odd>{odd}))?(?P<gap>\s{{0,60}}|-){_join_units(forms, not_before)}", re.IGNORECASE)


def compile_bracketed_pattern(forms: list[str], not_before: list[str]) -> re.Pattern[str]:
    """Compile the pattern of a unit behind a bracket, a quotation mark or a dash: "47 (per cent)", ""47" %"."""
    gap = rf"\s?[{OPENERS}]\s?|[{CLOSERS}]\s?|\s[-\u2013\u2014]\s"
    return re.compile(rf"(?P<gap>{gap}){_join_units(forms, not_before)}(?P<close>\s?[{CLOSERS}])?", re.IGNORECASE)


OPENERS = r"(\[\"'\u201c\u201e\u2018\u00ab"
CLOSERS = r")\]\"'\u201d\u201c\u2019\u00bb"


def _join_units(forms: list[str], not_before: list[str]) -> str:
    known = frozenset(forms)
    every = "|".join(_spell_unit(form, known) for form in sorted(forms, key=len, reverse=True))
    # The first character excludes most text after a number cheaply.
    first = "".join(sorted({re.escape(form[0]) for form in forms}))
    return rf"(?=[{first}])(?P<unit>{every})(?![\s-]?(?:{'|'.join(not_before) or '(?!)'})\b)"


def _spell_unit(form: str, known: frozenset[str]) -> str:
    spelt = re.escape(form).replace(r"\ ", r"[\s-]{1,9}").replace(r"\-", r"\s?-\s?")
    if form[-1] == "%":
        return spelt + r"(?!\d)"
    if form[-1] == "." and form[:-1] in known:
        # The full stop of "pct." belongs to it if the sentence goes on.
        return spelt + r"(?=[,;:)]|\s(?-i:[a-z0-9(]))"
    # "12 por 100 000" is no percentage: a number goes on.
    return spelt + (r"(?![\w%]|[ .,']\d)" if form[-1].isdigit() else r"(?!\w)" if form[-1].isalnum() else "")
