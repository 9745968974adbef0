"""Raised and lowered signs: markers of notes, but for those of units and names (km², CO₂, PM₂.₅, Nº)."""

from __future__ import annotations

import re

RAISED = "\u00aa\u00ba\u00b9\u00b2\u00b3\u2070-\u207e\u02b0-\u02b8\u02e1-\u02e3\u1d43-\u1d5d\u1d9c"
_LOWERED = "\u207f-\u209c"
MARKS = re.compile(f"[{RAISED}{_LOWERED}]+")
_UNIT = "(?<![^\\W\\d_])[kcdm]?m[\u00b2\u00b3]|\\b[nN]\u00ba|\\b[0-9]+[\u00aa\u00ba]"
IN_UNITS = re.compile(rf"{_UNIT}|(?:CO|NO|SO|CH|PM|O|H|N)[\u2080-\u2089]+(?:\.[\u2080-\u2089]+)?")
ENDS_IN_UNIT = re.compile(rf"(?:{_UNIT})$")
