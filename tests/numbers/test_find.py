"""What the finder sees in a sentence: one row a claim, sentence and what it says."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.numbers import Find, UnknownLanguage, find

MEASURED = {"percentage", "percentage_points", "basis_points", "per_mille", "rate", "multiplier", "count"}


def said(finds: list[Find]) -> list[str]:
    """The quantities among the finds, each as "text kind form value hedge direction" without what is null."""
    rows = []
    for each in finds:
        if each.kind in MEASURED:
            value = f"{each.low:f}..{each.high:f}" if each.low is not None else f"{each.value:f}" if each.value is not None else "-"
            rows.append(" | ".join(filter(None, (each.text, each.kind, each.form, value, each.hedge, each.direction))))
    return rows


QUANTITIES = [
    ("Reports fell by nearly 47% in 2021.", ["47% | percentage | digits | 47 | under | down"]),
    ("A 46.90% share", ["46.90% | percentage | digits | 46.90"]),
    ("47 % and 47&nbsp;%", ["47 % | percentage | digits | 47", "47&nbsp;% | percentage | digits | 47"]),
    ("４７％ and ٤٧٪", ["４７％ | percentage | digits | 47", "٤٧٪ | percentage | digits | 47"]),
    ("**47**% fewer", ["**47**% | percentage | digits | 47 | down"]),
    ("fifty-eight per cent", ["fifty-eight per cent | percentage | words | 58"]),
    ("FORTYSEVEN PERCENT", ["FORTYSEVEN PERCENT | percentage | words | 47"]),
    ("ninety-nine point five percent", ["ninety-nine point five percent | percentage | words | 99.5"]),
    ("a hundred and ten per cent", ["a hundred and ten per cent | percentage | words | 110"]),
    ("one and a half percent", ["one and a half percent | percentage | words | 1.5"]),
    ("a 47-percent drop", ["47-percent | percentage | digits | 47 | down"]),
    ("47+% of cases", ["47+% | percentage | digits | 47 | at_least"]),
    ("47%-plus", ["47% | percentage | digits | 47 | at_least"]),
    ("up to 47%", ["47% | percentage | digits | 47 | at_most"]),
    ("It went up to 47%.", ["47% | percentage | digits | 47 | up"]),
    ("no fewer than 12,000 reports", ["12,000 | count | digits | 12000 | at_least"]),
    ("half of all reports", ["half | percentage | fraction | 50"]),
    ("two-thirds of them", ["two-thirds | percentage | fraction | 66.6666666667"]),
    ("fell by a third", ["a third | percentage | fraction | 33.3333333333 | down"]),
    ("a third country", []),
    ("in the third quarter", []),
    ("half past five", []),
    ("the second half of the year", []),
    ("1/4 of the files", ["1/4 | percentage | fraction | 25"]),
    ("24/7 and 9/11", []),
    ("One in five children", ["One in five | percentage | ratio | 20"]),
    (
        "9 out of 10; four of every five",
        ["9 out of 10 | percentage | ratio | 90", "four of every five | percentage | ratio | 80"],
    ),
    ("more than doubled", ["doubled | multiplier | verb | 2 | over | up"]),
    ("nearly halved", ["halved | multiplier | verb | 0.5 | under | down"]),
    ("three times as many reports", ["three times as many | multiplier | words | 3"]),
    ("three times a week", []),
    ("more than 1,900 times", ["1,900 | count | digits | 1900 | over"]),
    ("by a factor of 3", ["a factor of 3 | multiplier | digits | 3"]),
    ("46–51%", ["46–51% | percentage | digits | 46..51"]),
    ("between 46 and 51 percent", ["46 and 51 percent | percentage | digits | 46..51"]),
    ("about 46 to 51 per cent", ["46 to 51 per cent | percentage | digits | 46..51 | about"]),
    (
        "fell from 4.81 in 2020 to 1.89 per cent in 2021",
        ["4.81 | percentage | digits | 4.81 | down", "1.89 per cent | percentage | digits | 1.89 | down"],
    ),
    ("ranged from 46 to 51 percent", ["46 to 51 percent | percentage | digits | 46..51"]),
    (
        "fell 47, 53 and 58 per cent respectively",
        [
            "47 | percentage | digits | 47 | down",
            "53 | percentage | digits | 53 | down",
            "58 per cent | percentage | digits | 58 | down",
        ],
    ),
    ("In 2021, 47% of them", ["47% | percentage | digits | 47"]),
    ("rose 4% to 29.4 million", ["4% | percentage | digits | 4 | up", "29.4 million | count | digits | 29400000 | up"]),
    ("a 2.92-point fall", ["2.92-point | percentage_points | digits | 2.92 | down"]),
    (
        "2.92 %-points, 2.92 p.p.",
        ["2.92 %-points | percentage_points | digits | 2.92", "2.92 p.p. | percentage_points | digits | 2.92"],
    ),
    ("At one point five people left.", []),
    ("25 basis points", ["25 basis points | basis_points | digits | 25"]),
    ("3‰", ["3‰ | per_mille | digits | 3"]),
    ("12 per 100,000 children", ["12 per 100,000 | rate | digits | 12"]),
    ("The change was −47%.", ["−47% | percentage | digits | -47"]),
    (
        "82m, 82 million, eighty-two million",
        [
            "82m | count | digits | 82000000",
            "82 million | count | digits | 82000000",
            "eighty-two million | count | words | 82000000",
        ],
    ),
    ("1.046.350 and 1 046 350", ["1.046.350 | count | digits | 1046350", "1 046 350 | count | digits | 1046350"]),
    ("47,5 %", ["47,5 % | percentage | digits | 47.5"]),
    (
        "half a million; a quarter of a million",
        ["half a million | count | words | 500000", "a quarter of a million | count | words | 250000"],
    ),
    ("hundreds of thousands of files", ["hundreds of thousands | count | words | -"]),
    ("a majority of members", ["a majority | percentage | words | 50 | over"]),
    ("less than 1%", ["1% | percentage | digits | 1 | under"]),
    ("−0%", ["−0% | percentage | digits | 0"]),
    ("the 47th percentile, 47 percent-encoded characters", []),
    ("`47%`, {{ figure('x', '47%') }}, [text](https://example.org/47%25), x?y=%47", []),
    ("They made up 47% of all.", ["47% | percentage | digits | 47"]),
    ("In Germany, where reports fell, 47% of companies answered.", ["47% | percentage | digits | 47"]),
]


@pytest.mark.parametrize(("text", "expected"), QUANTITIES, ids=[text[:50] for text, _ in QUANTITIES])
def test_sentence_says(text: str, expected: list[str]) -> None:
    assert said(find(text)) == expected


NAMES = [
    ("21 December 2020", "date"),
    ("December 21, 2020", "date"),
    ("2020-12-21", "date"),
    ("7 December", "date"),
    ("2021/1232", "reference"),
    ("Directive 2002/58/EC", "reference"),
    ("COM(2022) 209", "reference"),
    ("Article 5(3)", "reference"),
    ("10:30", "reference"),
    ("v1.2.3", "reference"),
    ("COVID-19", "reference"),
    ("H.264", "reference"),
    ("5G", "reference"),
    ("21st", "ordinal"),
    ("2021", "year"),
    ("1990s", "year"),
    ("four", "cardinal"),
]


@pytest.mark.parametrize(("text", "kind"), NAMES)
def test_name_of_a_number_is_one_find_of_its_kind(text: str, kind: str) -> None:
    assert [(each.text, each.kind) for each in find(f"It was {text} then.")] == [(text, kind)]


HTML = [
    ("<b>47</b>% fewer", ["<b>47</b>% | percentage | digits | 47 | down"]),
    ("<p>47</p><p>%</p>", []),
    ("<td>47</td><td>%</td>", []),
    ("<text><tspan>4</tspan><tspan>7%</tspan></text>", ["<tspan>4</tspan><tspan>7% | percentage | digits | 47"]),
    ('<a title="47%" href="/47%">58%</a>', ["58% | percentage | digits | 58"]),
    ("<style>p{width:47%}</style><!-- 47% --><code>47%</code>", []),
    ("47<br>&percnt;", ["47<br>&percnt; | percentage | digits | 47"]),
    ("47%<sup>1</sup>", ["47% | percentage | digits | 47"]),
]


@pytest.mark.parametrize(("text", "expected"), HTML, ids=[text for text, _ in HTML])
def test_html_says(text: str, expected: list[str]) -> None:
    if "tspan" in text:
        assert [each.value for each in find(text, markup="html")] == [Decimal(47)]
    else:
        assert said(find(text, markup="html")) == expected


def test_a_fraction_is_exact_and_its_value_has_ten_decimals() -> None:
    (third,) = find("a third of reports")
    assert (third.value, third.exact, third.decimals) == (Decimal("33.3333333333"), Fraction(100, 3), None)


@pytest.mark.parametrize(
    ("text", "quantum"),
    [("29.4 million", 100_000), ("47%", 1), ("4.81%", Decimal("0.01")), ("82,000", 1), ("two thousand", 1000)],
)
def test_quantum_is_the_worth_of_the_last_digit_written(text: str, quantum: Decimal) -> None:
    assert find(text)[0].quantum == quantum


def test_the_two_ends_of_a_change_share_a_group_and_say_from_and_to() -> None:
    first, last = (each for each in find("from 4.81% in 2020 to 1.89% in 2021") if each.kind == "percentage")
    assert (first.group, first.basis, last.basis) == (last.group, "from", "to")
    assert first.group is not None


def test_threefold_increase_and_three_times_more_are_ambiguous() -> None:
    assert [each.ambiguous for each in find("a threefold increase")] == [True]
    assert [each.ambiguous for each in find("three times more reports")] == [True]
    assert [each.ambiguous for each in find("three times as many reports")] == [False]


def test_json_has_decimal_strings_and_nulls() -> None:
    shown = find("a third of them")[0].as_json()
    assert {name: shown[name] for name in ("value", "low", "hedge")} == {
        "value": "33.3333333333",
        "low": None,
        "hedge": None,
    }


def test_an_unknown_language_names_the_known_ones() -> None:
    with pytest.raises(UnknownLanguage, match=r'"xx".*\ben\b'):
        find("47%", "xx")


def test_an_unknown_markup_is_an_error() -> None:
    with pytest.raises(ValueError, match="html"):
        find("47%", markup="rst")


UNITS = [
    "1",
    " ",
    "a",
    "47% ",
    "one ",
    "(",
    "1,",
    "1 ",
    "{{",
    "<a ",
    '<a "',
    "`",
    "[",
    "](",
    "&",
    ":",
    "twenty-",
    "a third ",
    "½",
    "1:",
    "\n",
    "- ",
]


@pytest.mark.parametrize("unit", UNITS)
def test_a_line_of_100_kb_takes_linear_time(unit: str) -> None:
    """Eight times the text takes about eight times as long; the allowance is for a busy machine."""
    short, long = (unit * (size // len(unit)) for size in (12_500, 100_000))
    find(short)

    def seconds(text: str) -> float:
        begin = time.process_time()
        find(text)
        return time.process_time() - begin

    assert seconds(long) < max(3.0, 24 * min(seconds(short) for _ in range(3)))


SENTENCE = """47 % percent half a third of one in five from to and - – − 2021 million twice as many fell ** <b> </b>
&nbsp; {{ }} ` May 1/4 , . ( ) between hundred point \u00ad \ud800 \x00 ½ up ٤"""
WORDS = st.sampled_from([*SENTENCE.split(), "\u202f"])


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(st.characters(), max_size=80),
        st.lists(WORDS, max_size=20).map(" ".join),
        st.lists(WORDS, max_size=20).map("".join),
    )
)
def test_no_text_breaks_it_and_every_find_is_its_own_slice(text: str) -> None:
    for markup in ("plain", "markdown", "html"):
        for each in find(text, markup=markup):
            assert each.text == text[each.start : each.end] != ""
            json.dumps(each.as_json()).encode("utf-8")


@pytest.mark.parametrize(
    "text", ["9" * 10_000 + "%", "9" * 10_000 + " million", "1" * 5000 + "/" + "2" * 5000 + "%", "5 per " + "9" * 6000]
)
def test_huge_numbers_are_read_exactly(text: str) -> None:
    assert find(text)
