"""What a server keeps from one save to the next never shows: after each save its site is that of a server that has just begun."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
import yaml

from benchmarks.synthetic import generate
from tests.processes import run_module
from tests.sample import some

Change = dict[str, str | None]


def serve(root: Path, out: Path, *changes: Change, is_stopped: bool = False) -> list[set[str]]:
    """Build as a server does after each change. out/<number>: what is served then. Returns the steps that each build gave again."""
    done = run_module(root, "tests.served", str(out), json.dumps(changes), *(["stopped"] if is_stopped else []))
    assert done.returncode == 0, done.stderr
    return [set(json.loads(file.read_text())) for file in sorted(out.glob("*.again"))]


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


def followed(root: Path, out: Path, *changes: Change, broken: int = 0) -> list[set[str]]:
    """Compare what a server serves that saw all changes with one that begins after each. The steps that each build gave again.

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


def test_a_saved_page_is_rendered_again_and_a_row_changes_what_quotes_it_and_nothing_else(root: Path, tmp_path: Path) -> None:
    first, *others = updates(root)
    body = (root / others[0]).read_text().split("---\n")[2]
    quoting = next(line for line in body.splitlines() if "figure(" in line)  # the ledger names the page now
    chart = yaml.safe_load((root / "data/charts.yml").read_text())["charts"]["counts-0"]
    figure = yaml.safe_load((root / "data/figures.yml").read_text())["figures"][chart["rows"][0]["cells"][0]]
    table = (root / "data/synthetic/2021-01-01/counts.csv").read_text().splitlines()
    (line,) = [row for row in table if {str(value) for value in figure["where"].values()} < set(row.split(","))]
    head, _, count = line.rpartition(",")
    fewer = rows(root, f"{line}\n", f"{head},{int(count) + 1}\n")
    _, saved, changed = followed(root, tmp_path, {first: f"{(root / first).read_text()}\n{quoting}\n"}, fewer)
    assert f"en page {first}" not in saved
    assert {f"en page {path}" for path in others} <= saved
    kinds = {"read", "page", "complete", "chart", "figure", "card", "feed", "package", "check"}
    assert {name.removeprefix("en ").split()[0] for name in saved} == kinds
    assert "en chart counts-0" not in changed
    assert {"en chart counts-1", "en chart changes-1", "en chart counts-2"} <= changed


def test_a_fault_and_its_mending_are_told_where_they_stand(root: Path, tmp_path: Path) -> None:
    first, second, _ = updates(root)
    text = (root / first).read_text()
    changes: list[Change] = [
        {first: text + "\nSome 12% of it. See [it](gone.md).\n"},
        {first: text + "\n{{ chart('gone') }}\n", second: (root / second).read_text() + "\nThis is another page.\n"},
        {first: text},
    ]
    followed(root, tmp_path, *changes)
    assert [told(tmp_path / f"one/{number}").count(first) for number in range(4)] == [0, 2, 1, 0]


QUOTE = "Referrals from Dunhaven {} in 2016."
BOUND = QUOTE.format("{{ figure('dunhaven-referrals-2016', 'fell to 369,634') }}")
EXEMPT = QUOTE.format("{{ not_a_figure('fell to 369,634', 'only for a test') }}")


def summary(root: Path, words: str) -> Change:
    """The first update with another summary."""
    first, *_ = updates(root)
    head, _, rest = (root / first).read_text().partition("summary: ")
    return {first: f"{head}summary: {words}\n{rest.partition(chr(10))[2]}"}


def typed(root: Path) -> Change:
    """The second update has typed into its description what the summary of the first says, and is right by its bindings alone."""
    second = updates(root)[1]
    return {second: (root / second).read_text().replace("description: ", f"description: {QUOTE.format('fell to 369,634')} ", 1)}


@pytest.fixture
def compared(root: Path) -> Path:
    """The figures hold the year before, to which "fell" is compared."""
    figures = root / "data/figures.yml"
    text = figures.read_text()
    entry = text[text.index("  dunhaven-referrals-2016:\n") : text.index("  dunhaven-referrals-2013-2016:\n")]
    figures.write_text(text.replace(entry, entry + entry.replace("2016", "2015"), 1))
    return root


def told(folder: Path) -> str:
    return (folder / "faults.txt").read_text()


@pytest.mark.thorough
def test_words_are_bound_as_those_of_another_page_are_and_ask_for_what_these_ask(compared: Path, tmp_path: Path) -> None:
    first, second, third = updates(compared)
    fewer = rows(compared, "2015,Dunhaven,referrals,438302\n", "2015,Dunhaven,referrals,300000\n")
    more: Change = {third: (compared / third).read_text() + "\nA sentence more.\n"}
    exempt, bound, new = (summary(compared, words) for words in (EXEMPT, BOUND, "It is new."))
    followed(compared, tmp_path, typed(compared) | exempt, bound, fewer, new | more)
    said = [told(tmp_path / f"one/{number}") for number in range(5)]
    assert said[:3] == [""] * 3
    # The words of the second page are bound by those of the first: there it is told.
    assert f"{first}:5" in said[3] and "went up" in said[3]
    assert second in said[4] and "not bound to a figure" in said[4]
    serve(compared, tmp_path / "next", {})  # all changes stand; what the server has left on the disk is believed
    assert told(tmp_path / "next/0") == said[4]


def test_a_check_that_was_broken_off_leaves_nothing_to_believe(compared: Path, tmp_path: Path) -> None:
    serve(compared, tmp_path / "first", typed(compared) | summary(compared, BOUND))
    serve(compared, tmp_path / "stopped", {}, summary(compared, "It is new."), is_stopped=True)
    assert not (tmp_path / "stopped/1").exists()
    serve(compared, tmp_path / "next", {})
    assert updates(compared)[1] in told(tmp_path / "next/0") and "not bound to a figure" in told(tmp_path / "next/0")


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
    name = yaml.safe_load((root / "mkdocs.yml").read_text())["site_name"]
    changes = [
        mended(root, first, (title, f"{title} once more")),
        mended(root, "data/charts.yml", ("How ", "In what way ")),
        mended(root, "mkdocs.yml", (name, "Another name")) | {third: None},
        mended(root, "overrides/partials/page-foot.html", ("<", "<p>Here</p><")),
        mended(root, "overrides/assets/tokens.css", ("--chart-1: #", "--chart-1: #0")),
    ]
    followed(root, tmp_path, *some(changes, 2))


def test_a_build_that_ended_before_its_end_leaves_nothing_behind(root: Path, tmp_path: Path) -> None:
    first, *_ = updates(root)
    foot = "overrides/partials/page-foot.html"
    text = (root / foot).read_text()
    new = "docs/en/updates/2021-05-05-new.md"
    changes: list[Change] = [
        {foot: "{% if", new: (root / first).read_text().replace("2021-01-01", "2021-05-05")},
        {foot: text, new: None},
    ]
    assert followed(root, tmp_path, *changes, broken=1)[-1] == set()
