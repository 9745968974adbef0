"""Directions of change outside a number's own words.

A noun can lead a change ("The decrease in UN reports, 47%, ..."). Words beside a level can describe the way to it ("UN reports climbed in
2021, reaching 555,831").
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from macros.claims.context import Sentence, compile_word_list, has_listed_word, split_clauses
from macros.claims.vocabulary import MEASURE, Slot
from macros.claims.zones import mask_spans
from macros.interface import read_interface_words
from macros.numbers import Quantity
from macros.numbers.language.language import load_language
from macros.wording.judge import QUANTITIES

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_WORDS = re.compile(rf"{_WORD.pattern}|\d+")
_NOUN_REACH = 3  # words before a noun within which a preposition sets it aside
_MAX_PHRASE_WORDS = 6  # words of a phrase without a verb of its own
_PARTS = re.compile(r"[,;:()\u2013\u2014]")
_SEMICOLON = re.compile(r"[;:]")
_CLAUSE = re.compile(r"[;()]|\.(?=\s|$)")


def add_direction(sentence: Sentence) -> Quantity:
    """Return a change's number with the direction of a noun before it in its clause. A level or a share stays unchanged."""
    text, item, figure, lang = sentence.text, sentence.quantity, sentence.figure, sentence.lang
    if not figure.declaration.is_change or item.direction or item.kind == "multiplier":
        return item
    known = load_language(lang)
    shares = known.get_words("share_words")
    behind = _WORD.match(text[item.end :].lstrip())
    if behind and behind[0].lower() in shares:  # "35% of those of 2020"
        return item
    begin, _ = sentence.stretch
    linked = [(a.end, b.start) for a, b in pairwise(sentence.named_periods) if b.link]  # no clause ends between 2020 and 2021
    said = mask_spans(text, begin, item.start, linked).rstrip("( ")
    led = _WORDS.findall(split_clauses(said, lang, "clause_ends", stops=_CLAUSE)[-1].lower())
    # "Of the increase, 35% came from Germany" is a share. In "withered by 35%", the verb is unknown.
    is_share = bool(led) and led[0] in shares and not "".join(led[1:2]).isdigit()  # es: "de 2020 a 2021"
    if not led or is_share:
        return item
    if known.basis_by_word.get(led[-1]) == "by":
        return item._replace(direction=_inherit_direction(sentence, led))
    aside = known.get_words("apposition_not_after")  # "After a rise in complaints, ..."
    for index in range(len(led) - 1, -1, -1):
        if led[index] in known.direction_by_change_noun and aside.isdisjoint(_select_leading_words(led, index)):
            return item._replace(direction=known.direction_by_change_noun[led[index]])
    return item._replace(direction=_inherit_direction(sentence, led) or _find_verb_direction(sentence))


def _get_change_kind(item: Quantity) -> str:
    """Return the kind of a change. Percent and percentage points count as one kind."""
    return item.kind.replace("percentage_points", "percentage")


def _select_leading_words(led: Sequence[str], index: int) -> Sequence[str]:
    """Return the words that can set a noun aside: "after a sharp rise", but not "from 2020 to 2021 the fall"."""
    words_ = led[max(0, index - _NOUN_REACH) : index]
    return words_[next((at + 1 for at in range(len(words_) - 1, -1, -1) if words_[at].isdigit()), 0) :]


def _find_verb_direction(sentence: Sentence) -> str | None:
    """Return the direction of the verb before a change: "cut their median wait, the first by 14% ..."."""
    said = sentence.text[sentence.stretch[0] : sentence.quantity.start]
    known = load_language(sentence.lang)
    ways = [
        way
        for word in _WORD.findall(said.lower())
        if word not in known.direction_by_change_noun and (way := known.direction_by_change_word.get(word))
    ]
    return ways[-1] if len(set(ways)) == 1 and not has_listed_word(said, sentence.lang, "of_them") else None


def _inherit_direction(sentence: Sentence, led: Sequence[str]) -> str | None:
    """Return the direction of the previous change if no word gives another: "down 58%, as against 47%"."""
    item, lang = sentence.quantity, sentence.lang
    said = sentence.text[sentence.stretch[0] : item.start]
    if (
        sentence.figure.declaration.is_level
        or has_listed_word(said, lang, "of_them")
        or any(word in load_language(lang).direction_by_change_word for word in led)
    ):
        return None
    before = [each for each in sentence.own_quantities if each.end <= item.start and each.kind in QUANTITIES]
    return (
        add_direction(replace(sentence, quantity=before[-1])).direction
        if before and _get_change_kind(before[-1]) == _get_change_kind(item)
        else None
    )


