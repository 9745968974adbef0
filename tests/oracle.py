"""An independent reading of data and pages: `csv`, `fractions` and `html.parser`, nothing of macros/, no pandas.

It computes each figure from the CSV files by the declaration in data/figures.yml, and finds every percentage that a
reader can see in a built page, with the figure that the page says it is.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, lru_cache
from html.parser import HTMLParser
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Value:
    """A figure's exact value, its bound ("" where there is none) and whether its sign is a direction."""

    value: Fraction
    bound: str
    change: bool
    unit: str
    status: str


@lru_cache
def declarations(root: Path = ROOT) -> dict[str, dict]:
    return yaml.safe_load((root / "data/figures.yml").read_text(encoding="utf-8"))["figures"]


@cache
def figure(name: str, as_of: str = "", root: Path = ROOT) -> Value:
    """The figure on the newest version of its package that is not later than `as_of` ("" for the newest of all)."""
    entry = declarations(root)[name]
    versions = sorted(p.name for p in (root / "data" / entry["package"]).iterdir() if p.is_dir())
    version = [v for v in versions if as_of in ("", "newest") or v <= as_of][-1]
    folder = root / "data" / entry["package"] / version
    with next(folder.glob(f"{entry['resource']}.csv")).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    def cell(where: dict, **more: object) -> tuple[Fraction, str]:
        wanted = {**where, **more}
        found = [row for row in rows if all(row[key] == str(value) for key, value in wanted.items())]
        assert len(found) == 1, (name, wanted, len(found))
        return Fraction(found[0][entry["field"]]), found[0].get("bound", "")

    periods, measure = entry.get("periods"), entry["measure"]
    bound = ""
    if measure in ("value", "reported"):
        value, bound = cell(entry["rows"])
    elif measure == "share":
        value = cell(entry["rows"])[0] / cell(entry["of"])[0] * 100
    else:
        at = [{periods["field"]: periods[end]} for end in ("from", "to")]
        first, last = (cell(entry["rows"], **where)[0] for where in at)
        if measure in ("percentage_change_of_share", "percentage_point_change"):
            first, last = (part / cell(entry["of"], **where)[0] for part, where in zip((first, last), at, strict=True))
        if measure == "percentage_point_change":
            value = (last - first) * 100
        elif measure in ("percentage_change", "percentage_change_of_share"):
            value = (last / first - 1) * 100
        else:
            raise AssertionError(f"the oracle does not know the measure {measure} of {name}")
    change = entry.get("change", measure not in ("value", "reported", "share"))
    return Value(value, bound, bool(change), entry["unit"], entry["status"])


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Half up, away from zero."""
    scaled = abs(value) * 10**decimals + Fraction(1, 2)
    result = Fraction(scaled.numerator // scaled.denominator, 10**decimals)
    return -result if value < 0 else result


PERCENTAGE = re.compile(
    r"(?P<sign>[−+-]?)(?P<number>\d+(?:[.,]\d+)?)\s*[-\u2010\u2011]?\s*(?P<unit>%|percentage[ -]points?|per\s?cent)", re.IGNORECASE
)


@dataclass(frozen=True)
class Seen:
    """One percentage in a built page: its line there, the words, and what it is bound to (`kind`, `name`, `as_of`)."""

    line: int
    text: str
    sign: str
    number: str
    unit: str
    kind: str
    name: str
    as_of: str
    before: str = field(compare=False)

    @property
    def decimals(self) -> int:
        return len(self.number.replace(",", ".").partition(".")[2])


_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "data",
        "del",
        "em",
        "i",
        "ins",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "tspan",
        "u",
        "wbr",
        "br",
    ]
)
_HIDDEN = frozenset({"script", "style", "template", "code", "pre"})
_BINDINGS = (("data-figure", "figure"), ("data-cell", "cell"), ("data-not-a-figure", "exempt"), ("data-tally", "tally"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, tuple[str, str, str] | None]] = []
        self.block: list[tuple[str, int, tuple[str, str, str]]] = []
        self.seen: list[Seen] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag not in _INLINE:
            self.end_block()
        if tag in _VOID:
            return
        bound = next(((kind, found[key] or "", found.get("data-as-of") or "") for key, kind in _BINDINGS if key in found), None)
        self.stack.append((tag, bound))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.end_block()
        for index in range(len(self.stack) - 1, -1, -1):
            if self.stack[index][0] == tag:
                del self.stack[index:]
                break

    def handle_data(self, data: str) -> None:
        if any(tag in _HIDDEN for tag, _ in self.stack):
            return
        bound = next((b for _, b in reversed(self.stack) if b), ("", "", ""))
        self.block.append((data, self.getpos()[0], bound))

    def end_block(self) -> None:
        text = "".join(part for part, _, _ in self.block)
        for match in PERCENTAGE.finditer(text):
            at, line, bound = 0, 0, ("", "", "")
            for part, part_line, part_bound in self.block:
                if at <= match.start("number") < at + len(part):
                    line, bound = part_line, part_bound
                    break
                at += len(part)
            self.seen.append(Seen(line, match[0], match["sign"], match["number"], match["unit"], *bound, text[: match.start()]))
        self.block = []


def percentages(html: str) -> list[Seen]:
    """Every percentage in digits that a reader of the page can see, drawings included."""
    reader = _Reader()
    reader.feed(html)
    reader.end_block()
    return reader.seen
