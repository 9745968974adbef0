"""Corrections and revisions: the entries of data/corrections.yml, what each of them may change of what was published, and how
readers are told.
"""

from macros.corrections.draft import draft
from macros.corrections.entry import Correction, concerning, modified, of_page, read_corrections
from macros.corrections.settle import Settled, lost, settle
from macros.corrections.versions import Shown

__all__ = ["Correction", "Settled", "Shown", "concerning", "draft", "lost", "modified", "of_page", "read_corrections", "settle"]
