"""Checks every number of a passage: bound to a figure or a cell and right, declared to be no figure, or a fault."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple

from macros.base.cldr_units import is_time
from macros.base.errors import FaultError
from macros.base.noun_forms import Nouns
from macros.check.offers import OfferMaker
from macros.check.pieces import FORMS, ExpectedPieces, UnknownPieceError
from macros.check.tally import Tally
from macros.claims.analysed_text import AnalysedText
from macros.claims.comparisons import UNDECIDED
from macros.claims.context import Contexts, Sentence, has_listed_word, is_stock
from macros.claims.directions import add_direction
from macros.claims.durations import find_durations
from macros.claims.passage import NEWEST, Binding, Passage, Spans, TrackedContext
from macros.claims.qualified import find_unsaid_qualifier
from macros.claims.reading import find_context_problem
from macros.claims.relative_periods import find_elided_periods
from macros.claims.restated import find_half, is_restated
from macros.claims.rules import find_issues
from macros.claims.times import find_own_periods
from macros.datapackage import Packages
from macros.figures import Figure, Figures, unit_of
from macros.interface import read_interface_words
from macros.numbers import Quantity, find_language_name, find_named_scale, find_named_units, find_quantities, has_lone_unit
from macros.numbers.grammar.periods import find_periods
from macros.quotes.quote import write_marks, write_status_mark
from macros.wording import compare, write_standard
from macros.wording.diagnose import name_mistake
from macros.wording.judge import QUANTITIES, advise_words
from macros.wording.tolerance import round_half_up

_CONTEXTLESS_SURFACES = frozenset({"id", "download", "link"})  # surfaces without words around their numbers
_HANDOUT_SURFACES = frozenset({"card", "document", "alt"})  # of files without a page, on the data of their version
PIECE_CODE = "wrong-piece"  # the code of a wrong text of the generator
_REBUILD_REMEDY = "build again; if it comes back, macros/ writes it wrongly"
_MISPLACED_CODES = frozenset({"wrong-context", "wrong-period", "wrong-number"})  # codes of quotes that may mean another figure
_QUOTE_REMEDY = "quote the figure that is meant"
_MAX_TEXTS = 4096  # texts
_INVISIBLE = "\u2060"  # word joiner, invisible
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Issue:
    """One issue of a number in a passage. `figure` is the id of the figure it is bound to, or ""."""

    passage: Passage
    start: int
    end: int
    code: str
    fact: str
    remedy: str
    figure: str = ""


class PassedPassage(NamedTuple):
    """The reads and counts of a passage without an issue."""

    is_context_read: bool  # whether its context was read
    tally_entries: tuple[tuple[str, str], ...]  # for each number, the tally's field and the entry in it
    figure_reads: frozenset[tuple[str, str | None]]  # see `Figures.cell_reads`
    cell_reads: frozenset[str]  # see `PassageChecker.cell_reads`


@functools.lru_cache(maxsize=20_000)
def cached_quantities(text: str, lang: str, nouns: Nouns) -> tuple[Quantity, ...]:
    """Find the numbers of a text. Cached, since navigation and footers recur on every page."""
    return tuple(find_quantities(text, lang, "plain", nouns=nouns, others=True))


@functools.lru_cache(maxsize=4096)
def find_quoted_quantities(text: str, quoted: tuple[tuple[int, int], ...], lang: str, nouns: Nouns) -> tuple[Quantity, ...]:
    """Find the numbers of a text. One across several quotes is replaced by the numbers of each quote."""
    found = cached_quantities(text, lang, nouns)
    through = {each: [span for span in quoted if span[0] < each.end and each.start < span[1]] for each in found}
    several = {each: spans for each, spans in through.items() if len(spans) > 1}
    alone = [each for spans in several.values() for start, end in spans for each in _find_in_part(text, start, end, lang, nouns)]
    return tuple(sorted((*(each for each in found if each not in several), *alone), key=lambda each: each.start)) if several else found


def _find_in_part(text: str, start: int, end: int, lang: str, nouns: Nouns) -> Iterator[Quantity]:
    for each in cached_quantities(text[start:end], lang, nouns):
        yield each._replace(start=each.start + start, end=each.end + start, unit_end=each.unit_end and each.unit_end + start)


@dataclass
class PassageChecker:
    """The checker of passages against one body of data. `tally` counts the numbers seen."""

    figures: Figures
    packages: Packages
    lang: str
    tally: Tally = field(default_factory=Tally)
    page_date: str | None = None  # of the current page, for its version of the data
    page: str = ""  # its source, "" if the file is no page
    published_entries: dict[str, int] | None = None  # the tally's entries, once everything else is read
    cell_by_address: dict[str, tuple[str, Fraction]] = field(default_factory=dict)  # path:line:field -> as in the file, and its value
    cell_reads: set[str] = field(default_factory=set)  # the cells that were looked up
    _tally_entries: list[tuple[str, str]] = field(default_factory=list)
    _text_by_passage: dict[tuple[str, tuple[tuple[int, int, Binding], ...]], AnalysedText] = field(default_factory=dict)
    _last_text: tuple[object, AnalysedText] | None = None
    _made: Sentence | None = None
    contexts: Contexts = field(init=False)
    pieces: ExpectedPieces = field(init=False)
    _offers: OfferMaker = field(init=False)

    def __post_init__(self) -> None:
        self.contexts = Contexts(self.figures, self.lang)
        self.pieces = ExpectedPieces(self.figures, self.lang)
        self._offers = OfferMaker(self.figures, self.contexts, self.lang, self._analyse_text, self._add_detached_unit, self._check_binding)
        for package in self.packages.list_all():
            for resource in package.resources.values():
                for row in resource.rows:
                    for name, value in row.values.items():
                        if isinstance(value, int | Fraction) and not isinstance(value, bool):
                            self.cell_by_address[f"{resource.path}:{row.line}:{name}"] = (row.raw[name], Fraction(value))

    def check_passage(self, passage: Passage, others: Iterable[Spans] = ()) -> tuple[list[Issue], PassedPassage]:
        """Return the issues of a passage, and the counts for `recount` if the passage recurs.

        others: what else its words may quote, where the same words quote different figures in different places. One reading without
        an issue will do: each is right where its author wrote it.
        """
        first = verdicts, right = self._read_passage(passage)
        for spans in others if verdicts else ():
            verdicts, right = self._read_passage(passage._replace(spans=spans))
            if not verdicts:
                break
        else:
            verdicts, right = first
        self.recount(right)
        return verdicts, right

    def _read_passage(self, passage: Passage) -> tuple[list[Issue], PassedPassage]:
        outer = self.figures.read_log, self.cell_reads
        figures: set[tuple[str, str | None]] = set()
        self.figures.read_log, self.cell_reads, self._tally_entries = figures, set(), []
        around = TrackedContext(passage.context)
        verdicts = self._find_issues(passage._replace(context=around))
        right = PassedPassage(around.is_read, tuple(self._tally_entries), frozenset(figures), frozenset(self.cell_reads))
        self.figures.read_log, self.cell_reads = outer
        return verdicts, right

    def find_numbers(self, passage: Passage) -> Iterator[tuple[Quantity, Binding | None]]:
        """Yield each checked number of a passage with its binding."""
        found = self._find_quantities(passage)
        for item in found:
            span, _ = _find_span(passage, item)
            is_beside = span is not None and item.kind not in QUANTITIES and _has_quantity(passage, span, found)  # "by 47% since 2020"
            if (span and not is_beside) or item.kind in QUANTITIES or self._is_binding_required(passage, item):
                yield item, span[2] if span else None

    def find_sentence(self, passage: Passage, item: Quantity, bound: Binding | None) -> Sentence | None:
        """Return a number in its sentence, read for the figure it quotes. None if it quotes none."""
        figure = self._look_up_figure(passage, item, bound)[0] if bound and bound.kind == "figure" else None
        return self._build_sentence(passage, item, figure) if figure else None

    def recount(self, right: PassedPassage) -> None:
        """Count a passage that has passed before."""
        for group, entry in right.tally_entries:
            self.tally.count_number(group, f"{self.page}\n{entry}" if group == "uncomputed" else entry)
        if self.figures.read_log is not None:
            self.figures.read_log |= right.figure_reads
        self.cell_reads |= right.cell_reads

    def _record(self, group: str, entry: str = "") -> None:
        self._tally_entries.append((group, entry))

    def _find_issues(self, passage: Passage) -> list[Issue]:
        if passage.spans and passage.spans[0][2].kind == "piece":
            return self._check_piece(passage)
        found = self._find_quantities(passage)
        if not found and not passage.spans:
            return []
        verdicts: list[Issue] = []
        used: set[tuple[int, int, Binding]] = set()
        for each in passage.spans:
            if each[2].form and each not in used:
                wrong = list(self._check_generated_value(passage, each))
                used.add(each)
                verdicts += wrong
                self._count_number(each[2], bool(wrong))
        for item in found:
            quantity = item.kind in QUANTITIES
            span, whole = _find_span(passage, item)
            whole = whole or (span is not None and _has_unit_after(passage, item, span))
            if whole and span is not None and span[2].form:
                if not quantity:
                    self._record("recognised", item.kind)
                continue
            if span is None:
                is_new = quantity and not self._is_elided(passage, item) and not self._is_restated(passage, item)
                if is_new or self._is_binding_required(passage, item):
                    verdicts.append(self._make_unbound_issue(passage, item))
                    self._record("failing")
                else:
                    self._record("recognised", item.kind)
                continue
            binding = span[2]
            if not whole:
                used.add(span)
                verdicts.append(
                    self._make_issue(
                        passage,
                        item,
                        "half-bound",
                        f'says "{item.text}", of which only "{passage.text[span[0] : span[1]].strip()}" is bound',
                        "put the whole wording into figure()",
                        binding,
                    )
                )
                self._record("failing")
                continue
            named = item.kind == "year" or (item.kind == "ordinal" and self._is_ranked(binding))
            if not quantity and item.kind != "cardinal" and not (named and span not in used):
                self._record("recognised", item.kind)
                continue
            if not quantity and _has_quantity(passage, span, found):
                self._record("recognised", item.kind)
                continue
            used.add(span)
            wrong = list(self._check_binding(passage, item, span))
            verdicts += [self._add_advice(verdict, passage, item, span) for verdict in wrong]
            self._count_number(binding, bool(wrong))
        verdicts += self._find_unsaid(passage)
        for start, end, binding in passage.spans:
            text = passage.text[start:end].strip()
            if text and binding.kind != "exempt" and (start, end, binding) not in used:
                fact = f'quotes {binding.name} as "{text}", which holds no quantity that can be read'
                verdicts.append(Issue(passage, start, end, "unreadable-wording", fact, "write the number", binding.name))
                self._record("failing")
        return verdicts

    def _find_unsaid(self, passage: Passage) -> Iterator[Issue]:
        """Yield the first quote in an author's words of a provisional figure that the text does not call so: once for a text."""
        for start, end, binding in passage.spans:
            if binding.kind != "figure" or binding.form or not self.figures.is_known(binding.name):
                continue
            # The old words of a correction, on data that its page no longer sees, stay as they were.
            if binding.as_of not in ("", self.page_date) and passage.surface not in _HANDOUT_SURFACES:
                continue
            item = Quantity(passage.text[start:end], start, end, "count", "digits", None)
            figure, _ = self._look_up_figure(passage, item, binding)
            if figure and (name := find_unsaid_qualifier(passage, figure, self.lang)):
                word, said = read_interface_words(self.lang)["qualifiers"][name], item.text.strip()
                fact = f'quotes {figure.id} as "{said}" without saying that it is {name}'
                remedy = f'say so in the sentence: write "{said} ({word})", or call it {word} in other words'
                yield self._make_issue(passage, item, "unqualified", fact, remedy, binding)
                return

    def _find_quantities(self, passage: Passage) -> tuple[Quantity, ...]:
        quoted = tuple((start, end) for start, end, binding in passage.spans if binding.kind == "figure")
        if len(quoted) < 2:
            return cached_quantities(passage.text, self.lang, self.figures.nouns)
        return find_quoted_quantities(passage.text, quoted, self.lang, self.figures.nouns)

    def _is_ranked(self, binding: Binding) -> bool:
        """Return whether a binding is to a figure stated by an ordinal."""
        declared = self.figures.find_declaration(binding.name) if binding.kind == "figure" and self.figures.is_known(binding.name) else None
        return declared is not None and "ordinal" in unit_of(declared.unit).kinds

    def _count_number(self, binding: Binding, failing: bool) -> None:
        declared = self.figures.find_declaration(binding.name) if binding.kind == "figure" and self.figures.is_known(binding.name) else None
        if failing or (binding.kind == "figure" and not declared):
            self._record("failing")
        elif binding.kind == "exempt":
            self._record("exempt", binding.name)
        elif binding.kind == "cell":
            self._record("cells")
        elif declared:
            self._record("figures", declared.status)
            if binding.reading:
                self._record("readings", f"{binding.name}, {binding.reading}")

    def _is_elided(self, passage: Passage, item: Quantity) -> bool:
        """Return whether a number belongs to a period or duration: "in the first quarter of 2023 and in the fourth", "after six"."""
        if item.form != "fraction" and item.kind not in ("count", "cardinal", "amount"):
            return False
        named = find_periods(passage.text, self.lang)
        if any(each.start < item.end and item.start < each.end for each in find_elided_periods(passage.text, self.lang, named)):
            return True
        return any(each.start <= item.start and item.end <= each.end for each in find_durations(passage.text, self.lang))

    def _is_binding_required(self, passage: Passage, item: Quantity) -> bool:
        """Return whether a plain number needs a binding: alone in a body cell, or below a header with a unit."""
        if item.kind != "cardinal" or not (passage.is_in_cell or passage.near):
            return False
        found = cached_quantities(passage.text, self.lang, self.figures.nouns) if passage.is_in_cell else ()
        named = has_lone_unit(passage.near, self.lang) or any(not is_time(each) for each in find_named_units(passage.near, self.lang))
        return (passage.is_in_cell and _is_bare(passage.text, found)) or named

    def _check_binding(self, passage: Passage, item: Quantity, span: tuple[int, int, Binding]) -> Iterator[Issue]:
        binding = span[2]
        if binding.kind == "exempt":
            if not binding.name.strip():
                yield self._make_issue(
                    passage,
                    item,
                    "no-reason",
                    f'says "{item.text}", declared not to be a figure without a reason',
                    "give the reason",
                    binding,
                )
            return
        if binding.kind == "cell":
            yield from self._check_cell(passage, item, binding)
            return
        if binding.kind == "tally":
            if self.published_entries is None or item.value is None or self.published_entries.get(binding.name) != item.value:
                entry = (self.published_entries or {}).get(binding.name)
                yield self._make_issue(
                    passage,
                    item,
                    "wrong-tally",
                    f'shows "{item.text}" for the tally\'s entry {binding.name}, which is {entry}',
                    "build again",
                    binding,
                )
            return
        figure, wrong = self._look_up_figure(passage, item, binding)
        yield from wrong
        if figure is None:
            return
        item = add_direction(self._build_sentence(passage, item, figure))
        wrong = self._check_number(passage, item, figure, binding)
        yield from wrong
        yield from self._check_context(passage, item, span, figure, right=not wrong)

    def _add_advice(self, verdict: Issue, passage: Passage, item: Quantity, span: tuple[int, int, Binding]) -> Issue:
        """Return an issue with a better remedy: a longer quote, or the figure meant by the sentence."""
        if verdict.code not in _MISPLACED_CODES or not self.figures.is_known(verdict.figure):
            return verdict
        remedy = verdict.remedy
        if verdict.code != "wrong-number" and not (passage.near or passage.is_in_cell or passage.surface == "svg"):
            wider = self._offers.widen_quote(passage, item, span, self.figures.get(verdict.figure, self.page_date))
            remedy = f"quote it with the words that say what it is of: write {wider}" if wider else remedy
        bare = passage._replace(spans=tuple(each for each in passage.spans if each != span))
        meant = self._offers.find_meant(bare, item, self.page_date)
        if meant and meant.figure.id != verdict.figure:
            remedy = f"{remedy.removesuffix(f', or {_QUOTE_REMEDY}')}, or {_QUOTE_REMEDY}: {meant}"
        return replace(verdict, remedy=remedy)

    def _build_sentence(self, passage: Passage, item: Quantity, figure: Figure) -> Sentence:
        """Return a number in its sentence. The last one is kept for the next question about it."""
        made = self._made
        if made is None or made.passage is not passage or made.quantity is not item or made.figure is not figure:
            made = self._made = Sentence(passage, item, figure, self._analyse_text(passage))
        return made

    def _analyse_text(self, passage: Passage) -> AnalysedText:
        """Return the text of a passage as read for all of its numbers, cached by text and spans."""
        if self._last_text and self._last_text[0] is passage.spans and self._last_text[1].text is passage.text:
            return self._last_text[1]
        key = passage.text, passage.spans
        if key not in self._text_by_passage:
            if len(self._text_by_passage) >= _MAX_TEXTS:
                self._text_by_passage.clear()
            self._text_by_passage[key] = AnalysedText(passage.text, passage.spans, self._find_quantities(passage), self.lang)
        self._last_text = passage.spans, self._text_by_passage[key]
        return self._last_text[1]

    def _check_number(self, passage: Passage, item: Quantity, figure: Figure, binding: Binding) -> list[Issue]:
        """Return the issues of the number itself, read with its hedge, direction and unit."""
        item = self._add_detached_unit(passage, item, figure)
        if item.hedge and find_half(self._build_sentence(passage, item, figure)):
            item = item._replace(hedge=None, hedge_text="")
        wrong = []
        for finding in compare(item, figure, self.lang):
            mistake = name_mistake(item, figure, self.figures, self.lang)
            fact = f"{finding.fact} ({mistake})" if mistake else finding.fact
            span, _ = _find_span(passage, item)
            said = passage.text[span[0] : span[1]] if span and not binding.form else ""
            remedy = advise_words(said, figure, self.lang, self.figures.nouns, finding.remedy) if said else finding.remedy
            wrong.append(self._make_issue(passage, item, finding.code, fact, remedy, binding))
        return wrong

    def _add_detached_unit(self, passage: Passage, item: Quantity, figure: Figure) -> Quantity:
        """Return the number with a detached unit: from the header of its cell, its label or its sentence."""
        unit = unit_of(figure.declaration.unit)
        if (scale := find_named_scale(passage.near, self.lang) if passage.near else 1) > 1 and item.quantum and item.value is not None:
            if item.quantum < scale and item.kind in ("amount", "cardinal", "count"):
                item = item._replace(value=item.value * scale, quantum=item.quantum * scale)
        apart = bool(passage.near) or passage.is_in_cell or passage.surface == "svg"
        if apart and item.kind in ("amount", "cardinal") and not item.unit and unit.name in ("percent", "percentage points"):
            over = [each for each in (passage.near, *reversed(passage.context)) if has_lone_unit(each, self.lang)]
            return item._replace(kind=min(unit.kinds)) if over else item
        if unit.name == "ratio" and not item.unit and item.kind in ("amount", "cardinal") and not apart:
            is_told = has_listed_word(
                self._build_sentence(passage, item, figure).sentence_text, self.lang, "for_each"
            )  # "for each grant there were 1.5 refusals"
            return item._replace(kind="multiplier") if is_told else item
        if item.unit and item.unit == f"{unit.canonical}-per-year" and _is_of_one_year(figure):
            return item._replace(kind="amount", unit=unit.canonical)  # what was used in a year, "kWh a year"
        if item.unit or item.kind not in ("amount", "cardinal", "count") or not (unit.canonical or passage.near):
            return item
        around = "\n".join((passage.near, *passage.context)) if apart else self._build_sentence(passage, item, figure).sentence_text
        # "9.6 micrograms per cubic metre in 2019 and 8.1 in 2021": the unit of another number.
        others = () if apart else (each.unit for each in cached_quantities(passage.text, self.lang, self.figures.nouns) if each.unit)
        around_it = (*find_named_units(around, self.lang), *others)
        yearly = f"{unit.canonical}-per-year" if _is_of_one_year(figure) else ""
        named = [unit.canonical if each == yearly else each for each in around_it if is_time(each) == is_time(unit.canonical)]
        own = next(filter(unit.is_allowed_with, named), "")
        if unit.canonical and not own and apart and not named and not unit.per:
            own = unit.canonical  # no word names another unit
        said = own or next(iter(named if apart and passage.near else ()), "")
        return item._replace(unit=said, kind="rate" if said.startswith("per ") else item.kind)

    def _is_restated(self, passage: Passage, item: Quantity) -> bool:
        return is_restated(self._analyse_text(passage), item, lambda quote: self._look_up_figure(passage, item, quote)[0])

    def _look_up_figure(self, passage: Passage, item: Quantity, binding: Binding) -> tuple[Figure | None, list[Issue]]:
        """Return the figure of a binding, or None, and the issues of its version and status."""
        try:
            figure = self.figures.get(binding.name, None if binding.as_of in ("", NEWEST) else binding.as_of)
            seen = figure if binding.as_of or self.page_date is None else self.figures.get(binding.name, self.page_date)
        except FaultError as error:
            fault = error.faults[0]
            return None, [self._make_issue(passage, item, "unknown-figure", fault.fact, fault.remedy, binding)]
        wrong, remedy = [], "quote it through figure()"
        if figure.version != seen.version:
            fact = f"quotes {figure.id} from {figure.label} on a page of {self.page_date}, which sees {seen.label}"
            wrong.append(self._make_issue(passage, item, "newer-version", fact, remedy, binding))
        allowed = [""] if binding.as_of == NEWEST else self._list_marks(figure, binding)  # the quote itself has the status already
        if binding.mark is not None and binding.mark not in allowed:
            fact = f'shows the status of {figure.id} as "{binding.mark.strip()}", which is "{allowed[-1].strip()}"'
            wrong.append(self._make_issue(passage, item, "wrong-status", fact, remedy, binding))
        return figure, wrong

    def _list_marks(self, figure: Figure, binding: Binding) -> list[str]:
        """Return what may stand beside a value: the words of its link, and in a cell the signs and the notes of its source."""
        signs = write_marks(figure, self.lang)
        if binding.within:
            return [signs]
        words = write_status_mark(figure, self.lang, binding.form)
        return [words, words + signs] if binding.form == "cell" else [words]

    def _check_context(
        self, passage: Passage, item: Quantity, span: tuple[int, int, Binding], figure: Figure, *, right: bool
    ) -> Iterator[Issue]:
        """Yield the issues of the words around a number. `right`: whether the number itself is right."""
        if passage.surface in _CONTEXTLESS_SURFACES:
            return
        sentence = self._build_sentence(passage, item, figure)
        is_apart = passage.near or passage.is_in_cell or passage.surface == "svg"
        if right and (words := self.contexts.find_header_problem(sentence) if is_apart else find_context_problem(sentence, self.contexts)):
            fact = f'quotes {figure.id} as "{item.text}" {words}'
            where = " in the words of the quote itself" if words.startswith("in words that speak of") else ""
            remedy = f"say what the number is of{where}, or {_QUOTE_REMEDY}"
            yield self._make_issue(passage, item, "wrong-context", fact, remedy, span[2])
            return
        for code, fact, remedy in find_issues(sentence, span[1], self.contexts, span[2].reading.partition(": ")[0]):
            if code == UNDECIDED:
                self._record("uncomputed", f"{fact}\n{' '.join(sentence.sentence_text.split())}")
                continue
            yield self._make_issue(passage, item, code, fact, remedy, span[2])

    def _check_piece(self, passage: Passage) -> list[Issue]:
        """Check a piece, a text written by the generator, against the text computed from the cells."""
        (start, end, binding), *inner = passage.spans
        try:
            wrong = self._describe_mismatch(passage.text, binding.name, inner)
        except UnknownPieceError as error:
            wrong = f"which {error}"
        except FaultError as error:
            wrong = f"and {error.faults[0].fact}"
        for _, _, bound in inner:
            self._count_number(bound, bool(wrong))
        if not wrong:
            return []
        fact = f'shows "{passage.text.strip()}", {wrong} ({binding.name})'
        figure = binding.name.split(" ")[1].partition("@")[0]
        return [Issue(passage, start, end, PIECE_CODE, fact, _REBUILD_REMEDY, figure if self.figures.is_known(figure) else "")]

    def _describe_mismatch(self, text: str, name: str, inner: Sequence[tuple[int, int, Binding]]) -> str:
        """Describe how a piece differs from the expected text, else return "". `inner`: its bindings. Raises Unknown, FaultError."""
        expected = self.pieces.list_expected(name)
        if not any(each.is_text(text, self.lang) for each in expected):
            return f'where the data gives "{next(iter(expected)).show_text(self.lang)}"'
        first = next(iter(expected))
        if len(inner) != len(first.numbers) - first.unbound:
            return "whose numbers are not each bound to what they are of"
        subject = name.split(" ")[1].partition("@")[0]
        for start, end, bound in inner:
            said = text[start:end].strip()
            if bound.kind == "figure" and bound.name == subject:
                figure = self.figures.get(bound.name, self.page_date if not bound.as_of else None if bound.as_of == NEWEST else bound.as_of)
                right = any(
                    self.pieces.expect_form(figure, form).is_text(said, self.lang) for form in ((bound.form,) if bound.form else FORMS)
                )
            elif bound.kind == "cell":
                self.cell_reads.add(bound.name)
                own = self.pieces.find_cell_addresses(subject)
                right = bound.name in own and self.pieces.expect_operand(self.cell_by_address[bound.name][0]).is_text(said, self.lang)
            else:
                right = bound.kind == "tally"  # compared as a whole
            if not right:
                return f'of which "{said}" is bound to {bound.name}, which it is not'
        return ""

    def _check_generated_value(self, passage: Passage, span: tuple[int, int, Binding]) -> Iterator[Issue]:
        """Check a value worded by the generator in an author's text: its words by the data, the text around it by the rules."""
        start, end, binding = span
        said = passage.text[start:end].strip()
        item = self._find_quantity(passage.text, start, end)
        figure, wrong = self._look_up_figure(passage, item, binding)
        yield from wrong
        if figure is None:
            return
        try:
            expected = self.pieces.expect_form(figure, binding.form)
            fact = "" if expected.is_text(said, self.lang) else f'shows {figure.id} as "{said}", which is "{expected.show_text(self.lang)}"'
        except UnknownPieceError as error:
            fact = f'shows {figure.id} as "{said}", which {error}'
        if fact:
            yield self._make_issue(passage, item, PIECE_CODE, fact, _REBUILD_REMEDY, binding)
            return
        alone = self._find_quantity(said, 0, len(said))
        if (item.kind, item.hedge, item.direction, item.basis) != (alone.kind, alone.hedge, alone.direction, alone.basis):
            directed_item = add_direction(self._build_sentence(passage, item, figure))
            yield from self._check_number(passage, directed_item, figure, binding)  # the author's words say something of it
        if _can_be_year(passage, start, end):
            return
        masked = self._mask_generated(passage)
        alike = self._find_quantity(masked.text, start, end)._replace(text=said)
        yield from (replace(verdict, passage=passage) for verdict in self._check_context(masked, alike, span, figure, right=True))

    def _find_quantity(self, text: str, start: int, end: int) -> Quantity:
        """Return the quantity read in a stretch of a text, else its first number, else an unread number."""
        inside = [item for item in cached_quantities(text, self.lang, self.figures.nouns) if start <= item.start and item.end <= end]
        unread = Quantity(text[start:end], start, end, "count", "digits", None)
        return next((item for item in inside if item.kind in QUANTITIES), inside[0] if inside else unread)

    def _mask_generated(self, passage: Passage) -> Passage:
        """Return the passage with a meaningless number in place of each value worded by the generator, so that none reads as a year."""
        text = passage.text
        for start, end, binding in passage.spans:
            if binding.form and not _can_be_year(passage, start, end):
                text = text[:start] + "7".ljust(end - start, _INVISIBLE) + text[end:]
        return passage._replace(text=text)

    def _check_cell(self, passage: Passage, item: Quantity, binding: Binding) -> Iterator[Issue]:
        self.cell_reads.add(binding.name)
        known = self.cell_by_address.get(binding.name)
        if known is None:
            yield self._make_issue(
                passage, item, "unknown-cell", f"shows the cell {binding.name}, which does not exist", "fix the address", binding
            )
            return
        raw, value = known
        written = Fraction(item.value) if item.value is not None else None
        quantum = Fraction(item.quantum) if item.quantum is not None else Fraction(1)
        if written is None or round_half_up(value, quantum) != written or (quantum > 1 and value != written):
            yield self._make_issue(
                passage, item, "wrong-cell", f'shows "{item.text}" for {binding.name}, which is {raw}', f"show {raw}", binding
            )

    def _make_unbound_issue(self, passage: Passage, item: Quantity) -> Issue:
        read = f" (read as {find_language_name(item.lang)})" if item.lang else ""
        fact = f'says "{item.text}"{read}, which is not bound to a figure'
        offers = self._offers.find_nearest(passage, item, self.page_date)
        if offers:
            listed = ", ".join(f"{each.figure.id} ({write_standard(each.figure, self.lang)})" for each in offers)
            remedy = f"write {offers[0]}; nearest: {listed}"
        else:
            remedy = f'declare it in data/figures.yml, or write {{{{ not_a_figure("{item.text.strip()}", "reason") }}}}'
        return Issue(passage, item.start, item.end, "unbound", fact, remedy)

    def _make_issue(self, passage: Passage, item: Quantity, code: str, fact: str, remedy: str, binding: Binding) -> Issue:
        name = binding.name if binding.kind == "figure" else ""
        return Issue(passage, item.start, item.end, code, fact, remedy, name)


