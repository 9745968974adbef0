"""Scales of numbers in headers and cells (thousands, millions), for data/<package>/dimensions.yml."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from macros.base.errors import Fault, FaultError, Place
from macros.importer.decision import Answers, Decision
from macros.importer.sheet import Sheet, shorten_text
from macros.importer.values import is_number_text

# The words of all languages, with their abbreviations, by the power of ten. Words under 0 differ between languages: the author is asked.
_WORDS = {
    0: "dozens billion billions trillion trillions mil bi bio mds",
    2: "hundred hundreds",
    3: "thousand thousands thous thsd ths tausend tausende tausenden tsd miles mille millier milliers migliaia migliaio milhar milhares "
    "duizend duizenden duizendtallen tysiąc tysiące tysiącach tysięcy tys tisíc tisíce tisících tusen tusental tkr tusind tusinde tusinder "
    "tuhat tuhatta tuhansia ezer χιλιάδες χιλ хиляди хил tisoč tisočih tisuća tisuće tisućama tūkst tūkstančiai tūkstančių tūkstančiais "
    "tūkstoši tūkstošos tuhandetes keur teur kusd k mila mie mii tis",
    5: "lakh lakhs",
    6: "million millions mn millionen mio millón millon millones milione milioni mln milhão milhao milhões milhoes miljoen miljoenen "
    "milion miliony milionów milionach milionech milionů miljon miljoner mkr mnkr millioner miljoona miljoonaa miljoonia milioane millió "
    "εκατομμύρια εκατ милиона млн milión milióny miliónov milijon milijoni milijonih milijonov milijun milijuni milijunima milijuna "
    "milijonai milijonų miljoni miljonos miljonites miljonit meur musd mill milj",
    7: "crore crores",
    9: "bn milliarde milliarden mrd milliard milliards mrds miliardo miliardi mld bilhão bilhões miljard miljarden miliard "
    "miliardy miliardów miliardach miliarda miljarder mdkr milliarder miljardi miljardia miliarde milliárd δισεκατομμύρια δισ милиарда млрд"
    " milijard milijarda milijarde milijardi mlrd md mia",
    12: "billionen billón billones",
}
# Words with another meaning too. They count as a scale in the position of a unit, or before a full stop.
_DOUBTFUL_WORDS = set("hundred k mila mill md mds bi bio mia mie mii tis milj".split())
_POWERS = {word: power for power, words in _WORDS.items() for word in words.split()}
_CERTAIN_WORDS = {*_POWERS} - _DOUBTFUL_WORDS
# "per million inhabitants" is a rate, "over a million" a limit.
_LIMITING_WORDS = set("per pro por par pour je auf every each ogni su na sur cada för pr than over above under below über más".split())
_MILES = re.compile(r"distance|length|road|route|track|travel|driv|square|\bsq|vehicle|passenger|nautical|\bair\b|\bsea\b|statute")
_GAP = "[.,'’ \u00a0\u2009\u202f]"
_FIGURES = re.compile(
    rf"(?:(?<!\w)|(?<=EUR|USD|GBP|CHF))(?<!\d{_GAP})['’]?000['’]?s?(?!\d)"  # '000, 000s
    rf"|(?:\b(?:in|en|em)\s+|(?:\bx|[×(\[])\s*)1(?:{_GAP}?000)+s?(?!\d)"  # x 1000, in 1 000, (1,000s)
    rf"|^1(?:{_GAP}?000)+s?\s+[^\W\d]"  # 1 000 persons
    r"|\b10\s?(?:\^\s?[369]\b|[\u00b3\u2076\u2079])",
    re.IGNORECASE,
)
_MONEY = "[€$£¥]|(?:EUR|USD|GBP|CHF)"
_LETTERS = re.compile(rf"(?:{_MONEY})\s?(?:k|K|m|M|b|B|T)\b|\b(?:k|K|m|M|b|B|T)\s?(?:{_MONEY})|[(\[](?:k|K|M)[)\]]|(?<=[a-z] )k$")
_WORD = re.compile(r"[^\W\d_]+")
# The position of a unit: in brackets, behind a comma or a dash, behind "in".
_UNIT = re.compile(r"[(\[]([^()\[\]]+)[)\]]|(?:[,;:/]|\s[-\u2013\u2014]\s|\b(?:in|en|em)\s)\s*([^,;:/()\[\]]+)$", re.IGNORECASE)
_UNIT_HEADERS = re.compile(
    r"(?:^|[\W_])(?:units?|uom|unidad(?:es)?|einheit(?:en)?|unités?|unità|eenheid|enhet|jednostka|scale)(?:$|[\W_])", re.IGNORECASE
)
_FACTS = ("title", "unit")  # of what a file says of itself
_SENTENCE = re.compile(r"[;\n]|(?<=[^\W\d_]{4})\.\s")
_ROUNDED = re.compile(r"round|rund|redond|arrond|arrotond|avrund|afrund|zaokr|pyöris|kerek", re.IGNORECASE)
_MULTIPLIER = re.compile(r"multiplier|multiplicador|multiplikator|multiplicateur|unit[\s_]*mult|power\s*code|^scale$", re.IGNORECASE)
_ONES = {"", "0", "1", "unit", "units", "one", "ones", "unidad", "unidades", "einheit", "einheiten"}
_POWER_CODES = re.compile(r"unit[\s_]*mult$|power\s*code", re.IGNORECASE)


@dataclass(frozen=True)
class Scale:
    """The number of units behind each number of a sheet, as a column states it.

    Attributes:
        whole: The scale of the column itself.
        cells: For a column of units, maps its cells to the scale of their rows.
    """

    whole: int = 1
    cells: Mapping[str, int] = field(default_factory=dict)


def read_scale(sheet: Sheet, at: int, numeric: bool, answers: Answers) -> tuple[Scale, list[Decision]]:
    """Return the scale a column states, and the decisions on it. What is not clear is asked.

    Args:
        numeric: True if the column holds numbers.

    Raises:
        FaultError: An answer is no power of ten.
    """
    head, first = sheet.header[at], sheet.lines[0].number
    if not head:
        return Scale(), []
    place = sheet.name_column(at)
    decisions: list[Decision] = []

    def decide(what: str, found: str, known: int) -> int:
        decision, units = _decide_scale(sheet, answers, what, found, known, is_certain=bool(known))
        decisions.append(decision)
        return units

    if numeric and not _MULTIPLIER.search(head):
        if not (word := find_scale(head)) and not answers.get("scale", head):
            return Scale(), []
        found = f'cell {place}{first} has the header "{shorten_text(head)}"' + (f': values in "{word}"' if word else "")
        return Scale(decide(head, found, count_units(word) if word else 1)), decisions
    find = _read_multiplier if _MULTIPLIER.search(head) else find_scale if _UNIT_HEADERS.search(head) else find_unit_scale
    cells = dict.fromkeys([line.cells[at].text for line in sheet.lines[1:]])
    words = {cell: find(cell) for cell in cells}
    is_usual = sum(map(bool, words.values())) * 2 >= len(cells)
    if find is find_unit_scale:  # BI and MD are codes of countries, however few there are
        words = {
            cell: word if (is_usual and word.lower() in _CERTAIN_WORDS) or (word != cell and word.lower() not in _DOUBTFUL_WORDS) else ""
            for cell, word in words.items()
        }
    scales = dict.fromkeys(cells, 1)
    for cell, word in words.items():
        if word or (cell and answers.get("scale", cell)):
            number = next(line.number for line in sheet.lines[1:] if line.cells[at].text == cell)
            known = _decode_units(word) if _POWER_CODES.search(head) else count_units(word) if word else 1
            found = f'cell {place}{number} ({shorten_text(head)}) holds "{shorten_text(cell)}"' + (f': values in "{word}"' if word else "")
            scales[cell] = decide(cell, found, known)
    return Scale(cells=scales if any(scale != 1 for scale in scales.values()) else {}), decisions


def read_common_scale(sheet: Sheet, heads: Sequence[str], labels: Sequence[str], answers: Answers) -> tuple[Scale, list[Decision]]:
    """Return the scale that a title, a name of the rows or a note gives the columns that state none, and the decisions on it.

    It is always asked: such a text may speak of something else.

    Args:
        heads: The headers of the columns of numbers without a scale of their own.
        labels: The headers of the columns of words.

    Raises:
        FaultError: An answer is no power of ten, or two texts give different scales.
    """
    told = [("the name of the sheet", sheet.name), *sheet.around, *((f'"{key}" of the file', sheet.facts.get(key, "")) for key in _FACTS)]
    told += [("the header", label) for label in labels if find_unit_scale(label)]
    places: dict[str, str] = {}
    for place, text in told:
        for sentence in _SENTENCE.split(text):
            if (word := find_scale(sentence)) and not _ROUNDED.search(sentence):
                places.setdefault(word, f'{place} ("{shorten_text(text, 160)}") says "{word}"')
    decisions, found = [], {}
    for word, place in places.items():
        said = f"{place} of the numbers under {', '.join(map(shorten_text, heads))}"
        decision, units = _decide_scale(sheet, answers, word, said, count_units(word), is_certain=False)
        decisions.append(decision)
        found[word] = units
    scales = {units for units in found.values() if units != 1}
    if len(scales) > 1 and not any(each.is_open for each in decisions):
        fact = f"gives {len(scales)} scales to the numbers under {', '.join(map(shorten_text, heads))}"
        remedy = f'say which column is in which: --scale "{heads[0]}=1000", and which text is of none: --scale "{next(iter(found))}=1"'
        raise FaultError(Fault(Place(sheet.path), "sheet", fact, remedy))
    return Scale(next(iter(scales), 1)), decisions


def _decide_scale(sheet: Sheet, answers: Answers, what: str, found: str, known: int, *, is_certain: bool) -> tuple[Decision, int]:
    unclear = (
        {} if known else {"": "what a number stands for is not clear", "1000": "thousands", "1000000": "millions", "1000000000": "10^9"}
    )
    effects = {**unclear, "1": "it is no scale", "*": "each number stands for {} units"}
    decision = answers.decide("scale", sheet.path, found, str(known or ""), effects, subject=what, is_certain=is_certain)
    if decision.answer and not re.fullmatch("10*", decision.answer):
        fact = f'has the scale "{what}={decision.answer}", which does not end in a power of ten'
        raise FaultError(Fault(Place(sheet.path), "sheet", fact, f'write --scale "{what}=1000000"'))
    return decision, int(decision.answer or 1)


def count_units(word: str) -> int:
    """Return the value of a word for a scale (`thousands`, `'000`, `10^6`, `€m`), or 0 if it is unclear."""
    low = word.lower()
    if low in _POWERS:
        return 10 ** _POWERS[low] if _POWERS[low] else 0
    if match := re.search(r"10\s?(?:\^\s?([369])|([\u00b3\u2076\u2079]))", low):
        return int(10 ** int(match[1] or {"\u00b3": 3, "\u2076": 6, "\u2079": 9}[match[2]]))
    if noughts := re.sub("[^0-9]", "", low):
        return 10 ** noughts.count("0") if re.fullmatch("1?0+", noughts) else 0
    letters = set(re.findall(r"(?<![a-z])[km](?![a-z])", low))
    money = bool(re.search(_MONEY, word))
    return 1000 if letters == {"k"} else 1_000_000 if letters == {"m"} and money else 0


def _read_multiplier(cell: str) -> str:
    """Return the scale in a cell of a column of multipliers, or "" for ones."""
    return "" if cell.lower() in _ONES else find_scale(f"({cell})") or cell


def _decode_units(word: str) -> int:
    """Return the value of a power of ten as SDMX codes it (UNIT_MULT: 6 for millions), or of a word."""
    return int(10 ** int(word)) if re.fullmatch(r"[1-9]|1[0-2]", word) else count_units(word)


def find_scale(text: str) -> str:
    """Return the word for a scale in a header (`Visits (thousands)`: `thousands`), or ""."""
    text = re.sub(r"\b(?:1|an?|one)[\s_]+(?=[^\W\d_])", "", text.replace("_", " "))
    if found := _FIGURES.search(text) or _LETTERS.search(text):
        return found[0].strip("()[] ")
    units = {each.lower() for part in _find_unit_parts(text) for each in _WORD.findall(part)}
    for match in _WORD.finditer(text):
        word, behind = match[0].lower(), text[match.end() :]
        if word not in _CERTAIN_WORDS and not (word in _DOUBTFUL_WORDS and (word in units or behind.startswith("."))):
            continue
        before = _WORD.findall(text[: match.start()].lower())
        rate = (before[-1:] and before[-1] in _LIMITING_WORDS) or re.search(r"[\d/]\s*$", text[: match.start()])
        name = re.match(r"-[^\W\d]", behind)  # "thousand-year events"
        if not rate and not name and not (word in ("mile", "miles") and _MILES.search(text.lower())):
            return match[0]
    return ""


def find_unit_scale(text: str) -> str:
    """Return the scale in the unit of a cell among names (`Turnover, EUR million`). `Thousand Oaks` has none."""
    for part in _find_unit_parts(text) if not is_number_text(text) else ():
        if len(part.split()) <= 3 and (word := find_scale(part)):
            return word
    return ""


def _find_unit_parts(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    alone = (
        words and all(word in _CERTAIN_WORDS | _DOUBTFUL_WORDS or len(word) == 3 for word in words) and not _CERTAIN_WORDS.isdisjoint(words)
    )
    return [*([text] if alone or len(words) == 1 else []), *(match[1] or match[2] for match in _UNIT.finditer(text))]
