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
_MACRO = re.compile(r"\{\{.*?\}\}")
_WORDING = re.compile(r"""\{\{\s*(?:figure|not_a_figure)\(\s*(?:(["']).*?\1\s*,\s*)?(["'])(?P<said>.*?)\2.*?\}\}""")
_MARKUP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>|[*_`]")
_ALIKE = 0.5  # how many of the words around a number stand around the one in its source, at least


@dataclass
class Sources:
    """The sources of a project at `root`. `quotes`: source path of a page -> its quotes, in order."""

    root: Path
    quotes: dict[str, list[Quote]]
    _texts: dict[str, list[str]] = field(default_factory=dict)

    def of_quote(self, page: str, figure: str, text: str, start: int, end: int) -> Place | None:
        """Where a figure was quoted: on the page in those words, else elsewhere in those words (a summary stands on other pages and in
        feeds too), else on the page. Of several quotes, the one that stands among the same words."""
        said = text[start:end].strip()
        own = [quote for quote in self.quotes.get(page, ()) if quote.figure == figure]
        others = [quote for path, quotes in self.quotes.items() if path != page for quote in quotes if quote.figure == figure]
        worded = [[quote for quote in quotes if said and said in quote.wording] for quotes in (own, others)]
        places = list(dict.fromkeys(quote.place for quote in worded[0] or worded[1] or own or others))
        return max(places, key=lambda place: self._alike(place, text, start, end), default=None)

    def _alike(self, place: Place, text: str, start: int, end: int) -> tuple[int, int]:
        """How many words next to a macro are those next to the quote, and how many of its line are those around the quote."""
        lines = self._read().get(place.path, [])
        line = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
        begin = max(0, place.column - 1)
        macro = _MACRO.search(line, max(0, begin - 3))
        before = _words(" ".join(lines[max(0, place.line - 2) : place.line - 1]) + " " + line[: macro.start() if macro else begin])
        after = _words(line[macro.end() if macro else begin :] + " " + " ".join(lines[place.line : place.line + 1]))
        near = _common(reversed(before), reversed(_words(text[:start]))) + _common(after, _words(text[end:]))
        return near, len({*_words(line)} & {*_words(text[max(0, start - 120) : end + 120])})

    def of_text(self, page: str, text: str, start: int, end: int) -> Place | None:
        """Where the number at start..end of a passage was written: the place whose neighbourhood is most alike.

        Sources that hold the number are compared by the words around it; the page itself comes first. What is little alike is blamed
        for nothing: None.
        """
        number = text[start:end].strip()
        if not number:
            return None
        wanted, written = set(_words(text[max(0, start - 80) : end + 80])), _written(number)
        best: tuple[float, int, Place] | None = None
        for order, (path, lines) in enumerate(self._all(page)):
            if not written.search("\n".join(lines)):  # most sources do not hold it: no line of them is looked at
                continue
            for index, line in enumerate(lines):
                for column in _occurrences(line, number, written):
                    around = " ".join(lines[max(0, index - 1) : index + 2])
                    score = len(wanted & set(_words(around))) / (len(wanted) or 1) + (0.5 if path == page else 0)
                    if best is None or score > best[0]:
                        best = (score, order, Place(path, index + 1, column + 1))
        return best[2] if best and best[0] >= _ALIKE else None

    def _all(self, page: str) -> Iterator[tuple[str, list[str]]]:
        """The page, then all else that could be meant: other pages too, whose summaries stand in lists and feeds."""
        texts = self._read()
        if page in texts:
            yield page, texts[page]
        yield from ((name, lines) for name, lines in texts.items() if name != page)

    def _read(self) -> dict[str, list[str]]:
        if not self._texts:
            for pattern in _SOURCES:
                for path in sorted(self.root.glob(pattern)):
                    name = path.relative_to(self.root).as_posix()
                    self._texts[name] = path.read_text(encoding="utf-8", errors="replace").splitlines()
        return self._texts


def _written(number: str) -> re.Pattern[str]:
    """Finds a number, whatever markup and space stand between its signs."""
    return re.compile(r"(?:[*_`]|<[^>]*>|&[a-z#0-9]+;|\s)*".join(re.escape(c) for c in number if not c.isspace()))


def _occurrences(line: str, number: str, written: re.Pattern[str]) -> Iterator[int]:
    for match in written.finditer(line):
        before = line[match.start() - 1 : match.start()]
        after = line[match.end() : match.end() + 1]
        if not (before.isdigit() and number[0].isdigit()) and not (after.isdigit() and number[-1].isdigit()):
            yield match.start()


def _words(text: str) -> list[str]:
    """The words that readers see: of a quote its wording."""
    return re.findall(r"\w{3,}", _MARKUP.sub(" ", _WORDING.sub(lambda match: f" {match['said']} ", text)).lower())


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    """How many words two texts begin with alike."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
