"""A chart's PNG is the same, byte for byte, whatever fonts a machine has installed."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path

import pytest

from macros.charts.picture import COVERED_RANGES, FONT_FOLDER, MissingGlyphError, render_png

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 60" width="320" height="60" '
    'font-family="Arial, Helvetica, Liberation Sans, sans-serif"><path d="M0,0h320v60h-320Z" fill="#fff"/>'
    '<text x="4" y="20" font-size="14">−46.9% of 1,046,350: ąčđěő żßñ</text>'
    '<text x="4" y="44" font-size="14" font-weight="600">Ελλάδα, България, 2021</text></svg>'
)
# Of the sample, by the locked version of the renderer: another version may draw it otherwise, another machine may not.
SHA256 = "4ca50bd16b45b15b2afa3ef69e3a9ef23d7be578ee80f95c3f83f1af9426783c"


def test_the_same_drawing_gives_the_same_bytes_on_every_machine() -> None:
    assert hashlib.sha256(render_png(SVG)).hexdigest() == SHA256


def test_what_the_fonts_have_not_is_refused_and_not_taken_from_the_machine() -> None:
    with pytest.raises(MissingGlyphError, match="漢"):
        render_png(SVG.replace("ąčđ", "漢"))


def _letters(font: Path) -> set[int]:
    """The characters that a TrueType font has: its `cmap` table, format 4."""
    data = font.read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    tables = {data[12 + 16 * n : 16 + 16 * n]: struct.unpack_from(">II", data, 20 + 16 * n) for n in range(count)}
    start = tables[b"cmap"][0]
    offsets = [struct.unpack_from(">HHI", data, start + 4 + 8 * n)[2] for n in range(struct.unpack_from(">H", data, start + 2)[0])]
    at = next(start + offset for offset in offsets if struct.unpack_from(">H", data, start + offset)[0] == 4)
    (double,) = struct.unpack_from(">H", data, at + 6)
    ends = struct.unpack_from(f">{double // 2}H", data, at + 14)
    starts = struct.unpack_from(f">{double // 2}H", data, at + 16 + double)
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1)}


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_the_fonts_hold_what_is_said_of_them(style: str) -> None:
    letters = _letters(FONT_FOLDER / f"ChartSans-{style}.ttf")
    assert [hex(code) for first, last in COVERED_RANGES for code in range(first, last + 1) if code not in letters] == []
    assert "DejaVu" in (FONT_FOLDER / "LICENSE.txt").read_text(encoding="utf-8")
