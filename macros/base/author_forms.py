r"""The parser of authors' texts: pages, front matter, texts of data/. Nothing in them is evaluated.

These are all forms:

    {{ figure("id", "wording") }}                     a call: plain values only, by order or by name (`topic="News"`)
    {{ "{{" }}                                        a text in quotes, taken literally
    {% call example("reason") %} ... {% endcall %}    a block: a call with content
    {% raw %} ... {% endraw %}                        literal text
    {# ... #}                                         a note among authors, left out

A plain value is a text in quotes (with \" \' \\ \n \t \xa0 \u202f), a number, true, false, or a list of these. Anything else is a
`Mistake`. The caller decides whether a macro of a name exists. Time is linear in the length of any text.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from macros.base.errors import Place, put_on_one_line

Plain = str | int | float
Value = Plain | tuple[Plain, ...]

# Escapes of Python, but for control characters and surrogates.
_ESCAPE = (
    r"""\\(?:["'\\nt]|x(?![01]|7[fF]|[89])[0-9a-fA-F]{2}|u(?!00[01]|007[fF]|00[89]|[dD][89a-fA-F])[0-9a-fA-F]{4}"""
    r"""|U00(?:0[1-9a-fA-F]|10)[0-9a-fA-F]{4})"""
)
_STRING = rf"""(?:"[^"\\]*(?:{_ESCAPE}[^"\\]*)*"|'[^'\\]*(?:{_ESCAPE}[^'\\]*)*')"""
_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_PLAIN = rf"(?:{_STRING}|-?(?:0|[1-9][0-9]{{0,8}})(?:\.[0-9]{{1,9}})?(?![\w.])|(?:[Tt]rue|[Ff]alse)\b)"
_VALUE = rf"(?:{_PLAIN}|\[\s*(?:{_PLAIN}\s*(?:,\s*|(?=\])))*\])"
_NEXT = r"\s*(?:,\s*|(?=\)))"
_CALL = rf"\s*(?P<name>{_NAME})\s*\(\s*(?P<given>(?:(?:{_NAME}\s*=\s*)?{_VALUE}{_NEXT})*)\)\s*"
_FORM = re.compile(
    rf"\{{(?:(?:\{{|(?P<block>%\s*call\s)){_CALL}(?(block)%|\}})\}}|\{{\s*(?P<said>{_STRING})\s*\}}\}}"
    r"|%\s*(?P<tag>raw|endcall)\s*%\}|(?P<other>[{%#]))"
)
_GIVEN = re.compile(rf"(?:({_NAME})\s*=\s*)?({_VALUE}){_NEXT}")
_ITEM = re.compile(_PLAIN)
# The tokens of calls, in any order. `last`: the last text in quotes.
_LIKE = re.compile(
    r"""(?:\s*\{\{)*(?:\s*(?:(?P<last>"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*')|-?\w+(?:\.[0-9]+)?|[(),=\[\]]))*\s*""", re.DOTALL
)
_ENDS = {"raw": re.compile(r"\{%\s*endraw\s*%\}"), "#": re.compile(r"#\}")}
_FOLLOWING = {end: re.compile(rf"{end}|\{{[{{%#]") for end in ("}}", "%}", "#}")}
_BEGINS_BLOCK = re.compile(r"\{%\s*call\b")
_LINE_END = re.compile(r"\r\n?|\n")
_SHOWN = re.compile(r"\{[{%][^\n]{0,60}?[}%]\}|[^\n]{0,60}")
_CURLY = "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb"
_MACRO = 'write {{ figure("id", "wording") }}, with texts in quotes, numbers, true, false or lists of these'
_BLOCK = 'write {% call example("reason") %} ... {% endcall %}, or {% raw %} ... {% endraw %} around braces that are text'


@dataclass(frozen=True, slots=True)
class Text:
    """A literal text.

    Attributes:
        value: the text, without the escapes of a text in quotes.
    """

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Argument:
    """A plain value passed to a macro.

    Attributes:
        start, end: the span of the value in its written form, quotes included.
        name: "" for a value by order.
    """

    start: int
    end: int
    value: Value
    name: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a macro.

    Attributes:
        start, end: the span of the call, braces included.
        at: the start of the name.
    """

    start: int
    end: int
    at: int
    name: str
    arguments: tuple[Argument, ...]

    @property
    def values(self) -> list[Value]:
        """Return the values by order."""
        return [argument.value for argument in self.arguments if not argument.name]

    @property
    def named_values(self) -> dict[str, Value]:
        """Return the values by name."""
        return {argument.name: argument.value for argument in self.arguments if argument.name}


@dataclass(frozen=True, slots=True)
class Block:
    """A macro called with the content between its call and its end."""

    start: int
    end: int
    call: Call
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A part that is none of the forms.

    Attributes:
        at: the position of the mistake.
    """

    start: int
    end: int
    at: int
    fact: str
    remedy: str


Part = Text | Call | Block | Mistake


@functools.lru_cache(maxsize=2048)
def parse_text(text: str) -> tuple[Part, ...]:
    """Return the parts of a text, in order. Unreadable parts are `Mistake` objects among them."""
    return _Reader(text).read()


def strip_calls(text: str) -> str:
    """Return a text without calls and notes."""

    def list_texts(parts: Sequence[Part]) -> Iterator[str]:
        for part in parts:
            if isinstance(part, Text):
                yield part.value
            elif isinstance(part, Block):
                yield from list_texts(part.parts)

    return "".join(list_texts(parse_text(text)))


class Lines:
    """The lines of a text, and the place of each of its characters in its file.

    before: the number of lines of the file before the text.
    """

    def __init__(self, text: str, path: str = "", before: int = 0) -> None:
        self.path, self.before = path, before
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def place_at(self, offset: int) -> Place:
        """Return the place of a character."""
        line = bisect_right(self.starts, offset)
        return Place(self.path, line + self.before, offset - self.starts[line - 1] + 1)


class _Reader:
    """A reader of one text.

    Attributes:
        parts: the parts of the text, or of the open block.
        outer_parts: the parts before the open block.
        call: the call of the open block, if it can be read.
        depth: of blocks. Nested blocks are a mistake.
        unended_forms: forms known to have no end in the rest of the text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts: list[Part] = []
        self.outer_parts: list[Part] = []
        self.call: Call | None = None
        self.depth = 0
        self.unended_forms: set[str] = set()

    def read(self) -> tuple[Part, ...]:
        at = 0
        while form := _FORM.search(self.text, at):
            self.add_text(at, form.start())
            at = self.read_form(form)
        self.add_text(at, len(self.text))
        if self.depth:
            call, self.parts = self.call, [*self.outer_parts, *self.parts]
            if call:
                fact = f"begins {{% call {call.name}(...) %}}, which is never closed"
                self.parts.insert(
                    len(self.outer_parts), Mistake(call.start, call.end, call.start, fact, "write {% endcall %} after the block")
                )
        return tuple(self.parts)

    def add_text(self, start: int, end: int) -> None:
        if start < end:
            self.parts.append(Text(start, end, self.text[start:end]))

    def add_mistake(self, start: int, end: int, at: int, fact: str, remedy: str) -> int:
        self.parts.append(Mistake(start, end, at, fact, remedy))
        return end

    def read_form(self, form: re.Match[str]) -> int:
        """Read a form. Returns the offset to continue at."""
        start, end = form.span()
        if form["name"]:
            call = Call(start, end, form.start("name"), form["name"], _read_arguments(form))
            names = [argument.name for argument in call.arguments]
            if names != [""] * len(call.values) + list(call.named_values):
                return self.report_unreadable(start)
            if form["block"]:
                self.begin_block(call)
            else:
                self.parts.append(call)
        elif form["said"]:
            self.parts.append(Text(*form.span("said"), _unquote(form["said"])))
        elif form["tag"] == "endcall":
            self.end_block(start, end)
        elif form["tag"] or form["other"] == "#":
            return self.read_until(start, end, form["tag"] or "#")
        else:
            return self.report_unreadable(start)
        return end

    def begin_block(self, call: Call | None) -> None:
        self.depth += 1
        if self.depth == 1:
            self.call, self.outer_parts, self.parts = call, self.parts, []
        elif call:
            self.add_mistake(call.start, call.end, call.start, "has a block inside of a block", "write {% endcall %} before it")

    def end_block(self, start: int, end: int) -> None:
        self.depth -= 1
        if self.depth < 0:
            self.depth = 0
            self.add_mistake(start, end, start, "has {% endcall %} without the block that it ends", "remove it")
        elif self.depth == 0:
            self.outer_parts += [Block(self.call.start, end, self.call, tuple(self.parts))] if self.call else self.parts
            self.parts = self.outer_parts

    def read_until(self, start: int, begin: int, what: str) -> int:
        """Read raw text or a note up to its end. Returns the offset to continue at."""
        if what not in self.unended_forms and (end := _ENDS[what].search(self.text, begin)):
            if what == "raw":
                self.add_text(begin, end.start())
            return end.end()
        self.unended_forms.add(what)
        if what == "raw":
            return self.add_mistake(start, begin, start, "has {% raw %}, which is never closed", "write {% endraw %} after the text")
        fact = "has {#, which begins a macro comment that is never closed"
        return self.add_mistake(start, self.find_resume(begin, "#}")[0], start, fact, "write the id of a heading as {: #id }")

    def find_resume(self, at: int, end: str) -> tuple[int, bool]:
        """Return the offset after an unreadable form, and whether its end was found.

        Without an end, the offset is the next form or the end of the line.
        """
        found = _FOLLOWING[end].search(self.text, at)
        if found and found[0] == end:
            return found.end(), True
        limit = found.start() if found else len(self.text)
        line = _LINE_END.search(self.text, at, limit)
        return (line.start() if line else limit), False

    def report_unreadable(self, start: int) -> int:
        """Report an unreadable form as its most likely mistake. Returns the offset to continue at."""
        text, end = self.text, "}}" if self.text.startswith("{{", start) else "%}"
        if _BEGINS_BLOCK.match(text, start):
            self.begin_block(None)
        like, shown = _LIKE.match(text, start + 2), _SHOWN.match(text, start)
        assert like and shown  # they match nothing, too
        at = like.end()
        if end in (like["last"] or ""):  # the end of a macro, taken for text
            at = like.start("last")
        if text.startswith(('"', "'"), at):
            return self.add_mistake(
                start, self.find_resume(at + 1, end)[0], at, "has a text whose quote is never closed", f"write {text[at]} after it"
            )
        go_on, ended = self.find_resume(at, end)
        fact, remedy = (
            f"has {put_on_one_line(shown[0])}, which is not one of the forms that a text may have",
            _MACRO if end == "}}" else _BLOCK,
        )
        if text[at : at + 1] in tuple(_CURLY):
            fact, remedy = f"has the curly quote {text[at]} in a macro", 'write straight quotes: "'
        elif not ended:
            at, fact = start, f"has {text[start : start + 2]}, which is never closed"
        elif end == "%}" or text.startswith(end, at):
            at = start
        return self.add_mistake(start, go_on, at, fact, remedy)


def _read_arguments(form: re.Match[str]) -> tuple[Argument, ...]:
    begin, end = form.span("given")
    given = _GIVEN.finditer(form.string, begin, end + 1)  # include the bracket: the last value needs no comma
    return tuple(Argument(*each.span(2), _read_value(each[2]), each[1] or "") for each in given)


def _read_value(written: str) -> Value:
    return tuple(map(_read_plain, _ITEM.findall(written, 1))) if written[0] == "[" else _read_plain(written)


def _read_plain(written: str) -> Plain:
    if written[0] in "\"'":
        return _unquote(written)
    if written[0] in "TtFf":
        return written.lower() == "true"
    return float(written) if "." in written else int(written)


def _unquote(written: str) -> str:
    """Return the value of a text in quotes."""
    text = written[1:-1]
    return text.encode("ascii", "backslashreplace").decode("unicode-escape") if "\\" in text else text
