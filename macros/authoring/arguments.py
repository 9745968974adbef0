"""Command line of the authors' commands. The module of each command is imported only when the command is called."""

from __future__ import annotations

import argparse
import importlib
import re
import sys
from typing import Any

from macros.importer.columns import CONVENTIONS
from macros.importer.recipe import OPTIONS, REPEATABLE

_COMMANDS = {
    "update": ("update", "start_update"),
    "data": ("data", "start_data"),
    "figure": ("figure", "declare_figure"),
    "chart": ("exhibit", "declare_chart"),
    "table": ("exhibit", "declare_table"),
}
_CHART_KINDS = ("line", "slope", "ranking", "grouped-bars", "stacked-bars", "bar-panels", "small-multiples", "dots", "diverging-bars")
_EXAMPLES = {
    "chart": "python -m macros chart --measure sales/counts/sold --x year --series region --where item=bicycles",
    "table": "python -m macros table --measure sales/counts/sold --x year --series region --where item=bicycles",
    "update": 'python -m macros update --date 2023-06-01 --title "A new count"',
    "data": 'python -m macros data --package counts --date 2023-06-01 --from counts.xlsx --source "Annual count" --publisher "City office" '
    "--licence CC0-1.0",
    "figure": "python -m macros figure --measure sales/counts/sold --operation percentage_change "
    '--where "region=north,item=bicycles" --from "year=2020" --to "year=2021" --id sales-change',
}


def add_commands(commands: Any) -> None:
    """Add `update`, `data` and `figure` to the subparsers of a command line.

    Each parser sets `run`, a function of the parsed arguments.
    """
    update = _add_parser(commands, "update", "start a dated update from a template")
    _add_options(update, date="day of the update", title="its title", slug="words of its address, if not those of the title")
    _add_options(update, description="front matter: description", summary="front matter: summary")
    update.add_argument("--topic", action="append", help="front matter: a topic; may be given more than once")
    _add_options(update, source="front matter: title of the source", publisher="who published it", source_date="on what day")
    update.add_argument("--ahead", action="store_true", help="allow a date in the future: until that day only a server shows the update")

    data = _add_parser(commands, "data", "start a data package, or a new version of one, from a file as it was published")
    _add_options(data, package="name of the package", date="day on which the source published the data: the version")
    data.add_argument("--from", dest="source_file", action="append", metavar="FILE", help="spreadsheet; may be given more than once")
    _add_options(data, resource="name of the table, if not that of the file", title="title of the package", description="what it holds")
    _add_options(data, source="title of the publication", publisher="who published it", source_date="on what day", source_url="where")
    _add_options(data, licence='licence of the data, such as CC0-1.0, or "name, address"')
    answers = data.add_argument_group("answers", "how the file is read, where that is not clear; the command says which are needed")
    for option, meaning in OPTIONS.items():
        check = {"scale": _check_scale, "numbers": _check_numbers}.get(option, str)
        action = "append" if option in REPEATABLE else "store"
        answers.add_argument(f"--{option}", action=action, help=meaning, type=check, metavar="ANSWER")
    _add_options(data, separator="separator between the cells of a CSV file")
    data.add_argument("--ahead", action="store_true", help="allow a date in the future: until that day no page sees the version")
    data.add_argument("--widen", action="store_true", help="widen the limits of the previous version to fit the new rows")

    figure = _add_parser(commands, "figure", "propose the declaration of a figure from a package, and add it to data/figures.yml")
    _add_options(
        figure, measure="package/table/column; the command asks for anything left out", operation="value, percentage_change, share ..."
    )
    _add_options(figure, where='codes that select the row: "region=north,item=bicycles"; "year=*": a figure for each year')
    _add_options(figure, of='for a share: what differs in the whole, "region=all"')
    figure.add_argument("--from", dest="start", help='where a change begins, or the base of an index: "year=2020"')
    figure.add_argument("--to", dest="end", help='where it ends: "year=2021"')
    _add_options(figure, over='codes to combine: "region=north|south", or "region=*" for all but totals')
    _add_options(figure, per="for a rate: package/table/column of the base", per_where="codes that differ in the base")
    figure.add_argument("--each", type=int, help="for a rate: the size of the base, such as 1000")
    _add_options(figure, skip="reason for leaving cells without a value out of a sum, mean, median or rank")
    _add_options(figure, id="id of the figure; in a pattern, with {year} for each column that is *")
    _add_options(figure, title="title, if not the derived one", label="short title, if not the title")
    _add_options(figure, unit="such as visits or percent, if not that of the measure", attribution="who reports it")
    figure.add_argument("--decimals", type=int, help="decimals shown, if not the derived number")
    figure.add_argument("--status", choices=("computed", "reported", "disputed"), help="if not that of the measure")

    for name in ("chart", "table"):
        _add_exhibit_parser(commands, name)


