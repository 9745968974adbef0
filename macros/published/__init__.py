"""What was published, and is frozen: data/published.csv, written by `python -m macros publish-record`.

`Record` is the file as a value, `bases` what the base branch has published, `published.content` what the project says now.
"""

from macros.published.base import Base, Bases, bases
from macros.published.content import packages_in
from macros.published.record import COMMAND, FILE, HEADER, KINDS, Record, Row, in_effect, parse, read

__all__ = ["COMMAND", "FILE", "HEADER", "KINDS", "Base", "Bases", "Record", "Row", "bases", "in_effect", "packages_in", "parse", "read"]
