"""`python -m tests.mutations [--sample N] [--seed S]`: exit code 1 where more than one in a thousand survives.

Without a sample, every quote of the sources is made wrong too, and has to be told where it stands."""

from __future__ import annotations

import argparse
import time

from tests.mutations.quotes import all_misplaced
from tests.mutations.run import run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutations")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--builds", type=int, help="so many changes of sources, each of which needs a build")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    begin = time.perf_counter()
    outcome = run(sample=arguments.sample, seed=arguments.seed, builds=arguments.builds)
    for survivor in outcome.survived:
        print(f"survived: {survivor}")
    for name, count in sorted(outcome.killed.items()):
        print(f"  {name:32} {count:6} killed")
    print("  surfaces: " + ", ".join(f"{n} {s}" for s, n in sorted(outcome.surfaces.items())))
    elsewhere = [] if arguments.sample else list(all_misplaced(arguments.seed))
    for line in elsewhere:
        print(f"told at another place: {line}")
    share = sum(outcome.killed.values()) / outcome.total if outcome.total else 0
    print(f"{outcome.total} mutations, {len(outcome.survived)} survived: {share:.3%} killed in {time.perf_counter() - begin:.0f} s")
    return 0 if outcome.total and share >= 0.999 and not elsewhere else 1


if __name__ == "__main__":
    raise SystemExit(main())
