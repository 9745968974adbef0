"""To the source: from whatever tells a number, its original is one link away, or words say why none is known."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree, html

from macros.base.errors import Place
from macros.content.sources import write_source
from macros.datapackage import list_sources
from macros.datapackage.sources import find_missing_addresses, read_source_addresses
from macros.edition.edition import Edition
from tests.project import ROOT, write

ANOTHER = ROOT / "tests/another_site"
OFFICE = "Elmford Cycling Office"
COUNTS, MONTHS = "https://cycling.example/counts", "https://cycling.example/months"
ON_PAPER = {"": "the survey was handed out on paper", "es/": "la encuesta se repartió en papel"}
EDITIONS = list(ON_PAPER)


@pytest.fixture(scope="module")
def build() -> Edition:
    return Edition.read(ANOTHER, "en", "es", cached=False)


def _article(site: Path, page: str) -> Any:
    return html.fromstring((site / page).read_bytes())


def _tells(node: Any, source: Any, edition: str) -> bool:
    """Whether a part of a page leads to a source, or says why nothing does."""
    if source.path:
        return source.path in node.xpath(".//a[contains(@rel, 'external')]/@href")
    return ON_PAPER[edition] in node.text_content()


@pytest.mark.parametrize("edition", EDITIONS)
def test_each_page_leads_to_each_of_its_sources(another_built: Path, build: Edition, edition: str) -> None:
    pages = [page for page in build.editions[edition.strip("/") or "en"].pages.values() if page.sources and page.url]
    assert len(pages) > 4
    for page in pages:
        (listed,) = _article(another_built, f"{edition}{page.url}index.html").xpath("//ul[@class='sources']")
        items = listed.xpath("li")
        assert len(items) == len(page.sources)
        assert all(_tells(item, source, edition) for item, source in zip(items, page.sources, strict=True)), page.path


@pytest.mark.parametrize("edition", EDITIONS)
def test_each_proof_names_who_published_its_number_and_leads_there(another_built: Path, build: Edition, edition: str) -> None:
    figures = build.project.figures
    site = another_built
    ledger = _article(site, f"{edition}figures/index.html")
    assert len(figures.declarations) > 10
    for name in figures.declarations:
        figure = figures.get(name, None)
        sources = list_sources(figures.list_packages(figure))
        proof = ledger.xpath(f"//*[@id='{name}']/following::dl[@class='proof'][1]")[0]
        (told,) = proof.xpath("dt[.='Source' or .='Fuente']/following-sibling::dd[1]")
        assert OFFICE in told.text_content() and all(_tells(told, source, edition) for source in sources), name
        entries = json.loads((site / f"{edition}figures/{name}.json").read_bytes())["sources"]
        said = [(entry["publisher"], entry.get("path") or entry["address"]) for entry in entries]
        assert said == [(OFFICE, source.path or ON_PAPER[edition]) for source in sources], name


@pytest.mark.parametrize("edition", EDITIONS)
def test_each_chart_leads_to_its_sources_wherever_it_is_shown_and_its_citations_name_them(another_built: Path, edition: str) -> None:
    pages = sorted((another_built / edition / "charts").glob("*/*/index.html"))
    assert len(pages) > 3
    for path in pages:
        page = html.fromstring(path.read_bytes())
        known = page.xpath("//a[@rel='external']/@href")
        assert (known and set(known) <= {COUNTS, MONTHS}) or ON_PAPER[edition] in page.text_content(), path
        cited = page.xpath("//*[@class='cite']")[0].text_content()
        assert all(cited.count(address) == 3 for address in known), path  # in words, for BibTeX and for RIS
    shown = _article(another_built, f"{edition}data/index.html").xpath("//*[@class='chart__source']")
    assert shown and all(each.xpath("a[@rel='external']") or ON_PAPER[edition] in each.text_content() for each in shown)


def test_data_sets_reports_feeds_and_archives_name_the_address(another_built: Path, build: Edition) -> None:
    site = another_built
    (data,) = _article(site, "data/index.html").xpath("//script[@type='application/ld+json']/text()")
    based = {thing["name"]: thing["isBasedOn"] for thing in json.loads(data)["@graph"] if thing["@type"] == "Dataset"}
    assert {each.get("url") for originals in based.values() for each in originals} == {COUNTS, MONTHS, None}
    rows = _article(site, "data/index.html").xpath("//*[@id='downloads']//tbody/tr")
    packages = build.project.packages.list_all()
    assert len(rows) == len(packages) and all(
        COUNTS in row.xpath(".//a/@href") or MONTHS in row.xpath(".//a/@href") or ON_PAPER[""] in row.text_content() for row in rows
    )
    for package in packages:
        where = f"data/{package.name}/{package.version}/{package.name}-{package.version}"
        with zipfile.ZipFile(site / f"{where}.zip") as archive:
            readme = archive.read(f"{package.label.replace('@', '-')}/README.txt").decode()
        assert all((source.path or ON_PAPER[""]) in readme for source in package.sources)
    updates = [page for page in build.updates if any(source.path for source in page.sources)]
    entries = {item["url"]: item.get("external_url") for item in json.loads((site / "feed.json").read_bytes())["items"]}
    assert sorted(filter(None, entries.values())) == sorted(page.sources[0].path for page in updates)
    feed = etree.fromstring((site / "feed.xml").read_bytes())
    assert len(feed.findall(".//{*}link[@rel='via']")) == len(updates)
    for page in updates:
        cited = _article(site, f"{page.url}index.html").xpath("//*[@class='cite']")
        reports = [
            thing
            for text in _article(site, f"{page.url}index.html").xpath("//script[@type='application/ld+json']/text()")
            for thing in json.loads(text)["@graph"]
        ]
        assert sum(each.text_content().count(page.sources[0].path) for each in cited) == 2  # for BibTeX and for RIS
        assert cited and page.sources[0].path in {each.get("url") for thing in reports for each in thing.get("isBasedOn", ())}


@pytest.mark.parametrize(
    ("title", "times"),
    [("A report", 1), ("A report, update of 2024-01-15", 0), ("A report of 15 January 2024", 0), ("A report of 2024", 1)],
)
def test_the_day_of_a_source_is_told_once(build: Edition, title: str, times: int) -> None:
    view = build.make_context(build.pages["docs/en/data.md"])
    source = build.project.packages.addresses.find_source({"title": title, "publisher": OFFICE, "date": "2024-01-15"}, Place(""))
    assert write_source(source, view).count("<time ") == times


@pytest.mark.parametrize(
    ("title", "publisher", "address"),
    [
        ("A report", "An office", "https://example.org/report"),
        ("A report, part 2", "An office", "https://example.org/report"),
        ("A report (draft)", "An office", "https://example.org/report"),
        ("A reporter", "An office", "https://example.org/office"),
        ("A report", "Another office", ""),
    ],
)
def test_a_source_belongs_to_the_entry_of_its_publisher_whose_title_it_begins_with(
    tmp_path: Path, title: str, publisher: str, address: str
) -> None:
    entries = [{"publisher": "An office", "path": "https://example.org/office"}]
    entries.append({"publisher": "An office", "title": "A report", "path": "https://example.org/report"})
    write(tmp_path, "data/sources.yml", yaml.safe_dump(entries))
    addresses, faults = read_source_addresses(tmp_path)
    said = {"title": title, "publisher": publisher, "date": "2024-01-15"}
    found = addresses.find_source(said, Place("data/x.json"))
    assert faults == [] and found.path == address
    assert [fault.code for fault in find_missing_addresses([found])] == ([] if address else ["no-source-address"])
    own = addresses.find_source({**said, "path": "https://example.org/own"}, Place("data/x.json"))
    assert own.path == "https://example.org/own"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("publisher: x\n", "1"),
        ("- x\n", "1:3"),
        ("- {publisher: x}\n", "1"),
        ("- {publisher: x, path: 'https://e.org', unknown: {en: x}}\n", "1"),
        ("- {publisher: '', path: 'https://e.org'}\n", "1"),
        ("- {publisher: x, title: 3, path: 'https://e.org'}\n", "1"),
        ("- {publisher: x, path: 'javascript:x'}\n", "1"),
        ("- {publisher: x, path: 'https:// e.org'}\n", "1"),
        ("- {publisher: x, path: 'https://[e'}\n", "1"),
        ("- {publisher: x, path: 7}\n", "1"),
        ("- {publisher: x, unknown: no}\n", "1"),
        ("- {publisher: x, unknown: {en: ''}}\n", "1"),
        ("- {publisher: x, adress: 'https://e.org', path: 'https://e.org'}\n", "1"),
        ("- {publisher: x, path: 'https://e.org'}\n- {publisher: x, path: 'https://f.org'}\n", "2"),
        ("- {publisher: x\n", ""),
    ],
)
def test_a_wrong_file_of_addresses_is_a_fault_at_its_place(tmp_path: Path, text: str, place: str) -> None:
    write(tmp_path, "data/sources.yml", text)
    addresses, faults = read_source_addresses(tmp_path)
    assert len(faults) == 1 and faults[0].code in ("source-address", "yaml")
    assert str(faults[0]).startswith(f"data/sources.yml:{place}")
    assert len(addresses.entries) <= 2


def test_a_source_without_an_address_is_a_fault_for_data_and_pages(another: Path) -> None:
    write(another, "data/sources.yml", "")
    told = [fault for fault in Edition.read(another, "en", "es", cached=False).faults if fault.code == "no-source-address"]
    paths = {fault.place.path for fault in told}
    assert {path for path in paths if path.endswith(".json")} == {
        path.relative_to(another).as_posix() for path in (another / "data").glob("*/*/datapackage.json")
    }
    pages = [fault for fault in told if fault.place.path.endswith(".md")]
    assert pages and all(fault.place.line for fault in pages)
