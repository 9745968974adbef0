"""Symbols, flags, bounds and note markers in the cells of a table: what stands beside a number or in its place.

Cells are told apart by their shape (each digit is read as 0), so that a long table costs little more than a short one.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from macros.base.errors import Fault, FaultError, Place
from macros.datapackage import is_formula
from macros.importer.days import find_months
from macros.importer.decision import Answers, Decision
from macros.importer.marks import ENDS_IN_UNIT, RAISED
from macros.importer.meanings import (
    CERTAIN,
    CERTAIN_FLAGS,
    DOUBTFUL,
    FLAGS,
    KNOWN,
    MISSING,
    PATTERNS,
    STATUS_BY_WORD,
    STATUSES,
    ZEROS_TOO,
    find_worded_meaning,
)
from macros.importer.sheet import Cell, Line, Sheet, shorten_text
from macros.importer.totals import names_total
from macros.importer.values import is_number_text, normalize_period
from macros.structure.model import NORMAL, QUALIFIERS, WITHOUT_VALUE

_BOUNDS = {
    **dict.fromkeys(("<", "less than", "under", "below", "fewer than", "weniger als", "menos de", "moins de", "meno di", "unter"), "under"),
    **dict.fromkeys((">", "more than", "over", "above", "mehr als", "más de", "plus de", "über"), "over"),
    **dict.fromkeys(("<=", "≤", "=<", "up to", "at most", "höchstens", "bis zu"), "at_most"),
    **dict.fromkeys((">=", "≥", "=>", "at least", "mindestens", "al menos"), "at_least"),
    **dict.fromkeys(("~", "≈", "ca.", "c.", "circa", "about", "approx.", "around", "etwa", "rund"), "about"),
}
_BOUND = re.compile(
    "(" + "|".join(sorted(map(re.escape, _BOUNDS), key=len, reverse=True)) + r")(?:(?<=[<>≤≥~≈=])\s*|\s+)(\S.*)", re.IGNORECASE
)
_PLAIN = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹⁽⁾ªᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", "1230456789()aabcdefghijklmnoprstuvwxyz")
_ZEROS = str.maketrans("123456789", "0" * 9)
# One sign beside a number. Digits stand in brackets, before a bracket behind a space, or raised: else they are of the number.
_BRACKETED = r"\[[^\W_][\w. ,]{0,15}\]|\((?:[0-9]{1,2}|[^\W\d_]{1,12}\.?)\)"
_SIGNS = r"[*†‡§^#¶°!]{1,4}"
_LETTERS = (
    r"(?:(?:provisional|preliminary|estimated?|revised|break|suppressed|confidential|missing|normal|final|prov|prel|vorläufig|provisoire)"
    r"|[^\W\d_]{1,3})\.?(?![^\W_])"
)
_TAIL = re.compile(
    rf"(?P<number>.*[0-9%€$£])(?P<gap>\s*)(?P<signs>(?:{_BRACKETED}|{_SIGNS}|[{RAISED}]+|(?<=\s)[0-9]{{1,2}}\)|(?<=\s)[^\W\d_]\)|{_LETTERS})"
    rf"(?:[\s,;/]*(?:{_BRACKETED}|{_SIGNS}|[{RAISED}]+|(?<=\s)[0-9]{{1,2}}\)|{_LETTERS}))*)"
)
_HEAD = re.compile(rf"(?P<signs>{_BRACKETED}|{_SIGNS}|[bepr](?=\s))\s*(?P<number>[-+\u2212.,]?[0-9].*)")
_SIGN = re.compile(rf"{_BRACKETED}|{_SIGNS}|[{RAISED}]+|[0-9]{{1,2}}\)|[^\W\d_]\)|{_LETTERS}")
_SYMBOL = re.compile(r"[^\W\d_]{1,3}\.?|\[\w{1,4}\]|\(\w{1,3}\)|[^\w\s<>&=+@]{1,3}")
_ENCLOSED = re.compile(r"\((?P<number>[^()]*)\)(?P<signs>\s*%)?")
# Units and scales behind a number are no flags: the column is read with them, or they are asked for elsewhere.
_UNITS = frozenset(
    "k m bn mn mio mio. mrd mrd. mln mld tsd tsd. th thousand million millions billion km kg g t l h min ha m² km² mw gw kw kwh gwh twh "
    "pp pts "
    "usd eur gbp chf sek dkk nok pln czk huf € $ £ % st nd rd th er º ª am pm".split()
)
_POWERED = re.compile(rf"(?:.*[x×·]\s*)?10\s*[{RAISED}]+")
_LEADING_ZERO = re.compile("0[0-9]+")
_FLAG_HEADERS = re.compile(
    r"(?:.*[\W_])?(?:flags?|status|symbols?|markers?|qualifiers?|notes?|footnotes?|fußnoten?|fussnoten?|remarks?|comments?|bound|conf)(?:[\W_].*)?",
    re.IGNORECASE,
)
_AGES = re.compile(
    r"(?:.*[\W_])?(?:age|ages|alter|edad|âge|età|idade|leeftijd|wiek|ålder|code|id|no|nr|grade|class|rank|year|jahr|año)(?:[\W_].*)?", re.I
)
# Markers at the end of a label or a header. Units and formulas have raised and lowered digits of their own.
_MARKED = re.compile(
    rf"(?P<head>.*[^\s*])(?P<gap>\s*)(?P<mark>[{RAISED}]+(?:[, ]*[{RAISED}]+)*|[*†‡§¶#^]{{1,4}}"
    r"|\[[^\[\]]{1,20}\]|\([^()]{1,3}\)|(?<=\s)[0-9a-zA-Z]{1,2}\))"
)
_MARKUP = re.compile("</?[a-zA-Z]|<!--|\ufffd|#(?:DIV/0!|REF!|NAME\\?|VALUE!|NUM!|NULL!)")
_NOTE_MARK = re.compile(r"\[(?:notes?|fn|footnote|nota|anm\.?|fußnote)\s*(?P<numbers>[\w, ]+)\]", re.IGNORECASE)


@dataclass(frozen=True)
class _Parts:
    """A cell cut up.

    Attributes:
        kind: number, flagged, bound, bracket, symbol or words.
        number: The number without what stands beside it.
        signs: The signs as the author names them: `("p",)` of `8412 (p)`, `("<",)` of `<5`.
        is_apart: True if the signs stand off the number, in brackets or raised: `8412 p`, not `8412p`.
    """

    kind: str
    number: str = ""
    signs: tuple[str, ...] = ()
    is_apart: bool = True


@dataclass
class _Use:
    """Where a symbol stands."""

    count: int = 0
    place: str = ""
    example: str = ""
    is_apart: bool = False


@dataclass
class _Meaning:
    """What a symbol does to a cell: its status, the text of its note, another value."""

    status: str = ""
    note: str = ""
    is_kept: bool = True
    value: str | None = None


@dataclass
class _Signs:
    """The symbols of a sheet, by the option that answers for them, and what the notes of the file say of them."""

    sheet: Sheet
    answers: Answers
    uses: dict[tuple[str, str], _Use] = field(default_factory=dict)
    meanings: dict[tuple[str, str], _Meaning] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)

    def count(self, option: str, sign: str, place: str, example: str, count: int = 1, *, is_apart: bool = True) -> None:
        """Note that a sign stands in a cell."""
        use = self.uses.setdefault((option, sign), _Use(place=place, example=example))
        use.count += count
        use.is_apart = use.is_apart or is_apart


@functools.lru_cache(maxsize=50_000)
def _split_text(text: str) -> _Parts:
    """Cut up the text of a cell."""
    if is_number_text(text):
        return _Parts("number", text)
    if (match := _BOUND.fullmatch(text)) and is_number_text(match[2]):
        return _Parts("bound", match[2], (match[1].lower(),))
    if (match := _ENCLOSED.fullmatch(text)) and is_number_text(number := match["number"].strip()) and len(re.findall("[0-9]", number)) > 0:
        return _Parts("bracket", number + (match["signs"] or "").strip(), ("()",))
    for pattern in (_TAIL, _HEAD) if not _POWERED.fullmatch(text) else ():
        if (match := pattern.fullmatch(text)) and is_number_text(number := match["number"].strip()):
            found = _SIGN.findall(match["signs"])
            if any(
                (len(sign) > 2 and sign.isalpha() and find_months(sign)) or re.search("[\u00bc-\u00be\u2150-\u215e]", sign)
                for sign in found
            ):
                return _Parts("words", "", (text,))
            if any(sign.lower() in _UNITS for sign in found):
                return _Parts("number" if len(found) == 1 else "words", text, () if len(found) == 1 else (text,))
            apart = pattern is _HEAD or bool(match["gap"]) or not found[0][0].isalpha()
            return _Parts("flagged", number, tuple(code for sign in found for code in _list_codes(sign)), apart)
    return _Parts("symbol" if _SYMBOL.fullmatch(text) or text.lower() in CERTAIN else "words", "", (text,))


def _list_codes(sign: str) -> tuple[str, ...]:
    """Return the codes in a sign: `p` of `(p)`, `1` of `¹`, `b` and `p` of `bp`, `2` and `3` of `[notes 2, 3]`."""
    if match := _NOTE_MARK.fullmatch(sign):
        return tuple(re.findall(r"\w+", match["numbers"]))
    plain = sign.translate(_PLAIN).strip()
    code = plain.strip("[]().").strip() or plain
    if code.lower() not in KNOWN and len(code) <= 3 and code.isalpha() and code.islower() and all(letter in KNOWN for letter in code):
        return tuple(code)
    return (code,)


def find_kind(text: str) -> str:
    """Return what a text could be in a column of numbers: number, flagged, bound, bracket, symbol or words."""
    return _split_text(text.translate(_ZEROS) if "10" not in text else text).kind


def read_symbols(sheet: Sheet, answers: Answers) -> tuple[Sheet, list[Decision]]:
    """Separate the numbers of a table from the symbols, flags, bounds and note markers around them.

    Raises:
        FaultError: An answer is no meaning.
    """
    signs = _Signs(
        sheet, Answers({**answers.values, **{option: _list_answers(answers, option) for option in ("missing", "flags", "bounds")}})
    )
    _check_answers(signs)
    columns = sheet.body
    kept = {*answers.list("text")}
    readers: dict[int, Mapping[str, _Parts]] = {}
    labels: dict[int, Mapping[str, tuple[str, tuple[str, ...]]]] = {}
    for at, cells in enumerate(columns):
        kinds = {cell.kind for cell in sheet.distinct[at]}
        texts = Counter([cell.text for cell in cells] if kinds == {"text"} else [cell.text for cell in cells if cell.kind == "text"])
        texts.pop("", None)
        if sheet.header[at] in kept:
            continue
        has_numbers = "number" in kinds
        if (parts := _read_column(signs, at, texts, has_numbers)) is not None:
            readers[at] = parts
        elif not has_numbers and (marked := _read_labels(sheet, texts)):
            labels[at] = marked
    for at, parts in readers.items():
        _count_signs(signs, at, columns[at], parts)
    _count_raised(signs, columns)
    heads = [_read_head(signs, at) for at in range(len(sheet.header))]
    for (option, sign), use in signs.uses.items():
        decide = {"missing": _decide_missing, "flags": _decide_flag, "bounds": _decide_bound, "brackets": _decide_brackets}[option]
        decide(signs, sign, use)
    footnotes = dict(sheet.footnotes)
    statuses = dict(sheet.statuses)
    lines = _rewrite(signs, columns, readers, labels, heads, footnotes, statuses)
    if (lines, footnotes, statuses) == (sheet.lines, sheet.footnotes, sheet.statuses):  # what is known of its columns stays
        return sheet, signs.decisions
    return replace(sheet, lines=lines, footnotes=footnotes, statuses=statuses), signs.decisions


def _list_answers(answers: Answers, option: str) -> list[str]:
    """Return the answers of an option one by one: `N/A,[c]=suppressed` is two. A symbol alone is a missing value."""
    found = []
    for value in answers.list(option):
        items = [item.strip() for item in value.split(",")] if value.count("=") != 1 or "," in value.partition("=")[0] else [value.strip()]
        for item in items:
            if item:
                found.append(item if "=" in item[1:] or option != "missing" else f"{item}={CERTAIN.get(item.lower(), 'missing')}")
    return found


def _check_answers(signs: _Signs) -> None:
    """Raise FaultError for a meaning that is nearly one of the known words."""
    faults = []
    for option, known in (("missing", (*MISSING, *QUALIFIERS)), ("flags", (*STATUSES, *QUALIFIERS, NORMAL))):
        for value in signs.answers.list(option):
            sign, _, meaning = value.rpartition("=") if value.count("=") > 1 else value.partition("=")
            for word in meaning.split() if meaning not in known else ():
                if word not in known and (near := difflib.get_close_matches(word, known, 1, 0.85)):
                    fact = f'has --{option} "{value}", in which "{word}" is no status'
                    faults.append(Fault(Place(signs.sheet.path), "sheet", fact, f'write --{option} "{sign}={near[0]}"'))
    if faults:
        raise FaultError(*faults)


def _read_column(signs: _Signs, at: int, texts: Mapping[str, int], has_numbers: bool) -> Mapping[str, _Parts] | None:
    """Return the parts of the texts of a column of numbers or of years, or None for any other column.

    It holds numbers with or without signs, and symbols or a few words in the place of numbers.
    """
    by_shape: dict[str, _Parts] = {}
    odd: dict[str, _Parts] = {}
    numbers: list[str] = []
    for text in texts:
        shape = text.translate(_ZEROS)
        found = by_shape.get(shape)
        if found is None:
            found = by_shape[shape] = _split_text(shape)
        if found.kind == "number":
            if len(numbers) < 50:
                numbers.append(text)
            if text[0] == "0" and _LEADING_ZERO.fullmatch(text):
                return None  # codes
        else:
            odd[text] = _split_text(text)
    if not odd:
        return None
    cut = {text: part for text, part in odd.items() if part.kind not in ("symbol", "words")}
    others = {text: part for text, part in odd.items() if text not in cut}
    known = {text for text in others if _is_known_symbol(signs, text)}
    unknown = [text for text in others if text not in known and not names_total(text)]
    if any(is_formula(text) or _MARKUP.search(text) or any(map(str.isdigit, text)) for text in unknown):
        return None
    head = signs.sheet.header[at]
    plain = [*numbers, *(part.number for part in cut.values())]
    if not (plain or has_numbers):
        is_empty = known and len(known) == len(others) and all(_is_sure_symbol(signs, text) for text in known)
        return odd if is_empty and not _FLAG_HEADERS.fullmatch(head) and len(signs.sheet.header) > 1 else None
    if plain and not has_numbers and all(normalize_period(text) for text in plain):  # years: words among them are totals
        return None if unknown or known or not cut else cut
    if not has_numbers and not numbers and all(part.kind == "flagged" for part in cut.values()):
        signs_seen = {part.signs for part in cut.values()}
        if not any(part.is_apart for part in cut.values()):
            return None  # 1a, 2b, 3c: codes
        if len(signs_seen) == 1 and len(cut) > 1 and all(sign.isalpha() and sign.lower() not in KNOWN for sign in next(iter(signs_seen))):
            return None  # 18 y, 19 y: a unit
    told = sum(count for text, count in texts.items() if text not in unknown)
    doubt = sum(texts[text] for text in unknown)
    if unknown and (len(unknown) > 5 or (doubt > told and (len(unknown) > 2 or len(plain) < 5)) or (at == 0 or _AGES.fullmatch(head))):
        return None
    return {text: part for text, part in odd.items() if text in cut or text in known or text in unknown}


def _is_known_symbol(signs: _Signs, text: str) -> bool:
    low = text.lower()
    return low in CERTAIN or low in DOUBTFUL or bool(signs.answers.get("missing", text)) or bool(find_meaning(signs.sheet, text))


def _is_sure_symbol(signs: _Signs, text: str) -> bool:
    return text.lower() in CERTAIN or bool(signs.answers.get("missing", text)) or bool(find_meaning(signs.sheet, text))


def _count_signs(signs: _Signs, at: int, cells: Sequence[Cell], parts: Mapping[str, _Parts]) -> None:
    """Note each sign of a column with its count and the place where it stands first."""
    column = signs.sheet.name_column(at)
    for row, cell in enumerate(cells, 1):
        if cell.text not in parts or cell.kind != "text":
            continue
        found, line = parts[cell.text], signs.sheet.lines[row]
        option = {"flagged": "flags", "bound": "bounds", "bracket": "brackets"}.get(found.kind, "missing")
        if option == "bounds" and signs.answers.get("missing", cell.text):
            option, found = "missing", _Parts("symbol", "", (cell.text,))
        for sign in found.signs:
            signs.count(option, sign, f"{column}{line.number}", cell.text, is_apart=found.is_apart)


def _count_raised(signs: _Signs, columns: Sequence[Sequence[Cell]]) -> None:
    """Note the letters that stand raised at cells by their format alone: they are flags, as if they stood in the text."""
    for at, cells in enumerate(columns):
        for row, cell in enumerate(cells, 1) if _has_raised_letters(signs.sheet, at) else ():
            for mark in cell.marks:
                if mark.isalpha():
                    column = signs.sheet.name_column(at)
                    signs.count("flags", mark, f"{column}{signs.sheet.lines[row].number}", f"{cell.text} {mark}")


def _has_raised_letters(sheet: Sheet, at: int) -> bool:
    return any(mark.isalpha() for cell in sheet.distinct[at] for mark in cell.marks)


def _lower_flags(signs: _Signs, cell: Cell, statuses: dict[str, str]) -> Cell:
    """Return a cell with its raised letters as flags."""
    letters = [mark for mark in cell.marks if mark.isalpha()]
    code, status = _join_flags((mark, signs.meanings["flags", mark].status) for mark in letters)
    if code:
        statuses[code] = status
    kept = tuple(mark for mark in cell.marks if mark not in letters or signs.meanings["flags", mark].note)
    return replace(cell, flag=cell.flag or code, marks=kept)


def _read_labels(sheet: Sheet, texts: Iterable[str]) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Return the labels and markers of texts that end in markers of notes: `Austria¹`, `Austria (1)` where there is a note 1."""
    found = {}
    for text in texts:
        if not text[-1].isalnum() or text[-1] in "¹²³⁰⁴⁵⁶⁷⁸⁹ªº" or "\u02b0" <= text[-1] <= "\u1dbf":
            label, marks = split_marks(text, sheet.footnotes)
            if marks:
                found[text] = (label, marks)
    return found


