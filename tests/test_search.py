"""Readers find a figure by its id and by words, and an update by its words; the index holds what the pages show."""

from __future__ import annotations

import json
import re
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.conftest import heard, kinds_of, language_of, pages, wait_until
from tests.oracle import declarations
from tests.sample import sampled

_LINKS = """[...document.querySelectorAll('.md-search-result__link')].map(a => {
  const to = new URL(a.href); return to.pathname.slice(1) + to.hash })"""


def _find(tab: Page, words: str, wanted: str, *, first: bool = False) -> list[str]:
    """What the search lists for the words, as addresses, once it lists what is wanted. first: once it lists it first."""
    box = tab.locator("input[name=query]")
    box.focus()
    tab.keyboard.press("Control+a")
    tab.keyboard.press("Delete")
    tab.keyboard.insert_text(words[:-1])  # each key is a search
    tab.keyboard.type(words[-1])
    listed = f"{_LINKS}[0] === {json.dumps(wanted)}" if first else f"{_LINKS}.includes({json.dumps(wanted)})"
    wait_until(tab, listed)
    return [str(link) for link in tab.evaluate(_LINKS)]


def test_each_figure_is_the_first_result_for_its_id(tab: Page, address: str) -> None:
    tab.goto(address)
    tab.set_viewport_size({"width": 1280, "height": 800})
    for name in declarations():
        assert _find(tab, name, f"figures/#{name}", first=True)[0] == f"figures/#{name}"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        pytest.param("weeks of waiting", "updates/2021-04-27-weeks-of-waiting/", id="an update by its title"),
        pytest.param("Swiss", "updates/2021-02-25-fact-check-swiss-reports/", id="an update by a word"),
        pytest.param("provisional agreement", "updates/2021-04-29-provisional-agreement/", id="an update by two words"),
    ],
)
def test_an_update_is_the_first_result_for_its_words(tab: Page, address: str, words: str, wanted: str) -> None:
    tab.goto(f"{address}data/")
    assert _find(tab, words, wanted, first=True)[0] == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        pytest.param("files contained in EU reports", "figures/#eu-files-2021", id="its title"),
        pytest.param("percentage points", "figures/#eu-reports-share-points", id="its unit"),
        pytest.param("related", "corrections/", id="half of a word with a hyphen"),
    ],
)
def test_words_find_what_says_them(tab: Page, address: str, words: str, wanted: str) -> None:
    tab.goto(address)
    assert wanted in _find(tab, words, wanted)


@pytest.mark.parametrize(
    ("folder", "words", "wanted"),
    [
        pytest.param("", "declined", "figures/#decline-18-weeks", id="another form of a word for a change"),
        pytest.param("", "1046350", "figures/#eu-reports-2020", id="a number without its separators"),
        pytest.param("", "1,046,350", "figures/#eu-reports-2020", id="a number with its separators"),
        pytest.param("", "all reports 2020", "figures/#all-reports-2020", id="a word of digits, whose end is that of others"),
        pytest.param("es/", "cronologia", "es/timeline/", id="a word without its accent"),
        pytest.param("es/", "disminucion", "es/data/", id="a word for a change without its accent"),
        pytest.param("es/", "1046350", "es/figures/#eu-reports-2020", id="a number without the separators of its language"),
    ],
)
def test_what_readers_type_and_no_text_says_is_found(tab: Page, address: str, folder: str, words: str, wanted: str) -> None:
    tab.goto(f"{address}{folder}")
    assert wanted in _find(tab, words, wanted)
    # What is shown is the text of the page, and no more of it than can be looked through.
    shown = tab.locator(".md-search-result__article").all_inner_texts()
    assert not [text for text in shown if "declines declining" in text or "1046350" in text]
    assert max(article.bounding_box()["height"] for article in tab.locator(".md-search-result__article:visible").all()) < 220  # type: ignore[index]


# ---- Numbers, asked of the worker of the search itself -------------------------------------------------------

