"""What cannot be drawn is refused in one line that says which chart, what and how to mend it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from chart_samples import BY_ID, cell

from macros.charts import KINDS, ChartError, Event, Row, UnknownKindError, draw_chart

CHANGES = [
    ("a row with too few cells", "reports", {"rows": (Row("EU", (cell("a", "1", "1"),)),)}),
    ("an unknown bound", "reports", {"rows": (Row("EU", (cell("a", "1", "1", bound="circa"), None)),)}),
    ("no quantity", "reports", {"rows": (Row("EU", (None, None)),)}),
    ("a negative count", "reports", {"rows": (Row("EU", (cell("a", "-1", "−1"), None)),)}),
    ("a slope of three columns", "bounds", {"kind": "slope", "tick_labels": ()}),
    ("a slope with ticks", "share", {"tick_labels": ((Fraction(5), "5%"),)}),
    ("times that are no numbers", "decline", {"columns": ("three", "6", "18")}),
    ("times out of order", "decline", {"columns": ("6", "3", "18")}),
    ("a decline of both signs", "decline", {"rows": (Row("", tuple(cell("a", v, v) for v in ("-1", "1", "2"))),)}),
    ("a part above the whole", "outside", {"rows": (Row("", (cell("a", "101", "101%"),)),)}),
    ("two parts", "outside", {"rows": (Row("", (cell("a", "1", "1%"),)), Row("", (cell("b", "2", "2%"),)))}),
    ("a panel above 100%", "swiss", {"rows": (Row("", (cell("a", "101", "101%"),)),)}),
    ("an impossible date", "events", {"events": (Event("2021-02-30", "x"),)}),
    ("a timeline without events", "events", {"events": ()}),
    ("events in another kind", "reports", {"events": (Event("2021-02-03", "x"),)}),
]


@pytest.mark.parametrize(("id", "change"), [pytest.param(i, c, id=name) for name, i, c in CHANGES])
def test_a_chart_that_cannot_be_drawn_is_named(id, change):
    with pytest.raises(ChartError) as caught:
        draw_chart(replace(BY_ID[id], **change), cache=None)
    assert id in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_kind_names_the_known_ones(tmp_path):
    with pytest.raises(UnknownKindError) as caught:
        draw_chart(replace(BY_ID["reports"], kind="pie"), cache=tmp_path)
    assert "'pie'" in str(caught.value)
    assert all(kind in str(caught.value) for kind in KINDS)
    assert isinstance(caught.value, ValueError)


def test_an_unknown_width_names_the_known_ones():
    with pytest.raises(ValueError, match="wide, narrow"):
        draw_chart(BY_ID["reports"], cache=None, width="huge")
