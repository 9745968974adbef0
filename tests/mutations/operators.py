"""What is done to a number: each operator makes its file say something that the data does not support.

An operator yields the file's new text, or nothing where it has no meaning for the number or would leave it true
(by the oracle: a mutant that says the same, or something else that is true, proves nothing).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from tests import oracle
from tests.mutations.places import Number

Operator = Callable[[Number, str], Iterator[str]]
OPERATORS: dict[str, Operator] = {}


def operator(function: Operator) -> Operator:
    OPERATORS[function.__name__.lstrip("_").replace("_", " ")] = function
    return function


def _put(number: Number, text: str, digits: str, *, end: int | None = None) -> str:
    shown = digits if number.surface in ("data", "workbook", "specification") else number.language.written(digits)
    return text[: number.start] + shown + text[number.end if end is None else end :]


def value_of(number: Number) -> oracle.Value | None:
    return oracle.figure(number.name, number.as_of) if number.binding == "figure" else None


def _true(number: Number, digits: str) -> bool:
    """Whether the digits say what the figure is, at the precision written: such a mutant is no mutant."""
    if digits == number.digits:
        return True
    value = value_of(number)
    if value is None:  # less precise, and rounded right, is still true of prose
        said, was = (Fraction(text.replace(",", "")) for text in (digits, number.digits))
        same = said == was or (number.surface == "specification" and float(said) == float(was))  # of binary numbers
        return same or (bool(number.unit) and said == oracle.rounded(was, len(digits.partition(".")[2])))
    scale = number.scale
    decimals = len(digits.partition(".")[2])
    shown = Fraction(digits.replace(",", "")) * scale
    return oracle.rounded(abs(value.value) / scale, decimals) * scale == shown


def _written(value: Fraction, like: str) -> str:
    """The value with the decimals and the separators of the number it stands for."""
    decimals = len(like.partition(".")[2])
    rounded = oracle.rounded(abs(value), decimals)
    return f"{float(rounded):,.{decimals}f}" if "," in like or rounded >= 1000 else f"{float(rounded):.{decimals}f}"


def _digits(number: Number, text: str, changed: str) -> Iterator[str]:
    if not _true(number, changed):
        yield _put(number, text, changed)


def _last(number: Number, step: int) -> str:
    plain = number.digits
    index = len(plain) - 1
    return plain[:index] + str((int(plain[index]) + step) % 10)


@operator
def _last_digit_up(number: Number, text: str) -> Iterator[str]:
    yield from _digits(number, text, _last(number, 1))


@operator
def _last_digit_down(number: Number, text: str) -> Iterator[str]:
    yield from _digits(number, text, _last(number, -1))


@operator
def _digits_swapped(number: Number, text: str) -> Iterator[str]:
    places = [i for i, c in enumerate(number.digits) if c.isdigit()]
    for a, b in zip(places, places[1:], strict=False):
        if number.digits[a] != number.digits[b] and not (a == 0 and number.digits[b] == "0"):
            d = list(number.digits)
            d[a], d[b] = d[b], d[a]
            yield from _digits(number, text, "".join(d))
            return


@operator
def _times_ten(number: Number, text: str) -> Iterator[str]:
    value = Fraction(number.digits.replace(",", "")) * 10
    if value:
        yield from _digits(number, text, f"{float(value):,.0f}" if "," in number.digits else f"{float(value):g}")


@operator
def _tenth(number: Number, text: str) -> Iterator[str]:
    value = Fraction(number.digits.replace(",", "")) / 10
    if value:
        yield from _digits(number, text, f"{float(value):,.0f}" if value >= 1000 else f"{float(value):g}")


@operator
def _sign_flipped(number: Number, text: str) -> Iterator[str]:
    value = value_of(number)
    if value is None or not value.change:
        return
    if number.sign:
        other = "+" if number.sign == "−" else "−"
        yield text[: number.start - 1] + other + text[number.start :]
    else:
        # "fell by −47%" is a double negative; "rose by −35%" contradicts itself.
        yield text[: number.start] + "−" + text[number.start :]


@operator
def _direction_flipped(number: Number, text: str) -> Iterator[str]:
    value = value_of(number)
    if value is None or not value.change or number.sign:
        return
    begin = max(text.rfind(">", 0, number.start), text.rfind("&gt;", 0, number.start), number.start - 40)
    end = min(x for x in (text.find("<", number.end), text.find("&lt;", number.end), number.end + 40) if x >= 0)
    for match in re.finditer(r"[^\W\d_]+", text[begin:end]):
        other = number.language.turned.get(match[0].lower())
        if other:
            yield text[: begin + match.start()] + other + text[begin + match.end() :]
            return


@operator
def _hedge_on_the_wrong_side(number: Number, text: str) -> Iterator[str]:
    value = value_of(number)
    if value is None or value.bound or number.sign or (number.surface in ("text", "tspan") and _hedged(number, text)):
        return
    if _hedged(number, text):
        return
    scale = number.scale
    shown = Fraction(number.digits.replace(",", "")) * scale
    hedge = number.language.over if abs(value.value) <= shown else number.language.nearly
    yield text[: number.start] + f"{hedge} " + text[number.start :]


def _hedged(number: Number, text: str) -> str:
    before = re.sub(r"<[^>]*>", "", text[max(0, number.start - 60) : number.start]).rstrip().lower()
    return next((hedge for hedge in sorted(number.language.hedges, key=len, reverse=True) if before.endswith(hedge)), "")


@operator
def _hedge_flipped(number: Number, text: str) -> Iterator[str]:
    hedge = _hedged(number, text)
    at = text.lower().rfind(hedge, 0, number.start) if hedge else -1
    if hedge and number.start - at <= len(hedge) + 1:
        yield text[:at] + number.language.hedges[hedge] + text[at + len(hedge) :]


@operator
def _hedge_dropped(number: Number, text: str) -> Iterator[str]:
    hedge = _hedged(number, text)
    at = text.lower().rfind(hedge, 0, number.start) if hedge else -1
    if hedge and number.start - at <= len(hedge) + 1:
        yield text[:at] + text[at + len(hedge) + 1 :]


@operator
def _percent_for_points(number: Number, text: str) -> Iterator[str]:
    after = number.end + len(number.unit)
    if number.is_percent:
        yield text[: number.end] + number.language.said_points + text[after:]
    elif number.is_points:
        yield text[: number.end] + "%" + text[after:]


def _operands(number: Number) -> tuple[Fraction, Fraction] | None:
    if number.binding != "figure":
        return None
    entry = oracle.declarations()[number.name]
    if entry["operation"] != "percentage_change":
        return None
    values = []
    for end in ("from", "to"):
        where = {**entry["where"], **entry[end]}
        name = next((n for n, e in _alike(entry, "value") if e["where"] == where), None)
        if name is None:
            return None
        values.append(oracle.figure(name).value)
    return values[0], values[1]


def _alike(entry: dict, operation: str) -> Iterator[tuple[str, dict]]:
    """The figures of an operation on the same column."""
    return ((n, e) for n, e in oracle.declarations().items() if (e["measure"], e["operation"]) == (entry["measure"], operation))


@operator
def _wrong_base(number: Number, text: str) -> Iterator[str]:
    operands = _operands(number)
    if operands:
        a, b = operands
        yield from _digits(number, text, _written((b - a) / b * 100, number.digits))


@operator
def _remaining_share(number: Number, text: str) -> Iterator[str]:
    value = value_of(number)
    if value and value.unit == "percent" and abs(value.value) < 100:
        yield from _digits(number, text, _written(100 - abs(value.value), number.digits))


def _siblings(number: Number, differ: str) -> Iterator[str]:
    if number.binding != "figure":
        return
    entry = oracle.declarations()[number.name]
    for name, other in _alike(entry, entry["operation"]):
        changed = [k for k in entry["where"] if entry["where"][k] != other["where"].get(k)]
        if changed == [differ]:
            yield name


@operator
def _neighbouring_year(number: Number, text: str) -> Iterator[str]:
    for key in ("year", "weeks"):
        for name in _siblings(number, key):
            yield from _digits(number, text, _written(oracle.figure(name).value, number.digits))
            return


@operator
def _other_scope(number: Number, text: str) -> Iterator[str]:
    for key in ("scope", "item"):
        for name in _siblings(number, key):
            yield from _digits(number, text, _written(oracle.figure(name).value, number.digits))
            return


@operator
def _truncated(number: Number, text: str) -> Iterator[str]:
    value = value_of(number)
    if value and not value.bound:
        decimals = len(number.digits.partition(".")[2])
        cut = Fraction(math.floor(abs(value.value) * 10**decimals), 10**decimals)
        if number.scale == 1:
            yield from _digits(number, text, _written(cut, number.digits))


@operator
def _decimals_dropped(number: Number, text: str) -> Iterator[str]:
    whole, dot, _ = number.digits.partition(".")
    if dot:
        yield from _digits(number, text, whole)


@operator
def _wrong_number_in_words(number: Number, text: str) -> Iterator[str]:
    if number.unit.strip() == "%" and "." not in number.digits and 10 < int(number.digits) < 99:
        words = number.language.in_words(int(number.digits) + 1)
        if words:
            begin = number.start - len(number.sign)
            yield text[:begin] + words + number.language.said_percent + text[number.end + len(number.unit) :]


@operator
def _binding_removed(number: Number, text: str) -> Iterator[str]:
    if number.tag and number.binding in ("figure", "cell", "tally"):
        start, end = number.tag
        digits = number.digits.replace(",", "")
        if number.unit or (len(digits) >= 4 and not (len(digits) == 4 and "," not in number.digits)):
            yield text[:start] + re.sub(r'\sdata-(?:figure|cell|tally|as-of)="[^"]*"', "", text[start:end]) + text[end:]


def _is_same(one: Fraction, other: Fraction) -> bool:
    """Whether a count is given twice: counted, and as the source printed it in round numbers. Either is true for the other's words."""
    return any(abs(a - b) * 2 <= 10 ** (len(str(int(b))) - len(str(int(b)).rstrip("0"))) for a, b in ((one, other), (other, one)) if b)


