"""Where the table stands on a sheet: lines above, rows of the header, the body, notes below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from macros.base.errors import Fault, FaultError, Place
from macros.importer.days import is_day_text
from macros.importer.decision import Answers, Decision
from macros.importer.sheet import Cell, Kind, Line, Sheet, limit_faults, quote_left_out, shorten_text
from macros.importer.symbols import find_kind, split_heading
from macros.importer.values import normalize_period

JOINT = " | "
"""What joins the rows of a header of several rows."""
NOTE_START = re.compile(
    r"\[?(?:note|source|quelle|fuente|fonte|bron|källa|kilde|anmerkung|notas?|remarque|footnote|©|copyright)\b|[*†‡¹²³\u2070-\u2079]"
    r"|[(\[]?[0-9a-z]{1,2}[)\]:]\s|[^\W\d_]+(?: [^\W\d_]+)?: ",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"(?:(?P<raised>[*†‡§¶#^]{1,4}|[¹²³\u2070-\u2079ᵃ-ᶻ]+|\((?:[0-9]{1,2}|[a-z])\)|\[(?:notes?\s*)?\w{1,3}\])[:.]?\s*"
    r"|(?P<plain>note\s+[0-9]{1,2}[:.)]?|[0-9]{1,2}[)\].:]?|[a-z]\))\s+)(?P<text>[^\s=:–-].*)",
    re.DOTALL | re.IGNORECASE,
)
_DIGITS = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")
_MOST_HEADER_ROWS = 4


def find_table(sheet: Sheet, answers: Answers) -> tuple[Sheet, list[Decision]]:
    """Find header, body and notes of a sheet, and leave out empty rows and columns.

    Raises:
        FaultError: The sheet holds no table.
    """
    filled = [line for line in sheet.lines if any(cell.text for cell in line.cells)]
    nothing = Fault(Place(sheet.path), "sheet", "holds no table (a header and at least one row)", "add the header and the rows")
    if len(filled) < 2:
        raise FaultError(nothing)
    width = max(len(line.cells) for line in filled)
    lengths = {line.number: length for line in filled if (length := len(line.cells)) < width}
    if lengths:
        filled = [Line(line.number, (*line.cells, *[Cell("")] * (width - len(line.cells)))) for line in filled]
    decisions: list[Decision] = []
    filled = _choose_block(sheet, filled, answers, decisions)
    widths = [_count_filled(line) for line in filled]
    first, last = _find_header(sheet, filled, widths, answers, decisions)
    below = _count_notes(filled[last + 1 :], width_of=max(widths[last:]))
    body = filled[last + 1 : len(filled) - below]
    notes = {**sheet.footnotes, **_read_notes(filled[len(filled) - below :] if below else [])}
    if below:
        lines = filled[len(filled) - below :]
        text = quote_left_out([*map(_join_texts, lines)])
        rows = f"row {lines[0].number}" if below == 1 else f"rows {lines[0].number} to {lines[-1].number}"
        sure = lines[0].number > body[-1].number + 1 or all(NOTE_START.match(_get_first(line)) for line in lines)
        effects = {"notes": "left out of the table, kept as notes", "rows": "rows of the table"}
        decision = answers.decide("below", sheet.path, f"{rows} below the table ({text})", "notes", effects, is_certain=sure)
        decisions.append(decision)
        if decision.answer == "rows":
            body, notes = filled[last + 1 :], dict(sheet.footnotes)
    _check_lengths(sheet, filled[last], body, lengths, width)
    head = [cell.text for cell in filled[last].cells]  # repeated on each page of some files
    body = [
        line
        for line in body
        if line.cells[0].text != head[0] or [cell.text for cell in line.cells] != head or any(cell.trouble for cell in line.cells)
    ]
    if not body:
        raise FaultError(nothing)
    header = _join_header(sheet, filled[first : last + 1], width)
    body = _fill_merged(sheet, body)
    kept = [at for at in range(width) if header[at].text or any(line.cells[at].text for line in body)]
    title = " ".join(_get_first(line) for line in filled[:first])
    empty = width - len(kept)
    left_out = [*sheet.notes, *([f"left out {empty} empty column{'s' if empty > 1 else ''}"] if empty else [])]
    lines = [Line(line.number, tuple([line.cells[at] for at in kept])) for line in body] if empty else body
    heads = Line(filled[last].number, tuple(header[at] for at in kept))
    facts = {**({"title": title} if title else {}), **sheet.facts}
    around = [*sheet.around, *((f"row {line.number}", _join_texts(line)) for line in filled[:first])]
    around += [("a note", text) for text in notes.values()]
    body, sections = _read_sections(sheet, heads, lines, answers)
    decisions += sections
    if sections and sections[0].answer == "leave-out":
        around += [(f"row {line.number}", _get_first(line)) for line in lines if line not in body]
    if sections and sections[0].answer not in ("leave-out", ""):
        heads = Line(heads.number, (Cell(sections[0].answer), *heads.cells))
        kept = [kept[0], *kept]
    return replace(sheet, lines=[heads, *body], columns=kept, notes=left_out, footnotes=notes, facts=facts, around=around), decisions


def _choose_block(sheet: Sheet, filled: list[Line], answers: Answers, decisions: list[Decision]) -> list[Line]:
    """Return the rows of one table where empty rows part a sheet into several, each with a header of its own."""
    blocks: list[list[Line]] = []
    for line in filled:
        if not blocks or line.number > blocks[-1][-1].number + 1:
            blocks.append([])
        blocks[-1].append(line)
    tables = [
        block for block in blocks if _count_filled(block[0]) > 1 and not _holds_values(block[0]) and any(map(_holds_values, block[1:]))
    ]
    if len(tables) < 2:
        return filled
    names = [f"{block[0].number}-{block[-1].number}" for block in tables]
    effects = {name: f"the table of {shorten_text(_get_first(block[0]))}" for name, block in zip(names, tables, strict=True)}
    decision = answers.decide("rows", sheet.path, f"{len(tables)} tables, parted by empty rows", names[0], effects)
    decisions.append(decision)
    return tables[names.index(decision.answer)]


def _check_lengths(sheet: Sheet, head: Line, body: list[Line], lengths: Mapping[int, int], width: int) -> None:
    """Raise FaultError for rows of a text file that have more or fewer cells than the header.

    Args:
        lengths: Maps rows shorter than the widest to the number of their cells.
        width: The number of cells of the widest row.
    """
    wide = max(at + 1 for at, cell in enumerate(head.cells) if cell.text)
    end = max(wide, lengths.get(head.number, width))
    wrong = [
        line
        for line in body
        if (lengths or end < width) and (lengths.get(line.number, width) < wide or any(cell.text for cell in line.cells[end:]))
    ]
    if wrong:
        remedy = "add or remove cells: a number or a note with separators in it needs quotes around it"
        told = [(line, f"has {lengths.get(line.number, width)} cells where the header has {wide}") for line in wrong]
        faults = [sheet.make_fault(line.number, -1, fact, remedy, "row-length") for line, fact in told]
        raise FaultError(*limit_faults(sheet.path, faults))


def _find_header(sheet: Sheet, filled: list[Line], widths: list[int], answers: Answers, decisions: list[Decision]) -> tuple[int, int]:
    """Return the indexes of the first and the last row of the header."""
    by_number = {line.number: at for at, line in enumerate(filled)}
    proposed_first, proposed_last, sure = _guess_header(sheet, filled, widths)
    first, last = proposed_first, proposed_last
    if given := re.fullmatch(r"([0-9]+)(?:-([0-9]+))?", answers.get("header")):
        wanted = int(given[1]), int(given[2] or given[1])
        if not all(number in by_number for number in wanted) or wanted[0] > wanted[1] or by_number[wanted[1]] + 1 >= len(filled):
            fact = f"has no header in row {answers.get('header')}"
            raise FaultError(Fault(Place(sheet.path), "sheet", fact, f"name another: --header {filled[first].number}"))
        first, last = by_number[wanted[0]], by_number[wanted[1]]
    if first or last or not sure:
        rows = str(filled[first].number) if first == last else f"{filled[first].number}-{filled[last].number}"
        above = f"what stands above ({quote_left_out([*map(_join_texts, filled[:first])])}) is left out" if first else ""
        joined = f"its {last - first + 1} rows are read together" if last > first else ""
        heads = ", ".join(shorten_text(cell.text) for cell in filled[last].cells if cell.text)[:60]
        effects = {"*": "; ".join(["the header", *filter(None, (joined, above))])}
        found = f"row{'s' if last > first else ''} {rows} ({heads})"
        decisions.append(answers.decide("header", sheet.path, found, rows, effects, is_certain=sure))
    return first, last


def _guess_header(sheet: Sheet, filled: list[Line], widths: list[int]) -> tuple[int, int, bool]:
    """Return the first and last row of the header, and whether it can be no other.

    The body begins with the first row that holds a value behind its first cell. The header ends above it.
    """
    usual = Counter(width for width in widths if width > 1).most_common(1)
    wide = usual[0][0] if usual else 1
    full = next((at for at, width in enumerate(widths) if width * 2 > wide), 0)
    start = next((at for at in range(full + 1, len(filled)) if widths[at] * 2 > wide and _is_body(filled, at, full)), 0)
    while start > full + 1 and _is_like_body(filled, start - 1):
        start -= 1
    if not start:
        return min(full, len(filled) - 2), min(full, len(filled) - 2), full == 0
    last = start - 1
    while last > 0 and widths[last] == 1 and wide > 2:  # a heading of the first section, or a unit
        last -= 1
    first = last
    while first > 0 and last - first + 1 < _MOST_HEADER_ROWS and filled[first - 1].number == filled[first].number - 1:
        above = filled[first - 1]
        spans = any(row == above.number and right > left for row, left, _, right in sheet.merged)
        if not (_count_filled(above) > 1 or (spans and not above.cells[0].text)) or (_holds_values(above) and not _counts_up(above)):
            break
        first -= 1
    upper = [cell.text for cell in filled[first].cells if cell.text]
    gaps = len(set(upper)) < widths[last]
    is_whole = not gaps and not _holds_days(filled[last])
    if first < last and is_whole and not any(filled[first].number <= span[0] <= filled[last].number for span in sheet.merged):
        last = first  # a whole header by itself: below it the body begins with rows of words
    columns = [at for at, cell in enumerate(filled[start].cells) if cell.text]
    if any(
        sum(1 for at in columns if line.cells[at].text) * 2 > wide for line in filled[full:first]
    ):  # many rows of symbols ahead of the first value: none may be lost
        return full, full, not full and start > _MOST_HEADER_ROWS
    return first, last, widths[last] * 2 > wide and (first == last or bool(sheet.merged) or gaps)


def _is_body(filled: list[Line], at: int, full: int) -> bool:
    """Return True for a row of the body: values, or one period behind a label where a header of words stands above."""
    line = filled[at]
    if _holds_days(line) and at + 1 < len(filled) and not _holds_days(filled[at + 1]):
        return False  # weeks across, each by its last day
    if _holds_values(line):
        return True
    behind = [cell for cell in line.cells[1:] if cell.text]
    periods = [cell for cell in behind if normalize_period(split_heading(cell.text)[0])]
    return bool(periods) and len(periods) == len(behind) and bool(line.cells[0].text) and not _holds_periods(filled[full])


def _is_like_body(filled: list[Line], at: int) -> bool:
    """Return True for a row of words that belongs to the body: it begins with a period or number, or says what rows below say."""
    line = filled[at]
    first = line.cells[0].text
    if first and (normalize_period(first) or find_kind(first) == "number"):
        return True
    below = [row for n, row in enumerate(filled[at + 1 : at + 20], 1) if row.number == line.number + n]
    return any(cell.text and any(row.cells[n].text == cell.text for row in below) for n, cell in enumerate(line.cells))


def _holds_periods(line: Line) -> bool:
    return any(normalize_period(split_heading(cell.text)[0]) for cell in line.cells if cell.text)


def _holds_days(line: Line) -> bool:
    """Return True for a row of days, but for its label."""
    filled = [cell for cell in line.cells if cell.text]
    days = [cell for cell in filled if cell.kind == "date" or (cell.kind == "text" and is_day_text(cell.text))]
    return len(days) > 2 and len(filled) - len(days) <= 1 and filled[-1] in days


def _counts_up(line: Line) -> bool:
    """Return True for a row that numbers its columns, but for its label: `Week 1 2 3`."""
    numbers = [cell.text for cell in line.cells if cell.text][1:]
    return len(numbers) > 2 and numbers == [str(at) for at in range(1, len(numbers) + 1)]


def _holds_values(line: Line) -> bool:
    """Return True for a row with a number or day that is no period behind its first filled cell."""
    filled = [cell for cell in line.cells if cell.text]
    behind = filled[1:] if len(line.cells) > 1 else filled
    return any(
        (cell.kind in ("number", "date", "boolean") or find_kind(cell.text) not in ("words", "symbol"))
        and not normalize_period(split_heading(cell.text)[0])
        for cell in behind
    )


def _count_filled(line: Line) -> int:
    return len(line.cells) - [cell.text for cell in line.cells].count("")


def _get_first(line: Line) -> str:
    return next((cell.text for cell in line.cells if cell.text), "")


def _join_header(sheet: Sheet, rows: list[Line], width: int) -> list[Cell]:
    """Return one cell for each column: the texts of the header's rows, an upper one carried over the columns that it spans."""
    texts: list[list[str]] = []
    for depth, line in enumerate(rows):
        found = [" ".join(cell.text.split()) for cell in line.cells]
        spans = [span for span in sheet.merged if span[0] == line.number]
        for _, left, _, right in spans:
            for at in range(left + 1, min(right + 1, width)):
                found[at] = found[left]
        if depth < len(rows) - 1 and not spans:
            for at in range(1, width):  # a file without merged cells: the text stands over the first of its columns
                if not found[at] and found[at - 1] and rows[depth + 1].cells[at].text and at > 1:
                    found[at] = found[at - 1]
        texts.append(found)
    marks = [tuple(mark for line in rows for mark in line.cells[at].marks) for at in range(width)]
    joined = [JOINT.join(dict.fromkeys(level[at] for level in texts if level[at])) for at in range(width)]
    kinds: list[Kind] = [next((line.cells[at].kind for line in reversed(rows) if line.cells[at].text), "text") for at in range(width)]
    troubles = [next((line.cells[at].trouble for line in rows if line.cells[at].trouble), None) for at in range(width)]
    return [
        Cell(text, "text" if kind == "boolean" else kind, marks=mark, trouble=trouble)
        for text, kind, mark, trouble in zip(joined, kinds, marks, troubles, strict=True)
    ]


