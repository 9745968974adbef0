"""The answers by which the files of a package are read: from the command line, and from data/<package>/recipe.yml."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.base.files import write_atomically
from macros.base.yaml_source import read_yaml
from macros.importer.decision import Answers, Decision

# Each option with its meaning. They are the options of the command line, the keys of the recipe, and variables of make in capitals.
OPTIONS: Mapping[str, str] = {
    "encoding": "the encoding of a CSV file that is not UTF-8: windows-1250",
    "sheet": "the sheet of the workbook that holds the table",
    "combine": "the name of a column for the names of sheets that are alike and make one table, or no",
    "rows": "the rows of the table, where a sheet has several: 3-11",
    "header": "the row of the header: 4; or its first and last row: 3-4",
    "below": "notes or rows: what the last rows are",
    "names": "the header of a column that has none: A=area; or leave-out",
    "sections": "the name of a column for headings within the table, or leave-out",
    "hidden": "leave-out or keep: hidden rows and columns",
    "missing": "what a symbol in the place of a value means: [c]=suppressed, ..=missing, -=zero",
    "flags": "what a sign behind a number means: p=provisional, *=note",
    "bounds": "what a sign before a number is: <=bound, or <=suppressed",
    "brackets": "what brackets around a number mean: negative, estimated or note",
    "percent": "split or all: a column in which some numbers have a percent sign",
    "repeated": "keep or leave-out: rows that are the same as others",
    "totals": "keep or leave-out: a row of totals",
    "unpivot": "the name of a column for the periods across, no, or categories across: sex=Male|Female",
    "values": "the name of the column for numbers that have none",
    "categories": "the name of a column for what stands under each period, or no if these are measures",
    "beside": "leave-out or keep: columns of numbers beside the periods",
    "periods": "whether quarters and months are rewritten: Quarter=no",
    "rename": "a column of the version before that has another header now: Area=place",
    "codes": "a code of the version before that is written in another way now: Czech Republic=Czechia",
    "text": "a column to be kept as text",
    "numbers": "how numbers are written, in the form that the question names; header=form for one column",
    "dates": "d.m.y or m.d.y: the order of day and month; Date=serial for days counted by a spreadsheet",
    "scale": "how many units each number stands for: header=NUMBER, or the word of a title or note=NUMBER",
    "key": "columns that distinguish rows: a,b",
}
REPEATABLE = frozenset(
    {"sheet", "names", "percent", "missing", "flags", "bounds", "periods", "rename", "codes", "text", "numbers", "dates", "scale"}
)
_HEAD = "# How `make data` reads the files of this package: the answers given so far. An answer on the command line comes before these.\n"


def collect_answers(call: argparse.Namespace) -> Answers:
    """Return the answers of a command line."""
    given = {option: getattr(call, option, None) for option in OPTIONS}
    listed = {option: value if isinstance(value, list) else [value] for option, value in given.items() if value}
    return Answers({option: [part.strip() for value in values for part in _split(option, value)] for option, values in listed.items()})


def _split(option: str, value: str) -> list[str]:
    """Split several answers in one, as a variable of make holds them: `p=provisional; b=break`."""
    return value.split(";") if option in REPEATABLE and "=" in value.partition(";")[2] else [value]


def read_recipe(root: Path, package: str, given: Answers) -> Answers:
    """Return the answers of a package's recipe, and those given now before them.

    Raises:
        FaultError: The recipe has faults.
    """
    path = f"data/{package}/recipe.yml"
    if not (root / path).is_file():
        return given
    source = read_yaml(root / path, path)
    said: Any = source.value or {}
    faults = []
    if not isinstance(said, dict):
        raise FaultError(Fault(Place(path), "recipe", "is no list of answers", "write option: answer"))
    values: dict[str, list[str]] = {}
    for option, value in said.items():
        if option not in OPTIONS:
            faults.append(Fault(source.place_of(option), "recipe", f'has the option "{option}"', suggest_nearest(str(option), OPTIONS)))
        else:
            values[option] = [str(each) for each in value] if isinstance(value, list) else [str(value)]
    if faults:
        raise FaultError(*faults)
    return Answers(
        {option: [*values.get(option, []), *given.list(option)] for option in OPTIONS if values.get(option) or given.list(option)}
    )


def write_recipe(root: Path, package: str, answers: Answers) -> list[str]:
    """Write the recipe of a package, if there are other answers to keep than those in it. Return its path, if it was written."""
    kept = {option: list(dict.fromkeys(values)) for option, values in answers.values.items()}
    said = {option: values if option in REPEATABLE else values[-1] for option, values in kept.items()}
    path = f"data/{package}/recipe.yml"
    data = (_HEAD + yaml.safe_dump(said, allow_unicode=True, sort_keys=False)).encode("utf-8")
    if not said or ((root / path).is_file() and (root / path).read_bytes() == data):
        return []
    write_atomically(root / path, data)
    return [path]


def make_open_fault(decision: Decision) -> Fault:
    """Return the fault for a question that a script left open, with the option that answers it."""
    example = decision.value if decision.answer else f"{decision.subject}=..." if decision.subject else next(iter(decision.choices), "...")
    joint = "=" if example.startswith("-") else " "  # else it would be read as an option
    return Fault(Place(decision.sheet), "unanswered", decision.question, f'say which: --{decision.option}{joint}"{example}"')
