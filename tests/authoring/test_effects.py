"""What `make data` lists of a new version is what a build with the version refuses, on every surface in every language."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import shutil
from pathlib import Path

import pytest

from macros.authoring.effects import Effects, find_effects
from macros.datapackage import read_packages
from tests.processes import run_module
from tests.project import revise
from tests.sample import sampled

LANGUAGES = ("en", "es")
FACTORS = (0.5, 0.9, 0.97, 0.999, 1.001, 1.03, 1.2, 2)
_RECORD = ("unrecorded", "backdated")  # what the record asks for is told by `make correct`


def stage(root: Path, folder: Path, package: str, day: str, file: str, changes: dict[str, str]) -> Effects:
    """Write a new version into a folder, as `make data` does before it asks, and return what it says of it."""
    newest = sorted(path.name for path in (root / "data" / package).iterdir() if path.is_dir())[-1]
    shutil.copytree(root / "data" / package / newest, folder / "data" / package / newest)
    revise(folder, package, day, file, changes)
    shutil.rmtree(folder / "data" / package / newest)
    packages, faults = read_packages(folder)
    assert faults == []
    return find_effects(root, LANGUAGES, packages.versions[package][0], folder, {})


def change_cell(root: Path, rng: random.Random) -> tuple[str, str, dict[str, str]]:
    """Choose a measured cell of the newest versions at random. Return package, file and the row before and after."""
    cells = [
        (package.name, resource, row, name)
        for versions in read_packages(root)[0].versions.values()
        for package in versions[-1:]
        for resource in package.resources.values()
        for row in resource.rows
        for name, field in resource.fields.items()
        if field.get("type") in ("integer", "number") and name not in resource.key and row.raw[name]
    ]
    package, resource, row, name = rng.choice(cells)
    lines = (root / resource.path).read_text(encoding="utf-8").splitlines()
    line = lines[row.line - 1]
    texts = next(csv.reader([line]))
    at, value = list(resource.fields).index(name), float(row.raw[name]) * rng.choice(FACTORS)
    texts[at] = str(round(value) if re.fullmatch(r"-?\d+", row.raw[name]) else round(value, 2))
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(texts)
    return package, Path(resource.path).name, {f"\n{line}\n": f"\n{out.getvalue()}\n"}


@pytest.mark.parametrize("seed", sampled(range(20)))
def test_what_is_listed_of_a_random_cell_is_what_the_check_then_refuses(another: Path, tmp_path: Path, seed: int) -> None:
    compare_with_check(another, tmp_path, *change_cell(another, random.Random(seed)))


def test_a_sentence_that_is_the_summary_of_another_page_too_is_told_in_its_own_page(another: Path, tmp_path: Path) -> None:
    """Behind the sentence before it stands a note of the build, so the paragraph is not as it is written."""
    refused = compare_with_check(another, tmp_path, "bridge-counts", "counts.csv", {"2023,all,232100": "2023,all,208890"})
    assert {path for path, *_ in refused} == {"docs/en/index.md", "docs/es/index.md"}


def compare_with_check(another: Path, tmp_path: Path, package: str, file: str, changes: dict[str, str]) -> set[tuple[str, int, str]]:
    """Compare what is listed with what the check refuses, and return that."""
    found = stage(another, tmp_path / "staged", package, "2026-06-01", file, changes)
    shutil.copytree(tmp_path / "staged/data", another / "data", dirs_exist_ok=True)
    report = json.loads(run_module(another, "macros", "check", "--json").stdout)
    refused = {(each["path"], each["line"], each["code"]) for each in report["faults"] if each["code"] not in _RECORD}
    assert {(each.place.path, each.place.line, each.code) for each in found.faults} == refused, changes
    listed = "\n".join(found.sentences)
    assert all(f"{path}:{line}" in listed for path, line, _ in refused)
    return refused


@pytest.fixture
def revised(another: Path, tmp_path: Path) -> str:
    """What is said of a version by which the south bridge fell by more."""
    found = stage(another, tmp_path / "staged", "bridge-counts", "2026-06-01", "counts.csv", {"2022,south,76910": "2022,south,70910"})
    return "\n".join(found.sentences)


@pytest.mark.parametrize(
    ("place", "what"),
    [
        pytest.param("docs/en/index.md:", "fell by 4%", id="a sentence"),
        pytest.param("docs/es/index.md:", "cayeron un 4 %", id="a sentence in another language"),
        pytest.param("data/charts.yml:", "fell by 4%", id="a headline, on the chart's own page"),
        pytest.param("data/tables.yml:", "updates by itself", id="a cell of a table"),
    ],
)
def test_every_surface_is_named_at_its_place(revised: str, place: str, what: str) -> None:
    lines = revised.splitlines()
    told = [f"{line} {after}" for line, after in zip(lines, [*lines[1:], ""], strict=True) if line.startswith(place)]
    assert any(what in each for each in told), revised


def test_a_card_is_named_with_the_words_that_will_be_wrong(another: Path, tmp_path: Path) -> None:
    found = stage(another, tmp_path / "staged", "bridge-counts", "2026-06-01", "counts.csv", {"2022,north,150500": "2022,north,160500"})
    said = "\n".join(found.sentences)
    assert re.search(r'data/handouts\.yml:4:\d+ .*\n    says "rose by 25%", which will be wrong', said), said


def test_until_is_named_with_the_line_that_keeps_an_older_headline(revised: str, another: Path) -> None:
    assert "the headline of bridges-by-year: pages on older data keep it by this line in the chart:" in revised
    line = next(line for line in revised.splitlines() if line.startswith("    until:"))
    charts = another / "data/charts.yml"
    text = charts.read_text(encoding="utf-8")
    # Beside the one that is there already: pasted, it is what the schema knows.
    charts.write_text(
        text.replace("    until:\n", line.replace("until: {", "until:\n      ", 1).removesuffix("}") + "\n", 1), encoding="utf-8"
    )
    assert "'fell by 4%'" in charts.read_text(encoding="utf-8").partition("until:")[2].partition('"2024-01-15"')[0]
    from macros.edition.edition import Edition

    build = Edition.read(another, *LANGUAGES, cached=False)
    assert [fault for fault in build.faults if fault.place.path == "data/charts.yml"] == []
    assert "fell by 4%" in build.charts["bridges-by-year"].get_text("headline", "en", "2024-03-01")


def test_a_version_by_which_published_updates_would_change_is_told_with_their_names(another: Path, tmp_path: Path) -> None:
    changes = {"2023,all,232100": "2023,all,208890"}
    found = stage(another, tmp_path / "early", "bridge-counts", "2024-01-18", "counts.csv", changes)
    assert found.refused_pages == [f"docs/{lang}/updates/2024-01-20-a-further-year.md" for lang in LANGUAGES]
    assert stage(another, tmp_path / "late", "bridge-counts", "2024-01-21", "counts.csv", changes).refused_pages == []


def test_nothing_is_listed_of_a_version_without_a_change(another: Path, tmp_path: Path) -> None:
    found = stage(another, tmp_path / "staged", "bridge-counts", "2026-06-01", "counts.csv", {})
    assert (found.figures, found.sentences, found.faults) == ([], [], [])


def test_a_period_that_new_rows_make_wrong_is_told_with_the_words_that_keep_it(another: Path, tmp_path: Path) -> None:
    words = {
        "headline": "All bridges",
        "subtitle": "Bicycles on all bridges, 2021 to 2023",
        "description": "A line.",
        "source": "The office",
    }
    texts = "".join(f"    {name}: {{en: {text!r}, es: {text!r}}}\n" for name, text in words.items())
    rows = "    data: {measure: bridge-counts/counts/bicycles, where: {bridge: all}, x: year}\n"
    charts = another / "data/charts.yml"
    charts.write_text(f"{charts.read_text(encoding='utf-8').rstrip()}\n\n  all-bridges:\n    kind: line\n{texts}{rows}", encoding="utf-8")
    changes = {"2023,all,232100": "2023,all,232100\n2024,all,240100"}
    said = "\n".join(stage(another, tmp_path / "staged", "bridge-counts", "2026-06-01", "counts.csv", changes).sentences)
    assert 'the subtitle of all-bridges states "2021 to 2023", and 2021 to 2024 is drawn (data of 2026-06-01)' in said
    assert "the subtitle of all-bridges: pages on older data keep it by this line in the chart:" in said
    assert "headline of all-bridges" not in said
