"""What the built site needs: each address within it leads somewhere, each page has its search box, language switch, feeds ...

Whatever builds the pages may say nothing of it: here MkDocs is told to be silent about links.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from lxml import etree

from macros.base.errors import Fault, Place
from macros.check.editions import SiteCheck
from macros.check.needs import find_link, find_needs, find_unmet_needs
from macros.check.readers.html import make_parser
from tests.conftest import begun, build, copy_another

TIMELINE, DATA = "docs/en/timeline.md", "docs/en/data.md"


@pytest.fixture(scope="module")
def checks(another_checked: SiteCheck) -> SiteCheck:
    return another_checked


@contextmanager
def changed(checks: SiteCheck, name: str, data: bytes) -> Iterator[list[Fault]]:
    """The faults of the site with other bytes in one of its files."""
    part = checks.find_edition_check(name)
    own, file = name.removeprefix(part.edition.folder), checks.site / name
    before, kept = file.read_bytes(), part.list_needs(own)
    file.write_bytes(data)
    root = etree.fromstring(data, make_parser()) if name.endswith(".html") else None
    part._needs_by_file[own] = find_needs(part.edition, own, data, root)
    try:
        yield list(find_unmet_needs(checks.edition_checks, checks.site))
    finally:
        file.write_bytes(before)
        part._needs_by_file[own] = kept


def test_the_built_site_needs_nothing_that_it_has_not(checks: SiteCheck) -> None:
    assert list(find_unmet_needs(checks.edition_checks, checks.site)) == []
    pages = {path.relative_to(checks.site).as_posix() for path in checks.site.rglob("*.html")}
    assert pages == {part.edition.folder + name for part in checks.edition_checks for name in part.anchors_by_page}


PARTS = [
    (rb'<html lang="\w+"', b"<html", "language (lang)"),
    (rb'<html lang="\w+"', b'<html lang="fr"', "language (lang)"),
    (rb"<title>[^<]+</title>", b"<title> </title>", "title"),
    (rb'<meta name="?description"? [^>]*>', b"", "description"),
    (rb'<link rel="?canonical"? [^>]*>', b"", "canonical address of its own"),
    (rb"<main", b"<div", "main landmark"),
    (rb"<footer", b"<div", "footer"),
    (rb'type="application/atom\+xml"', b"", "link to a feed (Atom)"),
    (rb'type="application/feed\+json"', b"", "link to a feed (JSON)"),
    (rb'type="search"', b"", "search box"),
    (rb'hreflang="(en|es)">', b">", "way to its other languages"),
]
FRAME = "charts/changes/2024-01-15/index.html"  # which stands in other sites' pages
OF_ALL = {"language (lang)", "title", "main landmark"}


@pytest.mark.parametrize(("old", "new", "what"), [pytest.param(*part, id=f"{part[2]} {part[1].decode()}") for part in PARTS])
@pytest.mark.parametrize("name", ["index.html", "es/updates/index.html", "404.html", "es/404.html", FRAME])
def test_a_page_without_what_readers_need_is_a_fault(checks: SiteCheck, name: str, old: bytes, new: bytes, what: str) -> None:
    data = (checks.site / name).read_bytes()
    without, count = re.subn(old, new, data)
    if not count:
        assert (what not in OF_ALL and name == FRAME) or (what == "canonical address of its own" and name.endswith("404.html"))
        return
    with changed(checks, name, without) as found:
        assert [(fault.code, what in fault.fact) for fault in found] == [("lacks-part", True)]


def test_a_canonical_address_is_the_page_s_own(checks: SiteCheck) -> None:
    data = (checks.site / "data/index.html").read_bytes()
    with changed(
        checks, "data/index.html", data.replace(b'rel="canonical" href="https://bicycles.example/data/"', b'rel="canonical" href="/"')
    ) as found:
        assert [str(fault).split("; ")[0] for fault in found] == [f"{DATA}: is built without a canonical address of its own"]


BROKEN = [
    '<a href="nowhere/">',
    '<a href="../nowhere/">',
    '<a href="/nowhere">',
    '<a href="//example.com/../nowhere"><a href="nowhere.html?x=1">',
    '<a href="//bicycles.example/nowhere/">',
    '<a href="HTTP://Bicycles.Example/nowhere/">',
    '<a href="https://bicycles.example/nowhere/">',
    '<a href="?x=1#nowhere">',
    '<a href="#nowhere">',
    '<a href="../#nowhere">',
    '<a href="../es/#nowhere">',
    '<a href="../Data/">',
    '<a href="../../../data/">',
    '<img src="../assets/nowhere.png" alt="x">',
    '<link rel="alternate" type="application/atom+xml" href="../nowhere.xml">',
    '<link rel="alternate " hreflang="es" href="https://bicycles.example/es/nowhere/">',
    '<blockquote cite="../nowhere">',
    '<svg><use href="#nowhere"></use></svg>',
    '<script type="application/ld+json">{"url": "https://bicycles.example/nowhere/"}</script>',
    "<p>See https://bicycles.example/nowhere.</p>",
]


@pytest.mark.parametrize("markup", BROKEN)
def test_an_address_that_leads_nowhere_is_a_fault(checks: SiteCheck, markup: str) -> None:
    data = (checks.site / "data/index.html").read_bytes()
    with changed(checks, "data/index.html", data.replace(b"</article>", markup.encode() + b"</article>", 1)) as found:
        assert [fault.code for fault in found] == ["link"]
        assert found[0].place.path == "site/data/index.html" and found[0].place.line


@pytest.mark.parametrize(
    "markup",
    [
        '<a href=""><a href="#"><a href="#top"><a href="?x=1"><a href=" ../data/ "><a href="."><a href="..">',
        '<a href="../updates"><a href="/es/#__content"><a href="../figures/#north-change:~:text=47">',
        '<a href="https://bicycles.example"><a href="https://bicycles.example.elsewhere.example/x"><a href="//elsewhere.example/x">',
        '<a href="mailto:a@bicycles.example"><a href="tel:112"><a href="HTTPS://elsewhere.example/x">',
        "<p>As in <code>https://bicycles.example/nowhere/</code>.</p><pre><code>https://bicycles.example/nowhere/</code></pre>",
        '<a href="snapshot.pdf#page=2"><a href="../data/%73napshot.pdf"><a href="../feed.xml">',
    ],
)
def test_an_address_that_leads_somewhere_or_elsewhere_is_none(checks: SiteCheck, markup: str) -> None:
    data = (checks.site / "data/index.html").read_bytes()
    with changed(checks, "data/index.html", data.replace(b"</article>", markup.encode() + b"</article>", 1)) as found:
        assert found == []


@pytest.mark.parametrize(
    "name", ["feed.xml", "feed.json", "corrections.json", "sitemap.xml", "llms.txt", "robots.txt", "figures.json", "es/feed.xml"]
)
def test_what_programs_are_sent_to_is_there(checks: SiteCheck, name: str) -> None:
    data = (checks.site / name).read_bytes()
    at = data.rindex(b"https://bicycles.example/") + len(b"https://bicycles.example/")
    with changed(checks, name, data[:at] + b"nowhere-" + data[at:]) as found:
        assert [(fault.code, fault.place.path) for fault in found] == [("link", f"site/{name}")]


def test_an_address_of_all_pages_is_told_once(checks: SiteCheck) -> None:
    (checks.site / "feed.xml").rename(checks.site / "moved")
    part, before = checks.edition_checks[0], checks.edition_checks[0].file_names
    part.file_names = [name for name in before if name != "feed.xml"]
    try:
        (found,) = find_unmet_needs(checks.edition_checks, checks.site)
    finally:
        part.file_names = before
        (checks.site / "moved").rename(checks.site / "feed.xml")
    assert "leads to feed.xml, which does not exist" in found.fact and re.search(r"and [0-9]+ more", found.fact)


@pytest.mark.parametrize(
    ("text", "link", "columns"),
    [
        ("[a](x.md) and [b](x.md)", "x.md", [5, 19]),
        ("[a](x.md#y)", "x.md", []),
        ("[a](other-x.md)", "x.md", []),
        ('<a href="x.md">', "x.md", [10]),
        ("[a]: x.md", "x.md", [6]),
        ("[a](<ä b.md>)", "%C3%A4%20b.md", [6]),
    ],
)
def test_a_link_is_found_where_it_is_written(tmp_path: Path, text: str, link: str, columns: list[int]) -> None:
    (tmp_path / "page.md").write_text(f"\n{text}\n", encoding="utf-8")
    assert find_link(tmp_path, "page.md", link) == [Place("page.md", 2, column) for column in columns]


# ---- Whole builds


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, another_built: Path) -> Path:
    """A project of which one build is right; MkDocs says nothing of links."""
    root = begun(copy_another(another_built.parent, tmp_path_factory.mktemp("needs") / "project"))
    change(root, "mkdocs.yml", "links: {not_found: warn, absolute_links: warn, unrecognized_links: warn, anchors: warn}", SILENT)
    append(root, TIMELINE, "[The rows](data.md#of-the-rows).")
    append(root, DATA, "## Of the rows")
    assert told(root) == []
    return root


SILENT = "links: {not_found: ignore, absolute_links: ignore, unrecognized_links: ignore, anchors: ignore}"


@pytest.fixture
def sound(project: Path, tmp_path: Path) -> Iterator[Path]:
    """The project, whose sources are put back after the test. Caches and site stay."""
    for name in ("docs", "mkdocs.yml"):
        (shutil.copytree if (project / name).is_dir() else shutil.copy2)(project / name, tmp_path / name)
    yield project
    shutil.rmtree(project / "docs")
    shutil.copytree(tmp_path / "docs", project / "docs")
    shutil.copy2(tmp_path / "mkdocs.yml", project / "mkdocs.yml")


def change(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def append(root: Path, path: str, line: str) -> str:
    """Add a line. Returns where it stands."""
    text = (root / path).read_text(encoding="utf-8")
    (root / path).write_text(f"{text}\n{line}\n", encoding="utf-8")
    return f"{path}:{len(text.splitlines()) + 2}"


def told(root: Path, *arguments: str) -> list[str]:
    done = build(root, *arguments)
    assert "Traceback" not in done.stderr
    found = [line.strip() for line in done.stderr.splitlines() if line.startswith("  ")]
    assert bool(found) == bool(done.returncode), done.stderr
    return found


LINKS = [
    ("[a](nowhere.md)", 5, 'links to "nowhere.md", which does not exist'),
    ("[a](data.md#nowhere)", 5, 'links to "data.md#nowhere", which has no such anchor'),
    ("[a](#nowhere)", 5, 'links to "#nowhere", which has no such anchor'),
    ("![a](assets/nowhere.png)", 6, 'links to "assets/nowhere.png", which does not exist'),
    ('<a href="../nowhere/">a</a>', 10, 'links to "../nowhere/", which does not exist'),
]


@pytest.mark.parametrize("silent", [True, False])
def test_a_broken_link_is_told_once_where_it_was_written_whether_or_not_mkdocs_warns_of_it(sound: Path, silent: bool) -> None:
    if not silent:
        change(sound, "mkdocs.yml", "ignore", "warn")
    before = (sound / "site/timeline/index.html").read_bytes()
    places = [f"{append(sound, TIMELINE, line)}:{column}: " for line, column, _ in LINKS]
    found = told(sound)
    assert [re.match(r"\S+ ", fault)[0] for fault in found] == places, found  # type: ignore[index]
    if silent:
        assert all(fact in fault for fault, (_, _, fact) in zip(found, LINKS, strict=True)), found
    assert (sound / "site/timeline/index.html").read_bytes() == before


def test_a_page_that_nobody_has_touched_is_told_of_when_what_it_leads_to_is_gone(sound: Path) -> None:
    at = find_link(sound, TIMELINE, "data.md#of-the-rows")[0]
    change(sound, DATA, "## Of the rows", "## Of the cells")
    for _ in range(2):  # what was told is not forgotten
        (fault,) = told(sound)
        assert fault.startswith(f'{at}: links to "data.md#of-the-rows", which has no such anchor')
    change(sound, DATA, "## Of the cells", "## Of the rows")
    append(sound, TIMELINE, "[Another](added.md).")
    (sound / "docs/en/added.md").write_text((sound / "docs/en/timeline.md").read_text(encoding="utf-8").replace("added.md", "data.md"))
    change(sound, "mkdocs.yml", "Timeline: timeline.md", "Timeline: timeline.md\n  - Added: added.md")
    assert told(sound) == []
    (sound / "docs/en/added.md").unlink()
    change(sound, "mkdocs.yml", "\n  - Added: added.md", "")
    assert [fault.split(": ")[0] for fault in told(sound)] == [str(find_link(sound, TIMELINE, "added.md")[0])]


def test_a_site_whose_search_is_called_otherwise_is_not_published_without_its_search_box(sound: Path) -> None:
    change(sound, "mkdocs.yml", "  - search\n", "")
    (fault,) = [fault for fault in told(sound) if "search box" in fault]
    assert fault.startswith("overrides/partials/site-header.html: gives no search box to site/")
