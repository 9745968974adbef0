"""Units that stand apart from their number: "fell (in %): 95", "a share of 0.47", "0.47 of all reports"."""

from __future__ import annotations

from itertools import pairwise

from macros.numbers.atom import EXACT, Atom
from macros.numbers.clauses import ENDS
from macros.numbers.context import Context
from macros.numbers.language import Language, squeeze, words_of
from macros.numbers.reader import Reader

_LONGEST = 4
"""Tokens of the longest unit that is looked for before a number."""
_LABEL = 4
"""Words of a label after its unit."""
_COLONS = frozenset((":", "="))
_CLOSED = frozenset((")", "]", "*"))


class Apart(Reader):
    """The bare numbers of one text whose unit is said elsewhere."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self.links, self.last_links = language.words("unit_apart", "links"), language.words("unit_apart", "last")
        self.led = language.words("unit_apart", "before") | {"(", "[", ","}
        self.share_nouns = language.words("unit_apart", "share_nouns")
        self.of, self.not_of = language.words("fraction_of"), language.words("fraction_not_of")
        self.articles = language.words("articles")
        self.last_words = frozenset(words_of(form)[-1] for form in language.unit_forms) - {"."}
        ranges = language.table["ranges"]
        self.goes_on = language.list_words | frozenset((*ranges["dashes"], *ranges["words"], *ranges["between_and"]))

    def measured(self, atoms: list[Atom], context: Context) -> None:
        """Gives bare numbers the unit that stands apart from them, in lists and ranges to each."""
        previous = None
        for atom in atoms:
            if not atom.bare or atom.number is None or atom.scaled:
                previous = None
                continue
            if previous is not None and previous.last + 1 == atom.first and self.tokens.low[previous.last] in self.goes_on:
                atom.kind, atom.unit, previous = previous.kind, previous.unit, atom
                continue
            before = context.before_hedge(atom)
            previous = atom if self._unit_before(atom, before) else None
            if atom.bare:
                self._share(atom, before)
        if any(left.last > right.first for left, right in pairwise(atoms)):
            # "0.3 of a percentage point" is one find.
            atoms[1:] = [right for left, right in pairwise(atoms) if left.last <= right.first]

    def _unit_before(self, atom: Atom, index: int) -> bool:
        tokens, begin = self.tokens, index
        while tokens.word(index) in self.links and begin - index < 3:
            index -= 1
        links = tokens.low[index + 1 : begin + 1] if index < begin else []
        if not self.last_links.isdisjoint(links) and not self._ends(atom):
            return False
        if not _COLONS.isdisjoint(links):
            index = self._label(index)
        closed = tokens.word(index) in _CLOSED
        index -= closed
        if tokens.word(index) not in self.last_words:
            return False
        for size in range(min(_LONGEST, index + 1), 0, -1):
            written = tokens.text[tokens.starts[index - size + 1] : tokens.ends[index]]
            name = self.language.unit_names.get(squeeze(written))
            if name is None or squeeze(written) in self.language.weak_units:
                continue
            # "%47" and "% 47", but no "47% 12" and no "x=%47".
            first = index - size + 1
            if not (links or closed or (written == "%" and (not tokens.joined(first) or tokens.word(first - 1) == "("))):
                return False
            if self._of_another(first, squeeze(written)) or (tokens.type(index) == "w" and not (links or closed)):
                return False
            atom.kind, atom.unit = self.language.unit_kinds[name], name
            atom.before = first - 1
            while tokens.word(atom.before) in self.led:
                atom.before -= 1
            return True
        return False

    def _label(self, index: int) -> int:
        """The unit of a label before its colon: "% change: 47", "percent of all reports: 47"."""
        at = index
        while index - at <= _LABEL and self.tokens.type(at) == "w":
            if self.tokens.word(at) in self.last_words:
                return at
            at -= 1
        return at if self.tokens.word(at) in self.last_words and index - at <= _LABEL else index

    def _of_another(self, index: int, unit: str) -> bool:
        """Whether the unit at `index` has a number of its own before it."""
        tokens, language = self.tokens, self.language
        before = index - 1 - (tokens.word(index - 1) == "-")
        word = tokens.word(before)
        if word in self.articles and unit in language.single_units:
            return True
        return tokens.type(before) in ("n", "v") or word in language.numbers or word in language.scales or word in language.fractions

    def _ends(self, atom: Atom) -> bool:
        """Whether the clause ends after the number: "a percentage of 47.", but "a percentage of 27 countries"."""
        return self.tokens.word(atom.after) in ENDS or self.tokens.word(atom.after) in (",", ")", "")

    def _share(self, atom: Atom, before: int) -> None:
        """A decimal between nought and one that is called a share, or is "of" something."""
        tokens, number = self.tokens, atom.number
        if not number.decimals or number.value is None or not 0 < number.value < 1:
            return
        index = before
        while tokens.word(index) in self.links and before - index < 3:
            index -= 1
        named = tokens.word(index) in self.share_nouns or tokens.word(atom.last) in self.share_nouns
        of = tokens.word(atom.last) in self.of
        if of:
            whole = atom.last + 1 + (tokens.word(atom.last + 1) in self.articles)
            if found := self.language.unit.match(tokens.text, tokens.ends[whole - 1]):
                name = self.language.unit_names[squeeze(found.group("unit"))]
                atom.kind, atom.unit, atom.end = self.language.unit_kinds[name], name, found.end()
                while atom.last < tokens.size and tokens.starts[atom.last] < atom.end:
                    atom.last += 1
                return
            of = tokens.type(whole) == "w" and tokens.word(whole) not in self.not_of
        if named or of:
            number.value, number.quantum = EXACT.scaleb(number.value, 2), EXACT.scaleb(number.quantum, 2)
            number.decimals = max(0, number.decimals - 2)
            atom.kind, atom.unit, atom.form = "percentage", "percent", "fraction"
