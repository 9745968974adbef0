"""The front matter of a page is validated at the border: every fault with its place, and what is read is a value."""

from __future__ import annotations

import pytest

from macros.base.errors import FaultError, Place
from macros.datapackage import Source
from macros.pages import read_pages
from macros.pages.page import read_front_matter
from tests.project import sample_figures, told, write, writer

SLUG = "updates/2021-03-01-a-first-update.md"
UPDATE = f"docs/en/{SLUG}"
TEXT = """\
---
title: "A first update"
description: "What it says."
date: 2021-03-01
author: Somebody
summary: "EU counts {{ figure('eu-change', 'fell by 50%') }}."
topics: [News]
sources:
  - {title: "A title", publisher: "A publisher", date: 2021-03-01}
---

Text.
"""
PLAIN = '---\ntitle: "A page"\ndescription: "What it says."\n---\n\nText.\n'


def read(root, files):
    writing = writer(sample_figures(root))
    for path, text in files.items():
        write(root, f"docs/en/{path}", text)
    pages = read_pages(root, "en", writing, ["News"])
    return {page.uri: page for page in pages}, told(writing.quote_book.faults)


def test_an_update_is_read(tmp_path):
    pages, faults = read(tmp_path, {SLUG: TEXT})
    assert faults == []
    page = pages[SLUG]
    assert (page.path, page.lang, page.author) == (UPDATE, "en", "Somebody")
    assert page.date == page.as_of == "2021-03-01"
    assert (page.title.plain, page.summary.plain) == ("A first update", "EU counts fell by 50%.")
    assert page.topics == ("News",)
    assert page.sources == (Source("A title", "A publisher", "2021-03-01"),)
    assert page.is_update
    assert page.summary.place == Place(UPDATE, 6, 10)


NOTHING = [
    pytest.param("", id="nothing"),
    pytest.param("{# A note. It is\nnot published. #}", id="the note of the template"),
    pytest.param("<!-- A comment. -->\n", id="a comment"),
    pytest.param("## Reports fell. All of them.", id="a heading"),
    pytest.param('{{ chart("eu") }}\n\n{% call example("a reason") %}{% endcall %}', id="macros"),
    pytest.param("| Year. | Reports. |\n|---|---|\n| a. | b. |", id="a table"),
    pytest.param("![A chart. Of reports.](chart.png)", id="a picture"),
    pytest.param("```\nEU counts fell.\n```", id="code"),
    pytest.param("...\n\n2021.", id="no word"),
]
SENTENCES = [
    pytest.param("{# A note. #}\n\nEU counts fell.", id="below the note"),
    pytest.param('EU counts {{ figure("eu-change", "fell by 50%") }}.', id="a number at its end"),
    pytest.param("<p>EU counts fell.</p>", id="in markup"),
    pytest.param("- EU counts fell.", id="in a list"),
    pytest.param("Las cifras de la UE\nbajaron.", id="on two lines"),
    pytest.param("Τι άλλαξε;", id="a question in Greek"),
]


@pytest.mark.parametrize("body", NOTHING)
def test_an_update_without_a_sentence_of_its_own_is_a_fault_at_its_first_line(tmp_path, body):
    front = TEXT.partition("\nText.")[0]
    _, faults = read(tmp_path, {SLUG: f"{front}\n{body}\n", "index.md": PLAIN.replace("Text.", body)})
    assert [code for code, _ in faults] == ["no-text"]
    assert faults[0][1].startswith(f"{UPDATE}:1")


@pytest.mark.parametrize("body", SENTENCES)
def test_one_sentence_is_enough(tmp_path, body):
    assert read(tmp_path, {SLUG: TEXT.replace("Text.", body)})[1] == []


def test_a_page_without_a_date_sees_the_newest_data(tmp_path):
    pages, faults = read(tmp_path, {"index.md": PLAIN})
    assert faults == []
    assert (pages["index.md"].as_of, pages["index.md"].is_update, pages["index.md"].summary) == (None, False, None)


