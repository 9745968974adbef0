"""The result of a comparison: all changes between two sides, for readers and machines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from macros.base.errors import Fault
from macros.check.report import describe_uncomputed
from macros.check.tally_page import FILE as TALLY
from macros.review.charts import ChartChange, find_changed_charts
from macros.review.data import TableChange, find_changed_tables
from macros.review.figures import FigureChange, find_changed_figures
from macros.review.fold import Fold, fold_changes
from macros.review.missing import drop_reported, find_missing_records
from macros.review.places import LineIndex, find_page_source
from macros.review.sentences import SentenceChange, find_changed_sentences
from macros.review.side import Side
from macros.review.surfaces import Surfaces, read_site

# Pages of authors come first, then data, then the words of the interface and the templates.
_FOLDER_ORDER = ("docs", "data")
_TALLY = re.compile(r"\{\{\s*verification\(\s*\)\s*\}\}")
_CLAIM = ("page", "claim", "sentence")
_MAX_COMMON_WORDS = 3  # words found in any line by chance
_DIGITS = re.compile(r"[0-9.,\s]")  # of numbers as grouped in any language


@dataclass(frozen=True)
class Difference:
    """The changes from `base` to `head`.

    Attributes:
        pages: Pairs of a change (`added`, `changed`, `removed`) and the pages whose sentences change so.
        files: The same for files without changed sentences (styles, pictures, downloads), unless another attribute covers them.
        uncomputed: New claims beside a number that nobody has computed, as page, claim and sentence.
        readings: Declared readings of quotes, with their reasons, as (before, after). One of the two is "".
        missing: Changes of published content without a record, except those among the faults of HEAD.
    """

    base: Side
    head: Side
    figures: tuple[FigureChange, ...] = ()
    sentences: tuple[SentenceChange, ...] = ()
    charts: tuple[ChartChange, ...] = ()
    tables: tuple[TableChange, ...] = ()
    readings: tuple[tuple[str, str], ...] = ()
    missing: tuple[Fault, ...] = ()
    uncomputed: tuple[tuple[str, str, str], ...] = ()
    pages: tuple[tuple[str, tuple[str, ...]], ...] = ()
    files: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def written_sentences(self) -> tuple[SentenceChange, ...]:
        """Return the sentences with a changed line in the sources."""
        return tuple(change for change in self.sentences if change.source is not None)

    @property
    def derived_sentences(self) -> tuple[Fold | SentenceChange, ...]:
        """Return the other sentences, with equal changes folded into one. Echoes are left out."""
        return fold_changes(change for change in self.sentences if change.source is None and not change.echo)

    def count_echoes(self, kind: str) -> int:
        """Count the echoes of a kind: `elsewhere` or `tally`."""
        return sum(1 for change in self.sentences if change.echo == kind)

    @property
    def is_empty(self) -> bool:
        """Return True if nothing changes."""
        return not (
            self.figures or self.sentences or self.charts or self.tables or self.readings or self.missing or self.pages or self.files
        )

    @property
    def is_passing(self) -> bool:
        """Return True if HEAD has no faults and no record is missing."""
        return not (self.missing or self.head.faults)

    def count_changes(self) -> dict[str, int]:
        """Return the number of changes of each kind, for a summary."""
        kinds = [change.kind for change in self.written_sentences]
        return {
            "figures": len(self.figures),
            "sentences_changed": kinds.count("changed"),
            "sentences_added": kinds.count("added"),
            "sentences_removed": kinds.count("removed"),
            "sentences_derived": len(self.derived_sentences),
            "charts": len(self.charts),
            "tables": len(self.tables),
            "readings": len(self.readings),
            "records_missing": len(self.missing),
            "claims_uncomputed": len(self.uncomputed),
            "faults": len(self.head.faults),
            "pages": sum(len(names) for _, names in self.pages),
            "files": sum(len(names) for _, names in self.files),
        }

    @property
    def uncomputed_lines(self) -> tuple[str, ...]:
        """Return a line for each claim that nobody has computed, with its place."""
        return tuple(describe_uncomputed(self.uncomputed, self.head.root))

    def as_json(self) -> dict[str, Any]:
        """Return the comparison as JSON. Pictures have the paths they have in the report's folder."""
        return {
            "base": self.base.label,
            "head": self.head.label,
            "passes": self.is_passing,
            "counts": self.count_changes(),
            "faults": list(self.head.faults),
            "base_faults": list(self.base.faults),
            "records_missing": [
                {"path": f.place.path, "line": f.place.line, "code": f.code, "fact": f.fact, "remedy": f.remedy} for f in self.missing
            ],
            "uncomputed": [dict(zip(_CLAIM, claim, strict=True)) for claim in self.uncomputed],
            "figures": [{**asdict(figure)} for figure in self.figures],
            "sentences": [
                {
                    "change": change.kind,
                    "before": change.before,
                    "after": change.after,
                    "path": change.source.path if change.source else "",
                    "line": change.source.line if change.source else 0,
                    "derived": change.source is None,
                    "places": [{"page": spot.page, "surface": spot.surface, "near": spot.near} for spot in change.spots],
                }
                for change in self.sentences
            ],
            "charts": [
                {
                    "id": chart.id,
                    "change": chart.kind,
                    "versions": list(chart.versions),
                    **{side: chart.get_picture_path(side) for side in ("before", "after") if getattr(chart, side)},
                }
                for chart in self.charts
            ],
            "data": [
                {
                    **{name: getattr(table, name) for name in ("package", "version", "against", "resource", "path", "kind")},
                    **asdict(table.rows),
                }
                for table in self.tables
            ],
            "readings": [{"before": before, "after": after} for before, after in self.readings],
            "pages": {kind: [{"page": name, "source": self.find_source(kind, name) or ""} for name in names] for kind, names in self.pages},
            "files": {kind: list(names) for kind, names in self.files},
        }

    def find_source(self, kind: str, page: str) -> str | None:
        """Return the source of a page, from BASE if the page was removed."""
        return find_page_source(page, (self.base if kind == "removed" else self.head).root)


