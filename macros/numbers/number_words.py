"""The value of whole numbers in words, from the values of the single words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence


def value_of(words: Sequence[str], values: Mapping[str, int], scales: Collection[str], joiners: Collection[str]) -> int | None:
    """Return the value of the words of a number ("forty seven": 47), None where they are no number.

    What follows a smaller number multiplies it, what follows a larger one adds. values: of the single words.
    """
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
