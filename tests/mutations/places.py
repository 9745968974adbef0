"""Where numbers stand in the files of the built site, found without the finder: the bytes that a mutation changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.mutations.languages import Language, language

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][\w:-]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>|<!.*?>", re.DOTALL)
_BINDING = re.compile(r'data-(figure|cell|not-a-figure|tally)="([^"]*)"')
_AS_OF = re.compile(r'data-as-of="([^"]*)"')
_TEXT_ATTRIBUTES = re.compile(r'\b(?P<name>aria-label|alt|title|content)="(?P<value>[^"]*)"')
_UNREAD = frozenset({"script", "style", "template"})
_VOID = frozenset("area base br col embed hr img input link meta source track wbr path circle rect line polygon use stop".split())


@dataclass(frozen=True)
class Number:
    """A number in a built file. start, end: of its digits in the file's text. binding: `figure`, `cell`, `tally` or "".

    digits: with a point and with commas between thousands, whatever its language writes.
    tag: (start, end) of the opening tag that binds it. surface: `text`, `title`, `description` ... as met.
    """

    file: str
    start: int
    end: int
    sign: str
    digits: str
    unit: str
    surface: str
    binding: str
    name: str
    as_of: str
    tag: tuple[int, int] | None

    @property
    def language(self) -> Language:
        return language(self.file)

    @property
    def scale(self) -> int:
        return 10**6 if re.fullmatch(self.language.million, self.unit.strip()) else 1

    @property
    def is_points(self) -> bool:
        return re.fullmatch(self.language.points, self.unit.strip()) is not None

    @property
    def is_percent(self) -> bool:
        return re.fullmatch(f"%|{self.language.percent}", self.unit.strip()) is not None

    @property
    def label(self) -> str:
        return f"{self.file}@{self.start}: {self.surface}: {self.sign}{self.digits}{self.unit} ({self.name or 'phrase'})"


def numbers(site: Path) -> list[Number]:
    """Every number of the site that says a quantity: percentages, points, counts of four digits or more, millions."""
    found: list[Number] = []
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.suffix == ".html":
            found += _html(name, path.read_text(encoding="utf-8"))
        elif name.endswith("search/search_index.json"):
            found += _plain(name, path.read_text(encoding="utf-8"), "search index")
    return found


def _html(name: str, text: str) -> Iterator[Number]:
    stack: list[tuple[str, tuple[str, str, str, tuple[int, int]] | None]] = []
    at = 0
    for match in [*_TAG.finditer(text), None]:
        end = match.start() if match else len(text)
        if not any(tag in _UNREAD for tag, _ in stack):
            bound = next((b for _, b in reversed(stack) if b), None)
            surface = stack[-1][0] if stack and stack[-1][0] in ("title", "text", "tspan") else "text"
            yield from _numbers(name, text, at, end, surface, bound)
        if match is None:
            return
        at = match.end()
        tag = (match["name"] or "").lower()
        if match["close"]:
            while stack:
                if stack.pop()[0] == tag:
                    break
            continue
        attributes = match["attributes"] or ""
        machine = tag == "meta" and not re.search(r'name="description"|property="og:(?:title|description)"|name="twitter:', attributes)
        for attribute in _TEXT_ATTRIBUTES.finditer(attributes):
            if not machine and not any(tag in _UNREAD for tag, _ in stack):
                offset = match.start("attributes")
                yield from _numbers(
                    name, text, offset + attribute.start("value"), offset + attribute.end("value"), f"{tag} {attribute['name']}", None
                )
        if tag and tag not in _VOID and not attributes.rstrip().endswith("/"):
            binding = _BINDING.search(attributes)
            as_of = _AS_OF.search(attributes)
            stack.append((tag, (binding[1], binding[2], as_of[1] if as_of else "", match.span()) if binding else None))


def _plain(name: str, text: str, surface: str) -> Iterator[Number]:
    yield from _numbers(name, text, 0, len(text), surface, None)


def _numbers(
    name: str, text: str, start: int, end: int, surface: str, bound: tuple[str, str, str, tuple[int, int]] | None
) -> Iterator[Number]:
    said = language(name)
    for match in said.number.finditer(text, start, end):
        digits, unit = said.plain(match["digits"]), match["unit"] or ""
        # A number without unit under 1,000, a year, a version: not a quantity, unless it is bound.
        if not unit and len(digits.replace(",", "")) < 4 and not bound:
            continue
        if not unit and not bound and ("," not in digits):
            continue
        if bound and bound[0] == "not-a-figure":
            continue
        kind, of, as_of, tag = bound or ("", "", "", None)
        yield Number(name, match.start("digits"), match.end("digits"), match["sign"], digits, unit, surface, kind, of, as_of, tag)