@pytest.mark.parametrize("empty", ["summary:", "author:", "topics:", "sources:", "summary: ''", "topics: []", "author: ' '"])
def test_an_empty_key_that_is_not_required_is_as_none(tmp_path, empty):
    pages, faults = read(tmp_path, {"index.md": PLAIN.replace("\n---\n\n", f"\n{empty}\n---\n\n")})
    assert faults == []
    page = pages["index.md"]
    assert (page.summary, page.author.strip(), page.topics, page.sources) == (None, "", (), ())


@pytest.mark.parametrize(
    ("uri", "url"),
    [
        ("index.md", ""), ("data.md", "data/"), ("updates/index.md", "updates/"),
        (SLUG, SLUG.removesuffix(".md") + "/"),
    ],
)  # fmt: skip
def test_the_address_of_a_page_follows_its_file(tmp_path, uri, url):
    pages, _ = read(tmp_path, {uri: TEXT if uri == SLUG else PLAIN})
    assert pages[uri].url == url


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("---\ntitle: x\n---\nText", 4, id="the text follows at once"),
        pytest.param("---\ntitle: x\n---\n\nText", 5, id="an empty line between"),
        pytest.param("---\ntitle: x\n---\n\n\n\nText", 7, id="three empty lines between"),
        pytest.param("---\r\ntitle: x\r\n---\r\n\r\nText", 5, id="line ends of Windows"),
        pytest.param("---\ntitle: x\n...\n\nText", 5, id="dots at the end"),
        pytest.param("---\ntitle: |\n  a\n\n  --- b\n---\n\nText", 8, id="a block text with a rule in it"),
        pytest.param("---  \ntitle: x\n---\t\nText", 4, id="white space behind the fences"),
    ],
)
def test_the_body_begins_on_the_line_on_which_mkdocs_begins_it(text, line):
    _, before = read_front_matter(text, "a.md")
    assert before + 1 == line


