"""Packages, resources and rows as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from macros.base.errors import Fault, FaultError, Place

Value = str | int | bool | Fraction | None


LANGUAGE = "en"  # that data packages are written in


@dataclass(frozen=True)
class Row:
    """One row of a resource.

    line: line in the CSV file, the header being line 1.
    values: field name -> text, whole number, truth value, exact fraction (`number`), or None for a missing value.
    raw: field name -> the cell's text as it stands in the file.
    """

    line: int
    values: Mapping[str, Value]
    raw: Mapping[str, str]


@dataclass(frozen=True)
class Resource:
    """A table of a package: `rows`, and `fields` (the schema's fields by name, in order)."""

    name: str
    path: str
    fields: Mapping[str, Mapping[str, Any]]
    key: tuple[str, ...]
    rows: tuple[Row, ...]
    sha256: str
    title: str = ""

    def where(self, cells: Mapping[str, str]) -> list[Row]:
        """The rows that have these texts in these fields; none for a field that is not there."""
        if not cells:
            return list(self.rows)
        fewest = min((self._having.get(cell, []) for cell in cells.items()), key=len)
        return [row for row in fewest if all(row.raw[name] == text for name, text in cells.items())]

    @cached_property
    def _having(self) -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self.rows:
            for cell in row.raw.items():
                found.setdefault(cell, []).append(row)
        return found


@dataclass(frozen=True)
class Translation:
    """What readers see of a package in another language. version: of the package that was translated.

    texts: `title` and `description`. resources: name -> title. records: id -> column -> text, of a package of records.
    record_places: where these texts are written.
    """

    version: str
    texts: Mapping[str, str]
    keywords: tuple[str, ...] = ()
    resources: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    record_places: Mapping[str, Mapping[str, Place]] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Package:
    """One version of a data package. `version` is an ISO date; `path` the folder, relative to the project."""

    name: str
    version: str
    path: str
    title: str
    descriptor: Mapping[str, Any] = field(repr=False)
    resources: Mapping[str, Resource] = field(repr=False)
    translations: Mapping[str, Translation] = field(default_factory=dict, repr=False, compare=False)

    def text(self, name: str, lang: str) -> str:
        """The title or the description in a language; where that language has none, the package's name stands for the title."""
        if lang in self.translations:
            return self.translations[lang].texts[name]
        if lang != LANGUAGE:
            return self.name if name == "title" else ""
        return str(self.descriptor.get(name) or "")

    def resource_title(self, resource: Resource, lang: str) -> str:
        own = (resource.title if lang == LANGUAGE else "") or resource.name
        return self.translations[lang].resources.get(resource.name, own) if lang in self.translations else own

    def keywords(self, lang: str) -> tuple[str, ...]:
        if lang in self.translations:
            return self.translations[lang].keywords
        return tuple(self.descriptor.get("keywords", ())) if lang == LANGUAGE else ()

    @property
    def sources(self) -> tuple[Mapping[str, Any], ...]:
        return tuple(self.descriptor.get("sources", ()))

    @property
    def publishers(self) -> tuple[str, ...]:
        """Who has published the sources, each once, in their order."""
        return tuple(dict.fromkeys(str(source["publisher"]) for source in self.sources if source.get("publisher")))

    @property
    def label(self) -> str:
        """`sales@2022-05-11`."""
        return f"{self.name}@{self.version}"


@dataclass(frozen=True)
class Packages:
    """All packages, each with its sound versions, oldest first.

    broken: name -> version (the folder's name) -> the faults for which that version cannot be read.
    """

    versions: Mapping[str, tuple[Package, ...]]
    broken: Mapping[str, Mapping[str, tuple[Fault, ...]]] = field(default_factory=dict)

    def names(self) -> list[str]:
        return sorted(self.versions)

    def all(self) -> list[Package]:
        return [package for name in self.names() for package in self.versions[name]]

    def as_of(self, name: str, date: str | None) -> Package | None:
        """The newest version not later than `date` (ISO); the newest of all for None; None where there is none.

        Errors: FaultError with the faults of that version where it is broken: no older one takes its place.
        """
        seen = [p for p in self.versions.get(name, ()) if date is None or p.version <= date]
        broken = [(v, faults) for v, faults in self.broken.get(name, {}).items() if date is None or v <= date]
        if broken and (not seen or max(broken)[0] > seen[-1].version):
            raise FaultError(*max(broken)[1])
        return seen[-1] if seen else None
