"""One chart of each kind with every part filled, and the real shapes of the site, for the tests of macros.charts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple

from macros.charts import Cell, Chart, Event, Row
from macros.charts.measure import estimate_text_width

SVG = "{http://www.w3.org/2000/svg}"

ENDS = ((Fraction(0), "0%"), (Fraction(100), "100%"))


def cell(id: str, value: str, label: str, **more: str) -> Cell:
    return Cell(id, Fraction(value), label, **more)


CHARTS = (
    Chart(
        id="reports",
        kind="grouped-bars",
        lang="en",
        name="Reports in 2020 and 2021, all & EU <countries>",
        columns=("2020", "2021"),
        rows=(
            Row(
                "All CyberTipline reports received by NCMEC",
                (cell("all-2020", "21751085", "21,751,085"), cell("all-2021", "29397681", "29,397,681")),
            ),
            Row(
                "Reports made available to EU countries",
                (cell("eu-2020", "1046350", "1,046,350"), cell("eu-2021", "555831", "555,831")),
            ),
        ),
        unit="count",
    ),
    Chart(
        id="bounds",
        kind="grouped-bars",
        lang="de",
        name="Grenzen",
        columns=("2019", "2020", "2021"),
        rows=(
            Row(
                "Über technische Aufdeckungsmaßnahmen eingegangene Verdachtsmeldungen",
                (
                    cell("b-1", "29", "über 29 Millionen", bound="over", note="nach Angabe der Quelle"),
                    cell("b-2", "50", "rund 50 Millionen", bound="about"),
                    cell("b-3", "12", "fast 12 Millionen", bound="under"),
                ),
                group="Meldungen",
            ),
            Row("Dateien", (cell("b-4", "0", "0"), None, cell("b-5", "1", "1")), group="Dateien insgesamt"),
        ),
        axis="Zahl in Millionen",
        tick_labels=((Fraction(0), "0 Mio."), (Fraction(40), "40 Mio.")),
    ),
    Chart(
        id="share",
        kind="slope",
        lang="en",
        name="EU share of reports and files",
        columns=("2020", "2021"),
        rows=(
            Row(
                "Share of all reports that resolve to the EU",
                (cell("s-1", "4.81", "4.81%"), cell("s-2", "1.89", "1.89%", bound="about", note="of all reports")),
                group="Reports",
            ),
            Row(
                "Share of all files that are in EU reports",
                (cell("s-3", "6.52", "6.52%", note="of all files"), cell("s-4", "2.10", "2.10%")),
                group="Files",
            ),
        ),
        unit="percent",
        axis="Percent of the world’s total",
    ),
    Chart(
        id="changes",
        kind="diverging-bars",
        lang="en",
        name="Changes from 2020 to 2021",
        columns=("Change from 2020 to 2021",),
        rows=(
            Row("All reports", (cell("c-1", "35.15", "+35%"),), group="Reports"),
            Row("EU reports", (cell("c-2", "-46.88", "−47%", note="of the year before"),), group="Reports"),
            Row("EU share of all reports (relative change)", (cell("c-3", "-60.7", "−61%"),), group="Reports"),
            Row("All files", (cell("c-4", "29.83", "+30%"),), group="Files"),
            Row("EU files", (cell("c-5", "-58.18", "−58%", bound="over"),), group="Files"),
            Row("EU share of all files (relative change)", (cell("c-6", "-67.8", "−68%"),), group="Files"),
        ),
        unit="percent",
        axis="Percent",
        tick_labels=((Fraction(0), "0%"), (Fraction(-50), "−50%")),
    ),
    Chart(
        id="decline",
        kind="elapsed",
        lang="en",
        name="Decline after 3, 6 and 18 weeks",
        columns=("3", "6", "18"),
        rows=(
            Row(
                "Change in reports that concern the EU",
                (
                    cell("w-3", "-46", "−46%"),
                    cell("w-6", "-51", "−51%"),
                    # Another figure with the label of another chart's: told apart by id alone.
                    cell("w-18", "-58", "−58%", bound="about", note="as quoted"),
                ),
                group="Reported",
            ),
        ),
        unit="percent",
        axis="Weeks since 21 December 2020",
        tick_labels=((Fraction(-50), "half"),),
    ),
    Chart(
        id="outside",
        kind="part-of-whole",
        lang="en",
        name="93.5% of reports resolved to places outside the United States",
        columns=("2021",),
        rows=(
            Row(
                "of reports resolved to places outside the United States",
                (cell("o-1", "93.5", "93.5%", note="of all reports of the year"),),
                group="All reports",
            ),
            Row("United States", (None,), group="The rest"),
        ),
        unit="percent",
        axis="Share of reports",
        tick_labels=ENDS,
    ),
    Chart(
        id="swiss",
        kind="separate-bars",
        lang="en",
        name="Two shares with different bases",
        columns=("Share",),
        rows=(
            Row(
                "Called criminally relevant by fedpol",
                (cell("f-1", "10", "just under 10%", bound="under", note="Base: all reports received in a year"),),
                group="Said by a fedpol spokesperson",
            ),
            Row(
                "Found by NCMEC to contain such material",
                (cell("f-2", "63", "at least 63%", bound="at_least", note="Base: image-based referrals only"),),
                group="NCMEC’s estimate",
            ),
        ),
        unit="percent",
        axis="Percent of each base",
        tick_labels=ENDS,
    ),
    Chart(
        id="twins",
        kind="diverging-bars",
        lang="en",
        name="Two figures that round alike",
        columns=("Reports", "Files"),
        rows=(
            Row("EU", (cell("t-reports", "-58", "−58%"), cell("t-files", "-58.18", "−58%"))),
            Row("World", (cell("t-world", "35", "+35%", bound="at_least"), None)),
        ),
    ),
    Chart(
        id="events",
        kind="timeline",
        lang="en",
        name="What happened when",
        columns=(),
        rows=(),
        axis="Dates as given by the source",
        events=(
            Event("2020-11-17", "17 November 2020\nNCMEC warns that detection may lose its legal ground in the EU"),
            Event("2020-12-21", "21 December 2020\nThe rules take effect"),
            Event("2020-12-21", "21 December 2020\nTalks end for the year"),
            Event("2020-12-22", "22 December 2020\nA company states that it will go on"),
            Event("2021-04-27", "Weeks of waiting"),
            Event("2021-04-29", "29 April 2021\nA provisional agreement is announced"),
            Event("2022-05-11", "11 May 2022\nThe Commission proposes legislation"),
        ),
        tick_labels=((Fraction(2021), "2021"), (Fraction(2022), "2022")),
    ),
)

YEARS = tuple(map(str, range(2004, 2024)))
COUNTRIES = tuple(
    "Austria Belgium Bulgaria Croatia Cyprus Czechia Denmark Estonia Finland France Germany Greece Hungary Ireland Italy Latvia "
    "Lithuania Luxembourg Malta Netherlands Poland Portugal Romania Slovakia Slovenia Spain Sweden".split()
)
LONG = (
    "Über technische Aufdeckungsmaßnahmen eingegangene Verdachtsmeldungen",
    "Denuncias puestas a disposición de países de la Unión Europea",
    "Dateien insgesamt",
)


def series(kind: str, names: Sequence[str], columns: Sequence[str], value: Callable[[int, int], str | None], **more: str) -> Chart:
    """A chart of many cells: value gives that of a row and a column by their places, as it is written in English."""

    def at(row: int, column: int) -> Cell | None:
        said = value(row, column)
        return said and cell(f"{kind}-{row}-{column}", said.replace(",", ""), said.replace("-", "−"))

    rows = tuple(Row(name, tuple(at(row, column) for column in range(len(columns)))) for row, name in enumerate(names))
    return Chart(f"many-{kind}", kind, "en", f"Many values as {kind}", tuple(columns), rows, **more)


def wave(row: int, column: int) -> str | None:
    """Values that rise and fall, with a gap in each row but the first."""
    return None if row and column == row % 17 + 1 else f"{300 + 90 * row + (row * 37 + column * 53) % 71}"


OWN = {"scales": "own", "said": "Each panel has a scale of its own."}
CHARTS = (
    *CHARTS,
    series("line", COUNTRIES[:5], YEARS, wave, axis="Deaths in a year"),
    series("ranking", COUNTRIES[:9], ("2023",), lambda row, _: wave(row, 3), axis="Deaths"),
    series("stacked-bars", LONG, YEARS[-4:], lambda row, column: f"{(row + 1) * (column + 2)},000,000"),
    series("small-multiples", COUNTRIES[:7], YEARS, wave, **OWN),
    series("dots", COUNTRIES[:7], ("2004", "2023"), wave),
    replace(
        series("bar-panels", LONG, ("2020", "2021"), lambda row, column: f"{(row * 5 + 1) * (column + 1)},555,831", **OWN),
        id="pairs",
    ),
)
PARTLY = {"line", "stacked-bars", "small-multiples", "dots"}
"""Kinds that print the numbers that have room or stand at ends, and of the columns those that have room. All are in the table."""

BY_ID = {chart.id: chart for chart in CHARTS}


def texts(chart: Chart) -> list[str]:
    """Every text that the chart must show at least once, in one form: no line breaks."""
    found = [*chart.columns, chart.axis]
    for row in chart.rows:
        found += [row.group, row.label]
        found += [text for cell in row.cells if cell for text in (cell.label, cell.note)]
    for event in chart.events:
        found += event.label.split("\n")
    found += [label for _, label in chart.tick_labels]
    found.append(chart.said)
    return [text for text in found if text]


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def measure_bars(root: Any) -> list[float]:
    """The lengths of the bars of a drawing from the top down."""
    bars = [re.match(r"M[\d.]+,([\d.]+)h([\d.]+)", path.get("d")) for path in root.iter(f"{SVG}path")]
    return [float(bar[2]) for bar in sorted(filter(None, bars), key=lambda bar: float(bar[1]))]


def place(element: Any) -> tuple[float, float]:
    """Where an element stands in its drawing: its own place within those of the groups around it."""
    moves = [
        re.fullmatch(r"translate\((.*),(.*)\)", each.get("transform", "translate(0,0)")) for each in (element, *element.iterancestors())
    ]
    return sum(float(move[1]) for move in moves if move), sum(float(move[2]) for move in moves if move)


class Box(NamedTuple):
    """Where a text stands."""

    left: float
    top: float
    right: float
    bottom: float
    lines: list[str]

    def touches(self, other: Box) -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom


def boxes(root: Any) -> Iterator[Box]:
    """The texts of a drawing."""
    for element in root.iter(f"{SVG}text"):
        size = float(element.get("font-size").removesuffix("px"))
        x, y = place(element)
        lines = ["".join(line.itertext()).strip() for line in element.iter(f"{SVG}tspan")] or [words(element)]
        # A little less than the layout's safe estimate, which is wider than most fonts.
        widest = 0.93 * max(estimate_text_width(line, size=size, bold=element.get("font-weight") == "600") for line in lines)
        left = x - {"start": 0, "middle": widest / 2, "end": widest}[element.get("text-anchor")]
        yield Box(left, y - 0.75 * size, left + widest, y + 18 * (len(lines) - 1) + 0.2 * size, lines)
