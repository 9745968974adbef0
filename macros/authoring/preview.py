"""Small drawings for a terminal."""

from __future__ import annotations

import locale
import os
import shutil
from collections.abc import Sequence
from fractions import Fraction

_EIGHTHS = " ▏▎▍▌▋▊▉"
_WIDEST = 40
_LONGEST_NAME = 32


def draw_bars(rows: Sequence[tuple[str, Fraction | None, str]]) -> list[str]:
    """Return a line for each row: its name, a bar from zero, and its value in words. A row without a value has no bar."""
    names = min(max((len(name) for name, _, _ in rows), default=0), _LONGEST_NAME)
    texts = max((len(text) for _, _, text in rows), default=0)
    room = max(5, min(_WIDEST, shutil.get_terminal_size((80, 24)).columns - names - texts - 8))
    most = max((abs(value) for _, value, _ in rows if value is not None), default=Fraction(0)) or Fraction(1)
    bars = [_draw_bar(abs(value or Fraction(0)) / most * room, room) for _, value, _ in rows]
    return [f"  {name[:names]:{names}}  {bar} {text:>{texts}}" for (name, _, text), bar in zip(rows, bars, strict=True)]


def _draw_bar(length: Fraction, room: int) -> str:
    """Return a bar of a length in characters. A terminal without block characters has signs of equality.

    The locale says what the terminal shows: the output of a command is UTF-8 everywhere, and a console of Windows draws all of it.
    """
    whole, rest = divmod(int(length * 8), 8)
    try:
        "█▏".encode("utf-8" if os.name == "nt" else locale.getencoding())
    except (UnicodeEncodeError, LookupError):
        return ("=" * whole).ljust(room)
    return ("█" * whole + (_EIGHTHS[rest] if rest else "")).ljust(room)
