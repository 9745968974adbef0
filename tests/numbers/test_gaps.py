"""Quantities that a press officer could write, or someone who means to pass the check: one row a claim."""

from __future__ import annotations

import random
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from macros.numbers.language.language import Language, load_language
from tests.finder import NOUNS, find
from tests.gold.read import cases
from tests.numbers.test_find import said
from tests.test_properties import _PARTS

SAYS = r"""
## decimals without a whole, digits apart
Reports fell by point five percent.
    point five percent | percentage | words | 0.5 | down
A point five percent rise was announced.
    point five percent | percentage | words | 0.5 | up
at this point five percent of users left
    five percent | percentage | words | 5
point five of the agenda
Reports fell by 4 7 % in a year.
    4 7 % | percentage | digits | 47 | down
margin: 0 5%
    5% | percentage | digits | 5
A rate of nil percent
    nil percent | percentage | words | 0

## unit words of other languages, and other spellings
Die Meldungen: 47 Prozent.
    47 Prozent | percentage | digits | 47
a fall of 47 pour cent
    47 pour cent | percentage | digits | 47 | down
a fall of 47 por ciento
    47 por ciento | percentage | digits | 47 | down
47 procent, 47 százalék and 47 τοις εκατό
    47 procent | percentage | digits | 47
    47 százalék | percentage | digits | 47
    47 τοις εκατό | percentage | digits | 47
47 Prozentpunkte, 3 puntos porcentuales
    47 Prozentpunkte | percentage_points | digits | 47
    3 puntos porcentuales | percentage_points | digits | 3
48 percentage of reports
    48 percentage | percentage | digits | 48
all ten percentages agree, two percentage bands
It is 2.92 percentage points lower.
    2.92 percentage points | percentage_points | digits | 2.92 | down
47 percents, 47 p. c. and 47 o/o
    47 percents | percentage | digits | 47
    47 p. c. | percentage | digits | 47
    47 o/o | percentage | digits | 47
47 ‱ and 47 %pt
    47 ‱ | basis_points | digits | 47
    47 %pt | percentage_points | digits | 47
47٪ 48﹪ 49％ 47⁒ 47℅ 47 ⁰⁄₀
    47٪ | percentage | digits | 47
    48﹪ | percentage | digits | 48
    49％ | percentage | digits | 49
    47⁒ | percentage | digits | 47
    47℅ | percentage | digits | 47
    47 ⁰⁄₀ | percentage | digits | 47

## digits of any kind
fell by ④⑦ percent, by ㊼ percent, by ❹❼ %
    ④⑦ percent | percentage | digits | 47 | down
    ㊼ percent | percentage | digits | 47 | down
    ❹❼ % | percentage | digits | 47 | down
fell by ４７ percent, by ४७ percent, by 𝟒𝟕 𝐩𝐞𝐫𝐜𝐞𝐧𝐭
    ４７ percent | percentage | digits | 47 | down
    ४७ percent | percentage | digits | 47 | down
    𝟒𝟕 𝐩𝐞𝐫𝐜𝐞𝐧𝐭 | percentage | digits | 47 | down
fell by ⅩⅬⅦ percent, by XLVII percent
    ⅩⅬⅦ percent | percentage | digits | 47 | down
    XLVII percent | percentage | digits | 47 | down
XLVII reports, NCMEC, IV and X% of them
4\ufe0f\u20e37\ufe0f\u20e3%, 4\u03367\u0336%
    4\ufe0f\u20e37\ufe0f\u20e3% | percentage | digits | 47
    4\u03367\u0336% | percentage | digits | 47
⁴⁷% of reports, ⁴⁄₇ of them
    ⁴⁷% | percentage | digits | 47
    ⁴⁄₇ | percentage | fraction | 57.1428571429
47 p\u0435rcent
    47 p\u0435rcent | percentage | digits | 47

## powers of ten
5.6×10⁵ reports, more than 2 × 10^6 files, 1.05e6 users
    5.6×10⁵ | count | digits | 560000
    2 × 10^6 | count | digits | 2000000 | over
    1.05e6 | count | digits | 1050000
2×10⁻² %
    2×10⁻² % | percentage | digits | 0.02
note², 1920 x 1080, 10 x 10, b93e1, 5e3b

## brackets, quotation marks and dashes before the unit
47 (per cent), 47 [%]
    47 (per cent) | percentage | digits | 47
    47 [%] | percentage | digits | 47
fell by "47"%, by “47” per cent, by (47) %
    "47"% | percentage | digits | 47 | down
    “47” per cent | percentage | digits | 47 | down
    (47) % | percentage | digits | 47 | down
a 47 – per cent drop
    47 – per cent | percentage | digits | 47 | down
2019 (%), 2020 (%), Table 3 (per cent), (see note 4) percent of

## units apart from their number
Reports fell (in %): 95.
    95 | percentage | digits | 95 | down
Share, %: 95
    95 | percentage | digits | 95
in percent: 47, percentage: 48, percent = 49
    47 | percentage | digits | 47
    48 | percentage | digits | 48
    49 | percentage | digits | 49
Change (in %): 46, 51 and 58
    46 | percentage | digits | 46
    51 | percentage | digits | 51
    58 | percentage | digits | 58
Share (in %): 46–51
    46–51 | percentage | digits | 46..51
% change: -47
    -47 | percentage | digits | -47
Percent of all reports: 47
    47 | percentage | digits | 47
Decline (%) 47
    47 | percentage | digits | 47 | down
the rate (per cent) was 47
    47 | percentage | digits | 47
a percentage of 47.
    47 | percentage | digits | 47
a percentage of 27 countries
%47 fewer
    47 | percentage | digits | 47 | down
% 47
    47 | percentage | digits | 47
Growth was 5%: 12 countries reported, 5 percent (12 reports).
    5% | percentage | digits | 5 | up
    5 percent | percentage | digits | 5
    12 | count | digits | 12
a percentage point to 12.
    a percentage point | percentage_points | words | 1
x?y=%47

## shares as decimals, fractions with digits
0.47 of all reports
    0.47 | percentage | fraction | 47
a share of 0.47, a 0.53 share, the proportion was .58
    0.47 | percentage | fraction | 47
    0.53 | percentage | fraction | 53
    .58 | percentage | fraction | 58
0.3 of a percentage point
    0.3 of a percentage point | percentage_points | digits | 0.3
0.4 of a mile, a half-life of 0.5, version 0.47 of the tool
2 thirds of the reports, 47 hundredths of them
    2 thirds | percentage | fraction | 66.6666666667
    47 hundredths | percentage | fraction | 47
three quarter of reports
    three quarter | percentage | fraction | 75
3/4ths of them
    3/4ths | percentage | fraction | 75
three in four, or 3/4, agreed
    three in four | percentage | ratio | 75
    3/4 | percentage | fraction | 75

## ratios
two of five reports, 95 of 100 cases
    two of five | percentage | ratio | 40
    95 of 100 | percentage | ratio | 95
12 of the 27 Member States, 12 of 27, page 3 of 5, 555,831 of 29,397,681 files
    555,831 | count | digits | 555831
    29,397,681 | count | digits | 29397681
47 in every hundred, 12 per 100 children
    47 in every hundred | percentage | ratio | 47
    12 per 100 | rate | digits | 12
Of every 100 reports, 47 disappeared; in every ten homes, three have none; out of 100 reports 53 stayed.
    100 reports, 47 | percentage | ratio | 47
    ten homes, three | percentage | ratio | 30
    100 reports 53 | percentage | ratio | 53
every second report, every other child, every 5th report
    every second | percentage | ratio | 50
    every other | percentage | ratio | 50
    every 5th | percentage | ratio | 20
every second counts, every other day, every 5th week
a ratio of 3 to 1, a 3:1 margin, a three-to-one majority
    3 to 1 | multiplier | ratio | 3
    3:1 | multiplier | ratio | 3
    three-to-one | multiplier | ratio | 3
Score: 3 to 1, at 10:30, from 3 to 1

## multipliers
The number was multiplied by three, then divided by four.
    multiplied by three | multiplier | words | 3 | up
    divided by four | multiplier | words | 0.25 | down
Reports grew by an order of magnitude, by two orders of magnitude.
    an order of magnitude | multiplier | words | 10 | up
    two orders of magnitude | multiplier | words | 100 | up
Reports are up 10 times.
    10 times | multiplier | digits | 10 | up

## counts
2000 were reported, 2000 of them in May.
    2000 | count | digits | 2000
    2000 | count | digits | 2000
The year 2000 was good, in 2000 were found, 2019 and 2020 were better.
They planted 2000-3000 trees, then 1500 to 2000 trees.
    2000-3000 | count | digits | 2000..3000
    1500 to 2000 | count | digits | 1500..2000
from 1990 to 2000
a million and a half reports, 1 million and a half reports
    a million and a half | count | words | 1500000
    1 million and a half | count | digits | 1500000
a couple of thousand reports
    a couple of thousand | count | words | -

## places: a postal code has the form of a count before a capital ("1049 Belgians") and is one; behind a house or its country it is a name
Rue de la Loi 200, 1049 Brussels, and Wilhelmstr. 1, 10117 Berlin
In 2021, 1049 Belgians signed.
    1049 | count | digits | 1049
B-1049 Brussels, F-75001 Paris
"""


