"""Composition of a document: the data for its template, and the same texts in their order, for the check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from macros.base.dates import write_long_date
from macros.base.elements import parse_xml
from macros.base.errors import Fault, FaultError, Place
from macros.charts import ChartError
from macros.charts.picture import make_svg, read_colours
from macros.content.page_context import PageContext
from macros.datapackage import Package
from macros.edition.edition import Edition
from macros.exhibits import Exhibit
from macros.exhibits.remarks import Remarks, collect_remarks
from macros.exhibits.versions import find_version, list_figure_ids, list_versions
from macros.figures import Figure, slug_of
from macros.handouts import DocumentEntry, Text
from macros.handouts.text import make_literal
from macros.interface import read_interface_words
from macros.outputs.chart import make_variant
from macros.outputs.written import credit_publishers
from macros.pages.proof import write_status
from macros.quotes import Phrase, Quote
from macros.quotes.quoting import make_quote
from macros.wording import write_in_cell, write_proof_value

SURFACE = "document"
MARKER = "•"  # before a list's entries


@dataclass(frozen=True)
class ComposedDocument:
    """A composed document.

    Attributes:
        data: The data for the template.
        texts: The texts on the pages, in order. The last is the line at the foot of each page, before its number.
    """

    data: dict[str, Any]
    texts: tuple[Text, ...]


@dataclass
class _Composer:
    """Composes one document. Every text put into its data is recorded in `texts`, in order."""

    build: Edition
    entry: DocumentEntry
    package: Package
    texts: list[Text] = field(default_factory=list)

    def add_literal(self, text: str, place: Place | None = None) -> str:
        """Record a text without figures and return it."""
        self.texts.append(make_literal(text, place or self.entry.find_place(), SURFACE))
        return text

    def add_plain(self, template: str, place: Place) -> str:
        """Return a template's text without links."""
        return self._add_phrase(template, place).plain

    def _add_phrase(self, template: str, place: Place) -> Phrase:
        written = self.build.writer.write_phrase(template, lang=self.build.lang, as_of=self.package.version, place=place, page=place.path)
        self.texts.append(Text(written, SURFACE))
        return written

    def add_runs(self, template: str, place: Place) -> list[Any]:
        """Return a template's text as runs: texts, and figures with the address of their proof."""
        return [
            {"text": part.wording, "href": self.make_proof_address(part.figure)}
            if isinstance(part, Quote)
            else part
            if isinstance(part, str)
            else part.text
            for part in self._add_phrase(template, place).parts
        ]

    def add_value(self, figure: Figure, form: str, place: Place, context: tuple[str, ...], near: str = "") -> str:
        """Return the wording of a figure for a cell.

        Args:
            form: `cell` or `exact`.
        """
        wording = {"cell": write_in_cell, "exact": write_proof_value}[form](figure, self.build.lang)
        quote = make_quote(figure, wording, place, self.package.version, form)
        self.texts.append(Text(Phrase((quote,), place), SURFACE, context, near, is_in_cell=True))
        return wording

    def add_note(self, text: str, piece: str, place: Place) -> str:
        """Record a note of the source and return it.

        Args:
            piece: the check's name for it.
        """
        self.texts.append(Text(Phrase((text,), place), SURFACE, piece=piece))
        return text

    def make_proof_address(self, figure: str) -> str:
        """Return the address of a figure's proof."""
        return f"{self.build.site.address}figures/#{slug_of(figure)}"


def compose_document(build: Edition, entry: DocumentEntry, package: Package) -> ComposedDocument:
    """Return the document of one version.

    Raises:
        FaultError: a figure or drawing is not available.
        ValueError: the style sheet lacks a colour.
    """
    composer = _Composer(build, entry, package)
    lang, word = build.lang, read_interface_words(build.lang)["document"]
    following = f"{build.site.shown_address}data/{entry.id}.pdf"
    data: dict[str, Any] = {"lang": lang, "site": build.site.name, "colours": read_colours(build.project.root)}
    data["date"] = [int(part) for part in package.version.split("-")]
    data["description"] = entry.description.get(lang, "")
    data["title"] = composer.add_literal(entry.title.get(lang, ""), entry.find_place("title", lang))
    data["dated"] = composer.add_literal(str(word["data"]).format(write_long_date(package.version, lang), following))
    data["intro"] = [composer.add_runs(text, entry.find_place("intro", lang, n)) for n, text in enumerate(entry.intro.get(lang, ()))]
    table, chart = build.tables[entry.table], build.charts[entry.chart]
    data["table"] = _compose_table(composer, table)
    data["chart"] = _compose_chart(composer, chart, data["colours"])
    title = composer.add_literal(word["notes"])
    notes = []
    for n, text in enumerate(entry.notes.get(lang, ())):
        composer.add_literal(MARKER)
        notes.append(composer.add_runs(text, entry.find_place("notes", lang, n)))
    data["notes"] = {"title": title, "texts": notes, "marker": MARKER}
    named = [each for each in (table, chart) if not each.data]  # exhibits drawn from rows have their proof in the rows
    data["proofs"] = _compose_proofs(
        composer, [name for each in named for name in list_figure_ids(each, build.project.figures, package.version)]
    )
    data["rights"] = composer.add_note(_write_rights(build, package), f"rights {package.label}", entry.find_place())
    data["foot"] = composer.add_literal(str(word["foot"]).format(build.site.name, package.version))
    return ComposedDocument(data, tuple(composer.texts))


