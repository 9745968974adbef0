"""`python -m macros check`: builds the site in a scratch folder, checks it, prints what was found."""

from __future__ import annotations

import json
import logging
import sys
import tempfile
from pathlib import Path


def run(*, as_json: bool, github: bool) -> int:
    """Exit code: 0 without faults, 1 with. The site that stands in site/ is not touched."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    from macros import hooks

    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    hooks.remembers = False
    problem = ""
    with tempfile.TemporaryDirectory(prefix="check-") as scratch:
        try:
            config = load_config("mkdocs.yml", site_dir=str(Path(scratch) / "site"))
            build(config)
        except (MkDocsException, SystemExit) as error:
            problem = str(error)
    report = hooks.last_report
    if report is None:
        print(f"error: the site could not be built: {problem or 'see above'}", file=sys.stderr)
        return 1
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    elif github:
        print("\n".join([*report.annotations(), report.verdict()]))
    else:
        print("\n".join(report.lines()))
    return 1 if report.faults else 0
