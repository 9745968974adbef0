"""An independent reading of data and pages: `csv`, `fractions` and `html.parser`, nothing of macros/, no pandas.

It computes each figure from the CSV files by the declaration in data/figures.yml and what dimensions.yml says of its table, and finds
every percentage that a reader can see in a built page, with the figure that the page says it is.
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


# The unit of the value of an operation that is not in that of its cells.
UNITS = {
    **dict.fromkeys(("percentage_change", "share", "percentage_change_of_share", "average_annual_change"), "percent"),
    "percentage_point_change": "percentage points",
    "ratio": "ratio",
    "rank": "rank",
}


@dataclass(frozen=True)
class Value:
    """A figure's exact value, its bound ("" where there is none) and whether its sign is a direction."""

    value: Fraction
    bound: str
    change: bool
    unit: str
    status: str


@dataclass(frozen=True)
class Table:
    """A table of a package at a version, and what dimensions.yml says of it: its rows, its codes by their column, its attributes."""

    rows: list[dict[str, str]]
    dimensions: dict[str, dict]
    codes: dict[str, dict[str, dict]]
    measures: dict[str, dict]
    attributes: dict[str, tuple[str, dict[str, str]]]  # meaning -> column, cell -> what it means

    def one(self, where: dict[str, str]) -> dict[str, str]:
        """The only row of a selection."""
        (row,) = self.alike(where)
        return row

    def alike(self, where: dict[str, str]) -> list[dict[str, str]]:
        return [row for row in self.rows if all(row[column] == code for column, code in where.items())]

    def said(self, row: dict[str, str], meaning: str) -> str:
        """What a row says by a column of attributes."""
        column, means = self.attributes.get(meaning, ("", {}))
        return means.get(row.get(column, ""), row.get(column, "") if meaning == "bound" else "")

    def measure(self, column: str, codes: dict[str, str]) -> dict:
        """What is said of a measure: of its column, and of the code of a measure dimension."""
        of_codes = [self.codes[name].get(code, {}).get("measure") for name, code in codes.items() if name in self.codes]
        return {**self.measures.get(column, {}), **next(filter(None, of_codes), {})}

    def number(self, row: dict[str, str], column: str) -> Fraction | None:
        """The number of a cell in units; None where it has none."""
        if not row[column] or self.said(row, "status") in ("suppressed", "missing"):
            return None
        return Fraction(row[column]) * int(self.said(row, "scale") or self.measure(column, row).get("scale", 1))

    def is_total(self, column: str, code: str) -> bool:
        """Whether a code stands for others: it is called a total, or others are a part of it."""
        codes = self.codes.get(column, {})
        wholes = {name for each in codes.values() for name in re.findall(r"[^',\[\]{}: ]+", str(each.get("part_of", "")))}
        return bool(codes.get(code, {}).get("total")) or code in wholes


