"""The check's reading of a number as printable rows: its value in each dimension, and the words for it."""

from __future__ import annotations

from collections.abc import Iterator

from macros.claims.axes import Axis, CodeAxis, PeriodAxis
from macros.claims.context import Contexts, Sentence
from macros.claims.periods import find_period_problem
from macros.claims.reading import Reading, read_all_axes
from macros.claims.times import find_own_periods, format_periods
from macros.claims.vocabulary import MEASURE, Slot
from macros.numbers.grammar.periods import find_periods

Row = tuple[str, str, str]  # a dimension, its value, and the words for it
_PLACE_BY_LEVEL = {
    "quote": "in the quote itself",
    "list": "at the place of the number in a list",
    "companion": "at a number that it is compared with",
    "part": "in its part of the sentence",
    "clause": "in its clause",
    "sentence": "in its stretch of the sentence",
    "before": "before it in the sentence",
    "behind": "after it in the sentence",
    "sentence before": "in a sentence before",
    "sentence behind": "in a sentence behind",
    "above": "above: a heading, a caption, a lead",
}


def list_reading_rows(sentence: Sentence, contexts: Contexts) -> Iterator[Row]:
    """Yield a row for each dimension of a quoted number, for its measure and for its period."""
    if sentence.passage.near or sentence.passage.is_in_cell or sentence.passage.surface == "svg":
        yield from _make_header_rows(sentence, contexts)
        return
    for axis, reading in read_all_axes(sentence, contexts).items():
        value, words = _describe_value(axis, reading), _format_words(axis, reading)
        yield _name_axis(axis), value, f"{words} {_PLACE_BY_LEVEL[reading.level]}".strip() if reading.is_named else _describe_unsaid(axis)
    yield from _make_period_row(sentence, contexts)


def _make_period_row(sentence: Sentence, contexts: Contexts) -> Iterator[Row]:
    """Yield the row of a change's two periods, which are read together."""
    own = find_own_periods(sentence.figure.declaration)
    if contexts.get_figure_period(sentence.figure) or not own:
        return
    said = [(sentence.text, sentence.named_periods, "in the sentence")]
    said += [(text, find_periods(text, sentence.lang), _PLACE_BY_LEVEL["above"]) for text in reversed(sentence.passage.context)]
    text, named, where = next((each for each in said if each[1]), ("", (), ""))
    words = ", ".join(f'"{text[each.start : each.end]}"' for each in named)
    is_wrong = bool(named) and bool(find_period_problem(sentence, contexts.list_periods(sentence.figure)))
    value = "-" if not named else f"another, but the figure is of {format_periods(own)}" if is_wrong else format_periods(own)
    yield "period", value, f"{words} {where}" if named else f"not stated: the figure is of {format_periods(own)}"


def _name_axis(axis: Axis) -> str:
    return _name_slot(axis.slot) if isinstance(axis, CodeAxis) else "period"


def _name_slot(slot: Slot) -> str:
    return "measure" if slot.name == MEASURE else slot.name


def _describe_own_value(axis: Axis) -> str:
    if isinstance(axis, PeriodAxis):
        return str(axis.figure_period)
    return _describe_slot(axis.slot) if isinstance(axis, CodeAxis) else ""


def _describe_slot(slot: Slot) -> str:
    """Return the figure's codes in a dimension, or the first words of its measures."""
    return ", ".join(_describe_code(slot, key) for key in (slot.required_keys or sorted(slot.own_keys)))


def _describe_code(slot: Slot, key: object) -> str:
    groups = slot.vocabulary.groups[slot.name].get(str(key), ())
    return str(key) if slot.name != MEASURE else " ".join(group[0] for group in groups) or str(key)


def _describe_value(axis: Axis, reading: Reading) -> str:
    """Return the value given by the words: the figure's, or another beside it."""
    if not reading.is_named:
        return "-"
    if not reading.rival:
        return _describe_own_value(axis)
    others = [each for each in reading.mentions if isinstance(axis, CodeAxis) and reading.text[each.start : each.end] == reading.rival]
    said = _describe_code(axis.slot, others[0].value) if others and isinstance(axis, CodeAxis) else reading.rival
    return f"{said}, but the figure is of {_describe_own_value(axis)}"


def _format_words(axis: Axis, reading: Reading) -> str:
    """Return the words that name the figure's value, or else those that name another."""
    said = [each for each in reading.mentions if (axis.judge_mentions([each], reading.text) == "") == (not reading.rival)] or list(
        reading.mentions
    )
    return ", ".join(dict.fromkeys(f'"{reading.text[each.start : each.end]}"' for each in said)) or (reading.rival and f'"{reading.rival}"')


def _describe_unsaid(axis: Axis) -> str:
    if isinstance(axis, CodeAxis) and not axis.slot.required_keys:
        return "not stated, and does not need to be"
    total = " (a total, which may go without saying)" if isinstance(axis, CodeAxis) and axis.slot.is_total else ""
    return f"not stated: the figure is of {_describe_own_value(axis)}{total}"


def _make_header_rows(sentence: Sentence, contexts: Contexts) -> Iterator[Row]:
    """Yield the rows of a cell or a mark, from its headers, its text, its caption and the words above."""
    passage = sentence.passage
    places = [
        (passage.near, "in its headers"),
        (passage.text, "beside it"),
        *((text, _PLACE_BY_LEVEL["above"]) for text in reversed(passage.context)),
    ]
    for slot in contexts.get_slots(sentence.figure):
        where = next((where for text, where in places if text and not slot.find_missing(text)), "")
        unsaid = f"not stated: the figure is of {_describe_slot(slot)}" if slot.required_keys else "not stated, and does not need to be"
        yield _name_slot(slot), _describe_slot(slot) if where else "-", where or unsaid
    if when := contexts.get_figure_period(sentence.figure):
        texts = [text for text, _ in places]
        where = next((where for text, where in places if text and when.is_among(when.find_times(text, over=True), texts)), "")
        yield "period", str(when) if where else "-", where or f"not stated: the figure is of {when}"
