"""Builds as `mkdocs serve` does, again after each change, and copies what it would serve, with the faults that it told: `python -m
tests.served FOLDER CHANGES`, or, to be stopped in the midst of its last check, with a third argument."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from macros.check.site import EditionCheck
from macros.incremental import publish
from macros.plugin import lifecycle


def stop(*_: object) -> None:
    raise KeyboardInterrupt


def main() -> None:
    out, changes = Path(sys.argv[1]), json.loads(sys.argv[2])
    site, publish.is_server = tempfile.mkdtemp(), True
    for number, change in enumerate(changes):
        for path, text in change.items():
            file = Path(path)
            if text is None:
                file.unlink(missing_ok=True)
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
        if sys.argv[3:] and number == len(changes) - 1:
            EditionCheck._check_file = stop  # type: ignore[method-assign]
        config = load_config("mkdocs.yml", site_dir=site)
        config.site_url = "http://127.0.0.1:8000/"
        try:
            build(config, serve_url=config.site_url)
        except KeyboardInterrupt:
            lifecycle.save_server_snapshot()  # as MkDocs ends
            continue
        except (Exception, SystemExit):
            continue
        shutil.copytree(site, out / str(number))
        (out / str(number) / "faults.txt").write_text("\n".join(map(str, lifecycle.last_report.faults)))  # type: ignore[union-attr]
        again = sorted(lifecycle.snapshot.memory.reused_tasks if lifecycle.snapshot else ())
        (out / f"{number}.again").write_text(json.dumps(again))
    shutil.rmtree(site)


if __name__ == "__main__":
    main()
