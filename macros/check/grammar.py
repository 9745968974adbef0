"""The patterns that cut the sentences of a language and set words apart, made from its lists of words."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from macros.check.context import either, listed, word_pattern
from macros.interface import words
from macros.numbers.language import language

LEAD, AND, COMMA, HARD = range(4)
"""Strengths of a cut: before "to"; at "and"; at a comma; at a semicolon, a bracket or "while"."""
_LAST = 160  # signs of a few words
_LED = 4  # words at most between a comparison and its object
_BETWEEN = (
    "list_links",
    "leads_on",
    "contrasts",
    "set_apart",
    "contained_in",
    "partitives",
    "articles",
    "speaking_articles",
    "number_leads",
)


@dataclass(frozen=True)
class Grammar:
    """The patterns that cut the sentences of a language and set words apart in them."""

    cuts: tuple[re.Pattern[str], ...]  # by strength
    glue: re.Pattern[str]
    leads_on: re.Pattern[str]
    between: re.Pattern[str]
    before: re.Pattern[str]
    aside: re.Pattern[str]
    within: re.Pattern[str]
    partitive: re.Pattern[str]
    base: re.Pattern[str]
    in_total: re.Pattern[str]
    than: re.Pattern[str]
    of_the: re.Pattern[str]
    of_them: re.Pattern[str]
    beyond: re.Pattern[str]
    including: re.Pattern[str]
    given: re.Pattern[str]
    those_of: re.Pattern[str]
    articles: re.Pattern[str]
    relative: tuple[re.Pattern[str], re.Pattern[str]]  # of things, of times
    in_order: re.Pattern[str]
    pair: tuple[re.Pattern[str], re.Pattern[str]]  # the former, the latter

    def ends(self, pattern: re.Pattern[str], text: str, begin: int, end: int) -> re.Match[str] | None:
        """Return the match at the end of a stretch of a text. Only the last signs are searched."""
        return pattern.search(text, max(begin, end - _LAST), end)


@functools.cache
def grammar(lang: str) -> Grammar:
    """Return the grammar of a language."""

    def any_of(*names: str) -> str:
        return rf"(?<!\w)(?:{either(word for name in names for word in listed(lang, name))})(?!\w)"

    both = either(language(lang).table["calendar"]["and"])
    beyond = either((*words(lang)["other_quantities"]["beyond"], *listed(lang, "not_of")))
    i, articles = re.IGNORECASE, rf"(?:\s+{any_of('articles')})*\s+$"
    return Grammar(
        cuts=(
            re.compile(any_of("contrasts", "leads_on"), i),
            re.compile(rf"(?<!\w)(?:{both})(?!\w)|{any_of('clause_ends')}", i),
            re.compile(r",(?=\s)"),
            re.compile(rf"[;:!?)\u2013\u2014]|\((?!\s*\S*\d)|{any_of('turns')}", i),
        ),
        glue=re.compile(rf",|/|&|(?<!\w)(?:{both})(?!\w)|{any_of('list_links')}", i),
        leads_on=word_pattern(lang, "leads_on"),
        between=re.compile(rf"(?:[\s,/&]|(?<!\w)(?:{both})(?!\w)|{any_of(*_BETWEEN)})+", i),
        before=re.compile(rf"(?:\s|{any_of('leads_on')})*", i),
        aside=re.compile(
            rf"(?:{any_of('set_apart')}|{any_of('more_or_less')}(?:\s+[^\W_]+){{0,{_LED}}}?\s+{any_of('than')})(?:\s+[^\W_]+){{0,{_LED}}}?\s*$",
            i,
        ),
        within=re.compile(rf"{any_of('contained_in')}(?:\s+{any_of('articles')})*(?:\s+[^\W_]+)?\s+$", i),
        partitive=re.compile(rf"{any_of('partitives')}{articles}", i),
        base=re.compile(rf"\s*{any_of('partitives')}(?:\s|{any_of('articles', 'contained_in', 'partitives', 'contained')})*", i),
        in_total=word_pattern(lang, "in_total"),
        than=re.compile(rf"\s+(?:{any_of('more_or_less')}\s+)?{any_of('than')}(?:\s|{any_of('articles', 'those_of')})*", i),
        of_the=re.compile(rf"{any_of('partitives')}\s+{any_of('definite')}\s+$", i),
        of_them=re.compile(rf"\s+(?:[^\W\d_]+\s+)?{any_of('them')}", i),
        beyond=re.compile(
            rf"(?<!\w)(?P<word>{beyond})(?:\s+{any_of('articles')})*[\s-]+$",
            i,
        ),
        including=re.compile(rf"{any_of('including')}(?:\s+[^\W_]+){{0,{_LED}}}?\s*$", i),
        given=re.compile(rf"{any_of('definite')}\s+$", i),
        those_of=re.compile(rf"{any_of('those_of')}{articles}", i),
        articles=word_pattern(lang, "articles"),
        relative=(re.compile(rf",\s+{any_of('relative_pronouns')}", i), re.compile(rf",\s+{any_of('relative_adverbs')}", i)),
        in_order=word_pattern(lang, "in_order"),
        pair=(word_pattern(lang, "the_former"), word_pattern(lang, "the_latter")),
    )
