"""Lists that share a unit: "47, 53 and 58 per cent"."""

from __future__ import annotations

from itertools import count

from macros.numbers.atom import UNIT_KINDS, Atom
from macros.numbers.context import Context
from macros.numbers.lex import CURRENCIES
from macros.numbers.reader import Construction, Reader

_LISTED = UNIT_KINDS | {"multiplier", "rate"}


class Lists(Construction):
    """The lists of one text."""

    context: Context
    groups: count[int]

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        language = reader.language
        lists = language.table["lists"]
        self.separators, self.last_words = frozenset(lists["separators"]), frozenset(lists["last"])
        self.bare_separators = language.words("lists", "bare_separators")
        self.number_articles = language.words("number_articles")
        self.skipped = language.words("currencies") | self.number_articles | frozenset(CURRENCIES)

    def _gap(self, left: Atom, right: Atom) -> tuple[str, ...]:
        first = right.first
        if not 0 <= first - left.last <= 24:
            return ("?",) * 25
        while first > left.last and self.reader.tokens.low[first - 1] in self.skipped:
            first -= 1
        return tuple(self.reader.tokens.low[left.last : first])

    @staticmethod
    def _shares(left: Atom, right: Atom) -> bool:
        """Whether a bare number can take the unit or the scale of the one to its right."""
        measured = (right.kind in UNIT_KINDS and right.form in ("digits", "words")) or (
            right.kind in ("multiplier", "rate") and right.form != "verb"
        )
        if left.counts and (right.scaled or right.kind == "rate"):
            # "from 1,046,350 to 0.56 million": a number that is whole lacks no scale.
            return False
        return (
            left.bare
            and not left.scaled
            and right.number is not None
            and (measured or (right.bare and right.scaled and not right.number.article))
        )

    @staticmethod
    def _share(left: Atom, right: Atom) -> None:
        left.kind, left.unit = right.kind, right.unit
        if right.scaled:
            left.number.times(right.number.scale)

    def _articles_differ(self, left: Atom, right: Atom) -> bool:
        """ "a las seis y un 58 %" is no list: each number has an article of its own."""
        words = [self.reader.tokens.word(atom.first - 1) for atom in (left, right)]
        return words[0] != words[1] and all(word in self.number_articles for word in words)

    def _lists(self, atoms: list[Atom]) -> None:
        """ "47, 53 and 58 per cent": the unit at the end is that of every item."""
        place = len(atoms) - 1
        while place > 0:
            right = atoms[place]
            if not (right.kind in _LISTED or right.scaled):
                place -= 1
                continue
            items = [right]
            conjunction = False
            at = place
            while at > 0 and len(items) < 40:
                left = atoms[at - 1]
                gap = self._gap(left, items[-1])
                separators = self.separators | self.bare_separators if left.bare and not left.counts else self.separators
                if right.scaled and ")" in self.reader.tokens.low[right.first : right.last]:
                    # "29 (or 30) million"
                    separators = separators | {"("}
                words = [word for word in gap if word not in separators]
                if left.bare and self._articles_differ(left, items[-1]):
                    break
                fits = self._shares(left, right) or (left.kind == right.kind and left.kind in UNIT_KINDS)
                hedged = self.context.hedges.find_before(items[-1]) + 1
                if items[-1].first > hedged >= left.last:
                    gap = tuple(self.reader.tokens.low[left.last : hedged])
                    words = [word for word in gap if word not in separators]
                if (
                    not fits
                    or not gap
                    or len(gap) > 2
                    or len(words) > 1
                    or (words and words[0] not in self.last_words)
                    or (words and len(items) > 1)
                ):
                    break
                conjunction = conjunction or bool(words)
                items.append(left)
                at -= 1
            # "Of the 27, 47%" is no list: two numbers need an "and", or a unit each.
            listed = len(items) > 2 or (len(items) == 2 and (conjunction or not any(item.bare for item in items)))
            if listed:
                group = next(self.groups)
                for item in items:
                    if item is not right and self._shares(item, right):
                        self._share(item, right)
                    if item.group is None:
                        item.group = group
            place = max(at, 0) if len(items) > 1 else place - 1
