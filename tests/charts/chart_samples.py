"""One chart of each kind with every part filled, and the real shapes of the site, for the tests of macros.charts."""

from __future__ import annotations

from fractions import Fraction

from macros.charts import Cell, Chart, Event, Row

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
    return [text for text in found if text]
