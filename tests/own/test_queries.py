"""What readers of this site type into its search leads to the page that they want."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.test_search import ASK, FOLDERS


def test_what_readers_type_leads_to_the_page_that_they_want(tab: Page, address: str) -> None:
    """Of the queries of queries.txt at least 95 in 100 have their page among the first three."""
    lines = (Path(__file__).parent / "queries.txt").read_text(encoding="utf-8").splitlines()
    asked = [tuple(part.strip() for part in line.split("|")) for line in lines if line and not line.startswith("#")]
    lost = []
    for lang, folder in FOLDERS.items():
        rows = [(typed, wanted) for own, typed, wanted in asked if own == lang]
        tab.goto(f"{address}404.html")
        for (typed, wanted), found in zip(rows, tab.evaluate(ASK, [address, folder, [typed for typed, _ in rows], None]), strict=True):
            pages = list(dict.fromkeys(location.partition("#")[0] for location in found))[:3]
            if set(wanted.split(" or ")).isdisjoint(pages):
                lost.append((typed, pages))
    assert len(asked) >= 100 and len(lost) <= len(asked) * 0.05, lost
