"""PC-Axis files (PX) of statistical offices: keywords, and a matrix of values in the order of stub and heading."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator

from macros.base.errors import Fault, FaultError, Place
from macros.importer.meanings import find_worded_meaning
from macros.importer.sheet import MOST_CELLS, Cell, Line, Sheet
from macros.importer.values import write_plain

_KEY = re.compile(r'([A-Z][A-Z0-9-]*)(?:\[([\w-]+)\])?(?:\(\s*("[^"]*"(?:\s*,\s*"[^"]*")*)\s*\))?\s*=', re.ASCII)
_STRING = re.compile(r'"([^"]*)"')
_CODEPAGE = re.compile(rb'CODEPAGE="([\w-]+)"')
_CHARSET = re.compile(rb'CHARSET="([\w-]+)"', re.IGNORECASE)
_VALUE = re.compile(r'"([^"]*)"|([^\s";]+)')  # some offices end each row with a semicolon
_TIME_LIST = re.compile(r"TLIST\(\s*([AHQMW])1")
_NUMBER = re.compile(r"[+-]?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?")
# What dots mean, unless DATASYMBOL says so in words (PX file format, 2013): DATASYMBOL1 is ".", 2 is "..", and so on.
_DOTS = {".": "missing", "..": "missing", "...": "suppressed", "....": "missing", ".....": "missing", "......": "missing"}


def is_px(data: bytes) -> bool:
    """Return True for a PX file: its first keywords are CHARSET or AXIS-VERSION, and DATA comes last."""
    head = data[:4000].lstrip(b"\xef\xbb\xbf \r\n")
    return (
        bool(re.match(rb"(?:CHARSET|AXIS-VERSION|CODEPAGE|LANGUAGE|CREATION-DATE|DECIMALS|MATRIX|SUBJECT-AREA)\b", head))
        and b"DATA=" in data
    )


def read_px(data: bytes, path: str, name: str) -> Sheet:
    """Return the table of a PX file, a row for each value, with the labels of its codes.

    Raises:
        FaultError: The file is not as the format asks.
    """
    text = _decode(data, path)
    head, found, body = _split_data(text)
    if not found:
        raise FaultError(Fault(Place(path), "sheet", "has no DATA", "take the file as it was published"))
    words = dict(_read_keywords(head))
    language = (_get(words, "LANGUAGE") or ["en"])[0]
    names = [*_get(words, "STUB"), *_get(words, "HEADING")]
    values = [_get(words, "VALUES", each) for each in names]
    if not names or not all(values):
        raise FaultError(Fault(Place(path), "sheet", "has no STUB, HEADING or VALUES", "take the file as it was published"))
    given = [_get(words, "CODES", each) for each in names]
    codes = [found if len(found) == len(listed) else listed for found, listed in zip(given, values, strict=True)]
    total = math.prod(map(len, values))
    if total > MOST_CELLS:
        fact = f"has {total} values, more than {MOST_CELLS}"
        raise FaultError(Fault(Place(path), "sheet", fact, "take fewer codes from the table"))
    line = head.count("\n") + 1
    cells = [match[1] if match[1] is not None else match[2] for match in _VALUE.finditer(body)]
    if any(words.get(("KEYS", "", f'"{each}"')) for each in names):
        raise FaultError(Fault(Place(path), "sheet", "lists its rows by KEYS", "take the whole table, or save it as CSV"))
    if len(cells) != total:
        fact = f"has {len(cells)} values, and its columns have room for {total}"
        raise FaultError(Fault(Place(path, line), "row-length", fact, "take the file as it was published"))
    times = {each: _get(words, "TIMEVAL", each) for each in names}
    shown = [_write_times(listed, "".join(times[each])) for each, listed in zip(names, codes, strict=True)]
    meanings = {"." * number: said for number in range(1, 7) if (said := " ".join(_get(words, f"DATASYMBOL{number}")))}
    rows = [Line(1, (*map(Cell, names), Cell("value")))]
    for combo, cell in zip(itertools.product(*shown), cells, strict=True):
        rows.append(Line(line, (*map(Cell, combo), _read_value(cell, meanings, path, line))))
    labels = {
        each: {code: {language: label} for code, label in zip(shown[at], values[at], strict=True) if code != label}
        for at, each in enumerate(names)
    }
    notes = [" ".join(lines) for (keyword, _, _), lines in words.items() if keyword in ("NOTE", "NOTEX", "CELLNOTE", "VALUENOTE")]
    facts = {
        key: " ".join(told)
        for key, keyword in (("title", "TITLE"), ("publisher", "SOURCE"), ("updated", "LAST-UPDATED"), ("unit", "UNITS"))
        if (told := _get(words, keyword))
    }
    footnotes = {"": " ".join(" ".join(notes).replace("#", " ").split())} if notes else {}
    return Sheet(path, name, rows, is_tidy=True, labels={k: v for k, v in labels.items() if v}, facts=facts, footnotes=footnotes)


def _decode(data: bytes, path: str) -> str:
    named = _CODEPAGE.search(data[:4000]) or _CHARSET.search(data[:4000])
    encoding = named[1].decode().lower() if named else "cp1252"
    encoding = {"ansi": "cp1252", "oem": "cp850", "windows-1252": "cp1252"}.get(encoding, encoding)
    if data.startswith(b"\xef\xbb\xbf"):
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise FaultError(
            Fault(Place(path), "encoding", f"is not {encoding}, which it names", "take the file as it was published")
        ) from None


def _split_data(text: str) -> tuple[str, bool, str]:
    """Split the keywords from the values. DATA is the last keyword; a semicolon ends it."""
    found = [*re.finditer(r"^\s*DATA\s*=", text, re.MULTILINE)]
    if not found:
        return text, False, ""
    match = found[-1]
    return text[: match.start()], True, text[match.end() :].rpartition(";")[0] or text[match.end() :]


def _read_keywords(head: str) -> Iterator[tuple[tuple[str, str, str], list[str]]]:
    """Yield each keyword with its language and its column, and the strings that it is given."""
    at = 0
    while match := _KEY.search(head, at):
        end, inside = match.end(), False
        while end < len(head) and (inside or head[end] != ";"):
            inside ^= head[end] == '"'
            end += 1
        value = head[match.end() : end]
        strings = _STRING.findall(value)
        joined = re.sub(r'"\s*\r?\n\s*"', "", value)  # a string of several lines, each in quotes
        keyword, language, column = match[1], match[2] or "", match[3] or ""
        if keyword in ("VALUES", "CODES", "STUB", "HEADING"):
            yield (keyword, language, column), strings
        elif keyword == "TIMEVAL":
            yield (keyword, language, column), [value]
        else:
            yield (keyword, language, column), _STRING.findall(joined) or [value.strip()]
        at = end + 1


def _get(words: dict[tuple[str, str, str], list[str]], keyword: str, column: str = "") -> list[str]:
    """Return what a keyword says in the file's own language."""
    return words.get((keyword, "", f'"{column}"' if column else ""), [])


