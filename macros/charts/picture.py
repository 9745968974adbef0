"""A chart as a file of its own: SVG, PNG of twice the size, and its Vega-Lite specification.

The colours are those of the light scheme, in place of the page's custom properties.
Pictures are cached: a build that draws nothing new imports neither altair, vl-convert nor typst.
"""

from __future__ import annotations

import re
from pathlib import Path

from macros.base.files import ENGINE, find_files
from macros.incremental.store import Cache, cache_folder, code_salt

from . import Chart, draw_chart, serialise_specification
from .cache import LIMIT

TOKENS = "overrides/assets/tokens.css"
SCALE = 2
_PPI = 96  # pixels of an SVG in an inch
MARGIN = 16  # pixels of paper around the drawing
_FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
# A picture must be the same on every machine, so its fonts come from here, under a family name that no machine has installed.
FONT_FOLDER = Path(__file__).with_name("fonts")
FONT_FAMILY = "Chart Sans"
_FONT_FILES = ("charts/fonts/ChartSans-Regular.ttf", "charts/fonts/ChartSans-Bold.ttf")
# The characters in these fonts: the letters of the EU's languages, digits and the signs of numbers.
COVERED_RANGES = (
    *((0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x384, 0x38A), (0x38C, 0x38C), (0x38E, 0x3A1), (0x3A3, 0x3CE), (0x400, 0x45F)),
    *((0x2010, 0x2026), (0x202F, 0x203A), (0x20AC, 0x20AC), (0x2190, 0x2193), (0x2212, 0x2212), (0x2248, 0x2248), (0x2260, 0x2265)),
)
_PAPER = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
_VARIABLE = re.compile(r"var\((--chart-[a-z0-9]+), #[0-9a-f]+\)")


class MissingGlyphError(ValueError):
    """A character in a drawing that the fonts of the pictures lack. The message names it."""


def read_colours(root: Path) -> dict[str, str]:
    """Return the colours of the light scheme by custom property.

    Raises:
        ValueError: the style sheet is missing or has no light scheme.
    """
    sheets = [path for path in (*find_files(root, "docs/*/assets/tokens.css"), root / TOKENS, ENGINE / TOKENS) if path.is_file()]
    if not sheets:
        raise ValueError(f"{TOKENS} is missing")
    style = sheets[0].read_text(encoding="utf-8")  # a site's own style sheet goes before ours
    scheme = re.search(r'\[data-md-color-scheme="default"\]\s*\{([^}]*)\}', style)
    found = dict(re.findall(r"(--[a-z0-9-]+):\s*(#[0-9a-f]{3,6})\b", scheme[1])) if scheme else {}
    if not found:
        raise ValueError(f"{TOKENS} has no light scheme")
    return found


def make_svg(root: Path, chart: Chart, by: dict[str, str]) -> str:
    """Return the wide drawing as an SVG file with a size, on paper of its own.

    Args:
        by: see `read_colours`.
    """
    drawn = replace_colours(draw_chart(chart, cache=cache_folder(root, "charts")), by)
    view = re.search(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"', drawn)
    assert view, chart.id
    width, height = (float(size) + 2 * MARGIN for size in view.groups())
    box = f'viewBox="-{MARGIN} -{MARGIN} {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    drawn = drawn.replace(view[0], box, 1).replace('font-family="inherit"', f'font-family="{_FONT}"', 1)
    end = drawn.index(">") + 1
    paper = f'<path d="M-{MARGIN},-{MARGIN}h{width:g}v{height:g}h-{width:g}Z" fill="{by["--surface"]}"/>'
    return drawn[:end] + paper + drawn[end:] + "\n"


def make_png(root: Path, svg: str) -> bytes:
    """Return a drawing as PNG of twice the size, from the cache if possible. Raises `MissingGlyphError`."""
    cache = open_download_cache(root)
    known = cache.get_bytes(f"png {SCALE} {svg}")
    if known is not None:
        return bytes(known)
    found = render_png(svg)
    cache.put_bytes(f"png {SCALE} {svg}", found)
    return found


def render_png(svg: str) -> bytes:
    """Render a drawing as PNG, with the same bytes on every machine. Raises `MissingGlyphError`."""
    import typst

    strange = sorted({c for c in re.sub(r"<[^>]*>|\s", "", svg) if not any(first <= ord(c) <= last for first, last in COVERED_RANGES)})
    if strange:
        raise MissingGlyphError(f"draws {' '.join(strange)}, which the fonts of the pictures do not have")
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_FOLDER])
    inputs = {"svg": svg.replace(_FONT, FONT_FAMILY)}
    return typst.compile(_PAPER, font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs, format="png", ppi=_PPI * SCALE)


def make_specification(root: Path, chart: Chart, by: dict[str, str]) -> str:
    """Return the Vega-Lite specification with its data and colours.

    Args:
        by: see `read_colours`.
    """
    found = serialise_specification(chart, cache=cache_folder(root, "charts"))
    return replace_colours(found, by)


def replace_colours(text: str, by: dict[str, str]) -> str:
    """Replace custom properties by colours. Raises `ValueError` for a property without a colour."""

    def find_colour(match: re.Match[str]) -> str:
        if match[1] not in by:
            raise ValueError(f"{TOKENS} has no {match[1]} in its light scheme")
        return by[match[1]]

    return _VARIABLE.sub(find_colour, text)


def open_download_cache(root: Path) -> Cache:
    """Open the cache of files made for downloads only."""
    return Cache(cache_folder(root, "downloads"), code_salt("charts/picture.py", *_FONT_FILES, "typst"), LIMIT)
