"""Data is revised, a figure withdrawn, a text corrected: older updates stay as they are, and say what is so by now."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import etree
from lxml import html as lxml_html
from playwright.sync_api import Page

from tests.conftest import build, copy_another, english_only, publish_nothing
from tests.oracle import percentages
from tests.test_accessibility import AXE

VERSION = "2024-01-15"  # in which a count of the south bridge is another than before
FIRST = "updates/2023-01-20-first-counts"
SURVEY = "updates/2023-11-02-survey"
FURTHER = "updates/2024-01-20-a-further-year"
NOTE = "(current figure: 4% decrease)"
CORRECTION = f"""corrections:
  - date: 2024-07-01
    kind: correction
    what: {{en: "A name is spelt right"}}
    why: {{en: "It was not"}}
    nature: wording
    scale: {{en: "A name"}}
    old: {{en: "As it was spelt before"}}
    pages: [{SURVEY}.md]
"""
GONE = {"helmet-share": "withdrawn", "lights-share": "superseded"}


@pytest.fixture(scope="module")
def gone(another_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which two figures are gone, an update is corrected, and a chart has no words of its own for older data; built."""
    root = copy_another(another_built.parent, tmp_path_factory.mktemp("gone") / "project")
    english_only(publish_nothing(root))
    figures, charts = root / "data/figures.yml", root / "data/charts.yml"
    text = figures.read_text(encoding="utf-8")
    for name, status in GONE.items():
        assert f"\n  {name}:\n" in text
        text = text.replace(f"\n  {name}:\n", f"\n  {name}:\n    status: {status}\n")
    figures.write_text(text, encoding="utf-8")
    charts.write_text(re.sub(r"    until:\n(      .*\n)+", "", charts.read_text(encoding="utf-8")), encoding="utf-8")
    (root / "data/corrections.yml").write_text(CORRECTION, encoding="utf-8")
    done = build(root)
    assert done.returncode == 0, done.stderr
    return root


def _page(site: Path, page: str) -> Any:
    return lxml_html.fromstring((site / page / "index.html").read_text(encoding="utf-8"))


def _notes(node: Any) -> list[str]:
    return [" ".join(note.text_content().split()) for note in node.xpath(".//*[@class='figure-note']")]


def test_the_current_figure_stands_beside_each_older_quote_of_a_revised_one(another_built: Path) -> None:
    article = _page(another_built, FIRST).find(".//article")
    notes = [note for note in article.xpath(".//*[@class='figure-note']") if note.getprevious().text == "fell by 5%"]
    assert len(notes) == 3  # in the summary, in the text, in the words of the chart
    for note in notes:
        quoted = note.getprevious()
        assert " ".join(note.text_content().split()) == NOTE
        assert (quoted.get("data-figure"), quoted.get("data-as-of")) == ("south-change", "2023-01-20")
        (current,) = note.findall("a")
        assert (current.get("data-figure"), current.get("data-as-of")) == ("south-change", "newest")
        assert current.get("href") == "../../figures/#south-change"
    (table,) = _page(another_built, FIRST).xpath("//figure[@id='chart-bridges-by-year']//*[@class='chart__table']")
    assert "76,190" in table.text_content() and "(current figure: 76,910)" in _notes(table)


def test_lists_of_updates_say_it_too_and_links_titles_and_newest_data_do_not(another_built: Path) -> None:
    for page in ("updates", "topics/bicycle-counts"):
        assert _notes(_page(another_built, page)) == [NOTE]
    for page in ("", "data", "figures", "corrections", "charts/bridges-by-year/2024-01-15", "charts/bridges-by-year/2023-01-10"):
        assert _notes(_page(another_built, page)) == []
    for path in another_built.rglob("*.html"):
        root = lxml_html.fromstring(path.read_text(encoding="utf-8"))
        assert not root.xpath("//title[contains(., 'current figure')] | //meta[contains(@content, 'current figure')]")
        assert not root.xpath("//a//*[@class='figure-note'] | //details[@class='cite']//*[@class='figure-note']")


def test_the_current_figure_is_checked_like_every_number(another_checked: Any) -> None:
    name = f"{FIRST}/index.html"
    text = (another_checked.site / name).read_text(encoding="utf-8")
    note = text.index("figure-note")
    assert another_checked.recheck_file(name, text.encode()) == []
    for old, new in (
        ("4%", "5%"),
        ("4% decrease", "4% increase"),
        (' data-as-of="newest"', ""),
        ('data-figure="south-', 'data-figure="north-'),
    ):
        at = text.index(old, note)
        assert another_checked.recheck_file(name, (text[:at] + new + text[at + len(old) :]).encode()), (old, new)
    seen = [each for each in percentages(text) if each.as_of == "newest" and each.name == "south-change"]
    assert len(seen) >= 2 and {each.number for each in seen} == {"4"}


