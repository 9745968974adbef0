"""The example of data/README.md gives what stands there."""

from __future__ import annotations

import re
from pathlib import Path

from macros.figures import OPERATIONS, Figures
from macros.structure.model import MEANINGS, NORMAL, QUALIFIERS, STATISTICS
from macros.structure.periods import KINDS, parse_period
from macros.wording import write_standard
from tests.project import ROOT, Table, column, read_figures, write, write_package

TEXT = (ROOT / "data/README.md").read_text(encoding="utf-8")
KEYS = {"counts": ["year", "bridge"], "people": ["year"]}


def example(root: Path) -> Figures:
    """The files of the example, each under the name that stands before it."""
    for name, kind, text in re.findall(r"`(data/[^`]+)`[^`]*?\n\n```(\w+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL):
        if kind == "yaml":
            write(root, name, text)
            continue
        _, package, version, file = name.split("/")
        head = text.split("\n", 1)[0].split(",")
        types = {"year": "integer", "bicycles": "number", "people": "integer"}
        table = Table(text, [column(each, types.get(each, "string")) for each in head], KEYS[Path(file).stem])
        write_package(root, package, {Path(file).stem: table}, version)
    return read_figures(root)


def rows(head: str) -> list[list[str]]:
    """The cells of a table of the page."""
    body = TEXT.partition(head)[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in body.splitlines()[2:]]


def test_the_figures_of_the_example_are_as_they_are_told(tmp_path: Path) -> None:
    figures = example(tmp_path)
    assert (figures.faults, figures.structures.faults, len(figures.declarations)) == ([], [], 9)
    bridge = figures.structures.structure_by_table["bridges", "counts"].dimensions["bridge"].codelist
    assert bridge and [code.id for code in bridge.find_parts("")] == ["north", "south"]
    told = rows("| figure | is | its title |")
    assert len(told) == 5
    assert [[name, write_standard(figures.get(name, None), "en"), figures.declarations[name].title["en"]] for name, *_ in told] == told


def test_what_the_example_says_of_provisional_values_is_so(tmp_path: Path) -> None:
    figures = example(tmp_path)
    provisional = {name for name in figures.declarations if figures.get(name, None).qualifiers}
    assert provisional == {"bicycles-both-2022", "bicycles-south-2022", "north-share", "bicycles-rate"}


def test_every_operation_and_every_kind_is_told() -> None:
    named = {name for first, *_ in rows("| operation | selects by | is |") for name in re.findall(r"`(\w+)`", first)}
    assert named == set(OPERATIONS)
    for first, selectors, _ in rows("| operation | selects by | is |"):
        for name in re.findall(r"`(\w+)`", first):
            assert set(OPERATIONS[name].selectors) == set(selectors.split(", ")), name
    kinds = dict(re.findall(r"^    period: (\S+) +(.*)$", TEXT, re.MULTILINE))
    assert list(kinds) == list(KINDS)
    for kind, cells in kinds.items():
        for cell in cells.split(", ") if kind != "weeks" else ():
            parse_period(cell, kind)
    assert all(word in TEXT for word in (*MEANINGS, *QUALIFIERS, *STATISTICS, NORMAL))
