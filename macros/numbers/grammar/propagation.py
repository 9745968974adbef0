"""Directions passed from one quantity to another: along a list, and to a repetition."""

from __future__ import annotations

from macros.numbers.grammar.draft import UNIT_KINDS, QuantityDraft
from macros.numbers.language.language import Language
from macros.numbers.text.tokens import Tokens

_CLAUSE_SIGNS = frozenset(".:!?()\x01")
_MAX_GAP = 24
"""Tokens between two quantities with one verb, marks of notes included."""
_MAX_TAIL = 8
"""Tokens between a quantity and the comma or "and" before the next."""
_MAX_LEAD = 9
"""Tokens from there to the next quantity."""
_MAX_NOUN_WORDS = 3
"""Words of a noun without its own verb."""
_MAX_FILLER_WORDS = 4
"""Words from "by" to its number: "by a whopping 80%"."""
_LED_ON = 2
"""Words from a change to where it led: "to the"."""
_CHANGE_KINDS = frozenset({"percentage", "percentage_points", "basis_points", "per_mille", "count", "multiplier"})


def inherit_directions(drafts: list[QuantityDraft], tokens: Tokens, words: Language) -> None:
    """Copy the direction of a quantity to the rest of its list, and to its repetitions.

    "fell by 47, 53 and 58 per cent", "decreased by more than half (51%)", "a decline of 2.92 points, or 61%",
    "fell by more than 20% but by less than 30%"; and to a list from the words after it: "5% and 6% fewer".
    """
    first: dict[int, QuantityDraft] = {}
    for draft in drafts:
        if draft.group is not None and (first.setdefault(draft.group, draft).direction is None):
            if draft.basis not in ("from", "to"):
                first[draft.group].direction = draft.direction
    shares = words.get_words("share_words")
    previous = measured = None
    for place, draft in enumerate(drafts):
        leader = first[draft.group] if draft.group is not None else draft
        if leader is draft and previous is not None and previous.kind in _CHANGE_KINDS and _is_repetition(previous, draft, tokens, words):
            leader = previous
        elif leader is draft and measured is not None and _is_alternative(measured, draft, tokens, words):
            leader = measured
        if draft.basis == "to" and leader is draft and previous is not None and _led_on(previous, draft, tokens, words):
            leader = previous
        if draft.direction is None and leader is draft and measured is not None and _has_elided_verb(measured, draft, tokens, words):
            leader, draft.basis = measured, "by"
        if draft.direction is None and leader is draft and measured is not None and _has_gapped_verb(measured, draft, tokens, words):
            leader, draft.basis = measured, draft.basis or measured.basis
        if draft.direction is None and leader is draft:
            leader = _find_item_before(draft, drafts[max(0, place - 4) : place], tokens, words) or draft
        if tokens.word(draft.end_token) in shares and tokens.word(leader.end_token) not in shares:
            # "fell by 47% and 53% of reports were deleted": a share of its own.
            leader = draft
        if draft.direction is None and draft.kind in _CHANGE_KINDS and leader.kind in _CHANGE_KINDS:
            draft.direction = leader.direction
        previous = draft
        measured = draft if draft.kind in _CHANGE_KINDS else measured


def _has_by_article(draft: QuantityDraft, tokens: Tokens, words: Language) -> bool:
    """Return True after an article in the role of "by": "cayó un 47 %"."""
    return draft.first > 0 and tokens.low[draft.first - 1] in words.get_words("by_articles")


def _find_start(draft: QuantityDraft) -> int:
    return draft.hedge_first if draft.hedge_first >= 0 else draft.first


def _led_on(previous: QuantityDraft, draft: QuantityDraft, tokens: Tokens, words: Language) -> bool:
    """Return True if a number says where the change before led: "... zurück, und zwar um 2,8 Prozent auf 474.000"."""
    led = previous.basis == "by" and tokens.word(previous.end_token) in words.basis_by_word
    return led and 0 < _find_start(draft) - previous.end_token <= _LED_ON


def _is_repetition(previous: QuantityDraft, draft: QuantityDraft, tokens: Tokens, words: Language) -> bool:
    """Return True if a quantity repeats or continues the one before it."""
    if not 1 <= draft.first - previous.last <= 8:
        return False
    gap = tokens.low[max(previous.last, previous.unit_last) : _find_start(draft)]
    articles = words.get_words("number_articles")
    by = bool(gap) and _has_by_article(draft, tokens, words) and _has_by_article(previous, tokens, words)
    while gap and gap[-1] in articles:
        gap.pop()
    led = (bool(gap) and gap[-1] in words.basis_by_word) or by
    if gap and gap[-1] in words.basis_by_word:
        gap = gap[:-1]
    if tuple(gap) in words.bare_repeat_phrases or (gap == [","] and _has_by_article(draft, tokens, words)):
        return True
    if gap == [","] and previous.basis == "to" and previous.group is not None and tokens.type(draft.end_token) != "w":
        # "fell from 4.81% to 1.89%, almost three points."
        return True
    if gap in (["("], ["["]) or (gap[:1] in ([","], ["("]) and tuple(gap[1:]) in words.repeat_phrases):
        return True
    return led and bool(gap) and words.get_words("lists", "led").issuperset(gap)


def _is_alternative(measured: QuantityDraft, draft: QuantityDraft, tokens: Tokens, words: Language) -> bool:
    """Return True for a repetition behind a comma: "risen by 20% since 2019, or nearly 4% a year"."""
    gap = tokens.low[measured.last : _find_start(draft)]
    if not 3 <= len(gap) <= 12 or any(word in ".;:!?()\x01" for word in gap):
        return False
    return gap.count(",") == 1 and tuple(gap[gap.index(",") + 1 :]) in words.repeat_phrases


