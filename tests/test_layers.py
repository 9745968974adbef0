"""Imports between the rooms of macros/ go one way: from the higher room to the lower."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import macros

from tests.project import ROOT

PACKAGE = ROOT / "macros"
TOP = ("__init__", "__main__")  # what mkdocs-macros and the command line call: above all rooms


def order() -> list[str]:
    """The rooms, ground floor first, as the package's docstring lists them."""
    listed = re.search(r"ground floor first: ([a-z_, \n]+)\.", macros.__doc__ or "")
    assert listed
    return [name.strip() for name in listed[1].split(",")]


def room(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(file: Path) -> set[tuple[str, int]]:
    """The rooms that a module imports, anywhere in it, each with its line."""
    package = ["macros", *file.relative_to(PACKAGE).parts[:-1]]
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{module}.{alias.name}" for alias in node.names] if module == "macros" else [module]
        found |= {(name.split(".")[1], node.lineno) for name in names if name.startswith("macros.")}
    return found


MODULES = [file for file in sorted(PACKAGE.rglob("*.py")) if room(file) not in TOP]


def test_every_room_is_listed_once_and_every_listed_room_exists():
    assert sorted(order()) == sorted({room(file) for file in MODULES})


@pytest.mark.parametrize("file", [pytest.param(file, id=file.relative_to(PACKAGE).as_posix()) for file in MODULES])
def test_a_module_imports_no_room_above_its_own(file):
    rooms = order()
    above = set(rooms[rooms.index(room(file)) + 1 :]) | set(TOP)
    assert sorted((line, name) for name, line in imported(file) if name in above) == []


def test_the_reader_of_imports_sees_every_form_of_them(tmp_path):
    text = "import macros.build\nfrom macros.check import x\nfrom macros import hooks\ndef f():\n    from ..pages import y\n"
    file = PACKAGE / "charts" / "sample.py"
    tree = ast.parse(text)
    assert tree.body
    sample = tmp_path / "sample.py"
    sample.write_text(text)

    class Elsewhere(type(file)):  # the text of `sample`, at the address of a module of the package
        def read_text(self, *args, **kwargs):
            return sample.read_text()

    assert {name for name, _ in imported(Elsewhere(file))} == {"build", "check", "hooks", "pages"}
