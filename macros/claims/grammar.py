"""The patterns that cut the sentences of a language and set words apart, made from its lists of words."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from macros.claims.context import compile_word_list, join_alternatives, list_words
from macros.interface import read_interface_words
from macros.numbers.language.language import load_language

LEAD, AND, COMMA, HARD = range(4)
"""Strengths of a cut: before "to"; at "and"; at a comma; at a semicolon, a bracket or "while"."""
_MAX_REACH = 160  # signs of a few words
_COMPARISON_REACH = 4  # words at most between a comparison and its object
_LINKING_LISTS = (
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

    def match_end(self, pattern: re.Pattern[str], text: str, begin: int, end: int) -> re.Match[str] | None:
        """Return the match at the end of a stretch of a text. Only the last signs are searched."""
        return pattern.search(text, max(begin, end - _MAX_REACH), end)


@functools.cache
def load_grammar(lang: str) -> Grammar:
    """Return the grammar of a language."""

    def join_lists(*names: str) -> str:
        return rf"(?<!\w)(?:{join_alternatives(word for name in names for word in list_words(lang, name))})(?!\w)"

    both = join_alternatives(load_language(lang).table["calendar"]["and"])
    beyond = join_alternatives((*read_interface_words(lang)["other_quantities"]["beyond"], *list_words(lang, "not_of")))
    i, articles = re.IGNORECASE, rf"(?:\s+{join_lists('articles')})*\s+$"
    return Grammar(
        cuts=(
            re.compile(join_lists("contrasts", "leads_on"), i),
            re.compile(rf"(?<!\w)(?:{both})(?!\w)|{join_lists('clause_ends')}", i),
            re.compile(r",(?=\s)"),
            re.compile(rf"[;:!?)\u2013\u2014]|\((?!\s*\S*\d)|{join_lists('turns')}", i),
        ),
        glue=re.compile(rf",|/|&|(?<!\w)(?:{both})(?!\w)|{join_lists('list_links')}", i),
        leads_on=compile_word_list(lang, "leads_on"),
        between=re.compile(rf"(?:[\s,/&]|(?<!\w)(?:{both})(?!\w)|{join_lists(*_LINKING_LISTS)})+", i),
        before=re.compile(rf"(?:\s|{join_lists('leads_on')})*", i),
        aside=re.compile(
            rf"(?:{join_lists('set_apart')}|{join_lists('more_or_less')}(?:\s+[^\W_]+){{0,{_COMPARISON_REACH}}}?\s+{join_lists('than')})(?:\s+[^\W_]+){{0,{_COMPARISON_REACH}}}?\s*$",
            i,
        ),
        within=re.compile(rf"{join_lists('contained_in')}(?:\s+{join_lists('articles')})*(?:\s+[^\W_]+)?\s+$", i),
        partitive=re.compile(rf"{join_lists('partitives')}{articles}", i),
        base=re.compile(rf"\s*{join_lists('partitives')}(?:\s|{join_lists('articles', 'contained_in', 'partitives', 'contained')})*", i),
        in_total=compile_word_list(lang, "in_total"),
        than=re.compile(rf"\s+(?:{join_lists('more_or_less')}\s+)?{join_lists('than')}(?:\s|{join_lists('articles', 'those_of')})*", i),
        of_the=re.compile(rf"{join_lists('partitives')}\s+{join_lists('definite')}\s+$", i),
        of_them=re.compile(rf"\s+(?:[^\W\d_]+\s+)?{join_lists('them')}", i),
        beyond=re.compile(
            rf"(?<!\w)(?P<word>{beyond})(?:\s+{join_lists('articles')})*[\s-]+$",
            i,
        ),
        including=re.compile(rf"{join_lists('including')}(?:\s+[^\W_]+){{0,{_COMPARISON_REACH}}}?\s*$", i),
        given=re.compile(rf"{join_lists('definite')}\s+$", i),
        those_of=re.compile(rf"{join_lists('those_of')}{articles}", i),
        articles=compile_word_list(lang, "articles"),
        relative=(re.compile(rf",\s+{join_lists('relative_pronouns')}", i), re.compile(rf",\s+{join_lists('relative_adverbs')}", i)),
        in_order=compile_word_list(lang, "in_order"),
        pair=(compile_word_list(lang, "the_former"), compile_word_list(lang, "the_latter")),
    )
