"""Readers find a figure by its id and by words, and an update by its words; the index holds what the pages show."""

from __future__ import annotations

import json
import re
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.conftest import ANOTHER, heard, wait_until
from tests.oracle import declarations
from tests.sample import some

_LINKS = """[...document.querySelectorAll('.found__link')].map(a => {
  const to = new URL(a.href); return to.pathname.slice(1) + to.hash })"""


def _find(tab: Page, words: str, wanted: str, *, first: bool = False) -> list[str]:
    """What the search lists for the words, as addresses, once it lists what is wanted. first: once it lists it first."""
    box = tab.locator("input[name=q]")
    box.focus()
    tab.keyboard.press("Control+a")
    tab.keyboard.press("Delete")
    tab.keyboard.insert_text(words)
    listed = f"{_LINKS}[0] === {json.dumps(wanted)}" if first else f"{_LINKS}.includes({json.dumps(wanted)})"
    wait_until(tab, listed)
    return [str(link) for link in tab.evaluate(_LINKS)]


def test_each_figure_is_the_first_result_for_its_id(tab: Page, another_address: str) -> None:
    tab.goto(another_address)
    for name in some(declarations(ANOTHER), 6):
        assert _find(tab, name, f"figures/#{name}", first=True)[0] == f"figures/#{name}"


def test_an_update_is_the_first_result_for_its_words(tab: Page, another_address: str) -> None:
    tab.goto(f"{another_address}data/")
    for words, wanted in {"what riders say": "updates/2023-11-02-survey/", "further year": "updates/2024-01-20-a-further-year/"}.items():
        assert _find(tab, words, wanted, first=True)[0] == wanted


@pytest.mark.parametrize(
    ("folder", "searches"),
    [
        (
            "",
            {
                "riders who wear": "figures/#helmet-share",  # its title
                "percentage points": "figures/#north-share-points",  # its unit
                "increases": "figures/#north-june-change",  # another form of a word for a change
                "150500": "figures/#north-2022",  # a number without its separators
                "150,500": "figures/#north-2022",
                "all bridges 2021": "figures/#all-2021",  # a word of digits, whose end is that of others
            },
        ),
        (
            "es/",
            {
                "cronologia": "es/timeline/",  # a word without its accent
                "disminucion": "es/figures/#south-change",  # a word for a change without its accent
                "150500": "es/figures/#north-2022",  # a number without the separators of its language
            },
        ),
    ],
)
def test_what_readers_type_is_found_and_no_more_is_shown_than_the_page_says(
    tab: Page, another_address: str, folder: str, searches: dict[str, str]
) -> None:
    tab.goto(f"{another_address}{folder}")
    for words, wanted in searches.items():
        assert wanted in _find(tab, words, wanted)
        # What is shown is the text of the page, and no more of it than can be looked through.
        shown = tab.locator(".found__text").all_inner_texts()
        assert shown and not [text for text in shown if "increases increasing" in text or "150500" in text]
        assert max(len(text) for text in shown) < 450


# ---- Numbers, asked of the search itself ---------------------------------------------------------------------

ASK = """async ([address, folder, queries, docs]) => {
  const index = await (await fetch(`${address}${folder}search/search_index.json`)).json()
  const search = (await import(`${address}assets/search.js`)).open({...index, docs: docs || index.docs})
  return queries.map(query => search(query).map(entry => entry.location)) }"""
