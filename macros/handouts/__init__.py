"""Handouts: the cards and documents of data/handouts.yml, and the card of each page, as texts with bound numbers.

A card or document holds no number of its own. Like a page, it is made of phrases and figures. macros/typeset sets it,
macros/outputs writes the files.
"""

from macros.handouts.card import PREVIEW, SIZES, Card, kit_card, page_card
from macros.handouts.declared import CardEntry, DocumentEntry, read_handouts
from macros.handouts.show import kit_html
from macros.handouts.text import Text

__all__ = ["PREVIEW", "SIZES", "Card", "CardEntry", "DocumentEntry", "Text", "kit_card", "kit_html", "page_card", "read_handouts"]
