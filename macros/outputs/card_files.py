"""Files of cards: those of the kit in two sizes, with alternative texts and an archive, and one for each page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from macros.base.errors import Fault, Faults, Place
from macros.charts.picture import FONT_FAMILY, TOKENS, read_colours, replace_colours
from macros.edition.edition import Edition
from macros.handouts import PREVIEW, SIZES, Card, make_kit_card, make_page_card
from macros.handouts.show import FOLDER, KIT, make_picture_address
from macros.incremental.store import Cache, cache_folder
from macros.incremental.tasks import digest
from macros.interface import read_interface_words
from macros.outputs.archive import pack_zip
from macros.outputs.written import write_file
from macros.pages import Page
from macros.quotes import PhraseWriter, QuoteBook
from macros.typeset import Picture, TypesetError, open_typeset_cache, set_pictures
from macros.typeset.workshop import TypesetJob

TEMPLATE = "card.typ"
CACHE = cache_folder(Path(), "typeset")
README = "README.txt"
_BATCH = 64  # cards held in memory at a time
_PREVIEW_SHARE = PREVIEW[0] / SIZES[0][0]


_DRAWN = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)".*?data-chart="([^"]*)"')
# Pixels beside the text of a page's card, and the least scale at which the letters of a drawing can be read there.
_ROOM = (530, 300)
_LEAST_SCALE = 0.75


@dataclass(frozen=True)
class CardDrawing:
    """The drawing of a chart on a card, with its size."""

    svg: str
    width: float
    height: float

    @property
    def scale(self) -> float:
        """Return the factor at which it fits on a card."""
        return min(_ROOM[0] / self.width, _ROOM[1] / self.height)


@dataclass(frozen=True)
class CardFile:
    """A card to paint, with its address and size."""

    name: str
    card: Card
    size: tuple[int, int]
    drawing: CardDrawing | None = None

    @property
    def template_data(self) -> dict[str, Any]:
        """The data of the card for the template."""
        texts = {role: text.plain for role, text in self.card.texts.items()}
        found = {"texts": texts, "foot": [text.plain for text in self.card.foot], "width": self.size[0], "height": self.size[1]}
        return found | ({"drawing": vars(self.drawing)} if self.drawing else {})


def write_cards(build: Edition, site: Path) -> None:
    """Write every card. A card that cannot be set is a fault at its source."""
    try:
        colours = read_colours(build.project.root)
    except (OSError, ValueError) as error:
        build.faults.add(Fault(Place(TOKENS), "colours", str(error), "give the light scheme its colours"))
        return
    shared = {"lang": build.lang, "colours": colours}
    kit = make_kit_cards(build)
    pages = [
        CardFile(make_card_address(page), build_page_card(page, build), SIZES[0], find_drawing(page, build, colours))
        for page in build.outputs.values()
    ]
    keys = {one.name: digest([shared, one]) for one in pages}
    lost = [one for one in pages if not build.is_current(f"card {one.name}", keys[one.name])]
    painted_now = {one.name for one in lost}
    for begin in range(0, len(lost), _BATCH):
        batch = lost[begin : begin + _BATCH]
        for one, picture in zip(batch, _paint_cards(build, shared, batch), strict=True):
            build.run_cached(f"card {one.name}", keys[one.name], partial(_write_page_card, build, site, one, picture))
    for one in pages:
        if one.name not in painted_now:
            build.reuse_task(f"card {one.name}")
    wanted = [CardFile(make_picture_address(name, size), card, size) for name, card in kit.items() for size in SIZES]
    painted = {
        one.name: _write_card(build, site, one, found) for one, found in zip(wanted, _paint_cards(build, shared, wanted), strict=True)
    }
    shown = [replace(one, name=make_picture_address(name, PREVIEW)) for name, one in zip(kit, wanted[:: len(SIZES)], strict=True)]
    for one, found in zip(shown, _paint_cards(build, shared, shown, _PREVIEW_SHARE), strict=True):
        if isinstance(found, Picture):  # otherwise the full size is a fault already
            _write_card(build, site, one, found)
    members: dict[str, str | bytes] = {README: write_readme(build)}
    members |= {name.removeprefix(FOLDER): data for name, data in painted.items() if data}
    for name, card in kit.items():
        members[f"{name}.txt"] = text = f"{card.alt.plain}\n"
        write_file(build, site, f"{FOLDER}{name}.txt", text)
    write_file(build, site, KIT, pack_zip({f"social-media-kit/{name}": data for name, data in members.items()}))
    open_project_cache(build).trim()


def list_jobs(build: Edition) -> list[TypesetJob]:
    """Return the jobs that set the cards of an edition, known before its pages are rendered.

    Faults are not reported here: the cards are written later, and missing ones are set and reported then.
    """
    writer = PhraseWriter(QuoteBook(build.project.figures, Faults()))
    shared = {"lang": build.lang, "colours": read_colours(build.project.root)}
    # What a page draws is known when it is rendered.
    plain = [page for page in build.pages.values() if "chart(" not in (build.project.root / page.path).read_text(encoding="utf-8")]
    pages = [CardFile("", make_page_card(page, build.site, writer), SIZES[0]).template_data for page in plain]
    kit = [card for entry in build.cards.values() if (card := make_kit_card(entry, build.site, writer))]
    found = [TypesetJob(TEMPLATE, shared, pages[begin : begin + _BATCH]) for begin in range(0, len(pages), _BATCH)]
    found.append(TypesetJob(TEMPLATE, shared, [CardFile("", card, size).template_data for card in kit for size in SIZES]))
    found.append(TypesetJob(TEMPLATE, shared, [CardFile("", card, SIZES[0]).template_data for card in kit], _PREVIEW_SHARE))
    return found


def find_drawing(page: Page, build: Edition, colours: dict[str, str]) -> CardDrawing | None:
    """Return the drawing that a page's card carries: of its charts the one declared first, in the width with the larger letters."""
    shown = build.log.charts_by_page.get(page.path, set())
    wanted = next((name for name in build.charts if name in shown), None)
    found = [one for name, one in _read_drawings(build.log.svgs_by_page.get(page.path, ()), colours) if name == wanted]
    best = max(found, key=lambda one: (one.scale, one.svg), default=None)
    return best if best and best.scale >= _LEAST_SCALE else None


