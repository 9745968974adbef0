"""From a scene to Vega-Lite, by altair. Imported only when a chart must be drawn anew."""

from __future__ import annotations

import math

import altair as alt

from .measure import Scale
from .scene import Layer, Scene


def specification(scene: Scene) -> dict:
    """The Vega-Lite specification with its data in it."""
    # Data by name, put in at the end: altair copies what it is given several times over.
    datasets = {f"{place:02}-{layer.mark}": layer.rows for place, layer in enumerate(scene.layers)}
    layers = [_layer(layer, name) for layer, name in zip(scene.layers, datasets, strict=True)]
    chart = (
        alt.layer(*layers)
        # Each layer says where its marks lie; nothing is to be merged, sorted or padded by default rules.
        .resolve_scale(x="independent", y="independent")
        .properties(
            width=scene.right,
            height=math.ceil(scene.bottom + 2),
            padding=0,
            background="transparent",
            description=scene.chart.name,
            usermeta={"id": scene.chart.id, "kind": scene.chart.kind, "lang": scene.chart.lang},
            autosize=alt.AutoSizeParams(type="none"),
            view=alt.ViewBackground(stroke=None, fill=None),
        )
    )
    # Validated by the tests: half a second for the charts of a site, and Vega-Lite refuses nonsense by itself.
    result = chart.to_dict(format="vega-lite", validate=False)
    result["datasets"] = datasets
    return result


def _layer(layer: Layer, data: str) -> alt.Chart:
    marked = alt.Chart(alt.NamedData(name=data)).mark_text()
    marked.mark = alt.MarkDef(type=layer.mark, clip=False, **layer.style)
    fields = layer.fields
    channels: list = [
        alt.X(field=fields["x"], type="quantitative", scale=_scale(layer.scales.get("x")), axis=None),
        alt.Y(field=fields["y"], type="quantitative", scale=_scale(layer.scales.get("y")), axis=None),
    ]
    if "x2" in fields:
        channels.append(alt.X2(field=fields["x2"]))
    if "y2" in fields:
        channels.append(alt.Y2(field=fields["y2"]))
    if "text" in fields:
        # The description becomes an aria-label on the drawn text, by which the figure's id finds its label again.
        channels.append(alt.Text(field=fields["text"], type="nominal"))
        channels.append(alt.Description(field="figure", type="nominal"))
    return marked.encode(*channels)


def _scale(scale: Scale | None) -> alt.Scale | None:
    if scale is None:
        return None
    domain, pixels = [scale.low, scale.high], [scale.start, scale.end]
    # Every default that would move a domain is off: Vega-Lite pads that of bars on a continuous scale, for one.
    return alt.Scale(type="linear", domain=domain, range=pixels, nice=False, zero=False, padding=0)
