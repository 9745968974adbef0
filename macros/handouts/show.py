"""HTML of the kit in a page: each card with its alternative text, its sizes and its files."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from macros.base.errors import Place
from macros.content.page_context import View, tag
from macros.handouts.card import PREVIEW, SIZES, Card
from macros.interface import words

FOLDER = "cards/"
KIT = f"{FOLDER}social-media-kit.zip"


def file(name: str, size: tuple[int, int]) -> str:
    """Return the address of a card's picture, from the site's root."""
    return f"{FOLDER}{name}-{size[0]}x{size[1]}.png"


def kit_html(cards: Iterable[tuple[str, Card]], view: View) -> str:
    """Return every card, and a link to the archive of all cards."""
    word = words(view.lang)["card"]
    parts = [tag("p", tag("a", escape(word["kit"]), href=view.up + KIT))]
    for number, (name, card) in enumerate(cards):
        width, height = PREVIEW
        # The first picture is visible at once; loading it lazily would delay the page.
        when = 'loading="lazy"' if number else 'fetchpriority="high"'
        forms = ", ".join(f"{view.up}{file(name, size)} {size[0]}w" for size in (PREVIEW, SIZES[0]))
        shown = (
            f'<img src="{view.up}{file(name, PREVIEW)}" srcset="{forms}" sizes="(min-width: 48em) {width}px, 90vw" width="{width}" '
            f'height="{height}" {when} alt="{escape(card.alt.plain)}">'
        )
        links = [tag("a", escape(word["picture"]).format(_size(size, view)), href=view.up + file(name, size)) for size in SIZES]
        links.append(tag("a", escape(word["alt_file"]), href=f"{view.up}{FOLDER}{name}.txt"))
        alt = tag("b", escape(word["alt"]) + ":") + " " + view.html(card.alt)
        caption = tag("p", alt, class_="handout__alt") + tag("p", " · ".join(links), class_="handout__take")
        parts.append(tag("figure", shown + tag("figcaption", caption), class_="handout", id=f"card-{name}"))
    return "".join(parts)


def _size(size: tuple[int, int], view: View) -> str:
    """Return `1200 × 630`, exempt from the check as it states nothing about the subject."""
    reason = words(view.lang)["card"]["size"]
    return view.exempt(f"{size[0]} × {size[1]}", reason, Place(view.page))
