"""What a sentence says of a number beside others of its kind: decided by the data, or left to a reviewer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from macros.check.judge import PassageChecker
from macros.check.readers.html import read_page
from macros.check.report import list_uncomputed
from macros.check.tally import Tally
from tests.claims.measure import check_article, find_site, read_article, read_sources
from tests.project import Table, column, read_figures, write, write_figures, write_package, write_yaml
from tests.rows import each_of

# A line: the language, "right", "open" or the code of the fault, and a sentence, "fig(id|words)" for a quote.
LINES = [line.split(maxsplit=2) for line in (Path(__file__).parent / "comparisons.txt").read_text(encoding="utf-8").splitlines()]
SENTENCES = [(lang, verdict, text) for lang, verdict, text in (line for line in LINES if line and line[0] != "#")]
_QUOTE = re.compile(r"fig\(([\w-]+)\|([^)]*)\)")


def article(said: str) -> str:
    linked = _QUOTE.sub(r'<a data-figure="\1">\2</a>', said)
    return f"<p>{linked}</p>"


@each_of(("lang", "verdict", "said"), SENTENCES)
def test_a_comparison_is_as_the_data_says_or_refused_or_left_to_a_reviewer(lang: str, verdict: str, said: str) -> None:
    sources = read_sources(find_site(lang, [id for id, _ in _QUOTE.findall(said)]), lang)
    faults = read_article(sources, article(said))
    claims = check_article(sources, article(said)).tally.claims
    assert [fault.code for fault in faults] == ([] if verdict in ("right", "open") else [verdict]), [str(fault) for fault in faults]
    assert bool(claims) == (verdict == "open"), claims


def test_what_nobody_has_computed_is_listed_once_with_the_line_of_its_page(tmp_path: Path) -> None:
    write(tmp_path, "docs/en/index.md", '# Visits\n\nThere were a record {{ figure("visits-2023", "340") }} visits in 2023.\n')
    claim = '"a record" beside "340" (visits-2023)\nThere were a record 340 visits in 2023.'
    tally = Tally(uncomputed=Counter({f"docs/en/index.md\n{claim}": 2, f"\n{claim}": 3}))
    assert list_uncomputed(tally, tmp_path) == [
        "Claims beside a number that nobody has computed: 1",
        '  docs/en/index.md:3: "a record" beside "340" (visits-2023): There were a record 340 visits in 2023.',
    ]
    assert tally.list_entries()["uncomputed"] == len(tally.as_json()["uncomputed"]) == 1


REGIONS = {
    "north": {"label": {"en": "Northland", "es": "Nortia"}, "part_of": "all"},
    "south": {"label": {"en": "Southland", "es": "Suria"}, "part_of": "all"},
    "west": {"label": {"en": "Westland", "es": "Ponientia"}, "part_of": "all"},
    "all": {"label": {"en": "the country", "es": "el país"}, "total": True},
}
PARTS = ("north", "south", "west")
NOUNS = {"en": {"many": ["accidents"], "one": ["accident"]}, "es": {"many": ["accidentes"], "one": ["accidente"]}}
Values = dict[tuple[int, str], int]


def random_judge(root: Path, lang: str, random: Random) -> tuple[PassageChecker, Values]:
    """A judge on a table of a few regions and years, with its values, of which some are the same."""
    years = range(2015, 2015 + random.randint(2, 5))
    values = {(year, region): random.randint(100, 100 + random.choice((3, 500))) for year in years for region in PARTS}
    values |= {(year, "all"): sum(values[year, region] for region in PARTS) for year in years}
    rows = "".join(f"{year},{region},{count}\n" for (year, region), count in sorted(values.items()))
    fields = [column("year", "integer"), column("region"), column("accidents", "integer")]
    write_package(root, "roads", {"counts": Table(f"year,region,accidents\n{rows}", fields, ["year", "region"])})
    dimensions = {"year": {"period": "year"}, "region": {"codes": "region"}}
    tables = {"counts": {"dimensions": dimensions, "measures": {"accidents": {"nouns": NOUNS}}}}
    write_yaml(root, "data/roads/dimensions.yml", {"tables": tables, "codelists": {"region": {"codes": REGIONS}}})
    write_figures(root, {"accidents-{region}-{year}": {"measure": "roads/counts/accidents", "where": {"region": "*", "year": "*"}}})
    figures = read_figures(root)
    return PassageChecker(figures, figures.packages, lang), values


def claims_of(lang: str, values: Values, year: int, region: str, random: Random) -> Iterator[tuple[str, bool]]:
    """Sentences on the accidents of a region in a year, each with whether the table says so."""
    own, name = values[year, region], REGIONS[region]["label"][lang]
    over_time = sorted({y for y, _ in values} - {year})
    others = [values[y, region] for y in over_time]
    beside = [values[year, other] for other in PARTS if other != region]
    count, earlier = len(others) + 1, [values[y, region] for y in over_time if y < year]
    another, when = random.choice([each for each in PARTS if each != region]), random.choice(over_time)
    place, than = REGIONS[another]["label"][lang], values[year, another]
    quote = f"fig(accidents-{region}-{year}|{own})"
    ahead, behind = (sum(each > own for each in others), sum(each == own for each in others))
    if lang == "en":
        had = f"In {year}, there were {quote} accidents in {name}"
        yield f"{had}, the highest number of the {count} years.", own > max(others)
        yield f"{had}, the lowest number in the series.", own < min(others)
        yield f"{had}, the second-highest number of the {count} years.", ahead == 1 and not behind
        yield f"{had}, more than in any other region.", own > max(beside)
        yield f"{had}, the fewest accidents of the three regions.", own < min(beside)
        yield f"{had}, more than in {place}.", own > than
        yield f"{had}, fewer than in {when}.", own < values[when, region]
        yield f"The {quote} accidents of {year} in {name} exceeded those of {when}.", own > values[when, region]
        yield f"In {year}, the {quote} accidents in {name} outnumbered the fig(accidents-{another}-{year}|{than}) in {place}.", own > than
        if earlier:
            yield f"In {year}, accidents in {name} recovered to {quote}.", own > earlier[-1]
            yield f"{had}, the same as in {year - 1}.", own == earlier[-1]
    else:
        had = f"En {year} hubo {quote} accidentes en {name}"
        yield f"{had}, la cifra más alta de la serie.", own > max(others)
        yield f"{had}, la cifra más baja de la serie.", own < min(others)
        yield f"{had}, más que en {place}.", own > than
        yield f"{had}, menos que en {when}.", own < values[when, region]
        yield f"Los {quote} accidentes de {year} en {name} superaron a los de {when}.", own > values[when, region]
        if earlier:
            yield f"En {year} los accidentes en {name} se recuperaron hasta {quote}.", own > earlier[-1]


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("seed", range(3))
def test_what_a_table_says_passes_and_anything_else_is_refused(tmp_path: Path, lang: str, seed: int) -> None:
    random = Random(seed)
    judge, values = random_judge(tmp_path, lang, random)
    for (year, region), _ in sorted(values.items()):
        for said, is_true in claims_of(lang, values, year, region, random) if region in PARTS else ():
            page = f"<!doctype html><html><head><title>x</title></head><body><article>{article(said)}</article></body></html>"
            found = [each for passage in read_page(page.encode(), lambda _: ()).passages for each in judge.check_passage(passage)[0]]
            assert [each.code for each in found] == ([] if is_true else ["wrong-comparison"]), (said, [each.fact for each in found])


def test_a_comparison_is_judged_anew_when_its_table_has_other_rows(tmp_path: Path) -> None:
    """A page is read again where what was asked for has changed (macros/check/passed_files.py): of one that compares, all rows."""
    judge, values = random_judge(tmp_path, "en", Random(0))
    year = max(year for year, _ in values)
    asked = {}
    for said in ("more than in Westland", "as was known"):
        quote = f"fig(accidents-north-{year}|{values[year, 'north']})"
        html = article(f"In {year}, there were {quote} accidents in Northland, {said}.")
        ((passage),) = [each for each in read_page(html.encode(), lambda _: ()).passages if each.spans]
        asked[said] = judge.check_passage(passage)[1].figure_reads
    assert ("roads/counts", None) in asked["more than in Westland"] - asked["as was known"]
