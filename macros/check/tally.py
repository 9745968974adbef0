"""What came of each number that the check has seen: the denominator of the check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass
class Tally:
    """The numbers seen, by their result: the denominator of the check."""

    figures: Counter[str] = field(default_factory=Counter)  # by status
    cells: int = 0
    exempt: Counter[str] = field(default_factory=Counter)  # by reason
    readings: Counter[str] = field(default_factory=Counter)  # figures declared to be read otherwise, by reason
    recognised: Counter[str] = field(default_factory=Counter)  # dates, years, ordinals ... by kind
    failing: int = 0
    uncomputed: Counter[str] = field(default_factory=Counter)  # claims beside a number, undecided by the data: see `claims`
    surfaces: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)  # by kind of file

    @property
    def total(self) -> int:
        """Return how many quantities were seen. Dates, years and the like are counted in `recognised`."""
        return sum(self.figures.values()) + self.cells + sum(self.exempt.values()) + self.failing

    @property
    def claims(self) -> list[tuple[str, str, str]]:
        """Return the uncomputed claims: page source, claim and sentence. A feed's claim is left out if a page makes it too."""
        found = [tuple(each.split("\n")) for each in sorted(self.uncomputed)]
        of_pages = {each[1:] for each in found if each[0]}
        return [(page, claim, sentence) for page, claim, sentence in found if page or (claim, sentence) not in of_pages]

    def list_entries(self) -> dict[str, int]:
        """Return the numbers shown on the page about the check, by name."""
        return {
            "files": sum(self.files.values()),
            "seen": self.total,
            "figures": sum(self.figures.values()),
            "computed": self.figures["computed"],
            "reported": self.figures["reported"],
            "disputed": self.figures["disputed"],
            "cells": self.cells,
            "exempt": sum(self.exempt.values()),
            "failing": self.failing,
            "uncomputed": len(self.claims),
            "recognised": sum(self.recognised.values()),
            "surfaces": sum(self.surfaces.values()),
            **{f"exempt: {reason}": count for reason, count in self.exempt.items()},
            "readings": sum(self.readings.values()),
            **{f"reading: {reason}": count for reason, count in self.readings.items()},
        }

    def __add__(self, other: Tally) -> Tally:
        return Tally(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})

    def export_counts(self) -> dict[str, Any]:
        """Return all counts but zeros, as JSON for `add`."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: dict(value) if isinstance(value, Counter) else value for name, value in found.items() if value}

    def count_number(self, group: str, entry: str) -> None:
        """Count a number in the field `group`, under `entry` if the field is a counter."""
        counter = getattr(self, group)
        if entry:
            counter[entry] += 1
        else:
            setattr(self, group, counter + 1)

    def add_counts(self, counts: Mapping[str, Any]) -> None:
        """Add counts made elsewhere."""
        for name, value in counts.items():
            if isinstance(value, Mapping):
                getattr(self, name).update(value)
            else:
                setattr(self, name, getattr(self, name) + value)

    def as_json(self) -> dict[str, object]:
        """Return the tally as JSON, sorted."""
        return {
            "seen": self.total,
            "figures": dict(sorted(self.figures.items())),
            "cells": self.cells,
            "exempt": dict(sorted(self.exempt.items())),
            "readings": dict(sorted(self.readings.items())),
            "failing": self.failing,
            "uncomputed": [{"page": page, "claim": claim, "sentence": sentence} for page, claim, sentence in self.claims],
            "recognised": dict(sorted(self.recognised.items())),
            "surfaces": dict(sorted(self.surfaces.items())),
            "files": dict(sorted(self.files.items())),
        }
