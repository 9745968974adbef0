"""The cache: same bytes everywhere, nothing heavy on a hit, nothing damaged believed, never in the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from chart_samples import BY_ID, CHARTS

from macros.charts import cache as store_room
from macros.charts import draw_chart

HERE = Path(__file__).parent
CHART = BY_ID["outside"]


def elsewhere(folder: Path | None, seed: str) -> dict:
    """All sample charts drawn by a new process: their texts, and which of the heavy modules it imported."""
    program = f"""
import json, sys
from pathlib import Path
from chart_samples import CHARTS
from macros.charts import draw_chart
folder = {str(folder)!r} if {folder is not None} else None
texts = [draw_chart(c, cache=Path(folder) if folder else None, width=w) for c in CHARTS for w in ("wide", "narrow")]
heavy = sorted({{"altair", "pandas", "vl_convert", "lxml", "narwhals"}} & set(sys.modules))
sys.stdout.buffer.write(json.dumps({{"texts": texts, "heavy": heavy}}).encode())
"""
    environment = os.environ | {
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parents[1])]),
    }
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
    return json.loads(done.stdout)


def test_the_same_bytes_in_every_process_and_from_the_cache_without_heavy_imports(tmp_path):
    here = [draw_chart(chart, cache=tmp_path, width=width) for chart in CHARTS for width in ("wide", "narrow")]
    assert elsewhere(None, "1")["texts"] == here
    hit = elsewhere(tmp_path, "2")
    assert hit["texts"] == here
    assert hit["heavy"] == []


def entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_the_same_chart_twice_is_one_entry_and_the_same_bytes(tmp_path):
    first = draw_chart(CHART, cache=tmp_path)
    assert draw_chart(CHART, cache=tmp_path) == first == draw_chart(CHART, cache=None)
    assert len(entries(tmp_path)) == 1


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: content[: len(content) // 2], id="truncated"),
        pytest.param(lambda content: b"", id="empty"),
        pytest.param(lambda content: content.replace(b"93.5%", b"39.5%"), id="a number changed"),
        pytest.param(lambda content: b"\xff\xfe" + content, id="not text"),
    ],
)
def test_a_damaged_entry_is_drawn_anew_and_mended(tmp_path, damage):
    good = draw_chart(CHART, cache=tmp_path)
    (entry,) = entries(tmp_path)
    whole = entry.read_bytes()
    entry.write_bytes(damage(whole))
    assert draw_chart(CHART, cache=tmp_path) == good
    assert entry.read_bytes() == whole


def test_a_whole_entry_under_the_name_of_another_is_not_believed(tmp_path):
    good = draw_chart(CHART, cache=tmp_path)
    (entry,) = entries(tmp_path)
    other = draw_chart(replace(CHART, name="Other"), cache=tmp_path)
    (second,) = set(entries(tmp_path)) - {entry}
    entry.write_bytes(second.read_bytes())
    assert draw_chart(CHART, cache=tmp_path) == good != other


def test_each_part_of_a_chart_changes_the_key():
    row = CHART.rows[0]
    changed = [
        replace(CHART, **change)
        for change in (
            {"id": "other"},
            {"name": "Other"},
            {"lang": "es"},
            {"axis": "Other"},
            {"tick_labels": ()},
            {"rows": (replace(row, cells=(replace(row.cells[0], label="93.50%"),)),)},
            {"rows": (replace(row, cells=(replace(row.cells[0], value=Fraction("93.51")),)),)},
        )
    ]
    keys = {store_room.make_drawing_key(chart, "wide") for chart in (CHART, *changed)} | {store_room.make_drawing_key(CHART, "narrow")}
    assert len(keys) == len(changed) + 2


def test_a_folder_that_cannot_be_made_costs_nothing_but_time(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert (
        draw_chart(CHART, cache=tmp_path / "file") == draw_chart(CHART, cache=tmp_path / "file" / "cache") == draw_chart(CHART, cache=None)
    )
    assert (tmp_path / "file").read_text() == "in the way"


def test_an_entry_that_cannot_be_replaced_leaves_no_rubbish(tmp_path):
    draw_chart(CHART, cache=tmp_path)
    (entry,) = entries(tmp_path)
    entry.unlink()
    entry.mkdir()
    assert draw_chart(CHART, cache=tmp_path) == draw_chart(CHART, cache=None)
    assert entries(tmp_path) == [entry]


def test_writers_at_the_same_time_leave_one_whole_entry(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        texts = set(pool.map(lambda _: draw_chart(CHART, cache=tmp_path), range(16)))
    assert len(texts) == 1
    assert len(entries(tmp_path)) == 1
    assert draw_chart(CHART, cache=tmp_path) in texts
