"""What the generator writes itself: never a fault on a right piece, always one when anything of it is changed."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from tests.conftest import build
from tests.generated.packages import random_site, write_site
from tests.generated.pages import change, check_pages, editions
from tests.generated.whole import whole_site
from tests.sample import IS_WHOLE

# `make generated` takes two thousand packages and a hundred builds.
PACKAGES = int(os.environ.get("GENERATED_PACKAGES", "60" if IS_WHOLE else "20"))
BUILDS = int(os.environ.get("GENERATED_BUILDS", "1"))
BATCHES = 4  # for as many workers
SEED = int(os.environ.get("GENERATED_SEED", "0"))


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_right_piece_is_a_fault_and_each_changed_one_is(tmp_path: Path, batch: int) -> None:
    for seed in range(SEED + batch, SEED + PACKAGES, BATCHES):
        print(f"seed {seed}")
        random, root = Random(seed), tmp_path / f"{seed}"
        random_site(root, random)
        for edition, pages in editions(root, charts=seed % 20 == 0):
            check = check_pages(edition, pages, root / "site")
            assert not check.faults, f"seed {seed}: {check.faults[0]}"
            for name in random.choices(sorted(pages), k=4):
                changed, before, after = change(pages[name], random)
                assert check.recheck_file(name, changed.encode()), f'seed {seed}, {name}: "{before}" made "{after}"'


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([("500", "265")], id="a base below a thousand"),
        pytest.param([("1046350", "555831"), ("1046350", "555931")], id="a revision upward"),
        pytest.param([("1046350", "555831"), ("1046350", "555731")], id="a revision downward"),
        pytest.param([("-5", "-7"), ("-7", "-5")], id="below zero, and to the other side"),
        pytest.param([("8", "8"), ("8", "9"), ("8", "8")], id="no change, and back"),
        pytest.param([("8", "9"), ("2020", "2021")], id="a count that is the head of its column"),
    ],
)
def test_a_piece_is_right_whatever_its_numbers(tmp_path: Path, parts: list[tuple[str, str]]) -> None:
    rows = [{("2020", "all"): "2000000", ("2021", "all"): "2000001", ("2020", "part"): a, ("2021", "part"): b} for a, b in parts]
    write_site(tmp_path, Random(0), rows)
    for edition, pages in editions(tmp_path, charts=False):
        assert not check_pages(edition, pages, tmp_path / "site").faults


@pytest.mark.parametrize("seed", range(SEED, SEED + BUILDS))
def test_a_whole_site_of_random_data_builds(tmp_path: Path, seed: int) -> None:
    whole_site(tmp_path / "site", Random(seed))
    done = build(tmp_path / "site")
    assert done.returncode == 0, f"seed {seed}: {done.stderr}"
