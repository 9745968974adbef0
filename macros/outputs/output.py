"""What an output is: something that the site publishes beside its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from macros.build import Build

# Early: while charts are drawn, as soon as the pages are rendered. Once: for all editions together. Late: when the pages are whole.
# Last: what names the others' files.
Time = Literal["early", "once", "late", "last"]


@dataclass(frozen=True)
class Output:
    """An output of the site.

    Attributes:
        write: Writes it, of one edition, or of the whole site, into a folder. Faults are collected in the build.
        time: When it is written.
        told: Its files that llms.txt tells of: the address below the edition's root -> the word of macros/interface (`llms: files`).
    """

    name: str
    write: Callable[[Build, Path], None]
    time: Time = "late"
    told: Mapping[str, str] = field(default_factory=dict)
