"""Figures as each site publishes them, and what of the published may not change without a record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from macros.review.figures import find_changed_figures
from macros.review.missing import find_missing_records
from macros.review.side import Side
from macros.review.surfaces import Surfaces, Wording
from macros.review.told import list_fields
from tests.project import told, write, write_yaml

PAGE = "updates/2021-02-17-x/index.html"
NOTHING = Surfaces((), (), frozenset())


def entry(id: str = "a", **changed: Any) -> dict[str, Any]:
    history = changed.pop("history", [{"version": "2021-01-01", "exact": "1/3"}])
    base = {"id": id, "title": "A", "status": "computed", "exact": "1/3", "decimal": "0.333", "wording": "33%", "decimals": 0}
    return {**base, "package": "p", "version": "2021-01-01", "history": history, **changed}


def site(folder: Path, *entries: dict[str, Any]) -> Path:
    write(folder, "figures.json", json.dumps({"figures": list(entries)}))
    return folder


@pytest.mark.parametrize(
    ("before", "after", "kind", "changed"),
    [
        pytest.param([], [entry()], "added", {"status": ("", "computed"), "value": ("", "0.333")}, id="added"),
        pytest.param([entry()], [entry(status="withdrawn")], "withdrawn", {"status": ("computed", "withdrawn")}, id="withdrawn"),
        pytest.param([entry()], [], "removed", {"status": ("computed", "")}, id="removed"),
        pytest.param(
            [entry()],
            [entry(decimals=1, wording="33.3%")],
            "changed",
            {"standard wording": ("33%", "33.3%"), "rounding (decimals)": ("0", "1")},
            id="rounded otherwise",
        ),
        pytest.param(
            [entry()],
            [entry(exact="1/2", decimal="0.5", history=[{"version": "2021-01-01", "exact": "1/2"}])],
            "changed",
            {"value": ("0.333", "0.5")},
            id="another value",
        ),
        pytest.param(
            [entry(version="2022-01-01", history=[{"version": "2021-01-01", "exact": "1/4"}, {"version": "2022-01-01", "exact": "1/3"}])],
            [entry(version="2022-01-01", history=[{"version": "2021-01-01", "exact": "1/5"}, {"version": "2022-01-01", "exact": "1/3"}])],
            "changed",
            {"value, exact, on the data of 2021-01-01": ("1/4", "1/5")},
            id="another value on older data",
        ),
    ],
)
def test_a_figure_tells_what_changes(tmp_path: Path, before: list, after: list, kind: str, changed: dict[str, tuple[str, str]]) -> None:
    (found,) = find_changed_figures(site(tmp_path / "base", *before), site(tmp_path / "head", *after), NOTHING, NOTHING)
    assert found.kind == kind
    assert changed.items() <= {name: (old, new) for name, old, new in list_fields(found)}.items()


@pytest.mark.parametrize("text", [None, "", "{}", "[1]", '{"figures": [5]}', '{"figures": [{}]}'])
def test_a_site_of_another_form_has_no_figures(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        write(tmp_path, "base/figures.json", text)
    (found,) = find_changed_figures(tmp_path / "base", site(tmp_path / "head", entry()), NOTHING, NOTHING)
    assert found.kind == "added"


def side(root: Path, entries: Any) -> Side:
    write(root, "docs/en/updates/2021-02-17-x.md", "x")
    write(root, "docs/en/x.md", "x")
    if isinstance(entries, str):
        write(root, "data/corrections.yml", entries)
    else:
        write_yaml(root, "data/corrections.yml", {"corrections": entries})
    return Side("x", "x", root, root, ())


OLD, NEW = {"date": "2021-01-01", "what": {"en": "x"}}, {"date": "2021-02-01", "pages": ["updates/2021-02-17-x.md"]}
GONE = [("missing-record", "docs/en/updates/2021-02-17-x.md")]
LOST = [("missing-record", "data/corrections.yml")]


@pytest.mark.parametrize(
    ("before", "after", "missing"),
    [
        pytest.param([OLD], [OLD, NEW], [], id="an entry more"),
        pytest.param([OLD], [OLD], GONE, id="no entry"),
        pytest.param([], [{**NEW, "pages": ["updates/2020-01-01-y.md"]}], GONE, id="an entry of another page"),
        pytest.param([NEW], [NEW], GONE, id="an entry of long ago"),
        pytest.param([OLD], [NEW], LOST, id="in the place of another"),
        pytest.param([OLD], [NEW, OLD], LOST, id="ahead of another"),
        pytest.param([OLD], [{**OLD, "what": {"en": "y"}}, NEW], LOST, id="another edited"),
        pytest.param([OLD], [], LOST, id="emptied"),
        pytest.param([OLD], "corrections: [", LOST, id="no YAML any more"),
        pytest.param("", [NEW], [], id="none before"),
    ],
)
def test_a_published_wording_that_goes_wants_an_entry_of_its_own(tmp_path: Path, before: Any, after: Any, missing: list) -> None:
    said = Surfaces((), (Wording(PAGE, "a", "33%"), Wording("x/index.html", "a", "33%")), frozenset())
    says = Surfaces((), (Wording(PAGE, "a", "a third"),), frozenset())
    figures = find_changed_figures(site(tmp_path / "b", entry()), site(tmp_path / "h", entry()), said, says)
    found = find_missing_records(side(tmp_path / "base", before), side(tmp_path / "head", after), figures, [])
    assert told(found) == missing


def test_a_wording_that_comes_and_a_page_without_a_date_want_none(tmp_path: Path) -> None:
    said = Surfaces((), (Wording("x/index.html", "a", "33%"),), frozenset())
    says = Surfaces((), (Wording(PAGE, "a", "33%"),), frozenset())
    figures = find_changed_figures(site(tmp_path / "b", entry()), site(tmp_path / "h", entry()), said, says)
    assert find_missing_records(side(tmp_path / "base", []), side(tmp_path / "head", []), figures, []) == []
