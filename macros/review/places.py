"""Source lines of sentences in a built site, found as the line that shares most of a sentence's words.

The check can only find the places of numbers. A sentence may hold no number, and may be gone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from macros.base.errors import Place
from macros.base.files import find_files, list_entries

_SOURCES = (
    "docs/**/*.md",
    "data/*.yml",
    "data/*/*/*.csv",
    "data/*/*/datapackage.json",
    "macros/interface/*.yml",
    "mkdocs.yml",
    "overrides/**/*.html",
)
_MIN_SHARE = 0.7  # share of a sentence's words in its line
_MIN_WORDS = 3  # with fewer words a line of another file matches by chance
_TOKEN = re.compile(r"[0-9](?:[0-9.,]*[0-9])?|[^\W\d_]+")


@dataclass
class LineIndex:
    """An index of the source lines of a project at `root` by their words, without lines that `other_root` has in the same file.

    A line common to both states of a project cannot be the source of a change between them, however similar it is.
    """

    root: Path
    other_root: Path | None = None
    _words: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    _lengths: dict[tuple[str, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in find_files(self.root, *_SOURCES):
            name = path.relative_to(self.root).as_posix()
            same = Counter(_read_lines(self.other_root / name) if self.other_root else ())
            for number, line in enumerate(_read_lines(path), 1):
                if same[line]:
                    same[line] -= 1
                    continue
                words = set(_split_tokens(line))
                self._lengths[name, number] = len(words)
                for word in words:
                    self._words[word].append((name, number))

    def find_line(self, sentence: str, pages: Iterable[str]) -> Place | None:
        """Return the place of a sentence from these pages of the site, or None if no line is similar enough.

        The sources of the pages come first. Of equal matches the line with the fewest other words wins.
        """
        wanted = set(_split_tokens(sentence))
        if not wanted:
            return None
        own = {source for page in pages if (source := find_page_source(page, self.root))}
        hits: Counter[tuple[str, int]] = Counter()
        for word in wanted:
            hits.update(self._words.get(word, ()))
        best = min(
            (
                (-count, path not in own, self._lengths[path, number], path, number)
                for (path, number), count in hits.items()
                if count / len(wanted) >= _MIN_SHARE and (path in own or (len(wanted) >= _MIN_WORDS and not path.endswith(".md")))
            ),
            default=None,
        )
        return Place(best[3], best[4]) if best else None


def find_page_source(page: str, root: Path) -> str | None:
    """Return the Markdown file of a page (`timeline/index.html` -> `docs/en/timeline.md`), or None if it has none."""
    stem = page.removesuffix("index.html").rstrip("/")
    if not page.endswith("index.html"):
        return None
    docs = root / "docs"
    languages = [path.name for path in list_entries(docs) if path.is_dir()]
    first, _, rest = stem.partition("/")
    tries = [(first, rest)] if first in languages else []
    for language, inside in [*tries, *((each, stem) for each in languages)]:
        for name in (f"{inside}.md", f"{inside}/index.md".lstrip("/")):
            if (docs / language / name).is_file():
                return f"docs/{language}/{name}"
    return None


def _read_lines(path: Path) -> list[str]:
    """Return the lines of a file, or none if it does not exist."""
    return path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []


def _split_tokens(text: str) -> list[str]:
    """Return the words and numbers of a text. Separators in numbers are dropped: 1,046,350 on a page is 1046350 in the data."""
    return [token.replace(",", "").lower() for token in _TOKEN.findall(text)]
