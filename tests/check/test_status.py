"""The status of a figure stands in its link as text, and is compared with the figure on every surface that has links."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.check import EditionCheck
from macros.quotes import write_quote_element
from tests.check.test_judge import page
from tests.project import CHANGE, Place, declared, sample_figures, writer

REPORTED, DISPUTED = "\u00a0(reported by NCMEC)", "\u00a0(disputed)"


@pytest.fixture(scope="module")
def done(another_checked: EditionCheck) -> EditionCheck:
    return another_checked


@pytest.mark.parametrize(
    ("entry", "lang", "mark"),
    [
        pytest.param(CHANGE, "en", "", id="computed"),
        pytest.param(declared(status="reported", attribution={"en": "fedpol"}), "en", " (reported by fedpol)", id="reported"),
        pytest.param(declared(status="reported", attribution={"es": "fedpol"}), "es", " (comunicado por fedpol)", id="es"),
        pytest.param(declared(status="disputed", attribution={"en": "fedpol"}), "en", " (disputed)", id="disputed"),
    ],
)
def test_a_quote_says_the_status_of_its_figure_and_its_wording_does_not(tmp_path: Path, entry: dict, lang: str, mark: str) -> None:
    writing = writer(sample_figures(tmp_path, {"one": entry}))
    quote = writing.quote_book.quote_figure("one", "50", lang=lang, as_of=None, place=Place("docs/en/a.md", 1), page="data/charts.yml")
    html = write_quote_element(quote, "figures/", show_faults=False)
    assert quote.wording == "50" and quote.mark.replace("\u00a0", " ") == mark
    assert (f'>50<span class="visually-hidden" data-status="">{quote.mark}</span></a>' in html) == bool(mark)
    assert ("data-status" in html) == bool(mark)


SURVEY, OFFICE = "updates/2023-11-02-survey/index.html", "\u00a0(reported by the cycling office)"
CHANGED = [
    pytest.param(SURVEY, OFFICE, "\u00a0(computed)", id="another status"),
    pytest.param(SURVEY, OFFICE, "", id="none"),
    pytest.param(SURVEY, OFFICE, REPORTED, id="another source"),
    pytest.param(SURVEY, OFFICE, f"{OFFICE} in 61% of cases", id="a number in it"),
    pytest.param(f"es/{SURVEY}", "\u00a0(comunicado por la oficina)", OFFICE, id="another language"),
    pytest.param("updates/index.html", OFFICE, DISPUTED, id="a list of updates"),
    pytest.param("feed.xml", OFFICE, DISPUTED, id="a feed"),
    pytest.param("feed.json", OFFICE, DISPUTED, id="a feed as JSON"),
]


@pytest.mark.parametrize(("name", "old", "new"), CHANGED)
def test_a_status_that_is_not_its_figures_is_a_fault(done: EditionCheck, name: str, old: str, new: str) -> None:
    text = (done.site / name).read_text(encoding="utf-8")
    assert done.recheck_file(name, text.encode()) == []
    assert old in text
    assert "wrong-status" in [fault.code for fault in done.recheck_file(name, text.replace(old, new, 1).encode())]


@pytest.mark.parametrize(
    ("name", "behind"),
    [
        pytest.param("index.html", '<a class="figure figure--computed"', id="a sentence"),
        pytest.param("data/index.html", "<tbody>", id="a cell of a table"),
        pytest.param("charts/bridges-by-year/2024-01-15/index.html", "<h1", id="the page of a chart"),
    ],
)
def test_a_computed_figure_that_is_called_disputed_is_a_fault(done: EditionCheck, name: str, behind: str) -> None:
    text = (done.site / name).read_text(encoding="utf-8")
    at = text.index("</a>", text.index("data-figure=", text.index(behind)))
    changed = f'{text[:at]}<span data-status="">{DISPUTED}</span>{text[at:]}'
    assert [fault.code for fault in done.recheck_file(name, changed.encode())] == ["wrong-status"]


LINK = '<a href="../figures/#eu-reports-change" data-figure="eu-reports-change">{}</a>'


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        pytest.param("<p>There were <span data-status>29 million reports</span>.</p>", "unbound", id="in no link"),
        pytest.param(
            f"<p>{LINK.format('<span data-status>29 million reports</span>')}</p>", "active-content", id="in the place of the number"
        ),
        pytest.param(
            '<p><a href="x" data-figure=""><span data-status>29 million reports</span></a></p>', "unbound", id="in a link to no figure"
        ),
        pytest.param(
            f"<p>{LINK.format('a 47% decrease<span data-status><b> 29 million reports</b></span>')}</p>", "wrong-unit", id="deeper in it"
        ),
        pytest.param(
            f"<svg>{LINK.format('<text>47%</text><span data-status>29 million reports</span>')}</svg>", "active-content", id="in a drawing"
        ),
    ],
)
def test_what_is_no_status_cannot_hide_as_one(check: EditionCheck, markup: str, code: str) -> None:
    check._read_file("x/index.html", page(markup))
    assert code in [fault.code for fault in check.faults]


@pytest.mark.parametrize(
    "around",
    [
        pytest.param("<p>{}</p>", id="a paragraph"),
        pytest.param("<ul><li>{}</li></ul>", id="a list"),
        pytest.param("<h2>{}</h2>", id="a heading"),
    ],
)
def test_a_status_in_the_link_names_nobody_in_the_sentence(check: EditionCheck, around: str) -> None:
    """The words that the generator writes are no attribution by the author."""
    link = f'<a href="figures/#decline-18-weeks" data-figure="decline-18-weeks">down by 58%<span data-status>{REPORTED}</span></a>'
    sentence = f"EU-related reports by technology companies were {link} after 18 weeks, against the weeks before 21 December 2020."
    check._read_file("x/index.html", page(around.format(sentence)))
    assert "unattributed" in [fault.code for fault in check.faults]
    check.faults.clear()
    check._read_file("x/index.html", page(around.format(f"NCMEC: {sentence}")))
    assert {fault.code for fault in check.faults} <= {"forged-binding"}
