"""Decisions on how a file is read: what was found, what is proposed, what the author said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Decision:
    """One thing that the import decides or asks.

    Attributes:
        option: The option that answers it, without hyphens: `header`, `unpivot`, `missing`.
        sheet: The path of the sheet in faults, or "" for the whole file.
        found: The fact on which it rests, with a place: `rows 1 to 3 hold a title and remarks`.
        answer: The proposed or given value of the option, as the author would write it; "" if nothing can be proposed.
        effect: What is done with this answer, as a sentence for the summary: `the header is row 4`.
        choices: Other values and their effects.
        is_certain: True if it need not be asked. A doubt that changes a number is never certain.
        line: The row that it is about, or 0.
    """

    option: str
    sheet: str
    found: str
    answer: str
    effect: str
    choices: Mapping[str, str] = field(default_factory=dict)
    is_certain: bool = True
    line: int = 0


@dataclass(frozen=True)
class Answers:
    """What the author said: on the command line, in the terminal, in the recipe of an earlier file.

    Attributes:
        values: Maps options to their values, in the order given.
    """

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def get(self, option: str) -> str:
        """Return the last value of an option, or ""."""
        return (self.values.get(option) or ("",))[-1]

    def list(self, option: str) -> Sequence[str]:
        """Return all values of an option."""
        return self.values.get(option, ())

    def has(self, option: str) -> bool:
        """Return True if the author answered."""
        return option in self.values
