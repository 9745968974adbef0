"""Speakers and denials: a figure must be quoted as its source's, and as true.

A speaker in a sentence ("Europol says that ...", "according to Europol") must be a publisher of the data, or the page itself.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from macros.claims.context import Sentence, compile_word_list, has_word, join_alternatives, list_words, split_clauses

_STOP = re.compile(r"[;:()]|,(?!\d)|(?<!\s[A-Z])\.(?=\s|$)")  # "John F. Clark" is one name
_OWNER = re.compile(r"[A-Z]\w+['\u2019]s\b")
_DIGIT = re.compile(r"\d")
_HARD = re.compile(r"[;:]")
_ASIDE = re.compile(r"\([^()]*\)")  # "(current figure: 44%)" is no part of the clause around it
_NAME = re.compile(r"[^\W\d_][\w&'\u2019-]*")
_NEGATION_REACH = 3  # words before a denial within which a negation cancels it
_VERB_REACH = 24  # signs at most of a verb and an article before a number
_MAX_NAME_WORDS = 8  # words at most of a name after "according to"


def find_other_speaker(
    sentence: Sentence, allowed: tuple[str, ...], barred: tuple[str, ...], subjects: tuple[str, ...], names: frozenset[str]
) -> str:
    """Return the speaker in a sentence who is not allowed, or "".

    `allowed` are the publishers of the data, `barred` the sources of other values in the package. The figure's codes, `subjects`, are no
    speakers ("Denmark reported 134"), nor are `names`, the words of titles.
    """
    lang = sentence.lang
    for subject in _find_subjects(sentence.sentence_text, sentence.quantity.start - sentence.span[0], names, lang):
        owner = _OWNER.search(subject)  # "Europol's figures say"
        if _DIGIT.search(subject):  # "granted in 6,084 of them, which puts the rate at 39.7%"
            continue
        if barred and has_word(subject, barred) and not has_word(subject, tuple(sentence.figure.declaration.attribution.values())):
            return subject
        if subject not in subjects and not has_word(subject, allowed) and (owner or not has_word(subject, list_words(lang, "speakers"))):
            return subject
    return ""


def find_denial(sentence: Sentence) -> str:
    """Return the words that deny a number, around it ("... has been refuted") or right before it ("nowhere near"), or ""."""
    text, span, item, lang = sentence.text, sentence.span, sentence.quantity, sentence.lang
    if not _load_hints(lang, "denials", "denied_before").has_hint(_split_words(sentence.sentence_text)):
        return ""
    before = compile_word_list(lang, "denied_before")
    for match in before.finditer(text, max(span[0], item.start - 40), item.start):
        if text[match.end() : item.start].strip().lower() in ("", *list_words(lang, "speaking_articles")):
            return match[0]
    begin = max([span[0], *(match.end() for match in _HARD.finditer(text, span[0], item.start))])
    end = min([span[1], *(match.start() for match in _HARD.finditer(text, item.end, span[1]))])
    for match in compile_word_list(lang, "denials").finditer(text, begin, end):
        led = " ".join(text[span[0] : match.start()].split()[-_NEGATION_REACH:])
        if compile_word_list(lang, "negations").search(led) is None:  # "is not wrong"
            return match[0]
    return ""


@functools.lru_cache(maxsize=4096)  # many sentences are on several pages
def _split_words(sentence: str) -> frozenset[str]:
    return frozenset(_NAME.findall(sentence.lower()))


@functools.lru_cache(maxsize=4096)
def _find_subjects(sentence: str, at: int, names: frozenset[str], lang: str) -> tuple[str, ...]:
    """Return the speakers in a sentence with a number at an offset."""
    return tuple(_yield_subjects(sentence, at, names, lang))


def _yield_subjects(sentence: str, at: int, names: frozenset[str], lang: str) -> Iterator[str]:
    said = _split_words(sentence)
    speaks = _load_hints(lang, "speaking", "speaking_after", "speaking_puts").has_hint(said)
    patterns = _compile_patterns(lang)
    found = list(patterns.said.finditer(sentence)) if speaks or not said.isdisjoint(list_words(lang, "speaking_that")) else []
    if {each.lower() for each in _NAME.findall(sentence[at:])[:1]}.isdisjoint(list_words(lang, "taken")):  # "the roads claimed 352 lives"
        found += patterns.right_before.finditer(sentence, max(0, at - _VERB_REACH), at)
    for match in found:
        subject = _find_subject(sentence[: match.start()], lang)
        last = (_NAME.findall(subject) or [""])[-1]
        if last.lower() in list_words(lang, "passives"):  # "Parliament was told that ..."
            continue
        # "Reports" is a verb only after a name: "Northern reports that the office received".
        if subject and not (patterns.nouns.fullmatch(match["verb"] or "") and (last.lower() in names or last == last.lower())):
            yield subject
    if not speaks:
        return
    for match in patterns.after.finditer(sentence):
        yield _STOP.split(" ".join(sentence[match.end() :].split()[:_MAX_NAME_WORDS]))[0].strip()
    for match in patterns.last.finditer(sentence):
        _, comma, subject = sentence[: match.start()].rpartition(",")
        subject = subject.strip()
        if (
            comma
            and match[0].islower()
            and subject != subject.lower()
            and not patterns.nouns.fullmatch(match[0])
            and not _STOP.search(subject)
        ):
            yield subject
    for match in patterns.inverted.finditer(sentence):
        yield match[1]


def _find_subject(before: str, lang: str) -> str:
    """Return the subject before a verb in its clause, without insertions ("Interpol, unlike the OECD, reports")."""
    parts = [part.strip() for part in split_clauses(_ASIDE.sub(" ", before), lang, "clause_ends", stops=_STOP)]
    if len(parts) > 1 and parts[-1].lower() in list_words(lang, "relatives"):
        return parts[-2]
    if len(parts) > 1 and parts[-1] == parts[-1].lower():  # "OECD, the ..., then reported"
        return parts[-1] if has_word(parts[-1], list_words(lang, "speakers")) else parts[-3] if len(parts) > 2 else ""
    return parts[-1]


class _SpeakerPatterns(NamedTuple):
    """The patterns for words of saying.

    `said` is a verb before a statement, `right_before` one before the number, `last` one at the end of a part, `inverted` one
    before its subject. `after` stands before a name. `nouns` are verbs that are nouns as well.
    """

    said: re.Pattern[str]
    right_before: re.Pattern[str]
    after: re.Pattern[str]
    last: re.Pattern[str]
    inverted: re.Pattern[str]
    nouns: re.Pattern[str]


@functools.cache
def _compile_patterns(lang: str) -> _SpeakerPatterns:
    verbs, that, puts, articles = (_join_list(lang, name) for name in ("speaking", "speaking_that", "speaking_puts", "speaking_articles"))
    return _SpeakerPatterns(
        re.compile(rf"(?<!\w)(?:(?P<verb>{verbs})(?:\s+\w+){{0,3}}?\s+(?:{that})|(?:{puts}))(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?P<verb>{verbs})(?:\s+(?:{articles}))?\s+$", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{_join_list(lang, 'speaking_after')})\s+", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{verbs})(?=\s*[,.;:)]|\s*$)", re.IGNORECASE),
        re.compile(rf",\s+(?:{verbs})\s+(?-i:(?=[^\W\d_a-z]))([^,.;:()]{{1,60}})", re.IGNORECASE),
        re.compile(_join_list(lang, "speaking_nouns"), re.IGNORECASE),
    )


class _Hints(NamedTuple):
    """A cheap test for a group of phrases: single words, and the word sets of longer phrases. Most sentences hold none."""

    words: frozenset[str]
    longer: tuple[frozenset[str], ...]

    def has_hint(self, said: frozenset[str]) -> bool:
        return not self.words.isdisjoint(said) or any(phrase <= said for phrase in self.longer)


@functools.cache
def _load_hints(lang: str, *names: str) -> _Hints:
    """Return the test for the phrases in some lists, except verbs that are nouns as well."""
    phrases = {phrase for name in names for phrase in list_words(lang, name)} - set(list_words(lang, "speaking_nouns"))
    single = frozenset(phrase for phrase in phrases if " " not in phrase)
    return _Hints(single, tuple(frozenset(phrase.split()) for phrase in phrases - single))


def _join_list(lang: str, name: str) -> str:
    return join_alternatives(list_words(lang, name)) or "(?!)"
