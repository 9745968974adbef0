"""What a language lacks is told before anything is published; a translation knows the text it was made from."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from macros.edition.edition import Edition
from macros.edition.translation_check import find_gaps, list_translations
from tests.conftest import build
from tests.mutations.run import build_in
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


SPANISH = re.compile(r""", es: (?:\[[^]]*\]|"[^"]*"|[^{}",]*)(?=[,}])|^ +es: .*\n""", re.MULTILINE)


def _remove_spanish(project: Path, path: str, begin: str, end: str = "") -> None:
    """Take the Spanish texts out of a part of a file."""
    text = (project / path).read_text(encoding="utf-8")
    at = text.index(begin)
    to = text.index(end, at) if end else len(text)
    (project / path).write_text(text[:at] + SPANISH.sub("", text[at:to]) + text[to:], encoding="utf-8")


def _forget(project: Path, *begins: str) -> None:
    """Take lines out of the record of what is published, as of a site that never published them."""
    path = project / "data/published.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(begins) or line.rstrip().split(",")[-2] == "1"), encoding="utf-8")


def _remove_line(project: Path, path: str, line: str) -> None:
    _change(project, path, f"{line}\n", "")


ENGLISH_ONLY = {
    "chart changes in data/charts.yml": ("data/charts.yml", "  changes:", "  timeline:"),
    "table bridges in data/tables.yml": ("data/tables.yml", "  bridges:"),
    "card north in data/handouts.yml": ("data/handouts.yml", "cards:", "documents:"),
    "document snapshot in data/handouts.yml": ("data/handouts.yml", "documents:"),
}


def test_what_is_in_one_language_only_is_listed_and_shown_nowhere_else(another: Path) -> None:
    """A chart, a table, a card, a document and a correction in English: the site builds, and Spanish readers see the correction."""
    for parts in ENGLISH_ONLY.values():
        _remove_spanish(another, *parts)
    _remove_spanish(another, "data/corrections.yml", "    what:", "    old:")
    _remove_spanish(another, "data/corrections.yml", "    new:")
    for path, line in [
        (DATA, '{{ chart("changes") }}'),
        (DATA, '{{ table("bridges") }}'),
        ("docs/es/updates/2023-01-20-first-counts.md", '{{ table("bridges") }}'),
    ]:
        _remove_line(another, path, line)
    page = another / DATA
    page.write_text(page.read_text(encoding="utf-8").replace("snapshot.pdf", "../../data/snapshot.pdf"), encoding="utf-8")
    _forget(another, "correction,", "wording,docs/es/data.md,north-change,")
    done = build(another)
    assert done.returncode == 0, done.stdout + done.stderr
    spanish = another / "site/es"
    assert (another / "site/charts/changes").is_dir() and not (spanish / "charts/changes").exists()
    assert (another / "site/data/snapshot.pdf").is_file() and not (spanish / "data/snapshot.pdf").exists()
    assert (another / "site/cards/north.txt").is_file() and not (spanish / "cards/north.txt").exists()
    said = "The office has mended its count of the south bridge."
    note = f'<span lang="en" data-piece="untranslated correction-1 what">{said}</span> (aún sin traducir; en inglés)'
    for path in ("index.html", "data/index.html", "corrections/index.html"):
        assert note in (spanish / path).read_text(encoding="utf-8")
    # English words stand nowhere in Spanish but in an element that says so.
    assert said not in (spanish / "index.html").read_text(encoding="utf-8").replace(note, "")
    listed = _status(another).stdout
    for name in ENGLISH_ONLY:
        assert f"not translated: the {name}; it is not shown in es" in listed
    assert "not translated: what, why, scale, new of entry 1 in data/corrections.yml; es shows en" in listed


def test_a_record_in_one_language_is_listed_and_not_shown_in_the_others(another: Path) -> None:
    _change(
        another,
        "data/packages.es.yml",
        "    survey: {title: Encuesta, text: La oficina publica lo que han respondido los ciclistas.}\n",
        "",
    )
    done = build(another)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = [(another / "site" / path / "timeline/index.html").read_text(encoding="utf-8") for path in ("", "es")]
    shown = [re.findall(r'<li id="([^"]+)"', page) for page in pages]
    assert shown == [["first-count", "months", "survey", "second-count"], ["first-count", "months", "second-count"]]
    files = [next((another / "site" / path / "charts/timeline").glob("*/data.csv")) for path in ("", "es")]
    tables = [file.read_text(encoding="utf-8").splitlines() for file in files]
    assert [len(table) for table in tables] == [5, 4]
    line = "not translated: the record survey in data/events/2024-01-15/events.csv; it is not shown in es"
    assert line in _status(another).stdout


def test_a_page_of_records_of_which_none_is_translated_is_one_fault_with_the_remedy(another: Path) -> None:
    text = (another / "data/packages.es.yml").read_text(encoding="utf-8")
    (another / "data/packages.es.yml").write_text(text.partition("  records:")[0], encoding="utf-8")
    done = build(another)
    told = [line for line in done.stderr.splitlines() if "error:" in line.lower()]
    assert "lists the events, of which none has words in es; add them in data/packages.es.yml" in done.stderr, told


def test_words_of_another_language_are_compared_with_the_text_where_they_were_judged(another: Path, tmp_path: Path) -> None:
    _remove_spanish(another, "data/corrections.yml", "    what:", "    old:")
    _remove_spanish(another, "data/corrections.yml", "    new:")
    _forget(another, "correction,")
    _, check = build_in(tmp_path / "built", another).edition_checks
    data = check.read_data("corrections/index.html")
    assert b"Bicycles on the south bridge fell by 4%." in data
    assert check.recheck_file("corrections/index.html", data) == []
    wrong = check.recheck_file("corrections/index.html", data.replace(b"fell by 4%.", b"fell by 3%."))
    assert [fault.code for fault in wrong] == ["wrong-piece"]


@pytest.mark.parametrize(
    ("name", "page", "call"),
    [
        ("chart changes in data/charts.yml", DATA, 'chart("changes")'),
        ("table bridges in data/tables.yml", DATA, 'table("bridges")'),
    ],
)
def test_a_translated_page_that_uses_what_is_not_translated_is_one_fault_with_the_remedy(
    another: Path, name: str, page: str, call: str
) -> None:
    kind, exhibit = name.split()[:2]
    _remove_spanish(another, *ENGLISH_ONLY[name])
    _remove_spanish(another, *ENGLISH_ONLY["document snapshot in data/handouts.yml"])
    for path in (another / "docs/es").rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        if path != another / page:
            path.write_text(text.replace(f"{{{{ {call} }}}}\n", ""), encoding="utf-8")
    done = build(another)
    assert f'shows the {kind} "{exhibit}", which has no words in es; add them in data/{kind}s.yml (es: beside each text)' in done.stderr
    assert "1 fault" in done.stderr, done.stderr


def test_a_correction_may_be_in_any_one_language(another: Path) -> None:
    text = (another / "data/corrections.yml").read_text(encoding="utf-8")
    (another / "data/corrections.yml").write_text(re.sub(r"what: {.*}", 'what: {es: "El recuento."}', text), encoding="utf-8")
    editions = Edition.read(another, "en", "es", cached=False).editions
    assert editions["en"].corrections[0].untranslated["what"].lang == "es"
    assert "what" in editions["es"].corrections[0].texts
    (another / "data/corrections.yml").write_text(re.sub(r"what: {.*}", 'what: {fr: "Le relevé."}', text), encoding="utf-8")
    faults = [fault for fault in Edition.read(another, "en", "es", cached=False).faults if fault.code == "correction"]
    assert [fault.fact for fault in faults] == ["has in entry 1 no text what.en"]


def test_a_fault_of_one_package_leaves_the_translations_of_the_others(another: Path) -> None:
    _change(another, "data/packages.es.yml", "  title: Bicicletas en los puentes, por mes\n", "")
    done = _status(another)
    assert done.returncode == 1 and "has no text title for monthly-counts" in done.stderr
    named = [line for line in done.stdout.splitlines() if "the package " in line]
    assert [line.strip() for line in named if "events" not in line] == ["with faults: the package monthly-counts in data/packages.es.yml"]
    build = Edition.read(another, "en", "es", cached=False)
    assert "es" in build.project.packages.versions["bridge-counts"][-1].translations
