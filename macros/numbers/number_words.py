"""The value of whole numbers in words: text2num where it knows the language, the words' own values elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from text_to_num import text2num

_TEXT2NUM = frozenset({"de", "en", "es", "fr", "it", "nl", "pt"})


def value_of(phrase: str, code: str, values: Mapping[str, int], scales: Collection[str], joiners: Collection[str]) -> int | None:
    """ "forty seven" -> 47; None where the words are no number. `values` are those of the single words."""
    if code in _TEXT2NUM:
        try:
            return int(text2num(phrase, code))
        except ValueError:
            pass
    return _additive(phrase.split(), values, scales, joiners)


def _additive(words: list[str], values: Mapping[str, int], scales: Collection[str], joiners: Collection[str]) -> int | None:
    """The value by the words' own: what follows a smaller number multiplies it, what follows a larger one adds."""
    total = current = 0
    previous: int | None = None
    for word in words:
        if word in joiners and previous is not None:
            continue
        value = values.get(word)
        if value is None:
            return None
        if value >= 1000 or word in scales:
            if previous is not None and (previous >= 1000 or current == 0):
                return None
            total, current = total + (current or 1) * value, 0
        elif value == 100:
            if current > 99:
                return None
            current = (current or 1) * 100
        elif previous is not None and not (previous >= 100 or (20 <= previous < 100 and 0 < value < 10)):
            return None
        else:
            current += value
        previous = value
    return total + current if previous is not None else None
