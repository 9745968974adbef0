"""Vega-Lite from a scene, by altair. Imported only on a cache miss."""

from __future__ import annotations

import functools
import json
import math

import altair as alt
from altair.utils.schemapi import debug_mode

from .measure import Scale
from .scene import AltairLayer, Json, Layer, Panels, Scene

# The values of altair's own theme; no view here has a size of its own.
_CONFIG = {"view": {"continuousWidth": 300, "continuousHeight": 300}}


def build_specification(scene: Scene) -> Json:
    """Return the Vega-Lite specification of a scene with its data.

    It is made of the schema's classes without validation: altair's charts copy their input at each step, and together with the
    validation of each part this takes nine tenths of the time. The tests validate the whole, and Vega-Lite rejects an invalid one.
    """
    with debug_mode(False):
        return _build_specification(scene)


def _build_specification(scene: Scene) -> Json:
    datasets: dict[str, list[Json]] = {}
    layers = [_make_part(layer, place, datasets) for place, layer in enumerate(scene.layers)]
    height = math.ceil(scene.bottom + 2)
    top = {
        "autosize": alt.AutoSizeParams(type="none").to_dict(validate=False),
        "background": "transparent",
        "padding": 0,
        "usermeta": {"id": scene.chart.id, "kind": scene.chart.kind, "lang": scene.chart.lang},
    }
    if scene.panels:
        panels = _make_panels(scene.panels, datasets)
        # Panels take no size from outside, so the padding from the corner on makes the paper.
        top["padding"] = {"left": 0, "top": 0, "right": scene.right_edge, "bottom": height}
        own: Json = {"vconcat": [_make_layer_group(scene, layers, scene.panels.top), panels], "spacing": 0, "bounds": "flush"}
        own["description"] = scene.chart.name
    else:
        own = _make_layer_group(scene, layers, height) | {"description": scene.chart.name}
    content = "vconcat" if scene.panels else "layer"
    own = {name: own.get(name, top.get(name)) for name in (content, *sorted({*own, *top} - {content}))}
    return {"config": _CONFIG, **own, "$schema": alt.SCHEMA_URL, "datasets": datasets}


def _make_layer_group(scene: Scene, layers: list[Json], height: float) -> Json:
    # Each layer states where its marks lie; Vega-Lite's defaults must not merge, sort or pad anything.
    resolve = alt.Resolve(scale=alt.ScaleResolveMap(x="independent", y="independent"))
    view = alt.ViewBackground(stroke=None, fill=None)
    made = alt.LayerSpec(layer=[], width=scene.right_edge, height=height, view=view, resolve=resolve).to_dict(validate=False)
    return made | {"layer": layers}


def _make_part(layer: Layer | AltairLayer, place: int, datasets: dict[str, list[Json]]) -> Json:
    """Return a layer of the specification, and put its data into the datasets by name.

    Inline data would be slower: altair copies them several times.
    """
    if isinstance(layer, Layer):
        name = f"{place:02}-{layer.mark_type}"
        datasets[name] = layer.rows
        return _make_layer(layer, name)
    return _convert_chart(layer(), datasets)


def _convert_chart(chart: alt.Chart | alt.FacetChart, datasets: dict[str, list[Json]]) -> Json:
    """Convert an altair chart to a part of a specification, and move its data into the datasets."""
    made: Json = chart.to_dict(validate=False)
    datasets |= made.pop("datasets", {})
    return {name: value for name, value in made.items() if name not in ("$schema", "config")}


def _make_panels(panels: Panels, datasets: dict[str, list[Json]]) -> Json:
    # Vega-Lite keeps the labels of panels in several rows even if told to leave them out, so they are made empty.
    header = alt.Header(title=None, labelExpr="''")
    chart = panels.make_layers().facet(
        data=alt.InlineData(values=panels.data),
        facet=alt.Facet(field="place", type="ordinal", header=header),
        columns=panels.column_count,
        spacing=alt.RowColnumber(row=panels.spacing[0], column=panels.spacing[1]),
        bounds="flush",
    )
    return _convert_chart(chart.resolve_scale(x="independent", y="independent"), datasets)


def _make_layer(layer: Layer, data: str) -> Json:
    unit = _make_unit(layer.mark_type, tuple(layer.fields.items()), json.dumps(layer.style), tuple(layer.scales.items()))
    return {"data": alt.NamedData(name=data).to_dict(validate=False), **unit}


@functools.lru_cache(maxsize=256)
def _make_unit(kind: str, named: tuple[tuple[str, str], ...], style: str, scales: tuple[tuple[str, Scale], ...]) -> Json:
    """Return a layer without its data. Most texts and lines differ in data only, so each is made once.

    Args:
        named: the fields of the channels.
        style: as JSON.
    """
    fields, scaled = dict(named), dict(scales)
    channels: Json = {
        "x": alt.PositionFieldDef(field=fields["x"], type="quantitative", scale=_make_scale(scaled.get("x")), axis=None),
        "y": alt.PositionFieldDef(field=fields["y"], type="quantitative", scale=_make_scale(scaled.get("y")), axis=None),
    }
    channels |= {name: alt.SecondaryFieldDef(field=fields[name]) for name in ("x2", "y2") if name in fields}
    if "text" in fields:
        # The description becomes an aria-label on the drawn text; svg.py turns it into `data-figure`.
        channels["text"] = alt.StringFieldDefWithCondition(field=fields["text"], type="nominal")
        channels["description"] = alt.StringFieldDefWithCondition(field="figure", type="nominal")
    mark = alt.MarkDef(clip=False, **{"type": kind, **json.loads(style)})
    unit = alt.UnitSpec(mark=mark, encoding=alt.Encoding(**channels)).to_dict(validate=False)
    return {name: unit[name] for name in ("mark", "encoding")}


def _make_scale(scale: Scale | None) -> alt.Scale | None:
    if scale is None:
        return None
    domain, pixels = [scale.low, scale.high], [scale.start, scale.end]
    # Every default that would move a domain is off. Vega-Lite pads the domain of bars on a continuous scale, for example.
    return alt.Scale(type="linear", domain=domain, range=pixels, nice=False, zero=False, padding=0)
