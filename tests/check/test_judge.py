"""What the check says of numbers in pages: sentences in, codes out."""

from __future__ import annotations

import pytest

from macros.base.errors import Fault
from macros.check import EditionCheck, Tally


def page(body: str) -> bytes:
    return f"<!doctype html><html lang='en'><head><title>x</title></head><body><article>{body}</article></body></html>".encode()


def bound(figure: str, words: str, as_of: str = "") -> str:
    at = f' data-as-of="{as_of}"' if as_of else ""
    return f'<a data-figure="{figure}"{at}>{words}</a>'


def read(check: EditionCheck, body: str, name: str = "x/index.html") -> list[Fault]:
    """The faults of a page but for one: its bindings are written by hand here (tests/check/test_bindings.py is about that)."""
    check._read_file(name, page(body))
    check.faults = [fault for fault in check.faults if fault.code != "forged-binding"]
    return check.faults


EU = "Reports made available to EU countries "
YEARS = " from 2020 to 2021"

CASES = [
    pytest.param(f"<p>{EU}{bound('eu-reports-change', 'fell by 47%')}{YEARS}.</p>", [], id="right"),
    pytest.param(f"<p>{EU}{bound('eu-reports-change', 'fell by 46.9%')}{YEARS}.</p>", [], id="right at one decimal"),
    pytest.param(f"<p>{EU}{bound('eu-reports-change', 'fell by almost half')}{YEARS}.</p>", [], id="right as a fraction"),
    pytest.param(f"<p>{EU}fell by {bound('eu-reports-change', '47%')}{YEARS}.</p>", [], id="direction outside the wording"),
    pytest.param("<p>Reports fell by 47%.</p>", ["unbound"], id="bare percentage"),
    pytest.param("<p>Reports fell by forty-seven per cent.</p>", ["unbound"], id="bare words"),
    pytest.param("<p>Reports fell by almost half.</p>", ["unbound"], id="bare fraction"),
    pytest.param("<p>One in five reports.</p>", ["unbound"], id="bare ratio"),
    pytest.param("<p>Reports doubled.</p>", ["unbound"], id="bare multiplier"),
    pytest.param("<p>1,046,350 reports</p>", ["unbound"], id="bare count"),
    pytest.param("<p>29 million reports</p>", ["unbound"], id="bare million"),
    *(
        pytest.param(f"<p>{text}</p>", ["unbound"], id=text)
        for text in (
            "There are all reports444,444.",
            "There are 444,444reports.",
            "It fell by58 in all.",
            "The reports<b>444,444</b> are here.",
            "It received 20-odd million letters.",
            "It received 29 completely unheard of million letters.",
            "The programme received €29 M for it.",
            "The rate was 4.8/100,000 inhabitants.",
            "It was a 5th of letters.",
        )
    ),
    pytest.param("<p>On 21 December 2020, in four cases, under Regulation (EU) 2021/1232.</p>", [], id="no quantities"),
    pytest.param(f"<p>{EU}{bound('eu-reports-change', 'fell by 48%')}{YEARS}.</p>", ["wrong-number"], id="wrong number"),
    pytest.param(f"<p>{EU}{bound('eu-reports-change', 'fell by 46%')}{YEARS}.</p>", ["wrong-number"], id="truncated"),
    pytest.param(f"<p>{EU}{bound('eu-reports-change', 'rose by 47%')}{YEARS}.</p>", ["wrong-direction"], id="wrong direction"),
    pytest.param(f"<p>{EU}changed by {bound('eu-reports-change', '47%')}{YEARS}.</p>", ["no-direction"], id="no direction"),
    pytest.param(f"<p>{EU}{bound('eu-reports-change', 'fell by −47%')}{YEARS}.</p>", ["double-negative"], id="double negative"),
    pytest.param(f"<p>{EU}{bound('eu-reports-change', 'fell by over 47%')}{YEARS}.</p>", ["wrong-hedge"], id="hedge on the wrong side"),
    pytest.param(f"<p>{EU}{bound('eu-reports-change', 'fell to 47%')}{YEARS}.</p>", ["to-for-by"], id="to for by"),
    pytest.param(f"<p>{EU}{bound('eu-reports-change', 'fell by 47 percentage points')}{YEARS}.</p>", ["points-for-percent"], id="points"),
    pytest.param(
        f"<p>The EU share of all reports {bound('eu-reports-share-points', 'fell by 2.92%')}{YEARS}.</p>",
        ["percent-for-points"],
        id="percent for points",
    ),
    pytest.param(f"<p>{EU}{bound('eu-reports-change', '47')}% down{YEARS}.</p>", ["half-bound"], id="unit outside"),
    pytest.param(f"<p>{EU}{bound('eu-reports-change', 'fell')}{YEARS}.</p>", ["unreadable-wording"], id="nothing to read"),
    pytest.param(f"<p>{EU}{bound('eu-reports-chnage', 'fell by 47%')}{YEARS}.</p>", ["unknown-figure"], id="unknown figure"),
    pytest.param(f"<p>Apples {bound('eu-reports-change', 'fell by 47%')}.</p>", ["wrong-context"], id="nothing of what it is of"),
    pytest.param(
        "<p>After 18 weeks, EU-related reports by technology companies were "
        f"{bound('eu-files-change', 'down by 58%')} on 2020 and 2021.</p>",
        ["wrong-context"],
        id="the other 58%",
    ),
    pytest.param(f"<p>{EU}were {bound('eu-reports-2021', '1,046,350')} in 2021.</p>", ["wrong-number"], id="neighbouring year"),
    pytest.param(f"<p>{EU}were {bound('eu-reports-2021', '555,831')} in 2020.</p>", ["wrong-context"], id="right number, wrong year"),
    pytest.param('<p>A rule for <span data-not-a-figure="example of a rule">47%</span>.</p>', [], id="exempt"),
    pytest.param('<p>A rule for <span data-not-a-figure=" ">47%</span>.</p>', ["no-reason"], id="exempt without reason"),
    pytest.param("<table><tr><th>Change, %</th></tr><tr><td>47</td></tr></table>", ["unbound"], id="cell, unit in the header"),
    *(
        pytest.param(f"<table><tr><th>Change in %</th></tr><tr>{cell}</tr></table>", ["unbound"] * count, id=f"cell under a unit: {cell}")
        for cell, count in (
            ("<td>ca. −95</td>", 1),
            ("<td>35*</td>", 1),
            ("<td>−95 (2021)</td>", 1),
            ("<td>95 in 2021</td>", 1),
            ("<td>ninety-five</td>", 1),
            ("<th>95</th>", 1),
            ("<td>29–30</td>", 2),
            ("<td>2021</td>", 0),
            ("<td>21 December 2020</td>", 0),
            ("<td>the third</td>", 0),
        )
    ),
    pytest.param("<table><caption>Change in %</caption><tr><td>about 95</td></tr></table>", ["unbound"], id="cell, unit in the caption"),
    pytest.param("<table><caption>Change in %</caption><tr><td>in about 95 cases</td></tr></table>", ["unbound"], id="cell, words around"),
    pytest.param("<table><caption>Weeks</caption><tr><td>in about 95 countries</td></tr></table>", [], id="cell, words around and no unit"),
    pytest.param("<table><tr><th>Weeks</th><th>%</th></tr><tr><th>18</th><td>x</td></tr></table>", [], id="head of a row, no unit above"),
    pytest.param("<dl><dt>EU change (%)</dt><dd>95</dd></dl>", ["unbound"], id="term with a unit"),
    pytest.param("<dl><dt>Weeks</dt><dd>18</dd></dl>", [], id="term without a unit"),
    pytest.param('<p>See 47%<sup id="fnref:2"><a href="#fn:2">2</a></sup>.</p>', ["unbound"], id="mark of a note behind a percentage"),
    pytest.param(
        f"<p>{EU}{bound('eu-reports-change', 'fell by 47%')}<sup id='fnref:2'><a href='#fn:2'>2</a></sup> from 2020 to 2021."
        "<sup id='fnref:1'><a href='#fn:1'>1</a></sup></p>",
        [],
        id="mark of a note behind a quote and behind a year",
    ),
    pytest.param("<p>Only 10<sup>6</sup> reports.</p>", ["unbound"], id="exponent"),
    pytest.param("<p>In 10<sup id='fnref:3'><a href='#fn:3'>3</a></sup> cases.</p>", [], id="mark of a note behind ten"),
    pytest.param("<p>Almost all reports concerned the EU.</p>", ["unbound"], id="almost all"),
    pytest.param("<p>EU reports numbered 999.</p>", ["unbound"], id="count below a thousand"),
    pytest.param("<svg><text><tspan>4</tspan><tspan>7%</tspan></text></svg>", ["active-content", "unbound"], id="drawing, split"),
    pytest.param(
        '<p><span data-cell="data/eu-snapshot/2022-05-11/counts.csv:99:count">1,046,350</span></p>', ["unknown-cell"], id="unknown cell"
    ),
    pytest.param(
        '<p><span data-cell="data/eu-snapshot/2022-05-11/counts.csv:2:count">21,751,086</span></p>', ["wrong-cell"], id="wrong cell"
    ),
]


