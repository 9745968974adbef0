"""What a language lacks is told before anything is published; a translation knows the text it was made from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from macros.build import Build
from macros.parity import listed, missing
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
            "data/figures.yml", ', es: "Víctimas en el caso de Ámsterdam"', "", "has no title in es for amsterdam-victims", id="title"
        ),
        pytest.param("data/figures.yml", '["Hawái"]', "[Hawái]", "", id="nothing"),
        pytest.param("data/charts.yml", ', es: "Todas las denuncias"', "", "has no label of row 1 in es for reports-all-and-eu", id="row"),
        pytest.param("data/charts.yml", ', es: ["Proporción"]', "", "has no columns in es for swiss-shares", id="columns"),
        pytest.param("data/tables.yml", ', es: "Magnitud"', "", "has no row_header in es for eu-snapshot", id="header"),
        pytest.param("data/handouts.yml", '      es: "El {{', '      ez: "El {{', "has no text in es for eu-share", id="card"),
        pytest.param("data/packages.es.yml", "counts: Recuentos", "countz: Recuentos", "has no title of the resource", id="resource"),
        pytest.param(
            "data/packages.es.yml",
            "      title: Snap publica",
            "      titles: Snap publica",
            "has no title of the record snap-statement",
            id="record",
        ),
        pytest.param("docs/es/timeline.md", "translated_from: ", "# ", "does not say which text of docs/en/timeline.md", id="mark"),
    ],
)
def test_what_a_language_lacks_is_a_fault(project: Path, path: str, old: str, new: str, fact: str) -> None:
    _change(project, path, old, new)
    found = [fault.fact for fault in missing(Build.read(project, "en", "es", cached=False))]
    assert all(f.startswith(fact) for f in found) and bool(found) == bool(fact), found


def test_a_page_to_which_others_lead_is_missed(project: Path) -> None:
    (project / "docs/es/topics/news.md").unlink()
    found = missing(Build.read(project, "en", "es", cached=False))
    assert told(found) == [("not-translated", "docs/es/topics/news.md")]


def test_a_translation_is_older_when_its_original_changes_and_marked_when_it_follows(project: Path) -> None:
    own, all_ = (len(list((project / "docs" / lang).rglob("*.md"))) for lang in ("es", "en"))
    assert f"{own} of {all_} pages, 0 older" in _status(project).stdout
    _change(project, "docs/en/data.md", "## Method", "## The method")
    said = _status(project).stdout
    assert "1 older" in said and f"older than its original: {DATA}" in said
    assert "0 older" in _status(project, "--mark", DATA).stdout
    (project / "docs/en/data.md").write_bytes((project / "docs/en/data.md").read_bytes().replace(b"\n", b"\r\n"))
    assert "0 older" in _status(project).stdout  # line ends are no change


@pytest.mark.parametrize("name", ["docs/en/data.md", "docs/es/nothing.md", "mkdocs.yml"])
def test_what_is_no_translation_is_not_marked(project: Path, name: str) -> None:
    done = _status(project, "--mark", name)
    assert done.returncode == 1 and done.stderr.startswith("error: ") and "Traceback" not in done.stderr


def test_a_newer_version_of_a_package_is_listed(project: Path) -> None:
    _change(project, "data/packages.es.yml", 'eprivacy-decline:\n  version: "2021-04-27"', 'eprivacy-decline:\n  version: "2021-02-17"')
    lines = list(listed(Build.read(project, "en", "es", cached=False)))
    assert any("eprivacy-decline" in line and "2021-02-17; the newest is 2021-04-27" in line for line in lines)


@pytest.mark.parametrize(
    ("old", "new", "fact"),
    [
        pytest.param("cases:\n", "cases-of-old:\n", 'translates the package "cases-of-old", which does not exist', id="package"),
        pytest.param("  title: Cantidades", "  titel: Cantidades", 'has the key "titel", which is unknown', id="key"),
        pytest.param('version: "2020-11-17"', 'version: "2020-11-18"', 'has the version "2020-11-18", which does not exist', id="version"),
        pytest.param("keywords: [CyberTipline, casos]", "keywords: CyberTipline", "has keywords that are not a list", id="keywords"),
        pytest.param("  resources: {cases: Recuentos por caso}", "  resources: [cases]", "has resources that are not", id="resources"),
        pytest.param("cases:\n", "cases: [\n", "is not valid YAML", id="syntax"),
    ],
)
def test_a_translation_that_is_not_sound_is_told_with_its_place(project: Path, old: str, new: str, fact: str) -> None:
    _change(project, "data/packages.es.yml", old, new)
    faults = [fault for fault in Build.read(project, "en", "es", cached=False).faults if fault.place.path == "data/packages.es.yml"]
    assert faults and all(fault.place.line for fault in faults)
    assert any(fault.fact.startswith(fact) for fault in faults), faults


def test_a_language_without_its_files_of_words_is_named_and_nothing_is_built(project: Path) -> None:
    (project / "macros/interface/es.yml").unlink()
    done = _status(project)
    assert done.returncode == 1 and done.stderr.startswith("error: macros/interface/es.yml: is missing")
