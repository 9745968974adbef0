"""Runs the mutations on the built site, several processes side by side."""

from __future__ import annotations

import math
import multiprocessing
import random
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import ROOT
from tests.mutations import machine
from tests.mutations.places import numbers
from tests.mutations.sentences import OPERATORS
from tests.mutations.sources import all_changes, killed
from tests.mutations.surfaces import mutants
from tests.outputs.forged import faults_if_written

# A date in a citation is no quantity; only its sum tells that it is another.
_BY_SUM = (".bib", ".ris")


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


def build_in(folder: Path, root: Path = ROOT):  # type: ignore[no-untyped-def]
    """Build the project at `root` into `folder` in this process. Returns the check, which can be run again on single files."""
    import logging

    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    from macros.plugin import lifecycle

    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    build(load_config(str(root / "mkdocs.yml"), site_dir=str(folder / "site")))
    assert lifecycle.last_check is not None
    check = lifecycle.last_check
    check.site = folder / "site"
    for part in check.edition_checks:  # the site has been published since
        part.site = check.site
    return check


def _work(job: tuple[int, int, int | None, int, int | None]) -> Outcome:
    part, parts, sample, seed, builds = job
    with tempfile.TemporaryDirectory() as scratch:
        return mutated(build_in(Path(scratch)), part, parts, sample=sample, seed=seed, builds=builds)


def mutated(check, part: int = 0, parts: int = 1, *, sample: int | None, seed: int, builds: int | None) -> Outcome:  # type: ignore[no-untyped-def]
    """Make a part of the mutations of a site that was checked; for the others see `run`."""
    outcome, site, shuffled = Outcome(), check.site, random.Random(seed)
    places = numbers(site)
    texts = {name: (site / name).read_text(encoding="utf-8") for name in {n.file for n in places}}
    for name, text in machine.texts(site).items():
        places += machine.numbers(name, text)
        texts.setdefault(name, text)
    places.sort(key=lambda number: (number.file, number.start))
    unchanged = set(texts) if sample is None else set()
    for name, operator in OPERATORS.items():
        left = sample // len(OPERATORS) if sample is not None else math.inf
        for number in shuffled.sample(places, len(places))[part::parts]:
            made = list(operator(number, texts[number.file])) if left > 0 else []
            for changed in made:
                _one(check, number.file, name, number.surface, number.label, changed, outcome)
            left -= len(made)
            if made and sample is not None:
                unchanged.add(number.file)
    for name in sorted(unchanged)[part::parts]:  # what is not changed is not found fault with
        assert not _again(check, name, texts[name]), name
    surfaces = [
        (path.relative_to(site).as_posix(), surface, changed)
        for path in sorted(site.rglob("*"))
        if path.suffix in (".html", ".json", ".xml", ".css", ".svg", ".csv", ".txt", ".bib", ".ris")
        for surface, changed in mutants(path.relative_to(site).as_posix(), path.read_text(encoding="utf-8"))
        if not any((folder / path.relative_to(site)).is_file() for folder in check.theme)
    ]
    if sample is not None:
        surfaces = shuffled.sample(surfaces, min(sample // 4, len(surfaces)))
    for file, surface, changed in surfaces[part::parts]:
        _one(check, file, "only on one surface", surface, f"{file}: {surface}", changed, outcome)
    changes = all_changes(site) if builds != 0 else []
    if builds is not None:
        changes = shuffled.sample(changes, min(builds, len(changes)))
    for name, change in changes[part::parts]:
        outcome.surfaces["source"] += 1
        if killed(change):
            outcome.killed[name.partition(":")[0]] += 1
        else:
            outcome.survived.append(name)
    return outcome


def _one(check, file: str, name: str, surface: str, label: str, changed: str, outcome: Outcome) -> None:  # type: ignore[no-untyped-def]
    """One mutant. That a binding was not written by a macro does not count: the words are what is judged here."""
    outcome.surfaces[surface] += 1
    if any(fault.code != "forged-binding" for fault in _again(check, file, changed)):
        outcome.killed[name] += 1
    else:
        outcome.survived.append(f"{name}: {label}")


def _again(check, name: str, text: str):  # type: ignore[no-untyped-def]
    """The faults of a file with another text in it."""
    file, data = machine.packed(check.site, name, text)
    return check.again(file, data) if file.endswith(_BY_SUM) else faults_if_written(check, file, data)


def run(*, sample: int | None = None, seed: int = 0, builds: int | None = None, processes: int = 2) -> Outcome:
    """All mutations, or a seeded sample: as many by each operator, and of changes of sources (`builds`)."""
    outcome = Outcome()
    context = multiprocessing.get_context("spawn")
    with context.Pool(processes) as pool:
        for part in pool.map(_work, [(i, processes, sample, seed, builds) for i in range(processes)]):
            outcome.add(part)
    return outcome
