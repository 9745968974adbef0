"""What the source says of a value, said in the sentence too: a provisional figure is called so."""

from __future__ import annotations

import functools
import re

from macros.claims.context import join_alternatives
from macros.claims.passage import Passage
from macros.figures import Figure
from macros.interface import read_interface_words
from macros.structure.model import TOLD_QUALIFIERS

# Texts of an author in which a number stands for itself. Labels, cells of drawings and texts of the generator have signs.
SURFACES = frozenset({"text", "title", "meta description", "meta og:description", "feed", "card", "document", "alt"})


def find_unsaid_qualifier(passage: Passage, figure: Figure, lang: str) -> str:
    """Return what a text does not say of a figure that it quotes ("provisional", "estimated"), or "".

    The heading, the caption or the header above may say it. "No longer provisional" says the opposite.
    """
    told = [each for each in figure.qualifiers if each in TOLD_QUALIFIERS]
    if not told or passage.surface not in SURFACES:
        return ""
    said = "\n".join((passage.text, passage.near, *passage.context))
    return next((each for each in told if not _is_said(said, each, lang)), "")


def _is_said(text: str, name: str, lang: str) -> bool:
    words, denied = _compile_words(lang, name)
    return any(not denied.search(text, 0, match.start()) for match in words.finditer(text))


@functools.cache
def _compile_words(lang: str, name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return a pattern for the words that say it, and one for a word before them that denies it."""
    said = read_interface_words(lang)["qualified"]
    words, denials = (join_alternatives(map(str, said[key])) for key in (name, "denied"))
    return (
        re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{denials})\s+(?:[^\W\d_]+\s+)?$", re.IGNORECASE),
    )
