"""A draft, and what bears a later day than that of the build, changes no byte of the site until its day; authors see it, marked."""

from __future__ import annotations

import json
import os
import re
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest
from playwright.sync_api import Page as Tab

from macros.base import day as days
from macros.base.errors import FaultError
from macros.edition.edition import Edition
from macros.pages import find_held_pages
from macros.plugin.lifecycle import _convert_warning
from tests.conftest import heard
from tests.freeze.repository import change, mend_hashes, new_version
from tests.processes import run_module
from tests.project import write
from tests.test_warm_build import files

DAY = "2026-12-20"
BEFORE = "2026-12-19"
UPDATE = "docs/en/updates/2026-12-20-quagga.md"
DRAFT = "docs/en/quagga-draft.md"
FRONT = """---
title: "{} in the title"
description: "{} in the description."
{}
---
{}
"""
AHEAD = """date: 2026-12-20
summary: "Quagga in the summary."
topics: [Riders]
sources:
  - {title: "Quagga of a source", publisher: "Elmford Cycling Office", date: 2024-01-15}"""
CHART = """
  quagga-chart:
    kind: slope
    headline: {en: "Quagga in the headline", es: "Quagga en el titular"}
    subtitle: {en: "Bicycles on the north bridge", es: "Bicicletas en el puente norte"}
    description: {en: "One line.", es: "Una línea."}
    source: {en: "Elmford Cycling Office", es: "Elmford Cycling Office"}
    unit: count
    columns: ["2023", "2024"]
    rows:
      - {label: {en: Bicycles on the north bridge, es: Bicicletas en el puente norte}, cells: [north-2023, north-2024]}
"""
FIGURE = """
  quagga-figure:
    measure: bridge-counts/counts/bicycles
    where: {bridge: north, year: 2024}
    title: {en: "Quagga of a figure", es: "Quagga de una cifra"}
"""
ENTRY = """
  - date: 2026-12-20
    kind: correction
    what: {en: "Quagga in an entry.", es: "Quagga en una entrada."}
    why: {en: "A slip.", es: "Un error."}
    nature: wording
    scale: {en: "No figure.", es: "Ninguna cifra."}
    old: {en: "Quagga before.", es: "Quagga antes."}
    new: {en: "Quagga after.", es: "Quagga después."}
    pages: [index.md]
"""


def add_unpublished(root: Path) -> None:
    """Write a draft and its translation, an update of a later day, a later version with a year more, and what is made of that year."""
    body = 'In 2024, {{ figure("north-2024", "171,717 bicycles") }} crossed the north bridge.\n'
    write(root, UPDATE, FRONT.format("Quagga", "Quagga", AHEAD, body + '\n{{ chart("quagga-chart") }}'))
    wrong = 'In 2023, {{ figure("north-2023", "161,616 bicycles") }} crossed the quagga bridge.'
    write(root, DRAFT, FRONT.format("Quagga", "Quagga", "draft: true", wrong))
    write(root, DRAFT.replace("/en/", "/es/"), FRONT.format("Quagga", "Quagga", "translated_from: 123456789012", "Quagga."))
    change(root, "mkdocs.yml", "  - Timeline: timeline.md\n", "  - Timeline: timeline.md\n  - Quagga: quagga-draft.md\n")
    folder = new_version(root, "bridge-counts", "2024-01-15", DAY)
    table = folder / "counts.csv"
    table.write_text(table.read_text(encoding="utf-8") + "2024,north,171717\n2024,south,70001\n2024,all,241718\n", encoding="utf-8")
    mend_hashes(folder)
    for name, text in (("charts", CHART), ("figures", FIGURE), ("corrections", ENTRY)):
        file = root / f"data/{name}.yml"
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_what_is_not_published_changes_no_byte_of_the_site_until_its_day(another_kept: Path, another_built: Path) -> None:
    add_unpublished(another_kept)
    done = run_module(another_kept, "mkdocs", "build", DAY=BEFORE)
    assert done.returncode == 0, done.stderr
    before, plain = files(another_kept / "site"), files(another_built)
    assert sorted(before) == sorted(plain)
    assert [name for name in plain if before[name] != plain[name]] == []
    # Each is told, with the day.
    for name, why in ((UPDATE, f"is not published before {DAY}"), (DRAFT, "is a draft"), (f"data/bridge-counts/{DAY}", "is not published")):
        assert f"note: {name}: {why}" in done.stderr
    assert f"the day of this build is {BEFORE} (DAY)" in done.stderr
    # On the day, all but the draft is there, on every surface.
    done = run_module(another_kept, "mkdocs", "build", DAY=DAY)
    assert done.returncode == 0, done.stderr
    now = files(another_kept / "site")
    changed = {name for name, data in now.items() if plain.get(name) != data}
    page, own = "updates/2026-12-20-quagga/", "charts/quagga-chart/"
    expected = {f"{page}index.html", f"{own}index.html", "index.html", "updates/index.html", "feed.xml", "feed.json", "sitemap.xml"}
    expected |= {"llms.txt", "figures.json", "figures/index.html", "search/search_index.json", "corrections/index.html"}
    assert expected <= changed
    assert not [name for name in now if "quagga-draft" in name]
    assert not [name for name, data in now.items() if b"161,616" in data or b"quagga bridge" in data or b"quagga-draft" in data]


