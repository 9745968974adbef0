"""The figures comparable with one: they differ from it in a code or in the period alone."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise

from macros.base.errors import FaultError
from macros.check.context import Contexts
from macros.check.times import own_periods
from macros.figures import Figure, address
from macros.structure import Dimension
from macros.structure.periods import Period


class Kin:
    """The figures that differ from one in a code or in the period alone."""

    def __init__(self, figure: Figure, contexts: Contexts) -> None:
        self.figure, self.contexts, self.declared = figure, contexts, figure.declaration
        self.period = self.declared.structure.period()
        own = own_periods(self.declared)
        name = self.period.name if self.period else ""
        self.own = own[0] if len(own) == 1 and name in self.declared.where else None
        self.cells = contexts.cells(figure) if own else {}
        self.is_change = self.declared.change and not self.declared.is_level
        # Record a read of all rows: any of them can change the result.
        contexts.figures.table(self.declared.source, self._as_of, self.declared.place)

    @property
    def _as_of(self) -> str | None:
        return None if self.figure.newest else self.figure.version

    def get(self, codes: Mapping[str, str]) -> Figure | None:
        """Return the figure with other codes."""
        declared = self.declared
        if declared.over or not all(name in declared.where for name in codes):
            return None
        where, of, per = {**declared.where, **codes}, declared.of, declared.per
        return self._get(address(declared.source, where, declared.operation.name, start=declared.start, end=declared.end, of=of, per=per))

    def level(self, period: Period) -> Figure | None:
        """Return the level in a period, for a level or a change."""
        if self.own:
            return self.figure if period == self.own else self.at(period)
        if self.declared.over or not self.period or period not in self.cells:
            return None
        return self._get(address(self.declared.source, {**self.declared.where, self.period.name: self.cells[period]}))

    def at(self, period: Period, codes: Mapping[str, str] | None = None) -> Figure | None:
        """Return the figure of another period."""
        return self.get({self.period.name: self.cells[period], **(codes or {})}) if self.period and period in self.cells else None

    def _get(self, name: str) -> Figure | None:
        with contextlib.suppress(FaultError):
            return self.contexts.figures.get(name, self._as_of)
        return None

    @functools.cached_property
    def over_time(self) -> dict[Period, Figure]:
        """Return the figures of the other periods in order. For a change between adjacent periods, return the other such changes."""
        if self.own:
            found = {each: self.at(each) for each in sorted(self.cells) if each != self.own and each.kind == self.own.kind}
        else:
            found = self._changes()
        return {period: figure for period, figure in found.items() if figure}

    def _changes(self) -> dict[Period, Figure | None]:
        """Return the other changes between adjacent periods, by the later period."""
        declared, ends, steps = self.declared, own_periods(self.declared), list(pairwise(sorted(self.cells)))
        name = self.period.name if self.period else ""
        if ends not in steps or set(declared.start) != {name} or set(declared.end) != {name}:
            return {}
        found = {}
        for earlier, later in steps:
            start, end = {name: self.cells[earlier]}, {name: self.cells[later]}
            own = address(declared.source, declared.where, declared.operation.name, start=start, end=end, of=declared.of, per=declared.per)
            found[later] = self._get(own)
        return {later: figure for later, figure in found.items() if later != ends[1]}

    @property
    def now(self) -> Period | None:
        """Return the period of a level, or the end of a change."""
        ends = own_periods(self.declared)
        return self.own or (ends[-1] if ends else None)

    def over(self, dimension: Dimension) -> dict[str, Figure]:
        """Return the figures of a dimension's other codes, except totals, wholes and parts of the own code."""
        own, listed = self.declared.where.get(dimension.name, ""), dimension.codelist
        if not own:
            return {}
        if listed is None:
            codes = self.contexts.codes(self.figure, dimension.name)
        else:
            wholes = listed.wholes(own) if own in listed.codes else {}
            known = [each for each in listed.codes.values() if not each.is_total and each.id not in wholes]
            codes = [each.id for each in known if own not in listed.wholes(each.id)]
            if own in listed.codes and listed.codes[own].is_total:
                return {}
        found = {code: self.get({dimension.name: code}) for code in codes if code != own}
        return {code: figure for code, figure in found.items() if figure}

    def size(self, figure: Figure) -> Fraction:
        """Return the compared value of a figure. For a change, this is its size."""
        return abs(figure.value) if self.is_change else figure.value

    def like(self, figures: Iterable[Figure]) -> list[Figure]:
        """Return the figures to compare with. For a change, these are the ones in the same direction."""
        return [each for each in figures if not self.is_change or (each.value > 0) == (self.figure.value > 0)]

    def previous(self, to: Period | None = None) -> Period | None:
        """Return the period that ends right before one, or None if the table lacks it."""
        of = to or self.now
        earlier = max((each for each in self.cells if of and each < of and each.kind == of.kind), default=None)
        return earlier if earlier and of and (of.first - earlier.last).days == 1 else None

    def call(self, figure: Figure) -> str:
        """Return the id of a figure's declaration, or its label if it is not declared."""
        own = figure.declaration
        key = (own.source, own.where, own.operation.name, own.start, own.end, own.of, own.per)
        for each in self.contexts.figures.declarations.values():
            if key == (each.source, each.where, each.operation.name, each.start, each.end, each.of, each.per):
                return each.id
        return own.label.get(self.contexts.lang) or own.id
