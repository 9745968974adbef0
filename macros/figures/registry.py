"""All figures of a build: declared, and computed once for each version of their data."""

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
    """What the ids look like that a pattern makes."""
    return re.compile("[a-z0-9-]+".join(map(re.escape, re.split(r"{[^{}]+}", pattern))))


@dataclass
class Figures:
    """The figures that can be quoted. `get` gives one as of a date; `faults` are those of the declarations.

    broken: id -> the faults of a declaration that is not sound ("": those of the file).
    asked: while it is a set, what `get` and `table` are asked for: (id, as of), (package/table, as of).
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

        quoted: the addresses of cells that sentences quote, each with the place of one: such a cell has its entry as what is declared has.

        A cell without a value is a fault of the figures that a pattern makes of it only where one of them is quoted.
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
            with contextlib.suppress(FaultError):  # told where it is quoted
                if cell := figures.declaration(name):
                    figures.declarations.setdefault(cell.id, replace(cell, place=place))
        return figures

    @functools.cached_property
    def by_slug(self) -> dict[str, str]:
        """How the id of each figure stands in the addresses of the site -> the id."""
        return {slug_of(name): name for name in self.declarations}

    def declared(self, name: object) -> bool:
        """Whether data/figures.yml declares an id, soundly or not, or it is the address of a cell."""
        return isinstance(name, str) and (name in self.declarations or self._broken(name) is not None or is_address(name))

    def declaration(self, name: str) -> Declaration | None:
        """Return a declaration by its id, or the one that a cell's address stands for; None where there is none.

        Errors: FaultError for an address of nothing.
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
        """Whether there is a sound declaration of an id, or the cell of an address."""
        with contextlib.suppress(FaultError):
            return self.declaration(name) is not None
        return False

    def get(self, name: str, as_of: str | None, place: Place | None = None) -> Figure:
        """The figure as a page of the date `as_of` sees it (None: the newest data).

        Errors: FaultError naming `place` for an unknown id or a package without a version by then. What is wrong with
        the declaration or the package itself is told in the same words each time, so that it is reported once.
        """
        if self.asked is not None:
            self.asked.add((name, as_of))
        try:
            declaration = self.declaration(name)
        except FaultError as error:  # of an address, which stands where it is quoted
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
        # An older version may lack the row: that is the quoting page's fault, not the declaration's.
        raise FaultError(*(Fault(place, f.code, f"{f.fact} ({packages[declaration.package].label})", f.remedy) for f in computed))

    def table(self, source: Source, as_of: str | None, place: Place) -> tuple[Package, Resource]:
        """Return the table that a measure stands in, as a page of the date `as_of` sees it. Errors: FaultError naming `place`."""
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
        """The packages and resources whose rows figures are computed from."""
        return {(each.package, each.resource) for each in self.declarations.values()}

    def answer(self, name: str, as_of: str | None) -> str:
        """A digest of what `get` or `table` gives: while it is the same, whatever was made or judged by the figure stays as it is."""
        if (name, as_of) not in self._answers:
            asked, self.asked = self.asked, None  # nothing is made by it here
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
        """What is of use to another process."""
        return vars(self) | {"asked": None}

    def revised(self, figure: Figure) -> Figure | None:
        """The figure on the newest data where its value is another there, else None; a fault of the newest data is told elsewhere."""
        if figure.newest:
            return None
        try:
            newest = self.get(figure.id, None)
        except FaultError:
            return None
        return newest if newest.value != figure.value else None

    def history(self, name: str) -> list[Figure]:
        """The figure on each version of its packages that has its rows, oldest first."""
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
        """What is wrong with the entry of an id, or with a pattern that would make it; None where no such entry is."""
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
        # A declaration is of today: what an older version said of its columns stays as it was published.
        if newest:
            of = declaration.per.source if declaration.per else None
            of_per = self.structures.of(of.package, packages[of.package].resources[of.resource]) if of else None
            if wrong := tuple(disagreements(declaration, found.operands, of_per)):
                return wrong
        # Of several packages the newest day on which one of them changed: what a page of that day sees is this figure.
        version = max(package.version for package in packages.values())
        value = (found.value, found.operands, own.name, version, found.bound, newest)
        return Figure(declaration, *value, found.constants, found.qualifiers, found.skipped)
