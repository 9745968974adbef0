"""What a server keeps from one save to the next never shows: after each save its site is that of a server that has just begun."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from benchmarks.synthetic import generate

# Builds as `mkdocs serve` does, again after each change, and copies what it would serve, with the faults that it told.
SERVER = """
import json, shutil, sys, tempfile
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config
from macros import hooks, publish

out, changes = Path(sys.argv[1]), json.loads(sys.argv[2])
site, publish.serves = tempfile.mkdtemp(), True
for number, change in enumerate(changes):
    for path, text in change.items():
        file = Path(path)
        if text is None:
            file.unlink(missing_ok=True)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    config = load_config("mkdocs.yml", site_dir=site)
    config.site_url = "http://127.0.0.1:8000/"
    try:
        build(config, serve_url=config.site_url)
    except (Exception, SystemExit):
        continue
    shutil.copytree(site, out / str(number))
    (out / str(number) / "faults.txt").write_text("\\n".join(map(str, hooks.last_report.faults)))
print("again:", sorted(hooks.lasting.memory.again if hooks.lasting else ()))
shutil.rmtree(site)
"""
Change = dict[str, str | None]


def serve(root: Path, out: Path, *changes: Change) -> list[str]:
    """The steps of the last build that were given again; out/<number>: what is served after each change."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", SERVER, str(out), json.dumps(changes)]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.partition("again: ")[2].replace("'", '"'))


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def same(one: Path, other: Path) -> None:
    left, right = files(one), files(other)
    assert sorted(left) == sorted(right)
    assert [name for name in left if left[name] != right[name]] == []


def mended(root: Path, path: str, *pairs: tuple[str, str]) -> Change:
    text = (root / path).read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return {path: text}