@pytest.mark.parametrize(("body", "codes"), CASES)
def test_a_number_in_a_page_is_judged(check: EditionCheck, body: str, codes: list[str]) -> None:
    read(check, body)
    assert [fault.code for fault in check.faults] == codes, [str(f) for f in check.faults]


@pytest.mark.parametrize(
    ("words", "mistake"),
    [
        pytest.param("fell by 88%", "wrong base", id="wrong base"),
        pytest.param("fell by 53%", "what remains", id="remaining"),
        pytest.param("fell by 46%", "truncated", id="truncated"),
        pytest.param("fell by 58%", "eu-files-change", id="other scope"),
        pytest.param("fell by 469%", "ten times", id="ten times"),
    ],
)
def test_a_diagnosis_names_the_mistake(check: EditionCheck, words: str, mistake: str) -> None:
    read(check, f"<p>{EU}{bound('eu-reports-change', words)}{YEARS}.</p>")
    assert len(check.faults) == 1
    assert mistake in check.faults[0].fact


def test_a_remedy_is_a_line_to_paste(check: EditionCheck) -> None:
    read(check, "<p>Reports fell by 46.9%.</p>")
    assert '{{ figure("eu-reports-change", "46.9%") }}' in check.faults[0].remedy


DATED = [
    pytest.param("On 11 May 2022, the Commission proposed a law.", ["date-after-update"], id="later, told as past"),
    pytest.param("In May 2022, the Commission proposed a law.", ["date-after-update"], id="a later month, told as past"),
    pytest.param("Reports fell in the second quarter of 2021.", ["date-after-update"], id="a later quarter, told as past"),
    pytest.param("Reports fell in 2022.", ["date-after-update"], id="a later year, told as past"),
    pytest.param("Reports fell in early 2021.", [], id="the year of the update"),
    pytest.param("The rules will apply from 11 May 2022.", [], id="later, to come"),
    pytest.param("On 21 December 2020, the rules took effect.", [], id="earlier"),
]


