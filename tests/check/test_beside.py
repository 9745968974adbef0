"""Files are checked in two processes as they are in one: the same faults, in the same order, and the same tally."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from macros.build import Build
from macros.check import SiteCheck, beside
from macros.check.memory import Memory, answered
from tests.check.test_judge import page
from tests.check.test_memory import project  # noqa: F401  (a fixture)

pytestmark = pytest.mark.skipif(not beside.helps(beside.FEWEST), reason="this machine has one core, or no fork that is safe")
NAMES = [f"{number:04}.html" for number in range(beside.FEWEST + 50)]
WRONG = "<article><p>It fell by 12%.</p></article>"
SCRIPT = "<script>document.title = 48</script>"


def write(build: Build, **bodies: str) -> None:
    """Pages of the project, right but for those named in bodies, as `p0007`."""
    folder = build.root / "site"
    folder.mkdir()
    for name in NAMES:
        body = f"<p>Text {name[:-5].translate(str.maketrans('0123456789', 'abcdefghij'))}.</p>"
        (folder / name).write_bytes(page(bodies.get(f"p{name[:-5]}", body)))


def checked(build: Build, *, remembers: bool, alone: bool, monkeypatch: pytest.MonkeyPatch) -> SiteCheck:
    with monkeypatch.context() as patch:
        if alone:
            patch.setattr(beside, "FEWEST", len(NAMES) + 1)
        check = SiteCheck(build, build.root / "site", (), remembers=remembers)
        check.run()
    return check


def known(build: Build) -> dict[str, Any]:
    check = SiteCheck(build, build.root / "site", ())
    return Memory.of(build, answered(build.figures, check.judge.cells)).files


@pytest.mark.parametrize("remembers", [True, False])
def test_right_files_are_counted_and_remembered_alike(project: Build, monkeypatch: pytest.MonkeyPatch, remembers: bool) -> None:  # noqa: F811
    project.outputs.clear()
    write(project)
    two = checked(project, remembers=remembers, alone=False, monkeypatch=monkeypatch)
    kept = known(project)
    monkeypatch.setattr(project, "kept", type(project.kept)())
    for file in (project.root / ".cache" / "check").glob("*"):
        file.unlink()
    one = checked(project, remembers=remembers, alone=True, monkeypatch=monkeypatch)
    assert not one.faults and not two.faults
    assert two.tally == one.tally and two.tally.files["html"] == len(NAMES)
    assert two._squeezed == one._squeezed and len(one._squeezed) == len(NAMES)
    assert kept == known(project) and len(kept) == (len(NAMES) if remembers else 0)


@pytest.mark.parametrize(
    "bodies",
    [
        pytest.param({"p0000": WRONG}, id="in the first"),
        pytest.param({"p0349": WRONG}, id="in the last"),
        pytest.param({"p0000": SCRIPT, "p0200": SCRIPT, "p0349": WRONG + SCRIPT}, id="a script that is told once"),
    ],
)
def test_faults_are_told_in_the_same_words_and_order(project: Build, monkeypatch: pytest.MonkeyPatch, bodies: dict[str, str]) -> None:  # noqa: F811
    write(project, **bodies)
    two, one = (checked(project, remembers=False, alone=alone, monkeypatch=monkeypatch) for alone in (False, True))
    assert one.faults and two.faults == one.faults
    assert list(two.verdicts) == list(one.verdicts) and two.tally == one.tally


class _Dies(SiteCheck):
    """Its second process dies on the way."""

    def _found(self, names: Iterable[str], *others: Any) -> Any:
        def until_the_fifth() -> Iterator[str]:
            for count, name in enumerate(names):
                if count == 5:
                    os.kill(os.getpid(), signal.SIGKILL)
                yield name

        return super()._found(until_the_fifth(), *others)


def test_what_a_process_took_that_died_is_checked(project: Build) -> None:  # noqa: F811
    write(project, p0348=WRONG)
    check = _Dies(project, project.root / "site", ())
    assert [(fault.place.path, fault.code) for fault in check.run()] == [("site/0348.html", "unbound")]
    assert check.tally.files["html"] == len(NAMES)


def test_each_name_is_done_by_one_of_the_two() -> None:
    here: list[str] = []
    left, there = beside.share(NAMES, here.extend, list)
    assert here + left == NAMES and sorted(there) == left
    many = [str(number) for number in range(100_000)]
    here.clear()
    left, there = beside.share(many, here.extend, lambda names: sum(1 for _ in names))
    assert here + left == many and there == len(left)


@pytest.mark.parametrize("end", [lambda: os._exit(1), lambda: os.kill(os.getpid(), signal.SIGKILL), sys.exit, lambda: 1 / 0])
def test_a_process_that_gives_nothing_leaves_its_names(end: Any) -> None:
    here: list[str] = []
    left, there = beside.share(NAMES, here.extend, lambda names: (next(iter(names), None), end()))
    assert there is None and here + left == NAMES


def test_a_process_that_hangs_is_ended_after_its_time_and_leaves_its_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "SECONDS", 0.2)
    seen, held = os.pipe()  # each process holds its end until it ends
    here: list[str] = []
    left, there = beside.share(NAMES, here.extend, lambda names: (next(iter(names), None), signal.pause()))
    os.close(held)
    os.set_blocking(seen, False)
    assert there is None and here + left == NAMES and os.read(seen, 1) == b""
    os.close(seen)


def test_what_is_raised_here_ends_the_other_process() -> None:
    def fails(names: Iterable[str]) -> None:
        next(iter(names))
        raise KeyboardInterrupt

    seen, held = os.pipe()  # each process holds its end until it ends
    with pytest.raises(KeyboardInterrupt):
        beside.share(NAMES, fails, lambda names: signal.pause())
    os.close(held)
    os.set_blocking(seen, False)
    assert os.read(seen, 1) == b""  # else it would have to wait
    os.close(seen)


def test_a_process_of_a_pool_begins_no_other() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(beside.helps, (beside.FEWEST,)) is False
