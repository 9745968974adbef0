"""The only finder of quantities in text.

    >>> [(each.text, each.kind, each.value, each.direction) for each in find("Reports fell by nearly 47% in 2021.")]
    [('47%', 'percentage', Decimal('47'), 'down'), ('2021', 'year', Decimal('2021'), None)]

A text is normalised and cut into tokens. Names are set aside (dates, references), quantities are read at the tokens at which one
can begin, joined into ranges and lists, and judged by the words around them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from decimal import Decimal
from functools import lru_cache
from threading import get_ident

from macros.base.noun_forms import Nouns
from macros.numbers.amounts import Amounts
from macros.numbers.apart import DetachedUnits
from macros.numbers.clauses import Clauses
from macros.numbers.context import Context
from macros.numbers.counted import Counted, Leftovers
from macros.numbers.counts import VerbalCounts
from macros.numbers.dates import Dates, Years
from macros.numbers.draft import NAMES, Number, QuantityDraft
from macros.numbers.found import Find, make_find
from macros.numbers.hedges import Hedges
from macros.numbers.inherit import inherit_directions
from macros.numbers.language import Language, language
from macros.numbers.lex import ROMAN, WORD, Tokens
from macros.numbers.measures import Measures
from macros.numbers.multipliers import Multipliers
from macros.numbers.normalise import Normalised, normalise
from macros.numbers.numerals import POWER_SIGNS, Numerals
from macros.numbers.others import read_as, stands
from macros.numbers.parts import Parts
from macros.numbers.quantities import Quantities
from macros.numbers.ratios import Ratios
from macros.numbers.reader import CountedNouns, Reader
from macros.numbers.references import References
from macros.numbers.series import Lists, Series
from macros.numbers.shares import Shares
from macros.numbers.wordnumerals import WordFractions, WordNumerals
from macros.numbers.words import (
    AmountWords,
    ApartWords,
    ChangeWords,
    CountedWords,
    NameWords,
    NumeralWords,
    QuantityWords,
    SeriesWords,
    fill,
)

MARKUPS = ("plain", "markdown", "html")
_FREE = NAMES | {"cardinal"}
"""Kinds that are no quantity."""


def find(text: str, lang: str = "en", markup: str = "markdown", *, nouns: Nouns = (), others: bool = False) -> list[Find]:
    """Return all quantities and names of numbers in a text, in reading order.

    `markup` is "markdown" (which includes plain text), "plain" or "html". `nouns` are those counted by figures. `others` adds quantities in
    the words of other languages. Raises UnknownLanguage for a language without a file, ValueError for another markup; never on any text.
    """
    if markup not in MARKUPS:
        raise ValueError(f'unknown markup "{markup}": known are {", ".join(MARKUPS)}')
    words = language(lang, nouns)
    normalised = normalise(text, markup)
    tokens = Tokens(normalised.text) if words.may_hold(normalised.text) else None
    finds = [each for _, _, each in _read(normalised, tokens, words)] if tokens else []
    return _with_others(finds, normalised, tokens, lang, nouns) if others else finds


def _with_others(finds: list[Find], normalised: Normalised, tokens: Tokens | None, lang: str, nouns: Nouns) -> list[Find]:
    """Add the quantities in words of other languages. They replace overlapping names and free numbers, never a quantity."""
    for other in read_as(tokens.low[: tokens.size] if tokens else [*map(str.lower, WORD.findall(normalised.text))], lang, nouns):
        starts = [each.start for each in finds]
        added: list[Find] = []
        gone: set[int] = set()
        for start, end, item in _read(normalised, tokens or Tokens(normalised.text), other.language):
            first = bisect_right(starts, item.start)
            first -= bool(first and finds[first - 1].end > item.start)
            beside = range(first, bisect_left(starts, item.end))
            if all(_is_free(finds[at]) for at in beside) and stands(item, normalised.text, start, end, other):
                gone.update(beside)
                added.append(item._replace(lang=other.language.code))
        if added:
            kept = [each for at, each in enumerate(finds) if at not in gone]
            finds = sorted([*kept, *added], key=lambda each: each.start)
    return finds


def _is_free(item: Find) -> bool:
    """Return True for a name, a free number, or a unit alone with its number in words of another language."""
    return item.kind in _FREE or (item.kind == "percentage" and item.value is None and item.low is None)


def _read(normalised: Normalised, tokens: Tokens, words: Language) -> list[tuple[int, int, Find]]:
    """Find the quantities of a text in one language, each with its offsets in the normalised text."""
    made = words.find_compounds(tokens.low[: tokens.size]) if words.splitter else frozenset()
    words = words.compounded if made else words
    readers = _readers(words, get_ident())
    drafts, scales = _read_drafts(tokens, words, readers, made)
    if not (drafts or scales):
        return []
    for draft in drafts:
        if draft.kind not in NAMES:
            readers.hedges.set_hedge(draft)
        readers.years.set_year(draft)
    readers.apart.add_units(drafts)
    readers.amounts.drop_points(drafts)
    if len(drafts) > 1:
        drafts = readers.series.join_drafts(drafts)
        if any(draft.unit_last > 0 or draft.unit for draft in drafts if not draft.kind):
            readers.amounts.share_units(drafts)
    if "=" in tokens.low:
        drafts = readers.amounts.set_bases(drafts)
    if scales:
        drafts = readers.leftovers.add_scales(drafts, scales)
    for draft in drafts:
        _set_kind(draft)
        if draft.kind == "cardinal":
            readers.amounts.set_amount(draft)
    readers.context.set_directions(drafts)
    readers.counted.set_counts(drafts)
    if len(drafts) > 1:
        inherit_directions(drafts, tokens, words)
    for draft in drafts:
        if draft.weak:
            _drop_weak_unit(draft, tokens, words)
    return [(draft.start, draft.end, make_find(draft, normalised)) for draft in drafts]


class _Readers:
    """All constructions of one language in one thread, wired together."""

    def __init__(self, language: Language, thread: int) -> None:
        table = language.table
        self.reader = reader = Reader(language, CountedNouns.of(language))
        names, changes, counted = fill(NameWords, table), fill(ChangeWords, table), fill(CountedWords, table)
        self.references = References(reader, names, Dates(reader, names))
        self.years = Years(reader, names)
        clauses = Clauses(reader, changes)
        self.hedges = hedges = Hedges(reader, changes, clauses)
        self.context = Context(reader, changes, clauses, hedges)
        self.apart = DetachedUnits(reader, fill(ApartWords, table), hedges)
        series = fill(SeriesWords, table)
        self.series = Series(reader, series, clauses, hedges, self.context, Lists(reader, series, hedges))
        self.leftovers = Leftovers(reader, counted)
        self.counted = Counted(reader, counted, clauses, hedges)
        numerals = fill(NumeralWords, table)
        in_words = WordNumerals(reader, numerals)
        fractions = WordFractions(reader, numerals, in_words)
        self.numerals = Numerals(reader, numerals, in_words, fractions)
        words = fill(QuantityWords, table)
        measures = Measures(reader, words, fractions)
        self.amounts = Amounts(reader, fill(AmountWords, table), measures)
        multipliers = Multipliers(reader, words, measures)
        shares = Shares(reader, words, self.numerals, fractions, measures, multipliers)
        counts = VerbalCounts(reader, words, fractions, measures)
        self.parts = Parts(reader, words, self.numerals, fractions, measures, shares)
        ratios = Ratios(reader, words, self.numerals, fractions, measures, self.parts)
        self.quantities = Quantities(reader, words, self.numerals, measures, multipliers, shares, counts, self.parts, ratios)
        self.begin = language.signals | language.leaders | self.references.names | self.leftovers.begin | {"+"}


_readers = lru_cache(_Readers)


def _read_drafts(tokens: Tokens, words: Language, readers: _Readers, made: frozenset[str]) -> tuple[list[QuantityDraft], list[int]]:
    """Read drafts token by token. Return them, and the scale words in none of them. `made`: the compounds of the text."""
    readers.reader.tokens = tokens
    references, quantities = readers.references, readers.quantities
    signals, begin = (words.signals | made, readers.begin | made) if made else (words.signals, readers.begin)
    names, marks, slips = references.names, references.words.references, references.slips
    types, low = tokens.types, tokens.low
    slips.clear()
    references.calls = None
    drafts: list[QuantityDraft] = []
    scales: list[int] = []
    scale_words = readers.leftovers.begin
    index, size = 0, tokens.size
    written = set(map(str.lower, ROMAN.findall(tokens.text)))
    romans = {at for at in range(size) if types[at] == "w" and low[at] in written} if written else ()
    for at in [at for at, word in enumerate(low[:size]) if types[at] in "nv" or word in begin or at in romans]:
        # Already part of the draft before.
        if at < index:
            continue
        index, kind, draft = at, types[at], None
        if kind == "n":
            power = low[index + 1] in POWER_SIGNS and readers.numerals.read_power(index)
            draft = readers.parts.read_odds(index) or (None if power else references.read_digits(index)) or quantities.read_at(index)
        elif kind == "w":
            word = low[index]
            if at in romans:
                draft = quantities.read_roman(index)
            if draft is None and word in names:
                draft = references.read_word(index)
            if draft is None and (word in signals or words.leads(tokens, index, signals)):
                draft = quantities.read_at(index)
                if draft is None and word in words.ordinals:
                    value = Number(index, index + 1, Decimal(words.ordinals[word]), words=True)
                    draft = QuantityDraft(index, index + 1, tokens.starts[index], tokens.ends[index], "ordinal", "words", value)
        elif kind == "v" and not (types[index - 1] == "v" and tokens.joined(index)):
            draft = quantities.read_at(index)
        elif low[index] == "+" and index + 1 < size and types[index + 1] == "n":
            draft = references.read_telephone(index)
        elif low[index] in marks:
            draft = references.read_word(index)
        if draft is None:
            if low[index] in scale_words:
                scales.append(index)
            continue
        draft.slip = index in slips
        if kind == "n" and draft.bare and low[draft.last : draft.last + 1] == ["/"] and tokens.joined(draft.last):
            draft = references.read_stroke(index) or draft
        # A name can begin before the token of its digits ("COVID-19").
        while drafts and drafts[-1].last > draft.first and drafts[-1].first >= draft.first:
            drafts.pop()
        drafts.append(draft)
        if draft.bare:
            readers.amounts.set_unit(draft)
        index = max(draft.last, draft.unit_last, index + 1)
    return drafts, scales


def _drop_weak_unit(draft: QuantityDraft, tokens: Tokens, words: Language) -> None:
    """Turn points into a bare number unless something changes or is compared, as in "Approval fell four points"."""
    compared = tokens.low[max(0, draft.first - 3) : draft.first]
    by = draft.basis == "by" and not words.words("weak_basis")
    if draft.number and draft.direction is None and not by and words.words("weak_after").isdisjoint(compared):
        draft.kind, draft.unit, draft.weak = "", "", False
        draft.last = draft.number.last
        draft.end = tokens.ends[draft.last - 1]
        _set_kind(draft)


def _set_kind(draft: QuantityDraft) -> None:
    """Set the kind of a bare number: cardinal or count. A number beside a missing space counts, so that an author checks it."""
    number = draft.number
    if draft.kind or number is None:
        return
    size = number.amount if number.value is None else number.value
    draft.kind = "count" if draft.slip or number.scale >= 1000 or size >= 1000 or size <= -1000 else "cardinal"
