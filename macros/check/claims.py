"""What a sentence makes of a number that is right by itself: denied, continued, of another period, moving the other way.

Each rule looks at the sentence around one bound number and yields what the sentence says that the figure does not.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from macros.check.context import Contexts, clauses, mentions, says, sentence_span, word_pattern
from macros.check.directions import moves
from macros.check.model import Passage
from macros.check.periods import wrong_period
from macros.check.speakers import denied, other_speaker
from macros.check.years import own_years
from macros.errors import FaultError
from macros.figures import Figure, Figures
from macros.numbers import Find
from macros.numbers.language import language

Claim = tuple[str, str, str]  # code, fact, remedy

# What may not stand directly behind or before a whole number: it would make another number of it.
_CONTINUES = re.compile(
    r"(?:[.,'\u2019\u202f\u00a0]?\d|\s*(?:%|\u2030|pp\b|ppt\b|bps\b)|[\s-]?(?:percentage[\s-])?points?\b|[\s-]?fold\b)", re.IGNORECASE
)
_BEGINS = re.compile(r"(?:\d[.,]?|[€$£]|\bminus\s+|\bpoint\s+)$", re.IGNORECASE)
_NEXT = re.compile(r"\s+(?:de\s+)?([^\W\d_]+)")
_PROSE = frozenset({"text", "title", "meta description", "meta og:description", "feed", "card", "document", "alt"})


def claims(
    passage: Passage, item: Find, end: int, figure: Figure, figures: Figures, finds: Sequence[Find], contexts: Contexts
) -> Iterator[Claim]:
    """Everything wrong with the sentence around `item`, whose binding ends at `end` of the passage.

    contexts: what tells the figures apart.
    """
    lang = contexts.lang
    yield from _continued(passage, item, end, figure)
    yield from _attributed(passage, item, figure, lang)
    if passage.in_cell or passage.surface == "svg":
        return
    begin, stop = sentence_span(passage.text, item.start)
    said = [f for f in finds if begin <= f.start < stop]
    yield from _negated(passage, item, begin, figure, lang)
    yield from _spoken(passage, item, (begin, stop), figure, contexts)
    yield from _period(passage, item, figure, (begin, stop), said, contexts.years(figure), lang)
    yield from _counted(passage.text, item, figure, lang)
    yield from _level(item, figure, figures)
    yield from _moved(passage.text, (begin, stop), item, said, figure, figures, contexts)


def _continued(passage: Passage, item: Find, end: int, figure: Figure) -> Iterator[Claim]:
    after = _CONTINUES.match(passage.text, end)
    before = _BEGINS.search(passage.text[max(0, item.start - 12) : item.start])
    if after or before:
        whole = f"{before[0] if before else ''}{item.text}{after[0] if after else ''}"
        yield ("half-bound", f'says "{whole}", of which only "{item.text}" is {figure.id}', "put the whole wording into figure()")


def _attributed(passage: Passage, item: Find, figure: Figure, lang: str) -> Iterator[Claim]:
    """A value that somebody reports is quoted as theirs: in the sentence, or in a heading, caption or header above it."""
    said = figure.declaration.attribution.get(lang, "")
    if not said or figure.declaration.status not in ("reported", "disputed") or passage.surface not in _PROSE:
        return
    if _in_proof(passage, figure, lang):  # the status stands beside
        return
    if not mentions("\n".join((passage.text, *passage.context)), (said,)):
        fact = f'quotes {figure.id} as "{item.text}" without saying that {said} reports it'
        yield ("unattributed", fact, f"name {said} in the sentence")


def _spoken(passage: Passage, item: Find, span: tuple[int, int], figure: Figure, contexts: Contexts) -> Iterator[Claim]:
    """A sentence that names who says it names a source of the figure; and it does not deny the number, before it or behind."""
    lang = contexts.lang
    if word := denied(passage.text, span, item, lang):
        fact = f'says "{item.text}" with "{word.lower()}", which denies what {figure.id} is'
        yield ("negated", fact, "say what happened, not what did not")
    sources = contexts.sources(figure)
    who = other_speaker(passage.text, span, item, sources, contexts.names, lang)
    if who and not _in_proof(passage, figure, lang):
        source = (*sources, "another")[0]
        fact = f'quotes {figure.id} as "{item.text}" by the words of "{who}", but it is published by {source}'
        yield ("wrong-source", fact, "name the source of the figure, or leave out who says it")
    elif figure.declaration.status in ("reported", "disputed") and says(passage.text[slice(*span)], lang, "own_work"):
        fact = f'quotes {figure.id} as "{item.text}" as computed here, but it is {figure.declaration.status}'
        yield ("wrong-source", fact, "name who reports it")


def _in_proof(passage: Passage, figure: Figure, lang: str) -> bool:
    """Whether a passage stands in a figure's proof, under its title."""
    return any(figure.declaration.title.get(lang, "-") in above for above in passage.context)


