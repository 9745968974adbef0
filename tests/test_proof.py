"""Every percentage that a reader can see in the built site is proven by an oracle of its own: one test a page, which tells all that fail.

What fails is told with the page, the line of its HTML and the percentage. Nothing here uses macros/.
"""

from __future__ import annotations

import csv
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from tests import oracle
from tests.conftest import built_site


def pages() -> list[str]:
    return [page.relative_to(built_site()).as_posix() for page in sorted(built_site().rglob("*.html"))]


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


@pytest.mark.parametrize("page", pages())
def test_percentage_is_what_the_data_gives(page: str) -> None:
    failed = []
    for seen in oracle.percentages((built_site() / page).read_text(encoding="utf-8")):
        try:
            prove(page, seen)
        except AssertionError as error:
            failed.append(str(error))
    assert failed == []


CHANGES = {name: oracle.figure(name) for name in oracle.declarations()}
CHANGES = {name: each for name, each in CHANGES.items() if each.unit == "percent" and each.change and each.value}


def written(name: str, sign: str = "", more: int = 0, bound: str = "") -> str:
    """A page that says a change as a page does; or with another sign, a number that is greater, or bound to another figure."""
    number = oracle.rounded(abs(CHANGES[name].value), 0) + more
    said = f"{sign}{number}%"
    return (
        f'<p>It says <a data-figure="{bound or name}" data-as-of="newest">{said}</a>.</p>'
        if bound != "nothing"
        else f"<p>It says {said}.</p>"
    )


BROKEN = [
    pytest.param({"more": 1}, id="a digit changed"),
    pytest.param({"bound": "another"}, id="an id swapped"),
    pytest.param({"bound": "nothing"}, id="a bare percentage"),
    pytest.param({"sign": "flipped"}, id="a sign flipped"),
]


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("name", CHANGES)
def test_a_broken_page_fails_with_the_place_named(name: str, broken: dict) -> None:
    (seen,) = oracle.percentages(written(name))
    prove("index.html", seen)
    size = oracle.rounded(abs(CHANGES[name].value), 0)
    if broken.get("bound") == "another":
        broken = {"bound": next(other for other, each in CHANGES.items() if oracle.rounded(abs(each.value), 0) != size)}
    if "sign" in broken:
        broken = {"sign": "+" if CHANGES[name].value < 0 else "−"}
    (seen,) = oracle.percentages(written(name, **broken))
    with pytest.raises(AssertionError, match=r"^index\.html:1: "):
        prove("index.html", seen)


@pytest.mark.parametrize("name", [name for name in CHANGES if oracle.declarations()[name]["to"]])
def test_a_row_changed_in_the_data_fails(tmp_path: Path, name: str) -> None:
    shutil.copytree(oracle.ROOT / "data", tmp_path / "data")
    entry = oracle.declarations()[name]
    folder = max(path for path in (tmp_path / "data" / entry["package"]).iterdir() if path.is_dir())
    table = folder / f"{entry['resource']}.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wanted = {**entry["where"], **entry["to"]}
    for row in rows:
        if all(row[key] == str(value) for key, value in wanted.items()):
            row[entry["field"]] = str(Fraction(row[entry["field"]]) * 2)
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert oracle.rounded(oracle.figure(name, "", tmp_path).value, 0) != oracle.rounded(CHANGES[name].value, 0)


def test_the_site_shows_percentages_on_its_main_pages() -> None:
    """Guards the test above: a site without percentages would pass it."""
    for page in ("index.html", "figures/index.html"):
        assert len(oracle.percentages((built_site() / page).read_text(encoding="utf-8"))) >= 2, page
