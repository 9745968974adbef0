"""The result of the finder: one quantity of a text, exact and with its place."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from macros.numbers.grammar.draft import Number, QuantityDraft, format_plain, round_to_decimals, strip_zeros
from macros.numbers.text.normalise import NormalisedText

_JSON_FIELDS = "text start end kind form value low high hedge direction unit decimals basis ambiguous group lang".split()
"""Fields of a quantity in its JSON."""


class Quantity(NamedTuple):
    """One quantity as a text states it.

    `start` and `end` are offsets in the text as given, `text` is the text between them. `value` is in the unit's own scale
    (47 for "47%", 82000000 for "82 million"), None for a range (`low`, `high`) and for a vague count ("millions").
    `exact` holds a fraction without an exact decimal ("a third"). `decimals` is how many were written, None
    for words; `quantum` is the worth of the last digit written (100000 for "29.4 million"). `group` is shared by the items
    of a list and by the two ends of "from 4.81% to 1.89%". `hedge_text` is the hedge as written ("just under"), `of`
    the m of a ratio "n in m" as written (10 for "2 out of 10"), `rate_of` the noun behind the base of a rate.
    `lang` is the language of its words if it is another than the text's. Beside a number that is not in percent or the like, `unit`
    is the canonical name of a unit of measure, a currency or a base ("kilometer-per-hour", "EUR", "2015 = 100"), or of several
    ("CAD|USD"). `unit_end` is the end of that unit behind the number, 0 if there is none.
    """

    text: str
    start: int
    end: int
    kind: str
    form: str
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    decimals: int | None = None
    quantum: Decimal | None = None
    exact: Fraction | None = None
    hedge: str | None = None
    direction: str | None = None
    basis: str | None = None
    ambiguous: bool = False
    group: int | None = None
    hedge_text: str = ""
    of: int | None = None
    lang: str = ""
    rate_of: str = ""
    unit_end: int = 0

    @property
    def amount(self) -> Fraction | None:
        """Return the value without any rounding."""
        return self.exact if self.exact is not None else None if self.value is None else Fraction(self.value)

    def as_json(self) -> dict[str, object]:
        """Return the quantity as JSON. Numbers are decimal strings, and missing values are null."""
        shown = {name: getattr(self, name) for name in _JSON_FIELDS if name != "lang" or self.lang}
        shown |= {name: None if shown[name] is None else format_plain(shown[name]) for name in ("value", "low", "high")}
        return {**shown, "text": self.text.encode("utf-8", "replace").decode("utf-8")}


def make_quantity(draft: QuantityDraft, normalised: NormalisedText) -> Quantity:
    """Make a quantity of a draft, with its offsets in the original text and its value as a decimal."""
    start, end = normalised.map_span(draft.start, draft.end)
    number = draft.number
    value = low = high = exact = quantum = decimals = None
    if draft.low is not None and draft.high is not None:
        low, high = _compute_value(draft.low), _compute_value(draft.high)
    elif number is not None:
        value = _compute_value(number)
        exact = number.exact if number.exact is not None and number.exact != Fraction(value) else None
    if number is not None:
        quantum, decimals = number.quantum, number.decimals
    elif draft.kind in ("year", "ordinal") and (digits := re.match(r"\d+", normalised.text[draft.start : draft.end])):
        value = Decimal(digits.group())
    text = normalised.original[start:end]
    unit_end = normalised.map_span(draft.start, draft.unit_end)[1] if draft.unit_end else 0
    hedge = normalised.text[slice(*draft.hedge_span)].strip() if draft.hedge_span else ""  # without markup between its words
    return Quantity(
        text, start, end, draft.kind, draft.form, value, low, high, draft.unit, decimals, quantum, exact,
        draft.hedge, draft.direction, draft.basis, draft.ambiguous, draft.group, hedge, draft.of, rate_of=draft.rate_of, unit_end=unit_end,
    )  # fmt: skip


def _compute_value(number: Number) -> Decimal:
    value = number.value
    if value is None:
        return strip_zeros(round_to_decimals(number.amount))
    if number.scale > 1:
        value = strip_zeros(value)
    return value if value else abs(value)
