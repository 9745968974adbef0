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


def set_aside(text: str) -> tuple[str, list[str]]:
    """The Markdown without the blocks of HTML that macros wrote, and these blocks. A page that writes the place itself keeps all."""
    blocks: list[str] = []
    if _PLACE.search(text):
        return text, blocks

    def place(match: re.Match[str]) -> str:
        blocks.append(match[0])
        return f'<div data-aside="{len(blocks) - 1}"></div>'

    return _BLOCK.sub(place, text), blocks


def put_back(html: str, blocks: Sequence[str]) -> str:
    """The converted page with its blocks."""
    return _PLACE.sub(lambda match: blocks[int(match[1])], html) if blocks else html


def anchors(blocks: Sequence[str]) -> set[str]:
    """The ids in the blocks, to which links may lead."""
    return {found for block in blocks for found in _ID.findall(block)}
