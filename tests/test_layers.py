"""Imports between the rooms of macros/ go one way, from the higher room to the lower; and so do those between its modules."""

from __future__ import annotations

import ast
import graphlib
import re
from pathlib import Path

import pytest

import macros
from tests.project import ROOT
from tests.rows import each_of

PACKAGE = ROOT / "macros"
TOP = ("__init__", "__main__")  # what mkdocs-macros and the command line call: above all rooms


def order() -> list[str]:
    """The rooms, ground floor first, as the package's docstring lists them."""
    listed = re.search(r"ground floor first:\s+([a-z_, \n]+)\.", macros.__doc__ or "")
    assert listed
    return [name.strip() for name in listed[1].split(",")]


def room(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(text: str, package: tuple[str, ...]) -> set[tuple[str, int]]:
    """The rooms that a module of a package imports, anywhere in it, each with its line."""
    return {(name.split(".")[1], line) for name, line in imported_names(text, package)}


def imported_names(text: str, package: tuple[str, ...]) -> set[tuple[str, int]]:
    """The names of macros/ that a module of a package imports, anywhere in it and if only for their types, each with its line."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{module}.{alias.name}" for alias in node.names]
        found |= {(name, node.lineno) for name in names if name.startswith("macros.")}
    return found


MODULES = [file for file in sorted(PACKAGE.rglob("*.py")) if room(file) not in TOP]


def test_every_room_is_listed_once_and_every_listed_room_exists():
    assert sorted(order()) == sorted({room(file) for file in MODULES})


@each_of("file", MODULES)
def test_a_module_imports_no_room_above_its_own(file):
    rooms = order()
    above = set(rooms[rooms.index(room(file)) + 1 :]) | set(TOP)
    found = imported(file.read_text(encoding="utf-8"), ("macros", *file.relative_to(PACKAGE).parts[:-1]))
    assert sorted((line, name) for name, line in found if name in above) == []


def test_no_module_imports_what_imports_it():
    parts = {file: ("macros", *file.relative_to(PACKAGE).with_suffix("").parts) for file in MODULES}
    names = {file: ".".join(each).removesuffix(".__init__") for file, each in parts.items()}
    known = set(names.values())
    arrows = {
        (names[file], name if name in known else name.rpartition(".")[0])
        for file, each in parts.items()
        for name, _ in imported_names(file.read_text(encoding="utf-8"), each[:-1])
    }
    sorter: graphlib.TopologicalSorter[str] = graphlib.TopologicalSorter()
    for module, lower in arrows:
        sorter.add(module, *({lower} - {module}))
    sorter.prepare()  # it raises a CycleError that names the modules of a circle


@pytest.mark.parametrize(
    ("text", "rooms"),
    [
        pytest.param("import macros.edition", {"edition"}, id="import"),
        pytest.param("import macros.edition.x as y, macros.base.dates", {"edition", "base"}, id="import of several"),
        pytest.param("from macros.check.tally import x", {"check"}, id="from"),
        pytest.param("from macros import hooks, dates", {"hooks", "dates"}, id="from the package"),
        pytest.param("def f():\n    from macros import hooks", {"hooks"}, id="inside a function"),
        pytest.param("from .model import x", {"charts"}, id="from the own room"),
        pytest.param("from ..pages import x", {"pages"}, id="from a room beside"),
        pytest.param("from .. import pages", {"pages"}, id="a room beside"),
        pytest.param("import re\nfrom jinja2 import meta", set(), id="from elsewhere"),
    ],
)
def test_no_form_of_import_is_overlooked(text, rooms):
    assert {name for name, _ in imported(text, ("macros", "charts"))} == rooms


LISTS = re.compile(r"\.(?:rglob|glob|iterdir|walk|scandir|listdir)\(")
# Who lists folders beside the one walk over the project's own: those of the built site, of the cache, of what is installed, of other sides.
OTHERS = {
    *(f"incremental/{name}.py" for name in ("output_reuse", "publish", "stamp", "store")),
    *("edition/edition.py", "plugin/failures.py", "plugin/csp.py", "links/collect.py", "check/scripts.py"),
    *(f"review/{name}.py" for name in ("side", "surfaces", "difference", "command", "charts")),
    "review/revision.py",
}


def test_one_module_lists_the_folders_that_a_site_is_made_from():
    found = {file.relative_to(PACKAGE).as_posix() for file in MODULES if LISTS.search(file.read_text(encoding="utf-8"))}
    assert found == {"base/files.py", *OTHERS}


ROOM = PACKAGE / "incremental"
BELOW = {"base", "incremental"}  # what the room may know of this package


@each_of("file", sorted(ROOM.glob("*.py")))
def test_the_incremental_room_knows_neither_figures_nor_pages_nor_mkdocs(file):
    text = file.read_text(encoding="utf-8")
    assert {name for name, _ in imported(text, ("macros", "incremental"))} <= BELOW
    assert not re.search(r"^\s*(?:from|import) (?:mkdocs|jinja2|lxml|altair|pandas)\b", text, re.MULTILINE)


def texts(file: Path) -> list[str]:
    """Every text of a module, its docstrings among them."""
    return [
        node.value
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def test_nothing_else_names_the_folder_of_the_caches():
    named = {file.parent for file in PACKAGE.rglob("*.py") if any(re.search(r"\.cache(?![\w.])", text) for text in texts(file))}
    assert named == {ROOM}


def test_what_knows_mkdocs_is_one_folder():
    """Of the others, one knows by what name it was begun (a fork of it has another)."""
    knowing = re.compile(r"(?m)^\s*(?:from|import) (?:mkdocs|properdocs|material)\b")
    found = {file.relative_to(PACKAGE).as_posix() for file in PACKAGE.rglob("*.py") if knowing.search(file.read_text(encoding="utf-8"))}
    assert {name for name in found if not name.startswith("plugin/")} == {"base/settings.py"}
