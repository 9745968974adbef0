"""Dimensions, code lists, measures and attributes as values."""

from __future__ import annotations

import contextlib
import itertools
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from macros.base.cldr_units import names_of_time
from macros.base.noun_forms import NounForms
from macros.datapackage import LANGUAGE, Row
from macros.structure.periods import Period, PeriodError, find_period, parse_period

Texts = Mapping[str, str]
"""Language -> text."""
Groups = tuple[tuple[str, ...], ...]
"""Words in groups. Prose names a thing with one word of each group."""

# The statistic of a measure (the term of SDMX and DDI).
STATISTICS = ("total", "mean", "median", "rate", "index", "share", "estimate")
TOTALS = ("total", "estimate", "share")
"""The statistics that add up. Shares do if they have one whole."""
# Qualifiers of a value. A suppressed or missing cell has no value. The others pass on to figures computed from the cell.
QUALIFIERS = ("provisional", "estimated", "suppressed", "missing", "break", "revised")
TOLD_QUALIFIERS = ("provisional", "estimated")
"""Those that a sentence says of a figure that has them."""
NORMAL = "normal"
"""The mark of a plain value (SDMX: A), not shown to readers."""
WITHOUT_VALUE = frozenset({"suppressed", "missing"})
# The meanings of a column of attributes for the measures in its row.
MEANINGS = ("status", "bound", "said_by", "scale", "note")


@dataclass(frozen=True)
class Measure:
    """A measure: the counted or measured quantity of a column, or of one code of a measure dimension.

    Attributes:
        nouns: language -> nouns of the counted things.
        names: language -> other words for it in prose.
        find_scale: The number of units in one of its values: 1000 for a column in thousands.
        decimals: The decimals of a quote, or None for those of its cells.
        is_stock: Whether it is a level at the end of its period, such as a waiting list.
        status: `reported` if no rows were published from which it could be computed. It then has an attribution.
    """

    name: str
    label: Texts = field(default_factory=dict)
    nouns: Mapping[str, NounForms] = field(default_factory=dict)
    names: Mapping[str, Groups] = field(default_factory=dict)
    unit: str = ""
    scale: int = 1
    decimals: int | None = None
    statistic: str = "total"
    status: str = ""
    attribution: Texts = field(default_factory=dict)
    is_stock: bool = False

    def fill_from(self, common: Measure) -> Measure:
        """Return this measure with its gaps filled from the measure of its column."""
        return replace(
            self,
            scale=common.scale if self.scale == 1 else self.scale,
            unit=self.unit or common.unit,
            decimals=common.decimals if self.decimals is None else self.decimals,
            status=self.status or common.status,
            attribution=self.attribution or common.attribution,
        )

    def list_counted_nouns(self) -> frozenset[str]:
        """Return the nouns of the counted things, in every language, or none."""
        return frozenset(noun for forms in self.nouns.values() for noun in (*forms.many, *forms.one))

    def all_words(self, lang: str) -> tuple[str, ...]:
        """Return its names, its label and its nouns in a language. Of names in groups, return those of the first group."""
        nouns = self.nouns.get(lang)
        return (*(self.names.get(lang) or ((),))[0], self.label.get(lang, ""), *(sorted(nouns.many | nouns.one) if nouns else ()))

    def list_words_in_groups(self, lang: str) -> Groups:
        """Return the words for it in prose, in groups."""
        return _group_words(self.names.get(lang, ()), *self.all_words(lang))


Span = tuple[date, date]
"""The first and the last day, both included."""
ALWAYS: Span = (date.min, date.max)


@dataclass(frozen=True)
class Part:
    """A membership of a code in a whole.

    Attributes:
        since, until: the first and last period or day of the membership, or "".
    """

    whole: str
    since: str = ""
    until: str = ""

    @property
    def span(self) -> Span:
        """Return the first and the last day of the membership."""
        since, until = find_period(self.since), find_period(self.until)
        return since.first if since else date.min, until.last if until else date.max


@dataclass(frozen=True)
class Code:
    """A value of a dimension, by its text in cells: `Code("dk", label={"en": "Denmark"}, names={"en": (("Danish",),)})`.

    Attributes:
        slug: Its form in derived ids.
        find_measure: The measure of its rows, in a measure dimension.
    """

    id: str
    label: Texts = field(default_factory=dict)
    names: Mapping[str, Groups] = field(default_factory=dict)
    slug: str = ""
    is_total: bool = False
    part_of: tuple[Part, ...] = ()
    measure: Measure | None = None

    def list_words_in_groups(self, lang: str) -> Groups:
        """Return the words in prose for it, or for its measure, in groups."""
        return _group_words(self.names.get(lang, ()), self.label.get(lang, ""), *(self.measure.all_words(lang) if self.measure else ()))


