"""Normalised text and the way back to the original."""

from __future__ import annotations

import pytest

from macros.numbers.text.markup import BLOCK, MASK
from macros.numbers.text.normalise import normalise_text

CASES = [
    ("plain", "47\u202f%", "47 %"),
    ("plain", "47&thinsp;&#37;", "47 %"),
    ("plain", "4\u00ad7\u200b%", "47%"),
    ("plain", "**47**%", "**47**%"),
    ("plain", "see https://example.org/50%25 now", f"see {MASK} now"),
    ("plain", "write to a.b@example.org, or www.example.org/47%", f"write to {MASK}, or {MASK}"),
    ("markdown", "**47**% and __47__% and snake_case_47", "47% and 47% and snake_case_47"),
    ("markdown", "[47%](https://example.org/a_(b))!", "[47%!"),
    ("markdown", "`47%` {{ x }} {% y %}{# 47% #}", f"{MASK} {MASK} {MASK}{MASK}"),
    ("markdown", "a\n\nb", f"a{BLOCK}\nb"),
    ("markdown", "```\n47%\n```\nb", f"{MASK}\nb"),
    ("markdown", "47%[^1]", f"47%{MASK}"),
    ("html", "<b>47</b>%<p>x</p>", f"47%{BLOCK}x{BLOCK}"),
    ("html", "<script>47%</script>x", f"{MASK}x"),
    ("html", "a <span title='47%' data-x=\"a>b\">b</span>", "a b"),
    ("html", "47 < 58 & 3", "47 < 58 & 3"),
]


@pytest.mark.parametrize(("markup", "text", "expected"), CASES)
def test_text_is_normalised(markup: str, text: str, expected: str) -> None:
    assert normalise_text(text, markup).text == expected


def test_a_stretch_goes_back_to_where_it_stands_with_the_markup_it_cuts() -> None:
    normalised = normalise_text("see **47**&nbsp;% now")
    start = normalised.text.index("47 %")
    begin, end = normalised.map_span(start, start + 4)
    assert normalised.original[begin:end] == "**47**&nbsp;%"
