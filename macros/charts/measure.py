"""Measures of the layout: widths of texts, line breaks, room between marks. All in pixels."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

WIDTHS = {"wide": 680, "narrow": 320}
"""Natural width of the two drawings. In the narrow one, text of 14 pixels stays above 12 CSS pixels in a box of 275 or more."""

PHONE_WIDTH = 275
"""CSS pixels of the narrow drawing on a phone 360 wide."""

FONT = 14
LINE = 18

_NARROW_CHARACTERS = frozenset("iIjlftr.,:;'’|!()[]-/ \u00a0\u202f")
_WIDE_CHARACTERS = frozenset("mwMWOQG%—−+@&→…")


def estimate_text_width(text: str, *, size: float = FONT, bold: bool = False) -> float:
    """Estimate the width of a text on the safe side, so that no label is ever cut off.

    The page's font is not known here. The advances are those of wide system fonts (Verdana, DejaVu Sans); others leave a little room.
    """
    em = sum(_estimate_advance(character) for character in text)
    return em * size * (1.12 if bold else 1.0)


def _estimate_advance(character: str) -> float:
    if character in _NARROW_CHARACTERS:
        return 0.38
    if character in _WIDE_CHARACTERS:
        return 0.9
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.05
    if character.isdigit():
        return 0.65
    if character.isupper():
        return 0.72
    # Greek and Cyrillic run wider than Latin.
    return 0.62 if character < "\u0370" else 0.66


def wrap_text(text: str, width: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines no wider than `width` where words allow it.

    Newlines in the text are kept. A word is never broken.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        # split() without an argument would break at no-break spaces too.
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and estimate_text_width(longer, bold=bold) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        if line:
            lines.append(line)
    return tuple(lines)


def measure_widest_word(text: str, *, bold: bool = False) -> float:
    """Return the width of the widest word, the least that wrapping can reach."""
    return max(estimate_text_width(word, bold=bold) for word in text.replace("\n", " ").split(" "))


@dataclass(frozen=True)
class Scale:
    """A linear scale from values (`low` to `high`) to pixels (`start` to `end`)."""

    low: float
    high: float
    start: float
    end: float

    def to_pixel(self, value: float | Fraction) -> float:
        """Return the pixel of a value."""
        span = self.high - self.low or 1.0
        return self.start + (float(value) - self.low) / span * (self.end - self.start)

    @property
    def pixels_per_unit(self) -> float:
        """Pixels per unit of the value."""
        return round(abs(self.end - self.start) / (abs(self.high - self.low) or 1.0), 9)

    def to_value(self, pixel: float) -> float:
        """Return the value drawn at a pixel."""
        span = self.end - self.start or 1.0
        return self.low + (pixel - self.start) / span * (self.high - self.low)


class OwnScale(NamedTuple):
    """A linear scale of each panel to the same pixels. Vega-Lite finds its ends in the data of the panel."""

    start: float
    end: float


_OVERLAP_FACTOR = 0.93
"""Factor on the safe estimate of a text's width when texts are tested for overlap: most fonts are narrower."""


class Box(NamedTuple):
    """The box of a drawn text."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    @classmethod
    def from_lines(cls, text: str | list[str], x: float, y: float, align: str, bold: bool, size: float) -> Box:
        """Return the box of some lines of text, the first of them centred on `y`."""
        lines = [text] if isinstance(text, str) else text
        breadth = _OVERLAP_FACTOR * max(estimate_text_width(line, size=size, bold=bold) for line in lines)
        left = x - {"left": 0.0, "center": breadth / 2, "right": breadth}[align]
        return cls(left, y - 0.4 * size, left + breadth, y + LINE * (len(lines) - 1) + 0.4 * size, " ".join(lines))


def find_clash(boxes: list[Box], breadth: float) -> tuple[str, ...]:
    """Return the text that leaves the drawing, or the first two that overlap; empty if there are none."""
    ordered = sorted(boxes, key=lambda box: box.top)
    for place, box in enumerate(ordered):
        if box.left < -0.5 or box.right > breadth + 0.5:
            return (box.text,)
        for other in ordered[place + 1 :]:
            if other.top >= box.bottom:
                break
            if box.left < other.right and other.left < box.right:
                return (box.text, other.text)
    return ()


def spread_boxes(wanted: list[float], sizes: list[float], low: float, high: float) -> list[float]:
    """Return the centres nearest to the wanted ones (ascending) at which boxes of given sizes do not overlap.

    Order is kept, so leaders from mark to label never cross. Boxes stay between `low` and `high` if they fit.
    """
    # Isotonic regression on the wanted starts less the sizes of all boxes before, solved by pooling adjacent violators.
    offsets, total = [], 0.0
    for size in sizes:
        offsets.append(total + size / 2)
        total += size
    pools: list[tuple[float, int]] = []
    for position, offset in zip(wanted, offsets, strict=True):
        pools.append((position - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (mean_b, count_b), (mean_a, count_a) = pools.pop(), pools.pop()
            count = count_a + count_b
            pools.append(((mean_a * count_a + mean_b * count_b) / count, count))
    starts = [mean for mean, count in pools for _ in range(count)]
    limit = max(low, high - total)
    return [min(max(start, low), limit) + offset for start, offset in zip(starts, offsets, strict=True)]
