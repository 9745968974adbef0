"""The hedge of a quantity: "nearly 47%", "47% or more", "up to 47%"."""

from __future__ import annotations

from dataclasses import dataclass

from macros.numbers.grammar.clauses import Clauses
from macros.numbers.grammar.draft import QuantityDraft
from macros.numbers.grammar.reader import Construction
from macros.numbers.language.language import split_phrase
from macros.numbers.language.phrase_index import Phrases
from macros.numbers.language.vocabulary import ChangeWords
from macros.numbers.text.tokens import CURRENCIES

_SIGNS_BEFORE = frozenset("([{\"'\u201c\u201e\u2018\u00ab") | frozenset(CURRENCIES)
"""Signs allowed between a number and its hedge or preposition."""
_SIGNS_AFTER = frozenset((",", ".", ";", ":", "!", "?", ")", "]", "", "\x01", '"', "\u201d"))

_STOPS = frozenset(",.;:!?()[]\x01\u2013\u2014")
_OPPOSITE = {"over": "at_most", "under": "at_least"}
"""A bound -> its negation."""
_MAX_UNIT_WORDS = 3
"""Words of the longest unit ("puntos porcentuales")."""
_LOOSE_HEDGES = frozenset({"at_least", "at_most", "about"})
"""Hedges allowed before the preposition of their number."""
_NEGATION_REACH = 10
"""Tokens before a bound searched for its negation."""
_MAX_NOUN_WORDS = 5
"""Words of the measured noun before a hedge behind it."""


