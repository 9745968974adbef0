"""The gold: reads the files of sentences and of what they say (README.md beside this file).

`python tests/gold/read.py [path ...]` checks the files (all of them when none is named) and prints
the count of cases and of finds for each class.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

QUANTITIES = (
    "percentage",
    "percentage_points",
    "basis_points",
    "per_mille",
    "rate",
    "multiplier",
    "count",
)
OTHERS = ("date", "year", "ordinal", "cardinal", "reference")
FORMS = ("digits", "words", "fraction", "ratio", "verb")
HEDGES = ("over", "at_least", "under", "at_most", "about")
DIRECTIONS = ("up", "down")
CLASSES = 43
"""Rows of the table of forms."""
CORE = 28
"""Those of which each language has sentences; the rest are where a language has files for them."""
INDENT = "    "

Fail = Callable[[str], NoReturn]

_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_CLASS = re.compile(r"(\d{1,2}) \S.*", re.ASCII)
# Characters that a reviewer cannot see or tell apart: they have to be written as escapes.
_UNSEEN = re.compile(
    r"[\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u180e"
    r"\u2000-\u200f\u2010\u2011\u2028-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f\ufeff]"
)


@dataclass(frozen=True)
class Expected:
    """One quantity in a case. A range has `low` and `high` and no `value`; a vague scale has none of them.

    Of the kinds that are no quantity, only text and kind are said.
    """

    text: str
    kind: str
    form: str | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    hedge: str | None = None
    direction: str | None = None


@dataclass(frozen=True)
class Case:
    """One line of text, and what it says. `line` is the number of the line in the file."""

    line: int
    text: str
    html: bool
    cls: str
    finds: tuple[Expected, ...]


def cases(path: Path | str) -> Iterator[Case]:
    """The cases of one file, in order. Raises ValueError with file:line where the file is not as agreed."""
    path = Path(path)
    cls: str | None = None
    open_case: tuple[int, str, bool] | None = None
    finds: list[Expected] = []
    position = 0
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}:1: not UTF-8: {error}") from error
    for number, raw in enumerate(lines, start=1):

        def fail(message: str, number: int = number) -> NoReturn:
            raise ValueError(f"{path}:{number}: {message}")

        unseen = _UNSEEN.search(raw)
        if unseen:
            fail(f"write \\u{ord(unseen[0]):04x} as an escape")
        if raw.endswith(" "):
            fail("spaces at the end of the line")
        if raw.startswith(" "):
            if open_case is None or cls is None:
                fail("a find without a case before it")
            if not raw.startswith(INDENT) or raw.startswith(INDENT + " "):
                fail("a find is indented by four spaces")
            expected = _expected(raw[len(INDENT) :], fail)
            position = _place(open_case[1], expected.text, position, fail)
            finds.append(expected)
            continue
        if open_case is not None and cls is not None:
            if raw:
                fail("an empty line separates cases")
            yield Case(*open_case, cls, tuple(finds))
            open_case, finds, position = None, [], 0
        if not raw or raw.startswith("# "):
            continue
        if raw.startswith("## "):
            cls = raw[3:]
            match = _CLASS.fullmatch(cls)
            if not match or not 1 <= int(match[1]) <= CLASSES:
                fail(f"the name of a class begins with its number, 1 to {CLASSES}: {cls!r}")
            continue
        if cls is None:
            fail("a case before the first class")
        html = raw.startswith("!html ")
        text = _decode(raw.removeprefix("!html "))
        if raw.startswith("!") and not html and not raw.startswith("!["):
            fail("only !html may stand before a case")
        open_case = (number, text, html)
    if open_case is not None and cls is not None:
        yield Case(*open_case, cls, tuple(finds))


def _decode(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _expected(line: str, fail: Fail) -> Expected:
    text, *fields = (_decode(field.strip(" ")) for field in (line + " ").split(" | "))
    if not text:
        fail("a find without a text")
    if not fields:
        fail("a find without a kind")
    kind, *fields = fields
    if kind in OTHERS:
        if fields:
            fail(f"a {kind} has a text and a kind, nothing more")
        return Expected(text, kind)
    if kind not in QUANTITIES:
        fail(f"unknown kind {kind!r}")
    if len(fields) < 2:
        fail("a quantity has a form and a value")
    form, number, *marks = fields
    if form not in FORMS:
        fail(f"unknown form {form!r}")
    value = low = high = None
    if ".." in number:
        ends = number.split("..")
        if len(ends) != 2 or not all(_NUMBER.fullmatch(end) for end in ends):
            fail(f"not a range: {number!r}")
        low, high = map(Decimal, ends)
        if low >= high:
            fail(f"the lower end does not stand first: {number!r}")
    elif number:
        if not _NUMBER.fullmatch(number):
            fail(f"not a number: {number!r}")
        value = Decimal(number)
    elif (kind, form) != ("count", "words"):
        fail("only a count in words may have no value")
    allowed = {"hedge": HEDGES, "direction": DIRECTIONS}
    said: dict[str, str] = {}
    for mark in marks:
        name, _, word = mark.partition("=")
        if name not in allowed:
            fail(f"unknown field {mark!r}")
        if word not in allowed[name]:
            fail(f"unknown {name} {word!r}")
        if name in said:
            fail(f"{name} is said twice")
        if name == "hedge" and "direction" in said:
            fail("hedge stands before direction")
        said[name] = word
    return Expected(text, kind, form, value, low, high, said.get("hedge"), said.get("direction"))


def _place(text: str, wanted: str, position: int, fail: Fail) -> int:
    """The end of the next place where `wanted` stands as a whole, not inside a longer word or number."""
    start = text.find(wanted, position)
    while start >= 0:
        end = start + len(wanted)
        # A space may be missing before a number: "reports444,444".
        before = start > 0 and _joined(text[start - 1], text[start]) and not (text[start - 1].isalpha() and text[start].isdecimal())
        after = end < len(text) and _joined(text[end - 1], text[end])
        within = (text[end - 1].isdigit() and re.match(r"[.,]\d", text[end : end + 2])) or (
            text[start].isdigit() and re.match(r"\d[.,]", text[max(start - 2, 0) : start])
        )
        if not (before or after or within):
            return end
        start = text.find(wanted, start + 1)
    if wanted in text:
        fail(f"{wanted!r} does not stand as a whole after the find before it")
    fail(f"{wanted!r} does not stand in the line")


def _joined(left: str, right: str) -> bool:
    # Superscript digits are marks of notes: they end a number.
    return (left.isalpha() or left.isdecimal()) and (right.isalpha() or right.isdecimal())


def main(arguments: list[str]) -> int:
    paths = [Path(argument) for argument in arguments] or sorted(Path(__file__).parent.glob("*/*.txt"))
    count: Counter[str] = Counter()
    finds: Counter[str] = Counter()
    empty: Counter[str] = Counter()
    faults = 0
    for path in paths:
        try:
            for case in cases(path):
                count[case.cls] += 1
                finds[case.cls] += sum(find.kind in QUANTITIES for find in case.finds)
                empty[case.cls] += not any(find.kind in QUANTITIES for find in case.finds)
        except (ValueError, OSError) as error:
            print(error, file=sys.stderr)
            faults += 1
    width = max((len(name) for name in count), default=0)
    print(f"{'class':{width}}  cases  quantities  cases without")
    for name in sorted(count, key=lambda name: int(name.split()[0])):
        print(f"{name:{width}}  {count[name]:5}  {finds[name]:10}  {empty[name]:13}")
    print(f"{'all':{width}}  {count.total():5}  {finds.total():10}  {empty.total():13}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
