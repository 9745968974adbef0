"""Changed sentences of two sites: changed, added and removed, each listed once with all its places."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from macros.base.errors import Place
from macros.review.surfaces import Sentence, Surfaces

_MIN_SIMILARITY = 0.5  # with this share of common words two sentences are versions of one


@dataclass(frozen=True)
class SentenceChange:
    """A sentence that changes.

    Attributes:
        before: The sentence in BASE, or "" if it was added.
        after: The sentence in HEAD, or "" if it was removed.
        spots: Every place of the change.
        source: The source line in HEAD, or in BASE if it was removed. None for a derived sentence, which no changed line says.
        echo: The reason to omit a derived change: `elsewhere` (both sites say it), `tally` (numbers of the check), or "".
    """

    before: str
    after: str
    spots: tuple[Sentence, ...]
    source: Place | None = None
    echo: str = ""

    @property
    def kind(self) -> str:
        """Return `added`, `removed` or `changed`."""
        return "added" if not self.before else "removed" if not self.after else "changed"


def find_changed_sentences(base: Surfaces, head: Surfaces) -> list[SentenceChange]:
    """Return every changed sentence, in the order of the pages. A move within a surface is no change."""
    found: dict[tuple[str, str], list[Sentence]] = defaultdict(list)
    old, new = _group_by_page(base.sentences), _group_by_page(head.sentences)
    for page in sorted({*old, *new}):
        for surface in dict.fromkeys([*old[page], *new[page]]):
            for before, after in _pair_sentences(old[page].get(surface, []), new[page].get(surface, [])):
                spot = after or before
                assert spot is not None
                found[before.text if before else "", after.text if after else ""].append(spot)
    return [SentenceChange(before, after, tuple(spots)) for (before, after), spots in found.items()]


Pages = dict[str, dict[str, list[Sentence]]]  # by page and surface
Pair = tuple[Sentence | None, Sentence | None]


def _group_by_page(sentences: Iterable[Sentence]) -> Pages:
    pages: Pages = defaultdict(lambda: defaultdict(list))
    for sentence in sentences:
        pages[sentence.page][sentence.surface].append(sentence)
    return pages


def _pair_sentences(old: list[Sentence], new: list[Sentence]) -> Iterator[Pair]:
    matcher = difflib.SequenceMatcher(a=[_get_identity(s) for s in old], b=[_get_identity(s) for s in new], autojunk=False)
    blocks = [(old[i:j], new[k:m]) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal"]
    gone = Counter(_get_identity(s) for left, _ in blocks for s in left)
    come = Counter(_get_identity(s) for _, right in blocks for s in right)
    moved = gone & come
    lost, found = moved.copy(), moved.copy()
    for left, right in blocks:
        yield from _match_sentences(_drop_moved(left, lost), _drop_moved(right, found))


def _get_identity(sentence: Sentence) -> tuple[str, str]:
    return sentence.text, sentence.near


def _drop_moved(sentences: list[Sentence], moved: Counter[tuple[str, str]]) -> list[Sentence]:
    kept = []
    for sentence in sentences:
        if moved[_get_identity(sentence)]:
            moved[_get_identity(sentence)] -= 1
        else:
            kept.append(sentence)
    return kept


def _match_sentences(left: list[Sentence], right: list[Sentence]) -> Iterator[Pair]:
    """Match the sentences of one stretch, the most similar first. A single sentence on each side is always a pair."""
    if len(left) == len(right) == 1:
        yield left[0], right[0]
        return
    scores = sorted(
        ((_rate_similarity(a, b), -abs(i - k), -i, -k) for i, a in enumerate(left) for k, b in enumerate(right)),
        reverse=True,
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for score, _, i, k in scores:
        if score >= _MIN_SIMILARITY and -i not in partner and -k not in taken:
            partner[-i] = -k
            taken.add(-k)
    for i, sentence in enumerate(left):
        yield sentence, right[partner[i]] if i in partner else None
    for k, sentence in enumerate(right):
        if k not in taken:
            yield None, sentence


def _rate_similarity(a: Sentence, b: Sentence) -> float:
    if a.near and a.near == b.near:  # the cell of the same row and column
        return 1.0
    ours, theirs = Counter(a.text.lower().split()), Counter(b.text.lower().split())
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())
