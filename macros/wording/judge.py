"""The comparison of a quantity in words (*reported*) with a figure from the data (*computed*).

    judge(find("a 47% decrease"), sales-change = -46.88%)  ->  []
    judge(find("a 48% decrease"), sales-change = -46.88%)  ->  [wrong-number: says 48%, the data gives −46.88%]

A finding is an error (the number is wrong at the precision written) or misleading (a sign, direction, hedge, or percent for points: the
conclusion flips).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from macros.base.cldr_units import is_currency
from macros.base.noun_forms import Nouns
from macros.figures import Figure, Unit, unit_of
from macros.interface import read_interface_words
from macros.numbers import Quantity, find_near_words, find_quantities, stress_words, write_number
from macros.numbers.language.language import has_bare_points, is_trailing_hedge, load_language
from macros.structure.model import TOLD_QUALIFIERS
from macros.wording import tolerance
from macros.wording.standard import round_bound, write_amount, write_proof_value, write_standard

QUANTITIES = frozenset({"percentage", "percentage_points", "basis_points", "per_mille", "rate", "multiplier", "count", "amount"})
_KINDS_WITH_UNIT = frozenset({"count", "cardinal", "amount", "year", "rate"})
"""Kinds with a unit that is compared by name."""
_OPPOSITE_HEDGE = {"over": "under", "under": "over", "at_least": "at_most", "at_most": "at_least"}
"""Hedge -> the hedge of the rest: over half left is under half gone."""
_BESIDE = 5  # points by which a ratio in words may differ from the share beside it
_CODES_OF_OMISSIONS = frozenset({"no-direction", "no-hedge"})
"""Codes of omissions, listed after mistakes."""
_MINUS = ("−", "-", "﹣", "－", "–")
_PLUS = ("+", "＋")
_SIGNS = _MINUS + _PLUS
_DIGITS = re.compile(r"\d(?:[\d.,'\u2019\u00a0\u2009\u202f ]*\d)?")
_NO_DIGIT = re.compile(r"[^0-9]")


@dataclass(frozen=True)
class Finding:
    """One mistake in a wording.

    Attributes:
        code: as in `Fault`.
        fact: the reported and the computed value.
    """

    code: str
    fact: str
    remedy: str


def find_main_quantity(finds: list[Quantity]) -> Quantity | None:
    """Return the one quantity of a wording: the only find of a quantity kind, else the only cardinal or year, else the only ordinal."""
    for kinds in (QUANTITIES, frozenset({"cardinal", "year"}), frozenset({"ordinal"})):
        found = [item for item in finds if item.kind in kinds]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def adopt_decimals(figure: Figure, wording: str, lang: str, nouns: Nouns = ()) -> Figure:
    """Return the figure with at least the decimals of another wording: beside "58.18%" it is written "58.20%"."""
    item = find_main_quantity(find_quantities(wording, lang, "plain", nouns=nouns))
    declared = figure.declaration
    if item is None or unit_of(declared.unit).is_count:  # in counts, decimals belong to scale words
        return figure
    return replace(figure, declaration=replace(declared, decimals=max(declared.decimals, item.decimals or 0)))


def compare_wording(wording: str, figure: Figure, lang: str, nouns: Nouns = ()) -> list[Finding]:
    """Check an author's wording by itself. A wording without exactly one quantity is a finding too."""
    finds = find_quantities(wording, lang, "plain", nouns=nouns)
    item = find_main_quantity(finds)
    if item is None:
        number = sum(1 for f in finds if f.kind in QUANTITIES)
        what = f"{number} quantities" if number > 1 else "no quantity that can be read"
        return [
            Finding(
                "unreadable-wording",
                f'quotes {figure.id} as "{wording}", which holds {what}',
                f'write one, as in "{write_standard(figure, lang)}"',
            )
        ]
    return [
        replace(finding, remedy=advise_words(wording, figure, lang, nouns, finding.remedy))
        for finding in compare(item, figure, lang, whole=False)
    ]


