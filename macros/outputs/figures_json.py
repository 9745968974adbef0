"""Proofs as JSON: `figures.json` holds every figure ever declared, `figures/<id>.json` one figure each."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from textwrap import indent
from typing import Any

from macros.base.errors import FaultError
from macros.content.sources import find_absence
from macros.corrections import select_by_figure
from macros.corrections.shown import HOME
from macros.datapackage import Source, list_sources
from macros.edition.edition import Edition
from macros.figures import Figure, slug_of
from macros.incremental.tasks import digest
from macros.interface import read_interface_words
from macros.outputs.written import format_decimal, format_exact, write_file, write_json
from macros.quotes.quote import write_source_note
from macros.wording import write_standard


def write_figures(build: Edition, site: Path) -> None:
    """Write all figures in the order of their declarations, withdrawn and superseded ones too."""
    entries = []
    for name in build.project.figures.declarations:
        try:
            figure = build.project.figures.get(name, None)
        except FaultError:  # already reported
            continue
        told = ([page.url for page in build.find_quoting_pages(name)], list_figure_corrections(build, name), build.site.address)
        entries.append(build.run_cached(f"figure {name}", digest(told), partial(_write_figure, build, site, figure)))
    # Each is serialised once, as this takes longer than all else.
    listed = ",\n".join(indent(text.rstrip("\n"), "    ") for text in entries)
    address = json.dumps(f"{build.site.address}figures.json", ensure_ascii=False)
    listed = f"[\n{listed}\n  ]" if entries else "[]"
    write_file(build, site, "figures.json", f'{{\n  "address": {address},\n  "figures": {listed}\n}}\n')


def _write_figure(build: Edition, site: Path, figure: Figure) -> str:
    text = write_json(make_figure_entry(build, figure))
    write_file(build, site, f"figures/{slug_of(figure.id)}.json", text)
    return text


def make_figure_entry(build: Edition, figure: Figure) -> dict[str, Any]:
    """Return the JSON data of one figure: facts, value, proof, history, and the pages that quote it."""
    declaration, lang = figure.declaration, build.lang
    note = declaration.note.get(lang, "")
    optional = {
        "attribution": declaration.attribution.get(lang, ""),
        "note": note
        and build.writer.write_phrase(note, lang=lang, as_of=None, place=declaration.place_of_note(lang), page="data/figures.yml").plain,
        "bound": figure.bound,
        "notes": [{"text": text, "lang": other or lang} for text, other, _ in (write_source_note(each, lang) for each in figure.notes)],
        "left_out": figure.explain_left_out(lang),
    }
    return {
        "id": figure.id,
        "title": declaration.title.get(lang, figure.id),
        "label": declaration.label.get(lang, figure.id),
        "status": declaration.displayed_status,
        "measure": str(declaration.source),
        "operation": declaration.operation.name,
        "method": read_interface_words(lang)["methods"][declaration.method],
        "unit": declaration.unit,
        "decimals": declaration.decimals,
        **{key: text for key, text in optional.items() if text},
        **describe_value(figure, lang),
        "package": figure.package,
        "sources": list_figure_sources(build, figure),
        "newest": figure.is_newest,
        "rows": [
            {"name": o.name, "path": o.path, "line": o.line, "key": o.key, "field": o.field, "raw": o.raw}
            | ({"scale": o.scale} if o.scale > 1 else {})
            for o in figure.operands
        ],
        **({"calculation": write_calculation(figure)} if not declaration.operation.is_copy else {}),
        "history": [describe_value(old, lang) for old in build.project.figures.history(figure.id)],
        **({"corrections": told} if (told := list_figure_corrections(build, figure.id)) else {}),
        "address": f"{build.site.address}figures/#{slug_of(figure.id)}",
        "quoted_on": [f"{build.site.address}{page.url}" for page in build.find_quoting_pages(figure.id)],
    }


def list_figure_sources(build: Edition, figure: Figure) -> list[dict[str, str]]:
    """Return the sources of a figure's data, each with its address, or with the words why none is known."""
    return [_describe_source(source, build.lang) for source in list_sources(build.project.figures.list_packages(figure))]


def _describe_source(source: Source, lang: str) -> dict[str, str]:
    address = {"path": source.path} if source.path else {"address": find_absence(source, lang)}
    return {"publisher": source.publisher, "title": source.title, "date": source.date, **address}


def list_figure_corrections(build: Edition, name: str) -> list[dict[str, str]]:
    """Return the corrections and revisions of a figure, newest first. The earlier values stand in `history`."""
    return [
        {
            "kind": entry.kind,
            "date": entry.date,
            **({"what": entry.texts["what"].plain} if "what" in entry.texts else {}),
            "address": f"{build.site.address}{HOME}#{entry.id}",
            **({"version": entry.data.partition("@")[2]} if name in entry.changed_figures else {}),
        }
        for entry in select_by_figure(build.corrections, name)
    ]


def describe_value(figure: Figure, lang: str) -> dict[str, str]:
    """Return the value of a figure on one version of its data: exact, as a decimal, in words, with what its source says of it."""
    return {
        "version": figure.version,
        "exact": format_exact(figure.value),
        "decimal": format_decimal(figure.value),
        "wording": write_standard(figure, lang),
        **({"qualifiers": ", ".join(figure.qualifiers)} if figure.qualifiers else {}),
    }


def write_calculation(figure: Figure) -> str:
    """Return the formula with the exact cells put in: `(555831 - 1046350) / 1046350 * 100`."""
    cells = {each.name: each.raw if each.scale == 1 else f"({each.raw} * {each.scale})" for each in figure.operands}
    return figure.declaration.operation.write_plain_formula(cells, **figure.constants).format(**cells)
