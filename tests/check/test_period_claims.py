"""Months, quarters, days and spans are compared as years are: what a sentence, a heading or a header says of when a figure is of."""

from __future__ import annotations

import re

import pytest

from macros.check.judge import PassageChecker
from macros.check.readers.html import read_page
from macros.datapackage import Packages, read_packages
from macros.figures import Figures
from tests.project import Table, column, declared, read_figures, write_figures, write_package, write_yaml

# Of each kind of period a table of two rows or three, and figures of each row and of the change from the first to the last.
TABLES = {
    "year": {"2021": 500, "2022": 510, "2023": 520},
    "quarter": {"2022-Q1": 120, "2022-Q2": 130},
    "month": {"2022-06": 40, "2023-05": 44, "2023-06": 45},
    "day": {"2023-03-01": 21, "2023-05-07": 22},
    "span": {"2010-2014": 2000, "2015-2019": 75},
    "fiscal-year": {"2020/21": 90, "2021/22": 99},
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> tuple[Figures, Packages]:
    root = tmp_path_factory.mktemp("periods")
    tables, figures, structure = {}, {}, {}
    for kind, rows in TABLES.items():
        cells = "".join(f"{cell},{count}\n" for cell, count in rows.items())
        fields = [column("zeit", "integer" if kind == "year" else "string"), column("zahl", "integer")]
        tables[kind] = Table(f"zeit,zahl\n{cells}", fields, ["zeit"])
        structure[kind] = {"dimensions": {"zeit": {"period": kind}}, "measures": {"zahl": {"unit": "deaths"}}}
        texts = {"title": {"en": "Deaths", "es": "Muertes"}, "label": {"en": "Deaths", "es": "Muertes"}, "measure": f"numbers/{kind}/zahl"}
        for cell in rows:
            figures[cell.replace("/", "-").lower()] = declared(**texts, where={"zeit": cell}, unit="deaths")
        first, *_, last = rows
        ends = {"where": None, "from": {"zeit": first}, "to": {"zeit": last}}
        figures[f"{kind}-change"] = declared(**texts, operation="percentage_change", unit=None, **ends)
    for name, (base, year) in {"index": ("2021", "2023"), "early-index": ("2023", "2021")}.items():
        ends = {"where": None, "from": {"zeit": base}, "to": {"zeit": year}}
        texts = {"title": {"en": "Deaths"}, "label": {"en": "Deaths"}, "measure": "numbers/year/zahl"}
        figures[name] = declared(**texts, operation="index", unit=None, **ends)
    write_package(root, "numbers", tables)
    write_yaml(root, "data/numbers/dimensions.yml", {"tables": structure})
    write_figures(root, figures)
    packages, _ = read_packages(root)
    return read_figures(root), packages


def codes(data: tuple[Figures, Packages], lang: str, said: str) -> list[str]:
    """The codes of all that is wrong with a text: "heading||text", with "fig(id|words)" for a quote, or HTML."""
    heading, _, text = said.rpartition("||")
    text = re.sub(r"fig\(([\w-]+)\|([^)]*)\)", r'<a data-figure="\1">\2</a>', text)
    html = text if text.startswith("<") else f"<h2>{heading}</h2><p>{text}</p>"
    judge = PassageChecker(*data, lang)
    return [verdict.code for passage in read_page(html.encode(), lambda _: ()).passages for verdict in judge.check_passage(passage)[0]]


RIGHT = [
    ("en", "In June 2023, there were fig(2023-06|45) deaths."),
    ("en", "Deaths, 2023||In June there were fig(2023-06|45) deaths."),
    ("en", "Deaths in June 2023||In 2023, there were fig(2023-06|45) deaths."),
    ("en", "There were fig(2023-05|44) deaths in May 2023 and fig(2023-06|45) in June 2023."),
    ("en", "There were fig(2023-05|44) deaths in May and fig(2023-06|45) in June 2023."),
    ("en", "In June 2023, there were fig(2023-06|45) deaths, more than in May 2023."),
    ("en", "On 1 July 2023, the office published that there were fig(2023-06|45) deaths in June 2023."),
    ("en", "From June 2022 to June 2023, deaths fig(month-change|rose by 13%)."),
    ("en", "Deaths fig(month-change|rose by 13%) in June 2023."),
    ("en", "Deaths fig(month-change|rose by 13%) in June 2023 compared with June 2022."),
    ("en", "In Q1 2022, there were fig(2022-q1|120) deaths."),
    ("en", "In the first quarter of 2022, there were fig(2022-q1|120) deaths."),
    ("en", "In the three months to March 2022, there were fig(2022-q1|120) deaths."),
    ("en", "From January to March 2022 there were fig(2022-q1|120) deaths."),
    ("en", "Deaths fig(quarter-change|rose by 8%) from the first quarter of 2022 to the second."),
    ("en", "On 1 March 2023, there were fig(2023-03-01|21) deaths."),
    ("en", "On 1 March there were fig(2023-03-01|21) deaths, and on 7 May fig(2023-05-07|22)."),
    ("en", "Between 1 March and 7 May 2023, deaths fig(day-change|rose by 5%)."),
    ("en", "From 2010 to 2014, there were fig(2010-2014|2000) deaths."),
    ("en", "In 2010\u20132014, there were fig(2010-2014|2000) deaths."),
    ("en", "In 2020/21, there were fig(2020-21|90) deaths."),
    ("en", "In the fiscal year 2022, there were fig(2021-22|99) deaths."),
    ("en", "In the year to March 2022, there were fig(2021-22|99) deaths."),
    ("en", "Deaths fig(fiscal-year-change|rose by 10%) from 2020/21 to 2021/22."),
    ("en", "In 2023, there were fig(2023|520) deaths."),
    ("en", "In 2023, the index of deaths stood at fig(index|104.0)."),
    ("en", "Compared with 2021, the index of deaths stood at fig(index|104.0) in 2023."),
    ("en", "In 2021, the index of deaths stood at fig(early-index|96.2)."),
    ("es", "En junio de 2023 hubo fig(2023-06|45) muertes."),
    ("es", "Muertes en 2023||En junio hubo fig(2023-06|45) muertes."),
    ("es", "De junio de 2022 a junio de 2023, las muertes fig(month-change|aumentaron un 13 %)."),
    ("es", "En el primer trimestre de 2022 hubo fig(2022-q1|120) muertes."),
    ("es", "El 1 de marzo de 2023 hubo fig(2023-03-01|21) muertes."),
    ("es", "De 2010 a 2014 hubo fig(2010-2014|2000) muertes."),
    ("es", "En el ejercicio 2021/22 hubo fig(2021-22|99) muertes."),
]
WRONG = [
    ("en", "In May 2023, there were fig(2023-06|45) deaths."),
    ("en", "In May there were fig(2023-06|45) deaths."),
    ("en", "In June there were fig(2023-06|45) deaths."),
    ("en", "There were fig(2023-06|45) deaths."),
    ("en", "On 1 July 2023, the office published that there were fig(2023-06|45) deaths."),
    ("en", "In June 2022, there were fig(2023-06|45) deaths."),
    ("en", "In 2023, there were fig(2023-06|45) deaths."),
    ("en", "In 2022, there were fig(2023-06|45) deaths."),
    ("en", "In Q2 2023, there were fig(2023-06|45) deaths."),
    ("en", "On 7 June 2023, there were fig(2023-06|45) deaths."),
    ("en", "In early June 2023, there were fig(2023-06|45) deaths."),
    ("en", "From May to June 2023, there were fig(2023-06|45) deaths."),
    ("en", "From January 2022 to May 2023, deaths fig(month-change|rose by 13%)."),
    ("en", "From June 2023 to June 2022, deaths fig(month-change|rose by 13%)."),
    ("en", "Deaths fig(month-change|rose by 13%) in May 2023."),
    ("en", "Deaths fig(month-change|rose by 13%) since May 2022."),
    ("en", "Deaths fig(month-change|rose by 13%) in 2023."),
    ("en", "In Q2 2022, there were fig(2022-q1|120) deaths."),
    ("en", "In Q2, there were fig(2022-q1|120) deaths."),
    ("en", "In the second quarter of 2022, there were fig(2022-q1|120) deaths."),
    ("en", "In the first half of 2022, there were fig(2022-q1|120) deaths."),
    ("en", "In 2022, there were fig(2022-q1|120) deaths."),
    ("en", "From January to April 2022 there were fig(2022-q1|120) deaths."),
    ("en", "On 7 May 2023, there were fig(2023-03-01|21) deaths."),
    ("en", "On 2 March, there were fig(2023-03-01|21) deaths."),
    ("en", "In March 2023, there were fig(2023-03-01|21) deaths."),
    ("en", "From 2010 to 2015, there were fig(2010-2014|2000) deaths."),
    ("en", "In 2010, there were fig(2010-2014|2000) deaths."),
    ("en", "In 2020/21, there were fig(2021-22|99) deaths."),
    ("en", "In the fiscal year 2021, there were fig(2021-22|99) deaths."),
    ("en", "In the year to March 2021, there were fig(2021-22|99) deaths."),
    ("en", "In 2022, there were fig(2021-22|99) deaths."),
    ("en", "In 2021, the index of deaths stood at fig(index|104.0)."),
    ("en", "In 2023, the index of deaths stood at fig(early-index|96.2)."),
    ("en", "In mid-2023, there were fig(2023|520) deaths."),
    ("en", "In May 2023, there were fig(2023|520) deaths."),
    ("en", "In 2022/23, there were fig(2023|520) deaths."),
    ("en", "In the first quarter, there were fig(2023|520) deaths."),
    ("es", "En mayo de 2023 hubo fig(2023-06|45) muertes."),
    ("es", "En mayo hubo fig(2023-06|45) muertes."),
    ("es", "De enero de 2022 a mayo de 2023, las muertes fig(month-change|aumentaron un 13 %)."),
    ("es", "En el segundo trimestre de 2022 hubo fig(2022-q1|120) muertes."),
    ("es", "El 7 de mayo de 2023 hubo fig(2023-03-01|21) muertes."),
    ("es", "De 2010 a 2015 hubo fig(2010-2014|2000) muertes."),
    ("es", "En el ejercicio 2020/21 hubo fig(2021-22|99) muertes."),
    ("es", "A mediados de 2023 hubo fig(2023|520) muertes."),
]


@pytest.mark.parametrize(("lang", "said"), RIGHT)
def test_a_sentence_that_names_the_period_of_its_figure_is_right(data: tuple[Figures, Packages], lang: str, said: str) -> None:
    assert codes(data, lang, said) == []


@pytest.mark.parametrize(("lang", "said"), WRONG)
def test_a_sentence_that_names_another_period_is_misleading(data: tuple[Figures, Packages], lang: str, said: str) -> None:
    assert codes(data, lang, said) in (["wrong-period"], ["wrong-context"])


def table(caption: str, head: str, cell: str) -> str:
    heads = f"<thead><tr><th></th><th>{head}</th></tr></thead>"
    return f"<table><caption>{caption}</caption>{heads}<tr><th>Deaths</th><td>{cell}</td></tr></table>"


JUNE, FIRST = "fig(2023-06|45)", "fig(2022-q1|120)"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (table("Deaths, May 2023 and June 2023", "June 2023", JUNE), []),
        (table("Deaths, 2023", "June", JUNE), []),
        (table("Deaths, January 2022 to June 2023", "2023-06", JUNE), []),
        (table("Deaths, 2004 to 2023", "June 2023", JUNE), []),
        (table("Deaths", "May", JUNE), ["wrong-context"]),
        (table("Deaths, 2023", "Jun", JUNE), []),
        (table("Deaths", "Jul", JUNE), ["wrong-context"]),
        (table("Deaths", "May 2023", JUNE), ["wrong-context"]),
        (table("Deaths", "June 2022", JUNE), ["wrong-context"]),
        (table("Deaths, 2022", "June", JUNE), ["wrong-context"]),
        (table("Deaths, January 2022 to May 2023", "June 2023", JUNE), ["wrong-context"]),
        (table("Deaths, 2004 to 2022", "June 2023", JUNE), ["wrong-context"]),
        (table("Deaths, 2022", "Q1", FIRST), []),
        (table("Deaths, 2022", "first quarter", FIRST), []),
        (table("Deaths, 2022", "Q2", FIRST), ["wrong-context"]),
        (table("Deaths", "On 7 May 2023", "fig(2023-03-01|21)"), ["wrong-context"]),
        (table("Deaths", "2021/22", "fig(2021-22|99)"), []),
        (table("Deaths", "2020/21", "fig(2021-22|99)"), ["wrong-context"]),
        (table("Deaths", "May 2023", "fig(2023|520)"), ["wrong-context"]),
        (table("Deaths", "Change, June 2022 to June 2023", "fig(month-change|+13%)"), []),
        (table("Deaths", "Change, May 2022 to June 2023", "fig(month-change|+13%)"), ["wrong-context"]),
    ],
)
def test_the_periods_over_a_cell_are_the_figures_or_hold_it(data: tuple[Figures, Packages], body: str, expected: list[str]) -> None:
    assert codes(data, "en", body) == expected
