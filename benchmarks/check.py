"""What the check adds to a build: milliseconds of CPU a page, on this site. `python -m benchmarks.check`.

Read anew: no text, no file is remembered from an earlier build. Read again: nothing has changed since the last build.
The best of twelve runs of each, as other work on the machine only ever adds to it.
All files count (feeds, archives, data, drawings), divided by the pages.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections import Counter
from pathlib import Path

from macros.check import SiteCheck
from macros.check.judge import cached_quantities
from macros.check.site import EditionCheck
from macros.claims import speakers
from tests.mutations.run import build_in

_TIMES = 12


class _Timed(EditionCheck):
    """Notes the milliseconds that each kind of file takes."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.spent: Counter[str] = Counter()

    def _read(self, name: str, data: bytes) -> None:
        begin = time.process_time()
        super()._read_file(name, data)
        self.spent[os.path.splitext(name)[1]] += (time.process_time() - begin) * 1000  # type: ignore[assignment]


def _run(done: SiteCheck, *, remembers: bool) -> tuple[float, Counter[str]]:
    for cached in (cached_quantities, speakers._split_words, speakers._find_subjects):
        cached.cache_clear()
    parts = tuple(_Timed(part.edition, done.site, done.theme, remembers=remembers) for part in done.edition_checks)
    last = ("verification.json", "verification/index.html")
    begin = time.process_time()
    for part in parts:
        part.run(last)
    spent = sum((part.spent for part in parts), Counter())
    return (time.process_time() - begin) * 1000, spent


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        done = build_in(Path(scratch))
        pages = len(list(done.site.rglob("*.html")))
        files = sum(path.is_file() for path in done.site.rglob("*"))
        whole, spent = min((_run(done, remembers=False) for _ in range(_TIMES)), key=lambda run: run[0])
        again = min(_run(done, remembers=True)[0] for _ in range(_TIMES))
        for suffix, milliseconds in spent.most_common(8):
            print(f"{milliseconds:8.1f} ms {suffix}")
        print(f"{files} files, {pages} pages")
        print(f"read anew:  {whole:7.1f} ms in all, {whole / pages:.1f} ms a page; the pages alone {spent['.html'] / pages:.1f} ms a page")
        print(f"read again: {again:7.1f} ms in all, {again / pages:.1f} ms a page")


if __name__ == "__main__":
    main()
