"""All figures of a build. Each is computed once for each version of its data."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.base.noun_forms import Nouns
from macros.datapackage import Package, Packages, Resource
from macros.figures.address import is_address, read_address, slug_of
from macros.figures.agree import find_disagreements
from macros.figures.compute import compute_figure
from macros.figures.declaration import Declaration, Source
from macros.figures.figure import Figure
from macros.figures.read import read_declarations
from macros.structure import Structures
from macros.structure.model import merge_nouns


@functools.cache
def _compile_id_pattern(pattern: str) -> re.Pattern[str]:
    """Return a pattern for the ids made by a pattern of figures."""
    return re.compile("[a-z0-9-]+".join(map(re.escape, re.split(r"{[^{}]+}", pattern))))


@dataclass
class Figures:
    """The figures available to quotes.

    Attributes:
        faults: the faults of the declarations.
        faults_by_entry: id -> the faults of its declaration ("" for the file).
        read_log: None, or the set of all reads of `get` and `find_table`: (id, as of), (package/table, as of).
    """

    declarations: dict[str, Declaration]
    packages: Packages
    structures: Structures = field(default_factory=Structures)
    nouns: Nouns = ()
    faults: list[Fault] = field(default_factory=list)
    faults_by_entry: dict[str, tuple[Fault, ...]] = field(default_factory=dict)
    read_log: set[tuple[str, str | None]] | None = None
    _computed: dict[tuple[str, ...], Figure | tuple[Fault, ...]] = field(default_factory=dict)
    _implied: dict[str, Declaration | tuple[Fault, ...] | None] = field(default_factory=dict, repr=False, compare=False)
    _value_digests: dict[tuple[str, str | None], str] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def read(
        cls, root: Path, packages: Packages, structures: Structures | None = None, quoted: Mapping[str, Place] | None = None
    ) -> Figures:
        """Read data/figures.yml and compute every figure on the newest version of its package.

        quoted: addresses of cells quoted in sentences, each with a place. They get declarations like other figures. For figures of a
        pattern, a cell without a value is a fault only if the figure is quoted.
        """
        structures = structures or Structures()
        declared = read_declarations(root, packages, structures)
        faults = [fault for each in declared.faults_by_entry.values() for fault in each]
        nouns = merge_nouns(structures.list_measures())
        figures = cls(declared.declarations, packages, structures, nouns, faults, declared.faults_by_entry)
        for declaration in declared.declarations.values():
            try:
                figures.get(declaration.id, None)
            except FaultError as error:
                faults.extend(fault for fault in error.faults if not (declaration.pattern and fault.code == "no-value"))
        for name, place in (quoted or {}).items():
            with contextlib.suppress(FaultError):  # reported where it is quoted
                if cell := figures.find_declaration(name):
                    figures.declarations.setdefault(cell.id, replace(cell, place=place))
        return figures

    def leave_out_held(self, whole: Figures) -> None:
        """Leave out the figures that have a value only on versions of a later day.

        whole: The figures with these versions.
        """
        for name, declaration in list(self.declarations.items()):
            if not self._has_value(name) and whole._has_value(name):
                del self.declarations[name]
                fact, remedy = f"{name} is quoted, and has no data before a later day", "quote it on a page of that day"
                self.faults_by_entry[name] = (Fault(declaration.place, "no-version", fact, remedy),)

    def _has_value(self, name: str) -> bool:
        with contextlib.suppress(FaultError):
            self.get(name, None)
            return True
        return False

    @functools.cached_property
    def id_by_slug(self) -> dict[str, str]:
        """Return the form of each id in addresses of the site -> the id."""
        return {slug_of(name): name for name in self.declarations}

    def is_declared(self, name: object) -> bool:
        """Return whether an id is declared, with or without faults, or is the address of a cell."""
        return isinstance(name, str) and (name in self.declarations or self._find_faults(name) is not None or is_address(name))

    def find_declaration(self, name: str) -> Declaration | None:
        """Return the declaration of an id, or of a cell's address, or None.

        Raises: FaultError for an address without a cell.
        """
        if (found := self.declarations.get(name)) is not None or not is_address(name):
            return found
        if name not in self._implied:
            try:
                self._implied[name] = read_address(name, self.packages, self.structures)
            except FaultError as error:
                self._implied[name] = error.faults
        kept = self._implied[name]
        if isinstance(kept, tuple):
            raise FaultError(*kept)
        return kept

    def is_known(self, name: str) -> bool:
        """Return whether an id has a declaration without faults, or an address has a cell."""
        with contextlib.suppress(FaultError):
            return self.find_declaration(name) is not None
        return False

    def get(self, name: str, as_of: str | None, place: Place | None = None) -> Figure:
        """Return a figure as seen by a page of the date `find_version` (None: the newest data).

        Raises: FaultError at `place` for an unknown id or a package without a version by then. Faults of a declaration or a package have
        the same words each time, so they are reported once.
        """
        if self.read_log is not None:
            self.read_log.add((name, as_of))
        try:
            declaration = self.find_declaration(name)
        except FaultError as error:  # an address is at fault where it is quoted
            raise FaultError(*(replace(fault, place=place or fault.place) for fault in error.faults)) from None
        if declaration is None:
            if (faults := self._find_faults(name)) is not None and not is_address(name):
                raise FaultError(*faults)
            fault = Fault(
                place or Place("data/figures.yml"),
                "unknown-figure",
                f'quotes the figure "{name}", which is not declared',
                suggest_nearest(name, self.declarations),
            )
            raise FaultError(fault)
        packages: dict[str, Package] = {}
        for each in declaration.packages:
            if (package := self.packages.find_version(each, as_of)) is None:
                raise FaultError(self._make_no_version_fault(declaration, each, as_of, place))
            packages[each] = package
        key = (declaration.id, *(package.version for package in packages.values()))
        if key not in self._computed:
            self._computed[key] = self._compute_figure(declaration, packages)
        computed = self._computed[key]
        if isinstance(computed, Figure):
            return computed
        if is_address(name):
            raise FaultError(*(replace(fault, place=place or fault.place) for fault in computed))
        if as_of is None or place is None or self._are_newest(packages):
            raise FaultError(*computed)
        # An older version may lack the row: a fault of the quoting page, not of the declaration.
        raise FaultError(*(Fault(place, f.code, f"{f.fact} ({packages[declaration.package].label})", f.remedy) for f in computed))

    def list_packages(self, figure: Figure) -> list[Package]:
        """Return the packages from which a figure is computed, as of its version."""
        found = (self.packages.find_version(name, figure.version) for name in figure.declaration.packages)
        return [package for package in found if package]

    def find_table(self, source: Source, as_of: str | None, place: Place) -> tuple[Package, Resource]:
        """Return the package and table of a measure, as seen by a page of the date `find_version`.

        Raises: FaultError at `place`.
        """
        if self.read_log is not None:
            self.read_log.add((f"{source.package}/{source.resource}", as_of))
        package = self.packages.find_version(source.package, as_of)
        if package is None and self.packages.versions.get(source.package):
            first = self.packages.versions[source.package][0].version
            fact = f"shows rows of {source.package}, whose data begins on {first}, after {as_of}"
            raise FaultError(Fault(place, "no-version", fact, "show them on a page of that date or later"))
        if package is None:
            fact = f'takes the package "{source.package}", which does not exist'
            raise FaultError(Fault(place, "unknown-package", fact, suggest_nearest(source.package, self.packages.list_names())))
        if source.resource not in package.resources:
            fact = f'takes the resource "{source.resource}", which is not in {package.label}'
            raise FaultError(Fault(place, "unknown-resource", fact, suggest_nearest(source.resource, package.resources)))
        return package, package.resources[source.resource]

    @property
    def source_tables(self) -> set[tuple[str, str]]:
        """Return the tables from which figures are computed, as (package, resource)."""
        return {(each.package, each.resource) for each in self.declarations.values()}

    def value_digest(self, name: str, as_of: str | None) -> str:
        """Return a digest of the result of `get` or `find_table`. While it stays the same, results made from the figure stay valid."""
        if (name, as_of) not in self._value_digests:
            asked, self.read_log = self.read_log, None  # this is no read of a task
            try:
                if "/" in name and not is_address(name):
                    package_name, _, table = name.partition("/")
                    package, resource = self.find_table(Source(package_name, table, ""), as_of, Place(""))
                    said = repr((package.label, [dict(row.raw) for row in resource.rows]))
                else:
                    said = self._describe_value(name, as_of)
            except FaultError as error:
                said = repr([(fault.code, fault.fact) for fault in error.faults])
            finally:
                self.read_log = asked
            self._value_digests[name, as_of] = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
        return self._value_digests[name, as_of]

    def _describe_value(self, name: str, as_of: str | None) -> str:
        figure = self.get(name, as_of)
        made = (figure.value, figure.operands, figure.package, figure.version, figure.bound, figure.is_newest)
        return repr((*made, figure.qualifiers, figure.notes, figure.skipped))

    def __getstate__(self) -> dict[str, Any]:
        """Return the state for another process."""
        return vars(replace(self, read_log=None))

    def newer_value(self, figure: Figure) -> Figure | None:
        """Return the figure on the newest data if its value differs, else None. Faults of the newest data are reported elsewhere."""
        if figure.is_newest:
            return None
        try:
            newest = self.get(figure.id, None)
        except FaultError:
            return None
        return newest if newest.value != figure.value else None

    def history(self, name: str) -> list[Figure]:
        """Return the figure on each version of its packages with its rows, oldest first."""
        declaration = self.find_declaration(name)
        of = declaration.packages if declaration else ()
        found: dict[tuple[str, ...], Figure] = {}
        for version in sorted({package.version for each in of for package in self.packages.versions.get(each, ())}):
            try:
                figure = self.get(name, version)
            except FaultError:
                continue
            found[figure.version, str(figure.value)] = figure
        return list(found.values())

    def _find_faults(self, name: str) -> tuple[Fault, ...] | None:
        """Return the faults of the entry of an id, or of a pattern for the id, or None."""
        entry = next((key for key in self.faults_by_entry if key == name or ("{" in key and _compile_id_pattern(key).fullmatch(name))), "")
        return self.faults_by_entry.get(entry)

    def _are_newest(self, packages: Mapping[str, Package]) -> bool:
        return all(package is self.packages.versions[name][-1] for name, package in packages.items())

    def _make_no_version_fault(self, declaration: Declaration, name: str, as_of: str | None, place: Place | None) -> Fault:
        versions = [p.version for p in self.packages.versions.get(name, ())]
        if not versions:
            fact = f'{declaration.id} takes the package "{name}", which does not exist'
            return Fault(declaration.place, "unknown-package", fact, suggest_nearest(name, self.packages.list_names()))
        fact = f"quotes {declaration.id}, whose data {name} begins on {versions[0]}, after {as_of}"
        return Fault(place or declaration.place, "no-version", fact, "quote it on a page of that date or later")

    def _compute_figure(self, declaration: Declaration, packages: Mapping[str, Package]) -> Figure | tuple[Fault, ...]:
        newest, own = self._are_newest(packages), packages[declaration.package]
        try:
            found = compute_figure(declaration, packages.__getitem__, self.structures)
        except FaultError as error:
            return error.faults
        # Only the newest version is compared: a declaration describes the present data.
        if newest:
            of = declaration.per.source if declaration.per else None
            of_per = self.structures.find_structure(of.package, packages[of.package].resources[of.resource]) if of else None
            if wrong := tuple(find_disagreements(declaration, found.operands, of_per)):
                return wrong
        # The version of a figure from several packages is the newest day on which one of them changed.
        version = max(package.version for package in packages.values())
        value = (found.value, found.operands, own.name, version, found.bound, newest)
        return Figure(declaration, *value, found.constants, found.qualifiers, found.notes, found.skipped)
