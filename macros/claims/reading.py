"""Reading of a sentence: the code of each dimension and the period that its words give to one number.

Words count in this order: those in the quote itself; the list member at the number's place ("A and B numbered 1 and 2"), or the one meant
by "the former" and "the latter"; the number's part of the sentence, between commas; its clause; the rest of its zone; earlier words of the
sentence; the other sentences; the words above, the nearest first. Compared or excepted values ("fewer than in Sweden") count only where
nothing else is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from macros.claims.analysed_text import Range, find_sentence_before, select_within
from macros.claims.axes import COMPARED, DOUBTFUL, PLAIN, WITHIN, Axis, CodeAxis, Mention, PeriodAxis
from macros.claims.context import Contexts, Sentence, find_rival_behind, keep_alike
from macros.claims.grammar import HARD
from macros.claims.restated import find_half
from macros.claims.times import find_own_periods, format_periods
from macros.claims.vocabulary import MEASURE, Slot
from macros.claims.wholes import find_larger
from macros.claims.zones import NumberZones, SentenceCuts, find_numbers, is_time_range, mask_spans
from macros.figures import Figure
from macros.structure import Dimension

_OPENING_BRACKET = re.compile(r"\s+\(\s*")
_NEAR_LEVELS = frozenset({"quote", "list", "part"})
"""The levels nearest to a number."""
_UNNAMED = frozenset({"total", "half"})
"""Levels without a name: "in all" for a total, "half of them waited no longer than" for a median."""


class Reading(NamedTuple):
    """The value of one dimension for a number, as its words give it.

    `rival` holds words for a value other than the figure's. `is_named` is False without any value. `level` is the place of the
    words, and `mentions` their mentions in `text`.
    """

    is_named: bool
    rival: str = ""
    level: str = ""
    mentions: Sequence[Mention] = ()
    text: str = ""


def read_axis(axis: Axis, at: int, sentence: Sentence, zones: NumberZones) -> Reading:
    """Return the value of a dimension for a number. `at` is the index of the dimension among the axes."""
    reading, is_sure = sentence.memoize(f"reading {at}", lambda: _read_within_sentence(axis, at, sentence, zones))
    around = reading if is_sure else _read_around(axis, sentence)
    return around if around.is_named or not reading.is_named else reading


def _read_within_sentence(axis: Axis, at: int, sentence: Sentence, zones: NumberZones) -> tuple[Reading, bool]:
    """Return the reading within the sentence, and False if the sentences around it take precedence."""
    text, mentions = sentence.text, _rank_mentions(axis, at, zones)
    if axis.has_heads and find_half(sentence):
        return Reading(is_named=True, level="half"), True
    start, end = zones.numbers[zones.number_index]
    if quoted := [each for each in mentions if start <= each.start < end]:
        return _judge_level(axis, quoted, text, "quote"), True
    led = [each for each in mentions if _OPENING_BRACKET.fullmatch(text, each.end, start)] if zones.is_alone_in_brackets() else []
    if (reading := _judge_level(axis, led, text, "part")).is_named:  # "than in Denmark (134)"
        return reading, True
    begin, stop = zones.part
    is_in_part = any(begin <= each.start < stop for each in mentions)
    if axis.is_total and zones.grammar.in_total.search(text, begin, stop) and not is_in_part:
        return Reading(is_named=True, level="total"), True
    if zones.counterpart and not _is_said(mentions, zones):
        if other := _other_side(mentions, zones):
            return _judge_level(axis, [other], text, "list"), True
        reading, is_sure = _read_within_sentence(axis, at, sentence, zones.counterpart)
        if reading.is_named:
            return reading, is_sure
    if listed := _find_list_member(mentions, at, axis, sentence, zones):
        return _judge_level(axis, [each for each in mentions if each.start == listed.start], text, "list"), True
    own, others = (
        zones.list_stretches(),
        [("companion", each) for each in zones.companion_zones if not (axis.is_time and zones.is_before_base())],
    )
    if axis.has_heads and zones.grammar.of_them.match(text, end):  # "30% more of them" refers back
        own = ()
    if axis.has_heads and zones.is_part():
        own = (("part", zones.find_next_zone()),)
    if axis.has_heads and (base := zones.find_base(mentions)):  # "Of all files, 2.1% were in Danish letters"
        return _judge_level(axis, [each for each in mentions if each.start == base.start], text, "clause"), True
    led = [each for each in mentions if zones.is_antecedent(each, axis)]
    if led and not is_in_part:
        return _judge_level(axis, led, text, "part"), True
    # "134 out of 352": the second number is of the whole.
    outer = (*own, *others, ("before", (zones.span[0], zones.zone[0])))
    whole, outer = "", own if axis.is_total and zones.is_whole() else outer
    for rank, levels in ((PLAIN, own), (COMPARED, outer)):
        for level, (begin, stop) in levels:
            found = [each for each in mentions if begin <= each.start and each.end <= stop and each.rank <= rank]
            if (
                axis.is_time and sentence.figure.declaration.is_change
            ):  # "in 2023 food was 9.8% dearer than the year before, energy ...": what that is compared with tells no time
                found = [each for each in found if not each.rank] or found
            reading = _judge_level(axis, found, text, level)
            if (
                level == "part"
                and reading.is_named
                and not zones.is_whole()
                and (part := axis.find_part(_select_inside(found, end, stop), text))
            ):
                return reading._replace(rival=part), True
            if reading.is_named:
                return reading, True
            whole = whole or (axis.find_whole(found, text) if rank == PLAIN else "")
    if whole:
        return Reading(True, whole, "sentence"), True
    later = [each for each in mentions if zones.zone[1] <= each.start < zones.span[1]]
    if axis.judge_mentions(later, text) == "":
        return Reading(is_named=True, level="behind"), True
    last = (_judge_level(axis, _select_inside(mentions, *stretch), text, level) for level, stretch in outer)
    return next((each for each in last if each.is_named), Reading(is_named=False)), False


def _select_inside(mentions: Sequence[Mention], begin: int, end: int) -> list[Mention]:
    return [each for each in mentions if begin <= each.start and each.end <= end]


class SentenceReading(NamedTuple):
    """The axes and zones of one number in its sentence."""

    code_axes: list[CodeAxis]
    period_axes: list[PeriodAxis]
    zones: NumberZones


def _get_sentence_reading(sentence: Sentence, contexts: Contexts) -> SentenceReading:
    """Return the memoised reading of a sentence, shared by all rules."""
    return sentence.memoize("claim", lambda: _make_sentence_reading(sentence, contexts))


def _make_sentence_reading(sentence: Sentence, contexts: Contexts) -> SentenceReading:
    figure, item = sentence.figure, sentence.quantity
    codes = contexts.keep(("axes", figure.id), lambda: _make_code_axes(figure, contexts))
    when = contexts.get_figure_period(figure)
    times = [PeriodAxis(when, sentence.named_times)] if when else []
    axes: list[Axis] = [*codes, *times]
    numbers = find_numbers(sentence)
    # Cut once for all numbers of a sentence with the same vocabularies.
    words = (id(sentence.named_times) if times else 0, *((id(each.slot.vocabulary), each.slot.name) for each in codes))
    cuts = sentence.analysed_text.memoize(
        ("cuts", sentence.span, sentence.stock_period_kind, numbers, words), lambda: SentenceCuts(sentence, numbers, axes)
    )
    return SentenceReading(codes, times, NumberZones(cuts, item.start))


def _make_code_axes(figure: Figure, contexts: Contexts) -> list[CodeAxis]:
    dimensions = figure.declaration.structure.dimensions
    slots = [slot for slot in contexts.get_slots(figure) if slot.required_keys and (slot.name == MEASURE or slot.name in dimensions)]
    others = contexts.find_other_unit_measures(figure)
    wholes = (find_wholes(slot, dimensions.get(slot.name)) for slot in slots)
    return [CodeAxis(slot, whole, others if slot.name == MEASURE else frozenset()) for slot, whole in zip(slots, wholes, strict=True)]


def find_zones(sentence: Sentence, contexts: Contexts) -> NumberZones:
    """Return the sentence of a number, cut into the zones of its numbers."""
    return _get_sentence_reading(sentence, contexts).zones


def read_all_axes(sentence: Sentence, contexts: Contexts) -> dict[Axis, Reading]:
    """Return the reading of each dimension of a number in prose."""
    codes, times, zones = _get_sentence_reading(sentence, contexts)
    axes: list[Axis] = [*codes, *times]
    return {axis: read_axis(axis, at, sentence, zones) for at, axis in enumerate(axes)}


def find_zone(sentence: Sentence, contexts: Contexts) -> Range:
    """Return the start and end of the words about a number in its sentence."""
    return find_zones(sentence, contexts).zone


@keep_alike
def find_context_problem(sentence: Sentence, contexts: Contexts) -> str:
    """Return the problem with the words around a number in prose, or ""."""
    figure, text = sentence.figure, sentence.text
    axes, times, zones = _get_sentence_reading(sentence, contexts)
    when = times[0].figure_period if times else None
    readings = {axis.slot: read_axis(axis, at, sentence, zones) for at, axis in enumerate(axes)}
    missing = []
    unsaid = [slot for slot, reading in readings.items() if slot.is_total and not reading.is_named]
    # "Granted protection in 6,084 cases": a word for the whole right after is no rival if its part is named beside it.
    named = {axis.slot: axis.whole_codes for axis in axes if not readings[axis.slot].rival and readings[axis.slot].level in _NEAR_LEVELS}
    for slot in contexts.get_slots(figure):
        if word := find_rival_behind(slot, sentence, contexts, named.get(slot, ())):
            return f'in words that speak of "{word}" and not of "{next(slot.list_own_words(), "")}"'
    for slot, reading in readings.items():
        if word := reading.rival:
            return f'in words that speak of "{word}" and not of "{next(slot.list_own_words(), "")}"'
        # "Denmark had 134 road deaths" is of both sexes. "134 deaths" is of all places if no other total is unsaid.
        said = [each for each, other in readings.items() if other.is_named and (len(unsaid) == 1 or each.name != MEASURE)]
        if not reading.is_named and not (slot in unsaid and said) and not _is_continued(slot, sentence, contexts):
            missing.append(slot.find_missing("") or next(slot.list_own_words()))
    if word := _find_other_base(sentence, zones, axes):
        return f'as a change from "{word}", but it is one from the same in another time'
    if word := _find_wrong_whole(sentence, zones, axes, contexts):
        return f'of "{word}", but it is a share of another whole'
    asked = (
        slot
        for slot in contexts.get_slots(figure)
        if slot not in readings or (readings[slot].is_named and readings[slot].level not in _UNNAMED)
    )
    lacking = [slot for slot in asked if slot.find_missing(text)]
    missing += [word for slot in lacking if (word := slot.find_missing("\n".join((text, *sentence.passage.context))))]
    if missing:
        listed_ = " and ".join(f'"{word}"' for word in missing)
        return f"where neither the sentence nor a heading, caption or header mentions {listed_}"
    for axis in times:
        reading = read_axis(axis, len(axes), sentence, zones)
        if reading.rival and (reading.level in ("quote", "part") or not contexts.is_end_of_change(sentence)):
            return f'in words that speak of "{reading.rival}" and not of "{when}"'
    if word := _find_later_start(sentence, contexts, times):
        return f'as what a change led to, but it came from "{word}", which is later'
    if word := _find_uneven_list(zones):
        return f'with "{word}", but no list in the sentence has as many members as there are numbers'
    return ""


def find_wholes(slot: Slot, dimension: Dimension | None) -> frozenset[str]:
    """Return the codes that contain a figure's code. They count as no other value."""
    if dimension is None or dimension.codelist is None or slot.name == MEASURE:
        return frozenset()
    codelist = dimension.codelist
    totals = {code.id for code in codelist.codes.values() if code.is_total}
    return frozenset(totals.union(*(codelist.find_wholes(code) for code in slot.own_keys if code in codelist.codes))) - slot.own_keys


