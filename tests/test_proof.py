"""Every percentage that a reader can see in the built site is proven: one test each, by an oracle of its own.

The test's id is the page, the line of its HTML and the percentage. Nothing here uses macros/.
"""

from __future__ import annotations

import re
import shutil
from fractions import Fraction
from pathlib import Path

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


def prove(page: str, seen: oracle.Seen) -> None:
    """AssertionError naming the place where a percentage is not what the data gives, or belongs to no figure."""
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


def test_percentage_is_what_the_data_gives(page: str, seen: oracle.Seen) -> None:
    prove(page, seen)


BROKEN = [
    pytest.param(">47% decrease<", ">48% decrease<", id="a digit changed"),
    pytest.param(r'data-figure="eu-reports-change"([^>]*)>47%', r'data-figure="eu-files-change"\1>47%', id="an id swapped"),
    pytest.param(r'<a [^>]*data-figure="eu-reports-change"[^>]*>47% decrease</a>', "47% decrease", id="a bare percentage"),
    pytest.param("−47%", "+47%", id="a sign flipped"),
]


@pytest.mark.parametrize(("old", "new"), BROKEN)
def test_a_broken_page_fails_with_the_place_named(site: Path, old: str, new: str) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    changed, count = re.subn(old, new, text, count=1)
    assert count == 1
    failures = []
    for seen in oracle.percentages(changed):
        try:
            prove("index.html", seen)
        except AssertionError as error:
            failures.append(str(error).splitlines()[0])
    assert failures and all(failure.startswith("index.html:") for failure in failures)


def test_a_row_changed_in_the_data_fails(site: Path, tmp_path: Path) -> None:
    shutil.copytree(oracle.ROOT / "data", tmp_path / "data")
    counts = tmp_path / "data/eu-snapshot/2022-05-11/counts.csv"
    text = counts.read_text(encoding="utf-8")
    assert "555831" in text
    counts.write_text(text.replace("555831", "655831"), encoding="utf-8")
    changed = oracle.figure("eu-reports-change", "", tmp_path)
    assert oracle.rounded(changed.value, 0) != oracle.rounded(oracle.figure("eu-reports-change").value, 0)


def test_the_site_shows_percentages_on_its_main_pages() -> None:
    """Guards the test above: a site without percentages would pass it."""
    site = built_site()
    for page in ("index.html", "data/index.html", "figures/index.html", "corrections/index.html"):
        assert len(oracle.percentages((site / page).read_text(encoding="utf-8"))) >= 5, page