_PRINTED = {"en": re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"), "es": re.compile(r"\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?")}
FOLDERS = {"en": "", "es": "es/"}


def _ask(tab: Page, address: str, lang: str, queries: list[str], texts: list[str] | None = None) -> list[set[str]]:
    """The addresses that the search of an edition finds for each query. texts: what it looks through, each under itself as its address."""
    tab.goto(f"{address}404.html")
    docs = texts and [{"location": text, "title": "", "text": f"<p>{escape(text, quote=False)}</p>"} for text in texts]
    return [set(found) for found in tab.evaluate(ASK, [address, FOLDERS[lang], queries, docs])]


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
def test_every_number_on_a_page_is_found_in_every_spelling(tab: Page, another_address: str, another_built: Path, lang: str) -> None:
    numbers = _numbers(another_built, lang)
    assert len(numbers) > 30 and {"25", "6.2", "150500", "62.5"} <= numbers.keys()
    asked = [(digits, typed) for digits in numbers for typed in _spellings(digits)]
    found = _ask(tab, another_address, lang, [typed for _, typed in asked])
    by_digits: dict[str, set[str]] = {}
    for (digits, typed), listed in zip(asked, found, strict=True):
        assert numbers[digits] <= listed, typed
        assert by_digits.setdefault(digits, listed) == listed, typed  # all spellings find the same


@pytest.mark.parametrize("lang", FOLDERS)
def test_a_number_that_stands_on_no_page_finds_none(tab: Page, another_address: str, another_built: Path, lang: str) -> None:
    text = (another_built / FOLDERS[lang] / "search/search_index.json").read_text(encoding="utf-8")
    digits = {re.sub(r"\D", "", number) for number in re.findall(r"\d[\d.,]*", text)}
    absent = [str(number) for number in (*range(30, 100), *range(150_501, 150_600), 227_411) if str(number) not in digits]
    assert len(absent) > 100
    assert not [number for number, listed in zip(absent, _ask(tab, another_address, lang, absent), strict=True) if listed]
    typed = [f"{sign}{number}{unit}" for number in absent[:20] for sign in ("-", "") for unit in ("%", " bicycles", " percent")]
    assert not [number for number, listed in zip(typed, _ask(tab, another_address, lang, typed), strict=True) if listed]


TYPED = [
    ("-25%", "25"),
    ("--25", "25"),
    ("+-25 %", "25"),
    ("25~4", "25 4"),
    ("title:25", "title 25"),
    ("25:4", "25 4"),
    ("25^", "25"),
    ("*25*", "25"),
    ("25\\", "25"),
    ("25–4%", "25 4"),
    ("-decrease", "decrease"),
    ("--decrease", "decrease"),
    ("decrease~x", "decrease x"),
    ("decrease^b", "decrease b"),
    ("nofield:decrease", "nofield decrease"),
    ('"decrease', "decrease"),
    ('"4% decrease"', '4 "decrease"'),
    ("*", ""),
    ("- + ~ ^ : * % \\", ""),
    ("%", ""),
]


def test_what_is_typed_is_no_command(tab: Page, another_address: str) -> None:
    with heard(tab) as told:
        found = _ask(tab, another_address, "en", [query for pair in TYPED for query in pair])
    asked = {typed: (listed, expected) for (typed, _), listed, expected in zip(TYPED, found[::2], found[1::2], strict=True)}
    assert {typed: pair for typed, pair in asked.items() if pair[0] != pair[1]} == {}
    assert [(typed, bool(asked[typed][0])) for typed, _ in TYPED] == [(typed, bool(meant)) for typed, meant in TYPED]
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


FOUND = [
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
]


def test_a_number_is_told_from_what_it_stands_in(tab: Page, another_address: str) -> None:
    found = _ask(tab, another_address, "en", [typed for typed, _ in FOUND], TEXTS)
    assert list(zip([typed for typed, _ in FOUND], found, strict=True)) == [(typed, {text} if text else set()) for typed, text in FOUND]


def test_the_index_holds_no_spellings_of_numbers(another_built: Path) -> None:
    for folder in FOLDERS.values():
        docs = json.loads((another_built / folder / "search/search_index.json").read_bytes())["docs"]
        assert any(entry.get("also") for entry in docs) and not re.search(r"\d", " ".join(entry.get("also", "") for entry in docs))


def test_a_result_marks_numbers_whole_and_leads_to_its_proof_by_keys_alone(tab: Page, another_address: str) -> None:
    tab.goto(f"{another_address}updates/")
    _find(tab, "150500", "figures/#north-2022")
    marked = tab.locator(".found__text mark").all_text_contents()
    assert marked and set(marked) == {"150,500"}
    _find(tab, "north-change", "figures/#north-change", first=True)
    tab.keyboard.press("ArrowDown")  # from the box to the first result
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/figures/**#north-change")
    assert tab.locator("h3#north-change").is_visible()


def _squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("lang", FOLDERS)
def test_the_index_holds_the_words_of_each_page_and_neither_drawings_nor_hidden_text(
    tab: Page, another_address: str, another_built: Path, lang: str
) -> None:
    folder = FOLDERS[lang]
    entries = json.loads((another_built / folder / "search/search_index.json").read_bytes())["docs"]
    by_page: dict[str, list[dict[str, str]]] = {}
    for entry in entries:
        by_page.setdefault(entry["location"].partition("#")[0], []).append(entry)
    assert not any("superseded" in page for page in by_page)  # that is to be read, not to be found
    for page in some(by_page, 4):
        tab.goto(f"{another_address}{folder}{page}")
        tab.evaluate("document.querySelectorAll('article details').forEach(d => d.open = true)")
        tab.evaluate("document.querySelectorAll('article svg, article [data-late], .headerlink').forEach(n => n.remove())")
        shown = _squeezed(tab.locator("article").inner_text())
        for entry in by_page[page]:
            for text in (entry["title"], entry["text"]):
                assert _squeezed(unescape(re.sub("<[^>]*>", "", text))) in shown, entry["location"]


def test_an_index_that_names_another_figure_is_a_fault(another_checked: Any) -> None:
    name = "search/search_index.json"
    data = (another_checked.site / name).read_text(encoding="utf-8")
    assert another_checked.recheck_file(name, data.encode()) == []
    assert '"figure":"north-change"' in data
    assert another_checked.recheck_file(name, data.replace('"figure":"north-change"', '"figure":"down 12.7%"').encode())
    assert '"also":"' in data
    assert another_checked.recheck_file(name, data.replace('"also":"', '"also":"2046350 ', 1).encode())


def test_the_index_is_fetched_when_somebody_searches_and_not_before(tab: Page, another_address: str) -> None:
    with heard(tab) as told:
        tab.goto(f"{another_address}data/", wait_until="networkidle")
        assert any(name.endswith(".js") for name in told.asked)
        assert not [name for name in told.asked if "search_index" in name or "sitemap" in name]
        assert _find(tab, "helmet", "updates/2023-11-02-survey/")
        assert told.asked.count(f"{another_address}search/search_index.json") == 1


def test_a_link_to_a_search_shows_its_results(tab: Page, another_address: str) -> None:
    tab.goto(f"{another_address}?q=helmet")
    wait_until(tab, f"{_LINKS}.length > 0")
