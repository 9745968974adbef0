"""Feeds: valid by the specifications, the same updates as the pages, absolute, stable, and every number in them judged."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree
from lxml import html as lxml_html

from macros.check.site import EditionCheck
from macros.outputs import feeds
from tests.conftest import build
from tests.freeze.repository import change

ATOM = "{http://www.w3.org/2005/Atom}"
NAMES = ("feed", "corrections")
TIME = re.compile(r"\d{4}-\d{2}-\d{2}T00:00:00Z")
CORRECTION = """
  - date: 2024-06-01
    kind: correction
    what:
      en: "The change in bicycles on the north bridge is given as {{ figure('north-change', 'a 25% increase') }}"
      es: "La variación de bicicletas en el puente norte se da como {{ figure('north-change', 'un aumento del 25 %') }}"
    why: {en: "It was <misread>.", es: "Se había <entendido> mal."}
    nature: error
    scale: {en: "One sentence.", es: "Una frase."}
    old:
      en: "It was said to be {{ not_a_figure('25 points', 'what was said wrongly') }}"
      es: "Se dijo que era de {{ not_a_figure('25 puntos', 'lo que se dijo mal') }}"
    new:
      en: "Bicycles on the north bridge {{ figure('north-change', 'rose by 25%') }}"
      es: "Las bicicletas en el puente norte {{ figure('north-change', 'aumentaron un 25 %') }}"
    pages: [updates/2023-01-20-first-counts.md]
