"""The effect of the words around a quantity: its direction, and whether the change is "by" or "to"."""

from __future__ import annotations

from dataclasses import dataclass

from macros.numbers.grammar.clauses import REACH, Clauses
from macros.numbers.grammar.draft import NAMES, UNIT_KINDS, QuantityDraft
from macros.numbers.grammar.hedges import Hedges
from macros.numbers.grammar.reader import Construction
from macros.numbers.language.phrase_index import Words
from macros.numbers.language.vocabulary import ChangeWords

_CLOSING_BY_OPENING = {"[": "]", "(": ")"}
_MAX_INTERVAL = 8
"""Tokens of the longest interval."""
_LEADING_BASES = ("by", "to", "from")
_SUBJECT_REACH = 6
"""Tokens between a quantity and its verb, or its verb and a noun of change as subject."""
_MAX_LEADING_WORDS = 4
"""Words searched between the beginning of a clause and its noun of change ("the sharp annual decline")."""


@dataclass(eq=False)
class Context(Construction):
    """The words around the quantities of one text."""

    words: ChangeWords
    clauses: Clauses
    hedges: Hedges

    def _prepare_tables(self) -> None:
        language, separable = self.language, self.language.table.get("separable") or {}
        self.separable: dict[str, tuple[Words, str]] = {
            part: (frozenset(verbs), way) for way, parts in separable.items() for part, verbs in parts.items()
        }
        self.change_words = frozenset(
            (
                *language.direction_by_change_word,
                *language.direction_by_particle,
                *language.direction_by_comparative,
                *language.multiplier_by_verb,
            )
        )
        self.change_words |= {*language.verb_phrases, *language.comparative_phrases, *self.words.negatives, *self.words.positives}
        self.led = language.get_words("lists", "led")
        self.change_words = self.change_words.union(*(verbs for verbs, _ in self.separable.values()))

    def set_directions(self, drafts: list[QuantityDraft]) -> None:
        """Set direction and basis of the quantities."""
        tokens = self.reader.tokens
        changes = not self.change_words.isdisjoint(tokens.low[: tokens.size])
        for draft in drafts:
            if draft.kind not in NAMES:
                self._set_direction(draft, changes)

    def _set_direction(self, draft: QuantityDraft, changes: bool) -> None:
        index, basis = self.find_basis(draft)
        open_basis = draft.basis is None and basis == "from" and self.reader.tokens.low[index + 1] in self.words.basis_from_or_by
        draft.basis = draft.basis or (basis if basis in _LEADING_BASES else None)
        if changes and not draft.direction:
            self._set_clause_direction(draft, index, basis)
        if draft.direction and draft.basis == "to" and draft.group is None:
            draft.direction = self._find_noun_direction(index) or draft.direction
        if draft.direction and draft.basis is None and self.reader.tokens.low[draft.first - 1] in self.words.by_articles and draft.first:
            draft.basis = "by"
        if draft.basis == "to" and draft.direction == "down" and self.hedges.is_before_preposition(draft):
            draft.basis = "by"  # "cayeron casi a la mitad": nearly halved
        if open_basis:
            draft.basis = self._choose_basis(draft, index)

    def _choose_basis(self, draft: QuantityDraft, index: int) -> str | None:
        """Choose a basis for an ambiguous preposition: "un descenso del 47 %" by, "cayó desde el 47 %" from, "una tasa del 47 %" none."""
        if draft.direction is None:
            return None
        for at in range(index, max(-1, index - REACH), -1):
            if self.clauses.find_direction(at):
                return "by" if self.reader.tokens.low[at] in self.language.direction_by_change_noun else "from"
        return None

    def _find_noun_direction(self, index: int) -> str | None:
        """Return the direction of the noun before the verb: in "El descenso se había ampliado al 51 %" the decline reaches 51 %."""
        words = self.words
        nouns = self.language.direction_by_change_noun
        for at in range(index, max(-1, index - _SUBJECT_REACH), -1):
            if not self.clauses.find_direction(at):
                continue
            for noun in range(at - 1, max(-1, at - _SUBJECT_REACH), -1):
                word = self.reader.tokens.low[noun]
                if self.reader.tokens.types[noun] != "w" or word in words.clause_words or word in words.and_clause:
                    return None
                if word in words.amount_nouns:
                    return None
                if word in nouns:
                    led = self.reader.tokens.word(noun - 1 - (self.reader.tokens.word(noun - 1) in words.articles))
                    return (
                        None
                        if led in self.language.basis_by_word or led in words.apposition_not_after
                        else self.clauses.find_direction(noun)
                    )
            return None
        return None

    def _set_clause_direction(self, draft: QuantityDraft, index: int, basis: str | None) -> None:
        near = self._find_near_direction(draft, basis)
        if near and draft.basis is None:
            level = not self.words.level_hedges.isdisjoint(self.reader.tokens.low[draft.hedge_first : draft.first])
            draft.basis = "to" if level and draft.hedge_first >= 0 else "by"
        following = None if near else self._find_following_direction(draft)
        if following and draft.basis is None:
            draft.basis = "by"
        draft.direction = near or following or self._find_far_direction(draft, index, basis) or self._find_late_direction(draft, basis)

    def is_governed(self, draft: QuantityDraft) -> bool:
        """Return True if a word of change precedes, at most with "by" between: "fell 12%", "fell by 12%"."""
        basis = self.find_basis(draft)[1]
        return basis in (None, "by") and self._find_near_direction(draft, basis) is not None

    def _find_near_direction(self, draft: QuantityDraft, basis: str | None) -> str | None:
        """Return the direction of a word of change before the quantity, across prepositions, adverbs and the hedge."""
        tokens, index, language, words = self.reader.tokens, self.hedges.find_token_before(draft), self.language, self.words
        article = False
        if draft.hedge and basis is None and draft.kind == "count" and tokens.word(index) in language.direction_by_change_noun:
            return None  # "Las pérdidas superan los 120 millones"
        for _ in range(7):
            word = tokens.word(index)
            if word in words.articles:
                article = True
            if not article and (way := self.clauses.find_direction(index)):
                # "Raised €750 million"
                return None if draft.unit and basis is None and word in words.money_verbs else way
            if way := self.find_particle_direction(index):
                return way
            if basis in ("to", "from") and word in language.multiplier_by_verb and not self.reader.is_bare_participle(index):
                return language.multiplier_by_verb[word][1]
            is_of_adverb = self._is_adverb(tokens.word(index + 1))  # "fell more steeply, by 58%"
            if (
                basis in _LEADING_BASES
                and word in language.direction_by_comparative
                and word not in words.comparatives_not_led
                and not is_of_adverb
            ):
                return language.direction_by_comparative[word]
            adverb = word in words.direction_near or word in words.ranges_between or self._is_adverb(word)
            if article or not adverb:
                return None
            index = self.hedges.skip_signs(index - 1)
        return None

    def _find_following_direction(self, draft: QuantityDraft) -> str | None:
        """Return the direction of the words behind: "47% fewer", "a 47-percent drop", "47% year-on-year decline"."""
        tokens, index, language, words = self.reader.tokens, draft.end_token, self.language, self.words
        if tokens.low[index] in _CLOSING_BY_OPENING:
            index = self._skip_interval(index)
        if tokens.low[index] in words.plus_minus and any(
            tokens.has_phrase(index, phrase) for phrase, _ in words.plus_minus[tokens.low[index]]
        ):
            return None  # "47 más menos 2 %"
        if (
            words.capital_nouns
            and draft.kind in ("count", "cardinal")
            and tokens.low[index] in language.direction_by_change_noun
            and not draft.unit
        ):
            return None  # "4.318 Einbrüche": the noun is counted
        for step in range(7):
            word = tokens.word(index)
            if (tokens.type(index) == "s" and word != "-") or not word:
                return None
            if step < 2 and (comparison := self.reader.find_comparison(index))[0]:
                # "la mitad más un tercio"
                return None if tokens.word(comparison[1]) in words.comparatives_not_before else comparison[0]
            if word in language.direction_by_change_noun:
                # "47% fall into", "47% cut": a verb after a share of people is no noun of change.
                return self.clauses.find_direction(index)
            following = tokens.word(index + 1)
            if step == 0 and word in language.direction_by_particle:
                return language.direction_by_particle[word] if following in words.particle_followers else None
            noun = index + (step == 0 and word in words.fraction_of)
            if step == 0 and tokens.word(noun) in words.counted_nouns and (draft.kind in ("count", "cardinal") or noun > index):
                if way := language.direction_by_comparative.get(tokens.word(noun + 1)):
                    # "300 euros más de lo previsto", but "300 bicicletas más un coche"
                    return None if tokens.word(noun + 2) in words.comparatives_not_before else way
            if word != "-" and word not in words.direction_between and not self._is_adverb(word):
                # "A 4.5-percent pay increase"
                attributive = (
                    self.reader.tokens.word(self.hedges.find_token_before(draft)) in words.articles
                    and following in language.direction_by_change_noun
                )
                return self.clauses.find_direction(index + 1) if attributive and word not in language.list_within else None
            index += 1
        return None

    def _skip_interval(self, index: int) -> int:
        """Return the token behind an interval in brackets: "a 43% [34–60%] cut"."""
        low = self.reader.tokens.low
        close = next((at for at in range(index + 2, index + _MAX_INTERVAL) if low[at] == _CLOSING_BY_OPENING[low[index]]), -1)
        return close + 1 if close > 0 and self.reader.tokens.type(index + 1) == "n" else index

    def _find_far_direction(self, draft: QuantityDraft, index: int, basis: str | None) -> str | None:
        """Return the direction of a governing word of change earlier in the same clause."""
        tokens, language, words = self.reader.tokens, self.language, self.words
        measured = draft.kind in UNIT_KINDS or draft.kind == "multiplier"
        led = basis in _LEADING_BASES
        share = tokens.word(draft.end_token) in words.share_words and draft.kind == "percentage"
        # "el aumento preocupa al 47 % de los padres", "las caídas de tensión afectaron a 14.200 abonados"
        weak = led and (share or draft.kind == "count") and tokens.word(index + 1) in words.weak_basis
        if draft.kind == "cardinal" or (share and not led) or not (measured or led or basis == "of"):
            return None
        # "cayeron un 46 % en tres semanas y un 51 % en seis"
        by = measured and not share and basis is None and self.reader.tokens.low[draft.first - 1] in words.by_articles
        before = self.hedges.find_token_before(draft)
        if tokens.word(before) in words.far_not_through and basis is None:
            return None
        if measured and (way := self._find_apposition_direction(draft)):
            return way
        # "The drop in reports (47%)", "fell sharply (by 47%)": in brackets only close words count.
        reach = 6 if tokens.word(before + 1) == "(" else 8 if basis == "of" and not measured else REACH
        if led and words.late_verbs and self._is_fronted(draft, index):
            return None
        if led and tokens.word(index) == "(":
            index, reach = index - 1, 6
        directly, aside, joined = True, 0, False
        # "Si se produce una caída del 50 %, la proporción es del 5 %": such a preposition leads over no comma.
        over = led and tokens.word(index + 1) not in words.basis_from_or_by
        for at in range(index, max(-1, index - reach), -1):
            word = tokens.low[at]
            if tokens.types[at] == "w":
                if (way := self.clauses.find_direction(at)) and not (
                    word in words.attributive and tokens.low[at - 1] in words.attributive_after
                ):
                    if aside and not self._can_lead_over_commas(draft, aside, by, joined, word):
                        return None
                    noun = word in language.direction_by_change_noun
                    if noun and (weak or self._says_other(at, index, basis, counted=share or not measured)):
                        return None
                    if words.late_verbs and not noun and tokens.low[at + 1] == "," and (late := self._find_late_direction(draft, basis)):
                        return late  # "... erhöhen, die Steuer dagegen um 20 Punkte senken"
                    return way if noun or measured or basis != "of" else None
                if led and (way := self._find_level_direction(at, word, basis)):
                    return way
                if self.clauses.is_joint(at) or (word in words.and_clause and basis is None and not by):
                    return None
                if (
                    word in words.and_clause
                    and draft.kind not in UNIT_KINDS
                    and led
                    and (tokens.low[at - 1] == "," or index == at + 1)
                    and at < index
                ):
                    return None  # "cayó 5,2 puntos, y afecta a 11,4 millones"
                if word in words.and_clause and not words.be_verbs.isdisjoint(tokens.low[at : index + 1]):
                    return None  # "cayó un 47 % y la cuota fue del 2 %"
                if word in words.and_clause and (tokens.low[index] in words.basis_not_after or tokens.low[index] in words.arriving):
                    return None  # "verlor 7 Punkte und kam auf 14 Prozent", "y se sitúa en 71.000"
                joined = joined or word in words.and_clause
                directly = False
            elif word == "," and ((led and not over) or by):
                # "El descenso, según el centro, fue del 47 %": a phrase between two commas ends nothing.
                aside += 1
            elif self._is_clause_end(at, word, directly, over) or (aside and tokens.types[at] == "n"):
                return None
        return None

    def _says_other(self, at: int, index: int, basis: str | None, *, counted: bool) -> bool:
        """Return True if a number belongs to the verb of a noun of change and is none of the change itself. index: before its preposition.

        "Die Verluste summierten sich auf 96 Millionen", "the cuts were criticised by 58% of parents", "losses are put at 5%".
        """
        tokens, words = self.reader.tokens, self.words
        amount = tokens.low[at] in words.amount_nouns and basis in (None, "to") and tokens.low[index] not in words.be_verbs
        if amount and index > at and tokens.types[index] == "w":
            return True
        if not counted or index <= at:
            return False
        if not words.be_verbs.isdisjoint(tokens.low[at:index]):
            return True
        while index > at and (tokens.low[index] in words.direction_near or self._is_adverb(tokens.low[index])):
            index -= 1
        return words.capital_nouns and index > at and tokens.types[index] == "w" and not self.reader.is_capital(index)

    def _is_fronted(self, draft: QuantityDraft, index: int) -> bool:
        """Return True if a number and its verb begin a clause: "..., auf 18 Prozent steht Mais"."""
        tokens, after = self.reader.tokens, draft.end_token
        if index < 0 or tokens.low[index] != "," or tokens.type(after) != "w" or self.reader.is_capital(after):
            return False
        word, words = tokens.low[after], self.words
        if word in self.change_words or word in words.share_words or word in words.and_clause:
            return False
        return word not in self.language.list_within and word not in self.language.basis_by_word and word not in self.separable

    def _can_lead_over_commas(self, draft: QuantityDraft, commas: int, by: bool, joined: bool, word: str) -> bool:
        """Return True if a word of change governs a quantity across the commas between them.

        "cayó ligeramente, un 2 %.", "la caída, según el centro, fue del 47 %", "y los archivos, un 58 %"; but "al subir
        el precio, un 46 % dejó de comprar".
        """
        noun = word in self.language.direction_by_change_noun
        if commas == 1 and self.reader.tokens.word(self.hedges.find_token_before(draft) - (not by)) == ",":
            return (by and joined) or (self.reader.tokens.type(draft.end_token) != "w" and (by or noun))
        return commas == 2 and ((by and not joined) or (not by and noun))

    def _find_level_direction(self, at: int, word: str, basis: str | None) -> str | None:
        """Return the direction of a verb or particle before two levels: "doubled from 4% to 8%", "was up in 2020 to 47%"."""
        if word in self.language.multiplier_by_verb and basis in ("to", "from") and not self.reader.is_bare_participle(at):
            return self.language.multiplier_by_verb[word][1]
        return self.find_particle_direction(at) if word in self.language.direction_by_particle else None

    def _is_clause_end(self, at: int, word: str, directly: bool, led: bool) -> bool:
        if self.clauses.is_end(at):
            return not (word == "." and self.reader.tokens.is_joined(at + 1))
        return word == "(" or (word == ":" and not directly) or (word in ",)" and not led)

    def _find_late_direction(self, draft: QuantityDraft, basis: str | None) -> str | None:
        """Return the direction of a verb at the end of the clause, in languages with late verbs: "ist um 47 Prozent gesunken"."""
        tokens, words = self.reader.tokens, self.words
        if not words.late_verbs or basis not in _LEADING_BASES:
            return None
        if way := self._find_separated_direction(draft):
            return way
        if basis == "to" and draft.kind == "percentage" and tokens.low[draft.end_token] in words.share_words:
            before = self.find_basis(draft)[0]
            if before < 0 or tokens.types[before] != "w":
                return None  # "Auf 54 Prozent der Fläche wächst Getreide"
        parted = False
        for at in range(draft.last, min(tokens.size, draft.last + REACH)):
            word = tokens.low[at]
            parted = parted or word == ","
            if self.clauses.is_end(at) or self.clauses.is_joint(at) or (parted and word in self.language.direction_by_change_noun):
                return None  # "kam auf 38 Prozent, ein Plus von 5 Punkten"
            if way := self.clauses.find_direction(at):
                return way
            if basis != "by" and word in self.language.multiplier_by_verb and not self.reader.is_bare_participle(at):
                return self.language.multiplier_by_verb[word][1]  # "hat sich von 2 auf 4 Prozent verdoppelt"
        return None

    def find_basis(self, draft: QuantityDraft) -> tuple[int, str | None]:
        """Return the token before the preposition of a quantity, and the basis of the preposition."""
        words = self.words
        index = self.hedges.find_token_before(draft)
        if self.reader.tokens.word(index) in words.ranges_between:
            index -= 1
        if (
            self.reader.tokens.word(index) in words.lists_further
            and self.language.basis_by_word.get(self.reader.tokens.word(index - 1)) == "by"
        ):
            index -= 1  # "um weitere 3 Prozent"
        word = self.reader.tokens.word(index)
        if word not in self.language.basis_by_word:
            return index, None
        basis = self.language.basis_by_word[word]
        if basis == "by" and self.reader.tokens.word(index - 1) in words.arriving:
            # "bajó hasta situarse en el 2 %"
            basis = "to"
        return index - 1, "of" if basis == "to" and self.reader.tokens.word(index - 1) in words.basis_not_after else basis

    def _is_adverb(self, word: str) -> bool:
        return word.endswith(self.words.adverb_endings) and len(word) > 4

    def find_particle_direction(self, index: int) -> str | None:
        """Return the direction of "up" or "down" as a word of change; "made up 47%" and "up to 47%" have none."""
        tokens = self.reader.tokens
        way, before = self.language.direction_by_particle.get(tokens.word(index)), tokens.word(index - 1)
        if not way or before in self.words.particles_not_after or before == "-":
            return None
        if tokens.word(index + 1) and not self.hedges.is_level_up_to(index - 1):
            says, begin, _ = self.hedges.match_hedge_before(index + 1)
            if says and begin <= index:
                return None
        return way

    def _find_separated_direction(self, draft: QuantityDraft) -> str | None:
        """Return the direction of a verb with its part at the end of the clause: "nahmen um 2,3 % ab"."""
        if not self.separable:
            return None
        tokens, end = self.reader.tokens, self.find_basis(draft)[0]
        while end > 0 and tokens.low[end] in self.led:
            end -= 1  # "ging zurück, und zwar um 2,8 Prozent"
        part = tokens.low[end] if tokens.low[end] in self.separable else self.clauses.find_verb_part(draft.last, self.separable)
        if not part:
            return None
        verbs, way = self.separable[part]
        for at in range(end, max(-1, draft.first - REACH), -1):
            word = self.reader.tokens.low[at]
            if word in verbs:
                return way
            if self.clauses.is_end(at) or self.clauses.is_joint(at):
                return None
        return None

    def _find_apposition_direction(self, draft: QuantityDraft) -> str | None:
        """Return the direction of the noun explained by a number: "The decline, 46% after three weeks, ...", "the rise, of 3%, ..."."""
        tokens, comma, words = self.reader.tokens, self.hedges.find_token_before(draft), self.words
        if tokens.word(comma) in words.apposition_by:
            comma -= 1
        if tokens.word(comma) != "," or tokens.word(draft.last) not in words.apposition_before:
            return None
        noun = comma - 1
        if words.adjectives_follow and tokens.word(noun) not in self.language.direction_by_change_noun and tokens.type(noun) == "w":
            # "El alza mundial, del 35 %, ..."
            noun -= 1
        if tokens.word(noun) not in self.language.direction_by_change_noun or not (way := self.clauses.find_direction(noun)):
            return None
        for at in range(noun - 1, noun - 1 - _MAX_LEADING_WORDS, -1):
            if tokens.word(at) in words.apposition_not_after or tokens.type(at) != "w":
                return way if tokens.type(at) != "w" else None
        return None
