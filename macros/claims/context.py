"""The context of a quoted figure: whether its sentence, heading, caption or header names the figure's codes and period.

A figure's selection is a code of each dimension, a measure and a period. A value may stay unsaid only if it is the only possible one, or a
total of whose parts nothing speaks while another dimension is named. If a sentence names several values of a dimension, the words nearest
to the number decide: its own sentence, or the row and column of its cell.
"""

from __future__ import annotations

import bisect
import contextlib
import functools
import re
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeVar

from macros.base.cldr_units import is_time
from macros.base.errors import FaultError
from macros.claims.analysed_text import AnalysedText, Range, find_sentence_span, has_overlap, select_within
from macros.claims.figure_period import FigurePeriod
from macros.claims.passage import Passage, TrackedContext
from macros.claims.relative_periods import join_linked_periods
from macros.claims.times import (
    APART,
    AROUND,
    SAME,
    compare_periods,
    find_own_periods,
    find_titled_periods,
    format_periods,
    get_dates,
    is_any_period,
    read_cells,
)
from macros.claims.vocabulary import MEASURE, NamedWord, Slot, Vocabulary, has_words, make_key, make_vocabulary
from macros.datapackage import Resource
from macros.figures import Declaration, Figure, Figures, build_address, is_address, unit_of
from macros.interface import read_interface_words
from macros.numbers import Quantity
from macros.numbers.grammar.periods import NamedPeriod, find_periods, join_spans
from macros.numbers.language.language import load_language
from macros.structure import Code, DataStructure, Measure
from macros.structure.periods import Period
from macros.wording.judge import QUANTITIES

_T = TypeVar("_T")
_PERMALINK = "\u00b6"  # behind a heading; a caption has none
_NEXT_WORD = re.compile(r"[\s\u00ab\u201c\u201e\"(]*(\w+)")
_CUT = re.compile(r"[,;:()]|\.(?=\s|$)")
_STOP = re.compile(r"[,;:()\u2013\u2014!?]|\.(?=\s|$)")


