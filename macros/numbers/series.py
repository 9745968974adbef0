"""Finds that belong together: ranges, the two ends of a change, lists that share a unit."""

from __future__ import annotations

from itertools import count, pairwise

from macros.numbers.atom import NAMES, UNIT_KINDS, Atom
from macros.numbers.context import Context
from macros.numbers.lists import Lists
from macros.numbers.reader import Reader

_PLUS_MINUS = "\u00b1"


class Series(Lists):
    """Joins the atoms of one text; the atoms come in the order of the text."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        language = reader.language
        ranges = language.table["ranges"]
        self.dashes, self.to = frozenset(ranges["dashes"]), frozenset(ranges["words"])
        self.between, self.between_and = frozenset(ranges["between"]), frozenset(ranges["between_and"])
        self.from_words, self.to_words = frozenset(ranges["from"]), frozenset(ranges["to"])
        self.range_words = self.dashes | self.to | self.between_and
        self.interval_words = language.words("interval_words")
        self.range_verbs = language.words("range_verbs")
        self.stops = language.words("clause_words") - language.words("and_clause")
        self.between_not_after = language.words("between_not_after")
        self.factor_words = language.factor_words
        self.plain_ranges = bool(language.table.get("ranges_without_verb"))

    def joined(self, atoms: list[Atom], context: Context) -> list[Atom]:
        """The atoms with ranges made one, units shared and groups numbered."""
        self.context, self.groups = context, count(1)
        self._intervals(atoms)
        self._ends_of_change(atoms)
        atoms = self._ranges(atoms)
        self._lists(atoms)
        return atoms

    def _intervals(self, atoms: list[Atom]) -> None:
        """ "47 \u00b1 2 %", "47% (95% CI 45 to 49)": an interval has the unit of its number."""
        number, said, ends = None, False, 0
        for left, right in pairwise(atoms):
            sign = self.reader.tokens.low[left.last]
            if sign == _PLUS_MINUS and left.last + 1 == right.first and NAMES.isdisjoint((left.kind, right.kind)):
                if left.bare != right.bare:
                    bare, other = (left, right) if left.bare else (right, left)
                    bare.kind, bare.unit = other.kind, other.unit
                left.group = right.group = next(self.groups)
            elif sign == "(" and left.kind in UNIT_KINDS:
                number, said, ends = left, False, 0
            if number is None:
                continue
            gap = self.reader.tokens.low[left.last : right.first]
            said = said or not self.interval_words.isdisjoint(gap)
            if ")" in gap or ends == 2:
                number = None
            elif said and right.bare and right.number is not None:
                right.kind, right.unit, ends = number.kind, number.unit, ends + 1

    def _before(self, atom: Atom) -> str:
        """The word before the find and its hedge."""
        return self.reader.tokens.word(self.context.hedges.find_before(atom))

    def _ends_of_change(self, atoms: list[Atom]) -> None:
        """ "fell from 4.81 in 2020 to 1.89 per cent": two finds, one group, one unit."""
        for place, left in enumerate(atoms):
            before = self.context.hedges.find_before(left)
            if self.reader.tokens.word(before) not in self.from_words or left.kind in ("date", "year", "reference", "ordinal"):
                continue
            for right in atoms[place + 1 : place + 6]:
                gap = self._gap(left, right)
                if any(word in ".;:!?\x01" or word in self.stops for word in gap):
                    break
                self._arrives(right)
                if self._before(right) not in self.to_words or right.kind in ("date", "year", "reference", "ordinal"):
                    continue
                if self._weakly_led(before) and "," in gap and self.context.clauses.find_direction(before - 1):
                    # "tras un descenso del 46 %, la caída llegó al 51 %"
                    break
                if self._plain_range(left, right, gap) or (self._weakly_led(before) and right.bare and not right.counts and not left.bare):
                    break
                if self._shares(left, right):
                    self._share(left, right)
                same = left.kind == right.kind or "" in (left.kind, right.kind)
                if same and not (self.reader.tokens.word(before - 1) in self.range_verbs and len(gap) == 1):
                    left.group = right.group = next(self.groups)
                    left.basis, right.basis = "from", "to"
                break

    def _plain_range(self, left: Atom, right: Atom, gap: tuple[str, ...]) -> bool:
        """ "una tasa del 46 al 51 %": where no verb says a change, what rises is a range, not its beginning and end."""
        if not self.plain_ranges or len(gap) != 1 or gap[0] not in self.to or left.number is None or right.number is None:
            return False
        scale = right.number.scale if self._shares(left, right) else 1
        if left.number.amount * scale >= right.number.amount:
            return False
        index = self.context.hedges.find_before(left) - 1
        if self.context.clauses.find_direction(index) and self.reader.tokens.low[index] in self.context.language.change_nouns:
            # "un crecimiento del 1,5 al 2 %"; "un aumento del 46 % al 51 %" has two ends.
            return left.bare and not self.context.clauses.has_verb_before(index - 1)
        return not self.context.clauses.has_verb_before(index)

    def _weakly_led(self, index: int) -> bool:
        """ "un descenso del 58 % a las 18 semanas": where "del" may be by, the other end has a unit."""
        return self.reader.tokens.word(index) in self.context.words.basis_from_or_by

    def _arrives(self, atom: Atom) -> None:
        """ "from 46% up to 51%": after a beginning "up to" is no hedge."""
        first = atom.hedge_first
        if atom.hedge == "at_most" and first >= 0 and self.reader.tokens.low[first] in self.context.language.particles:
            atom.hedge, atom.hedge_span, atom.hedge_first, atom.before = None, None, first + 2, first + 1

    def _ranges(self, atoms: list[Atom]) -> list[Atom]:
        found: list[Atom] = []
        for right in atoms:
            left = found[-1] if found else None
            if left is not None and left.group is None and self._is_range(left, right):
                if self._shares(left, right):
                    self._share(left, right)
                if right.bare:
                    # "a factor of 2 to 3"
                    right.kind, right.unit = left.kind, left.unit
                found[-1] = self._range(left, right)
            else:
                found.append(right)
        return found

    def _is_range(self, left: Atom, right: Atom) -> bool:
        tokens = self.reader.tokens
        if tokens.low[left.last] not in self.range_words:
            return False
        gap = self._gap(left, right)
        # "five-to-ten per cent"
        gap = gap[1:2] if len(gap) == 3 and gap[0] == gap[2] == "-" else gap
        # "two- to threefold"
        gap = gap[1:] if len(gap) == 2 and gap[0] == "-" else gap
        if len(gap) != 1 or left.number is None or right.number is None or left.low or right.form == "verb":
            return False
        dash = gap[0] in self.dashes
        to = gap[0] in self.to
        between = gap[0] in self.between_and and self._between(left)
        if not (dash or to or between):
            return False
        bare = left.bare and right.bare and not left.scaled and not right.scaled
        factor = right.bare and tokens.word(left.first) in self.factor_words
        if dash and bare and (tokens.joined(right.first) != tokens.joined(left.last) or not tokens.joined(right.first)):
            return False
        if not (
            factor
            or self._shares(left, right)
            or (left.kind == right.kind and left.kind not in ("date", "year", "reference", "ordinal", "rate"))
        ):
            return False
        plain = to and self._before(left) in self.from_words and self._plain_range(left, right, gap)
        # "fell 12% to 47%" is a change and where it led; "fell 46 to 51%" has one unit and is a range.
        if (
            to
            and not plain
            and (not left.bare or (right.bare and left.counts))
            and (self.context.is_governed(left) or (self._before(left) in self.from_words and not self._ranged(left)))
        ):
            return False
        if to and not plain and left.bare and self._before(left) in self.from_words and not self._ranged(left):
            return False
        # "aged 13 to 17": two numbers without a unit are no quantity.
        if bare and not (left.counts or right.counts):
            return False
        scale = right.number.scale if self._shares(left, right) else 1
        low, high = left.number.amount * scale, right.number.amount
        # "60 per cent \u2013 three in five" says one thing twice.
        alike = left.form == right.form or not dash or {left.form, right.form} <= {"digits", "words"}
        return alike and (low < high or (low == high and dash and tokens.joined(right.first)) or high < low < 0)

    def _between(self, left: Atom) -> bool:
        """Whether "between" stands before; "the difference between 20% and 30%" and "halfway between" hold no range."""
        tokens = self.reader.tokens
        index = self.context.hedges.find_before(left)
        return tokens.word(index) in self.between and self.between_not_after.isdisjoint(tokens.low[max(0, index - 3) : index])

    def _ranged(self, atom: Atom) -> bool:
        return self.reader.tokens.word(self.context.hedges.find_before(atom) - 1) in self.range_verbs

    def _range(self, left: Atom, right: Atom) -> Atom:
        low, high = (left.number, right.number) if left.number.amount <= right.number.amount else (right.number, left.number)
        form = left.form if left.form == right.form else "digits" if "digits" in (left.form, right.form) else right.form
        return Atom(
            left.first, right.last, left.start, right.end, right.kind, form, right.number, low, high, right.unit,
            left.hedge or right.hedge, right.direction or left.direction, right.basis, right.ambiguous, None,
            left.hedge_first, left.before, left.hedge_span if left.hedge else right.hedge_span, right.tail,
        )  # fmt: skip
