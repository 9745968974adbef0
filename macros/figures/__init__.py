"""Figures: every quantity quoted on the site, declared in data/figures.yml and computed from the packages.

A figure has a persistent id. Its value depends on the date for which a page sees the data: `Figures.get("sales-change", "2022-05-11")`.
"""

from macros.figures.address import build_address, find_quoted_addresses, is_address, join_selections, slug_of, write_selections
from macros.figures.declaration import STATUSES, Declaration, Per, Source
from macros.figures.figure import Figure, Operand
from macros.figures.operations import OPERATIONS, Operation
from macros.figures.read import read_declarations
from macros.figures.registry import Figures
from macros.figures.units import Unit, unit_of

__all__ = [
    "OPERATIONS",
    "STATUSES",
    "Declaration",
    "Figure",
    "Figures",
    "Operand",
    "Operation",
    "Per",
    "Source",
    "Unit",
    "build_address",
    "find_quoted_addresses",
    "is_address",
    "join_selections",
    "read_declarations",
    "slug_of",
    "unit_of",
    "write_selections",
]