@dataclass(frozen=True)
class Sentence:
    """A number that quotes a figure, with its sentence.

    `quantity` is the number, `analysed_text` the analysed text of the passage. All offsets are in the text of the passage.
    """

    passage: Passage
    quantity: Quantity
    figure: Figure
    analysed_text: AnalysedText

    @property
    def text(self) -> str:
        """Return the text of the passage."""
        return self.passage.text

    @property
    def lang(self) -> str:
        """Return the language of the text."""
        return self.analysed_text.lang

    @functools.cached_property
    def kept(self) -> dict[Hashable, Any]:
        """What is known of the number and its figure in this text, wherever that stands."""
        figure = self.figure
        return self.analysed_text.memoize((self.quantity, figure.id, figure.version, figure.value, figure.is_newest), dict)

    def memoize(self, name: str, compute: Callable[[], _T]) -> _T:
        """Keep and return a value of this number and figure in this text, for all passages with the same text."""
        if name not in self.kept:
            self.kept[name] = compute()
        found: _T = self.kept[name]
        return found

    @functools.cached_property
    def span(self) -> Range:
        """Return the start and end of the sentence."""
        return find_sentence_span(self.text, self.quantity.start)

    @property
    def sentence_text(self) -> str:
        """Return the sentence's own text."""
        return self.text[slice(*self.span)]

    @functools.cached_property
    def own_quantities(self) -> Sequence[Quantity]:
        """Return the quantities found in the sentence."""
        return self.analysed_text.find_quantities_in(*self.span)

    @functools.cached_property
    def quoted_spans(self) -> list[Range]:
        """Return the spans of the bindings that begin in the sentence."""
        spans, (begin, end) = self.passage.spans, self.span
        first = bisect.bisect_left(spans, begin, key=lambda each: each[0])
        return [each[:2] for each in spans[first : bisect.bisect_left(spans, end, key=lambda each: each[0])]]

    @functools.cached_property
    def figure_periods(self) -> tuple[Period, ...]:
        """Return the periods of the figure."""
        return find_own_periods(self.figure.declaration)

    @functools.cached_property
    def stock_period_kind(self) -> str:
        """Return the kind of the figure's periods if it is a stock, measured at the end of a period, else ""."""
        kinds = {period.kind for period in self.figure_periods} if self.analysed_text.list_periods() else ()
        return min(kinds) if len(kinds) == 1 and is_stock(self.figure.declaration) else ""

    @functools.cached_property
    def named_periods(self) -> Sequence[NamedPeriod]:
        """Return the periods named in the sentence."""
        return select_within(self.analysed_text.list_periods(self.stock_period_kind), *self.span)

    @functools.cached_property
    def named_times(self) -> tuple[NamedPeriod, ...]:
        """Return the named periods, the spans between two of them, the figure's joined spans, and the durations since an event."""
        return self.analysed_text.memoize(
            ("said", self.span, self.stock_period_kind, tuple(each for each in self.figure_periods if each.kind == "span")),
            self._find_named_times,
        )

    def _find_named_times(self) -> tuple[NamedPeriod, ...]:
        spans = [each for each in join_spans(self.named_periods) if each not in self.named_periods]
        return (
            *self.named_periods,
            *spans,
            *join_linked_periods(self.named_periods, self.figure_periods),
            *self.analysed_text.find_durations_in(*self.span),
        )

    @functools.cached_property
    def stretch(self) -> Range:
        """Return the part of the sentence between the quantities on both sides of the number."""
        begin, end = self.span
        others = self.analysed_text.memoize(("quantities", self.span, self.stock_period_kind), self._find_quantities)
        begin = max([begin, *(f.end for f in others if f.end <= self.quantity.start)])
        return begin, min([end, *(f.start for f in others if f.start >= self.quantity.end)])

    def _find_quantities(self) -> list[Quantity]:
        """Return the quantities of the sentence except periods: "in the fourth" is a quarter."""
        found = (f for f in self.own_quantities if f.kind in QUANTITIES)
        return [f for f in found if not has_overlap(self.named_periods, f.start, f.end)]

    def find_clause(self, listed: Sequence[Range] = ()) -> Range:
        """Return the clause of the number, cut at stops, at words that begin a clause and at the neighbouring quantities.

        A link between two periods ("2020 and 2021") ends no clause, nor do the gaps `list_words` of other lists.
        """
        return self._find_clause(listed) if listed else self.memoize("clause", self._find_clause)

    def _find_clause(self, listed: Sequence[Range] = ()) -> Range:
        begin, end = self.stretch
        gaps = [*((a.end, b.start) for a, b in pairwise(self.named_periods) if b.link), *listed]
        words_ = (match.span() for match in compile_word_list(self.lang, "clause_ends").finditer(self.text, begin, end))
        stops = (match.span() for match in _CUT.finditer(self.text, begin, end))
        cuts = [cut for cut in stops if not _is_within_any(cut, listed)] + [cut for cut in words_ if not _is_within_any(cut, gaps)]
        before = (stop for _, stop in cuts if stop <= self.quantity.start)
        behind = (start for start, _ in cuts if start >= self.quantity.end)
        return max([begin, *before]), min([end, *behind])


def keep_alike(rule: Callable[[Sentence, Contexts], _T]) -> Callable[[Sentence, Contexts], _T]:
    """Make a rule be asked once of a number in its text wherever that stands, unless it looks at what stands above.

    The figures that it asks for are noted for each place.
    """

    @functools.wraps(rule)
    def ask(sentence: Sentence, contexts: Contexts) -> _T:
        figures, around = contexts.figures, sentence.passage.context
        if not isinstance(around, TrackedContext):
            return rule(sentence, contexts)
        known = sentence.kept.get(rule)
        if known is None:
            outer, figures.read_log = figures.read_log, set()
            was_asked, around.is_read = around.is_read, False
            known = rule(sentence, contexts), figures.read_log
            if not around.is_read:
                sentence.kept[rule], around.is_read = known, was_asked
            figures.read_log = outer
        found: _T = known[0]
        if figures.read_log is not None:
            figures.read_log |= known[1]
        return found

    return ask


def _is_within_any(cut: Range, gaps: Sequence[Range]) -> bool:
    return any(first <= cut[0] and cut[1] <= last for first, last in gaps)


@dataclass(frozen=True)
class _PassageTexts:
    """The text of a passage, then its context. The context is read only if the text does not suffice."""

    passage: Passage

    def __iter__(self) -> Iterator[str]:
        yield self.passage.text
        yield from self.passage.context


