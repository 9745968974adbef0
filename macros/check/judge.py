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
from macros.check.claims import claims
from macros.check.comparisons import UNDECIDED
from macros.check.context import Contexts, Sentence, is_stock, says
from macros.check.directions import directed
from macros.check.durations import find_durations
from macros.check.model import NEWEST, Around, Binding, Passage, Tally
from macros.check.offers import Offers
from macros.check.pieces import FORMS, Pieces, Unknown
from macros.check.reading import wrong
from macros.check.relative import find_elided
from macros.check.restated import find_half, is_restated
from macros.check.text import Text
from macros.check.times import own_periods
from macros.datapackage import Packages
from macros.figures import Figure, Figures, unit_of
from macros.numbers import Find, find, language_name, named_scale, named_units, names_unit
from macros.numbers.periods import find_periods
from macros.quotes.quote import mark_words, signs_of
from macros.wording import judge, standard
from macros.wording.diagnose import diagnose
from macros.wording.judge import QUANTITIES
from macros.wording.tolerance import round_half_up

_NAMES = frozenset({"id", "download", "link"})  # surfaces without words around their numbers
PIECE = "wrong-piece"  # the code of a wrong text of the generator
_REBUILD = "build again; if it comes back, macros/ writes it wrongly"
_MISPLACED = frozenset({"wrong-context", "wrong-period", "wrong-number"})  # codes of quotes that may mean another figure
_QUOTE = "quote the figure that is meant"
_KEPT = 4096  # texts
_NOTHING = "\u2060"  # word joiner, invisible
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Verdict:
    """One issue of a number in a passage. `figure` is the id of the figure it is bound to, or ""."""

    passage: Passage
    start: int
    end: int
    code: str
    fact: str
    remedy: str
    figure: str = ""


class Right(NamedTuple):
    """The reads and counts of a passage without an issue."""

    around: bool  # whether its context was read
    seen: tuple[tuple[str, str], ...]  # for each number, the tally's field and the entry in it
    figures: frozenset[tuple[str, str | None]]  # see `Figures.asked`
    cells: frozenset[str]  # see `Judge.asked`


@functools.lru_cache(maxsize=20_000)
def finds(text: str, lang: str, nouns: Nouns) -> tuple[Find, ...]:
    """Find the numbers of a text. Cached, since navigation and footers recur on every page."""
    return tuple(find(text, lang, "plain", nouns=nouns, others=True))


@functools.lru_cache(maxsize=4096)
def finds_of_quotes(text: str, quoted: tuple[tuple[int, int], ...], lang: str, nouns: Nouns) -> tuple[Find, ...]:
    """Find the numbers of a text. One across several quotes is replaced by the numbers of each quote."""
    found = finds(text, lang, nouns)
    through = {each: [span for span in quoted if span[0] < each.end and each.start < span[1]] for each in found}
    several = {each: spans for each, spans in through.items() if len(spans) > 1}
    alone = [each for spans in several.values() for start, end in spans for each in _read_alone(text, start, end, lang, nouns)]
    return tuple(sorted((*(each for each in found if each not in several), *alone), key=lambda each: each.start)) if several else found


def _read_alone(text: str, start: int, end: int, lang: str, nouns: Nouns) -> Iterator[Find]:
    for each in finds(text[start:end], lang, nouns):
        yield each._replace(start=each.start + start, end=each.end + start, unit_end=each.unit_end and each.unit_end + start)


