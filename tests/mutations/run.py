"""Runs the mutations on the built site, several processes side by side."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import ROOT
from tests.mutations.operators import OPERATORS
from tests.mutations.places import Number, numbers


@dataclass
class Outcome:
    """Counts by operator, and the names of the survivors."""

    killed: Counter[str] = field(default_factory=Counter)
    survived: list[str] = field(default_factory=list)
    surfaces: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.killed.values()) + len(self.survived)

    def add(self, other: Outcome) -> None:
        self.killed += other.killed
        self.survived += other.survived
        self.surfaces += other.surfaces


def build_in(folder: Path):  # type: ignore[no-untyped-def]
    """Build the project into `folder` in this process. Returns the check, which can be run again on single files."""
    import logging

    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    from macros import hooks

    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder / "site")))
    assert hooks.last_check is not None
    check = hooks.last_check
    check.site = folder / "site"
    return check


def _work(job: tuple[int, int, int | None, int]) -> Outcome:
    part, parts, sample, seed = job
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as scratch:
        check = build_in(Path(scratch))
        site = check.site
        places = numbers(site)
        texts = {name: (site / name).read_text(encoding="utf-8") for name in {n.file for n in places}}
        for name, text in texts.items():  # what is not changed is not found fault with
            assert not check.again(name, text.encode("utf-8")), name
        jobs = [(n, o) for n in places for o in OPERATORS]
        jobs.sort(key=lambda job: (job[0].file, job[0].start, job[1]))
        if sample is not None:
            jobs = random.Random(seed).sample(jobs, min(sample, len(jobs)))
        for number, name in jobs[part::parts]:
            for changed in OPERATORS[name](number, texts[number.file]):
                _one(check, number, name, changed, outcome)
    return outcome


def _one(check, number: Number, name: str, changed: str, outcome: Outcome) -> None:  # type: ignore[no-untyped-def]
    outcome.surfaces[number.surface] += 1
    faults = check.again(number.file, changed.encode("utf-8"))
    if faults:
        outcome.killed[name] += 1
    else:
        outcome.survived.append(f"{name}: {number.label}")


def run(*, sample: int | None = None, seed: int = 0, processes: int = 2) -> Outcome:
    """All mutations, or a seeded sample of (number, operator) pairs."""
    outcome = Outcome()
    context = multiprocessing.get_context("spawn")
    with context.Pool(processes) as pool:
        for part in pool.map(_work, [(i, processes, sample, seed) for i in range(processes)]):
            outcome.add(part)
    return outcome


def scratch_copy(target: Path) -> Path:
    """A copy of the project's sources, for mutations of data and declarations."""
    for name in ("docs", "data", "macros", "overrides"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(ROOT / "mkdocs.yml", target / "mkdocs.yml")
    return target