def find_directions(sentence: Sentence, zone: tuple[int, int], slots: Sequence[Slot]) -> set[str]:
    """Return the directions, `up` and `down`, in the words around a level.

    Words count in the number's own part of the sentence, in a part about the figure, and in a phrase without a verb ("a sharp decline").
    `zone` is the number's, `slots` are the figure's.
    """
    text, item, lang = sentence.text, sentence.quantity, sentence.lang
    begin, end = max(zone[0], sentence.stretch[0]), min(zone[1], sentence.stretch[1])
    if _list_direction_words(lang).isdisjoint(_WORD.findall(text[begin:end].lower())):
        return set()
    before = compile_word_list(lang, "turns").split(text[begin : item.start])[-1]
    behind = split_clauses(text[item.end : end], lang, "clause_ends", "afterwards", stops=_SEMICOLON)[0]
    *others, own = split_clauses(before, lang, "clause_ends", stops=_PARTS)
    if has_listed_word(" ".join(own.split()[:1]), lang, "relative_adverbs"):  # "more than in 2020, when 335 people died"
        others = []
    after, *more = _PARTS.split(behind)
    found = {way for part in others for way in _find_word_directions(part, slots, lang, named=True)}
    found |= {way for part in (own, after) for way in _find_word_directions(part, slots, lang)}
    # A phrase beside the level takes precedence: "plunged to 555,831, a jump on 2020".
    return {way for part in (*others, after, *more) for way in _find_phrase_directions(part, slots, lang)} or found


def _find_word_directions(part: str, slots: Sequence[Slot], lang: str, *, named: bool = False) -> Iterator[str]:
    """Yield the directions of verbs and nouns of change in a part of a sentence. With `named`, only if its subject is the figure's."""
    known = load_language(lang)
    before = ""
    for match in _WORD.finditer(part):
        word = match[0].lower()
        way = known.direction_by_change_word.get(word)
        is_hedge = (
            word in known.direction_by_comparative and part[match.end() :].strip().lower() in read_interface_words(lang)["than"]
        )  # "fewer than 140"
        # "A reduced rate" is no fall.
        # "They recovered to 29 million", but "the files were recovered from servers".
        is_doubtful = word in known.table["governors_only_before"] and known.basis_by_word.get(_find_first_word(part, match.end())) not in (
            "by",
            "to",
        )
        if (
            way
            and not is_hedge
            and not is_doubtful
            and not (before in known.get_words("attributive_after") and word in known.get_words("attributive"))
        ):
            subject = part[: match.start()]
            if not _has_other_subject(subject, slots) and (not named or _is_named(subject, slots)):
                yield way
        before = word


def _find_first_word(part: str, begin: int) -> str:
    match = _WORD.search(part, begin)
    return match[0].lower() if match else ""


def _find_phrase_directions(part: str, slots: Sequence[Slot], lang: str) -> Iterator[str]:
    """Yield the directions of a short phrase: a noun of change ("a sharp decline"), a particle ("up on 2020")."""
    known = load_language(lang)
    said = [match[0].lower() for match in _WORD.finditer(part)]
    if not said or _has_other_subject(part, slots):
        return
    if said[0] in known.direction_by_particle and len(said) > 1:
        yield known.direction_by_particle[said[0]]
    if not known.get_words("apposition_not_after").isdisjoint(said[:1]):  # "after the rise"
        return
    for word in said[:_MAX_PHRASE_WORDS] if len(said) <= _MAX_PHRASE_WORDS else said[:_NOUN_REACH]:
        if word in known.direction_by_change_noun:
            yield known.direction_by_change_noun[word]


def _has_other_subject(part: str, slots: Sequence[Slot]) -> bool:
    """Return True if a part of a sentence is about another figure."""
    return any(slot.find_rival(part) and not slot.has_own_word(part) for slot in slots)


def _is_named(part: str, slots: Sequence[Slot]) -> bool:
    """Return True if a part of a sentence names a figure's codes, or its measure if it has no codes."""
    codes = [slot for slot in slots if slot.required_keys and slot.name != MEASURE] or [slot for slot in slots if slot.required_keys]
    return bool(codes) and all(not slot.find_missing(part) for slot in codes)


@functools.cache
def _list_direction_words(lang: str) -> frozenset[str]:
    """Return all words with a direction. Most sentences hold none."""
    known = load_language(lang)
    return frozenset((*known.direction_by_change_word, *known.direction_by_particle))
