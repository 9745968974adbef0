"""Reads templates that are no more than text and calls of macros with texts or whole numbers, as nearly all are.

Jinja reads everything else. What it reads takes it milliseconds; a page quotes some fifty figures, and a site has thousands of pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_VALUE = r"""(?:"[^"\\\n]*"|'[^'\\\n]*'|0|[1-9][0-9]{0,8})"""
_ARGUMENT = re.compile(rf"\s*(?:([a-z_]+)\s*=\s*)?({_VALUE})\s*(?:,|\Z)")
_ARGUMENTS = rf"(?:(?:[a-z_]+\s*=\s*)?{_VALUE}\s*(?:,\s*(?:[a-z_]+\s*=\s*)?{_VALUE}\s*)*)?"
_CALL = re.compile(rf"\{{\{{\s*([a-z_]+)\(\s*({_ARGUMENTS})\)\s*\}}\}}")
_OPENS = re.compile(r"\{[{%#]")
# Names that stand for values, and are no macros.
_WORDS = frozenset({"true", "false", "none", "not", "and", "or", "in", "is", "if", "else", "loop", "self", "super", "caller"})


@dataclass(frozen=True)
class Call:
    """A macro called in a template. at: where its name begins."""

    name: str
    at: int
    values: tuple[str | int, ...]
    named: dict[str, str | int]


def simple(template: str) -> list[str | Call] | None:
    """The texts and calls of a template, in order; None for one that Jinja has to read."""
    parts: list[str | Call] = []
    end = 0
    for match in _CALL.finditer(template):
        text = template[end : match.start()]
        values: list[str | int] = []
        named: dict[str, str | int] = {}
        for argument in _ARGUMENT.finditer(match[2]):
            name, value = argument[1], argument[2]
            read = value[1:-1] if value[0] in "\"'" else int(value)
            if name in named or (named and not name) or name in _WORDS:
                return None
            if name:
                named[name] = read
            else:
                values.append(read)
        if _OPENS.search(text) or match[1] in _WORDS:
            return None
        parts += [text, Call(match[1], match.start(1), tuple(values), named)]
        end = match.end()
    if _OPENS.search(template, end):
        return None
    parts.append(template[end:])
    return parts
