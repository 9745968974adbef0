"""The words for a figure without an author's wording, and the short forms for cells and proofs."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from babel import Locale

from macros.figures import Figure, Unit, unit_of
from macros.figures.units import NOUN, PERCENT_SIGN
from macros.interface import read_interface_words, with_plural, with_unit_form
from macros.numbers import write_number, write_percent
from macros.structure.model import TOLD_QUALIFIERS
from macros.wording.tolerance import round_half_up

MINUS = "\u2212"
_MILLION = 10**6
# The rounding side of a bound: "more than" down, "under" up.
_ROUNDING_SIDES = {"over": -1, "at_least": -1, "under": 1, "at_most": 1}


def write_standard(figure: Figure, lang: str) -> str:
    """Write the standard wording: `47% decrease`, `4.81%`, `more than 82,000,000`, `2.92 percentage points`, `1,046 (provisional)`."""
    text = write_in_cell(figure, lang, sign=False)
    text = _add_direction(text, figure, lang) if figure.declaration.is_change and figure.value else text
    told = ", ".join(str(read_interface_words(lang)["qualifiers"][each]) for each in figure.qualifiers if each in TOLD_QUALIFIERS)
    return f"{text} ({told})" if told else text


def write_in_cell(figure: Figure, lang: str, *, sign: bool = True) -> str:
    """Write the form for a table cell, a chart label or a tile: `−47%`, `+35%`, `at least 63%`, `1,046,350`.

    A change too small for its decimals has its direction in words: `less than 1% decrease`.
    """
    x, declaration = figure.value, figure.declaration
    size = round_bound(figure, Fraction(1, 10**declaration.decimals))
    text = write_amount(size, declaration.unit, declaration.decimals, lang)
    tiny = not round_half_up(size, Fraction(1, 10**declaration.decimals))
    if declaration.is_change and sign and x:
        text = _add_direction(text, figure, lang) if tiny else (MINUS if x < 0 else "+") + text
    elif x < 0 and not declaration.is_change and not tiny:
        text = MINUS + text
    if figure.bound:
        text = with_unit_form(read_interface_words(lang)["bounds"][figure.bound], declaration.unit).format(text)
    return text


def round_bound(figure: Figure, quantum: Fraction) -> Fraction:
    """Return the size of a value. A bound is rounded to a multiple of `quantum`, to the side on which its words stay true."""
    size, side = abs(figure.value), _ROUNDING_SIDES.get(figure.bound, 0)
    if not side:
        return size
    steps = size / quantum
    is_up = (side > 0) == (figure.value >= 0 or figure.declaration.is_change)
    return quantum * (-(-steps.numerator // steps.denominator) if is_up else steps.numerator // steps.denominator)


def _add_direction(text: str, figure: Figure, lang: str) -> str:
    return with_unit_form(read_interface_words(lang)["decrease" if figure.value < 0 else "increase"], figure.declaration.unit).format(text)


def write_amount(x: Fraction, unit: str, decimals: int, lang: str) -> str:
    """Write a number with its unit, rounded half up at `decimals`, or "less than" one unit of them if it rounds to zero."""
    known = unit_of(unit)
    if known.word == PERCENT_SIGN:
        return write_percent(x, decimals, lang)
    quantum = Fraction(1, 10**decimals)
    if x and not round_half_up(x, quantum):
        return with_unit_form(read_interface_words(lang)["less_than"], unit).format(write_amount(quantum, unit, decimals, lang))
    number = write_number(x, decimals, lang)
    if known is NOUN:
        return number
    shown = Decimal(int(round_half_up(x, quantum) * 10**decimals)).scaleb(-decimals)
    if known.word == "ordinal":
        forms = read_interface_words(lang)["ordinal"]
        return str(forms.get(Locale.parse(lang).ordinal_form(shown), forms["other"])).format(number)
    if known.word:
        return with_plural(lang, known.word, shown).format(number)
    return (_write_rate_pattern(known, lang) if known.per else known.find_pattern(shown, lang)).format(number)


def _write_rate_pattern(unit: Unit, lang: str) -> str:
    """Return the pattern of a rate: `{} per 100,000 people`. The counted things are left out if the language has no word for them."""
    said, of = read_interface_words(lang)["rate"], str(read_interface_words(lang)["rate_of"].get(unit.of, unit.of if lang == "en" else ""))
    base = said["million" if of else "one_million"] if unit.per == _MILLION else write_number(unit.per, 0, lang)
    return f"{said['per'].format('{}', base)} {of}".rstrip()


def write_proof_value(figure: Figure, lang: str) -> str:
    """Write the value for a proof, unrounded up to six decimals: `−46.879056%`, `1,046,350`, an increase with its sign `+35.155010%`."""
    x = figure.value
    decimals = 0 if x.denominator == 1 else 6
    if (x * 10**figure.declaration.decimals).denominator == 1:
        decimals = figure.declaration.decimals
    text = write_amount(round_bound(figure, Fraction(1, 10**decimals)), figure.declaration.unit, decimals, lang)
    text = (MINUS if x < 0 else "+" if x and figure.declaration.is_change else "") + text
    return (
        with_unit_form(read_interface_words(lang)["bounds"][figure.bound], figure.declaration.unit).format(text) if figure.bound else text
    )
