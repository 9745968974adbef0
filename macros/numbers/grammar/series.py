"""Quantities in groups: ranges, the two ends of a change, lists with a shared unit ("47, 53 and 58 per cent")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, pairwise

from macros.base.cldr_units import PER
from macros.numbers.grammar.clauses import ENDS, Clauses
from macros.numbers.grammar.directions import Context
from macros.numbers.grammar.draft import NAMES, UNIT_KINDS, QuantityDraft
from macros.numbers.grammar.hedges import Hedges
from macros.numbers.grammar.reader import Construction
from macros.numbers.language.vocabulary import SeriesWords
from macros.numbers.text.tokens import CURRENCIES

_OPENING, _CLOSING = frozenset("([,"), frozenset(")]")
_STOPS = frozenset(".!?)]\x01")
_INTERVAL_REACH = 14
"""Tokens from a number to the ends of its interval: "(95% confidence interval, 45 to 49)"."""
_MIN_WHOLE = 1000
"""From here on a number has groups or four digits and needs no scale."""
_CLAUSES = 12
"""Clauses that share the unit of the last."""
_CLAUSE = 5
"""Tokens from the number of one to that of the next."""
_MAX_RATIO = 100
"""The largest ratio of a bare number to the scaled one beside it for a shared scale: "from 29 to 0.56 million"."""
_VERB_REACH = 4
"""Tokens before "from" searched for its verb."""
_MAX_SHORT_WORD = 3
"""Letters of the longest word too short for a plural."""
_LISTED_KINDS = UNIT_KINDS | {"multiplier", "rate"}


@dataclass(eq=False)
class Lists(Construction):
    """The lists of one text."""

    words: SeriesWords
    hedges: Hedges

    def _prepare_tables(self) -> None:
        language = self.language
        self.between = language.list_within.union(language.basis_by_word, language.list_words, language.range_words)
        self.skipped = self.words.currencies | self.words.number_articles | frozenset(CURRENCIES)

    def get_gap(self, left: QuantityDraft, right: QuantityDraft) -> tuple[str, ...]:
        """Return the words between two quantities, without articles and currencies of the right one."""
        first = right.start_token
        if not 0 <= first - left.last <= 24:
            return ("?",) * 25
        while first > left.last and self.reader.tokens.low[first - 1] in self.skipped:
            first -= 1
        gap = self.reader.tokens.low[left.last : first]
        if gap[1:2] == ["."] and gap[0] in self.words.lists_last:
            del gap[1]  # "5 bzw. 10 Prozent"
        return tuple(gap)

    def _has_articles(self, left: QuantityDraft, right: QuantityDraft) -> bool:
        """Return True if each number has an article of its own: "a las seis y un 58 %" is no list."""
        words = [self.reader.tokens.word(draft.first - 1) for draft in (left, right)]
        return words[0] != words[1] and all(word in self.words.number_articles for word in words)

    def _has_preposition(self, draft: QuantityDraft, before: QuantityDraft) -> bool:
        """Return True if a number belongs to the words before it: the "sechs" of "51 Prozent nach sechs und 58 Prozent nach 18 Wochen"."""
        led = self.reader.tokens.low[draft.first - 1]
        return (
            before.kind in UNIT_KINDS
            and before.last == draft.first - 1
            and led in self.language.list_within - set(self.language.basis_by_word)
        )

    def _find_shared(self, drafts: list[QuantityDraft], place: int) -> list[QuantityDraft]:
        """Share the unit at the end of clauses of one form: "A kam auf 31, B auf 22 und C auf 12 Prozent"."""
        items, length = [drafts[place]], 0
        while place > 0 and len(items) < _CLAUSES:
            left, gap = drafts[place - 1], self.get_gap(drafts[place - 1], items[-1])
            parts = self.words.lists_separators | self.words.lists_last if len(items) == 1 else self.words.lists_separators
            if not 1 < len(gap) <= _CLAUSE or gap[0] not in parts or not all(word[0].isalpha() for word in gap[1:]):
                break
            alike = left.kind == items[0].kind and len(items) > 1  # "um 14 Prozent, Raps um 9 und Gerste um 6 Prozent"
            if length not in (0, len(gap)) or not (alike or (not left.is_quantity and can_share(left, items[0]))):
                break
            length = len(gap)
            items.append(left)
            place -= 1
            if alike:
                break
        # "um 8,3 im Mai, um 2,2 Prozent im Juni": each with the same "by", and decimals that no thing has.
        led = len(items) == 2 and bool(items[1].number and items[1].number.decimals) and self._is_led(*items)
        return items if led or len(items) > 2 else items[:1]

    def _is_led(self, *items: QuantityDraft) -> bool:
        """Return True if the same "by" or "to" stands right before each."""
        led = {self.reader.tokens.low[draft.first - 1] for draft in items}
        return len(led) == 1 and self.language.basis_by_word.get(led.pop()) in ("by", "to")

    def set_groups(self, drafts: list[QuantityDraft], groups: Iterator[int]) -> None:
        """Group lists and give each item the unit at the end: "47, 53 and 58 per cent"."""
        place = len(drafts) - 1
        while place > 0:
            right = drafts[place]
            if not (right.kind in _LISTED_KINDS or right.is_scaled):
                place -= 1
                continue
            items = [right]
            conjunction = False
            at = place
            while at > 0 and len(items) < 40:
                left = drafts[at - 1]
                gap = self.get_gap(left, items[-1])
                separators = self.words.lists_separators
                if left.is_bare and not left.is_quantity:
                    separators = separators | self.words.lists_bare_separators
                if right.is_scaled and ")" in self.reader.tokens.low[right.first : right.last]:
                    # "29 (or 30) million"
                    separators = separators | {"("}
                words = [word for word in gap if word not in separators]
                if left.is_bare and (self._has_articles(left, items[-1]) or (at > 1 and self._has_preposition(left, drafts[at - 2]))):
                    break
                fits = can_share(left, right) or (left.kind == right.kind and left.kind in UNIT_KINDS)
                hedged = self.hedges.find_token_before(items[-1]) + 1
                if items[-1].first > hedged >= left.last:
                    gap = tuple(self.reader.tokens.low[left.last : hedged])
                    words = [word for word in gap if word not in separators]
                strange = words and (words[0] not in self.words.lists_last or len(items) > 1)
                if not fits or not 0 < len(gap) <= 2 or len(words) > 1 or strange:
                    break
                conjunction = conjunction or bool(words)
                items.append(left)
                at -= 1
            if len(items) == 1 and drafts[place - 1].is_bare and right.kind in _LISTED_KINDS:
                items = self._find_shared(drafts, place)
                at, conjunction = place - len(items) + 1, True
            # "Of the 27, 47%" is no list: two numbers need an "and", or a unit each.
            listed = len(items) > 2 or (len(items) == 2 and (conjunction or not any(item.is_bare for item in items)))
            if listed:
                group = next(groups)
                for item in items:
                    if item is not right and can_share(item, right):
                        share_unit(item, right)
                    if item.group is None:
                        item.group = group
            place = max(at, 0) if len(items) > 1 else place - 1


def can_share(left: QuantityDraft, right: QuantityDraft, *, ranged: bool = False) -> bool:
    """Return True if a bare number can take the unit or the scale of the one to its right. ranged: both end one range ("$12-15bn")."""
    measured = (
        right.form in ("digits", "words") if right.kind in UNIT_KINDS else right.kind in ("multiplier", "rate") and right.form != "verb"
    )
    if not left.is_bare or left.is_scaled or left.number is None or right.number is None:
        return False
    if left.is_quantity and (right.kind == "rate" or abs(right.number.amount) < _MIN_WHOLE * right.number.scale):
        # "From 1,046,350 to 0.56 million": a whole number lacks neither scale nor unit.
        return False
    if right.is_scaled and abs(left.number.amount) * right.number.scale > _MAX_RATIO * abs(right.number.amount):
        # "From 999 to 1.2 million": doubtful.
        return False
    if left.unit and (left.unit_last > 0 or (left.unit != right.unit and not (ranged and right.unit.partition(PER)[0] in ("", left.unit)))):
        # "491 dollars, 29 million euros"
        return False
    return measured or (right.is_bare and right.is_scaled and not right.number.article)


def share_unit(left: QuantityDraft, right: QuantityDraft) -> None:
    """Give the left number the kind, unit and scale of the right one."""
    left.kind, left.unit = right.kind, right.unit
    if left.number and right.number and right.is_scaled:
        left.number.multiply(right.number.scale)


@dataclass(eq=False)
class Series(Construction):
    """The ranges, lists and changes among the drafts of one text, in text order."""

    words: SeriesWords
    clauses: Clauses
    hedges: Hedges
    context: Context
    lists: Lists

    def _prepare_tables(self) -> None:
        self.stops = self.language.get_words("clause_words") - self.language.get_words("and_clause")

    def join_drafts(self, drafts: list[QuantityDraft]) -> list[QuantityDraft]:
        """Join ranges, share units and number the groups of the drafts."""
        groups = count(1)
        self._set_intervals(drafts, groups)
        self._set_ends(drafts, groups)
        drafts = self._join_ranges(drafts)
        self.lists.set_groups(drafts, groups)
        return drafts

    def _set_intervals(self, drafts: list[QuantityDraft], groups: Iterator[int]) -> None:
        """Give an interval the unit of its number: "47 ± 2 %", "47% (95% CI 45 to 49)", "47% [45–49]"."""
        low = self.reader.tokens.low
        for place, (left, right) in enumerate(pairwise(drafts)):
            if low[left.last] in self.words.plus_minus and NAMES.isdisjoint((left.kind, right.kind)) and self._is_plus_minus(left, right):
                if left.is_bare != right.is_bare:
                    bare, other = (left, right) if left.is_bare else (right, left)
                    bare.kind, bare.unit = other.kind, other.unit
                elif left.is_bare and right.is_scaled and not left.is_scaled and left.number and right.number:
                    left.number.multiply(right.number.scale)
                left.group = right.group = next(groups)
            elif low[left.end_token] in _OPENING and left.kind in _LISTED_KINDS and left.number:
                for end in self._find_interval(left, drafts[place + 1 : place + 4]):
                    end.kind, end.unit = left.kind, left.unit

    def _is_plus_minus(self, left: QuantityDraft, right: QuantityDraft) -> bool:
        """Return True if only "±" or "plus or minus" is between two numbers."""
        tokens = self.reader.tokens
        return any(
            left.last + len(phrase) == right.first and tokens.has_phrase(left.last, phrase)
            for phrase, _ in self.words.plus_minus[tokens.low[left.last]]
        )

    def _find_interval(self, number: QuantityDraft, drafts: list[QuantityDraft]) -> list[QuantityDraft]:
        """Return the bare ends of an interval behind a number, announced by a word or alone in brackets around its value."""
        low, ends = self.reader.tokens.low, []
        for draft in drafts:
            between = low[number.end_token : draft.first]
            if len(between) > _INTERVAL_REACH or not _STOPS.isdisjoint(between[1:]):
                break
            if draft.is_bare and draft.number is not None:
                ends.append(draft)
            elif ends or draft.kind != "percentage":
                break
        ends = ends[:2]
        if not ends:
            return []
        if not self.words.interval_words.isdisjoint(low[number.end_token : ends[0].first]):
            return ends
        if len(ends) < 2 or number.number is None or ends[0].first != number.end_token + 1 or low[ends[1].last] not in _CLOSING:
            return []
        least, most = (end.number.amount if end.number else 0 for end in ends)
        return ends if ends[0].last + 1 == ends[1].first and least <= number.number.amount <= most else []

    def _find_word_before(self, draft: QuantityDraft) -> str:
        """Return the word before a quantity and its hedge."""
        return self.reader.tokens.word(self.hedges.find_token_before(draft))

    def _set_ends(self, drafts: list[QuantityDraft], groups: Iterator[int]) -> None:
        """Group the two ends of a change under one unit: "fell from 4.81 in 2020 to 1.89 per cent"."""
        words = self.words
        for place, left in enumerate(drafts):
            before = self.hedges.find_token_before(left)
            if self.reader.tokens.word(before) not in words.ranges_from or left.kind in ("date", "year", "reference", "ordinal"):
                continue
            for right in drafts[place + 1 : place + 6]:
                gap = self.lists.get_gap(left, right)
                if any(word in ".;:!?\x01" or word in self.stops for word in gap):
                    break
                self._drop_hedge(right)
                if self._find_word_before(right) not in words.ranges_to or right.kind in ("date", "year", "reference", "ordinal"):
                    continue
                if self._is_weakly_led(before) and "," in gap and self.clauses.find_direction(before - 1):
                    # "tras un descenso del 46 %, la caída llegó al 51 %"
                    break
                if self._is_rising_range(left, right, gap) or (
                    self._is_weakly_led(before) and right.is_bare and not right.is_quantity and not left.is_bare
                ):
                    break
                if can_share(left, right, ranged=True) and not (self._has_noun(left) or self._is_reversed(left, right, before)):
                    share_unit(left, right)
                elif left.is_bare and right.is_bare and right.is_quantity and not self._has_noun(left):
                    left.kind = "count"  # "from 999 to 1.2 million"
                same = left.kind == right.kind or "" in (left.kind, right.kind)
                if same and not (self.reader.tokens.word(before - 1) in words.range_verbs and len(gap) == 1):
                    left.group = right.group = next(groups)
                    left.basis, right.basis = "from", "to"
                break

    def _has_noun(self, draft: QuantityDraft) -> bool:
        """Return True if a number has a noun of its own and so needs no unit: "From 27 countries to 1.2 million reports"."""
        word = self.reader.tokens.word(draft.last)
        plural = word.endswith(self.words.plural_endings or ("\x00",)) and len(word) > _MAX_SHORT_WORD
        return (plural or word in self.words.counted_nouns) and word not in self.lists.between

    def _is_reversed(self, left: QuantityDraft, right: QuantityDraft, before: int) -> bool:
        """Return True if a shared scale would contradict the verb: "Rose from 40 to 5.2 million"."""
        if not (right.is_scaled and left.number and right.number):
            return False
        way = next((way for at in range(before - 1, max(-1, before - _VERB_REACH), -1) if (way := self.clauses.find_direction(at))), None)
        return way == "up" and left.number.amount * right.number.scale > right.number.amount

    def _is_rising_range(self, left: QuantityDraft, right: QuantityDraft, gap: tuple[str, ...]) -> bool:
        """Return True for a rising range without a verb of change, not the ends of a change: "una tasa del 46 al 51 %"."""
        if (
            not self.words.ranges_without_verb
            or len(gap) != 1
            or gap[0] not in self.words.ranges_words
            or not (left.number and right.number)
        ):
            return False
        scale = right.number.scale if can_share(left, right) else 1
        if left.number.amount * scale >= right.number.amount:
            return False
        index = self.hedges.find_token_before(left) - 1
        if self.clauses.find_direction(index) and self.reader.tokens.low[index] in self.language.direction_by_change_noun:
            # "un crecimiento del 1,5 al 2 %"; "un aumento del 46 % al 51 %" has two ends.
            return left.is_bare and not self.clauses.has_verb_before(index - 1)
        return not self.clauses.has_verb_before(index)

    def _is_weakly_led(self, index: int) -> bool:
        """Return True for a preposition that is from or by: "del" in "un descenso del 58 % a las 18 semanas"."""
        return self.reader.tokens.word(index) in self.context.words.basis_from_or_by

    def _drop_hedge(self, draft: QuantityDraft) -> None:
        """Drop "up to" as a hedge of the second end: "from 46% up to 51%"."""
        first = draft.hedge_first
        if draft.hedge == "at_most" and first >= 0 and self.reader.tokens.low[first] in self.language.direction_by_particle:
            draft.hedge, draft.hedge_span, draft.hedge_first, draft.before = None, None, first + 2, first + 1

    def _join_ranges(self, drafts: list[QuantityDraft]) -> list[QuantityDraft]:
        found: list[QuantityDraft] = []
        for right in drafts:
            left = found[-1] if found else None
            if left is not None and left.group is None and self._is_range(left, right):
                if self._can_share_unit(left, right):
                    share_unit(left, right)
                if right.is_bare:
                    # "a factor of 2 to 3"
                    right.kind, right.unit = left.kind, left.unit
                found[-1] = self._make_range(left, right)
            else:
                found.append(right)
        return found

    @staticmethod
    def _can_share_unit(left: QuantityDraft, right: QuantityDraft) -> bool:
        """Return True if the lower end of a range can take the unit or scale of the other: not in "between 90 and 1.2 million"."""
        rises = not right.is_scaled or (left.number and right.number and left.number.amount * right.number.scale <= right.number.amount)
        return can_share(left, right, ranged=True) and bool(rises)

    def _is_range(self, left: QuantityDraft, right: QuantityDraft) -> bool:
        tokens = self.reader.tokens
        begin = max(left.last, left.unit_last)
        if tokens.low[begin] not in self.language.range_words:
            return False
        gap = self.lists.get_gap(left, right)[begin - left.last :]
        if len(gap) > 1 and right.hedge_first == begin and right.hedge == "at_most":
            # "5 bis zu 10 Prozent"
            right.hedge, right.hedge_span, gap = None, None, gap[:1]
        # "five-to-ten per cent"
        gap = gap[1:2] if len(gap) == 3 and gap[0] == gap[2] == "-" else gap
        # "two- to threefold"
        gap = gap[1:] if len(gap) == 2 and gap[0] == "-" else gap
        if len(gap) != 1 or left.number is None or right.number is None or left.low or right.form == "verb":
            return False
        dash = gap[0] in self.words.ranges_dashes
        to = gap[0] in self.words.ranges_words
        between = gap[0] in self.words.ranges_between_and and self._is_between(left)
        if not (dash or to or between):
            return False
        bare = left.is_bare and right.is_bare and not left.is_scaled and not right.is_scaled
        factor = right.is_bare and tokens.word(left.first) in self.language.factor_words
        if dash and bare and (tokens.is_joined(right.first) != tokens.is_joined(begin) or not tokens.is_joined(right.first)):
            return False
        shared = self._can_share_unit(left, right)
        if not (
            factor
            or shared
            or (left.kind == right.kind and left.kind not in NAMES and not (left.kind == "rate" and left.last > left.first + 1))
        ):
            return False
        led = to and self._find_word_before(left) in self.words.ranges_from
        if to and not (led and self._is_rising_range(left, right, gap)):
            # "fell 12% to 47%" is a change and its result; "fell 46 to 51%" has one unit and is a range.
            begins, whole = led and not self._is_ranged(left), not left.is_bare or (right.is_bare and left.is_quantity)
            led_by = gap[0] in self.words.ranges_to and self.context.find_basis(left)[1] == "by"
            begins = begins or (whole and led_by)  # "cut by £3.4 million to £27.9 million"
            if (begins and left.is_bare) or (whole and (begins or self.context.is_governed(left))):
                return False
        # "aged 13 to 17": two numbers without a unit are no quantity.
        if bare and not (left.is_quantity or right.is_quantity):
            return False
        scale = right.number.scale if shared and right.is_scaled else 1
        low, high = left.number.amount * scale, right.number.amount
        # "60 per cent \u2013 three in five" is one quantity twice.
        alike = left.form == right.form or not dash or {left.form, right.form} <= {"digits", "words"}
        return alike and (low < high or (low == high and dash and tokens.is_joined(right.first)) or high < low < 0)

    def _is_between(self, left: QuantityDraft) -> bool:
        """Return True after a "between" with a range: not "the difference between 20% and 30%" or "halfway between"."""
        tokens, words = self.reader.tokens, self.words
        index = self.hedges.find_token_before(left)
        if tokens.word(index) not in words.ranges_between:
            return False
        for at in range(index - 1, max(-1, index - 4), -1):
            if tokens.low[at] in ENDS:
                break
            if tokens.low[at] in words.between_not_after:
                return False
        return True

    def _is_ranged(self, draft: QuantityDraft) -> bool:
        return self.reader.tokens.word(self.hedges.find_token_before(draft) - 1) in self.words.range_verbs

    def _make_range(self, left: QuantityDraft, right: QuantityDraft) -> QuantityDraft:
        low, high = sorted(filter(None, (left.number, right.number)), key=lambda number: number.amount)
        form = left.form if left.form == right.form else "digits" if "digits" in (left.form, right.form) else right.form
        return QuantityDraft(
            left.first, right.last, left.start, right.end, right.kind, form, right.number, low, high, right.unit,
            left.hedge or right.hedge, right.direction or left.direction, right.basis, right.ambiguous, None,
            left.hedge_first, left.before, left.hedge_span if left.hedge else right.hedge_span, right.tail,
        )  # fmt: skip
