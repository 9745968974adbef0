"""Issues in the sentence around a correct number: denial, wrong period, wrong direction, wrong speaker, wrong unit.

Each rule reads the sentence around one bound number and yields the claims that contradict the figure.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from macros.claims.comparative_words import remove_records
from macros.claims.comparisons import UNDECIDED, find_comparison_issues
from macros.claims.context import (
    Contexts,
    Sentence,
    compile_word_list,
    has_listed_word,
    has_word,
    join_alternatives,
    keep_alike,
    list_words,
    split_clauses,
)
from macros.claims.directions import find_directions
from macros.claims.grammar import load_grammar
from macros.claims.other_quantities import check_quantity_words
from macros.claims.passage import Binding, IssueParts
from macros.claims.periods import find_heading_period, find_period_problem
from macros.claims.reading import find_zone
from macros.claims.restated import find_half, is_restated
from macros.claims.speakers import find_denial, find_other_speaker
from macros.claims.times import find_own_periods, format_periods, is_any_period
from macros.claims.vocabulary import MEASURE
from macros.figures import Figure
from macros.figures.units import unit_of
from macros.interface import read_interface_words
from macros.numbers import stress_words
from macros.numbers.grammar.periods import find_periods
from macros.structure.periods import Period

# Signs directly after or before a number that would make another number of it.
_NUMBER_CONTINUATION = re.compile(
    r"(?:[.,'\u2019\u202f\u00a0]?\d|\s*(?:%|\u2030|pp\b|ppt\b|bps\b)|[\s-]?(?:percentage[\s-])?points?\b|[\s-]?fold\b)", re.IGNORECASE
)
_NUMBER_BEGINNING = re.compile(r"(?:\d[.,]?|\bminus\s+|\bpoint\s+)$", re.IGNORECASE)
_SHARE_REACH = 20  # signs quoted before the word for a share
_HARD_STOP = re.compile(r"[;:]")
_YEAR = re.compile(r"\d{4}")
_YEARS = re.compile(r"about \d{4}(?:, \d{4})*")  # without other text
_WORDS_BEHIND = re.compile(r"(?:\s+[^\W\d_]+(?:-[^\W\d_]+)?)*")  # words up to the next stop
_WORD = re.compile(r"[^\W\d_]+")
_NOUN_REACH = 3  # words after a number within which the counted noun stands
_MAX_SHORT_WORD = 3  # letters at most of a word in the singular
_STOPS = re.compile(r"[,;:]")
_SINGULAR_ENDINGS = ("ss", "us", "is")  # of words in the singular
_PROSE_SURFACES = frozenset({"text", "title", "meta description", "meta og:description", "feed", "card", "document", "alt"})


def find_issues(sentence: Sentence, end: int, contexts: Contexts, reads: str = "") -> Iterator[IssueParts]:
    """Yield every issue in the sentence around a number.

    `end` is the offset in the passage at which the number's binding ends, `reads` the author's declaration of how to read the number.
    """
    yield from _check_continuation(sentence, end)
    yield from _check_attribution(sentence)
    if sentence.passage.is_in_cell or sentence.passage.surface == "svg":
        yield from check_quantity_words(sentence, contexts, reads)
        return
    yield from _denied(sentence, contexts)
    timed = _timed(sentence, contexts)
    yield from timed
    yield from check_quantity_words(sentence, contexts, reads, is_timed=bool(timed))
    yield from _told(sentence, contexts)


@keep_alike
def _denied(sentence: Sentence, contexts: Contexts) -> list[IssueParts]:
    return [*_check_negation(sentence), *_check_speaker(sentence, contexts)]


@keep_alike
def _timed(sentence: Sentence, contexts: Contexts) -> list[IssueParts]:
    return list(_check_period(sentence, contexts))


@keep_alike
def _told(sentence: Sentence, contexts: Contexts) -> list[IssueParts]:
    compared = list(find_comparison_issues(sentence, contexts))
    if all(code == UNDECIDED for code, _, _ in compared):
        compared += (*_check_level(sentence, contexts), *_check_movement(sentence, contexts))
    return [
        *_check_counted_noun(sentence, contexts),
        *compared,
        *_check_percentage_points(sentence, contexts),
        *_check_whole(sentence, contexts),
    ]


def _check_continuation(sentence: Sentence, end: int) -> Iterator[IssueParts]:
    text, item, figure = sentence.text, sentence.quantity, sentence.figure
    after = _NUMBER_CONTINUATION.match(text, end)
    before = _NUMBER_BEGINNING.search(text[max(0, item.start - 12) : item.start])
    if after or before:
        whole = f"{before[0] if before else ''}{item.text}{after[0] if after else ''}"
        yield ("half-bound", f'says "{whole}", of which only "{item.text}" is {figure.id}', "put the whole wording into figure()")


def _check_attribution(sentence: Sentence) -> Iterator[IssueParts]:
    """Yield an issue if a reported value lacks its source in the sentence and in the heading, caption or header above it."""
    passage, figure = sentence.passage, sentence.figure
    said = figure.declaration.attribution.get(sentence.lang, "")
    if not said or figure.declaration.status not in ("reported", "disputed") or passage.surface not in _PROSE_SURFACES:
        return
    if _is_in_proof(sentence):  # a proof shows the status beside the number
        return
    if not has_word("\n".join((passage.text, *passage.context)), (said,)):
        fact = f'quotes {figure.id} as "{sentence.quantity.text}" without saying that {said} reports it'
        yield ("unattributed", fact, f"name {said} in the sentence")


def _check_speaker(sentence: Sentence, contexts: Contexts) -> Iterator[IssueParts]:
    """Yield an issue if the sentence denies the number or names a speaker other than the figure's source."""
    item, figure = sentence.quantity, sentence.figure
    if (word := find_denial(sentence)) and not _is_multiplied(sentence, contexts):
        fact = f'says "{item.text}" with "{word.lower()}", which denies what {figure.id} is'
        yield ("negated", fact, "say what happened, not what did not")
    sources = contexts.list_sources(figure)
    named = (groups for slot in contexts.get_slots(figure) if slot.name != MEASURE for groups in slot.vocabulary.groups[slot.name].values())
    subjects = tuple(word for groups in named for group in groups for word in group)
    if figure.declaration.status == "disputed" and not has_listed_word(sentence.sentence_text, sentence.lang, "disputes"):
        sources = tuple(figure.declaration.attribution.values())  # the publisher disputes the value, so is no source of it
    who = find_other_speaker(sentence, sources, contexts.list_other_sources(figure), subjects, contexts.title_words)
    if who and not _is_in_proof(sentence):
        source = (*sources, "another")[0]
        fact = f'quotes {figure.id} as "{item.text}" by the words of "{who}", but it is published by {source}'
        yield ("wrong-source", fact, "name the source of the figure, or leave out who says it")
    elif figure.declaration.status in ("reported", "disputed") and has_listed_word(sentence.sentence_text, sentence.lang, "own_work"):
        fact = f'quotes {figure.id} as "{item.text}" as computed here, but it is {figure.declaration.status}'
        yield ("wrong-source", fact, "name who reports it")