def test_a_fault_of_what_is_not_published_is_told_and_stops_nothing(another_kept: Path) -> None:
    add_unpublished(another_kept)
    done = run_module(another_kept, "macros", "check", "--json", "--day", BEFORE)
    report = json.loads(done.stdout)
    assert (done.returncode, report["faults"], report["day"]) == (0, [], f"{BEFORE} (DAY)")
    held = report["not_published"]
    assert len(held["held"]) == 5 and f"{DRAFT}: is a draft" in held["held"]
    (wrong,) = [fault for fault in held["faults"] if fault["path"] == DRAFT]
    assert wrong["code"] == "wrong-number" and "161,616" in wrong["fact"]
    # A page that is published today cannot quote a figure of rows to come.
    build = Edition.read(another_kept, "en", "es", day=days.Day(BEFORE, "DAY"))
    with pytest.raises(FaultError, match="quagga-figure is quoted, and has no data before a later day; quote it on a page of that day"):
        build.project.figures.get("quagga-figure", None)
    done = run_module(another_kept, "macros", "check", DRAFT)  # who asks for that page is told
    assert done.returncode == 1 and f"{DRAFT}:6:13: says" in done.stdout
    done = run_module(another_kept, "macros", "publish-record", "--day", BEFORE)
    record = (another_kept / "data/published.csv").read_text(encoding="utf-8")
    assert done.returncode == 0 and "quagga" not in record and DAY not in record and "docs/en/index.md" in record


