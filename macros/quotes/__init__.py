"""Quotes: a figure standing in a text, in the author's words.

A `Quote` says which figure, seen as of which date, in which words, written where.
A `Phrase` is a short text with its quotes and their offsets, for places where no markup can stand
(`<title>`, descriptions, chart headlines); the check binds its numbers by these offsets.
"""

from macros.quotes.log import RenderLog
from macros.quotes.phrase import PhraseWriter
from macros.quotes.quote import Exempt, Phrase, Quote, element, exempt_element
from macros.quotes.quoting import Quoting

__all__ = ["Exempt", "Phrase", "PhraseWriter", "Quote", "Quoting", "RenderLog", "element", "exempt_element"]
