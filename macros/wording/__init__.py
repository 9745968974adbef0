"""Wordings: the words in which a page quotes a figure, checked against its value.

`judge` compares a quantity in words with the data. `standard` writes the wording for a quote without one. `in_cell` writes the form for
tables, charts and tiles.
"""

from macros.wording.judge import Finding, as_precise, judge, judge_wording, main_find
from macros.wording.standard import in_cell, proof_value, standard

__all__ = ["Finding", "as_precise", "in_cell", "judge", "judge_wording", "main_find", "proof_value", "standard"]
