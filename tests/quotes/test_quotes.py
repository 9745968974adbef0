"""A quote binds words to a figure as of a date; a phrase knows which of its letters are quotes."""

from __future__ import annotations

import pytest

from macros.base.errors import Place
from macros.quotes import Exempt, Quote, write_exempt_element, write_quote_element
from tests.project import VERSION, sample_figures, told, writer

PLACE = Place("docs/en/a.md", 14, 9)
PAGE = "docs/en/a.md"


@pytest.fixture
def writing(tmp_path):
    return writer(sample_figures(tmp_path))


def quote(writing, name, wording, as_of=None) -> Quote:
    return writing.quote_book.quote_figure(name, wording, lang="en", as_of=as_of, place=PLACE, page=PAGE)


@pytest.mark.parametrize(
    ("name", "wording", "as_of", "words", "codes"),
    [
        pytest.param("eu-change", "a 50% decrease", None, "a 50% decrease", [], id="right words"),
        pytest.param("eu-change", None, None, "50% decrease", [], id="no words: the standard ones"),
        pytest.param("eu-change", "a 51% decrease", None, "a 51% decrease", ["wrong-number"], id="a wrong number"),
        pytest.param("eu-change", "fell to 49%", None, "fell to 49%", ["to-for-by", "wrong-number"], id="two mistakes"),
        pytest.param("eu-chang", "50%", None, "50%", ["unknown-figure"], id="an unknown figure"),
        pytest.param("eu-chang", None, None, "eu-chang", ["unknown-figure"], id="an unknown figure without words"),
        pytest.param("eu-change", "50%", "2020-01-01", "50%", ["no-version"], id="before there was data"),
        pytest.param("eu-change", "", None, "", ["unreadable-wording"], id="empty words"),
    ],
)
def test_a_quote_is_recorded_with_its_faults_at_its_place(writing, name, wording, as_of, words, codes):
    made = quote(writing, name, wording, as_of)
    assert made.wording == words
    assert [fault.code for fault in made.faults] == codes
    assert told(writing.quote_book.faults) == [(code, str(PLACE)) for code in codes]
    assert writing.log.quotes_by_page == {PAGE: [made]}


def test_a_quote_knows_the_version_and_the_status_of_its_figure(writing):
    made = quote(writing, "eu-change", "50%", "2021-12-31")
    assert (made.figure, made.version, made.status, made.as_of, made.place) == (
        "eu-change",
        VERSION,
        "computed",
        "2021-12-31",
        PLACE,
    )


@pytest.mark.parametrize(
    ("reads", "because", "reading", "fact"),
    [
        pytest.param("part", "the law says so", "part: the law says so", "", id="both"),
        pytest.param(None, None, "", "", id="none"),
        pytest.param("mean", "the law says so", "", 'declares reads="mean"', id="no such word"),
        pytest.param("part", None, "", "without a reason", id="no reason"),
        pytest.param("part", "", "", "without a reason", id="an empty reason"),
        pytest.param("part", "law", "", "without a reason", id="a reason of one word"),
        pytest.param(None, "the law says so", "", "does not say as what", id="a reason alone"),
        pytest.param(3, 4, "", 'declares reads="3"', id="no text"),
    ],
)
def test_how_a_quote_is_read_is_declared_by_a_word_of_the_list_with_a_reason(writing, reads, because, reading, fact):
    made = writing.quote_book.quote_figure("eu-change", "50%", lang="en", as_of=None, place=PLACE, page=PAGE, reads=reads, because=because)
    assert made.reading == reading
    assert [fault.code for fault in made.faults] == (["wrong-reading"] if fact else [])
    assert all(fact in fault.fact for fault in made.faults)


@pytest.mark.parametrize(
    ("text", "reason", "codes"),
    [
        pytest.param("110%", "an idiom", [], id="a reason"),
        pytest.param("110%", "", ["no-reason"], id="no reason"),
        pytest.param("110%", "  ", ["no-reason"], id="a blank reason"),
        pytest.param("110%", "... 1 -", ["no-reason"], id="a reason without words"),
        pytest.param("110%", "idiom", ["no-reason"], id="a reason of one word"),
        pytest.param("between 46% and 49.5%", "an idiom", [], id="a range"),
        pytest.param("by 46% and then by 12%", "an idiom", ["wide-exemption"], id="two quantities"),
        pytest.param("Give 110%. Everybody does", "an idiom", ["wide-exemption"], id="two sentences"),
        pytest.param("NCMEC said on that day that reports had fallen by 110%", "an idiom", ["wide-exemption"], id="a whole sentence"),
    ],
)
def test_what_is_declared_to_be_no_figure_is_one_quantity_with_a_reason(writing, text, reason, codes):
    exempt = writing.quote_book.declare_no_figure(text, reason, lang="en", place=PLACE, page=PAGE)
    assert exempt == Exempt(text, reason, PLACE)
    assert told(writing.quote_book.faults) == [(code, str(PLACE)) for code in codes]
    assert writing.log.exempt_by_page == {PAGE: [exempt]}