def compare_sides(base: Side, head: Side) -> Difference:
    """Compare two sides. Sides with the same sources have no differences."""
    if base.key == head.key:
        return Difference(base, head)
    said, says = read_site(base.site), read_site(head.site)
    figures = find_changed_figures(base.site, head.site, said, says)
    tables = find_changed_tables(base, head)
    found = Difference(
        base,
        head,
        tuple(figures),
        tuple(_mark_echoes(_place_changes(find_changed_sentences(said, says), base, head), said, says, head.root)),
        tuple(find_changed_charts(base.site, head.site)),
        tuple(tables),
        tuple(_find_changed_readings(base.site, head.site)),
        tuple(drop_reported(find_missing_records(base, head, figures, tables), head.faults)),
        tuple(sorted(_read_uncomputed(head.site) - _read_uncomputed(base.site))),
    )
    found = replace(found, pages=_list_pages(said, says, found.sentences))
    return replace(found, files=_list_files(found, said, says))


def _read_uncomputed(site: Path) -> set[tuple[str, str, str]]:
    """Return the uncomputed claims in the published tallies of all languages."""
    return {(claim["page"], claim["claim"], claim["sentence"]) for claim in _read_tallies(site, "uncomputed")}


def _find_changed_readings(base: Path, head: Path) -> Iterator[tuple[str, str]]:
    """Yield the declared readings of quotes found in the tallies of one side only."""
    before, after = (set(_read_tallies(site, "readings")) for site in (base, head))
    yield from ((each, "") for each in sorted(before - after))
    yield from (("", each) for each in sorted(after - before))


def _read_tallies(site: Path, key: str) -> list[Any]:
    """Return the entries under a key of the published tallies of all languages."""
    return [entry for path in sorted(site.rglob(TALLY)) for entry in json.loads(path.read_bytes()).get(key, ())]


