"""Each promise of the README has a test, and the table of CONTRIBUTING.md names it."""

from __future__ import annotations

import ast
import re

import pytest

from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
TABLE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("| promise |")[2]
ROWS = re.findall(r"^\| (?!-)(.+?) \| (`.+`) \|$", TABLE, re.MULTILINE)
# Lines that begin so describe the repository or its readers, or state a rule of law: no test can hold them.
NO_PROMISE = (
    "You need Python 3.11.2 or newer",
    "Authors start with",
    "Reviewers read those",
    "The theme will reach its end of life",
    "The code is under the",
    "| folder |",
    "|---|",
    "| `docs/<language>/` |",
    "| `overrides/` |",
    "| `findings/` |",
)


def lines() -> list[str]:
    """The lines of the README that say something: no headings, pictures and listings."""
    text = re.sub(r"(?m)^(    .*|#.*|!\[.*)$", "", README)
    return [line for line in text.splitlines() if line.strip()]


def test_the_table_quotes_the_readme() -> None:
    assert [promise for promise, _ in ROWS if promise not in README] == []
    assert len(ROWS) >= 20


def test_each_promise_of_the_readme_has_a_row() -> None:
    promises = [promise for promise, _ in ROWS]
    assert [line for line in lines() if not line.startswith(NO_PROMISE) and not any(promise in line for promise in promises)] == []


@pytest.mark.parametrize("name", sorted({name for _, names in ROWS for name in re.findall(r"`([^`]+)`", names)}))
def test_a_test_of_the_table_is_there_and_part_of_each_run(name: str) -> None:
    file, _, function = name.partition("::")
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    (found,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function]
    assert not any("thorough" in ast.unparse(decorator) for decorator in found.decorator_list)
