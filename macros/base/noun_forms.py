"""The nouns of counted things ("47 reports"), as the site's settings list them for each language.

They are part of the data read with them, and so of every cache key for it.
"""

from __future__ import annotations

from typing import NamedTuple


class NounForms(NamedTuple):
    """The nouns of one language.

    Attributes:
        many: plurals.
        one: singulars.
        between: words allowed before a noun ("new reports").
    """

    lang: str
    many: frozenset[str] = frozenset()
    one: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()


Nouns = tuple[NounForms, ...]
"""The nouns of every language with any."""
