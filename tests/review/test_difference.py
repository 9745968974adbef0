"""What a comparison tells of a change: figures, wordings, sentences on every surface, charts, data, records missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html as lxml_html

from macros.review import Difference
from macros.review.charts import write_pictures
from macros.review.comment import make_comment
from macros.review.fold import Fold
from macros.review.markdown import format_report
from macros.review.told import format_summary
from tests.review.conftest import COUNTS, HOME, UPDATE, change_cell, command, new_version, replace

Propose = Callable[[Callable[[Path], None]], Difference]
NEW_UPDATE = "docs/en/updates/2024-06-01-two-years-in-one-figure.md"
LINES: dict[str, int] = {}
QUOTED, SAYS = '{{ figure("south-2023", "over 70,000 bicycles") }}', '{{ figure("south-2023", "more than 70,000 bicycles") }}'

OPEN = 'In 2023, a record {{ figure("north-2023", "162,000 bicycles") }} crossed the north bridge.'
READ_OTHERWISE = (
    'So far, {{ figure("south-2023", "more than 70,000 bicycles", reads="running-total", because="the year was still to end") }} '
    "were counted on the south bridge in 2023."
)


def rewrite(root: Path) -> None:
    """Words on an evergreen page, its description, a published wording of a dated update, a rounding, a new page."""
    LINES["sentence"] = replace(root, HOME, '"rose by 25%"', '"rose by 25.0%"')
    text = (root / HOME).read_text(encoding="utf-8")
    description = next(line for line in text.splitlines() if line.startswith("description:"))
    LINES["description"] = replace(root, HOME, description, 'description: "How the bicycles of Elmford are counted, and by whom."')
    replace(root, UPDATE, QUOTED, SAYS)
    front = ["---", 'title: "A page that is new"', 'description: "What this page tells."', "---"]
    lines = [*front, "", "This sentence was never said before.", "", READ_OTHERWISE, "", OPEN, ""]
    (root / "docs/en/new-page.md").write_text("\n".join(lines), encoding="utf-8")
    replace(
        root, "mkdocs.yml", "      - Verification: verification.md\n", "      - Verification: verification.md\n      - New: new-page.md\n"
    )

    draft = [
        "---",
        "title: A draft",
        "description: Not yet.",
        "draft: true",
        "---",
        "",
        'In 2023, {{ figure("north-2023", "1 bicycle") }} crossed.',
    ]
    (root / "docs/en/draft.md").write_text("\n".join(draft), encoding="utf-8")


@pytest.fixture(scope="module")
def rewritten(propose: Propose) -> Difference:
    return propose(rewrite)


def test_a_changed_sentence_is_told_before_and_after_with_its_line(rewritten: Difference) -> None:
    found = [c for c in rewritten.sentences if c.after == "Bicycles on the north bridge rose by 25.0% from 2021 to 2022."]
    assert [c.before for c in found] == ["Bicycles on the north bridge rose by 25% from 2021 to 2022."]
    assert (found[0].source.path, found[0].source.line) == (HOME, LINES["sentence"])
    assert ("index.html", "text") in {(spot.page, spot.surface) for spot in found[0].spots}


def test_a_draft_and_its_faults_are_told_and_hinder_nothing(rewritten: Difference) -> None:
    first, *faults = rewritten.head.held
    assert first == "docs/en/draft.md: is a draft" and any(fault.startswith('docs/en/draft.md:7:13: says "1" but') for fault in faults), (
        faults
    )
    assert rewritten.head.faults == () and "draft" not in str(rewritten.pages)
    for line in rewritten.head.held:
        assert f"? not published yet: {line}" in make_comment(rewritten)["text"]
    assert "## Not published yet" in format_report(rewritten)


def test_a_description_is_told_once_with_every_surface_that_shows_it(rewritten: Difference) -> None:
    found = [c for c in rewritten.sentences if c.after == "How the bicycles of Elmford are counted, and by whom."]
    assert [c.kind for c in found] == ["changed"]
    assert (found[0].source.path, found[0].source.line) == (HOME, LINES["description"])
    assert {"meta description", "meta og:description"} <= {spot.surface for spot in found[0].spots}


def test_the_wordings_of_a_figure_are_told_by_page(rewritten: Difference) -> None:
    wordings = {figure.id: figure.wordings for figure in rewritten.figures}
    assert wordings["north-change"]["index.html"] == (("rose by 25%",), ("rose by 25.0%",))
    page = "updates/2024-01-20-a-further-year/index.html"
    assert wordings["south-2023"][page] == (("over 70,000 bicycles",), ("more than 70,000 bicycles",))


def test_a_new_page_tells_its_own_sentences_and_not_those_of_every_page(rewritten: Difference) -> None:
    assert dict(rewritten.pages)["added"] == ("new-page/index.html",)
    told = {c.after for c in rewritten.sentences if all(spot.page == "new-page/index.html" for spot in c.spots)}
    assert "This sentence was never said before." in told
    assert not any("to test the generator with" in text for text in told)


def test_a_quote_that_is_declared_to_be_read_otherwise_is_told_with_its_reason(rewritten: Difference) -> None:
    told = "south-2023, running-total: the year was still to end"
    assert rewritten.readings == (("", told),)
    assert f"+ {told}" in format_report(rewritten) and f"+ {told}" in make_comment(rewritten)["text"]
    assert "1 declared reading" in format_summary(rewritten) and rewritten.as_json()["readings"] == [{"before": "", "after": told}]
    shown = lxml_html.fromstring((rewritten.head.site / "verification/index.html").read_text(encoding="utf-8"))
    assert told in " ".join(shown.text_content().split())


def test_a_published_wording_that_changes_wants_a_record(rewritten: Difference) -> None:
    assert [fault.place.path for fault in rewritten.missing] == [UPDATE]
    assert "over 70,000" in rewritten.missing[0].fact and "corrections.yml" in rewritten.missing[0].remedy
    assert not rewritten.is_passing and rewritten.head.faults == ()


def test_a_claim_that_nobody_has_computed_is_told_with_its_place(rewritten: Difference) -> None:
    """That it is a record: the rows go back to 2021."""
    (told,) = rewritten.uncomputed_lines
    assert told.startswith("docs/en/new-page.md:10: ") and told.endswith("In 2023, a record 162,000 bicycles crossed the north bridge.")
    assert '"a record"' in told and "(north-2023)" in told
    for report in (format_report(rewritten), make_comment(rewritten)["text"]):
        assert "nobody has computed" in report and "docs/en/new-page.md:10: " in report
    assert rewritten.as_json()["uncomputed"][0]["page"] == "docs/en/new-page.md"


SAID = "The office publishes its first counts."  # as another update says


def extend(root: Path) -> None:
    """A new package, a figure on it and an update that quotes it, by the authors' commands; a published wording corrected."""
    (root / "counts.csv").write_text("Year;Bridge;Bicycles\n2020;west;1,046,350\n2021;west;555,831\n", encoding="utf-8")
    source = ("--source", "A report of two years", "--publisher", "Elmford Cycling Office")
    about = ("--title", "Bicycles of two years", "--licence", "CC0-1.0", "--from", "counts.csv")
    change = ("--operation", "percentage_change", "--from", "year=2020", "--to", "year=2021")
    summary = "Bicycles on the west bridge {{ figure('two-years', 'fell by 47%') }} from 2020 to 2021."
    front = ("--title", "Two years in one figure", "--description", "What one figure tells of two years.", "--summary", summary)
    for call in (
        ("data", "--package", "two-years", "--date", "2024-02-01", *about, *source),
        ("figure", "--measure", "two-years/counts/bicycles", *change, "--id", "two-years"),
        ("update", "--date", "2024-06-01", *front, *source),
    ):
        done = command(root, *call)
        assert done.returncode == 0, done.stderr
    (root / "counts.csv").unlink()
    page = root / NEW_UPDATE
    head = page.read_text(encoding="utf-8").partition("{#")[0]
    page.write_text(f"{head}{summary}\n{SAID}\n", encoding="utf-8")
    replace(root, UPDATE, QUOTED, SAYS)
    entry = 'corrections:\n  - date: 2024-06-01\n    kind: correction\n    what: {en: "A wording."}\n    why: {en: "It was too exact."}\n'
    entry += '    nature: misleading\n    scale: {en: "One sentence."}\n    old: {en: "Said as if it were exact."}\n'
    replace(root, "data/corrections.yml", "corrections: []\n", f"{entry}    pages: [{UPDATE.removeprefix('docs/en/')}]\n")


