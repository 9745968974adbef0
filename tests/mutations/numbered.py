"""A number of its own for every text that authors write: whatever a build says of one, it says where that number is written."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tests.project import renew_hash

_PROSE = re.compile(r"^(?:- |\d\. |> )?[^\W\d_][^\n|]*[.:]$|^#{2,3} [^\n{]*[^\s{]", re.MULTILINE)
_FENCED = re.compile(r"^```.*?^```$|\{% call.*?\{% endcall %\}", re.DOTALL | re.MULTILINE)
_SHOWN = ("title", "description", "summary", "text", "site_description", "copyright", "source_text", "keywords", "resources")
_DATA = ("data/charts.yml", "data/tables.yml", "data/handouts.yml", "data/figures.yml", "data/packages.es.yml")
LANGUAGES = ("en", "es")


@dataclass
class Numbered:
    """A copy of the project at `root`, in which texts get numbers. places: number -> path, line and column of it."""

    root: Path
    places: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1001))

    def everywhere(self) -> None:
        for lang in LANGUAGES:
            for path in sorted(self.root.glob(f"docs/{lang}/**/*.md")):
                text = path.read_text(encoding="utf-8")
                end = text.index("\n---\n")
                self.write(path, [*_scalars(text[:end].replace("---", "   ", 1)), *_lines(text, end)], lang)
        for name in _DATA:
            self.write(self.root / name, _scalars((self.root / name).read_text(encoding="utf-8")))
        for package in ("events", "statements"):
            for path in self.root.glob(f"data/{package}/*/texts.csv"):
                text = path.read_text(encoding="utf-8")
                self.write(path, [match.end(1) for match in re.finditer(r"([^,\n\"]{20,})\"?$", text, re.MULTILINE)], "en")
                renew_hash(path)

    def write(self, path: Path, ends: list[tuple[int, str] | int], lang: str = "") -> None:
        """Write a number at each of these offsets, each with the language of its text."""
        text, made, done = path.read_text(encoding="utf-8"), "", 0
        for end in sorted(each if isinstance(each, tuple) else (each, lang) for each in ends):
            number = f"{next(self._numbers) / 100:.2f}".replace(".", "," if (end[1] or lang) == "es" else ".") + "%"
            made += text[done : end[0]] + " "
            name = path.relative_to(self.root).as_posix()
            self.places[number] = (name, made.count("\n") + 1, len(made) - made.rfind("\n"))
            made += number
            done = end[0]
        path.write_text(made + text[done:], encoding="utf-8")


def _lines(text: str, begin: int) -> list[tuple[int, str] | int]:
    """Where the lines of prose and the headings of a page end, but for the full stop."""
    fenced = [match.span() for match in _FENCED.finditer(text)]
    found = (match for match in _PROSE.finditer(text, begin + 5) if not any(a <= match.start() < b for a, b in fenced))
    return [match.end() - match[0].endswith((".", ":")) for match in found]


def _scalars(text: str) -> list[tuple[int, str] | int]:
    """Where the texts of a YAML file end, within their quotes, each with its language."""
    found: list[tuple[int, str] | int] = []
    stack: list[tuple[yaml.Node, str, str]] = [(yaml.compose(text), "", "")]
    while stack:
        node, key, lang = stack.pop()
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                if name.value != "attribution":
                    stack.append((value, name.value, name.value if name.value in LANGUAGES else lang))
        elif isinstance(node, yaml.SequenceNode):
            stack += ((item, key, lang) for item in node.value)
        elif isinstance(node, yaml.ScalarNode) and (lang or key in _SHOWN) and " " in node.value and (node.style or lang != "es"):
            # The comma of a number would end a text without quotes.
            found.append((node.end_mark.index - (node.style in ("'", '"')), lang))
    return found
