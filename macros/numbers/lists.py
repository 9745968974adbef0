"""Lists that share a unit: "47, 53 and 58 per cent"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from macros.numbers.draft import UNIT_KINDS, QuantityDraft
from macros.numbers.hedges import Hedges
from macros.numbers.lex import CURRENCIES
from macros.numbers.reader import Construction
from macros.numbers.words import SeriesWords

_LISTED = UNIT_KINDS | {"multiplier", "rate"}


@dataclass(eq=False)
class Lists(Construction):
    """The lists of one text."""

    words: SeriesWords
    hedges: Hedges

    def prepare(self) -> None:
        self.skipped = self.words.currencies | self.words.number_articles | frozenset(CURRENCIES)

    def find_gap(self, left: QuantityDraft, right: QuantityDraft) -> tuple[str, ...]:
        first = right.first
        if not 0 <= first - left.last <= 24:
            return ("?",) * 25
        while first > left.last and self.reader.tokens.low[first - 1] in self.skipped:
            first -= 1
        return tuple(self.reader.tokens.low[left.last : first])

    def _have_articles(self, left: QuantityDraft, right: QuantityDraft) -> bool:
        """ "a las seis y un 58 %" is no list: each number has an article of its own."""
        words = [self.reader.tokens.word(draft.first - 1) for draft in (left, right)]
        return words[0] != words[1] and all(word in self.words.number_articles for word in words)

    def set_groups(self, drafts: list[QuantityDraft], groups: Iterator[int]) -> None:
        """ "47, 53 and 58 per cent": the unit at the end is that of every item."""
        place = len(drafts) - 1
        while place > 0:
            right = drafts[place]
            if not (right.kind in _LISTED or right.scaled):
                place -= 1
                continue
            items = [right]
            conjunction = False
            at = place
            while at > 0 and len(items) < 40:
                left = drafts[at - 1]
                gap = self.find_gap(left, items[-1])
                separators = self.words.lists_separators
                if left.bare and not left.counts:
                    separators = separators | self.words.lists_bare_separators
                if right.scaled and ")" in self.reader.tokens.low[right.first : right.last]:
                    # "29 (or 30) million"
                    separators = separators | {"("}
                words = [word for word in gap if word not in separators]
                if left.bare and self._have_articles(left, items[-1]):
                    break
                fits = can_share(left, right) or (left.kind == right.kind and left.kind in UNIT_KINDS)
                hedged = self.hedges.find_before(items[-1]) + 1
                if items[-1].first > hedged >= left.last:
                    gap = tuple(self.reader.tokens.low[left.last : hedged])
                    words = [word for word in gap if word not in separators]
                strange = words and (words[0] not in self.words.lists_last or len(items) > 1)
                if not fits or not 0 < len(gap) <= 2 or len(words) > 1 or strange:
                    break
                conjunction = conjunction or bool(words)
                items.append(left)
                at -= 1
            # "Of the 27, 47%" is no list: two numbers need an "and", or a unit each.
            listed = len(items) > 2 or (len(items) == 2 and (conjunction or not any(item.bare for item in items)))
            if listed:
                group = next(groups)
                for item in items:
                    if item is not right and can_share(item, right):
                        share_unit(item, right)
                    if item.group is None:
                        item.group = group
            place = max(at, 0) if len(items) > 1 else place - 1


def can_share(left: QuantityDraft, right: QuantityDraft) -> bool:
    """Whether a bare number can take the unit or the scale of the one to its right."""
    measured = (
        right.form in ("digits", "words") if right.kind in UNIT_KINDS else right.kind in ("multiplier", "rate") and right.form != "verb"
    )
    if left.counts and (right.scaled or right.kind == "rate"):
        # "from 1,046,350 to 0.56 million": a number that is whole lacks no scale.
        return False
    if not left.bare or left.scaled or right.number is None:
        return False
    return measured or (right.bare and right.scaled and not right.number.article)


def share_unit(left: QuantityDraft, right: QuantityDraft) -> None:
    left.kind, left.unit = right.kind, right.unit
    if left.number and right.number and right.scaled:
        left.number.times(right.number.scale)
