r"""Reads the texts that authors write: pages, front matter, the texts of data/. Nothing in them is evaluated; these are all their forms:

    {{ figure("id", "wording") }}                     a call: plain values only, by their order or by name (`topic="News"`)
    {{ "{{" }}                                        a text in quotes, as it is
    {% call example("reason") %} ... {% endcall %}    a block: a call with what it is about
    {% raw %} ... {% endraw %}                        text, whatever stands in it
    {# ... #}                                         a note among authors, left out

A plain value is a text in quotes (with \" \' \\ \n \t \xa0 \u202f), a number, true, false, or a list of these. All else is a `Mistake`.
Whether a macro of that name is there is the caller's to say. The time grows with the length of the text, whatever it is.
"""

from __future__ import annotations

import functools
import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from macros.errors import Place, one_line

Plain = str | int | float
Value = Plain | tuple[Plain, ...]

_OPENING = re.compile(r"\{[{%#]")
_ENDS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_FOLLOWING = {end: re.compile(rf"{re.escape(end)}|{_OPENING.pattern}") for end in _ENDS.values()}
_ENDRAW = re.compile(r"\{%\s*+endraw\s*+%\}")
_LINE_END = re.compile(r"\r\n?|\n")
_SPACE = re.compile(r"\s*+")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*+")
_NAMED = re.compile(rf"({_NAME.pattern})\s*+=")
_STRING = re.compile(r""""[^"\\]*+(?:\\.[^"\\]*+)*+"|'[^'\\]*+(?:\\.[^'\\]*+)*+'""", re.DOTALL)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,9})?(?![\w.])")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|.)", re.DOTALL)
_ESCAPES = {'"': '"', "'": "'", "\\": "\\", "n": "\n", "t": "\t"}
_BOOLEANS = {"true": True, "True": True, "false": False, "False": False}
_VALUE = re.compile(r"""["'0-9-]|true|false""", re.IGNORECASE)
_TOKEN = re.compile(r"\w{1,40}|.", re.DOTALL)
_SHOWN = re.compile(r"\{[{%][^\n]{0,40}?[}%]\}|[^\n]{0,40}")
_CURLY = "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb"
_MACRO = 'write {{ figure("id", "wording") }}; braces that are text stand in {% raw %} ... {% endraw %}'
_BLOCKS = 'write {% call example("reason") %} ... {% endcall %} or {% raw %} ... {% endraw %}'
_VALUES = "write a text in quotes, a number, true, false or a list of these"


@dataclass(frozen=True, slots=True)
class Text:
    """Text that stands as it is. value: what it says; of a text in quotes without its escapes."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Argument:
    """A plain value that a macro is given. start, end: of the value as it is written, with its quotes. name: "" where it has none."""

    start: int
    end: int
    value: Value
    name: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A macro called. start, end: of all of it, with its braces. at: where its name begins."""

    start: int
    end: int
    at: int
    name: str
    arguments: tuple[Argument, ...]

    @property
    def values(self) -> list[Value]:
        return [argument.value for argument in self.arguments if not argument.name]

    @property
    def named(self) -> dict[str, Value]:
        return {argument.name: argument.value for argument in self.arguments if argument.name}


