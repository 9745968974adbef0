"""CSV files as spreadsheets export them: byte order mark, separator, encoding. Ambiguous files are refused."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from macros.base.errors import Fault, FaultError, Place
from macros.importer.decision import Answers, Decision
from macros.importer.shape import GARBLED
from macros.importer.sheet import Cell, Line, Sheet, shorten_text

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_NAMES = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "bar": "|"}
# Encodings proposed for a file in another encoding than UTF-8, in this order.
_ENCODINGS = ("windows-1252", "windows-1250", "windows-1251", "windows-1253")
_ACCENTS = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{4}")  # Cyrillic or Greek, read as Latin
_LINE_END = re.compile(r"\r\n?")
_ASCII = re.compile(rb"[\x00-\x7f]*")
_ODD_WORD = re.compile(rb"[^\s,;|\"]*[\x80-\xff][^\s,;|\"]*")


def read_csv(data: bytes, path: str, name: str, *, encoding: str = "", separator: str = "") -> Sheet:
    """Return the cells of a CSV file.

    Raises:
        FaultError: The file has faults. Each names its line and cause.
    """
    notes: list[str] = []
    text, decisions = _decode_text(data, path, encoding, notes)
    separator = _NAMES.get(separator, separator)
    skipped = 0
    if match := re.match(r"sep=(.)\r?\n", text, re.IGNORECASE):  # Excel's own first line
        separator, skipped, text = match[1], 1, text[match.end() :]
    separator = separator or _find_separator(text, path)
    if separator != ",":
        notes.append(f"the cells are separated by {_SEPARATORS.get(separator, repr(separator))}")
    known, lines, places = _Cells(), [], {}
    for number, (place, cells) in enumerate(_read_records(text, separator, path, skipped), 1):
        lines.append(Line(number, tuple(map(known.__getitem__, cells))))
        if place != number:
            places[number] = place
    return Sheet(path, name, lines, notes=notes, file_line_by_row=places, decisions=decisions)


class _Cells(dict[str, Cell]):
    """The cell for each text, made once."""

    def __missing__(self, text: str) -> Cell:
        cell = self[text] = Cell(_LINE_END.sub("\n", text.strip()))
        return cell


def _decode_text(data: bytes, path: str, encoding: str, notes: list[str]) -> tuple[str, list[Decision]]:
    """Return the text of a file, and the decision on its encoding if it is not UTF-8."""
    place = Place(path)
    if data[:4] == b"PK\x03\x04":
        raise FaultError(Fault(place, "encoding", "is a workbook, not a CSV file", "give it the ending .xlsx"))
    decisions: list[Decision] = []
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            notes.append(f"the byte order mark ({name.upper()}) is left out")
            encoding = "utf-8-sig" if name == "utf-8" else name
            break
    else:
        if encoding:
            _check_encoding(place, encoding)
        if not _is_utf8(data):
            decisions.append(_decide_encoding(data, path, encoding))
            encoding = decisions[0].answer
        elif encoding and not _names_unicode(encoding) and not _ASCII.fullmatch(data):
            notes.append(f"the file is UTF-8, and is not read as {encoding}")
            encoding = "utf-8"
    try:
        text = data.decode(encoding or "utf-8", "replace" if decisions else "strict")
    except UnicodeDecodeError as error:
        raise FaultError(_make_decoding_fault(data, path, error, encoding)) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise FaultError(Fault(Place(path, line), "encoding", "holds NUL characters: it is not text", "save it as CSV UTF-8"))
    return text, decisions


def _check_encoding(place: Place, encoding: str) -> None:
    """Raise FaultError for an unknown encoding."""
    try:
        b"x".decode(encoding, "replace")
    except (LookupError, UnicodeError):
        raise FaultError(Fault(place, "encoding", f'has no encoding "{encoding}"', "name one such as windows-1252 or utf-8")) from None


def _names_unicode(encoding: str) -> bool:
    return codecs.lookup(encoding).name.startswith("utf")


def _decide_encoding(data: bytes, path: str, given: str) -> Decision:
    """Return the decision on the encoding of a file that is not UTF-8, with words as each would read them.

    What the author named is asked again if its letters look wrong and another encoding reads the file better.

    Raises:
        FaultError: Some rows are UTF-8 and others are not.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        start = error.start
    number = data.count(b"\n", 0, start) + 1
    if other := next((n for n, each in enumerate(data.split(b"\n"), 1) if not _ASCII.fullmatch(each) and _is_utf8(each)), 0):
        fact = f"mixes encodings: row {other} is UTF-8, row {number} is not (byte {start + 1})"
        raise FaultError(Fault(Place(path, number), "encoding", fact, "export the file again as UTF-8"))
    plausible = _find_plausible_encodings(data)
    found = f"the file is not UTF-8 (row {number}, byte {start + 1})"
    answers = Answers({"encoding": [given]} if given else {})
    if given and given not in plausible and (wrong := _find_wrong_word(data, given)):
        found += f', and as {given} it holds "{shorten_text(wrong)}", whose letters look wrong'
        answers = answers if not plausible else Answers()
    words = list(dict.fromkeys(_ODD_WORD.findall(data)))[:3]
    readings: dict[str, str] = {}
    for name in [given] if answers.values else plausible or _ENCODINGS[:1]:
        shown = ", ".join(f'"{shorten_text(word.decode(name, "replace"))}"' for word in words)
        if shown not in readings.values():
            readings[name] = shown
    effects = {name: f'as "{name}" it reads {shown}' for name, shown in readings.items()}
    return answers.decide("encoding", path, found, next(iter(effects)), {**effects, "*": "read as {}"})


