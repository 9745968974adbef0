"""`python -m macros ready`: addresses and owners that a copy of this project still has to replace before publication."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from macros.base.command_line import CommandLine
from macros.base.errors import Fault, Place
from macros.base.yaml_source import read_text
from macros.incremental.publish import CONTACT, HOST, REPOSITORY

# File, pattern of its relevant lines, example value, kind of the value.
_CHECKS = (
    ("mkdocs.yml", r"^site_url:", HOST, "address"),
    ("mkdocs.yml", r"^repo_url:", REPOSITORY, "address"),
    ("mkdocs.yml", r"^  contact:", CONTACT, "address"),
    ("CITATION.cff", r"^url:", HOST, "address"),
    ("CITATION.cff", r"^repository-code:", REPOSITORY, "address"),
    (".github/CODEOWNERS", r"^[^#]*\s@", r"\s@example/", "owner"),
)


def main(argv: list[str]) -> int:
    """Run the command and return its exit code: 0 if no example is left, else 1."""
    CommandLine(prog="python -m macros ready", description="List the addresses and owners that are still examples.").parse_args(argv)
    found = list(find_examples(Path.cwd()))
    print("\n".join(f"error: {fault}" for fault in found) if found else "Nothing is an example.", file=sys.stderr if found else sys.stdout)
    return 1 if found else 0


def find_examples(root: Path) -> Iterator[Fault]:
    """Find the lines with an example value. A missing file has none."""
    for name, begins, example, kind in _CHECKS:
        if not (root / name).is_file():
            continue
        for number, line in enumerate(read_text(root / name, name).splitlines(), 1):
            if re.match(begins, line) and re.search(example, line.replace('"', "").rstrip()):
                yield Fault(Place(name, number), "example", f"names an {kind} that is an example", "write your own before you publish")
