"""Record of published content, one row a line, so that two changes meet in few lines.

    kind,subject,part,text,superseded_by,surface
    value,sales-change,2024-03-01,-47,,
    wording,docs/en/index.md,sales-change,47% decrease,,summary
    wording,docs/en/index.md,sales-change,47% decrease,,text
    wording,docs/en/index.md,sales-change,47% decrease,,text 2

A value is recorded at the version it begins with, and holds until the next one. A wording has a row for each occurrence on a surface
of the page. Rows are never removed: a row replaced by a correction or a revision gets its number.
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
# Kind -> the meaning of subject, part and text.
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
    """A row of the record. See KINDS.

    Attributes:
        superseded_by: The number of the correction that replaced it, or "" for a current row.
        surface: For a wording, the surface of the page and the occurrence: `format_text`, `text 2`.
    """

    kind: str
    subject: str
    part: str
    text: str
    superseded_by: str = ""
    surface: str = ""

    @property
    def current_form(self) -> Row:
        """Return the row as it was when it was current."""
        return replace(self, superseded_by="")

    @property
    def key(self) -> tuple[str, ...]:
        """Return the identity of the row. Only one current row may have it, except wordings: they are counted by it."""
        counted = (self.text, self.surface.split(" ")[0]) if self.kind == "wording" else ()
        return self.kind, self.subject, self.part, *counted


@dataclass(frozen=True)
class Record:
    """All rows of the file."""

    rows: frozenset[Row] = frozenset()

    @cached_property
    def current(self) -> frozenset[Row]:
        """Return the rows not superseded."""
        return frozenset(row for row in self.rows if not row.superseded_by)

    @property
    def superseded(self) -> frozenset[Row]:
        """Return the rows replaced by corrections."""
        return self.rows - self.current

    @cached_property
    def wordings_by_page(self) -> dict[str, list[Row]]:
        """Map pages, relative to docs/<lang>/, to their wordings, current or superseded, without the surfaces."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in {replace(row, surface="") for row in self.rows if row.kind == "wording"}:
            found[row.subject.split("/", 2)[-1]].append(row)
        return dict(found)

    @cached_property
    def wordings_by_correction(self) -> dict[str, list[Row]]:
        """Map numbers of corrections to the wordings they replaced, sorted. The list may be empty."""
        found: dict[str, list[Row]] = {row.subject: [] for row in self.rows if row.kind == "correction"}
        for row in sorted(row for rows in self.wordings_by_page.values() for row in rows if row.superseded_by):
            found.setdefault(row.superseded_by, []).append(row)
        return found

    @cached_property
    def count_by_key(self) -> Counter[tuple[str, ...]]:
        """Count the current rows of each key: for a wording, its occurrences on a surface."""
        return Counter(row.key for row in self.current)

    @cached_property
    def values_by_id(self) -> dict[str, dict[str, set[str]]]:
        """Map ids to versions to the values that begin there. There are several if two changes have met."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in self.find_rows("value"):
            found[row.subject][row.part].add(row.text)
        return dict(found)

    def find_rows(self, kind: str) -> list[Row]:
        """Return the current rows of a kind, sorted."""
        return sorted(row for row in self.rows if row.kind == kind and not row.superseded_by)

    def format_text(self) -> str:
        """Return the file, sorted, so that equal content gives equal bytes."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(map(attrgetter(*HEADER), sorted(self.rows)))
        return out.getvalue()


def parse(text: str, name: str = FILE) -> tuple[Record, list[Fault]]:
    """Parse the file into its valid rows and its faults: invalid lines, and clashes (two texts with one key).

    The order of the lines does not matter, as two changes may have been merged line by line. Their wordings are counted anew.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: dict[Row, int] = {}
    faults = []
    try:
        for cells in reader:
            if reader.line_num == 1:
                if tuple(cells) != HEADER:
                    return Record(), [_make_fault(name, 1, f"does not begin with {','.join(HEADER)}")]
            elif len(cells) != len(HEADER) or cells[0] not in KINDS:
                faults.append(_make_fault(name, reader.line_num, f'has the line "{",".join(cells)[:60]}", which is not an entry'))
            else:
                rows[Row(*cells)] = reader.line_num
    except csv.Error as error:
        faults.append(_make_fault(name, reader.line_num, f"is not valid CSV ({error})"))
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
    return _recount_rows(Record(frozenset(rows))), faults


def _recount_rows(record: Record) -> Record:
    """Count the wordings anew and drop repeated values. Two merged changes can leave gaps and repetitions."""
    wordings = {row for row in record.current if row.kind == "wording"}
    again = [repeat_row(row, record.count_by_key[row.key]) for row in wordings]
    going_on = {
        Row("value", name, version, text)
        for name, values in record.values_by_id.items()
        for (_, was), (version, now) in itertools.pairwise([("", {""}), *sorted(values.items())])
        if was == now
        for text in now
    }
    return Record((record.rows - wordings - going_on).union(*again))


def repeat_row(row: Row, times: int) -> set[Row]:
    """Return the rows of a wording with so many occurrences on its surface."""
    surface = row.surface.split(" ")[0]
    return {replace(row, surface=f"{surface} {number}" if number > 1 else surface) for number in range(1, times + 1)}


def find_effective(values: Mapping[str, set[str]], version: str) -> set[str]:
    """Return the value in effect on a version.

    Args:
        values_by_id: See `DatedRecord.values_by_id`.
    """
    return values[max(begun)] if (begun := [each for each in values if each <= version]) else {""}


def read(root: Path) -> tuple[Record, list[Fault]]:
    """Read the record of a project: see `parse`. An unreadable file is a fault. Without a file the record is empty."""
    if not (root / FILE).exists():
        return Record(), []
    try:
        return parse(read_text(root / FILE, FILE))
    except FaultError as error:
        return Record(), [replace(fault, remedy=f"run {COMMAND}") for fault in error.faults]


def _make_fault(name: str, line: int, fact: str) -> Fault:
    return Fault(Place(name, line), "record", fact, f"run {COMMAND}")