_ASK = """async ([address, folder, queries, docs]) => {
  const theme = (await (await fetch(address)).text()).match(/workers\\/index\\.js\\?(search\\.[^"]+)/)[1]
  const index = await (await fetch(`${address}${folder}search/search_index.json`)).json()
  const worker = new Worker(`${address}assets/javascripts/workers/index.js?${theme}`)
  const told = message => new Promise((resolve, reject) => {
    worker.onmessage = event => resolve(event.data.data); worker.onerror = event => reject(event.message); worker.postMessage(message) })
  await told({type: 0, data: {...index, docs: docs || index.docs, options: {}}})
  const found = []
  for (const query of queries) found.push((await told({type: 2, data: query})).items.flat().filter(item => item.score).map(i => i.location))
  worker.terminate()
  return found }"""
_PRINTED = {"en": re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"), "es": re.compile(r"\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?")}
FOLDERS = {"en": "", "es": "es/"}


def _ask(tab: Page, address: str, lang: str, queries: list[str], texts: list[str] | None = None) -> list[set[str]]:
    """The addresses that the search of an edition finds for each query. texts: what it looks through, each under itself as its address."""
    tab.goto(f"{address}404.html")
    docs = texts and [{"location": text, "title": "", "text": f"<p>{escape(text, quote=False)}</p>"} for text in texts]
    return [set(found) for found in tab.evaluate(_ASK, [address, FOLDERS[lang], queries, docs])]


def _numbers(site: Path, lang: str) -> dict[str, set[str]]:
    """Each number that stands by itself in the index, as digits with a point before the decimals, and the entries that show it."""
    group, point = (",", ".") if lang == "en" else (".", ",")
    found: dict[str, set[str]] = {}
    for entry in json.loads((site / FOLDERS[lang] / "search/search_index.json").read_bytes())["docs"]:
        text = unescape(re.sub("<[^>]*>", " ", f"{entry['title']} {entry['text']}"))
        for number in re.finditer(r"(?<![\w.,@/:-])[−+(]?(\d[\d.,]*\d|\d)[)]?(?=[.,;:]?(?:\s|$)|%)", text):
            if _PRINTED[lang].fullmatch(number[1]):
                found.setdefault(number[1].replace(group, "").replace(point, "."), set()).add(entry["location"])
    return found


def _spellings(digits: str) -> list[str]:
    """What readers type for a number: their separators, a sign of the keyboard or of the printed page, the unit in signs and words."""
    whole, _, decimals = digits.partition(".")
    grouped = {re.sub(r"(?<=\d)(?=(?:\d{3})+$)", separator, whole) for separator in ("", ",", ".", " ", "\u202f", "'")}
    typed = {
        f"{number}{point}{decimals}" for number in grouped for point in (",.·" if decimals else [""]) if point == "" or point not in number
    }
    plain = min(typed, key=len)
    signed = {f"{sign}{plain}%" for sign in ("-", "−", "+", "~", "- ", "≈")} | {
        f"{plain}{unit}" for unit in ("%", " %", "\u00a0%", " percent", " por ciento")
    }
    return sorted(typed | signed)


@pytest.mark.parametrize("lang", FOLDERS)
def test_every_number_on_a_page_is_found_in_every_spelling(tab: Page, address: str, site: Path, lang: str) -> None:
    numbers = _numbers(site, lang)
    assert len(numbers) > 100 and {"47", "4.81", "1046350", "35"} <= numbers.keys()
    asked = [(digits, typed) for digits in numbers for typed in _spellings(digits)]
    found = _ask(tab, address, lang, [typed for _, typed in asked])
    by_digits: dict[str, set[str]] = {}
    for (digits, typed), listed in zip(asked, found, strict=True):
        assert numbers[digits] <= listed, typed
        assert by_digits.setdefault(digits, listed) == listed, typed  # all spellings find the same


@pytest.mark.parametrize("lang", FOLDERS)
def test_a_number_that_stands_on_no_page_finds_none(tab: Page, address: str, site: Path, lang: str) -> None:
    text = (site / FOLDERS[lang] / "search/search_index.json").read_text(encoding="utf-8")
    digits = {re.sub(r"\D", "", number) for number in re.findall(r"\d[\d.,]*", text)}
    absent = [str(number) for number in (*range(30, 100), *range(555_800, 555_900), 1_046_351, 29_397_680) if str(number) not in digits]
    assert len(absent) > 100
    assert not [number for number, listed in zip(absent, _ask(tab, address, lang, absent), strict=True) if listed]
    typed = [f"{sign}{number}{unit}" for number in absent[:20] for sign in ("-", "") for unit in ("%", " reports", " percent")]
    assert not [number for number, listed in zip(typed, _ask(tab, address, lang, typed), strict=True) if listed]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("-47%", "47"),
        ("--47", "47"),
        ("+-47 %", "47"),
        ("47~35", "47 35"),
        ("title:47", "title 47"),
        ("46:47", "46 47"),
        ("47^", "47"),
        ("*47*", "47"),
        ("47\\", "47"),
        ("46–51%", "46 51"),
        ("-decrease", "decrease"),
        ("--decrease", "decrease"),
        ("decrease~x", "decrease x"),
        ("decrease^b", "decrease b"),
        ("nofield:decrease", "nofield decrease"),
        ('"decrease', "decrease"),
        ('"47% decrease"', '47 "decrease"'),
        ("*", ""),
        ("- + ~ ^ : * % \\", ""),
        ("%", ""),
    ],
)
def test_what_is_typed_is_no_command(tab: Page, address: str, typed: str, meant: str) -> None:
    with heard(tab) as told:
        found, expected = _ask(tab, address, "en", [typed, meant])
    assert found == expected and bool(expected) == bool(meant)
    assert told.errors == told.said == []


