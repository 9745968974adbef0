"""Entries of data/corrections.yml: what is wrong with them is told at its place; old wordings are bound, or exempt with their reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from macros.base.errors import Fault
from macros.corrections import Correction, read_corrections
from macros.published import Record, Row
from macros.quotes import Exempt, Quote
from tests.project import VERSION, counts, declared, read_figures, told, write_figures, write_package, write_yaml, writer

FILE = "data/corrections.yml"
HOME, UPDATE = "docs/en/index.md", "docs/en/updates/2021-05-01-more.md"
GONE = "docs/en/gone.md"
LATER = "2021-06-01"
SOUND: dict[str, Any] = {
    "date": "2021-06-02",
    "kind": "correction",
    "what": {"en": "What changed."},
    "why": {"en": "Why."},
    "nature": "error",
    "scale": {"en": "One sentence."},
    "old": {"en": "The EU count was 50 in 2020."},
    "new": {"en": "The EU count was {{ figure('eu-2020', '60') }} in 2020."},
    "pages": ["index.md"],
}
RECORD = frozenset({Row("wording", HOME, "eu-2020", "50"), Row("page", GONE, "", ""), Row("page", HOME, "", "")})


def entries(root: Path, *found: dict[str, Any], record: frozenset[Row] = RECORD) -> tuple[list[Correction], list[Fault], list[Fault]]:
    """The entries of a small project, whose figure `eu-2020` was 50 and is 60 on the data of June 2021; and the faults."""
    write_package(root, "numbers", {"counts": counts()})
    write_package(root, "numbers", {"counts": counts("year,scope,count\n2020,all,200\n2020,eu,60\n")}, LATER)
    write_figures(root, {"eu-2020": declared()})
    write_yaml(root, FILE, {"corrections": list(found)})
    write = writer(read_figures(root))
    corrections, faults = read_corrections(root, "en", ["en"], write, Record(record), [HOME, UPDATE])
    return corrections, faults, list(write.quote_book.faults)


def test_a_sound_entry_is_read(tmp_path):
    (entry,), faults, wordings = entries(tmp_path, SOUND)
    assert (faults, wordings) == ([], [])
    assert (entry.number, entry.date, entry.kind, entry.pages, entry.id) == (1, "2021-06-02", "correction", ("index.md",), "correction-1")
    assert list(entry.texts) == ["what", "why", "scale", "old", "new"]
    assert entry.quoted_wordings == (("eu-2020", "60"),) and entry.concerned_figures == {"eu-2020"}


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        pytest.param({"date": "2021-06-31"}, "no date that exists", id="a date that does not exist"),
        pytest.param({"kind": "mistake"}, 'the kind "mistake"', id="an unknown kind"),
        pytest.param({"nature": "bad"}, 'the nature "bad"', id="an unknown nature"),
        pytest.param({"scale": None}, "no text scale.en", id="no scale"),
        pytest.param({"old": {"es": "x"}}, "no text old.en", id="no old wording in the language"),
        pytest.param({"why": "because"}, "no text why.en", id="a text without a language"),
        pytest.param({"pages": []}, "no pages", id="no pages"),
        pytest.param({"pages": ["other.md"]}, 'the page "other.md", which does not exist', id="a page that does not exist"),
        pytest.param({"wy": {"en": "x"}}, 'the key "wy", which is unknown', id="an unknown key"),
        pytest.param({"data": "numbers@2021-06-03"}, 'the data version "numbers@2021-06-03", which does', id="an unknown version"),
        pytest.param({"date": "2021-05-20", "data": f"numbers@{LATER}"}, "later than its date 2021-05-20", id="dated before its data"),
        pytest.param({"figures": ["eu-2021"]}, 'the figure "eu-2021", which is not declared', id="an unknown figure"),
        pytest.param({"figures": "eu-2020"}, "figures that are not a list", id="figures that are not a list"),
        pytest.param(
            {"date": "2021-04-30", "pages": ["updates/2021-05-01-more.md"]},
            "before that of updates/2021-05-01-more.md",
            id="before its page",
        ),
    ],
)
def test_what_is_wrong_with_an_entry_is_told_at_its_place(tmp_path, change, fact):
    found, faults, _ = entries(tmp_path, SOUND | change)
    assert found == []
    assert [code for code, _ in told(faults)] == ["correction"]
    assert fact in faults[0].fact and faults[0].remedy and faults[0].place.path == FILE and faults[0].place.line > 1


def test_entries_stand_in_the_order_of_their_dates(tmp_path):
    found, faults, _ = entries(tmp_path, SOUND, SOUND | {"date": "2021-06-01"})
    assert [entry.number for entry in found] == [1]
    assert [fault.fact for fault in faults] == ["has in entry 2 the date 2021-06-01, before that of the entry above it"]


def test_an_entry_may_name_a_page_that_was_published_and_is_gone(tmp_path):
    assert entries(tmp_path, SOUND | {"pages": ["gone.md", "index.md"]})[1] == []


def old(entry: Correction) -> list[tuple[str, Quote | Exempt]]:
    return [
        (part.wording if isinstance(part, Quote) else part.text, part) for part in entry.texts["old"].parts if not isinstance(part, str)
    ]


def test_an_old_wording_is_bound_to_the_older_data_where_the_entry_publishes_new_data(tmp_path):
    (entry,), _, wordings = entries(tmp_path, SOUND | {"data": f"numbers@{LATER}", "kind": "revision"})
    ((text, binding),) = old(entry)
    assert text == "50" and isinstance(binding, Quote) and (binding.figure, binding.as_of) == ("eu-2020", VERSION)
    assert [(before.value, after.value) for before, after in entry.changed_figures.values()] == [(50, 60)]
    assert entry.texts["old"].plain == "The EU count was 50 in 2020." and wordings == []


@pytest.mark.parametrize("text", ["The EU count was 50 in 2020.", "The EU count was {{ figure('eu-2020', '50') }} in 2020."])
def test_a_wrong_wording_is_exempt_with_the_number_of_its_correction(tmp_path, text):
    (entry,), faults, wordings = entries(tmp_path, SOUND | {"old": {"en": text}})
    ((said, binding),) = old(entry)
    assert said == "50" and isinstance(binding, Exempt)
    assert binding.reason == "an earlier wording of this site, replaced by its correction 1"
    assert (faults, wordings) == ([], []) and entry.old_text_by_language == {"en": "The EU count was 50 in 2020."}


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(frozenset(), id="nothing was published"),
        pytest.param(frozenset({Row("wording", HOME, "eu-2020", "51")}), id="another wording was"),
        pytest.param(frozenset({Row("wording", UPDATE, "eu-2020", "50")}), id="on another page"),
        pytest.param(frozenset({Row("wording", HOME, "eu-2020", "5")}), id="a part of the number was"),
    ],
)
def test_what_the_record_does_not_know_is_no_history(tmp_path, record):
    """The number stays in the text, bound to nothing, and the check refuses it."""
    (entry,), _, _ = entries(tmp_path, SOUND, record=record)
    assert old(entry) == [] and entry.texts["old"].plain == "The EU count was 50 in 2020."


def test_a_wording_that_an_entry_replaced_stays_its_own(tmp_path):
    record = RECORD - {Row("wording", HOME, "eu-2020", "50")} | {
        Row("wording", HOME, "eu-2020", "50", "1"),
        Row("wording", HOME, "eu-2020", "60"),
        Row("correction", "1", "2021-06-02", "x"),
    }
    second = SOUND | {"old": {"en": "The EU count was 50, then 60."}}
    first, second = entries(tmp_path, SOUND, second, record=record)[0]
    assert [replaced.text for replaced in first.replaced_wordings] == ["50"]
    assert [replaced.text for replaced in second.replaced_wordings] == ["60"]  # what it will have replaced when the record is written
