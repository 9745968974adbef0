"""Protocols of the check of an edition, for the readers of files and the check of addresses that it calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from macros.base.errors import Fault
from macros.check.judge import PassageChecker
from macros.check.source_locator import SourceLocator
from macros.claims.passage import Binding, Passage
from macros.edition.edition import Edition


class FileCheck(Protocol):
    """The check of an edition as seen by a reader."""

    edition: Edition
    checker: PassageChecker
    faults: list[Fault]

    def make_fault_path(self, name: str) -> str:
        """Return the path of an edition's file as faults name it."""

    def bind_text(self, text: str) -> tuple[tuple[int, int, Binding], ...]:
        """Return the bindings of a text without markup."""

    def add_refusal(self, name: str, fact: str, remedy: str) -> None:
        """Add the fault of a file with forbidden content."""

    def read_html(self, name: str, data: bytes) -> Iterator[Passage]:
        """Yield the texts of a page."""

    def read_search_index(self, name: str, data: bytes) -> Iterator[Passage]:
        """Yield the texts of the search index that are in no page."""


class CheckedEdition(Protocol):
    """An edition with its files checked, their needs and their anchors."""

    edition: Edition
    locator: SourceLocator
    file_names: list[str]
    anchors_by_page: dict[str, frozenset[str]]

    @property
    def all_needs(self) -> set[str]:
        """Return the needs of all files."""

    def make_fault_path(self, name: str) -> str:
        """Return the path of an edition's file as faults name it."""

    def read_data(self, name: str) -> bytes:
        """Return the bytes of a file."""

    def list_needs(self, name: str) -> frozenset[str]:
        """Return the needs of a file."""
