"""Data structures: which columns of a table are dimensions, measures and attributes, and what their codes are called (SDMX's words).

`data/<package>/dimensions.yml` says it for all versions of a package, `data/codelists/` holds the code lists that packages share. A table
of which nothing is said there has the structure that its schema and its cells give.
"""

from macros.structure.model import Attribute, Code, CodeList, DataStructure, Dimension, Groups, Measure, Part
from macros.structure.read import Structures, period_kind, read_structures

__all__ = [
    "Attribute",
    "Code",
    "CodeList",
    "DataStructure",
    "Dimension",
    "Groups",
    "Measure",
    "Part",
    "Structures",
    "period_kind",
    "read_structures",
]