@dataclass(frozen=True, slots=True)
class Block:
    """A macro called with what stands between its call and its end."""

    start: int
    end: int
    call: Call
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is none of the forms. at: where that shows."""

    start: int
    end: int
    at: int
    fact: str
    remedy: str


Part = Text | Call | Block | Mistake


@functools.lru_cache(maxsize=2048)
def parse(text: str) -> tuple[Part, ...]:
    """The parts of a text, in order. Any text has parts: what cannot be read is a `Mistake` among them."""
    return _Reader(text).read()


def bare(text: str) -> str:
    """The text alone, without what is called in it and without notes."""

    def said(parts: Sequence[Part]) -> Iterator[str]:
        for part in parts:
            if isinstance(part, Text):
                yield part.value
            elif isinstance(part, Block):
                yield from said(part.parts)

    return "".join(said(parse(text)))


class Lines:
    """The lines of a text, and the place of each of its characters in its file. before: lines of the file ahead of the text."""

    def __init__(self, text: str, path: str = "", before: int = 0) -> None:
        self.path, self.before = path, before
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def place(self, offset: int) -> Place:
        line = bisect_right(self.starts, offset)
        return Place(self.path, line + self.before, offset - self.starts[line - 1] + 1)


class _Unread(Exception):
    """A form that cannot be read. at: where reading stopped. blamed: where the mistake is, if it is elsewhere."""

    def __init__(self, at: int, fact: str, remedy: str = _MACRO, blamed: int | None = None) -> None:
        self.at, self.fact, self.remedy, self.blamed = at, fact, remedy, at if blamed is None else blamed


@dataclass
class _Reader:
    text: str
    at: int = 0
    start: int = 0  # of the form that is read
    parts: list[Part] = field(default_factory=list)
    depth: int = 0  # of the blocks that have begun; none may stand in another
    begun: Call | None = None  # the call of the outermost, if it can be read
    around: list[Part] = field(default_factory=list)  # the parts that it stands among
    last: re.Match[str] | None = None  # the text in quotes that the form has had last
    gone: set[str] = field(default_factory=set)  # the ends that do not come any more

    def read(self) -> tuple[Part, ...]:
        forms = {"{{": self.expression, "{%": self.tag, "{#": self.note}
        while opening := _OPENING.search(self.text, self.at):
            self.literal(self.at, opening.start())
            self.start, self.at, self.last = opening.start(), opening.end(), None
            try:
                forms[opening[0]]()
            except _Unread as error:
                self.mistake(error, _ENDS[opening[0]])
        self.literal(self.at, len(self.text))
        if self.depth:
            self.end_block()
        return tuple(self.parts)

    def literal(self, start: int, end: int) -> None:
        if start < end:
            self.parts.append(Text(start, end, self.text[start:end]))

    def note(self) -> None:
        end = self.find("#}")
        if end < 0:
            fact = "has {#, which begins a note of the macros that is never ended"
            raise _Unread(self.at, fact, "write the id of a heading as {: #id }", self.start)
        self.at = end + 2

    def expression(self) -> None:
        start = self.skip()
        if string := _STRING.match(self.text, start):
            value = self.string(string)
            self.end("}}", "behind a text in quotes")
            self.parts.append(Text(start, string.end(), value))
        else:
            self.parts.append(self.call("}}"))

    def tag(self) -> None:
        at = self.skip()
        name = _NAME.match(self.text, at)
        word = name[0] if name else ""
        if word not in ("call", "endcall", "raw", "endraw"):
            raise _Unread(at, f"has {self.shown()}, which is none of the forms that a text may have", _BLOCKS, self.start)
        self.at += len(word) + at - self.at
        if word == "call":
            self.begin_block()
            return
        self.end("%}", f"behind {word}")
        if word == "raw":
            self.raw()
        elif word == "endcall" and self.depth:
            self.depth -= 1
            if not self.depth:
                self.end_block()
        else:
            raise _Unread(self.at - 2, f"ends with {self.shown()} what was never begun", "remove it", self.start)

    def raw(self) -> None:
        end = None if "endraw" in self.gone else _ENDRAW.search(self.text, self.at)
        if end is None:
            self.gone.add("endraw")
            raise _Unread(self.at - 2, "has {% raw %}, which is never ended", "write {% endraw %} behind the text", self.start)
        self.literal(self.at, end.start())
        self.at = end.end()

    def begin_block(self) -> None:
        self.depth += 1
        if self.depth == 1:
            self.begun, self.around, self.parts = None, self.parts, []
        call = self.call("%}")
        if self.depth > 1:
            raise _Unread(self.at - 2, "has a block inside of a block", "write {% endcall %} before it", self.start)
        self.begun = call

    def end_block(self) -> None:
        """End the block that has begun: with its end, or with that of the text, where depth is left."""
        call, parts, self.parts = self.begun, self.parts, self.around
        if call and not self.depth:
            self.parts.append(Block(call.start, self.at, call, tuple(parts)))
            return
        if call:
            fact = f"begins {{% call {call.name}(...) %}}, which is never ended"
            self.parts.append(Mistake(call.start, call.end, call.start, fact, "write {% endcall %} behind the block"))
        self.parts += parts

    def call(self, end: str) -> Call:
        at = self.skip()
        name = _NAME.match(self.text, at)
        self.at = name.end() if name else at
        opened = self.skip()
        if name is None or not self.text.startswith("(", opened):
            if self.text.startswith("{{", at) or at == len(self.text):
                raise self.unexpected(at, "")
            raise _Unread(at, f"has {self.shown()}, which calls no macro")
        self.at = opened + 1
        within = f"in the call of {name[0]}"
        arguments = self.arguments(within)
        self.end(end, f"behind the call of {name[0]}")
        return Call(self.start, self.at, name.start(), name[0], arguments)

    def arguments(self, within: str) -> tuple[Argument, ...]:
        found: list[Argument] = []
        names: set[str] = set()
        while not self.text.startswith(")", start := self.skip()):
            named = _NAMED.match(self.text, start)
            self.at = named.end() if named else start
            name = named[1] if named else ""
            if name in names or (names and not name):
                fact = f"gives {name} twice" if name else "has a value without a name behind one with a name"
                raise _Unread(start, f"{fact} {within}")
            names |= {name} - {""}
            begin = self.skip()
            value = self.list(within) if self.text.startswith("[", begin) else self.plain(within)
            found.append(Argument(begin, self.at, value, name))
            self.comma(")", within)
        self.at += 1
        return tuple(found)

    def list(self, within: str) -> tuple[Plain, ...]:
        self.at += 1
        found: list[Plain] = []
        while not self.text.startswith("]", self.skip()):
            found.append(self.plain(within))
            self.comma("]", within)
        self.at += 1
        return tuple(found)

    def comma(self, end: str, within: str) -> None:
        """Take the comma behind a value, which the last one may lack."""
        at = self.skip()
        if self.text.startswith(",", at):
            self.at += 1
        elif not self.text.startswith(end, at):
            if _VALUE.match(self.text, at) and not (self.last and "}}" in self.last[0]):
                raise _Unread(at, f"has no comma before {self.token(at)} {within}", "write a comma between two values")
            raise self.unexpected(at, within)

    def plain(self, within: str) -> Plain:
        at, text = self.at, self.text
        if string := _STRING.match(text, at):
            return self.string(string)
        if number := _NUMBER.match(text, at):
            self.at = number.end()
            return float(number[0]) if "." in number[0] else int(number[0])
        name = _NAME.match(text, at)
        if name and name[0] in _BOOLEANS:
            self.at = name.end()
            return _BOOLEANS[name[0]]
        if text.startswith(('"', "'"), at):
            raise self.unclosed(at, within)
        raise self.unexpected(at, within)

    def string(self, match: re.Match[str]) -> str:
        self.at, self.last = match.end(), match
        begin = match.start() + 1
        said = match[0][1:-1]
        return _ESCAPE.sub(lambda escape: _character(escape, begin), said) if "\\" in said else said

    def end(self, end: str, where: str) -> None:
        if not self.text.startswith(end, at := self.skip()):
            raise self.unexpected(at, where)
        self.at += 2

    def unexpected(self, at: int, where: str) -> _Unread:
        """What stands where it cannot: told as the slip that it shows most likely."""
        text, last = self.text, self.last
        if at < len(text) and text[at] in _CURLY:
            return _Unread(at, f"has the curly quote {text[at]} in a macro", 'write straight quotes: "')
        if last and "}}" in last[0]:  # the end of a macro, taken for text
            return self.unclosed(last.start(), where)
        if at == len(text) or text.startswith(("{{", "{%", "{#"), at):
            return _Unread(at, f"has {text[self.start : self.start + 2]}, which is never ended", _MACRO, self.start)
        if where.startswith("behind"):
            return _Unread(at, f"has {self.token(at)} {where}")
        if text.startswith(("}}", "%}"), at):
            return _Unread(at, f"has no closing bracket {where}", f"write ) before {text[at : at + 2]}")
        return _Unread(at, f"has {self.token(at)} {where}", _VALUES)

    def unclosed(self, at: int, where: str) -> _Unread:
        return _Unread(at + 1, f"has a text {where} whose quote is never closed", f"write {self.text[at]} behind it", at)

    def skip(self) -> int:
        """Where the next thing stands that is no white space."""
        self.at = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]
        return self.at

    def find(self, end: str) -> int:
        found = -1 if end in self.gone else self.text.find(end, self.at)
        if found < 0:
            self.gone.add(end)
        return found

    def token(self, at: int) -> str:
        """What stands there, for a line of a fault."""
        token = one_line(_TOKEN.match(self.text, at)[0])  # type: ignore[index]
        return f"'{token}'" if token == '"' else f'"{token}"'

    def shown(self) -> str:
        """The form that is read, as far as a line of a fault shows it."""
        return one_line(_SHOWN.match(self.text, self.start)[0])  # type: ignore[index]

    def mistake(self, error: _Unread, ends: str) -> None:
        """Note a mistake, and go on behind the form; where it does not end before another begins, there, or at the end of the line."""
        found = _FOLLOWING[ends].search(self.text, error.at)
        self.at = found.end() if found else len(self.text)
        if not found or found[0] != ends:
            line = _LINE_END.search(self.text, error.at, self.at)
            self.at = line.start() if line else found.start() if found else len(self.text)
            last = self.parts[-1] if self.parts else None
            if isinstance(last, Mistake) and (last.end, last.fact) == (self.start, error.fact):  # one slip, as in {{ {{ {{
                self.parts[-1] = replace(last, end=self.at)
                return
        self.parts.append(Mistake(self.start, self.at, error.blamed, error.fact, error.remedy))


def _character(escape: re.Match[str], begin: int) -> str:
    """The character of an escape in a text in quotes. begin: of the text."""
    code = escape[1] or escape[2] or escape[3]
    character = chr(number) if code and (number := int(code, 16)) <= sys.maxunicode else _ESCAPES.get(escape[0][1:], "")
    if not character or (character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs")):
        fact = f"has {one_line(escape[0])} in a text in quotes, which stands for nothing that a page may hold"
        raise _Unread(begin + escape.end(), fact, "write \\\\ for a backslash", begin + escape.start())
    return character
