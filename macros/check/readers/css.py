"""Reads a style sheet for the text it shows: strings of one declaration joined, escapes decoded."""

from __future__ import annotations

import re

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n]?|(.))", re.DOTALL)
# Constructs that show text from outside the sheet. `attr` may show addresses, numbers of printed notes and heads of columns.
_REFUSED = (
    (re.compile(r"counters?\(", re.IGNORECASE), "shows a counter"),
    (re.compile(r"@counter-style", re.IGNORECASE), "defines a style of counters"),
    (re.compile(r"attr\(\s*(?!(?:href|data-note|data-head)\s*\))", re.IGNORECASE), "shows an attribute that is not read"),
    (re.compile(r"url\(\s*[\"']?\s*(?:data:|https?:|//)", re.IGNORECASE), "loads something from elsewhere or from itself"),
    (re.compile(r"unicode-bidi\s*:\s*(?!normal|isolate\s*[;}]|plaintext)", re.IGNORECASE), "reverses the direction of text"),
    (re.compile(r"@import", re.IGNORECASE), "imports another sheet"),
)
# Properties that put text into a page.
_SHOWING = re.compile(r"[;{}\s]*(?:content|quotes|list-style(?:-type)?|string-set|--[\w-]+)\s*:", re.IGNORECASE)


def read_styles(sheet: str) -> tuple[list[str], list[str]]:
    """Return the texts a style sheet can show, and the facts of its forbidden content."""
    sheet = _COMMENT.sub(" ", sheet)
    refused = [fact for pattern, fact in _REFUSED if pattern.search(sheet)]
    texts = []
    for declaration in _split_declarations(sheet):
        text = "".join(_decode_escapes(a or b) for a, b in _STRING.findall(declaration))
        if _SHOWING.match(declaration) and any(sign.isnumeric() for sign in text):  # its unit or subject may be in the page
            refused.append(f'shows "{text}", a number, by a style')
        elif text.strip():
            texts.append(text)
    return texts, refused


def _split_declarations(sheet: str) -> list[str]:
    """Cut the sheet at `;`, `{` and `}` outside strings."""
    parts, begin, at = [], 0, 0
    while at < len(sheet):
        if sheet[at] in "\"'":
            match = _STRING.match(sheet, at)
            at = match.end() if match else at + 1
            continue
        if sheet[at] in ";{}":
            parts.append(sheet[begin:at])
            begin = at + 1
        at += 1
    parts.append(sheet[begin:])
    return parts


def _decode_escapes(text: str) -> str:
    return _ESCAPE.sub(lambda m: _decode_character(m[1]) if m[1] else m[2], text)


def _decode_character(code: str) -> str:
    number = int(code, 16)
    return chr(number) if 0 < number < 0x110000 else "\ufffd"