def _find_other_base(sentence: Sentence, zones: NumberZones, axes: Sequence[CodeAxis]) -> str:
    """Return the words for another thing compared with a change, right after it ("47% lower than the files"), or ""."""
    text, end = sentence.text, zones.numbers[zones.number_index][1]
    if not sentence.figure.declaration.is_change:
        return ""
    for axis in axes:
        for each in select_within(axis.find_mentions(text), end, zones.span[1]):
            gap = mask_spans(text, end, each.start, zones.mention_spans)
            if gap and axis.judge_mentions([each], text) and zones.grammar.than.fullmatch(gap):
                return text[each.start : each.end]
    return ""


def _find_wrong_whole(sentence: Sentence, zones: NumberZones, axes: Sequence[CodeAxis], contexts: Contexts) -> str:
    """Return the words that take the part of a share for its whole ("Of Danish deaths, 1.89% ..."), or ""."""
    declared, text, begin = sentence.figure.declaration, sentence.text, zones.clause[0]
    behind = zones.grammar.base.match(text, sentence.quantity.end)
    if behind and declared.unit == "percent" and not declared.is_change:
        for axis in axes:  # "just under 10 percent of image-based referrals are relevant"
            if word := axis.judge_mentions(
                [each for each in axis.find_mentions(text) if behind.end() <= each.start and each.end <= zones.part[1]], text
            ):
                return word
    if declared.operation.name != "share":
        return ""
    if word := find_larger(sentence, contexts, zones.grammar.base):
        return word
    named = [(each.start, each.end) for mentions in zones.sentence_cuts.mentions_by_axis[: len(axes)] for each in mentions]
    is_led = not behind and zones.number_index == 0 and zones.grammar.base.match(text, begin) is not None
    for axis in axes if is_led else ():  # "Of all decisions, 92.3% granted protection to Syrians"
        own = [each for each in axis.find_mentions(text) if axis.judge_mentions([each], text) == ""]
        if axis.slot.name not in (MEASURE, *declared.of) and not axis.is_total and own and own[0].start >= sentence.quantity.end:
            return text[begin : sentence.quantity.start].strip(" ,")
    for axis in axes:
        whole, part = declared.of.get(axis.slot.name), declared.where.get(axis.slot.name)
        for each in select_within(axis.find_mentions(text), begin, zones.span[1]) if whole and part != whole else ():
            first = sentence.quantity.end if each.start >= sentence.quantity.end else begin
            is_phrase = " " in text[each.start : each.end]  # "92.3% of their cases ended in protection"
            if is_phrase and any(other.value == whole and first <= other.start < each.start for other in axis.find_mentions(text)):
                continue
            if each.value == part and zones.grammar.base.fullmatch(mask_spans(text, first, each.start, named)):
                return text[each.start : each.end]
    return ""


