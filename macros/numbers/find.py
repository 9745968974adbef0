"""The one finder of quantities in text.

    >>> [(each.text, each.kind, each.value, each.direction) for each in find("Reports fell by nearly 47% in 2021.")]
    [('47%', 'percentage', Decimal('47'), 'down'), ('2021', 'year', Decimal('2021'), None)]

The way of a text: normalised, cut into tokens, names set aside (dates, references), quantities read at the tokens where
one can begin, joined into ranges and lists, and judged by the words around them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from decimal import Decimal
from functools import lru_cache
from threading import get_ident

from macros.nouns import Nouns
from macros.numbers.apart import Apart
from macros.numbers.atom import NAMES, Atom, Number
from macros.numbers.context import Context
from macros.numbers.counted import Counted
from macros.numbers.found import Find, found
from macros.numbers.inherit import inherited
from macros.numbers.language import Language, language
from macros.numbers.leftover import Leftovers
from macros.numbers.lex import ROMAN, WORD, Tokens
from macros.numbers.normalise import Normalised, normalise
from macros.numbers.numerals import POWER_SIGNS
from macros.numbers.others import read_as, stands
from macros.numbers.quantities import Quantities
from macros.numbers.references import References
from macros.numbers.series import Series
from macros.numbers.years import Years

MARKUPS = ("plain", "markdown", "html")
_PLUS = "+"
_FREE = NAMES | {"cardinal"}
"""What is no quantity."""


def find(text: str, lang: str = "en", markup: str = "markdown", *, nouns: Nouns = (), others: bool = False) -> list[Find]:
    """All quantities and names of numbers in a text, in reading order.

    `markup` is "markdown" (which includes plain text), "plain" or "html". `nouns`: of what figures count. `others`: also what the text
    says in the words of other languages, whose finds name theirs. Raises UnknownLanguage for a language without a file, ValueError for
    another markup; never on any text.
    """
    if markup not in MARKUPS:
        raise ValueError(f'unknown markup "{markup}": known are {", ".join(MARKUPS)}')
    words = language(lang, nouns)
    normalised = normalise(text, markup)
    tokens = Tokens(normalised.text) if words.may_hold(normalised.text) else None
    finds = [each for _, _, each in _read(normalised, tokens, words)] if tokens else []
    return _with_others(finds, normalised, tokens, lang, nouns) if others else finds


def _with_others(finds: list[Find], normalised: Normalised, tokens: Tokens | None, lang: str, nouns: Nouns) -> list[Find]:
    """The finds with those in words of other languages, which go before what they overlap unless that is a quantity."""
    for other in read_as(tokens.low if tokens else [*map(str.lower, WORD.findall(normalised.text))], lang, nouns):
        starts = [each.start for each in finds]
        added: list[Find] = []
        gone: set[int] = set()
        for start, end, item in _read(normalised, tokens or Tokens(normalised.text), other.language):
            first = bisect_right(starts, item.start)
            first -= bool(first and finds[first - 1].end > item.start)
            beside = range(first, bisect_left(starts, item.end))
            if all(finds[at].kind in _FREE for at in beside) and stands(item, normalised.text, start, end, other):
                gone.update(beside)
                added.append(item._replace(lang=other.language.code))
        if added:
            kept = [each for at, each in enumerate(finds) if at not in gone]
            finds = sorted([*kept, *added], key=lambda each: each.start)
    return finds


def _read(normalised: Normalised, tokens: Tokens, words: Language) -> list[tuple[int, int, Find]]:
    """What a text says in one language, each with its offsets in the text that was searched."""
    readers = _readers(words, get_ident())
    atoms, scales = _atoms(tokens, words, readers)
    if not (atoms or scales):
        return []
    context, years = readers.context.on(tokens), readers.years.on(tokens)
    for atom in atoms:
        if atom.kind not in NAMES:
            context.hedge(atom)
        years.year(atom)
    readers.apart.on(tokens).measured(atoms, context)
    if len(atoms) > 1:
        atoms = readers.series.on(tokens).joined(atoms, context)
    if scales:
        atoms = readers.leftovers.on(tokens).told(atoms, scales)
    for atom in atoms:
        _settle(atom)
        context.direct(atom)
    readers.counted.on(tokens).count(atoms, context)
    if len(atoms) > 1:
        inherited(atoms, tokens, words)
    for atom in atoms:
        if atom.weak:
            _confirmed(atom, tokens, words)
    return [(atom.start, atom.end, found(atom, normalised)) for atom in atoms]


class _Readers:
    """What reads the texts of one language in one thread."""

    def __init__(self, words: Language, thread: int) -> None:
        self.references = References(words)
        self.quantities = Quantities(words)
        self.context = Context(words)
        self.years = Years(words)
        self.apart = Apart(words)
        self.series = Series(words)
        self.leftovers = Leftovers(words)
        self.counted = Counted(words)
        self.begin = words.signals | words.leaders | self.references.names | self.leftovers.words | {_PLUS}


_readers = lru_cache(_Readers)


def _atoms(tokens: Tokens, words: Language, readers: _Readers) -> tuple[list[Atom], list[int]]:
    """What is found token by token, and the tokens of the scale words that are in none of it."""
    references, quantities = readers.references.on(tokens), readers.quantities.on(tokens)
    signals, ordinals = words.signals, words.table["ordinals"]
    names, marks, slips = references.names, references.marks, references.slips
    types, low = tokens.types, tokens.low
    slips.clear()
    atoms: list[Atom] = []
    scales: list[int] = []
    begin, scale_words = readers.begin, readers.leftovers.words
    index, size = 0, tokens.size
    romans = {at for at in range(size) if types[at] == "w" and low[at] in roman_words} if (roman_words := _romans(tokens.text)) else ()
    for at in [at for at, word in enumerate(low[:size]) if types[at] in "nv" or word in begin or at in romans]:
        # What was read already, or was never looked at.
        if at < index:
            continue
        index, kind, atom = at, types[at], None
        if kind == "n":
            power = low[index + 1] in POWER_SIGNS and quantities.numerals.power(index)
            atom = quantities.odds(index) or (None if power else references.at_digits(index)) or quantities.at(index)
        elif kind == "w":
            word = low[index]
            if at in romans:
                atom = quantities.roman(index)
            if atom is None and word in names:
                atom = references.at_word(index)
            if atom is None and (word in signals or words.leads(tokens, index)):
                atom = quantities.at(index)
                if atom is None and word in ordinals:
                    value = Number(index, index + 1, Decimal(ordinals[word]), words=True)
                    atom = Atom(index, index + 1, tokens.starts[index], tokens.ends[index], "ordinal", "words", value)
        elif kind == "v" and not (types[index - 1] == "v" and tokens.joined(index)):
            atom = quantities.at(index)
        elif low[index] == _PLUS and index + 1 < size and types[index + 1] == "n":
            atom = references.telephone(index)
        elif low[index] in marks:
            atom = references.at_word(index)
        if atom is None:
            if low[index] in scale_words:
                scales.append(index)
            continue
        atom.slip = index in slips
        if kind == "n" and atom.bare and low[atom.last : atom.last + 1] == ["/"] and tokens.joined(atom.last):
            atom = references.stroke(index) or atom
        # A name can begin before the token at which it was noticed ("COVID-19").
        while atoms and atoms[-1].last > atom.first and atoms[-1].first >= atom.first:
            atoms.pop()
        atoms.append(atom)
        index = max(atom.last, index + 1)
    return atoms, scales


def _romans(text: str) -> frozenset[str]:
    return frozenset(map(str.lower, ROMAN.findall(text)))


def _confirmed(atom: Atom, tokens: Tokens, words: Language) -> None:
    """ "Approval fell four points": points in words where something changes or is compared; else a bare number."""
    compared = tokens.low[max(0, atom.first - 3) : atom.first]
    by = atom.basis == "by" and not words.words("weak_basis")
    if atom.direction is None and not by and words.words("weak_after").isdisjoint(compared):
        atom.kind, atom.unit, atom.weak = "", "", False
        atom.last = atom.number.last
        atom.end = tokens.ends[atom.last - 1]
        _settle(atom)


def _settle(atom: Atom) -> None:
    """Gives a bare number its kind: cardinal or count. Where a space is missing beside it, somebody has to look at it."""
    if atom.kind:
        return
    number = atom.number
    size = number.amount if number.value is None else number.value
    atom.kind = "count" if atom.slip or number.scale >= 1000 or size >= 1000 or size <= -1000 else "cardinal"
