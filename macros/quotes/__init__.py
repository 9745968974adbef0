"""Quotes: figures in texts, in the author's words.

A `Quote` holds a figure, the date for which it is seen, the words, and their place. A `Phrase` is a short text with its quotes and their
offsets, for places without markup (`<title>`, descriptions, chart headlines). The check binds its numbers by these offsets.
"""

from macros.quotes.log import RenderLog
from macros.quotes.phrase import PhraseWriter
from macros.quotes.quote import Exempt, Phrase, Quote, write_exempt_element, write_quote_element
from macros.quotes.quoting import QuoteBook

__all__ = ["Exempt", "Phrase", "PhraseWriter", "Quote", "QuoteBook", "RenderLog", "write_exempt_element", "write_quote_element"]
