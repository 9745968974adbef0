"""Typesetting: pictures (PNG) and documents (tagged PDF) from a template and texts, by typst with its own fonts only.

`pictures` returns a picture for each item, with its text read back from the layout. `document` returns a PDF (PDF/UA-1).

Texts reach a template as data, never as markup. System fonts are not used, so the same texts give the same bytes everywhere.
typst and pypdf are imported only on a cache miss.

Errors are `TypesetError`s (`ValueError`). The message completes a sentence about the text.
"""

from macros.typeset.press import Picture, TypesetError, open_typeset_cache, set_document, set_pictures

__all__ = ["Picture", "TypesetError", "open_typeset_cache", "set_document", "set_pictures"]
