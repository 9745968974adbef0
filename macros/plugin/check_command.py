"""`python -m macros check` and `publish-record`. Both build the site in a scratch folder and leave site/ untouched."""

from __future__ import annotations

import json
import logging
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from macros.base.codes import CODES
from macros.base.errors import Fault, FaultError, Place
from macros.base.files import write_atomically
from macros.check.report import Report
from macros.check.tally import Tally


def run_check(*, as_json: bool, github: bool) -> int:
    """Check every number and print the report.

    What is not published yet is checked as if it were. Its faults are told, and stop nothing.

    Returns: the exit code, 0 without faults, else 1.
    """
    from macros.plugin import lifecycle

    report = build_report()
    if report is None:
        return 1
    if report.held:
        lifecycle.shows_held = True
        whole = build_report()
        lifecycle.shows_held = False
        report = replace(report, held_faults=tuple(fault for fault in whole.faults if fault not in report.faults) if whole else ())
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    elif github:
        print("\n".join([*report.list_annotations(), report.write_verdict()]))
    else:
        print("\n".join(report.list_lines()))
    return 1 if report.faults else 0


def publish_record(*, only_check: bool) -> int:
    """Write data/published.csv, or with `only_check` report whether it is out of date.

    Nothing is written while there are faults, so no published entry is lost.

    Returns: the exit code, 1 with faults or an outdated record, else 0.
    """
    from macros.corrections import draft_entry
    from macros.plugin import lifecycle
    from macros.published import COMMAND, FILE, read

    report = build_report()
    compared = lifecycle.last_comparison
    if report is None or compared is None:
        return 1
    # This command itself mends a missing, broken or outdated record.
    faults = [fault for fault in report.faults if fault.place.path != FILE]
    if faults or compared.settled is None:
        print("\n".join(str(fault) for fault in faults or report.faults), file=sys.stderr)
        if compared.settled and (compared.settled.unrecorded or compared.settled.unrecorded_versions):
            print(draft_entry(compared.settled.unrecorded, compared.languages, compared.settled.unrecorded_versions), file=sys.stderr)
            print("Or let it be written: make correct    (python -m macros correct)", file=sys.stderr)
        return 1
    record, before = compared.settled.record, read(Path())[0]
    added, replaced = record.current - before.rows, record.superseded - before.rows
    path, text = Path(FILE), record.format_text()
    gone = {row.current_form for row in before.rows} - {row.current_form for row in record.rows}
    if path.is_file() and path.read_bytes() == text.encode("utf-8"):
        print(f"{FILE}: up to date, {len(record.rows)} entries")
        return 0
    told = f"{len(added)} new, {len(replaced)} replaced by a correction, {len(gone)} never published and dropped"
    if only_check:
        fault = Fault(Place(FILE), "out-of-date", f"is out of date ({told})", f"run {COMMAND} (or make record) and commit it")
        print(fault, file=sys.stderr)
        return 1
    write_atomically(path, text.encode("utf-8"))
    print(f"{FILE}: written ({told}); commit it with the change")
    return 0


def build_report() -> Report | None:
    """Build the site in a scratch folder. If it cannot be built, print a line and return None."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    from macros.base import settings
    from macros.plugin import lifecycle
    from macros.plugin.failures import convert_to_faults

    logging.getLogger(settings.HOST).setLevel(logging.WARNING)  # warnings about settings; all others become faults
    lifecycle.reuses_check_results = False
    problem = ""
    with tempfile.TemporaryDirectory(prefix="check-") as scratch:
        try:
            settings.check_settings(Path.cwd())  # MkDocs calls no hook if it refuses a setting listed before `hooks`
            config = load_config("mkdocs.yml", site_dir=str(Path(scratch) / "site"))
            build(config)
        except (MkDocsException, SystemExit, FaultError) as error:
            problem = str(error)
            if lifecycle.last_report is None and (faults := convert_to_faults(error, Path.cwd())):
                return Report(faults, Tally())
    if lifecycle.last_report is None:
        told = CODES["mkdocs"].complete_message(f"the site could not be built: {problem or 'see above'}")
        print(f"error: {told}", file=sys.stderr)
    return lifecycle.last_report
