"""What the check sees: passages of text with their bindings, and what came of each number in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from macros.quotes import Phrase
from macros.quotes.quote import NEWEST as NEWEST
from macros.quotes.quote import Exempt, Quote


class Binding(NamedTuple):
    """What a stretch of text is said to be.

    kind: `figure` (name: its id, as_of: the page's date, "" or `newest`), `cell` (name: path:line:field), `tally` (name: an
    entry of the check's own tally), `exempt` (name: the reason) or `piece` (what the generator writes itself: see check/pieces.py).
    form: of a figure that the generator words itself (`standard`, `cell`, `exact`); "" where an author does.
    mark: of a link to a proof, the status that stands in it beside the wording; of a cell that is bound by where it stands, the signs
    behind the value; None where none belongs.
    within: of a cell that is bound by where it stands, the anchor of its table: `table-storms`.
    reading: how its author declares a figure's words to be read, and why (see `macros.quotes.Quote`), or "".
    """

    kind: str
    name: str
    as_of: str = ""
    form: str = ""
    mark: str | None = None
    within: str = ""
    reading: str = ""


def binding(bound: Quote | Exempt) -> Binding:
    """The binding of a part of a phrase."""
    if isinstance(bound, Quote):
        return Binding("figure", bound.figure, bound.as_of or "", bound.form, reading=bound.reading)
    return Binding("exempt", bound.reason)


class Passage(NamedTuple):
    """A text that is read in one go: a paragraph, a cell, a title, an attribute, a label in a drawing.

    spans: (start, end, binding), in order. context: headings, captions and headers it stands under.
    surface: where it is met (`text`, `title`, `meta description`, `aria-label`, `svg`, `search index` ...).
    """

    text: str
    surface: str
    spans: tuple[tuple[int, int, Binding], ...] = ()
    context: Sequence[str] = ()
    in_cell: bool = False
    near: str = ""  # the words nearest to a number where that is not its sentence: the headers of its row and column
    line: int = 0  # judged alike whatever it is
    phrase: Phrase | None = None  # that it was written from, where that is known; judged alike whatever it is


class Around(Sequence[str]):
    """The context of a passage, which notes whether anything of it was asked for."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words, self.asked = words, False

    def __getitem__(self, index: Any) -> Any:
        self.asked = True
        return self.words[index]

    def __iter__(self) -> Iterator[str]:
        self.asked = True
        return iter(self.words)

    def __len__(self) -> int:
        self.asked = True
        return len(self.words)


@dataclass
class Tally:
    """The numbers seen, by what came of them: the denominator of the check."""

    figures: Counter[str] = field(default_factory=Counter)  # by status
    cells: int = 0
    exempt: Counter[str] = field(default_factory=Counter)  # by reason
    readings: Counter[str] = field(default_factory=Counter)  # of the figures those that are declared to be read otherwise, by why
    recognised: Counter[str] = field(default_factory=Counter)  # dates, years, ordinals ... by kind
    failing: int = 0
    surfaces: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)  # by kind of file

    @property
    def seen(self) -> int:
        """All quantities seen; dates, years and their kin are counted beside."""
        return sum(self.figures.values()) + self.cells + sum(self.exempt.values()) + self.failing

    def entries(self) -> dict[str, int]:
        """The numbers that the page of the check shows, by name."""
        return {
            "files": sum(self.files.values()),
            "seen": self.seen,
            "figures": sum(self.figures.values()),
            "computed": self.figures["computed"],
            "reported": self.figures["reported"],
            "disputed": self.figures["disputed"],
            "cells": self.cells,
            "exempt": sum(self.exempt.values()),
            "failing": self.failing,
            "recognised": sum(self.recognised.values()),
            "surfaces": sum(self.surfaces.values()),
            **{f"exempt: {reason}": count for reason, count in self.exempt.items()},
            "readings": sum(self.readings.values()),
            **{f"reading: {reason}": count for reason, count in self.readings.items()},
        }

    def __add__(self, other: Tally) -> Tally:
        return Tally(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})

    def counts(self) -> dict[str, Any]:
        """What is not nothing, as JSON: what `add` takes."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: dict(value) if isinstance(value, Counter) else value for name, value in found.items() if value}

    def count(self, group: str, entry: str) -> None:
        """Count a number. group: a field of this; entry: in that counter, "" where it has none."""
        counter = getattr(self, group)
        if entry:
            counter[entry] += 1
        else:
            setattr(self, group, counter + 1)

    def add(self, counts: Mapping[str, Any]) -> None:
        """Count what was counted elsewhere."""
        for name, value in counts.items():
            if isinstance(value, Mapping):
                getattr(self, name).update(value)
            else:
                setattr(self, name, getattr(self, name) + value)

    def as_json(self) -> dict[str, object]:
        return {
            "seen": self.seen,
            "figures": dict(sorted(self.figures.items())),
            "cells": self.cells,
            "exempt": dict(sorted(self.exempt.items())),
            "readings": dict(sorted(self.readings.items())),
            "failing": self.failing,
            "recognised": dict(sorted(self.recognised.items())),
            "surfaces": dict(sorted(self.surfaces.items())),
            "files": dict(sorted(self.files.items())),
        }
