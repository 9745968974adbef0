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
CHANGES = frozenset({"difference", "percentage_change", "percentage_point_change", "percentage_change_of_share", "average_annual_change"})


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
    taken = {"part": entry["rows"], "whole": entry["of"]} if "of" in entry else {"": entry["rows"]}
    ends = {end: {periods["field"]: periods[end]} for end in ("from", "to")} if periods else {"": {}}
    found = {f"{role}_{end}".strip("_") or "value": cell(where, **at) for role, where in taken.items() for end, at in ends.items()}
    value, bound = computed(measure, {place: number for place, (number, _) in found.items()}), found.get("value", (0, ""))[1]
    change = entry.get("change", measure in CHANGES)
    return Value(value, bound, bool(change), entry["unit"], entry["status"])


def computed(operation: str, cells: dict[str, Fraction], **whole: int) -> Fraction:
    """What an operation makes of its cells, by their places; whole: the numbers that its declaration gives."""
    members = [cells[place] for place in sorted(cells) if place.startswith("value_")]
    match operation:
        case "value" | "reported":
            return cells["value"]
        case "difference":
            return cells["to"] - cells["from"]
        case "percentage_change":
            return 100 * cells["to"] / cells["from"] - 100
        case "ratio":
            return cells["to"] / cells["from"]
        case "index":
            return 100 * cells["to"] / cells["from"]
        case "share":
            return 100 * cells["part"] / cells["whole"]
        case "rate":
            return whole["each"] * cells["part"] / cells["whole"]
        case "percentage_point_change" | "percentage_change_of_share":
            first, last = (100 * cells[f"part_{end}"] / cells[f"whole_{end}"] for end in ("from", "to"))
            return last - first if operation == "percentage_point_change" else 100 * (last - first) / first
        case "sum" | "cumulative":
            return sum(members, Fraction(0))
        case "mean":
            return sum((member / len(members) for member in members), Fraction(0))
        case "median":
            return _middle(members)
        case "rank":
            return Fraction(sorted(members, reverse=True).index(cells["value"]) + 1)
        case "average_annual_change":
            growth = (cells["to"] / cells["from"]) ** whole.get("per_year", 1)
            return 100 * root(growth, whole["periods"]) - 100
    raise AssertionError(f"the oracle does not know the operation {operation}")


def _middle(members: list[Fraction]) -> Fraction:
    """The value that as many are at or below as are at or above it, or the middle between the least and the greatest of such values."""
    half = Fraction(len(members), 2)
    such = [each for each in members if sum(other <= each for other in members) >= half <= sum(other >= each for other in members)]
    return (min(such) + max(such)) / 2


def root(value: Fraction, degree: int) -> Fraction:
    """A root by halving the steps of twenty decimals between which it lies: exact where it is a fraction, else the middle of its step."""

    def below(number: Fraction, step: Fraction) -> int:
        low, high = 0, int(max(number, 1) / step) + 1
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if (middle * step) ** degree <= number else (low, middle)
        return low

    over, under = (below(Fraction(number), Fraction(1)) for number in (value.numerator, value.denominator))
    if Fraction(over, under) ** degree == value:
        return Fraction(over, under)
    step = Fraction(1, 10**20)
    return (below(value, step) + Fraction(1, 2)) * step


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
