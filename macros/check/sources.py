"""Finds the place in the author's source that a text of the built site came from.

A bound wording is looked up among the quotes that the page made; any other text among the sources themselves:
the page's Markdown, the YAML and CSV files of data/, the templates, mkdocs.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
_MARKUP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>|[*_`]")


@dataclass
class Sources:
    """The sources of a project at `root`. `quotes`: source path of a page -> its quotes, in order."""

    root: Path
    quotes: dict[str, list[Quote]]
    _texts: dict[str, list[str]] = field(default_factory=dict)

    def of_quote(self, page: str, figure: str, text: str, start: int, end: int) -> Place | None:
        """Where a figure was quoted on a page: of several quotes in those words, the one whose lines are most alike."""
        quotes = [q for q in self.quotes.get(page, ()) if q.figure == figure]
        said = text[start:end].strip()
        places = list(dict.fromkeys(q.place for q in quotes if said and said in q.wording)) or [q.place for q in quotes]
        if len(places) < 2:
            return places[0] if places else None
        wanted = set(_words(text[max(0, start - 120) : end + 120]))
        lines = {path: found for path, found in self._all(page) if any(place.path == path for place in places)}

        def alike(place: Place) -> int:
            around = lines.get(place.path, [])[max(0, place.line - 1) : place.line]
            return len(wanted & set(_words(" ".join(around))))

        return max(places, key=alike)

    def of_text(self, page: str, text: str, start: int, end: int) -> Place | None:
        """Where the number at start..end of a passage was written: the place whose neighbourhood is most alike.

        Sources that hold the number are compared by the words around it; the page itself comes first.
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
        return best[2] if best and best[0] >= 0.34 else None

    def _all(self, page: str) -> Iterator[tuple[str, list[str]]]:
        if not self._texts:
            for pattern in _SOURCES:
                for path in sorted(self.root.glob(pattern)):
                    name = path.relative_to(self.root).as_posix()
                    self._texts[name] = path.read_text(encoding="utf-8", errors="replace").splitlines()
        if page in self._texts:
            yield page, self._texts[page]
        for name, lines in self._texts.items():
            if name != page and not name.endswith(".md"):
                yield name, lines


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
    return re.findall(r"\w{3,}", _MARKUP.sub(" ", text).lower())
