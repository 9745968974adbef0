"""Measures this generator against plain MkDocs Material: `make bench`, or `python -m benchmarks --quick`.

Both build the same text, one after the other in each round, so that what else the machine does falls on both.
Absolute times say nothing of another machine: the ratios do.
"""

from __future__ import annotations

import argparse
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from benchmarks import places
from benchmarks.process import Cost, run
from benchmarks.saves import save_times
from benchmarks.synthetic import ROOT, generate
from benchmarks.visits import first_visit, page_sizes

FOLDER = ROOT / ".cache" / "benchmarks"
RESULTS = Path(__file__).with_name("RESULTS.md")
BUILD = [sys.executable, "-m", "mkdocs", "build"]
_MEASURED = re.compile(r"(?<=<!-- measured -->\n).*(?=<!-- /measured -->)", re.DOTALL)
_LIBRARIES = ("mkdocs", "mkdocs-material", "mkdocs-macros-plugin", "pandas", "altair", "vl-convert-python", "lxml")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures builds, saves and pages of synthetic sites.")
    parser.add_argument("--quick", action="store_true", help="one round, ten updates; nothing is written to RESULTS.md")
    parser.add_argument("--updates", type=int, nargs="+", default=[10, 100, 1000], metavar="N", help="how many updates the sites have")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured; the median is told")
    parser.add_argument("--uncached", type=int, default=100, metavar="N", help="largest site that is also built without a cache each round")
    parser.add_argument("--saves", type=int, nargs="*", default=[100, 1000], metavar="N", help="sites whose pages are saved while served")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.updates, arguments.rounds, arguments.saves = [10], 1, [10]
    lines = []
    for line in report(arguments):
        print(line, flush=True)
        lines.append(line)
    if not arguments.quick:
        before = RESULTS.read_text(encoding="utf-8")
        RESULTS.write_text(_MEASURED.sub(lambda _: "\n".join(lines) + "\n", before), encoding="utf-8")


def report(arguments: argparse.Namespace) -> Iterator[str]:
    yield from _machine()
    yield "\n## Builds\n"
    yield "| updates | build | CPU | of plain | wall | of plain | memory |\n|---:|---|---:|---:|---:|---:|---:|"
    for count in arguments.updates:
        folder = FOLDER / str(count)
        generate(folder, count, arguments.seed)
        yield from _builds(count, folder, arguments.rounds, uncached=count <= arguments.uncached)
    yield "\n## Thirty places, twenty years, four measures\n"
    yield from _places(arguments.rounds, arguments.seed)
    yield "\n## Saves\n"
    yield "From a save to the served page being new, in `mkdocs serve`; CPU is what the server used in that time.\n"
    yield "| updates | site | saved | wall | CPU |\n|---:|---|---|---:|---:|"
    for count in arguments.saves:
        for name in ("plain", "ours"):
            times = save_times(FOLDER / str(count) / name, count, arguments.seed, arguments.rounds, plain=name == "plain")
            for what, (wall, cpu) in times.items():
                yield f"| {count} | {name} | {what} | {wall:.2f} s | {cpu:.2f} s |"
    yield "\n## Pages\n"
    yield from _pages(arguments.updates)


def _machine() -> Iterator[str]:
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.processor()
    )
    cores = sum(line.startswith("processor") for line in _lines("/proc/cpuinfo"))
    system = next(
        (line.partition("=")[2].strip('"\n') for line in _lines("/etc/os-release") if line.startswith("PRETTY_NAME")), platform.system()
    )
    yield f"Machine: {cores} cores, {model}, {system}, Python {platform.python_version()}."
    yield "Versions: " + ", ".join(f"{name} {version(name)}" for name in _LIBRARIES) + "."


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def _builds(count: int, folder: Path, rounds: int, *, uncached: bool) -> Iterator[str]:
    costs: dict[str, list[Cost]] = {name: [] for name in ("plain", "uncached", "cached", "cached, site removed", "one page changed")}
    page = next((folder / "ours/docs/en/updates").glob("2*.md"))
    if not uncached:
        run(BUILD, folder / "ours")
    for _ in range(rounds):
        costs["plain"].append(run(BUILD, folder / "plain"))
        if uncached:
            shutil.rmtree(folder / "ours" / ".cache", ignore_errors=True)
            costs["uncached"].append(run(BUILD, folder / "ours"))
        costs["cached"].append(run(BUILD, folder / "ours"))
        with page.open("a", encoding="utf-8") as file:
            file.write("\nThis sentence is new.\n")
        costs["one page changed"].append(run(BUILD, folder / "ours"))
    for _ in range(rounds):  # by itself: the next build reads all copies again
        costs["plain"].append(run(BUILD, folder / "plain"))
        shutil.rmtree(folder / "ours" / "site")
        costs["cached, site removed"].append(run(BUILD, folder / "ours"))
    base = Cost.middle(costs["plain"])
    for name, found in costs.items():
        if found:
            cost = Cost.middle(found)
            yield (
                f"| {count} | {name} | {cost.cpu:.2f} s | {cost.cpu / base.cpu:.2f}x | {cost.wall:.2f} s | {cost.wall / base.wall:.2f}x "
                f"| {cost.memory:.0f} MiB |"
            )


def _places(rounds: int, seed: int) -> Iterator[str]:
    """The site whose figures are made by patterns and whose charts are drawn from rows."""
    folder = FOLDER / "places"
    places.generate(folder, seed)
    costs: dict[str, list[Cost]] = {"uncached": [], "cached": [], "checked": []}
    for _ in range(rounds):
        shutil.rmtree(folder / ".cache", ignore_errors=True)
        costs["uncached"].append(run(BUILD, folder))
        costs["cached"].append(run(BUILD, folder))
        costs["checked"].append(run([sys.executable, "-m", "macros", "check"], folder))
    yield "| | CPU | wall | memory |\n|---|---:|---:|---:|"
    for name, found in costs.items():
        cost = Cost.middle(found)
        yield f"| {name} | {cost.cpu:.2f} s | {cost.wall:.2f} s | {cost.memory:.0f} MiB |"
    largest = max((folder / "site/figures").rglob("*.html"), key=lambda page: page.stat().st_size)
    yield f"\nThe largest page of the ledger of 500 figures has {largest.stat().st_size / 1000:.1f} kB of HTML, uncompressed."


def _pages(counts: list[int]) -> Iterator[str]:
    sizes = {count: page_sizes(FOLDER / str(count) / "ours" / "site") for count in counts}
    common = sorted(set.intersection(*(set(found) for found in sizes.values())))
    yield "| updates | HTML of the same update, largest |\n|---:|---:|"
    for count, found in sizes.items():
        yield f"| {count} | {max(found[name] for name in common) / 1000:.1f} kB |"
    visit = first_visit(FOLDER / str(counts[-1]) / "ours" / "site", f"updates/{common[0]}/")
    if visit is None:
        yield "\nNo browser: the first visit was not measured."
        return
    elsewhere = f"{len(visit.others)} files from elsewhere"
    yield f"\nA first visit of an update with two charts loads {visit.size / 1000:.1f} kB, compressed, and {elsewhere}.\n"
    yield "| file | compressed |\n|---|---:|"
    for name, size in sorted(visit.files.items(), key=lambda item: -item[1]):
        yield f"| {name} | {size / 1000:.1f} kB |"


if __name__ == "__main__":
    main()
