"""What the check adds to a build: milliseconds of CPU a page, on this site. `python -m benchmarks.check`.

Each page is read as if no other had been (no text is remembered), five times; the median is shown.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from macros.check import SiteCheck
from macros.check.judge import finds
from tests.mutations.run import build_in


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        done = build_in(Path(scratch))
        rows = []
        for path in sorted(done.site.rglob("*.html")):
            name, data = path.relative_to(done.site).as_posix(), path.read_bytes()
            if name.startswith("verification/"):
                continue
            times = []
            for _ in range(5):
                finds.cache_clear()
                check = SiteCheck(done.build, done.site, done.theme)
                begin = time.process_time()
                check._read(name, data)
                times.append((time.process_time() - begin) * 1000)
            rows.append((statistics.median(times), len(data) // 1024, name))
        for milliseconds, kilobytes, name in rows:
            print(f"{milliseconds:7.1f} ms {kilobytes:5} kB  {name}")
        finds.cache_clear()
        check = SiteCheck(done.build, done.site, done.theme)
        begin = time.process_time()
        check.run(("verification.json", "verification/index.html"))
        whole = (time.process_time() - begin) * 1000
        updates = [r[0] for r in rows if r[2].startswith("updates/2")]
        print(f"updates: median {statistics.median(updates):.1f} ms a page; whole site {whole:.0f} ms, {whole / len(rows):.1f} ms a page")


if __name__ == "__main__":
    main()