def _group_words(names: Groups, *more: str) -> Groups:
    """Return names with several groups as they are. Otherwise return one group of all words."""
    if len(names) > 1:
        return names
    words = tuple(dict.fromkeys(word for word in (*(names[0] if names else ()), *more) if word))
    return (words,) if words else ()


@dataclass(frozen=True)
class CodeList:
    """The codes of a dimension.

    Attributes:
        is_exhaustive: whether the parts of a total add up to it.
    """

    id: str
    codes: Mapping[str, Code]
    is_exhaustive: bool = False

    def find_parts(self, whole: str) -> list[Code]:
        """Return the codes that are parts of one."""
        return [code for code in self.codes.values() if any(part.whole == whole for part in code.part_of)]

    def find_wholes(self, code: str) -> dict[str, list[Span]]:
        """Return every code of which one is a part, directly or not, with the times. The code itself is among them, at all times."""
        found: dict[str, list[Span]] = {code: [ALWAYS]}
        waiting = [(code, ALWAYS)]
        while waiting:
            name, during = waiting.pop()
            for part in self.codes[name].part_of:
                span = intersect_spans(part.span, during)
                if span and part.whole in self.codes and span not in found.get(part.whole, ()):
                    found.setdefault(part.whole, []).append(span)
                    waiting.append((part.whole, span))
        return found

    def find_overlap(self, listed: Mapping[str, Span]) -> tuple[str, str, str] | None:
        """Return two of the listed codes with a common part at a common time, and that part, or None. listed: code -> its time."""
        for code in self.codes:
            own = [
                (whole, both)
                for whole, spans in self.find_wholes(code).items()
                if whole in listed
                for span in spans
                if (both := intersect_spans(span, listed[whole]))
            ]
            for (first, during), (second, then) in itertools.combinations(own, 2):
                if first != second and intersect_spans(during, then):
                    return first, second, code
        return None


@dataclass(frozen=True)
class Dimension:
    """A column that identifies rows.

    Attributes:
        find_period_dimension: the kind of its periods, or "" for categories.
        since: the day from which weeks are counted.
    """

    name: str
    period: str = ""
    codelist: CodeList | None = None
    since: str = ""

    def find_code(self, text: str) -> Code:
        """Return the code of a cell. Without a code list, the text of the cell is the code."""
        if self.codelist and text in self.codelist.codes:
            return self.codelist.codes[text]
        return Code(text, slug=to_slug(text))

    def period_of(self, code: str) -> Period | None:
        """Return the period of a code, or None if the code is no period of the dimension's kind."""
        with contextlib.suppress(PeriodError):
            return parse_period(code, self.period, self.since) if self.period else None
        return None

    def is_like(self, other: Dimension) -> bool:
        """Return whether codes of another dimension mean the same here: periods of one kind, the same code list, or the same name."""
        if self.period or other.period:
            return (self.period, self.since) == (other.period, other.since)
        return self.name == other.name or (self.codelist is not None and self.codelist == other.codelist)

    @cached_property
    def has_measures(self) -> bool:
        """Return whether it is a measure dimension: its codes are measures."""
        return self.codelist is not None and any(code.measure for code in self.codelist.codes.values())


SEPARATOR = " | "
"""What stands between several notes in a cell, unless the structure says otherwise."""


@dataclass(frozen=True)
class Attribute:
    """A column that qualifies the values of its row.

    Attributes:
        means: one of MEANINGS.
        codes: cell -> one of QUALIFIERS or several, parted by spaces; or a scale.
        of: the measure whose values it qualifies, or "" for all of the row.
        lang: the language of notes, and of who said a value.
        separator: the text between several notes in a cell, or "" if a cell is one note.
        texts: note, as it stands in a cell -> its text by language.
    """

    name: str
    means: str
    codes: Mapping[str, str] = field(default_factory=dict)
    of: str = ""
    lang: str = LANGUAGE
    separator: str = SEPARATOR
    texts: Mapping[str, Texts] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """A note of the source on a value, or who said the value. Two with the same words are equal, wherever they stand.

    Attributes:
        means: `note` or `said_by`.
        texts: language -> text, its own language first unless it is only a key of its texts.
        cell: `path:line:column`.
        number: its number in the cell, from 1.
    """

    means: str
    texts: tuple[tuple[str, str], ...]
    cell: str = field(default="", compare=False)
    number: int = field(default=1, compare=False)

    def find_text(self, lang: str) -> tuple[str, str]:
        """Return the text in a language, else in its own, and the language of the text."""
        texts = dict(self.texts)
        own = lang if lang in texts else next(iter(texts))
        return texts[own], own