def followed(root: Path, out: Path, *changes: Change, broken: int = 0) -> list[str]:
    """Compare what a server serves that saw all changes with one that begins after each. The steps that the last gave again.

    broken: the number of the change, from 1, after which a build ends before its end, and serves nothing.
    """
    before = {path: file.read_text(encoding="utf-8") if (file := root / path).exists() else None for each in changes for path in each}
    again = serve(root, out / "one", {}, *changes)
    fresh = before
    for number, change in enumerate(changes, 1):
        fresh = fresh | change
        serve(root, out / f"fresh-{number}", fresh)
        assert (out / "one" / str(number) / "faults.txt").exists() is (number != broken)
        same(out / "one" / str(number), out / f"fresh-{number}" / "0")
    return again


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small synthetic site, three updates with two charts each, of which all is drawn."""
    folder = tmp_path_factory.mktemp("drawn")
    generate(folder, 3)
    serve(folder / "ours", folder / "served", {})
    return folder / "ours"


@pytest.fixture
def root(drawn: Path, tmp_path: Path) -> Path:
    """That site, of which nothing but drawings is kept."""
    root = Path(shutil.copytree(drawn, tmp_path / "site/ours"))
    for name in ("check", "copies", "steps"):
        shutil.rmtree(root / ".cache" / name, ignore_errors=True)
    return root


def updates(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.glob("docs/en/updates/2*.md"))


def rows(root: Path, old: str, new: str) -> Change:
    """A change of the counts, with the digest that their package tells."""
    folder = root / "data/synthetic/2021-01-01"
    text = (folder / "counts.csv").read_text()
    assert text.count(old) == 1
    changed = text.replace(old, new)
    digests = [hashlib.sha256(each.encode()).hexdigest() for each in (text, changed)]
    told = (folder / "datapackage.json").read_text().replace(*digests)
    return {"data/synthetic/2021-01-01/counts.csv": changed, "data/synthetic/2021-01-01/datapackage.json": told}


def test_a_saved_page_is_rendered_again_and_nothing_else(root: Path, tmp_path: Path) -> None:
    first, *others = updates(root)
    text = (root / first).read_text()
    body = (root / others[0]).read_text().split("---\n")[2]
    quoting = next(line for line in body.splitlines() if "figure(" in line)  # the ledger names the page now
    again = followed(root, tmp_path, {first: text + "\nA sentence more.\n"}, {first: f"{text}\n{quoting}\n"})
    assert f"en page {first}" not in again
    assert {f"en page {path}" for path in others} <= set(again)
    assert {name.removeprefix("en ").split()[0] for name in again} == {
        "check",
        "read",
        "page",
        "complete",
        "chart",
        "figure",
        "card",
        "feed",
        "package",
    }


def test_a_fault_and_its_mending_are_told_where_they_stand(root: Path, tmp_path: Path) -> None:
    first, second, _ = updates(root)
    text = (root / first).read_text()
    changes: list[Change] = [
        {first: text + "\nSome 12% of it.\n"},
        {first: text + "\nSee [it](gone.md).\n"},
        {first: text + "\n{{ chart('gone') }}\n"},
        {second: (root / second).read_text() + "\nThis is another page.\n"},
        {first: text},
    ]
    followed(root, tmp_path, *changes)


def test_a_changed_row_changes_what_quotes_it_and_no_other_chart(root: Path, tmp_path: Path) -> None:
    chart = yaml.safe_load((root / "data/charts.yml").read_text())["charts"]["counts-0"]
    name = chart["rows"][0]["cells"][0]
    figure = yaml.safe_load((root / "data/figures.yml").read_text())["figures"][name]
    where = [
        row
        for row in (root / "data/synthetic/2021-01-01/counts.csv").read_text().splitlines()
        if all(str(v) in row for v in figure["rows"].values())
    ]
    (line,) = [row for row in where if row.startswith(f"{figure['rows']['year']},")]
    head, _, count = line.rpartition(",")
    again = followed(root, tmp_path, rows(root, f"{line}\n", f"{head},{int(count) + 1}\n"))
    assert "en chart counts-0" not in again
    assert {"en chart counts-1", "en chart changes-1", "en chart counts-2"} <= set(again)


@dataclass(frozen=True)
class Typed:
    """Two updates: the second has typed into its description what the summary of the first says, and is right by its bindings alone."""

    first: str
    text: str
    second: Change

    def summary(self, words: str) -> Change:
        head, _, rest = self.text.partition("summary: ")
        return {self.first: f"{head}summary: {words}\n{rest.partition(chr(10))[2]}"}


QUOTE = "Referrals from Dunhaven {} in 2016."
BOUND = QUOTE.format("{{ figure('dunhaven-referrals-2016', 'fell to 369,634') }}")
EXEMPT = QUOTE.format("{{ not_a_figure('fell to 369,634', 'only for a test') }}")


@pytest.fixture
def typed(root: Path) -> Typed:
    """The figures hold the year before, to which "fell" is compared."""
    figures = root / "data/figures.yml"
    text = figures.read_text()
    entry = text[text.index("  dunhaven-referrals-2016:\n") : text.index("  dunhaven-referrals-2013-2016:\n")]
    figures.write_text(text.replace(entry, entry + entry.replace("2016", "2015"), 1))
    first, second, _ = updates(root)
    said = (root / second).read_text().replace("description: ", f"description: {QUOTE.format('fell to 369,634')} ", 1)
    return Typed(first, (root / first).read_text(), {second: said})


def told(folder: Path) -> str:
    return (folder / "faults.txt").read_text()


def test_words_that_were_bound_by_those_of_another_page_are_told_of_when_these_change(root: Path, tmp_path: Path, typed: Typed) -> None:
    third = updates(root)[2]
    (second,) = typed.second
    more = {third: (root / third).read_text() + "\nA sentence more.\n"}
    followed(root, tmp_path, typed.second | typed.summary(BOUND), typed.summary("It is new."), more)
    assert [second in told(tmp_path / f"one/{number}") for number in range(4)] == [False, False, True, True]
    assert "bound to no figure" in told(tmp_path / "one/3")


@pytest.mark.thorough
def test_words_that_are_bound_anew_are_counted_anew(root: Path, tmp_path: Path, typed: Typed) -> None:
    third = updates(root)[2]
    more = {third: (root / third).read_text() + "\nA sentence more.\n"}
    followed(root, tmp_path, typed.second | typed.summary(BOUND), typed.summary(EXEMPT), more)
    assert [told(tmp_path / f"one/{number}") for number in range(4)] == [""] * 4


def test_what_words_ask_for_when_they_are_bound_anew_is_asked_from_then_on(root: Path, tmp_path: Path, typed: Typed) -> None:
    fewer = rows(root, "2015,Dunhaven,referrals,438302\n", "2015,Dunhaven,referrals,300000\n")
    followed(root, tmp_path, typed.second | typed.summary(EXEMPT), typed.summary(BOUND), fewer)
    # The words of the second page are bound by those of the first: there it is told.
    assert f"{typed.first}:5" in told(tmp_path / "one/3") and "went up" in told(tmp_path / "one/3")
    serve(root, tmp_path / "next", {})  # all changes stand; what the server has left on the disk is believed
    assert told(tmp_path / "next/0") == told(tmp_path / "one/3")


BROKEN_OFF = """
import json, shutil, sys, tempfile
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config
from macros import hooks, publish
from macros.check.site import SiteCheck

