"""The project of a command: its folder, the languages of its pages, and the day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.base.command_line import CALL
from macros.base.dates import is_date
from macros.base.day import read_given_day
from macros.base.errors import Fault, FaultError, Place
from macros.base.yaml_source import read_yaml


@dataclass(frozen=True)
class Project:
    """A project on disk.

    Attributes:
        languages: The languages mkdocs.yml builds, the default first.
        today: The ISO date: the day that is given (macros/base/day.py), else the clock's. Only this guard reads a clock, never a build.
    """

    root: Path
    languages: tuple[str, ...]
    today: str

    @classmethod
    def from_folder(cls, root: Path | None = None) -> Project:
        """Return the project in a folder, by default the working directory.

        Raises:
            FaultError: mkdocs.yml cannot be read.
        """
        root = root or Path.cwd()
        document = read_yaml(root / "mkdocs.yml", "mkdocs.yml")
        plugins = document.value.get("plugins") if isinstance(document.value, dict) else None
        return cls(root, _read_languages(plugins) or ("en",), read_given_day().date or datetime.date.today().isoformat())

    @property
    def lang(self) -> str:
        """Return the default language."""
        return self.languages[0]

    def check_date(self, given: str, *, ahead: bool = False) -> str:
        """Return a given date if it is valid.

        Raises:
            FaultError: The date does not exist, or is in the future without `ahead`.
        """
        if not is_date(given):
            raise make_call_error(f'has the date "{given}", which does not exist', "write DATE=YYYY-MM-DD (--date YYYY-MM-DD)")
        if given > self.today and not ahead:
            fact = f"has the date {given}, which lies in the future (today is {self.today})"
            raise make_call_error(fact, "give the day of publication, and AHEAD=1 (--ahead) if it is still to come")
        return given


def make_call_error(fact: str, remedy: str) -> FaultError:
    """Return the error for a call with a fault."""
    return FaultError(Fault(Place(CALL), "call", fact, remedy))


def _read_languages(plugins: Any) -> tuple[str, ...]:
    for plugin in plugins if isinstance(plugins, list) else ():
        (options,) = plugin.values() if isinstance(plugin, dict) and len(plugin) == 1 else (None,)
        listed = options.get("languages") if isinstance(options, dict) else None
        entries = [e for e in listed or () if isinstance(e, dict) and e.get("build", True) and e.get("locale")]
        if entries:
            return tuple(str(e["locale"]) for e in sorted(entries, key=lambda e: not e.get("default", False)))
    return ()
