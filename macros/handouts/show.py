"""HTML of the kit in a page: each card with its alternative text, its sizes and its files."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from macros.base.errors import Place
from macros.content.page_context import PageContext, make_element
from macros.handouts.card import PREVIEW, SIZES, Card
from macros.interface import read_interface_words

FOLDER = "cards/"
KIT = f"{FOLDER}social-media-kit.zip"


def make_picture_address(name: str, size: tuple[int, int]) -> str:
    """Return the address of a card's picture, from the site's root."""
    return f"{FOLDER}{name}-{size[0]}x{size[1]}.png"


def write_kit(cards: Iterable[tuple[str, Card]], view: PageContext) -> str:
    """Return every card, and a link to the archive of all cards."""
    word = read_interface_words(view.lang)["card"]
    parts = [make_element("p", make_element("a", escape(word["kit"]), href=view.edition_root + KIT))]
    for number, (name, card) in enumerate(cards):
        width, height = PREVIEW
        # The first picture is visible at once; loading it lazily would delay the page.
        when = 'loading="lazy"' if number else 'fetchpriority="high"'
        forms = ", ".join(f"{view.edition_root}{make_picture_address(name, size)} {size[0]}w" for size in (PREVIEW, SIZES[0]))
        address = f"{view.edition_root}{make_picture_address(name, PREVIEW)}"
        shown = (
            f'<img src="{address}" srcset="{forms}" sizes="(min-width: 48em) {width}px, 90vw" width="{width}" '
            f'height="{height}" {when} alt="{escape(card.alt.plain)}">'
        )
        links = [
            make_element(
                "a", escape(word["picture"]).format(_write_size(size, view)), href=view.edition_root + make_picture_address(name, size)
            )
            for size in SIZES
        ]
        links.append(make_element("a", escape(word["alt_file"]), href=f"{view.edition_root}{FOLDER}{name}.txt"))
        alt = make_element("b", escape(word["alt"]) + ":") + " " + view.write_phrase_html(card.alt)
        caption = make_element("p", alt, class_="handout__alt") + make_element("p", " · ".join(links), class_="handout__take")
        parts.append(make_element("figure", shown + make_element("figcaption", caption), class_="handout", id=f"card-{name}"))
    return "".join(parts)


def _write_size(size: tuple[int, int], view: PageContext) -> str:
    """Return `1200 × 630`, exempt from the check as it states nothing about the subject."""
    reason = read_interface_words(view.lang)["card"]["size"]
    return view.write_exempt(f"{size[0]} × {size[1]}", reason, Place(view.page))
