"""Every percentage that a reader can see in the built site is proven: one test each, by an oracle of its own.

The test's id is the page, the line of its HTML and the percentage. Nothing here uses macros/.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests import oracle
from tests.conftest import built_site


def _seen() -> list[object]:
    site = built_site()
    return [
        pytest.param(page.relative_to(site).as_posix(), seen, id=f"{page.relative_to(site).as_posix()}:{seen.line}:{seen.text}#{n}")
        for page in sorted(site.rglob("*.html"))
        for n, seen in enumerate(oracle.percentages(page.read_text(encoding="utf-8")))
    ]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seen" in metafunc.fixturenames:
        metafunc.parametrize(("page", "seen"), _seen())


def test_percentage_is_what_the_data_gives(page: str, seen: oracle.Seen) -> None:
    assert seen.kind, f'{page}:{seen.line}: "{seen.before[-40:]}{seen.text}" belongs to no figure'
    if seen.kind == "exempt":
        assert seen.name.strip(), f"{page}:{seen.line}: {seen.text} is exempt without a reason"
        return
    assert seen.kind == "figure", f"{page}:{seen.line}: {seen.text} is bound to a {seen.kind}"
    figure = oracle.figure(seen.name, seen.as_of)
    points = seen.unit.lower().startswith("percentage")
    assert figure.unit == ("percentage points" if points else "percent"), (page, seen.line, seen.text)
    written = Fraction(seen.number.replace(",", "."))
    exact = oracle.rounded(abs(figure.value), seen.decimals)
    assert written == exact, f"{page}:{seen.line}: says {seen.text}, {seen.name} is {float(figure.value):.4f}"
    if seen.sign in ("−", "-"):
        assert figure.value < 0, f"{page}:{seen.line}: {seen.text}, but {seen.name} is not negative"
    if seen.sign == "+":
        assert figure.value > 0, f"{page}:{seen.line}: {seen.text}, but {seen.name} is not positive"


def test_the_site_shows_percentages_on_its_main_pages() -> None:
    """Guards the test above: a site without percentages would pass it."""
    site = built_site()
    for page in ("index.html", "data/index.html", "figures/index.html", "corrections/index.html"):
        assert len(oracle.percentages((site / page).read_text(encoding="utf-8"))) >= 5, page
