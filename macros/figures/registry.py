"""All figures of a build: declared, and computed once for each version of their data."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from macros.datapackage import Package, Packages
from macros.errors import Fault, FaultError, Place, nearest
from macros.figures.agree import disagreements
from macros.figures.compute import compute
from macros.figures.declaration import Declaration, read_declarations
from macros.figures.figure import Figure
from macros.nouns import Nouns


@dataclass
class Figures:
    """The figures that can be quoted. `get` gives one as of a date; `faults` are those of the declarations.

    broken: id -> the faults of a declaration that is not sound ("": those of the file).
    asked: while it is a set, what `get` is asked for: (id, as of).
    """

    declarations: dict[str, Declaration]
    packages: Packages
    nouns: Nouns = ()
    faults: list[Fault] = field(default_factory=list)
    broken: dict[str, tuple[Fault, ...]] = field(default_factory=dict)
    asked: set[tuple[str, str | None]] | None = None
    _computed: dict[tuple[str, str], Figure | tuple[Fault, ...]] = field(default_factory=dict)
    _answers: dict[tuple[str, str | None], str] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def read(cls, root: Path, packages: Packages, nouns: Nouns = ()) -> Figures:
        """Read data/figures.yml and compute every figure on the newest version of its package."""
        declarations, broken = read_declarations(root)
        faults = [fault for each in broken.values() for fault in each]
        figures = cls(declarations, packages, nouns, faults, broken)
        for declaration in declarations.values():
            try:
                figures.get(declaration.id, None)
            except FaultError as error:
                faults.extend(error.faults)
        return figures

    def declared(self, name: object) -> bool:
        """Whether data/figures.yml declares an id, soundly or not."""
        return isinstance(name, str) and (name in self.declarations or name in self.broken or "" in self.broken)

    def get(self, name: str, as_of: str | None, place: Place | None = None) -> Figure:
        """The figure as a page of the date `as_of` sees it (None: the newest data).

        Errors: FaultError naming `place` for an unknown id or a package without a version by then. What is wrong with
        the declaration or the package itself is told in the same words each time, so that it is reported once.
        """
        if self.asked is not None:
            self.asked.add((name, as_of))
        declaration = self.declarations.get(name)
        if declaration is None:
            if self.declared(name):
                raise FaultError(*self.broken.get(name, self.broken.get("", ())))
            fault = Fault(
                place or Place("data/figures.yml"),
                "unknown-figure",
                f'quotes the figure "{name}", which is not declared',
                nearest(name, self.declarations),
            )
            raise FaultError(fault)
        package = self.packages.as_of(declaration.package, as_of)
        if package is None:
            raise FaultError(self._no_version(declaration, as_of, place))
        key = (name, package.version)
        if key not in self._computed:
            self._computed[key] = self._compute(declaration, package)
        computed = self._computed[key]
        if isinstance(computed, Figure):
            return computed
        if as_of is None or place is None or package is self.packages.versions[package.name][-1]:
            raise FaultError(*computed)
        # An older version may lack the row: that is the quoting page's fault, not the declaration's.
        raise FaultError(*(Fault(place, f.code, f"{f.fact} ({package.label})", f.remedy) for f in computed))

    @property
    def counted(self) -> set[tuple[str, str]]:
        """The packages and resources whose rows figures are computed from."""
        return {(each.package, each.resource) for each in self.declarations.values()}

    def answer(self, name: str, as_of: str | None) -> str:
        """A digest of what `get` gives: while it is the same, whatever was made or judged by the figure stays as it is."""
        if (name, as_of) not in self._answers:
            asked, self.asked = self.asked, None  # nothing is made by it here
            try:
                figure = self.get(name, as_of)
                said = repr((figure.value, figure.operands, figure.package, figure.version, figure.bound, figure.newest))
            except FaultError as error:
                said = repr([(fault.code, fault.fact) for fault in error.faults])
            finally:
                self.asked = asked
            self._answers[name, as_of] = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
        return self._answers[name, as_of]

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
        """The figure on each version of its package that has its rows, oldest first."""
        found = []
        for package in self.packages.versions.get(self.declarations[name].package, ()):
            try:
                found.append(self.get(name, package.version))
            except FaultError:
                continue
        return found

    def _no_version(self, declaration: Declaration, as_of: str | None, place: Place | None) -> Fault:
        versions = [p.version for p in self.packages.versions.get(declaration.package, ())]
        if not versions:
            fact = f'{declaration.id} takes the package "{declaration.package}", which does not exist'
            return Fault(declaration.place, "unknown-package", fact, nearest(declaration.package, self.packages.names()))
        fact = f"quotes {declaration.id}, whose data {declaration.package} begins on {versions[0]}, after {as_of}"
        return Fault(place or declaration.place, "no-version", fact, "quote it on a page of that date or later")

    def _compute(self, declaration: Declaration, package: Package) -> Figure | tuple[Fault, ...]:
        newest = package is self.packages.versions[declaration.package][-1]
        try:
            value, operands, bound = compute(declaration, package)
        except FaultError as error:
            return error.faults
        # A declaration is of today: what an older version said of its columns stays as it was published.
        if newest and (wrong := tuple(disagreements(declaration, package.resources[declaration.resource], operands))):
            return wrong
        return Figure(declaration, value, operands, package.name, package.version, bound, newest)