def _place_changes(changes: list[SentenceChange], base: Side, head: Side) -> list[SentenceChange]:
    """Add to each change the changed line that says it. Sort by these lines, as a reviewer reads along the sources."""
    before, after = LineIndex(base.root, head.root), LineIndex(head.root, base.root)
    found = []
    for change in changes:
        pages = dict.fromkeys(spot.page for spot in change.spots)
        place = after.find_line(change.after, pages) if change.after else before.find_line(change.before, pages)
        found.append(replace(change, source=place))

    def get_sort_key(change: SentenceChange) -> tuple[int, str, int]:
        if change.source is None:
            return len(_FOLDER_ORDER) + 1, change.spots[0].page, 0
        room = change.source.path.partition("/")[0]
        return _FOLDER_ORDER.index(room) if room in _FOLDER_ORDER else len(_FOLDER_ORDER), change.source.path, change.source.line

    return sorted(found, key=get_sort_key)


def _mark_echoes(changes: list[SentenceChange], said: Surfaces, says: Surfaces, root: Path) -> Iterator[SentenceChange]:
    """Yield the changes, with a mark on echoes: derived changes without news.

    Echoes are words that only appear in one more place, and numbers of the check's tally. If a whole page comes or goes, the
    text shared by all pages (header, footer) is left out, since a few of its words occur in the page's own text too.
    """
    old, new = ({sentence.text for sentence in side.sentences} for side in (said, says))
    whole = said.files ^ says.files
    tallies = {spot.page for change in changes for spot in change.spots if _shows_tally(spot.page, root)}
    for change in changes:
        pages = {spot.page for spot in change.spots}
        text = change.before or change.after
        elsewhere = change.kind != "changed" and text in old & new
        if elsewhere and pages <= whole and (change.source is None or len(text.split()) <= _MAX_COMMON_WORDS):
            continue
        tally = pages <= tallies and _DIGITS.sub("", change.before) == _DIGITS.sub("", change.after)
        words = elsewhere and not any(sign.isdigit() for sign in text)  # the same number in another place is another quantity
        echo = "" if change.source else "elsewhere" if words else "tally" if tally else ""
        yield replace(change, echo=echo)


def _shows_tally(page: str, root: Path) -> bool:
    source = find_page_source(page, root)
    return source is not None and _TALLY.search((root / source).read_text(encoding="utf-8", errors="replace")) is not None


NamesByChange = tuple[tuple[str, tuple[str, ...]], ...]


def _list_pages(said: Surfaces, says: Surfaces, sentences: tuple[SentenceChange, ...]) -> NamesByChange:
    old, new = ({name for name in side.files if name.endswith(".html")} for side in (said, says))
    changed = {spot.page for change in sentences for spot in change.spots if spot.page in old & new}
    return _sort_names(added=new - old, changed=changed, removed=old - new)


def _list_files(found: Difference, said: Surfaces, says: Surfaces) -> NamesByChange:
    """Return the files with differences not shown elsewhere in the report."""
    old, new = _read_files(found.base.site), _read_files(found.head.site)
    told = {spot.page for change in found.sentences for spot in change.spots} | {n for n in said.files ^ says.files if n.endswith(".html")}
    folders = [f"charts/{chart.id}/" for chart in found.charts] + [f"data/{table.package}/{table.version}/" for table in found.tables]
    if found.figures:
        folders += ["figures.json", "figures/"]
    if found.pages:  # these only repeat pages
        folders += ["search/", "sitemap.xml", TALLY]

    def select_unreported(names: set[str]) -> set[str]:
        return {name for name in names - told if not name.startswith(tuple(folders))}

    differ = {name for name in old.keys() & new.keys() if old[name] != new[name]}
    return _sort_names(
        added=select_unreported(new.keys() - old.keys()),
        changed=select_unreported(differ),
        removed=select_unreported(old.keys() - new.keys()),
    )


def _sort_names(**kinds: set[str]) -> NamesByChange:
    return tuple((kind, tuple(sorted(names))) for kind, names in kinds.items() if names)


def _read_files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
