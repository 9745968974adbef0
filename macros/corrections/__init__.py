"""Corrections and revisions: the entries of data/corrections.yml, the published content each may change, and the notes for readers."""

from macros.corrections.draft import draft_entry
from macros.corrections.entry import Correction, find_held_entries, find_modified_date, read_corrections, select_by_figure, select_by_page
from macros.corrections.settle import RecordComparison, compare_records, find_lost_rows
from macros.corrections.versions import ShownFigures

__all__ = [
    "Correction",
    "RecordComparison",
    "ShownFigures",
    "compare_records",
    "draft_entry",
    "find_held_entries",
    "find_lost_rows",
    "find_modified_date",
    "read_corrections",
    "select_by_figure",
    "select_by_page",
]