def test_the_line_of_the_body_agrees_with_mkdocs():
    from mkdocs.utils import meta

    for text in (TEXT, PLAIN, PLAIN.replace("---\n\n", "---\n\n\n\n"), PLAIN.replace("---\n\n", "---\n")):
        body, _ = meta.get_data(text)
        _, before = read_front_matter(text, "a.md")
        assert text.split("\n")[before:] == body.split("\n")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        pytest.param('title: "A first update"\n', "", "2:1", id="no title"),
        pytest.param('"A first update"', "", "2:7", id="an empty title"),
        pytest.param('"A first update"', '" "', "2:8", id="a blank title"),
        pytest.param('"A first update"', "2021", "2:8", id="a title that is a number"),
        pytest.param('"A first update"', "[a]", "2:8", id="a title that is a list"),
        pytest.param('description: "What it says."\n', "", "2:1", id="no description"),
        pytest.param("date: 2021-03-01\n", "", "2:1", id="no date"),
        pytest.param("date: 2021-03-01\n", "date: 2021-02-30\n", "4:7", id="an impossible date"),
        pytest.param("date: 2021-03-01\n", "date: 1 March 2021\n", "4:7", id="a date in words"),
        pytest.param("date: 2021-03-01\n", "date: 2021\n", "4:7", id="a date that is a number"),
        pytest.param("date: 2021-03-01\n", "date: 2021-03-02\n", "4:7", id="a date other than the file's"),
        pytest.param("author: Somebody", "author: [Somebody]", "5:9", id="an author that is a list"),
        pytest.param("author", "auther", "5:9", id="an unknown key"),
        pytest.param("topics: [News]", "topics: News", "7:9", id="topics that are a text"),
        pytest.param("topics: [News]", "topics: [New]", "7:9", id="an unknown topic"),
        pytest.param("topics: [News]", "topics: []", "7:9", id="no topic"),
        pytest.param("topics: [News]", "topics:", "7:8", id="an empty topic"),
        pytest.param(', publisher: "A publisher"', "", "9:3", id="a source without publisher"),
        pytest.param("date: 2021-03-01}", "date: 2021-02-30}", "9:3", id="an impossible date of a source"),
        pytest.param(
            '  - {title: "A title", publisher: "A publisher", date: 2021-03-01}',
            "  NCMEC",
            "9:3",
            id="sources that are a text",
        ),
    ],
)
def test_front_matter_that_is_not_sound_is_one_fault_with_its_place(tmp_path, old, new, place):
    assert TEXT.count(old) == 1
    pages, faults = read(tmp_path, {SLUG: TEXT.replace(old, new)})
    assert faults == [("front-matter", f"{UPDATE}:{place}")]
    assert pages == {}


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        pytest.param("Text.\n", "front-matter", f"{UPDATE}:1", id="no front matter"),
        pytest.param("", "front-matter", f"{UPDATE}:1", id="an empty file"),
        pytest.param("---\ntitle: x\n", "front-matter", f"{UPDATE}:1", id="a fence left open"),
        pytest.param("\n" + TEXT, "front-matter", f"{UPDATE}:1", id="an empty line before it"),
        pytest.param("---\n---\nText\n", "front-matter", f"{UPDATE}:1", id="nothing in it"),
        pytest.param("---\n- a\n---\nText\n", "front-matter", f"{UPDATE}:1", id="a list in it"),
        pytest.param(TEXT.replace("author:", "title:"), "duplicate-key", f"{UPDATE}:5:1", id="a key twice"),
        pytest.param(TEXT.replace("[News]", "[News"), "yaml", f"{UPDATE}:8:8", id="broken syntax"),
        pytest.param(TEXT.replace("Somebody", "\x00"), "yaml", f"{UPDATE}:5:9", id="a NUL"),
        pytest.param(TEXT.replace("Somebody", "Ü").encode("latin-1"), "encoding", f"{UPDATE}:5:9", id="Latin-1"),
        pytest.param(TEXT.replace("fell by 50%", "fell by 51%"), "wrong-number", f"{UPDATE}:6:24", id="a wrong number"),
        pytest.param(TEXT.replace("eu-change", "eu-chang"), "unknown-figure", f"{UPDATE}:6:24", id="an unknown figure"),
        pytest.param(TEXT.replace("') }}", "' }}"), "template", f"{UPDATE}:6:10", id="a macro left open"),
    ],
)
def test_a_page_that_cannot_be_read_is_one_fault(tmp_path, text, code, place):
    _, faults = read(tmp_path, {SLUG: text})
    assert faults == [(code, place)]


@pytest.mark.parametrize(
    "name",
    ["2021-03-01.md", "2021-3-1-x.md", "first.md", "2021-03-01-X.md", "2021-03-01-a_b.md", "deep/2021-03-01-a.md"],
)
def test_an_update_in_a_file_of_another_name_is_one_fault(tmp_path, name):
    pages, faults = read(tmp_path, {f"updates/{name}": TEXT})
    assert faults == [("front-matter", f"docs/en/updates/{name}:4:7")]
    assert pages == {}


def test_two_updates_of_one_date_are_one_fault(tmp_path):
    _, faults = read(tmp_path, {SLUG: TEXT, "updates/2021-03-01-second.md": TEXT})
    assert faults == [("same-date", "docs/en/updates/2021-03-01-second.md")]


def test_faults_of_two_pages_are_told_together_and_the_others_are_read(tmp_path):
    pages, faults = read(tmp_path, {"a.md": "x", "b.md": PLAIN, "c.md": PLAIN.replace("title", "titel")})
    assert [place for _, place in faults] == ["docs/en/a.md:1", "docs/en/c.md:2:1", "docs/en/c.md:2:8"]
    assert list(pages) == ["b.md"]


def test_an_update_sees_the_data_as_of_its_date(tmp_path):
    early = TEXT.replace("2021-03-01", "2021-02-28")
    _, faults = read(tmp_path, {"updates/2021-02-28-early.md": early})
    assert faults == [("no-version", "docs/en/updates/2021-02-28-early.md:6:24")]


def test_an_error_of_the_front_matter_alone_needs_no_page():
    with pytest.raises(FaultError) as caught:
        read_front_matter("x", "a.md")
    assert told(caught.value.faults) == [("front-matter", "a.md:1")]
