"""What the readers of files and the check of addresses know of the check of an edition, which calls them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from macros.base.errors import Fault
from macros.check.judge import Judge
from macros.check.model import Binding, Passage
from macros.check.sources import Sources
from macros.edition.edition import Edition


class Check(Protocol):
    """What a reader needs of the check that it reads a file for."""

    build: Edition
    judge: Judge
    faults: list[Fault]

    def path(self, name: str) -> str:
        """A file of the edition as faults name it."""

    def strings(self, text: str) -> tuple[tuple[int, int, Binding], ...]:
        """The bindings of a text without markup."""

    def refuse(self, name: str, fact: str, remedy: str) -> None:
        """Add the fault of a file that may hold no such thing."""

    def html(self, name: str, data: bytes) -> Iterator[Passage]:
        """Yield the texts of a page."""

    def search_index(self, name: str, data: bytes) -> Iterator[Passage]:
        """Yield the texts of the index of the search that stand in no page."""


class Part(Protocol):
    """An edition whose files were checked, and what they need and offer."""

    build: Edition
    sources: Sources
    names: list[str]
    anchors: dict[str, frozenset[str]]

    @property
    def needed(self) -> set[str]:
        """What any file needs."""

    def path(self, name: str) -> str:
        """A file of the edition as faults name it."""

    def data(self, name: str) -> bytes:
        """The bytes of a file."""

    def needs_of(self, name: str) -> frozenset[str]:
        """What a file needs."""
