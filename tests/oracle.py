"""An independent reading of data and pages: `csv`, `fractions` and `html.parser`, nothing of macros/, no pandas.

It computes each figure from the CSV files by the declaration in data/figures.yml, and finds every percentage that a
reader can see in a built page, with the figure that the page says it is.
"""

from __future__ import annotations

import csv
import itertools
import json
import re
import unicodedata
from collections.abc import Iterator
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


@dataclass
class Table:
    """A table in one version of its package, with what dimensions.yml says of its columns, or what its schema and its cells give."""

    rows: list[dict[str, str]]
    dimensions: dict[str, dict]
    measures: dict[str, dict]
    attributes: dict[str, dict]
    lists: dict[str, dict]

    def codes(self, dimension: str) -> dict[str, dict]:
        return {code: said or {} for code, said in self.lists.get(self.dimensions[dimension].get("codes", ""), {}).get("codes", {}).items()}

    def measure(self, column: str, row: dict[str, str]) -> dict:
        """What is said of a column in a row: by the code of a measure dimension before the column itself."""
        said = dict(self.measures.get(column) or {})
        for name in self.dimensions:
            said |= self.codes(name).get(row.get(name, ""), {}).get("measure") or {}
        return said

    def said(self, means: str, row: dict[str, str]) -> str:
        """What an attribute says of a row."""
        for name, each in self.attributes.items():
            if each["means"] == means and row.get(name):
                return each.get("codes", {}).get(row[name], row[name])
        return ""

    def value(self, column: str, row: dict[str, str]) -> Fraction | None:
        if self.said("status", row) in ("suppressed", "missing") or not row[column]:
            return None
        scale = self.said("scale", row) or self.measure(column, row).get("scale", "1")
        return Fraction(row[column]) * int(scale)


