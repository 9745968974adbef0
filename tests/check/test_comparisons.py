"""What a sentence says of a number beside others of its kind is decided by the data, or left to a reviewer: the sentences of comparisons.txt."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from macros.check.judge import Judge
from tests.claims.measure import SITES, read_article, read_sources

# A line: the language, "right", "open" or the code of the fault, and a sentence, "fig(id|words)" for a quote.
LINES = [line.split(maxsplit=2) for line in (Path(__file__).parent / "comparisons.txt").read_text(encoding="utf-8").splitlines()]
SENTENCES = [(lang, code, text) for lang, code, text in (line for line in LINES if line and line[0] != "#")]
_QUOTE = re.compile(r"fig\(([\w-]+)\|([^)]*)\)")


def verdict(lang: str, said: str) -> list[str]:
    """The codes of the faults of a sentence, and "open" where it holds a claim that nobody has computed."""
    figures = {match[1] for match in _QUOTE.finditer(said)}
    sources = next(found for root in SITES if figures <= (found := read_sources(root, lang)).build.project.figures.declarations.keys())
    seen: list[str] = []
    faults = read_article(sources, f"<p>{_QUOTE.sub(_link, said)}</p>", seen)
    return [str(fault) for fault in faults] or seen


def _link(match: re.Match[str]) -> str:
    return f'<a data-figure="{match[1]}">{match[2]}</a>'
