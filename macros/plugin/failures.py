"""Exceptions that stop a build, converted to faults: of settings, of a template, of a file needed by every page.

A server shows these faults and goes on. An unforeseen exception has no fault and keeps its traceback.
"""

from __future__ import annotations

import contextlib
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError
from mkdocs.exceptions import Abort, BuildError, ConfigurationError
from yaml import MarkedYAMLError

from macros.base import settings
from macros.base.errors import Fault, FaultError, Place, number_of_faults, one_line
from macros.base.system_errors import refusal
from macros.check.mark import write_alone

_SETTINGS = "mkdocs.yml"


class Stopped(BuildError):
    """The error for a build that ended with faults. Its message lists them."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        lines = (f"  {fault}" for fault in faults)
        super().__init__("\n".join([f"{number_of_faults(len(faults))}; the site was not replaced:", *lines]))
        self.faults = faults


def faults_of(error: BaseException, root: Path) -> tuple[Fault, ...]:
    """Convert an exception to faults, or to none if it is unforeseen. root: the project's folder."""
    if isinstance(error, Stopped | FaultError):
        return tuple(error.faults)
    if isinstance(error, Abort) and isinstance(error.__context__, Stopped):  # raised by a language after the first
        return error.__context__.faults
    if isinstance(error, ConfigurationError):
        return (_setting(error),)
    if isinstance(error, Abort) and settings.told:
        return tuple(settings.told)
    if isinstance(error, Abort):
        return (Fault(Place(_SETTINGS), "mkdocs", one_line(str(error)), "fix the fault shown above"),)
    if isinstance(error, OSError):
        return (refusal(error, root),)
    if place := _template(error, root):
        fact = "has a template that cannot be read" if isinstance(error, TemplateSyntaxError) else "has a template that fails"
        return (Fault(place, "template", f"{fact} ({one_line(str(error))})", "fix the template"),)
    return ()


def _setting(error: ConfigurationError) -> Fault:
    cause = error.__cause__ or error.__context__
    mark = cause.problem_mark or cause.context_mark if isinstance(cause, MarkedYAMLError) else None
    if isinstance(cause, MarkedYAMLError) and mark:
        place = Place(_SETTINGS, mark.line + 1, mark.column + 1)
        return Fault(place, "yaml", f"is not valid YAML ({cause.problem})", "fix the syntax")
    return Fault(Place(_SETTINGS), "mkdocs", one_line(str(error)), "fix the setting")


def _template(error: BaseException, root: Path) -> Place | None:
    """Find the line of the project's own template in which an exception was raised."""
    ours = root / "overrides"
    if isinstance(error, TemplateSyntaxError) and error.filename and Path(error.filename).is_relative_to(ours):
        return Place(Path(error.filename).relative_to(root).as_posix(), error.lineno)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(ours)]
    return Place(Path(frames[-1].filename).relative_to(root).as_posix(), frames[-1].lineno or 0) if frames else None


def guarded(build: Callable[..., None], site: Path, root: Path, forget: Callable[[], None]) -> Callable[..., None]:
    """Wrap the build of a server, so that a failed build is shown on every page and the server keeps answering.

    forget: called after a failure, when the served site is no longer complete.
    """

    def guard(*arguments: Any) -> None:
        try:
            build(*arguments)
        except (Exception, SystemExit) as error:
            faults = faults_of(error, root)
            if not faults:
                raise
            forget()
            with contextlib.suppress(OSError):  # on a full disk only the terminal shows the faults
                for page in site.rglob("*.html"):
                    write_alone(page, faults, root)
            if not isinstance(error.__context__, Stopped):  # else MkDocs has printed them
                print(f"\n{Stopped(faults)}\n", file=sys.stderr)

    return guard
