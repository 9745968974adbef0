"""What the source says of a value stands beside it: a sign for each status, a letter for each note, a reason for each gap."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from itertools import count, islice, product
from pathlib import Path
from string import ascii_lowercase

import pytest
from lxml import html as lxml_html

from macros.base.errors import Faults
from macros.charts import build_specification, draw_chart
from macros.check.judge import PassageChecker
from macros.check.readers.html import read_page
from macros.claims.passage import Binding, Passage
from macros.content.page_context import PageContext
from macros.exhibits import build_chart, read_exhibits, write_table
from macros.exhibits.remarks import _iter_letters
from macros.quotes import PhraseWriter, QuoteBook
from tests.exhibits.flagged import FIGURES, chart_of, codes_of, table_of, write_table_of
from tests.project import Place, read_figures, write_yaml

SIGNS = {"provisional": "p", "estimated": "e", "break": "b", "revised": "r", "suppressed": "c", "missing": ":"}
_WORDS = {
    "en": ("provisional", "estimated", "break in the series", "revised", "not published by the source", "not available"),
    "es": ("provisional", "estimado", "ruptura de la serie", "revisado", "no publicado por la fuente", "no disponible"),
}
WORDS = {lang: dict(zip(SIGNS.values(), words, strict=True)) for lang, words in _WORDS.items()}
CODES = {"": (), **{sign: (name,) for name, sign in SIGNS.items() if name != "missing"}, "bp": ("provisional", "break")}
NOTES = ("", "Counted in 9 weeks of 52", "Without branch 7", "Counted in 9 weeks of 52 | Moved in 2019; 120 loans lost")
YEARS, LIBRARIES = ("2018", "2019", "2020", "2021"), ("harbour", "hill", "market")
PAGE = '<!doctype html><html lang="{}"><head><title>x</title></head><body><article>{}</article></body></html>'
Cells = dict[tuple[str, str], tuple[str, str, str]]  # of a library and a year: its value, its flag, its notes


def draw_cells(seed: int) -> Cells:
    """A small table at random: values, gaps, absent rows, flags, notes. A row has a value at each end, as lines need one."""
    chance = random.Random(seed)
    found: Cells = {}
    for key in product(LIBRARIES, YEARS):
        flag, is_end = chance.choice((*CODES, "", "")), key[1] in (YEARS[0], YEARS[-1])
        if flag == "c" and is_end:
            flag = "p"
        value = "" if flag == "c" or (chance.random() < 0.1 and not is_end) else str(chance.randint(1_000, 9_999))
        if is_end or chance.random() > 0.1:
            found[key] = (value, flag if value or flag == "c" else "", chance.choice(NOTES))
    return found


def expect_marks(cells: Cells) -> tuple[dict[tuple[str, str], list[str]], list[str]]:
    """The signs and the texts of the notes behind each cell, and all notes in their order."""
    marks: dict[tuple[str, str], list[str]] = {}
    notes: list[str] = []
    for key in product(LIBRARIES, YEARS):
        value, flag, noted = cells.get(key, ("", "", ""))
        signs = [SIGNS[name] for name in CODES[flag]] if value or flag == "c" else [":"]
        marks[key] = signs + [each for each in noted.split(" | ") if each]
        notes += [each for each in noted.split(" | ") if each and each not in notes]
    return marks, notes


def letters() -> Callable[[], str]:
    free = [letter for letter in ascii_lowercase if letter not in SIGNS.values()]
    every = ("".join(parts) for length in count(1) for parts in product(free, repeat=length))
    return lambda: next(every)


def read(root: Path, cells: Cells, lang: str, kind: str = ""):
    lines = [["year", "library", "loans", "flag", "note"]]
    lines += [[year, library, *cells[library, year]] for year in YEARS for library in LIBRARIES if (library, year) in cells]
    write_table_of(root, lines, {"flag": {"means": "status", "codes": codes_of(CODES)}, "note": {"means": "note"}})
    write_yaml(root, "data/figures.yml", {"figures": {}})
    write_yaml(root, "data/tables.yml", {"tables": {"loans": table_of()}})
    write_yaml(root, "data/charts.yml", {"charts": {"loans": chart_of(kind)} if kind else {}})
    figures = read_figures(root)
    charts, tables, faults = read_exhibits(root, figures)
    assert faults == []
    writer = PhraseWriter(QuoteBook(figures, Faults()))
    return figures, charts, tables, PageContext("docs/en/index.md", lang, None, "", "", False, figures, writer)


def judge(figures, lang: str, page: str) -> list[str]:
    checker = PassageChecker(figures, figures.packages, lang)
    return [each.code for passage in read_page(page.encode(), lambda _: ()).passages for each in checker.check_passage(passage)[0]]


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("seed", range(6))
def test_each_value_of_a_table_has_the_signs_and_the_notes_of_its_row(tmp_path, seed, lang):
    cells = draw_cells(seed)
    figures, _, tables, view = read(tmp_path, cells, lang)
    page = PAGE.format(lang, write_table(tables["loans"], view))
    root = lxml_html.fromstring(page)
    notes = {item.get("id"): item.findtext("span") for item in root.xpath("//ul[@class='data__notes']/li")}
    marks, every = expect_marks(cells)
    assert list(notes.values()) == every
    letter = letters()
    assert [item.findtext("sup") for item in root.xpath("//ul[@class='data__notes']/li")] == [letter() for _ in every]
    rows = root.xpath("//tbody/tr")
    for (library, year), expected in marks.items():
        cell = rows[LIBRARIES.index(library)].xpath("td")[YEARS.index(year)]
        found = [notes[link.get("href")[1:]] for link in cell.iter("a")]
        signs = "".join(cell.xpath("sup/text() | span[@aria-hidden]/text()"))
        assert [sign for sign in re.split(r"[, ]+", signs) if sign] + found == expected
    told = "".join(root.xpath("//p[@class='data__signs']/text()")).removesuffix(".")
    seen = {sign for each in marks.values() for sign in each if sign in WORDS[lang]}
    assert dict(each.split(" = ") for each in filter(None, told.split("; "))) == {sign: WORDS[lang][sign] for sign in seen}
    assert judge(figures, lang, page) == []


@pytest.mark.parametrize("seed", range(4))
def test_no_mark_behind_a_value_can_be_left_out_or_changed(tmp_path, seed):
    figures, _, tables, view = read(tmp_path, draw_cells(seed), "en")
    page = PAGE.format("en", write_table(tables["loans"], view))
    signed = list(re.finditer(r'(?<=\d)<sup class="data__sign" data-status="yes">.*?</sup>', page))
    assert signed
    for match in signed:
        without = page[: match.start()] + page[match.end() :]
        assert "wrong-status" in judge(figures, "en", without), match[0]
        assert "wrong-status" in judge(figures, "en", page[: match.end() - 6] + ", e" + page[match.end() - 6 :])
    noted = list(re.finditer(r"#table-loans-note-(\w+)\" aria-label=\"Note \w+\">(\w+)</a>", page))
    for match in noted:
        other = "a" if match[2] != "a" else "d"
        at = match.start(2)
        if page[: match.start()].rpartition("<td")[2].count("aria-hidden"):
            continue  # a cell without a value says why by a note of the data, whichever it is
        assert "wrong-status" in judge(figures, "en", page[:at] + other + page[match.end(2) :])
    for match in re.finditer(r'<span data-piece="note [^"]*">([^<]*)</span>', page):
        for changed in (match[1] + "0", match[1].replace("9", "8") + " ", ""):
            forged = page[: match.start(1)] + changed + page[match.end(1) :]
            assert changed.strip() == match[1] or judge(figures, "en", forged) != []


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("kind", ["line", "small-multiples", "bar-panels", "grouped-bars", "dots"])
@pytest.mark.parametrize("seed", range(2))
def test_a_chart_draws_no_gap_and_says_what_its_signs_and_letters_mean(tmp_path, seed, kind, lang):
    cells = draw_cells(seed)
    _, charts, _, view = read(tmp_path, cells, lang, kind)
    chart = build_chart(charts["loans"], view)
    marks, notes = expect_marks(cells)
    have = sum(1 for value, *_ in cells.values() if value)
    for width in ("wide", "narrow"):
        specification = build_specification(chart, width)
        drawn = [row for rows in specification["datasets"].values() for row in rows if "value" in row and "column" in row]
        assert {(row["row"], row["column"], row["value"]) for row in drawn} <= {
            (chart.rows[at].label, year, float(cells[library, year][0]))
            for at, library in enumerate(LIBRARIES)
            for year in YEARS
            if cells.get((library, year), ("",))[0]
        }
        assert kind in ("line",) or len({(row["row"], row["column"]) for row in drawn}) == have
        every = [row["text"] for rows in specification["datasets"].values() for row in rows if row.get("text")]
        text = " ".join(" ".join(each if isinstance(each, str) else " ".join(each) for each in every).split())
        seen = {sign for each in marks.values() for sign in each if sign in WORDS[lang]}
        signs = {sign for each in every for line in ([each] if isinstance(each, str) else each) for sign in line.split(", ")}
        told = {sign for sign in seen if sign not in ("c", ":") or sign in signs}  # the sign of a gap only if this kind draws it
        assert {sign for sign in WORDS[lang] if f"{sign} = {WORDS[lang][sign]}" in text} == told
        assert all(note in text for note in notes)
        svg = draw_chart(chart, cache=None, width=width)
        pieces = re.findall(r'<text [^>]*data-piece="note [^>]*>', svg)
        assert len(pieces) == len(notes) and all(('lang="en"' in piece) == (lang == "es") for piece in pieces)
        assert bool(told) == ("aria-description=" in svg)


def test_a_break_in_the_series_breaks_the_line_and_a_provisional_point_is_hollow(tmp_path):
    cells: Cells = {(library, year): ("5000", "", "") for library in LIBRARIES for year in YEARS}
    cells |= {("hill", "2020"): ("6000", "b", ""), ("hill", "2021"): ("6100", "p", ""), ("market", "2019"): ("", "c", "")}
    _, charts, _, view = read(tmp_path / "panels", cells, "en", "small-multiples")
    svg = draw_chart(build_chart(charts["loans"], view), cache=None)
    assert svg.count('fill-opacity="0"') == 1
    _, charts, _, view = read(tmp_path / "line", cells, "en", "line")
    svg = draw_chart(build_chart(charts["loans"], view), cache=None)
    paths = [re.search(r' d="([^"]*)"', path)[1] for path in re.findall("<path [^>]*>", svg) if 'stroke-width="2.5"' in path]
    assert [path.count("M") for path in paths] == [1, 2, 2]
    assert svg.count('fill-opacity="0"') == 1
    assert re.search(r">b</text>", svg) and re.search(r">p</text>", svg) and re.search(r">c</text>", svg)


def test_a_letter_is_never_the_sign_of_a_status():
    letter = letters()
    assert list(islice(_iter_letters(SIGNS.values()), 60)) == [letter() for _ in range(60)]


QUOTES = [
    pytest.param("In 2022, Hill Library had {} loans.", False, "en", id="not said"),
    pytest.param("In 2022, Hill Library had {} loans (provisional).", True, "en", id="said behind it"),
    pytest.param("By preliminary counts, Hill Library had {} loans in 2022.", True, "en", id="preliminary"),
    pytest.param("Hill Library had {} loans in 2022, an estimate.", True, "en", id="an estimate"),
    pytest.param("Hill Library had {} loans in 2022; the count is subject to revision.", True, "en", id="subject to revision"),
    pytest.param("Hill Library had {} loans in 2022. These counts are not yet final.", True, "en", id="once for a paragraph"),
    pytest.param("Hill Library had {} loans in 2022, no longer provisional.", False, "en", id="denied"),
    pytest.param("Hill Library had {} loans in 2022, which is not a provisional count.", False, "en", id="denied with an article"),
    pytest.param("En 2022, la Biblioteca Hill tuvo {} préstamos.", False, "es", id="es: not said"),
    pytest.param("En 2022, la Biblioteca Hill tuvo {} préstamos, según recuentos provisionales.", True, "es", id="es: said"),
    pytest.param("Avance de 2022: la Biblioteca Hill tuvo {} préstamos.", True, "es", id="es: said before"),
    pytest.param("En 2022, la Biblioteca Hill tuvo {} préstamos, ya no provisionales.", False, "es", id="es: denied"),
]  # fmt: skip


@pytest.fixture(scope="module")
def flagged(tmp_path_factory):
    root = tmp_path_factory.mktemp("flagged")
    lines = [["year", "library", "loans", "flag"], ["2021", "hill", "19100", ""], ["2022", "hill", "20200", "p"]]
    write_table_of(root, lines, {"flag": {"means": "status", "codes": {"p": "provisional"}}})
    write_yaml(root, "data/figures.yml", {"figures": FIGURES})
    return read_figures(root)


@pytest.mark.parametrize(("sentence", "is_right", "lang"), QUOTES)
def test_a_sentence_calls_a_provisional_figure_so(flagged, sentence, is_right, lang):
    link = '<a href="figures/#loans-hill-2022" data-figure="loans-hill-2022">{}<span data-status>\u00a0(provisional)</span></a>'
    said = "20,200" if lang == "en" else "20.200"
    found = judge(flagged, lang, PAGE.format(lang, f"<p>{sentence.format(link.format(said))}</p>"))
    assert ("unqualified" in found) is not is_right and set(found) <= {"unqualified"}


def test_the_fault_comes_once_for_a_paragraph_and_not_for_a_final_figure(flagged):
    link = '<a href="figures/#loans-hill-{0}" data-figure="loans-hill-{0}">{1}<span data-status>{2}</span></a>'
    final = link.format(2021, "19,100", "").replace("<span data-status></span>", "")
    both = link.format(2022, "20,200", "\u00a0(provisional)")
    text = f"<p>Hill Library had {final} loans in 2021. In 2022 it had {both} loans. In 2022 it had {both} loans.</p>"
    assert judge(flagged, "en", PAGE.format("en", text)) == ["unqualified"]
    assert judge(flagged, "en", PAGE.format("en", f"<p>Hill Library had {final} loans in 2021.</p>")) == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_standard_wording_says_it(flagged, lang):
    writer = PhraseWriter(QuoteBook(flagged, Faults()))
    for name, said in (("loans-hill-2022", " (provisional)"), ("loans-hill-2021", "")):
        quote = writer.quote_book.quote_figure(name, None, lang=lang, as_of=None, place=Place("docs/en/a.md", 1), page="data/charts.yml")
        assert quote.wording.endswith(said) and (("(" in quote.wording) == bool(said)) and quote.mark == ""


def test_the_old_words_of_a_correction_stay_as_they_were(flagged):
    link = '<a href="figures/#loans-hill-2022" data-figure="loans-hill-2022" data-as-of="2023-01-05">20,200</a>'
    text = PAGE.format(
        "en", f"<p>In 2022, Hill Library had {link} loans.</p>".replace("</a>", "<span data-status>\u00a0(provisional)</span></a>")
    )
    assert judge(flagged, "en", text) == []


def test_a_chart_says_once_what_holds_for_a_run_of_its_values_or_for_all(tmp_path):
    note = "Counted in 9 weeks of 52"
    cells: Cells = {(library, year): (str(5000 + 7 * at), "", note) for at, (library, year) in enumerate(product(LIBRARIES, YEARS))}
    cells |= {("hill", year): ("8000", "e", f"{note} | Without branch 7") for year in YEARS[1:3]}
    _, charts, tables, view = read(tmp_path, cells, "en", "line")
    chart = build_chart(charts["loans"], view)
    svg = draw_chart(chart, cache=None)
    assert svg.count(">e, d</text>") == 1 and ">a</text>" not in svg and svg.count(note) == 1 and svg.count('fill-opacity="0"') == 2
    assert write_table(tables["loans"], view).count(">a</a>") == len(cells)


@pytest.mark.parametrize("surface", ["text", "title", "meta description", "feed", "card", "document", "alt"])
def test_each_text_of_an_author_says_it_for_itself(flagged, surface):
    text = "In 2022, Hill Library had 20,200 loans"
    spans = ((26, 32, Binding("figure", "loans-hill-2022")),)
    checker = PassageChecker(flagged, flagged.packages, "en")
    found = [each for each in checker.check_passage(Passage(text, surface, spans))[0] if each.code == "unqualified"]
    assert len(found) == 1
    assert found[0].remedy == 'say so in the sentence: write "20,200 (provisional)", or call it provisional in other words'
    above = Passage(text, surface, spans, ("Provisional counts, 2022",))
    assert "unqualified" not in [each.code for each in checker.check_passage(above)[0]]


LEGEND = "p: provisional\n.. not available: branch closed for rebuilding"


@pytest.mark.parametrize(
    ("legend", "is_repeated"), [(LEGEND, True), (f"{LEGEND}\nBranches are those of the county.", False), ("Counts of loans.", False)]
)
def test_an_explanation_under_a_table_appears_once(tmp_path, legend, is_repeated):
    """The file explains its signs, its rows have the reason as a note, and the legend is the site's."""
    reason = "not available: branch closed for rebuilding"
    lines = [["year", "library", "loans", "flag", "note"]]
    lines += [[year, library, "5000", "p" if year == "2021" else "", ""] for year in YEARS for library in LIBRARIES]
    lines[5][2:] = ["", "..", reason]
    codes = {"p": "provisional", "..": "missing"}
    write_table_of(tmp_path, lines, {"flag": {"means": "status", "codes": codes}, "note": {"means": "note"}})
    (path,) = tmp_path.glob("data/*/*/datapackage.json")
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(descriptor | {"notes": [legend]}), encoding="utf-8")
    write_yaml(tmp_path, "data/figures.yml", {"figures": {}})
    write_yaml(tmp_path, "data/tables.yml", {"tables": {"loans": table_of()}})
    write_yaml(tmp_path, "data/charts.yml", {"charts": {}})
    figures = read_figures(tmp_path)
    _, tables, faults = read_exhibits(tmp_path, figures)
    assert faults == []
    view = PageContext("docs/en/index.md", "en", None, "", "", False, figures, PhraseWriter(QuoteBook(figures, Faults())))
    shown = write_table(tables["loans"], view)
    assert shown.count("provisional") == (1 if is_repeated or "provisional" not in legend else 2)
    assert shown.count(reason) == (1 if is_repeated or reason not in legend else 2)
    assert "p = provisional." in shown and ": = not available" not in shown  # the note says it
    assert (legend.splitlines()[-1] in shown) is not is_repeated