def _add_exhibit_parser(commands: Any, name: str) -> None:
    """Add `chart` or `table`."""
    parser = _add_parser(commands, name, f"propose a {name} drawn from the rows of a package, and add it to data/{name}s.yml")
    _add_options(
        parser,
        measure="package/table/column; the command asks for anything left out",
        x="dimension that runs across: the columns",
        series="dimension that runs down: the rows",
        where='codes of the other dimensions: "region=north,item=bicycles"',
        operation="value, percentage_change, share, index ...",
        of='for a share: what differs in the whole, "region=all"',
        id=f"id of the {name}",
        source="where the data is from",
    )
    parser.add_argument("--from", dest="start", help='for an index or a change: the base, "year=2020"')
    parser.add_argument("--totals", action="store_true", help="show rows of totals too")
    if name == "chart":
        parser.add_argument("--kind", choices=_CHART_KINDS, help="how it is drawn, if not as proposed")
        _add_options(
            parser, headline="what it shows, as a sentence", subtitle="measure, place and period", description="for those who do not see it"
        )
    else:
        _add_options(parser, caption="title of the table", row_header="header of the first column")


def _add_parser(commands: Any, name: str, meaning: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=meaning, description=meaning[0].upper() + meaning[1:] + ".", epilog=f"example: {_EXAMPLES[name]}"
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")
    parser.set_defaults(run=_run)
    return parser


def _add_options(parser: argparse.ArgumentParser, **meanings: str) -> None:
    for name, meaning in meanings.items():
        parser.add_argument("--" + name.replace("_", "-"), help=meaning)


def _check_numbers(text: str) -> str:
    if text.rpartition("=")[2] not in CONVENTIONS:
        raise argparse.ArgumentTypeError(f'"{text}" is none of {", ".join(CONVENTIONS)}')
    return text


def _check_scale(text: str) -> str:
    """Check a header or cell with the number of units behind its numbers: `Sales (bn)=1000000000`."""
    what, _, scale = text.rpartition("=")
    if not what or not re.fullmatch("10*", scale):
        raise argparse.ArgumentTypeError(f'"{text}" does not end in a power of ten: write "Sales (bn)=1000000000"')
    return text


def _run(call: argparse.Namespace) -> int:
    """Run a command and return its exit code.

    0: done. 1: refused, with each cause on its own line and nothing written. 130: cancelled by the author.
    """
    from macros.authoring.ask import Cancelled, Prompter
    from macros.authoring.project import Project
    from macros.authoring.variables import name_as_called
    from macros.base.errors import FaultError

    module, command = _COMMANDS[call.command]
    start = getattr(importlib.import_module(f"macros.authoring.{module}"), command)  # pandas is loaded for the data alone
    try:
        start(call, Project.from_folder(), Prompter.for_terminal())
    except FaultError as error:
        print(name_as_called("\n".join(f"error: {fault}" for fault in error.faults)), file=sys.stderr)
        return 1
    except Cancelled:
        print("Nothing was written.", file=sys.stderr)
        return 130
    return 0