@dataclass
class Contexts:
    """The words that distinguish the figures of one body of data."""

    figures: Figures
    lang: str
    _vocabularies: dict[tuple[str, str], Vocabulary] = field(default_factory=dict)
    _foreign_vocabularies: dict[tuple[str, str], Vocabulary] = field(default_factory=dict)
    _slots: dict[str, tuple[Slot, ...]] = field(default_factory=dict)
    _periods: dict[tuple[str, str], frozenset[Period]] = field(default_factory=dict)
    _cells: dict[tuple[str, str], dict[Period, str]] = field(default_factory=dict)
    _figure_periods: dict[str, FigurePeriod | None] = field(default_factory=dict)
    _sources: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _attributed: dict[str, frozenset[str]] = field(default_factory=dict)
    _counted: dict[str, frozenset[str]] = field(default_factory=dict)
    _kept: dict[Hashable, Any] = field(default_factory=dict)

    def keep(self, key: Hashable, compute: Callable[[], _T]) -> _T:
        """Return the value of a key, computed once. It may depend on nothing but the figures."""
        if key not in self._kept:
            self._kept[key] = compute()
        found: _T = self._kept[key]
        return found

    def list_sources(self, figure: Figure) -> tuple[str, ...]:
        """Return the publishers of a figure's data, and the names in its attribution."""
        if figure.label not in self._sources:
            package = self.figures.packages.find_version(figure.package, figure.version)
            publishers = [str(source.get("publisher", "")) for source in (package.sources if package else ())]
            parts = [part.strip() for name in publishers for part in re.split(r"[()]", name) if part.strip()]
            self._sources[figure.label] = tuple(parts)
        return (*self._sources[figure.label], *figure.declaration.attribution.values())

    def list_other_sources(self, figure: Figure) -> tuple[str, ...]:
        """Return the names to whom other figures of the package are attributed, but not this figure."""
        own = set(figure.declaration.attribution.values())
        if not own:
            return ()
        if figure.package not in self._attributed:
            declared = (each for each in self.figures.declarations.values() if each.package == figure.package)
            self._attributed[figure.package] = frozenset(name for each in declared for name in each.attribution.values())
        return tuple(sorted(self._attributed[figure.package] - own))

    @functools.cached_property
    def title_words(self) -> frozenset[str]:
        """Return the words of all titles and labels of figures, in lower case."""
        texts = (each for declared in self.figures.declarations.values() for each in (declared.title, declared.label))
        return frozenset(word for text in texts for word in re.findall(r"\w+", text.get(self.lang, "").lower()))

    @functools.cached_property
    def countable_nouns(self) -> frozenset[str]:
        """Return the countable nouns of the language and of the measures."""
        declared = (each.many | each.one for each in self.figures.nouns if each.lang == self.lang)
        return load_language(self.lang).get_words("counted_nouns").union(*declared)

    def find_other_unit_measures(self, figure: Figure) -> frozenset[str]:
        """Return the measures of the package with an incompatible unit: 74 days are no patients."""
        declared = figure.declaration
        structures = [of for (package, _), of in self.figures.structures.structure_by_table.items() if package == declared.package]
        others = ((each, of) for of in structures for each in of.all_measures())
        own = {_classify_unit(measure, declared.structure) for measure in declared.measures}
        return frozenset(
            make_key(each.list_words_in_groups(self.lang)) for each, of in others if own and _classify_unit(each, of) not in own
        )

    def find_counted_words(self, figure: Figure) -> frozenset[str]:
        """Return the single words for the figure's unit, its selection, and every code of its table."""
        if figure.id not in self._counted:
            self._counted[figure.id] = frozenset(self._read_counted(figure))
        return self._counted[figure.id]

    def _read_counted(self, figure: Figure) -> Iterator[str]:
        slots = [slot for slot in self.get_slots(figure) if slot.name in slot.vocabulary.groups]
        others = (
            word
            for slot in slots
            if slot.name != MEASURE
            for groups in slot.vocabulary.groups[slot.name].values()
            for group in groups
            for word in group
        )
        own = (word for slot in slots for word in slot.list_own_words())
        between = (word for each in self.figures.nouns if each.lang == self.lang for word in each.between)
        for words_ in (*own, *others, *between, figure.declaration.unit):
            yield from re.findall(r"\w+", words_.lower())

    def get_slots(self, figure: Figure) -> tuple[Slot, ...]:
        """Return the figure's slots: its value in each dimension, its measure, and the name of its operation."""
        if figure.id not in self._slots:
            self._slots[figure.id] = (
                *self._make_slots(figure.declaration),
                *_make_operation_slots(figure.declaration.operation.name, self.lang),
            )
        return self._slots[figure.id]

    def _make_slots(self, declared: Declaration) -> Iterator[Slot]:
        vocabulary, structure = self._get_vocabulary(declared), declared.structure
        own: dict[str, list[str]] = {MEASURE: []}
        needed: dict[str, list[str]] = {MEASURE: []}
        measure = structure.measures.get(declared.field)
        counted: list[Code | Measure] = [measure] if measure else []
        for name, dimension in structure.dimensions.items():
            if dimension.period:
                continue
            ends = [each[name] for each in (declared.start, declared.end) if name in each]
            over = declared.over.get(name, ())
            must = ends or ([declared.where[name]] if name in declared.where else [] if isinstance(over, str) else list(over))
            if dimension.has_measures:
                counted = [dimension.find_code(code) for code in must] or counted
                own[MEASURE] += [make_key(dimension.find_code(code).list_words_in_groups(self.lang)) for code in declared.list_codes(name)]
            elif name in vocabulary.groups:
                own[name] = [*declared.list_codes(name), *must]
                needed[name] = must if dimension.codelist else []
        own[MEASURE] += [make_key(each.list_words_in_groups(self.lang)) for each in counted]
        # A label alone is not required: few sentences repeat "detections and removals".
        needed[MEASURE] = [make_key(each.list_words_in_groups(self.lang)) for each in counted if has_words(each, self.lang)]
        if declared.per:
            table = self._get_table(declared.per.source.package, declared.per.source.resource)
            per = self.figures.structures.find_structure(declared.per.source.package, table).measures.get(declared.per.source.column)
            own[MEASURE] += [make_key(per.list_words_in_groups(self.lang))] if per else []
        if self._has_distinct_unit(declared, counted):
            del own[MEASURE]
        for name, codes in own.items():
            keys = vocabulary.groups[name]
            must = [code for code in needed.get(name, ()) if code in keys and (name == MEASURE or len(keys) > 1 or len(keys[code]) > 1)]
            of = structure.dimensions.get(name)
            listed = of.codelist.codes if of and of.codelist else {}
            is_total = bool(must) and all(code in listed and listed[code].is_total for code in must)
            yield Slot(vocabulary, name, frozenset(codes), tuple(dict.fromkeys(must)), is_total)

    def _has_distinct_unit(self, declared: Declaration, counted: Sequence[Code | Measure]) -> bool:
        """Return True if no other measure of the package has the value's unit, so that the unit names the measure: GWh."""
        unit = unit_of(declared.unit)
        others = [
            each
            for (package, _), of in self.figures.structures.structure_by_table.items()
            if package == declared.package
            for each in of.all_measures()
        ]
        units = {each.unit for each in others if each not in counted and each.name != declared.field}
        return unit.is_measure and not is_time(unit.canonical) and not units & {declared.unit}

    def _get_table(self, package: str, resource: str) -> Resource:
        """Return the newest version of a table. It exists, since figures are computed from it."""
        versions = self.figures.packages.versions[package]
        return next(each.resources[resource] for each in reversed(versions) if resource in each.resources)

    def _get_vocabulary(self, declared: Declaration) -> Vocabulary:
        key = (declared.package, declared.resource)
        if key not in self._vocabularies:
            table = self._get_table(*key)
            others = [each for (package, _), each in self.figures.structures.structure_by_table.items() if package == declared.package]
            measures = [measure for each in (declared.structure, *others) for measure in each.all_measures()]
            self._vocabularies[key] = make_vocabulary(declared.structure, table, measures, self.lang)
        return self._vocabularies[key]

    def find_codes_elsewhere(self, figure: Figure, text: str) -> list[NamedWord]:
        """Return the codes in a text that only other tables of the package distinguish: "pedestrians" of no region."""
        declared = figure.declaration
        key = (declared.package, declared.resource)
        if key not in self._foreign_vocabularies:
            own = {each.codelist.id for each in declared.structure.dimensions.values() if each.codelist}
            others = (of for (package, _), of in self.figures.structures.structure_by_table.items() if package == declared.package)
            lists = {
                each.codelist.id: each.codelist
                for of in others
                for each in of.dimensions.values()
                if each.codelist and not each.has_measures
            }
            known = {
                word for group in self._get_vocabulary(declared).groups.values() for said in group.values() for one in said for word in one
            }
            groups = {
                name: {
                    code.id: said
                    for code in codelist.codes.values()
                    if not code.is_total and len(said := code.list_words_in_groups(self.lang)) == 1 and known.isdisjoint(said[0])
                }
                for name, codelist in lists.items()
                if name not in own
            }
            self._foreign_vocabularies[key] = Vocabulary(groups, self.lang)
        named = self._foreign_vocabularies[key].read(text)
        own_words = self._get_vocabulary(declared).read(text) if named else ()
        return [each for each in named if not any(each.start < one.end and one.start < each.end for one in own_words)]

    def list_periods(self, figure: Figure) -> frozenset[Period]:
        """Return the periods of the rows in the figure's table."""
        declared = figure.declaration
        key = (declared.package, declared.resource)
        if key not in self._periods:
            table, of = self._get_table(*key), declared.structure.find_period_dimension()
            self._cells[key] = read_cells(of, sorted({row.raw[of.name] for row in table.rows if of.name in row.raw})) if of else {}
            self._periods[key] = frozenset(self._cells[key])
        return self._periods[key]

    def map_cells(self, figure: Figure) -> dict[Period, str]:
        """Return the cell of each period in the figure's table."""
        self.list_periods(figure)
        return self._cells[figure.declaration.package, figure.declaration.resource]

    def list_codes(self, figure: Figure, dimension: str) -> list[str]:
        """Return the codes of a dimension in the rows of the figure's table."""
        table = self._get_table(figure.declaration.package, figure.declaration.resource)
        return sorted({row.raw[dimension] for row in table.rows if row.raw.get(dimension)})

    def find_neighbour_value(self, sentence: Sentence, *, later: bool) -> Fraction | None:
        """Return a level's value in the nearest earlier or later period that the sentence names, or else that the table has."""
        figure = sentence.figure
        declared, own = figure.declaration, find_own_periods(figure.declaration)
        of = declared.structure.find_period_dimension()
        if len(own) != 1 or of is None or of.name not in declared.where or declared.over:
            return None
        others = sorted((each for each in self.list_periods(figure) if (each > own[0] if later else each < own[0])), reverse=not later)
        named = [each for each in others if any(compare_periods(one, each) == SAME for one in sentence.named_periods)]
        cells = self._cells[declared.package, declared.resource]
        for period in named or others:
            where = {**declared.where, of.name: cells[period]}
            with contextlib.suppress(FaultError):
                name = build_address(declared.source, where, declared.operation.name, of=declared.of, per=declared.per)
                return self.figures.get(name, None).value
        return None

    def find_header_problem(self, sentence: Sentence) -> str:
        """Return the problem with the words above a number in a table or drawing, or ""."""
        passage, figure = sentence.passage, sentence.figure
        if passage.near:
            wrong = self._check_column(passage.near, " ".join(_list_captions(passage)), figure)
            if wrong:
                return wrong
        wrong = self._check_periods_above(passage, figure)
        if wrong:
            return wrong
        near, around = passage.near or sentence.sentence_text, (passage.text, *passage.context)
        absent = {slot: word for slot in self.get_slots(figure) if (word := slot.find_missing(near))}
        for slot in [each for each in absent if self._can_be_unsaid(each, sentence)]:
            del absent[slot]
        when = self.get_figure_period(figure)
        said = () if when is None else when.find_times(near, over=True) if passage.near else sentence.named_times
        untold = when is not None and not when.is_among(said, around)
        if passage.near and (absent or untold) and (name := self._find_foreign_name(passage.near, figure)):
            return f'under "{passage.near}", which speaks of {name} and not of "{next(iter(absent.values()), str(when))}"'
        missing = [word for slot in absent if (word := slot.find_missing("\n".join(around)))]
        if passage.near and untold and (period := self.find_unsaid_period(sentence)):
            missing.append(period)
        if missing:
            listed = " and ".join(f'"{word}"' for word in missing)
            return f"where neither the sentence nor a heading, caption or header mentions {listed}"
        above = " ".join(_list_captions(passage))
        for slot, word in absent.items():
            if (rival := slot.find_rival(near)) and not (slot.name == MEASURE and _is_own_measure(slot, above)):
                return f'in words that speak of "{rival}" and not of "{word}"'
            if passage.is_in_cell and slot.name == MEASURE and (head := _find_container(slot, above)):
                return f'under "{above}", which speaks of "{head}" and not of "{word}"'
        if when and untold and (other := when.find_rival(said)):
            return f'in words that speak of "{other}" and not of "{when}"'
        return ""

    def _can_be_unsaid(self, slot: Slot, sentence: Sentence) -> bool:
        """Return True if the slot is a total that needs no word: another dimension is named, and no part of the total is.

        "Denmark had 134 road deaths" is of both sexes unless the words before the clause's end or a heading name one of them.
        """
        passage, dimensions = sentence.passage, sentence.figure.declaration.structure.dimensions
        around = "\n".join((passage.near, passage.text, *passage.context))
        others = (each for each in self.get_slots(sentence.figure) if each.name in dimensions and each != slot)
        if not slot.is_total or all(each.find_missing(around) for each in others):
            return False
        end = None if passage.near else sentence.find_clause()[1]
        return not slot.find_rival(passage.text, 0, end) and not any(map(slot.find_rival, (passage.near, *passage.context)))

    def find_unsaid_period(self, sentence: Sentence) -> str:
        """Return the figure's period if other periods exist and neither the sentence nor the context names it, else ""."""
        passage, when = sentence.passage, self.get_figure_period(sentence.figure)
        if when is None or when.is_among(sentence.named_times, _PassageTexts(passage)) or self.is_end_of_change(sentence):
            return ""
        return "" if any(when.is_among(when.find_times(text), _PassageTexts(passage)) for text in _PassageTexts(passage)) else str(when)

    def is_end_of_change(self, sentence: Sentence) -> bool:
        """Return True if the number is the start or end of a change, and its period the first or last one named.

        "In 2022 they rose: from 358 to 389", "since 2021 they have risen from 358 to 389 in 2023".
        """
        when, named = self.get_figure_period(sentence.figure), [each for each in sentence.named_periods if each.has_year]
        if when is None or not named or sentence.quantity.basis not in ("from", "to"):
            return False
        own, (begin, end) = (when.own_period.first, when.own_period.last), sentence.stretch
        if sentence.quantity.basis == "from":
            named = [each for each in named if begin <= each.start < end] or named
            return all(own[1] < get_dates(each)[0] or own == get_dates(each) for each in named)
        return any(own == get_dates(each) for each in named) and all(get_dates(each)[1] <= own[1] for each in named)

    def get_figure_period(self, figure: Figure) -> FigurePeriod | None:
        """Return the period of a figure if it has exactly one and its table has others."""
        if figure.id not in self._figure_periods:
            own = find_own_periods(figure.declaration)
            others = tuple(sorted(self.list_periods(figure) - {*own}))
            self._figure_periods[figure.id] = (
                FigurePeriod(own[0], others, self.lang, is_stock(figure.declaration)) if len(own) == 1 and others else None
            )
        return self._figure_periods[figure.id]

    def _check_periods_above(self, passage: Passage, figure: Figure) -> str:
        """Return the problem with the periods above a cell, or "".

        Each period in the headers must be or contain the figure's, as must one of a matching kind in the caption. The data must have the
        caption's other periods. The labels of a drawing are read together.
        """
        lang = self.lang
        own = find_own_periods(figure.declaration) or find_titled_periods(figure, lang)
        if not own:
            return ""
        kinds = {"year", "span", *(period.kind for period in own)}
        when = self.get_figure_period(figure)
        heads = when.find(passage.near) if when else find_periods(passage.near, lang)
        for named in heads if figure.declaration.is_change else join_spans(heads):
            ways = {compare_periods(named, period) for period in own}
            if ways.isdisjoint((SAME, AROUND)) and (named.kind in kinds or (named.kind != "day" and APART not in ways)):
                return f'under "{passage.near}", but it is of {format_periods(own)}'
        for over in () if _is_dated_by_its_axis(passage, figure, own, lang) else _list_captions(passage):
            periods = find_periods(over, lang)
            ends = (
                periods if figure.declaration.is_change else join_spans(periods)
            )  # a change over 2018 to 2021 is not one over 2020 to 2021
            named_ = [each for each in ends if each.kind in kinds]
            held = [each for each in named_ if any(compare_periods(each, period) in (SAME, AROUND) for period in own)]
            if named_ and (not held or any(each not in held and not is_any_period(each, self.list_periods(figure)) for each in named_)):
                return f"under words about {', '.join(over[each.start : each.end] for each in named_)}, but it is of {format_periods(own)}"
        return ""

    def _find_foreign_name(self, headers: str, figure: Figure) -> str:
        """Return a name in the headers that is no word of the figure ("Reports made available to Germany"), or ""."""
        declared = figure.declaration
        words_ = (word for slot in self.get_slots(figure) for word in slot.list_own_words())
        own = " ".join((declared.title.get(self.lang, ""), declared.label.get(self.lang, ""), *words_))
        for match in _compile_names(self.lang).finditer(headers):
            if not has_word(own, (match[1],)):
                return match[1]
        return ""

    def _is_rate_named(self, over: str, figure: Figure) -> bool:
        """Return True if the words over a cell call a published rate of change by its name: "Inflation"."""
        labels = (each.label.get(self.lang, "") for each in figure.declaration.measures)
        return figure.declaration.is_level and any(label and has_word(over, (label,)) for label in labels)

    def _check_column(self, headers: str, caption: str, figure: Figure) -> str:
        """Return the problem with a header that speaks of a change above a level, or of none above a change, or ""."""
        speaks = has_listed_word(headers, self.lang, "change_words")
        is_told = has_listed_word(caption, self.lang, "change_words") or self._is_rate_named(f"{headers}\n{caption}", figure)
        if figure.declaration.is_change and not speaks and not is_told:
            return f'under "{headers}", which does not speak of a change'
        if speaks and not figure.declaration.is_change:
            return f'under "{headers}", which speaks of a change'
        if figure.declaration.unit == "percentage points" and has_listed_word(headers, self.lang, "relative_words"):
            return f'under "{headers}", which speaks of a relative change and not of percentage points'
        if figure.declaration.unit == "percent" and has_listed_word(headers, self.lang, "points_words"):
            return f'under "{headers}", which speaks of percentage points'
        return ""


