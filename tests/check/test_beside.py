"""Files are checked by a worker too as they are in one process: the same faults, in the same order, and the same tally."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from macros.check import EditionCheck, site
from macros.edition.edition import Edition
from macros.incremental import workers
from macros.incremental.tasks import TaskCache
from tests.check.test_judge import page
from tests.check.test_memory import edition  # noqa: F401  (a fixture)

pytestmark = pytest.mark.skipif(not site._can_share(site.MIN_FILES), reason="this machine has one core, or no pipes that processes share")
NAMES = [f"{number:04}.html" for number in range(350)]
WRONG = "<article><p>It fell by 12%.</p></article>"
SCRIPT = "<script>document.title = 48</script>"


def write(build: Edition, **bodies: str) -> None:
    """Pages of the project, right but for those named in bodies, as `p0007`."""
    folder = build.project.root / "site"
    folder.mkdir()
    for name in NAMES:
        body = f"<p>Text {name[:-5].translate(str.maketrans('0123456789', 'abcdefghij'))}.</p>"
        (folder / name).write_bytes(page(bodies.get(f"p{name[:-5]}", body)))


def checked(build: Edition, *, remembers: bool, alone: bool, monkeypatch: pytest.MonkeyPatch) -> EditionCheck:
    build.task_cache.begin_build("", {"en": ""})
    with monkeypatch.context() as patch:
        patch.setattr(site, "MIN_FILES", len(NAMES) + 1 if alone else len(NAMES))
        check = EditionCheck(build, build.project.root / "site", (), reuses_check_results=remembers)
        check.run()
    return check


@pytest.mark.parametrize("remembers", [True, False])
def test_right_files_are_counted_and_remembered_alike(edition: Edition, monkeypatch: pytest.MonkeyPatch, remembers: bool) -> None:  # noqa: F811
    edition.outputs.clear()
    write(edition)
    two = checked(edition, remembers=remembers, alone=False, monkeypatch=monkeypatch)
    kept = edition.task_cache
    monkeypatch.setattr(edition, "task_cache", TaskCache(is_active=True))
    one = checked(edition, remembers=remembers, alone=True, monkeypatch=monkeypatch)
    assert not one.faults and not two.faults
    assert two.tally == one.tally and two.tally.files["html"] == len(NAMES)
    assert two._squeezed_by_page == one._squeezed_by_page and len(one._squeezed_by_page) == len(NAMES)
    assert kept._tasks == edition.task_cache._tasks and len(kept._tasks) == (len(NAMES) + 1 if remembers else 0)


@pytest.mark.parametrize(
    "bodies",
    [
        pytest.param({"p0000": WRONG}, id="in the first"),
        pytest.param({"p0349": WRONG}, id="in the last"),
        pytest.param({"p0000": SCRIPT, "p0200": SCRIPT, "p0349": WRONG + SCRIPT}, id="a script that is told once"),
    ],
)
def test_faults_are_told_in_the_same_words_and_order(edition: Edition, monkeypatch: pytest.MonkeyPatch, bodies: dict[str, str]) -> None:  # noqa: F811
    write(edition, **bodies)
    two, one = (checked(edition, remembers=False, alone=alone, monkeypatch=monkeypatch) for alone in (False, True))
    assert one.faults and two.faults == one.faults
    assert list(two.issues_by_file) == list(one.issues_by_file) and two.tally == one.tally


def dying(names: Iterable[str], argument: Any) -> Any:
    """What a worker does that dies on the way."""

    def until_the_fifth() -> Iterator[str]:
        for count, name in enumerate(names):
            if count == 5:
                os.kill(os.getpid(), signal.SIGKILL)
            yield name

    return site.check_in_worker(until_the_fifth(), argument)


def test_what_a_worker_took_that_died_is_checked(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    write(edition, p0348=WRONG)
    monkeypatch.setattr(site, "MIN_FILES", len(NAMES))
    shared = []

    def share(names: list[str], here: Any, _: Any, argument: Any) -> Any:
        left, found = workers.split_work(names, here, dying, argument)
        shared.append((left, found))
        return left, found

    monkeypatch.setattr(site, "split_work", share)
    check = EditionCheck(edition, edition.project.root / "site", ())
    assert [(fault.place.path, fault.code) for fault in check.run()] == [("site/0348.html", "unbound")]
    assert check.tally.files["html"] == len(NAMES)
    assert [found for _, found in shared] == [None]
