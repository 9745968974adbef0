"""Measure how the code reads: names of functions, first words of docstrings, relative words in docstrings and comments.

`python -m tests.prose` prints the three rates over macros/ (or over the folders given) and the ten worst files of each.
They are a proxy for what no number says: that a stranger understands a function from the function alone.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.project import ROOT

RELATIVES = frozenset({"which", "whose", "that", "what"})
VERBS = frozenset(
    """accept add align allow answer append apply ask assemble assign attach bind break build cache call carry change check choose clear
    close collect combine compare complete compute convert copy count create cut declare decide delete derive describe detect
    divide do draft draw drop emit end ensure enter escape evaluate exit expand explain expose extend fail fetch fill filter find finish
    fit flatten fold follow forget format freeze gather get give group guess handle hash hide hold ignore import index infer insert join
    judge keep label lay leave let limit link list load locate lock look lower make map mark match measure merge move name normalise note
    number offer open order pack pad paint parse pass pause pick place point prefer prepare print produce propose publish put quote raise
    rank read record recompute reduce refuse register reject release remember remove rename render repeat replace report resolve restore
    resume return reuse round run save say scale search select send separate serve set show skip sort split stamp start state stop store
    strip sum swap take tell test time track translate trim try turn typeset undo unite unpack update use verify visit wait walk warn
    watch weigh widen wrap write yield""".split()
)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*")
_CODE = re.compile(r"`[^`]*`|https?://\S+|\"[^\"]*\"")


@dataclass
class Prose:
    """The prose of one file. verbs: of its functions' docstrings, whether each begins with a verb."""

    path: Path
    names: list[str] = field(default_factory=list)
    verbs: list[bool] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def add_text(self, text: str) -> None:
        """Add the words of a docstring or comment. Code in backticks, addresses and quoted examples are not counted."""
        self.words += [word.lower() for word in _WORD.findall(_CODE.sub(" ", text))]


def read_prose(path: Path) -> Prose:
    """Read a file's names, docstrings and comments."""
    prose, text = Prose(path), path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if not node.name.endswith("__"):
                prose.names.append(node.name)
            if documented := ast.get_docstring(node):
                prose.verbs.append(documented.split()[0].lower().rstrip(",:") in VERBS)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            prose.add_text(ast.get_docstring(node) or "")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and not token.string.startswith(("# type:", "# noqa", "# ruff:")):
            prose.add_text(token.string)
    return prose


def read_folders(folders: Iterable[Path]) -> list[Prose]:
    """Read every module below some folders, or the files that are named."""
    return [read_prose(file) for folder in folders for file in (sorted(folder.rglob("*.py")) if folder.is_dir() else [folder])]


def _count_names(prose: Prose) -> tuple[int, int]:
    return sum("_" not in name.strip("_") for name in prose.names), len(prose.names)


def _count_docstrings(prose: Prose) -> tuple[int, int]:
    return prose.verbs.count(False), len(prose.verbs)


def _count_relatives(prose: Prose) -> tuple[int, int]:
    return sum(word in RELATIVES for word in prose.words), len(prose.words)


class Rate(NamedTuple):
    """A rate over files. count: how many of how many in one file. per: what the rate is of. limit: the most that it may be."""

    count: Callable[[Prose], tuple[int, int]]
    per: int
    limit: float

    def over(self, files: list[Prose]) -> float:
        """Return the rate over files: in 100 names or docstrings, or in 1,000 words."""
        counts = [self.count(prose) for prose in files]
        return self.per * sum(found for found, _ in counts) / max(1, sum(whole for _, whole in counts))


RATES = {
    "one-word names of functions": Rate(_count_names, 100, 40),
    "docstrings of functions without a verb first": Rate(_count_docstrings, 100, 10),
    "which, whose, that, what": Rate(_count_relatives, 1000, 16),
}


def main() -> None:
    """Print each rate with its limit, and the ten files with the most to mend."""
    files = read_folders([Path(name).resolve() for name in sys.argv[1:]] or [ROOT / "macros"])
    for name, rate in RATES.items():
        print(f"{name}: {rate.over(files):.1f} in {rate.per} (at most {rate.limit:g})")
        for prose in sorted(files, key=lambda each: -rate.count(each)[0])[:10]:
            found, whole = rate.count(prose)
            print(f"  {found:4} of {whole:4}  {prose.path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
