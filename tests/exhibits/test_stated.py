"""The period that a chart or a table states of itself is the one that it draws, on each page and each version of its data."""

from __future__ import annotations

import pytest

from macros.base.errors import Faults
from macros.charts import draw_chart
from macros.check.judge import PassageChecker
from macros.check.readers.html import read_page
from macros.content.page_context import PageContext
from macros.exhibits import build_chart, read_exhibits, write_chart, write_table
from macros.exhibits.stated import find_period_fault
from macros.quotes import PhraseWriter, QuoteBook
from tests.exhibits.made_up import PACKAGE, VERSION, chart_of, rows_of, table_of, write_made_up
from tests.project import read_figures, write_yaml

BEFORE = "2021-02-01"  # its rows end a year earlier, in 2019
FIGURE = {
    "measure": f"{PACKAGE}/storms/storms",
    "operation": "percentage_change",
    "where": {"place": "all"},
    "from": {"year": 2010},
    "to": {"year": 2015},
    "title": {"en": "Change of storms", "es": "Cambio de las tormentas"},
    "label": {"en": "change of storms", "es": "cambio de las tormentas"},
}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("stated")
    write_made_up(root, version=BEFORE, places=4, years=19)
    write_made_up(root, places=4)
    write_yaml(root, "data/figures.yml", {"figures": {"storms-change": FIGURE}})
    return root


def view_of(root, entry, as_of=None, lang="en"):
    """What stands in a page: the exhibit, the page, and the faults it tells."""
    is_chart = "headline" in entry
    write_yaml(root, "data/charts.yml", {"charts": {"storms": entry} if is_chart else {}})
    write_yaml(root, "data/tables.yml", {"tables": {} if is_chart else {"storms": entry}})
    figures = read_figures(root)
    charts, tables, wrong = read_exhibits(root, figures)
    assert wrong == []
    faults = Faults()
    view = PageContext("docs/en/index.md", lang, as_of, "", "", False, figures, PhraseWriter(QuoteBook(figures, faults)))
    return (charts or tables)["storms"], view, faults


def told(root, name, text, as_of=None, lang="en", **data):
    entry = {**(chart_of("line", totals=True, **data) if name != "caption" else table_of(**data)), name: {"en": text, "es": text}}
    exhibit, view, _ = view_of(root, entry, as_of, lang)
    return find_period_fault(exhibit, name, lang, as_of, view.figures)


RIGHT = [
    ("subtitle", "Storms in each forest, 2001 to 2020", "en"),
    ("subtitle", "Storms in each forest from 2001 to 2020", "en"),
    ("subtitle", "Storms in each forest (2001–2020)", "en"),
    ("caption", "Storms, 2001-2020, by forest", "en"),
    ("caption", "Storms in each forest since the census of 1991", "en"),
    ("caption", "Storms in each forest (2015 = 100)", "en"),
    ("caption", "Storms in each forest", "en"),
    ("headline", "Storms rose from 2010 to 2015", "en"),
    ("headline", 'Storms in all forests {{ figure("storms-change", "rose") }} from 2010 to 2015', "en"),
    ("caption", "Tormentas en cada bosque, de 2001 a 2020", "es"),
]
WRONG = [
    ("subtitle", "Storms in each forest, 2001 to 2019", "en", "2001 to 2019", "Storms in each forest, 2001 to 2020"),
    ("subtitle", "Storms in each forest from 2003 to 2020", "en", "2003 to 2020", "Storms in each forest from 2001 to 2020"),
    ("caption", "Storms in each forest (2001–2019)", "en", "2001–2019", "Storms in each forest (2001–2020)"),
    ("caption", "Storms, 2001-2021, by forest", "en", "2001-2021", "Storms, 2001-2020, by forest"),
    ("caption", "Storms in each forest, 2020", "en", "2020", "Storms in each forest, 2001 to 2020"),
    ("headline", "Storms in each forest, 2001 to 2019", "en", "2001 to 2019", "Storms in each forest, 2001 to 2020"),
    ("headline", "Storms rose from 2010 to 2022", "en", "2010 to 2022", "Storms rose from 2001 to 2020"),
    ("caption", "Tormentas en cada bosque, de 2001 a 2019", "es", "2001 a 2019", "Tormentas en cada bosque, de 2001 a 2020"),
]


