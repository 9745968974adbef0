"""Numbers in names: dates, times, years, articles of law, versions, telephone numbers, ordinals.

They are recognised by their form (a month beside them, "Article" before them, their own shape), never by value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from macros.base.cldr_units import map_symbols_to_units
from macros.numbers.grammar.dates import Dates
from macros.numbers.grammar.draft import QuantityDraft
from macros.numbers.grammar.numerals import match_lookalike_digits, match_odd_groups
from macros.numbers.grammar.reader import Construction
from macros.numbers.language.phrase_index import join_alternatives
from macros.numbers.language.vocabulary import NameWords
from macros.numbers.text.tokens import CURRENCIES, YEAR

_ISO = re.compile(
    r"(?:1\d|20)\d\d-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])"
    r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d%]|-\d)"
)
_NUMERIC_DATE = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d\d)(?!\d|[/.-]\d)")
_DAY = re.compile(r"(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?!\d)")
"""A day without its year, in languages with ordinal points: "am 3.5."."""
_MONTH = re.compile(r"(?:0?[1-9]|1[0-2])/(?:19|20)\d\d(?![\d/.-]\d|\d)")
_YEARS = re.compile(r"(?:19|20)\d\d ?[\u2013/\u2212-] ?(?:(?:19|20)\d\d|\d\d)(?![\d%/]|[.,-]\d)")
_INITIAL = re.compile(r"\d{1,2}-[AC-JLN-Z](?![\w-])")
"""A day by the first letter of its month, without letters of scales: "el 11-S"."""
_TIME = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?:\.\d{1,6})?(?![\d:])")
_CHAIN = re.compile(r"\d+(?:[./:-]\d+){2,}(?:[\w.-]*\w)?|\d+[/:]\d+(?:/[A-Za-z]{2,12})*(?:\(\d+\))*|\d+(?:[./]\d+)*/[A-Z]{1,12}\b")
_SIZE = re.compile(r"\d{1,6} ?[xX\u00d7] ?\d{1,6}(?: ?[xX\u00d7] ?\d{1,6})?(?![\d.,]*\d)")
_COUNT_RANGE = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+-[1-9]\d{0,2}(?:\.\d{3})+(?![\w/:-]|\.\w)")
"""Two numbers grouped by points: a range and no name, in languages with such groups."""
_DECIMAL_RANGE = re.compile(r"\d{1,3}\.\d{1,2}-\d{1,3}\.\d{1,2}(?![\d.,:/-]*\d)")
"""Two decimals with a hyphen: a range, as in "1.2-1.5 million"."""
_HOUR_RANGE = re.compile(r"(?:[01]?\d|2[0-4])\.[0-5]\d-(?:[01]?\d|2[0-4])\.[0-5]\d")
_GROUPS = re.compile(r"\d{2,5}(?: \d{2,4}){3,6}(?! ?\d)")
_NATIONAL = re.compile(r"0\d{1,5}(?:[ /-]\d{1,9}){1,7}(?![\d%]|[.,]\d)")
_MIN_NATIONAL_DIGITS = 7
"""Digits of the shortest national number."""
_TELEPHONE = re.compile(r"\+\d{1,3}(?:[ /-]{0,3}\(?\d{1,9}\)?){2,8}(?![\d%])")
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+")
_NAME = re.compile(r"[A-Za-z]{0,8}\d[\w]*(?:[./:\u2013-]\w+)*(?:\(\w{1,5}\))*")
_NAME_SIGNS = "-._\u2013\u2212"
_CODE = re.compile(r"\d+[A-Za-z]{1,8}\d")
"""Letters between digits: "52020PC0568" is a name, however many digits it has."""
_MAX_NAME_DIGITS = 4
"""Digits of the longest plain number in a name: "ISO8601"."""
_ATTACHED_UNITS = frozenset("gltmhs")
"""Units of one letter directly behind their number: "500g"; "5G" and "5V" are names."""
_PARTICLES = frozenset({"pm0.1", "pm1.0", "pm2.5", "pm2,5"})
"""Names of particles in the air, with a decimal."""
_LICENCE_REACH = 6
"""Tokens of the name of a licence before its last."""
_FORM = re.compile(r"[1-9]\d{3}-([A-Z]{1,3})(?![\w-])")
"""Letters behind a hyphen: "form 1099-K"; no scale is written so."""
_FILE = re.compile(r"(?:19|20)\d\d-0\d{2,7}()(?![\w-]|[.,]\d)")
"""A year and a number with zeros before it: "acta 2023-0145"."""
_WATTS = frozenset("WV")
"""Units of one letter that stand behind a hyphen."""
_STATE = 2
"""Letters of a state before its postcode."""
_ROADS = frozenset("bcdfklmnpt")
"""Capitals before the number of a road, a sheet or a class; none is a word, nor a currency."""
_RESOLUTIONS = frozenset("248")
"""Before a capital K, a resolution of pictures: "4K"."""
_SERVICE_NUMBER = re.compile(r"116 ?\d{3}(?:/116 ?\d{3})+(?![\d.,]*\d)")
"""A number of a service of social value, the same in all of Europe, in two spellings: "116 000/116000"."""
_DIAL = re.compile(r"\d{1,9}\)?(?:[ /-]\d{1,9}){0,6}(?![\d%]|[.,]\d)")
_LABEL_SIGNS = frozenset(":,")
_DIAL_SIGNS = _LABEL_SIGNS | frozenset(".()-")
_POSTCODE_DIGITS = (4, 5)
"""Digits of a postcode."""
_MAX_TELEPHONE_DIGITS = 15
"""Of the longest telephone number."""
_TELEPHONE_REACH = 10
"""Tokens before a telephone number searched for its verb or noun."""
_MAX_SCALE_LETTERS = 2
"""Letters of the longest scale in letters: "MM"."""
_AFTER_DIGITS = frozenset((",", ";", ")", "]", "%", '"', ""))
"""Tokens after digits that exclude a name: no name continues with them."""
_RATE_BASE = re.compile(r"10{0,2}(?:(?:[., ]?000){1,4}(?![\d/]|[.,]\d)|[kKmM]\b)")
"""A base of rates: "4.8/100,000"."""
_NEXT_NAME = re.compile(r"(?:, | and | or | to | ?[\u2013-] ?)(?=\d)")
_BILL_NUMBER = re.compile(r"\d{4}\) ?\d{1,5}")
_PLAIN_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD_AFTER = re.compile(r"[\s-]?(?:[.,]\d+)?[\s-]?([^\W\d_]+)")
_VERSION = re.compile(r"\d{1,2}\.\d{1,2}")


@dataclass(eq=False)
class References(Construction):
    """The names among the numbers of one text."""

    words: NameWords
    dates: Dates

    def _prepare_tables(self) -> None:
        language = self.language
        qualifiers, suffixes, hours, decades, of = (
            join_alternatives(language.get_words(key))
            for key in ("reference_qualifiers", "ordinal_suffixes", "time_suffixes", "decades", "fraction_of")
        )
        self.qualifier = re.compile(rf"(?:[\s-]{{0,3}}(?:{qualifiers}))?[\s-]{{0,3}}", re.IGNORECASE)
        ranged, hour = join_alternatives(language.range_words), r"\d{1,2}(?:[:.]\d\d)?"
        # "9.30 Uhr", "8.30\u201316.00 Uhr", "von 9 bis 17 Uhr"
        self.hour = re.compile(rf"(?:{hour}(?: (?:{ranged}) | ?[\u2013-] ?))?{hour} ?(?:{hours})(?!\w)", re.IGNORECASE)
        self.hours = re.compile(
            rf"(?:0\d|1\d|2[0-4])[0-5]\d(?: (?:{ranged}|[\u2013-]) | ?[\u2013-] ?)(?:0\d|1\d|2[0-4])[0-5]\d(?![\d%]|[.,]\d)"
        )
        self.calls: bool | None = None
        self.rounds = re.compile(rf"10+'?(?:{decades}) (?:{of})\b")
        self.shapes = (
            *((expression, "date") for expression in (_ISO, _NUMERIC_DATE, _MONTH)),
            (re.compile(rf"\d{{4}}'?(?:{decades})(?!\w)"), "year"),
            (re.compile(rf"(?:\d{{1,3}}(?:,\d{{3}}){{1,3}}|\d{{1,9}})(?:{suffixes})(?!\w)", re.IGNORECASE), "ordinal"),
            *((expression, "reference") for expression in (self.hour, _TIME, _INITIAL)),
        )
        self.names = language.month_words.union(self.words.references)
        self.known = self.words.folds.union(
            self.words.scales_unclear, self.words.scales_attached, self.words.times_signs, language.digit_scale_by_word
        )
        self.scale_letters = self.words.scales_attached | self.words.scales_letters
        # One letter is a word if it leads to a number: "a444" in Spanish, but "A4".
        self.leading = language.list_words.union(language.basis_by_word)
        self.slips: set[int] = set()

    def read_digits(self, index: int) -> QuantityDraft | None:
        """Read a date, a time, a year or a reference from the digits at a token."""
        tokens = self.reader.tokens
        text, start = tokens.text, tokens.starts[index]
        if tokens.low[index].startswith("116") and (service := self._read_service(index)):
            return service
        if self.calls is None:
            self.calls = not self.words.telephone_words.isdisjoint(tokens.low[: tokens.size])
        if self.calls and (called := self._read_dialled(index)):
            return called
        if self.words.reference_endings and tokens.types[index - 1 - (tokens.low[index - 1] == ":")] == "w" and self._is_numbered(index):
            return self.dates.make_name(index, start, tokens.ends[index])
        if match_odd_groups(tokens, index) or match_lookalike_digits(tokens, index, self.language.unit_pattern):
            return None
        if (tokens.low[index - 1] == "," or tokens.low[index - 2] == ",") and (postcode := self._read_postcode(index)):
            return postcode
        if tokens.low[index + 1] in self.words.places and len(tokens.low[index]) in _POSTCODE_DIGITS and tokens.low[index].isdigit():
            if not (tokens.is_joined(index + 1) or self._is_after_name(index)):
                return self.dates.make_name(index, start, tokens.ends[index])  # "10117 Berlin"
        if "." in tokens.low[index] and self._is_version(index):
            return self.dates.make_name(index, start, tokens.ends[index])
        if tokens.low[index][0] == "0" and (zero := self._read_zero(index)):
            return zero
        if "." in tokens.low[index] and tokens.low[index - 1] in self.words.ordinal_points_after and (day := _DAY.match(text, start)):
            return self.dates.make_name(index, start, day.end(), "date")
        if self._is_fifty_fifty(index) or (tokens.low[index + 1] in _AFTER_DIGITS and not self._is_after_name(index)):
            return None
        if tokens.low[index + 1] == "/" and self._is_rate(index):
            return None
        if found := self.dates.read_date(index) or self._read_attached_name(index):
            return found
        bound = tokens.is_joined(index + 1)
        if bound and self.rounds.match(text, start):
            return None  # "1000s of reports"
        if bound:
            for expression, kind in self.shapes:
                if (match := expression.match(text, start)) and not self.dates.has_unit(match.end()):
                    return self.dates.make_name(index, start, match.end(), kind)
        years = _YEARS.match(text, start) if tokens.word(index + 1) in ("/", "-", "\u2013", "\u2212") else None
        if years and not self.dates.has_unit(years.end()):
            return self.dates.make_name(index, start, years.end(), "year")
        if self._is_ordinal(index):
            return self.dates.make_name(index, start, tokens.ends[index + 1], "ordinal")
        counts = _COUNT_RANGE.match(text, start) if self.words.separators_group == "." else bound and self._is_decimal_range(index)
        match = _CHAIN.match(text, start) if bound and not counts and tokens.types[index + 1] == "s" else None
        if match and match.end() > tokens.ends[index] and not self.dates.has_unit(match.end()):
            if tokens.word(index + 1) != "/" or not self._is_fraction(match.group()):
                return self.dates.make_name(index, start, match.end())
        if bound and tokens.types[index + 1] == "w" and not self._has_slip_after(index) and self._has_letters(index):
            named = _NAME.match(text, start)
            return self.dates.make_name(index, start, max(tokens.ends[index + 1], named.end() if named else 0))
        if (match := _SIZE.match(text, start)) and not self.dates.has_unit(match.end()):
            return self.dates.make_name(index, start, match.end())
        if bound and (match := _FORM.match(text, start) or _FILE.match(text, start)) and not self._is_measured(match[1] or ""):
            return self.dates.make_name(index, start, match.end())
        if not bound:
            if match := self.hour.match(text, start):
                return self.dates.make_name(index, start, match.end())
            if (match := _GROUPS.match(text, start)) and not self.dates.has_unit(match.end()):
                if len(tokens.word(index)) <= 5 or match.end() > tokens.ends[index]:
                    return self.dates.make_name(index, start, match.end())
        return None

    def _is_numbered(self, index: int) -> bool:
        """Return True for digits behind a word for a number: "Artikelnummer: 20101301"."""
        tokens, before = self.reader.tokens, index - 1 - (self.reader.tokens.low[index - 1] == ":")
        if not tokens.low[before].endswith(self.words.reference_endings) or not tokens.low[index].isdigit() or tokens.is_joined(index):
            return False
        return not self._is_quantity(tokens.ends[index])

    def _is_decimal_range(self, index: int) -> bool:
        """Return True for a range such as "1.2-1.5 million". "10.30-11.30" are hours, unless a scale follows."""
        tokens = self.reader.tokens
        match = _DECIMAL_RANGE.match(tokens.text, tokens.starts[index])
        if not match:
            return False
        after = tokens.skip_to_offset(index, match.end())
        return not _HOUR_RANGE.fullmatch(match.group()) or tokens.word(after) in self.known or self.dates.has_unit(match.end())

    def _is_version(self, index: int) -> bool:
        """Return True for a version behind a name or a stroke ("MkDocs 1.6", "HTTP/1.1"), or a section ("2.1 Scope")."""
        tokens, before = self.reader.tokens, index - 1
        if not _VERSION.fullmatch(tokens.low[index]) or self.dates.has_unit(tokens.ends[index]):
            return False
        after = index + 1 + (tokens.low[index + 1] == ")")
        if (before < 0 or (not before and tokens.low[0] == "(")) and tokens.types[after] == "w" and not tokens.is_joined(after):
            written = tokens.text[tokens.starts[after] : tokens.ends[after]]  # "2.1 Scope", but "3.2 GW" and "21.8 M"
            return written.istitle() and len(written) > 1 and written not in map_symbols_to_units()
        if before < 0:
            return False
        stroke = tokens.low[before] == "/" and tokens.is_joined(index) and tokens.is_joined(before)
        before -= stroke
        if tokens.types[before] != "w" or (not stroke and tokens.is_joined(index)):
            return False
        written = tokens.text[tokens.starts[before] : tokens.ends[before]]
        if written.isupper() and "cc" in tokens.low[max(0, before - _LICENCE_REACH) : before]:
            return True  # "CC BY-SA 4.0"
        return stroke or not (written[1:].islower() or written.isupper() or len(written) < _MAX_NAME_DIGITS)

    def _is_ordinal(self, index: int) -> bool:
        """Return True for an ordinal by its full stop, between an article and a word: "die 21. Sitzung"."""
        tokens = self.reader.tokens
        if tokens.low[index + 1] != "." or tokens.low[index - 1] not in self.words.ordinal_points_after or not tokens.is_joined(index + 1):
            return False
        return len(tokens.low[index]) <= 3 and tokens.type(index + 2) == "w" and not tokens.is_joined(index + 2)

    def _is_after_name(self, index: int) -> bool:
        """Return True if a word or a hyphen directly precedes the digits: "COVID-19"."""
        before = self.reader.tokens.low[index - 1]
        return self.reader.tokens.is_joined(index) and (self.reader.tokens.types[index - 1] == "w" or before in _NAME_SIGNS)

    def _is_rate(self, index: int) -> bool:
        """Return True for a rate such as "4.8/100,000"; "2021/1000" is an act."""
        tokens = self.reader.tokens
        if not tokens.is_joined(index + 1) or not tokens.is_joined(index + 2):
            return False
        under = _RATE_BASE.match(tokens.text, tokens.starts[index + 2])
        return under is not None and not (YEAR.match(tokens.low[index]) and under.group().isdigit())

    def _is_fifty_fifty(self, index: int) -> bool:
        """Return True for "50/50" or "50:50"."""
        tokens = self.reader.tokens
        same = tokens.low[index] == "50" == tokens.word(index + 2)
        return same and tokens.is_joined(index + 1) and tokens.is_joined(index + 2)

    def read_word(self, index: int) -> QuantityDraft | None:
        """Read a reference or a date from the word at a token: "Article 5(3)", "December 2020"."""
        tokens, word = self.reader.tokens, self.reader.tokens.low[index]
        if word in self.language.month_words and (found := self.dates.read_month_first(index)):
            return found
        for mark, _ in self.words.references.get(word, ()):
            if tokens.has_phrase(index, mark) and (found := self._read_marked_name(index, index + len(mark) - 1)):
                return found
        return None

    def read_telephone(self, index: int) -> QuantityDraft | None:
        """Read a telephone number with its plus sign, if it has eight digits or more."""
        match = _TELEPHONE.match(self.reader.tokens.text, self.reader.tokens.starts[index])
        if match and _SPACED.fullmatch(match.group()[1:]):
            return None  # "+29 397 681"
        if match and not self.dates.has_unit(match.end()) and sum(map(str.isdigit, match.group())) >= 8:
            return self.dates.make_name(index, match.start(), match.end())
        return None

    def _read_service(self, index: int) -> QuantityDraft | None:
        """Read the number of a service with its other spelling: "116 000/116000"."""
        tokens = self.reader.tokens
        match = _SERVICE_NUMBER.match(tokens.text, tokens.starts[index])
        return None if not match or self.dates.has_unit(match.end()) else self.dates.make_name(index, match.start(), match.end())

    def _read_dialled(self, index: int) -> QuantityDraft | None:
        """Read a number to call: "Call 116 111", "ring us on 0800 1111 or 85258"; "calls 116 000 people" counts."""
        tokens, words, at = self.reader.tokens, self.words, index - 1
        while index - at < _TELEPHONE_REACH and (
            tokens.low[at] in words.telephone_links or tokens.low[at] in _DIAL_SIGNS or tokens.types[at] == "n"
        ):
            at -= 1
        if at < 0 or tokens.low[at] not in words.telephone_words:
            return None
        match = _DIAL.match(tokens.text, tokens.starts[index])
        if not match or self.dates.has_unit(match.end()) or YEAR.match(match.group()):
            return None
        size = sum(map(str.isdigit, match.group()))
        counted = tokens.low[at + 1] in _LABEL_SIGNS and size > 3 and match.group().isdigit() and len(tokens.low[at]) > 3
        if counted or not 3 <= size <= _MAX_TELEPHONE_DIGITS:
            return None  # "Calls to the helpline: 29400"
        found = self.dates.make_name(index, match.start(), match.end())
        after = tokens.word(found.last)
        if " " in match.group() and (match.group()[0] == "0" or not _SPACED.fullmatch(match.group())):
            return found  # no groups of thousands
        return found if tokens.type(found.last) != "w" or after in words.telephone_followers else None

    def _read_zero(self, index: int) -> QuantityDraft | None:
        """Read digits with a leading zero as a name, unless a unit or a scale follows: "0900", "from 0900 to 1730", "007"."""
        tokens, text, start = self.reader.tokens, self.reader.tokens.text, self.reader.tokens.starts[index]
        if not tokens.low[index].isdigit() or len(tokens.low[index]) < 2 or self._is_after_name(index):
            return None
        national = None if any(date.match(text, start) for date in (_NUMERIC_DATE, _MONTH)) else _NATIONAL.match(text, start)
        if national and sum(map(str.isdigit, national.group())) >= _MIN_NATIONAL_DIGITS and not self.dates.has_unit(national.end()):
            return self.dates.make_name(index, start, national.end())
        hours = self.hours.match(text, start)
        if tokens.is_joined(index + 1) and tokens.low[index + 1] not in _AFTER_DIGITS | {"."} and not hours:
            return None
        if self.dates.has_unit(tokens.ends[index]) or tokens.word(index + 1) in self.known or self.reader.find_counted(index + 1) >= 0:
            return None
        return self.dates.make_name(index, start, hours.end() if hours else tokens.ends[index])

    def _read_postcode(self, index: int) -> QuantityDraft | None:
        """Find numbers behind a house, a box or a state: "Rue de la Loi 200, 1049 Brussels", "PO Box 7714", "Salem, OR 97301"."""
        tokens, house = self.reader.tokens, index - 2
        if len(tokens.low[index]) not in _POSTCODE_DIGITS or not tokens.low[index].isdigit() or house < 1:
            return None
        if tokens.low[house] == "," and len(tokens.low[index - 1]) == _STATE and self._is_upper(index - 1):
            # "Springfield, IL 62703"
            placed = self.reader.is_capital(house - 1) and tokens.type(index + 1) != "w"
            return self.dates.make_name(index, tokens.starts[index], tokens.ends[index]) if placed else None
        if tokens.low[index - 1] != ",":
            boxed = house > 1 and tokens.types[house - 1] == "n" and tokens.low[house - 2] in self.words.post_boxes
            return (
                self.dates.make_name(index, tokens.starts[index], tokens.ends[index])
                if boxed and self.reader.is_capital(index - 1)
                else None
            )
        street = house - 1 - (tokens.low[house - 1] == ".")
        if tokens.types[house] != "n" or len(tokens.low[house]) > 3 or tokens.type(street) != "w" or not self.reader.is_capital(street):
            return None
        place = (
            tokens.type(index + 1) == "w" and self.reader.is_capital(index + 1) and tokens.low[index + 1] not in self.language.month_words
        )
        return self.dates.make_name(index, tokens.starts[index], tokens.ends[index]) if place else None

    def read_stroke(self, index: int) -> QuantityDraft | None:
        """Read "9/11" as a name after it proved to be no share."""
        tokens = self.reader.tokens
        match = _CHAIN.match(tokens.text, tokens.starts[index])
        return self.dates.make_name(index, match.start(), match.end()) if match and match.end() > tokens.ends[index] else None

    def _has_letters(self, index: int) -> bool:
        """Return True if the letters behind the digits are no unit, scale or multiplication sign: "5G", "3D"."""
        tokens, words = self.reader.tokens, self.words
        word, written = tokens.low[index + 1], tokens.text[tokens.starts[index + 1] : tokens.ends[index + 1]]
        if (
            len(word) <= _MAX_SCALE_LETTERS and tokens.type(index + 2) == "n" and tokens.is_joined(index + 2)
        ):  # "4301b666": a digest; no scale goes on
            return True
        if not self._can_be_name(index):
            return False
        if word in words.scales_attached or word in words.scales_unclear:
            led = tokens.word(index - 1) in words.identifiers_led and not tokens.is_joined(index)
            if led or tokens.word(index + 2) in words.identifiers:
                return True
        if written == "K" and tokens.low[index] in _RESOLUTIONS:
            changed = (
                tokens.low[index - 1] in self.language.basis_by_word and tokens.word(index - 2) in self.language.direction_by_change_word
            )
            return not changed and self.reader.find_counted(index + 2) < 0
        if written in map_symbols_to_units() and (len(word) > 1 or word in _ATTACHED_UNITS):
            return False
        if word in self.known or self.language.find_capital_scale(written) is not None or self.dates.has_unit(tokens.ends[index]):
            return False
        of = tokens.low[index + 2] in words.fraction_of
        return word not in words.scales_letters or self.reader.find_counted(index + 2 + of) < 0

    def _can_be_name(self, index: int) -> bool:
        """Return True if the digits may belong to a name: not "1,046,351", "4.8", "58231", or a number with a scale word."""
        tokens, written = self.reader.tokens, self.reader.tokens.low[index]
        if not written.isdigit():
            return False
        if _CODE.match(tokens.text, tokens.starts[index]):
            return True
        after = tokens.skip_hyphen(index + 1)
        scaled = tokens.word(after) in self.language.digit_scale_by_word or tokens.word(after) in self.language.scale_phrases
        return len(written) <= _MAX_NAME_DIGITS and not scaled

    def _has_slip_after(self, index: int) -> bool:
        """Return True for a missing space behind a number: "444reports", "58to". "5mm", "5in" and "2.4GHz" are measures."""
        tokens, word = self.reader.tokens, self.reader.tokens.low[index + 1]
        if _CODE.match(tokens.text, tokens.starts[index]) or not (len(word) >= _MAX_NAME_DIGITS or word in self.leading):
            return False
        plain = tokens.low[index].isdigit()
        slip = self._is_common(index + 1, capitals=not plain) or (len(word) >= _MAX_NAME_DIGITS and not plain)
        if slip:
            self.slips.add(index)
        return slip

    def _has_slip_before(self, index: int) -> bool:
        """Return True for a missing space before a number: "to1,046,351", "reports444", "rise12m"."""
        tokens, number = self.reader.tokens, self.reader.tokens.low[index]
        written = tokens.text[tokens.starts[index - 1] : tokens.ends[index - 1]]
        if len(written) == 1 and tokens.low[index - 2] in CURRENCIES and index > 1:
            # "\u20acM29"
            return True
        short = len(written) == 1 or tokens.low[index - 1] + number in _PARTICLES
        plain = self._can_be_name(index) or (short and bool(_VERSION.fullmatch(number.replace(",", "."))))
        slip = not plain and not (number.isdigit() and tokens.low[index - 1] in self.words.references)
        if plain and not _CODE.match(tokens.text, tokens.starts[index]):
            # Letters without a meaning begin a name ("mp3"), and so does a capital ("Windows11").
            scaled = tokens.is_joined(index + 1) and tokens.low[index + 1] in self.scale_letters
            long = scaled or (len(number) == _MAX_NAME_DIGITS and written.islower() and not YEAR.match(number))
            slip = (long and len(written) >= _MAX_NAME_DIGITS) or self._is_common(index - 1, capitals=scaled)
        if slip:
            self.slips.add(index)
        return slip

    def _is_common(self, index: int, *, capitals: bool = False) -> bool:
        """Return True if a token is a common word or a counted noun, so that no name contains it.

        `capitals`: Accept capitals too, although they may be a name ("TOP500") in a text with other words.
        """
        tokens, word = self.reader.tokens, self.reader.tokens.low[index]
        if word in self.reader.noun_forms:
            return True
        written = tokens.text[tokens.starts[index] : tokens.ends[index]]
        if len(word) == 1:
            return written.islower() and word in self.leading and len(tokens.word(index + 1)) > 1
        if word not in self.language.common_words:
            return False
        if capitals or not written.isupper():
            return True
        # "TOP500", but not in a text of capitals alone.
        return any(self._is_upper(beside) for beside in (index - 1, index + 2) if len(tokens.low[beside]) > 1)

    def _is_upper(self, index: int) -> bool:
        tokens = self.reader.tokens
        return 0 <= index < tokens.size and tokens.text[tokens.starts[index] : tokens.ends[index]].isupper()

    @staticmethod
    def _is_fraction(written: str) -> bool:
        """Return True for a possible share such as "1/4"; "24/7" and "2021/1232" are none."""
        above, _, under = written.partition("/")
        if not (above.isdecimal() and under.isdecimal()) or len(above) > 3 or len(under) > 3:
            return False
        return int(above) < int(under) or above == under == "50"

    def _read_attached_name(self, index: int) -> QuantityDraft | None:
        """Read a name with digits inside: "Q3", "H.264", "COVID-19"."""
        tokens, text = self.reader.tokens, self.reader.tokens.text
        if not tokens.is_joined(index):
            return self._read_road(index)
        before = index - 1
        sign = tokens.low[before]
        if tokens.types[before] == "s":
            if sign not in _NAME_SIGNS or not tokens.is_joined(before) or tokens.types[before - 1] != "w":
                return None
            before -= 1
            # "F-75001" is a name.
            if not self._can_be_name(index) and not (tokens.low[index].isdigit() and self._is_upper(before)):
                return None
        elif tokens.types[before] != "w" or sign in self.words.currencies or self._has_slip_before(index):
            return None
        match = _NAME.match(text, tokens.starts[index])
        end = match.end() if match else tokens.ends[index]
        if self.dates.has_unit(tokens.ends[index]) or self.dates.has_unit(end):
            return None
        written = text[tokens.starts[before] : tokens.ends[before]]
        if sign in "-\u2013\u2212" and (not any(map(str.isupper, written)) or YEAR.match(tokens.low[index])):
            return None
        start = tokens.starts[before]
        draft = self.dates.make_name(index, start, end)
        draft.first = before
        return draft

    def _read_road(self, index: int) -> QuantityDraft | None:
        """Find digits behind a capital letter alone: "Die K 1234", "the B 3213"."""
        tokens, letter = self.reader.tokens, self.reader.tokens.low[index - 1]
        if len(letter) != 1 or letter not in _ROADS or not self._is_upper(index - 1) or tokens.is_joined(index - 1):
            return None
        if tokens.type(index - 2) != "w" or not tokens.low[index].isdigit() or len(tokens.low[index]) > _MAX_NAME_DIGITS:
            return None
        if self._is_quantity(tokens.ends[index]) or self.reader.find_counted(index + 1, self.reader.general.many) >= 0:
            return None
        if tokens.low[index + 1] in self.words.count_followers:
            return None  # "Of group B 1200 were asked"
        draft = self.dates.make_name(index, tokens.starts[index - 1], tokens.ends[index])
        draft.first = index - 1
        return draft

    def _is_measured(self, letters: str) -> bool:
        """Return True for a unit joined by a hyphen: "A 1200-MW plant", "a 1500-EUR fine", "a 2000-W lamp"."""
        return letters.lower() in self.words.currencies or (letters in map_symbols_to_units() and (len(letters) > 1 or letters in _WATTS))

    def _read_marked_name(self, index: int, mark: int) -> QuantityDraft | None:
        """Read a mark and the name behind it: "Directive 2002/58/EC", "pages 46-51", "Regulation (EU) 2021/1232"."""
        tokens, text = self.reader.tokens, self.reader.tokens.text
        if tokens.type(index) == "w" and tokens.type(index - 1) in "wn" and tokens.is_joined(index):
            return None
        # "S. 1234" is a bill, "the user's 1234" is none.
        capital = tokens.low[index] in self.words.capital_references
        if capital and not text[tokens.starts[index]].isupper():
            return None
        position = tokens.ends[mark]
        gap = self.qualifier.match(text, position)
        if tokens.low[mark] == "(":
            close = _BILL_NUMBER.match(text, position)
            return self.dates.make_name(index, tokens.starts[index], close.end()) if close else None
        start = gap.end() if gap else position
        name = _NAME.match(text, start)
        if not name or (start == position and tokens.types[mark] == "w"):
            return None
        if not name.group()[0].isdigit() and not re.match(r"[A-Z]{1,4}\d", name.group()):
            return None
        # A number with a unit or a scale word is a quantity after any word.
        plain = _PLAIN_NUMBER.search(text, start)
        if self._is_quantity(name.end()) or (plain and self._is_quantity(plain.end())):
            return None
        end = name.end()
        if capital and self.reader.find_counted(tokens.skip_to_offset(mark, end), self.reader.general.many) >= 0:
            return None  # "Form 1200 households"
        listed = not capital and tokens.low[mark].endswith(("s", ".", "\u00a7"))
        for _ in range(20 if listed else 0):
            further = _NEXT_NAME.match(text, end)
            name = _NAME.match(text, further.end()) if further else None
            if not name or self._is_quantity(name.end()):
                break
            end = name.end()
        return self.dates.make_name(index, tokens.starts[index], end)

    def _is_quantity(self, position: int) -> bool:
        if self.dates.has_unit(position):
            return True
        word = _WORD_AFTER.match(self.reader.tokens.text, position)
        return word is not None and (word[1].lower() in self.language.digit_scale_by_word or word[1].lower() in self.reader.nouns.many)