def _join_texts(line: Line) -> str:
    return " ".join(cell.text for cell in line.cells if cell.text)


def _fill_merged(sheet: Sheet, body: list[Line]) -> list[Line]:
    """Return the body with the labels of merged cells in each of their rows. A merged number stays in the first alone."""
    if not sheet.merged:
        return body
    by_number = {line.number: list(line.cells) for line in body}
    for top, left, bottom, right in sheet.merged:
        source = by_number.get(top)
        if source is None or find_kind(source[left].text) != "words" or source[left].kind != "text":
            continue
        for number in range(top, bottom + 1):
            for at in range(left, right + 1) if number in by_number and right == left else ():
                by_number[number][at] = source[left]
    return [Line(line.number, tuple(by_number[line.number])) for line in body]


def _count_notes(rows: list[Line], width_of: int) -> int:
    """Return how many of the last rows are notes: of one cell, or begun like a note."""
    if not rows or (_count_filled(rows[-1]) == width_of > 1 and not NOTE_START.match(_get_first(rows[-1]))):
        return 0
    labels = [_get_first(line) for line in rows]
    count = 0
    while count < len(rows) - 1:
        line = rows[-1 - count]
        above = labels[: len(rows) - 1 - count]
        alone = _count_filled(line) == 1 and (
            width_of > 2 or _is_unlike(labels[-1 - count], above) or line.number > rows[-2 - count].number + 1
        )
        begun = NOTE_START.match(labels[-1 - count]) and _count_filled(line) < width_of and not _holds_values(line)
        if width_of == 2 and begun is None:
            begun = _count_filled(line) == 2 and NOTE_START.match(labels[-1 - count]) and not _holds_values(line)
        if not (alone or (begun and sum(1 for label in above if NOTE_START.match(label)) * 2 <= len(above))):
            break
        count += 1
    return count