def _is_own_measure(slot: Slot, text: str) -> bool:
    """Return True if a text names only the figure's measure and containers: "Files contained in reports"."""
    named, within = _read_measures(slot, text)
    return bool(named) and all(each.key in slot.own_keys or each.start in within for each in named)


def _find_container(slot: Slot, text: str) -> str:
    """Return the words for another measure contained in the figure's measure ("Files in reports", of reports), or ""."""
    named, within = _read_measures(slot, text)
    own = [each for each in named if each.key in slot.own_keys]
    others = [each for each in named if each.key not in slot.own_keys and each.start not in within]
    return text[others[0].start : others[0].end] if others and own and all(each.start in within for each in own) else ""


def _read_measures(slot: Slot, text: str) -> tuple[list[NamedWord], set[int]]:
    """Return the measures named in a text, and the starts of those that contain another."""
    named = [each for each in slot.vocabulary.read(text) if each.slot == slot.name]
    contained = join_alternatives(list_words(slot.vocabulary.lang, "contained_in"))
    within = re.compile(rf"(?<!\w)(?:{contained})\s(?:\S+\s){{0,2}}$", re.IGNORECASE)
    return named, {each.start for each in named if each.start > named[0].start and within.search(text, 0, each.start)}


def _classify_unit(measure: Measure, structure: DataStructure) -> str:
    """Return a key of a measure's unit, equal for interchangeable units: all counts are alike. A code has the unit of its column."""
    name = measure.unit or next((each.unit for each in structure.measures.values() if each.unit), "")
    unit = unit_of(name) if name else None
    return "" if unit is None or unit.is_count else unit.canonical or unit.name


