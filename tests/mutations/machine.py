"""Where numbers stand in what programs read: feeds, JSON, CSV, workbooks, archives, drawings, citations, structured data.

A text is a file, or a member of an archive (`data/x/x.zip!x/rows.csv`), or the structured data of a page (`index.html`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.mutations.languages import language
from tests.mutations.places import Number

# Data and proofs: every number in them says something. Not a year, a part of a date, an id, an address or a hash.
_ANY = re.compile(
    r"(?<![\w.,#:@-])(?P<sign>[−+-]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
    r"(?P<unit>\s?%|\s(?:percent|per cent|percentage points?|million)\b)?(?![\w:-]|\.\d|,\d)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATA = re.compile(
    r"(?:es/)?(?:figures\.json|figures/[^/]+\.json|charts/.+/data\.csv|data/.+\.csv|data/.+/datapackage\.json)|.+!.+\.(?:csv|json)"
)
_CELL = re.compile(r"<v>([^<]*)</v>|<t[^>]*>([^<]*)</t>")
_VALUE = re.compile(r'"value": (-?[0-9.]+)')
_STRUCTURED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_READ = (".json", ".csv", ".xml", ".svg", ".txt", ".bib", ".ris")
_MEMBERS = (".json", ".csv", ".xml", ".txt")
_ELSEWHERE = ("search/search_index.json", "verification.json")  # in places.py, and the check's own
# The opening tag behind which a number stands, in HTML that is escaped in XML or in JSON.
_BOUND = re.compile(
    r'data-(?P<kind>figure|cell|not-a-figure|tally)=\\?"(?P<name>[^"\\]*)\\?"(?:(?!&lt;|&gt;|[<>]).)*?(?:&gt;|>)(?:(?!&lt;|<).)*\Z',
    re.DOTALL,
)
_AS_OF = re.compile(r'data-as-of=\\?"([^"\\]*)')


def texts(site: Path) -> dict[str, str]:
    """Every text, by its name."""
    found = {}
    for path in sorted(p for p in site.rglob("*") if p.is_file()):
        name = path.relative_to(site).as_posix()
        if path.suffix in (".zip", ".xlsx"):
            with zipfile.ZipFile(path) as archive:
                found |= {f"{name}!{m}": archive.read(m).decode("utf-8") for m in archive.namelist() if m.endswith(_MEMBERS)}
        elif path.suffix in _READ and not name.endswith(_ELSEWHERE):
            found[name] = path.read_text(encoding="utf-8")
        elif path.suffix == ".html" and _STRUCTURED.search(text := path.read_text(encoding="utf-8")):
            found[name] = text
    return found


def packed(site: Path, name: str, text: str) -> tuple[str, bytes]:
    """The file that holds a text, and its bytes with that text in it."""
    file, _, member = name.partition("!")
    if not member:
        return file, text.encode("utf-8")
    out = io.BytesIO()
    with zipfile.ZipFile(site / file) as archive, zipfile.ZipFile(out, "w") as changed:
        for entry in archive.infolist():
            changed.writestr(entry, text.encode("utf-8") if entry.filename == member else archive.read(entry))
    return file, out.getvalue()


def numbers(name: str, text: str) -> Iterator[Number]:
    """Every number of a text that says a quantity."""
    if name.endswith(".html"):
        for script in _STRUCTURED.finditer(text):
            yield from _quantities(name, text, "structured data", *script.span(1))
    elif _DATA.fullmatch(name):
        yield from _all(name, text, "data", 0, len(text))
    elif ".xlsx!" in name:
        for cell in _CELL.finditer(text) if "/sheet" in name else ():
            yield from _all(name, text, "workbook", *cell.span(1 if cell[1] is not None else 2))
    else:
        kind = name.rpartition(".")[2]
        if name.endswith("chart.vl.json"):
            for value in _VALUE.finditer(text):
                yield from _all(name, text, "specification", *value.span(1))
        yield from _quantities(name, text, "feed" if kind in ("xml", "json") else kind, 0, len(text))


def _all(name: str, text: str, surface: str, start: int, end: int) -> Iterator[Number]:
    for match in _ANY.finditer(text, start, end):
        if not (_YEAR.fullmatch(match["digits"]) and not match["unit"]):
            yield _number(name, match, surface, "", "", "")


def _quantities(name: str, text: str, surface: str, start: int, end: int) -> Iterator[Number]:
    for match in language(name).number.finditer(text, start, end):
        digits = language(name).plain(match["digits"])
        bound = _BOUND.search(text, max(0, match.start() - 400), match.start())
        kind, of = (bound["kind"], bound["name"]) if bound else ("", "")
        if kind == "not-a-figure" or (not match["unit"] and ("," not in digits or len(digits.replace(",", "")) < 4)):
            continue
        as_of = _AS_OF.search(bound[0]) if bound else None
        yield _number(name, match, surface, kind, of, as_of[1] if as_of else "")


def _number(name: str, match: re.Match[str], surface: str, kind: str, of: str, as_of: str) -> Number:
    sign, unit = match["sign"], match["unit"] or ""
    digits = match["digits"] if surface in ("data", "workbook", "specification") else language(name).plain(match["digits"])
    return Number(name, match.start("digits"), match.end("digits"), sign, digits, unit, surface, kind, of, as_of, None)
