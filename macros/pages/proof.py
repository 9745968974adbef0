"""Proofs: the derivation of a figure in HTML. Every number in a proof is bound to its cell or figure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from html import escape

from macros.base.dates import write_long_date
from macros.content.page_context import PageContext, make_element
from macros.figures import Figure, Operand, slug_of
from macros.interface import read_interface_words
from macros.numbers import write_number
from macros.quotes.quote import NEWEST, write_source_note
from macros.structure.periods import parse_period, write_period
from macros.wording import write_in_cell, write_proof_value, write_standard

# Most cells that a proof shows in full. Of more it shows the first three and the last.
_MAX_CELLS = 30
# Operation -> the form of its sentence.
_SENTENCE_BY_OPERATION = {
    "value": "value",
    "difference": "difference",
    **dict.fromkeys(("percentage_change", "ratio", "index", "average_annual_change"), "change"),
    **dict.fromkeys(("share", "rate"), "share"),
    **dict.fromkeys(("percentage_point_change", "percentage_change_of_share"), "shares"),
    **dict.fromkeys(("sum", "cumulative"), "sum"),
    "mean": "mean",
    "median": "median",
    "rank": "rank",
}
_PARTS = re.compile(r"{(?P<place>\w+)}|(?P<number>[0-9]+)|(?P<name>[a-z]+)")
_FORMS: dict[str, Callable[[Figure, str], str]] = {"standard": write_standard, "cell": write_in_cell, "exact": write_proof_value}


def write_summary(figure: Figure, view: PageContext) -> str:
    """Return the derivation as a sentence: `1,046,350 (2020), 555,831 (2021): a fall of 490,519, which is −46.879056%, rounded −47%`."""
    said, declared = read_interface_words(view.lang)["derived"], figure.declaration
    cells = {operand.name: _write_scaled(operand, view) for operand in figure.operands}
    kind = _SENTENCE_BY_OPERATION.get(declared.operation.name, "any")
    form = str(said["hedged" if kind == "change" and figure.bound else kind])
    ends = {name: escape(_name_end(figure, codes, view.lang)) for name, codes in (("start", declared.start), ("end", declared.end))}
    members = write_number(len([name for name in cells if name.startswith("value_")]), lang=view.lang)
    exact, rounded = write_bound(figure, "exact", view), write_bound(figure, "cell", view)
    result = escape(said["rounded"]).format(exact, rounded) if _is_rounded(figure, view.lang) else exact
    day = escape(write_long_date(figure.version, view.lang))
    text = escape(form).format(**cells | ends, result=result, members=members, change=_write_difference(figure, view.lang), day=day)
    return view.write_piece("span", f"summary {_make_key(figure)}", text)


def _is_rounded(figure: Figure, lang: str) -> bool:
    return write_proof_value(figure, lang) != write_in_cell(figure, lang)


def _name_end(figure: Figure, codes: Mapping[str, str], lang: str) -> str:
    """Return the name of one end of a change: its period, or the label of its code."""
    dimensions, names = figure.declaration.structure.dimensions, []
    for name, code in codes.items():
        dimension = dimensions[name]
        if dimension.period:
            names.append(write_period(parse_period(code, dimension.period, dimension.since), lang))
        else:
            names.append(dimension.codelist.codes[code].label[lang] if dimension.codelist else code)
    return ", ".join(names)


def _write_difference(figure: Figure, lang: str) -> str:
    """Return the difference of two ends as words, or "" for an operation without or with cells in different units."""
    by_name = {operand.name: operand for operand in figure.operands}
    if by_name.keys() != {"from", "to"}:
        return ""
    change = by_name["to"].value - by_name["from"].value
    decimals = 0 if change.denominator == 1 else max(len(each.raw.partition(".")[2]) for each in figure.operands)
    size = write_number(abs(change), decimals, lang)
    return escape(read_interface_words(lang)["derived"]["rise" if change > 0 else "fall" if change else "none"]).format(size)


def write_formula(figure: Figure, view: PageContext) -> str:
    """Return the formula with its numbers: `(555,831 − 1,046,350) ÷ 1,046,350 × 100 = −46.879056%, to six decimals`."""
    operands = {operand.name: operand for operand in figure.operands}
    if figure.declaration.operation.is_copy:
        said = escape(view.find_word("as_source").format(write_long_date(figure.version, view.lang)))
        (operand,) = figure.operands
        scaled = f"{_write_scaled(operand, view)} = " if operand.scale > 1 else ""
        return view.write_piece("span", f"formula {_make_key(figure)}", f"{scaled}{write_bound(figure, 'exact', view)}, {said}")
    template = _shorten_formula(figure)

    def write_part(part: re.Match[str]) -> str:
        if part["place"]:
            operand = operands[part["place"]]
            return f"({_write_scaled(operand, view)})" if operand.scale > 1 else _write_operand(operand, view)
        return (
            write_number(int(part["number"]), lang=view.lang)
            if part["number"]
            else escape(read_interface_words(view.lang)["functions"][part["name"]])
        )

    shown = _PARTS.sub(write_part, escape(template))
    six = "" if is_exact(figure) else ", " + escape(view.find_word("to_six_decimals"))
    return view.write_piece("span", f"formula {_make_key(figure)}", f"{shown} = {write_bound(figure, 'exact', view)}{six}")


def _shorten_formula(figure: Figure) -> str:
    """Return the formula with the placeholders of the cells that a proof shows."""
    template = figure.declaration.operation.write_proof_formula([each.name for each in figure.operands], **figure.constants)
    members = re.findall(r"{value_[0-9]+}", template)
    return re.sub(rf"({members[2]}(\W+)).*\2({members[-1]})", r"\1…\2\3", template) if len(members) > _MAX_CELLS else template


def is_exact(figure: Figure) -> bool:
    """Return True if the value ends within the six decimals shown by a proof."""
    return (figure.value * 10**6).denominator == 1


def write_rows(figure: Figure, view: PageContext) -> str:
    """Return the cells used, each with file, line and key.

    Of many cells it has those in the formula, and a link to all of them.
    """
    shown, items = set(re.findall(r"{(\w+)}", _shorten_formula(figure))), ""
    for at, operand in enumerate(figure.operands):
        if operand.name not in shown:
            if figure.operands[at - 1].name in shown:
                items += make_element("li", f'… (<a href="{view.figures_address}{slug_of(figure.id)}.json">JSON</a>)')
            continue
        where = make_element("a", make_element("code", escape(f"{operand.path}:{operand.line}")), href=view.site_root + operand.path)
        said = f"{escape(operand.key)}: {escape(operand.field)} {_write_operand(operand, view)} ({where})"
        items += view.write_piece("li", f"row {_make_key(figure)} {operand.name}", said)
    return make_element("ul", items)


def explain_status(figure: Figure, view: PageContext) -> str:
    """Return the status of a figure with its meaning, its attribution and the reason for cells left out."""
    name = figure.declaration.status
    told = figure.declaration.displayed_status
    meaning = read_interface_words(view.lang)["status_meaning"][told]
    text = make_element("strong", escape(str(read_interface_words(view.lang)["status"][told])), class_=f"status status--{name}")
    said = figure.declaration.attribution.get(view.lang, "")
    by = f" {escape(view.find_word('according_to'))}: {escape(said)}." if said else ""
    told = "".join(f" {explain_qualifier(each, view.lang)}" for each in figure.qualifiers)
    return f"{text}: {escape(str(meaning))}.{by}{escape(told)}{write_reason_left_out(figure, view)}"


def write_status_meanings(figures: Iterable[Figure], lang: str) -> str:
    """Return what the statuses and qualifiers of figures mean, each once, as a list."""
    words, found = read_interface_words(lang), list(figures)
    told = dict.fromkeys(figure.declaration.displayed_status for figure in found)
    meanings = [f"{words['status'][name]}: {words['status_meaning'][name]}." for name in told]
    meanings += [explain_qualifier(name, lang) for name in dict.fromkeys(each for figure in found for each in figure.qualifiers)]
    return make_element("ul", "".join(make_element("li", escape(text)) for text in meanings), class_="statuses")


def explain_qualifier(name: str, lang: str) -> str:
    """Return what the source says of a value as a sentence, such as: provisional, its source may still revise it."""
    return str(read_interface_words(lang)["qualifier_meaning"][name])


def write_source_notes(figure: Figure, view: PageContext) -> str:
    """Return what the source notes on the cells of a figure, or ""."""
    found = [write_source_note(note, view.lang) for note in figure.notes]
    items = (make_element("li", view.write_piece("span", name, escape(text), lang=other)) for text, other, name in found)
    return make_element("ul", "".join(items)) if found else ""


def write_status(figure: Figure, lang: str) -> str:
    """Return the status in words, with its attribution and what its source says of it: `reported, OECD`, `computed, provisional`."""
    said, words = figure.declaration.attribution.get(lang, ""), read_interface_words(lang)
    name = str(words["status"][figure.declaration.displayed_status])
    return ", ".join(filter(None, (name, said, *(str(words["qualifiers"][each]) for each in figure.qualifiers))))


def write_reason_left_out(figure: Figure, view: PageContext) -> str:
    """Return the reason why cells were left out of a computation, or ""."""
    reason = figure.explain_left_out(view.lang)
    return " " + escape(view.find_word("left_out").format(reason)) if reason else ""


def write_summary_line(figure: Figure, view: PageContext) -> str:
    """Return the proof as a list item for the end of a page."""
    title = escape(figure.declaration.title.get(view.lang, figure.id))
    link = make_element("a", title, href=f"{view.figures_address}#{slug_of(figure.id)}")
    shown = write_value(figure, "cell", view, "b")
    is_plain = figure.declaration.operation.is_copy and figure.operands[0].scale == 1
    parts = [
        f"{link}: {shown}",
        *([] if is_plain else [make_element("span", write_formula(figure, view), class_="proof__formula")]),
        make_element("strong", escape(write_status(figure, view.lang)), class_=f"status status--{figure.declaration.status}")
        + write_reason_left_out(figure, view),
        escape(view.find_word("version")) + " " + write_label(figure, view),
    ]
    if notes := write_source_notes(figure, view):
        parts.insert(-1, escape(view.find_word("source_notes_label")) + notes)
    if newest := view.figures.newer_value(figure):
        current = write_bound(newest, "cell", view, current=True)
        parts.append(view.write_piece("strong", f"revised {_make_key(newest)}", escape(view.find_word("revised_since")).format(current)))
    return make_element("li", "".join(make_element("div", part, class_="proof__part") for part in parts))


def write_bound(figure: Figure, form: str, view: PageContext, *, current: bool = False) -> str:
    """Return a value written from a figure, bound to it but without a link, as its proof stands beside it.

    Args:
        form: `standard`, `cell` or `exact`.
        current: whether this is the newest value, shown beside the older one of the page.
    """
    as_of = "" if figure.is_newest and not view.as_of else NEWEST if current else figure.version
    return view.bound_text("figure", figure.id, _FORMS[form](figure, view.lang), as_of)


def write_value(figure: Figure, form: str, view: PageContext, element: str = "span") -> str:
    """Return a value as a piece of its own."""
    return view.write_piece(element, f"value {_make_key(figure)} {form}", write_bound(figure, form, view))


def write_label(figure: Figure, view: PageContext, element: str = "code") -> str:
    """Return the version of a figure's data: `sales@2022-05-11`."""
    return view.write_piece(element, f"label {_make_key(figure)}", escape(figure.label))