def _has_elided_verb(measured: QuantityDraft, draft: QuantityDraft, tokens: Tokens, words: Language) -> bool:
    """Return True if the verb is elided: "cayeron un 46 %; a las seis semanas, un 51 %"."""
    begin = _find_start(draft)
    led = tokens.word(begin - 2) == "," and tokens.word(begin - 1) in words.get_words("basis", "from_or_by")
    alike = measured.kind in UNIT_KINDS and draft.kind in UNIT_KINDS
    if not (alike and measured.basis == "by" and (led or _has_by_article(draft, tokens, words))):
        return False
    after = tokens.word(draft.end_token)
    gap = tokens.low[measured.end_token : _find_start(draft)]
    changed = any(word in words.direction_by_change_word or word in words.multiplier_by_verb for word in gap)
    ended = tokens.type(draft.end_token) != "w" or after in words.get_words("and_clause")
    return ended and after != "(" and len(gap) <= 14 and not changed and not any(word in ".:!?()\x01" for word in gap)


def _has_gapped_verb(measured: QuantityDraft, draft: QuantityDraft, tokens: Tokens, words: Language) -> bool:
    """Return True if the verb is left out: "Sales slid 30%, and profits by 80%", "rose 35%[3], files 30%", "0.7% m/m and 4.9% y/y"."""
    if measured.kind not in UNIT_KINDS or draft.kind not in UNIT_KINDS or measured.direction is None:
        return False
    if draft.first - measured.last > _MAX_GAP:
        return False
    between = f" {' '.join(tokens.low[measured.last : _find_start(draft)])} "
    if any(phrase in between for phrase in words.verbs_again):
        return True  # ", y la subyacente lo hizo un 3 %"
    if measured.basis not in ("by", None):
        return False
    gap = _drop_notes(tokens.low[measured.last : _find_start(draft)])
    at = next((at for at, word in enumerate(gap) if word in words.list_words or word == ";"), -1)
    tail, said = gap[:at], gap[at + 1 :]
    if at < 0 or len(tail) > _MAX_TAIL or len(said) > _MAX_LEAD or _CLAUSE_SIGNS.intersection(tail + said):
        return False
    said = [word for word in said if word not in words.list_words]
    further = [word for word in said if word not in words.get_words("articles")]
    if further and words.get_words("lists", "further").issuperset(further) and words.get_words("clause_words").isdisjoint(tail):
        return True  # "subirá un 4 % en enero y otro 2 % en julio"
    if tail and tail[-1] in words.parts_of_verbs:
        tail.pop()  # "nahm um 2 % zu, die der Ankünfte um 3 %"
    preposition = tokens.word(_find_start(measured) - 1)
    if (
        said
        and said[-1] == preposition != ""
        and preposition in words.get_words("share_words")
        and words.get_words("lists", "led").issuperset(said[:-1])
    ):
        # "a fall of 46% after three weeks, then of 51% after six": the noun is not repeated
        return words.get_words("clause_words").isdisjoint(tail) and not any(
            word in words.direction_by_change_word or word in words.multiplier_by_verb for word in tail
        )
    while said and said[-1] in words.get_words("number_articles"):
        said.pop()
    by = {word for word in said if words.basis_by_word.get(word) == "by"}
    if by and words.get_words("lists", "led").issuperset({*said} - by):
        return True  # ", but by only 71% in people with diabetes"
    led = any(words.basis_by_word.get(word) == "by" for word in said[-_MAX_FILLER_WORDS:])
    if any(
        word in words.direction_by_change_word or word in words.multiplier_by_verb or word in words.direction_by_comparative
        for word in said
    ):
        return False
    other = words.get_words("gap_not") | words.get_words("be_verbs")
    if not other.isdisjoint([*said, *tail]) or not words.get_words("clause_words").isdisjoint(said):
        return False
    if led:
        return True
    after = tokens.word(draft.last)
    ended = tokens.type(draft.last) != "w" or after in words.list_within | words.list_words or after in words.get_words("change_tails")
    tailed = not words.get_words("change_tails").isdisjoint(tail)
    return ended and after != "(" and (bool(said) or tailed) and len(said) <= _MAX_NOUN_WORDS and (not tail or tailed)


def _drop_notes(gap: list[str]) -> list[str]:
    """Drop the marks of notes from the words between two quantities: "[3]"."""
    while "[" in gap and "]" in gap[gap.index("[") :]:
        first = gap.index("[")
        gap = gap[:first] + gap[gap.index("]", first) + 1 :]
    return gap


def _find_item_before(draft: QuantityDraft, drafts: list[QuantityDraft], tokens: Tokens, words: Language) -> QuantityDraft | None:
    """Return the item before by the same preposition after each number: "by 47% in the first week, 53% in the second"."""
    after = tokens.word(draft.last)
    if after not in words.list_within:
        return None
    begin = _find_start(draft) - 1
    articles = words.get_words("number_articles")
    while tokens.word(begin) in articles:
        begin -= 1
    if tokens.word(begin) in words.get_words("lists", "led") and tokens.word(begin) not in words.list_words:
        begin -= 1  # ", then 100-fold in two"
    led = tokens.word(begin) if tokens.word(begin) in words.get_words("lists", "led_within") else ""
    begin -= bool(led)
    if tokens.word(begin) not in words.list_words:
        return None
    for item in reversed(drafts):
        if item.kind == draft.kind or (item.kind in UNIT_KINDS and draft.kind in UNIT_KINDS):
            other, times = tokens.word(item.last), words.get_words("lists", "within_time")
            same = (other == after or (other in times and after in times)) and begin - item.last <= 12
            return item if same and not any(word in ".;:!?" for word in tokens.low[item.last : begin]) else None
    return None
