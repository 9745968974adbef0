"""The page of the codes of faults, which authors of this site read."""

from pathlib import Path

import pytest
from lxml.html import fromstring

from macros.base.codes import CODES
from tests.conftest import languages


@pytest.mark.parametrize("lang", languages())
def test_the_page_of_the_codes_shows_each_entry_as_it_is(site: Path, lang: str) -> None:
    folder = site if lang == languages()[0] else site / lang
    rows = fromstring((folder / "fault-codes/index.html").read_bytes()).xpath("//article//tbody/tr")
    shown = [[" ".join(part.text_content().split()) for part in row.xpath(".//th | .//p")] for row in rows]
    assert shown == [[code.name, code.meaning, code.example_line, code.remedy] for code in CODES.values()]
    assert [row.xpath("string(th/@id)") for row in rows] == list(CODES)  # what a link can lead to
    authors = fromstring((folder / "for-authors/index.html").read_bytes())
    assert authors.xpath("//article//a[@href='../fault-codes/']")