def split_marks(text: str, footnotes: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Split the markers of notes off a label. A sign that is not raised is a marker only if there is such a note."""
    marks: tuple[str, ...] = ()
    while match := _MARKED.fullmatch(text):
        sign = match["mark"]
        is_raised = bool(re.match(f"[{RAISED}]", sign))
        codes = tuple(re.findall(r"[0-9]+|[a-z]", sign.translate(_PLAIN))) if is_raised else _list_codes(sign)
        is_power = match["head"][-1:].isdigit() and not normalize_period(match["head"])
        if is_raised and (is_power or ENDS_IN_UNIT.search(match["head"] + sign)):
            break
        if not (is_raised or _NOTE_MARK.fullmatch(sign) or all(code in footnotes for code in codes)):
            break
        text, marks = match["head"], (*codes, *marks)
    return text, marks


def _read_head(signs: _Signs, at: int) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return a header without flags and markers, its flags and its markers. `2022 p` says that its column is provisional."""
    cell = signs.sheet.lines[0].cells[at]
    parts, flags, marks = [], [], [*cell.marks]
    place = f"{signs.sheet.name_column(at)}{signs.sheet.lines[0].number}"
    for part in cell.text.split(_JOINT):
        label, own = split_marks(part, signs.sheet.footnotes)
        head, flag, more = split_heading(label)
        if (flag or more) and _names_period(head):
            label, own = head, (*more, *own)
            for code in _list_codes(flag) if flag else ():
                flags.append(code)
                signs.count("flags", code, place, part)
        parts.append(label)
        marks += own
    return _JOINT.join(parts), tuple(flags), tuple(dict.fromkeys(marks))


def _names_period(text: str) -> bool:
    return bool(normalize_period(text) or any(normalize_period(word) for word in text.split()[-1:]))


def _decide_missing(signs: _Signs, sign: str, use: _Use) -> None:
    low = sign.lower()
    meaning, text = find_meaning(signs.sheet, sign) or ("", "")
    proposed = text if meaning == "note" else meaning or CERTAIN.get(low) or DOUBTFUL.get(low) or "missing"
    if proposed in QUALIFIERS and proposed not in MISSING:
        proposed = "missing"
    is_vague = meaning == "zero" and bool(re.search(r"\b(?:or|oder|ou|o|eller|of)\b|/", text))  # "nil or negligible"
    sure = (bool(meaning) and not is_vague) or low in CERTAIN
    found = f'"{shorten_text(sign)}" stands in the place of a value in {_tell_count(use)}' + (
        " (a note says what it means)" if meaning else ""
    )
    effects = {key: value for key, value in MISSING.items() if key != "zero" or low in ZEROS_TOO or meaning == "zero"}
    decision = signs.answers.decide(
        "missing", signs.sheet.path, found, proposed, {**effects, "*": 'no value, with the note "{}"'}, subject=sign, is_certain=sure
    )
    signs.decisions.append(decision)
    answer = decision.answer
    if answer == "zero":
        signs.meanings["missing", sign] = _Meaning(value="0")
    else:
        is_status = answer in MISSING
        note = text if meaning and answer == meaning and text.lower() != answer else ""
        signs.meanings["missing", sign] = _Meaning(answer if is_status else "missing", note if is_status else note or answer, value="")


def _decide_flag(signs: _Signs, sign: str, use: _Use) -> None:
    low = sign.lower()
    meaning, text = find_meaning(signs.sheet, sign) or ("", "")
    note = signs.sheet.footnotes.get(sign, "")
    if not sign.isalpha() and meaning != "note" and not _begins_with(text, meaning):
        meaning = ""  # "1 Before 2020 some were estimated" is a note, and no status of the value
    is_mark = not sign.isalpha() or (note and meaning not in QUALIFIERS)
    if is_mark:
        proposed = meaning if meaning in QUALIFIERS else text if meaning == "note" and not note else "note"
        sure = bool(note or meaning) or sign.isdigit()
    else:
        proposed = meaning if meaning not in (*WITHOUT_VALUE, "note") else text  # a value that is shown is not suppressed
        proposed = proposed or FLAGS.get(low) or CERTAIN_FLAGS.get(low, "")
        sure = bool(meaning) or (low in CERTAIN_FLAGS and low not in FLAGS and use.is_apart)
    found = f'"{sign}" stands beside a number in {_tell_count(use)}, "{shorten_text(use.example)}"'
    found += " (a note says what it means)" if meaning or note else ", and no note explains it" if proposed == "note" else ""
    effects = {"": "what it means is not said", **STATUSES, "*": 'the note "{}"'}
    decision = signs.answers.decide("flags", signs.sheet.path, found, proposed, effects, subject=sign, is_certain=sure and bool(proposed))
    signs.decisions.append(decision)
    signs.meanings["flags", sign] = _read_meaning(decision.answer, note or (text if decision.answer == meaning else ""))


def _begins_with(text: str, meaning: str) -> bool:
    match = PATTERNS[meaning].search(text) if meaning else None
    return match is not None and not text[: match.start()].strip(" (") and len(text.split()) <= 6


def _read_meaning(answer: str, note: str) -> _Meaning:
    """Return what an answer does. Words that are no status are the text of a note."""
    if answer in ("drop", ""):
        return _Meaning(is_kept=False)
    if answer == "note":
        return _Meaning(note=note)
    words = answer.split()
    if all(word in (*QUALIFIERS, NORMAL) for word in words):
        return _Meaning(answer, note if note.lower().strip(" .") not in (answer, *words) else "")
    return _Meaning(NORMAL, answer)


def _decide_bound(signs: _Signs, sign: str, use: _Use) -> None:
    found = f'"{sign}" stands before a number in {_tell_count(use)}, "{shorten_text(use.example)}"'
    effects = {"bound": "the number is kept, and beside it that it is a bound", "suppressed": MISSING["suppressed"]}
    decision = signs.answers.decide("bounds", signs.sheet.path, found, "bound", effects, subject=sign, is_certain=True)
    signs.decisions.append(decision)
    signs.meanings["bounds", sign] = _Meaning("suppressed", value="") if decision.answer == "suppressed" else _Meaning()


def _decide_brackets(signs: _Signs, sign: str, use: _Use) -> None:
    meaning, text = find_meaning(signs.sheet, sign) or ("", "")
    found = f'{_tell_count(use)}: a number in brackets, "{shorten_text(use.example)}"' + (" (a note says what it means)" if text else "")
    effects = {
        "negative": "it is below zero, as in accounts",
        "estimated": "it is estimated",
        "note": "it is the number, noted to be in brackets",
        "drop": "it is the number, without brackets",
        "*": 'it is the number, with the note "{}"',
    }
    decision = signs.answers.decide("brackets", signs.sheet.path, found, text or "negative", effects, is_certain=bool(text))
    signs.decisions.append(decision)
    if decision.answer == "negative":
        signs.meanings["brackets", sign] = _Meaning(value="-")
    else:
        answer = "in brackets in the source" if decision.answer == "note" else decision.answer
        signs.meanings["brackets", sign] = _read_meaning(meaning if answer == text and meaning in QUALIFIERS else answer, "")


def _tell_count(use: _Use) -> str:
    return f"1 cell, {use.place}" if use.count == 1 else f"{use.count} cells, first in {use.place}"


def _rewrite(
    signs: _Signs,
    columns: Sequence[Sequence[Cell]],
    readers: Mapping[int, Mapping[str, _Parts]],
    labels: Mapping[int, Mapping[str, tuple[str, tuple[str, ...]]]],
    heads: Sequence[tuple[str, tuple[str, ...], tuple[str, ...]]],
    footnotes: dict[str, str],
    statuses: dict[str, str],
) -> list[Line]:
    """Return the lines with plain numbers, and with the statuses and markers of their cells."""
    first, *rows = signs.sheet.lines
    for (_, sign), meaning in signs.meanings.items():
        if meaning.note:
            footnotes[sign] = meaning.note
    changed: dict[int, dict[int, Cell]] = {}
    for at in range(len(first.cells)):
        changes: dict[str, Cell] = {text: _make_cell(signs, text, part, statuses) for text, part in readers.get(at, {}).items()} | {
            text: Cell(label, marks=marks) for text, (label, marks) in labels.get(at, {}).items()
        }
        flags = tuple(flag for flag in heads[at][1] if signs.meanings["flags", flag].is_kept)
        marks = (*heads[at][2], *(flag for flag in flags if signs.meanings["flags", flag].note))
        flag, status = _join_flags((sign, signs.meanings["flags", sign].status) for sign in flags)
        if flag:
            statuses[flag] = status
        for row, cell in enumerate(columns[at]) if changes or flag or marks else ():
            if cell.text and (flag or marks or cell.text in changes):
                changed.setdefault(row, {})[at] = _change_cell(cell, changes=changes, flag=flag, marks=marks)
        for row, cell in enumerate(columns[at]) if _has_raised_letters(signs.sheet, at) else ():
            if cell.marks and any(map(str.isalpha, cell.marks)):
                cells = changed.setdefault(row, {})
                cells[at] = _lower_flags(signs, cells.get(at, cell), statuses)
    lines = [Line(first.number, tuple(replace(cell, text=heads[at][0], marks=()) for at, cell in enumerate(first.cells))), *rows]
    for row, cells in changed.items():
        lines[row + 1] = Line(rows[row].number, tuple(cells.get(at, cell) for at, cell in enumerate(rows[row].cells)))
    return lines


def _change_cell(cell: Cell, *, changes: Mapping[str, Cell], flag: str, marks: tuple[str, ...]) -> Cell:
    new = changes.get(cell.text) if cell.kind == "text" else None
    if new is None and not flag and not marks:
        return cell
    base = new or cell
    return replace(
        cell,
        text=base.text,
        flag=base.flag or cell.flag or flag,
        bound=base.bound,
        marks=tuple(dict.fromkeys((*cell.marks, *base.marks, *marks))),
    )


def _join_flags(found: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Return the code and the status of several flags at one cell: `bp`, `break provisional`."""
    told = [(sign, status) for sign, status in found if status]
    codes = [sign for sign, _ in told]
    joint = "" if all(len(code) == 1 and code.isalpha() for code in codes) else " "
    words = dict.fromkeys(word for _, status in told for word in status.split())
    plain = [word for word in words if word != NORMAL] or [*words]
    return joint.join(codes), " ".join(plain)


def _make_cell(signs: _Signs, text: str, part: _Parts, statuses: dict[str, str]) -> Cell:
    if part.kind in ("symbol", "words") or signs.meanings.get(("missing", text)):
        meaning = signs.meanings.get(("missing", text))
        if meaning is None:
            return Cell(text)
        if meaning.value:
            return Cell(meaning.value)
        code = text.strip("[]()# ") or text
        statuses[code] = meaning.status
        return Cell("", flag=code, marks=(text,) if meaning.note else ())
    option = {"flagged": "flags", "bound": "bounds", "bracket": "brackets"}[part.kind]
    found = [(sign, signs.meanings[option, sign]) for sign in part.signs if signs.meanings[option, sign].is_kept]
    if option == "bounds":
        (sign,) = part.signs
        if signs.meanings[option, sign].status:
            statuses[text] = "suppressed"
            return Cell("", flag=text)
        return Cell(part.number, bound=_BOUNDS[sign])
    if found and found[0][1].value == "-":
        return Cell(f"-{part.number}")
    code, status = _join_flags((sign, meaning.status) for sign, meaning in found)
    if code:
        statuses[code] = status
    marks = tuple(sign for sign, meaning in found if meaning.note or (not meaning.status and sign in signs.sheet.footnotes))
    return Cell(part.number, flag=code, marks=marks)


def find_meaning(sheet: Sheet, sign: str) -> tuple[str, str] | None:
    """Return the meaning that a note of the file gives to a sign, and its words: `suppressed`, "confidential" of "c = confidential"."""
    plain = sign.translate(_PLAIN)
    code = plain.strip("[]()").strip() or plain
    if sign == "()":
        return _search_notes(sheet, ("()", "( )"))
    for key in (plain, code):
        if (text := sheet.footnotes.get(key)) and key and (meaning := find_worded_meaning(text[:80])):
            return meaning, _cut_text(text)
    return _search_notes(sheet, dict.fromkeys((sign, plain, code, f"[{code}]", f"({code})")))


def _search_notes(sheet: Sheet, signs: Iterable[str]) -> tuple[str, str] | None:
    texts = [*sheet.footnotes.values(), sheet.facts.get("title", "")]
    for sign in signs:
        if not any(sign in text for text in texts):
            continue
        own = re.escape(sign)
        weak = r"|\s+" if not sign[:1].isalnum() else ""
        pattern = re.compile(
            rf"(?:^|[\n;,.:(/|]\s*|\s{{2,}}|[\"'“„‘«])(?:{own})[\"'”“’»]?\s*"
            rf"(?:=|:|\s[-–—]\s|\bmeans\b|\bindicates\b|\bdenotes\b|\bbedeutet\b"
            rf"|\bstands for\b|\t|\s{{2,}}{weak})\s*(?P<text>[^;\n]+)"
        )
        for text in texts:
            for match in pattern.finditer(text) if sign in text else ():
                words = re.split(r"[.,]\s+[\[(]?\S{1,3}[\])]?\s*[=:]|[.]\s|\s/\s", match["text"])[0]
                meaning = find_worded_meaning(words[:80])
                if meaning or not sign.isalnum():
                    return meaning or "note", _cut_text(words)
        for text in texts if sign.isalnum() else ():
            for match in re.finditer(rf"(?:^|[\n;,]\s*){own}\s+(?P<text>[^;,\n]+)", text):
                meaning = find_worded_meaning(match["text"])
                if _begins_with(match["text"], meaning):  # "p provisional", and not "a total of 5"
                    return meaning, _cut_text(match["text"])
    return None


def _cut_text(text: str) -> str:
    return " ".join(text.split()).strip(" .,;:=-–")


def decide_status(sheet: Sheet, answers: Answers, flag: str, count: int) -> tuple[Decision, str, str]:
    """Return the decision on a flag that came with the file, the status that it stands for and the text of its note."""
    meaning, text = find_meaning(sheet, flag) or ("", "")
    low = flag.lower()
    known = FLAGS | STATUS_BY_WORD
    joint = " ".join(dict.fromkeys(known[letter] for letter in low)) if all(letter in known for letter in low) else ""
    proposed = meaning or known.get(low) or (joint if set(joint.split()) <= {*QUALIFIERS, NORMAL} else "")
    found = f'{count} cell{"s have" if count > 1 else " has"} the flag "{flag}"' + (" (a note says what it means)" if meaning else "")
    effects = {**STATUSES, "suppressed": "suppressed", "missing": "missing", NORMAL: "nothing is said of the value", "*": '"{}"'}
    decision = answers.decide("flags", sheet.path, found, proposed, effects, subject=flag, is_certain=bool(proposed))
    done = _read_meaning(decision.answer, text if decision.answer == meaning else "")
    return decision, done.status or NORMAL, done.note


_HEADING = re.compile(
    r"(?P<head>.*[^\s*])(?:\s*(?P<flag>(?<=[\s0-9])[a-zA-Z]{1,2}|\([a-zA-Z]{1,2}\)|\[[a-zA-Z]{1,2}\])"
    rf"|\s*(?P<mark>[{RAISED}]+|[*†‡§]{{1,3}}|[\[(][0-9]{{1,2}}[\])]|(?<=\s)[0-9]{{1,2}}\)))"
)
_JOINT = " | "


def split_heading(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Split the flag and the markers off a header: `2022 p` is `2022` with the flag p, `2020 (1)` has the marker 1."""
    match = _HEADING.fullmatch(text)
    if not match:
        return text, "", ()
    if match["flag"]:
        return match["head"], match["flag"].strip("[]()"), ()
    return match["head"], "", _list_codes(match["mark"])
