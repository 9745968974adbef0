"""Small drawings for a terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from fractions import Fraction

_EIGHTHS = " ▏▎▍▌▋▊▉"
_WIDEST = 40


def draw_bars(rows: Sequence[tuple[str, Fraction | None, str]]) -> list[str]:
    """Return a line for each row: its name, a bar from zero, and its value in words. A row without a value has no bar."""
    names, texts = max((len(name) for name, _, _ in rows), default=0), max((len(text) for _, _, text in rows), default=0)
    room = max(5, min(_WIDEST, shutil.get_terminal_size((80, 24)).columns - min(names, 24) - texts - 8))
    most = max((abs(value) for _, value, _ in rows if value is not None), default=Fraction(0)) or Fraction(1)
    return [
        f"  {name[:24]:{min(names, 24)}}  {_draw_bar(abs(value) / most * room if value is not None else Fraction(0), room)} {text:>{texts}}"
        for name, value, text in rows
    ]


def _draw_bar(length: Fraction, room: int) -> str:
    """Return a bar of a length in characters. A terminal without block characters has signs of equality."""
    whole, rest = divmod(int(length * 8), 8)
    try:
        "█▏".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ("=" * whole).ljust(room)
    return ("█" * whole + (_EIGHTHS[rest] if rest else "")).ljust(room)