def advise_words(wording: str, figure: Figure, lang: str, nouns: Nouns = (), remedy: str = "") -> str:
    """Return the advice to write an author's words with the figure's number in them, or `remedy` if they do not fit it.

    Beside "fell by a provisional 20%" that is "fell by a provisional 19%", and not "19% decrease".
    """
    remedy = remedy or f'write "{write_standard(figure, lang)}"'
    if not remedy.startswith('write "') or not (words := exchange_number(wording, figure, lang, nouns)):
        return remedy
    known = read_interface_words(lang)
    for name in TOLD_QUALIFIERS if not {*TOLD_QUALIFIERS} & {*figure.qualifiers} else ():
        if re.search(rf"(?<!\w){re.escape(str(known['qualifiers'][name]))}(?!\w)", words, re.IGNORECASE):
            return f'write "{words}", without "{known["qualifiers"][name]}": this value is not marked so'
    return f'write "{words}"'


def exchange_number(wording: str, figure: Figure, lang: str, nouns: Nouns = ()) -> str:
    """Return an author's words with the figure's number in the place of theirs, to as many decimals.

    Return "" for a change without a word or a sign that says its direction, and for words that do not fit it.
    """
    item = find_main_quantity(find_quantities(wording, lang, "plain", nouns=nouns))
    digits = _DIGITS.search(item.text) if item else None
    if (
        item is None
        or digits is None
        or (figure.declaration.is_change and _is_bare(wording, item))
        or item.form != "digits"
        or not item.quantum
        or item.value is None
    ):
        return ""
    decimals = item.decimals or 0
    number = write_number(abs(figure.value) / (Fraction(item.quantum) * 10**decimals), decimals, lang)
    start = item.start + digits.start()
    words = wording[:start] + number + wording[item.start + digits.end() :]
    again = find_main_quantity(find_quantities(words, lang, "plain", nouns=nouns))
    return words if again and words != wording and not compare(again, figure, lang, whole=False) else ""


def _is_bare(wording: str, item: Quantity) -> bool:
    return wording.strip() == item.text.strip() and item.text[:1] not in _SIGNS


def compare(item: Quantity, figure: Figure, lang: str, *, whole: bool = True) -> list[Finding]:
    """Compare one quantity with a figure. whole: whether it was read in its whole sentence, so that omissions count."""
    if unit_of(figure.declaration.unit).is_base and item.kind == "percentage_points" and has_bare_points(item.text, lang):
        item = item._replace(kind="amount", unit="")  # an index is a number of points
    item = _convert_cents(item, unit_of(figure.declaration.unit))
    findings = _check_kind(item, figure, lang, whole=whole)
    if findings:
        return findings
    if figure.declaration.is_change and _is_fall_to_half(item, figure, lang):
        return []
    findings += _check_direction(item, figure, whole) + _check_zero(item, figure, lang)
    if item.value is None and item.exact is None:
        expected = write_standard(figure, lang)
        fact = f'says "{item.text}" for {figure.id}, which is one value'
        return [*findings, Finding("range", fact, f'write "{expected}", or quote each end as its own figure')]
    findings += _check_bound(item, figure, lang, whole) if figure.bound else _check_number(item, figure, lang)
    return sorted(findings, key=lambda finding: finding.code in _CODES_OF_OMISSIONS)


def _convert_cents(item: Quantity, unit: Unit) -> Quantity:
    """Convert cents for a figure in their currency: "84 cents" are 0.84 euros."""
    if item.unit != "cent" or item.value is None or not is_currency(unit.canonical):
        return item
    quantum = item.quantum and item.quantum / 100
    return item._replace(value=item.value / 100, quantum=quantum, exact=item.exact and item.exact / 100, unit=unit.canonical)


def _write_reported(item: Quantity, lang: str) -> str:
    """Return the words with their own hedge, before or behind as the language has it."""
    if is_trailing_hedge(item.hedge_text, lang):
        return f"{item.text} {item.hedge_text}"
    return f"{item.hedge_text} {item.text}".strip()


def _describe_figure(figure: Figure, lang: str) -> str:
    kind = figure.declaration.status
    return f"{figure.id} is {write_proof_value(figure, lang)} ({kind}; {figure.label})"


def _describe_mismatch(item: Quantity, figure: Figure, lang: str) -> tuple[str, str]:
    """Describe a number that differs from the figure, and the remedy.

    If only its digits agree with the figure, name the scale or unit that makes it another number.
    """
    said, expected = f'says "{_write_reported(item, lang)}"', _write_fitting(item, figure, lang)
    but, remedy = f"but {_describe_figure(figure, lang)}", f'write "{expected}"'
    if _NO_DIGIT.sub("", item.text) == _NO_DIGIT.sub("", expected) and item.form == "digits":
        alone = find_main_quantity(find_quantities(item.text, lang, "plain"))
        if alone and alone.value and alone.value != item.value and _is_supported(alone, figure, None, lang):
            said += f", which by a scale that other words give it is {write_number(_read_value(item), 0, lang)},"
            remedy = "take that scale away, or write behind this number too by what it is counted"
        elif item.kind in _KINDS_WITH_UNIT and item.unit not in ("", unit_of(figure.declaration.unit).canonical):
            said += f" in {item.unit}"
    return f"{said} {but}", remedy


