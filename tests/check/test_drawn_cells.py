"""The cells of a table that is drawn from rows are judged by where they stand, as the quotes of declared figures are."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import yaml

from macros.base.errors import Faults
from macros.check.judge import PassageChecker
from macros.check.readers.html import read_page
from macros.content.page_context import PageContext
from macros.exhibits import read_exhibits, write_table
from macros.quotes import PhraseWriter, QuoteBook
from tests.exhibits.made_up import ODD, PACKAGE, PLAIN, table_of, write_made_up
from tests.project import read_figures, write_yaml

PAGE = '<!doctype html><html lang="{}"><body><article><h1>Storms</h1>{}</article></body></html>'


def written(root, names=PLAIN, lang="en", as_of=None, labels=(), caption=None, **changed):
    """The table in a page, and the judge of its data. labels: in the place of those of its places."""
    write_made_up(root, names, places=8, years=20)
    if labels:
        path = root / f"data/{PACKAGE}/dimensions.yml"
        structure = yaml.safe_load(path.read_text(encoding="utf-8"))
        for code, label in zip(structure["codelists"]["forests"]["codes"].values(), labels, strict=False):
            code["label"] = {"en": label, "es": label}
            del code["names"]
        write_yaml(root, path.relative_to(root).as_posix(), structure)
    write_yaml(root, "data/figures.yml", {"figures": {}})
    write_yaml(root, "data/charts.yml", {"charts": {}})
    write_yaml(root, "data/tables.yml", {"tables": {"storms": table_of(names, **changed) | ({"caption": caption} if caption else {})}})
    figures = read_figures(root)
    _, tables, faults = read_exhibits(root, figures)
    assert faults == []
    told = Faults()
    writer = PhraseWriter(QuoteBook(figures, told))
    html = write_table(tables["storms"], PageContext("docs/en/index.md", lang, as_of, "", "", False, figures, writer))
    assert list(told) == []
    return PAGE.format(lang, html), PassageChecker(figures, figures.packages, lang), writer.log


def judged(page, judge):
    reading = read_page(page.encode(), lambda text: ())
    return [(verdict.code, verdict.fact) for passage in reading.passages for verdict in judge.check_passage(passage)[0]], reading


OPERATIONS = [
    pytest.param({}, id="value"),
    pytest.param({"operation": "percentage_change"}, id="change"),
    pytest.param({"operation": "share", "of": {"place": "all"}}, id="share"),
    pytest.param({"x": "place", "series": "year"}, id="turned"),
]


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("names", [pytest.param(PLAIN, id="plain"), pytest.param(ODD, id="odd")])
@pytest.mark.parametrize("changed", OPERATIONS)
def test_a_right_table_is_right(tmp_path, names, lang, changed):
    changed = {key: names.get(value, value) if isinstance(value, str) else {names["place"]: "all"} for key, value in changed.items()}
    if changed.get("operation") == "percentage_change":
        changed["caption"] = None
    page, judge, log = written(tmp_path, names, lang, **{key: value for key, value in changed.items() if key != "caption"})
    if "caption" in changed:
        page = page.replace(", 2001 to 2020<", ", change from the year before<").replace(
            ", de 2001 a 2020<", ", variación respecto al año anterior<"
        )
    verdicts, reading = judged(page, judge)
    assert verdicts == []
    assert sum(judge.tally.figures.values()) > 130
    assert Counter((bound.kind, bound.name) for bound, _, _ in reading.bindings) == log.bindings_by_page["docs/en/index.md"]


def changed_once(page, pattern, by):
    after, count = re.subn(pattern, by, page, count=1)
    assert count == 1 and after != page
    return after


@pytest.mark.parametrize(
    ("pattern", "by", "code"),
    [
        pytest.param(r'(data-head="2005">)(\d)', r"\g<1>9\2", "wrong-piece", id="a digit more"),
        pytest.param(r'(data-head="2005">\d)\d', r"\1", "wrong-piece", id="a digit less"),
        pytest.param(r'(data-head="2005">\d\d),', r"\1.", "wrong-piece", id="another sign"),
        pytest.param(r'(data-head="2005">)(\d)', r"\1−\2", "wrong-piece", id="a minus"),
        pytest.param(r'(data-cells="year=)2005', r"\g<1>2006", "wrong-piece", id="another column"),
        pytest.param(r'(data-cells="place=)elm', r"\1fir", "wrong-piece", id="another row"),
        pytest.param(r"(<th [^>]*>)2005(</th>)", r"\g<1>2006\2", "wrong-context", id="another year over a column"),
        pytest.param(r"(<th [^>]*>)Elm( Forest</th>)", r"\1Fir\2", "wrong-context", id="another name of a row"),
        pytest.param(r"(\d)<sup [^>]*>p</sup>", r"\1", "wrong-status", id="a sign less"),
        pytest.param(r'>p</sup>', r">e</sup>", "wrong-status", id="another sign"),
        pytest.param(r'(data-head="2005">[\d,]+)', r'\1<sup data-status="yes">p</sup>', "wrong-status", id="a sign more"),
        pytest.param(r'(data-head="2005">)([\d,]+)', r"\1<b>9\2</b>", "wrong-piece", id="a digit more in another element"),
        pytest.param(r'(data-head="2003"><span aria-hidden="true">):', r"\g<1>77", "unknown-figure", id="a value for none"),
        pytest.param("tree-counts/storms/storms", "tree-counts/storms/fires", "unknown-figure", id="no such measure"),
    ],
)  # fmt: skip
def test_what_is_changed_after_the_build_is_a_fault(tmp_path, pattern, by, code):
    page, judge, _ = written(tmp_path)
    verdicts, _ = judged(changed_once(page, pattern, by), judge)
    found = {each for each, _ in verdicts}
    assert code in found and found <= {code, "wrong-piece"}  # a head says the name of its code, too


LABELS = [
    "15 to 24 years",
    "25–34",
    "65+",
    "under 5 hectares",
    "100,000 or more inhabitants",
    "2.5 km² and over",
    "50%",
    "10 storms or more",
]


@pytest.mark.parametrize("changed", [{}, {"x": "place", "series": "year"}], ids=["rows", "columns"])
def test_a_code_may_be_called_by_a_number(tmp_path, changed):
    page, judge, _ = written(tmp_path, labels=LABELS, **changed)
    assert all(page.count(f">{label}</th>") == 1 for label in LABELS)
    assert judged(page, judge)[0] == []
    for label in LABELS:
        verdicts, _ = judged(page.replace(f">{label}</th>", f">1{label}</th>"), judge)
        assert "wrong-piece" in {code for code, _ in verdicts}, label


def test_signs_are_explained_below_the_table_that_has_them(tmp_path):
    page, _, _ = written(tmp_path)
    assert '<p class="data__signs">p = provisional; c = not published by the source; : = not available.</p>' in page
    assert '<span aria-hidden="true">c</span> <span class="visually-hidden">not published by the source</span>' in page
    page, _, _ = written(tmp_path / "other", lang="es", x={"year": [2004]}, caption={"es": "Tormentas en cada bosque"})
    assert '<p class="data__signs">c = no publicado por la fuente.</p>' in page
    page, _, _ = written(tmp_path / "third", x={"year": [2001]}, caption={"en": "Storms in each forest"})
    assert "data__signs" not in page


def test_a_sign_that_stands_beside_no_figure_is_refused(tmp_path):
    page, _, _ = written(tmp_path)
    forged = page.replace(
        "</article>", '<table data-cells="x"><tbody><tr><td><b>5</b><sup data-status="yes">9</sup></td></tr></tbody></table></article>'
    )
    reading = read_page(forged.encode(), lambda text: ())
    assert "shows what qualifies a figure without the figure" in {fact for fact, _, _ in reading.refusals}


def test_a_table_that_no_macro_wrote_binds_nothing_that_the_log_knows(tmp_path):
    page, _, log = written(tmp_path)
    reading = read_page(page.replace("tree-counts/storms/storms?", "tree-counts/storms/storms?year=2001").encode(), lambda text: ())
    table = next(bound for bound, _, _ in reading.bindings if bound.kind == "cells")
    assert table.name not in {name for _, name in log.bindings_by_page["docs/en/index.md"]}
