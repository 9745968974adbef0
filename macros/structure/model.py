"""Dimensions, code lists, measures and attributes as values."""

from __future__ import annotations

import contextlib
import itertools
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from macros.base.cldr_units import names_of_time
from macros.base.noun_forms import NounForms
from macros.datapackage import LANGUAGE, Row
from macros.structure.periods import Period, PeriodError, find_period, parse_period

Texts = Mapping[str, str]
"""Language -> text."""
Groups = tuple[tuple[str, ...], ...]
"""Words in groups: prose that names a thing holds one word of each."""

# What a measure's values are (SDMX and DDI: the statistic).
STATISTICS = ("total", "mean", "median", "rate", "index", "share", "estimate")
TOTALS = ("total", "estimate", "share")
"""Those that add up: shares do where they are of one whole."""
# What qualifies a value. A cell that is suppressed or missing has none; the others pass on to what is computed from it.
QUALIFIERS = ("provisional", "estimated", "suppressed", "missing", "break", "revised")
NORMAL = "normal"
"""What marks a plain value (SDMX: A), of which readers are told nothing."""
WITHOUT_VALUE = frozenset({"suppressed", "missing"})
# What a column of attributes says of the measures in its row.
MEANINGS = ("status", "bound", "said_by", "scale", "note")


@dataclass(frozen=True)
class Measure:
    """A measure: what a column, or the rows of one code of a measure dimension, count or measure.

    Attributes:
        nouns: Of what is counted, a language each.
        names: Other words by which prose names it, a language each.
        scale: How many units one of its values stands for: 1000 for a column in thousands.
        decimals: Those at which it is quoted, None for those of its cells.
        is_stock: Whether it is what there was at the end of its period, as of a waiting list.
        status: `reported` where no rows were published that it could be computed from, with an attribution.
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

    def within(self, common: Measure) -> Measure:
        """Return it with what it leaves out taken from the measure of the column that its values stand in."""
        return replace(
            self,
            scale=common.scale if self.scale == 1 else self.scale,
            unit=self.unit or common.unit,
            decimals=common.decimals if self.decimals is None else self.decimals,
            status=self.status or common.status,
            attribution=self.attribution or common.attribution,
        )

    def names_of_counted(self) -> frozenset[str]:
        """Return the nouns of what it counts, in every language; none where it counts nothing."""
        return frozenset(noun for forms in self.nouns.values() for noun in (*forms.many, *forms.one))

    def all_words(self, lang: str) -> tuple[str, ...]:
        """Return its names, its label and its nouns in a language; of names in groups those of the first."""
        nouns = self.nouns.get(lang)
        return (*(self.names.get(lang) or ((),))[0], self.label.get(lang, ""), *(sorted(nouns.many | nouns.one) if nouns else ()))

    def words(self, lang: str) -> Groups:
        """Return the words by which prose names it, in groups."""
        return _in_groups(self.names.get(lang, ()), *self.all_words(lang))


Span = tuple[date, date]
"""From a day to another, both included."""
ALWAYS: Span = (date.min, date.max)


@dataclass(frozen=True)
class Part:
    """A whole that a code belongs to. since, until: periods or days between which it does, "" where there is no end."""

    whole: str
    since: str = ""
    until: str = ""

    @property
    def span(self) -> Span:
        """Return the first and the last day on which it does."""
        since, until = find_period(self.since), find_period(self.until)
        return since.first if since else date.min, until.last if until else date.max


@dataclass(frozen=True)
class Code:
    """A value of a dimension, as cells have it: `Code("dk", label={"en": "Denmark"}, names={"en": (("Danish",),)})`.

    Attributes:
        slug: How it stands in ids that are made of it.
        measure: What rows of it count, where its dimension is a measure dimension.
    """

    id: str
    label: Texts = field(default_factory=dict)
    names: Mapping[str, Groups] = field(default_factory=dict)
    slug: str = ""
    is_total: bool = False
    part_of: tuple[Part, ...] = ()
    measure: Measure | None = None

    def words(self, lang: str) -> Groups:
        """Return the words by which prose names it, or what it counts, in groups."""
        return _in_groups(self.names.get(lang, ()), self.label.get(lang, ""), *(self.measure.all_words(lang) if self.measure else ()))


def _in_groups(names: Groups, *more: str) -> Groups:
    """Names that are several groups, as they are; else one group of all words."""
    if len(names) > 1:
        return names
    words = tuple(dict.fromkeys(word for word in (*(names[0] if names else ()), *more) if word))
    return (words,) if words else ()


@dataclass(frozen=True)
class CodeList:
    """The codes of a dimension. is_exhaustive: whether the parts of a total add up to it."""

    id: str
    codes: Mapping[str, Code]
    is_exhaustive: bool = False

    def parts(self, whole: str) -> list[Code]:
        """Return the codes that are parts of one."""
        return [code for code in self.codes.values() if any(part.whole == whole for part in code.part_of)]

    def wholes(self, code: str) -> dict[str, list[Span]]:
        """Return every code that one is a part of, and those that they are parts of, each with when; with always, itself."""
        found: dict[str, list[Span]] = {code: [ALWAYS]}
        waiting = [(code, ALWAYS)]
        while waiting:
            name, during = waiting.pop()
            for part in self.codes[name].part_of:
                span = intersect(part.span, during)
                if span and part.whole in self.codes and span not in found.get(part.whole, ()):
                    found.setdefault(part.whole, []).append(span)
                    waiting.append((part.whole, span))
        return found

    def overlap(self, listed: Mapping[str, Span]) -> tuple[str, str, str] | None:
        """Return two of the listed codes, each with when it counts, that have a code in common at a time, and that code."""
        for code in self.codes:
            own = [
                (whole, both)
                for whole, spans in self.wholes(code).items()
                if whole in listed
                for span in spans
                if (both := intersect(span, listed[whole]))
            ]
            for (first, during), (second, then) in itertools.combinations(own, 2):
                if first != second and intersect(during, then):
                    return first, second, code
        return None


@dataclass(frozen=True)
class Dimension:
    """A column that tells rows apart. period: the kind of its periods, "" of a category. since: the day from which weeks are counted."""

    name: str
    period: str = ""
    codelist: CodeList | None = None
    since: str = ""

    def code(self, text: str) -> Code:
        """Return the code of a cell; of a dimension without a code list, the cell's own text."""
        if self.codelist and text in self.codelist.codes:
            return self.codelist.codes[text]
        return Code(text, slug=to_slug(text))

    def period_of(self, code: str) -> Period | None:
        """Return the period that a code names, None where it names none of the dimension's kind."""
        with contextlib.suppress(PeriodError):
            return parse_period(code, self.period, self.since) if self.period else None
        return None

    def is_like(self, other: Dimension) -> bool:
        """Whether a code of the other means the same here: of periods, one of the same kind; else by the list of its codes, or its name."""
        if self.period or other.period:
            return (self.period, self.since) == (other.period, other.since)
        return self.name == other.name or (self.codelist is not None and self.codelist == other.codelist)

    @property
    def has_measures(self) -> bool:
        """Whether it is a measure dimension: its codes say what is counted."""
        return self.codelist is not None and any(code.measure for code in self.codelist.codes.values())