def _is_continued(slot: Slot, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if the previous number is of the same thing, which thus needs no word: "3,415 GWh, which was 4.5% more"."""
    figure = _find_previous_figure(sentence, contexts)
    if figure is None:
        return False
    others = [each for each in contexts.get_slots(figure) if each.name == slot.name]
    is_by_unit = slot.name == MEASURE and not others and figure.declaration.source == sentence.figure.declaration.source
    return is_by_unit or any(each.own_keys == slot.own_keys for each in others)


def _find_previous_figure(sentence: Sentence, contexts: Contexts) -> Figure | None:
    """Return the figure of the previous number, with the values of this one."""
    before = [binding.name for _, end, binding in sentence.passage.spans if end <= sentence.quantity.start and binding.kind == "figure"]
    declared = contexts.figures.find_declaration(before[-1]) if before and contexts.figures.is_known(before[-1]) else None
    return replace(sentence.figure, declaration=declared) if declared else None


def _find_later_start(sentence: Sentence, contexts: Contexts, times: Sequence[PeriodAxis]) -> str:
    """Return the start of a change if it is later than its end ("from 352 to 389" of 2023 and 2022), or ""."""
    before = _find_previous_figure(sentence, contexts) if times and sentence.quantity.basis == "to" else None
    first = find_own_periods(before.declaration) if before else ()
    return format_periods(first) if len(first) == 1 and first[0].first > times[0].figure_period.own_period.last else ""


def _find_uneven_list(zones: NumberZones) -> str:
    """Return the word for "respectively" if no list is as long as the list of numbers, else ""."""
    match = zones.grammar.in_order.search(zones.text, *zones.span)
    count, _ = zones.run
    if not match or count < 2 or zones.number_index + 1 >= 2 * count - 1 or any(len(each) == count for each in zones.all_lists):
        return ""
    return match[0]


def _judge_level(axis: Axis, found: Sequence[Mention], text: str, level: str) -> Reading:
    rival = axis.judge_mentions(found, text) if found else None
    return Reading(rival is not None, rival or "", level, found, text)


def _find_list_member(mentions: Sequence[Mention], at: int, axis: Axis, sentence: Sentence, zones: NumberZones) -> Mention | None:
    """Return the list member at the number's place in equally long lists, or the one meant by "the former" or "the latter"."""
    start, text = zones.numbers[zones.number_index][0], zones.text
    if zones.run[0] > 1 and (found := _find_at_place(mentions, at, zones)):
        return found
    begin, end = zones.zone
    if any(begin <= each.start < end for each in mentions):
        return None
    for which, pattern in enumerate(zones.grammar.pair):
        if pattern.search(text, begin, end):
            two = {text[each.start : each.end].lower(): each for each in reversed(mentions) if each.end <= start and each.rank != COMPARED}
            return sorted(two.values())[which] if len(two) == 2 else None
    return None


def _other_side(mentions: Sequence[Mention], zones: NumberZones) -> Mention | None:
    """Return what a list is of that another is set against: "less at A than at B: 17.2 of this and 7.9 of that, against 33.5 and 12.3"."""
    if zones.set_against < 0:
        return None
    before = [each for each in mentions if each.start < zones.numbers[zones.set_against][0] and each.rank < WITHIN]
    two = {zones.text[each.start : each.end].lower(): each for each in before}
    compared = [each for each in two.values() if each.rank == COMPARED]
    return compared[0] if len(two) == 2 and len(compared) == 1 else None


def _is_said(mentions: Sequence[Mention], zones: NumberZones) -> bool:
    """Return True if anything is named beside a number, or those that are named together with it."""
    return any(a <= each.start < b for a, b in (zones.zone, *zones.companion_zones) for each in mentions)


def _find_at_place(mentions: Sequence[Mention], at: int, zones: NumberZones) -> Mention | None:
    start, (count, place) = zones.numbers[zones.number_index][0], zones.run
    lists = (
        zones.sentence_cuts.lists_by_axis[at]
        if len(mentions) == len(zones.sentence_cuts.mentions_by_axis[at])
        else zones.sentence_cuts.find_lists(mentions)
    )
    fitting = [each for each in lists if len(each) == count and (zones.is_change_end() or not is_time_range(each))]
    if fitting:
        return min(fitting, key=lambda each: min(abs(each[0].start - start), abs(each[-1].end - start)))[place]
    # "More in Denmark than in Sweden: 6% against 3%", "the reports and the files numbered 1 and 2 respectively".
    run = zones.numbers[zones.number_index - place][0]
    cuts = (cut.end for cut in zones.cuts if cut.strength == HARD and cut.end <= run)
    clause = zones.span[0] if zones.is_compared() else max((zones.span[0], *cuts))
    is_listed = any(len(each) == count for each in zones.all_lists)
    if not is_listed and (
        (zones.is_compared() and not _is_said(mentions, zones)) or zones.grammar.in_order.search(zones.text, *zones.span)
    ):
        plain = [each for each in mentions if clause <= each.start < run and each.rank < WITHIN]
        ordered = {zones.text[each.start : each.end].lower(): each for each in reversed(plain)}
        if len(ordered) == count:
            return sorted(ordered.values())[place]
    return None


def _rank_mentions(axis: Axis, at: int, zones: NumberZones) -> list[Mention]:
    """Return the ranked mentions that may apply to the number: "of the 352 deaths, those in Denmark" are not 352."""
    text, (start, end) = zones.text, zones.numbers[zones.number_index]
    is_of_the = zones.grammar.of_the.search(text, zones.zone[0], start) is not None
    found = []
    for each, rank in zip(zones.sentence_cuts.mentions_by_axis[at], zones.sentence_cuts.get_ranks(at, axis), strict=True):
        is_own = axis.judge_mentions([each], text) == ""
        is_part = axis.is_total and zones.grammar.match_end(zones.grammar.including, text, zones.span[0], each.start)
        if is_own or not (is_part or (is_of_the and each.start >= end)):
            found.append(each._replace(rank=PLAIN if rank == DOUBTFUL and is_own else min(rank, WITHIN)) if rank else each)
    return found


def _read_around(axis: Axis, sentence: Sentence) -> Reading:
    """Return the reading of the sentences before, the nearest first, then of those after it, then of the words above."""
    text, (begin, end) = sentence.text, sentence.span
    mentions = axis.find_mentions(text)
    while begin > 0:
        start = find_sentence_before(text, begin)
        reading = _judge_level(axis, select_within(mentions, start, begin), text, "sentence before")
        if reading.is_named or start >= begin:
            return reading
        begin = start
    if axis.judge_mentions(select_within(mentions, end, len(text)), text) == "":
        return Reading(is_named=True, level="sentence behind")
    for above in reversed(sentence.passage.context):
        found = axis.find_mentions(above)
        reading = _judge_level(axis, found, above, "above")
        beyond = [axis.find_exclusion(each, above) for each in found]
        if reading.is_named and not reading.rival and beyond and all(beyond):
            return Reading(True, beyond[0], "above")
        if reading.is_named:
            return reading
    return Reading(is_named=False)
