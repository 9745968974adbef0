"""Counts by the noun behind a number, and scale words outside any quantity.

Below a thousand a number of anything else ("27 Member States", "two asks") is left free; a number of reports counts whatever its size.
A scale word alone ("29 completely unheard of million") has no known value, so an author must check it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from macros.base.cldr_units import is_time
from macros.numbers.grammar.clauses import ENDS, REACH, Clauses
from macros.numbers.grammar.draft import NAMES, Number, QuantityDraft
from macros.numbers.grammar.hedges import Hedges
from macros.numbers.grammar.reader import Construction, CountedNouns
from macros.numbers.language.language import split_phrase
from macros.numbers.language.phrase_index import Words
from macros.numbers.language.vocabulary import CountedWords

_LABEL_SIGNS = (":", "=", "(", "|")
_LABEL_REACH = 7
"""Tokens before a colon searched for the counted noun of its label."""
_MIN_COUNT = 10
"""From here on a number in words counts even if it refers back ("the twelve reports")."""
_MAX_WORDS = 3
"""Words between a number and its scale."""
_MAX_MODIFIERS = 3
"""Unknown words allowed between a number and its noun: "12 alcohol-free road deaths"."""
_CLAUSE_REACH = 16
"""Tokens before a number searched for its "for each"."""
_MAX_TOKENS = 12
"""Tokens between them, with signs."""
_SCALE_LETTERS = frozenset({"m", "mm"})
"""Capitals that usually mean millions."""
_ARTICLE_REACH = 2
"""Tokens between an article and its scale ("a full million")."""


@dataclass(eq=False)
class LooseScales(Construction):
    """The scale words of one text outside any quantity."""

    words: CountedWords

    def _prepare_tables(self) -> None:
        language = self.language
        own = language.hundred_words - language.get_words("numbers_alone")
        self.letters = frozenset(_SCALE_LETTERS.intersection(language.table.get("scales_letters") or ()))
        self.begin = self.words.scales_unclear.union(language.digit_scale_by_word, own, language.foreign_units, self.letters)
        self.apart = language.list_within.union(
            language.basis_by_word, self.words.fraction_of, self.words.articles, self.words.clause_words
        )
        self.large = frozenset(word for word, size in language.scale_by_word.items() if size >= 1000)
        self.rates = frozenset(split_phrase(phrase)[-1] for phrase in language.table["rates"])

    def add_scales(self, drafts: list[QuantityDraft], scales: list[int]) -> list[QuantityDraft]:
        """Add counts without a value for the scale words outside any quantity."""
        tokens, place, found = self.reader.tokens, 0, dict(enumerate(drafts))
        told: list[QuantityDraft] = []
        for index in scales:
            while place < len(drafts) and drafts[place].last <= index:
                place += 1
            if place < len(drafts) and drafts[place].first <= index:
                continue
            if unit := self._read_unit(index):
                told.append(unit)
                continue
            before = drafts[place - 1] if place else None
            near = self._is_of_number(index, before)
            if not near and (tokens.low[index] not in self.large or not self._is_alone(index)):
                continue
            scale = QuantityDraft(index, index + 1, tokens.starts[index], tokens.ends[index], "count", "words")
            if near and before is not None and not before.is_quantity and found.pop(place - 1, None) is not None:
                # The number alone is misleading: it joins its scale.
                scale = replace(before, last=scale.last, end=scale.end, kind="count", form="words", number=None, tail=-1)
            told.append(scale)
        return sorted([*found.values(), *told], key=lambda draft: draft.first) if told else drafts

    def _read_unit(self, index: int) -> QuantityDraft | None:
        """Read a unit behind a number in the words of an unknown language: "Trente pour cent"."""
        tokens = self.reader.tokens
        for words, _ in self.language.foreign_units.get(tokens.low[index], ()):
            first = index - len(words) + 1
            if first > 0 and tokens.has_phrase(first, words) and tokens.types[first - 1] == "w":
                return QuantityDraft(first, index + 1, tokens.starts[first], tokens.ends[index], "percentage", "words", unit="percent")
        return None

    def _is_of_number(self, index: int, before: QuantityDraft | None) -> bool:
        """Return True if a number precedes a scale in the same sentence, with few words between."""
        if before is None or before.kind in NAMES or index - before.last > _MAX_TOKENS:
            return False
        between = range(before.last, index)
        if self.reader.tokens.low[index] in self.letters:
            return self._is_letter_of(index, before)
        if between and self.reader.tokens.text[self.reader.tokens.starts[index]].isupper():
            return False  # "four days at Mill Park"
        if self.reader.tokens.low[index] in self.words.scales_unclear:
            return not between and before.is_bare
        if any(self.reader.tokens.low[at] in ENDS and not self.reader.tokens.is_joined(at + 1) for at in between):
            return False
        return sum(self.reader.tokens.types[at] == "w" for at in between) <= _MAX_WORDS

    def _is_letter_of(self, index: int, before: QuantityDraft) -> bool:
        """Return True for a capital after a number and plain words ("29 altogether M"), no name ("27 in Group M", "M. Dupont")."""
        tokens = self.reader.tokens
        between = range(before.last, index)
        if not (before.is_bare and 0 < len(between) <= _MAX_WORDS and self.reader.is_capital(index)) or tokens.low[index + 1] == ".":
            return False
        plain = all(tokens.types[at] == "w" and tokens.low[at] not in self.apart and not self.reader.is_capital(at) for at in between)
        return plain and not tokens.is_joined(index + 1) and tokens.type(index + 1) != "n"

    def _is_alone(self, index: int) -> bool:
        """Return True for "A full million", "another million reports"; not "per million inhabitants" or "a million-dollar house"."""
        tokens = self.reader.tokens
        if tokens.low[index - 1] in self.rates or tokens.low[index + 1] == "-":
            return False
        return self.reader.find_counted(index + 1, self.reader.noun_forms) >= 0 or not self.words.articles.isdisjoint(
            tokens.low[max(0, index - _ARTICLE_REACH) : index]
        )


@dataclass(eq=False)
class SmallCounts(Construction):
    """The counts below a thousand of one text."""

    words: CountedWords
    clauses: Clauses
    hedges: Hedges

    def _prepare_tables(self) -> None:
        language = self.language
        self.joins = language.list_words | language.range_words
        self.each = frozenset(words[-1] for listed in self.words.rates.values() for words, _ in listed if len(words) > 1)
        self.followers = language.list_within.union(language.basis_by_word, language.get_words("and_clause"), self.words.clause_words)

    def set_counts(self, drafts: list[QuantityDraft]) -> None:
        """Make counts of cardinals before the site's nouns, and amounts of those before the nouns of statistics."""
        if not any(draft.kind in ("cardinal", "count", "amount") for draft in drafts):
            return
        for draft in drafts:
            if (
                draft.number is not None
                and draft.kind in ("cardinal", "amount")
                and not draft.unit
                and self._is_misgrouped(draft, draft.number)
            ):
                draft.kind = "count"
        if not self.each.isdisjoint(self.reader.tokens.low[: self.reader.tokens.size]):
            for draft in drafts:
                if draft.number is not None and draft.kind in ("cardinal", "count") and not draft.unit and self._is_for_each(draft):
                    draft.kind, draft.form, draft.unit = "multiplier", "ratio", "times"
        for kind, nouns in (("count", self.reader.nouns), ("amount", self.reader.general)):
            if self.reader.can_mention(nouns):
                self._set_kind(drafts, kind, nouns)
            if not any(draft.kind == "cardinal" for draft in drafts):
                return
        if self.words.holding_verbs.isdisjoint(self.reader.tokens.low):
            return
        for draft in drafts:
            if draft.kind == "cardinal" and draft.number is not None and not draft.unit and self._is_held(draft, draft.number):
                draft.kind = "amount"

    def _set_kind(self, drafts: list[QuantityDraft], kind: str, nouns: CountedNouns) -> None:
        """Set the kind of the numbers of some nouns. Words below ten are free before the nouns of statistics ("two people")."""
        following: QuantityDraft | None = None  # a number of the same noun, directly or along its list
        free = _MIN_COUNT if nouns is self.reader.general else 0
        for draft in reversed(drafts):
            number, counts = draft.number, False
            if number is not None and draft.kind in ("cardinal", "count", "amount") and (not draft.unit or is_time(draft.unit)):
                counts = self._is_before_noun(draft, number, nouns) or self._is_listed(draft, following)
                if (counts or self._is_stated(draft, number, nouns)) and not (number.words and number.amount < free):
                    draft.kind = kind if draft.kind != "count" else "count"
            following = draft if counts else None

    def _is_listed(self, draft: QuantityDraft, following: QuantityDraft | None) -> bool:
        """Return True before a list item with its noun behind the last: "900 to 999 reports", "5, 8 and 12 files"."""
        return following is not None and draft.last + 1 == following.first and self.reader.tokens.low[draft.last] in self.joins

    def _is_for_each(self, draft: QuantityDraft) -> bool:
        """Return True for a multiplier behind "for each": "For each letter in Denmark there were fifty-two elsewhere"."""
        tokens, noun = self.reader.tokens, -1
        for at in range(self.hedges.find_token_before(draft), max(-1, draft.first - _CLAUSE_REACH), -1):
            word = tokens.low[at]
            if tokens.types[at] == "n" or word in self.language.number_words or word in ENDS or word in self.words.clause_words:
                return False
            noun = at if word in self.reader.noun_forms else noun
            if noun >= 0 and any(
                len(phrase) > 1 and tokens.has_phrase(at, phrase) and at + len(phrase) <= noun
                for phrase, _ in self.words.rates.get(word, ())
            ):
                return True
        return False

    def _is_misgrouped(self, draft: QuantityDraft, number: Number) -> bool:
        """Return True for a count in separators of another language: "555.831" in English, "555,831" in Spanish."""
        return number.decimals == 3 and not number.words and number.amount >= 1 and not self._has_noun(draft)

    def _has_noun(self, draft: QuantityDraft) -> bool:
        """Return True if the number has a unit, or a noun behind it."""
        return bool(draft.unit) or (
            self.reader.tokens.type(draft.end_token) in ("w", "n") and self.reader.tokens.word(draft.end_token) not in self.followers
        )

    def _is_held(self, draft: QuantityDraft, number: Number) -> bool:
        """Return True for a number with nothing behind, after a verb of counting or holding: "Finland had 190."."""
        if self._has_noun(draft) or number.amount < _MIN_COUNT or self.reader.tokens.word(draft.end_token) in self.words.fraction_of:
            return False
        return self.reader.tokens.word(self.hedges.find_token_before(draft)) in self.words.holding_verbs

    def _is_before_noun(self, draft: QuantityDraft, number: Number, counted: CountedNouns) -> bool:
        """Return True before a noun: "47 UN reports"; "one report" is any, and "the two reports" refer back."""
        tokens, words = self.reader.tokens, self.words
        if tokens.word(draft.last) == ")" or tokens.word(draft.first - 1) in words.unit_apart_numbered:
            # "(2) files" in a list, "by week 3 reports had fallen"
            return False
        if number.words and number.value is not None:
            again = tokens.word(draft.first - 1) in words.figure_again and number.value < _MIN_COUNT
            if number.value == 1 or again:
                return False
        nouns = counted.all_forms if number.value == 1 else counted.many
        last = max(draft.last, draft.tail)  # "two hundred-odd reports"
        last += tokens.low[last] == "+" and tokens.is_joined(last)  # "48+ visits"
        return self.reader.find_counted(tokens.skip_hyphen(last), nouns, modifiers=0 if draft.unit else _MAX_MODIFIERS) >= 0

    def _is_stated(self, draft: QuantityDraft, number: Number, nouns: CountedNouns) -> bool:
        """Return True after a verb, without a noun behind: "UN reports numbered 999", "reports fell by 90 in 2021"."""
        tokens, words = self.reader.tokens, self.words
        if self._has_noun(draft) or tokens.word(draft.end_token) in words.fraction_of:
            return False
        index = self.hedges.find_token_before(draft)
        index += tokens.word(index + 1) == "("
        if tokens.word(index) in _LABEL_SIGNS:
            return self._is_labelled(number, index, nouns.many)
        led = tokens.word(index) in self.language.basis_by_word or (
            nouns is self.reader.general and tokens.word(index) in words.statistics_at
        )
        if number.amount >= _MIN_COUNT and led and tokens.word(index - 1) in nouns.subjects - nouns.many:
            return True  # "a toll of 601"
        verb = False
        for at in range(index - led, max(-1, index - REACH), -1):
            word = tokens.low[at]
            verb = verb or word in words.count_verbs or self.clauses.find_direction(at) is not None
            if word in nouns.subjects:
                return verb and (number.amount >= _MIN_COUNT or word in nouns.many)
            if word in ENDS or word in words.clause_words or word == "(" or not (verb or led):
                return False
        return False

    def _is_labelled(self, number: Number, index: int, nouns: Words) -> bool:
        """Return True behind a label: "UN reports in 2021: 999", "reports (999)"; "reports (1)" is a mark."""
        tokens = self.reader.tokens
        if tokens.low[index] == ":" and tokens.is_joined(index + 1):
            # "reports.csv:2"
            return False
        bracket = tokens.low[index] == "("
        if bracket and (number.amount < _MIN_COUNT or tokens.low[index - 1] not in nouns):
            return False
        return not nouns.isdisjoint(tokens.low[max(0, index - _LABEL_REACH) : index])
