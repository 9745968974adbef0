"""`python -m macros.plugin.rewrite_definitions`: writes the definitions in data/published.csv in their new words.

Proven are first, letter for letter: the ids, titles, statuses, attributions and values of all figures, the data, the pages, each wording
at its place and the corrections. Only rows of kind `figure` differ.
"""

from __future__ import annotations

import sys
from pathlib import Path

from macros.plugin import hooks
from macros.plugin.command import _build
from macros.published import FILE, Record, Row, parse
from macros.published.content import data_rows, page_rows


def main() -> int:
    path = Path(FILE)
    before, wrong = parse(path.read_text(encoding="utf-8"))
    report, check = _build(), hooks.last_check
    if wrong or report is None or check is None:
        print("the record cannot be read, or the site not be built", file=sys.stderr)
        return 1
    editions = [part.build for part in check.parts]
    project = editions[0].project
    quotes = {page: quotes for each in editions for page, quotes in each.log.quotes_by_page.items()}
    pages = [page for each in editions for page in each.pages]
    rows = data_rows(project.root, project.packages, project.figures) | page_rows(pages, quotes)
    rows |= {Row("correction", str(entry.number), entry.date, entry.sha256) for entry in editions[0].corrections}
    now = Record(rows | before.superseded)

    def rest(record: Record) -> set[Row]:
        return {row for row in record.rows if row.kind != "figure"} | {Row("figure", row.subject, "", "") for row in record.of("figure")}

    if differ := sorted(rest(before) ^ rest(now)):
        print("\n".join(f"{FILE}: is not equal in {row}" for row in differ), file=sys.stderr)
        return 1
    path.write_text(now.text(), encoding="utf-8")
    print(f"{FILE}: {len(now.of('figure'))} definitions in their new words; all else is equal")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
