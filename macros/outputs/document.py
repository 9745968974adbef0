"""Composition of a document: the data for its template, and the same texts in their order, for the check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from macros.base.dates import long_date
from macros.base.elements import parse_xml
from macros.base.errors import Fault, FaultError, Place
from macros.charts import ChartError
from macros.charts.picture import colours, svg_text
from macros.content.page_context import View
from macros.datapackage import Package
from macros.edition.edition import Edition
from macros.exhibits import Exhibit
from macros.exhibits.show import explained
from macros.exhibits.versions import cells, version, versions
from macros.figures import Figure, slug_of
from macros.handouts import DocumentEntry, Text
from macros.handouts.text import literal
from macros.interface import words
from macros.outputs.chart import take
from macros.outputs.written import published_by
from macros.pages.proof import write_status
from macros.quotes import Phrase, Quote
from macros.quotes.quoting import make_quote
from macros.wording import in_cell, proof_value

SURFACE = "document"
MARKER = "•"  # before a list's entries


@dataclass(frozen=True)
class Composed:
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

    def say(self, text: str, place: Place | None = None) -> str:
        """Record a text without figures and return it."""
        self.texts.append(literal(text, place or self.entry.place(), SURFACE))
        return text

    def plain(self, template: str, place: Place) -> str:
        """Return a template's text without links."""
        return self._written(template, place).plain

    def _written(self, template: str, place: Place) -> Phrase:
        written = self.build.writer.write(template, lang=self.build.lang, as_of=self.package.version, place=place, page=place.path)
        self.texts.append(Text(written, SURFACE))
        return written

    def phrase(self, template: str, place: Place) -> list[Any]:
        """Return a template's text as runs: texts, and figures with the address of their proof."""
        return [
            {"text": part.wording, "href": self.proof(part.figure)}
            if isinstance(part, Quote)
            else part
            if isinstance(part, str)
            else part.text
            for part in self._written(template, place).parts
        ]

    def value(self, figure: Figure, form: str, place: Place, context: tuple[str, ...], near: str = "") -> str:
        """Return the wording of a figure for a cell.

        Args:
            form: `cell` or `exact`.
        """
        wording = {"cell": in_cell, "exact": proof_value}[form](figure, self.build.lang)
        quote = make_quote(figure, wording, place, self.package.version, form)
        self.texts.append(Text(Phrase((quote,), place), SURFACE, context, near, in_cell=True))
        return wording

    def proof(self, figure: str) -> str:
        """Return the address of a figure's proof."""
        return f"{self.build.site.address}figures/#{slug_of(figure)}"


def compose(build: Edition, entry: DocumentEntry, package: Package) -> Composed:
    """Return the document of one version.

    Raises:
        FaultError: a figure or drawing is not available.
        ValueError: the style sheet lacks a colour.
    """
    composer = _Composer(build, entry, package)
    lang, word = build.lang, words(build.lang)["document"]
    following = f"{build.site.shown}data/{entry.id}.pdf"
    data: dict[str, Any] = {"lang": lang, "site": build.site.name, "colours": colours(build.project.root)}
    data["date"] = [int(part) for part in package.version.split("-")]
    data["description"] = entry.description.get(lang, "")
    data["title"] = composer.say(entry.title.get(lang, ""), entry.place("title", lang))
    data["dated"] = composer.say(str(word["data"]).format(long_date(package.version, lang), following))
    data["intro"] = [composer.phrase(text, entry.place("intro", lang, n)) for n, text in enumerate(entry.intro.get(lang, ()))]
    table, chart = build.project.tables[entry.table], build.project.charts[entry.chart]
    data["table"] = _table(composer, table)
    data["chart"] = _chart(composer, chart, data["colours"])
    title = composer.say(word["notes"])
    notes = []
    for n, text in enumerate(entry.notes.get(lang, ())):
        composer.say(MARKER)
        notes.append(composer.phrase(text, entry.place("notes", lang, n)))
    data["notes"] = {"title": title, "texts": notes, "marker": MARKER}
    named = [each for each in (table, chart) if not each.data]  # exhibits drawn from rows have their proof in the rows
    data["proofs"] = _proofs(composer, [name for each in named for name in cells(each, build.project.figures, package.version)])
    data["rights"] = composer.say(_rights(build, package))
    data["foot"] = composer.say(str(word["foot"]).format(build.site.name, package.version))
    return Composed(data, tuple(composer.texts))