def _read(path: Path) -> dict:
    """A YAML file, all of whose scalars are texts."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) if path.exists() else {}


@lru_cache
def versions(package: str, root: Path) -> list[str]:
    return sorted(each.name for each in (root / "data" / package).iterdir() if each.is_dir())


@lru_cache(maxsize=512)
def table(package: str, resource: str, version: str, root: Path) -> Table:
    folder = root / "data" / package / version
    with next(folder.glob(f"{resource}.csv")).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    said = _read(root / f"data/{package}/dimensions.yml")
    lists = {each.stem: _read(each) for each in sorted((root / "data/codelists").glob("*.yml"))} | (said.get("codelists") or {})
    columns = said.get("tables", {}).get(resource)
    if columns:
        return Table(
            rows, {k: v or {} for k, v in columns["dimensions"].items()}, columns["measures"], columns.get("attributes", {}), lists
        )
    schema = next(
        each["schema"]
        for each in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
        if each["name"] == resource
    )
    numbers = {each["name"]: each for each in schema["fields"] if each.get("type") in ("integer", "number")}
    key = schema.get("primaryKey") or [each["name"] for each in schema["fields"] if each["name"] not in numbers]
    dimensions = {
        name: {"period": kind} if (kind := _kind([row[name] for row in rows])) else {} for name in ([key] if isinstance(key, str) else key)
    }
    attributes = {"bound": {"means": "bound"}} if rows and "bound" in rows[0] and "bound" not in dimensions else {}
    units = {name: {"unit": unit} for name, each in numbers.items() if (unit := each.get("unit")) and not re.search(r",|\b(or|as)\b", unit)}
    return Table(rows, dimensions, units, attributes, {})


_KINDS = {"year": r"\d{4}", "quarter": r"\d{4}-?Q\d", "month": r"\d{4}[-M]\d\d", "day": r"\d{4}-\d\d-\d\d"}


def _kind(cells: list[str]) -> str:
    return next((kind for kind, form in _KINDS.items() if cells and all(re.fullmatch(form, cell) for cell in cells)), "")


def moment(code: str) -> tuple[int, ...]:
    """Where a period stands in time, among those of its dimension: its numbers, the year before the quarter."""
    numbers = [int(number) for number in re.findall(r"\d+", re.sub(r"^(\d{4})(\d\d)$", r"\1-\2", code))]
    return tuple(sorted(numbers, key=lambda number: number < 1000)) if re.match("[A-Za-z]", code) else tuple(numbers)


def months(code: str, kind: str) -> int:
    """How many months lie before a year, a quarter or a month."""
    year, *part = moment(code)
    return 12 * year + {"quarter": 3, "month": 1}.get(kind, 0) * ((part or [1])[0] - 1)


def slug(dimension: str, code: str, of: Table) -> str:
    """How a code stands in the ids that a pattern makes."""
    said = of.codes(dimension).get(code, {})
    for text in (said.get("id", ""), code, *said.get("label", {}).values()):
        plain = unicodedata.normalize("NFKD", text.casefold())
        if words := re.findall("[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign))):
            return "-".join(words)
    raise AssertionError(f"no id is made of {dimension} {code}")


@lru_cache
def declarations(root: Path = ROOT) -> dict[str, dict]:
    """The figures by id, those of patterns written out; each with what it leaves out: package, resource, field, operation, unit, status."""
    entries, made = _read(root / "data/figures.yml")["figures"], {}
    for name, entry in entries.items():
        package, resource, column = entry["measure"].split("/", 2)
        where, start, end = (dict(entry.get(key) or {}) for key in ("where", "from", "to"))
        free = [key for key, code in (where | end).items() if code == "*"]
        all_of_it = [table(package, resource, version, root) for version in versions(package, root)]
        held = [
            (each, row)
            for each in all_of_it
            for row in each.rows
            if all(row[key] == code for key, code in (where | end).items() if code != "*")
        ]
        for codes in dict.fromkeys(tuple(row[key] for key in free) for _, row in held) if free else [()]:
            chosen = dict(zip(free, codes, strict=True))
            own, id_ = (
                {key: {k: chosen[k] if c == "*" else c for k, c in each.items()} for key, each in (("where", where), ("to", end))},
                name,
            )
            for key, code in chosen.items():
                id_ = id_.replace(f"{{{key}}}", slug(key, code, all_of_it[-1]))
            begin = dict(start)
            for key, code in start.items():
                if code == "previous":
                    others = {k: c for k, c in chosen.items() if k != key}
                    series = {row[key] for _, row in held if all(row[k] == c for k, c in others.items())}
                    before = [each for each in series if moment(each) < moment(chosen[key])]
                    begin[key] = max(before, key=moment) if before else ""
            if "" not in [begin[key] for key, code in start.items() if code == "previous"] and (not free or id_ not in entries):
                operation, said = entry.get("operation", "value"), all_of_it[-1].measure(column, own["where"] | own["to"])
                derived = {
                    "package": package, "resource": resource, "field": column, "operation": operation,
                    "unit": _unit(operation, column, said), "status": (operation == "value" and said.get("status")) or "computed",
                    "attribution": said.get("attribution", {}),
                }  # fmt: skip
                if operation == "index":
                    derived["unit"] = f"{', '.join(begin.values())} = 100"
                elif "per" in entry:
                    derived["unit"] = _rate(entry["per"], own["where"], root)
                decimals = [
                    entry.get("decimals"),
                    DECIMALS.get(operation),
                    said.get("decimals"),
                    _decimals(all_of_it[-1], column, operation),
                ]
                chosen_ = {
                    "where": own["where"],
                    "from": begin,
                    "to": own["to"],
                    "decimals": int(next(d for d in decimals if d is not None)),
                }
                made[id_] = derived | entry | chosen_
    return made


@cache
def figure(name: str, as_of: str = "", root: Path = ROOT) -> Value:
    """The figure on the newest version of its packages that is not later than `as_of` ("" for the newest of all)."""
    entry = declarations(root)[name]
    column, operation, where = entry["field"], entry["operation"], entry["where"]

    def seen(package: str, resource: str) -> Table:
        return table(package, resource, [v for v in versions(package, root) if as_of in ("", "newest") or v <= as_of][-1], root)

    own = seen(entry["package"], entry["resource"])

    def one(of: Table, where: dict[str, str]) -> dict[str, str]:
        found = [row for row in of.rows if all(row[key] == code for key, code in where.items())]
        assert len(found) == 1, (name, where, len(found))
        return found[0]

    whole: dict[str, int] = {}
    places: dict[str, dict[str, str]] = {}
    cells: dict[str, Fraction | None] = {}
    if "per" in entry:
        per = entry["per"]
        package, resource, base = per["measure"].split("/", 2)
        other = seen(package, resource)
        cells = {"whole": other.value(base, one(other, _joined(own, other, where) | per.get("where", {})))}
        places = {"part": one(own, where)}
        whole = {"each": int(per.get("each", 1))}
    elif "over" in entry:
        places = dict(enumerate_places(_members(own, entry)))
        if operation == "rank":
            places["value"] = one(own, where)
    elif operation == "cumulative":
        ((key, first),) = entry["from"].items()
        rows = [row for row in own.rows if all(row[k] == c for k, c in where.items())]
        places = dict(enumerate_places([row for row in rows if moment(first) <= moment(row[key]) <= moment(entry["to"][key])]))
    else:
        roles = {"part": {}, "whole": entry["of"]} if "of" in entry else {"": {}}
        ends = {"from": entry["from"], "to": entry["to"]} if entry["from"] else {"": {}}
        for (role, of), (end, at) in itertools.product(roles.items(), ends.items()):
            places[f"{role}_{end}".strip("_") or "value"] = one(own, where | at | of)
    if operation == "average_annual_change":
        ((key, first),) = entry["from"].items()
        kind = own.dimensions[key].get("period", "year")
        whole = {"periods": months(entry["to"][key], kind) - months(first, kind), "per_year": 12}
    cells |= {place: own.value(column, row) for place, row in places.items()}
    if "skip" in entry:
        cells = {place: value for place, value in cells.items() if value is not None}
    assert None not in cells.values(), (name, cells)
    value = computed(operation, cells, **whole)  # type: ignore[arg-type]
    bound = own.said("bound", places["value"]) if operation == "value" else ""
    change = {"true": True, "false": False}.get(entry.get("change", ""), operation in CHANGES)
    return Value(value, bound, change, entry["unit"], entry["status"])


def enumerate_places(rows: list[dict[str, str]]) -> Iterator[tuple[str, dict[str, str]]]:
    yield from ((f"value_{at}", row) for at, row in enumerate(rows, 1))


def _joined(own: Table, other: Table, where: dict[str, str]) -> dict[str, str]:
    """The codes of a row of another table, by the columns of the same name, code list or kind of period."""
    found = {key: where[key] for key in other.dimensions if key in where and key in own.dimensions}
    for key, said in other.dimensions.items():
        for mine, code in where.items() if key not in found else ():
            if any(said.get(way) and said[way] == own.dimensions[mine].get(way) for way in ("period", "codes")):
                found[key] = code
    return found


def _members(of: Table, entry: dict) -> list[dict[str, str]]:
    """The rows that are taken together: of every code that is no total, and has no part among them; or of those that are listed."""
    over = entry["over"]
    rows = [row for row in of.rows if all(row[key] == code for key, code in entry["where"].items() if key not in over)]
    for key, listed in over.items():
        codes = of.codes(key)
        there = {row[key] for row in rows}
        whole_of = {whole for code in there for whole in _wholes(codes, code)}
        chosen = listed if listed != "*" else [c for c in there if codes.get(c, {}).get("total") != "true" and c not in whole_of]
        rows = [row for row in rows if row[key] in chosen]
    return rows


def _wholes(codes: dict[str, dict], code: str) -> set[str]:
    listed = codes.get(code, {}).get("part_of", [])
    direct = {each["code"] if isinstance(each, dict) else each for each in (listed if isinstance(listed, list) else [listed])}
    return direct | {above for each in direct for above in _wholes(codes, each)}


# The decimals at which the value of an operation is quoted, where they are not those of its cells.
DECIMALS = {
    **dict.fromkeys(("percentage_change", "percentage_change_of_share", "rank"), 0),
    **dict.fromkeys(("share", "percentage_point_change", "ratio", "rate", "index", "average_annual_change"), 1),
}


def _decimals(of: Table, column: str, operation: str) -> int:
    """Those of the cells, and one more of a mean and a median."""
    return max(len(row[column].partition(".")[2]) for row in of.rows) + (operation in ("mean", "median"))


_UNITS = {"ratio": "ratio", "rank": "rank", "percentage_point_change": "percentage points"} | dict.fromkeys(
    ("share", "percentage_change", "percentage_change_of_share", "average_annual_change"), "percent"
)


def _unit(operation: str, column: str, said: dict) -> str:
    """The unit of the value: that of its operation, else that of its measure, else the noun of what is counted."""
    nouns = said.get("nouns", {})
    unit = said.get("unit") or (nouns.get("en") or next(iter(nouns.values()), {"many": [column.replace("_", " ")]}))["many"][0]
    return "percentage points" if operation == "difference" and unit == "percent" else _UNITS.get(operation, unit)


def _rate(per: dict, where: dict[str, str], root: Path) -> str:
    """What a rate is in: of how many of the units of another measure it is."""
    package, resource, column = per["measure"].split("/", 2)
    said = table(package, resource, versions(package, root)[-1], root).measure(column, where)
    return f"per {int(per.get('each', 1)):,} {_unit('value', column, said)}"


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
