"""Typesetting: pictures (PNG) and documents (tagged PDF) from a template and texts, by typst with its own fonts only.

    pictures("card.typ", shared, items, cache)    one picture an item, each with the text that was set in it
    document("document.typ", data, date, cache)   PDF/UA-1

Texts reach a template as data, never as markup. Fonts of the machine are not used, so the same texts give the same bytes
everywhere. typst and pypdf are imported only for what the cache does not hold.

Errors: `TypesetError` (a `ValueError`), whose message is the end of a sentence about what was to be set.
"""

from macros.typeset.press import Picture, TypesetError, cache, document, pictures

__all__ = ["Picture", "TypesetError", "cache", "document", "pictures"]
