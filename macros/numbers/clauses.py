"""What single words say of a change where they stand: verbs, nouns, particles, prepositions."""

from __future__ import annotations

from collections.abc import Container

from macros.numbers.atom import Atom
from macros.numbers.hedges import Hedges
from macros.numbers.reader import Reader

ENDS = frozenset(".;!?\x01")
_SIGNS = ("s", "")
REACH = 40
"""Tokens that are searched for the word of change: more than any clause has."""
_OPPOSITE = {"up": "down", "down": "up"}
_LEADING = 4
"""Words between the beginning of a clause and its noun of change that are looked at ("the sharp annual decline")."""

_WORDS = """
    particles_not_after direction_between direction_near clause_words level_hedges and_clause share_words
    particle_followers governors_not_before basis_not_after counted_nouns far_not_through apposition_before
    apposition_not_after apposition_by attributive attributive_after scales_pointed weak_basis by_articles
    negatives arriving comparatives_not_before comparatives_not_led verbs_not_change
"""


class Clauses(Hedges):
    """The words of change of one text."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        language = reader.language
        self.between = frozenset(language.table["ranges"]["between"])
        self.adverbs = tuple(language.table.get("adverb_endings") or ())
        self.__dict__.update({key: language.words(key) for key in _WORDS.split()})
        self.capital_nouns = bool(language.table.get("capital_nouns"))
        self.adjectives_follow = bool(language.table.get("adjectives_follow"))
        self.from_or_by = language.words("basis", "from_or_by")
        table = language.table
        self.not_after: dict[str, list[str]] = table.get("governors_not_after") or {}
        self.separable = {
            part: (frozenset(verbs), way) for way, parts in (table.get("separable") or {}).items() for part, verbs in parts.items()
        }
        # A verb -> the parts with which it says no change.
        self.parted: dict[str, set[str]] = {}
        for part, verbs in (table.get("separable_not") or {}).items():
            for verb in verbs:
                self.parted.setdefault(verb, set()).add(part)

    def basis(self, atom: Atom) -> tuple[int, str | None]:
        """The token before the preposition that leads to a find, and what the preposition says."""
        index = self.before_hedge(atom)
        if self.reader.tokens.word(index) in self.between:
            index -= 1
        word = self.reader.tokens.word(index)
        if word not in self.language.basis:
            return index, None
        basis = self.language.basis[word]
        if basis == "by" and self.reader.tokens.word(index - 1) in self.arriving:
            # "bajó hasta situarse en el 2 %"
            basis = "to"
        return index - 1, "of" if basis == "to" and self.reader.tokens.word(index - 1) in self.basis_not_after else basis

    def adverb(self, word: str) -> bool:
        return word in self.direction_near or word in self.between or self.ends_as_adverb(word)

    def ends_as_adverb(self, word: str) -> bool:
        return word.endswith(self.adverbs) and len(word) > 4

    def particle(self, index: int) -> str | None:
        """ "up" and "down" as words of change; "made up 47%" and "up to 47%" are none."""
        tokens = self.reader.tokens
        way, before = self.language.particles.get(tokens.word(index)), tokens.word(index - 1)
        if not way or before in self.particles_not_after or before == "-":
            return None
        if tokens.word(index + 1) and not self._leads_up_to(index - 1):
            says, begin, _ = self._hedge_ending(index + 1)
            if says and begin <= index:
                return None
        return way

    def governor(self, index: int) -> str | None:
        """The direction of a word of change; "cut-off" and "drop-down" are none."""
        tokens = self.reader.tokens
        way = self.language.governors.get(tokens.word(index))
        if not way:
            return None
        word, following = tokens.word(index), tokens.word(index + 1)
        if following in self.governors_not_before or self.reader.is_idle(index) or tokens.word(index - 1) in self.not_after.get(word, ()):
            return None
        if self.capital_nouns and word in self.language.change_nouns and not self.reader.is_capital(index):
            return None
        if word in self.parted and self._part(index + 1, self.parted[word]):
            return None
        if following == "-" and tokens.joined(index + 1) and tokens.joined(index + 2):
            return None
        # "Negative growth", "crecimiento negativo"
        beside = following if self.adjectives_follow else tokens.word(index - 1)
        return _OPPOSITE[way] if beside in self.negatives and word in self.language.change_nouns else way

    def ends(self, index: int) -> bool:
        """Whether the clause ends at a token; the full stop of "Mio." ends none."""
        tokens = self.reader.tokens
        return tokens.low[index] in ENDS and not (tokens.low[index] == "." and tokens.low[index - 1] in self.scales_pointed)

    def _part(self, index: int, parts: Container[str]) -> str:
        """The part of a verb at the end of the clause that goes on at a token, or ""."""
        tokens = self.reader.tokens
        for at in range(index, min(tokens.size, index + REACH)):
            word = tokens.low[at]
            if self.ends(at) or word in self.clause_words:
                break
            if word in parts and (
                tokens.types[at + 1] in _SIGNS or tokens.low[at + 1] in self.and_clause or tokens.low[at + 1] in self.clause_words
            ):
                return word
        return ""

    def separated(self, atom: Atom) -> str | None:
        """ "nahmen um 2,3 % ab": the direction of a verb whose part stands at the end of the clause."""
        if not self.separable or not (part := self._part(atom.last, self.separable)):
            return None
        verbs, way = self.separable[part]
        for at in range(self.before_hedge(atom), max(-1, atom.first - REACH), -1):
            word = self.reader.tokens.low[at]
            if word in verbs:
                return way
            if self.ends(at) or word in self.clause_words:
                return None
        return None

    def _arrived(self, index: int) -> bool:
        return self.verb_before(index - 1)

    def verb_before(self, index: int) -> bool:
        """Whether a verb of change stands at or before a token, in the same clause; a noun right at it does too."""
        tokens, language = self.reader.tokens, self.language
        for at in range(index, max(-1, index - REACH), -1):
            word = tokens.low[at]
            if word in self.verbs_not_change or word in language.verbs:
                return True
            if self.governor(at):
                if word not in language.change_nouns:
                    return True
                if at == index:
                    return True
            if (self.ends(at) and not tokens.joined(at + 1)) or word in self.clause_words:
                return False
        return False

    def apposition(self, atom: Atom) -> str | None:
        """ "The decline, 46% after three weeks, ..." and "the rise, of 3%, ...": the noun that the number explains."""
        tokens, comma = self.reader.tokens, self.before_hedge(atom)
        if tokens.word(comma) in self.apposition_by:
            comma -= 1
        if tokens.word(comma) != "," or tokens.word(atom.last) not in self.apposition_before:
            return None
        noun = comma - 1
        if self.adjectives_follow and tokens.word(noun) not in self.language.change_nouns and tokens.type(noun) == "w":
            # "El alza mundial, del 35 %, ..."
            noun -= 1
        if tokens.word(noun) not in self.language.change_nouns or not (way := self.governor(noun)):
            return None
        for at in range(noun - 1, noun - 1 - _LEADING, -1):
            if tokens.word(at) in self.apposition_not_after or tokens.type(at) != "w":
                return way if tokens.type(at) != "w" else None
        return None
