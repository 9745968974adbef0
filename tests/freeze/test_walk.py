"""A revision and a correction, from the change to what readers see, in a repository of their own."""

from __future__ import annotations

import json
import os
from pathlib import Path

import feedparser
import pytest
from lxml import html as lxml_html

from tests.conftest import build, warm
from tests.freeze.repository import change, commit, git, macros, mend_hashes, new_version, published

PACKAGE, OLD, NEW = "bridge-counts", "2024-01-15", "2024-06-01"
SURVEY = "2023-11-02"
RECORD, CORRECTIONS = "data/published.csv", "data/corrections.yml"
UPDATE = "updates/2023-01-20-first-counts"
DATED = f"docs/en/{UPDATE}.md"
REVISION = """corrections:
  - date: 2024-06-02
    kind: revision
    what: {en: "By the new count, bicycles on the south bridge {{ figure('south-change', 'fell by 3%') }}"}
    why: {en: "The office has published its counts anew."}
    nature: data
    scale: {en: "One of the changes, by one point."}
    old: {en: "Bicycles on the south bridge fell by 4%"}
    new: {en: "Bicycles on the south bridge {{ figure('south-change', 'fell by 3%') }}"}
    pages: [index.md, data.md]
    data: bridge-counts@2024-06-01
"""
CORRECTION = f"""
  - date: 2024-07-01
    kind: correction
    what: {{en: "The change on the north bridge is given as a percentage."}}
    why: {{en: "The words were less exact than the counts."}}
    nature: misleading
    scale: {{en: "Two sentences; the number stays."}}
    old: {{en: "Bicycles on the north bridge rose by a quarter"}}
    new: {{en: "Bicycles on the north bridge {{{{ figure('north-change', 'rose by 25%') }}}}"}}
    pages: [{UPDATE}.md]
"""


def page(root: Path, name: str):  # type: ignore[no-untyped-def]
    return lxml_html.fromstring((root / "site" / name / "index.html").read_text(encoding="utf-8"))


def text(nodes) -> str:  # type: ignore[no-untyped-def]
    return " ".join(" ".join(node.text_content() for node in nodes).split())


def refused(root: Path, *lines: str) -> str:
    """The command refuses, says all of `lines`, and leaves the record as it was. Returns what it said."""
    before = (root / RECORD).read_bytes()
    done = macros(root, "publish-record")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    for line in lines:
        assert line in done.stderr, done.stderr
    assert (root / RECORD).read_bytes() == before
    return done.stderr


def accepted(root: Path, told: str) -> None:
    done = macros(root, "publish-record")
    assert done.returncode == 0, done.stderr
    assert told in done.stdout
    built = build(root, "--strict")
    assert built.returncode == 0, built.stderr


