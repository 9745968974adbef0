"""What a comparison tells of a change: figures, wordings, sentences on every surface, charts, data, records missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from macros.review import Difference
from macros.review.charts import write_pictures
from macros.review.comment import comment
from macros.review.fold import Fold
from macros.review.markdown import markdown
from tests.review.conftest import COUNTS, HOME, SNAPSHOT, change_cell, command, new_version, replace

Propose = Callable[[Callable[[Path], None]], Difference]
LINES: dict[str, int] = {}


def rewrite(root: Path) -> None:
    """Words on an evergreen page, its description, a published wording of a dated update, a rounding, a new page."""
    LINES["sentence"] = replace(root, HOME, '"47% decrease"', '"46.9% decrease"')
    text = (root / HOME).read_text(encoding="utf-8")
    description = next(line for line in text.splitlines() if line.startswith("description:"))
    LINES["description"] = replace(root, HOME, description, 'description: "How rules, detection and reports are connected."')
    quoted = 'All reports {{ figure("all-reports-change", "rose by 35%") }} from 2020 to 2021.'
    LINES["published"] = replace(root, SNAPSHOT, quoted, quoted.replace("rose by 35%", "rose by about 35%"))
    page = (root / "docs/en/methodology.md").read_text(encoding="utf-8").splitlines()
    front = ["---", 'title: "A page that is new"', 'description: "What this page tells."', "---"]
    assert page[0] == "---"
    (root / "docs/en/new-page.md").write_text("\n".join([*front, "", "This sentence was never said before.", ""]), encoding="utf-8")
    replace(
        root, "mkdocs.yml", "      - Verification: verification.md\n", "      - Verification: verification.md\n      - New: new-page.md\n"
    )


@pytest.fixture(scope="module")
def rewritten(propose: Propose) -> Difference:
    return propose(rewrite)


def test_a_changed_sentence_is_told_before_and_after_with_its_line(rewritten: Difference) -> None:
    found = [c for c in rewritten.sentences if c.after == "Reports made available to EU countries show a 46.9% decrease from 2020 to 2021."]
    assert [c.before for c in found] == ["Reports made available to EU countries show a 47% decrease from 2020 to 2021."]
    assert (found[0].source.path, found[0].source.line) == (HOME, LINES["sentence"])
    assert ("index.html", "text") in {(spot.page, spot.surface) for spot in found[0].spots}


def test_a_description_is_told_once_with_every_surface_that_shows_it(rewritten: Difference) -> None:
    found = [c for c in rewritten.sentences if c.after == "How rules, detection and reports are connected."]
    assert [c.kind for c in found] == ["changed"]
    assert (found[0].source.path, found[0].source.line) == (HOME, LINES["description"])
    assert {"meta description", "meta og:description"} <= {spot.surface for spot in found[0].spots}


def test_the_wordings_of_a_figure_are_told_by_page(rewritten: Difference) -> None:
    wordings = {figure.id: figure.wordings for figure in rewritten.figures}
    assert wordings["eu-reports-change"]["index.html"] == (("47% decrease",), ("46.9% decrease",))
    page = "updates/2022-05-11-commission-proposal-and-data-snapshot/index.html"
    assert wordings["all-reports-change"][page] == (("rose by 35%",), ("rose by about 35%",))


def test_a_new_page_tells_its_own_sentences_and_not_those_of_every_page(rewritten: Difference) -> None:
    assert dict(rewritten.pages)["added"] == ("new-page/index.html",)
    told = {c.after for c in rewritten.sentences if all(spot.page == "new-page/index.html" for spot in c.spots)}
    assert "This sentence was never said before." in told
    assert not any("To report suspected exploitation" in text for text in told)


def test_a_published_wording_that_changes_wants_a_record(rewritten: Difference) -> None:
    assert [fault.place.path for fault in rewritten.missing] == [SNAPSHOT]
    assert "rose by 35%" in rewritten.missing[0].fact and "corrections.yml" in rewritten.missing[0].remedy
    assert not rewritten.passes and rewritten.head.faults == ()


def record(root: Path) -> None:
    """The same published wording, and an entry that names its page."""
    quoted = 'All reports {{ figure("all-reports-change", "rose by 35%") }} from 2020 to 2021.'
    replace(root, SNAPSHOT, quoted, quoted.replace("rose by 35%", "rose by about 35%"))
    page = SNAPSHOT.removeprefix("docs/en/")
    entry = 'corrections:\n  - date: 2022-06-01\n    kind: correction\n    what: {en: "A wording."}\n    why: {en: "It was too exact."}\n'
    entry += '    nature: misleading\n    scale: {en: "One sentence."}\n    old: {en: "Said as if it were exact."}\n'
    replace(root, "data/corrections.yml", "corrections: []\n", f"{entry}    pages: [{page}]\n")


def test_a_record_that_names_the_page_is_enough(propose: Propose) -> None:
    found = propose(record)
    assert found.missing == () and found.head.faults == ()
    assert found.passes
    feeds = {spot.page for change in found.sentences for spot in change.spots if "It was too exact." in change.after}
    assert {"corrections.xml", "corrections.json"} <= feeds


SAID = "The counts are those of the data snapshot of 11 May 2022."  # as the page for authors says in an example


def extend(root: Path) -> None:
    """A new package, a figure on it and an update that quotes it, begun with the authors' commands."""
    (root / "reports.csv").write_text("Year;Scope;Reports\n2020;eu;1,046,350\n2021;eu;555,831\n", encoding="utf-8")
    source = ("--source", "A report of two years", "--publisher", "NCMEC")
    about = ("--title", "Reports of two years", "--licence", "CC0-1.0", "--from", "reports.csv")
    change = ("--measure", "percentage_change", "--rows", "scope=eu", "--periods", "year=2020..2021")
    words = ("--title", "Reports made available to EU countries, 2020 to 2021", "--mentions", "EU; reports")
    summary = "Reports made available to EU countries {{ figure('two-years', 'fell by 47%') }} from 2020 to 2021."
    front = ("--title", "Two years in one figure", "--description", "What one figure tells of two years.", "--summary", summary)
    for call in (
        ("data", "--package", "two-years", "--date", "2022-05-11", *about, *source),
        ("figure", "--package", "two-years", *change, "--id", "two-years", *words),
        ("update", "--date", "2023-06-01", *front, *source),
    ):
        done = command(root, *call)
        assert done.returncode == 0, done.stderr
    (root / "reports.csv").unlink()
    page = root / "docs/en/updates/2023-06-01-two-years-in-one-figure.md"
    head = page.read_text(encoding="utf-8").partition("{#")[0]
    page.write_text(f"{head}{summary}\n{SAID}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def extended(propose: Propose) -> Difference:
    return propose(extend)


def test_a_sentence_is_placed_in_a_file_of_the_change_or_told_as_derived(extended: Difference) -> None:
    assert extended.passes and extended.written and extended.derived
    added = {"docs/en/updates/2023-06-01-two-years-in-one-figure.md", "data/two-years/2022-05-11/datapackage.json"}
    assert {change.source.path for change in extended.written if change.source} <= {*added, "data/figures.yml"}
    assert SAID in {change.after for change in extended.written}


def test_what_follows_from_a_new_update_is_told_in_a_screen_or_two(extended: Difference) -> None:
    assert len(extended.derived) < 40
    assert sum(1 for line in markdown(extended).splitlines() if line) < 300
    texts = {change.before + change.after for change in extended.derived if not isinstance(change, Fold)}
    assert not any("The check read" in text or text in ("Value", "Formula", "News", "Dataset") for text in texts)
    assert extended.echoes("tally") > 3 and extended.echoes("elsewhere") > 3


def revise(root: Path) -> None:
    """A new version of the data in which one count differs."""
    folder = new_version(root, "eu-snapshot", "2022-05-11", "2023-02-01")
    change_cell(folder / "counts.csv", "2021,eu,reports,555831", "2021,eu,reports,555931")
    replace(root, "data/charts.yml", "figure('eu-reports-2021', '555,831')", "figure('eu-reports-2021')")


@pytest.fixture(scope="module")
def revised(propose: Propose) -> Difference:
    return propose(revise)


def test_a_figure_tells_its_value_wording_cells_and_version_before_and_after(revised: Difference) -> None:
    assert revised.head.faults == ()
    fields = next(figure for figure in revised.figures if figure.id == "eu-reports-2021").fields
    assert fields["decimal"] == ("555831", "555931")
    assert fields["wording"] == ("555,831", "555,931")
    assert fields["version"] == ("2022-05-11", "2023-02-01")
    assert "555831" in fields["rows"][0] and "555931" in fields["rows"][1]


def test_a_figure_whose_value_stays_only_follows_its_data(revised: Difference) -> None:
    assert next(figure for figure in revised.figures if figure.id == "all-reports-2020").only_follows
    assert not next(figure for figure in revised.figures if figure.id == "eu-reports-change").only_follows


def test_new_data_tells_its_rows_against_the_version_before(revised: Difference) -> None:
    table = next(table for table in revised.tables if table.resource == "counts")
    assert (table.kind, table.version, table.against) == ("new version", "2023-02-01", "2022-05-11")
    assert [(c.row, c.field, c.before, c.after) for c in table.rows.changed] == [("2021, eu, reports", "count", "555831", "555931")]
    assert not table.rows.added and not table.rows.removed


def test_a_cell_of_a_table_is_told_with_its_headers(revised: Difference) -> None:
    cells = {(c.before, c.after): c.spots for c in revised.sentences}["555,831", "555,931"]
    assert ("table", "data/index.html") in {(spot.surface, spot.page) for spot in cells}
    assert any("EU" in spot.near and "2021" in spot.near for spot in cells if spot.surface == "table")
    assert any(spot.page == "charts/reports-all-and-eu/chart.svg" for spot in cells)


def test_charts_are_told_with_pictures_before_and_after(revised: Difference, tmp_path: Path) -> None:
    charts = {(chart.id, chart.versions[0]): chart for chart in revised.charts}
    assert charts["reports-all-and-eu", "newest"].kind == "changed"
    assert charts["reports-all-and-eu", "2023-02-01"].kind == "added"
    assert ("files-all-and-eu", "newest") not in charts
    write_pictures(list(revised.charts), tmp_path)
    before, after = (tmp_path / charts["reports-all-and-eu", "newest"].picture(side) for side in ("before", "after"))
    assert before.read_bytes()[:8] == after.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert before.read_bytes() != after.read_bytes()
    report = markdown(revised)
    assert "(charts/reports-all-and-eu-newest-before.png)" in report and "(charts/reports-all-and-eu-newest-after.png)" in report


def test_a_new_version_of_the_data_changes_nothing_that_was_published(revised: Difference) -> None:
    assert revised.missing == ()
    assert revised.passes


def spoil(root: Path) -> None:
    """Published data edited with its hash, a figure removed, another withdrawn: what nobody may do, and what one may."""
    change_cell(root / COUNTS, "2021,eu,reports,555831", "2021,eu,reports,555832")
    text = (root / "data/figures.yml").read_text(encoding="utf-8")
    start = text.index("  germany-removals:")
    rest = text[start + 1 :]
    end = next((i for i, line in enumerate(rest.splitlines(keepends=True)) if i and line.startswith("  ") and line[2] not in " #"), None)
    kept = "" if end is None else "".join(rest.splitlines(keepends=True)[end:])
    (root / "data/figures.yml").write_text(text[:start] + kept, encoding="utf-8")


def test_published_data_and_ids_may_not_change_even_with_their_hash(propose: Propose) -> None:
    found = propose(spoil)
    told = [(fault.place.path, fault.fact) for fault in found.missing]
    assert (COUNTS, "changes the published version eu-snapshot@2022-05-11") in told
    assert any('"germany-removals"' in fact and fact.startswith("removes") for _, fact in told)
    assert any('"eu-reports-2021"' in fact and "value" in fact for _, fact in told)
    assert next(table for table in found.tables).kind == "edited"
    assert found.head.faults and not found.passes  # the wordings no longer agree either
    assert f"! {found.head.faults[0]}" in comment(found)["text"]
    assert "## Faults" in markdown(found) and "## Records missing" in markdown(found)
