"""Handouts: the cards and documents of data/handouts.yml, and the card of each page, as texts whose numbers are bound.

A card or document holds no number of its own: what it says is phrases and figures, like a page. How it is set is
macros/typeset; the files are written by macros/outputs.
"""

from macros.handouts.card import PREVIEW, SIZES, Card, kit_card, page_card
from macros.handouts.declared import CardEntry, DocumentEntry, read_handouts
from macros.handouts.show import kit_html
from macros.handouts.text import Text

__all__ = ["PREVIEW", "SIZES", "Card", "CardEntry", "DocumentEntry", "Text", "kit_card", "kit_html", "page_card", "read_handouts"]