@dataclass(eq=False)
class Hedges(Construction):
    """The hedges of one text."""

    words: ChangeWords
    clauses: Clauses

    def _prepare_tables(self) -> None:
        self.parts = {part for parts in (self.language.table.get("separable") or {}).values() for part in parts}
        # Words of the number without a meaning of their own: "cayó un 47 %", "EUR 3 million".
        self.measured = {word for form in self.language.unit_forms for word in split_phrase(form)} - _STOPS | self.words.times_words
        self.just = self.language.get_words("just")
        self.skipped = _SIGNS_BEFORE | self.words.currencies | self.words.number_articles

    def set_hedge(self, draft: QuantityDraft) -> None:
        """Set the hedge of a quantity and its first token."""
        tokens, first, words = self.reader.tokens, self.skip_signs(draft.start_token - 1), self.words
        draft.hedge_first, draft.before = draft.first, first
        if tokens.word(draft.first) in self.language.factor_words and tokens.word(first) in words.articles:
            # "by a factor of 3"
            draft.hedge_first, first = first, self.skip_signs(first - 1)
            draft.before = first
        if draft.form == "verb":
            # "casi se ha duplicado"
            while tokens.word(first) in words.verb_auxiliaries:
                first -= 1
        says, begin, last = self.match_hedge_before(first)
        if draft.first - 1 > first and tokens.word(draft.first - 1) in words.number_articles:
            if tokens.word(last) in words.hedges_not_over_articles:
                # "der Bericht über die 47 %"
                says = None
            if (around := self.match_hedge_before(draft.first - 1))[0]:
                # "um die 40 %"
                says, begin, last = around
        if says is None and (filler := self._match_phrase(words.hedge_fillers, first)):
            says, begin, last = self.match_hedge_before(first - filler)
        if says and tokens.low[last + 1] == "(" and tokens.low[last] in self.parts:
            says = None  # "nahm um 3 % ab (47 %)"
        if words.late_verbs:
            says = self._find_inverted(draft, last) or says
        if says in _OPPOSITE and last + 1 == draft.first and tokens.word(begin - 1) in words.reflexives:
            says = None  # "el límite se superó 19 días", but "se superaron los 19 días"
        if says in _OPPOSITE and tokens.low[begin] not in words.negated_words and self._is_compared(begin - 1):
            says = None
        limits = words.negated_limits
        bounded = says in _OPPOSITE or (says is None and (tokens.low[last] in limits or tokens.low[last] in words.negated_adverbs))
        if bounded and (negated := self._find_negated_hedge(says, begin, last)):
            says, begin, last = negated
        up_to = says == "at_most" and self.is_level_up_to(begin - 1) and tokens.low[begin] in self.language.direction_by_particle
        arrival = tokens.word(last) in words.arrival_hedges_words and tokens.word(begin - 1) not in words.arrival_hedges_not_after
        if up_to or (says and arrival and self.clauses.has_verb_before(begin - 1)):
            says = None
        if says is None and tokens.word(first) in self.language.basis_by_word and tokens.word(first - 1) in words.hedges_before_preposition:
            # "casi a la mitad"
            says, begin, last = self.match_hedge_before(first - 1)
            if says:
                draft.hedge, draft.hedge_span, says = says, (tokens.starts[begin], tokens.ends[last]), None
        elif says is None and tokens.word(first) in self.language.basis_by_word:
            # "como máximo, del 3 %", "fell at least to 47%"
            said, before, last = self.match_hedge_before(first - 1)
            if said in _LOOSE_HEDGES and tokens.low[last] not in self.language.basis_by_word:
                draft.hedge, draft.hedge_span = said, (tokens.starts[before], tokens.ends[last])
        if says is not None:
            draft.hedge_first, draft.before = begin, self.skip_signs(begin - 1)
            if says != "none" and draft.hedge is None:
                draft.hedge, draft.hedge_span = says, (tokens.starts[begin], tokens.ends[last])
            self._set_factor(draft)
        if draft.hedge is None and (says := self.words.hedge_adjectives.get(tokens.low[draft.first + 1])):
            # "ein gutes Drittel", "eine knappe halbe Million"
            if tokens.low[draft.first] in words.articles and draft.last > draft.first + 1:
                draft.hedge, draft.hedge_span = says, (tokens.starts[draft.first + 1], tokens.ends[draft.first + 1])
        self._take_plus(draft)
        if draft.hedge is None:
            self._find_hedge_after(draft)

    def _find_inverted(self, draft: QuantityDraft, verb: int) -> str | None:
        """Return the bound of a verb before a number and its negation behind it: "Übersteigt 100.000 Euro nicht"."""
        tokens, after = self.reader.tokens, draft.end_token
        if tokens.low[after] not in self.words.negated_words or tokens.type(after + 1) == "w":
            return None
        inverted = (tokens.low[after], tokens.low[verb])
        return next((limit for phrase, limit in self.words.hedges_after.get(inverted[0], ()) if phrase == inverted), None)

    def is_before_preposition(self, draft: QuantityDraft) -> bool:
        """Return True if the hedge of a half precedes its preposition: "casi a la mitad"."""
        half = draft.form == "fraction" and draft.number is not None and draft.number.amount == 50
        return (
            half
            and draft.hedge_span is not None
            and draft.hedge_span[1] <= self.reader.tokens.starts[draft.hedge_first - 1]
            and draft.hedge_span[0] < draft.start
        )

    def _is_compared(self, index: int) -> bool:
        """Return True if "than" compares with an earlier quantity and bounds nothing: "Un 26 % más que los 8.000 millones"."""
        tokens, at = self.reader.tokens, index
        while index - at < _MAX_UNIT_WORDS and tokens.word(at) in self.measured:
            at -= 1
        return at < index and (tokens.type(at) in ("n", "v") or tokens.word(at) in self.language.number_words)

    def _find_negated_hedge(self, says: str | None, begin: int, last: int) -> tuple[str, int, int] | None:
        """Return the hedge of a negated bound at `begin`, or of a limit verb: "Did not exceed", "never more than", "no bajó del"."""
        tokens, words = self.reader.tokens, self.words
        negated = None
        if says is None:
            # "sin llegar nunca al 5 %"
            end = last - (tokens.low[last] in words.negated_adverbs)
            inner = end - (end == last and tokens.low[last - 1] in words.negated_adverbs)
            for phrase, limit in words.negated_limits.get(tokens.word(end), ()):
                first = inner - len(phrase) + 1 if len(phrase) > 1 else end
                if first == end or (first >= 0 and tokens.low[inner - 1] == phrase[-2] and tokens.has_phrase(first, phrase[:-1])):
                    negated, begin = limit, first
                    break
        elif self.just.isdisjoint(tokens.low[begin : last + 1]):
            negated = _OPPOSITE[says]
        negation = self._find_negation(begin - 1) if negated else -1
        return (negated, negation, last) if negated and negation >= 0 else None

    def _find_negation(self, index: int) -> int:
        """Return the first token of a negation reaching up to `index`, -1 if there is none."""
        tokens, words, near = self.reader.tokens, self.words, True
        for at in range(index, max(-1, index - _NEGATION_REACH), -1):
            word = tokens.low[at]
            if near:
                for phrase, _ in words.negated_words.get(word, ()):
                    first = at - len(phrase) + 1
                    if first >= 0 and tokens.has_phrase(first, phrase) and tokens.low[at + 1] not in words.negated_idioms:
                        return first
            for phrase, _ in words.negated_subjects.get(word, ()):
                if tokens.has_phrase(at, phrase) and tokens.low[at + 1] not in words.negated_idioms:
                    return at
            if word in _STOPS or word in words.clause_words or word in words.and_clause:
                break
            near = near and word in words.negated_between
        return -1

    def is_level_up_to(self, index: int) -> bool:
        """Return True if "up to" behind a verb gives a level reached: "rose up to", but not "there were up to"."""
        word = self.reader.tokens.word
        return word(index) in self.words.up_to_verbs and word(index - 1) not in self.words.up_to_not_after

    def _set_factor(self, draft: QuantityDraft) -> None:
        """Make a multiplier of a number behind "factor of" and a hedge: "by a factor of more than three"."""
        tokens, last, words = self.reader.tokens, draft.hedge_first - 1, self.words
        if draft.kind:
            return
        for phrase, _ in words.factors.get(tokens.word(last), ()):
            first = last - len(phrase) + 1
            if first >= 0 and tokens.has_phrase(first, phrase):
                draft.kind, draft.unit = "multiplier", "times"
                draft.hedge_first = first - (tokens.word(first - 1) in words.articles)
                draft.before = self.skip_signs(draft.hedge_first - 1)

    def _take_plus(self, draft: QuantityDraft) -> None:
        """Take a plus behind the number into it: "99%-plus", "82 million+"."""
        tokens, index = self.reader.tokens, draft.last
        last, sign = index, tokens.word(index)
        if sign == "+" and tokens.is_joined(index) and tokens.type(index + 1) != "n":
            last = index + 1
        elif sign == "-" and tokens.is_joined(index) and "-" + tokens.word(index + 1) in self.words.plus_words:
            last = index + 2
        if last > index:
            if draft.hedge is None:
                draft.hedge, draft.hedge_span = "at_least", (tokens.starts[index], tokens.ends[last - 1])
            if draft.is_quantity:
                draft.last, draft.end = last, tokens.ends[last - 1]

    def _find_hedge_after(self, draft: QuantityDraft) -> None:
        """Find the hedge inside or after the number: "29+ million", "10% or so"."""
        tokens, index, words = self.reader.tokens, draft.last, self.words
        for inside in range(draft.first + 1, index - 1) if index - draft.first > 2 and draft.is_scaled else ():
            # "20-odd million", "29+ million", "20-plus million"
            if tokens.low[inside] in words.plus_words:
                draft.hedge, draft.hedge_span = "at_least", (tokens.starts[inside], tokens.ends[inside])
                return
            says, begin, last = self._match_hedge_after(inside)
            if says is not None:
                draft.hedge, draft.hedge_span = says, (tokens.starts[begin], tokens.ends[last - 1])
                return
        index = max(index, draft.unit_last)
        says, begin, last = self._match_hedge_after(index)
        if says is not None:
            draft.hedge, draft.hedge_span = says, (tokens.starts[begin], tokens.ends[last - 1])
            draft.tail = tokens.skip_hyphen(last) if begin > index else last
        elif words.hedges_after_noun and tokens.word(index) in words.fraction_of:
            self._find_hedge_after_noun(draft, index + 1)

    def _find_hedge_after_noun(self, draft: QuantityDraft, index: int) -> None:
        """Find the hedge after the measured noun: "el 40 % de los puestos como mínimo"."""
        tokens, words = self.reader.tokens, self.words
        for at in range(index, index + _MAX_NOUN_WORDS):
            if tokens.type(at) != "w" or (tokens.low[at] in self.language.number_words and tokens.low[at] not in words.articles):
                return
            for phrase, says in words.hedges_after_noun.get(tokens.low[at], ()):
                # "como mínimo el 20 %" belongs to the next number.
                if tokens.has_phrase(at, phrase) and tokens.type(at + len(phrase)) not in ("n", "w"):
                    draft.hedge, draft.hedge_span = says, (tokens.starts[at], tokens.ends[at + len(phrase) - 1])
                    return

    def match_hedge_before(self, last: int) -> tuple[str | None, int, int]:
        """Match the hedge with its last word at `last`. Return its meaning, its first and its last token."""
        tokens = self.reader.tokens
        for words, says in self.words.hedges_before.get(tokens.word(last), ()):
            first = last - len(words) + 1
            if first == last or (first >= 0 and tokens.low[last - 1] == words[-2] and tokens.has_phrase(first, words)):
                return says, first - self._match_phrase(self.words.hedge_intensifiers, first - 1), last
        return None, last, last

    def _match_phrase(self, phrases: Phrases, last: int) -> int:
        """Return the length of the phrase with its last word at `last`, 0 if there is none."""
        for words, _ in phrases.get(self.reader.tokens.word(last), ()):
            if last - len(words) + 1 >= 0 and self.reader.tokens.has_phrase(last - len(words) + 1, words):
                return len(words)
        return 0

    def _match_hedge_after(self, index: int) -> tuple[str | None, int, int]:
        """Match the hedge at `index`. Return its meaning, its first token and the token after it."""
        tokens, phrases = self.reader.tokens, self.words.hedges_after
        for words, says in phrases.get(tokens.word(index), ()):
            after = index + len(words)
            if tokens.has_phrase(index, words) and not (tokens.word(after) in self.words.hedges_not_before and self._has_number(after)):
                return says, index, after
        # "10%, or more, ..."; "a 6.5%-or-so surcharge"
        comma = tokens.word(index) == ","
        hyphen = not comma and tokens.skip_hyphen(index) > index
        if (comma or hyphen) and tokens.word(index + 1) in phrases:
            for words, says in phrases.get(tokens.word(index + 1), ()):
                last = tokens.skip_words(tokens.skip_hyphen(index + 1), words) if hyphen else index + 1 + len(words)
                if (hyphen and last) or (comma and tokens.has_phrase(index + 1, words) and tokens.word(last) in _SIGNS_AFTER):
                    return says, index + 1, last
        return None, index, index

    def _has_number(self, index: int) -> bool:
        """Return True if "than" leads to a number; in "o menos de los envíos" it does not."""
        if self.reader.tokens.word(index) not in self.words.fraction_of:
            return True
        index += 1
        index += self.reader.tokens.word(index) in self.words.number_articles
        word = self.reader.tokens.word(index)
        return self.reader.tokens.type(index) in ("n", "v") or word in self.language.number_words or word in self.language.fraction_by_word

    def skip_signs(self, index: int) -> int:
        """Return the last token up to `index` that is no bracket, quotation mark, currency or article of the number."""
        low = self.reader.tokens.low
        while index >= 0 and low[index] in self.skipped:
            index -= 1
        return index

    def find_token_before(self, draft: QuantityDraft) -> int:
        """Return the token before a quantity and its hedge."""
        return draft.before if draft.before > -2 else self.skip_signs(draft.start_token - 1)
