"""Writes the cards: those of the kit in two sizes, with their alternative texts and as an archive, and one for each page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.build import Build
from macros.cache import Cache
from macros.errors import Fault, Place
from macros.handouts import SIZES, Card, kit_card, page_card
from macros.handouts.show import FOLDER, KIT, file
from macros.interface import words
from macros.outputs.archive import pack
from macros.outputs.chart_picture import TOKENS, colours
from macros.outputs.written import write
from macros.pages import Page
from macros.typeset import TypesetError, cache, pictures

TEMPLATE = "card.typ"
README = "README.txt"
_BATCH = 64  # cards held in memory at a time


@dataclass(frozen=True)
class Wanted:
    """A card to be painted, at its address, in its size."""

    name: str
    card: Card
    size: tuple[int, int]

    @property
    def item(self) -> dict[str, Any]:
        """What the template needs to know of it."""
        texts = {role: text.plain for role, text in self.card.texts.items()}
        return {"texts": texts, "foot": [text.plain for text in self.card.foot], "width": self.size[0], "height": self.size[1]}


def write_cards(build: Build, site: Path) -> None:
    """Write every card. What cannot be set is a fault at its source."""
    try:
        shared = {"lang": build.lang, "colours": colours(build.root)}
    except (OSError, ValueError) as error:
        build.faults.add(Fault(Place(TOKENS), "colours", str(error), "give the light scheme its colours"))
        return
    kit = kit_cards(build)
    pages = [Wanted(address(page), of_page(page, build), SIZES[0]) for page in build.outputs.values()]
    for begin in range(0, len(pages), _BATCH):
        _paint(build, site, shared, pages[begin : begin + _BATCH])
    painted = _paint(build, site, shared, [Wanted(file(name, size), card, size) for name, card in kit.items() for size in SIZES])
    members: dict[str, str | bytes] = {README: readme(build), **{name.removeprefix(FOLDER): data for name, data in painted.items()}}
    for name, card in kit.items():
        members[f"{name}.txt"] = text = f"{card.alt.plain}\n"
        write(build, site, f"{FOLDER}{name}.txt", text)
    write(build, site, KIT, pack({f"social-media-kit/{name}": data for name, data in members.items()}))
    store(build).trim()


def kit_cards(build: Build) -> dict[str, Card]:
    """The cards of the kit by id; one whose figures cannot be had is a fault already."""
    found = {name: kit_card(entry, build.site, build.writer) for name, entry in build.cards.items()}
    return {name: card for name, card in found.items() if card}


def of_page(page: Page, build: Build) -> Card:
    return page_card(page, build.site, build.writer, build.newest)


def address(page: Page) -> str:
    """The address of a page's card, from the site's root."""
    return f"{page.url}card.png"


def image(page: Page, build: Build) -> dict[str, Any]:
    """What the page's head says of its card."""
    width, height = SIZES[0]
    return {"address": build.address + address(page), "width": width, "height": height, "alt": of_page(page, build).alt.plain}


def readme(build: Build) -> str:
    return f"{build.name}\n\n{words(build.lang)['card']['readme']}\n\n{build.address}social-media-kit/\n"


def store(build: Build) -> Cache:
    """The cache of what is typeset."""
    return cache(build.root / ".cache" / "typeset")


def _paint(build: Build, site: Path, shared: dict[str, Any], wanted: list[Wanted]) -> dict[str, bytes]:
    """Paint and write the cards. Returns their bytes by address; what cannot be set is a fault."""
    painted = {}
    for one, picture in zip(wanted, pictures(TEMPLATE, shared, [one.item for one in wanted], store(build)), strict=True):
        if isinstance(picture, TypesetError):
            fact = f"has a card of {one.size[0]} by {one.size[1]} pixels that {picture}"
            build.faults.add(Fault(one.card.place, "card", fact, "shorten its text"))
            continue
        painted[one.name] = picture.png
        write(build, site, one.name, picture.png, one.card.all, picture.text)
    return painted
