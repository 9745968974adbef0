"""Packages, resources and rows as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from macros.base.dates import is_date
from macros.base.day import Day
from macros.base.errors import Fault, FaultError, Place
from macros.datapackage.sources import Source, SourceAddresses

Value = str | int | bool | Fraction | None


LANGUAGE = "en"  # of the texts in data packages


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a resource.

    Attributes:
        line: line in the CSV file, the header being line 1.
        values: field name -> text, whole number, truth value, exact fraction (`number`), or None for a missing value.
        raw: field name -> the text of the cell in the file.
    """

    line: int
    values: Mapping[str, Value]
    raw: Mapping[str, str]


@dataclass(frozen=True)
class Resource:
    """A table of a package.

    Attributes:
        fields: the fields by name, in the order of the schema.
        lines: the line of each row in the CSV file.
        columns: field name -> the text of each row's cell.
        values: field name -> each distinct text of the column, in the order of the rows -> its value.
    """

    name: str
    path: str
    fields: Mapping[str, Mapping[str, Any]]
    key: tuple[str, ...]
    lines: Sequence[int]
    columns: Mapping[str, Sequence[str]]
    values: Mapping[str, Mapping[str, Value]]
    sha256: str
    title: str = ""

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows. They are made when they are first asked for: to validate a table, its columns suffice."""
        read = [map(self.values[name].__getitem__, texts) for name, texts in self.columns.items()]
        texts, values = zip(*self.columns.values(), strict=True), zip(*read, strict=True)
        return tuple(
            Row(line, dict(zip(self.fields, cells, strict=True)), dict(zip(self.fields, raw, strict=True)))
            for line, cells, raw in zip(self.lines, values, texts, strict=True)
        )

    def find_rows(self, cells: Mapping[str, str]) -> list[Row]:
        """Return the rows with given texts in given fields. For an unknown field there are none."""
        if not cells:
            return list(self.rows)
        fewest = min((self._rows_by_cell.get(cell, []) for cell in cells.items()), key=len)
        return [row for row in fewest if all(row.raw[name] == text for name, text in cells.items())]

    @cached_property
    def _rows_by_cell(self) -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self.rows:
            for cell in row.raw.items():
                found.setdefault(cell, []).append(row)
        return found


@dataclass(frozen=True)
class Translation:
    """The texts of a package in another language.

    Attributes:
        version: the translated version of the package.
        texts: `title` and `description`.
        resources: name -> title.
        records: id -> column -> text, for a package of records.
        record_places: the places of these texts.
    """

    version: str
    texts: Mapping[str, str]
    keywords: tuple[str, ...] = ()
    resources: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    record_places: Mapping[str, Mapping[str, Place]] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Package:
    """One version of a data package.

    Attributes:
        version: an ISO date.
        path: the folder, relative to the project.
    """

    name: str
    version: str
    path: str
    title: str
    descriptor: Mapping[str, Any] = field(repr=False)
    resources: Mapping[str, Resource] = field(repr=False)
    translations: Mapping[str, Translation] = field(default_factory=dict, repr=False, compare=False)
    addresses: SourceAddresses = field(default_factory=SourceAddresses, repr=False, compare=False)

    def find_text(self, name: str, lang: str) -> str:
        """Return the title or the description in a language. An untranslated title is the package's name."""
        if lang in self.translations:
            return self.translations[lang].texts[name]
        if lang != LANGUAGE:
            return self.name if name == "title" else ""
        return str(self.descriptor.get(name) or "")

    def resource_title(self, resource: Resource, lang: str) -> str:
        """Return the title of a resource in a language, or its name."""
        own = (resource.title if lang == LANGUAGE else "") or resource.name
        return self.translations[lang].resources.get(resource.name, own) if lang in self.translations else own

    def list_keywords(self, lang: str) -> tuple[str, ...]:
        """Return the keywords in a language."""
        if lang in self.translations:
            return self.translations[lang].keywords
        return tuple(self.descriptor.get("keywords", ())) if lang == LANGUAGE else ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return the sources in its descriptor, with their addresses."""
        place = Place(f"{self.path}/datapackage.json")
        return tuple(self.addresses.find_source(each, place) for each in self.descriptor.get("sources", ()))

    @property
    def publishers(self) -> tuple[str, ...]:
        """Return the publishers of the sources, each once, in order."""
        return tuple(dict.fromkeys(source.publisher for source in self.sources if source.publisher))

    @property
    def label(self) -> str:
        """Return name and version: `sales@2022-05-11`."""
        return f"{self.name}@{self.version}"


def list_sources(packages: Iterable[Package | None]) -> list[Source]:
    """Return the sources of packages, in order."""
    return [source for package in packages if package for source in package.sources]


@dataclass(frozen=True)
class Packages:
    """All packages, each with its readable versions, oldest first.

    Attributes:
        faults_by_version: name -> version (the folder's name) -> the faults of an unreadable version.
        addresses: the addresses of sources.
    """

    versions: Mapping[str, tuple[Package, ...]]
    faults_by_version: Mapping[str, Mapping[str, tuple[Fault, ...]]] = field(default_factory=dict)
    addresses: SourceAddresses = field(default_factory=SourceAddresses, repr=False)

    def list_names(self) -> list[str]:
        """Return the names of the packages, sorted."""
        return sorted(self.versions)

    def list_all(self) -> list[Package]:
        """Return all versions of all packages."""
        return [package for name in self.list_names() for package in self.versions[name]]

    def leave_out(self, day: Day) -> Packages:
        """Return the packages without the versions of a later day, itself if there is none."""
        seen = {name: tuple(p for p in each if not day.is_before(p.version)) for name, each in self.versions.items()}
        broken = {
            name: {v: f for v, f in each.items() if not (is_date(v) and day.is_before(v))} for name, each in self.faults_by_version.items()
        }
        if seen == dict(self.versions) and broken == {name: dict(each) for name, each in self.faults_by_version.items()}:
            return self
        named = [name for name in seen if seen[name] or broken.get(name)]
        return Packages({name: seen[name] for name in named}, {name: broken[name] for name in named if name in broken}, self.addresses)

    def find_version(self, name: str, date: str | None) -> Package | None:
        """Return the newest version not later than `date` (ISO), the newest of all for None, or None if there is none.

        Raises: FaultError with the faults of that version if it is unreadable. No older version takes its place.
        """
        seen = [p for p in self.versions.get(name, ()) if date is None or p.version <= date]
        broken = [(v, faults) for v, faults in self.faults_by_version.get(name, {}).items() if date is None or v <= date]
        if broken and (not seen or max(broken)[0] > seen[-1].version):
            raise FaultError(*max(broken)[1])
        return seen[-1] if seen else None