@pytest.mark.parametrize(("text", "codes"), DATED)
def test_an_update_tells_nothing_later_as_past(check: EditionCheck, text: str, codes: list[str]) -> None:
    update = next(p for p in check.edition.pages.values() if p.date == "2021-02-17")
    check.edition.outputs["u/index.html"] = update
    read(check, f"<p>{text}</p>", "u/index.html")
    assert [fault.code for fault in check.faults] == codes


def test_relative_time_needs_a_date(check: EditionCheck) -> None:
    undated = next(p for p in check.edition.pages.values() if not p.date)
    check.edition.outputs["d/index.html"] = undated
    read(check, "<p>Reports fell last year.</p>", "d/index.html")
    assert [fault.code for fault in check.faults] == ["relative-time"]


CLAIMS = [
    pytest.param(f"{EU}did not fall by {bound('eu-reports-change', '47%')}{YEARS}, they fell.", "negated", id="denied"),
    pytest.param(f"{EU}fell by {bound('eu-reports-change', '47%')} pp{YEARS}.", "half-bound", id="points behind the number"),
    pytest.param(f"{EU}{bound('eu-reports-change', 'fell by 47%')}.9{YEARS}.", "half-bound", id="digits behind the number"),
    pytest.param(f"{EU}in 2021: €{bound('eu-reports-2021', '555,831')}.", "wrong-unit", id="currency before the number"),
    pytest.param(f"{EU}{bound('eu-reports-change', 'fell by 47%')} from 2010 to 2012.", "wrong-period", id="other years"),
    pytest.param(f"In the first 18 weeks, {EU}{bound('eu-reports-change', 'fell by 47%')}.", "wrong-period", id="weeks, not years"),
    pytest.param(f"{EU}rose to {bound('eu-reports-2021', '555,831')} in 2021.", "wrong-direction", id="rose to a lower level"),
    pytest.param(
        f"{EU}were {bound('eu-reports-2021', '555,831')} in 2021, up from {bound('eu-reports-2020', '1,046,350')} in 2020.",
        "wrong-direction",
        id="up from a higher level",
    ),
    pytest.param(f"{EU}fell by {bound('eu-reports-2021', '555,831')} in 2021.", "by-for-to", id="fell by a level"),
    pytest.param(
        f"EU-related reports were {bound('decline-18-weeks', 'down by 58%')} after 18 weeks.", "unattributed", id="nobody says it"
    ),
    pytest.param(
        f"The EU share of all reports {bound('eu-reports-share-change', 'fell by 61%')}{YEARS}.", "wrong-context", id="not called relative"
    ),
    pytest.param(f"{EU}were {bound('eu-reports-2021', '1 million')} in 2021.", "wrong-number", id="rounded too far"),
    pytest.param(
        f"{EU}were {bound('eu-reports-2020', '1,046,350')} in 2021, not 2020.", "wrong-context", id="two years, the nearer is wrong"
    ),
    pytest.param(f"{EU}were {bound('eu-reports-2020', '1,046,350')} in 2021 rather than 2020.", "wrong-context", id="rather than"),
    pytest.param(f"In 2021 {EU}were {bound('eu-reports-2020', '1,046,350')}, less than in 2020.", "wrong-context", id="the year before it"),
    pytest.param(
        f"{EU}in 2021 held {bound('eu-files-2021', '1,783,478')} reports, and files.", "wrong-context", id="the thing counted behind it"
    ),
    pytest.param(
        f"NCMEC said that the US was the origin of {bound('reports-outside-us-2021', '93.5%')} of reports in 2021.",
        "wrong-context",
        id="inside for outside",
    ),
]


