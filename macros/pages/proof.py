"""Proofs: the derivation of a figure in HTML. Every number in a proof is bound to its cell or figure."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from html import escape

from macros.base.dates import long_date
from macros.content.page_context import View, tag
from macros.figures import Figure, Operand, slug_of
from macros.interface import words
from macros.numbers import write_number
from macros.quotes.quote import NEWEST
from macros.wording import in_cell, proof_value, standard

# Most cells that a proof shows in full. Of more it shows the first three and the last.
_LONG = 30
_PARTS = re.compile(r"{(?P<place>\w+)}|(?P<number>[0-9]+)|(?P<name>[a-z]+)")
_FORMS: dict[str, Callable[[Figure, str], str]] = {"standard": standard, "cell": in_cell, "exact": proof_value}


def formula(figure: Figure, view: View) -> str:
    """Return the formula with its numbers: `(555,831 − 1,046,350) ÷ 1,046,350 × 100 = −46.879056%, to six decimals`."""
    operands = {operand.name: operand for operand in figure.operands}
    if figure.declaration.operation.is_copy:
        said = escape(view.word("as_source").format(long_date(figure.version, view.lang)))
        (operand,) = figure.operands
        scaled = f"{_scaled(operand, view)} = " if operand.scale > 1 else ""
        return view.piece("span", f"formula {_at(figure)}", f"{scaled}{bound(figure, 'exact', view)}, {said}")
    template = _template(figure)

    def shown_part(part: re.Match[str]) -> str:
        if part["place"]:
            operand = operands[part["place"]]
            return f"({_scaled(operand, view)})" if operand.scale > 1 else _operand(operand, view)
        return write_number(int(part["number"]), lang=view.lang) if part["number"] else escape(words(view.lang)["functions"][part["name"]])

    shown = _PARTS.sub(shown_part, escape(template))
    six = "" if is_exact(figure) else ", " + escape(view.word("to_six_decimals"))
    return view.piece("span", f"formula {_at(figure)}", f"{shown} = {bound(figure, 'exact', view)}{six}")


def _template(figure: Figure) -> str:
    """Return the formula with the placeholders of the cells that a proof shows."""
    template = figure.declaration.operation.written([each.name for each in figure.operands], **figure.constants)
    members = re.findall(r"{value_[0-9]+}", template)
    return re.sub(rf"({members[2]}(\W+)).*\2({members[-1]})", r"\1…\2\3", template) if len(members) > _LONG else template


def is_exact(figure: Figure) -> bool:
    """Return True if the value ends within the six decimals shown by a proof."""
    return (figure.value * 10**6).denominator == 1


def rows_used(figure: Figure, view: View) -> str:
    """Return the cells used, each with file, line and key.

    Of many cells it has those in the formula, and a link to all of them.
    """
    shown, items = set(re.findall(r"{(\w+)}", _template(figure))), ""
    for at, operand in enumerate(figure.operands):
        if operand.name not in shown:
            if figure.operands[at - 1].name in shown:
                items += tag("li", f'… (<a href="{view.proofs}{slug_of(figure.id)}.json">JSON</a>)')
            continue
        where = tag("code", escape(f"{operand.path}:{operand.line}"))
        said = f"{escape(operand.key)}: {escape(operand.field)} {_operand(operand, view)} ({where})"
        items += view.piece("li", f"row {_at(figure)} {operand.name}", said)
    return tag("ul", items)


def status(figure: Figure, view: View) -> str:
    """Return the status of a figure with its meaning, its attribution and the reason for cells left out."""
    name = figure.declaration.status
    told = figure.declaration.told_status
    meaning = words(view.lang)["status_meaning"][told]
    text = tag("strong", escape(str(words(view.lang)["status"][told])), class_=f"status status--{name}")
    said = figure.declaration.attribution.get(view.lang, "")
    by = f" {escape(view.word('according_to'))}: {escape(said)}." if said else ""
    return f"{text}: {escape(str(meaning))}.{by}{left_out(figure, view)}"


def write_status(figure: Figure, lang: str) -> str:
    """Return the status in words, with its attribution: `computed`; `reported, OECD`."""
    said = figure.declaration.attribution.get(lang, "")
    name = str(words(lang)["status"][figure.declaration.told_status])
    return f"{name}, {said}" if said else name


def left_out(figure: Figure, view: View) -> str:
    """Return the reason why cells were left out of a computation, or ""."""
    reason = figure.left_out(view.lang)
    return " " + escape(view.word("left_out").format(reason)) if reason else ""


def summary_line(figure: Figure, view: View) -> str:
    """Return the proof as a list item for the end of a page."""
    title = escape(figure.declaration.title.get(view.lang, figure.id))
    link = tag("a", title, href=f"{view.proofs}#{slug_of(figure.id)}")
    shown = value(figure, "cell", view, "b")
    parts = [
        f"{link}: {shown}",
        tag("span", formula(figure, view), class_="proof__formula"),
        status(figure, view),
        escape(view.word("version")) + " " + label(figure, view),
    ]
    if newest := view.figures.revised(figure):
        current = bound(newest, "cell", view, current=True)
        parts.append(view.piece("strong", f"revised {_at(newest)}", escape(view.word("revised_since")).format(current)))
    return tag("li", "".join(tag("div", part, class_="proof__part") for part in parts))


def bound(figure: Figure, form: str, view: View, *, current: bool = False) -> str:
    """Return a value written from a figure, bound to it but without a link, as its proof stands beside it.

    Args:
        form: `standard`, `cell` or `exact`.
        current: whether this is the newest value, shown beside the older one of the page.
    """
    as_of = "" if figure.newest and not view.as_of else NEWEST if current else figure.version
    return view.bound("figure", figure.id, _FORMS[form](figure, view.lang), as_of)


def value(figure: Figure, form: str, view: View, element: str = "span") -> str:
    """Return a value as a piece of its own."""
    return view.piece(element, f"value {_at(figure)} {form}", bound(figure, form, view))


def label(figure: Figure, view: View, element: str = "code") -> str:
    """Return the version of a figure's data: `sales@2022-05-11`."""
    return view.piece(element, f"label {_at(figure)}", escape(figure.label))


def history(old: Figure, view: View, *, stayed: bool = False) -> str:
    """Return the value of a figure on one version of its data as a list item.

    Args:
        stayed: whether all later versions have the same value.
    """
    said = f"{view.day(old.version)}: {bound(old, 'cell', view)}"
    if stayed:
        return view.piece("li", f"unchanged {_at(old)}", escape(view.word("unchanged_since")).format(said))
    return view.piece("li", f"history {_at(old)}", said)


def _at(figure: Figure) -> str:
    return f"{figure.id}@{figure.version}"


def _scaled(operand: Operand, view: View) -> str:
    """Return a cell of a scaled column with its factor: `9.1 × 1,000`."""
    return f"{_operand(operand, view)} × {write_number(operand.scale, lang=view.lang)}"


def _operand(operand: Operand, view: View) -> str:
    decimals = len(operand.raw.partition(".")[2])
    text = write_number(abs(Fraction(operand.raw)), decimals, view.lang)
    text = ("−" if operand.value < 0 else "") + text
    return view.bound("cell", f"{operand.path}:{operand.line}:{operand.field}", text)
