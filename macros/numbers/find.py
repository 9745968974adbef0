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
from macros.numbers.found import Quantity, make_quantity
from macros.numbers.grammar.amounts import Amounts
from macros.numbers.grammar.clauses import Clauses
from macros.numbers.grammar.counted_nouns import LooseScales, SmallCounts
from macros.numbers.grammar.counts import VerbalCounts
from macros.numbers.grammar.dates import Dates, Years
from macros.numbers.grammar.detached_units import DetachedUnits
from macros.numbers.grammar.directions import Context
from macros.numbers.grammar.draft import NAMES, Number, QuantityDraft
from macros.numbers.grammar.foreign_words import choose_languages, is_foreign_quantity
from macros.numbers.grammar.hedges import Hedges
from macros.numbers.grammar.measures import Measures
from macros.numbers.grammar.multipliers import Multipliers
from macros.numbers.grammar.numerals import POWER_SIGNS, Numerals
from macros.numbers.grammar.parts import Parts
from macros.numbers.grammar.propagation import inherit_directions
from macros.numbers.grammar.quantities import QuantityFinder
from macros.numbers.grammar.ratios import Ratios
from macros.numbers.grammar.reader import CountedNouns, Reader
from macros.numbers.grammar.references import References
from macros.numbers.grammar.series import Lists, Series
from macros.numbers.grammar.shares import Shares
from macros.numbers.grammar.word_numerals import WordFractions, WordNumerals
from macros.numbers.language.language import Language, load_language
from macros.numbers.language.vocabulary import (
    AmountWords,
    ApartWords,
    ChangeWords,
    CountedWords,
    NameWords,
    NumeralWords,
    QuantityWords,
    SeriesWords,
    fill_words,
)
from macros.numbers.text.normalise import NormalisedText, normalise_text
from macros.numbers.text.tokens import ROMAN, WORD, Tokens

MARKUPS = ("plain", "markdown", "html")
_FREE_KINDS = NAMES | {"cardinal"}
"""Kinds that are no quantity."""


def find_quantities(text: str, lang: str = "en", markup: str = "markdown", *, nouns: Nouns = (), others: bool = False) -> list[Quantity]:
    """Return all quantities and names of numbers in a text, in reading order.

    `markup` is "markdown" (which includes plain text), "plain" or "html". `nouns` are those counted by figures. `others` adds quantities in
    the words of other languages. Raises UnknownLanguage for a language without a file, ValueError for another markup; never on any text.
    """
    if markup not in MARKUPS:
        raise ValueError(f'unknown markup "{markup}": known are {", ".join(MARKUPS)}')
    words = load_language(lang, nouns)
    normalised = normalise_text(text, markup)
    tokens = Tokens(normalised.text) if words.may_hold(normalised.text) else None
    finds = [each for _, _, each in _read_language(normalised, tokens, words)] if tokens else []
    return _add_foreign(finds, normalised, tokens, lang, nouns) if others else finds


def _add_foreign(finds: list[Quantity], normalised: NormalisedText, tokens: Tokens | None, lang: str, nouns: Nouns) -> list[Quantity]:
    """Add the quantities in words of other languages. They replace overlapping names and free numbers, never a quantity."""
    for other in choose_languages(tokens.low[: tokens.size] if tokens else [*map(str.lower, WORD.findall(normalised.text))], lang, nouns):
        starts = [each.start for each in finds]
        added: list[Quantity] = []
        gone: set[int] = set()
        for start, end, item in _read_language(normalised, tokens or Tokens(normalised.text), other.language):
            first = bisect_right(starts, item.start)
            first -= bool(first and finds[first - 1].end > item.start)
            beside = range(first, bisect_left(starts, item.end))
            if all(_is_free(finds[at]) for at in beside) and is_foreign_quantity(item, normalised.text, start, end, other):
                gone.update(beside)
                added.append(item._replace(lang=other.language.code))
        if added:
            kept = [each for at, each in enumerate(finds) if at not in gone]
            finds = sorted([*kept, *added], key=lambda each: each.start)
    return finds


def _is_free(item: Quantity) -> bool:
    """Return True for a name, a free number, or a unit alone with its number in words of another language."""
    return item.kind in _FREE_KINDS or (item.kind == "percentage" and item.value is None and item.low is None)


