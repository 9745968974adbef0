"""What the record holds of a project, read as a build reads it: how it grows, and which edits of a published page take something away."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.corrections import RecordComparison, ShownFigures, compare_records
from macros.edition.published_check import compare_with_record
from macros.published import FILE, Record, Row, find_packages
from macros.published.content import make_data_rows, make_page_rows
from tests.project import counts, declared, read_figures, sample_figures, write, write_figures, write_package, write_yaml
from tests.quoted import collect_quotes
from tests.sample import IS_WHOLE

PAGE = "docs/en/updates/2021-05-01-more.md"
FRONT = ("title", "description", "summary")
SURFACES = (*FRONT, "text", "text", "text")  # most quotes stand in the text
WORDINGS = ("50", "about 50", "fell by 50%", "")  # without words, the figure gives them
GIVEN = {("eu-2020", ""): "50", ("eu-change", ""): "50% decrease"}
Said = tuple[str, str, str]  # surface, figure, wording


def page(said: list[Said]) -> str:
    """An update that says this, in this order."""

    def calls(surface: str) -> list[str]:
        texts = [[f"'{text}'" for text in (figure, words) if text] for at, figure, words in said if at == surface]
        return [f"{{{{ figure({', '.join(each)}) }}}}" for each in texts]

    head = "".join(f'{name}: "A {name}. {" ".join(calls(name))}"\n' for name in FRONT)
    body = "".join(f"\nIt was {call}.\n" for call in calls("text"))
    source = "{title: A, publisher: B, date: 2021-03-01, path: 'https://example.org/'}"
    return f"---\n{head}date: 2021-05-01\ntopics: []\nsources: [{source}]\n---\n\nA sentence.\n{body}"


def recorded(root: Path, said: list[Said]) -> tuple[Record, ShownFigures]:
    write(root, PAGE, page(said))
    build, found, unread = collect_quotes(root, "en")
    assert PAGE in build.pages and not unread
    places = {(at.path, quote.figure, quote.surface): quote.place for at, quote in reversed(found)}
    return Record(make_page_rows([PAGE], {PAGE: [quote for _, quote in found]})), ShownFigures({}, places)


def counted(said: list[Said]) -> Counter[Said]:
    return Counter((surface, figure, GIVEN.get((figure, words), words)) for surface, figure, words in said)


SAID = st.tuples(st.sampled_from(SURFACES), st.sampled_from(["eu-2020", "eu-change"]), st.sampled_from(WORDINGS))


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[Said], list[Said]]:
    """What a page says, before and after some edits."""
    before = draw(st.lists(SAID, min_size=1, max_size=6))
    after = list(before)
    for edit in draw(st.lists(st.sampled_from(["change", "delete", "swap", "duplicate", "move", "add"]), min_size=1, max_size=3)):
        one, other = (draw(st.integers(0, max(len(after) - 1, 0))) for _ in range(2))
        if edit == "add" or not after:
            after.insert(one, draw(SAID))
        elif edit == "change":
            after[one] = (*after[one][:2], draw(SAID)[2])
        elif edit == "delete":
            del after[one]
        elif edit == "duplicate":
            after.insert(other, after[one])
        elif edit == "move":  # a paragraph of the text to another place in it
            after.insert(other, after.pop(one))
        else:  # words of one surface and of another change their places
            (first, *was), (second, *new) = after[one], after[other]
            after[one], after[other] = (first, new[0], new[1]), (second, was[0], was[1])
    return before, after


@pytest.fixture(scope="module")
def root() -> Path:
    folder = Path(tempfile.mkdtemp())
    write(folder, "mkdocs.yml", "site_name: S\nsite_url: https://example.org/\n")
    sample_figures(folder)
    return folder


@given(edited())
@settings(max_examples=300 if IS_WHOLE else 40, deadline=None)
def test_an_edit_of_a_published_page_is_a_fault_exactly_where_a_surface_says_something_less_often(root, said):
    before, after = said
    published, _ = recorded(root, before)
    now, shown = recorded(root, after)
    found = compare_records(published, now, [], shown, {})
    less = counted(before) - counted(after)
    told = re.compile(r'in its (\w+)(?: \(\d+ of \d+ left\))? no longer says "(.*)" of (\S+), as was published')
    matches = [told.fullmatch(fault.fact) for fault in found.faults]
    assert Counter((match[1], match[3], match[2]) for match in matches if match) == less
    assert len(found.unrecorded) == less.total() and (less or found == RecordComparison(now, ()))


def written(root: Path, versions: list[list[int | None]]) -> list[Row]:
    """The values that are recorded of a figure for each number of a version, None where the version has no row of it."""
    for month, numbers in enumerate(versions, 1):
        rows = "".join(f"{2001 + at},eu,{number}\n" for at, number in enumerate(numbers) if number is not None)
        write_package(root, "numbers", {"counts": counts(f"year,scope,count\n2020,all,1\n{rows}")}, f"2021-{month:02}-01")
    write_figures(root, {f"eu-{2001 + at}": declared(where={"year": 2001 + at, "scope": "eu"}) for at in range(len(versions[-1]))})
    figures = read_figures(root)
    assert not figures.faults
    return Record(make_data_rows(root, figures.packages, figures)).find_rows("value")


@pytest.mark.parametrize(("figures", "versions", "changed"), [(1, 1, 0), (1, 5, 1), (9, 6, 0), (9, 6, 2), (7, 12, 7)])
def test_the_values_that_are_recorded_grow_with_what_changes(tmp_path, figures, versions, changed):
    """n figures of which m change in each of k versions: n + m × (k − 1), not n × k."""
    rows = written(tmp_path, [[100 * at + version if at < changed else 100 * at for at in range(figures)] for version in range(versions)])
    assert len(rows) == figures + changed * (versions - 1)


def test_a_value_is_recorded_where_it_begins_and_where_it_ends(tmp_path):
    rows = written(tmp_path, [[None], [5], [5], [None], [None], [5], [6], [6]])
    assert [(row.part, row.text) for row in rows] == [("2021-02-01", "5"), ("2021-04-01", ""), ("2021-06-01", "5"), ("2021-07-01", "6")]


def test_a_value_of_two_packages_begins_with_the_version_of_either_that_changes_it(tmp_path):
    for version, year, people in (
        ("2021-01-01", 2020, 200),
        ("2021-03-01", 2020, 400),
        ("2021-04-01", 2019, 400),
        ("2021-05-01", 2020, 400),
    ):
        write_package(tmp_path, "people", {"counts": counts(f"year,scope,count\n{year},eu,{people}\n")}, version)
    write_package(tmp_path, "numbers", {"counts": counts()}, "2021-02-01")
    per = {"measure": "people/counts/count", "each": 1000}
    write_figures(tmp_path, {"eu-rate": declared(operation="rate", per=per, unit=None)})
    figures = read_figures(tmp_path)
    assert not figures.faults
    record = Record(make_data_rows(tmp_path, figures.packages, figures))
    began = [("2021-02-01", "250"), ("2021-03-01", "125"), ("2021-04-01", ""), ("2021-05-01", "125")]
    assert [(row.part, row.text) for row in record.find_rows("value")] == began
    assert find_packages(record.find_rows("figure")[0].text) == {"numbers", "people"}
    before = Record(frozenset(row for row in record.rows if not {row.part, *row.subject.split("/")} & {day for day, _ in began[1:]}))
    faults = compare_records(before, record, [], ShownFigures({}, {}), {}).faults
    assert [str(fault.place) for fault in faults] == [f"data/people/{day}" for day, _ in began[1:]]
    assert all("changes the published value of eu-rate" in fault.fact for fault in faults)


TABLE = {"caption": {"en": "Counts"}, "source": {"en": "A source"}, "row_header": {"en": "Scope"}}
TABLE |= {"data": {"measure": "numbers/counts/count", "x": "year", "series": "scope"}}
ENTRY = """corrections:
  - date: 2021-06-02
    kind: revision
    what: {en: "The counts of the EU are revised."}
    why: {en: "The source has counted anew."}
    nature: data
    scale: {en: "One count."}
    old: {en: "As in the table of that time."}
    pages: [PAGES]
    data: numbers@2021-06-01
