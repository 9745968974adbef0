"""Finds where a sentence of a built site is written: the line of the sources that holds most of its words.

The check looks for the place of a number; a sentence may hold none, and may have gone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from macros.base.errors import Place
from macros.base.files import matching, within

_SOURCES = (
    "docs/**/*.md",
    "data/*.yml",
    "data/*/*/*.csv",
    "data/*/*/datapackage.json",
    "macros/interface/*.yml",
    "mkdocs.yml",
    "overrides/**/*.html",
)
_ENOUGH = 0.7  # share of a sentence's words that its line holds
_SHORT = 3  # words below which a line of another file is like it by chance
_TOKEN = re.compile(r"[0-9](?:[0-9.,]*[0-9])?|[^\W\d_]+")


@dataclass
class Lines:
    """The lines of the sources of a project at `root`, found by their words; without those that `against` has in the same file.

    Of two states of a project a line that both have says nothing of what changes between them, however like a sentence it is.
    """

    root: Path
    against: Path | None = None
    _words: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    _lengths: dict[tuple[str, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in matching(self.root, *_SOURCES):
            name = path.relative_to(self.root).as_posix()
            same = Counter(_lines(self.against / name) if self.against else ())
            for number, line in enumerate(_lines(path), 1):
                if same[line]:
                    same[line] -= 1
                    continue
                words = set(_tokens(line))
                self._lengths[name, number] = len(words)
                for word in words:
                    self._words[word].append((name, number))

    def of(self, sentence: str, pages: Iterable[str]) -> Place | None:
        """The line of a sentence that stands on these pages of the site. None where no line is like it.

        The source of one of the pages comes before any other, then the line that says the least beside.
        """
        wanted = set(_tokens(sentence))
        if not wanted:
            return None
        own = {source for page in pages if (source := source_of(page, self.root))}
        hits: Counter[tuple[str, int]] = Counter()
        for word in wanted:
            hits.update(self._words.get(word, ()))
        best = min(
            (
                (-count, path not in own, self._lengths[path, number], path, number)
                for (path, number), count in hits.items()
                if count / len(wanted) >= _ENOUGH and (path in own or (len(wanted) >= _SHORT and not path.endswith(".md")))
            ),
            default=None,
        )
        return Place(best[3], best[4]) if best else None


def source_of(page: str, root: Path) -> str | None:
    """The Markdown file of a page of the site: `timeline/index.html` -> `docs/en/timeline.md`. None for a page made without one."""
    stem = page.removesuffix("index.html").rstrip("/")
    if not page.endswith("index.html"):
        return None
    docs = root / "docs"
    languages = [path.name for path in within(docs) if path.is_dir()]
    first, _, rest = stem.partition("/")
    tries = [(first, rest)] if first in languages else []
    for language, inside in [*tries, *((each, stem) for each in languages)]:
        for name in (f"{inside}.md", f"{inside}/index.md".lstrip("/")):
            if (docs / language / name).is_file():
                return f"docs/{language}/{name}"
    return None


def _lines(path: Path) -> list[str]:
    """Those of a file; none of one that is not there."""
    return path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []


def _tokens(text: str) -> list[str]:
    """Words and numbers, numbers without their separators: the page says 1,046,350 where the data says 1046350."""
    return [token.replace(",", "").lower() for token in _TOKEN.findall(text)]
