"""The data of the check: passages of text with their bindings, and the tally of their numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from macros.quotes import Phrase
from macros.quotes.quote import NEWEST as NEWEST
from macros.quotes.quote import Exempt, Quote


class Binding(NamedTuple):
    """The meaning declared for a stretch of text.

    Attributes:
        kind: `figure` (name: its id), `cell` (name: path:line:field), `tally` (name: an entry of the check's tally), `exempt` (name: the
            reason) or `piece` (written by the generator: see check/pieces.py).
        as_of: Of a figure, the page's date, "" or `newest`.
        form: Of a figure worded by the generator (`standard`, `cell`, `exact`); "" if an author words it.
        mark: The status shown beside a link to a proof, or the signs behind a value in a cell bound by its position. None elsewhere.
        within: Of a cell bound by its position, the anchor of its table: `table-storms`.
        reading: How the author declares a figure's words to be read, and why (see `macros.quotes.Quote`), or "".
    """

    kind: str
    name: str
    as_of: str = ""
    form: str = ""
    mark: str | None = None
    within: str = ""
    reading: str = ""


def binding(bound: Quote | Exempt) -> Binding:
    """Return the binding of a part of a phrase."""
    if isinstance(bound, Quote):
        return Binding("figure", bound.figure, bound.as_of or "", bound.form, reading=bound.reading)
    return Binding("exempt", bound.reason)


class Passage(NamedTuple):
    """A text that is read in one go: a paragraph, a cell, a title, an attribute, a label in a drawing."""

    text: str
    surface: str  # `text`, `title`, `meta description`, `aria-label`, `svg`, `search index` ...
    spans: tuple[tuple[int, int, Binding], ...] = ()  # in order
    context: Sequence[str] = ()  # the headings, captions and headers above it
    in_cell: bool = False
    near: str = ""  # in a cell, the headers of its row and column
    line: int = 0  # no part of the result
    phrase: Phrase | None = None  # its source, if known; no part of the result


class Around(Sequence[str]):
    """The context of a passage. It records whether any of it was read."""

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
    def seen(self) -> int:
        """Return how many quantities were seen. Dates, years and the like are counted in `recognised`."""
        return sum(self.figures.values()) + self.cells + sum(self.exempt.values()) + self.failing

    @property
    def claims(self) -> list[tuple[str, str, str]]:
        """Return the uncomputed claims: page source, claim and sentence. A feed's claim is left out if a page makes it too."""
        found = [tuple(each.split("\n")) for each in sorted(self.uncomputed)]
        of_pages = {each[1:] for each in found if each[0]}
        return [(page, claim, sentence) for page, claim, sentence in found if page or (claim, sentence) not in of_pages]

    def entries(self) -> dict[str, int]:
        """Return the numbers shown on the page about the check, by name."""
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
            "uncomputed": len(self.claims),
            "recognised": sum(self.recognised.values()),
            "surfaces": sum(self.surfaces.values()),
            **{f"exempt: {reason}": count for reason, count in self.exempt.items()},
            "readings": sum(self.readings.values()),
            **{f"reading: {reason}": count for reason, count in self.readings.items()},
        }

    def __add__(self, other: Tally) -> Tally:
        return Tally(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})

    def counts(self) -> dict[str, Any]:
        """Return all counts but zeros, as JSON for `add`."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: dict(value) if isinstance(value, Counter) else value for name, value in found.items() if value}

    def count(self, group: str, entry: str) -> None:
        """Count a number in the field `group`, under `entry` if the field is a counter."""
        counter = getattr(self, group)
        if entry:
            counter[entry] += 1
        else:
            setattr(self, group, counter + 1)

    def add(self, counts: Mapping[str, Any]) -> None:
        """Add counts made elsewhere."""
        for name, value in counts.items():
            if isinstance(value, Mapping):
                getattr(self, name).update(value)
            else:
                setattr(self, name, getattr(self, name) + value)

    def as_json(self) -> dict[str, object]:
        """Return the tally as JSON, sorted."""
        return {
            "seen": self.seen,
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
