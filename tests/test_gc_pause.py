"""Objects that only hold each other are given back, in a quiet moment after a server's build and not within it."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref

import pytest

from macros.incremental import gc_pause
from tests.test_watch import until


class Held:
    pass


def circle() -> weakref.ref[Held]:
    one = Held()
    one.itself = one  # type: ignore[attr-defined]
    return weakref.ref(one)


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gc_pause, "_DELAY", 0.2)
    monkeypatch.setattr(gc_pause, "_has_served", True)
    yield
    gc.enable()


def test_what_a_build_leaves_is_given_back_when_it_has_ended(quickly: None) -> None:
    gc_pause.pause_for_build()
    left = circle()
    assert not gc.isenabled() and left() is not None
    gc_pause.resume_after_build()
    assert not gc.isenabled()  # the page is not served yet
    assert until(lambda: left() is None and gc.isenabled())


def test_a_build_that_follows_at_once_is_not_disturbed(quickly: None) -> None:
    gc_pause.pause_for_build()
    left = circle()
    gc_pause.resume_after_build()
    gc_pause.pause_for_build()
    assert not until(lambda: left() is None, 0.6)
    gc_pause.resume_after_build()
    assert until(lambda: left() is None)


@pytest.mark.parametrize(("ends", "held"), [(True, True), (False, False)])
def test_only_a_process_that_ends_with_its_build_holds_what_it_has_made(ends: bool, held: bool) -> None:
    code = f"import gc; from macros.incremental import gc_pause as c; c.ends = {ends}; c.gc_freeze(); print(gc.get_freeze_count() > 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(held)


@pytest.mark.parametrize(("ends", "held"), [(True, True), (False, False)])
def test_nothing_is_looked_for_while_a_build_reads_and_checks(ends: bool, held: bool) -> None:
    code = f"""
import gc
from macros.incremental import gc_pause as c
c.ends = {ends}
with c.gc_paused():
    within = gc.isenabled()
print(within, gc.isenabled(), gc.get_freeze_count() > 0)
gc.disable()
with c.gc_paused():
    pass
print(gc.isenabled())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", str(held), "False"]
