"""Wordings: the words in which a page quotes a figure, checked against its value.

`judge` compares a quantity in words with the data. `standard` writes the wording for a quote without one. `in_cell` writes the form for
tables, charts and tiles.
"""

from macros.wording.judge import Finding, adopt_decimals, compare, compare_wording, find_main_quantity
from macros.wording.standard import write_in_cell, write_proof_value, write_standard

__all__ = [
    "Finding",
    "adopt_decimals",
    "compare",
    "compare_wording",
    "find_main_quantity",
    "write_in_cell",
    "write_proof_value",
    "write_standard",
]
