"""Each bad input fails the build in its own words, at its place, and leaves the good site as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import build, english_only
from tests.project import renew_hash

HOME = "docs/en/index.md"
SNAPSHOT = "docs/en/updates/2022-05-11-commission-proposal-and-data-snapshot.md"
COUNTS = "data/eu-snapshot/2022-05-11/counts.csv"
TIMELINE = "docs/en/timeline.md"


def at(root: Path, path: str, text: str) -> str:
    """The place of a text in a file: `path:line`."""
    lines = (root / path).read_text(encoding="utf-8").splitlines()
    return f"{path}:{next(number for number, line in enumerate(lines, 1) if text in line)}"


def change(path: str, old: str, new: str) -> Callable[[Path], list[str]]:
    """Put `new` in the place of the first `old`. The fault is on that line."""

    def do(root: Path) -> list[str]:
        text = (root / path).read_text(encoding="utf-8")
        place = at(root, path, old.split("\n")[0])
        (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")
        return [place]

    return do


def append(path: str, line: str) -> Callable[[Path], list[str]]:
    def do(root: Path) -> list[str]:
        text = (root / path).read_text(encoding="utf-8")
        (root / path).write_text(f"{text}\n{line}\n", encoding="utf-8")
        return [f"{path}:{len(text.splitlines()) + 2}"]

    return do


def row_changed(root: Path) -> list[str]:
    """A count of the published table changed, its sha256 with it: no wording of it is right any more."""
    csv = root / COUNTS
    csv.write_text(csv.read_text().replace("2021,eu,reports,555831", "2021,eu,reports,655831"))
    renew_hash(csv)
    return [at(root, HOME, '"47% decrease"'), "data/charts.yml:"]


def edited(root: Path) -> list[str]:
    """A count changed without its sha256."""
    csv = root / COUNTS
    csv.write_text(csv.read_text().replace("1046350", "1046351"))
    return [f"{COUNTS}: "]


def deleted(path: str) -> Callable[[Path], list[str]]:
    def do(root: Path) -> list[str]:
        (root / path).unlink()
        return [f"{path}: "]

    return do


def no_front_matter(root: Path) -> list[str]:
    path = root / "docs/en/get-involved.md"
    path.write_text(path.read_text(encoding="utf-8").split("---\n", 2)[2], encoding="utf-8")
    return ["docs/en/get-involved.md:1"]


def both(*changes: Callable[[Path], list[str]]) -> Callable[[Path], list[str]]:
    return lambda root: [place for each in changes for place in each(root)]


# What is broken, and how many faults that is (None: as many as numbers depend on it).
BROKEN = [
    pytest.param(change(HOME, '"47% decrease"', '"48% decrease"'), 1, id="a digit changed in prose"),
    pytest.param(row_changed, None, id="a row changed in the data"),
    pytest.param(edited, 1, id="data edited after publication"),
    pytest.param(
        change(HOME, 'figure("eu-reports-change"', 'figure("all-reports-change"'),
        None,
        id="a figure swapped",
    ),
    pytest.param(change(HOME, 'figure("eu-reports-change"', 'figure("eu-report-chang"'), 1, id="an unknown figure"),
    pytest.param(change(HOME, "{{ latest_update()", "{{ latest_udpate()"), 1, id="an unknown macro"),
    pytest.param(change(HOME, "{{ latest_update() }}", "{{ latest_update( }}"), None, id="a call left open"),
    pytest.param(append(TIMELINE, "Reports of the EU fell by 47% in a year."), 1, id="a bare percentage"),
    pytest.param(append(TIMELINE, "[Nowhere](no-such-page.md)"), 1, id="a broken link"),
    pytest.param(no_front_matter, None, id="no front matter"),
    pytest.param(change(SNAPSHOT, "date: 2022-05-11\n", "date: 2022-02-30\n"), None, id="an impossible date"),
    pytest.param(deleted(COUNTS), 1, id="a table deleted"),
    pytest.param(
        change("data/figures.yml", "measure: percentage_change\n", "measure: percent_change\n"),
        1,
        id="an unknown measure",
    ),
    pytest.param(
        both(change(HOME, '"47% decrease"', '"48% decrease"'), append(TIMELINE, "{{ figure('no-such-figure') }}")),
        2,
        id="two faults in two files",
    ),
]


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*") if path.is_file()
    }  # fmt: skip


@pytest.mark.parametrize(("broken", "count"), BROKEN)
def test_bad_input_fails_the_build_at_its_place_and_the_good_site_stays(project, broken, count):
    site = project / "site"
    (site / "updates").mkdir(parents=True)
    (site / "index.html").write_text("the last good site")
    (site / "updates/index.html").write_bytes(b"\x00\xff")
    before = fingerprint(site)
    places = broken(english_only(project))
    done = build(project)
    output = done.stdout + done.stderr
    assert done.returncode != 0
    assert "Traceback" not in output
    lines = [line.strip() for line in output.splitlines()]
    assert [place for place in places if not any(line.startswith(place) for line in lines)] == [], output
    if count:
        assert len([line for line in output.splitlines() if line.startswith("  ")]) == count, output
    assert fingerprint(site) == before
