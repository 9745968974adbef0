"""Each kind of broken or hostile input is one line with its place: no traceback, no hang, no silent pass, no file lost.

To add a kind, add a row to the table of the step that refuses it: what lies in the folders (LAID), what is read from data/ and from
the front matter of pages (READ), what stands in a page (WRITTEN). Rows of a table share a copy of the project, and WRITTEN one build.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from macros.base.errors import FaultError
from macros.base.files import check_folders
from macros.edition.edition import Edition
from tests.conftest import build, copy_another, english_only
from tests.freeze.repository import macros
from tests.project import renew_hash, told

HOME = "docs/en/index.md"
TIMELINE = "docs/en/timeline.md"
UPDATE = "docs/en/updates/2024-01-20-a-further-year.md"
VERSION = "data/bridge-counts/2024-01-15"
COUNTS, DESCRIPTOR = f"{VERSION}/counts.csv", f"{VERSION}/datapackage.json"
Lay = Callable[[Path], object]
Change = Callable[[bytes], bytes | None]


# What lies in the folders of a project beside plain files: what makes it, the code and the place of its fault.
def pipe(name: str) -> Lay:
    return lambda root: os.mkfifo(root / name)


def link(name: str, to: str) -> Lay:
    return lambda root: (root / name).symlink_to(to)


def named(*names: str | bytes) -> Lay:
    def do(root: Path) -> None:
        for name in names:
            path = os.path.join(os.fsencode(root), name if isinstance(name, bytes) else name.encode())
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "xb"):
                pass

    return do


def listening(name: str) -> Lay:
    def do(root: Path) -> None:
        with socket.socket(socket.AF_UNIX) as server, contextlib.chdir(root):  # the path of a socket may not be long
            server.bind(name)

    return do


LAID: list[tuple[str, Lay, str, str]] = [
    ("a pipe beside the pages", pipe("docs/en/pipe.txt"), "no-plain-file", "docs/en/pipe.txt"),
    ("a pipe in the place of a page", pipe("docs/en/page.md"), "no-plain-file", "docs/en/page.md"),
    ("a pipe in a version of data", pipe("data/numbers/2021-03-01/pipe"), "no-plain-file", "data/numbers/2021-03-01/pipe"),
    ("a pipe in the place of declarations", pipe("data/more.yml"), "no-plain-file", "data/more.yml"),
    ("a hidden pipe", pipe("data/.pipe"), "no-plain-file", "data/.pipe"),
    ("a pipe among the templates", pipe("overrides/pipe.html"), "no-plain-file", "overrides/pipe.html"),
    ("a pipe among the schemas", pipe("schemas/pipe.json"), "no-plain-file", "schemas/pipe.json"),
    ("a pipe in the code", pipe("macros/pipe.yml"), "no-plain-file", "macros/pipe.yml"),
    ("a socket", listening("docs/en/socket"), "no-plain-file", "docs/en/socket"),
    ("a link to a device", link("docs/en/null.txt", os.devnull), "leads-out", "docs/en/null.txt"),
    ("a link to a file elsewhere", link("docs/en/outside.txt", "../../mkdocs.yml"), "leads-out", "docs/en/outside.txt"),
    ("a link to data beside docs/", link("docs/en/data.csv", "../../data/figures.yml"), "leads-out", "docs/en/data.csv"),
    ("a link to a folder elsewhere", link("data/outside", "../overrides"), "leads-out", "data/outside"),
    ("a link to what is not there", link("docs/en/gone.txt", "nothing"), "broken-link", "docs/en/gone.txt"),
    ("a link to itself", link("docs/en/itself.txt", "itself.txt"), "broken-link", "docs/en/itself.txt"),
    ("a link to the folder above", link("docs/en/loop", ".."), "link-to-folder", "docs/en/loop"),
    ("a link to the project", link("data/loop", ".."), "link-to-folder", "data/loop"),
    ("a link to the root of the disk", link("docs/en/root", "/"), "link-to-folder", "docs/en/root"),
    ("a link to a folder beside it", link("docs/en/twice", "assets"), "link-to-folder", "docs/en/twice"),
    ("a name with a line break", named("docs/en/a\nb.txt"), "file-name", "docs/en/a\\nb.txt"),
    ("a name with an escape", named("docs/en/a\x1b[0m.txt"), "file-name", "docs/en/a\\x1b[0m.txt"),
    ("a name with a tab", named("data/a\tb.yml"), "file-name", "data/a\\tb.yml"),
    ("a name with a space of no width", named("docs/en/a\u200bb.md"), "file-name", "docs/en/a\\u200bb.md"),
    ("a name that turns around", named("docs/en/a\u202eb.md"), "file-name", "docs/en/a\\u202eb.md"),
    ("a name that is not UTF-8", named(b"docs/en/caf\xe9.md"), "file-name", "docs/en/caf\\xe9.md"),
    ("a name with a colon", named("docs/en/a: b.md"), "file-name", "docs/en/a: b.md"),
    ("a name with a backslash", named("docs/en/a\\b.md"), "file-name", "docs/en/a\\b.md"),
    ("a name with quotes", named('docs/en/"a".md'), "file-name", 'docs/en/"a".md'),
    ("a name that ends in a space", named("docs/en/a.txt "), "file-name", "docs/en/a.txt "),
    ("a name of a device of Windows", named("docs/en/aux.md"), "file-name", "docs/en/aux.md"),
    ("a folder with a line break", named("docs/en/c\nd/e.md"), "file-name", "docs/en/c\\nd"),
    ("two names but for their case", named("docs/en/assets/Read.txt", "docs/en/assets/read.txt"), "same-name", "docs/en/assets/read.txt"),
    ("two folders but for their case", named("docs/en/Some/a.md", "docs/en/some/b.md"), "same-name", "docs/en/some"),
    ("two names but for their accents", named("docs/en/cafe\u0301.md", "docs/en/caf\u00e9.md"), "same-name", "docs/en/caf\u00e9.md"),
    ("two names but for a sharp s", named("docs/en/stra\u00dfe.md", "docs/en/strasse.md"), "same-name", "docs/en/stra\u00dfe.md"),
    ("two versions of data but for their case", named("data/some/A.csv", "data/some/a.csv"), "same-name", "data/some/a.csv"),
]


# What is read: the file, how it is changed (None: it is taken away), the code and the place of its fault ("+2:5": in the second line
# behind the last).
def put(content: str | bytes) -> Change:
    return lambda _: content.encode() if isinstance(content, str) else content


def add(content: str | bytes) -> Change:
    return lambda old: old + (content.encode() if isinstance(content, str) else content)


def swap(before: str, after: str) -> Change:
    def do(old: bytes) -> bytes:
        assert before.encode() in old, before
        return old.replace(before.encode(), after.encode(), 1)

    return do


def take_away(_: bytes) -> None:
    return None


def in_utf16(old: bytes) -> bytes:
    return old.decode().encode("utf-16")


FIGURES, CHARTS = "data/figures.yml", "data/charts.yml"
ALIAS = "zz: &a [x]\nzy: *a\n"
READ: list[tuple[str, str, Change, str, str]] = [
    ("an alias among figures", FIGURES, add(ALIAS), "yaml", "+2:5"),
    ("an alias among charts", CHARTS, add(ALIAS), "yaml", "+2:5"),
    ("an alias among tables", "data/tables.yml", add(ALIAS), "yaml", "+2:5"),
    ("an alias among handouts", "data/handouts.yml", add(ALIAS), "yaml", "+2:5"),
    ("an alias among corrections", "data/corrections.yml", add(ALIAS), "yaml", "+2:5"),
    ("an alias in front matter", TIMELINE, swap("title:", "x: &a [1]\ny: *a\ntitle:"), "yaml", "3:4"),
    ("a merge", FIGURES, add("zz: &a {x: 1}\nzy: {<<: *a}\n"), "yaml", "+2:10"),
    ("a tab in YAML", FIGURES, add("\tx: 1\n"), "yaml", "+1:1"),
    ("a key of YAML twice", FIGURES, add("figures: {}\n"), "duplicate-key", "+1:1"),
    ("a list as a key", FIGURES, add("? [a]\n: b\n"), "yaml", "+1:3"),
    ("a tag of Python", FIGURES, add("zz: !!python/name:os.name ''\n"), "yaml", "+1:5"),
    ("a tag of somebody", FIGURES, add("zz: !mine x\n"), "yaml", "+1:5"),
    ("two documents in a file", FIGURES, add("---\na: 1\n"), "yaml", "+1:1"),
    ("a bracket left open", FIGURES, add("zz: [1,\n"), "yaml", "+2:1"),
    ("brackets without end", FIGURES, add(f"zz: {'[' * 100_000}"), "yaml", "+1:64"),
    ("a number of 5000 digits in YAML", FIGURES, add(f"zz: {'9' * 5000}\n"), "yaml", "+1:5"),
    ("an escape in YAML", FIGURES, add("# \x1b[0m\n"), "yaml", "+1:3"),
    ("Latin-1 in YAML", FIGURES, add(b"# caf\xe9\n"), "encoding", "+1:6"),
    ("YAML in UTF-16", FIGURES, in_utf16, "encoding", "1:1"),
    ("an empty file of figures", FIGURES, put(""), "declaration", ""),
    ("figures that are a list", FIGURES, put("[]\n"), "declaration", ""),
    ("figures that are a number", FIGURES, put("1\n"), "declaration", ""),
    ("an unknown operation", FIGURES, swap("operation: percentage_change\n", "operation: percent_change\n"), "declaration", "11:16"),
    ("an unknown status", FIGURES, swap("    decimals: 0\n", "    status: calculated\n"), "declaration", "64:13"),
    ("charts that are a list", CHARTS, put("charts: []\n"), "exhibit", ""),
    ("corrections that are a text", "data/corrections.yml", put("corrections: none\n"), "correction", ""),
    ("a table edited after publication", COUNTS, swap("162000", "1046351"), "sha256", ""),
    ("a table deleted", COUNTS, take_away, "missing-file", ""),
    ("a table emptied", COUNTS, put(""), "empty-file", ""),
    ("a NUL in a table", COUNTS, swap("162000", "162\x00000"), "control-character", "8"),
    ("an escape in a table", COUNTS, swap("162000", "\x1b[0m162000"), "control-character", "8"),
    ("Latin-1 in a table", COUNTS, add(b"2024,caf\xe9,1\n"), "encoding", "+1"),
    ("a table in UTF-16", COUNTS, in_utf16, "encoding", "1"),
    ("a byte order mark", COUNTS, lambda old: b"\xef\xbb\xbf" + old, "encoding", ""),
    ("a quote left open in a table", COUNTS, add('2024,"north,1\n'), "csv", "+1"),
    ("a cell too many", COUNTS, add("2024,north,1,2\n"), "row-length", "+1"),
    ("a row twice", COUNTS, lambda old: old + old.splitlines(True)[-1], "duplicate-key", "+1"),
    ("a thousands separator", COUNTS, swap("162000", '"162,000"'), "cell", "8:3"),
    ("digits of another script in a cell", COUNTS, swap("162000", "\u0661\u0660\u0664"), "cell", "8:3"),
    ("what is no number", COUNTS, swap("162000", "nan"), "cell", "8:3"),
    ("a cell of a million characters", COUNTS, add(f"2024,{'x' * 1_000_000},1\n"), "csv", "+1"),
    ("JSON left open", DESCRIPTOR, put("{"), "json", "1"),
    ("JSON that is a list", DESCRIPTOR, put("[]"), "json", ""),
    ("a key of JSON twice", DESCRIPTOR, swap('"name"', '"name": "x", "name"'), "json", ""),
    ("JSON without end", DESCRIPTOR, put("[" * 100_000), "json", ""),
    ("NaN, which JSON does not know", DESCRIPTOR, swap('"version"', '"more": NaN, "version"'), "json", ""),
    ("a number of 5000 digits in JSON", DESCRIPTOR, swap('"version"', f'"more": {"9" * 5000}, "version"'), "json", ""),
    ("Latin-1 in JSON", DESCRIPTOR, add(b"\xe9"), "encoding", ""),
    ("no descriptor", DESCRIPTOR, take_away, "missing-file", ""),
    ("a path to a folder above", DESCRIPTOR, swap('"path": "counts.csv"', '"path": "../../figures.yml"'), "descriptor", ""),
    ("a path from the root of the disk", DESCRIPTOR, swap('"path": "counts.csv"', '"path": "/etc/hostname"'), "descriptor", ""),
    ("a path that is an address", DESCRIPTOR, swap('"path": "counts.csv"', '"path": "https://example.org/a.csv"'), "descriptor", ""),
    ("a file that belongs to no resource", f"{VERSION}/more.csv", put("a,b\n"), "stray-file", ""),
    ("a file that belongs to no version", "data/bridge-counts/more.csv", put("a,b\n"), "stray-file", ""),
    ("a file in the place of a version", "data/other/2022-01-01", put(""), "stray-file", ""),
    ("no front matter", TIMELINE, lambda old: old.split(b"---\n", 2)[2], "front-matter", "1"),
    ("front matter that does not end", TIMELINE, swap("\n---\n", "\n"), "front-matter", "1"),
    ("front matter that is a list", TIMELINE, lambda old: b"---\n[]\n---\n" + old.split(b"---\n", 2)[2], "front-matter", "1"),
    ("a key of front matter twice", TIMELINE, swap("title:", "title: x\ntitle:"), "duplicate-key", "3:1"),
    ("an unknown key of front matter", TIMELINE, swap("title:", "titel: x\ntitle:"), "front-matter", "2:8"),
    ("a NUL in front matter", TIMELINE, swap("title:", "x: a\x00b\ntitle:"), "yaml", "2:5"),
    ("a page in Latin-1", TIMELINE, add(b"caf\xe9\n"), "encoding", "+1:4"),
    ("a page in UTF-16", TIMELINE, in_utf16, "encoding", "1:1"),
    ("an empty page", TIMELINE, put(""), "front-matter", "1"),
    ("an impossible date", UPDATE, swap("date: 2024-01-20\n", "date: 2024-02-30\n"), "front-matter", "5:7"),
    ("a date that is a list", UPDATE, swap("date: 2024-01-20\n", "date: [2024]\n"), "front-matter", "5:7"),
]


@dataclass(frozen=True)
class Written:
    """A line that is added to a page, or that takes the place of a text: the code of its one fault, and its column."""

    name: str
    line: str
    code: str
    column: int = 0
    page: str = TIMELINE
    before: str = ""


# A macro that cannot be read hides the rest of its page: each has a page of its own.
WRITTEN = [
    Written("a bare percentage", "Bicycles on the bridge fell by 47% in a year.", "unbound", 32),
    Written("a link to nowhere", "[Nowhere](no-such-page.md)", "link", 11),
    Written("a link to no anchor", "[Nowhere](data.md#no-such-anchor)", "link", 11),
    Written("a character that reverses the direction of text", "A \u202eword.", "control-character", 3),
    Written("a second title", "# Another title", "lacking", 1),
    Written("an id that is given twice", '<a id="twin"></a>Word<a id="twin"></a>.', "lacking", 7, "docs/en/verification.md"),
    Written("a note that nobody calls", "[^unused]: A note.", "link", 1, "docs/en/data.md"),
    Written("an address that nobody can read", "[Nowhere](https://[nowhere)", "active-content", 11),
    Written("an unknown figure", '{{ figure("north-chang") }}', "unknown-figure", 4),
    Written("another direction", '{{ figure("north-change", "fell by 25%") }}', "wrong-direction", 4),
    Written("another number", '{{ figure("north-change", "rose by 26%") }}', "wrong-number", 4),
    Written("arguments too many", '{{ figure("north-change", "rose by 25%", "x", "y", "z") }}', "macro-call", 4),
    Written("a number for a text", '{{ figure("north-change", wording=1) }}', "macro-call", 4),
    Written("an unknown chart", '{{ chart("no-such-chart") }}', "unknown-exhibit", 4),
    Written("an unknown table", '{{ table("no-such-table") }}', "unknown-exhibit", 4),
    Written("a digit changed", '"rose by 26%"', "wrong-number", 0, HOME, '"rose by 25%"'),
    Written("a figure swapped", 'All bicycles {{ figure("all-change", "rose by 25%") }}.', "wrong-number", 17),
    Written("an unknown macro", "{{ latest_udpate() }}", "undefined", 4, "docs/en/superseded.md"),
    Written("a bracket of a macro left open", "{{ latest_update( }}", "template", 0, "docs/en/corrections.md"),
]


@pytest.mark.parametrize(("lay", "code", "place"), [pytest.param(*row, id=name) for name, *row in LAID])
def test_what_is_no_plain_file_with_a_sound_name_is_one_fault(tmp_path: Path, lay: Lay, code: str, place: str) -> None:
    named("data/figures.yml", "data/numbers/2021-03-01/a.csv", "docs/en/assets/a.svg", "mkdocs.yml")(tmp_path)
    for folder in ("overrides", "schemas", "macros"):
        (tmp_path / folder).mkdir()
    check_folders(tmp_path)
    lay(tmp_path)
    with pytest.raises(FaultError) as caught:
        check_folders(tmp_path)
    assert told(caught.value.faults) == [(code, place)]
    assert len(str(caught.value).splitlines()) == 1 and str(caught.value).isprintable()


@pytest.fixture(scope="module")
def english(another_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return english_only(copy_another(another_built.parent, tmp_path_factory.mktemp("hostile") / "project"))


@contextlib.contextmanager
def changed(root: Path, path: str, change: Change) -> Iterator[None]:
    """The project with a file changed, as it was before when the block ends."""
    file = root / path
    made = not file.exists()
    old = b"" if made else file.read_bytes()
    new = change(old)
    file.parent.mkdir(exist_ok=True)
    if new is None:
        file.unlink()
    else:
        file.write_bytes(new)
    try:
        yield
    finally:
        file.write_bytes(old)
        if made:
            file.unlink()
            if not any(file.parent.iterdir()):
                file.parent.rmdir()


@pytest.mark.parametrize(("path", "change", "code", "place"), [pytest.param(*row, id=name) for name, *row in READ])
def test_what_cannot_be_read_is_one_fault(english: Path, path: str, change: Change, code: str, place: str) -> None:
    if place.startswith("+"):
        line, *column = place.split(":")
        place = ":".join([str(int(line) + (english / path).read_bytes().count(b"\n")), *column])
    with changed(english, path, change):
        found = list(Edition.read(english, "en").faults)
    assert told(found) == [(code, f"{path}:{place}" if place else path)]
    assert str(found[0]).isprintable() and len(str(found[0])) < 400


@pytest.fixture(scope="module")
def written(english: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, int]]]:
    """What one check says of a project with all that is WRITTEN: place -> code and column of each fault."""
    root = tmp_path_factory.mktemp("written") / "project"
    shutil.copytree(english, root)
    for row in WRITTEN:
        file = root / row.page
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(row.before, row.line, 1) if row.before else f"{text}\n{row.line}\n", encoding="utf-8")
    done = macros(root, "check", "--json")
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    found: dict[str, list[tuple[str, int]]] = {}
    for fault in json.loads(done.stdout)["faults"]:
        lines = (root / fault["path"]).read_text(encoding="utf-8").splitlines()
        line = next(row.line for row in WRITTEN if row.page == fault["path"] and row.line in lines[fault["line"] - 1])
        found.setdefault(line, []).append((fault["code"], fault["column"]))
    return found


@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in WRITTEN])
def test_what_is_wrong_in_a_page_is_one_fault_at_its_line(written: dict[str, list[tuple[str, int]]], row: Written) -> None:
    assert [(code, column if row.column else 0) for code, column in written[row.line]] == [(row.code, row.column)]


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*") if path.is_file()
    }  # fmt: skip


@contextlib.contextmanager
def good_site_stays(root: Path) -> Iterator[None]:
    site = root / "site"
    (site / "updates").mkdir(parents=True)
    (site / "index.html").write_text("the last good site")
    (site / "updates/index.html").write_bytes(b"\x00\xff")
    before = fingerprint(site)
    yield
    assert fingerprint(site) == before


def lines_of(root: Path, *arguments: str) -> list[str]:
    """The faults of `mkdocs build`, which has to fail in its own words."""
    done = build(root, *arguments)
    assert done.returncode == 1 and "Traceback" not in done.stdout + done.stderr, done.stderr
    return [line.strip() for line in done.stderr.splitlines() if line.startswith("  ")]


def test_all_that_is_no_plain_file_is_told_at_once_before_anything_is_read_or_locked(another: Path) -> None:
    for name in ("numbers/2021-03-01", "some"):
        (another / "data" / name).mkdir(parents=True)
    for _, lay, _, _ in LAID:
        lay(another)
    with good_site_stays(another):
        found = lines_of(another)
    assert sorted(line.split(": ")[0] for line in found) == sorted(place.split(": ")[0] for *_, place in LAID)
    assert not (another / ".cache/building").exists()


def test_a_row_changed_in_the_data_fails_wherever_it_is_quoted_and_the_good_site_stays(english: Path) -> None:
    csv = english / COUNTS
    csv.write_text(csv.read_text().replace("2022,north,150500", "2022,north,160500"))
    renew_hash(csv)
    with good_site_stays(english):
        found = lines_of(english)
    lines = (english / HOME).read_text(encoding="utf-8").splitlines()
    number = next(number for number, line in enumerate(lines, 1) if '"rose by 25%"' in line)
    assert any(line.startswith(f"{HOME}:{number}:") for line in found) and any(line.startswith("data/charts.yml:") for line in found)


def test_the_list_has_eighty_kinds() -> None:
    names = [row[0] for row in LAID] + [row[0] for row in READ] + [row.name for row in WRITTEN]
    assert len(set(names)) == len(names) >= 80
