"""The site in every language: the same pages, figures and anchors, each in its own words, and a reader can change over anywhere."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import feedparser
import pytest
import yaml
from babel import Locale
from lxml import etree
from lxml import html as lxml_html
from playwright.sync_api import Page

from macros.wording import find_main_quantity
from tests.conftest import ROOT, build, languages, pages, publish_nothing
from tests.finder import find

CONFIG = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
HOST = CONFIG["site_url"]
DEFAULT, *OTHERS = languages()
FOLDERS = {DEFAULT: "", **{lang: f"{lang}/" for lang in OTHERS}}
PAGES = pages(DEFAULT)
BOTH = [pytest.param(lang, page, id=f"{lang}-{page or 'home'}") for lang in OTHERS for page in PAGES]


def _read(site: Path, lang: str, page: str) -> Any:
    return lxml_html.fromstring((site / FOLDERS[lang] / page / "index.html").read_text(encoding="utf-8"))


# ---- The words -----------------------------------------------------------------------------------------------


def _keys(value: Any, path: str = "") -> Iterator[str]:
    """The paths of all words. The forms of one word (`one`, `other`, `percent`) are the language's own affair."""
    if isinstance(value, Mapping) and not set(value) & {"other"}:
        for key, inner in value.items():
            yield from _keys(inner, f"{path}/{key}")
    else:
        yield path


@pytest.mark.parametrize("lang", OTHERS)
def test_a_language_has_all_words_and_no_others(lang: str) -> None:
    def interface(code: str) -> Any:
        return yaml.safe_load((ROOT / "macros/interface" / f"{code}.yml").read_text(encoding="utf-8"))

    assert sorted(_keys(interface(lang))) == sorted(_keys(interface(DEFAULT)))


@pytest.mark.parametrize("lang", OTHERS)
def test_the_frame_has_all_words_in_a_language(lang: str) -> None:
    words = CONFIG["extra"].get("words", {})
    assert sorted(_keys(words.get(lang, {}))) == sorted(_keys(words.get(DEFAULT, {})))


@pytest.mark.parametrize("lang", [lang for lang in languages() if not Locale.parse(lang).percent_formats[None].pattern.endswith("0%")])
def test_a_percent_sign_never_begins_a_line(site: Path, lang: str) -> None:
    """Where a space stands before it, no line may break there: in the proofs and the data for machines, which no author writes."""
    text = "".join((site / FOLDERS[lang] / name).read_text(encoding="utf-8") for name in ("figures/index.html", "figures.json"))
    assert re.findall(r".{20}\d[ \n]%", text) == [] and len(re.findall("\\d\u00a0%", text)) > 10


def _texts(root: Any) -> set[str]:
    """What is read on a page, but for code, what is said to be in another language, and names."""
    found = set()
    for node in root.iter():
        if not isinstance(node.tag, str) or node.tag in ("script", "style", "code", "svg"):
            continue
        if any(
            a.get("lang") or a.get("class") in ("cite__code",) or a.tag in ("code", "script") for a in [node, *node.iterancestors()][:-1]
        ):
            continue
        found |= {node.text or "", *(child.tail or "" for child in node)}
        found |= {node.get(name, "") for name in ("title", "aria-label", "alt", "placeholder")}
        found.add(node.get("content", "") if node.get("name") == "description" or str(node.get("property")).endswith("description") else "")
    return {" ".join(text.split()) for text in found}


@pytest.mark.parametrize(("lang", "page"), BOTH)
def test_nothing_of_a_translated_page_is_left_in_the_language_of_the_original(site: Path, lang: str, page: str) -> None:
    statements = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "data").glob("*/*/statements.csv"))
    same = _texts(_read(site, lang, page)) & _texts(_read(site, DEFAULT, page))
    # Of three words or more in small letters: names, numbers and addresses are the same in all languages.
    wordy = [text for text in same if len(re.findall(r"(?<!\S)[a-z]{2,}(?!\S)", text)) > 2]
    assert [text for text in wordy if text not in statements and "/" not in text] == []


