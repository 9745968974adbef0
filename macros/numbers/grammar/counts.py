"""Counts without digits: "millions of reports", "the million", "no reports in 2021"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from macros.numbers.grammar.draft import Number, QuantityDraft
from macros.numbers.grammar.measures import Measures
from macros.numbers.grammar.reader import Construction
from macros.numbers.grammar.word_numerals import WordFractions
from macros.numbers.language.vocabulary import QuantityWords
from macros.numbers.text.tokens import YEAR

_ENDS = frozenset(".;!?\x01")
_SENTENCE_REACH = 40
"""Tokens on either side of a negation searched for a year."""


@dataclass(eq=False)
class VerbalCounts(Construction):
    """The counts without digits of one text."""

    words: QuantityWords
    fractions: WordFractions
    measures: Measures

    def read_vague(self, index: int) -> QuantityDraft | None:
        """Read "millions of reports", "hundreds of thousands", "several million": a count without a value."""
        tokens, word, words, language = self.reader.tokens, self.reader.tokens.low[index], self.words, self.language
        for phrase, _ in words.vague_phrases.get(word, ()):
            if tokens.has_phrase(index, phrase):
                return self._make_count(index, index + len(phrase))
        last = index + 1
        of = tokens.word(last) in words.fraction_of
        if of and word in words.vague_starts and tokens.word(index + 2) in words.vague_scales:
            last = index + 3
            if tokens.word(last) in words.fraction_of and tokens.word(last + 1) in words.vague_scales:
                last += 2
            return self._make_count(index, last)
        if word in words.vague_scales:
            return self._make_count(index, last)
        if language.scale_by_word.get(word, 0) >= 1000 and (whole := self._read_single_scale(index)):
            return whole
        if (of or words.capital_nouns) and word in words.small_scales:
            if any(self.reader.find_counted(last + of, nouns.many) >= 0 for nouns in (self.reader.nouns, self.reader.general)):
                return self._make_count(index, last)
        if word in language.scale_by_word or word in language.hundred_words:
            for phrase, _ in words.vague_before.get(tokens.word(index - 1), ()):
                if tokens.has_phrase(index - len(phrase), phrase):
                    while tokens.word(last) in language.scale_by_word:
                        last += 1
                    return self._make_count(index - len(phrase), last)
        return None

    def _read_single_scale(self, index: int) -> QuantityDraft | None:
        """Read a scale word that means one of it: "the million reports", "millón y medio", "millón y pico", "cerca del millar"."""
        tokens, size, before = (
            self.reader.tokens,
            self.language.scale_by_word[self.reader.tokens.low[index]],
            self.reader.tokens.word(index - 1),
        )
        added = tokens.word(index + 1) in self.words.and_words
        part = self.fractions.read_added_part(index + 2, scaled=True) if added and before not in self.words.articles else None
        if part and part[1] < 1:
            number = Number(index, part[0], None, (1 + part[1]) * size, scale=size, words=True)
            return self.measures.make_draft(number, part[0], "count", "words")
        hedged = added and any(tokens.has_phrase(index + 1, words) for words, _ in self.words.hedges_after.get(tokens.low[index + 1], ()))
        if not hedged and (before not in self.words.scale_articles or tokens.low[index + 1] == "-"):
            return None
        return self.measures.make_draft(Number(index, index + 1, Decimal(size), None, None, Decimal(size), size, words=True), index + 1, "")

    def read_none(self, index: int) -> QuantityDraft | None:
        """Read "No UN reports in 2021" as zero if the sentence names its year. Otherwise it is only a negation."""
        tokens = self.reader.tokens
        for words, _ in self.words.zero_phrases.get(tokens.low[index], ()):
            last = index + len(words)
            if tokens.has_phrase(index, words) and self.reader.find_counted(last, self.reader.noun_forms) >= 0 and self._has_year(index):
                return self.measures.make_draft(Number(index, last, Decimal(0), None, 0, Decimal(1), words=True), last, "count")
        return None

    def _has_year(self, index: int) -> bool:
        """Return True if the sentence around a token names a year."""
        tokens = self.reader.tokens
        for step, end in ((-1, -1), (1, tokens.size)):
            for at in range(index, end, step):
                if tokens.types[at] == "n" and YEAR.match(tokens.low[at]):
                    return True
                if tokens.low[at] in _ENDS or abs(at - index) > _SENTENCE_REACH:
                    break
        return False

    def _make_count(self, first: int, last: int) -> QuantityDraft:
        """Make a count without a value."""
        tokens = self.reader.tokens
        return QuantityDraft(first, last, tokens.starts[first], tokens.ends[last - 1], "count", "words")
