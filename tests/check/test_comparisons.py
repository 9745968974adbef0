"""What a sentence says of a number beside others of its kind: decided by the data, or left to a reviewer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from macros.check.report import list_uncomputed
from macros.check.sources import Sources
from tests.claims.measure import SITES, check_article, read_article, read_sources

# A line: the language, "right", "open" or the code of the fault, and a sentence, "fig(id|words)" for a quote.
LINES = [line.split(maxsplit=2) for line in (Path(__file__).parent / "comparisons.txt").read_text(encoding="utf-8").splitlines()]
SENTENCES = [(lang, verdict, text) for lang, verdict, text in (line for line in LINES if line and line[0] != "#")]
_QUOTE = re.compile(r"fig\(([\w-]+)\|([^)]*)\)")


def sources_of(lang: str, said: str) -> Sources:
    """The data and the authors' files of the site that declares all figures of a sentence."""
    figures = set(re.findall(r"fig\(([\w-]+)\|", said))
    return next(found for root in SITES if figures <= (found := read_sources(root, lang)).build.project.figures.declarations.keys())


def article(said: str) -> str:
    linked = _QUOTE.sub(r'<a data-figure="\1">\2</a>', said)
    return f"<p>{linked}</p>"


@pytest.mark.parametrize(("lang", "verdict", "said"), SENTENCES)
def test_a_comparison_is_as_the_data_says_or_refused_or_left_to_a_reviewer(lang: str, verdict: str, said: str) -> None:
    sources = sources_of(lang, said)
    faults = read_article(sources, article(said))
    claims = check_article(sources, article(said)).tally.claims
    assert [fault.code for fault in faults] == ([] if verdict in ("right", "open") else [verdict]), [str(fault) for fault in faults]
    assert bool(claims) == (verdict == "open"), claims
