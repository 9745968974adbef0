"""Data is revised, a figure withdrawn, a text corrected: older updates stay as they are, and say what is so by now."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree
from lxml import html as lxml_html
from playwright.sync_api import Page

from tests.conftest import build, copied, english_only
from tests.mutations.run import build_in
from tests.oracle import percentages
from tests.project import revise
from tests.test_accessibility import AXE

VERSION = "2022-06-01"
FIRST = "updates/2021-02-17-first-data-snapshot"  # quotes three and six weeks
WAITING = "updates/2021-04-27-weeks-of-waiting"  # shows them in a chart
WARNING = "updates/2020-11-17-the-warning"
CORRECTION = f"""corrections:
  - date: 2022-07-01
    kind: correction
    what: {{en: "A name is spelt right"}}
    why: {{en: "It was not"}}
    nature: wording
    scale: {{en: "A name"}}
    old: {{en: "As it was spelt before"}}
    pages: [{WARNING}.md]
"""


@pytest.fixture(scope="module")
def revised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with a newer version of one package, in which one value is another, and two figures that are gone."""
    root = english_only(copied(tmp_path_factory.mktemp("revised") / "project"))
    revise(root, "eprivacy-decline", VERSION, "decline.csv", {"3,-46,": "3,-44,"})
    charts, figures = root / "data/charts.yml", root / "data/figures.yml"
    text = charts.read_text(encoding="utf-8")
    assert "figure('decline-3-weeks', 'down by 46%')" in text
    charts.write_text(
        text.replace("figure('decline-3-weeks', 'down by 46%')", "figure('decline-3-weeks', 'down by 44%')"), encoding="utf-8"
    )
    text = figures.read_text(encoding="utf-8")
    for name, status in (("germany-removals", "withdrawn"), ("us-case-victims", "superseded")):
        begin = text.index(f"\n  {name}:")
        text = text[:begin] + text[begin:].replace("status: reported", f"status: {status}", 1)
    figures.write_text(text, encoding="utf-8")
    (root / "data/corrections.yml").write_text(CORRECTION, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def check(revised: Path, tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    return build_in(tmp_path_factory.mktemp("revised-site"), revised)


def _page(check, page: str):  # type: ignore[no-untyped-def]
    return lxml_html.fromstring((check.site / page / "index.html").read_text(encoding="utf-8"))


def _notes(node) -> list[str]:  # type: ignore[no-untyped-def]
    return [" ".join(note.text_content().split()) for note in node.xpath(".//*[@class='figure-note']")]


def test_the_current_figure_stands_beside_each_older_quote_of_a_revised_one(check) -> None:
    article = _page(check, FIRST).find(".//article")
    assert _notes(article) == ["(current figure: 44% decrease)"] * 2  # in the summary and in the text
    for note in article.xpath(".//*[@class='figure-note']"):
        quoted = note.getprevious()
        assert (quoted.get("data-figure"), quoted.get("data-as-of")) == ("decline-3-weeks", "2021-02-17")
        assert quoted.text == "fell by 46%"
        (current,) = note.findall("a")
        assert (current.get("data-figure"), current.get("data-as-of")) == ("decline-3-weeks", "newest")
        assert current.get("href") == "../../figures/#decline-3-weeks"
    assert "46%" in _page(check, f"{WAITING}").xpath("string(//*[@class='chart__table'])")
    assert _notes(_page(check, WAITING).xpath("//figure")[0]) == ["(current figure: −44%)"]


def test_lists_of_updates_say_it_too_and_links_titles_and_newest_data_do_not(check) -> None:
    for page in ("updates", "topics/news"):
        assert _notes(_page(check, page)) == ["(current figure: 44% decrease)"]
    for page in (
        "",
        "data",
        "figures",
        "corrections",
        "charts/decline-after-21-december-2020",
        "charts/decline-after-21-december-2020/2021-04-27",
    ):
        assert _notes(_page(check, page)) == []
    for path in check.site.rglob("*.html"):
        root = lxml_html.fromstring(path.read_text(encoding="utf-8"))
        assert not root.xpath("//title[contains(., 'current figure')] | //meta[contains(@content, 'current figure')]")
        assert not root.xpath("//a//*[@class='figure-note'] | //details[@class='cite']//*[@class='figure-note']")


def test_the_current_figure_is_checked_like_every_number(check) -> None:
    name = f"{FIRST}/index.html"
    text = (check.site / name).read_text(encoding="utf-8")
    note = text.index("figure-note")
    assert check.again(name, text.encode()) == []
    for old, new in (
        ("44%", "45%"),
        ("44% decrease", "44% increase"),
        (' data-as-of="newest"', ""),
        ('data-figure="decline-3', 'data-figure="decline-6'),
    ):
        at = text.index(old, note)
        assert check.again(name, (text[:at] + new + text[at + len(old) :]).encode()), (old, new)
    seen = [each for each in percentages(text) if each.as_of == "newest" and each.name == "decline-3-weeks"]
    assert len(seen) >= 2 and {each.number for each in seen} == {"44"}


def test_a_chart_in_an_older_update_has_words_that_fit_the_data_it_shows(check) -> None:
    (older,) = _page(check, WAITING).xpath("//figure[@id='chart-decline-after-21-december-2020']")
    (newest,) = _page(check, "data").xpath("//figure[@id='chart-decline-after-21-december-2020']")
    assert "down by 44%" in newest.text_content() and "down by 46%" not in newest.text_content()
    assert "down by 44%" not in older.text_content()
    headline, subtitle = (newest.findtext(f".//p[@class='chart__{name}']") for name in ("headline", "subtitle"))
    assert older.findtext(".//p[@class='chart__headline']") == subtitle != headline
    assert [svg.get("aria-label") for svg in older.xpath(".//*[local-name()='svg']")] == [subtitle] * 2
    assert "−46%" in older.xpath("string(.//*[local-name()='svg'])")


def test_the_feed_carries_the_note_and_the_day_of_the_change(check) -> None:
    (item,) = [i for i in json.loads((check.site / "feed.json").read_bytes())["items"] if FIRST in i["url"]]
    assert item["content_html"].count("current figure: ") >= 2
    assert (item["date_published"], item["date_modified"]) == ("2021-02-17T00:00:00Z", f"{VERSION}T00:00:00Z")
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    changed = {
        urlsplit(url.findtext(f"{name}loc")).path.strip("/"): url.findtext(f"{name}lastmod")
        for url in etree.fromstring((check.site / "sitemap.xml").read_bytes())
    }
    assert (changed[FIRST], changed[WAITING], changed[WARNING]) == (VERSION, VERSION, "2022-07-01")
    assert changed["updates/2021-02-25-fact-check-swiss-reports"] == "2021-02-25"
    for page, day in ((FIRST, VERSION), (WARNING, "2022-07-01"), ("updates/2021-04-29-provisional-agreement", "2021-04-29")):
        (found,) = _page(check, page).xpath("//script[@type='application/ld+json']")
        assert [t["dateModified"] for t in json.loads(found.text)["@graph"] if t["@type"] == "Report"] == [day]


def test_the_current_figure_is_seen_heard_and_printed(check, tab: Page) -> None:
    tab.goto((check.site / FIRST / "index.html").as_uri())
    note = tab.locator("main .figure-note").first
    assert note.is_visible() and note.inner_text() == "(current figure: 44% decrease)"
    heard = tab.locator("main p", has=tab.locator(".figure-note")).last.aria_snapshot()
    assert "current figure:" in heard and "44% decrease" in heard
    tab.emulate_media(media="print")
    assert note.is_visible() and tab.locator("ol.proofs").is_visible()
    assert note.locator("a").get_attribute("data-note")
    tab.emulate_media(media="screen")
    tab.evaluate(AXE)
    for width in (360, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [v["id"] for v in found] == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("name", "status"), [("germany-removals", "withdrawn"), ("us-case-victims", "superseded")])
def test_a_figure_that_is_gone_keeps_its_address_and_its_proof(check, name: str, status: str) -> None:
    ledger = _page(check, "figures")
    (heading,) = ledger.xpath(f"//h3[@id='{name}']")
    proof = heading.getnext()
    assert proof.get("class") == "proof" and f"status--{status}" in lxml_html.tostring(proof, encoding="unicode")
    assert status in proof.text_content()
    one = json.loads((check.site / f"figures/{name}.json").read_bytes())
    every = {entry["id"]: entry for entry in json.loads((check.site / "figures.json").read_bytes())["figures"]}
    assert one == every[name] and one["status"] == status and one["exact"] and one["rows"] and one["history"]
    (quoted,) = _page(check, WARNING).xpath(f"//article//a[@data-figure='{name}'][not(ancestor::ol)]")
    assert quoted.get("href") == f"../../figures/#{name}"
    assert quoted.getnext().text_content() == f"({status})"  # in words, not by colour


def test_a_withdrawn_figure_on_a_page_that_is_no_dated_update_stops_the_build(revised: Path, tmp_path: Path) -> None:
    page = revised / "docs/en/index.md"
    before = page.read_text(encoding="utf-8")
    page.write_text(before + '\nNCMEC names {{ figure("us-case-victims") }} victims in one US case.\n', encoding="utf-8")
    try:
        done = build(revised, "--site-dir", str(tmp_path / "site"))
    finally:
        page.write_text(before, encoding="utf-8")
    assert done.returncode == 1
    line = before.count("\n") + 2
    assert f"docs/en/index.md:{line}:16: quotes us-case-victims, which is superseded" in done.stderr


def test_a_newest_version_that_is_broken_is_told_and_no_traceback(revised: Path, tmp_path: Path) -> None:
    rows = revised / "data/eprivacy-decline" / VERSION / "decline.csv"
    before = rows.read_bytes()
    rows.write_bytes(before.replace(b"3,-44,", b"3,-44.2x,"))
    try:
        done = build(revised, "--site-dir", str(tmp_path / "site"))
    finally:
        rows.write_bytes(before)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert f"data/eprivacy-decline/{VERSION}/decline.csv:2" in done.stderr
