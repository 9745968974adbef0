"""What the site in docs/ and data/ has published is in its record, and changes only with an entry in data/corrections.yml."""

from __future__ import annotations

from typing import Any

import pytest

from macros.freeze import compare
from macros.published.content import page_rows
from tests.sample import some


def test_the_record_is_up_to_date_and_no_published_wording_changes_without_an_entry(checked: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    editions = [part.build for part in checked.parts]
    compared = compare(*editions)
    assert compared.settled is not None and compared.faults == ()
    assert compared.settled.record == compared.committed, "run python -m macros publish-record"
    wordings = [row for row in sorted(compared.committed.current) if row.kind == "wording"]
    assert wordings
    for row in some(wordings, 10):
        (edition,) = (edition for edition in editions if row.subject in edition.pages)
        quotes = edition.log.quotes_by_page
        left = [quote for quote in quotes[row.subject] if row not in page_rows([row.subject], {row.subject: [quote]})]
        assert len(left) < len(quotes[row.subject])
        with monkeypatch.context() as patch:
            patch.setitem(quotes, row.subject, left)
            fact = f'no longer says "{row.text}" of {row.part}, as was published'
            assert [(fault.code, fact in fault.fact) for fault in compare(*editions).faults] == [("unrecorded", True)]
