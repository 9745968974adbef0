"""Vega-Lite from a scene, by altair. Imported only on a cache miss."""

from __future__ import annotations

import functools
import json
import math

import altair as alt
from altair.utils.schemapi import debug_mode

from .measure import OwnScale, Scale
from .scene import MARK_ORDER, Json, Layer, Panels, Scene

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
    layers = []
    for place, layer in enumerate(sorted(scene.layers, key=lambda layer: MARK_ORDER.index(layer.mark_type))):
        name = f"{place:02}-{layer.mark_type}"
        datasets[name] = layer.rows
        layers.append({"data": alt.NamedData(name=name).to_dict(validate=False), **_make_layer(layer)})
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


def _make_panels(panels: Panels, datasets: dict[str, list[Json]]) -> Json:
    datasets["panels"] = panels.data
    view = alt.ViewBackground(stroke=None, fill=None)
    # Vega-Lite keeps the labels of panels in several rows even if told to leave them out, so they are made empty.
    header = alt.Header(title=None, labelExpr="''")
    made = alt.FacetSpec(
        data=alt.NamedData(name="panels"),
        facet=alt.FacetFieldDef(field="place", type="ordinal", header=header),
        spec=alt.LayerSpec(layer=[], width=panels.breadth, height=panels.height, view=view),
        columns=panels.column_count,
        spacing=alt.RowColnumber(row=panels.spacing[0], column=panels.spacing[1]),
        bounds="flush",
        resolve=alt.Resolve(scale=alt.ScaleResolveMap(x="independent", y="independent")),
    ).to_dict(validate=False)
    return made | {"spec": made["spec"] | {"layer": [_make_layer(layer) for layer in panels.layers]}}


def _make_layer(layer: Layer) -> Json:
    written = json.dumps([layer.style, layer.channels, layer.transforms])
    return _make_unit(layer.mark_type, tuple(layer.fields.items()), tuple(layer.scales.items()), written)


@functools.lru_cache(maxsize=256)
def _make_unit(kind: str, named: tuple[tuple[str, str], ...], scales: tuple[tuple[str, Scale | OwnScale], ...], written: str) -> Json:
    """Return a layer without its data. Most texts and lines differ in data only, so each is made once.

    Args:
        named: the fields of the channels.
        written: the style, the further channels and the transforms, as JSON.
    """
    fields, scaled, (style, others, transforms) = dict(named), dict(scales), json.loads(written)
    channels: Json = {
        name: alt.PositionFieldDef(field=fields[name], type="quantitative", scale=_make_scale(scaled.get(name)), axis=None)
        for name in ("x", "y")
        if name in fields
    }
    channels |= {name: alt.SecondaryFieldDef(field=fields[name]) for name in ("x2", "y2") if name in fields}
    if "text" in fields:
        # The description becomes an aria-label on the drawn text; svg.py turns it into `data-figure`.
        channels["text"] = alt.StringFieldDefWithCondition(field=fields["text"], type="nominal")
        channels["description"] = alt.StringFieldDefWithCondition(field="figure", type="nominal")
    # Of a drawing only texts are read, so Vega need not describe other marks: that takes a tenth of its time.
    mark = alt.MarkDef(clip=False, aria="text" in fields, **{"type": kind, **style})
    unit = alt.UnitSpec(mark=mark, encoding=alt.Encoding(**channels, **others), transform=transforms or alt.Undefined)
    made = unit.to_dict(validate=False)
    return {name: made[name] for name in ("mark", "encoding", "transform") if name in made}


def _make_scale(scale: Scale | OwnScale | None) -> alt.Scale | None:
    if scale is None:
        return None
    domain = [scale.low, scale.high] if isinstance(scale, Scale) else alt.Undefined
    # Every default that would move a domain is off. Vega-Lite pads the domain of bars on a continuous scale, for example.
    return alt.Scale(type="linear", domain=domain, range=[scale.start, scale.end], nice=False, zero=False, padding=0)