@pytest.fixture(scope="module")
def extended(propose: Propose) -> Difference:
    return propose(extend)


def test_a_record_that_names_the_page_is_enough(extended: Difference) -> None:
    assert extended.missing == () and extended.head.faults == ()
    assert extended.is_passing
    feeds = {spot.page for change in extended.sentences for spot in change.spots if "It was too exact." in change.after}
    assert {"corrections.xml", "corrections.json"} <= feeds


def test_a_sentence_is_placed_in_a_file_of_the_change_or_told_as_derived(extended: Difference) -> None:
    assert extended.written_sentences and extended.derived_sentences
    added = {NEW_UPDATE, UPDATE, "data/two-years/2024-02-01/datapackage.json", "data/figures.yml", "data/corrections.yml"}
    assert {change.source.path for change in extended.written_sentences if change.source} <= added
    assert SAID in {change.after for change in extended.written_sentences}


def test_what_follows_from_a_new_update_is_told_in_a_screen_or_two(extended: Difference) -> None:
    assert len(extended.derived_sentences) < 50  # with those of the correction
    assert sum(1 for line in format_report(extended).splitlines() if line) < 400
    texts = {change.before + change.after for change in extended.derived_sentences if not isinstance(change, Fold)}
    assert not any("The check read" in text or text in ("Value", "Formula", "News", "Dataset") for text in texts)
    assert extended.count_echoes("tally") > 3 and extended.count_echoes("elsewhere") > 3