def _read_language(normalised: NormalisedText, tokens: Tokens, words: Language) -> list[tuple[int, int, Quantity]]:
    """Find the quantities of a text in one language, each with its offsets in the normalised text."""
    made = words.find_compounds(tokens.low[: tokens.size]) if words.compound_splitter else frozenset()
    words = words.compound_language if made else words
    readers = _readers(words, get_ident())
    drafts, scales = _read_drafts(tokens, words, readers, made)
    if not (drafts or scales):
        return []
    for draft in drafts:
        if draft.kind not in NAMES:
            readers.hedges.set_hedge(draft)
        readers.years.set_year(draft)
    readers.apart.add_units(drafts)
    readers.amounts.drop_index_points(drafts)
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
    return [(draft.start, draft.end, make_quantity(draft, normalised)) for draft in drafts]


class _Constructions:
    """All constructions of one language in one thread, wired together."""

    def __init__(self, language: Language, thread: int) -> None:
        table = language.table
        self.reader = reader = Reader(language, CountedNouns.from_language(language))
        names, changes, counted = fill_words(NameWords, table), fill_words(ChangeWords, table), fill_words(CountedWords, table)
        self.references = References(reader, names, Dates(reader, names))
        self.years = Years(reader, names)
        clauses = Clauses(reader, changes)
        self.hedges = hedges = Hedges(reader, changes, clauses)
        self.context = Context(reader, changes, clauses, hedges)
        self.apart = DetachedUnits(reader, fill_words(ApartWords, table), hedges)
        series = fill_words(SeriesWords, table)
        self.series = Series(reader, series, clauses, hedges, self.context, Lists(reader, series, hedges))
        self.leftovers = LooseScales(reader, counted)
        self.counted = SmallCounts(reader, counted, clauses, hedges)
        numerals = fill_words(NumeralWords, table)
        in_words = WordNumerals(reader, numerals)
        fractions = WordFractions(reader, numerals, in_words)
        self.numerals = Numerals(reader, numerals, in_words, fractions)
        words = fill_words(QuantityWords, table)
        measures = Measures(reader, words, fractions)
        self.amounts = Amounts(reader, fill_words(AmountWords, table), measures)
        multipliers = Multipliers(reader, words, measures)
        shares = Shares(reader, words, self.numerals, fractions, measures, multipliers)
        counts = VerbalCounts(reader, words, fractions, measures)
        self.parts = Parts(reader, words, self.numerals, fractions, measures, shares)
        ratios = Ratios(reader, words, self.numerals, fractions, measures, self.parts)
        self.quantities = QuantityFinder(reader, words, self.numerals, measures, multipliers, shares, counts, self.parts, ratios)
        self.begin = language.signal_words | language.leading_words | self.references.names | self.leftovers.begin | {"+"}


_readers = lru_cache(_Constructions)


def _read_drafts(tokens: Tokens, words: Language, readers: _Constructions, made: frozenset[str]) -> tuple[list[QuantityDraft], list[int]]:
    """Read drafts token by token. Return them, and the scale words in none of them. `made`: the compounds of the text."""
    readers.reader.tokens = tokens
    references, quantities = readers.references, readers.quantities
    signals, begin = (words.signal_words | made, readers.begin | made) if made else (words.signal_words, readers.begin)
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
            if draft is None and (word in signals or words.can_begin_quantity(tokens, index, signals)):
                draft = quantities.read_at(index)
                if draft is None and word in words.ordinal_by_word:
                    value = Number(index, index + 1, Decimal(words.ordinal_by_word[word]), words=True)
                    draft = QuantityDraft(index, index + 1, tokens.starts[index], tokens.ends[index], "ordinal", "words", value)
        elif kind == "v" and not (types[index - 1] == "v" and tokens.is_joined(index)):
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
        if kind == "n" and draft.is_bare and low[draft.last : draft.last + 1] == ["/"] and tokens.is_joined(draft.last):
            draft = references.read_stroke(index) or draft
        # A name can begin before the token of its digits ("COVID-19").
        while drafts and drafts[-1].last > draft.first and drafts[-1].first >= draft.first:
            drafts.pop()
        drafts.append(draft)
        if draft.is_bare:
            readers.amounts.set_unit(draft)
        index = max(draft.last, draft.unit_last, index + 1)
    return drafts, scales


def _drop_weak_unit(draft: QuantityDraft, tokens: Tokens, words: Language) -> None:
    """Turn points into a bare number unless something changes or is compared, as in "Approval fell four points"."""
    compared = tokens.low[max(0, draft.first - 3) : draft.first]
    by = draft.basis == "by" and not words.get_words("weak_basis")
    if draft.number and draft.direction is None and not by and words.get_words("weak_after").isdisjoint(compared):
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