site, publish.serves = tempfile.mkdtemp(), True
def once():
    config = load_config("mkdocs.yml", site_dir=site)
    config.site_url = "http://127.0.0.1:8000/"
    build(config, serve_url=config.site_url)
once()
for path, text in json.loads(sys.argv[1]).items():
    Path(path).write_text(text, encoding="utf-8")
def stop(self, *_):
    raise KeyboardInterrupt
SiteCheck._file = stop
try:
    once()
except KeyboardInterrupt:
    hooks.shutdown()  # as MkDocs ends
    shutil.rmtree(site)
"""


def test_a_check_that_was_broken_off_leaves_nothing_to_believe(root: Path, tmp_path: Path, typed: Typed) -> None:
    serve(root, tmp_path / "first", typed.second | typed.summary(BOUND))
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", BROKEN_OFF, json.dumps(typed.summary("It is new."))]
    subprocess.run(command, cwd=root, env=environment, capture_output=True, check=True, timeout=600)
    serve(root, tmp_path / "next", {})
    (second,) = typed.second
    assert second in told(tmp_path / "next/0") and "bound to no figure" in told(tmp_path / "next/0")


@pytest.mark.thorough
def test_two_sources_of_one_address_are_written_as_a_fresh_server_writes_them(root: Path, tmp_path: Path) -> None:
    first, *_ = updates(root)
    text = (root / first).read_text()
    front = "---\ntitle: {0}\ndescription: It tells of {0}, of which this site has two pages that bear one address.\n---\n\n{0}.\n"
    both: Change = {"docs/en/extra.md": front.format("This"), "docs/en/extra/index.md": front.format("That")}
    changes: list[Change] = [both, {first: text + "\nMore.\n"}, {"docs/en/extra.md": front.format("This") + "\nMore.\n"}, {first: text}]
    followed(root, tmp_path, *changes, {"docs/en/extra/index.md": None})


def test_what_all_pages_stand_on_changes_all(root: Path, tmp_path: Path) -> None:
    first, _, third = updates(root)
    title = yaml.safe_load((root / first).read_text().split("---")[1])["title"]
    changes = [
        mended(root, first, (title, f"{title} once more")),
        mended(root, "data/charts.yml", ("How ", "In what way ")),
        mended(
            root,
            "overrides/partials/page-foot.html",
            (
                "<",
                "<p>Here</p><",
            ),
        ),
        mended(root, "mkdocs.yml", ("EU reports", "Reports")),
        mended(root, "overrides/assets/tokens.css", ("--chart-1: #", "--chart-1: #0")),
        {third: None},
    ]
    followed(root, tmp_path, *changes)


def test_a_build_that_ended_before_its_end_leaves_nothing_behind(root: Path, tmp_path: Path) -> None:
    first, *_ = updates(root)
    foot = "overrides/partials/page-foot.html"
    text = (root / foot).read_text()
    new = "docs/en/updates/2021-05-05-new.md"
    changes: list[Change] = [
        {foot: "{% if", new: (root / first).read_text().replace("2021-01-01", "2021-05-05")},
        {foot: text, new: None},
    ]
    again = followed(root, tmp_path, *changes, broken=1)
    assert again == []


@pytest.mark.thorough
def test_a_project_in_two_languages_with_revisions_and_corrections(project: Path, tmp_path: Path) -> None:
    home, spanish = "docs/en/index.md", "docs/es/index.md"
    changes = [
        mended(project, home, ("Technology companies send most", "Technology companies, it is said, send most")),
        {spanish: (project / spanish).read_text(encoding="utf-8") + "\nUna frase m\u00e1s.\n"},
        {"data/corrections.yml": (project / "data/corrections.yml").read_text(encoding="utf-8") + "\n# nothing\n"},
    ]
    followed(project, tmp_path / "out", *changes)