def _write_times(codes: list[str], said: str) -> list[str]:
    """Return periods as the site writes them where TIMEVAL says that the codes are quarters or months: `2020K1`, `2020M01`."""
    match = _TIME_LIST.search(said)
    kind = match[1] if match else ""
    listed = _STRING.findall(said)
    source = listed if len(listed) == len(codes) and listed else codes
    if kind == "Q" and all(re.fullmatch(r"[0-9]{4}\D?[1-4]", code) for code in source):
        return [f"{code[:4]}-Q{code[-1]}" for code in source]
    if kind == "M" and all(re.fullmatch(r"[0-9]{4}\D?[0-9]{2}", code) for code in source):
        return [f"{code[:4]}-{code[-2:]}" for code in source]
    if kind == "A" and all(re.fullmatch("[0-9]{4}", code) for code in source):
        return list(source)
    return codes


def _read_value(text: str, meanings: dict[str, str], path: str, line: int) -> Cell:
    if _NUMBER.fullmatch(text):
        return Cell(write_plain(text), "number")
    if text == "-":
        return Cell("0", "number")  # DATASYMBOLNIL: nothing, as it is added up
    if text in _DOTS or text == "":
        said = find_worded_meaning(meanings.get(text, ""))
        return Cell("", flag=said if said in ("suppressed", "missing") else _DOTS.get(text, "missing"))
    fact = f'holds the value "{text}", which is neither a number nor a symbol of the format'
    raise FaultError(Fault(Place(path, line), "cell", fact, "take the file as it was published"))
