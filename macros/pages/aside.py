"""Placeholders that keep HTML blocks written by macros out of the Markdown parser.

Markdown would read a chart with its table, some twenty kilobytes on one line, and return it unchanged. An empty element replaces it
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


def stash_blocks(text: str, written: str) -> tuple[str, list[str], str]:
    """Replace the HTML blocks written by macros by placeholders.

    Blocks that only the author wrote stay. So do all blocks of a page that contains a placeholder itself.

    Args:
        written: all text that macros wrote.

    Returns:
        The Markdown, the blocks, and the text of the macros, with placeholders too.
    """
    blocks: list[str] = []
    if _PLACE.search(text):
        return text, blocks, written

    def replace_block(match: re.Match[str]) -> str:
        nonlocal written
        before, block, after = written.partition(match[0])
        if not block:
            return match[0]
        blocks.append(block)
        empty = f'<div data-aside="{len(blocks) - 1}"></div>'
        written = f"{before}{empty}{after}"
        return empty

    return _BLOCK.sub(replace_block, text), blocks, written


def restore_blocks(html: str, blocks: Sequence[str]) -> str:
    """Replace the placeholders of a converted page by their blocks."""
    return _PLACE.sub(lambda match: blocks[int(match[1])], html) if blocks else html


def find_anchors(blocks: Sequence[str]) -> set[str]:
    """Return the ids in the blocks, as possible targets of links."""
    return {found for block in blocks for found in _ID.findall(block)}