@pytest.mark.parametrize(("lang", "page"), BOTH)
def test_a_page_says_in_which_language_it_is(site: Path, lang: str, page: str) -> None:
    root = _read(site, lang, page)
    assert root.get("lang") == lang
    assert {svg.get("lang") for svg in root.xpath("//figure//*[local-name()='svg']")} <= {lang}


# ---- The same in every language ------------------------------------------------------------------------------


def test_every_language_has_the_same_pages() -> None:
    for lang in OTHERS:
        assert pages(lang) == PAGES


def _quotes(root: Any, lang: str) -> Counter[tuple[str, str, Any, str | None]]:
    """The figures quoted in a page's text: id, date, the value that its words give, and how they qualify it."""
    found: Counter[tuple[str, str, Any, str | None]] = Counter()
    for node in root.xpath("//article//*[@data-figure][not(ancestor::*[local-name()='svg'])]"):
        said = find_main_quantity(list(find(node.text_content(), lang, "plain")))
        assert said is not None, node.text_content()
        value = said.exact if said.exact is not None else said.value
        found[node.get("data-figure"), node.get("data-as-of", ""), value and abs(value), said.hedge] += 1
    return found


@pytest.mark.parametrize(("lang", "page"), BOTH)
def test_a_page_quotes_the_same_figures_with_the_same_values_in_every_language(site: Path, lang: str, page: str) -> None:
    assert _quotes(_read(site, lang, page), lang) == _quotes(_read(site, DEFAULT, page), DEFAULT)


@pytest.mark.parametrize(("lang", "page"), BOTH)
def test_the_anchors_of_a_page_are_the_same_in_every_language(site: Path, lang: str, page: str) -> None:
    ids = [_read(site, code, page).xpath("//article//*[self::h2 or self::h3 or self::figure]/@id") for code in (lang, DEFAULT)]
    assert ids[0] == ids[1]


@pytest.mark.parametrize("lang", OTHERS)
def test_figures_for_machines_have_the_same_values_and_their_own_words(site: Path, lang: str) -> None:
    own, original = (
        {entry["id"]: entry for entry in json.loads((site / FOLDERS[code] / "figures.json").read_text(encoding="utf-8"))["figures"]}
        for code in (lang, DEFAULT)
    )
    assert list(own) == list(original)
    for name, entry in own.items():
        assert [entry[key] for key in ("exact", "decimal", "status", "rows")] == [
            original[name][key] for key in ("exact", "decimal", "status", "rows")
        ]
        assert entry["title"] != original[name]["title"]
        assert entry["address"] == f"{HOST}{lang}/figures/#{name}"


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("name", ["feed", "corrections"])
def test_a_language_has_feeds_of_its_own(site: Path, lang: str, name: str) -> None:
    own, original = (feedparser.parse((site / FOLDERS[code] / f"{name}.xml").read_bytes()) for code in (lang, DEFAULT))
    assert own.feed.language == lang and own.feed.id != original.feed.id
    assert len(own.entries) == len(original.entries)
    assert not {entry.id for entry in own.entries} & {entry.id for entry in original.entries}
    assert all(entry.link.startswith(f"{HOST}{lang}/") for entry in own.entries)
    head = _read(site, lang, "data").xpath("//head/link[@type='application/atom+xml' or @type='application/feed+json']/@href")
    assert sorted(head) == ["../corrections.json", "../corrections.xml", "../feed.json", "../feed.xml"]
    text = json.loads((site / lang / f"{name}.json").read_text(encoding="utf-8"))
    assert text["language"] == lang and text["feed_url"] == f"{HOST}{lang}/{name}.json"


# ---- The way from one to the other ---------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_its_translations_and_they_name_it(site: Path, page: str) -> None:
    expected = {code: f"{HOST}{folder}{page}{'/' if page else ''}" for code, folder in FOLDERS.items()}
    expected["x-default"] = expected[DEFAULT]
    for code in FOLDERS:
        links = _read(site, code, page).xpath("//head/link[normalize-space(@rel)='alternate'][@hreflang]")
        assert {link.get("hreflang"): link.get("href") for link in links} == expected