def _read_drawings(drawn: Iterable[str], colours: dict[str, str]) -> Iterator[tuple[str, CardDrawing]]:
    for svg in drawn:
        if match := _DRAWN.search(svg):
            told = replace_colours(svg, colours).replace('font-family="inherit"', f'font-family="{FONT_FAMILY}"', 1)
            yield match[3], CardDrawing(told, float(match[1]), float(match[2]))


def make_kit_cards(build: Edition) -> dict[str, Card]:
    """Return the cards of the kit by id; a card without its figures is left out, as its fault is already reported."""
    found = {name: make_kit_card(entry, build.site, build.writer) for name, entry in build.cards.items()}
    return {name: card for name, card in found.items() if card}


def build_page_card(page: Page, build: Edition) -> Card:
    """Return the card of a page."""
    return make_page_card(page, build.site, build.writer)


def make_card_address(page: Page) -> str:
    """Return the address of a page's card, from the site's root."""
    return f"{page.url}card.png"


def describe_image(page: Page, build: Edition) -> dict[str, Any]:
    """Return the data of a page's card for the page's head."""
    (width, height), card = SIZES[0], build_page_card(page, build)
    return {"address": build.site.address + make_card_address(page), "width": width, "height": height, "alt": card.alt.plain}


def write_readme(build: Edition) -> str:
    """Return the text of the archive's README."""
    return f"{build.site.name}\n\n{read_interface_words(build.lang)['card']['readme']}\n\n{build.site.address}social-media-kit/\n"


def open_project_cache(build: Edition) -> Cache:
    """Open the cache of typeset files."""
    return open_typeset_cache(build.project.root / CACHE)


def _paint_cards(build: Edition, shared: dict[str, Any], wanted: list[CardFile], share: float = 1) -> list[Picture | TypesetError]:
    return set_pictures(TEMPLATE, shared, [one.template_data for one in wanted], open_project_cache(build), share=share)


def _write_page_card(build: Edition, site: Path, one: CardFile, picture: Picture | TypesetError) -> None:
    _write_card(build, site, one, picture)  # returns no bytes, so that the task cache of a server does not hold them


def _write_card(build: Edition, site: Path, one: CardFile, picture: Picture | TypesetError) -> bytes:
    """Write a card and return its bytes, or b"" for a card that cannot be set, which is a fault."""
    if isinstance(picture, TypesetError):
        fact = f"has a card of {one.size[0]} by {one.size[1]} pixels that {picture}"
        build.faults.add(Fault(one.card.place, "card", fact, "shorten its text"))
        return b""
    write_file(build, site, one.name, picture.png, one.card.all_texts, picture.text)
    return picture.png
