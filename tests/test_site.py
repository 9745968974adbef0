"""The built site in a real browser, and as files."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from lxml import html as lxml_html

from macros.interface import read_interface_words as interface
from tests import oracle
from tests.conftest import ROOT, Tabs, build, built_site, language_of, languages, pages

PAGES = pages()
CONFIG = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
WORDS = CONFIG["extra"].get("words", {})


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_what_it_is(site: Path, page: str) -> None:
    root = lxml_html.fromstring((site / page / "index.html").read_text(encoding="utf-8"))
    assert len(root.findall(".//h1")) == 1
    assert root.get("lang") == language_of(page)
    description = root.xpath("//meta[@name='description']/@content")
    assert len(description) == 1 and 60 <= len(description[0]) <= 200
    assert root.xpath("//a[contains(@class,'md-skip')]")
    footer = " ".join(root.find(".//footer").text_content().split())
    own = WORDS.get(language_of(page), {}).get("footer", {})
    said = [*own.values(), *(place["name"] for place in CONFIG["extra"].get("report", ()))]
    if "independent" not in own and language_of(page) == languages()[0]:
        said.append(CONFIG["copyright"])
    assert [words for words in said if words not in footer] == []
    edit = root.xpath("//a[@rel='edit']/@href")
    assert edit and all(link.startswith(CONFIG["repo_url"]) and link.endswith(".md") for link in edit)


def test_every_link_inside_the_site_leads_to_something(site: Path) -> None:
    broken = []
    for path in sorted(site.rglob("*.html")):
        root = lxml_html.fromstring(path.read_text(encoding="utf-8"))
        for link in root.xpath("//a/@href | //link[not(@rel='canonical')]/@href | //script/@src | //img/@src"):
            parts = urlsplit(str(link))
            if parts.scheme or parts.netloc:
                continue
            base = site if parts.path.startswith("/") else path.parent
            target = (base / parts.path.lstrip("/")).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file():
                broken.append((path.relative_to(site).as_posix(), str(link)))
            elif parts.fragment and target.suffix == ".html":
                other = lxml_html.fromstring(target.read_text(encoding="utf-8"))
                if not other.xpath("//*[@id=$id or @name=$id]", id=parts.fragment):
                    broken.append((path.relative_to(site).as_posix(), str(link)))
    assert broken == []


def test_every_figure_of_the_declarations_has_its_proof_in_the_ledger(site: Path) -> None:
    root = lxml_html.fromstring((site / "figures/index.html").read_text(encoding="utf-8"))
    ids = {str(i) for i in root.xpath("//h3/@id")}
    assert set(oracle.declarations()) <= ids


LEDGER = [pytest.param(lang, name, id=f"{lang}-{name}") for lang in languages() for name in oracle.declarations()]


def _entry(site: Path, lang: str, name: str) -> dict[str, str]:
    path = site / ("" if lang == languages()[0] else lang) / "figures/index.html"
    (proof,) = lxml_html.fromstring(path.read_text(encoding="utf-8")).xpath("//h3[@id=$id]/following-sibling::dl[1]", id=name)
    return {dt.text_content().strip(): dt.getnext().text_content().strip() for dt in proof.findall("dt")}


@pytest.mark.parametrize(("lang", "name"), LEDGER)
def test_a_proof_says_whether_its_value_is_rounded(site: Path, lang: str, name: str) -> None:
    entry, word = _entry(site, lang, name), interface(lang)
    exact = (oracle.figure(name).value * 10**6).denominator == 1
    assert (word["exact_value"] in entry, word["six_decimals"] in entry) == (exact, not exact)
    formula = entry[word["formula"]]
    assert formula.endswith(f", {word['to_six_decimals']}") == (not exact)


@pytest.mark.parametrize(("lang", "name"), LEDGER)
def test_what_is_copied_is_not_called_computed(site: Path, lang: str, name: str) -> None:
    entry, word = _entry(site, lang, name), interface(lang)
    told = entry[word["status_label"]]
    status, operation = oracle.declarations()[name]["status"], oracle.declarations()[name]["operation"]
    expected = "as published" if (status, operation) == ("computed", "value") else status
    assert told.startswith(f"{word['status'][expected]}: {word['status_meaning'][expected]}.")


@pytest.mark.parametrize("folder", ["", *(f"{lang}/" for lang in languages()[1:])])
def test_the_ledger_begins_with_the_list_of_its_figures(site: Path, folder: str) -> None:
    root = lxml_html.fromstring((site / folder / "figures/index.html").read_text(encoding="utf-8"))
    (listed,) = root.xpath("//nav[@class='ledger-list']")
    headings = root.xpath("//article//*[self::h2 or self::h3][starts-with(@id, 'package-') or self::h3]")
    shown = [(str(h.get("id")), re.sub(r"\s*¶$", "", h.text_content()).strip()) for h in headings]
    assert [(a.get("href")[1:], a.text_content()) for a in listed.iter("a")] == shown and len(shown) > len(oracle.declarations())
    assert listed.get("aria-label") and not root.xpath("//nav[@class='ledger-list']/preceding::h3")


@pytest.mark.parametrize("lang", languages())
def test_the_page_for_lost_addresses_leads_to_the_other_languages(site: Path, lang: str) -> None:
    root = lxml_html.fromstring((site / ("" if lang == languages()[0] else lang) / "404.html").read_text(encoding="utf-8"))
    said = [interface(other)["frame"]["lost"]["home"] for other in languages() if other != lang]
    assert [link.text_content() for link in root.xpath("//article//a")][-len(said) :] == said


def test_the_updates_follow_each_other(site: Path) -> None:
    pages = sorted(p.name for p in (site / "updates").iterdir() if p.is_dir())
    assert len(pages) == len(list((ROOT / "docs" / languages()[0] / "updates").glob("2*.md"))) > 1
    for before, after in zip(pages, pages[1:], strict=False):
        first = lxml_html.fromstring((site / "updates" / before / "index.html").read_text(encoding="utf-8"))
        second = lxml_html.fromstring((site / "updates" / after / "index.html").read_text(encoding="utf-8"))
        assert any(after in str(h) for h in first.xpath("//a[@rel='next']/@href"))
        assert any(before in str(h) for h in second.xpath("//a[@rel='prev']/@href"))


_DECLARED = yaml.safe_load((ROOT / "data/charts.yml").read_text(encoding="utf-8"))["charts"]
_PAGES = "".join(path.read_text(encoding="utf-8") for path in built_site().rglob("index.html"))
CHARTS = sorted(name for name in _DECLARED if f'id="chart-{name}"' in _PAGES)  # one may stand on its own page alone


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_shows_no_number_that_its_table_does_not(site: Path, chart: str) -> None:
    found = []
    for path in sorted(site.rglob("index.html")):
        root = lxml_html.fromstring(path.read_text(encoding="utf-8"))
        for figure in root.xpath("//figure[@id=$id]", id=f"chart-{chart}"):
            svgs = figure.xpath(".//*[local-name()='svg']")
            assert [svg.get("role") for svg in svgs] == ["img", "img"]
            assert all(svg.get("aria-label") for svg in svgs)
            table = " ".join(" ".join(figure.find(".//table").itertext()).split())
            drawn = {n for svg in svgs for text in svg.iter("text") for n in re.findall(r"\d[\d,.]*", "".join(text.itertext()))}
            words = " ".join(figure.xpath("string(.//figcaption)").split())
            assert all(number.rstrip(".,") in table or number.rstrip(".,") in words for number in drawn), (chart, drawn)
            assert figure.xpath(".//p[@class='chart__headline']") and figure.xpath(".//p[@class='chart__subtitle']")
            assert figure.xpath(".//p[@class='chart__description']") and figure.xpath(".//p[@class='chart__source']")
            found.append(path)
    assert found, f"{chart} stands on no page"


def test_a_page_is_read_without_javascript(tabs: Tabs, address: str) -> None:
    tab = tabs(java_script_enabled=False)
    tab.goto(address)
    assert tab.locator("h1").is_visible()
    assert tab.locator("figure.chart svg:visible").count() >= 1
    assert tab.locator("a.figure").first.is_visible()


def test_two_builds_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    again = tmp_path / "site"
    assert build(ROOT, "--site-dir", str(again)).returncode == 0
    files = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    assert files == {p.relative_to(again).as_posix() for p in again.rglob("*") if p.is_file()}
    different = [n for n in sorted(files) if (site / n).read_bytes() != (again / n).read_bytes()]
    assert different == []
