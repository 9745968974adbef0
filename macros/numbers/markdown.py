"""Markdown on top of HTML: emphasis, links, code, lists, tables, Jinja."""

from __future__ import annotations

import re
import string
from typing import ClassVar

from macros.numbers.markup import BLOCK, MASK, HtmlScan, Openers, Piece, Rules, openers

_LABEL = re.compile(r"\]\[[^\]\n]{0,80}\]|\[\^[^\]\s]{1,40}\]:?")
_LIST = re.compile(r"\]\{[:.#a-zA-Z][^{}\n]{0,200}\}")
_BULLET = re.compile(r"[ \t]{0,12}(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)")
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_DEFINITION = re.compile(r"[ ]{0,3}\[(?!\^)[^\]\n]{1,80}\]:[ \t]{0,9}\S{1,2000}")
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]")
_BLANK = re.compile(r"[ \t\r]{0,80}\n")
_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_MARKS = re.compile(r"\*{1,3}|_{1,3}|~~|==|`+")


class MarkdownScan(HtmlScan):
    """A scanner of Markdown, with the HTML and the Jinja inside it."""

    openers: ClassVar[Openers] = openers(r"<&/@:\\`~{\]\[*_=|\n")

    def _newline(self, start: int) -> Piece | None:
        if blank := _BLANK.match(self.text, start + 1):
            return start, blank.end() - 1, BLOCK, ""
        return self._line(start + 1)

    def _line(self, start: int) -> Piece | None:
        """Replace the markup at the beginning of a line: a bullet, a heading, a fence, the definition of a link."""
        text = self.text
        if text[start : start + 1].isalpha():
            return None
        if fence := _FENCE.match(text, start):
            end = self._close("\n" + fence.group(1), fence.end())
            if end > 0 or fence.group(1)[0] == "~" or "`" not in text[fence.end() : fence.end() + 200]:
                return start, end if end > 0 else len(text), MASK, ""
        if bullet := _BULLET.match(text, start) or _HEADING.match(text, start):
            return start, bullet.end(), BLOCK, ""
        return self._matched(_DEFINITION, start)

    def _escape(self, start: int) -> Piece | None:
        character = self.text[start + 1 : start + 2]
        return (start, start + 2, character, "") if character and character in string.punctuation else None

    def _tick(self, start: int) -> Piece | None:
        match = _MARKS.match(self.text, start)
        mark = match.group() if match else "`"
        return self._between(start, start + len(mark), mark) or (start, start + len(mark), MASK, "")

    def _jinja(self, start: int) -> Piece | None:
        closer = _CLOSERS.get(self.text[start : start + 2])
        return self._between(start, start + 2, closer) if closer else None

    def _bracket(self, start: int) -> Piece | None:
        """Drop the end of a link and its target, or mask the reference to a note. Brackets inside a URL come in pairs."""
        text = self.text
        if not text.startswith("](", start):
            return self._matched(_LABEL, start) or self._matched(_LIST, start)
        end = self._close(")", start)
        limit = start + 2000
        while 0 < end < limit and text.count("(", start, end) > text.count(")", start, end):
            end = self._close(")", end)
        return (start, end, "", "close") if 0 < end < limit and "\n" not in text[start:end] else None

    def _opening(self, start: int) -> Piece | None:
        if self.text.startswith("[^", start):
            return self._matched(_LABEL, start)
        return start, start + 1, "[", "open"

    def _emphasis(self, start: int) -> Piece | None:
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

    def _cell(self, start: int) -> Piece:
        return start, start + 1, BLOCK, ""

    rules: ClassVar[Rules] = {
        **HtmlScan.rules, "\n": _newline, "\\": _escape, "`": _tick, "{": _jinja, "]": _bracket, "[": _opening,
        "|": _cell,
        "*": _emphasis, "_": _emphasis, "~": _emphasis, "=": _emphasis,
    }  # fmt: skip