@pytest.mark.parametrize(("show", "tag", "bound"), [(False, "a", True), (True, "mark", False)], ids=["published", "while authors write"])
def test_a_wrong_quote_is_marked_only_while_authors_write(writing, show, tag, bound):
    html = write_quote_element(quote(writing, "eu-change", "51% <b>"), "../figures/", show_faults=show)
    assert html.startswith(f"<{tag} ") and html.endswith(f"</{tag}>")
    assert ('data-figure="eu-change"' in html) == bound
    assert "<b>" not in html


def test_a_quote_leads_to_its_proof_as_of_its_date(writing):
    html = write_quote_element(quote(writing, "eu-change", "50%", "2021-12-31"), "../figures/", show_faults=False)
    assert 'href="../figures/#eu-change"' in html
    assert 'data-as-of="2021-12-31"' in html
    assert "data-as-of" not in write_quote_element(quote(writing, "eu-change", "50%"), "../figures/", show_faults=False)


def test_what_authors_write_cannot_break_out_of_an_element():
    html = write_exempt_element(Exempt("5 < 6 & 7", 'a "reason" <b>', PLACE))
    assert html.count("<") == html.count(">") == 2
    assert html.count('"') == 2


def phrase(writing, template):
    return writing.write_phrase(template, lang="en", as_of=None, place=PLACE, page=PAGE)


@pytest.mark.parametrize(
    ("template", "plain", "bound"),
    [
        pytest.param("No figure at all", "No figure at all", [], id="none"),
        pytest.param(
            "{{ figure('eu-change', 'fell by 50%') }}", "fell by 50%", ["fell by 50%"], id="nothing but a figure",
        ),
        pytest.param(
            "EU {{ figure('eu-change', 'fell by 50%') }} from {{ figure('eu-2020') }}.", "EU fell by 50% from 50.",
            ["fell by 50%", "50"], id="two figures",
        ),
        pytest.param("{{ figure('eu-2020') }}{{ figure('eu-2020') }}", "5050", ["50", "50"], id="two without a gap"),
        pytest.param("Give {{ not_a_figure('110%', 'an idiom') }} 50% ü", "Give 110% 50% ü", ["110%"], id="no figure"),
        pytest.param("{{ '{{' }} 5 {% raw %}{{ x }}{% endraw %}{# a note #}", "{{ 5 {{ x }}", [], id="braces that are text"),
        pytest.param("", "", [], id="nothing"),
        pytest.param("a } b { c", "a } b { c", [], id="single braces"),
    ],
)  # fmt: skip
def test_the_spans_of_a_phrase_are_its_quotes_letter_for_letter(writing, template, plain, bound):
    made = phrase(writing, template)
    assert made.plain == plain
    assert [plain[start:end] for start, end, _ in made.spans] == bound
    assert list(writing.quote_book.faults) == []
    assert writing.log.phrases == [made]


@pytest.mark.parametrize(
    ("template", "code"),
    [
        pytest.param("{{ figure('eu-change' }}", "template", id="a syntax error"),
        pytest.param("{{ figur('eu-change') }}", "undefined", id="an unknown name"),
        pytest.param("{{ chart('eu-change') }}", "undefined", id="a macro of pages"),
        pytest.param("{{ figure() }}", "macro-call", id="too few arguments"),
        pytest.param("{{ figure('eu-2020').none }}", "template", id="an attribute"),
        pytest.param("{{ 1 + 1 }}", "template", id="a sum"),
        pytest.param("{{ now() }}", "undefined", id="the day"),
        pytest.param("{{ environment }}", "template", id="a variable"),
        pytest.param("{{ 'a' | upper }}", "template", id="a filter"),
        pytest.param("{% if true %}", "template", id="a condition"),
        pytest.param("{{ figure('eu-2020', 5) }}", "macro-call", id="words that are a number"),
        pytest.param("{{ figure('eu-chang') }}", "unknown-figure", id="an unknown figure"),
        pytest.param("{{ figure('eu-2020', '51') }}", "wrong-number", id="a wrong number"),
    ],
)
def test_a_template_that_fails_is_one_fault_at_its_place(writing, template, code):
    phrase(writing, template)
    assert told(writing.quote_book.faults) == [(code, str(PLACE))]


def test_all_that_fails_in_a_template_is_told_and_the_rest_is_written(writing):
    made = phrase(writing, "EU {{ 1 + 1 }} {{ figur('x') }} {{ figure('eu-2020', '50') }} {{ figure('eu-chang') }}")
    assert made.plain == "EU {{ 1 + 1 }} {{ figur('x') }} 50 eu-chang"
    assert [code for code, _ in told(writing.quote_book.faults)] == ["template", "undefined", "unknown-figure"]


def test_a_phrase_in_a_page_links_its_quotes_and_in_a_link_does_not(writing):
    made = phrase(writing, "A < B {{ figure('eu-change', 'fell by 50%') }} {{ not_a_figure('110%', 'an idiom') }}")
    linked, plain = made.to_html("../figures/"), made.to_html("../figures/", linked=False)
    assert "A &lt; B" in linked and "A &lt; B" in plain
    assert (linked.count("<a "), plain.count("<a ")) == (1, 0)
    for html in (linked, plain):
        assert html.count('data-figure="eu-change"') == html.count("data-not-a-figure") == 1
