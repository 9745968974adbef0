"""Protocols of the check of an edition, for the readers of files and the check of addresses that it calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from macros.base.errors import Fault
from macros.check.judge import Judge
from macros.check.model import Binding, Passage
from macros.check.sources import Sources
from macros.edition.edition import Edition


class Check(Protocol):
    """The check of an edition as seen by a reader."""

    build: Edition
    judge: Judge
    faults: list[Fault]

    def path(self, name: str) -> str:
        """Return the path of an edition's file as faults name it."""

    def strings(self, text: str) -> tuple[tuple[int, int, Binding], ...]:
        """Return the bindings of a text without markup."""

    def refuse(self, name: str, fact: str, remedy: str) -> None:
        """Add the fault of a file with forbidden content."""

    def html(self, name: str, data: bytes) -> Iterator[Passage]:
        """Yield the texts of a page."""

    def search_index(self, name: str, data: bytes) -> Iterator[Passage]:
        """Yield the texts of the search index that are in no page."""


class Part(Protocol):
    """An edition with its files checked, their needs and their anchors."""

    build: Edition
    sources: Sources
    names: list[str]
    anchors: dict[str, frozenset[str]]

    @property
    def needed(self) -> set[str]:
        """Return the needs of all files."""

    def path(self, name: str) -> str:
        """Return the path of an edition's file as faults name it."""

    def data(self, name: str) -> bytes:
        """Return the bytes of a file."""

    def needs_of(self, name: str) -> frozenset[str]:
        """Return the needs of a file."""