def write_history(old: Figure, view: PageContext, *, stayed: bool = False) -> str:
    """Return the value of a figure on one version of its data as a list item.

    Args:
        stayed: whether all later versions have the same value.
    """
    told = ", ".join(str(read_interface_words(view.lang)["qualifiers"][each]) for each in old.qualifiers)
    said = f"{view.write_day(old.version)}: {write_bound(old, 'cell', view)}" + (f" ({escape(told)})" if told else "")
    if stayed:
        return view.write_piece("li", f"unchanged {_make_key(old)}", escape(view.find_word("unchanged_since")).format(said))
    return view.write_piece("li", f"history {_make_key(old)}", said)


def _make_key(figure: Figure) -> str:
    return f"{figure.id}@{figure.version}"


def _write_scaled(operand: Operand, view: PageContext) -> str:
    """Return a cell of a scaled column with its factor: `9.1 × 1,000`."""
    if operand.scale == 1:
        return _write_operand(operand, view)
    return f"{_write_operand(operand, view)} × {write_number(operand.scale, lang=view.lang)}"


def _write_operand(operand: Operand, view: PageContext) -> str:
    decimals = len(operand.raw.partition(".")[2])
    text = write_number(abs(Fraction(operand.raw)), decimals, view.lang)
    text = ("−" if operand.value < 0 else "") + text
    return view.bound_text("cell", f"{operand.path}:{operand.line}:{operand.field}", text)
