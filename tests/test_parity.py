"""What a language lacks is told before anything is published; a translation knows the text it was made from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from macros.edition.edition import Edition
from macros.edition.translation_check import find_gaps, list_translations
from tests.project import told

DATA = "docs/es/data.md"


def _change(project: Path, path: str, old: str, new: str) -> None:
    text = (project / path).read_text(encoding="utf-8")
    assert old in text
    (project / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def _status(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "macros", "translate-status", *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("path", "old", "new", "fact"),
    [
        pytest.param(
            "data/figures.yml", ', es: "Proporción de ciclistas que llevan casco"', "", "has no title in es for helmet-share", id="title"
        ),
        pytest.param(
            "data/figures.yml",
            "figures:\n",
            "figures:\n  all: {measure: bridge-counts/counts/bicycles, operation: sum, where: {year: 2021}, "
            'over: {bridge: "*"}, title: {en: x, es: y}, skip: {reason: {en: x}}}\n',
            "has no skip in es for all",
            id="reason",
        ),
        pytest.param(
            "data/rider-survey/dimensions.yml",
            "attribution: {en: the cycling office, es: la oficina}",
            "attribution: {en: x, es: y}",
            "",
            id="nothing",
        ),
        pytest.param(
            "data/charts.yml", ", es: Bicicletas en el puente norte", "", "has no label of row 1 in es for bridges-by-year", id="row"
        ),
        pytest.param(
            "data/charts.yml", ', es: ["Variación relativa, de 2021 a 2022"]', "", "has no columns in es for changes", id="columns"
        ),
        pytest.param("data/tables.yml", ", es: Puente}", "}", "has no row_header in es for bridges", id="header"),
        pytest.param(
            "data/handouts.yml", '      es: "Las bicicletas', '      ez: "Las bicicletas', "has no text in es for north", id="card"
        ),
        pytest.param("data/packages.es.yml", "counts: Recuentos", "countz: Recuentos", "has no title of the resource", id="resource"),
        pytest.param("data/packages.es.yml", "survey: {title:", "survey: {titles:", "has no title of the record survey", id="record"),
        pytest.param(
            "mkdocs.yml", "{en: Riders, es: Ciclistas}", "{en: Riders, fr: Cyclistes}", "has no name in es of the topic", id="topic"
        ),
        pytest.param(
            "data/codelists/bridges.yml", ", es: el puente norte}", "}", 'has no label in es for the code "north" of bridges', id="code"
        ),
        pytest.param(
            "data/rider-survey/dimensions.yml", ", es: [[ciclistas], [casco]]", "", 'has no names in es for the code "helmet"', id="names"
        ),
        pytest.param(
            "data/bridge-counts/dimensions.yml", ", es: [bicicleta, bicicletas]", "", "has no names in es for the measure", id="measure"
        ),
        pytest.param("docs/es/timeline.md", "translated_from: ", "# ", "does not say which text of docs/en/timeline.md", id="mark"),
    ],
)
def test_what_a_language_lacks_is_a_fault(another: Path, path: str, old: str, new: str, fact: str) -> None:
    _change(another, path, old, new)
    found = [fault.fact for fault in find_gaps(Edition.read(another, "en", "es", cached=False))]
    assert found[0].startswith(fact) if fact else not found, found
    assert len(found) <= 2  # the label that is derived of a title is missing with it


def test_a_page_to_which_others_lead_is_missed(another: Path) -> None:
    (another / "docs/es/topics/riders.md").unlink()
    found = find_gaps(Edition.read(another, "en", "es", cached=False))
    assert told(found) == [("not-translated", "docs/es/topics/riders.md")]


def test_a_translation_is_older_when_its_original_changes_and_marked_when_it_follows(another: Path) -> None:
    own, all_ = (len(list((another / "docs" / lang).rglob("*.md"))) for lang in ("es", "en"))
    assert f"{own} of {all_} pages, 0 out of date" in _status(another).stdout
    _change(another, "docs/en/data.md", "## By month", "## Each month")
    said = _status(another).stdout
    assert "1 out of date" in said and DATA in said
    assert "0 out of date" in _status(another, "--mark", DATA).stdout
    (another / "docs/en/data.md").write_bytes((another / "docs/en/data.md").read_bytes().replace(b"\n", b"\r\n"))
    assert "0 out of date" in _status(another).stdout  # line ends are no change


@pytest.mark.parametrize("name", ["docs/en/data.md", "docs/es/nothing.md", "mkdocs.yml"])
def test_what_is_no_translation_is_not_marked(another: Path, name: str) -> None:
    done = _status(another, "--mark", name)
    assert done.returncode == 1 and done.stderr.startswith("error: ") and "Traceback" not in done.stderr


def test_a_code_that_has_no_word_of_a_language_is_listed_as_a_figure_is(another: Path) -> None:
    _change(another, "data/codelists/bridges.yml", "  all: ", "  east: {label: {en: the east bridge}}\n  all: ")
    edition = Edition.read(another, "en", "es", cached=False)
    line = '  not translated: the code "east" of bridges in data/codelists/bridges.yml; no title or word is made of it in es'
    assert list(list_translations(edition)).count(line) == 1
    assert list(find_gaps(edition)) == []


def test_what_a_structure_lacks_is_told_at_its_line(another: Path) -> None:
    _change(another, "data/codelists/bridges.yml", ", es: el puente sur}", "}")
    (found,) = find_gaps(Edition.read(another, "en", "es", cached=False))
    assert str(found.place).startswith("data/codelists/bridges.yml:4:")


def test_a_newer_version_of_a_package_is_listed(another: Path) -> None:
    _change(another, "data/packages.es.yml", 'version: "2024-01-15"', 'version: "2023-01-10"')
    lines = list(list_translations(Edition.read(another, "en", "es", cached=False)))
    assert any("bridge-counts" in line and "2023-01-10; the newest is 2024-01-15" in line for line in lines)


@pytest.mark.parametrize(
    ("old", "new", "fact"),
    [
        pytest.param("rider-survey:\n", "riders:\n", 'translates the package "riders", which does not exist', id="package"),
        pytest.param("  title: Encuesta a", "  titel: Encuesta a", 'has the key "titel", which is unknown', id="key"),
        pytest.param('version: "2023-11-02"', 'version: "2023-11-03"', 'has the version "2023-11-03", which does not exist', id="version"),
        pytest.param("keywords: [ciclistas, encuesta]", "keywords: encuesta", "has keywords that are not a list", id="keywords"),
        pytest.param("  resources: {answers: Respuestas}", "  resources: [answers]", "has resources that are not", id="resources"),
        pytest.param("rider-survey:\n", "rider-survey: [\n", "is not valid YAML", id="syntax"),
    ],
)
def test_a_translation_that_is_not_sound_is_told_with_its_place(another: Path, old: str, new: str, fact: str) -> None:
    _change(another, "data/packages.es.yml", old, new)
    faults = [fault for fault in Edition.read(another, "en", "es", cached=False).faults if fault.place.path == "data/packages.es.yml"]
    assert faults and all(fault.place.line for fault in faults)
    assert any(fault.fact.startswith(fact) for fault in faults), faults


def test_a_language_without_its_files_of_words_is_named_and_nothing_is_built(another: Path) -> None:
    (another / "macros/interface/es.yml").unlink()
    done = _status(another)
    assert done.returncode == 1 and done.stderr.startswith("error: macros/interface/es.yml: is missing")
