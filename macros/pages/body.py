"""Detection of pages without a sentence below their front matter."""

from __future__ import annotations

import re

from macros.base.author_forms import strip_calls

# Text that is no sentence for a reader: notes to authors, markup, code, headings and the rows of tables.
_NO_TEXT = re.compile(
    r"<!--.*?-->|^(?P<fence>```+|~~~+).*?^(?P=fence)|<[^<>]*>|!\[[^\]]*\]\([^)]*\)|^[ \t]*[#|].*?$",
    re.DOTALL | re.MULTILINE,
)
_SENTENCE = re.compile(r"[^\W\d_]{2,}.*[.!?…;。！？]")


def has_sentence(body: str) -> bool:
    """Return True if a line of a page's body holds a word and the end of a sentence."""
    return _SENTENCE.search(_NO_TEXT.sub(" ", strip_calls(body))) is not None