def _write_fitting(item: Quantity, figure: Figure, lang: str) -> str:
    """Write the figure so that it fits where the number stands: beside "fell by" without a second word for the decrease."""
    is_said = item.direction == ("down" if figure.value < 0 else "up") and item.text[:1] not in _SIGNS
    if figure.declaration.is_change and figure.value and is_said and not figure.bound:
        return write_amount(abs(figure.value), figure.declaration.unit, figure.declaration.decimals, lang)
    return write_standard(figure, lang)


def _check_kind(item: Quantity, figure: Figure, lang: str, *, whole: bool) -> list[Finding]:
    unit, kind = unit_of(figure.declaration.unit), item.kind
    if kind == "multiplier" and item.ambiguous:
        fact = f'says "{item.text}", which is read in two ways'
        return [Finding("ambiguous", fact, f'write "{write_standard(figure, lang)}"')]
    if kind in unit.kinds or (figure.declaration.is_change and kind in unit.kinds_of_change):
        if kind not in _KINDS_WITH_UNIT or unit.is_allowed_with(item.unit) or (not item.unit and not (whole and unit.is_measure)):
            return _check_rate_base(item, unit, figure, lang)
    return [Finding(unit.mistaken.get(kind, "wrong-unit"), *_describe_mismatch(item, figure, lang))]


def _check_rate_base(item: Quantity, unit: Unit, figure: Figure, lang: str) -> list[Finding]:
    """Check the base of a rate: the counted things in the words must be people exactly if the figure's are."""
    if not unit.of or not item.rate_of:
        return []
    people = load_language(lang).get_words("population")
    if (item.rate_of in people) == (unit.of in load_language("en").get_words("population")):
        return []
    fact = f'says "{item.text} {item.rate_of}" but {_describe_figure(figure, lang)}'
    return [Finding("wrong-unit", fact, f'write "{write_standard(figure, lang)}"')]


def _check_direction(item: Quantity, figure: Figure, whole: bool) -> list[Finding]:
    x, written = figure.value, item.value
    if item.kind == "multiplier":
        return []
    if not figure.declaration.is_change:
        if written and x and (written < 0) != (x < 0):
            fact = f'says "{item.text}" but {figure.id} is {"negative" if x < 0 else "positive"}'
            return [Finding("wrong-sign", fact, "fix the sign")]
        return []
    if item.text.startswith(_PLUS) and x < 0:
        fact = f'says "{item.text}" but {figure.id} is a decrease'
        return [Finding("wrong-sign", fact, "write the minus sign")]
    if written is not None and written < 0:
        if item.direction == "down":
            fact = f'says "{item.text}" with a word for a decrease: a double negative'
            return [Finding("double-negative", fact, "drop the minus sign or the word")]
        if x > 0:
            fact = f'says "{item.text}" but {figure.id} is an increase'
            return [Finding("wrong-sign", fact, "drop the minus sign")]
        return []
    if figure.declaration.is_level and (item.direction is None or item.basis in ("to", "from")):
        return []
    says = {"down": "a decrease", "up": "an increase"}
    is_ = "a decrease" if x < 0 else "an increase" if x > 0 else "no change"
    if item.direction and says[item.direction] != is_:
        fact = f'says "{item.text}" with a word for {says[item.direction]} but {figure.id} is {is_}'
        return [Finding("wrong-direction", fact, f"use a word for {is_}")]
    if item.basis == "to":
        fact = f'says "to {item.text}" but {figure.id} is a change, not what remains'
        return [Finding("to-for-by", fact, 'write "by"')]
    if whole and x and item.direction is None and not item.text.startswith(_SIGNS):
        # An increase needs a word too: "35% of all reports" would be a share.
        fact = f'says "{item.text}" without saying that {figure.id} is {is_}'
        remedy = "say that it fell, or write the minus sign" if x < 0 else "say that it rose, or write the plus sign"
        return [Finding("no-direction", fact, remedy)]
    return []


