"""Symbols, flags, bounds and note markers in the cells of a table: what stands beside a number or in its place."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from macros.importer.decision import Answers, Decision
from macros.importer.sheet import Cell, Line, Sheet, name_column
from macros.importer.values import is_number, is_number_text

# What statistical offices mean by a symbol in the place of a value. Those of one sign mean other things elsewhere: they are asked.
_CERTAIN = {
    **dict.fromkeys(("[c]", "(c)", "[s]"), "suppressed"),
    **dict.fromkeys(
        ("[x]", "[z]", "(x)", "[na]", "[n/a]", ":", "..", "...", "…", "n/a", "n.a.", "n.a", "nan", "null", "none", "n.d.", "nd"), "missing"
    ),
    **dict.fromkeys(("na", "#n/a", "not available", "no data", "missing", "k.a.", "s.o.", "n.v.t."), "missing"),
    **dict.fromkeys(("suppressed", "confidential", "redacted"), "suppressed"),
}
_DOUBTFUL = {
    **dict.fromkeys(("c", "x", "*", "**", "s", "(s)", "z", "[low]", "low", "q", "/", "[u]", "u", "†", "#"), "suppressed"),
    **dict.fromkeys(("-", "–", "—", "--", ".", "−", "(d)", "d", "_", "?", "m", "l", "nr", "n", "o", "|"), "missing"),
}
_MEANINGS = {
    "suppressed": "no value: it was not published (suppressed)",
    "missing": "no value (missing)",
    "zero": "0",
}
# What the letters behind a number mean: Eurostat, SDMX, the symbols of the UK's producers.
_FLAGS = {
    "p": "provisional", "e": "estimated", "b": "break", "r": "revised", "f": "estimated", "est": "estimated", "prov": "provisional",
    "provisional": "provisional", "estimated": "estimated", "revised": "revised", "pr": "provisional", "rev": "revised", "break": "break",
}  # fmt: skip
_STATUSES = {
    "provisional": "the value is provisional",
    "estimated": "the value is estimated",
    "break": "a break in the series",
    "revised": "the value was revised",
    "note": "a marker of a note",
    "drop": "left out",
}
_WORDS = (
    ("provisional", re.compile(r"provi|prelim|vorl[äa]u|previs|tymczas|alustav|foreløp", re.IGNORECASE)),
    ("estimated", re.compile(r"estim|gesch[äa]tz|stim[ae]|skattad|szacun", re.IGNORECASE)),
    ("revised", re.compile(r"revis|revid|r[ée]vis|korrig|berichtig", re.IGNORECASE)),
    ("break", re.compile(r"\bbreak|rupture|ruptura|bruch\b|\bbrud|brott", re.IGNORECASE)),
    ("suppressed", re.compile(r"suppress|confiden|disclos|geheim|secret|withheld|not published|redact|vertraulich", re.IGNORECASE)),
    (
        "missing",
        re.compile(r"not av|unav|missing|no data|not appl|nicht verf|no dispon|non disp|keine ang|not coll|none rec", re.IGNORECASE),
    ),
)
_LEGEND = re.compile(
    r"(?:^|[;,.]\s+|\s{2,})(?P<sign>\[\w{1,4}\]|\(\w{1,3}\)|[A-Za-z]{1,2}|[^\w\s()\[\]]{1,3})\s*(?:[:=]|\s[-\u2013]\s)\s*(?P<text>[^;]+?)(?=;|$|[.,]\s+\[?\w{1,3}\]?\s*[:=])"
)
_NUMBER_WITH = re.compile(
    r"(?P<bound>[<>≤≥]=?\s?)?(?P<open>\()?(?P<number>.*?[0-9%])(?P<close>\))?"
    r"(?P<gap>[\s\u00a0\u202f]*)(?P<tail>\([A-Za-z]{1,4}\)|\[\w{1,4}\]|[A-Za-z]{1,11}\.?|[*†‡§^#]{1,3}|\([0-9]{1,2}\)|[¹²³\u2070-\u2079]+)?"
)
_BOUNDS = {"<": "under", ">": "over", "≤": "at_most", "≥": "at_least", "<=": "at_most", ">=": "at_least"}
_DIGITS = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")
_MARK = re.compile(r"[\[(]?(?P<mark>[0-9]{1,2}|[*†‡§^#]{1,3})[\])]?")

_SYMBOL = re.compile(r"[^\W\d_]{1,3}\.?|\[\w{1,4}\]|\(\w{1,3}\)|[^\w\s<>&=+@]{1,3}")
_RAISED = re.compile(r"(?P<head>.*[^\s¹²³\u2070-\u2079])\s*(?P<mark>[¹²³\u2070-\u2079]+)")
_UNIT = re.compile(r"(?:^|[^^\W\d_])[kcdm]?m$|\b(?:CO|NO|SO|CH|H|O)$")
_HEADING = re.compile(
    r"(?P<head>.*[^\s*])(?:\s*(?P<flag>(?<=[\s0-9])[a-zA-Z]{1,2}|\([a-zA-Z]{1,2}\)|\[[a-zA-Z]{1,2}\])"
    r"|\s*(?P<mark>[¹²³\u2070-\u2079]+|[*†‡§]{1,3}|[\[(][0-9]{1,2}[\])]))"
)


@dataclass(frozen=True)
class _Parts:
    """A cell of a column of numbers, cut up. kind: number, flagged, marked, bound, bracket, symbol or words."""

    kind: str
    number: str = ""
    sign: str = ""


@functools.lru_cache(maxsize=200_000)
def _split_text(text: str) -> _Parts:
    if is_number_text(text):
        return _Parts("number", text)
    match = _NUMBER_WITH.fullmatch(text)
    if match and is_number_text(number := match["number"].strip()):
        tail, bracketed = match["tail"] or "", bool(match["open"]) and bool(match["close"])
        if bool(match["open"]) != bool(match["close"]):
            return _Parts("words")
        if match["bound"] and not tail:
            return _Parts("bound", number, match["bound"].strip())
        if bracketed and not tail and not match["bound"]:
            return _Parts("bracket", number, "()")
        if tail and not bracketed and not match["bound"]:
            if marked := _MARK.fullmatch(tail.translate(_DIGITS)):
                return _Parts("marked", number, marked["mark"])
            return _Parts("flagged", number, tail)
    return _Parts("symbol" if _SYMBOL.fullmatch(text) or text.lower() in _CERTAIN else "words", "", text)


def find_kind(text: str) -> str:
    """Return what a text could be in a column of numbers: number, flagged, marked, bound, bracket, symbol or words."""
    return _split_text(text).kind


def read_symbols(sheet: Sheet, answers: Answers) -> tuple[Sheet, list[Decision]]:
    """Separate the numbers of a table from the symbols, flags, bounds and markers around them.

    Only columns in which numbers stand are changed. A column of other symbols in which most cells are words stays as it is.
    """
    head, rows = sheet.lines[0], sheet.lines[1:]
    legend = read_legend(sheet.footnotes)
    kept = set(answers.list("text"))
    replaced: dict[int, list[Cell]] = {}
    counts: Counter[tuple[str, str]] = Counter()
    places: dict[tuple[str, str], str] = {}
    for at, name in enumerate(sheet.header):
        cells = [line.cells[at] for line in rows]
        if name in kept or not _is_numeric(cells, legend):
            continue
        for line, cell in zip(rows, cells, strict=True):
            if cell.text and cell.kind == "text" and (parts := _split_text(cell.text)).kind not in ("number", "words"):
                key = (parts.kind, parts.sign)
                counts[key] += 1
                places.setdefault(key, f"{name_column(sheet.columns[at] if sheet.columns else at)}{line.number}")
        replaced[at] = cells
    decisions = {key: _decide(sheet, key, count, places[key], legend, answers) for key, count in counts.items()}
    for at, cells in replaced.items():
        replaced[at] = [_apply(cell, decisions) for cell in cells]
    if decisions:
        lines = [
            Line(line.number, tuple(replaced[at][number] if at in replaced else cell for at, cell in enumerate(line.cells)))
            for number, line in enumerate(rows)
        ]
        sheet = replace(sheet, lines=[head, *lines])
    return sheet, list(decisions.values())


def _is_numeric(cells: list[Cell], legend: Mapping[str, str]) -> bool:
    """Return True for a column of numbers: some are plain, and what else stands there are numbers with signs, or symbols."""
    filled = [cell for cell in cells if cell.text]
    if not any(is_number(cell) for cell in filled) and not any(_split_text(cell.text).kind == "flagged" for cell in filled):
        return False
    parts = Counter(_split_text(cell.text) if cell.kind == "text" else _Parts("number") for cell in filled)
    numbers = sum(count for part, count in parts.items() if part.kind not in ("symbol", "words"))
    known = sum(
        count
        for part, count in parts.items()
        if part.kind == "symbol" and (part.sign.lower() in {**_CERTAIN, **_DOUBTFUL} or part.sign in legend)
    )
    words = sum(count for part, count in parts.items() if part.kind == "words")
    symbols = {part.sign for part in parts if part.kind == "symbol"}
    if words or any(part.text.startswith("0") and part.text.isdigit() and len(part.text) > 1 for part in filled):
        return False
    return numbers > 0 and (known == sum(parts.values()) - numbers or (numbers * 2 > len(filled) and len(symbols) <= 5))


def _decide(sheet: Sheet, key: tuple[str, str], count: int, place: str, legend: Mapping[str, str], answers: Answers) -> Decision:
    kind, sign = key
    times = f'"{sign}"' + (f" {{}} {count} cell{'s' if count > 1 else ''}, first in {place}")
    told = legend.get(sign) or legend.get(sign.strip("[]()"))
    if kind == "symbol":
        meaning = told if told in _MEANINGS else ""
        low = sign.lower()
        proposed = meaning or _CERTAIN.get(low) or _DOUBTFUL.get(low, "")
        found = times.format("stands in the place of a value in") + (" (a note says what it means)" if meaning else "")
        return answers.decide("missing", sheet.path, found, proposed, _MEANINGS, subject=sign, is_certain=bool(meaning) or low in _CERTAIN)
    if kind == "flagged":
        low = sign.strip("[]().").lower()
        meaning = told if told in _STATUSES else ""
        proposed = meaning or _FLAGS.get(low, "")
        found = times.format("stands behind a number in") + (" (a note says what it means)" if meaning else "")
        return answers.decide("flags", sheet.path, found, proposed, _STATUSES, subject=sign, is_certain=bool(meaning))
    if kind == "marked":
        found = times.format("marks a note in")
        known = sign in sheet.footnotes
        return answers.decide("flags", sheet.path, found, "note", _STATUSES, subject=sign, is_certain=known)
    if kind == "bound":
        found = times.format("stands before a number in")
        effects = {"bound": "kept as a bound beside the number", "suppressed": _MEANINGS["suppressed"]}
        return answers.decide("bounds", sheet.path, found, "bound", effects, subject=sign, is_certain=False)
    found = f"{count} number{'s' if count > 1 else ''} in brackets, first in {place}"
    effects = {"negative": "below zero, as in accounts", "estimated": "estimated", "note": "left as they are, without brackets"}
    return answers.decide("brackets", sheet.path, found, "", effects, is_certain=False)


def _apply(cell: Cell, decisions: Mapping[tuple[str, str], Decision]) -> Cell:
    if not cell.text or cell.kind != "text":
        return cell
    parts = _split_text(cell.text)
    decision = decisions.get((parts.kind, parts.sign))
    if decision is None:
        return cell
    answer, sign = decision.answer, parts.sign.strip("[]().") or parts.sign
    if answer == "zero":
        return replace(cell, text="0")
    if parts.kind == "symbol" or answer in ("suppressed", "missing"):
        return replace(cell, text="", flag=answer or "missing")
    if answer == "note" and parts.kind != "bracket":
        return replace(cell, text=parts.number, marks=(*cell.marks, sign))
    if answer == "bound":
        return replace(cell, text=parts.number, bound=_BOUNDS[parts.sign])
    if answer == "negative":
        return replace(cell, text=f"-{parts.number}")
    return replace(cell, text=parts.number, flag="" if answer in ("drop", "note") else answer)


def read_legend(footnotes: Mapping[str, str]) -> dict[str, str]:
    """Return the meanings that notes give to signs: `{"p": "provisional"}` of "p: provisional figures"."""
    return {sign: meaning for text in footnotes.values() for sign, meaning in _find_meanings(text)}


def _find_meanings(text: str) -> Iterator[tuple[str, str]]:
    for match in _LEGEND.finditer(text):
        for meaning, pattern in _WORDS:
            if pattern.search(match["text"]):
                yield match["sign"], meaning
                break


def read_status(flag: str, legend: Mapping[str, str]) -> str:
    """Return the status that a flag stands for, or "" for an unknown one."""
    return legend.get(flag) or _FLAGS.get(flag.lower(), "")


def split_raised(text: str) -> tuple[str, tuple[str, ...]]:
    """Split raised digits off the end of a header: `Reports¹` has the marker 1. Those of units stay: `km²`."""
    match = _RAISED.fullmatch(text)
    if not match or _UNIT.search(match["head"]):
        return text, ()
    return match["head"].strip(), (match["mark"].translate(_DIGITS),)


def split_heading(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Split the flag and the markers off a header: `2022 p` is `2022` with the flag p, `2020 (1)` has the marker 1."""
    match = _HEADING.fullmatch(text)
    if not match:
        return text, "", ()
    if match["flag"]:
        return match["head"], match["flag"].strip("[]()"), ()
    return match["head"], "", (match["mark"].translate(_DIGITS).strip("[]()"),)
