"""How a comparison pairs sentences, finds their lines, compares rows, and puts all of it into words."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from macros.base.errors import Fault, Place
from macros.datapackage import Resource, compare_tables
from macros.review.comment import MAX_LENGTH, make_comment
from macros.review.difference import Difference, compare_sides
from macros.review.fold import Fold, fold_changes
from macros.review.markdown import format_block, format_code, format_report
from macros.review.missing import drop_reported
from macros.review.places import LineIndex, find_page_source
from macros.review.sentences import SentenceChange, find_changed_sentences
from macros.review.side import Side
from macros.review.surfaces import Sentence, Surfaces, read_site
from tests.project import write


def surfaces(*texts: str | tuple[str, str], page: str = "index.html") -> Surfaces:
    """A page that says these sentences; a pair is a cell and its headers."""
    said = [Sentence(page, "text", *((text,) if isinstance(text, str) else text)) for text in texts]
    return Surfaces(tuple(said), (), frozenset({page}))


A, B, C = "Reports fell by half in a year.", "Files rose by a third in a year.", "Nobody knows why this happened."


@pytest.mark.parametrize(
    ("base", "head", "changes"),
    [
        pytest.param([A, B], [A, B], [], id="nothing"),
        pytest.param([A, B], [B, A], [], id="moved only"),
        pytest.param([A], [A, B], [("", B)], id="added"),
        pytest.param([A, B], [B], [(A, "")], id="removed"),
        pytest.param([A], [A, A], [("", A)], id="said twice now"),
        pytest.param([A], [A.replace("half", "a third")], [(A, A.replace("half", "a third"))], id="changed"),
        pytest.param([A], [C], [(A, C)], id="one for another at its place"),
        pytest.param([A, B, C], [A, C.replace("why", "how"), C], [(B, C.replace("why", "how"))], id="between two that stay"),
        pytest.param(
            [A, B],
            [B.replace("third", "quarter"), A.replace("half", "two")],
            [(A, A.replace("half", "two")), (B, B.replace("third", "quarter"))],
            id="each to the one that is most like it",
        ),
        pytest.param([("1", "EU 2020"), ("2", "EU 2021")], [("1", "EU 2020"), ("3", "EU 2021")], [("2", "3")], id="a cell"),
        pytest.param(
            [("1", "EU 2020"), ("2", "EU 2021")],
            [("8", "EU 2021"), ("9", "EU 2020")],
            [("1", "9"), ("2", "8")],
            id="cells by their headers",
        ),
    ],
)
def test_sentences_are_paired(base: list, head: list, changes: list[tuple[str, str]]) -> None:
    found = find_changed_sentences(surfaces(*base), surfaces(*head))
    assert sorted((change.before, change.after) for change in found) == sorted(changes)


def test_the_same_change_on_two_pages_is_told_once() -> None:
    def both(text: str) -> Surfaces:
        one, two = surfaces(text), surfaces(text, page="other/index.html")
        return Surfaces(one.sentences + two.sentences, (), one.files | two.files)

    found = find_changed_sentences(both(A), both(B))
    assert [(c.before, c.after, [s.page for s in c.spots]) for c in found] == [(A, B, ["index.html", "other/index.html"])]


def test_every_surface_of_a_site_is_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        "page/index.html",
        '<html><head><title>The title</title><meta name="description" content="The description."></head><body><article>'
        '<p>One. <a href="x" data-figure="id">Two 47%</a>.</p><img alt="The alternative.">'
        "<table><thead><tr><td></td><th>2021</th></tr></thead>"
        '<tbody><tr><th>EU</th><td><b data-figure="cell">12</b></td></tr></tbody></table>'
        '</article><script type="application/ld+json">{"name": "The data", "@type": "Dataset", "url": "https://example.org/"}</script></body></html>',
    )
    write(tmp_path, "charts/x/chart.svg", '<svg xmlns="http://www.w3.org/2000/svg" aria-label="The drawing"><text>The label</text></svg>')
    write(tmp_path, "feed.json", '{"items": [{"title": "The entry", "content_html": "<p>The text.</p>"}]}')
    write(tmp_path, "feed.xml", '<feed xmlns="http://www.w3.org/2005/Atom"><title>The feed</title></feed>')
    write(tmp_path, "llms.txt", "The index.\n")
    write(tmp_path, "broken.html", "")
    found = read_site(tmp_path)
    said = {(s.surface, s.text) for s in found.sentences}
    assert said == {
        ("title", "The title"),
        ("meta description", "The description."),
        ("text", "One."),
        ("text", "Two 47%."),
        ("alt", "The alternative."),
        ("text", "2021"),
        ("text", "EU"),
        ("table", "12"),
        ("json-ld", "The data"),
        ("svg", "The label"),
        ("aria-label", "The drawing"),
        ("feed title", "The entry"),
        ("text", "The text."),
        ("feed title", "The feed"),
        ("text file", "The index."),
    }
    assert [(w.page, w.figure, w.text) for w in found.wordings] == [
        ("page/index.html", "id", "Two 47%"),
        ("page/index.html", "cell", "12"),
    ]
    assert next(s.near for s in found.sentences if s.surface == "table") == "EU 2021"
    assert "broken.html" not in found.files


def test_a_sentence_is_found_where_it_is_written(tmp_path: Path) -> None:
    write(tmp_path, "docs/en/index.md", '---\ntitle: "Home"\n---\n\nReports {{ figure("x", "fell by 47%") }} in the EU.\nAnother line.\n')
    write(tmp_path, "docs/en/other.md", "Reports fell by 47% in the EU, as the other page says.\n")
    write(tmp_path, "data/p/2021-01-01/counts.csv", "year,scope,count\n2021,eu,1046350\n")
    write(tmp_path, "macros/interface/en.yml", "title: Values by data version\n")
    lines = LineIndex(tmp_path)
    assert lines.find_line("Reports fell by 47% in the EU.", ["index.html"]) == Place("docs/en/index.md", 5)
    assert lines.find_line("Reports fell by 47% in the EU.", ["other/index.html"]) == Place("docs/en/other.md", 1)
    assert lines.find_line("2021, eu: 1,046,350", ["index.html"]) == Place("data/p/2021-01-01/counts.csv", 2)
    assert lines.find_line("Values by data version", ["index.html"]) == Place("macros/interface/en.yml", 1)
    assert lines.find_line("47", ["charts/x/index.html"]) is None
    assert lines.find_line("Nothing of all this is said here.", ["index.html"]) is None
    assert lines.find_line("", ["index.html"]) is None


def test_a_sentence_has_its_place_in_a_line_that_changes(tmp_path: Path) -> None:
    """What a file says that stayed as it was did not change a sentence, nor did the other lines of one that changed."""
    said = "title: Values by data version\nnote: Values by data version\n"
    for side in ("base", "head"):
        write(tmp_path, f"{side}/mkdocs.yml", "site_name: Values by data version\n")
        write(tmp_path, f"{side}/macros/interface/en.yml", said if side == "base" else f"{said}more: Values by data version\n")
    lines = LineIndex(tmp_path / "head", tmp_path / "base")
    assert lines.find_line("Values by data version", ["index.html"]) == Place("macros/interface/en.yml", 3)
    assert LineIndex(tmp_path / "base", tmp_path / "head").find_line("Values by data version", ["index.html"]) is None
    write(tmp_path, "head/docs/en/index.md", "Values by data version\n")
    assert LineIndex(tmp_path / "head", tmp_path / "base").find_line("Values by data version", ["index.html"]) == Place(
        "docs/en/index.md", 1
    )


def cited(page: str, day: str, year: str) -> str:
    return f"A site: \u201c{page}\u201d, {day} {year}. https://example.org/{page}/"


def test_the_same_words_that_change_in_many_sentences_are_told_once() -> None:
    changes = [
        SentenceChange(cited(page, "11 May", "2022"), cited(page, "1 June", "2023"), (Sentence(f"{page}/index.html", "text", ""),))
        for page in ("data", "figures", "timeline")
    ]
    other, come = (
        SentenceChange("It fell.", "It rose.", changes[0].spots),
        [SentenceChange("", f"New {n}.", changes[0].spots) for n in (1, 2)],
    )
    found, *rest = fold_changes([changes[0], other, come[0], changes[1], come[1], changes[2]])
    assert found == Fold("11 May 2022.", "1 June 2023.", tuple(changes))
    assert rest == [other, *come]
    assert found.pages == ("data/index.html", "figures/index.html", "timeline/index.html")


def test_a_fold_is_told_with_the_number_of_its_sentences_and_what_is_left_out_is_counted(tmp_path: Path) -> None:
    spots = [(Sentence(f"p{n}/index.html", "text", ""),) for n in range(9)]
    changes = tuple(SentenceChange(f"{n} of 2022.", f"{n} of 2023.", spot) for n, spot in enumerate(spots))
    echoes = tuple(SentenceChange("", f"word {n}", spots[0], echo="elsewhere" if n else "tally") for n in range(3))
    found = difference(tmp_path, (*changes, *echoes))
    for text in (format_report(found), make_comment(found)["text"]):
        assert "the same in 9 sentences of p0/, p1/, p2/, p3/, p4/, p5/ and 3 more" in text
        assert text.count("- 2022.") == text.count("+ 2023.") == 1 and "word" not in text
        assert "0 sentences" not in text and "1 derived change." in text
    assert "Not listed: 2 sentences that the site says elsewhere too, and 1 sentence of the check's tally." in format_report(found)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        pytest.param("5%", "7%", True, id="a number for another that stands elsewhere"),
        pytest.param("", "7%", True, id="a number that stands elsewhere"),
        pytest.param("", "News", False, id="a word that stands elsewhere"),
        pytest.param("News", "", False, id="a word that goes and stands elsewhere"),
        pytest.param("", "Nowhere", True, id="a new word"),
    ],
)
def test_of_what_nobody_wrote_words_that_stand_elsewhere_are_not_told_and_numbers_are(
    tmp_path: Path, before: str, after: str, told: bool
) -> None:
    for name, said in (("base", before), ("head", after)):
        write(tmp_path, f"{name}/site/index.html", f"<html><body><article><p>{said}</p></article></body></html>")
        write(tmp_path, f"{name}/site/other/index.html", "<html><body><article><p>5%</p><p>7%</p><p>News</p></article></body></html>")
        (tmp_path / name / "tree/data").mkdir(parents=True)
    base, head = (Side(name, name, tmp_path / name / "tree", tmp_path / name / "site", ()) for name in ("base", "head"))
    found = compare_sides(base, head)
    assert [(change.before, change.after) for change in found.sentences] == [(before, after)]
    assert bool(found.derived_sentences) == told


FACT = 'no longer says "rose by 35%" of "all-reports-change"'


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('docs/en/a.md:14:9: no longer says "rose by 35%" of all-reports-change, as was published; restore it', True),
        ('docs/en/b.md:14:9: no longer says "rose by 35%" of all-reports-change, as was published; restore it', False),
        ('docs/en/a.md:14:9: no longer says "rose by 30%" of all-reports-change, as was published; restore it', False),
        ('docs/en/a.md:14:9: no longer says "rose by 35%" of eu-reports-change, as was published; restore it', False),
    ],
)
def test_what_the_check_tells_as_a_fault_is_not_told_again_as_a_missing_record(line: str, told: bool) -> None:
    fault = Fault(Place("docs/en/a.md"), "missing-record", FACT, "restore it")
    assert drop_reported([fault], [line]) == ([] if told else [fault])


@pytest.mark.parametrize(
    ("page", "source"),
    [
        ("index.html", "docs/en/index.md"),
        ("a/index.html", "docs/en/a.md"),
        ("b/index.html", "docs/en/b/index.md"),
        ("es/a/index.html", "docs/es/a.md"),
        ("404.html", None),
        ("charts/x/index.html", None),
    ],
)
def test_a_page_has_its_source(tmp_path: Path, page: str, source: str | None) -> None:
    for name in ("docs/en/index.md", "docs/en/a.md", "docs/en/b/index.md", "docs/es/a.md"):
        write(tmp_path, name, "x")
    assert find_page_source(page, tmp_path) == source


def table(*rows: str, key: tuple[str, ...] = ("year",)) -> Resource:
    """A table of rows `2020,10`."""
    cells = [text.split(",") for text in rows]
    columns = {name: tuple(row[at] for row in cells) for at, name in enumerate(("year", "count"))}
    values = {name: {text: Fraction(text) if text else None for text in texts} for name, texts in columns.items()}
    return Resource("t", "data/p/v/t.csv", {"year": {}, "count": {}}, key, range(2, 2 + len(rows)), columns, values, "")


@pytest.mark.parametrize(
    ("old", "new", "added", "removed", "changed"),
    [
        pytest.param(table("2020,1"), table("2020,1"), [], [], [], id="the same"),
        pytest.param(table("2020,1", "2021,2"), table("2021,2", "2020,1"), [], [], [], id="in another order"),
        pytest.param(table("2020,1"), table("+2020,1"), [], [], [], id="a key written otherwise"),
        pytest.param(table("2020,1"), table("2020,3"), [], [], [("2020", 2, "count", "1", "3")], id="a cell"),
        pytest.param(table("2020,1"), table("2020,"), [], [], [("2020", 2, "count", "1", "")], id="a cell emptied"),
        pytest.param(table("2020,1"), table("2020,1", "2021,2"), [("2021: 2", 3)], [], [], id="a row more"),
        pytest.param(table("2020,1", "2021,2"), table("2021,2"), [], [("2020: 1", 2)], [], id="a row less"),
        pytest.param(None, table("2020,1"), [("2020: 1", 2)], [], [], id="a new table"),
        pytest.param(table("2020,1"), None, [], [("2020: 1", 2)], [], id="no table any more"),
        pytest.param(table("2020,1", key=()), table("2020,2", key=()), [("2020, 2", 2)], [("2020, 1", 2)], [], id="no key"),
        pytest.param(table("2020,1", "2020,1", key=()), table("2020,1", key=()), [], [("2020, 1", 3)], [], id="the same row twice"),
        pytest.param(table("2020,1"), table("2020,2", key=()), [("2020, 2", 2)], [("2020, 1", 2)], [], id="another key"),
    ],
)
def test_rows_are_compared(old: Resource, new: Resource, added: list, removed: list, changed: list) -> None:
    found = compare_tables(old, new)
    assert (list(found.added), list(found.removed)) == (added, removed)
    assert [(c.row, c.line, c.field, c.before, c.after) for c in found.changed] == changed
    assert bool(found) is bool(added or removed or changed)


# ---- In words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", "`plain`"),
        ("a `tick`", "`` a `tick` ``"),
        ("``", "``` `` ```"),
        ("line\nbreak", "`line break`"),
        ("@everyone <b>", "`@everyone <b>`"),
    ],
)
def test_text_becomes_code_that_it_cannot_leave(text: str, written: str) -> None:
    assert format_code(text) == written


def test_a_fence_is_longer_than_what_it_holds() -> None:
    assert format_block(["- a", "+ ````", "+ b"]).splitlines() == ["`````diff", "- a", "+ ````", "+ b", "`````"]


def difference(tmp_path: Path, sentences: tuple[SentenceChange, ...]) -> Difference:
    side = Side("HEAD", "key", tmp_path, tmp_path, ())
    return Difference(side, side, sentences=sentences)


def test_a_sentence_that_is_markup_stays_a_sentence(tmp_path: Path) -> None:
    evil = "```\n</details><img src=x> @everyone [link](https://example.org)"
    found = difference(tmp_path, (SentenceChange("", evil, (Sentence("index.html", "text", evil),)),))
    lines = format_report(found).splitlines()
    fences = [line for line in lines if line.startswith("````")]
    assert fences == ["````diff", "````"]
    assert [line for line in lines if "@everyone" in line] == ["+ ``` </details><img src=x> @everyone [link](https://example.org)"]


def test_what_the_generator_writes_is_kept_short_in_a_comment(tmp_path: Path) -> None:
    spot = (Sentence("index.html", "text", ""),)
    derived = tuple(SentenceChange("", f"derived {n}", spot) for n in range(30))
    written = tuple(SentenceChange("", f"written {n}", spot, Place("docs/en/index.md", n + 1)) for n in range(30))
    text = make_comment(difference(tmp_path, (*written, *derived)))["text"]
    assert text.count("+ written") == 30 and text.count("+ derived") == 12
    assert "and 18 more changes" in text
    assert format_report(difference(tmp_path, derived)).count("+ derived") == 30


def test_a_long_comment_ends_at_a_line_and_says_so(tmp_path: Path) -> None:
    place = Place("docs/en/index.md", 1)
    changes = tuple(SentenceChange("", f"{n} " + "word " * 40, (Sentence("index.html", "text", ""),), place) for n in range(2000))
    text = make_comment(difference(tmp_path, changes))["text"]
    assert len(text) <= MAX_LENGTH + 100
    assert text.endswith("  … the rest is in the report.")