@dataclass(frozen=True)
class Attribute:
    """A column that qualifies the values of its row. means: one of MEANINGS. codes: cell -> one of QUALIFIERS, or a scale."""

    name: str
    means: str
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DataStructure:
    """What the columns of a table are. is_declared: whether dimensions.yml says it, or it was inferred."""

    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    is_declared: bool = False

    def measure(self, column: str, where: Mapping[str, str]) -> Measure:
        """Return the measure of a column in the rows of a selection: the column's own, with what the code of a measure dimension says."""
        common = self.measures.get(column, Measure(column))
        for name, dimension in self.dimensions.items():
            if dimension.has_measures and name in where and (own := dimension.code(where[name]).measure):
                return own.within(common)
        return common

    def attribute(self, means: str) -> Attribute | None:
        """Return the column that says something of the values."""
        return next((each for each in self.attributes.values() if each.means == means), None)

    def period(self) -> Dimension | None:
        """Return the dimension whose codes are periods."""
        return next((each for each in self.dimensions.values() if each.period), None)

    def qualifier(self, row: Row) -> str:
        """Return what a row's value is marked as, "" for a plain value."""
        attribute = self.attribute("status")
        return attribute.codes.get(row.raw.get(attribute.name, ""), "") if attribute else ""

    def scale(self, row: Row, measure: Measure) -> int:
        """Return how many units a value of a row stands for."""
        attribute = self.attribute("scale")
        said = attribute.codes.get(row.raw.get(attribute.name, ""), "") if attribute else ""
        return int(said) if said else measure.scale

    def all_measures(self) -> Iterator[Measure]:
        """Yield the measures of the columns and of the codes of measure dimensions."""
        yield from self.measures.values()
        for dimension in self.dimensions.values():
            for code in dimension.codelist.codes.values() if dimension.codelist else ():
                if code.measure:
                    yield code.measure


def intersect(one: Span, other: Span) -> Span | None:
    """Return the time that two have in common, None where they have none."""
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def to_slug(text: str) -> str:
    """Return a text as it stands in ids: a-z, 0-9 and single hyphens; "" where it holds neither."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return "-".join("".join(sign if sign.isascii() and sign.isalnum() else " " for sign in plain).split())


def merge_nouns(measures: Iterable[Measure]) -> tuple[NounForms, ...]:
    """Return the nouns of measures, those of each language together, in the order of the languages.

    Of a measure in days, days are counted: elsewhere most of them say when.
    """
    found: dict[str, NounForms] = {}
    for measure in measures:
        days = {lang: NounForms(lang, names, names) for lang in (LANGUAGE, *measure.label) if (names := names_of_time(measure.unit, lang))}
        for lang, forms in [*measure.nouns.items(), *days.items()]:
            own = found.get(lang, NounForms(lang))
            found[lang] = NounForms(lang, *(a | b for a, b in zip(own[1:], forms[1:], strict=True)))
    return tuple(found[lang] for lang in sorted(found))
