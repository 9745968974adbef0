"""The frozen record of published content: data/published.csv, written by `python -m macros publish-record`.

`Record` is the file as a value. `bases` reads the records of the base branch. `published.content` describes the project in the
same form.
"""

from macros.published.base import Base, Bases, name_base_branch, read_bases
from macros.published.content import find_packages
from macros.published.record import COMMAND, FILE, HEADER, KINDS, Record, Row, find_effective, parse, read

__all__ = [
    "COMMAND",
    "FILE",
    "HEADER",
    "KINDS",
    "Base",
    "Bases",
    "Record",
    "Row",
    "find_effective",
    "find_packages",
    "name_base_branch",
    "parse",
    "read",
    "read_bases",
]
