"""The one finder of quantities in text.

    >>> [(each.text, each.kind, each.value, each.direction) for each in find("Reports fell by nearly 47% in 2021.")]
    [('47%', 'percentage', Decimal('47'), 'down'), ('2021', 'year', Decimal('2021'), None)]

The way of a text: normalised, cut into tokens, names set aside (dates, references), quantities read at the tokens where
one can begin, joined into ranges and lists, and judged by the words around them.
"""

from __future__ import annotations

import re
from decimal import Decimal

from macros.numbers.atom import NAMES, Atom, Number
from macros.numbers.context import Context
from macros.numbers.found import Find, found
from macros.numbers.language import Language, language
from macros.numbers.lex import Tokens
from macros.numbers.normalise import normalise
from macros.numbers.numerals import Numerals
from macros.numbers.quantities import Quantities
from macros.numbers.references import References
from macros.numbers.series import Series

MARKUPS = ("plain", "markdown", "html")
_CHANGES = frozenset({"percentage", "percentage_points", "basis_points", "per_mille", "count", "multiplier"})
_YEAR = re.compile(r"(?:19|20)\d\d$")


def find(text: str, lang: str = "en", markup: str = "markdown") -> list[Find]:
    """All quantities and names of numbers in a text, in reading order.

    `markup` is "markdown" (which includes plain text), "plain" or "html". Raises UnknownLanguage for a language
    without a file, ValueError for another markup; never on any text.
    """
    if markup not in MARKUPS:
        raise ValueError(f'unknown markup "{markup}": known are {", ".join(MARKUPS)}')
    words = language(lang)
    normalised = normalise(text, markup)
    tokens = Tokens(normalised.text)
    context = Context(tokens, words)
    atoms = _atoms(tokens, words)
    for atom in atoms:
        if atom.kind not in NAMES:
            context.hedge(atom)
        _year(atom, tokens, words)
    atoms = Series(tokens, words, context).joined(atoms)
    for atom in atoms:
        _settle(atom)
        context.direct(atom)
    _inherited(atoms, tokens, words)
    return [found(atom, normalised) for atom in atoms]


def _atoms(tokens: Tokens, words: Language) -> list[Atom]:
    references = References(tokens, words)
    quantities = Quantities(tokens, words, Numerals(tokens, words))
    starts, ordinals = words.starts, words.table["ordinals"]
    marks = references.marks
    types, low = tokens.types, tokens.low
    atoms: list[Atom] = []
    index, size = 0, tokens.size
    while index < size:
        kind = types[index]
        atom = None
        if kind == "n":
            atom = references.at_digits(index) or quantities.at(index)
        elif kind == "w":
            word = low[index]
            if word in starts:
                atom = references.at_word(index) or quantities.at(index)
                if atom is None and word in ordinals:
                    value = Number(index, index + 1, Decimal(ordinals[word]), words=True)
                    atom = Atom(index, index + 1, tokens.starts[index], tokens.ends[index], "ordinal", "words", value)
        elif kind == "v" and not (types[index - 1] == "v" and tokens.joined(index)):
            atom = quantities.at(index)
        elif low[index] == "+" and index + 1 < size and types[index + 1] == "n":
            atom = references.telephone(index)
        elif low[index] in marks:
            atom = references.at_word(index)
        if atom is None:
            index += 1
            continue
        if kind == "n" and atom.bare and low[atom.last : atom.last + 1] == ["/"] and tokens.joined(atom.last):
            atom = references.stroke(index) or atom
        # A name can begin before the token at which it was noticed ("COVID-19").
        while atoms and atoms[-1].last > atom.first and atoms[-1].first >= atom.first:
            atoms.pop()
        atoms.append(atom)
        index = max(atom.last, index + 1)
    return atoms


def _inherited(atoms: list[Atom], tokens: Tokens, words: Language) -> None:
    """What a verb says of a find it says of the rest of its list, and of the same find said again.

    "fell by 47, 53 and 58 per cent", "decreased by more than half (51%)", "a decline of 2.92 points, or 61%".
    """
    first: dict[int, Atom] = {}
    shares = words.words("share_words")
    previous = None
    for place, atom in enumerate(atoms):
        leader = first.setdefault(atom.group, atom) if atom.group is not None else atom
        if leader is atom and previous is not None and 1 <= atom.first - previous.last <= 8:
            begin = atom.hedge_first if atom.hedge_first >= 0 else atom.first
            gap = tokens.low[previous.last : begin]
            if gap and gap[-1] in words.basis:
                gap = gap[:-1]
            if gap == ["("] or (gap[:1] in ([","], ["("]) and tuple(gap[1:]) in words.again):
                leader = previous
        if atom.direction is None and leader is atom:
            leader = _item_before(atom, atoms[max(0, place - 4) : place], tokens, words) or atom
        if tokens.word(atom.last) in shares and tokens.word(leader.last) not in shares:
            # "fell by 47% and 53% of reports were deleted": a share of its own.
            leader = atom
        if atom.direction is None and atom.kind in _CHANGES and leader.kind in _CHANGES:
            atom.direction = leader.direction
        previous = atom


def _item_before(atom: Atom, atoms: list[Atom], tokens: Tokens, words: Language) -> Atom | None:
    """The item before in "by 47% in the first week, 53% in the second": the same preposition after each number."""
    begin = (atom.hedge_first if atom.hedge_first >= 0 else atom.first) - 1
    after = tokens.word(atom.last)
    if after not in words.words("lists", "within") or tokens.word(begin) not in words.list_words:
        return None
    for item in reversed(atoms):
        if item.kind == atom.kind:
            same = tokens.word(item.last) == after and begin - item.last <= 12
            return item if same and not any(word in ".;:!?" for word in tokens.low[item.last : begin]) else None
    return None


def _settle(atom: Atom) -> None:
    """Gives a bare number its kind: cardinal or count."""
    if atom.kind:
        return
    number = atom.number
    size = number.amount if number.value is None else number.value
    atom.kind = "count" if number.scale >= 1000 or size >= 1000 or size <= -1000 else "cardinal"


def _year(atom: Atom, tokens: Tokens, words: Language) -> None:
    """Four digits from 1900 to 2099 are a year, unless a counted noun follows and nothing before says year."""
    if atom.kind or atom.last - atom.first != 1 or not _YEAR.match(tokens.low[atom.first]):
        return
    noun = tokens.word(atom.last)
    if atom.hedge is not None and noun.endswith(tuple(words.table.get("plural_endings") or ())) and len(noun) > 4:
        return
    if noun in words.words("counted_nouns"):
        before = tokens.word(atom.first - 1)
        if atom.hedge is not None or (
            before not in words.words("year_before") and before not in words.table["months_low"]
        ):
            return
    atom.kind, atom.hedge = "year", None
