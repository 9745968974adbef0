"""A difference that the words of a chart quote is seen in it, on a phone too; or it is a fault of the chart's declaration."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from macros.base.errors import Fault
from macros.edition.edition import Edition
from macros.exhibits import build_chart, read_exhibits, write_texts
from macros.exhibits.differences import CODE, MIN_PIXELS, find_unseen_differences
from macros.exhibits.texts import TEXTS
from tests.project import SAMPLE, write, write_yaml

ALL, EU = ["all-reports-2020", "all-reports-2021"], ["eu-reports-2020", "eu-reports-2021"]
FELL = "EU reports {{ figure('eu-reports-change', 'fell by 47%') }}"
ROSE = "All reports {{ figure('all-reports-change', 'rose by 35%') }}"
SHARE = "The EU had {{ figure('eu-reports-share-2021', '1.89%') }} of all reports"
SHRANK = "The EU share of all reports {{ figure('eu-reports-share-change', 'fell by 61%') }}, in relative terms"
SHARES = ["eu-reports-share-2020", "eu-reports-share-2021"]


@cache
def edition() -> Edition:
    return Edition.read(SAMPLE, "en")


def found(root: Path, rows: list[list[str | None]], headline: str, **more: Any) -> list[Fault]:
    """The faults of a chart of some rows whose headline, or other text, is given."""
    texts_: dict[str, Any] = {name: {"en": "Reports"} for name in TEXTS}
    lines = [{"label": {"en": f"Row {at}"}, "cells": cells} for at, cells in enumerate(rows)]
    declared = {
        "kind": "grouped-bars",
        **texts_,
        "headline": {"en": headline},
        "columns": ["2020", "2021"][-len(rows[0]) :],
        "rows": lines,
        **more,
    }
    write_yaml(root, "data/charts.yml", {"charts": {"sample": declared}})
    write(root, "data/tables.yml", "tables: {}\n")
    project = edition().project
    charts, _, faults = read_exhibits(root, project.figures)
    assert not faults
    exhibit = charts["sample"]
    view = edition().make_context_at("charts/sample/", "data/charts.yml", None, edition().writer)
    shown = [project.figures.get(name, None) for line in exhibit.build_grid(project.figures, None).lines for name in line.cells if name]
    return list(find_unseen_differences(exhibit, build_chart(exhibit, view), write_texts(exhibit, view), shown, view))


@pytest.mark.parametrize(
    ("rows", "headline", "more"),
    [
        pytest.param([ALL, EU], FELL, {}, id="small bars beside large ones"),
        pytest.param([ALL, EU], "Reports", {"description": {"en": FELL}}, id="in the description"),
        pytest.param([ALL, EU], FELL, {"kind": "slope"}, id="a slope of both"),
        pytest.param([ALL, EU], FELL, {"kind": "line"}, id="lines of both"),
        pytest.param([ALL, EU], FELL, {"kind": "dots"}, id="dots of both"),
        pytest.param([ALL, EU], FELL, {"kind": "bar-panels", "scales": "common"}, id="panels of one scale"),
        pytest.param([ALL, EU], FELL, {"kind": "small-multiples", "scales": "common"}, id="small multiples of one scale"),
        pytest.param([ALL, EU], SHARE, {"kind": "bar-panels", "scales": "own"}, id="a part of a whole that has another scale"),
    ],
)
def test_a_quoted_difference_that_cannot_be_seen_is_a_fault(tmp_path, rows, headline, more):
    (fault,) = found(tmp_path, rows, headline, **more)
    text = "description" if "description" in more else "headline"
    assert fault.code == CODE and f"in its {text}" in fault.fact and "pixels" in fault.fact and f"fewer than {MIN_PIXELS}" in fault.fact
    assert fault.place.path == "data/charts.yml" and fault.place.line > 1
    assert "\n" not in str(fault)


@pytest.mark.parametrize(
    ("rows", "headline", "more"),
    [
        pytest.param([ALL, EU], ROSE, {}, id="the large bars"),
        pytest.param([EU], FELL, {}, id="alone"),
        pytest.param([ALL, EU], FELL, {"kind": "bar-panels", "scales": "own"}, id="panels with own scales"),
        pytest.param([ALL, EU], FELL, {"kind": "small-multiples", "scales": "own"}, id="small multiples with own scales"),
        pytest.param([EU], FELL, {"kind": "slope"}, id="a slope alone"),
        pytest.param([ALL, EU], SHARE, {}, id="a small part of a large whole"),
        pytest.param([SHARES], SHRANK, {"kind": "slope"}, id="a change of shares"),
        pytest.param([ALL, EU], "Reports", {}, id="nothing quoted"),
        pytest.param([[ALL[1]], [EU[1]]], FELL, {"kind": "ranking"}, id="one of its marks alone"),
        pytest.param([["eu-reports-change"], ["all-reports-change"]], FELL, {"kind": "ranking"}, id="the difference is a mark itself"),
    ],
)
def test_a_difference_that_is_seen_or_of_no_marks_is_none(tmp_path, rows, headline, more):
    assert found(tmp_path, rows, headline, **more) == []