def _rows(table: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in table.splitlines():
        # Only what nobody could see is escaped.
        written = line.encode("ascii", "backslashreplace").decode("unicode_escape")
        if line.startswith("    "):
            found[-1][1].append(written.strip())
        elif line and not line.startswith("## "):
            found.append((written, []))
    return found


@pytest.mark.parametrize(("text", "expected"), _rows(SAYS), ids=[text[:50] for text, _ in _rows(SAYS)])
def test_sentence_says(text: str, expected: list[str]) -> None:
    assert said(find(text)) == expected


def test_a_month_with_its_year_is_a_date() -> None:
    assert [(each.text, each.kind) for each in find("In 12/2020 and 05/2021, not 13/2020.")] == [
        ("12/2020", "date"),
        ("05/2021", "date"),
        ("13/2020", "reference"),
    ]


class _Everything(frozenset[str]):
    """The set of all words."""

    def __contains__(self, word: object) -> bool:
        return True

    def __or__(self, other: object) -> _Everything:
        return self

    def isdisjoint(self, other: object) -> bool:
        return False


def _texts() -> list[str]:
    generator = random.Random(5)
    words = [*_PARTS, " of every ", "every ", "other ", "report", "a ", "order of magnitude", "XL", " %", " percentage point", "majority"]
    texts = ["".join(generator.choices(words, k=generator.randint(1, 6))) for _ in range(10_000)]
    for path in sorted((Path(__file__).parent.parent / "gold" / "en").glob("*.txt")):
        texts += [case.text for case in cases(path)]
    return texts


def test_what_is_left_unread_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The quick looks at a text and at a word decide exactly: reading all texts at all words finds the same."""
    texts = _texts()
    quick = [find(text) for text in texts]
    monkeypatch.setattr(Language, "may_hold", lambda self, text: True)
    monkeypatch.setitem(load_language("en", NOUNS).__dict__, "signal_words", _Everything())
    finder = sys.modules["macros.numbers.find"]
    finder._readers.cache_clear()
    try:
        assert [find(text) for text in texts] == quick
    finally:
        finder._readers.cache_clear()
    assert sum(not found for found in quick) > 1000


def test_texts_that_are_read_at_the_same_time_share_nothing() -> None:
    texts = _texts()[-600:]
    alone = [find(text) for text in texts]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(find, texts)) == alone
    finally:
        sys.setswitchinterval(interval)