def _is_of_one_year(figure: Figure) -> bool:
    """Return True if a figure is of what there was in the course of a year."""
    own = find_own_periods(figure.declaration)
    return [each.kind for each in own] == ["year"] and not figure.declaration.is_change and not is_stock(figure.declaration)


def _find_span(passage: Passage, item: Quantity) -> tuple[tuple[int, int, Binding] | None, bool]:
    """Return the innermost span around the number, else one that overlaps it, and whether the span holds all of it."""
    inside = [s for s in passage.spans if s[0] <= item.start and item.end <= s[1]]
    if inside:
        return min(inside, key=lambda s: s[1] - s[0]), True
    for span in passage.spans:
        if span[0] < item.end and item.start < span[1]:
            return span, False
    return None, False


def _can_be_year(passage: Passage, start: int, end: int) -> bool:
    """Return whether a number in a proof may be the year beside a bound number."""
    return passage.surface == "proof" and re.fullmatch(r"[12][0-9]{3}", passage.text[start:end]) is not None


def _has_unit_after(passage: Passage, item: Quantity, span: tuple[int, int, Binding]) -> bool:
    """Return whether a quote lacks only the words of the unit: "44.8" of "44.8 deaths per million"."""
    behind = passage.text[span[1] : item.end]
    return span[0] <= item.start and item.kind in ("rate", "amount") and behind[:1].isspace() and not any(map(str.isdigit, behind))


def _is_bare(text: str, found: Iterable[Quantity]) -> bool:
    """Return whether a cell holds only numbers, with their hedges and signs. Those need a binding even without a unit."""
    rest = text
    for item in found:
        for said in (item.text, item.hedge_text):
            rest = rest.replace(said, " ", 1)
    return not _LETTER.search(rest)


def _has_quantity(passage: Passage, span: tuple[int, int, Binding], found: Iterable[Quantity]) -> bool:
    return any(f.kind in QUANTITIES and span[0] <= f.start and f.end <= span[1] for f in found)