def revise(root: Path) -> None:
    """A new version of the data in which one count differs."""
    folder = new_version(root, "bridge-counts", "2024-01-15", "2024-06-01")
    change_cell(folder / "counts.csv", "2022,south,76910", "2022,south,76911")


@pytest.fixture(scope="module")
def revised(propose: Propose) -> Difference:
    return propose(revise)


def test_a_figure_tells_its_value_wording_cells_and_version_before_and_after(revised: Difference) -> None:
    assert revised.head.faults == ()
    fields = next(figure for figure in revised.figures if figure.id == "south-2022").fields
    assert fields["decimal"] == ("76910", "76911")
    assert fields["wording"] == ("76,910", "76,911")
    assert fields["version"] == ("2024-01-15", "2024-06-01")
    assert "76910" in fields["rows"][0] and "76911" in fields["rows"][1]


def test_a_figure_whose_value_stays_only_follows_its_data(revised: Difference) -> None:
    assert next(figure for figure in revised.figures if figure.id == "north-2022").has_only_new_data
    assert not next(figure for figure in revised.figures if figure.id == "south-change").has_only_new_data


def test_new_data_tells_its_rows_against_the_version_before(revised: Difference) -> None:
    table = next(table for table in revised.tables if table.resource == "counts")
    assert (table.kind, table.version, table.against) == ("new version", "2024-06-01", "2024-01-15")
    assert [(c.row, c.field, c.before, c.after) for c in table.rows.changed] == [("2022, south", "bicycles", "76910", "76911")]
    assert not table.rows.added and not table.rows.removed


def test_a_cell_of_a_table_is_told_with_its_headers(revised: Difference) -> None:
    cells = {(c.before, c.after): c.spots for c in revised.sentences}["76,910", "76,911"]
    assert ("table", "data/index.html") in {(spot.surface, spot.page) for spot in cells}
    assert any("South" in spot.near and "2022" in spot.near for spot in cells if spot.surface == "table")


def test_charts_are_told_with_pictures_before_and_after(revised: Difference, tmp_path: Path) -> None:
    charts = {(chart.id, chart.versions[0]): chart for chart in revised.charts}
    assert charts["bridges-by-year", "newest"].kind == "changed"
    assert charts["bridges-by-year", "2024-06-01"].kind == "added"
    assert ("north-share", "newest") not in charts
    write_pictures(list(revised.charts), tmp_path)
    before, after = (tmp_path / charts["bridges-by-year", "newest"].get_picture_path(side) for side in ("before", "after"))
    assert before.read_bytes()[:8] == after.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert before.read_bytes() != after.read_bytes()
    report = format_report(revised)
    assert "(charts/bridges-by-year-newest-before.png)" in report and "(charts/bridges-by-year-newest-after.png)" in report


def test_a_new_version_of_the_data_changes_nothing_that_was_published(revised: Difference) -> None:
    assert revised.missing == ()
    assert revised.is_passing


def spoil(root: Path) -> None:
    """Published data edited with its hash, a figure removed, another withdrawn: what nobody may do, and what one may."""
    change_cell(root / COUNTS, "2022,south,76910", "2022,south,76911")
    text = (root / "data/figures.yml").read_text(encoding="utf-8")
    start = text.index("  lights-share:")
    rest = text[start + 1 :]
    end = next((i for i, line in enumerate(rest.splitlines(keepends=True)) if i and line.startswith("  ") and line[2] not in " #"), None)
    kept = "" if end is None else "".join(rest.splitlines(keepends=True)[end:])
    (root / "data/figures.yml").write_text(text[:start] + kept, encoding="utf-8")


def test_published_data_and_ids_may_not_change_even_with_their_hash(propose: Propose) -> None:
    found = propose(spoil)
    told = [(fault.place.path, fault.fact) for fault in found.missing]
    assert (COUNTS, "changes the published version bridge-counts@2024-01-15") in told
    assert any('"lights-share"' in fact and fact.startswith("removes") for _, fact in told)
    assert any('"south-2022"' in fact and "value" in fact for _, fact in told)
    assert next(table for table in found.tables).kind == "edited"
    assert found.head.faults and not found.is_passing  # the wordings no longer agree either
    assert f"! {found.head.faults[0]}" in make_comment(found)["text"]
    assert "## Faults" in format_report(found) and "## Missing records" in format_report(found)
