"""Matching of a constraint's `pattern` in linear time.

Python's `re` backtracks, and some patterns take forever. This module parses the regular part of its syntax (characters, classes, groups,
alternatives, repetitions) and follows all paths at once, with Glushkov's automaton.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

_LONGEST = 200  # characters of a pattern, as written and with repetitions expanded
_TOKEN = re.compile(
    r"(?P<sign>\\[dDwWsS]|\\[^\w\s]|\[\^?(?:[^\[\]\\^]|\\[^\w\s]|\\[dDwWsS])+\]|[^\\\[\](){}|*+?^$])"
    r"|(?P<open>\(\?:|\((?!\?))|(?P<close>\))|(?P<bar>\|)|(?P<times>[*+?]|\{[0-9]{1,3}(?:,[0-9]{0,3})?\})"
)


class _Part(NamedTuple):
    """The first and last positions of a part of a pattern, as bit sets.

    Attributes:
        empty: whether it matches the empty text too.
    """

    empty: bool
    first: int
    last: int


class Pattern:
    """A pattern for whole texts. Creating one raises ValueError if it is not regular, malformed or too long."""

    def __init__(self, text: str) -> None:
        if len(text) > _LONGEST:
            raise ValueError(f"it has more than {_LONGEST} signs")
        text = text.removeprefix("^")
        tokens = _tokenize(text[:-1] if text.endswith("$") and not text.endswith("\\$") else text)[::-1]
        node = _parse_alternatives(tokens)
        if tokens:
            raise ValueError("it has a bracket too many")
        self._signs = [re.compile("")]  # position -> pattern of one character; position 0 is the start
        self._follow = [0]  # position -> possible next positions, as bits
        self._steps: dict[tuple[int, str], int] = {}
        whole = self._build_part(node)
        self._join_positions(1, whole.first)
        self._last = whole.last | whole.empty

    def matches(self, text: str) -> bool:
        """Return True if the pattern matches the whole text."""
        at = 1
        for sign in text:
            if (at, sign) not in self._steps:
                near = functools.reduce(lambda found, position: found | self._follow[position], _list_bits(at), 0)
                self._steps[at, sign] = sum(1 << position for position in _list_bits(near) if self._signs[position].fullmatch(sign))
            at = self._steps[at, sign]
        return bool(at & self._last)

    def _build_part(self, node: Any) -> _Part:
        kind, rest = node
        if kind == "sign":
            self._signs.append(_compile_sign(rest))
            self._follow.append(0)
            if len(self._signs) > _LONGEST:
                raise ValueError(f"with its repetitions counted out it has more than {_LONGEST} signs")
            position = 1 << len(self._follow) - 1
            return _Part(False, position, position)
        if kind == "any":
            parts = [self._build_part(each) for each in rest]
            return _Part(any(p.empty for p in parts), *(functools.reduce(int.__or__, bits) for bits in list(zip(*parts, strict=True))[1:]))
        if kind == "all":
            return functools.reduce(self._chain_parts, (self._build_part(each) for each in rest), _Part(True, 0, 0))
        each, fewest, most = rest
        found = _Part(True, 0, 0)
        for count in range(max(fewest, 1) if most is None else most):
            part = self._build_part(each)
            if most is None and count == max(fewest, 1) - 1:
                self._join_positions(part.last, part.first)
            found = self._chain_parts(found, part._replace(empty=part.empty or count >= fewest))
        return found

    def _chain_parts(self, one: _Part, two: _Part) -> _Part:
        self._join_positions(one.last, two.first)
        first, last = one.first | (two.first if one.empty else 0), two.last | (one.last if two.empty else 0)
        return _Part(one.empty and two.empty, first, last)

    def _join_positions(self, before: int, behind: int) -> None:
        for position in _list_bits(before):
            self._follow[position] |= behind


def _tokenize(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if not token:
            raise ValueError(
                f'it holds "{text[at : at + 3]}", which is not one of the signs, classes, groups and repetitions that are known'
            )
        found.append((str(token.lastgroup), token[0]))
        at = token.end()
    return found


def _parse_alternatives(tokens: list[tuple[str, str]]) -> Any:
    """Parse alternatives up to the end or the closing bracket, from the end of the reversed tokens."""
    found = [_parse_sequence(tokens)]
    while tokens and tokens[-1][0] == "bar":
        tokens.pop()
        found.append(_parse_sequence(tokens))
    return ("any", found)


def _parse_sequence(tokens: list[tuple[str, str]]) -> Any:
    found: list[Any] = []
    while tokens and tokens[-1][0] not in ("bar", "close"):
        kind, text = tokens.pop()
        if kind == "times":
            raise ValueError(f'it repeats nothing, or twice, with "{text}"')
        if kind == "open":
            node = _parse_alternatives(tokens)
            if not tokens or node == ("any", [("all", [])]):
                raise ValueError("it has a bracket that is not closed, or is empty")
            tokens.pop()
        else:
            node = ("sign", text)
        found.append(("times", (node, *_parse_times(tokens.pop()[1]))) if tokens and tokens[-1][0] == "times" else node)
    return ("all", found)


def _parse_times(text: str) -> tuple[int, int | None]:
    """Return the fewest and the most repetitions: `{2,}` is (2, None)."""
    if text in "*+?":
        return {"*": (0, None), "+": (1, None), "?": (0, 1)}[text]
    low, comma, high = text[1:-1].partition(",")
    fewest, most = int(low), (int(high) if high else None) if comma else int(low)
    if most is not None and most < fewest:
        raise ValueError(f'it repeats "{text}"')
    return fewest, most


def _compile_sign(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise ValueError(f'it holds "{text}": {error}') from None


def _list_bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
