"""Issues in the sentence around a correct number: denial, wrong period, wrong direction, wrong speaker, wrong unit.

Each rule reads the sentence around one bound number and yields the claims that contradict the figure.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from macros.check.comparing import without_records
from macros.check.comparisons import UNDECIDED, comparisons
from macros.check.context import Contexts, Sentence, clauses, either, keep_alike, listed, mentions, says, word_pattern
from macros.check.directions import moves
from macros.check.grammar import grammar
from macros.check.model import Binding
from macros.check.periods import headed, wrong_period
from macros.check.quantities import other_quantity
from macros.check.reading import zone_of
from macros.check.restated import find_half, is_restated
from macros.check.speakers import denied, other_speaker
from macros.check.times import is_any, own_periods, say
from macros.check.vocabulary import MEASURE
from macros.figures import Figure
from macros.figures.units import unit_of
from macros.interface import words
from macros.numbers import stress_words
from macros.numbers.periods import find_periods
from macros.structure.periods import Period

Claim = tuple[str, str, str]  # code, fact, remedy

# Signs directly after or before a number that would make another number of it.
_CONTINUES = re.compile(
    r"(?:[.,'\u2019\u202f\u00a0]?\d|\s*(?:%|\u2030|pp\b|ppt\b|bps\b)|[\s-]?(?:percentage[\s-])?points?\b|[\s-]?fold\b)", re.IGNORECASE
)
_BEGINS = re.compile(r"(?:\d[.,]?|\bminus\s+|\bpoint\s+)$", re.IGNORECASE)
_ROOM = 20  # signs quoted before the word for a share
_HARD = re.compile(r"[;:]")
_YEAR = re.compile(r"\d{4}")
_YEARS = re.compile(r"about \d{4}(?:, \d{4})*")  # without other text
_BEHIND = re.compile(r"(?:\s+[^\W\d_]+(?:-[^\W\d_]+)?)*")  # words up to the next stop
_WORD = re.compile(r"[^\W\d_]+")
_FEW = 3  # words after a number within which the counted noun stands
_SHORT = 3  # letters at most of a word in the singular
_STOPS = re.compile(r"[,;:]")
_ENDINGS = ("ss", "us", "is")  # of words in the singular
_PROSE = frozenset({"text", "title", "meta description", "meta og:description", "feed", "card", "document", "alt"})


def claims(sentence: Sentence, end: int, contexts: Contexts, reads: str = "") -> Iterator[Claim]:
    """Yield every issue in the sentence around a number.

    `end` is the offset in the passage at which the number's binding ends, `reads` the author's declaration of how to read the number.
    """
    yield from _continued(sentence, end)
    yield from _attributed(sentence)
    if sentence.passage.in_cell or sentence.passage.surface == "svg":
        yield from other_quantity(sentence, contexts, reads)
        return
    yield from _denied(sentence, contexts)
    timed = _timed(sentence, contexts)
    yield from timed
    yield from other_quantity(sentence, contexts, reads, is_timed=bool(timed))
    yield from _told(sentence, contexts)


@keep_alike
def _denied(sentence: Sentence, contexts: Contexts) -> list[Claim]:
    return [*_negated(sentence), *_spoken(sentence, contexts)]


@keep_alike
def _timed(sentence: Sentence, contexts: Contexts) -> list[Claim]:
    return list(_period(sentence, contexts))


@keep_alike
def _told(sentence: Sentence, contexts: Contexts) -> list[Claim]:
    compared = list(comparisons(sentence, contexts))
    if all(code == UNDECIDED for code, _, _ in compared):
        compared += (*_level(sentence, contexts), *_moved(sentence, contexts))
    return [*_counted(sentence, contexts), *compared, *_points(sentence, contexts), *_roles(sentence, contexts)]


def _continued(sentence: Sentence, end: int) -> Iterator[Claim]:
    text, item, figure = sentence.text, sentence.item, sentence.figure
    after = _CONTINUES.match(text, end)
    before = _BEGINS.search(text[max(0, item.start - 12) : item.start])
    if after or before:
        whole = f"{before[0] if before else ''}{item.text}{after[0] if after else ''}"
        yield ("half-bound", f'says "{whole}", of which only "{item.text}" is {figure.id}', "put the whole wording into figure()")


def _attributed(sentence: Sentence) -> Iterator[Claim]:
    """Yield an issue if a reported value lacks its source in the sentence and in the heading, caption or header above it."""
    passage, figure = sentence.passage, sentence.figure
    said = figure.declaration.attribution.get(sentence.lang, "")
    if not said or figure.declaration.status not in ("reported", "disputed") or passage.surface not in _PROSE:
        return
    if _in_proof(sentence):  # a proof shows the status beside the number
        return
    if not mentions("\n".join((passage.text, *passage.context)), (said,)):
        fact = f'quotes {figure.id} as "{sentence.item.text}" without saying that {said} reports it'
        yield ("unattributed", fact, f"name {said} in the sentence")


def _spoken(sentence: Sentence, contexts: Contexts) -> Iterator[Claim]:
    """Yield an issue if the sentence denies the number or names a speaker other than the figure's source."""
    item, figure = sentence.item, sentence.figure
    if (word := denied(sentence)) and not _is_multiplied(sentence, contexts):
        fact = f'says "{item.text}" with "{word.lower()}", which denies what {figure.id} is'
        yield ("negated", fact, "say what happened, not what did not")
    sources = contexts.sources(figure)
    named = (groups for slot in contexts.slots(figure) if slot.name != MEASURE for groups in slot.vocabulary.groups[slot.name].values())
    subjects = tuple(word for groups in named for group in groups for word in group)
    if figure.declaration.status == "disputed" and not says(sentence.words, sentence.lang, "disputes"):
        sources = tuple(figure.declaration.attribution.values())  # the publisher disputes the value, so is no source of it
    who = other_speaker(sentence, sources, contexts.other_sources(figure), subjects, contexts.names)
    if who and not _in_proof(sentence):
        source = (*sources, "another")[0]
        fact = f'quotes {figure.id} as "{item.text}" by the words of "{who}", but it is published by {source}'
        yield ("wrong-source", fact, "name the source of the figure, or leave out who says it")
    elif figure.declaration.status in ("reported", "disputed") and says(sentence.words, sentence.lang, "own_work"):
        fact = f'quotes {figure.id} as "{item.text}" as computed here, but it is {figure.declaration.status}'
        yield ("wrong-source", fact, "name who reports it")


