"""What data of other topics need, on which another site once came to a stop: each stays possible."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from macros.check.judge import PassageChecker
from macros.check.readers.html import read_page
from macros.datapackage import read_packages
from macros.figures import Figures
from macros.importer.infer import infer_table
from macros.importer.readers.csv_file import read_csv
from tests.finder import judge_wording
from tests.project import ENDS, Table, column, declared, read_figures, write_figures, write_package

DEATHS = "jahr,land,tote\n2022,dk,154\n2023,dk,160\n2022,all,700\n2023,all,689\n"


def deaths(root: Path, **changed: Any) -> Figures:
    """The figure of the deaths of a country in 2023, whose period column is not called year."""
    fields = [column("jahr", "integer"), column("land"), column("tote", "integer")]
    write_package(root, "numbers", {"counts": Table(DEATHS, fields, ["jahr", "land"])})
    title = {"en": "Road deaths, Danmark, 2023"}
    entry = {
        "title": title,
        "label": title,
        "measure": "numbers/counts/tote",
        "where": {"jahr": 2023, "land": "dk"},
        "unit": "deaths",
        **changed,
    }
    write_figures(root, {"deaths": declared(**entry)})
    return read_figures(root)


def codes(root: Path, figures: Figures, html: str) -> list[str]:
    """The codes of all that is wrong with a text."""
    packages, _ = read_packages(root)
    judge = PassageChecker(figures, packages, "en")
    return [verdict.code for passage in read_page(html.encode(), lambda _: ()).passages for verdict in judge.check_passage(passage)[0]]


def test_the_period_alone_selects_the_rows_of_one_series(tmp_path: Path) -> None:
    fields = [column("year", "integer"), column("count", "integer")]
    write_package(tmp_path, "numbers", {"counts": Table("year,count\n2020,200\n2021,400\n", fields, ["year"])})
    write_figures(tmp_path, {"change": declared(operation="percentage_change", where=None, unit=None, **ENDS)})
    assert read_figures(tmp_path).get("change", None).value == 100


def test_an_empty_cell_that_means_all_is_part_of_the_key(tmp_path: Path) -> None:
    data = b"Year,Sex,Value\n2020,,100\n2020,Female,60\n2021,,110\n2021,Female,61\n"
    assert infer_table(read_csv(data, "sex.csv", "sex"), None, name="sex").key == ["year", "sex"]


def test_a_period_is_known_by_its_type_and_not_by_its_name(tmp_path: Path) -> None:
    html = '<p>In 2023, there were <a data-figure="deaths">160</a> deaths in Danmark.</p>'
    assert codes(tmp_path, deaths(tmp_path), html) == []


@pytest.mark.parametrize("words", ["1.6 deaths per 100,000 people", "1.6 per 100,000"])
def test_a_rate_is_quoted_with_its_base(tmp_path: Path, words: str) -> None:
    fields = [column("jahr", "integer"), column("land"), column("tote", "number")]
    write_package(tmp_path, "numbers", {"counts": Table("jahr,land,tote\n2023,dk,1.6\n", fields, ["jahr", "land"])})
    entry = declared(measure="numbers/counts/tote", where={"jahr": 2023, "land": "dk"}, unit="per 100,000", decimals=1)
    write_figures(tmp_path, {"rate": entry})
    assert judge_wording(words, read_figures(tmp_path).get("rate", None), "en") == []


def test_a_span_over_a_table_holds_the_years_of_its_columns(tmp_path: Path) -> None:
    fields = [column("year", "integer"), column("count", "integer")]
    rows = "".join(f"{year},{100 + year}\n" for year in range(2004, 2008))
    write_package(tmp_path, "numbers", {"counts": Table(f"year,count\n{rows}", fields, ["year"])})
    write_figures(tmp_path, {f"deaths-{year}": declared(where={"year": year}, unit="deaths") for year in range(2004, 2008)})
    heads = "".join(f"<th>{year}</th>" for year in range(2004, 2008))
    cells = "".join(f'<td><span data-figure="deaths-{year}">{2100 + year - 2000:,}</span></td>' for year in range(2004, 2008))
    table = f"<table><caption>Road deaths, 2004 to 2007</caption><thead><tr><th></th>{heads}</tr></thead>"
    html = f"{table}<tbody><tr><th>Deaths</th>{cells}</tr></tbody></table>"
    assert codes(tmp_path, read_figures(tmp_path), html) == []


@pytest.mark.parametrize(
    "sentence",
    ["There were 912 deaths.", "Deaths fell to 601.", "The mean speed was 88.8 km/h.", "The fine is 600 euros.", "The rate was 9.99."],
)
def test_a_number_of_what_the_figures_count_or_with_a_unit_has_to_be_one(tmp_path: Path, sentence: str) -> None:
    assert codes(tmp_path, deaths(tmp_path), f"<p>{sentence}</p>") == ["unbound"]