@operator
def _id_swapped(number: Number, text: str) -> Iterator[str]:
    """Bound to the figure whose value is nearest: where that rounds alike, the words around have to tell."""
    value = value_of(number)
    if value is None or number.tag is None:
        return
    others = sorted(
        (abs(abs(oracle.figure(n).value) - abs(value.value)), n)
        for n, e in oracle.declarations().items()
        if n != number.name
        and not (e["unit"] not in ("percent", "percentage points") and _is_same(oracle.figure(n).value, value.value))
        and e["unit"] == value.unit
        and not (number.as_of and _version(n) > number.as_of)
    )
    if others:
        start, end = number.tag
        tag = text[start:end].replace(f'data-figure="{number.name}"', f'data-figure="{others[0][1]}"')
        yield text[:start] + tag + text[end:]


@operator
def _date_of_the_data_removed(number: Number, text: str) -> Iterator[str]:
    """A quote of an update that sees older data, shown from the newest. A proof, where no link stands, names the version beside it."""
    if number.tag is None or not text.startswith("<a ", number.tag[0]):
        return
    if number.as_of and number.as_of != "newest" and number.file.removeprefix("es/").startswith("updates/2"):
        newest, seen = _newest(number.name), _newest(number.name, number.as_of)
        if newest != seen and number.as_of <= number.file.removeprefix("es/")[8:18]:
            start, end = number.tag
            yield text[:start] + text[start:end].replace(f' data-as-of="{number.as_of}"', "") + text[end:]


def _newest(name: str, as_of: str = "9999") -> str:
    folder = oracle.ROOT / "data" / oracle.declarations()[name]["package"]
    return max(p.name for p in folder.iterdir() if p.is_dir() and p.name <= as_of)


def _version(name: str) -> str:
    folder = oracle.ROOT / "data" / oracle.declarations()[name]["package"]
    return min(p.name for p in folder.iterdir() if p.is_dir())


@operator
def _unit_dropped_into_bare_text(number: Number, text: str) -> Iterator[str]:
    """A bare percentage beside the number, bound to nothing."""
    if number.surface == "text" and number.tag and number.unit.strip() == "%":
        close = text.find("</", number.end)
        stop = text.find(">", close) + 1
        yield text[:stop] + " (or 12.7%)" + text[stop:]