def _compose_table(composer: _Composer, exhibit: Exhibit) -> dict[str, Any]:
    build, lang = composer.build, composer.build.lang
    caption = composer.add_plain(exhibit.get_text("caption", lang), exhibit.find_place("caption", lang))
    corner = exhibit.get_text("row_header", lang) or str(read_interface_words(lang)["row_header"])
    grid = exhibit.build_grid(build.project.figures, composer.package.version)
    head = [composer.add_literal(text, exhibit.find_place("columns", lang)) for text in (corner, *grid.get_headers(lang))]
    get = build.project.figures.get
    remarks = collect_remarks(
        grid,
        lambda name, row, column: get(name, composer.package.version, exhibit.find_cell_place(row, column)),
        lang,
        exhibit.list_row_packages(build.project.figures, composer.package.version),
    )
    rows = []
    for index, line in enumerate(grid.lines):
        label = composer.add_literal(line.label.get(lang, ""), exhibit.find_place("rows", index, "label", lang))
        row: list[Any] = []
        for column, name in enumerate(line.cells):
            place = exhibit.find_cell_place(index, column)
            figure = remarks.figures[index][column]
            if name is None or figure is None:
                sign = composer.add_literal(remarks.find_sign(index, column) or "–", place)
                marks = ", ".join(remarks.list_letters(index, column))
                row.append({"text": sign, "mark": composer.add_literal(marks, place) if marks else ""})
                continue
            text = composer.add_value(figure, "cell", place, (caption,), f"{label} {grid.get_headers(lang)[column]}")
            marks = remarks.join_marks(index, column)
            row.append({"text": text, "mark": composer.add_literal(marks, place) if marks else ""})
            if not exhibit.data:
                row[-1]["href"] = composer.make_proof_address(name)
        rows.append({"label": label, "cells": row})
    source = _compose_source(composer, exhibit)
    return {"caption": caption, "head": head, "rows": rows, "source": source, **_compose_remarks(composer, exhibit, remarks)}


def _compose_remarks(composer: _Composer, exhibit: Exhibit, remarks: Remarks) -> dict[str, Any]:
    """Return the meanings of the signs, and the notes of the source, each with the language of its text."""
    place, told = exhibit.find_place("data"), remarks.explain_signs()
    signs = composer.add_literal(told, place) if told else ""
    notes = [
        {
            "letter": composer.add_literal(letter, place) if letter else "",
            "text": composer.add_note(text, piece, place),
            "lang": other or remarks.lang,
        }
        for letter, text, other, piece in remarks.iter_notes()
    ]
    return {"signs": signs, "notes": notes}


def _compose_source(composer: _Composer, exhibit: Exhibit) -> str:
    lang = composer.build.lang
    return composer.add_plain(
        f"{read_interface_words(lang)['source']}: {exhibit.get_text('source', lang)}", exhibit.find_place("source", lang)
    )


def _compose_chart(composer: _Composer, exhibit: Exhibit, by: dict[str, str]) -> dict[str, Any]:
    """Draw the chart on the version of the document. The check reads its words like those of any drawing."""
    build, at = composer.build, composer.package.version
    newest = find_version(exhibit, build.project.figures, at) == list_versions(exhibit, build.project.figures)[-1]
    one = make_variant(build, exhibit, at, newest=newest)
    try:
        svg = make_svg(build.project.root, one.chart, by)
    except ChartError as error:
        raise FaultError(Fault(exhibit.find_place(), "chart", str(error), "fix the declaration")) from None
    caption = composer.add_literal(one.texts["subtitle"].plain, exhibit.find_place("subtitle"))
    alt = " ".join([one.texts["description"].plain, *(remark.text for remark in one.chart.remarks if not remark.piece)])
    composer.texts += _read_drawing_texts(svg, one.view, (caption,), exhibit.find_place())
    return {"svg": svg, "alt": alt, "caption": caption, "source": _compose_source(composer, exhibit)}


def _read_drawing_texts(svg: str, view: PageContext, context: tuple[str, ...], place: Place) -> Iterable[Text]:
    """Yield the texts of a drawing, each label bound to its figure."""
    root = parse_xml(svg)
    drawn = list(root.iter("{*}text"))
    around = (*context, " ".join(text for node in drawn if not node.get("data-piece") for text in node.itertext()))
    for node in drawn:
        text, name = "".join(node.itertext()), node.get("data-figure")
        if piece := node.get("data-piece"):
            yield Text(Phrase((text,), place), "svg", piece=piece)
            continue
        part = make_quote(view.figures.get(name, view.as_of, place), text, place, view.as_of, "cell") if name else text
        yield Text(Phrase((part,), place), "svg", around)


def _compose_proofs(composer: _Composer, names: Sequence[str]) -> dict[str, Any]:
    """Return a row for each figure of the document: the address of its proof, its title, its value before rounding."""
    build, lang, word = composer.build, composer.build.lang, read_interface_words(composer.build.lang)["document"]
    title, intro = composer.add_literal(word["proofs"]), composer.add_literal(word["proofs_intro"])
    head = [composer.add_literal(word[name]) for name in ("proof", "what", "value")]
    rows = []
    for name in dict.fromkeys(names):
        figure = build.project.figures.get(name, composer.package.version)
        place, what = figure.declaration.place, figure.declaration.title.get(lang, name)
        address = composer.add_literal(f"{build.site.shown_address}figures/#{slug_of(name)}", place)
        what = composer.add_literal(f"{what} ({write_status(figure, lang)})", place)
        value = composer.add_value(figure, "exact", place, (what,))
        rows.append({"href": composer.make_proof_address(name), "address": address, "what": what, "value": value})
    return {"title": title, "intro": intro, "head": head, "rows": rows}


def _write_rights(build: Edition, package: Package) -> str:
    named = [str(licence.get("title", "")) for licence in package.descriptor.get("licenses", ())]
    said = read_interface_words(build.lang)["take"]
    return f"{said['licence'].format(', '.join(named))} {credit_publishers([package], said['publishers'])}".rstrip()