@cache
def table(package: str, resource: str, as_of: str = "", root: Path = ROOT) -> Table:
    """A table of the newest version that is not later than `as_of` ("" for the newest of all)."""
    home = root / "data" / package
    version = [v for v in sorted(p.name for p in home.iterdir() if p.is_dir()) if as_of in ("", "newest") or v <= as_of][-1]
    with (home / version / f"{resource}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    declared = yaml.safe_load((home / "dimensions.yml").read_text(encoding="utf-8")) if (home / "dimensions.yml").is_file() else {}
    said = declared.get("tables", {}).get(resource, {})
    codes = {}
    for name, dimension in said.get("dimensions", {}).items():
        if listed := (dimension or {}).get("codes"):
            shared = root / f"data/codelists/{listed}.yml"
            own = declared.get("codelists", {}).get(listed) or yaml.safe_load(shared.read_text(encoding="utf-8"))
            codes[name] = {_text(code): each or {} for code, each in own["codes"].items()}
    attributes = {
        each["means"]: (column, {_text(code): str(meaning) for code, meaning in each.get("codes", {}).items()})
        for column, each in said.get("attributes", {}).items()
    }
    return Table(rows, said.get("dimensions", {}), codes, said.get("measures", {}), attributes or {"bound": ("bound", {})})


def _text(code: object) -> str:
    """A code as cells have it."""
    return {True: "true", False: "false", None: ""}[code] if code is None or isinstance(code, bool) else str(code)


def _unit(entry: dict, measure: dict, root: Path) -> str:
    """What the value of a figure is in."""
    operation = entry.get("operation", "value")
    if per := entry.get("per"):
        package, resource, column = per["measure"].split("/", 2)
        base = table(package, resource, "", root).measure(column, entry["where"])
        return f"per {per.get('each', 1):,} {base.get('unit') or _noun(base)}".strip()
    if operation == "index":
        return f"{', '.join(entry['from'].values())} = 100"
    return UNITS.get(operation) or measure.get("unit") or _noun(measure) or entry["measure"].split("/", 2)[2].replace("_", " ")


def _noun(measure: dict) -> str:
    """The noun of what a measure counts, "" for none."""
    return next((forms["many"][0] for lang, forms in sorted(measure.get("nouns", {}).items(), key=lambda each: each[0] != "en")), "")


def _texts(codes: dict | None) -> dict[str, str]:
    return {name: _text(code) for name, code in (codes or {}).items()}


@lru_cache
def declarations(root: Path = ROOT) -> dict[str, dict]:
    """The figures by id, those of patterns written out; each with what it leaves out: package, resource, field, operation, unit, status."""
    entries, found = yaml.safe_load((root / "data/figures.yml").read_text(encoding="utf-8"))["figures"], {}
    for key, entry in entries.items():
        package, resource, column = entry["measure"].split("/", 2)
        where, to, start = (_texts(entry.get(each)) for each in ("where", "to", "from"))
        free = [name for each in (where, to) for name, code in each.items() if code == "*"]
        fixed = {name: code for name, code in {**where, **to}.items() if code != "*"}
        versions = sorted(p.name for p in (root / "data" / package).iterdir() if (p / f"{resource}.csv").is_file())
        rows = [row for version in versions for row in table(package, resource, version, root).alike(fixed)] if free else [{}]
        for codes in dict.fromkeys(tuple(row[name] for name in free) for row in rows):
            given = dict(zip(free, codes, strict=True))
            before = {
                name: sorted({row[name] for row in rows if row[name] < given[name]})[-1:]
                for name, code in start.items()
                if code == "previous"
            }
            if not all(before.values()):
                continue  # the first period has none before it
            id = re.sub(r"{([^{}]+)}", lambda name, given=given: re.sub("[^a-z0-9]+", "-", given[name[1]].lower()).strip("-"), key)
            if free and id in entries:
                continue
            chosen = {
                "where": {**where, **{n: given[n] for n in where if n in given}},
                "to": {**to, **{n: given[n] for n in to if n in given}},
            }
            chosen["from"] = {name: before[name][0] if name in before else code for name, code in start.items()}
            measure = table(package, resource, "", root).measure(column, {**chosen["where"], **chosen["to"]})
            operation = entry.get("operation", "value")
            derived = {
                "package": package,
                "resource": resource,
                "field": column,
                "operation": operation,
                "unit": _unit({**entry, **chosen}, measure, root),
                "status": (measure.get("status") if operation == "value" else "") or "computed",
            }
            found[id] = {**derived, **entry, **chosen}
    return found


@cache
def figure(name: str, as_of: str = "", root: Path = ROOT) -> Value:
    """The figure on the newest versions of its packages that are not later than `as_of` ("" for the newest of all)."""
    entry = declarations(root)[name]
    own, column, operation, where = (
        table(entry["package"], entry["resource"], as_of, root),
        entry["field"],
        entry["operation"],
        entry["where"],
    )
    whole: dict[str, int] = {}
    cells: dict[str, Fraction | None] = {}
    bound = ""
    if per := entry.get("per"):
        package, resource, other = per["measure"].split("/", 2)
        base = table(package, resource, as_of, root)
        shared = {name: code for name, code in where.items() if name in base.rows[0]} | _texts(per.get("where"))
        cells = {"part": own.number(own.one(where), column), "whole": base.number(base.one(shared), other)}
        whole = {"each": per.get("each", 1)}
    elif operation == "cumulative":
        ((period, first),) = entry["from"].items()
        taken = sorted((row[period], own.number(row, column)) for row in own.alike(where) if first <= row[period] <= entry["to"][period])
        cells = {f"value_{at}": number for at, (_, number) in enumerate(taken, 1)}
    elif over := entry.get("over"):
        taken = own.alike({name: code for name, code in where.items() if name not in over})
        for dimension, codes in over.items():
            chosen = [_text(code) for code in codes]
            taken = [row for row in taken if (row[dimension] in chosen if codes != "*" else not own.is_total(dimension, row[dimension]))]
        numbers = [number for row in taken if (number := own.number(row, column)) is not None or "skip" not in entry]
        cells = {f"value_{at}": number for at, number in enumerate(numbers, 1)}
        if operation == "rank":
            cells["value"] = own.number(own.one(where), column)
    else:
        roles = {"part": {}, "whole": _texts(entry["of"])} if "of" in entry else {"": {}}
        ends = {end: entry[end] for end in ("from", "to")} if entry["from"] else {"": {}}
        rows = {f"{r}_{e}".strip("_") or "value": own.one({**where, **at, **of}) for r, of in roles.items() for e, at in ends.items()}
        cells = {place: own.number(row, column) for place, row in rows.items()}
        bound = own.said(rows["value"], "bound") if operation == "value" else ""
    if operation == "average_annual_change":
        (years, months) = zip(
            *(map(int, (f"{code}-1").split("-")[:2]) for code in (*entry["to"].values(), *entry["from"].values())), strict=True
        )
        whole = {"periods": 12 * (years[0] - years[1]) + months[0] - months[1], "per_year": 12}
    assert None not in cells.values(), (name, cells)
    value = computed(operation, {place: number for place, number in cells.items() if number is not None}, **whole)
    return Value(value, bound, bool(entry.get("change", operation in CHANGES)), entry["unit"], entry["status"])


def computed(operation: str, cells: dict[str, Fraction], **whole: int) -> Fraction:
    """What an operation makes of its cells, by their places; whole: the numbers that its declaration gives."""
    members = [cells[place] for place in sorted(cells) if place.startswith("value_")]
    match operation:
        case "value":
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
