"""The record of what was published, one line an entry, so that two changes meet in few lines.

    kind,subject,part,text,superseded_by,surface
    value,sales-change,2024-03-01,-47,,
    wording,docs/en/index.md,sales-change,47% decrease,,summary
    wording,docs/en/index.md,sales-change,47% decrease,,text
    wording,docs/en/index.md,sales-change,47% decrease,,text 2

A value stands at the version with which it began, and holds until the next. A wording has a line for each time that a surface of the page
says it. A line is never removed: what a correction or a revision replaced gets the number of that.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from pathlib import Path

from macros.base.errors import Fault, FaultError, Place
from macros.base.yaml_source import read_text

FILE = "data/published.csv"
HEADER = ("kind", "subject", "part", "text", "superseded_by", "surface")
COMMAND = "python -m macros publish-record"
# What subject, part and text of an entry are.
KINDS = {
    "data": "a file of a data version; -; its sha256",
    "figure": "an id; -; what it is computed from",
    "status": "an id; -; its status",
    "title": "an id; a language; its title",
    "attribution": "an id; a language; who says it",
    "value": "an id; the data version from which on it holds; its exact value, nothing where it has none",
    "page": "a page; -; -",
    "wording": "a page; the id that it quotes; in which words",
    "correction": "its number; its date; its sha256",
}


@dataclass(frozen=True, order=True)
class Row:
    """One entry. See KINDS. superseded_by: the number of the correction that replaced it, "" while it stands.

    surface: of a wording, what of the page says it, and which time it is: `text`, `text 2`.
    """

    kind: str
    subject: str
    part: str
    text: str
    superseded_by: str = ""
    surface: str = ""

    @property
    def standing(self) -> Row:
        """The entry as it was while it stood."""
        return replace(self, superseded_by="")

    @property
    def key(self) -> tuple[str, ...]:
        """What one text at a time is recorded of; of a wording, which has any number of texts, what it is counted by."""
        counted = (self.text, self.surface.split(" ")[0]) if self.kind == "wording" else ()
        return self.kind, self.subject, self.part, *counted


@dataclass(frozen=True)
class Record:
    """All entries."""

    rows: frozenset[Row] = frozenset()

    @cached_property
    def current(self) -> frozenset[Row]:
        return frozenset(row for row in self.rows if not row.superseded_by)

    @property
    def superseded(self) -> frozenset[Row]:
        return self.rows - self.current

    @cached_property
    def wordings(self) -> dict[str, list[Row]]:
        """Every wording, standing or not, by its page relative to docs/<lang>/: each once, whatever surfaces said it."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in {replace(row, surface="") for row in self.rows if row.kind == "wording"}:
            found[row.subject.split("/", 2)[-1]].append(row)
        return dict(found)

    @cached_property
    def replaced(self) -> dict[str, list[Row]]:
        """The wordings that each correction replaced, by its number, sorted; empty lists for those that replaced none."""
        found: dict[str, list[Row]] = {row.subject: [] for row in self.rows if row.kind == "correction"}
        for row in sorted(row for rows in self.wordings.values() for row in rows if row.superseded_by):
            found.setdefault(row.superseded_by, []).append(row)
        return found

    @cached_property
    def counts(self) -> Counter[tuple[str, ...]]:
        """How many entries stand of each key: of a wording, how often a surface says it."""
        return Counter(row.key for row in self.current)

    @cached_property
    def values(self) -> dict[str, dict[str, set[str]]]:
        """Id -> version -> the value that begins there. Several where two changes have met."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in self.of("value"):
            found[row.subject][row.part].add(row.text)
        return dict(found)

    def of(self, kind: str) -> list[Row]:
        """The entries of a kind that stand, sorted."""
        return sorted(row for row in self.rows if row.kind == kind and not row.superseded_by)

    def text(self) -> str:
        """The file: sorted, so that the same content gives the same bytes."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(map(attrgetter(*HEADER), sorted(self.rows)))
        return out.getvalue()


def parse(text: str, name: str = FILE) -> tuple[Record, list[Fault]]:
    """Read the file. Returns the entries that can be read, and the faults: lines that are none, and clashes (two texts where
    there can be one).

    The order of the lines does not matter: two changes may have been merged line by line. What both have counted is counted anew.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: dict[Row, int] = {}
    faults = []
    try:
        for cells in reader:
            if reader.line_num == 1:
                if tuple(cells) != HEADER:
                    return Record(), [_fault(name, 1, f"does not begin with {','.join(HEADER)}")]
            elif len(cells) != len(HEADER) or cells[0] not in KINDS:
                faults.append(_fault(name, reader.line_num, f'has the line "{",".join(cells)[:60]}", which is not an entry'))
            else:
                rows[Row(*cells)] = reader.line_num
    except csv.Error as error:
        faults.append(_fault(name, reader.line_num, f"is not valid CSV ({error})"))
    standing: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if not row.superseded_by and row.kind != "wording":
            standing[row.key].append(row)
    for key, found in standing.items():
        if len(found) > 1:
            said = " and ".join(f'"{row.text}"' for row in sorted(found))
            what = " ".join(part for part in key if part)
            fact = f"has {what} twice, as {said}: two changes have met"
            faults.append(Fault(Place(name, max(rows[row] for row in found)), "clash", fact, f"run {COMMAND}"))
    return _recounted(Record(frozenset(rows))), faults


def _recounted(record: Record) -> Record:
    """The record without what two changes have each counted: the number of a wording that one has replaced, a value that both have."""
    wordings = {row for row in record.current if row.kind == "wording"}
    again = [repeat(row, record.counts[row.key]) for row in wordings]
    going_on = {
        Row("value", name, version, text)
        for name, values in record.values.items()
        for (_, was), (version, now) in itertools.pairwise([("", {""}), *sorted(values.items())])
        if was == now
        for text in now
    }
    return Record((record.rows - wordings - going_on).union(*again))


def repeat(row: Row, times: int) -> set[Row]:
    """Return the entries of a wording that a surface says so many times."""
    surface = row.surface.split(" ")[0]
    return {replace(row, surface=f"{surface} {number}" if number > 1 else surface) for number in range(1, times + 1)}


def in_effect(values: Mapping[str, set[str]], version: str) -> set[str]:
    """Return the value on a version. values: see `Record.values`."""
    return values[max(begun)] if (begun := [each for each in values if each <= version]) else {""}


def read(root: Path) -> tuple[Record, list[Fault]]:
    """The record in the folder of a project: see `parse`. A file that is no text is a fault; without one nothing is recorded."""
    if not (root / FILE).exists():
        return Record(), []
    try:
        return parse(read_text(root / FILE, FILE))
    except FaultError as error:
        return Record(), [replace(fault, remedy=f"run {COMMAND}") for fault in error.faults]


def _fault(name: str, line: int, fact: str) -> Fault:
    return Fault(Place(name, line), "record", fact, f"run {COMMAND}")
