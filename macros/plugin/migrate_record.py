"""`python -m macros.plugin.migrate_record`: writes data/published.csv in its new form, once all that it froze is proven equal.

Proven are, letter for letter: the digests of the data files, the figures, titles, statuses and attributions, the pages and the corrections;
the value of each figure on each version of its data; each wording with its page and its figure; and what corrections have replaced.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from macros.plugin import hooks
from macros.plugin.command import _build
from macros.published import FILE, HEADER, Record, Row, in_effect
from macros.published.content import data_rows, page_rows

_EARLIER = HEADER[:-1]


def main() -> int:
    path = Path(FILE)
    before = path.read_bytes()
    head, *lines = csv.reader(before.decode("utf-8").splitlines())
    if tuple(head) != _EARLIER:
        print(f"{FILE}: is in the new form already")
        return 0
    old = {replace(Row(*cells), surface="text" if cells[0] == "wording" else "") for cells in lines}
    path.write_text(Record(frozenset(old)).text(), encoding="utf-8")  # the pages of corrections are made from it
    try:
        new, faults = _now(old)
        faults += [] if faults else _differences(old, new)
    except BaseException:
        path.write_bytes(before)
        raise
    if faults:
        path.write_bytes(before)
        print("\n".join(faults), file=sys.stderr)
        return 1
    path.write_text(new.text(), encoding="utf-8")
    print(f"{FILE}: {len(old)} entries in the earlier form, {len(new.rows)} in the new one, all that was frozen is equal")
    return 0


def _now(old: set[Row]) -> tuple[Record, list[str]]:
    report, check = _build(), hooks.last_check
    if report is None or check is None:
        return Record(), ["the site could not be built"]
    faults = [str(fault) for fault in report.faults if fault.place.path != FILE and fault.code != "unrecorded"]
    editions = [part.build for part in check.parts]
    project = editions[0].project
    quotes = {page: quotes for each in editions for page, quotes in each.log.quotes_by_page.items()}
    rows = data_rows(project.root, project.packages, project.figures) | page_rows(
        [page for each in editions for page in each.pages], quotes
    )
    rows |= {Row("correction", str(entry.number), entry.date, entry.sha256) for entry in editions[0].corrections}
    return Record(rows | {row for row in old if row.superseded_by}), faults


def _differences(old: set[Row], new: Record) -> list[str]:
    told = _frozen(old, Record(frozenset(old)).values, new) ^ _frozen(new.rows, new.values, new)
    return [f"{FILE}: is not equal in {row}" for row in sorted(map(str, told))]


def _frozen(rows: Any, values: Any, new: Record) -> set[Any]:
    """All that is frozen, in the earlier form: a row a version and value, a row a page, figure and wording."""
    found = {replace(row, surface="") for row in rows if row.kind != "value" or row.superseded_by}
    if rows is not new.rows:
        return found | {row for row in rows if row.kind == "value"}
    packages = {row.subject: row.text.split(" of ", 1)[1].split("/", 1)[0] for row in new.of("figure")}
    versions: dict[str, set[str]] = {}
    for row in new.of("data"):
        versions.setdefault(row.subject.split("/")[1], set()).add(row.subject.split("/")[2])
    for name, history in values.items():
        for version in versions[packages[name]]:
            (value,) = in_effect(history, version)
            found |= {Row("value", name, version, value)} if value else set()
    return found


if __name__ == "__main__":
    raise SystemExit(main())
