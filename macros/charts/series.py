"""Layout shared by charts of several series: colours and shapes, ranges of values, names of columns and rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from .measure import LINE, Scale, estimate_text_width, measure_widest_word, spread_boxes, wrap_text
from .model import Cell, Chart, ChartError, Row
from .scene import SERIES, Json, Layer, Scene, list_columns, make_mark_data

SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
MAX_SERIES = 2 * len(SERIES)
"""Most series in one plot: each colour twice, with another shape."""

SWATCH = 14


def choose_colour(place: int) -> str:
    """Return the colour of the series at an index."""
    return SERIES[place % len(SERIES)]


def choose_shape(place: int) -> str:
    """Return the shape of the series at an index."""
    return SHAPES[(place + place // len(SERIES)) % len(SHAPES)]


def enumerate_cells(row: Row) -> list[tuple[int, Cell]]:
    """Return the cells of a row that have a value, each with the index of its column."""
    return [(place, cell) for place, cell in enumerate(row.cells) if cell is not None]


def choose_point_columns(row: Row) -> list[int]:
    """Return the columns where a line has a point: its ends, values with a bound or a new sign, soft ones, those without a neighbour."""
    found = [place for place, _ in enumerate_cells(row)]
    joined = {place for place, cell in enumerate_cells(row) if place and row.cells[place - 1] and not cell.is_break}
    return [
        place
        for place, cell in enumerate_cells(row)
        if place in (found[0], found[-1]) or not {place, place + 1} & joined or cell.bound or cell.is_soft or row.has_new_sign(place)
    ]


def list_breaks(row: Row) -> list[int]:
    """Return the columns where a new series begins behind a value of the old one."""
    return [place for place, cell in enumerate_cells(row) if cell.is_break and place and row.cells[place - 1]]


def make_break(scene: Scene, place: int, column: int) -> Json:
    """Return a datum without a value before a column: it breaks the line."""
    names = list_columns(scene.chart)
    times = place_columns(names)
    between = (times[column - 1] + times[column]) / 2
    return {"place": place, "time": between, "row": scene.chart.rows[place].label, "column": names[column]}


def require_values(chart: Chart) -> None:
    """Raise `ChartError` if a row has no value at all."""
    for row in chart.rows:
        if not any(row.cells):
            raise ChartError(chart, f"row {row.label!r} has no value", "leave it out")


def find_range(cells: Iterable[Cell], *, from_zero: bool) -> tuple[float, float]:
    """Return the lowest and the highest value of a scale.

    Bars begin at zero. So do lines if the values are nearer to zero than to each other.
    """
    values = [float(cell.value) for cell in cells]
    low, high = min(values), max(values)
    if from_zero or low < 0 < high or high - low > min(abs(low), abs(high)) or low == high:
        low, high = min(low, 0.0), max(high, 0.0)
    return (low, high) if low < high else (0.0, 1.0)


def draw_head(scene: Scene) -> float:
    """Draw the axis title, the words on scales and the notes of whole columns; return the pixel below.

    The cells of a column lose a note that is drawn here.
    """
    chart = scene.chart
    y = scene.draw_block(chart.said, scene.draw_block(chart.axis, 2.0, gap=10), gap=10)
    told: dict[str, list[int]] = {}
    for place in range(len(list_columns(chart))):
        notes = {cell.note for row in chart.rows if (cell := row.cells[place])}
        if len(chart.rows) > 1 and len(notes) == 1 and "" not in notes:
            told.setdefault(notes.pop(), []).append(place)
    for note, places in told.items():
        names = ", ".join(list_columns(chart)[place] for place in places)
        y = scene.draw_block(note if len(places) == len(list_columns(chart)) else f"{names}: {note}", y, gap=10)
    every = {place for places in told.values() for place in places}
    if every:
        scene.chart = replace(chart, rows=tuple(replace(row, cells=_drop_notes(row, every)) for row in chart.rows))
    return y


def _drop_notes(row: Row, places: set[int]) -> tuple[Cell | None, ...]:
    return tuple(replace(cell, note="") if cell and place in places else cell for place, cell in enumerate(row.cells))


@lru_cache(maxsize=64)
def place_columns(names: tuple[str, ...]) -> tuple[float, ...]:
    """Return the positions of columns: ascending whole numbers at their true distance, others evenly."""
    numbers = tuple(float(name) for name in names if name.isdecimal() and name.isascii() and len(name) < 10)
    ascend = len(numbers) == len(names) and all(a < b for a, b in pairwise(numbers))
    return numbers if ascend else tuple(map(float, range(len(names))))


def make_column_scale(names: tuple[str, ...], left: float, right: float) -> Scale:
    """Return the scale from positions to pixels; a single column lies in the middle."""
    at = place_columns(names)
    return Scale(at[0], at[-1], left, right) if len(at) > 1 else Scale(at[0] - 1, at[0] + 1, left, right)


def measure_room(scene: Scene, texts: Iterable[str], most: float, *, bold: bool = False, rigid: bool = True) -> float:
    """Return the width of a column of texts that wrap at `most` pixels.

    Raises:
        ChartError: a word alone is wider, and `rigid` is set.
    """
    found = 0.0
    for text in texts:
        if (word := measure_widest_word(text, bold=bold)) > most and rigid:
            raise ChartError(scene.chart, f"{text!r} has a word that does not fit into its place", "write it shorter")
        found = max(found, word, *(estimate_text_width(line, bold=bold) for line in wrap_text(text, most, bold=bold)))
    return found


def draw_column_names(scene: Scene, scale: Scale, y: float) -> float:
    """Draw the names of columns below `y` and return the lowest pixel.

    The first and the last are always named, those between at even steps if they have room.
    """
    names, at = scene.chart.columns, [scale.to_pixel(position) for position in place_columns(scene.chart.columns)]
    ends = [0, len(names) - 1][: len(names)]
    most = max(scene.right_edge / len(ends) - 12, 0)
    measure_room(scene, (names[place] for place in ends), most)
    lines = [wrap_text(name, most) for name in names]
    sizes = [max(map(estimate_text_width, each), default=0.0) + 12 for each in lines]
    chosen = ends
    for step in range(1, len(names)):
        tried = [*range(0, len(names) - step, step), len(names) - 1]
        if all(at[b] - at[a] >= (sizes[a] + sizes[b]) / 2 for a, b in pairwise(tried)):
            chosen = tried
            break
    centres = spread_boxes([at[place] for place in chosen], [sizes[place] for place in chosen], -6, scene.right_edge + 6)
    for place, centre in zip(chosen, centres, strict=True):
        scene.draw_rule(at[place], y, at[place], y + 5)
        scene.draw_text(lines[place], centre, y + 5 + LINE * 0.7, align="center")
    return scene.bottom


def draw_legend(scene: Scene, names: Sequence[Sequence[str]], y: float) -> float:
    """Draw the legend below `y`, as many series on a line as fit, and return the pixel below.

    Args:
        names: the texts of each series.
    """
    most = scene.right_edge - SWATCH - 4
    measure_room(scene, (text for texts in names for text in texts), most)
    x, lowest = 0.0, y
    for place, texts in enumerate(names):
        wrapped = [wrap_text(text, most) for text in texts]
        breadth = SWATCH + 4 + max((estimate_text_width(line) for lines in wrapped for line in lines), default=0)
        if x and x + breadth > scene.right_edge:
            x, y = 0.0, lowest + 4
        style = {
            "shape": choose_shape(place),
            "size": 90,
            "fill": choose_colour(place),
            "stroke": choose_colour(place),
            "strokeWidth": 1.5,
            "opacity": 1.0,
        }
        scene.draw_mark("point", {"x": x + SWATCH / 2, "y": y + LINE / 2}, {"x": "x", "y": "y"}, style, {})
        below = y + LINE / 2
        for lines in wrapped:
            below = scene.draw_text(lines, x + SWATCH + 4, below)
        lowest = max(lowest, below - LINE / 2, y + LINE)
        x += breadth + 14
    return lowest + 12


def join_group_and_label(row: Row) -> str:
    """Return the name of a row behind the name of its group."""
    return " ".join(filter(None, (row.group, row.label)))


def list_row_texts(row: Row, names: Sequence[str] = (), *, signed: bool = False) -> tuple[str, ...]:
    """Return the texts that name a row: its name, and the note shared by all its values.

    Args:
        names: the columns to name in front of notes that are not shared; without them such notes are left out.
        signed: whether the signs of the values stand here, where a chart has no room for them beside its labels.
    """
    note = find_shared_note(row)
    told = [note] if note else [f"{names[place]}: {cell.note}" for place, cell in enumerate_cells(row) if names and cell.note]
    columns: dict[str, list[str]] = {}
    for place, cell in enumerate(row.cells) if signed else ():
        columns.setdefault(cell.sign if cell else row.find_gap(place), []).append(names[place])
    return (join_group_and_label(row), *told, *(f"{', '.join(places)}: {sign}" for sign, places in columns.items() if sign))


def find_shared_note(row: Row) -> str:
    """Return the note that all values of a row share, or ""."""
    notes = {cell.note for _, cell in enumerate_cells(row)}
    return notes.pop() if len(notes) == 1 else ""


def draw_row_names(scene: Scene, names: Sequence[Sequence[str]], y: float, height: float, gap: float) -> tuple[list[float], float]:
    """Draw the texts that name rows below `y`, beside their marks or, for lack of room, above them.

    Args:
        height: the height of a mark.
        gap: the room between two marks.

    Returns:
        The top pixel of each mark, and the pixel where marks may begin.
    """
    most, high = (220, 3) if scene.is_wide else (128, 2)
    every = [text for texts in names for text in texts]
    beside = max(map(measure_widest_word, every)) <= most and all(
        sum(len(wrap_text(text, most)) for text in texts) <= high for texts in names
    )
    breadth = measure_room(scene, every, most if beside else scene.right_edge)
    tops = []
    for texts in names:
        wrapped = [wrap_text(text, breadth if beside else scene.right_edge) for text in texts]
        tall = LINE * sum(map(len, wrapped))
        top = y + max(tall - height, 0) / 2 if beside else y + tall + 4
        below = (top + height / 2 - tall / 2 if beside else y) + LINE / 2
        for lines in wrapped:
            below = scene.draw_text(lines, 0, below)
        tops.append(top)
        y = top + height + gap + (max(tall - height, 0) / 2 if beside else 0)
    scene.bottom = max(scene.bottom, tops[-1] + height)
    return tops, breadth + 12 if beside else 0.0


def make_datum(scene: Scene, place: int, column: int, *, by_column: bool = False) -> Json:
    """Return the datum of a cell; a cell without a value is a gap and has no value in it.

    `place` in the datum tells series apart. It is the index of the row, or of the column with `by_column`.
    """
    chart = scene.chart
    row, name, cell = chart.rows[place], list_columns(chart)[column], chart.rows[place].cells[column]
    said = make_mark_data(row, name, cell) if cell else {"row": row.label, "column": name}
    return {"place": column if by_column else place, "time": place_columns(list_columns(chart))[column]} | said


def encode_series(count: int) -> Json:
    """Return the channels that give each series its colour and its shape."""
    places = list(range(count))
    scales = {name: {"domain": places, "range": [choose(place) for place in places]} for name, choose in _CHOICES}
    return {name: {"field": "place", "type": "nominal", "scale": scale, "legend": None} for name, scale in scales.items()}


_CHOICES = (("stroke", choose_colour), ("fill", choose_colour), ("shape", choose_shape))


def add_points(scene: Scene, rows: list[Json], fields: dict[str, str], scales: dict[str, Scale], count: int) -> None:
    """Add a point for each datum, in the colour and the shape of its series; soft ones are hollow, bounded ones dashed too."""
    hollow: Json = {"fillOpacity": 0.0}
    styles: list[Json] = [{}, hollow, hollow | {"strokeDash": [2, 2]}]
    for kind, style in enumerate(styles):
        if found := [row for row in rows if (2 if row["bound"] else int(row.get("soft", False))) == kind]:
            mark = {"size": 64, "fillOpacity": 1.0, "strokeWidth": 1.5, "opacity": 1.0, **style}
            scene.layers.append(Layer("point", found, fields, mark, scales, encode_series(count)))
