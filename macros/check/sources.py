"""Finds the place in the author's source that a text of the built site came from.

A bound wording is looked up among the quotes that the page made; any other text among the sources themselves:
the page's Markdown, the YAML and CSV files of data/, the templates, mkdocs.yml.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from macros.errors import Place
from macros.files import matching
from macros.quotes import Quote

_SOURCES = (
    "mkdocs.yml",
    "data/*.yml",
    "data/*/*/*.csv",
    "overrides/**/*.html",
    "macros/interface/*.yml",
    "docs/**/*.svg",
    "docs/**/*.css",
    "docs/**/*.md",
)
_HERE = "\ue000"  # private use: where a number stood
_WORDING = re.compile(r"""\{\{\s*(?:figure|not_a_figure)\(\s*(?:(["']).*?\1\s*,\s*)?(["'])(?P<said>.*?)\2.*?\}\}""")
_MARKUP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>|[*_`]")
_ALIKE = 0.5  # how many of the words around a number stand around the one in its source, at least
_NEAR = 2  # how many words next to it are the same, at least, where it is believed against a quote in those words


@dataclass
class Sources:
    """The sources of a project at `root`. `quotes`: source path of a page -> its quotes, in order."""

    root: Path
    quotes: dict[str, list[Quote]]
    _texts: dict[str, list[str]] = field(default_factory=dict)

    def of_quote(self, page: str, figure: str, text: str, start: int, end: int) -> Place | None:
        """Where a figure was quoted: the quote on the line that a text was written in (a summary stands on other pages and in feeds
        too), else that line, else a quote in those words, those of the page first."""
        place, alike = self._written(page, text, start, end)
        quotes = [quote for path in (page, *(path for path in self.quotes if path != page)) for quote in self.quotes.get(path, ())]
        quotes = [quote for quote in quotes if quote.figure == figure]
        here = [quote for quote in quotes if place and (quote.place.path, quote.place.line) == (place.path, place.line)]
        if here and place:
            return min((quote.place for quote in here), key=lambda each: (each.column > place.column, abs(each.column - place.column)))
        if alike:
            return place
        said = text[start:end].strip()
        return next((quote.place for quote in quotes if said and said in quote.wording), quotes[0].place if quotes else None)

    def of_text(self, page: str, text: str, start: int, end: int) -> Place | None:
        """Where the number at start..end of a passage was written: among the most of the words that stand next to it there.

        What is little alike is blamed for nothing: None.
        """
        return self._written(page, text, start, end)[0]

    def of_markup(self, page: str, written: str) -> Place | None:
        """Where markup begins on a page, letter for letter but for capitals."""
        for index, line in enumerate(self._read().get(page, ())):
            if (at := line.lower().find(written.lower())) >= 0:
                return Place(page, index + 1, at + 1)
        return None

    def _written(self, page: str, text: str, start: int, end: int) -> tuple[Place | None, bool]:
        """As `of_text`, and whether words next to the number are alike, not only words around it."""
        number = text[start:end].strip()
        if not number:
            return None, False
        before, after = _words(text[:start])[::-1], _words(text[end:])
        wanted, written = set(_words(text[max(0, start - 80) : end + 80])), _pattern(number)
        best: tuple[tuple[int, float], Place] | None = None
        for path, lines in self._all(page):
            if not written.search("\n".join(lines)):  # most sources do not hold it: no line of them is looked at
                continue
            own = 0.5 if path == page else 0
            for index, line in enumerate(lines):
                for begin, close in _occurrences(line, number, written):
                    left, right = _sides(line, begin, close)
                    near = _common(_words(left)[::-1], before) + _common(_words(right), after)
                    around = " ".join(lines[max(0, index - 1) : index + 2])
                    score = len(wanted & set(_words(around))) / (len(wanted) or 1) + own
                    if score >= _ALIKE and (best is None or (near, score) > best[0]):
                        best = ((near, score), Place(path, index + 1, begin + 1))
        return (best[1], best[0][0] >= _NEAR) if best else (None, False)

    def _all(self, page: str) -> Iterator[tuple[str, list[str]]]:
        """The page, then all else that could be meant: other pages too, whose summaries stand in lists and feeds."""
        texts = self._read()
        if page in texts:
            yield page, texts[page]
        yield from ((name, lines) for name, lines in texts.items() if name != page)

    def _read(self) -> dict[str, list[str]]:
        if not self._texts:
            for path in matching(self.root, *_SOURCES):
                name = path.relative_to(self.root).as_posix()
                self._texts[name] = path.read_text(encoding="utf-8", errors="replace").splitlines()
        return self._texts


def _sides(line: str, begin: int, end: int) -> tuple[str, str]:
    """What stands before a number of a line and behind it, of a quote its wording."""
    marked = _WORDING.sub(lambda match: match["said"], f"{line[:begin]}{_HERE}{line[end:]}")
    left, _, right = marked.partition(_HERE)
    return left, right


def _pattern(number: str) -> re.Pattern[str]:
    """Finds a number, whatever markup and space stand between its signs."""
    return re.compile(r"(?:[*_`]|<[^>]*>|&[a-z#0-9]+;|\s)*".join(re.escape(c) for c in number if not c.isspace()))


def _occurrences(line: str, number: str, written: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for match in written.finditer(line):
        before = line[match.start() - 1 : match.start()]
        after = line[match.end() : match.end() + 1]
        if not (before.isdigit() and number[0].isdigit()) and not (after.isdigit() and number[-1].isdigit()):
            yield match.span()


def _words(text: str) -> list[str]:
    """The words that readers see: of a quote its wording."""
    return re.findall(r"\w{3,}", _MARKUP.sub(" ", _WORDING.sub(lambda match: f" {match['said']} ", text)).lower())


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    """How many words two texts begin with alike."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