"""


@pytest.fixture(scope="module")
def site(another_built: Path) -> Path:
    return another_built


@pytest.fixture(scope="module")
def check(another_checked: EditionCheck) -> EditionCheck:
    return another_checked


def _atom(site: Path, name: str) -> etree._Element:
    return etree.fromstring((site / f"{name}.xml").read_bytes())


def _json(site: Path, name: str) -> dict:  # type: ignore[type-arg]
    return json.loads((site / f"{name}.json").read_text(encoding="utf-8"))


def _updates(site: Path) -> list[str]:
    """The addresses of the updates, newest first."""
    return [
        f"https://bicycles.example/updates/{path.name}/" for path in sorted((site / "updates").iterdir(), reverse=True) if path.is_dir()
    ]


@pytest.mark.parametrize("name", NAMES)
def test_feedparser_reads_a_feed_without_complaint(site: Path, name: str) -> None:
    read = feedparser.parse((site / f"{name}.xml").read_bytes())
    assert not read.bozo and read.version == "atom10"
    assert read.feed.title and read.feed.language == "en"


@pytest.mark.parametrize("name", NAMES)
def test_an_atom_feed_has_what_rfc_4287_demands(site: Path, name: str) -> None:
    root = _atom(site, name)
    assert root.tag == f"{ATOM}feed"
    for node in [root, *root.findall(f"{ATOM}entry")]:
        for required in ("id", "title", "updated"):
            assert len(node.findall(ATOM + required)) == 1, required
        assert TIME.fullmatch(node.findtext(f"{ATOM}updated", ""))
        assert [link.get("type") for link in node.findall(f"{ATOM}link[@rel='alternate']")] == ["text/html"]
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == f"https://bicycles.example/{name}.xml"  # type: ignore[union-attr]
    ids = [node.text for node in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    assert all(len(content) == 0 and content.get("type") == "html" for content in root.iter(f"{ATOM}content"))


@pytest.mark.parametrize("name", NAMES)
def test_a_json_feed_has_what_version_1_1_demands(site: Path, name: str) -> None:
    feed = _json(site, name)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] and feed["feed_url"] == f"https://bicycles.example/{name}.json"
    assert isinstance(feed["items"], list)
    for item in feed["items"]:
        assert isinstance(item["id"], str) and item["content_html"] and item["url"]
        assert TIME.fullmatch(item["date_published"]) and TIME.fullmatch(item["date_modified"])
        assert all(author["name"] for author in item.get("authors", feed["authors"]))


def test_both_feeds_hold_the_same_updates_as_the_pages(site: Path) -> None:
    pages = _updates(site)
    entries = _atom(site, "feed").findall(f"{ATOM}entry")
    items = _json(site, "feed")["items"]
    assert [entry.find(f"{ATOM}link").get("href") for entry in entries] == pages == [item["url"] for item in items]  # type: ignore[union-attr]
    for entry, item in zip(entries, items, strict=True):
        assert entry.findtext(f"{ATOM}id") == item["id"]
        assert entry.findtext(f"{ATOM}title") == item["title"]
        assert entry.findtext(f"{ATOM}content") == item["content_html"]
        date = item["url"].rsplit("/", 2)[1][:10]
        assert entry.findtext(f"{ATOM}published") == item["date_published"] == f"{date}T00:00:00Z"
        assert item["id"].startswith(f"tag:bicycles.example,{date}:")
        assert [node.get("label") for node in entry.findall(f"{ATOM}category")] == item["tags"]


def test_an_entry_holds_every_number_of_its_page_but_those_of_drawings(site: Path) -> None:
    seen = 0
    for item in _json(site, "feed")["items"]:
        page = lxml_html.parse(str(site / urlsplit(item["url"]).path.strip("/") / "index.html"))
        xpath = "//article//*[@data-figure][not(ancestor::*[local-name()='svg'])]"
        told = [(node.get("data-figure"), node.get("data-as-of"), node.text_content()) for node in page.xpath(xpath)]
        entry = lxml_html.fromstring(item["content_html"])
        assert [(node.get("data-figure"), node.get("data-as-of"), node.text_content()) for node in entry.xpath("//*[@data-figure]")] == told
        assert not entry.xpath("//*[local-name()='svg'] | //script | //style | //nav | //h1 | //*[@id] | //*[@class]")
        seen += len(told)
    assert seen > 20


def test_every_link_in_a_feed_is_absolute_and_leads_to_a_page(site: Path) -> None:
    for item in _json(site, "feed")["items"]:
        links = lxml_html.fromstring(item["content_html"]).xpath("//@href | //@src")
        assert links
        for link in links:
            parts = urlsplit(link)
            assert parts.scheme == "https" and parts.netloc, link
            if parts.netloc == "bicycles.example":
                target = site / parts.path.lstrip("/")
                target = target / "index.html" if target.is_dir() else target
                assert target.is_file(), link
                if parts.fragment:
                    assert lxml_html.parse(str(target)).xpath("//*[@id=$id]", id=parts.fragment), link


def test_pages_lead_to_the_feeds(site: Path) -> None:
    for path in (site / "index.html", site / "updates/index.html", site / "topics/riders/index.html", site / "404.html"):
        found = lxml_html.parse(str(path)).xpath("//head/link[@rel='alternate'][@type!='']")
        assert {(link.get("type"), link.get("href").rpartition("/")[2]) for link in found} >= {
            (f"application/{kind}+{ending}", f"{name}.{ending}") for name in NAMES for kind, ending in (("atom", "xml"), ("feed", "json"))
        }
    links = lxml_html.parse(str(site / "updates/index.html")).xpath("//article//a/@href")
    assert {f"../{name}.{ending}" for name in NAMES for ending in ("xml", "json")} <= set(links)


def test_ids_stay_when_titles_change_and_corrections_are_added(site: Path, another: Path) -> None:
    change(another, "docs/en/updates/2023-11-02-survey.md", 'title: "What riders say"', 'title: "Asked & answered"')
    corrections = another / "data/corrections.yml"
    corrections.write_text(corrections.read_text(encoding="utf-8") + CORRECTION, encoding="utf-8")
    done = build(another)
    assert done.returncode == 0, done.stderr
    before, after = _json(site, "feed"), _json(another / "site", "feed")
    assert [item["id"] for item in after["items"]] == [item["id"] for item in before["items"]]
    assert "Asked & answered" in [item["title"] for item in after["items"]]
    assert not feedparser.parse((another / "site/feed.xml").read_bytes()).bozo
    (earlier,) = _json(site, "corrections")["items"]
    correction, first = _json(another / "site", "corrections")["items"]
    assert first == earlier
    assert correction["id"] == "tag:bicycles.example,2024-06-01:corrections/2"
    assert correction["title"] == "Correction: The change in bicycles on the north bridge is given as a 25% increase"
    assert 'data-figure="north-change"' in correction["content_html"] and "&lt;misread&gt;" in correction["content_html"]
    assert feedparser.parse((another / "site/corrections.xml").read_bytes()).entries[0].id == correction["id"]


def _numbers(text: str) -> list[re.Match[str]]:
    return list(re.finditer(r'(?:data-figure|data-cell)(?:=|\\=)\\?"[^"]*"[^;>]*?(?:>|&gt;)[^<&\d]*?(\d)(?=[\d,.]*)', text))


@pytest.mark.parametrize("name", ["feed.xml", "feed.json"])
def test_a_changed_number_in_a_feed_is_a_fault(check: EditionCheck, name: str) -> None:
    text = (check.site / name).read_text(encoding="utf-8")
    assert not check.recheck_file(name, text.encode())
    places = _numbers(text)
    assert len(places) > 50
    missed = []
    for match in places[::4]:  # a sample: each costs a reading of the whole feed
        digit = "8" if match[1] != "8" else "7"
        changed = text[: match.start(1)] + digit + text[match.end(1) :]
        if not check.recheck_file(name, changed.encode()):
            missed.append(text[match.start() : match.end() + 20])
    assert missed == []


@pytest.mark.parametrize("name", ["feed.xml", "feed.json"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("fell by 5% from", "fell by 6% from", id="a wrong number in a summary"),
        pytest.param("fell by 5% from", "rose by 5% from", id="a wrong direction in a summary"),
        pytest.param("over 70,000 bicycles", "under 70,000 bicycles", id="a wrong hedge"),
        pytest.param("The office publishes", "The office publishes 12% of", id="a number bound to nothing"),
        pytest.param("A further year", "A further year after 30,000 bicycles", id="a number in a title"),
        pytest.param("lights-share", "lights-sharp", id="a figure that does not exist"),
    ],
)
def test_what_is_wrong_in_a_feed_is_found(check: EditionCheck, name: str, old: str, new: str) -> None:
    text = (check.site / name).read_text(encoding="utf-8")
    assert old in text
    assert check.recheck_file(name, text.replace(old, new).encode())


def test_markup_in_a_feed_that_is_not_escaped_is_a_fault(check: EditionCheck) -> None:
    data = (check.site / "feed.xml").read_bytes()
    changed = re.sub(rb'<content type="html">', b'<content type="html"><p>x</p>', data, count=1)
    assert [fault.code for fault in check.recheck_file("feed.xml", changed)] == ["unreadable"]


def test_a_feed_holds_the_newest_entries_and_each_of_them_whole(
    check: EditionCheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And one without entries is dated by the newest content."""
    site = tmp_path / "site"
    shutil.copytree(check.site, site)
    whole = _json(site, "feed")["items"]
    monkeypatch.setattr(feeds, "MOST", 2)
    feeds.write_feeds(replace(check.edition, corrections=[]), site)
    assert _json(site, "feed")["items"] == whole[:2] and len(whole) > 2
    assert [entry.find(f"{ATOM}link").get("href") for entry in _atom(site, "feed").iter(f"{ATOM}entry")] == [e["url"] for e in whole[:2]]
    assert _json(site, "corrections")["items"] == []
    assert _atom(site, "corrections").findtext(f"{ATOM}updated") == "2024-01-20T00:00:00Z"
