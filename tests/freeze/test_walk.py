"""A revision and a correction, from the change to what readers see, in a repository of their own."""

from __future__ import annotations

import json
import os
from pathlib import Path

import feedparser
import pytest
from lxml import html as lxml_html

from tests.conftest import build
from tests.freeze.repository import change, commit, git, macros, mend_hashes, new_version, published
from tests.sample import sampled

PACKAGE, OLD, NEW = "eprivacy-decline", "2021-04-27", "2022-06-01"
RECORD, CORRECTIONS = "data/published.csv", "data/corrections.yml"
DATED = "docs/en/updates/2021-04-29-provisional-agreement.md"
REVISION = """corrections:
  - date: 2022-06-02
    kind: revision
    what: {en: "NCMEC now puts the decrease in EU-related reports after six weeks at {{ figure('decline-6-weeks', '50%') }}"}
    why: {en: "The source has published its figures anew."}
    nature: data
    scale: {en: "One of the three figures, by one point."}
    old: {en: "NCMEC put the decrease in reports at {{ figure('decline-6-weeks', '51%') }} after six weeks"}
    new: {en: "NCMEC put the decrease in reports at {{ figure('decline-6-weeks', '50%') }} after six weeks"}
    pages: [data.md]
    data: eprivacy-decline@2022-06-01
"""
CORRECTION = """
  - date: 2022-07-01
    kind: correction
    what: {en: "The decline after 18 weeks is given as a decrease."}
    why: {en: "The words could be read as a level."}
    nature: misleading
    scale: {en: "One sentence; the number stays."}
    old: {en: "EU-related reports by technology companies were down by 58% after 18 weeks"}
    new: {en: "EU-related reports showed, by NCMEC's account, a {{ figure('decline-18-weeks', '58% decrease') }} after 18 weeks"}
    pages: [updates/2021-04-29-provisional-agreement.md, updates/2021-04-27-weeks-of-waiting.md]
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
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("walk"))


def test_a_revision_is_refused_without_its_entry_and_told_everywhere_with_it(repository: Path) -> None:
    root = repository
    git(root, "switch", "--quiet", "--create", "revise")
    folder = new_version(root, PACKAGE, OLD, NEW)
    change(root, f"data/{PACKAGE}/{NEW}/decline.csv", "6,-51,", "6,-50,")
    mend_hashes(folder)
    # The chart's words for those that see the newest data; an older update goes on showing the older ones.
    charts = (root / "data/charts.yml").read_text(encoding="utf-8")
    lines = charts.splitlines(keepends=True)
    (at,) = (number for number, line in enumerate(lines) if "figure('decline-6-weeks', '51%')" in line)
    said_before = lines[at - 1 : at + 2]  # the key, and its text in each language
    earlier = f"    until:\n      {NEW}:\n" + "".join(f"    {line}" for line in said_before)
    change(root, "data/charts.yml", "".join(said_before), "".join(said_before).replace("'51%'", "'50%'") + earlier)

    said = refused(
        root,
        f"data/{PACKAGE}/{NEW}: changes the published value of decline-6-weeks",
        f"append an entry to {CORRECTIONS} with data: {PACKAGE}@{NEW}",
        'no longer says "51%" of decline-6-weeks, as was published; restore it, or append an entry',
    )
    assert "    pages: [data.md]\n" in said + "\n" and '    old: {en: "51%"}' in said  # an entry to begin with
    (root / CORRECTIONS).write_text(REVISION, encoding="utf-8")
    accepted(root, "1 replaced by a correction, 0 never published and dropped")
    assert "wording,docs/en/data.md,decline-6-weeks,51%,1\n" in (root / RECORD).read_text(encoding="utf-8")

    data = page(root, "data")
    (note,) = data.xpath("//article/div[@class='corrected-note']")
    assert text([note]).startswith("Revised on 2 June 2022. NCMEC now puts the decrease in EU-related reports after six weeks at 50%")
    assert note.xpath(".//time/@datetime") == ["2022-06-02"] and note.xpath(".//a[contains(@href,'corrections/#correction-1')]")
    (place,) = data.xpath("//figure[@id='chart-decline-after-21-december-2020']/following-sibling::*[1]")
    assert place.get("class") == "corrected-note" and "6 weeks" in text([place]) and "2 June 2022" in text([place])

    older = page(root, "updates/2021-04-27-weeks-of-waiting")
    assert "51%" in text(older.xpath("//p[@class='chart__description']")) and not older.xpath("//div[@class='corrected-note']")

    entry = text(page(root, "corrections").xpath("//h3[@id='correction-1']/following-sibling::dl[1]"))
    for words in ("51%", "50%", "The source has published", "One of the three figures", "data; the source", f"{PACKAGE}@{NEW}"):
        assert words in entry
    (before,) = page(root, "corrections").xpath("//h3[@id='correction-1']/following-sibling::dl[1]//*[text()='51%'][@data-figure]")
    assert before.get("data-as-of") == OLD

    kept = page(root, "superseded")
    assert kept.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert kept.xpath("//blockquote//*[@data-figure='decline-6-weeks'][@data-as-of='2021-04-27']/text()") == ["51%"]
    (item,) = kept.xpath("//h3[@id='correction-1']/following-sibling::ul[1]/li")
    assert item.xpath("./del/*[@data-not-a-figure]/text()") == ["51%"] and "stood for 51% decrease on the data of that time" in text([item])
    site = root / "site"
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    assert not [entry for entry in index["docs"] if entry["location"].startswith("superseded")]
    assert all("superseded/" not in (site / name).read_text(encoding="utf-8") for name in ("sitemap.xml", "llms.txt"))
    assert (site / f"data/{PACKAGE}/{OLD}/decline.csv").read_bytes() == (root / f"data/{PACKAGE}/{OLD}/decline.csv").read_bytes()
    assert "superseded by the version of 1 June 2022" in text(data.xpath("//*[@id='downloads']"))

    feed = feedparser.parse((site / "corrections.xml").read_bytes())
    assert not feed.bozo and feed.entries[0].title.startswith("Revision: NCMEC now puts")
    assert feed.entries[0].link == "https://example.org/corrections/#correction-1" and feed.entries[0].updated.startswith("2022-06-02")
    assert json.loads((site / "corrections.json").read_text(encoding="utf-8"))["items"][0]["id"] == feed.entries[0].id

    proof = page(root, "figures").xpath("//h3[@id='decline-6-weeks']/following-sibling::dl[1]")
    assert "Revised on 2 June 2022." in text(proof) and "from −51% to −50%" in text(proof)
    machine = json.loads((site / "figures/decline-6-weeks.json").read_text(encoding="utf-8"))
    assert [(old["version"], old["exact"]) for old in machine["history"]][-2:] == [(OLD, "-51"), (NEW, "-50")]
    assert [(told["kind"], told["date"], told["version"]) for told in machine["corrections"]] == [("revision", "2022-06-02", NEW)]

    commit(root, "Revise the decline")
    git(root, "switch", "--quiet", "main")
    git(root, "merge", "--quiet", "--ff-only", "revise")


def test_a_correction_is_refused_without_its_entry_and_told_everywhere_with_it(repository: Path) -> None:
    root = repository
    git(root, "switch", "--quiet", "--create", "correct")
    change(
        root,
        DATED,
        'EU-related reports by technology companies were {{ figure("decline-18-weeks", "down by 58%") }} after 18 weeks',
        'EU-related reports by technology companies showed a {{ figure("decline-18-weeks", "58% decrease") }} after 18 weeks',
    )
    change(
        root,
        "docs/en/updates/2021-04-27-weeks-of-waiting.md",
        "companies were {{ figure('decline-18-weeks', 'down by 58%') }} after 18 weeks",
        "companies showed a {{ figure('decline-18-weeks', '58% decrease') }} after 18 weeks",
    )
    refused(root, f"{DATED}:27:", 'no longer says "down by 58%" of decline-18-weeks')
    # An entry that was published is not opened again.
    (root / CORRECTIONS).write_text(REVISION.replace("pages: [data.md]", "pages: [data.md, index.md]") + CORRECTION, encoding="utf-8")
    refused(root, f"{CORRECTIONS}: has another entry 1 than was published (2022-06-02); restore it, and append a new one")
    (root / CORRECTIONS).write_text(REVISION + CORRECTION, encoding="utf-8")
    accepted(root, "1 replaced by a correction")

    dated = page(root, "updates/2021-04-29-provisional-agreement")
    (note,) = dated.xpath("//article/div[@class='corrected-note']")
    assert text([note]).startswith("Corrected on 1 July 2022. The decline after 18 weeks is given as a decrease.")
    (place,) = dated.xpath("//article//small[@class='corrected']")
    assert text([place]) == "(corrected 1 July 2022)" and place.getprevious().text == "58% decrease"
    assert not page(root, "").xpath("//small[@class='corrected'] | //div[@class='corrected-note']")  # other pages are as they were

    assert dated.xpath("//meta[@property='article:modified_time']/@content") == ["2022-07-01"]
    machine = json.loads(dated.xpath("string(//script[@type='application/ld+json'])"))["@graph"][0]
    assert (
        machine["dateModified"] == "2022-07-01" and machine["correction"][0]["text"] == "The decline after 18 weeks is given as a decrease."
    )

    (lead,) = page(root, "updates/2021-04-27-weeks-of-waiting").xpath("//p[@class='lead']")
    assert text([lead]).endswith("(corrected 1 July 2022)")

    kept = page(root, "superseded").xpath("//h3[@id='correction-2']/following-sibling::ul[1]//del/*")
    assert [(node.text, node.get("data-not-a-figure")) for node in kept] == [
        ("down by 58%", "an earlier wording of this site, replaced by its correction 2")
    ]
    site = root / "site"
    feed = feedparser.parse((site / "corrections.xml").read_bytes())
    assert not feed.bozo and [entry.updated[:10] for entry in feed.entries] == ["2022-07-01", "2022-06-02"]
    (update,) = (e for e in feedparser.parse((site / "feed.xml").read_bytes()).entries if "provisional" in e.link)
    assert (update.published[:10], update.updated[:10]) == ("2021-04-29", "2022-07-01")
    assert "Corrected on 1 July 2022." in text(page(root, "figures").xpath("//h3[@id='decline-18-weeks']/following-sibling::dl[1]"))
    machine = json.loads((site / "figures/decline-18-weeks.json").read_text(encoding="utf-8"))
    assert [told["address"] for told in machine["corrections"]] == ["https://example.org/corrections/#correction-2"]
    (line,) = (line for line in (site / "sitemap.xml").read_text(encoding="utf-8").split("<url>") if "2021-04-29" in line)
    assert "<lastmod>2022-07-01</lastmod>" in line
    commit(root, "Correct the words")
    git(root, "switch", "--quiet", "main")
    git(root, "merge", "--quiet", "--ff-only", "correct")


REFUSED = [
    pytest.param(
        lambda root: change(root, "data/figures.yml", "\n  spare-count:\n", "\n  other-count:\n"),
        "data/figures.yml: has no figure spare-count, which is published; declare it again as it was, with status: withdrawn",
        id="an id removed",
    ),
    pytest.param(
        lambda root: _spare(root, "rows: {year: 2020, scope: eu, item: files}", "rows: {year: 2021, scope: eu, item: files}"),
        "spare-count was published as value of eu-snapshot/counts/count, files; rows item=files, scope=eu, year=2020 and is now",
        id="an id given to another quantity",
    ),
    pytest.param(
        lambda root: _spare(root, "status: computed", "status: withdrawn"),
        'the status of spare-count was published as "computed" and is now "withdrawn"; restore it, or append an entry',
        id="a figure withdrawn without an entry",
    ),
    pytest.param(
        lambda root: _edited(root, mended=True),
        f"data/{PACKAGE}/2021-02-17/decline.csv: was edited after it was published; published data is never edited: restore it",
        id="frozen data edited, its sha256 mended",
    ),
]


def _spare(root: Path, old: str, new: str) -> None:
    path = root / "data/figures.yml"
    head, tail = path.read_text(encoding="utf-8").split("\n  spare-count:\n")
    assert old in tail
    path.write_text(f"{head}\n  spare-count:\n{tail.replace(old, new)}", encoding="utf-8")


def _edited(root: Path, *, mended: bool) -> None:
    change(root, f"data/{PACKAGE}/2021-02-17/decline.csv", "3,-46,2021-02-17", "3,-46,2021-02-16")
    if mended:
        mend_hashes(root / f"data/{PACKAGE}/2021-02-17")


@pytest.mark.parametrize(("broken", "line"), sampled(REFUSED, 2))
def test_what_no_entry_allows_is_refused(repository: Path, broken, line: str) -> None:  # type: ignore[no-untyped-def]
    broken(repository)
    try:
        refused(repository, line)
    finally:
        git(repository, "restore", ".")


def test_a_record_edited_by_hand_is_found_out_and_mended(repository: Path) -> None:
    """Nobody can have a wrong number shown as history by saying that it was published once."""
    before = (repository / RECORD).read_text(encoding="utf-8")
    first = "wording,docs/en/index.md,"
    forged = before.replace(first, f"{first}decline-18-weeks,down by 85%,1\n{first}", 1)
    shorter = "".join(line for line in forged.splitlines(keepends=True) if not line.startswith("status,spare-count"))
    (repository / RECORD).write_text(shorter, encoding="utf-8")
    done = macros(repository, "check")
    assert done.returncode == 1
    assert f'{RECORD}: says that "down by 85%" (wording docs/en/index.md) was replaced by correction 1, which it was not' in done.stdout
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
    done = macros(clone, "publish-record", "--check")
    assert done.returncode == 0, done.stderr
    (note,) = [line for line in done.stderr.splitlines() if line.startswith("note:")]
    assert "compared with the committed record only" in note and "shallow" in note and "git fetch --unshallow origin main" in note
    change(clone, "docs/en/index.md", 'figure("decline-18-weeks", "down by 58%")', 'figure("decline-18-weeks", "lower by 58%")')
    refused(clone, 'no longer says "down by 58%" of decline-18-weeks')


def test_where_git_does_not_answer_nothing_is_published(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(repository, "switch", "--quiet", "main")
    broken = tmp_path / "git"
    broken.write_text("#!/bin/sh\nexit 128\n", encoding="utf-8")
    broken.chmod(0o755)
    (repository / "site").mkdir(exist_ok=True)
    (repository / "site/stands").touch()
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    done = build(repository, "--strict")
    assert done.returncode == 1 and f"{RECORD}: cannot be compared with what was published: git ls-files failed" in done.stderr
    assert "1 fault; the site was not replaced" in done.stderr and (repository / "site/stands").exists()
