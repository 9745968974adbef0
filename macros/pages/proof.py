"""Proofs: how a figure is derived, in HTML. Every number in a proof is bound to the cell or figure it comes from."""

from __future__ import annotations

import re
from html import escape

from macros.figures import Figure, Operand
from macros.numbers import write_number
from macros.quotes import Exempt
from macros.quotes.quote import NEWEST
from macros.view import View, tag
from macros.wording import in_cell, proof_value

_FORMULAS = {
    "percentage_change": "({to} − {from}) ÷ {from} × 100",
    "difference": "{to} − {from}",
    "ratio": "{to} ÷ {from}",
    "share": "{part} ÷ {whole} × 100",
    "percentage_change_of_share": "({part_to} ÷ {whole_to} − {part_from} ÷ {whole_from}) ÷ ({part_from} ÷ {whole_from}) × 100",
    "percentage_point_change": "({part_to} ÷ {whole_to} − {part_from} ÷ {whole_from}) × 100",
}


def formula(figure: Figure, view: View) -> str:
    """The formula with the numbers put in: `(555,831 − 1,046,350) ÷ 1,046,350 × 100 = −46.879056%, to six decimals`."""
    template = _FORMULAS.get(figure.declaration.measure)
    operands = {operand.name: operand for operand in figure.operands}
    if template is None:
        said = escape(view.word("as_source").format(_long(figure, view)))
        return f"{_exact(figure, view)}, {said}"
    shown = re.sub(r"{(\w+)}", lambda match: _operand(operands[match[1]], view), escape(template))
    # In words, not by a sign for "about": the check would take that for a hedge, and hold the value to less.
    return f"{shown} = {_exact(figure, view)}{'' if is_exact(figure) else ', ' + escape(view.word('to_six_decimals'))}"


def is_exact(figure: Figure) -> bool:
    """Whether the value has an end within the six decimals at which a proof shows it."""
    return (figure.value * 10**6).denominator == 1


def rows_used(figure: Figure, view: View) -> str:
    """The cells used, each with file, line and key."""
    items = ""
    for operand in figure.operands:
        line = str(operand.line)
        if operand.line > 999:  # four digits are read as a count, wherever they stand
            line = view.element(Exempt(line, view.word("file_line"), figure.declaration.place))
        where = tag("code", escape(operand.path) + ":" + line)
        items += tag("li", f"{escape(operand.key)}: {escape(operand.field)} {_operand(operand, view)} ({where})")
    return tag("ul", items)


def status(figure: Figure, view: View) -> str:
    from macros.interface import words

    name = figure.declaration.status
    told = figure.declaration.told_status
    meaning = words(view.lang)["status_meaning"][told]
    text = tag("strong", escape(str(words(view.lang)["status"][told])), class_=f"status status--{name}")
    said = figure.declaration.attribution.get(view.lang, "")
    by = f" {escape(view.word('according_to'))}: {escape(said)}." if said else ""
    return f"{text}: {escape(str(meaning))}.{by}"


def summary_line(figure: Figure, view: View) -> str:
    """The proof in one list item, for the end of a page."""
    title = escape(figure.declaration.title.get(view.lang, figure.id))
    link = tag("a", title, href=f"{view.proofs}#{figure.id}")
    value = tag("b", bound(figure, in_cell(figure, view.lang), view))
    parts = [
        f"{link}: {value}",
        tag("span", formula(figure, view), class_="proof__formula"),
        status(figure, view),
        escape(view.word("version")) + " " + tag("code", escape(figure.label)),
    ]
    if newest := view.figures.revised(figure):
        current = bound(newest, in_cell(newest, view.lang), view, current=True)
        parts.append(tag("strong", escape(view.word("revised_since")).format(current)))
    return tag("li", "".join(tag("div", part, class_="proof__part") for part in parts))


def bound(figure: Figure, text: str, view: View, *, current: bool = False) -> str:
    """Text written from a figure, bound to it but not a link (the proof stands beside it).

    current: the newest value, shown beside the older one that the page sees.
    """
    as_of = "" if figure.newest and not view.as_of else NEWEST if current else figure.version
    return view.bound("figure", figure.id, text, as_of)


def _exact(figure: Figure, view: View) -> str:
    return bound(figure, proof_value(figure, view.lang), view)


def _operand(operand: Operand, view: View) -> str:
    decimals = len(operand.raw.partition(".")[2])
    text = write_number(abs(operand.value), decimals, view.lang)
    text = ("−" if operand.value < 0 else "") + text
    return view.bound("cell", f"{operand.path}:{operand.line}:{operand.field}", text)


def _long(figure: Figure, view: View) -> str:
    from macros.dates import long_date

    return long_date(figure.version, view.lang)
