"""Finds what says that numbers are written in thousands or millions. Figures have no scale: such numbers would be quoted as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.authoring.sheet import Sheet, short
from macros.errors import Fault

# The words of each language, with their abbreviations.
_WORDS = {
    "en": "dozens hundreds thousand thousands thous thsd ths "
    "million millions mn billion billions bn trillion trillions lakh lakhs crore crores",
    "de": "tausend tausende tausenden tsd million millionen mio milliarde milliarden mrd billionen",
    "es": "mil miles millón millon millones billón billones",
    "fr": "mille millier milliers million millions milliard milliards mrds",
    "it": "migliaia migliaio milione milioni mln miliardo miliardi mld",
    "pt": "milhar milhares milhão milhao milhões milhoes bilhão bilhões",
    "nl": "duizend duizenden duizendtallen miljoen miljoenen mln miljard miljarden mld",
    "pl": "tysiąc tysiące tysiącach tysięcy tys milion miliony milionów milionach mln miliard miliardy miliardów miliardach mld",
    "cs": "tisíc tisíce tisících miliony milionů milionech miliarda miliardy miliard",
    "sv": "tusen tusental tkr miljon miljoner mkr mnkr miljard miljarder mdkr",
    "da": "tusind tusinde tusinder mio millioner milliard milliarder",
    "fi": "tuhat tuhatta tuhansia miljoona miljoonaa miljoonia miljardi miljardia",
    "ro": "milioane miliard miliarde",
    "hu": "ezer millió milliárd",
    "el": "χιλιάδες χιλ εκατομμύρια εκατ δισεκατομμύρια δισ",
    "bg": "хиляди хил милиона млн милиарда млрд",
    "sk": "milión milióny miliónov",
    "sl": "tisoč tisočih milijon milijoni milijonih milijonov milijard",
    "hr": "tisuća tisuće tisućama milijun milijuni milijunima milijuna milijarda milijarde milijardi",
    "lt": "tūkst tūkstančiai tūkstančių tūkstančiais milijonai milijonų mlrd",
    "lv": "tūkstoši tūkstošos miljoni miljonos",
    "et": "tuhandetes miljon miljonites miljonit",
    "currencies": "keur teur meur kusd musd",
}
# Other words or units too ("mill", "bi", "hundred"): these count where a unit stands, or before a full stop.
_DOUBTFUL = set("hundred k mila mill md mds bi bio mia mie mii tis milj".split())
# "per million inhabitants" is a rate, "over a million" a limit.
_NOT_BEHIND = set("per pro por par pour je auf every each ogni su na sur cada för pr than over above under below über más".split())
_MILES = re.compile(r"distance|length|road|route|track|travel|driv|square|\bsq|vehicle|passenger|nautical|\bair\b|\bsea\b|statute")
_GAP = "[.,'’ \u00a0\u2009\u202f]"
_FIGURES = re.compile(
    rf"(?<![\d_])(?<!\d{_GAP})['’]?000['’]?s?(?!\d)"  # '000, 000s
    rf"|(?:\b(?:in|en|em)\s+|(?:\bx|[×(\[])\s*)1(?:{_GAP}?000)+s?(?!\d)"  # x 1000, in 1 000, (1,000s)
    rf"|^1(?:{_GAP}?000)+s?\s+[^\W\d]"  # 1 000 persons
    r"|\b10\s?(?:\^\s?[369]\b|[\u00b3\u2076\u2079])",
    re.IGNORECASE,
)
_MONEY = "[€$£¥]|(?:EUR|USD|GBP|CHF)"
_LETTERS = re.compile(rf"(?:{_MONEY})\s?(?:k|K|m|M|b|B|T)\b|\b(?:k|K|m|M|b|B|T)\s?(?:{_MONEY})|[(\[](?:k|K|M)[)\]]|(?<=[a-z] )k$")
_WORD = re.compile(r"[^\W\d_]+")
# Where the unit of a text stands: in brackets, behind a comma or a dash, behind "in".
_UNIT = re.compile(r"[(\[]([^()\[\]]+)[)\]]|(?:[,;:/]|\s[-\u2013\u2014]\s|\b(?:in|en|em)\s)\s*([^,;:/()\[\]]+)$", re.IGNORECASE)
_UNIT_HEADERS = re.compile(
    r"(?:^|[\W_])(?:units?|uom|unidad(?:es)?|einheit(?:en)?|unités?|unità|eenheid|enhet|jednostka|scale)(?:$|[\W_])", re.IGNORECASE
)
_MULTIPLIER = re.compile(r"multiplier|multiplicador|multiplikator|multiplicateur|unit[\s_]*mult|power\s*code|^scale$", re.IGNORECASE)
_ONES = {"", "0", "1", "unit", "units", "one", "ones", "unidad", "unidades", "einheit", "einheiten"}
_SURE = {word for words in _WORDS.values() for word in words.split()}


def scaled(sheet: Sheet, at: int, numeric: bool) -> Iterator[Fault]:
    """Yield a fault for a column whose header or cells say that numbers are not written in full. numeric: it holds numbers."""
    head, first = sheet.header[at], sheet.lines[0].number
    cells = [(line.number, line.cells[at]) for line in sheet.lines[1:]]
    if _MULTIPLIER.search(head):
        if found := next(((line, cell) for line, cell in cells if cell.text.lower() not in _ONES), None):
            yield sheet.fault(found[0], at, f'says "{short(found[1].text)}" of how its row is multiplied', _remedy("this column"))
    elif numeric and (word := scale_in(head)):
        yield sheet.fault(first, at, f'has the header "{short(head)}": values in "{word}"', _remedy(f'"{word}"'))
    elif not numeric:
        find = scale_in if _UNIT_HEADERS.search(head) else scale_of_unit
        found_words = ((line, cell, find(cell.text)) for line, cell in cells)
        if told := next((each for each in found_words if each[2]), None):
            yield sheet.fault(told[0], at, f'holds "{short(told[1].text)}": values in "{told[2]}"', _remedy(f'"{told[2]}"'))


def _remedy(what: str) -> str:
    return f"figures have no scale: write the values in full, and leave {what} out (if it is no scale, say it in other words)"


def scale_in(text: str) -> str:
    """Return what says in a header that its values are scaled (`Reports (thousands)`: `thousands`), "" where nothing does."""
    text = re.sub(r"\b(?:1|an?|one)[\s_]+(?=[^\W\d_])", "", text.replace("_", " "))
    if found := _FIGURES.search(text) or _LETTERS.search(text):
        return found[0].strip("()[] ")
    units = {each.lower() for part in _unit_parts(text) for each in _WORD.findall(part)}
    for match in _WORD.finditer(text):
        word, behind = match[0].lower(), text[match.end() :]
        if word not in _SURE and not (word in _DOUBTFUL and (word in units or behind.startswith("."))):
            continue
        before = _WORD.findall(text[: match.start()].lower())
        rate = (before[-1:] and before[-1] in _NOT_BEHIND) or re.search(r"[\d/]\s*$", text[: match.start()])
        name = re.match(r"-[^\W\d]", behind)  # "thousand-year events"
        if not rate and not name and not (word in ("mile", "miles") and _MILES.search(text.lower())):
            return match[0]
    return ""


def scale_of_unit(text: str) -> str:
    """Return the scale that a cell among names gives as its unit (`Turnover, EUR million`). `Thousand Oaks` has none."""
    for part in _unit_parts(text):
        if len(part.split()) <= 3 and (word := scale_in(part)):
            return word
    return ""


def _unit_parts(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    alone = words and all(word in _SURE | _DOUBTFUL or len(word) == 3 for word in words) and not _SURE.isdisjoint(words)
    return [*([text] if alone or len(words) == 1 else []), *(match[1] or match[2] for match in _UNIT.finditer(text))]