def _is_unlike(text: str, labels: list[str]) -> bool:
    """Return True for a text that is no label: much longer than the others, or ended with a full stop, or begun like a note."""
    longest = max((len(label.split()) for label in labels), default=1)
    ends = text.endswith(".") and not any(label.endswith(".") for label in labels)
    return bool(NOTE_START.match(text)) or ends or len(text.split()) > 2 * longest + 2


def _read_notes(lines: list[Line]) -> dict[str, str]:
    """Map the markers of notes to their texts; those without a marker are joined under ""."""
    notes: dict[str, str] = {}
    for line in lines:
        text = " ".join(cell.text for cell in line.cells if cell.text)
        match = _MARKED.fullmatch(text)
        mark = (match["raised"] or match["plain"]).translate(_DIGITS).strip("()[].:") if match else ""
        mark = re.sub(r"notes?\s*", "", mark, flags=re.IGNORECASE)
        notes[mark] = "\n".join(filter(None, (notes.get(mark, ""), match["text"] if match else text)))
    return notes


def _is_heading(text: str) -> bool:
    return find_kind(text) == "words" or bool(normalize_period(text))


def _read_sections(sheet: Sheet, head: Line, body: list[Line], answers: Answers) -> tuple[list[Line], list[Decision]]:
    """Make a column of headings within the body: rows of a single text above the rows that they are of."""
    width = len(head.cells)
    if width < 3:
        return body, []
    narrow = [line for line in body if not (line.cells[0].text and line.cells[1].text) and _count_filled(line) == 1]
    if not narrow:
        return body, []
    labels = next((at for at in range(1, width) if any(find_kind(cell.text) == "number" for cell in sheet.distinct[at])), 1)
    alone = [line for line in narrow if _is_heading(_get_first(line)) and any(cell.text for cell in line.cells[:labels])]
    headings = set(map(id, alone))
    if any(normalize_period(line.cells[0].text) for line in body if id(line) not in headings):  # a year without values is no heading
        alone = [line for line in alone if not normalize_period(line.cells[0].text)]
    if not alone or alone[-1] is body[-1]:
        return body, []
    text = shorten_text(_get_first(alone[0]), 80)
    found = f'{len(alone)} row{"s" if len(alone) > 1 else ""} of one cell within the table, the first row {alone[0].number} ("{text}")'
    effects = {
        "group": 'headings: they become the column "group" of the rows below',
        "leave-out": "left out",
        "*": 'headings: they become the column "{}"',
    }
    decision = answers.decide("sections", sheet.path, found, "group", effects)
    if decision.answer == "leave-out":
        return [line for line in body if line not in alone], [decision]
    lines, current, is_below = [], "", False
    for line in body:
        if line in alone:  # one heading right below another is a part of it
            current = f"{current}{JOINT}{_get_first(line)}" if is_below else _get_first(line)
        else:
            lines.append(Line(line.number, (Cell(current), *line.cells)))
        is_below = line in alone
    return lines, [decision]