TEXTS = [
    "of 1\u202f046\u202f350 reports",
    "unos\u00a0500 casos",
    "(47%), then 46–51 %;",
    "€491",
    "version 1.6.1",
    "on 27.04.2021",
    "eu-snapshot@2022-05-11",
    "counts.csv:6",
    "a 12-percent drop",
    "0,469 of them",
    "1'783'478 files",
    "12.345,6",
    "half: ½ of them",
]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("1046350", TEXTS[0]),
        ("1 046 350", TEXTS[0]),
        ("046", ""),
        ("500", TEXTS[1]),
        ("unos", TEXTS[1]),
        ("-47%", TEXTS[2]),
        ("51", TEXTS[2]),
        ("46-51%", TEXTS[2]),
        ("46–51 %", TEXTS[2]),
        ("491", TEXTS[3]),
        ("€491", TEXTS[3]),
        ("1.6.1", TEXTS[4]),
        ("1.6", ""),
        ("6.1", ""),
        ("27.04.2021", TEXTS[5]),
        ("2022-05-11", TEXTS[6]),
        ("2022", TEXTS[6]),
        ("counts.csv", TEXTS[7]),
        ("12 percent", TEXTS[8]),
        ("12", TEXTS[8]),
        ("1", ""),
        ("0.469", TEXTS[9]),
        ("469", ""),
        ("1,783,478", TEXTS[10]),
        ("12345.6", TEXTS[11]),
        ("12,345.6", TEXTS[11]),
        ("12345", ""),
        ("½", TEXTS[12]),
    ],
)
def test_a_number_is_told_from_what_it_stands_in(tab: Page, address: str, typed: str, text: str) -> None:
    assert _ask(tab, address, "en", [typed], TEXTS) == [{text} if text else set()]


def test_the_index_holds_no_spellings_of_numbers(site: Path) -> None:
    for folder in FOLDERS.values():
        docs = json.loads((site / folder / "search/search_index.json").read_bytes())["docs"]
        assert any(entry.get("also") for entry in docs) and not re.search(r"\d", " ".join(entry.get("also", "") for entry in docs))