@pytest.mark.parametrize(("text", "code"), CLAIMS)
def test_a_right_number_in_a_wrong_sentence_is_a_fault(check: EditionCheck, text: str, code: str) -> None:
    read(check, f"<p>{text}</p>")
    assert code in [fault.code for fault in check.faults], [str(f) for f in check.faults]


TRUE = [
    f"{EU}fell to {bound('eu-reports-2021', '555,831')} in 2021.",
    f"{EU}{bound('eu-reports-change', 'fell by 47%')}{YEARS}, not by more.",
    f"NCMEC said that EU-related reports were {bound('decline-18-weeks', 'down by 58%')} after 18 weeks.",
    f"In relative terms, the EU share of all reports {bound('eu-reports-share-change', 'fell by 61%')}{YEARS}.",
    f"{EU}fell from {bound('eu-reports-2020', '1,046,350')} in 2020 to {bound('eu-reports-2021', '555,831')} in 2021.",
    f"Between 2020 and 2021 {EU}fell from {bound('eu-reports-2020', '1,046,350')} to {bound('eu-reports-2021', '555,831')}.",
    f"{EU}fell from 2020's {bound('eu-reports-2020', '1,046,350')} to 2021's {bound('eu-reports-2021', '555,831')}.",
    f"{EU}were {bound('eu-reports-2020', '1,046,350')} in 2020, and in 2021 they were {bound('eu-reports-2021', '555,831')}.",
    f"{EU}in 2021 were {bound('eu-reports-2021', '555,831')}, against {bound('eu-reports-2020', '1,046,350')} in 2020.",
    f"{EU}were {bound('eu-reports-2021', '555,831')} in 2021, down from {bound('eu-reports-2020', '1,046,350')} in 2020.",
    f"In 2021, {bound('eu-files-2021', '1,783,478')} files were in the {bound('eu-reports-2021', '555,831')} {EU.lower()}.",
]