def test_a_preview_opens_from_a_folder_and_marks_each_page_as_a_draft(another_kept: Path, tmp_path: Path, tab: Tab) -> None:
    add_unpublished(another_kept)
    done = run_module(another_kept, "macros", "preview", DAY=BEFORE)
    assert done.returncode == 0 and "unpack it and open index.html" in done.stdout, done.stderr
    # A wrong number of a draft is told, and hinders nobody from reading the preview.
    assert f"{DRAFT}:6:13: says" in done.stderr and "161,616" in done.stderr
    with zipfile.ZipFile(another_kept / "preview.zip") as archive:
        archive.extractall(tmp_path)
    pages = sorted(tmp_path.rglob("*.html"))
    assert (tmp_path / "index.html") in pages and len(pages) > 20
    for path in pages:
        page = lxml.html.parse(str(path)).getroot()
        lost = [each for each in _list_addresses(page) if not (path.parent / each).is_file()]
        assert lost == [], path
        is_spanish = page.get("lang") == "es"
        assert page.findtext("head/title").startswith("Borrador: " if is_spanish else "Draft: ")
        (note,) = page.xpath("//body/*[1][self::aside]")
        assert ("Esta copia es para su revisión" if is_spanish else "This copy is for review") in note.text_content()
        assert not page.xpath("//form[@name='search']")
    # What is not published is there, marked for eyes and ears, in lists too.
    for name, why in ((UPDATE, "not published before 20 December 2026"), (DRAFT, "This page is not published.")):
        page = lxml.html.parse(str(tmp_path / name.removeprefix("docs/en/").removesuffix(".md") / "index.html")).getroot()
        (notice,) = page.xpath("//article//aside[@class='held']")
        assert why in notice.text_content() and page.xpath(f"//*[@id='{notice.get('aria-labelledby')}']")[0].text_content() == "Draft"
    listed = lxml.html.parse(str(tmp_path / "updates/index.html")).getroot()
    assert [each.text_content() for each in listed.xpath("//ol[@class='updates']/li[.//span[@class='held']]//a")] == ["Quagga in the title"]
    assert "171,717" in (tmp_path / "updates/2026-12-20-quagga/index.html").read_text(encoding="utf-8")
    with heard(tab) as told:
        kinds = {(len(parts), parts[:1]): path for path in pages for parts in [path.relative_to(tmp_path).parts]}
        for path in kinds.values():
            tab.goto(path.as_uri())
            tab.locator("body > aside").first.wait_for()  # the lasting address of a chart leads on
    assert told.said == told.errors == [] and {each for each in told.asked if not each.startswith("file:")} == set()
    tab.emulate_media(media="print")
    assert tab.locator("body > aside").first.is_visible()
    tab.emulate_media(media="screen")


def _list_addresses(page: lxml.html.HtmlElement) -> list[str]:
    """Return the addresses of a page that lead to other files, without what stands behind their path."""
    split = [urlsplit(value) for element in page.iter() for name, value in element.items() if name in ("href", "src")]
    return [unquote(each.path) for each in split if each.path and not each.scheme and not each.netloc]


@pytest.mark.parametrize(
    ("given", "epoch", "found"),
    [
        pytest.param("2026-12-01", "0", ("2026-12-01", "DAY"), id="the day that is given"),
        pytest.param("", "1796079669", ("2026-11-30", "SOURCE_DATE_EPOCH"), id="else the epoch's"),
        pytest.param("", "", ("2026-10-31", "the newest commit"), id="else the newest commit's, where it was made"),
    ],
)
def test_the_day_of_a_build_is_an_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, epoch: str, found: tuple[str, str]
) -> None:
    write(tmp_path, "mkdocs.yml", "")
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "x", "--no-gpg-sign"]):
        variables = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        stamp = {"GIT_COMMITTER_DATE": "2026-10-31T23:30:00-0500", "GIT_AUTHOR_DATE": "2020-01-01T00:00:00Z"}
        subprocess.run(["git", *command], cwd=tmp_path, env={**os.environ, **variables, **stamp}, check=True)
    monkeypatch.setenv("DAY", given)
    monkeypatch.setattr(days, "GIVEN_EPOCH", epoch or None)
    day = days.read_day(tmp_path)
    assert (day.date, day.origin) == found and str(day) == "{} ({})".format(*found)
    assert [day.is_before(each) for each in (found[0], "2999-01-01", "1999-01-01")] == [False, True, False]


def test_without_a_repository_no_day_is_known_and_nothing_is_held_by_its_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAY", raising=False)
    monkeypatch.setattr(days, "GIVEN_EPOCH", None)
    day = days.read_day(tmp_path)
    assert not day.is_before("2999-01-01") and str(day) == "unknown: no git repository holds this folder"