def _table(composer: _Composer, exhibit: Exhibit) -> dict[str, Any]:
    build, lang = composer.build, composer.build.lang
    caption = composer.plain(exhibit.text("caption", lang), exhibit.place("caption", lang))
    corner = exhibit.text("row_header", lang) or str(words(lang)["row_header"])
    grid = exhibit.grid(build.project.figures, composer.package.version)
    head = [composer.say(text, exhibit.place("columns", lang)) for text in (corner, *grid.heads(lang))]
    rows = []
    for index, line in enumerate(grid.lines):
        label = composer.say(line.label.get(lang, ""), exhibit.place("rows", index, "label", lang))
        row: list[Any] = []
        for column, name in enumerate(line.cells):
            place = exhibit.cell_place(index, column)
            if name is None:
                row.append(composer.say(str(words(lang)["signs"][line.lacks.get(column, "missing")][0]), place))
                continue
            figure = build.project.figures.get(name, composer.package.version, place)
            text = composer.value(figure, "cell", place, (caption,), f"{label} {grid.heads(lang)[column]}")
            row.append(text if exhibit.data else {"text": text, "href": composer.proof(name)})
        rows.append({"label": label, "cells": row})
    source = _source(composer, exhibit)
    if signs := explained(grid, (), lang):
        source += " " + composer.say("(" + signs.removesuffix(".") + ")")
    return {"caption": caption, "head": head, "rows": rows, "source": source}


def _source(composer: _Composer, exhibit: Exhibit) -> str:
    lang = composer.build.lang
    return composer.plain(f"{words(lang)['source']}: {exhibit.text('source', lang)}", exhibit.place("source", lang))


def _chart(composer: _Composer, exhibit: Exhibit, by: dict[str, str]) -> dict[str, Any]:
    """Draw the chart on the version of the document. The check reads its words like those of any drawing."""
    build, at = composer.build, composer.package.version
    newest = version(exhibit, build.project.figures, at) == versions(exhibit, build.project.figures)[-1]
    one = take(build, exhibit, at, pinned=True, newest=newest)
    try:
        svg = svg_text(build.project.root, one.chart, by)
    except ChartError as error:
        raise FaultError(Fault(exhibit.place(), "chart", str(error), "fix the declaration")) from None
    caption = composer.say(one.texts["subtitle"].plain, exhibit.place("subtitle"))
    alt = one.texts["description"]
    composer.texts += _drawn(svg, one.view, (caption,), exhibit.place())
    return {"svg": svg, "alt": alt.plain, "caption": caption, "source": _source(composer, exhibit)}


def _drawn(svg: str, view: View, context: tuple[str, ...], place: Place) -> Iterable[Text]:
    """Yield the texts of a drawing, each label bound to its figure."""
    root = parse_xml(svg)
    around = (*context, " ".join(root.itertext()))
    for node in root.iter("{*}text"):
        text, name = "".join(node.itertext()), node.get("data-figure")
        part = make_quote(view.figures.get(name, view.as_of, place), text, place, view.as_of, "cell") if name else text
        yield Text(Phrase((part,), place), "svg", around)


def _proofs(composer: _Composer, names: Sequence[str]) -> dict[str, Any]:
    """Return a row for each figure of the document: the address of its proof, its title, its value before rounding."""
    build, lang, word = composer.build, composer.build.lang, words(composer.build.lang)["document"]
    title, intro = composer.say(word["proofs"]), composer.say(word["proofs_intro"])
    head = [composer.say(word[name]) for name in ("proof", "what", "value")]
    rows = []
    for name in dict.fromkeys(names):
        figure = build.project.figures.get(name, composer.package.version)
        place, what = figure.declaration.place, figure.declaration.title.get(lang, name)
        address = composer.say(f"{build.site.shown}figures/#{slug_of(name)}", place)
        what = composer.say(f"{what} ({write_status(figure, lang)})", place)
        value = composer.value(figure, "exact", place, (what,))
        rows.append({"href": composer.proof(name), "address": address, "what": what, "value": value})
    return {"title": title, "intro": intro, "head": head, "rows": rows}


def _rights(build: Edition, package: Package) -> str:
    named = [str(licence.get("title", "")) for licence in package.descriptor.get("licenses", ())]
    said = words(build.lang)["take"]
    return f"{said['licence'].format(', '.join(named))} {published_by([package], said['publishers'])}".rstrip()
