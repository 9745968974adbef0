"""The check of the site in docs/ and data/: what it tells of the site, what it finds of wrong numbers, what it compares with the record."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from macros.check.report import Report
from macros.edition.published_check import compare_with_record
from macros.published.content import make_page_rows
from tests.mutations.run import mutated
from tests.mutations.sentences import OPERATORS
from tests.sample import IS_WHOLE, some


def test_the_site_has_no_fault_and_its_check_tells_the_denominator(checked: Any) -> None:
    (seen, *more, verdict) = Report((), checked.tally).list_lines()
    published = [json.loads((part.root / "verification.json").read_text(encoding="utf-8"))["seen"] for part in checked.edition_checks]
    assert seen == f"Numbers found: {sum(published)}" and min(published) > 0
    assert any("bound to a figure" in line for line in more) and any(line.startswith("Files read:") for line in more)
    assert verdict == "No fault."


def test_the_record_is_up_to_date_and_no_published_wording_changes_without_an_entry(checked: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    editions = [part.edition for part in checked.edition_checks]
    compared = compare_with_record(*editions)
    assert compared.settled is not None and compared.faults == ()
    assert compared.settled.record == compared.committed, "run python -m macros publish-record"
    wordings = [row for row in sorted(compared.committed.current) if row.kind == "wording"]
    assert wordings
    for row in some(wordings, 10):
        (edition,) = (edition for edition in editions if row.subject in edition.pages)
        quotes = edition.log.quotes_by_page
        once = replace(row, surface=row.key[-1])
        *_, last = (quote for quote in quotes[row.subject] if once in make_page_rows([row.subject], {row.subject: [quote]}))
        left = [quote for quote in quotes[row.subject] if quote.place != last.place or quote.figure != last.figure]
        with monkeypatch.context() as patch:
            patch.setitem(quotes, row.subject, left)
            fact = f'no longer says "{row.text}" of {row.part}, as was published'
            assert [(fault.code, fact in fault.fact) for fault in compare_with_record(*editions).faults] == [("unrecorded", True)]


def test_the_check_kills_a_sample_of_mutations(checked: Any) -> None:
    """As many by each way to make a number wrong; `make mutations` makes all of them."""
    sample, builds = (60, 10) if IS_WHOLE else (2, 1)
    outcome = mutated(checked, sample=sample * len(OPERATORS), seed=47, builds=builds)
    assert outcome.survived == []
    assert outcome.total >= sample * len(OPERATORS) // 2
    assert len(outcome.killed) >= 15, sorted(outcome.killed)
