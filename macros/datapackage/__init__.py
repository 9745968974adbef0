"""The first step of the data: packages read from `data/<package>/<YYYY-MM-DD>/`.

A package is a Frictionless Data Package (version 2) with CSV resources. Its folder's name is its version. Everything is validated:
sha256, encoding, columns, types, constraints, keys.
"""

from macros.datapackage.compare import ChangedCell, RowChanges, compare_tables
from macros.datapackage.model import LANGUAGE, Package, Packages, Resource, Row, list_sources
from macros.datapackage.read import CODE_LISTS, STRUCTURE, read_packages
from macros.datapackage.sources import Source, SourceAddresses, find_missing_addresses, list_addresses
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
    "Source",
    "SourceAddresses",
    "compare_tables",
    "find_missing_addresses",
    "is_formula",
    "list_addresses",
    "list_sources",
    "read_packages",
]
