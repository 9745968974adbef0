"""Words of a page are replaced where it says them, and the entry says what they were and are."""

from __future__ import annotations

import pytest
import yaml

from macros.authoring.correct import Entry, append_entry, find_sentence_at, read_as_text, replace_words
from macros.base.errors import FaultError, Place

FRONT = """---
title: "Bridges"
summary: "On the south bridge, bicycles {{ figure('south', 'fell by 5%') }}."
---
"""
BODY = """
Bicycles {{ figure("south", "fell by 5%") }} from **2021** to 2022. Those on the [north bridge](n.md) {{ figure("north", "rose by 25%") }}.

- The office {{ not_a_figure("opened 3 days", "days of the week") }} a week.
"""
PAGE = FRONT + BODY


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        pytest.param("fell by 5%", "fell by 4.1%", 'figure("south", "fell by 4.1%")', id="the words of a quote"),
        pytest.param("rose by 25%", "rose by a quarter", 'figure("north", "rose by a quarter")', id="a part of a quote"),
        pytest.param("Those on the", "The bicycles on the", "The bicycles on the [north", id="plain words"),
        pytest.param(
            "Bicycles fell by 5%", "Bicycles fell by nearly 5%", 'Bicycles {{ figure("south", "fell by nearly 5%") }}', id="across a quote"
        ),
        pytest.param("opened 3 days", "opened 4 days", 'not_a_figure("opened 4 days", "days of the week")', id="words that are no figure"),
        pytest.param(
            "rose by 25%", '{{ figure("all", "rose by 13%") }}', '(n.md) {{ figure("all", "rose by 13%") }}.', id="another figure"
        ),
        pytest.param("Those on the north bridge", "Ones on the north bridge", "Ones on the [north bridge](n.md)", id="a link"),
        pytest.param("fell by 5% from 2021", "fell by 5% since 2021", "since **2021**", id="words in bold"),
        pytest.param("to 2022", "to the end of 2022", "to the end of 2022. Those", id="words added"),
    ],
)
def test_words_are_replaced_where_they_stand_in_quotes_and_outside(old, new, line):
    made = replace_words(PAGE, "docs/en/x.md", old, new)
    assert line in made.text
    assert len(made.text.splitlines()) == len(PAGE.splitlines())


def test_a_summary_that_says_the_same_is_corrected_with_the_text():
    made = replace_words(PAGE, "docs/en/x.md", "fell by 5%", "fell by 4%")
    assert made.text == PAGE.replace("fell by 5%", "fell by 4%")
    assert [read_as_text(each) for each in made.old] == [
        "Bicycles fell by 5% from 2021 to 2022.",
        "On the south bridge, bicycles fell by 5%.",
    ]
    assert [read_as_text(each) for each in made.new] == [
        "Bicycles fell by 4% from 2021 to 2022.",
        "On the south bridge, bicycles fell by 4%.",
    ]


def test_a_number_inside_a_longer_one_is_left_alone():
    page = f'{FRONT}\nOf {{{{ figure("all", "15%") }}}} and {{{{ figure("one", "5%") }}}}.\n'
    assert 'figure("all", "15%")' in (text := replace_words(page, "x.md", "5%", "6%").text) and 'figure("one", "6%")' in text


@pytest.mark.parametrize(
    ("old", "new", "fact"),
    [
        pytest.param("fell by 6%", "fell by 4%", 'does not say "fell by 6%"', id="words that are not there"),
        pytest.param(" ", "x", "does not say", id="no words"),
        pytest.param("fell by 5% from 2021", "rose by 5% since 2020", "in several parts", id="a quote and words"),
    ],
)
def test_words_that_cannot_be_replaced_are_refused_in_one_line(old, new, fact):
    with pytest.raises(FaultError) as refused:
        replace_words(PAGE, "docs/en/x.md", old, new)
    assert fact in refused.value.faults[0].fact and str(refused.value.faults[0]).count("\n") == 0


def test_the_sentence_of_a_quote_is_found_at_its_place():
    assert read_as_text(find_sentence_at(PAGE, Place("x.md", 6, 10))) == "Bicycles fell by 5% from 2021 to 2022."
    line = "    headline:\n      en: \"Bicycles {{ figure('south', 'fell by 5%') }} in a year\"\n"
    assert find_sentence_at(line, Place("charts.yml", 2, 20)) == "Bicycles {{ figure('south', 'fell by 5%') }} in a year"


ENTRY = Entry({"en": 'Old "words".'}, {"en": "New words."}, ["index.md"], date="2024-01-01", kind="correction", nature="error")
BEGUN = "corrections:\n  - date: 2023-01-01\n    kind: correction\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# A head.\n\ncorrections: []\n", id="an empty list"),
        pytest.param("# A head.\n\ncorrections:\n", id="no list yet"),
        pytest.param("# A head.\n\ncorrections:\n# Below.\n", id="a comment below"),
        pytest.param("corrections: ~", id="null without an end of line"),
        pytest.param(BEGUN, id="an entry"),
        pytest.param(BEGUN.replace("\n  ", "\n"), id="an entry that is not indented"),
        pytest.param(BEGUN.rstrip(), id="an entry without an end of line"),
        pytest.param("# write corrections:\n#   - date: ...\n" + BEGUN, id="an example above"),
    ],
)
def test_an_entry_is_appended_to_a_file_however_it_is_written(text):
    before = yaml.safe_load(text)["corrections"] or []
    again = append_entry(append_entry(text, ENTRY), ENTRY)
    found = yaml.safe_load(again)["corrections"]
    assert found[: len(before)] == before and len(found) == len(before) + 2
    assert found[-1]["old"] == {"en": 'Old "words".'} and found[-1]["pages"] == ["index.md"] and "data" not in found[-1]
    assert [line for line in text.splitlines() if line.startswith("#")] == [line for line in again.splitlines() if line.startswith("#")]


def test_a_file_without_the_list_is_refused():
    with pytest.raises(FaultError):
        append_entry("entries: 1\n", ENTRY)