def _is_multiplied(sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if a multiple before the number relates it to the previous quote: "33.5, almost twice the 17.2"."""
    before = next((each for each in reversed(sentence.own_quantities) if each.end <= sentence.quantity.start), None)
    as_of = None if sentence.figure.is_newest else sentence.figure.version

    def get_figure(quote: Binding) -> Figure | None:
        return contexts.figures.get(quote.name, as_of) if contexts.figures.is_known(quote.name) else None

    return before is not None and is_restated(sentence.analysed_text, before, get_figure)


def _is_in_proof(sentence: Sentence) -> bool:
    """Return True if the sentence stands in a figure's proof, under its title."""
    return any(sentence.figure.declaration.title.get(sentence.lang, "-") in above for above in sentence.passage.context)


def _check_negation(sentence: Sentence) -> Iterator[IssueParts]:
    item, figure, lang = sentence.quantity, sentence.figure, sentence.lang
    before = sentence.text[sentence.span[0] : item.start]
    # "Not every one of the 555,831 reports" presupposes the number.
    is_given = item.kind in ("count", "cardinal", "amount") and load_grammar(lang).given.search(before)
    is_undoubted = has_listed_word(before, lang, "disputes") and has_listed_word(before, lang, "not_that")
    if not has_listed_word(before, lang, "negations") or is_given or is_undoubted or find_half(sentence):
        return
    if item.hedge_text:  # a negation inside a bound denies nothing: "did not exceed"
        before = before[: before.rfind(item.hedge_text)] if item.hedge_text in before else before
    clause = split_clauses(before, lang, "clause_ends", "factives")[-1]
    clause = compile_word_list(lang, "negative_hedges").sub("", remove_records(clause, lang))
    felt = max((match.end() for match in compile_word_list(lang, "feelings").finditer(clause)), default=0)
    denied = compile_word_list(lang, "negations").search(clause, felt)
    # es: "apenas representaron el 2 %" is only 2 per cent, "apenas cayeron un 47 %" no fall of 47 per cent.
    if denied and (figure.declaration.is_change or denied[0].lower() not in stress_words(lang)):
        fact = f'says "{denied[0].lower()} ... {item.text}", which denies what {figure.id} is'
        yield ("negated", fact, "say what happened, not what did not")


def _check_period(sentence: Sentence, contexts: Contexts) -> Iterator[IssueParts]:
    figure, lang = sentence.figure, sentence.lang
    known = contexts.list_periods(figure)
    if contexts.is_end_of_change(sentence):
        return
    wrong = find_period_problem(sentence, known)
    if wrong and _is_in_proof(sentence):  # a proof shows the day of the data beside the number
        wrong = find_period_problem(sentence, known, proof=True)
    if wrong:
        periods = find_own_periods(figure.declaration)
        own = format_periods(periods) or figure.declaration.label.get(lang, figure.id)
        if _YEARS.fullmatch(wrong) and sorted(_YEAR.findall(wrong)) == sorted(_YEAR.findall(own)):  # the order or the kind differs
            own += ", in that order" if len(periods) > 1 else ", and of no other span of time that begins or ends then"
        fact = f'quotes {figure.id} as "{sentence.quantity.text}" in a sentence {wrong}, but it is of {own}'
        yield ("wrong-period", fact, "name its period")
    elif other := _find_other_period_above(sentence, known):
        own = format_periods(find_own_periods(figure.declaration))
        fact = f'quotes {figure.id} as "{sentence.quantity.text}" under words about {other}, but it is of {own}'
        yield ("wrong-period", fact, "name its period")
    elif period := contexts.find_unsaid_period(sentence):
        said = f'quotes {figure.id} as "{sentence.quantity.text}"'
        fact = f'{said} where neither the sentence nor a heading, caption or header mentions "{period}"'
        yield ("wrong-context", fact, "say what the number is of, or quote the figure that is meant")
    elif above := find_heading_period(sentence, contexts.get_figure_period(figure)):
        own = format_periods(find_own_periods(figure.declaration))
        fact = f'quotes {figure.id} as "{sentence.quantity.text}" under "{above}", but it is of {own}'
        yield ("wrong-period", fact, "name its period")


def _find_other_period_above(sentence: Sentence, known: frozenset[Period]) -> str:
    """Return the periods in the nearest words above a change if one is the figure's own and another has no data, else ""."""
    own, lang = sentence.figure_periods, sentence.lang
    if len(own) < 2 or find_periods(sentence.text, lang):
        return ""
    kinds = {period.kind for period in own}
    for above in reversed(sentence.passage.context):
        if named := [each for each in find_periods(above, lang) if each.kind in kinds]:
            is_other = any(is_any_period(each, own) for each in named) and not all(is_any_period(each, known) for each in named)
            return ", ".join(above[each.start : each.end] for each in named) if is_other else ""
    return ""


def _check_counted_noun(sentence: Sentence, contexts: Contexts) -> Iterator[IssueParts]:
    """Yield an issue if the noun after a count is nothing counted by the figure: "29.4 million euros" are no reports."""
    text, item, figure = sentence.text, sentence.quantity, sentence.figure
    measures = figure.declaration.measures
    has_nouns = any(sentence.lang in measure.nouns for measure in measures)
    if not has_nouns or not all(unit_of(measure.unit).is_count for measure in measures if measure.unit):
        return
    own = contexts.find_counted_words(figure)
    for led in compile_word_list(sentence.lang, "number_of").finditer(text, find_zone(sentence, contexts)[0], item.start):
        if not _STOPS.search(text, led.end(), item.start) and (
            foreign := _find_foreign_noun(text, led.end(), own, contexts, sentence.lang)
        ):
            fact = f'says "{led[0].strip()} {foreign}" with "{item.text}" but {figure.id} counts {figure.declaration.unit}'
            yield ("wrong-unit", fact, "name what is counted")
            return
    if item.kind not in ("count", "cardinal") or not unit_of(figure.declaration.unit).is_count:
        return
    if foreign := _find_foreign_noun(text, item.end, own, contexts, sentence.lang):
        fact = f'says "{item.text} {foreign}" but {figure.id} counts {figure.declaration.unit}'
        yield ("wrong-unit", fact, "name what is counted")


def _find_foreign_noun(text: str, at: int, own: frozenset[str], contexts: Contexts, lang: str) -> str:
    """Return the plural after an offset if it is no word of the figure, else ""."""
    behind = _WORDS_BEHIND.match(text, at)
    for word in _WORD.findall(behind[0].lower() if behind else "")[:_NOUN_REACH]:
        if word in own or word in list_words(lang, "no_nouns"):
            return ""
        if word in contexts.countable_nouns or (
            word.endswith("s") and len(word) > _MAX_SHORT_WORD and not word.endswith(_SINGULAR_ENDINGS)
        ):
            return str(word)
    return ""


def _check_level(sentence: Sentence, contexts: Contexts) -> Iterator[IssueParts]:
    """Yield an issue if a level falls "by" itself, or if a move "to" or "from" it contradicts the neighbouring period's value."""
    item, figure = sentence.quantity, sentence.figure
    declared = figure.declaration
    if (declared.is_change and not declared.is_level) or item.direction is None or item.basis not in ("by", "to", "from"):
        return
    if item.basis == "by" and not declared.is_change:
        fact = f'says "by {item.text}" but {figure.id} is what there was, not by how much it changed'
        yield ("by-for-to", fact, 'write "to", or quote the change')
        return
    other = contexts.find_neighbour_value(sentence, later=item.basis == "from") if item.basis != "by" else None
    if other is None or other == figure.value:
        return
    before, after = (figure.value, other) if item.basis == "from" else (other, figure.value)
    moved = "down" if after < before else "up"
    if item.direction != moved:
        fact = f'says that it went {item.direction} {item.basis} "{item.text}" but {figure.id} went {moved}'
        yield ("wrong-direction", fact, "use a word for what happened")


def _check_movement(sentence: Sentence, contexts: Contexts) -> Iterator[IssueParts]:
    """Yield an issue if the direction in the words around a level contradicts the previous period."""
    figure = sentence.figure
    if figure.declaration.is_change or sentence.quantity.basis == "from" or not sentence.figure_periods:
        return
    ways = find_directions(sentence, find_zone(sentence, contexts), contexts.get_slots(figure))
    other = contexts.find_neighbour_value(sentence, later=False) if ways else None
    if other is None or other == figure.value:
        return
    moved = "down" if figure.value < other else "up"
    if moved not in ways:
        fact = f'says around "{sentence.quantity.text}" that it went {ways.pop()} but {figure.id} went {moved}'
        yield ("wrong-direction", fact, "use a word for what happened")


def _check_percentage_points(sentence: Sentence, contexts: Contexts) -> Iterator[IssueParts]:
    """Yield an issue if percentage points are called relative: "in relative terms, the share fell by 2.9 percentage points"."""
    figure, item = sentence.figure, sentence.quantity
    if figure.declaration.unit != "percentage points":
        return
    begin = max(
        (find_zone(sentence, contexts)[0], *(match.end() for match in _HARD_STOP.finditer(sentence.text, sentence.stretch[0], item.start)))
    )
    if has_listed_word(sentence.text[begin : item.start], sentence.lang, "relative_words"):
        fact = f'quotes {figure.id} as "{item.text}" in words that speak of a relative change and not of percentage points'
        yield ("wrong-context", fact, "quote the relative change, or leave that word out")


def _check_whole(sentence: Sentence, contexts: Contexts) -> Iterator[IssueParts]:
    """Yield an issue if a share swaps part and whole: "the Danish share of all deaths" is no "all share of Danish deaths"."""
    figure, text, lang = sentence.figure, sentence.text, sentence.lang
    whole = figure.declaration.of
    for slot in contexts.get_slots(figure):
        part = figure.declaration.where.get(slot.name, "")
        if slot.name not in whole or part in ("", whole[slot.name]):
            continue
        named = {(each.start, each.end): each.key for each in slot.vocabulary.read(text) if each.slot == slot.name}
        zone = find_zone(sentence, contexts)
        for share in _compile_shares(lang).finditer(text, *zone):
            before = next((key for (_, end), key in named.items() if end <= share.start() and not text[end : share.start()].strip()), "")
            if before == whole[slot.name]:
                yield _make_whole_issue(sentence, text[max(zone[0], share.start() - _SHARE_REACH) : share.end()].strip())


def _make_whole_issue(sentence: Sentence, said: str) -> IssueParts:
    figure = sentence.figure
    fact = f'quotes {figure.id} as "{sentence.quantity.text}" in "{said} ...", which takes the part for the whole'
    return "wrong-context", fact, "say of what it is a part"


@functools.cache
def _compile_shares(lang: str) -> re.Pattern[str]:
    """Return a pattern for the words for a share."""
    return re.compile(
        rf"(?<!\w)(?:{join_alternatives(map(str, read_interface_words(lang)['called']['percentage_point_change'][0]))})(?!\w)",
        re.IGNORECASE,
    )
