"""The check's reading of a number as printable rows: its value in each dimension, and the words for it."""

from __future__ import annotations

from collections.abc import Iterator

from macros.check.axes import Axis, Codes, Times
from macros.check.context import Contexts, Sentence
from macros.check.periods import wrong_period
from macros.check.reading import Reading, readings
from macros.check.times import own_periods, say
from macros.check.vocabulary import MEASURE, Slot
from macros.numbers.periods import find_periods

Row = tuple[str, str, str]  # a dimension, its value, and the words for it
_WHERE = {
    "quote": "in the quote itself",
    "list": "at the place of the number in a list",
    "part": "in its part of the sentence",
    "clause": "in its clause",
    "sentence": "in its stretch of the sentence",
    "before": "before it in the sentence",
    "behind": "after it in the sentence",
    "sentence before": "in a sentence before",
    "sentence behind": "in a sentence behind",
    "above": "above: a heading, a caption, a lead",
}


def reading_rows(sentence: Sentence, contexts: Contexts) -> Iterator[Row]:
    """Yield a row for each dimension of a quoted number, for its measure and for its period."""
    if sentence.passage.near or sentence.passage.in_cell or sentence.passage.surface == "svg":
        yield from _rows_of_headers(sentence, contexts)
        return
    for axis, reading in readings(sentence, contexts).items():
        value, words = _value(axis, reading), _words(axis, reading)
        yield _name(axis), value, f"{words} {_WHERE[reading.level]}".strip() if reading.is_named else _unsaid(axis)
    yield from _row_of_periods(sentence, contexts)


def _row_of_periods(sentence: Sentence, contexts: Contexts) -> Iterator[Row]:
    """Yield the row of a change's two periods, which are read together."""
    own = own_periods(sentence.figure.declaration)
    if contexts.when(sentence.figure) or not own:
        return
    said = [(sentence.text, sentence.periods, "in the sentence")]
    said += [(text, find_periods(text, sentence.lang), _WHERE["above"]) for text in reversed(sentence.passage.context)]
    text, named, where = next((each for each in said if each[1]), ("", (), ""))
    words = ", ".join(f'"{text[each.start : each.end]}"' for each in named)
    is_wrong = bool(named) and bool(wrong_period(sentence, contexts.periods(sentence.figure)))
    value = "-" if not named else f"another, but the figure is of {say(own)}" if is_wrong else say(own)
    yield "period", value, f"{words} {where}" if named else f"not stated: the figure is of {say(own)}"


def _name(axis: Axis) -> str:
    return _slot_name(axis.slot) if isinstance(axis, Codes) else "period"


def _slot_name(slot: Slot) -> str:
    return "measure" if slot.name == MEASURE else slot.name


def _own(axis: Axis) -> str:
    if isinstance(axis, Times):
        return str(axis.when)
    return _label(axis.slot) if isinstance(axis, Codes) else ""


def _label(slot: Slot) -> str:
    """Return the figure's codes in a dimension, or the first words of its measures."""
    return ", ".join(_code(slot, key) for key in (slot.needed or sorted(slot.own)))


def _code(slot: Slot, key: object) -> str:
    groups = slot.vocabulary.groups[slot.name].get(str(key), ())
    return str(key) if slot.name != MEASURE else " ".join(group[0] for group in groups) or str(key)


def _value(axis: Axis, reading: Reading) -> str:
    """Return the value given by the words: the figure's, or another beside it."""
    if not reading.is_named:
        return "-"
    if not reading.rival:
        return _own(axis)
    others = [each for each in reading.found if isinstance(axis, Codes) and reading.text[each.start : each.end] == reading.rival]
    said = _code(axis.slot, others[0].value) if others and isinstance(axis, Codes) else reading.rival
    return f"{said}, but the figure is of {_own(axis)}"


def _words(axis: Axis, reading: Reading) -> str:
    """Return the words that name the figure's value, or else those that name another."""
    said = [each for each in reading.found if (axis.judge([each], reading.text) == "") == (not reading.rival)] or list(reading.found)
    return ", ".join(dict.fromkeys(f'"{reading.text[each.start : each.end]}"' for each in said)) or (reading.rival and f'"{reading.rival}"')


def _unsaid(axis: Axis) -> str:
    if isinstance(axis, Codes) and not axis.slot.needed:
        return "not stated, and does not need to be"
    total = " (a total, which may go without saying)" if isinstance(axis, Codes) and axis.slot.is_total else ""
    return f"not stated: the figure is of {_own(axis)}{total}"


def _rows_of_headers(sentence: Sentence, contexts: Contexts) -> Iterator[Row]:
    """Yield the rows of a cell or a mark, from its headers, its text, its caption and the words above."""
    passage = sentence.passage
    places = [
        (passage.near, "in its headers"),
        (passage.text, "beside it"),
        *((text, _WHERE["above"]) for text in reversed(passage.context)),
    ]
    for slot in contexts.slots(sentence.figure):
        where = next((where for text, where in places if text and not slot.lacks(text)), "")
        unsaid = f"not stated: the figure is of {_label(slot)}" if slot.needed else "not stated, and does not need to be"
        yield _slot_name(slot), _label(slot) if where else "-", where or unsaid
    if when := contexts.when(sentence.figure):
        texts = [text for text, _ in places]
        where = next((where for text, where in places if text and when.is_among(when.read(text, over=True), texts)), "")
        yield "period", str(when) if where else "-", where or f"not stated: the figure is of {when}"
