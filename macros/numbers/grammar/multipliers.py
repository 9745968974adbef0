"""Multipliers: "doubled", "three times as many", "3-fold", "10x", "double the number", "a factor of 3"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Unpack

from macros.numbers.grammar.draft import Number, QuantityDraft
from macros.numbers.grammar.measures import Measures, QuantityFields
from macros.numbers.grammar.reader import Construction
from macros.numbers.language.vocabulary import QuantityWords

_TIMES = "\u00d7"
_SUBJECT_REACH = 6
"""Tokens before a verb searched for its subject."""


@dataclass(eq=False)
class Multipliers(Construction):
    """The multipliers of one text."""

    words: QuantityWords
    measures: Measures

    def _prepare_tables(self) -> None:
        language = self.language
        self.doubled_before = language.list_within.union(
            language.basis_by_word, *map(language.get_words, ("fraction_followers", "clause_words"))
        )

    def _is_change(self, index: int) -> bool:
        return self.reader.tokens.word(index) in self.language.direction_by_change_word

    def make_multiplier(self, first: int, last: int, value: Fraction, form: str, **more: Unpack[QuantityFields]) -> QuantityDraft:
        """Make the draft of a multiplier in words."""
        return self.measures.make_times(Number(first, last, None, value, words=True), last, form, **more)

    def skip_comparison(self, index: int) -> int:
        """Return the token after "as many" at `index`, or 0."""
        tokens = self.reader.tokens
        return index + 2 if tokens.word(index) in self.words.times_as and tokens.type(index + 1) == "w" else 0

    def read_verb(self, index: int, word: str) -> QuantityDraft | None:
        """Read a multiplier in words: "doubled", "halved", "threefold", "twice as many", "double the number"."""
        tokens, language = self.reader.tokens, self.language
        following = tokens.word(index + 1)
        for words, (value, direction) in language.verb_phrases.get(word, ()):
            if tokens.has_phrase(index, words):
                return self.make_multiplier(index, index + len(words), value, "verb", direction=direction)
            # "redujo casi a la mitad"
            if following in self.words.hedges_before_preposition and tokens.has_phrase(index + 2, words[1:]):
                says = next((says for phrase, says in self.words.hedges_before.get(following, ()) if len(phrase) == 1), None)
                span = (tokens.starts[index + 1], tokens.ends[index + 1])
                last = index + 1 + len(words)
                return self.make_multiplier(index, last, value, "verb", direction=direction, hedge=says, hedge_span=span)
        serves = following in self.words.times_as and tokens.word(index + 2) in self.words.articles and word in self.words.multiplier_serves
        if (
            word in language.multiplier_by_verb
            and following not in self.words.multiplier_not_before
            and not self.reader.is_bare_participle(index)
            and not serves
        ):
            value, direction = language.multiplier_by_verb[word]
            return self.make_multiplier(index, index + 1, value, "verb", direction=direction)
        if word in language.fold_by_word and following not in self.words.multiplier_not_before:
            ambiguous = self._is_change(index + 1)
            first = index - self._has_article(index)
            return self.make_multiplier(first, index + 1, language.fold_by_word[word], "words", ambiguous=ambiguous)
        if word in language.table["multipliers"]:
            value = Fraction(str(language.table["multipliers"][word]))
            last = self.skip_comparison(index + 1) or (index + 1 if self.is_whole_start(index + 1) else 0)
            return self.make_multiplier(index, last, value, "words") if last else None
        if times := language.times_by_word.get(word):
            return self._read_times(Number(index, index + 1, None, times, words=True), index + 1)
        if word in language.table["multiplier_doubles"] and following != "-":
            return self._read_double(index, Fraction(str(language.table["multiplier_doubles"][word])))
        return None

    def _has_article(self, index: int) -> bool:
        """Return True if a multiplier is a noun with its article: "el doble", "das Zehnfache"."""
        article = self.reader.tokens.word(index - 1) in self.words.double_articles
        return article and (not self.words.capital_nouns or self.reader.is_capital(index))

    def _is_growth(self, index: int) -> bool:
        """Return True for a verb of change of counted nouns: "Reports increased ten times". Elsewhere it may be occasions."""
        tokens, language = self.reader.tokens, self.language
        if tokens.word(index) not in language.direction_by_change_word or tokens.word(index) in language.direction_by_change_noun:
            return False
        return not self.reader.nouns.many.isdisjoint(tokens.low[max(0, index - _SUBJECT_REACH) : index])

    def is_whole_start(self, index: int) -> bool:
        """Return True if the multiplied whole begins here: "three times the number", "twice Malta's rate"."""
        tokens, words = self.reader.tokens, self.words
        following = tokens.word(index)
        if following in words.times_before:
            # "She said it ten times this week", but "ten times this week's number"
            time = tokens.word(index + 1) in words.ratio_not_before | words.fraction_not_of
            return not (time and following in words.times_occasions) or tokens.has_phrase(index + 2, ("'", "s"))
        return tokens.type(index) == "w" and tokens.has_phrase(index + 1, ("'", "s")) and following not in words.times_after

    def _is_numbered(self, index: int) -> bool:
        """Return True if a number is at a token: "in three quarters the number fell"."""
        return self.reader.tokens.type(index) == "n" or self.reader.tokens.word(index) in self.language.number_words

    def _read_double(self, index: int, value: Fraction) -> QuantityDraft | None:
        """Read "double the number" as a comparison, "to double the number" as a change, "double standards" as neither."""
        tokens, words = self.reader.tokens, self.words
        following, start = tokens.word(index + 1), index - 1
        while tokens.word(start) in words.multiplier_adverbs and index - start < 5:
            start -= 1
        before = tokens.word(start)
        if before in words.particles_to and tokens.word(start - 1) in self.language.direction_by_particle:
            before = tokens.word(start - 2)
        whole = following in words.times_before
        if tokens.low[index] in words.multiplier_transitive_words:
            if (
                following not in words.multiplier_transitive_before
                or before in words.multiplier_transitive_not_after
                or self._is_numbered(start)
            ):
                return None
            return self.make_multiplier(index, index + 1, value, "verb", direction="down")
        if following in words.multiplier_not_before or (whole and tokens.low[index] in words.multiplier_intransitive):
            return None
        if self._has_article(index):
            # "El doble objetivo" has two sides.
            if not words.capital_nouns and tokens.type(index + 1) == "w" and following not in self.doubled_before:
                return None
            return self.make_multiplier(index - 1, index + 1, value, "words")
        if before in words.multiplier_modals:
            return self.make_multiplier(index, index + 1, value, "verb", direction="up" if value > 1 else "down")
        if whole or before in words.multiplier_be:
            return self.make_multiplier(index, index + 1, value, "words")
        plural = before.endswith(words.plural_endings) and len(before) > 3 and tokens.word(start - 1) != "'"
        if (plural or before in words.multiplier_subjects) and (following in words.multiplier_after or not following):
            return self.make_multiplier(index, index + 1, value, "verb", direction="up")
        return None

    def read_multiplier(self, number: Number) -> QuantityDraft | None:
        """Read a multiplier with its number: "three times as many", "3.2 times higher", "3-fold", "10x"; not "three times a week"."""
        tokens, language, words = self.reader.tokens, self.language, self.words
        index = tokens.skip_hyphen(number.last)
        word = tokens.word(index)
        # "Once more" is no multiplier, "1,0 vez" and "1 times as many" are.
        if word in words.times_words and (number.decimals or number.amount != 1 or self.skip_comparison(index + 1)):
            return self._read_times(number, index + 1)
        if word in words.folds:
            return self.measures.make_times(number, index + 1, ambiguous=self._is_change(index + 1))
        if word in "\u2013\u2212" and word and tokens.word(index + 1) in words.folds and tokens.is_joined(index + 1):
            return self.measures.make_times(number, index + 2, ambiguous=self._is_change(index + 2))
        if word in words.times_signs and not number.words and self._is_sign(index):
            return self._read_comparing(number, index + 1)
        if tokens.word(number.first - 1) == _TIMES and tokens.is_joined(number.first) and tokens.type(number.first - 2) not in ("n", "v"):
            # "Reports \u00d75"
            number.first -= 1
            return self.measures.make_times(number, number.last)
        for phrase, _ in words.factors.get(tokens.word(number.first - 1), ()):
            start = number.first - len(phrase)
            if start >= 0 and tokens.has_phrase(start, phrase):
                draft = self.measures.make_times(number, number.last, direction=language.direction_by_factor_verb.get(phrase[0]))
                draft.first, draft.start = start, tokens.starts[start]
                return draft
        return self._read_divided(number) or self.read_magnitude(number)

    def _read_divided(self, number: Number) -> QuantityDraft | None:
        """Read "divided by three" as a third."""
        tokens = self.reader.tokens
        for words, _ in self.words.divisors.get(tokens.word(number.first - 1), ()):
            start = number.first - len(words)
            if start >= 0 and tokens.has_phrase(start, words) and number.amount > 0:
                number.set_exact(1 / number.amount)
                draft = self.measures.make_times(number, number.last, direction="down")
                draft.first, draft.start = start, tokens.starts[start]
                return draft
        return None

    def read_magnitude(self, number: Number) -> QuantityDraft | None:
        """Read "two orders of magnitude" as a hundred times."""
        tokens, index = self.reader.tokens, number.last
        for words, _ in self.words.magnitudes.get(tokens.word(index), ()):
            if tokens.has_phrase(index, words) and number.value is not None and 0 < number.value < 100 and not number.decimals:
                power = Number(number.first, index + len(words), Decimal(10) ** int(number.value), words=number.words)
                return self.measures.make_times(power, power.last)
        return None

    def _is_sign(self, index: int) -> bool:
        """Return True for an "x" or a multiplication sign after a number and before no other."""
        tokens = self.reader.tokens
        if tokens.type(index + 1) == "n" or (tokens.is_joined(index + 1) and tokens.type(index + 1) in "nw"):
            return False
        # "Grew 5 x.", but "1920 x 1080 pixels" and "a 5 x grid" are sizes.
        return tokens.is_joined(index) or tokens.word(index) == _TIMES or tokens.type(index + 1) != "w"

    def _read_comparing(self, number: Number, index: int) -> QuantityDraft:
        """Read "3x" with its comparing words: "3x as many", "3x more"."""
        way, after = self.reader.find_comparison(index)
        last = self.skip_comparison(index) or after
        ambiguous = way is not None or self._is_change(index)
        return self.measures.make_times(number, last, ambiguous=ambiguous, direction=way)

    def _read_times(self, number: Number, index: int) -> QuantityDraft | None:
        """Read a number of times if something is compared; occasions are none."""
        tokens, language, words = self.reader.tokens, self.language, self.words
        if tokens.word(index) in words.and_words and tokens.word(index + 1) in words.fractions_of_units and number.exact is None:
            # "dos veces y media más"
            number.set_exact(number.amount + Fraction(1, language.fraction_by_word[tokens.low[index + 1]][0]))
            index += 2
        if tokens.word(index) in language.direction_by_comparative or self.skip_comparison(index):
            return self._read_comparing(number, index)
        # "rose by 3.2 times", "an increase of three times"; "rose three times" may be occasions.
        measured = number.decimals or (number.exact is not None and number.exact.denominator > 1)
        if self.is_whole_start(index):
            return self.measures.make_times(number, index)
        # "is up 10 times"; "stood up ten times" are occasions.
        up = tokens.word(number.first - 1) in language.direction_by_particle and tokens.word(number.first - 2) in words.multiplier_be
        over = tokens.word(index) in words.times_over
        if over or self._is_growth(number.first - 1):
            return self.measures.make_times(number, index + over, ambiguous=True)
        if up or tokens.word(number.first - 1) in words.basis_by or tokens.word(number.first - 2) in language.direction_by_change_noun:
            return self.measures.make_times(number, index, ambiguous=True)
        # "The ratio is 0.7 times": nothing is counted so.
        return self.measures.make_times(number, index, ambiguous=self._is_change(index)) if measured else None
