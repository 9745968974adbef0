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

from macros.base.errors import Fault, FaultError, Place, nearest
from macros.base.noun_forms import Nouns
from macros.datapackage import Package, Packages, Resource
from macros.figures.address import implied, is_address, slug_of
from macros.figures.agree import disagreements
from macros.figures.compute import compute
from macros.figures.declaration import Declaration, Source
from macros.figures.figure import Figure
from macros.figures.read import read_declarations
from macros.structure import Structures
from macros.structure.model import merge_nouns


@functools.cache
def _form(pattern: str) -> re.Pattern[str]:
    """Return a pattern for the ids made by a pattern of figures."""
    return re.compile("[a-z0-9-]+".join(map(re.escape, re.split(r"{[^{}]+}", pattern))))


@dataclass
class Figures:
    """The figures available to quotes.

    Attributes:
        faults: the faults of the declarations.
        broken: id -> the faults of its declaration ("" for the file).
        asked: None, or the set of all reads of `get` and `table`: (id, as of), (package/table, as of).
    """

    declarations: dict[str, Declaration]
    packages: Packages
    structures: Structures = field(default_factory=Structures)
    nouns: Nouns = ()
    faults: list[Fault] = field(default_factory=list)
    broken: dict[str, tuple[Fault, ...]] = field(default_factory=dict)
    asked: set[tuple[str, str | None]] | None = None
    _computed: dict[tuple[str, ...], Figure | tuple[Fault, ...]] = field(default_factory=dict)
    _implied: dict[str, Declaration | tuple[Fault, ...] | None] = field(default_factory=dict, repr=False, compare=False)
    _answers: dict[tuple[str, str | None], str] = field(default_factory=dict, repr=False, compare=False)

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
        faults = [fault for each in declared.broken.values() for fault in each]
        nouns = merge_nouns(structures.measures())
        figures = cls(declared.declarations, packages, structures, nouns, faults, declared.broken)
        for declaration in declared.declarations.values():
            try:
                figures.get(declaration.id, None)
            except FaultError as error:
                faults.extend(fault for fault in error.faults if not (declaration.pattern and fault.code == "no-value"))
        for name, place in (quoted or {}).items():
            with contextlib.suppress(FaultError):  # reported where it is quoted
                if cell := figures.declaration(name):
                    figures.declarations.setdefault(cell.id, replace(cell, place=place))
        return figures

    @functools.cached_property
    def by_slug(self) -> dict[str, str]:
        """Return the form of each id in addresses of the site -> the id."""
        return {slug_of(name): name for name in self.declarations}

    def declared(self, name: object) -> bool:
        """Return whether an id is declared, with or without faults, or is the address of a cell."""
        return isinstance(name, str) and (name in self.declarations or self._broken(name) is not None or is_address(name))

    def declaration(self, name: str) -> Declaration | None:
        """Return the declaration of an id, or of a cell's address, or None.

        Raises: FaultError for an address without a cell.
        """
        if (found := self.declarations.get(name)) is not None or not is_address(name):
            return found
        if name not in self._implied:
            try:
                self._implied[name] = implied(name, self.packages, self.structures)
            except FaultError as error:
                self._implied[name] = error.faults
        kept = self._implied[name]
        if isinstance(kept, tuple):
            raise FaultError(*kept)
        return kept

    def is_known(self, name: str) -> bool:
        """Return whether an id has a declaration without faults, or an address has a cell."""
        with contextlib.suppress(FaultError):
            return self.declaration(name) is not None
        return False

    def get(self, name: str, as_of: str | None, place: Place | None = None) -> Figure:
        """Return a figure as seen by a page of the date `as_of` (None: the newest data).

        Raises: FaultError at `place` for an unknown id or a package without a version by then. Faults of a declaration or a package have
        the same words each time, so they are reported once.
        """
        if self.asked is not None:
            self.asked.add((name, as_of))
        try:
            declaration = self.declaration(name)
        except FaultError as error:  # an address is at fault where it is quoted
            raise FaultError(*(replace(fault, place=place or fault.place) for fault in error.faults)) from None
        if declaration is None:
            if (faults := self._broken(name)) is not None and not is_address(name):
                raise FaultError(*faults)
            fault = Fault(
                place or Place("data/figures.yml"),
                "unknown-figure",
                f'quotes the figure "{name}", which is not declared',
                nearest(name, self.declarations),
            )
            raise FaultError(fault)
        packages: dict[str, Package] = {}
        for each in declaration.packages:
            if (package := self.packages.as_of(each, as_of)) is None:
                raise FaultError(self._no_version(declaration, each, as_of, place))
            packages[each] = package
        key = (declaration.id, *(package.version for package in packages.values()))
        if key not in self._computed:
            self._computed[key] = self._compute(declaration, packages)
        computed = self._computed[key]
        if isinstance(computed, Figure):
            return computed
        if is_address(name):
            raise FaultError(*(replace(fault, place=place or fault.place) for fault in computed))
        if as_of is None or place is None or self._are_newest(packages):
            raise FaultError(*computed)
        # An older version may lack the row: a fault of the quoting page, not of the declaration.
        raise FaultError(*(Fault(place, f.code, f"{f.fact} ({packages[declaration.package].label})", f.remedy) for f in computed))

    def table(self, source: Source, as_of: str | None, place: Place) -> tuple[Package, Resource]:
        """Return the package and table of a measure, as seen by a page of the date `as_of`.

        Raises: FaultError at `place`.
        """
        if self.asked is not None:
            self.asked.add((f"{source.package}/{source.resource}", as_of))
        package = self.packages.as_of(source.package, as_of)
        if package is None and self.packages.versions.get(source.package):
            first = self.packages.versions[source.package][0].version
            fact = f"shows rows of {source.package}, whose data begins on {first}, after {as_of}"
            raise FaultError(Fault(place, "no-version", fact, "show them on a page of that date or later"))
        if package is None:
            fact = f'takes the package "{source.package}", which does not exist'
            raise FaultError(Fault(place, "unknown-package", fact, nearest(source.package, self.packages.names())))
        if source.resource not in package.resources:
            fact = f'takes the resource "{source.resource}", which is not in {package.label}'
            raise FaultError(Fault(place, "unknown-resource", fact, nearest(source.resource, package.resources)))
        return package, package.resources[source.resource]

    @property
    def counted(self) -> set[tuple[str, str]]:
        """Return the tables from which figures are computed, as (package, resource)."""
        return {(each.package, each.resource) for each in self.declarations.values()}

    def answer(self, name: str, as_of: str | None) -> str:
        """Return a digest of the result of `get` or `table`. While it stays the same, results made from the figure stay valid."""
        if (name, as_of) not in self._answers:
            asked, self.asked = self.asked, None  # this is no read of a task
            try:
                if "/" in name and not is_address(name):
                    package_name, _, table = name.partition("/")
                    package, resource = self.table(Source(package_name, table, ""), as_of, Place(""))
                    said = repr((package.label, [dict(row.raw) for row in resource.rows]))
                else:
                    said = self._said(name, as_of)
            except FaultError as error:
                said = repr([(fault.code, fault.fact) for fault in error.faults])
            finally:
                self.asked = asked
            self._answers[name, as_of] = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
        return self._answers[name, as_of]

    def _said(self, name: str, as_of: str | None) -> str:
        figure = self.get(name, as_of)
        made = (figure.value, figure.operands, figure.package, figure.version, figure.bound, figure.newest)
        return repr((*made, figure.qualifiers, figure.skipped))

    def __getstate__(self) -> dict[str, Any]:
        """Return the state for another process."""
        return vars(replace(self, asked=None))

    def revised(self, figure: Figure) -> Figure | None:
        """Return the figure on the newest data if its value differs, else None. Faults of the newest data are reported elsewhere."""
        if figure.newest:
            return None
        try:
            newest = self.get(figure.id, None)
        except FaultError:
            return None
        return newest if newest.value != figure.value else None

    def history(self, name: str) -> list[Figure]:
        """Return the figure on each version of its packages with its rows, oldest first."""
        declaration = self.declaration(name)
        of = declaration.packages if declaration else ()
        found: dict[tuple[str, ...], Figure] = {}
        for version in sorted({package.version for each in of for package in self.packages.versions.get(each, ())}):
            try:
                figure = self.get(name, version)
            except FaultError:
                continue
            found[figure.version, str(figure.value)] = figure
        return list(found.values())

    def _broken(self, name: str) -> tuple[Fault, ...] | None:
        """Return the faults of the entry of an id, or of a pattern for the id, or None."""
        entry = next((key for key in self.broken if key == name or ("{" in key and _form(key).fullmatch(name))), "")
        return self.broken.get(entry)

    def _are_newest(self, packages: Mapping[str, Package]) -> bool:
        return all(package is self.packages.versions[name][-1] for name, package in packages.items())

    def _no_version(self, declaration: Declaration, name: str, as_of: str | None, place: Place | None) -> Fault:
        versions = [p.version for p in self.packages.versions.get(name, ())]
        if not versions:
            fact = f'{declaration.id} takes the package "{name}", which does not exist'
            return Fault(declaration.place, "unknown-package", fact, nearest(name, self.packages.names()))
        fact = f"quotes {declaration.id}, whose data {name} begins on {versions[0]}, after {as_of}"
        return Fault(place or declaration.place, "no-version", fact, "quote it on a page of that date or later")

    def _compute(self, declaration: Declaration, packages: Mapping[str, Package]) -> Figure | tuple[Fault, ...]:
        newest, own = self._are_newest(packages), packages[declaration.package]
        try:
            found = compute(declaration, packages.__getitem__, self.structures)
        except FaultError as error:
            return error.faults
        # Only the newest version is compared: a declaration describes the present data.
        if newest:
            of = declaration.per.source if declaration.per else None
            of_per = self.structures.of(of.package, packages[of.package].resources[of.resource]) if of else None
            if wrong := tuple(disagreements(declaration, found.operands, of_per)):
                return wrong
        # The version of a figure from several packages is the newest day on which one of them changed.
        version = max(package.version for package in packages.values())
        value = (found.value, found.operands, own.name, version, found.bound, newest)
        return Figure(declaration, *value, found.constants, found.qualifiers, found.skipped)