@dataclass(frozen=True)
class DataStructure:
    """The roles of a table's columns.

    Attributes:
        is_declared: whether it comes from dimensions.yml. Otherwise it was inferred.
    """

    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    is_declared: bool = False

    def find_measure(self, column: str, where: Mapping[str, str]) -> Measure:
        """Return the measure of a column in selected rows: the column's own, refined by the code of a measure dimension."""
        common = self.measures.get(column, Measure(column))
        for name, dimension in self.dimensions.items():
            if dimension.has_measures and name in where and (own := dimension.find_code(where[name]).measure):
                return own.fill_from(common)
        return common

    def select_measure(self, column: str) -> DataStructure:
        """Return the structure as it holds for one measure: its own attributes, and those of all measures."""
        if not any(each.of for each in self.attributes.values()):
            return self
        own = [each for each in self.attributes.values() if each.of in ("", column)]
        return replace(self, attributes={each.name: each for each in sorted(own, key=lambda each: not each.of)})

    def find_attribute(self, means: str) -> Attribute | None:
        """Return the column of attributes with a meaning."""
        return next((each for each in self.attributes.values() if each.means == means), None)

    def find_period_dimension(self) -> Dimension | None:
        """Return the dimension of periods."""
        return next((each for each in self.dimensions.values() if each.period), None)

    def list_qualifiers(self, row: Row) -> tuple[str, ...]:
        """Return the qualifiers of a row's value: none for a plain value, two where one code says both (`bp`)."""
        attribute = self.find_attribute("status")
        return tuple(attribute.codes.get(row.raw.get(attribute.name, ""), "").split()) if attribute else ()

    def find_lack(self, row: Row, column: str) -> str:
        """Return why a row has no value in a column ("suppressed", "missing"), or ""."""
        lack = next((each for each in self.list_qualifiers(row) if each in WITHOUT_VALUE), "")
        return lack or ("missing" if row.values[column] is None else "")

    def list_notes(self, row: Row, path: str) -> tuple[Note, ...]:
        """Return the notes on the values of a row, each once. path: its file."""
        return tuple(dict.fromkeys(note for each in self._noted for note in _read_notes(each, row, path)))

    @cached_property
    def _noted(self) -> tuple[Attribute, ...]:
        """The columns of notes."""
        return tuple(each for each in self.attributes.values() if each.means in ("note", "said_by"))

    def find_scale(self, row: Row, measure: Measure) -> int:
        """Return the number of units in a value of a row."""
        attribute = self.find_attribute("scale")
        said = attribute.codes.get(row.raw.get(attribute.name, ""), "") if attribute else ""
        return int(said) if said else measure.scale

    def all_measures(self) -> Iterator[Measure]:
        """Yield the measures of the columns and of the codes of measure dimensions."""
        yield from self.measures.values()
        for dimension in self.dimensions.values():
            for code in dimension.codelist.codes.values() if dimension.codelist else ():
                if code.measure:
                    yield code.measure


def _read_notes(attribute: Attribute, row: Row, path: str) -> Iterator[Note]:
    """Yield the notes in a row's cell of a column of notes."""
    cell = row.raw.get(attribute.name, "")
    for number, part in enumerate(cell.split(attribute.separator) if attribute.separator else [cell], 1):
        if text := part.strip():
            told = attribute.texts.get(text, {})
            own = ((attribute.lang, text),) if attribute.lang not in told else ()
            yield Note(attribute.means, (*own, *told.items()), f"{path}:{row.line}:{attribute.name}", number)


def intersect_spans(one: Span, other: Span) -> Span | None:
    """Return the common time of two spans, or None."""
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def to_slug(text: str) -> str:
    """Return the form of a text in ids: a-z, 0-9 and single hyphens, or ""."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return "-".join("".join(sign if sign.isascii() and sign.isalnum() else " " for sign in plain).split())


def merge_nouns(measures: Iterable[Measure]) -> tuple[NounForms, ...]:
    """Merge the nouns of measures by language, sorted by language.

    For a measure in days, "days" is a noun too. For other measures it usually belongs to a date.
    """
    found: dict[str, NounForms] = {}
    for measure in measures:
        days = {lang: NounForms(lang, names, names) for lang in (LANGUAGE, *measure.label) if (names := names_of_time(measure.unit, lang))}
        for lang, forms in [*measure.nouns.items(), *days.items()]:
            own = found.get(lang, NounForms(lang))
            found[lang] = NounForms(lang, *(a | b for a, b in zip(own[1:], forms[1:], strict=True)))
    return tuple(found[lang] for lang in sorted(found))