"""


def told(root: Path) -> list[str]:
    """What is told of a project against its record, which is written where nothing is."""
    build, _, _ = collect_quotes(root, "en")
    compared = compare_with_record(build)
    assert compared.settled and not build.faults, [str(fault) for fault in build.faults]
    if not compared.faults:
        write(root, FILE, compared.settled.record.format_text())
    return [str(fault).partition(" [")[0] for fault in compared.faults]


def test_a_table_of_the_data_is_frozen_as_its_day_saw_it_and_a_change_of_its_cells_needs_an_entry(tmp_path):
    root, text = tmp_path, '\nA sentence.\n\n{{ table("counts") }}\n'
    write(root, "mkdocs.yml", "site_name: S\nsite_url: https://example.org/\n")
    sample_figures(root)
    write_yaml(root, "data/tables.yml", {"tables": {"counts": TABLE}})
    write(root, PAGE, page([]) + text)
    write(root, "docs/en/index.md", f'---\ntitle: "A"\ndescription: "B"\n---\n{text}')
    assert told(root) == []
    revised = {"counts": counts("year,scope,count\n2020,all,200\n2020,eu,50\n2021,all,400\n2021,eu,30\n")}
    folder = write_package(root, "numbers", revised, "2021-04-01")
    assert [line.partition(" which")[0] for line in told(root)[:1]] == [f"data/numbers/2021-04-01: would change {PAGE},"]
    folder.rename(folder.with_name("2021-06-01"))
    write_package(root, "numbers", revised, "2021-06-01")
    cell = "numbers/counts/count?year=2021&scope=eu"
    assert told(root) == [
        f"data/numbers/2021-06-01: changes the published value of eu-change, {cell}; "
        "append an entry to data/corrections.yml with data: numbers@2021-06-01"
    ]
    for pages, fault in (("updates/2021-05-01-more.md", f"the page index.md, on which it changes {cell}; add index.md"), ("index.md", "")):
        write(root, "data/corrections.yml", ENTRY.replace("PAGES", pages))
        assert [fault in line for line in told(root)] == [True] * bool(fault)