def is_stock(declared: Declaration) -> bool:
    """Return True if a figure measures a state at the end of its period."""
    return any(measure.is_stock for measure in declared.measures)


def _is_dated_by_its_axis(passage: Passage, figure: Figure, own: Sequence[Period], lang: str) -> bool:
    """Return True for a cell drawn from rows whose header, or a label of whose drawing, is its period.

    What its caption says of the time is of all that is drawn (`macros/exhibits/stated.py`), or of a figure quoted in it.
    """
    head = passage.near or (passage.context[-1] if passage.surface == "svg" and passage.context else "")
    return is_address(figure.id) and any(compare_periods(named, period) == SAME for named in find_periods(head, lang) for period in own)


def _list_captions(passage: Passage) -> list[str]:
    """Return the caption above a cell, without its headers."""
    return [words for words in passage.context[-2:] if words != passage.near and not words.endswith(_PERMALINK)]


def find_rival_behind(slot: Slot, sentence: Sentence, contexts: Contexts, wholes: Container[str] = ()) -> str:
    """Return words of another code right after a number ("160 Swedish deaths", "bus tickets" for journeys), or "".

    `wholes` are codes that do not count as another: "granted protection in 6,084 cases".
    """
    text, at = sentence.text, sentence.quantity.end
    between = next((each.between for each in contexts.figures.nouns if each.lang == contexts.lang), frozenset())
    while match := _NEXT_WORD.match(text, at):
        begin = match.start(1)
        named = select_within(slot.vocabulary.read(text), begin, begin + 1)
        own = [each for each in named if each.slot == slot.name and each.key in slot.own_keys]
        if own and slot.is_total and (part := _NEXT_WORD.match(text, max(each.end for each in own))):  # es: "15.316 resoluciones negativas"
            rivals = [each for each in slot.vocabulary.read(text) if each.slot == slot.name and each.start == part.start(1)]
            return next((text[each.start : each.end] for each in rivals if each.key not in slot.own_keys and not each.is_hidden), "")
        if own:
            return ""
        end = max((each.end for each in named), default=begin)
        if word := next((word for key, word in slot.find_rivals(text, begin, end) if key not in wholes), ""):
            return word
        if not named and match[1].lower() not in between:
            return ""
        at = max((each.end for each in named), default=match.end())
    return ""


