"""The nouns of what figures count ("47 reports"), as the site's settings list them for each language.

They are part of whatever is read with them, so that they stand in the key of every cache of it.
"""

from __future__ import annotations

from typing import NamedTuple


class NounForms(NamedTuple):
    """The nouns of one language. many, one: plurals and singulars. between: what may stand before them ("new reports")."""

    lang: str
    many: frozenset[str] = frozenset()
    one: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()


Nouns = tuple[NounForms, ...]
"""Those of every language that has some."""