@dataclass
class Judge:
    """The checker of passages against one body of data. `tally` counts the numbers seen."""

    figures: Figures
    packages: Packages
    lang: str
    tally: Tally = field(default_factory=Tally)
    page_date: str | None = None  # of the current page, for its version of the data
    page: str = ""  # its source, "" if the file is no page
    published: dict[str, int] | None = None  # the tally's entries, once everything else is read
    cells: dict[str, tuple[str, Fraction]] = field(default_factory=dict)  # path:line:field -> as in the file, and its value
    asked: set[str] = field(default_factory=set)  # the cells that were looked up
    _seen: list[tuple[str, str]] = field(default_factory=list)
    _texts: dict[tuple[str, tuple[tuple[int, int, Binding], ...]], Text] = field(default_factory=dict)
    _last: tuple[object, Text] | None = None
    _made: Sentence | None = None
    contexts: Contexts = field(init=False)
    pieces: Pieces = field(init=False)
    _offers: Offers = field(init=False)

    def __post_init__(self) -> None:
        self.contexts = Contexts(self.figures, self.lang)
        self.pieces = Pieces(self.figures, self.lang)
        self._offers = Offers(self.figures, self.contexts, self.lang, self._read, self._measured, self._bound)
        for package in self.packages.all():
            for resource in package.resources.values():
                for row in resource.rows:
                    for name, value in row.values.items():
                        if isinstance(value, int | Fraction) and not isinstance(value, bool):
                            self.cells[f"{resource.path}:{row.line}:{name}"] = (row.raw[name], Fraction(value))

    def passage(self, passage: Passage) -> tuple[list[Verdict], Right]:
        """Return the issues of a passage, and the counts for `again` if the passage recurs."""
        outer = self.figures.asked, self.asked
        figures: set[tuple[str, str | None]] = set()
        self.figures.asked, self.asked, self._seen = figures, set(), []
        around = Around(passage.context)
        verdicts = self._judged(passage._replace(context=around))
        right = Right(around.asked, tuple(self._seen), frozenset(figures), frozenset(self.asked))
        self.figures.asked, self.asked = outer
        self.again(right)
        return verdicts, right

    def numbers(self, passage: Passage) -> Iterator[tuple[Find, Binding | None]]:
        """Yield each checked number of a passage with its binding."""
        found = self._finds(passage)
        for item in found:
            span, _ = _span(passage, item)
            is_beside = span is not None and item.kind not in QUANTITIES and _has_quantity(passage, span, found)  # "by 47% since 2020"
            if (span and not is_beside) or item.kind in QUANTITIES or self._must_be_bound(passage, item):
                yield item, span[2] if span else None

    def sentence_of(self, passage: Passage, item: Find, bound: Binding | None) -> Sentence | None:
        """Return a number in its sentence, read for the figure it quotes. None if it quotes none."""
        figure = self._seen_figure(passage, item, bound)[0] if bound and bound.kind == "figure" else None
        return self._sentence(passage, item, figure) if figure else None

    def again(self, right: Right) -> None:
        """Count a passage that has passed before."""
        for group, entry in right.seen:
            self.tally.count(group, f"{self.page}\n{entry}" if group == "uncomputed" else entry)
        if self.figures.asked is not None:
            self.figures.asked |= right.figures
        self.asked |= right.cells

    def _see(self, group: str, entry: str = "") -> None:
        self._seen.append((group, entry))

    def _judged(self, passage: Passage) -> list[Verdict]:
        if passage.spans and passage.spans[0][2].kind == "piece":
            return self._piece(passage)
        found = self._finds(passage)
        if not found and not passage.spans:
            return []
        verdicts: list[Verdict] = []
        used: set[tuple[int, int, Binding]] = set()
        for each in passage.spans:
            if each[2].form and each not in used:
                wrong = list(self._worded(passage, each))
                used.add(each)
                verdicts += wrong
                self._count(each[2], bool(wrong))
        for item in found:
            quantity = item.kind in QUANTITIES
            span, whole = _span(passage, item)
            whole = whole or (span is not None and _has_unit_behind(passage, item, span))
            if whole and span is not None and span[2].form:
                if not quantity:
                    self._see("recognised", item.kind)
                continue
            if span is None:
                is_new = quantity and not self._is_elided(passage, item) and not self._is_restated(passage, item)
                if is_new or self._must_be_bound(passage, item):
                    verdicts.append(self._unbound(passage, item))
                    self._see("failing")
                else:
                    self._see("recognised", item.kind)
                continue
            binding = span[2]
            if not whole:
                used.add(span)
                verdicts.append(
                    self._verdict(
                        passage,
                        item,
                        "half-bound",
                        f'says "{item.text}", of which only "{passage.text[span[0] : span[1]].strip()}" is bound',
                        "put the whole wording into figure()",
                        binding,
                    )
                )
                self._see("failing")
                continue
            named = item.kind == "year" or (item.kind == "ordinal" and self._is_ranked(binding))
            if not quantity and item.kind != "cardinal" and not (named and span not in used):
                self._see("recognised", item.kind)
                continue
            if not quantity and _has_quantity(passage, span, found):
                self._see("recognised", item.kind)
                continue
            used.add(span)
            wrong = list(self._bound(passage, item, span))
            verdicts += [self._advised(verdict, passage, item, span) for verdict in wrong]
            self._count(binding, bool(wrong))
        for start, end, binding in passage.spans:
            text = passage.text[start:end].strip()
            if text and binding.kind != "exempt" and (start, end, binding) not in used:
                fact = f'quotes {binding.name} as "{text}", which holds no quantity that can be read'
                verdicts.append(Verdict(passage, start, end, "unreadable-wording", fact, "write the number", binding.name))
                self._see("failing")
        return verdicts

    def _finds(self, passage: Passage) -> tuple[Find, ...]:
        quoted = tuple((start, end) for start, end, binding in passage.spans if binding.kind == "figure")
        if len(quoted) < 2:
            return finds(passage.text, self.lang, self.figures.nouns)
        return finds_of_quotes(passage.text, quoted, self.lang, self.figures.nouns)

    def _is_ranked(self, binding: Binding) -> bool:
        """Return whether a binding is to a figure stated by an ordinal."""
        declared = self.figures.declaration(binding.name) if binding.kind == "figure" and self.figures.is_known(binding.name) else None
        return declared is not None and "ordinal" in unit_of(declared.unit).kinds

    def _count(self, binding: Binding, failing: bool) -> None:
        declared = self.figures.declaration(binding.name) if binding.kind == "figure" and self.figures.is_known(binding.name) else None
        if failing or (binding.kind == "figure" and not declared):
            self._see("failing")
        elif binding.kind == "exempt":
            self._see("exempt", binding.name)
        elif binding.kind == "cell":
            self._see("cells")
        elif declared:
            self._see("figures", declared.status)
            if binding.reading:
                self._see("readings", f"{binding.name}, {binding.reading}")

    def _is_elided(self, passage: Passage, item: Find) -> bool:
        """Return whether a number belongs to a period or duration: "in the first quarter of 2023 and in the fourth", "after six"."""
        if item.form != "fraction" and item.kind not in ("count", "cardinal", "amount"):
            return False
        named = find_periods(passage.text, self.lang)
        if any(each.start < item.end and item.start < each.end for each in find_elided(passage.text, self.lang, named)):
            return True
        return any(each.start <= item.start and item.end <= each.end for each in find_durations(passage.text, self.lang))

    def _must_be_bound(self, passage: Passage, item: Find) -> bool:
        """Return whether a plain number needs a binding: alone in a body cell, or below a header with a unit."""
        if item.kind != "cardinal" or not (passage.in_cell or passage.near):
            return False
        found = finds(passage.text, self.lang, self.figures.nouns) if passage.in_cell else ()
        named = names_unit(passage.near, self.lang) or any(not is_time(each) for each in named_units(passage.near, self.lang))
        return (passage.in_cell and _bare(passage.text, found)) or named

    def _bound(self, passage: Passage, item: Find, span: tuple[int, int, Binding]) -> Iterator[Verdict]:
        binding = span[2]
        if binding.kind == "exempt":
            if not binding.name.strip():
                yield self._verdict(
                    passage,
                    item,
                    "no-reason",
                    f'says "{item.text}", declared not to be a figure without a reason',
                    "give the reason",
                    binding,
                )
            return
        if binding.kind == "cell":
            yield from self._cell(passage, item, binding)
            return
        if binding.kind == "tally":
            if self.published is None or item.value is None or self.published.get(binding.name) != item.value:
                yield self._verdict(
                    passage,
                    item,
                    "wrong-tally",
                    f'shows "{item.text}" for the tally\'s entry {binding.name}, which is {(self.published or {}).get(binding.name)}',
                    "build again",
                    binding,
                )
            return
        figure, wrong = self._seen_figure(passage, item, binding)
        yield from wrong
        if figure is None:
            return
        item = directed(self._sentence(passage, item, figure))
        wrong = self._number(passage, item, figure, binding)
        yield from wrong
        yield from self._around(passage, item, span, figure, right=not wrong)

    def _advised(self, verdict: Verdict, passage: Passage, item: Find, span: tuple[int, int, Binding]) -> Verdict:
        """Return an issue with a better remedy: a longer quote, or the figure meant by the sentence."""
        if verdict.code not in _MISPLACED or not self.figures.is_known(verdict.figure):
            return verdict
        remedy = verdict.remedy
        if verdict.code != "wrong-number" and not (passage.near or passage.in_cell or passage.surface == "svg"):
            wider = self._offers.wider(passage, item, span, self.figures.get(verdict.figure, self.page_date))
            remedy = f"quote it with the words that say what it is of: write {wider}" if wider else remedy
        bare = passage._replace(spans=tuple(each for each in passage.spans if each != span))
        meant = self._offers.meant(bare, item, self.page_date)
        if meant and meant.figure.id != verdict.figure:
            remedy = f"{remedy.removesuffix(f', or {_QUOTE}')}, or {_QUOTE}: {meant}"
        return replace(verdict, remedy=remedy)

    def _sentence(self, passage: Passage, item: Find, figure: Figure) -> Sentence:
        """A number in its sentence, which is made once for all that is asked of it in a row."""
        made = self._made
        if made is None or made.passage is not passage or made.item is not item or made.figure is not figure:
            made = self._made = Sentence(passage, item, figure, self._read(passage))
        return made

    def _read(self, passage: Passage) -> Text:
        """Return the text of a passage as read for all of its numbers, cached by text and spans."""
        if self._last and self._last[0] is passage.spans and self._last[1].text is passage.text:
            return self._last[1]
        key = passage.text, passage.spans
        if key not in self._texts:
            if len(self._texts) >= _KEPT:
                self._texts.clear()
            self._texts[key] = Text(passage.text, passage.spans, self._finds(passage), self.lang)
        self._last = passage.spans, self._texts[key]
        return self._last[1]

    def _number(self, passage: Passage, item: Find, figure: Figure, binding: Binding) -> list[Verdict]:
        """Return the issues of the number itself, read with its hedge, direction and unit."""
        item = self._measured(passage, item, figure)
        if item.hedge and find_half(self._sentence(passage, item, figure)):
            item = item._replace(hedge=None, hedge_text="")
        wrong = []
        for finding in judge(item, figure, self.lang):
            mistake = diagnose(item, figure, self.figures, self.lang)
            fact = f"{finding.fact} ({mistake})" if mistake else finding.fact
            wrong.append(self._verdict(passage, item, finding.code, fact, finding.remedy, binding))
        return wrong

    def _measured(self, passage: Passage, item: Find, figure: Figure) -> Find:
        """Return the number with a detached unit: from the header of its cell, its label or its sentence."""
        unit = unit_of(figure.declaration.unit)
        if (scale := named_scale(passage.near, self.lang) if passage.near else 1) > 1 and item.quantum and item.value is not None:
            if item.quantum < scale and item.kind in ("amount", "cardinal", "count"):
                item = item._replace(value=item.value * scale, quantum=item.quantum * scale)
        apart = bool(passage.near) or passage.in_cell or passage.surface == "svg"
        if apart and item.kind in ("amount", "cardinal") and not item.unit and unit.name in ("percent", "percentage points"):
            over = [each for each in (passage.near, *reversed(passage.context)) if names_unit(each, self.lang)]
            return item._replace(kind=min(unit.kinds)) if over else item
        if unit.name == "ratio" and not item.unit and item.kind in ("amount", "cardinal") and not apart:
            is_told = says(self._sentence(passage, item, figure).words, self.lang, "for_each")  # "for each grant there were 1.5 refusals"
            return item._replace(kind="multiplier") if is_told else item
        if item.unit and item.unit == f"{unit.canonical}-per-year" and _is_of_one_year(figure):
            return item._replace(kind="amount", unit=unit.canonical)  # what was used in a year, "kWh a year"
        if item.unit or item.kind not in ("amount", "cardinal", "count") or not (unit.canonical or passage.near):
            return item
        around = "\n".join((passage.near, *passage.context)) if apart else self._sentence(passage, item, figure).words
        # "9.6 micrograms per cubic metre in 2019 and 8.1 in 2021": the unit of another number.
        others = () if apart else (each.unit for each in finds(passage.text, self.lang, self.figures.nouns) if each.unit)
        around_it = (*named_units(around, self.lang), *others)
        yearly = f"{unit.canonical}-per-year" if _is_of_one_year(figure) else ""
        named = [unit.canonical if each == yearly else each for each in around_it if is_time(each) == is_time(unit.canonical)]
        own = next(filter(unit.allows, named), "")
        if unit.canonical and not own and apart and not named and not unit.per:
            own = unit.canonical  # no word names another unit
        said = own or next(iter(named if apart and passage.near else ()), "")
        return item._replace(unit=said, kind="rate" if said.startswith("per ") else item.kind)

    def _is_restated(self, passage: Passage, item: Find) -> bool:
        return is_restated(self._read(passage), item, lambda quote: self._seen_figure(passage, item, quote)[0])

    def _seen_figure(self, passage: Passage, item: Find, binding: Binding) -> tuple[Figure | None, list[Verdict]]:
        """Return the figure of a binding, or None, and the issues of its version and status."""
        try:
            figure = self.figures.get(binding.name, None if binding.as_of in ("", NEWEST) else binding.as_of)
            seen = figure if binding.as_of or self.page_date is None else self.figures.get(binding.name, self.page_date)
        except FaultError as error:
            fault = error.faults[0]
            return None, [self._verdict(passage, item, "unknown-figure", fault.fact, fault.remedy, binding)]
        wrong, remedy = [], "quote it through figure()"
        if figure.version != seen.version:
            fact = f"quotes {figure.id} from {figure.label} on a page of {self.page_date}, which sees {seen.label}"
            wrong.append(self._verdict(passage, item, "newer-version", fact, remedy, binding))
        marked = signs_of if binding.within else mark_words
        expected = "" if binding.as_of == NEWEST else marked(figure, self.lang)  # the quote itself has the status already
        if binding.mark is not None and binding.mark != expected:
            fact = f'shows the status of {figure.id} as "{binding.mark.strip()}", which is "{expected.strip()}"'
            wrong.append(self._verdict(passage, item, "wrong-status", fact, remedy, binding))
        return figure, wrong

    def _around(self, passage: Passage, item: Find, span: tuple[int, int, Binding], figure: Figure, *, right: bool) -> Iterator[Verdict]:
        """Yield the issues of the words around a number. `right`: whether the number itself is right."""
        if passage.surface in _NAMES:
            return
        sentence = self._sentence(passage, item, figure)
        is_apart = passage.near or passage.in_cell or passage.surface == "svg"
        if right and (words := self.contexts.wrong_headers(sentence) if is_apart else wrong(sentence, self.contexts)):
            fact = f'quotes {figure.id} as "{item.text}" {words}'
            where = " in the words of the quote itself" if words.startswith("in words that speak of") else ""
            remedy = f"say what the number is of{where}, or {_QUOTE}"
            yield self._verdict(passage, item, "wrong-context", fact, remedy, span[2])
            return
        for code, fact, remedy in claims(sentence, span[1], self.contexts, span[2].reading.partition(": ")[0]):
            if code == UNDECIDED:
                self._see("uncomputed", f"{fact}\n{' '.join(sentence.words.split())}")
                continue
            yield self._verdict(passage, item, code, fact, remedy, span[2])

    def _piece(self, passage: Passage) -> list[Verdict]:
        """Check a piece, a text written by the generator, against the text computed from the cells."""
        (start, end, binding), *inner = passage.spans
        try:
            wrong = self._unlike(passage.text, binding.name, inner)
        except Unknown as error:
            wrong = f"which {error}"
        except FaultError as error:
            wrong = f"and {error.faults[0].fact}"
        for _, _, bound in inner:
            self._count(bound, bool(wrong))
        if not wrong:
            return []
        fact = f'shows "{passage.text.strip()}", {wrong} ({binding.name})'
        figure = binding.name.split(" ")[1].partition("@")[0]
        return [Verdict(passage, start, end, PIECE, fact, _REBUILD, figure if self.figures.is_known(figure) else "")]

    def _unlike(self, text: str, name: str, inner: Sequence[tuple[int, int, Binding]]) -> str:
        """Describe how a piece differs from the expected text, else return "". `inner`: its bindings. Raises Unknown, FaultError."""
        expected = self.pieces.of(name)
        if not any(each.is_text(text, self.lang) for each in expected):
            return f'where the data gives "{next(iter(expected)).shown(self.lang)}"'
        first = next(iter(expected))
        if len(inner) != len(first.numbers) - first.unbound:
            return "whose numbers are not each bound to what they are of"
        subject = name.split(" ")[1].partition("@")[0]
        for start, end, bound in inner:
            said = text[start:end].strip()
            if bound.kind == "figure" and bound.name == subject:
                figure = self.figures.get(bound.name, self.page_date if not bound.as_of else None if bound.as_of == NEWEST else bound.as_of)
                right = any(self.pieces.form(figure, form).is_text(said, self.lang) for form in ((bound.form,) if bound.form else FORMS))
            elif bound.kind == "cell":
                self.asked.add(bound.name)
                own = self.pieces.addresses(subject)
                right = bound.name in own and self.pieces.operand(self.cells[bound.name][0]).is_text(said, self.lang)
            else:
                right = bound.kind == "tally"  # compared as a whole
            if not right:
                return f'of which "{said}" is bound to {bound.name}, which it is not'
        return ""

    def _worded(self, passage: Passage, span: tuple[int, int, Binding]) -> Iterator[Verdict]:
        """Check a value worded by the generator in an author's text: its words by the data, the text around it by the rules."""
        start, end, binding = span
        said = passage.text[start:end].strip()
        item = self._quantity(passage.text, start, end)
        figure, wrong = self._seen_figure(passage, item, binding)
        yield from wrong
        if figure is None:
            return
        try:
            expected = self.pieces.form(figure, binding.form)
            fact = "" if expected.is_text(said, self.lang) else f'shows {figure.id} as "{said}", which is "{expected.shown(self.lang)}"'
        except Unknown as error:
            fact = f'shows {figure.id} as "{said}", which {error}'
        if fact:
            yield self._verdict(passage, item, PIECE, fact, _REBUILD, binding)
            return
        alone = self._quantity(said, 0, len(said))
        if (item.kind, item.hedge, item.direction, item.basis) != (alone.kind, alone.hedge, alone.direction, alone.basis):
            directed_item = directed(self._sentence(passage, item, figure))
            yield from self._number(passage, directed_item, figure, binding)  # the author's words say something of it
        if _may_be_year(passage, start, end):
            return
        masked = self._masked(passage)
        alike = self._quantity(masked.text, start, end)._replace(text=said)
        yield from (replace(verdict, passage=passage) for verdict in self._around(masked, alike, span, figure, right=True))

    def _quantity(self, text: str, start: int, end: int) -> Find:
        """Return the quantity read in a stretch of a text, else its first number, else an unread number."""
        inside = [item for item in finds(text, self.lang, self.figures.nouns) if start <= item.start and item.end <= end]
        unread = Find(text[start:end], start, end, "count", "digits", None)
        return next((item for item in inside if item.kind in QUANTITIES), inside[0] if inside else unread)

    def _masked(self, passage: Passage) -> Passage:
        """Return the passage with a meaningless number in place of each value worded by the generator, so that none reads as a year."""
        text = passage.text
        for start, end, binding in passage.spans:
            if binding.form and not _may_be_year(passage, start, end):
                text = text[:start] + "7".ljust(end - start, _NOTHING) + text[end:]
        return passage._replace(text=text)

    def _cell(self, passage: Passage, item: Find, binding: Binding) -> Iterator[Verdict]:
        self.asked.add(binding.name)
        known = self.cells.get(binding.name)
        if known is None:
            yield self._verdict(
                passage, item, "unknown-cell", f"shows the cell {binding.name}, which does not exist", "fix the address", binding
            )
            return
        raw, value = known
        written = Fraction(item.value) if item.value is not None else None
        quantum = Fraction(item.quantum) if item.quantum is not None else Fraction(1)
        if written is None or round_half_up(value, quantum) != written or (quantum > 1 and value != written):
            yield self._verdict(
                passage, item, "wrong-cell", f'shows "{item.text}" for {binding.name}, which is {raw}', f"show {raw}", binding
            )

    def _unbound(self, passage: Passage, item: Find) -> Verdict:
        read = f" (read as {language_name(item.lang)})" if item.lang else ""
        fact = f'says "{item.text}"{read}, which is not bound to a figure'
        offers = self._offers.nearest(passage, item, self.page_date)
        if offers:
            listed = ", ".join(f"{each.figure.id} ({standard(each.figure, self.lang)})" for each in offers)
            remedy = f"write {offers[0]}; nearest: {listed}"
        else:
            remedy = f'declare it in data/figures.yml, or write {{{{ not_a_figure("{item.text.strip()}", "reason") }}}}'
        return Verdict(passage, item.start, item.end, "unbound", fact, remedy)

    def _verdict(self, passage: Passage, item: Find, code: str, fact: str, remedy: str, binding: Binding) -> Verdict:
        name = binding.name if binding.kind == "figure" else ""
        return Verdict(passage, item.start, item.end, code, fact, remedy, name)


