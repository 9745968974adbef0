"""Which way a sentence says that something went, where the words of a number do not say it themselves.

A change can be led by a noun ("The decrease in EU reports, 47%, ..."); beside a level stand words that say how it came about
("EU reports climbed in 2021, reaching 555,831").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from macros.check.context import clauses, sentence_span
from macros.figures import Figure
from macros.numbers import Find
from macros.numbers.language import language
from macros.wording.judge import QUANTITIES

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_LED = 3  # words before a noun, among which a preposition makes it stand aside
_CLAUSE = re.compile(r"[;:()]|\.(?=\s|$)")


def directed(text: str, item: Find, figure: Figure, finds: Sequence[Find], lang: str) -> Find:
    """The find with the direction that a noun before it in its clause gives: of a change only, and not where it reads as a share.

    finds: all of the text.
    """
    if not figure.declaration.change or item.direction or item.kind == "multiplier":
        return item
    known = language(lang)
    shares = known.words("share_words")
    behind = _WORD.match(text[item.end :].lstrip())
    if behind and behind[0].lower() in shares:  # "35% of those of 2020"
        return item
    begin = max([sentence_span(text, item.start)[0], *(f.end for f in finds if f.kind in QUANTITIES and f.end <= item.start)])
    words = _WORD.findall(clauses(text[begin : item.start], lang, "clause_ends", stops=_CLAUSE)[-1].lower())
    # "Of the increase, 35% came from Germany", and "withered by 35%": what leads to the number is a word that is not known.
    if not words or words[0] in shares or known.basis.get(words[-1]) == "by":
        return item
    aside = known.words("apposition_not_after")  # "After a rise in complaints, ..."
    for index in range(len(words) - 1, -1, -1):
        if words[index] in known.change_nouns and aside.isdisjoint(words[max(0, index - _LED) : index]):
            return item._replace(direction=known.change_nouns[words[index]])
    return item
