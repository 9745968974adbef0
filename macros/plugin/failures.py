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
from macros.base.errors import Fault, FaultError, Place, count_faults, put_on_one_line
from macros.base.system_errors import convert_system_error
from macros.check.fault_overlay import write_fault_page

_SETTINGS = "mkdocs.yml"


class StoppedBuild(BuildError):
    """The error for a build that ended with faults. Its message lists them."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        lines = (f"  {fault}" for fault in faults)
        super().__init__("\n".join([f"{count_faults(len(faults))}; the site was not replaced:", *lines]))
        self.faults = faults


def convert_to_faults(error: BaseException, root: Path) -> tuple[Fault, ...]:
    """Convert an exception to faults, or to none if it is unforeseen. root: the project's folder."""
    if isinstance(error, StoppedBuild | FaultError):
        return tuple(error.faults)
    if isinstance(error, Abort) and isinstance(error.__context__, StoppedBuild):  # raised by a language after the first
        return error.__context__.faults
    if isinstance(error, ConfigurationError):
        return (_convert_settings_error(error),)
    if isinstance(error, Abort) and settings.settings_faults:
        return tuple(settings.settings_faults)
    if isinstance(error, Abort):
        return (Fault(Place(_SETTINGS), "mkdocs", put_on_one_line(str(error)), "fix the fault shown above"),)
    if isinstance(error, OSError):
        return (convert_system_error(error, root),)
    if place := _find_template_line(error, root):
        fact = "has a template that cannot be read" if isinstance(error, TemplateSyntaxError) else "has a template that fails"
        return (Fault(place, "template", f"{fact} ({put_on_one_line(str(error))})", "fix the template"),)
    return ()


def _convert_settings_error(error: ConfigurationError) -> Fault:
    cause = error.__cause__ or error.__context__
    mark = cause.problem_mark or cause.context_mark if isinstance(cause, MarkedYAMLError) else None
    if isinstance(cause, MarkedYAMLError) and mark:
        place = Place(_SETTINGS, mark.line + 1, mark.column + 1)
        return Fault(place, "yaml", f"is not valid YAML ({cause.problem})", "fix the syntax")
    return Fault(Place(_SETTINGS), "mkdocs", put_on_one_line(str(error)), "fix the setting")


def _find_template_line(error: BaseException, root: Path) -> Place | None:
    """Find the line of the project's own template in which an exception was raised."""
    ours = root / "overrides"
    if isinstance(error, TemplateSyntaxError) and error.filename and Path(error.filename).is_relative_to(ours):
        return Place(Path(error.filename).relative_to(root).as_posix(), error.lineno)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(ours)]
    return Place(Path(frames[-1].filename).relative_to(root).as_posix(), frames[-1].lineno or 0) if frames else None


def guard_build(build: Callable[..., None], site: Path, root: Path, forget: Callable[[], None]) -> Callable[..., None]:
    """Wrap the build of a server, so that a failed build is shown on every page and the server keeps answering.

    forget: called after a failure, when the served site is no longer complete.
    """

    def guard(*arguments: Any) -> None:
        try:
            build(*arguments)
        except (Exception, SystemExit) as error:
            faults = convert_to_faults(error, root)
            if not faults:
                raise
            forget()
            with contextlib.suppress(OSError):  # on a full disk only the terminal shows the faults
                for page in site.rglob("*.html"):
                    write_fault_page(page, faults, root)
            if not isinstance(error.__context__, StoppedBuild):  # else MkDocs has printed them
                print(f"\n{StoppedBuild(faults)}\n", file=sys.stderr)

    return guard
