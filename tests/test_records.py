"""Records are told in the order of their dates, each with its texts."""

from __future__ import annotations

import pytest

from macros.base.errors import FaultError, Place
from macros.content.dated_records import read_records
from macros.datapackage import read_packages
from tests.project import VERSION, Table, column, told, write_package

FOLDER = f"data/events/{VERSION}"
EVENTS = "id,date,update\nlate,2021-03-01,\nundated,,\nearly,2020-11-17,2020-11-17\n"
TEXTS = "id,lang,title\nlate,en,Late\nearly,en,Early\nundated,en,Undated\nearly,es,Temprano\n"


def package(root, events=EVENTS, texts=TEXTS, resource="events", drop=()):
    names = [name for name in ("id", "date", "update") if name not in drop]
    tables = {resource: Table(events, [column(name, "date" if name == "date" else "string") for name in names])}
    if texts is not None:
        tables["texts"] = Table(texts, [column(name) for name in ("id", "lang", "title") if name not in drop])
    write_package(root, "events", tables)
    packages, faults = read_packages(root)
    assert not faults, faults
    return packages.find_version("events", None)


def test_records_come_by_date_and_the_undated_last(tmp_path):
    found = read_records(package(tmp_path), "events")
    assert [(record.id, record.date) for record in found] == [
        ("early", "2020-11-17"),
        ("late", "2021-03-01"),
        ("undated", ""),
    ]


def test_a_record_knows_its_facts_texts_and_place(tmp_path):
    early = read_records(package(tmp_path), "events")[0]
    assert early.facts["update"] == "2020-11-17"
    assert early.text("title", "en") == "Early"
    assert early.text("title", "es") == "Temprano"
    assert early.text("title", "de") == early.text("none", "en") == ""
    assert early.place == Place(f"{FOLDER}/events.csv", 4)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({"resource": "others"}, ("unknown-resource", f"{FOLDER}/datapackage.json"), id="no such resource"),
        pytest.param({"texts": None}, ("unknown-resource", f"{FOLDER}/datapackage.json"), id="no texts"),
        pytest.param(
            {"texts": TEXTS + "nobody,en,X\n"},
            ("unknown-record", f"{FOLDER}/texts.csv:6"),
            id="a text of nothing",
        ),
        pytest.param(
            {"texts": TEXTS + "late,en,X\n"},
            ("duplicate-key", f"{FOLDER}/texts.csv:6"),
            id="two texts of one",
        ),
        pytest.param(
            {"events": EVENTS + "mute,2021-01-01,\n"},
            ("no-text", f"{FOLDER}/events.csv:5"),
            id="no text of one",
        ),
        pytest.param(
            {"drop": ["lang"], "texts": "id,title\nlate,Late\n"},
            ("unknown-field", f"{FOLDER}/datapackage.json"),
            id="texts without a language",
        ),
    ],
)
def test_records_that_do_not_fit_are_one_fault(tmp_path, change, expected):
    with pytest.raises(FaultError) as caught:
        read_records(package(tmp_path, **change), "events")
    assert told(caught.value.faults) == [expected]
