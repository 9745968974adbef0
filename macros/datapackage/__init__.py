"""The first step of the data: packages read from `data/<package>/<YYYY-MM-DD>/`.

A package is a Frictionless Data Package (version 2) with CSV resources. Its folder's name is its version. Everything is validated:
sha256, encoding, columns, types, constraints, keys.
"""

from macros.datapackage.compare import ChangedCell, RowChanges, compare_tables
from macros.datapackage.model import LANGUAGE, Package, Packages, Resource, Row
from macros.datapackage.read import CODE_LISTS, STRUCTURE, read_packages
from macros.datapackage.table import is_formula

__all__ = [
    "CODE_LISTS",
    "LANGUAGE",
    "STRUCTURE",
    "ChangedCell",
    "Package",
    "Packages",
    "Resource",
    "Row",
    "RowChanges",
    "compare_tables",
    "is_formula",
    "read_packages",
]
