"""Faults are values: in the order of their places, each once, each on one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml.html import fromstring

from macros.base.errors import Fault, FaultError, Faults, Place, put_on_one_line, suggest_nearest
from macros.check import Tally
from macros.check.fault_overlay import write_fault_page
from macros.check.report import Report
from macros.plugin.failures import StoppedBuild
from macros.quotes.quote import write_fault_element


@pytest.mark.parametrize(
    ("place", "text"),
    [
        pytest.param(Place("docs/en/index.md", 14, 9), "docs/en/index.md:14:9", id="line and column"),
        pytest.param(Place("docs/en/index.md", 14), "docs/en/index.md:14", id="line"),
        pytest.param(Place("docs/en/index.md"), "docs/en/index.md", id="file"),
        pytest.param(Place("docs/en/index.md", 0, 9), "docs/en/index.md", id="a column without a line says nothing"),
    ],
)
def test_a_place_is_written_as_editors_open_it(place, text):
    assert str(place) == text


@pytest.mark.parametrize(
    "dirty",
    [
        pytest.param("a\nb", id="line feed"),
        pytest.param("a\r\nb", id="carriage return"),
        pytest.param("a\u2028b", id="line separator"),
        pytest.param("a\x85b", id="next line"),
        pytest.param("a\x1b[31m b", id="escape sequence of a terminal"),
        pytest.param("a \t  b", id="white space"),
        pytest.param("a\u202eb", id="mark of direction"),
    ],
)
def test_a_fault_stands_on_one_line_of_printable_characters(dirty):
    text = str(Fault(Place("data/x.csv", 1), "cell", dirty, dirty))
    assert text.isprintable()
    assert put_on_one_line(text) == text


def test_the_severity_stands_in_the_line_only_when_the_number_itself_is_right():
    place = Place("a.md", 1)
    assert str(Fault(place, "wrong-sign", "fact", "remedy")) == "a.md:1: misleading: fact; remedy [wrong-sign]"
    assert str(Fault(place, "wrong-number", "fact")) == "a.md:1: fact [wrong-number]"


def test_faults_come_in_the_order_of_their_places_each_once():
    faults = Faults()
    given = [("b.md", 2, 1), ("a.md", 10, 1), ("a.md", 2, 9), ("a.md", 2, 1), ("a.md", 10, 1)]
    faults.extend(Fault(Place(*place), "cell", "fact") for place in given)
    assert [(f.place.path, f.place.line, f.place.column) for f in faults] == [
        ("a.md", 2, 1),
        ("a.md", 2, 9),
        ("a.md", 10, 1),
        ("b.md", 2, 1),
    ]
    assert len(faults) == len(str(faults).splitlines()) == 4


def test_two_facts_of_one_place_are_two_faults():
    faults = Faults()
    for fact in ("one", "two"):
        faults.add(Fault(Place("a.md", 1), "cell", fact))
    assert len(faults) == 2


def test_a_fault_error_carries_every_fault_and_gives_a_line_each():
    each = (Fault(Place("a.md", 1), "cell", "one"), Fault(Place("b.md", 2), "csv", "two"))
    error = FaultError(*each)
    assert error.faults == each
    assert str(error).splitlines() == [str(fault) for fault in each]


KNOWN = ["eu-reports-change", "eu-files-change", "all-reports-change", "decline-18-weeks"]


@pytest.mark.parametrize(
    ("word", "known", "named", "not_named"),
    [
        pytest.param("eu-report-change", KNOWN, ["eu-reports-change"], [], id="a letter left out"),
        pytest.param("weeks", KNOWN, ["decline-18-weeks"], ["eu-files-change"], id="a part of a name"),
        pytest.param("zzz", ["a", "b"], ["a", "b"], [], id="nothing near: all of a few"),
        pytest.param(
            "zzz",
            [f"n{i:02}" for i in range(20)],
            ["n00", "n07", "12 more"],
            ["n08"],
            id="nothing near of many",
        ),
        pytest.param("", KNOWN, KNOWN, [], id="an empty name"),
        pytest.param("-", KNOWN, KNOWN, [], id="a hyphen alone"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest_known_ones(word, known, named, not_named):
    text = suggest_nearest(word, known)
    assert [name for name in named if name not in text] == []
    assert [name for name in not_named if name in text] == []


def test_with_nothing_declared_no_name_is_offered():
    assert suggest_nearest("eu", []) and "?" not in suggest_nearest("eu", [])


def test_every_way_out_of_the_generator_shows_the_code_of_a_fault(tmp_path: Path) -> None:
    fault = Fault(Place("docs/en/a.md", 3, 9), "wrong-sign", "says +47%", "write the minus sign")
    line = "docs/en/a.md:3:9: misleading: says +47%; write the minus sign [wrong-sign]"
    report = Report((fault,), Tally())
    assert report.list_lines()[0] == line == report.as_json()["faults"][0]["text"]  # type: ignore[index]
    (annotation,) = report.list_annotations()
    assert annotation.startswith("::warning file=docs/en/a.md,line=3,col=9,title=wrong-sign::") and annotation.endswith("sign [wrong-sign]")
    assert str(StoppedBuild((fault,))).splitlines()[1:] == [f"  {line}"]
    write_fault_page(tmp_path / "page.html", [fault], tmp_path)
    shown = " ".join(fromstring((tmp_path / "page.html").read_bytes()).text_content().split())
    assert "docs/en/a.md:3:9 says +47%" in shown and "write the minus sign [wrong-sign]" in shown
    assert line in fromstring(write_fault_element("<b>+47%</b>", [fault])).text_content()
