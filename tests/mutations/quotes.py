"""Mutations of what authors write: a quote as bare words, with a digit changed, under another figure's id. Each fault has to stand there.

One build takes one quote of each line of every page and every declared text, so that all of them need some dozen builds.
"""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests import oracle
from tests.conftest import ROOT, build, copied

KINDS = ("bare", "digit", "figure")
_QUOTE = re.compile(r"""\{\{ (?P<name>figure)\((?P<q>["'])(?P<id>[\w-]+)(?P=q), (?P<w>["'])(?P<wording>[^"'}]*)(?P=w)\) \}\}""")
_LISTINGS = re.compile(r"^```.*?^```$|\{% raw %\}.*?\{% endraw %\}|^#[^\n]*quote[^\n]*$|`[^`\n]*`", re.DOTALL | re.MULTILINE)
_PLACE = re.compile(r"^  (\S+?):(\d+):(\d+): (.*)$", re.MULTILINE)
_SAYS = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d+)?[\s\u00a0\u202f]?%")


@dataclass(frozen=True)
class Quote:
    """A quote in an author's file. at: of its beginning in the file. number: of those on its line."""

    path: str
    line: int
    number: int
    at: int
    end: int
    name: int
    figure: str
    wording: str

    @property
    def label(self) -> str:
        return f"{self.path}:{self.line} {self.figure} {self.wording!r}"


def quotes(root: Path = ROOT) -> Iterator[Quote]:
    """Every quote with a wording of every page and every declared text, but for examples of how to write one."""
    for path in sorted([*root.glob("docs/*/**/*.md"), *root.glob("data/*.yml")]):
        text = path.read_text(encoding="utf-8")
        listings = [match.span() for match in _LISTINGS.finditer(text)] if path.suffix == ".md" else []
        lines: dict[int, int] = {}
        for match in _QUOTE.finditer(text):
            start = text.rfind("\n", 0, match.start()) + 1
            if any(a <= match.start() < b for a, b in listings) or (text[start:].lstrip().startswith("#") and path.suffix == ".yml"):
                continue
            line = text.count("\n", 0, match.start()) + 1
            number = lines[line] = lines.get(line, -1) + 1
            name = path.relative_to(root).as_posix()
            yield Quote(name, line, number, match.start(), match.end(), match.start("name"), match["id"], match["wording"])


@dataclass(frozen=True)
class Change:
    """A quote and what stands in its place. first, last: the columns at which its fault may be told."""

    quote: Quote
    text: str
    first: int
    last: int


def changed(quote: Quote, kind: str, text: str, seed: int, site: Path) -> Change | None:
    """The quote made wrong; None where this kind would leave it right, or would make it no quantity that has to be a figure."""
    written = text[quote.at : quote.end]
    column = quote.at - text.rfind("\n", 0, quote.at)
    name = column + quote.name - quote.at
    if kind == "bare":
        return Change(quote, quote.wording, column, column + len(quote.wording) - 1) if _SAYS.search(quote.wording) else None
    if kind == "figure":
        # "More than 29 million" is true of two figures.
        value = oracle.figure(quote.figure, root=site).value
        others = [name for name in sorted(oracle.declarations(site)) if abs(oracle.figure(name, root=site).value - value) * 10 > abs(value)]
        other = random.Random(f"{seed} {quote.label}").choice(others)
        return Change(quote, written.replace(quote.figure, other, 1), name, name)
    digits = [match.start() for match in re.finditer(r"\d", quote.wording)]
    if not digits:
        return None
    at = written.rindex(quote.wording) + digits[0]
    return Change(quote, written[:at] + str(int(written[at]) % 9 + 1) + written[at + 1 :], name, name)


def apply(root: Path, kind: str, number: int, seed: int = 0, site: Path = ROOT) -> list[Change]:
    """Change in a copy of a site the quote of this number on every line that has so many."""
    made: list[Change] = []
    for path in sorted({quote.path for quote in quotes(root)}):
        text = (root / path).read_text(encoding="utf-8")
        wanted = [quote for quote in quotes(root) if quote.path == path and quote.number == number]
        found = [change for quote in wanted if (change := changed(quote, kind, text, seed, site))]
        for change in reversed(found):
            text = text[: change.quote.at] + change.text + text[change.quote.end :]
        (root / path).write_text(text, encoding="utf-8")
        made += found
    return made


def all_misplaced(seed: int = 0) -> Iterator[str]:
    """What is told at another place than its own, of every quote and every kind of change."""
    for kind in KINDS:
        for number in range(max(quote.number for quote in quotes()) + 1):
            with tempfile.TemporaryDirectory() as scratch:
                root = copied(Path(scratch) / "project")
                yield from (f"{kind}: {line}" for line in misplaced(root, apply(root, kind, number, seed)))


def misplaced(root: Path, changes: list[Change]) -> list[str]:
    """What a build tells at another place than that of a change, and the changes of which it tells nothing."""
    done = build(root)
    told = [(path, int(line), int(column), rest) for path, line, column, rest in _PLACE.findall(done.stdout + done.stderr)]
    every = [line.strip() for line in (done.stdout + done.stderr).splitlines() if re.match(r"  \S+[:/]\S*: ", line)]
    wanted = {(change.quote.path, change.quote.line): change for change in changes}
    silent, elsewhere = {*wanted}, []
    for path, line, column, rest in told:
        change = wanted.get((path, line))
        silent.discard((path, line))
        whole = "quotes no figure in its text" in rest  # of a card: told of its text, not of what stood in it
        if change is None or not (whole or change.first <= column <= change.last):
            elsewhere.append(f"elsewhere: {path}:{line}:{column}: {rest}")
    elsewhere += [f"without a line: {line}" for line in every if not re.match(r"\S+?:\d+:\d+: ", line)]
    return [*elsewhere, *(f"not told: {wanted[place].quote.label}" for place in sorted(silent))]
