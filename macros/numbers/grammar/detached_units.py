"""Units at a distance from their number: "fell (in %): 95", "a share of 0.47", "0.47 of all reports"."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from macros.numbers.grammar.clauses import ENDS
from macros.numbers.grammar.draft import EXACT, Number, QuantityDraft
from macros.numbers.grammar.hedges import Hedges
from macros.numbers.grammar.reader import Construction
from macros.numbers.language.language import split_phrase, squeeze_unit
from macros.numbers.language.vocabulary import ApartWords

_MAX_UNIT_TOKENS = 4
"""Tokens of the longest unit searched before a number."""
_MAX_LABEL_WORDS = 4
"""Words of a label after its unit."""
_CLAUSE_REACH = 24
"""Tokens between a number and a unit elsewhere in its sentence."""
_SEPARATORS = frozenset("<>=_|")
"""Signs between a number and a foreign unit in code and tables, beside the ends of a clause."""
_LABEL_SIGNS = frozenset((":", "="))
_CLOSERS = frozenset((")", "]", "*"))


@dataclass(eq=False)
class DetachedUnits(Construction):
    """The bare numbers of one text with their unit elsewhere."""

    words: ApartWords
    hedges: Hedges

    def _prepare_tables(self) -> None:
        language, words = self.language, self.words
        self.led = words.unit_apart_before | {"(", "[", ","}
        self.lone_after = words.unit_apart_lone_after | words.unit_apart_lone_points
        parts = (part for parts in (language.table.get("separable") or {}).values() for part in parts)
        free = language.get_words("fraction_followers") - words.fraction_of | words.unit_apart_lone | language.list_within
        self.free = free.union(parts, language.basis_by_word, language.get_words("and_clause"), language.get_words("clause_words"))
        self.last_words = frozenset(split_phrase(form)[-1] for form in language.unit_forms) - {"."}
        self.goes_on = language.list_words | language.range_words

    def add_units(self, drafts: list[QuantityDraft]) -> None:
        """Give bare numbers the unit found at a distance, and each item of a list or range the same."""
        previous, lone = None, not self.words.unit_apart_lone.isdisjoint(self.reader.tokens.low)
        for draft in drafts:
            if not draft.is_bare or draft.number is None or draft.is_scaled or draft.unit:
                previous = None
                continue
            if previous is not None and previous.last + 1 == draft.first and self.reader.tokens.low[previous.last] in self.goes_on:
                draft.kind, draft.unit, previous = previous.kind, previous.unit, draft
                continue
            before = self.hedges.find_token_before(draft)
            previous = draft if self._find_unit_before(draft, before) or (lone and self._find_unit_in_clause(draft)) else None
            if draft.is_bare:
                self._set_share(draft, draft.number, before)
        if any(left.last > right.first for left, right in pairwise(drafts)):
            # "0.3 of a percentage point" is one quantity.
            drafts[1:] = [right for left, right in pairwise(drafts) if left.last <= right.first]

    def _find_unit_before(self, draft: QuantityDraft, index: int) -> bool:
        tokens, begin, words = self.reader.tokens, index, self.words
        while tokens.word(index) in words.unit_apart_links and begin - index < 3:
            index -= 1
        links = tokens.low[index + 1 : begin + 1] if index < begin else []
        if not words.unit_apart_last.isdisjoint(links) and not self._is_clause_end(draft):
            return False
        if not _LABEL_SIGNS.isdisjoint(links):
            index = self._find_label_unit(index)
        closed = tokens.word(index) in _CLOSERS
        index -= closed
        if tokens.word(index) not in self.last_words:
            return False
        for size in range(min(_MAX_UNIT_TOKENS, index + 1), 0, -1):
            written = tokens.text[tokens.starts[index - size + 1] : tokens.ends[index]]
            name = self.language.unit_name_by_form.get(squeeze_unit(written))
            if name is None or squeeze_unit(written) in self.language.weak_units:
                continue
            # "%47" and "% 47", but no "47% 12" and no "x=%47".
            first = index - size + 1
            if not (links or closed or (written == "%" and (not tokens.is_joined(first) or tokens.word(first - 1) == "("))):
                return False
            if self._has_other_number(first, squeeze_unit(written)) or (tokens.type(index) == "w" and not (links or closed)):
                return False
            draft.kind, draft.unit = self.language.kind_by_unit_name[name], name
            draft.before = first - 1
            while tokens.word(draft.before) in self.led:
                draft.before -= 1
            return True
        return False

    def _find_unit_in_clause(self, draft: QuantityDraft) -> bool:
        """Find a unit in the clause unless a noun follows: "In percent, reports fell by 90", "it stood at 95, in percentage terms"."""
        tokens, words = self.reader.tokens, self.words
        if tokens.type(draft.end_token) in ("w", "n") and tokens.word(draft.end_token) not in self.free:
            return False
        before = tokens.word(draft.first - 1)
        if before in words.unit_apart_numbered or (before in self.goes_on and tokens.type(draft.first - 2) == "n"):
            # "In percent, as in column 3", "rows 1 to 3"
            return False
        for step, begin in ((-1, draft.first - 1), (1, draft.last)):
            for at in range(begin, max(-1, min(tokens.size, begin + step * _CLAUSE_REACH)), step):
                word = tokens.low[at]
                if word == "%" and at == draft.first - 1 and tokens.is_joined(at + 1):
                    # "x=%47": a unit directly before the number was tested already.
                    break
                if word in words.unit_apart_lone and (name := self._name_unit(at)):
                    draft.kind, draft.unit = self.language.kind_by_unit_name[name], name
                    return True
                if (
                    word in _SEPARATORS
                    or (word in ENDS and not (word == "." and tokens.is_joined(at + 1)))
                    or tokens.types[at] in ("n", "v")
                ):
                    break
        return False

    def _name_unit(self, index: int) -> str:
        """Return the name of a unit at a token, "" if it has a number of its own or belongs to a name."""
        tokens, first, last, words = self.reader.tokens, index, self.reader.tokens.skip_hyphen(index + 1), self.words
        while tokens.word(first - 1) in self.lone_after:
            first -= 1
        if tokens.word(last) in words.unit_apart_lone_not_before or "_" in (tokens.word(first - 1), tokens.word(index + 1)):
            return ""
        points = tokens.word(first) in words.unit_apart_lone_points or tokens.word(last) in words.unit_apart_lone_points
        unit = squeeze_unit(
            tokens.text[tokens.starts[first] : tokens.ends[last if tokens.word(last) in words.unit_apart_lone_points else index]]
        )
        if self._has_other_number(first, unit):
            return ""
        return "points" if points else self.language.unit_name_by_form.get(tokens.low[index], "percent")

    def _find_label_unit(self, index: int) -> int:
        """Return the unit in a label before its colon: "% change: 47", "percent of all reports: 47"."""
        at = index
        while index - at <= _MAX_LABEL_WORDS and self.reader.tokens.type(at) == "w":
            if self.reader.tokens.word(at) in self.last_words:
                return at
            at -= 1
        return at if self.reader.tokens.word(at) in self.last_words and index - at <= _MAX_LABEL_WORDS else index

    def _has_other_number(self, index: int, unit: str) -> bool:
        """Return True if the unit at `index` has a number of its own before it."""
        tokens, language = self.reader.tokens, self.language
        before = index - 1 - (tokens.word(index - 1) == "-")
        word = tokens.word(before)
        if word in self.words.articles and unit in language.single_units:
            return True
        return (
            tokens.type(before) in ("n", "v")
            or word in language.number_words
            or word in language.scale_by_word
            or word in language.fraction_by_word
        )

    def _is_clause_end(self, draft: QuantityDraft) -> bool:
        """Return True if the clause ends after the number: "a percentage of 47.", but not "a percentage of 27 countries"."""
        return self.reader.tokens.word(draft.end_token) in ENDS or self.reader.tokens.word(draft.end_token) in (",", ")", "")

    def _set_share(self, draft: QuantityDraft, number: Number, before: int) -> None:
        """Make a percentage of a decimal below one if it is called a share or is "of" something."""
        tokens, words = self.reader.tokens, self.words
        if not number.decimals or number.value is None or number.quantum is None or not 0 < number.value < 1:
            return
        index = before
        while tokens.word(index) in words.unit_apart_links and before - index < 3:
            index -= 1
        named = tokens.word(index) in words.unit_apart_share_nouns or tokens.word(draft.last) in words.unit_apart_share_nouns
        of = tokens.word(draft.last) in words.fraction_of
        if of:
            whole = draft.last + 1 + (tokens.word(draft.last + 1) in words.articles)
            if found := self.language.unit_pattern.match(tokens.text, tokens.ends[whole - 1]):
                name = self.language.unit_name_by_form[squeeze_unit(found.group("unit"))]
                draft.kind, draft.unit, draft.end = self.language.kind_by_unit_name[name], name, found.end()
                draft.last = tokens.skip_to_offset(draft.last, draft.end)
                return
            of = tokens.type(whole) == "w" and tokens.word(whole) not in words.fraction_not_of
        if named or of:
            number.value, number.quantum = EXACT.scaleb(number.value, 2), EXACT.scaleb(number.quantum, 2)
            number.decimals = max(0, number.decimals - 2)
            draft.kind, draft.unit, draft.form = "percentage", "percent", "fraction"
