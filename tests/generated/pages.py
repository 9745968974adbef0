"""Renders what the generator writes of a random site, and checks it, in one process and without MkDocs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from lxml import html
from markdown import markdown

from macros.base.errors import Place
from macros.check.site import EditionCheck
from macros.corrections import shown
from macros.edition.edition import Edition
from macros.exhibits import write_chart, write_table
from macros.outputs import chart_page
from macros.outputs.chart import list_variants
from macros.outputs.figures_json import write_figures
from macros.pages import blocks
from macros.pages.aside import restore_blocks, stash_blocks
from macros.pages.downloads import write_downloads
from macros.pages.ledger import write_ledger
from tests.generated.packages import LANGUAGES

PLACE = Place("a test")


def editions(root: Path, *, charts: bool) -> Iterator[tuple[Edition, dict[str, str]]]:
    """Each edition of a project with its pages, by the names of their files. charts: with the pages of the charts, which are drawn."""
    build = Edition.read(root, *LANGUAGES, cached=False)
    assert not list(build.faults), list(map(str, build.faults))
    for edition in build.editions.values():
        edition.site = replace(edition.site, address=f"https://example.org/{edition.folder}", name="A site")
        pages = dict(_pages(edition))
        for take in list_variants(edition, edition.project.charts["a-chart"]) if charts else ():
            pages[f"{take.folder}index.html"] = chart_page.write_page(edition, take, None)
        yield edition, pages


def _pages(build: Edition) -> Iterator[tuple[str, str]]:
    who = "An office" if build.lang == "en" else "Una oficina"  # what an author has to say of some figures
    for page in build.pages.values():
        view, names = build.make_context(page), list(build.project.figures.declarations)
        titles = {name: f"{who}: {each.title[build.lang]}" for name, each in build.project.figures.declarations.items()}
        quotes = "".join(
            f"<li>{titles[name]}: {view.write_phrase_html(view.write_phrase(f'{{{{ figure({name!r}) }}}}', PLACE))}</li>" for name in names
        )
        parts = [f"# {view.write_phrase_html(page.title)}", f"<ul>{quotes}</ul>"]
        parts += [write_chart(build.project.charts["a-chart"], view), write_table(build.project.tables["a-table"], view)]
        if page.uri == "figures.md":
            parts.append(
                write_ledger(build.project.figures, view, lambda name, view=view: shown.render_history(build.corrections, name, view))
            )
        elif page.uri == "corrections.md":
            parts += [shown.render_list(build.corrections, build.pages, view), write_downloads(view, set())]
        elif page.is_update:
            parts.append(blocks.write_figures_list(view, names))
        else:
            parts.append(blocks.write_tiles(names, view, PLACE, lambda *_: ""))
        text, kept, _ = stash_blocks("\n\n".join(parts), "")
        article = restore_blocks(markdown(text, extensions=["attr_list", "md_in_html"]), kept)
        name = f"{page.url}index.html"
        build.outputs[name] = page
        yield name, f'<html lang="{build.lang}"><body><main><article>{article}</article></main></body></html>'


def check_pages(build: Edition, pages: dict[str, str], site: Path) -> EditionCheck:
    """Check an edition's pages, and its proofs in JSON."""
    write_figures(build, site / build.folder)
    check = EditionCheck(build, site, ())
    for name, text in pages.items():
        check._read_file(name, text.encode())
    check._read_file("figures.json", (site / build.folder / "figures.json").read_bytes())
    return check


def change(page: str, random: Random) -> tuple[str, str, str]:
    """Change one digit, sign, unit or operand of a piece that the generator has written: the page, the piece before and after."""
    root = html.document_fromstring(page)
    pieces = [node for node in root.iter() if node.get("data-piece") or node.get("data-form")]
    pieces = [node for node in pieces if any(map(str.isdigit, node.text_content()))]
    piece = random.choice(pieces)
    before = piece.text_content()
    slots = [(node, "text") for node in piece.iter()] + [(node, "tail") for node in piece.iterdescendants()]
    slots = [slot for slot in slots if getattr(*slot)]
    kinds = [_digit, _digit, _sign, _unit, _swap]
    while piece.text_content() == before:
        random.choice(kinds)(slots, random)
    return html.tostring(root, encoding="unicode"), before, piece.text_content()


def _put(slot: tuple[Any, str], text: str) -> None:
    setattr(*slot, text)


def _digit(slots: list[tuple[Any, str]], random: Random) -> None:
    slot = random.choice(slots)
    text = getattr(*slot)
    digits = [at for at, character in enumerate(text) if character.isdigit()]
    if digits:
        at = random.choice(digits)
        _put(slot, text[:at] + random.choice([d for d in "0123456789" if d != text[at]]) + text[at + 1 :])


def _sign(slots: list[tuple[Any, str]], random: Random) -> None:
    slot = random.choice(slots)
    text = getattr(*slot)
    for sign in "−+×÷=":
        if sign in text:
            _put(slot, text.replace(sign, random.choice(["", *(other for other in "−+×÷" if other != sign)]), 1))
            return
    if text[:1].isdigit():
        _put(slot, f"−{text}")


def _unit(slots: list[tuple[Any, str]], random: Random) -> None:
    slot = random.choice(slots)
    text = getattr(*slot)
    for unit, other in (("%", "‰"), ("percentage points", "%"), ("puntos", "por ciento"), ("times", "percent"), ("veces", "%")):
        if unit in text:
            _put(slot, text.replace(unit, other, 1))
            return
    if text[-1:].isdigit():
        _put(slot, f"{text}%")


def _swap(slots: list[tuple[Any, str]], random: Random) -> None:
    """The operands in another order."""
    one, other = random.choice(slots), random.choice(slots)
    texts = getattr(*one), getattr(*other)
    _put(one, texts[1])
    _put(other, texts[0])