@pytest.fixture(scope="module")
def repository(another_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = published(another_built, tmp_path_factory.mktemp("walk"))
    change(root, DATED, 'summary: "', "summary: \"Bicycles on the north bridge {{ figure('north-change', 'rose by a quarter') }}. ")
    return root


def test_a_revision_is_refused_without_its_entry_and_told_everywhere_with_it(repository: Path) -> None:
    root = repository
    git(root, "switch", "--quiet", "--create", "revise")
    folder = new_version(root, PACKAGE, OLD, NEW)
    change(root, f"data/{PACKAGE}/{NEW}/counts.csv", "2022,south,76910", "2022,south,77790")
    mend_hashes(folder)
    change(root, "docs/en/index.md", 'figure("south-change", "fell by 4%")', 'figure("south-change", "fell by 3%")')
    # The chart's words for those that see the newest data; what is dated before goes on showing the older ones.
    charts = (root / "data/charts.yml").read_text(encoding="utf-8")
    headline = charts[charts.index("    headline:\n") : charts.index("    until:\n")]
    newest = headline.replace("'fell by 4%'", "'fell by 3%'")
    earlier = f'    until:\n      "{NEW}":\n' + "".join(f"    {line}" for line in headline.splitlines(keepends=True))
    change(root, "data/charts.yml", headline + "    until:\n", newest + earlier)

    said = refused(
        root,
        f"data/{PACKAGE}/{NEW}: changes the published value of south-2022",
        f"append an entry to {CORRECTIONS} with data: {PACKAGE}@{NEW}",
        'in its text no longer says "fell by 4%" of south-change, as was published; restore it, or append an entry',
    )
    # An entry to begin with, on all pages on which the version changes values.
    assert "pages: [data.md, index.md]" in said and 'old: {en: "fell by 4%"}' in said and f"data: {PACKAGE}@{NEW}" in said
    (root / CORRECTIONS).write_text(REVISION, encoding="utf-8")
    accepted(root, "2 replaced by a correction, 0 never published and dropped")
    for surface in ("charts", "text"):
        assert f"wording,docs/en/index.md,south-change,fell by 4%,1,{surface}\n" in (root / RECORD).read_text(encoding="utf-8")

    for name, shown in (("", "chart-bridges-by-year"), ("data", "chart-changes")):
        found = page(root, name)
        (note,) = found.xpath("//article/div[@class='corrected-note']")
        assert text([note]).startswith("Revised on 2 June 2024. By the new count, bicycles on the south bridge fell by 3%")
        assert note.xpath(".//time/@datetime") == ["2024-06-02"] and note.xpath(".//a[contains(@href,'corrections/#correction-1')]")
        (place,) = found.xpath(f"//figure[@id='{shown}']/following-sibling::*[1]")
        assert place.get("class") == "corrected-note" and "south bridge" in text([place]) and "2 June 2024" in text([place])

    older = page(root, UPDATE)
    assert "fell by 5%" in text(older.xpath("//figure[@id='chart-bridges-by-year']")) and not older.xpath("//div[@class='corrected-note']")
    assert "fell by 4%" in text(page(root, f"charts/bridges-by-year/{OLD}").xpath("//h1"))

    entry = text(page(root, "corrections").xpath("//h3[@id='correction-1']/following-sibling::dl[1]"))
    for words in ("fell by 4%", "fell by 3%", "The office has published", "One of the changes", "data; the source", f"{PACKAGE}@{NEW}"):
        assert words in entry
    (before,) = page(root, "corrections").xpath("//h3[@id='correction-1']/following-sibling::dl[1]//*[text()='fell by 4%'][@data-figure]")
    assert before.get("data-as-of") == OLD

    kept = page(root, "superseded")
    assert kept.xpath("//meta[@name='robots']/@content") == ["noindex"]
    (item,) = kept.xpath("//h3[@id='correction-1']/following-sibling::ul[1]/li")
    assert item.xpath("./del/*[@data-not-a-figure]/text()") == ["fell by 4%"] and "in the data at that time" in text([item])
    site = root / "site"
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    assert not [entry for entry in index["docs"] if entry["location"].startswith("superseded")]
    assert all("superseded/" not in (site / name).read_text(encoding="utf-8") for name in ("sitemap.xml", "llms.txt"))
    assert (site / f"data/{PACKAGE}/{OLD}/counts.csv").read_bytes() == (root / f"data/{PACKAGE}/{OLD}/counts.csv").read_bytes()
    assert "superseded by the version of 1 June 2024" in text(page(root, "data").xpath("//*[@id='downloads']"))

    feed = feedparser.parse((site / "corrections.xml").read_bytes())
    assert not feed.bozo and feed.entries[0].title.startswith("Revision: By the new count")
    assert feed.entries[0].link == "https://bicycles.example/corrections/#correction-1" and feed.entries[0].updated.startswith("2024-06-02")
    assert json.loads((site / "corrections.json").read_text(encoding="utf-8"))["items"][0]["id"] == feed.entries[0].id

    proof = text(page(root, "figures").xpath("//h3[@id='south-change']/following-sibling::dl[1]"))
    assert "Revised on 2 June 2024." in proof and "from −4% to −3%" in proof
    machine = json.loads((site / "figures/south-change.json").read_text(encoding="utf-8"))
    assert [(old["version"], old["exact"]) for old in machine["history"]][-2:] == [(OLD, "-1645/401"), (NEW, "-1205/401")]
    assert [(told["kind"], told["date"], told["version"]) for told in machine["corrections"]] == [("revision", "2024-06-02", NEW)]

    commit(root, "Revise the counts")
    git(root, "switch", "--quiet", "main")
    git(root, "merge", "--quiet", "--ff-only", "revise")


def test_a_correction_is_refused_without_its_entry_and_told_everywhere_with_it(repository: Path) -> None:
    root = repository
    git(root, "switch", "--quiet", "--create", "correct")
    words = (root / DATED).read_text(encoding="utf-8")
    assert words.count("rose by a quarter") == 2  # in the lead and in the text
    lead, _, body = words.rpartition("rose by a quarter")
    (root / DATED).write_text(f"{lead}rose by 25%{body}", encoding="utf-8")
    # An entry that was published is not opened again.
    (root / CORRECTIONS).write_text(REVISION.replace("index.md, data.md", "data.md, index.md"), encoding="utf-8")
    refused(
        root,
        f"{DATED}:{len(lead.splitlines())}:",
        'in its text no longer says "rose by a quarter" of north-change',  # whatever the summary goes on saying
        f"{CORRECTIONS}: has another entry 1 than was published (2024-06-02); restore it, and append a new one",
    )
    (root / DATED).write_text(words.replace("rose by a quarter", "rose by 25%"), encoding="utf-8")
    (root / CORRECTIONS).write_text(REVISION + CORRECTION, encoding="utf-8")
    accepted(root, "2 replaced by a correction")

    dated = page(root, UPDATE)
    (note,) = dated.xpath("//article/div[@class='corrected-note']")
    assert text([note]).startswith("Corrected on 1 July 2024. The change on the north bridge is given as a percentage.")
    lead, place = dated.xpath("//article//small[@class='corrected']")
    for mark in (lead, place):
        assert text([mark]) == "(corrected 1 July 2024)"
        assert mark.xpath("string(preceding-sibling::*[@data-figure='north-change'][1]/text())") == "rose by 25%"
    assert lead.xpath("ancestor::p/@class") == ["lead"]
    assert not page(root, "updates/2023-11-02-survey").xpath("//small[@class='corrected'] | //div[@class='corrected-note']")

    assert dated.xpath("//meta[@property='article:modified_time']/@content") == ["2024-07-01"]
    machine = json.loads(dated.xpath("string(//script[@type='application/ld+json'])"))["@graph"][0]
    assert machine["dateModified"] == "2024-07-01"
    assert machine["correction"][0]["text"] == "The change on the north bridge is given as a percentage."

    kept = page(root, "superseded").xpath("//h3[@id='correction-2']/following-sibling::ul[1]//del/*")
    assert [(node.text, node.get("data-not-a-figure")) for node in kept] == [
        ("rose by a quarter", "an earlier wording of this site, replaced by its correction 2")
    ]
    site = root / "site"
    feed = feedparser.parse((site / "corrections.xml").read_bytes())
    assert not feed.bozo and [entry.updated[:10] for entry in feed.entries] == ["2024-07-01", "2024-06-02"]
    (update,) = (e for e in feedparser.parse((site / "feed.xml").read_bytes()).entries if UPDATE in e.link)
    assert (update.published[:10], update.updated[:10]) == ("2023-01-20", "2024-07-01")
    assert "Corrected on 1 July 2024." in text(page(root, "figures").xpath("//h3[@id='north-change']/following-sibling::dl[1]"))
    machine = json.loads((site / "figures/north-change.json").read_text(encoding="utf-8"))
    assert [told["address"] for told in machine["corrections"]] == ["https://bicycles.example/corrections/#correction-2"]
    (line,) = (line for line in (site / "sitemap.xml").read_text(encoding="utf-8").split("<url>") if UPDATE in line)
    assert "<lastmod>2024-07-01</lastmod>" in line
    commit(root, "Correct the words")
    git(root, "switch", "--quiet", "main")
    git(root, "merge", "--quiet", "--ff-only", "correct")


def test_what_no_entry_allows_is_refused(repository: Path) -> None:
    figures, edited = repository / "data/figures.yml", f"data/rider-survey/{SURVEY}/answers.csv"
    head, tail = figures.read_text(encoding="utf-8").split("\n  spare-count:\n")
    tail, _ = tail.split("\n  other-count:\n")
    tail = tail.replace("{year: 2021, bridge: all}", "{year: 2022, bridge: all}").replace("status: computed", "status: withdrawn")
    figures.write_text(f"{head}\n  spare-count:\n{tail}", encoding="utf-8")
    change(repository, edited, "lights,88\n", "lights,88.0\n")
    mend_hashes((repository / edited).parent)
    try:
        refused(
            repository,
            "data/figures.yml: has no figure other-count, which is published; declare it again as it was, with status: withdrawn",
            "spare-count was published as value of bridge-counts/counts/bicycles, bicycles; where bridge=all, year=2021 and is now",
            'the status of spare-count was published as "computed" and is now "withdrawn"; restore it, or append an entry',
            f"{edited}: was edited after it was published; published data is never edited: restore it",
        )
    finally:
        git(repository, "restore", ".")


def test_a_record_edited_by_hand_is_found_out_and_mended(repository: Path) -> None:
    """Nobody can have a wrong number shown as history by saying that it was published once."""
    before = (repository / RECORD).read_text(encoding="utf-8")
    first = "wording,docs/en/index.md,"
    forged = before.replace(first, f"{first}north-change,rose by 52%,1,text\n{first}", 1)
    shorter = "".join(line for line in forged.splitlines(keepends=True) if not line.startswith("status,spare-count"))
    (repository / RECORD).write_text(shorter, encoding="utf-8")
    done = macros(repository, "check")
    assert done.returncode == 1
    assert f'{RECORD}: says that "rose by 52%" (wording docs/en/index.md) was replaced by correction 1, which it was not' in done.stdout
    assert f"{RECORD}: has lost 1 published entry (status spare-count computed)" in done.stdout
    assert macros(repository, "publish-record").returncode == 0
    assert (repository / RECORD).read_text(encoding="utf-8") == before


def test_a_shallow_clone_says_what_it_could_not_compare_and_compares_with_what_is_committed(repository: Path, tmp_path: Path) -> None:
    git(repository, "switch", "--quiet", "--force-create", "feature", "main")
    (repository / "docs/en/assets/empty.css").write_text("/* of the branch */\n", encoding="utf-8")
    commit(repository, "Something else")
    git(repository, "switch", "--quiet", "main")
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--branch", "feature", repository.as_uri(), "clone")
    clone = tmp_path / "clone"
    warm(clone, repository)
    change(clone, "docs/en/data.md", '"rose by 6.2 percentage points"', '"grew by 6.2 percentage points"')
    said = refused(clone, 'no longer says "rose by 6.2 percentage points" of north-share-points')
    (note,) = [line for line in said.splitlines() if line.startswith("note:")]
    assert "compared with the committed record only" in note and "shallow" in note and "git fetch --unshallow origin main" in note


def test_where_git_does_not_answer_nothing_is_published(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(repository, "switch", "--quiet", "main")
    broken = tmp_path / "git"
    broken.write_text("#!/bin/sh\nexit 128\n", encoding="utf-8")
    broken.chmod(0o755)
    (repository / "site").mkdir(exist_ok=True)
    (repository / "site/stands").touch()
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    done = build(repository, "--strict")
    assert done.returncode == 1 and "command line: has no day for the build: git ls-files failed" in done.stderr
    assert "1 fault; the site was not replaced" in done.stderr and (repository / "site/stands").exists()
