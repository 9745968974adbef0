"""The sites to measure with are what they are said to be, and the pages of a large one are no larger than those of a small one."""

from __future__ import annotations

import csv
import re
import shutil
import sys
from pathlib import Path

import pytest

from benchmarks.process import run
from benchmarks.synthetic import PACKAGE, VERSION, Counts, generate, subjects
from benchmarks.visits import page_sizes
from tests.conftest import build

FEW, MANY = 6, 12
_MACRO = re.compile(r"\{\{ (\w+)\(.*?\) \}\}")


def files(folder: Path) -> dict[str, bytes]:
    skipped = ("macros", "overrides")
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {name: path.read_bytes() for path in found if (name := path.relative_to(folder).as_posix()).split("/")[1] not in skipped}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Both sites of two sizes, built. The larger begins with the updates of the smaller, and with its cache."""
    root, found = tmp_path_factory.mktemp("synthetic"), {}
    for count in (FEW, MANY):
        folder = found[count] = root / str(count)
        generate(folder, count)
        if count == MANY:
            shutil.copytree(found[FEW] / "ours/.cache", folder / "ours/.cache")
        for name in ("ours", "plain"):
            done = build(folder / name)
            assert done.returncode == 0, done.stdout + done.stderr
    return found


def test_the_same_number_gives_the_same_bytes_and_another_seed_other_ones(tmp_path: Path) -> None:
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        generate(tmp_path / name, 3, seed)
    first, second, other = (files(tmp_path / name) for name in "abc")
    assert first == second
    table = f"ours/data/{PACKAGE}/{VERSION}/counts.csv"
    assert first[table] != other[table]


def test_each_update_has_its_words_table_charts_and_figures(tmp_path: Path) -> None:
    generate(tmp_path, 20)
    with (tmp_path / f"ours/data/{PACKAGE}/{VERSION}/counts.csv").open() as file:
        assert len(list(csv.DictReader(file))) == 1440
    updates = sorted((tmp_path / "ours/docs/en/updates").glob("2*.md"))
    assert len(updates) == 20
    for path in updates:
        body = path.read_text().split("---\n", 2)[2]
        used = [match[1] for match in _MACRO.finditer(body)]
        assert {name: used.count(name) for name in set(used)} == {"figure": 6, "chart": 2, "table": 1}
        plain = (tmp_path / "plain/docs/updates" / path.name).read_text()
        assert "{{" not in plain and 420 <= len(plain.split()) <= 480


def test_a_thousand_subjects_are_no_two_alike() -> None:
    counts = Counts(0)
    found = subjects(1000, 0, counts)
    assert len({(s.item, s.places, s.years) for s in found}) == len({s.slug for s in found}) == 1000
    assert all(counts.change(place, s.item, s.years) for s in found for place in s.places)


@pytest.mark.thorough
def test_both_sites_say_the_same_numbers(sites: dict[int, Path]) -> None:
    for ours in sorted((sites[FEW] / "ours/site/updates").glob("2*/index.html")):
        plain = (sites[FEW] / "plain/site/updates" / ours.parent.name / "index.html").read_text()
        numbers = re.findall(r"[\d,]{5,}|\d+%", re.sub(r"<[^>]*>", "", plain.split("<article", 1)[1].split("</article>")[0]))
        text = re.sub(r"<[^>]*>", "", ours.read_text())
        assert len(numbers) > 10 and [n for n in numbers if n not in text] == []


@pytest.mark.thorough
def test_a_page_of_a_large_site_is_no_larger(sites: dict[int, Path]) -> None:
    small, large = (page_sizes(sites[count] / "ours/site") for count in (FEW, MANY))
    assert len(small) == FEW and len(large) == MANY
    # The links to the updates before and after are all that may differ.
    assert max(large[name] - small[name] for name in small) < 500
    home = [(sites[count] / "ours/site/index.html").stat().st_size for count in (FEW, MANY)]
    assert home[1] - home[0] < 500


@pytest.mark.thorough
def test_a_site_built_with_the_cache_of_another_has_the_bytes_of_one_built_without(sites: dict[int, Path], tmp_path: Path) -> None:
    root = tmp_path / "ours"
    shutil.copytree(sites[FEW] / "ours", root, ignore=shutil.ignore_patterns(".cache", "site"))
    shutil.copytree(sites[MANY] / "ours/.cache", root / ".cache")
    assert build(root).returncode == 0
    assert files(root.parent)["ours/site/figures.json"] == (sites[FEW] / "ours/site/figures.json").read_bytes()
    cached, uncached = (
        {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}
        for site in (root / "site", sites[FEW] / "ours/site")
    )
    assert cached == uncached


def test_the_cost_of_a_command_is_that_of_all_its_processes(tmp_path: Path) -> None:
    inner = "import time; x = bytearray(10**8); sum(range(10**7)); time.sleep(0.3)"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    cost = run([sys.executable, "-c", program], tmp_path)
    assert cost.cpu > 0.05 and cost.wall > 0.3 and cost.memory > 95
    with pytest.raises(RuntimeError, match="lost"):
        run([sys.executable, "-c", "raise SystemExit('lost')"], tmp_path)
