"""The outcome of a check, as lines for people, JSON for machines and annotations for pull requests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from macros.base.errors import Fault, count_faults
from macros.check.tally import Tally

_WORD = re.compile(r"[^\W_]+")
_MIN_SHARE = 0.7  # share of a sentence's words required in its line


@dataclass(frozen=True)
class Report:
    """The findings of one build's check."""

    faults: tuple[Fault, ...]  # all of the build, in the order of their places
    tally: Tally
    notes: tuple[str, ...] = ()  # remarks that are no faults
    day: str = ""  # of the build, and where it comes from
    held: tuple[str, ...] = ()  # what is not published yet, one line each
    held_faults: tuple[Fault, ...] = ()  # of what is not published yet: they stop nothing

    def as_json(self) -> dict[str, object]:
        """Return the report as JSON."""
        return {
            "day": self.day,
            "tally": self.tally.as_json(),
            "notes": list(self.notes),
            "faults": [_describe_fault(fault) for fault in self.faults],
            "not_published": {"held": list(self.held), "faults": [_describe_fault(fault) for fault in self.held_faults]},
        }

    def list_lines(self) -> list[str]:
        """Return every fault, then the tally, unless the build stopped before the check."""
        seen = list_tally_lines(self.tally) if self.tally.files else ()
        return [
            *(str(fault) for fault in self.faults),
            *seen,
            *([f"Day of the build: {self.day}"] if self.day else ()),
            *self.notes,
            *self._list_held(),
            self.write_verdict(),
        ]

    def _list_held(self) -> list[str]:
        told = [f"  {each}" for each in self.held]
        told += [f"  {fault} (stops nothing until it is published)" for fault in self.held_faults]
        return ["Not published yet:", *told] if told else []

    def write_verdict(self) -> str:
        """Return the number of faults as a sentence."""
        count = len(self.faults)
        return f"{count_faults(count)}." if count else "No fault."

    def list_annotations(self) -> list[str]:
        """Return GitHub's workflow commands, one a fault, shown at the line of the pull request."""
        lines = []
        for fault in (*self.faults, *self.held_faults):
            level = "error" if fault.severity == "error" and fault in self.faults else "warning"
            at = f"file={_escape_property(fault.place.path)}"
            if fault.place.line:
                at += f",line={fault.place.line}"
            if fault.place.column:
                at += f",col={fault.place.column}"
            lines.append(f"::{level} {at},title={_escape_property(fault.code)}::{_escape_message(fault.message)}")
        return lines


def _describe_fault(fault: Fault) -> dict[str, object]:
    return {
        "path": fault.place.path,
        "line": fault.place.line,
        "column": fault.place.column,
        "code": fault.code,
        "severity": fault.severity,
        "fact": fault.fact,
        "remedy": fault.remedy,
        "text": str(fault),
    }


def describe_uncomputed(claims: Iterable[Sequence[str]], root: Path) -> Iterator[str]:
    """Yield a line with its place for each uncomputed claim beside a number. `claims`: see `Tally.claims`."""
    for page, claim, sentence in claims:
        line = _find_line(root / page, sentence) if page else 0
        yield f"{page or 'site'}{f':{line}' if line else ''}: {claim}: {sentence}"


def list_uncomputed(tally: Tally, root: Path) -> list[str]:
    """Return the uncomputed claims beside numbers, below their count. Empty if there are none."""
    told = [f"  {each}" for each in describe_uncomputed(tally.claims, root)]
    return [f"Claims beside a number that nobody has computed: {len(told)}", *told] if told else []


def _find_line(path: Path, sentence: str) -> int:
    """Return the line of a file with the most words of a sentence, 0 if none has most of them."""
    words = set(_WORD.findall(sentence))
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    held = [len(words.intersection(_WORD.findall(line))) for line in lines]
    most = max(held, default=0)
    return held.index(most) + 1 if most > len(words) * _MIN_SHARE else 0


def list_tally_lines(tally: Tally) -> list[str]:
    """Return the tally as lines of text."""
    figures = ", ".join(f"{count} {status}" for status, count in sorted(tally.figures.items()))
    recognised = ", ".join(f"{count} {kind}" for kind, count in sorted(tally.recognised.items()))
    files = ", ".join(f"{count} {kind}" for kind, count in sorted(tally.files.items()))
    lines = [
        f"Numbers found: {tally.total}",
        f"  bound to a figure: {sum(tally.figures.values())} ({figures or 'none'})",
        f"  bound to a cell of the data: {tally.cells}",
        f"  declared not to be figures: {sum(tally.exempt.values())}",
        *(f"    {count} × {reason}" for reason, count in sorted(tally.exempt.items())),
        f"  quotes declared to mean something else: {sum(tally.readings.values())}",
        *(f"    {count} × {reason}" for reason, count in sorted(tally.readings.items())),
        f"  failing: {tally.failing}",
        f"Recognised as not quantities: {recognised or 'none'}",
        f"Files read: {files or 'none'}",
    ]
    return lines


def _escape_property(text: str) -> str:
    return _escape_message(text).replace(":", "%3A").replace(",", "%2C")


def _escape_message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
