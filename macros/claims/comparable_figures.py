"""The figures comparable with one: they differ from it in a code or in the period alone."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise

from macros.base.errors import FaultError
from macros.claims.context import Contexts
from macros.claims.times import find_own_periods
from macros.figures import Figure, build_address
from macros.structure import Dimension
from macros.structure.periods import Period


class ComparableFigures:
    """The figures that differ from one in a code or in the period alone."""

    def __init__(self, figure: Figure, contexts: Contexts) -> None:
        self.figure, self.contexts, self.declared = figure, contexts, figure.declaration
        self.period_dimension = self.declared.structure.find_period_dimension()
        own_period = find_own_periods(self.declared)
        name = self.period_dimension.name if self.period_dimension else ""
        self.own = own_period[0] if len(own_period) == 1 and name in self.declared.where else None
        self.cell_by_period = contexts.map_cells(figure) if own_period else {}
        self.is_change = self.declared.is_change and not self.declared.is_level
        # Record a read of all rows: any of them can change the result.
        contexts.figures.find_table(self.declared.source, self._version, self.declared.place)

    @property
    def _version(self) -> str | None:
        return None if self.figure.is_newest else self.figure.version

    def find_with_codes(self, codes: Mapping[str, str]) -> Figure | None:
        """Return the figure with other codes."""
        declaration = self.declared
        if declaration.over or not all(name in declaration.where for name in codes):
            return None
        where, of, per = {**declaration.where, **codes}, declaration.of, declaration.per
        return self._get_figure(
            build_address(
                declaration.source, where, declaration.operation.name, start=declaration.start, end=declaration.end, of=of, per=per
            )
        )

    def find_level(self, period: Period) -> Figure | None:
        """Return the level in a period, for a level or a change."""
        if self.own:
            return self.figure if period == self.own else self.find_in_period(period)
        if self.declared.over or not self.period_dimension or period not in self.cell_by_period:
            return None
        return self._get_figure(
            build_address(self.declared.source, {**self.declared.where, self.period_dimension.name: self.cell_by_period[period]})
        )

    def find_in_period(self, period: Period, codes: Mapping[str, str] | None = None) -> Figure | None:
        """Return the figure of another period."""
        return (
            self.find_with_codes({self.period_dimension.name: self.cell_by_period[period], **(codes or {})})
            if self.period_dimension and period in self.cell_by_period
            else None
        )

    def _get_figure(self, name: str) -> Figure | None:
        with contextlib.suppress(FaultError):
            return self.contexts.figures.get(name, self._version)
        return None

    @functools.cached_property
    def figure_by_period(self) -> dict[Period, Figure]:
        """Return the figures of the other periods in order. For a change between adjacent periods, return the other such changes."""
        if self.own:
            found = {
                each: self.find_in_period(each) for each in sorted(self.cell_by_period) if each != self.own and each.kind == self.own.kind
            }
        else:
            found = self._find_changes()
        return {period: figure for period, figure in found.items() if figure}

    def _find_changes(self) -> dict[Period, Figure | None]:
        """Return the other changes between adjacent periods, by the later period."""
        declared, ends, steps = self.declared, find_own_periods(self.declared), list(pairwise(sorted(self.cell_by_period)))
        name = self.period_dimension.name if self.period_dimension else ""
        if ends not in steps or set(declared.start) != {name} or set(declared.end) != {name}:
            return {}
        found = {}
        for earlier, later in steps:
            start, end = {name: self.cell_by_period[earlier]}, {name: self.cell_by_period[later]}
            own = build_address(
                declared.source, declared.where, declared.operation.name, start=start, end=end, of=declared.of, per=declared.per
            )
            found[later] = self._get_figure(own)
        return {later: figure for later, figure in found.items() if later != ends[1]}

    @property
    def end_period(self) -> Period | None:
        """Return the period of a level, or the end of a change."""
        ends = find_own_periods(self.declared)
        return self.own or (ends[-1] if ends else None)

    def find_other_codes(self, dimension: Dimension) -> dict[str, Figure]:
        """Return the figures of a dimension's other codes, except totals, wholes and parts of the own code."""
        own, listed = self.declared.where.get(dimension.name, ""), dimension.codelist
        if not own:
            return {}
        if listed is None:
            codes = self.contexts.list_codes(self.figure, dimension.name)
        else:
            wholes = listed.find_wholes(own) if own in listed.codes else {}
            known = [each for each in listed.codes.values() if not each.is_total and each.id not in wholes]
            codes = [each.id for each in known if own not in listed.find_wholes(each.id)]
            if own in listed.codes and listed.codes[own].is_total:
                return {}
        found = {code: self.find_with_codes({dimension.name: code}) for code in codes if code != own}
        return {code: figure for code, figure in found.items() if figure}

    def get_magnitude(self, figure: Figure) -> Fraction:
        """Return the compared value of a figure. For a change, this is its size."""
        return abs(figure.value) if self.is_change else figure.value

    def select_same_direction(self, figures: Iterable[Figure]) -> list[Figure]:
        """Return the figures to compare with. For a change, these are the ones in the same direction."""
        return [each for each in figures if not self.is_change or (each.value > 0) == (self.figure.value > 0)]

    def find_previous_period(self, to: Period | None = None) -> Period | None:
        """Return the period that ends right before one, or None if the table lacks it."""
        of = to or self.end_period
        earlier = max((each for each in self.cell_by_period if of and each < of and each.kind == of.kind), default=None)
        return earlier if earlier and of and (of.first - earlier.last).days == 1 else None

    def name_figure(self, figure: Figure) -> str:
        """Return the id of a figure's declaration, or its label if it is not declared."""
        own = figure.declaration
        key = (own.source, own.where, own.operation.name, own.start, own.end, own.of, own.per)
        for each in self.contexts.figures.declarations.values():
            if key == (each.source, each.where, each.operation.name, each.start, each.end, each.of, each.per):
                return each.id
        return own.label.get(self.contexts.lang) or own.id
