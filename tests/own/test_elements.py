"""The page for authors of this site names what they may write as HTML."""

from __future__ import annotations

import re

from macros.check.readers.allowed_html import ATTRIBUTES_BY_ELEMENT
from tests.conftest import ROOT


def test_for_authors_names_every_element_that_may_be_written() -> None:
    for lang in ("en", "es"):
        page = (ROOT / f"docs/{lang}/for-authors.md").read_text(encoding="utf-8")
        (line,) = [line for line in page.splitlines() if "`details`" in line]
        assert set(re.findall(r"`([a-z0-9]+)`", line)) >= ATTRIBUTES_BY_ELEMENT.keys() - {"h1"}, lang
