"""The entry that is offered for an unrecorded change: once an author has written what stands for `…`, it is a sound one."""

from __future__ import annotations

import pytest
import yaml

from macros.base.errors import Fault
from macros.corrections import draft_entry
from macros.edition.edition import Edition
from macros.published import Row
from tests.project import sample_figures, write

HOME = '---\ntitle: "A"\ndescription: "B"\n---\n\nText.\n'
ROWS = [
    Row("wording", "docs/en/index.md", "eu-2020", "50"),
    Row("wording", "docs/es/index.md", "eu-change", "bajaron un 50 %"),
    Row("title", "eu-2020", "en", "EU count: of a year"),
    Row("status", "eu-2020", "", "computed"),
]
CHOSEN = {"date: …": "date: 2021-06-01", "kind: …": "kind: correction", "nature: …": "nature: error", '"…"': '"words"'}


@pytest.mark.parametrize("languages", [("en",), ("en", "es")], ids="+".join)
def test_filled_in_as_it_is_printed_it_gives_no_fault_in_any_language(tmp_path, languages):
    def faults(entry: str) -> list[Fault]:
        write(tmp_path, "data/corrections.yml", f"corrections:\n{entry}\n")
        return [fault for fault in Edition.read(tmp_path, *languages).faults if fault.place.path == "data/corrections.yml"]

    head, _, blank_entry = draft_entry(ROWS, languages).partition("\n")
    entry = blank_entry
    assert head.startswith("To record the change, append this to data/corrections.yml")
    for blank, text in CHOSEN.items():
        assert blank in entry or languages == ("en",)
        entry = entry.replace(blank, text)
    sample_figures(tmp_path)
    for lang in languages:
        write(tmp_path, f"docs/{lang}/index.md", HOME)
    assert faults(entry) == []
    assert faults(blank_entry)  # as it is printed, it is none


def test_each_language_has_what_was_published_in_it():
    (entry,) = yaml.safe_load(draft_entry(ROWS, ("en", "es")).partition("\n")[2])
    assert entry["old"] == {"en": "50; EU count: of a year; computed", "es": "bajaron un 50 %; computed"}
    assert entry["what"] == {"en": "…", "es": "…"}
    assert (entry["pages"], entry["figures"]) == (["index.md"], ["eu-2020"])
    (entry,) = yaml.safe_load(draft_entry(ROWS[:1], ("en", "es")).partition("\n")[2])
    assert entry["old"] == {"en": "50"}  # a language in which nothing changed can follow later
