"""Data structures, in the terms of SDMX: the dimensions, measures and attributes of a table, and the names of its codes.

`data/<package>/dimensions.yml` declares them for all versions of a package, and `data/codelists/` holds shared code lists. An undeclared
table has the structure inferred from its schema and its cells.
"""

from macros.structure.model import Attribute, Code, CodeList, DataStructure, Dimension, Groups, Measure, Part
from macros.structure.read import Structures, infer_period_kind, read_structures

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
    "infer_period_kind",
    "read_structures",
]
