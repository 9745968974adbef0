"""Wordings: the words in which a page quotes a figure, judged against its value.

`judge` compares what the words say (`Find`) with what the data gives; `standard` writes the wording when the
author gives none; `in_cell` the form for tables, charts and tiles.
"""

from macros.wording.judge import Finding, as_precise, judge, judge_wording, main_find
from macros.wording.standard import in_cell, proof_value, standard

__all__ = ["Finding", "as_precise", "in_cell", "judge", "judge_wording", "main_find", "proof_value", "standard"]
