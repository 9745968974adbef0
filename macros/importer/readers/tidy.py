"""Formats that say themselves what each column is: SDMX-CSV, Eurostat's TSV, JSON-stat."""

from __future__ import annotations

import itertools
import json
import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from macros.base.errors import Fault, FaultError, Place
from macros.importer.sheet import MOST_CELLS, Cell, Line, Sheet
from macros.importer.values import write_plain

_OBS = re.compile(r"OBS_(?:FLAG|STATUS)|CONF_STATUS", re.IGNORECASE)
# Columns of SDMX-CSV that name the file, not the value.
_ENVELOPE = frozenset({"DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "LAST UPDATE"})
_EUROSTAT_HEAD = re.compile(r"[\w,]+\\(?:TIME_PERIOD|time)\t", re.IGNORECASE)
_CELL = re.compile(r"(?P<value>:|[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?|)\s*(?P<flag>[a-z]*)")
_PERIOD = re.compile(r"([0-9]{4})(?:-?(Q|M)([0-9]{1,2}))?")


def is_eurostat(text: str) -> bool:
    """Return True for Eurostat's TSV: the dimensions joined by commas in the first column, a period in each other one."""
    return bool(_EUROSTAT_HEAD.match(text))


def is_sdmx(sheet: Sheet) -> bool:
    """Return True for SDMX-CSV: the first column names the dataflow, others are TIME_PERIOD and OBS_VALUE."""
    heads = {cell.text.partition(":")[0].upper() for cell in sheet.lines[0].cells} if sheet.lines else set()
    return "OBS_VALUE" in heads and bool(heads & {"DATAFLOW", "STRUCTURE", "TIME_PERIOD"})


def read_eurostat(text: str, path: str, name: str) -> Sheet:
    """Return a table of Eurostat's TSV, a row for each value.

    Raises:
        FaultError: A row or a cell is not of the format.
    """
    lines = text.splitlines()
    head = lines[0].split("\t")
    names = head[0].split("\\")[0].split(",")
    periods = [each.strip() for each in head[1:]]
    rows = [Line(1, (*map(Cell, names), Cell("time_period"), Cell("obs_value")))]
    faults = []
    for number, line in enumerate(lines[1:], 2):
        first, *cells = line.split("\t")
        codes = [each.strip() for each in first.split(",")]
        if not line.strip():
            continue
        if len(codes) != len(names) or len(cells) > len(periods):
            fact = f"has {len(codes)} dimensions and {len(cells)} values where the header has {len(names)} and {len(periods)}"
            faults.append(Fault(Place(path, number), "row-length", fact, "take the file as Eurostat published it"))
            continue
        for period, cell in zip(periods, cells, strict=False):
            match = _CELL.fullmatch(cell.strip())
            if match is None:
                fact = f'holds "{cell.strip()}", which is neither a value nor a flag of Eurostat'
                faults.append(Fault(Place(path, number), "cell", fact, "take the file as Eurostat published it"))
            elif cell.strip():
                value = "" if match["value"] == ":" else write_plain(match["value"])
                flag = match["flag"] or ("" if value else ":")
                rows.append(
                    Line(number, (*map(Cell, codes), Cell(_write_period(period)), Cell(value, "number" if value else "text", flag=flag)))
                )
    if faults:
        raise FaultError(*faults[:10])
    return _leave_out_constants(Sheet(path, name, rows, is_tidy=True), ("freq",))


def _write_period(text: str) -> str:
    match = _PERIOD.fullmatch(text)
    if not match or not match[2]:
        return text
    return f"{match[1]}-Q{int(match[3])}" if match[2] == "Q" else f"{match[1]}-{int(match[3]):02}"


def read_sdmx(sheet: Sheet) -> Sheet:
    """Return a table of SDMX-CSV: dimensions, value and status. Columns that are the same in each row name the file."""
    heads = [cell.text.partition(":")[0].strip() for cell in sheet.lines[0].cells]
    upper = [head.upper() for head in heads]
    value = upper.index("OBS_VALUE")
    flags = [at for at, head in enumerate(upper) if _OBS.fullmatch(head)]
    kept = [at for at, head in enumerate(upper) if head not in _ENVELOPE and at not in flags]
    kept = [at for at in kept if at == value or any(line.cells[at].text for line in sheet.lines[1:] if at < len(line.cells))]
    labels: dict[str, dict[str, dict[str, str]]] = {}
    rows = [Line(sheet.lines[0].number, tuple(Cell(heads[at].lower()) for at in kept))]
    for line in sheet.lines[1:]:
        if not any(cell.text for cell in line.cells):
            continue
        cells = []
        for at in kept:
            cell = line.cells[at] if at < len(line.cells) else Cell("")
            code, colon, label = cell.text.partition(":")
            if at == value:
                codes = (line.cells[flag].text.partition(":")[0].strip() for flag in flags if flag < len(line.cells))
                text = "" if cell.text in ("NaN", ":") else write_plain(cell.text)
                own = next((code for code in codes if code and code != "A"), "" if text else ":")
                cell = Cell(text, "number" if text else "text", flag=own)
            elif upper[at] == "TIME_PERIOD":
                cell = Cell(_write_period(code.strip()))
            elif colon and label.strip() and re.fullmatch(r"[\w.-]+", code.strip()):
                labels.setdefault(heads[at].lower(), {})[code.strip()] = {"en": label.strip()}
                cell = Cell(code.strip())
            cells.append(cell)
        rows.append(Line(line.number, tuple(cells)))
    out = Sheet(
        sheet.path, sheet.name, rows, notes=sheet.notes, columns=kept, file_line_by_row=sheet.file_line_by_row, is_tidy=True, labels=labels
    )
    return _leave_out_constants(out, ("freq", "unit_mult", "decimals"))


def _leave_out_constants(sheet: Sheet, names: Sequence[str]) -> Sheet:
    """Leave out technical columns that are the same in each row; `unit_mult` of another power than 0 stays, as it scales the values."""
    heads = [head.lower() for head in sheet.header]
    dropped = []
    for at, head in enumerate(heads):
        texts = {line.cells[at].text for line in sheet.lines[1:]}
        if head in names and len(texts) == 1 and not (head == "unit_mult" and texts != {"0"}):
            dropped.append(at)
    kept = [at for at in range(len(heads)) if at not in dropped]
    sheet.notes += [f"{heads[at]} is {sheet.lines[1].cells[at].text} in each row: left out" for at in dropped]
    sheet.columns = [*map(sheet.find_position, kept)]
    sheet.lines = [Line(line.number, tuple(line.cells[at] for at in kept)) for line in sheet.lines]
    return sheet


def read_json_stat(text: str, path: str, stem: str) -> list[Sheet]:
    """Return the datasets of a JSON-stat file (1.x or 2.0), a row for each value.

    Raises:
        FaultError: The file is no JSON-stat, or its parts do not fit together.
    """
    try:
        data = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise FaultError(Fault(Place(path), "json", "is not valid JSON", "take the file as it was published")) from None
    found = list(_find_datasets(data, stem))
    if not found:
        fact = "holds no dataset of JSON-stat"
        raise FaultError(Fault(Place(path), "json", fact, "save it as CSV, or take the file that the publisher calls JSON-stat"))
    try:
        return [_read_dataset(each, path if len(found) == 1 else f"{path}, sheet {name}", name) for name, each in found]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        fact = "is JSON-stat whose parts do not fit together"
        raise FaultError(Fault(Place(path), "json", fact, "take the file as it was published")) from None


def _find_datasets(data: Any, stem: str) -> list[tuple[str, Mapping[str, Any]]]:
    if not isinstance(data, dict):
        return []
    if data.get("class") == "dataset" or ("dimension" in data and "value" in data):
        return [(stem, data)]
    if data.get("class") == "collection":
        items = data.get("link", {}).get("item", []) if isinstance(data.get("link"), dict) else []
        embedded = [item for item in items if isinstance(item, dict) and "dimension" in item and "value" in item]
        return [(f"{stem}-{number}" if len(embedded) > 1 else stem, item) for number, item in enumerate(embedded, 1)]
    return [(str(name), each) for name, each in data.items() if isinstance(each, dict) and "dimension" in each and "value" in each]


def _read_dataset(data: Mapping[str, Any], path: str, name: str) -> Sheet:
    dimensions = data["dimension"]
    ids, said = list(data.get("id") or dimensions["id"]), list(map(int, data.get("size") or dimensions["size"]))
    language = str(data.get("lang") or "en")
    roles = data.get("role") or dimensions.get("role") or {}
    codes: list[list[str]] = []
    labels: dict[str, dict[str, dict[str, str]]] = {}
    for each in ids:
        category = dimensions[each].get("category") or {}
        index, told = category.get("index"), category.get("label") or {}
        listed = sorted(index, key=index.__getitem__) if isinstance(index, dict) else list(index if index is not None else told)
        codes.append([str(code) for code in listed])
        labels[each] = {str(code): {language: str(label)} for code, label in told.items() if str(label) != str(code)}
    sizes = [*map(len, codes)]
    total = math.prod(sizes)
    if total != math.prod(said):  # some offices leave out the size of a dimension of one code
        raise ValueError
    if total > MOST_CELLS:
        fact = f"has room for {total} values, and no more than {MOST_CELLS} are read"
        raise FaultError(Fault(Place(path), "json", fact, "take fewer codes of each dimension"))
    values, status = data["value"], data.get("status") or {}
    if len(values) != total if isinstance(values, list) else any(int(key) >= total for key in values):
        raise ValueError
    times = {*roles.get("time", ())} | {each for each in ids if each.lower() in ("time", "year", "time_period")}
    kept = [at for at, each in enumerate(ids) if sizes[at] > 1 or each in times or roles.get("metric") == [each]]
    rows = [Line(1, (*(Cell(ids[at]) for at in kept), Cell("value")))]
    for number, combo in enumerate(itertools.product(*codes)):
        value = values[number] if isinstance(values, list) else values.get(str(number))
        mark = status if isinstance(status, str) else status[number] if isinstance(status, list) and number < len(status) else ""
        mark = status.get(str(number), "") if isinstance(status, dict) else mark
        flag = str(mark or "") or (":" if value is None else "")
        text = "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)
        cells = [Cell(_write_period(combo[at]) if ids[at] in times else combo[at]) for at in kept]
        rows.append(Line(number + 1, (*cells, Cell(text, "number" if text else "text", flag=flag))))
    facts = {
        key: str(data[source])
        for key, source in (("title", "label"), ("publisher", "source"), ("updated", "updated"))
        if isinstance(data.get(source), str)
    }
    notes = [f"{ids[at]} is {codes[at][0]} in each row: left out" for at in range(len(ids)) if at not in kept]
    footnotes = {"": " ".join(map(str, data["note"]))} if isinstance(data.get("note"), list) else {}
    return Sheet(
        path, name, rows, notes=notes, is_tidy=True, labels={k: v for k, v in labels.items() if v}, facts=facts, footnotes=footnotes
    )
