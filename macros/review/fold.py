"""Folds of equal changes in many generated sentences, such as the date of a citation on every page."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from macros.review.sentences import SentenceChange

_Words = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Fold:
    """Sentences with the same change of words.

    Attributes:
        before: The changed words, with `…` for the words between them.
        after: The words in their place.
    """

    before: str
    after: str
    changes: tuple[SentenceChange, ...]

    @property
    def pages(self) -> tuple[str, ...]:
        """Return the pages of all sentences."""
        return tuple(dict.fromkeys(spot.page for change in self.changes for spot in change.spots))


def fold_changes(changes: Iterable[SentenceChange]) -> tuple[Fold | SentenceChange, ...]:
    """Fold sentences with the same change into one entry, in place of the first. Added and removed sentences are not folded."""
    alike: dict[_Words | SentenceChange, list[SentenceChange]] = defaultdict(list)
    for change in changes:
        alike[_diff_words(change) if change.kind == "changed" else change].append(change)
    return tuple(_merge_changes(words, found) for words, found in alike.items())


def _merge_changes(words: _Words | SentenceChange, found: list[SentenceChange]) -> Fold | SentenceChange:
    if len(found) == 1 or isinstance(words, SentenceChange):
        return found[0]
    before, after = (" … ".join(filter(None, side)) for side in zip(*words, strict=True))
    return Fold(before, after, tuple(found))


def _diff_words(change: SentenceChange) -> _Words:
    """Return the differing words as (before, after)."""
    old, new = change.before.split(), change.after.split()
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    return tuple((" ".join(old[i:j]), " ".join(new[k:m])) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal")