def _negated(passage: Passage, item: Find, begin: int, figure: Figure, lang: str) -> Iterator[Claim]:
    if not says(passage.text[begin : item.start], lang, "negations"):
        return
    clause = clauses(passage.text[begin : item.start].removesuffix(f"{item.hedge_text} "), lang, "clause_ends")[-1]
    denied = word_pattern(lang, "negations").search(word_pattern(lang, "negative_hedges").sub("", clause))
    if denied:
        fact = f'says "{denied[0].lower()} ... {item.text}", which denies what {figure.id} is'
        yield ("negated", fact, "say what happened, not what did not")


def _period(
    passage: Passage, item: Find, figure: Figure, span: tuple[int, int], said: Sequence[Find], known: frozenset[str], lang: str
) -> Iterator[Claim]:
    wrong = wrong_period(passage.text, span, item, said, figure, known, lang)
    if wrong and _in_proof(passage, figure, lang):  # the day of the data stands beside
        wrong = wrong_period(passage.text, span, item, said, figure, known, lang, proof=True)
    if wrong:
        own = " to ".join(own_years(figure, lang)) or figure.declaration.label.get(lang, figure.id)
        fact = f'quotes {figure.id} as "{item.text}" in a sentence {wrong}, but it is of {own}'
        yield ("wrong-period", fact, "name its period")


def _counted(text: str, item: Find, figure: Figure, lang: str) -> Iterator[Claim]:
    """The thing behind a count is the thing that the figure counts: "29.4 million euros" are no reports."""
    if item.kind not in ("count", "cardinal"):
        return
    nouns = language(lang).words("counted_nouns")
    behind = _NEXT.match(text, item.end)
    if not behind or behind[1].lower() not in nouns:
        return
    own = {word.lower() for group in figure.declaration.mentions.get(lang, ()) for word in group}
    if behind[1].lower() not in own and own & nouns:
        fact = f'says "{item.text}{behind[0]}" but {figure.id} counts {figure.declaration.unit}'
        yield ("wrong-unit", fact, "name what is counted")


def _level(item: Find, figure: Figure, figures: Figures) -> Iterator[Claim]:
    """A level is not a change: nothing falls "by" it; what rose "to" it was lower before, and what rose "from" it is higher now."""
    if figure.declaration.change or item.direction is None or item.basis not in ("by", "to", "from"):
        return
    if item.basis == "by":
        fact = f'says "by {item.text}" but {figure.id} is what there was, not by how much it changed'
        yield ("by-for-to", fact, 'write "to", or quote the change')
        return
    other = _neighbour(figure, figures, later=item.basis == "from")
    if other is None or other == figure.value:
        return
    before, after = (figure.value, other) if item.basis == "from" else (other, figure.value)
    moved = "down" if after < before else "up"
    if item.direction != moved:
        fact = f'says that it went {item.direction} {item.basis} "{item.text}" but {figure.id} went {moved}'
        yield ("wrong-direction", fact, "use a word for what happened")


def _moved(
    text: str, span: tuple[int, int], item: Find, said: Sequence[Find], figure: Figure, figures: Figures, contexts: Contexts
) -> Iterator[Claim]:
    """What a sentence says of the way to a level agrees with the year before."""
    if figure.declaration.change or "year" not in figure.declaration.rows:
        return
    ways = moves(text, span, item, said, contexts.groups(figure), contexts.lang)
    other = _neighbour(figure, figures, later=False) if ways else None
    if other is None or other == figure.value:
        return
    moved = "down" if figure.value < other else "up"
    if moved not in ways:
        fact = f'says around "{item.text}" that it went {ways.pop()} but {figure.id} went {moved}'
        yield ("wrong-direction", fact, "use a word for what happened")


def _neighbour(figure: Figure, figures: Figures, *, later: bool) -> Fraction | None:
    """The value of the same quantity in the nearest earlier or later year that a figure is declared for."""
    own = figure.declaration
    year = own.rows.get("year")
    if year is None:
        return None
    rest = {k: v for k, v in own.rows.items() if k != "year"}
    years = {}
    for other in figures.declarations.values():
        theirs = other.rows.get("year")
        same = (other.package, other.resource, other.measure) == (own.package, own.resource, own.measure)
        if same and theirs is not None and {k: v for k, v in other.rows.items() if k != "year"} == rest:
            years[theirs] = other.id
    for nearest in sorted((y for y in years if (y > year if later else y < year)), reverse=not later):
        with contextlib.suppress(FaultError):
            return figures.get(years[nearest], None).value
    return None