@pytest.mark.parametrize(("name", "text", "lang"), RIGHT)
def test_a_stated_period_that_is_drawn_is_none_or_of_a_quoted_figure_is_no_fault(root, name, text, lang):
    assert told(root, name, text, lang=lang) is None


@pytest.mark.parametrize(("name", "text", "lang", "stated", "right"), WRONG)
def test_a_stated_period_that_is_not_drawn_is_a_fault_at_its_text(root, name, text, lang, stated, right):
    fault = told(root, name, text, lang=lang)
    assert fault and fault.code == "wrong-period" and f'states "{stated}"' in fault.fact and f'write "{right}"' in fault.remedy
    assert f'until: {{"{VERSION}": {{{name}: {{{lang}: "{text}"}}}}}}' in fault.remedy
    line = (root / fault.place.path).read_text(encoding="utf-8").splitlines()[fault.place.line - 1]
    assert f"{lang}: " in line and stated[:4] in line


@pytest.mark.parametrize("as_of", ["2021-03-01", BEFORE])
@pytest.mark.parametrize("name", ["subtitle", "caption"])
def test_on_a_page_that_sees_older_rows_the_words_for_them_are_asked_for(root, name, as_of):
    fault = told(root, name, "Storms in each forest, 2001 to 2020", as_of)
    kept = f'until: {{"{VERSION}": {{{name}: {{en: "Storms in each forest, 2001 to 2019"}}}}}}'
    assert fault and kept in fault.remedy and "2001 to 2019 is drawn" in fault.fact


def test_on_such_a_page_a_subtitle_that_fits_takes_the_place_of_a_headline_that_does_not(root):
    entry = chart_of("line") | {"headline": {"en": "Storms, 2001 to 2020"}, "subtitle": {"en": "Storms in each forest"}}
    exhibit, view, faults = view_of(root, entry, "2021-03-01")
    assert "2020" not in write_chart(exhibit, view) and not [*faults]
    exhibit, view, faults = view_of(root, entry | {"subtitle": {"en": "Storms in each forest, 2001 to 2020"}}, "2021-03-01")
    write_chart(exhibit, view)
    assert [fault.code for fault in faults] == ["wrong-period"]
    exhibit, view, faults = view_of(root, table_of(), "2021-03-01")
    write_table(exhibit, view)
    assert [fault.code for fault in faults] == ["wrong-period"]


def test_changes_are_stated_with_their_base_or_without(root):
    for text in ("Change of storms, 2001 to 2020", "Change of storms, 2002 to 2020"):
        assert told(root, "caption", text, operation="percentage_change") is None
    assert told(root, "caption", "Change of storms, 2003 to 2020", operation="percentage_change")


def test_the_period_of_a_figure_in_the_headline_is_not_that_of_each_mark(root):
    """Its cells have their period from their own header."""
    said = "Storms in all forests {{ figure('storms-change', '~') }} from 2010 to 2015"
    value = read_figures(root).get("storms-change", None).value
    words = f"{'rose' if value > 0 else 'fell'} by {abs(float(value)):.0f}%"
    entry = chart_of("line", totals=True) | {"headline": {"en": said.replace("~", words)}}
    exhibit, view, faults = view_of(root, entry)
    assert "wrong-context" not in judge(view, drawn(exhibit, view)) and not [*faults]
    # A table without an axis of time has its period from its words alone.
    entry = table_of() | {"data": rows_of(where={"year": "2020"}, x="place", series=None)}
    exhibit, view, _ = view_of(root, entry | {"caption": {"en": "Storms in each forest in 2019"}})
    assert "wrong-context" in judge(view, write_table(exhibit, view))


def drawn(exhibit, view):
    """A chart in a page, with its drawing."""
    svg = draw_chart(build_chart(exhibit, view), cache=None)
    return write_chart(exhibit, view).replace(' data-drawing="storms">', f' data-drawing="storms">{svg}')


def judge(view, article):
    checker = PassageChecker(view.figures, view.figures.packages, "en")
    page = f"<!doctype html><html lang='en'><head><title>x</title></head><body><article>{article}</article></body></html>"
    return [each.code for passage in read_page(page.encode(), lambda _: ()).passages for each in checker.check_passage(passage)[0]]