def _is_fall_to_half(item: Quantity, figure: Figure, lang: str) -> bool:
    """Return whether a fall to about half is right for a fall by about half. Only for a half is the rest the same part."""
    if item.basis != "to" or item.form != "fraction" or item.value != 50 or item.direction != "down" or figure.value >= 0:
        return False
    return _is_supported(item, figure, _OPPOSITE_HEDGE.get(item.hedge or "", item.hedge), lang)


def _check_zero(item: Quantity, figure: Figure, lang: str) -> list[Finding]:
    """Check a zero: it has no sign, and a value rounded to zero is not zero."""
    if item.value is None or item.value or item.exact:
        return []
    if item.text.startswith(_MINUS):
        return [Finding("wrong-sign", f'says "{item.text}": zero has no sign', "drop the minus sign")]
    if figure.value and item.hedge is None:
        fact = f'says "{item.text}" but {_describe_figure(figure, lang)}, which is not zero'
        return [Finding("not-zero", fact, f'write "{write_standard(figure, lang)}"')]
    return []


def _check_bound(item: Quantity, figure: Figure, lang: str, whole: bool) -> list[Finding]:
    """Check the words for a value hedged by its source ("more than 82 million"): the same number with the same hedge."""
    v = abs(_read_value(item))
    if v not in (abs(figure.value), round_bound(figure, Fraction(item.quantum) if item.quantum is not None else Fraction(1))):
        return [Finding("wrong-number", *_describe_mismatch(item, figure, lang))]
    if item.hedge == figure.bound or (item.hedge is None and not whole):
        return []
    fact = f'says "{_write_reported(item, lang)}" but {_describe_figure(figure, lang)}'
    return [Finding("wrong-hedge" if item.hedge else "no-hedge", fact, f'write "{write_standard(figure, lang)}"')]


def _check_number(item: Quantity, figure: Figure, lang: str) -> list[Finding]:
    is_stress = item.hedge_text.lower() in stress_words(lang)  # "no more than 58": only 58
    if _is_supported(item, figure, item.hedge, lang) or (is_stress and _is_supported(item, figure, None, lang)):
        return []
    is_hedge = item.hedge and _is_supported(item, figure, None, lang)
    return [Finding("wrong-hedge" if is_hedge else "wrong-number", *_describe_mismatch(item, figure, lang))]


def stands_for_share(item: Quantity, x: Fraction, lang: str) -> bool:
    """Return whether a fraction, a ratio or a multiple in words stands for a share of x per cent."""
    v, near = abs(_read_value(item)), tolerance.is_near_hedge(item.hedge_text, find_near_words(lang))
    if item.kind == "multiplier":
        return tolerance.is_supported_multiplier(v, x / 100, None, item.hedge)
    if item.form == "ratio":  # beside the share itself, which shows how near it is
        of = item.of if item.of is not None else (v / 100).denominator
        return abs(v - x) <= _BESIDE and tolerance.is_supported_ratio(v, x, of, item.hedge)
    if item.form == "fraction":
        return tolerance.is_supported_fraction(v, x, item.hedge, near=near, change=False)
    return item.hedge == "over" and v < x  # a majority


def _is_supported(item: Quantity, figure: Figure, hedge: str | None, lang: str) -> bool:
    v, x = abs(_read_value(item)), abs(figure.value)
    near = tolerance.is_near_hedge(item.hedge_text, find_near_words(lang))
    if item.kind == "multiplier":
        multiple = unit_of(figure.declaration.unit).multiple
        if multiple is None:
            return False
        ratio = multiple(figure.value)
        digits = Fraction(item.quantum) if item.form == "digits" and item.quantum is not None else None
        return tolerance.is_supported_multiplier(v, ratio, digits, hedge, falling=item.form == "verb" and v < 1)
    if item.form == "fraction":
        return tolerance.is_supported_fraction(v, x, hedge, near=near, change=figure.declaration.is_change)
    if item.form == "ratio":
        return tolerance.is_supported_ratio(v, x, item.of if item.of is not None else (v / 100).denominator, hedge)
    quantum = Fraction(item.quantum) if item.quantum is not None else Fraction(1)
    if item.kind == "count" and hedge in (None, "about") and abs(v - x) > x * tolerance.JUST:
        return False  # "1 million" for 555,831: rounded so far that it says something else
    return tolerance.is_supported_number(v, x, quantum, hedge, near=near)


def _read_value(item: Quantity) -> Fraction:
    return Fraction(item.exact) if item.exact is not None else Fraction(item.value or 0)
