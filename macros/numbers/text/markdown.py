"""Markdown on top of HTML: emphasis, links, code, lists, tables, Jinja."""

from __future__ import annotations

import re
import string
from typing import ClassVar

from macros.numbers.text.markup import BLOCK, MASK, HtmlScanner, Openers, Piece, Rules, compile_openers

_LABEL = re.compile(r"\]\[[^\]\n]{0,80}\]|\[\^[^\]\s]{1,40}\]:?")
_LIST = re.compile(r"\]\{[:.#a-zA-Z][^{}\n]{0,200}\}")
_BULLET = re.compile(r"[ \t]{0,12}(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)")
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_DEFINITION = re.compile(r"[ ]{0,3}\[(?!\^)[^\]\n]{1,80}\]:[ \t]{0,9}\S{1,2000}")
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]")
_BLANK = re.compile(r"[ \t\r]{0,80}\n")
_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_MARKS = re.compile(r"\*{1,3}|_{1,3}|~~|==|`+")


class MarkdownScanner(HtmlScanner):
    """A scanner of Markdown, with the HTML and the Jinja inside it."""

    openers: ClassVar[Openers] = compile_openers(r"<&/@:\\`~{\]\[*_=|\n")

    def _read_newline(self, start: int) -> Piece | None:
        if blank := _BLANK.match(self.text, start + 1):
            return start, blank.end() - 1, BLOCK, ""
        return self._read_line_start(start + 1)

    def _read_line_start(self, start: int) -> Piece | None:
        """Replace the markup at the beginning of a line: a bullet, a heading, a fence, the definition of a link."""
        text = self.text
        if text[start : start + 1].isalpha():
            return None
        if fence := _FENCE.match(text, start):
            end = self._find_close("\n" + fence.group(1), fence.end())
            if end > 0 or fence.group(1)[0] == "~" or "`" not in text[fence.end() : fence.end() + 200]:
                return start, end if end > 0 else len(text), MASK, ""
        if bullet := _BULLET.match(text, start) or _HEADING.match(text, start):
            return start, bullet.end(), BLOCK, ""
        return self._mask_match(_DEFINITION, start)

    def _read_escape(self, start: int) -> Piece | None:
        character = self.text[start + 1 : start + 2]
        return (start, start + 2, character, "") if character and character in string.punctuation else None

    def _read_code(self, start: int) -> Piece | None:
        match = _MARKS.match(self.text, start)
        mark = match.group() if match else "`"
        return self._mask_between(start, start + len(mark), mark) or (start, start + len(mark), MASK, "")

    def _read_jinja(self, start: int) -> Piece | None:
        closer = _CLOSERS.get(self.text[start : start + 2])
        return self._mask_between(start, start + 2, closer) if closer else None

    def _read_link_end(self, start: int) -> Piece | None:
        """Drop the end of a link and its target, or mask the reference to a note. Brackets inside a URL come in pairs."""
        text = self.text
        if not text.startswith("](", start):
            return self._mask_match(_LABEL, start) or self._mask_match(_LIST, start)
        end = self._find_close(")", start)
        limit = start + 2000
        while 0 < end < limit and text.count("(", start, end) > text.count(")", start, end):
            end = self._find_close(")", end)
        return (start, end, "", "close") if 0 < end < limit and "\n" not in text[start:end] else None

    def _read_link_start(self, start: int) -> Piece | None:
        if self.text.startswith("[^", start):
            return self._mask_match(_LABEL, start)
        return start, start + 1, "[", "open"

    def _read_emphasis(self, start: int) -> Piece | None:
        text, match = self.text, _MARKS.match(self.text, start)
        if not match:
            return None
        end, mark = match.end(), match.group()
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        if (not before or before.isspace()) and (not after or after.isspace()):
            return None
        if before.isalnum() and after.isalnum() and (mark == "*" or mark[0] == "_"):
            return None
        return (
            start,
            end,
            "",
            "open" if not before or before.isspace() or before in "([\"'\u201c\u2018\u2014~<>\u2248" else "close",
        )

    def _read_cell_border(self, start: int) -> Piece:
        return start, start + 1, BLOCK, ""

    rules: ClassVar[Rules] = {
        **HtmlScanner.rules, "\n": _read_newline, "\\": _read_escape, "`": _read_code, "{": _read_jinja,
        "]": _read_link_end, "[": _read_link_start,
        "|": _read_cell_border,
        "*": _read_emphasis, "_": _read_emphasis, "~": _read_emphasis, "=": _read_emphasis,
    }  # fmt: skip
