"""Tells once what changes in the same way in many sentences that nobody wrote: the date of a citation on every page."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from macros.review.sentences import Change

_Words = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Fold:
    """Sentences in which the same words change. before, after: these words alone, `…` between those that stand apart."""

    before: str
    after: str
    changes: tuple[Change, ...]

    @property
    def pages(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(spot.page for change in self.changes for spot in change.spots))


def fold(changes: Iterable[Change]) -> tuple[Fold | Change, ...]:
    """The changes in their order; those that change alike are one, where the first of them stood. What comes or goes is no such change."""
    alike: dict[_Words | Change, list[Change]] = defaultdict(list)
    for change in changes:
        alike[_words(change) if change.kind == "changed" else change].append(change)
    return tuple(_folded(words, found) for words, found in alike.items())


def _folded(words: _Words | Change, found: list[Change]) -> Fold | Change:
    if len(found) == 1 or isinstance(words, Change):
        return found[0]
    before, after = (" … ".join(filter(None, side)) for side in zip(*words, strict=True))
    return Fold(before, after, tuple(found))


def _words(change: Change) -> _Words:
    """The words that differ, before and after."""
    old, new = change.before.split(), change.after.split()
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    return tuple((" ".join(old[i:j]), " ".join(new[k:m])) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal")