@functools.cache
def _make_operation_slots(operation: str, lang: str) -> tuple[Slot, ...]:
    """Return a slot for the required name of an operation's value: a relative change is called relative, a mean a mean."""
    groups = tuple(tuple(map(str, group)) for group in read_interface_words(lang)["called"].get(operation, ()))
    return (Slot(Vocabulary({operation: {operation: groups}}, lang), operation, frozenset({operation}), (operation,)),) if groups else ()


@functools.cache
def _compile_names(lang: str) -> re.Pattern[str]:
    """Return a pattern for a name after a preposition."""
    return re.compile(rf"(?<!\w)(?:{join_alternatives(list_words(lang, 'names_after'))})\s+([A-Z][^\W_]+)")


def split_clauses(text: str, lang: str, *names: str, stops: re.Pattern[str] = _STOP) -> list[str]:
    """Split a text into clauses, at stops and at the words of the given lists."""
    for name in names:
        text = compile_word_list(lang, name).sub(";", text)
    return stops.split(text)


def has_word(text: str, group: tuple[str, ...]) -> bool:
    """Return True if one of the words is a whole word of the text, in any case."""
    pattern, quick = _compile_words(group)
    # Most words are missing, or match at once. The lower-case pattern without a look-behind decides both in a quarter of the time.
    lower = text.lower()
    found = quick.search(lower)
    if found is None:
        return False
    before = lower[found.start() - 1 : found.start()] if found.start() else ""
    return not (before.isalnum() or before == "_") or pattern.search(text) is not None


def has_listed_word(text: str, lang: str, name: str) -> bool:
    """Return True if a word of one of the language's lists (`change_words`) is in the text."""
    return has_word(text, list_words(lang, name))


@functools.cache
def compile_word_list(lang: str, name: str) -> re.Pattern[str]:
    """Return a pattern for the words of one of the language's lists."""
    return _compile_words(list_words(lang, name))[0]


@functools.cache
def list_words(lang: str, name: str) -> tuple[str, ...]:
    """Return the words of one of the language's lists."""
    return tuple(str(word) for word in read_interface_words(lang)[name])


def join_alternatives(group: Iterable[str]) -> str:
    """Return a pattern of alternatives, the longest first."""
    return "|".join(re.escape(word) for word in sorted(group, key=len, reverse=True))


@functools.lru_cache(maxsize=4096)
def _compile_words(group: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return a pattern for whole words, and a cheap one for lower-case text that also matches the ends of longer words."""
    words_ = join_alternatives(group)
    return re.compile(rf"(?<!\w)(?:{words_})(?!\w)", re.IGNORECASE), re.compile(rf"(?:{words_.lower()})(?!\w)")