def _words(site: Path, page: str) -> tuple[str, str, set[str]]:
    """The headline and the subtitle of the chart on a page, and by what its drawings are named."""
    (figure,) = _page(site, page).xpath("//figure[@id='chart-bridges-by-year']")
    headline, subtitle = (figure.xpath(f"string(.//p[@class='chart__{name}'])") for name in ("headline", "subtitle"))
    return headline, subtitle, {svg.get("aria-label") for svg in figure.xpath(".//*[local-name()='svg']")}


def test_a_chart_in_an_older_update_has_words_that_fit_the_data_it_shows(another_built: Path, gone: Path) -> None:
    """Those for that data, or none but its subtitle."""
    newest, older, without = _words(another_built, ""), _words(another_built, FIRST), _words(gone / "site", FIRST)
    assert "fell by 4%" in newest[0] and "fell by 5%" not in newest[0]
    assert "fell by 5%" in older[0] and not any("fell by 4%" in name for name in older[2])
    assert without[0] == newest[1] and without[2] == {newest[1]}


def test_the_feed_carries_the_note_and_the_day_of_the_change(another_built: Path, gone: Path) -> None:
    (item,) = [i for i in json.loads((another_built / "feed.json").read_bytes())["items"] if FIRST in i["url"]]
    assert item["content_html"].count("current figure: ") >= 2
    assert (item["date_published"], item["date_modified"]) == ("2023-01-20T00:00:00Z", f"{VERSION}T00:00:00Z")
    days = {another_built: {FIRST: VERSION, SURVEY: "2023-11-02", FURTHER: "2024-01-20"}, gone / "site": {SURVEY: "2024-07-01"}}
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    for site, expected in days.items():
        changed = {
            urlsplit(url.findtext(f"{name}loc")).path.strip("/"): url.findtext(f"{name}lastmod")
            for url in etree.fromstring((site / "sitemap.xml").read_bytes())
        }
        for page, day in expected.items():
            assert changed[page] == day
            (found,) = _page(site, page).xpath("//script[@type='application/ld+json']")
            assert [t["dateModified"] for t in json.loads(found.text)["@graph"] if t["@type"] == "Report"] == [day]


def test_the_current_figure_is_seen_heard_and_printed(another_address: str, tab: Page) -> None:
    tab.goto(f"{another_address}{FIRST}/")
    note = tab.locator("main .figure-note").first
    assert note.is_visible() and note.inner_text() == NOTE
    heard = tab.locator("main p", has=tab.locator(".figure-note")).last.aria_snapshot()
    assert "current figure:" in heard and "4% decrease" in heard
    tab.emulate_media(media="print")
    assert note.is_visible() and tab.locator("ol.proofs").is_visible()
    assert note.locator("a").get_attribute("data-note")
    tab.emulate_media(media="screen")
    tab.evaluate(AXE)
    assert [v["id"] for v in tab.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]] == []
    tab.set_viewport_size({"width": 360, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(("name", "status"), GONE.items())
def test_a_figure_that_is_gone_keeps_its_address_and_its_proof(gone: Path, name: str, status: str) -> None:
    site = gone / "site"
    (heading,) = _page(site, "figures").xpath(f"//h3[@id='{name}']")
    proof = heading.getnext()
    assert proof.get("class") == "proof" and f"status--{status}" in lxml_html.tostring(proof, encoding="unicode")
    assert status in proof.text_content()
    one = json.loads((site / f"figures/{name}.json").read_bytes())
    every = {entry["id"]: entry for entry in json.loads((site / "figures.json").read_bytes())["figures"]}
    assert one == every[name] and one["status"] == status and one["exact"] and one["rows"] and one["history"]
    for quoted in _page(site, SURVEY).xpath(f"//article//a[@data-figure='{name}'][not(ancestor::ol)]"):
        assert quoted.get("href") == f"../../figures/#{name}"
        assert quoted.getnext().text_content() == f"({status})"  # in words, not by colour


def test_a_gone_figure_on_an_undated_page_and_a_newest_version_that_is_broken_stop_the_build(gone: Path) -> None:
    page, rows = gone / "docs/en/index.md", gone / f"data/bridge-counts/{VERSION}/counts.csv"
    text, data = page.read_text(encoding="utf-8"), rows.read_bytes()
    page.write_text(text + '\nThe office says that {{ figure("lights-share") }} of riders use lights.\n', encoding="utf-8")
    rows.write_bytes(data.replace(b"2021,south,", b"2021,south,2x"))
    try:
        done = build(gone)
    finally:
        page.write_text(text, encoding="utf-8")
        rows.write_bytes(data)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert f"docs/en/index.md:{text.count(chr(10)) + 2}:25: quotes lights-share, which is superseded" in done.stderr
    assert f"data/bridge-counts/{VERSION}/counts.csv" in done.stderr