def _is_multiplied(sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if a multiple before the number relates it to the previous quote: "33.5, almost twice the 17.2"."""
    before = next((each for each in reversed(sentence.own_finds) if each.end <= sentence.item.start), None)
    as_of = None if sentence.figure.newest else sentence.figure.version

    def get(quote: Binding) -> Figure | None:
        return contexts.figures.get(quote.name, as_of) if contexts.figures.is_known(quote.name) else None

    return before is not None and is_restated(sentence.read, before, get)


def _in_proof(sentence: Sentence) -> bool:
    """Return True if the sentence stands in a figure's proof, under its title."""
    return any(sentence.figure.declaration.title.get(sentence.lang, "-") in above for above in sentence.passage.context)


def _negated(sentence: Sentence) -> Iterator[Claim]:
    item, figure, lang = sentence.item, sentence.figure, sentence.lang
    before = sentence.text[sentence.span[0] : item.start]
    # "Not every one of the 555,831 reports" presupposes the number.
    is_given = item.kind in ("count", "cardinal", "amount") and grammar(lang).given.search(before)
    is_undoubted = says(before, lang, "disputes") and says(before, lang, "not_that")
    if not says(before, lang, "negations") or is_given or is_undoubted or find_half(sentence):
        return
    if item.hedge_text:  # a negation inside a bound denies nothing: "did not exceed"
        before = before[: before.rfind(item.hedge_text)] if item.hedge_text in before else before
    clause = clauses(before, lang, "clause_ends", "factives")[-1]
    clause = word_pattern(lang, "negative_hedges").sub("", without_records(clause, lang))
    felt = max((match.end() for match in word_pattern(lang, "feelings").finditer(clause)), default=0)
    denied = word_pattern(lang, "negations").search(clause, felt)
    # es: "apenas representaron el 2 %" is only 2 per cent, "apenas cayeron un 47 %" no fall of 47 per cent.
    if denied and (figure.declaration.change or denied[0].lower() not in stress_words(lang)):
        fact = f'says "{denied[0].lower()} ... {item.text}", which denies what {figure.id} is'
        yield ("negated", fact, "say what happened, not what did not")


def _period(sentence: Sentence, contexts: Contexts) -> Iterator[Claim]:
    figure, lang = sentence.figure, sentence.lang
    known = contexts.periods(figure)
    if contexts.is_end_of_way(sentence):
        return
    wrong = wrong_period(sentence, known)
    if wrong and _in_proof(sentence):  # a proof shows the day of the data beside the number
        wrong = wrong_period(sentence, known, proof=True)
    if wrong:
        periods = own_periods(figure.declaration)
        own = say(periods) or figure.declaration.label.get(lang, figure.id)
        if _YEARS.fullmatch(wrong) and sorted(_YEAR.findall(wrong)) == sorted(_YEAR.findall(own)):  # the order or the kind differs
            own += ", in that order" if len(periods) > 1 else ", and of no other span of time that begins or ends then"
        fact = f'quotes {figure.id} as "{sentence.item.text}" in a sentence {wrong}, but it is of {own}'
        yield ("wrong-period", fact, "name its period")
    elif other := _other_over(sentence, known):
        fact = (
            f'quotes {figure.id} as "{sentence.item.text}" under words about {other}, but it is of {say(own_periods(figure.declaration))}'
        )
        yield ("wrong-period", fact, "name its period")
    elif period := contexts.untold(sentence):
        fact = (
            f'quotes {figure.id} as "{sentence.item.text}" where neither the sentence nor a heading, caption or header mentions "{period}"'
        )
        yield ("wrong-context", fact, "say what the number is of, or quote the figure that is meant")
    elif above := headed(sentence, contexts.when(figure)):
        fact = f'quotes {figure.id} as "{sentence.item.text}" under "{above}", but it is of {say(own_periods(figure.declaration))}'
        yield ("wrong-period", fact, "name its period")


def _other_over(sentence: Sentence, known: frozenset[Period]) -> str:
    """Return the periods in the nearest words above a change if one is the figure's own and another has no data, else ""."""
    own, lang = sentence.own, sentence.lang
    if len(own) < 2 or find_periods(sentence.text, lang):
        return ""
    kinds = {period.kind for period in own}
    for above in reversed(sentence.passage.context):
        if named := [each for each in find_periods(above, lang) if each.kind in kinds]:
            is_other = any(is_any(each, own) for each in named) and not all(is_any(each, known) for each in named)
            return ", ".join(above[each.start : each.end] for each in named) if is_other else ""
    return ""


def _counted(sentence: Sentence, contexts: Contexts) -> Iterator[Claim]:
    """Yield an issue if the noun after a count is nothing counted by the figure: "29.4 million euros" are no reports."""
    text, item, figure = sentence.text, sentence.item, sentence.figure
    measures = figure.declaration.measures()
    has_nouns = any(sentence.lang in measure.nouns for measure in measures)
    if not has_nouns or not all(unit_of(measure.unit).is_count for measure in measures if measure.unit):
        return
    own = contexts.counted(figure)
    for led in word_pattern(sentence.lang, "number_of").finditer(text, zone_of(sentence, contexts)[0], item.start):
        if not _STOPS.search(text, led.end(), item.start) and (foreign := _foreign(text, led.end(), own, contexts, sentence.lang)):
            fact = f'says "{led[0].strip()} {foreign}" with "{item.text}" but {figure.id} counts {figure.declaration.unit}'
            yield ("wrong-unit", fact, "name what is counted")
            return
    if item.kind not in ("count", "cardinal") or not unit_of(figure.declaration.unit).is_count:
        return
    if foreign := _foreign(text, item.end, own, contexts, sentence.lang):
        fact = f'says "{item.text} {foreign}" but {figure.id} counts {figure.declaration.unit}'
        yield ("wrong-unit", fact, "name what is counted")


def _foreign(text: str, at: int, own: frozenset[str], contexts: Contexts, lang: str) -> str:
    """Return the plural after an offset if it is no word of the figure, else ""."""
    behind = _BEHIND.match(text, at)
    for word in _WORD.findall(behind[0].lower() if behind else "")[:_FEW]:
        if word in own or word in listed(lang, "no_nouns"):
            return ""
        if word in contexts.nouns or (word.endswith("s") and len(word) > _SHORT and not word.endswith(_ENDINGS)):
            return str(word)
    return ""


def _level(sentence: Sentence, contexts: Contexts) -> Iterator[Claim]:
    """Yield an issue if a level falls "by" itself, or if a move "to" or "from" it contradicts the neighbouring period's value."""
    item, figure = sentence.item, sentence.figure
    declared = figure.declaration
    if (declared.change and not declared.is_level) or item.direction is None or item.basis not in ("by", "to", "from"):
        return
    if item.basis == "by" and not declared.change:
        fact = f'says "by {item.text}" but {figure.id} is what there was, not by how much it changed'
        yield ("by-for-to", fact, 'write "to", or quote the change')
        return
    other = contexts.neighbour(sentence, later=item.basis == "from") if item.basis != "by" else None
    if other is None or other == figure.value:
        return
    before, after = (figure.value, other) if item.basis == "from" else (other, figure.value)
    moved = "down" if after < before else "up"
    if item.direction != moved:
        fact = f'says that it went {item.direction} {item.basis} "{item.text}" but {figure.id} went {moved}'
        yield ("wrong-direction", fact, "use a word for what happened")


def _moved(sentence: Sentence, contexts: Contexts) -> Iterator[Claim]:
    """Yield an issue if the direction in the words around a level contradicts the previous period."""
    figure = sentence.figure
    if figure.declaration.change or sentence.item.basis == "from" or not sentence.own:
        return
    ways = moves(sentence, zone_of(sentence, contexts), contexts.slots(figure))
    other = contexts.neighbour(sentence, later=False) if ways else None
    if other is None or other == figure.value:
        return
    moved = "down" if figure.value < other else "up"
    if moved not in ways:
        fact = f'says around "{sentence.item.text}" that it went {ways.pop()} but {figure.id} went {moved}'
        yield ("wrong-direction", fact, "use a word for what happened")


def _points(sentence: Sentence, contexts: Contexts) -> Iterator[Claim]:
    """Yield an issue if percentage points are called relative: "in relative terms, the share fell by 2.9 percentage points"."""
    figure, item = sentence.figure, sentence.item
    if figure.declaration.unit != "percentage points":
        return
    begin = max(
        (zone_of(sentence, contexts)[0], *(match.end() for match in _HARD.finditer(sentence.text, sentence.stretch[0], item.start)))
    )
    if says(sentence.text[begin : item.start], sentence.lang, "relative_words"):
        fact = f'quotes {figure.id} as "{item.text}" in words that speak of a relative change and not of percentage points'
        yield ("wrong-context", fact, "quote the relative change, or leave that word out")


def _roles(sentence: Sentence, contexts: Contexts) -> Iterator[Claim]:
    """Yield an issue if a share swaps part and whole: "the Danish share of all deaths" is no "all share of Danish deaths"."""
    figure, text, lang = sentence.figure, sentence.text, sentence.lang
    whole = figure.declaration.of
    for slot in contexts.slots(figure):
        part = figure.declaration.where.get(slot.name, "")
        if slot.name not in whole or part in ("", whole[slot.name]):
            continue
        named = {(each.start, each.end): each.key for each in slot.vocabulary.read(text) if each.slot == slot.name}
        zone = zone_of(sentence, contexts)
        for share in _shares(lang).finditer(text, *zone):
            before = next((key for (_, end), key in named.items() if end <= share.start() and not text[end : share.start()].strip()), "")
            if before == whole[slot.name]:
                yield _of_another(sentence, text[max(zone[0], share.start() - _ROOM) : share.end()].strip())


def _of_another(sentence: Sentence, said: str) -> Claim:
    figure = sentence.figure
    fact = f'quotes {figure.id} as "{sentence.item.text}" in "{said} ...", which takes the part for the whole'
    return "wrong-context", fact, "say of what it is a part"


@functools.cache
def _shares(lang: str) -> re.Pattern[str]:
    """Return a pattern for the words for a share."""
    return re.compile(rf"(?<!\w)(?:{either(map(str, words(lang)['called']['percentage_point_change'][0]))})(?!\w)", re.IGNORECASE)