def _find_wrong_word(data: bytes, encoding: str) -> str:
    """Return a word that cannot be read, or hardly be right, in an encoding, or ""."""
    return _find_garbled_word(data.decode(encoding, "replace"))


def _make_decoding_fault(data: bytes, path: str, error: UnicodeDecodeError, encoding: str) -> Fault:
    number = data.count(b"\n", 0, error.start) + 1
    return Fault(Place(path, number), "encoding", f"is not {encoding} (byte {error.start + 1})", "name the right encoding")


def _find_plausible_encodings(data: bytes) -> list[str]:
    """Return the encodings in which the file has no impossible letters."""
    found = []
    for name in _ENCODINGS:
        with contextlib.suppress(UnicodeDecodeError):
            if not _find_garbled_word(data.decode(name)):
                found.append(name)
    return found


def _find_garbled_word(text: str) -> str:
    """Return a word with letters of a wrong encoding, or "": signs inside it, or only accented letters."""
    found = GARBLED.search(text) or _ACCENTS.search(text)
    return next(word for word in text.split() if found[0] in word) if found else ""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _find_separator(text: str, path: str) -> str:
    """Find the separator of a CSV file.

    A separator with the same number of cells in every row wins. Without one it is, for a table below a title, the separator
    of most rows, else the one by which most rows have the same number of cells.
    """
    used = [separator for separator in _SEPARATORS if separator in text]
    whole = [separator for separator in used if _is_whole(text, separator)]
    if len(whole) > 1:
        found = " or by ".join(_SEPARATORS[s] for s in whole)
        names = [name for name, sign in _NAMES.items() if sign in whole and name.isalpha()]
        remedy = f"name the separator: --separator {' or --separator '.join(names)}"
        raise FaultError(Fault(Place(path), "csv", f"can be cut into cells by {found}", remedy))
    if whole:
        return whole[0]
    rows: dict[str, list[list[str]]] = {}
    for separator in used:
        with contextlib.suppress(csv.Error):
            rows[separator] = list(_cut_rows(text, separator))
    below = {s: found for s, found in rows.items() if _count_columns_below(found)}
    if below:  # reading goes on, so that the title is reported
        return max(below, key=lambda s: (sum(1 for cells in below[s] if len(cells) > 1), _count_columns_below(below[s])))
    head = text.lstrip("\r\n").partition("\n")[0]
    alike = {s: Counter(len(cells) for cells in found if len(cells) > 1).most_common(1) for s, found in rows.items()}
    return max(_SEPARATORS, key=lambda s: (alike[s][0][1] if alike.get(s) else 0, head.count(s)))


def _cut_rows(text: str, separator: str) -> Iterator[list[str]]:
    """Yield the rows that are not empty."""
    cut = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    return (cells for cells in cut if any(cells) and not "".join(cells).isspace())


def _is_whole(text: str, separator: str) -> bool:
    """Return True if a separator gives the same number of cells, and more than one, in every row."""
    try:
        rows = _cut_rows(text, separator)
        width = len(next(rows, ()))
        return width > 1 and all(len(cells) == width for cells in rows)
    except csv.Error:
        return False


def _count_columns_below(rows: list[list[str]]) -> int:
    """Return the number of columns of a table below a line of one cell, or 0 if the first line is a header.

    It is the most frequent number, if most rows have more than one cell.
    """
    if not rows or sum(1 for cell in rows[0] if cell.strip()) != 1:
        return 0
    wide = [len(cells) for cells in rows if len(cells) > 1]
    return max(wide, key=wide.count) if len(wide) * 2 > len(rows) else 0


def _read_records(text: str, separator: str, path: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the records, each with the line on which it begins."""
    if len(separator) != 1:
        raise FaultError(Fault(Place(path), "csv", f'has no separator "{separator}"', 'name one: --separator ";" or --separator tab'))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1 + skipped
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1 + skipped
    except csv.Error as error:
        raise FaultError(Fault(Place(path, line), "csv", f"is not valid CSV ({error})", "fix the quotes")) from None
