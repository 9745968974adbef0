"""What pages say of themselves: structured data, addresses, descriptions, citations; and the files for crawlers."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import etree
from lxml import html as lxml_html

from macros.base.dates import write_long_date
from macros.base.settings import read_settings
from macros.check.site import EditionCheck
from macros.datapackage import Package
from macros.edition.edition import Edition
from macros.outputs import chart_page, crawl, document
from macros.outputs.chart import make_variant
from macros.outputs.package_files import write_readme
from macros.outputs.structured import write_structured_data
from macros.pages import make_topic_url
from tests.conftest import ANOTHER
from tests.freeze.repository import change

HOST = "https://bicycles.example/"
HISTORY = "superseded"  # what no longer holds: to be read, not to be found
SURVEY = "docs/en/updates/2023-11-02-survey.md"
MODIFIED = {"updates/2023-01-20-first-counts": "2024-01-15"}  # since when it tells what its figures are now
CLAIM = """author: "Ada Elm"
claim:
  text: "The cycling office says that {{ figure('helmet-share', '62.5%') }} of riders wear a helmet."
  by: "A clerk of the cycling office"
  of: "Elmford Cycling Office"
  appeared: "The Elmford Gazette"
  rating: "Disputed"
"""
REQUIRED = {
    "Report": "headline description datePublished dateModified author publisher isBasedOn inLanguage about url",
    "ClaimReview": "claimReviewed datePublished author itemReviewed reviewRating url isBasedOn",
    "Dataset": "name description version license temporalCoverage creator distribution url identifier",
    "BreadcrumbList": "itemListElement",
    "WebSite": "name url description inLanguage",
}


@pytest.fixture(scope="module")
def site(another_built: Path) -> Path:
    return another_built


@pytest.fixture(scope="module")
def check(another_checked: EditionCheck) -> EditionCheck:
    return another_checked


def _pages(site: Path, lang: str = "en") -> list[str]:
    """The addresses of the pages of a language, relative to its root, without those for frames."""
    root = site / ("" if lang == "en" else lang)
    found = (path.parent.relative_to(root).as_posix().removeprefix(".") for path in sorted(root.rglob("index.html")))
    return [page for page in found if not re.match(r"(?:es|charts|es/.*)/" if lang == "en" else r"charts/", f"{page}/")]


def _updates(site: Path) -> list[str]:
    return [page for page in _pages(site) if re.match(r"updates/\d", page)]


def _page(site: Path, page: str) -> Any:
    return lxml_html.fromstring((site / page / "index.html").read_text(encoding="utf-8"))


def _url(page: str) -> str:
    return f"{HOST}{page}/" if page else HOST


def _things(site: Path, page: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for text in _page(site, page).xpath("//head/script[@type='application/ld+json']/text()"):
        value = json.loads(text)
        assert value["@context"] == "https://schema.org"
        found += value.get("@graph", [value])
    return found


def _of(site: Path, page: str, kind: str) -> list[dict[str, Any]]:
    return [thing for thing in _things(site, page) if thing["@type"] == kind]


def test_every_thing_has_what_its_type_requires(site: Path) -> None:
    for page in _pages(site):
        for thing in _things(site, page):
            missing = [name for name in REQUIRED[thing["@type"]].split() if not thing.get(name)]
            assert missing == [], (page, thing["@type"])


def test_an_update_is_one_report_dated_by_itself(site: Path) -> None:
    assert len(_updates(site)) == 3
    for page in _updates(site):
        (report,) = _of(site, page, "Report")
        date = page.removeprefix("updates/")[:10]
        assert report["datePublished"] == date and report["dateModified"] == MODIFIED.get(page, date)
        assert report["headline"] == " ".join(_page(site, page).xpath("string(//h1/text())").split())
        assert report["url"] == _url(page)
        assert report["author"] == report["publisher"]
        assert all(original["publisher"]["name"] and original["name"] for original in report["isBasedOn"])
        assert (len(_of(site, page, "BreadcrumbList")[0]["itemListElement"])) == 3
        assert not _of(site, page, "ClaimReview")


def test_who_wrote_an_original_is_its_author_and_a_claim_is_reviewed_without_a_scale(another: Path) -> None:
    change(another, SURVEY, "figure: helmet-share\n", f"figure: helmet-share\n{CLAIM}")
    build = Edition.read(another, "en", cached=False)
    assert not list(build.faults)
    build.site = replace(build.site, address=HOST)
    things = {thing["@type"]: thing for thing in json.loads(write_structured_data(build.pages[SURVEY], build))["@graph"]}
    report, review = things["Report"], things["ClaimReview"]
    assert report["author"] == report["publisher"]  # of the retelling
    assert [original["author"]["name"] for original in report["isBasedOn"]] == ["Ada Elm"]
    assert [name for name in REQUIRED["ClaimReview"].split() if not review.get(name)] == []
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "Disputed"}
    assert review["claimReviewed"] == "The cycling office says that 62.5% of riders wear a helmet."
    assert review["itemReviewed"]["author"]["affiliation"]["name"] == "Elmford Cycling Office"


def test_each_package_is_one_data_set_whose_files_are_those_of_its_newest_version(site: Path) -> None:
    sets = {thing["identifier"]: thing for thing in _of(site, "data", "Dataset")}
    newest = {path.parent.name: path.name for path in sorted((ANOTHER / "data").glob("*/*/")) if path.is_dir()}
    assert set(sets) == {f"{name}@{version}" for name, version in newest.items()}
    for name, version in newest.items():
        thing = sets[f"{name}@{version}"]
        assert thing["version"] == version
        sources = json.loads((ANOTHER / "data" / name / version / "datapackage.json").read_bytes())["sources"]
        creators = thing["creator"] if isinstance(thing["creator"], list) else [thing["creator"]]
        assert [creator["name"] for creator in creators] == list(dict.fromkeys(source["publisher"] for source in sources))
        assert thing["creditText"] == "; ".join(f"{source['title']}, {source['publisher']}" for source in sources)
        assert 50 <= len(thing["description"]) <= 5000
        assert re.fullmatch(r"[\d-]+(?:/[\d-]+)?", thing["temporalCoverage"])
        files = {f"{HOST}{path.relative_to(ANOTHER).as_posix()}": path for path in (ANOTHER / "data" / name / version).glob("*.csv")}
        assert {item["contentUrl"] for item in thing["distribution"]} == set(files)
        for item in thing["distribution"]:
            assert item["encodingFormat"] == "text/csv"
            assert item["sha256"] == hashlib.sha256(files[item["contentUrl"]].read_bytes()).hexdigest()


@pytest.mark.parametrize("publishers", [("An Office of Statistics",), ("An Institute & Sons", "A Ministry, its Agency"), ()])
def test_the_publishers_of_the_sources_are_named_everywhere_and_no_other(check: Any, tmp_path: Path, publishers: tuple[str, ...]) -> None:
    sources = [{"title": f"Report of {name}", "publisher": name, "date": "2021-01-01"} for name in publishers for _ in range(2)]

    def changed(package: Package) -> Package:
        return replace(package, descriptor={**package.descriptor, "sources": sources})

    packages = {name: tuple(map(changed, versions)) for name, versions in check.edition.project.packages.versions.items()}
    project = check.edition.project
    build = replace(check.edition, project=replace(project, packages=replace(project.packages, versions=packages)))
    package = packages["bridge-counts"][-1]
    page = write_structured_data(build.pages["docs/en/data.md"], build)
    exhibit = build.project.charts["changes"]
    foot = unescape(chart_page.write_licence(build, make_variant(build, exhibit, package.version, newest=True)))
    crawl.write_edition_files(build, tmp_path, ())
    told = {
        "zip": write_readme(build, package),
        "foot": foot,
        "llms.txt": (tmp_path / "llms.txt").read_text(encoding="utf-8").split("## ")[0],
    }
    told["document"] = document._write_rights(build, package)
    for name, text in told.items():
        assert "Elmford Cycling Office" not in text, name
        assert all(publisher in text for publisher in publishers), (name, text)
    if not publishers:
        assert told["foot"].endswith("</a>.") and told["document"].endswith("Universal.") and "Publishers" not in told["llms.txt"]
    sets = [thing for thing in json.loads(page)["@graph"] if thing["@type"] == "Dataset"]
    assert len(sets) == len(packages)
    for thing in sets:
        made = [{"@type": "Organization", "name": name} for name in publishers]
        assert thing.get("creator") == (made[0] if len(made) == 1 else made or None)
        assert thing["creditText"] == "; ".join(f"{source['title']}, {source['publisher']}" for source in sources)


@pytest.mark.parametrize(
    ("package", "coverage"),
    [
        ("bridge-counts", "2021/2023"),
        ("events", "2023-01-10/2024-01-15"),
        ("rider-survey", "2023-11-02"),
    ],
)
def test_a_data_set_covers_the_time_that_its_rows_are_about(site: Path, package: str, coverage: str) -> None:
    (found,) = [thing for thing in _of(site, "data", "Dataset") if thing["@id"].endswith(f"#dataset-{package}")]
    assert found["temporalCoverage"] == coverage


@pytest.mark.parametrize(
    ("page", "old", "new"),
    [
        pytest.param("updates/2023-01-20-first-counts", '"abstract": "', '"abstract": "58% of ', id="abstract"),
        pytest.param("updates/2023-01-20-first-counts", "author = {{", "author = {{30,000 bicycles, ", id="citation"),
        pytest.param("data", '"name": "', '"name": "93,000 ', id="name of a data set"),
    ],
)
def test_a_wrong_number_in_what_machines_read_is_a_fault(check: EditionCheck, page: str, old: str, new: str) -> None:
    name = f"{page}/index.html"
    text = (check.site / name).read_text(encoding="utf-8")
    head, found, rest = text.rpartition(old) if old.startswith("author") else text.partition(old)
    assert found and not check.recheck_file(name, text.encode())
    assert check.recheck_file(name, (head + new + rest).encode())


def test_a_page_names_its_one_address_and_says_how_it_is_shared(site: Path) -> None:
    for page in _pages(site):
        root = _page(site, page)
        meta = {node.get("property") or node.get("name"): node.get("content") for node in root.xpath("//head/meta[@content]")}
        assert root.xpath("//head/link[@rel='canonical']/@href") == [_url(page)] == [meta["og:url"]]
        assert meta["og:title"] and meta["og:title"] in root.findtext(".//title")
        assert meta["og:description"] == meta["description"]
        assert meta["og:type"] == ("article" if page in _updates(site) else "website")
        assert meta["og:locale"] == "en_GB" and meta["og:site_name"] and meta["twitter:card"].startswith("summary")
        assert meta.get("robots", "") == ("noindex" if page == HISTORY else "")


def test_no_two_pages_share_a_description_or_a_title(site: Path) -> None:
    names = [*(f"{page}/index.html".lstrip("/") for page in _pages(site)), "404.html"]
    roots = [lxml_html.fromstring((site / name).read_text(encoding="utf-8")) for name in names]
    for xpath in ("string(//head/meta[@name='description']/@content)", "string(//head/title)"):
        found = [root.xpath(xpath) for root in roots]
        assert all(found) and len(set(found)) == len(found)


def test_the_page_for_lost_addresses_is_described_and_kept_out_of_indexes(site: Path) -> None:
    root = lxml_html.fromstring((site / "404.html").read_text(encoding="utf-8"))
    assert root.xpath("//head/meta[@name='description']/@content") and not root.xpath("//link[@rel='canonical']")
    assert root.xpath("//head/meta[@name='robots']/@content") == ["noindex"]


def test_a_page_says_once_how_to_cite_it_in_three_forms(site: Path) -> None:
    for page in _pages(site):
        (cite,) = _page(site, page).xpath("//details[@class='cite']")
        plain, bibtex, ris = (" ".join(node.text_content().split("\r")) for node in cite.findall(".//dd"))
        assert plain.endswith(f" {_url(page)}")
        assert re.match(r"@online\{[\w-]+,\n", bibtex) and bibtex.count("{") == bibtex.count("}")
        assert f"url = {{{_url(page)}}}" in bibtex
        assert not re.search(r"(?<!\\)[&%#$]", bibtex)
        lines = ris.splitlines()
        assert lines[0] == "TY  - ELEC" and lines[-1].rstrip() == "ER  -"
        assert all(re.match(r"[A-Z][A-Z0-9]  - ?", line) for line in lines)
        assert f"UR  - {_url(page)}" in lines
        if page in _updates(site):
            date = page[8:18]
            assert plain.endswith(f", {write_long_date(date, 'en')}. {_url(page)}") and f"date = {{{date}}}" in bibtex
            assert f"DA  - {date.replace('-', '/')}" in lines
        else:  # what is dated elsewhere says nothing of this page
            assert plain.endswith(f"”. {_url(page)}") and not re.search(r"\b(?:date|year|month) = ", bibtex)
            assert not [line for line in lines if line.startswith(("DA", "PY"))]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_page_without_a_date_claims_none_where_it_is_shared(site: Path, lang: str) -> None:
    for page in _pages(site, lang):
        if page in _updates(site):
            continue
        root = _page(site, page if lang == "en" else f"es/{page}")
        (alt,) = root.xpath("//head/meta[@property='og:image:alt']/@content")
        assert alt.partition("”")[2].startswith("."), alt  # of an update, its date stands there
        assert not root.xpath("//head/meta[starts-with(@property, 'article:')]")


def test_the_sitemap_lists_exactly_the_pages_with_the_dates_of_their_content(site: Path) -> None:
    root = etree.fromstring((site / "sitemap.xml").read_bytes())
    name, link = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}link"
    listed = {url.findtext(f"{name}loc"): url.findtext(f"{name}lastmod") for url in root}
    wanted = {}
    for lang in ("en", "es"):
        for page in _pages(site, lang):
            date = page[8:18] if page in _updates(site) else None
            if page != HISTORY:
                wanted[_url(page if lang == "en" else f"es/{page}".rstrip("/"))] = MODIFIED.get(page, date)
    assert listed == wanted
    assert len(root) == len(listed)
    assert {node.tag.removeprefix(name) for node in root.iter()} == {"urlset", "url", "loc", "lastmod", link}
    assert not (site / "sitemap.xml.gz").exists()


def test_crawlers_may_read_everything_and_find_the_sitemap(site: Path) -> None:
    lines = (site / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert lines == ["User-agent: *", "Allow: /", "", f"Sitemap: {HOST}sitemap.xml"]


def test_every_link_of_llms_txt_leads_to_something_and_every_page_is_told(site: Path) -> None:
    text = (site / "llms.txt").read_text(encoding="utf-8")
    assert text.startswith("# ") and "\n> " in text and "How to cite" in text
    links = re.findall(r"\]\(([^)]+)\)", text)
    for link in links:
        assert link.startswith(HOST)
        target = site / urlsplit(link).path.lstrip("/")
        assert (target / "index.html" if target.is_dir() else target).is_file(), link
    assert {_url(page) for page in _pages(site) if not page.startswith("topics/") and page != HISTORY} <= set(links)
    assert _url(HISTORY) not in links
    assert f"{HOST}feed.xml" in links


@pytest.mark.parametrize("topic", read_settings(ANOTHER).topics)
def test_a_topic_has_a_page_that_lists_its_updates_and_no_other(site: Path, topic: str) -> None:
    page = make_topic_url(topic).rstrip("/")
    links = _page(site, page).xpath("//article//ol[contains(@class,'updates')]//p[@class='updates__title']/a/@href")
    about = []
    for update in sorted(_updates(site), reverse=True):
        labels = _page(site, update).xpath("//article//ul[@class='topics']//a")
        if topic in [label.text_content() for label in labels]:
            about.append(f"../../{update}/")
            assert f"../../{page}/" in [label.get("href") for label in labels]
    assert links == about and about


def test_the_archive_has_a_section_for_each_year_with_the_updates_of_that_year(site: Path) -> None:
    article = _page(site, "updates").xpath("//article")[0]
    for year in ("2023", "2024"):
        (heading,) = article.xpath(".//h2[@id=$id]", id=f"year-{year}")
        links = heading.xpath("following-sibling::ol[1]//p[@class='updates__title']/a/@href")
        assert links == [f"../{page}/" for page in sorted(_updates(site), reverse=True) if page[8:12] == year]


@pytest.mark.parametrize("page", ["updates", "es/updates"])
def test_a_number_in_a_list_of_updates_leads_to_its_proof_and_shows_its_status(site: Path, page: str) -> None:
    items = _page(site, page).xpath("//article//ol[contains(@class,'updates')]/li")
    bound = [node for item in items for node in item.xpath("./p[not(@class)]//*[@data-figure]")]
    assert bound and {node.tag for node in bound} == {"a"}
    status = {node.get("data-figure"): node.get("class") for node in bound}
    assert status["helmet-share"] == "figure figure--reported" and status["south-change"] == "figure figure--computed"
    assert all(node.get("href").endswith(f"figures/#{node.get('data-figure')}") for node in bound)
    assert not _page(site, page).xpath("//article//a//a")
