"""Handouts: the cards and documents of data/handouts.yml, and the card of each page, as texts with bound numbers.

A card or document holds no number of its own. Like a page, it is made of phrases and figures. macros/typeset sets it,
macros/outputs writes the files.
"""

from macros.handouts.card import PREVIEW, SIZES, Card, make_kit_card, make_page_card
from macros.handouts.declared import CardEntry, DocumentEntry, read_handouts
from macros.handouts.show import write_kit
from macros.handouts.text import Text

__all__ = [
    "PREVIEW",
    "SIZES",
    "Card",
    "CardEntry",
    "DocumentEntry",
    "Text",
    "make_kit_card",
    "make_page_card",
    "read_handouts",
    "write_kit",
]