def test_the_sitemap_names_the_translations_of_every_page(site: Path) -> None:
    root = etree.fromstring((site / "sitemap.xml").read_bytes())
    for url in root:
        own = url.findtext("{*}loc")
        alternates = {link.get("hreflang"): link.get("href") for link in url.findall("{http://www.w3.org/1999/xhtml}link")}
        assert set(alternates) == {*FOLDERS, "x-default"}
        assert own in alternates.values() and alternates["x-default"] == alternates[DEFAULT]


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("page", ["", f"{PAGES[-1]}/"])
def test_the_language_switch_leads_to_the_same_page_and_back(tab: Page, address: str, lang: str, page: str) -> None:
    tab.goto(f"{address}{page}")
    tab.locator(f".languages a[hreflang={lang}]").click()
    assert tab.url == f"{address}{lang}/{page}"
    tab.locator(f".languages a[hreflang={DEFAULT}]").click()
    assert tab.url == f"{address}{page}"


@pytest.mark.parametrize(
    ("lang", "words"), [pytest.param(lang, words, id=lang) for lang, words in (("en", "percentage"), ("es", "porcentuales"))]
)
def test_a_search_finds_pages_of_the_language_that_is_read(tab: Page, address: str, lang: str, words: str) -> None:
    tab.goto(f"{address}{FOLDERS[lang]}data/")
    tab.locator("input[name=q]").focus()
    tab.keyboard.type(words)
    tab.locator(".found__link").first.wait_for(state="attached")
    # In one step: the theme draws its list anew while results of later letters arrive.
    found = tab.locator(".found__link").evaluate_all("links => links.map(link => link.href)")
    paths = [link.removeprefix(address) for link in found]
    assert paths and all(any(path.startswith(f"{other}/") for other in OTHERS) == (lang != DEFAULT) for path in paths)


@pytest.mark.parametrize("lang", OTHERS)
def test_a_lost_address_is_answered_in_its_language(site: Path, lang: str) -> None:
    own = lxml_html.fromstring((site / lang / "404.html").read_text(encoding="utf-8"))
    assert own.get("lang") == lang and own.xpath("//head/meta[@name='robots']/@content") == ["noindex"]
    root = lxml_html.fromstring((site / "404.html").read_text(encoding="utf-8"))
    assert root.get("lang") == DEFAULT
    assert root.xpath(f"//article//p[@lang='{lang}']//a/@href") == [f"/{lang}/"]
    assert root.xpath(f"//article//p[@lang='{lang}']//strong/text()")[0].rstrip(".") == own.findtext(".//h1")


# ---- What is not translated, or not any more -----------------------------------------------------------------


def test_a_page_without_translation_is_left_out_and_an_older_one_says_so(another_kept: Path) -> None:
    (publish_nothing(another_kept) / "docs/es/verification.md").unlink()
    original = another_kept / "docs/en/timeline.md"
    original.write_text(original.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    done = build(another_kept)
    assert done.returncode == 0, done.stderr
    site = another_kept / "site"
    assert (site / "verification/index.html").is_file() and not (site / "es/verification").exists()
    root = _read(site, "en", "verification")
    assert not root.xpath("//link[@hreflang]") and not root.xpath("//nav[@class='languages']")
    assert not _read(site, "es", "").xpath("//a[contains(@href, 'verification')]")
    (notice,) = _read(site, "es", "timeline").xpath("//article//aside[@class='outdated']")
    assert notice.xpath(".//a/@href") == ["../../timeline/"] and notice.xpath(".//a/@hreflang") == ["en"]
    assert not _read(site, "es", "data").xpath("//aside[@class='outdated']")
    assert not _read(site, "en", "timeline").xpath("//aside[@class='outdated']")