@pytest.mark.parametrize(
    ("given", "epoch", "fact"),
    [
        pytest.param("2026-02-30", None, 'has the day "2026-02-30", which does not exist', id="no such day"),
        pytest.param("tomorrow", None, 'has the day "tomorrow", which does not exist', id="a word"),
        pytest.param("", "soon", 'has SOURCE_DATE_EPOCH "soon", which is no number of seconds', id="a word for the epoch"),
        pytest.param("", "9" * 30, "which is no number of seconds", id="an epoch without end"),
    ],
)
def test_a_day_that_does_not_exist_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, epoch: str | None, fact: str
) -> None:
    monkeypatch.setenv("DAY", given)
    monkeypatch.setattr(days, "GIVEN_EPOCH", epoch)
    with pytest.raises(FaultError, match=re.escape(fact)):
        days.read_day(tmp_path)


@pytest.mark.parametrize(
    ("name", "front", "why"),
    [
        ("page.md", "draft: true", "draft"),
        ("page.md", "draft: True # not yet", "draft"),
        ("page.md", '"draft": true', "draft"),
        ("page.md", "{title: x, draft: true}", "draft"),
        ("page.md", "draft: false", ""),
        ("page.md", 'draft: "true"', ""),  # a fault: the page stops the build, and is not published
        ("page.md", "title: a draft", ""),
        ("page.md", "date: 2026-12-21", "2026-12-21"),
        ("page.md", "date: 2026-12-20", ""),
        ("page.md", "date: tomorrow", ""),
        ("updates/2026-12-21-x.md", "date: 2026-12-21", "2026-12-21"),
        ("updates/2026-12-20-x.md", "date: 2026-12-20", ""),
        ("updates/2026-12-20-x.md", "date: 2026-12-20\ndraft: true", "draft"),
        ("page.md", "title: [", ""),
    ],
)
def test_a_page_is_held_by_its_front_matter(tmp_path: Path, name: str, front: str, why: str) -> None:
    write(tmp_path, f"docs/en/{name}", f"---\n{front}\n---\nText.\n")
    write(tmp_path, f"docs/es/{name}", "---\ntitle: x\n---\nTexto.\n")
    held = find_held_pages(tmp_path, ("en", "es"), days.Day("2026-12-20", "DAY"))
    assert held == ({f"docs/{lang}/{name}": why for lang in ("en", "es")} if why else {})


@pytest.mark.parametrize(
    ("front", "fact"),
    [
        ('draft: "yes"', 'has the draft "yes"; write draft: true'),
        ("draft: 1", 'has the draft "1"; write draft: true'),
        ("draft:", 'has the draft "None"; write draft: true'),
        ("date: tomorrow", 'has the date "tomorrow", which does not exist'),
    ],
)
def test_a_draft_that_is_not_said_plainly_is_a_fault(tmp_path: Path, front: str, fact: str) -> None:
    write(tmp_path, "docs/en/page.md", FRONT.format("x", "x", front, "Text."))
    assert fact in "\n".join(str(fault) for fault in Edition.read(tmp_path, "en").faults)


def test_the_home_page_is_no_draft(tmp_path: Path) -> None:
    write(tmp_path, "docs/en/index.md", FRONT.format("x", "x", "draft: true", "Text."))
    build = Edition.read(tmp_path, "en")
    assert "docs/en/index.md:4:8: is the home page, which cannot be a draft" in "\n".join(map(str, build.faults))


def test_a_link_to_what_is_not_published_is_a_fault_that_says_so(tmp_path: Path) -> None:
    write(tmp_path, "docs/en/index.md", FRONT.format("x", "x", "author: x", "See [this](draft.md#part) and [that](lost.md)."))
    write(tmp_path, "docs/en/draft.md", FRONT.format("x", "x", "draft: true", "Text."))
    build = Edition.read(tmp_path, "en")
    lines = [f"Doc file 'en/index.md' contains a link '{to}', but the target is not found" for to in ("draft.md#part", "lost.md")]
    first, second = (str(fault) for line in lines for fault in _convert_warning(line, build))
    assert first == 'docs/en/index.md:6:12: links to "draft.md#part", which is not published yet; remove the link until it is [link]'
    assert second.startswith('docs/en/index.md:6:38: links to "lost.md", but the target is not found; fix the link')