@pytest.mark.parametrize("text", TRUE)
def test_a_right_number_in_a_right_sentence_is_none(check: EditionCheck, text: str) -> None:
    read(check, f"<p>{text}</p>")
    assert [str(fault) for fault in check.faults] == []


# ---- The same words stand elsewhere ---------------------------------------------------------------------------

FELL = f"<p>They {bound('eu-reports-change', 'fell by 47%')}.</p>"
CELL = f"<tr><th>EU-related reports</th><td>{bound('eu-reports-2021', '555,831')}</td></tr>"
ELSEWHERE = [
    pytest.param(f"<h2>{EU}{YEARS}</h2>{FELL}", f"<h2>Apples</h2>{FELL}", ["wrong-context"], id="another heading"),
    pytest.param(
        f"<table><thead><tr><th></th><th>Reports made available to EU countries, 2021</th></tr></thead>{CELL}</table>",
        f"<table><thead><tr><th></th><th>Reports made available to EU countries, 2020</th></tr></thead>{CELL}</table>",
        ["wrong-context"],
        id="another header",
    ),
    pytest.param("<p>A date: 21,751,085.</p>", "<p>A date: 21,751,085.</p>", ["unbound"], id="wrong the first time as well"),
]


@pytest.mark.parametrize(("right", "wrong", "codes"), ELSEWHERE)
@pytest.mark.parametrize("times", [1, 2])
def test_words_that_were_right_are_judged_anew_under_other_words(
    check: EditionCheck, right: str, wrong: str, codes: list[str], times: int
) -> None:
    before = [fault.code for fault in read(check, right)]
    assert before in ([], codes)
    for turn in range(1, times + 1):
        assert [fault.code for fault in read(check, wrong)] == before + codes * turn
    after = read(check, right)
    assert [fault.code for fault in after] == before + codes * times + before


@pytest.mark.parametrize(
    ("text", "good", "bad", "code"),
    [
        pytest.param("On 11 May 2022, the Commission proposed a law.", "2022-05-11", "2021-02-17", "date-after-update", id="a date"),
        pytest.param("Reports fell last year.", "2021-02-17", None, "relative-time", id="relative time"),
    ],
)
def test_words_that_were_right_are_judged_anew_on_another_day(
    check: EditionCheck, text: str, good: str, bad: str | None, code: str
) -> None:
    check.edition.outputs["x/good/index.html"] = next(p for p in check.edition.pages.values() if p.date == good)
    check.edition.outputs["x/bad/index.html"] = next(p for p in check.edition.pages.values() if (p.date or None) == bad)
    assert read(check, f"<p>{text}</p>", "x/good/index.html") == []
    assert [fault.code for fault in read(check, f"<p>{text}</p>", "x/bad/index.html")] == [code]


