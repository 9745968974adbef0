"""The types of the generator are true, as mypy sees them; what it is told to overlook has a reason."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.project import ROOT

IGNORED = re.compile(r"# type: ignore(?P<kinds>\[[a-z, -]+\])?(?P<reason>  # \S.{9,})?")


def mypy(*arguments: str) -> str:
    """What mypy says; what it has learned of the project stays in .cache/mypy."""
    done = subprocess.run([sys.executable, "-m", "mypy", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    return done.stdout + done.stderr


def test_every_type_holds() -> None:
    assert re.fullmatch(r"Success: no issues found in \d+ source files\n", mypy())


def test_what_is_overlooked_is_named_with_its_reason() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "macros").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in IGNORED.finditer(line)
        if not (match["kinds"] and match["reason"])
    ]
    assert found == []
