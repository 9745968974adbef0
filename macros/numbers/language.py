"""One language: its file of words, validated, as frozen tables that the finder looks things up in."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from macros.nouns import NounForms, Nouns
from macros.numbers.languagefile import LanguageError, UnknownLanguage, known, read
from macros.numbers.lex import DIGIT, ROMAN, WORD, Tokens
from macros.numbers.phrases import Phrases, bracketed_pattern, index, squeeze, unit_pattern, words_of
from macros.numbers.vocabulary import Vocabulary

__all__ = ["Language", "LanguageError", "Phrases", "UnknownLanguage", "known", "language", "squeeze", "words_of"]


_LED = 9
"""Tokens from an article in which the word must stand that makes it a quantity ("a or-so percentage point")."""


class Language(Vocabulary):
    """The words of one language, with its phrases and units as they are looked for."""

    @cached_property
    def unit(self) -> re.Pattern[str]:
        """A unit right after a number."""
        return unit_pattern(self.unit_forms, self.table["plus_words"], self.odd_words, self.table.get("unit_not_before") or [])

    @cached_property
    def unit_bracketed(self) -> re.Pattern[str]:
        """A unit apart from its number by a bracket, a quotation mark or a dash."""
        return bracketed_pattern(self.unit_forms, self.table.get("unit_not_before") or [])

    @cached_property
    def unit_forms(self) -> list[str]:
        return [form for unit in self.table["units"].values() for form in unit["words"]]

    @cached_property
    def odd_words(self) -> dict[str, str]:
        """A hedge between a number and its unit -> what it says."""
        return {word: says for says, words in (self.table.get("hedges_before_unit") or {}).items() for word in words}

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """A unit as written, squeezed ("percentagepoints") -> its name."""
        return {squeeze(form): name for name, unit in self.table["units"].items() for form in unit["words"]}

    @cached_property
    def unit_kinds(self) -> dict[str, str]:
        return {name: unit["kind"] for name, unit in self.table["units"].items()}

    @cached_property
    def weak_units(self) -> frozenset[str]:
        return frozenset(squeeze(form) for form in self.table.get("weak_units") or ())

    @cached_property
    def hedges_before(self) -> Phrases:
        return index(self.table["hedges_before"], last=True)

    @cached_property
    def hedges_after(self) -> Phrases:
        return index(self.table["hedges_after"], last=False)

    @cached_property
    def hedges_after_noun(self) -> Phrases:
        """What may stand behind the thing that is measured: "el 40 % de los puestos como mínimo"."""
        return index(self.table.get("hedges_after_noun") or {}, last=False)

    @cached_property
    def fillers(self) -> Phrases:
        return self._phrases("filler", "hedge_fillers", last=True)

    @cached_property
    def ratios(self) -> Phrases:
        return index({"ratio": self.table["ratios"]}, last=False)

    @cached_property
    def ratios_before(self) -> Phrases:
        return self._phrases("ratio", "ratios_before", last=True)

    @cached_property
    def rates(self) -> Phrases:
        return index({"rate": self.table["rates"]}, last=False)

    def _phrases(self, name: str, key: str, *, last: bool) -> Phrases:
        """The phrases of a list that not every language has, under one name."""
        return index({name: self.table.get(key) or []}, last=last)

    @cached_property
    def factors(self) -> Phrases:
        return self._phrases("factor", "factors", last=True)

    @cached_property
    def divisors(self) -> Phrases:
        return self._phrases("divisor", "divisors", last=True)

    @cached_property
    def magnitudes(self) -> Phrases:
        return self._phrases("magnitude", "magnitudes", last=False)

    @cached_property
    def verbs_of_factors(self) -> dict[str, str]:
        """ "multiplied" of "multiplied by" -> "up"."""
        return {word: self.governors[word] for word in self.factor_words if word in self.governors}

    @cached_property
    def factor_words(self) -> frozenset[str]:
        """The first words of "factor of"."""
        return frozenset(words_of(phrase)[0] for phrase in self.table.get("factors") or ())

    @cached_property
    def intensifiers(self) -> Phrases:
        """What makes a hedge nearer or wider: "just over", "a little under"."""
        return self._phrases("intensifier", "hedge_intensifiers", last=True)

    @cached_property
    def shares(self) -> Phrases:
        return index({str(number): share["words"] for number, share in enumerate(self.table.get("shares") or ())}, last=False)

    @cached_property
    def single_units(self) -> frozenset[str]:
        return frozenset(squeeze(form) for form in self.table.get("single_units") or ())

    @cached_property
    def again(self) -> frozenset[tuple[str, ...]]:
        return frozenset(words_of(phrase) for phrase in self.table["lists"].get("again") or ())

    @cached_property
    def again_bare(self) -> frozenset[tuple[str, ...]]:
        """What says a quantity again without a comma: "oder gerundet"."""
        return frozenset(words_of(phrase) for phrase in self.table["lists"].get("again_bare") or ())

    @cached_property
    def vague_before(self) -> Phrases:
        return self._phrases("vague", "vague_before", last=True)

    @cached_property
    def vague_phrases(self) -> Phrases:
        """What says a size without a number of its own: "seven-figure", "the million mark"."""
        return self._phrases("vague", "vague_phrases", last=False)

    @cached_property
    def scale_fillers(self) -> Phrases:
        """What may stand between a number and its scale: "20-odd million"."""
        return self._phrases("filler", "scale_fillers", last=False)

    @cached_property
    def zero_phrases(self) -> Phrases:
        """ "No", "not a single", before what figures count."""
        return self._phrases("zero", "zero_phrases", last=False)

    @cached_property
    def signals(self) -> frozenset[str]:
        """The words of which each quantity without digits has one, as its first word or after one of `leaders`."""
        table, articles = self.table, self.words("articles") | self.words("share_articles")
        found = set(self.numbers) | set(self.scales) | set(self.fractions) | set(self.verbs) | set(self.folds) | set(table["multipliers"])
        found |= set(table["multiplier_doubles"]) | set(table["ordinals"])
        found |= frozenset().union(*map(self.words, ("tens_words", "vague_scales", "vague_starts", "small_scales")))
        phrases = [words for listed in self.shares.values() for words, _ in listed]
        phrases += [words_of(phrase) for phrase in (*(table.get("single_units") or ()), *(table.get("magnitudes") or ()))]
        phrases += [(word,) for word in (*self.vague_phrases, *self.zero_phrases)]
        phrases += [(word,) for word in table.get("ratio_every_other") or ()]
        phrases += [(word,) for word in (*self.verb_phrases, *self.mixed, *self.joined_units)]
        return frozenset(found | {next((word for word in words if word not in articles), words[-1]) for words in phrases})

    @cached_property
    def leaders(self) -> frozenset[str]:
        """Words that begin a quantity only before others: "a third", "every fifth"."""
        return self.words("articles") | self.words("share_articles") | self.words("ratio_every") | self.words("decimal_words")

    def leads(self, tokens: Tokens, index: int) -> bool:
        """Whether the word at a token begins a quantity by what stands after it."""
        if tokens.low[index] not in self.leaders:
            return False
        return tokens.types[index + 1] == "n" or not self.signals.isdisjoint(tokens.low[index + 1 : index + _LED])

    def may_hold(self, text: str) -> bool:
        """Whether a text holds a digit, a fraction or a word without which nothing in it can be found.

        Most of what a page holds is labels and links with nothing to find: they need not be cut into tokens.
        """
        if DIGIT.search(text) or ROMAN.search(text):
            return True
        return not self.signals.isdisjoint(map(str.lower, WORD.findall(text)))


@lru_cache
def language(code: str, nouns: Nouns = ()) -> Language:
    """The language with this code, and with the nouns of what figures count. Raises UnknownLanguage, or LanguageError where its file is
    malformed."""
    table = language(code).table if nouns else read(code)
    if not nouns:
        table["months_low"] = frozenset(month.lower() for month in table["months"])
    own = next((forms for forms in nouns if forms.lang == code), NounForms(code))
    between = own.between | frozenset(table.get("figure_noun_after") or ())
    return Language(code, table | {"figure_nouns": {"many": own.many, "one": own.one, "after": between}})


@lru_cache(maxsize=4096)
def names_unit(text: str, code: str) -> bool:
    """Whether a header or a caption says the unit of what stands under it: "Change in %", but "the 47% fall" has its own number."""
    lone, tokens = language(code).words("unit_apart", "lone"), Tokens(text)
    return any(word in lone and tokens.type(at - 1) != "n" for at, word in enumerate(tokens.low[: tokens.size]))


def language_name(code: str) -> str:
    """The English name of a language. Errors as `language`."""
    return str(language(code).table.get("name", code))


def just_words(code: str) -> frozenset[str]:
    """The words of a hedge that say that the value is near: "nearly", "just over". Errors as `language`."""
    return language(code).words("just")
