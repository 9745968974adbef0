"""Keeps what the macros wrote as whole HTML out of the Markdown parser, which would read all of it to change nothing.

A chart with its table is some twenty kilobytes on one line; Markdown gives such a line back as it is. An empty element stands for it
while the page is converted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_KINDS = (
    'figure class="chart ',
    'div class="exhibit"',
    'div class="figures-here"',
    'dl class="proof"',
    'ul class="updates"',
    'ul class="sources"',
    'nav class="ledger-list"',
    'nav class="pager"',
)
_BLOCK = re.compile(rf"(?:(?<=\n\n)|\A)<(?:{'|'.join(_KINDS)})[^\n]*</(?:figure|div|dl|ul|nav)>(?=\n\n|\n?\Z)")
_PLACE = re.compile(r'<div data-aside="(\d+)"></div>')
_ID = re.compile(r'(?<=\sid=")[^"]+')


def set_aside(text: str, written: str) -> tuple[str, list[str], str]:
    """Return the Markdown without the blocks of HTML that macros wrote, these blocks, and what else macros wrote.

    A block that only the author wrote stays, and so do all in a page that writes the place of one itself.

    Args:
        written: all that macros wrote.
    """
    blocks: list[str] = []
    if _PLACE.search(text):
        return text, blocks, written

    def place(match: re.Match[str]) -> str:
        nonlocal written
        before, block, after = written.partition(match[0])
        if not block:
            return match[0]
        blocks.append(block)
        empty = f'<div data-aside="{len(blocks) - 1}"></div>'
        written = f"{before}{empty}{after}"
        return empty

    return _BLOCK.sub(place, text), blocks, written


def put_back(html: str, blocks: Sequence[str]) -> str:
    """The converted page with its blocks."""
    return _PLACE.sub(lambda match: blocks[int(match[1])], html) if blocks else html


def anchors(blocks: Sequence[str]) -> set[str]:
    """The ids in the blocks, to which links may lead."""
    return {found for block in blocks for found in _ID.findall(block)}
