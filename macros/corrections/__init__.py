"""Corrections and revisions: the entries of data/corrections.yml, the published content each may change, and the notes for readers."""

from macros.corrections.draft import draft
from macros.corrections.entry import Correction, concerning, modified, of_page, read_corrections
from macros.corrections.settle import Settled, lost, settle
from macros.corrections.versions import Shown

__all__ = ["Correction", "Settled", "Shown", "concerning", "draft", "lost", "modified", "of_page", "read_corrections", "settle"]