def test_a_number_is_marked_whole_in_the_result(tab: Page, address: str) -> None:
    tab.goto(address)
    _find(tab, "1046350", "figures/#eu-reports-2020")
    marked = tab.locator(".md-search-result__article mark").all_text_contents()
    assert marked and [text for text in marked if "1,046,350" not in text] == []


def test_a_result_does_not_run_code_and_text_together(tab: Page, address: str) -> None:
    tab.goto(address)
    _find(tab, "fedpol", "figures/#swiss-relevant-share")
    gap = """n => { const range = document.createRange(); range.selectNode(n.nextSibling);
      return range.getBoundingClientRect().left - n.getBoundingClientRect().right }"""
    code = tab.locator(".md-search-result__article:visible code", has_text="swiss-referrals@")
    assert code.first.evaluate(gap) > 3


def test_the_result_of_an_id_leads_to_its_proof(tab: Page, address: str) -> None:
    tab.goto(f"{address}updates/")
    _find(tab, "eu-reports-change", "figures/#eu-reports-change", first=True)
    tab.keyboard.press("ArrowDown")  # from the box to the first result
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/figures/**#eu-reports-change")
    assert tab.locator("h3#eu-reports-change").is_visible()


def _squeezed(text: str) -> str:
    return "".join(text.split())


FOUND = [page for page in pages() if page.rpartition("/")[2] != "superseded"]  # that is to be read, not to be found


@pytest.mark.parametrize("page", sampled(FOUND, kinds=kinds_of))
def test_the_index_holds_the_words_of_the_page_and_neither_drawings_nor_hidden_text(tab: Page, address: str, site: Path, page: str) -> None:
    tab.goto(f"{address}{page}")
    tab.evaluate("document.querySelectorAll('article details').forEach(d => d.open = true)")
    tab.evaluate("document.querySelectorAll('article svg, article [data-late], .headerlink').forEach(n => n.remove())")
    shown = _squeezed(tab.locator("article").inner_text())
    folder = "" if language_of(page) == "en" else f"{language_of(page)}/"
    entries = json.loads((site / folder / "search/search_index.json").read_bytes())["docs"]
    own = f"{page}/".removeprefix(folder).rstrip("/")
    mine = [entry for entry in entries if entry["location"].partition("#")[0].rstrip("/") == own]
    assert mine
    for entry in mine:
        for text in (entry["title"], entry["text"]):
            assert _squeezed(unescape(re.sub("<[^>]*>", "", text))) in shown, entry["location"]


def test_an_index_that_names_another_figure_is_a_fault(checked: Any) -> None:
    name = "search/search_index.json"
    data = (checked.site / name).read_text(encoding="utf-8")
    assert checked.again(name, data.encode()) == []
    assert '"figure":"eu-reports-change"' in data
    assert checked.again(name, data.replace('"figure":"eu-reports-change"', '"figure":"down 12.7%"').encode())
    assert '"also":"' in data
    assert checked.again(name, data.replace('"also":"', '"also":"2046350 ', 1).encode())


def test_the_index_is_fetched_when_somebody_searches_and_not_before(tab: Page, address: str) -> None:
    with heard(tab) as told:
        tab.goto(f"{address}data/", wait_until="networkidle")
        tab.wait_for_timeout(1_000)
        assert any(name.endswith(".js") for name in told.asked)
        assert not [name for name in told.asked if "search_index" in name or "sitemap" in name]
        assert _find(tab, "provisional agreement", "updates/2021-04-29-provisional-agreement/")
        assert told.asked.count(f"{address}search/search_index.json") == 1


def test_a_link_to_a_search_shows_its_results(tab: Page, address: str) -> None:
    tab.goto(f"{address}?q=Swiss")
    wait_until(tab, f"{_LINKS}.length > 0")