def _is_of_one_year(figure: Figure) -> bool:
    """Whether a figure is of what there was in the course of a year."""
    own = own_periods(figure.declaration)
    return [each.kind for each in own] == ["year"] and not figure.declaration.change and not is_stock(figure.declaration)


def _span(passage: Passage, item: Find) -> tuple[tuple[int, int, Binding] | None, bool]:
    """Return the innermost span around the number, else one that overlaps it, and whether the span holds all of it."""
    inside = [s for s in passage.spans if s[0] <= item.start and item.end <= s[1]]
    if inside:
        return min(inside, key=lambda s: s[1] - s[0]), True
    for span in passage.spans:
        if span[0] < item.end and item.start < span[1]:
            return span, False
    return None, False


def _may_be_year(passage: Passage, start: int, end: int) -> bool:
    """Return whether a number in a proof may be the year beside a bound number."""
    return passage.surface == "proof" and re.fullmatch(r"[12][0-9]{3}", passage.text[start:end]) is not None


def _has_unit_behind(passage: Passage, item: Find, span: tuple[int, int, Binding]) -> bool:
    """Return whether a quote lacks only the words of the unit: "44.8" of "44.8 deaths per million"."""
    behind = passage.text[span[1] : item.end]
    return span[0] <= item.start and item.kind in ("rate", "amount") and behind[:1].isspace() and not any(map(str.isdigit, behind))


def _bare(text: str, found: Iterable[Find]) -> bool:
    """Return whether a cell holds only numbers, with their hedges and signs. Those need a binding even without a unit."""
    rest = text
    for item in found:
        for said in (item.text, item.hedge_text):
            rest = rest.replace(said, " ", 1)
    return not _LETTER.search(rest)


def _has_quantity(passage: Passage, span: tuple[int, int, Binding], found: Iterable[Find]) -> bool:
    return any(f.kind in QUANTITIES and span[0] <= f.start and f.end <= span[1] for f in found)