def test_words_that_stand_twice_are_counted_twice(check: EditionCheck) -> None:
    body = f"<h2>{EU}{YEARS}</h2>{FELL}<p>In 2021.</p>"
    assert read(check, body) == []
    once = check.tally.export_counts()
    assert once["figures"] and once["recognised"]
    read(check, body)
    assert check.tally == sum([tally_of(once), tally_of(once)], Tally())


def tally_of(counts: dict[str, object]) -> Tally:
    tally = Tally()
    tally.add_counts(counts)
    return tally


def test_a_sentence_that_nobody_translated_is_read_in_its_language(check: EditionCheck) -> None:
    (fault,) = read(check, "<p>La mitad de las denuncias.</p>")
    assert fault.code == "unbound"
    assert fault.fact.startswith('says "La mitad" (read as Spanish), which is not bound to a figure')


# ---- Years and names over a cell ------------------------------------------------------------------------------


def table(caption: str, row: str, columns: tuple[str, ...], *cells: str) -> str:
    heads = "".join(f"<th>{column}</th>" for column in columns)
    return (
        f"<table><caption>{caption}</caption><thead><tr><th></th>{heads}</tr></thead>"
        f"<tr><th>{row}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr></table>"
    )


# A drawing with words that is no chart's is refused, whatever it says.
def drawing(columns: tuple[str, ...], *cells: str) -> str:
    texts = "".join(f"<text>{column}</text><text>{cell}</text>" for column, cell in zip(columns, cells, strict=True))
    return f"<figure><figcaption>Reports made available to EU countries, 2020 and 2021</figcaption><svg>{texts}</svg></figure>"


LEVELS = (bound("eu-reports-2020", "1,046,350"), bound("eu-reports-2021", "555,831"))
CHANGE = bound("eu-reports-change", "−47%")
TO_EU, BOTH = "Reports made available to EU countries", "EU reports, calendar years 2020 and 2021"
HEADS = [
    pytest.param(table(BOTH, TO_EU, ("2020", "2021"), *LEVELS), [], id="right"),
    pytest.param(table("EU reports after 11 May 2019", TO_EU, ("2020", "2021"), *LEVELS), [], id="a day in the caption"),
    pytest.param(table(BOTH, TO_EU, ("Change, 2020 to 2021",), CHANGE), [], id="a change"),
    pytest.param(table(BOTH, TO_EU, ("2019", "2022"), *LEVELS), ["wrong-context"] * 2, id="years without data"),
    pytest.param(table(BOTH, TO_EU, ("2021", "2020"), *LEVELS), ["wrong-context"] * 2, id="the other year"),
    pytest.param(table(BOTH, TO_EU, ("Change, 2019 to 2021",), CHANGE), ["wrong-context"], id="a change from another year"),
    pytest.param(table("EU reports, 2018 and 2019", TO_EU, ("2020", "2021"), *LEVELS), ["wrong-context"] * 2, id="years in the caption"),
    pytest.param(
        table(BOTH, "Reports made available to Germany", ("2020", "2021"), *LEVELS), ["wrong-context"] * 2, id="a name in the row"
    ),
    pytest.param(drawing(("2020", "2021"), *LEVELS), ["active-content"], id="a drawing"),
    pytest.param(drawing(("2019", "2022"), *LEVELS), ["active-content", *["wrong-context"] * 2], id="years without data in a drawing"),
]


@pytest.mark.parametrize(("body", "codes"), HEADS)
def test_the_years_and_names_over_a_cell_are_the_figures(check: EditionCheck, body: str, codes: list[str]) -> None:
    read(check, body)
    assert [fault.code for fault in check.faults] == codes, [str(fault) for fault in check.faults]
