"""Renders the macros of a page, with the place of every call and every failure in the author's file."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import ChainableUndefined, Environment, TemplateSyntaxError, UndefinedError, meta

from macros.calls import Call, simple
from macros.errors import Fault, FaultError, Place, nearest, one_line

_LINE_END = re.compile(r"\r\n?")
# An expression, or the rest of the line where one begins that is never closed.
_EXPRESSION = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|(?P<open>\{\{[^\n]*)", re.DOTALL)
_CURLY = re.compile("[\u2018-\u201f\u00ab\u00bb]")
_QUOTED = re.compile(r"""["'][^"'\n]*[\u2018-\u201f\u00ab\u00bb][^"'\n]*["']""")  # a curly quote inside of straight ones is text
_LETTER = re.compile(r"[^\n]")


@dataclass(frozen=True)
class Macro:
    """A macro that knows where it was called: `figure.at(14, 9)("id")` is what `figure("id")` at 14:9 becomes.

    failed: takes a fault of the call, and gives what stands in its place: "", or the fault itself while authors write.
    """

    name: str
    call: Callable[..., str]
    signature: str
    path: Callable[[], str]
    failed: Callable[[Fault], str]

    def at(self, line: int, column: int) -> Callable[..., str]:
        def placed(*args: Any, **kwargs: Any) -> str:
            place = Place(self.path(), line, column)
            try:
                return self.call(place, *args, **kwargs)
            except FaultError as error:
                return "".join(self.failed(fault) for fault in error.faults)
            except (TypeError, ValueError, AttributeError, KeyError) as error:
                said = str(error).replace(getattr(self.call, "__qualname__", self.name), self.name)
                fact = f"calls {self.name} in a way that fails ({one_line(said)})"
                return self.failed(Fault(place, "macro-call", fact, f"write {{{{ {self.signature} }}}}"))

        return placed

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        return self.at(0, 0)(*args, **kwargs)


class _Lost(ChainableUndefined):
    """Stands for a name that is not defined and has been told: nothing, whatever is done with it, so that the page goes on."""

    def __call__(self, *args: Any, **kwargs: Any) -> _Lost:
        return self


def render(
    source: str, environment: Environment, variables: Mapping[str, Any], path: str, first_line: int, failed: Callable[[Fault], None]
) -> str:
    """The source with its macros expanded.

    first_line: lines of the file before the source (its front matter).
    failed: told every fault, with its place, some of them more than once. What fails is left out, and the rest of the page
    is rendered: a mistake hides no other. Where blocks cannot be told apart, nothing is rendered.
    """
    # Only what Jinja takes for line ends: str.splitlines would turn a form feed or U+2028 into one.
    source = _LINE_END.sub("\n", source)
    while True:
        try:
            return _render(source, environment, variables, path, first_line, failed)
        except FaultError as error:
            (fault,) = error.faults
            failed(fault)
            before, source = source, _silenced(source, fault.place.line - first_line)
            if source == before:
                return ""


def reads_more(source: str, environment: Environment, variables: Mapping[str, Any]) -> bool:
    """Whether a template reads anything but what it gives to macros: other files, the settings, the day."""
    known = {**environment.globals, **variables}
    if _simple(source, environment, known) is not None:
        return False
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError:
        return True
    names = meta.find_undeclared_variables(tree)
    return any(True for _ in meta.find_referenced_templates(tree)) or not all(isinstance(known.get(name), Macro) for name in names)


def _silenced(source: str, number: int) -> str:
    """The source without the expressions of a line, else without those never closed, letter for letter as long."""
    lines = source.split("\n")
    if not 0 < number <= len(lines):
        return source
    begin = sum(len(line) + 1 for line in lines[: number - 1])
    end = begin + len(lines[number - 1])
    matches = list(_EXPRESSION.finditer(source))
    for match in [m for m in matches if m.start() < end and begin < m.end()] or [m for m in matches if m["open"]]:
        source = source[: match.start()] + _LETTER.sub(" ", match[0]) + source[match.end() :]
    return source


def _render(
    source: str, environment: Environment, variables: Mapping[str, Any], path: str, first_line: int, failed: Callable[[Fault], None]
) -> str:
    """As `render`. Errors: FaultError with the one fault that stopped it."""
    text = _text(source, environment, variables, path, first_line, failed)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        fact = f"writes half of a character (U+{ord(text[error.start]):04X}), which no file can hold"
        raise FaultError(Fault(Place(path, first_line), "template", fact, "write the whole character")) from None
    return text


def _text(
    source: str, environment: Environment, variables: Mapping[str, Any], path: str, first_line: int, failed: Callable[[Fault], None]
) -> str:
    known = {**environment.globals, **variables}
    macros = {name for name, value in known.items() if isinstance(value, Macro)}
    if parts := _simple(source, environment, known):
        return "".join(part if isinstance(part, str) else _called(part, known[part.name], source, path, first_line) for part in parts)
    try:
        tokens = list(_tokens(source, environment, first_line))
        placed = "".join(_placed(tokens, macros))
        undefined = sorted(meta.find_undeclared_variables(environment.parse(placed)) - set(known))
        for name in undefined:
            failed(_undefined(name, tokens, path, macros))
        variables = {**variables, **{name: _Lost(name=name) for name in undefined}}
        template = environment.from_string(placed)
    except TemplateSyntaxError as error:
        raise FaultError(_unreadable(error, source, path, first_line)) from None
    try:
        return template.render(**variables)
    except UndefinedError as error:
        fact = f"uses what is not defined ({one_line(str(error))})"
        raise FaultError(Fault(_failed(error, path, first_line), "undefined", fact, "mend the name")) from None
    except Exception as error:  # a page's own expression may fail in any way; the place must be told, not a traceback
        fact = f"has an expression that fails ({type(error).__name__}: {one_line(str(error))})"
        raise FaultError(Fault(_failed(error, path, first_line), "template", fact, "mend the expression")) from None


def _unreadable(error: TemplateSyntaxError, source: str, path: str, first_line: int) -> Fault:
    """The fault of a source that Jinja cannot read: of what authors write again and again, in their terms."""
    if "comment" in (error.message or "") and (opened := source.rfind("{#")) >= 0:
        fact = "has {#, which begins a comment of the macros that is never ended"
        return Fault(_at(source, opened, path, first_line), "template", fact, "write the id of a heading as {: #id }")
    for match in _EXPRESSION.finditer(source):
        if (curly := _CURLY.search(match[0])) and not _QUOTED.search(match[0]):
            fact = f"has the curly quote {curly[0]} in a macro"
            return Fault(_at(source, match.start() + curly.start(), path, first_line), "template", fact, 'write straight quotes: "')
    fact = f"has a macro that cannot be read ({one_line(error.message or '')})"
    return Fault(Place(path, (error.lineno or 0) + first_line), "template", fact, 'write {{ figure("id", "wording") }}')


def _at(source: str, at: int, path: str, first_line: int) -> Place:
    return Place(path, source.count("\n", 0, at) + 1 + first_line, at - source.rfind("\n", 0, at))


def _simple(source: str, environment: Environment, known: Mapping[str, Any]) -> list[str | Call] | None:
    """The parts of a source of texts and macros, which needs no Jinja, read as Jinja would: without the line end at its end."""
    if (environment.variable_start_string, environment.block_start_string, environment.comment_start_string) != ("{{", "{%", "{#"):
        return None
    if environment.line_statement_prefix or environment.line_comment_prefix:
        return None
    parts = simple(source if environment.keep_trailing_newline else source.removesuffix("\n"))
    return parts if parts and all(isinstance(part, str) or isinstance(known.get(part.name), Macro) for part in parts) else None


def _called(call: Call, macro: Macro, source: str, path: str, first_line: int) -> str:
    line, column = source.count("\n", 0, call.at) + 1, call.at - source.rfind("\n", 0, call.at)
    try:
        return macro.at(line + first_line, column)(*call.values, **call.named)
    except FaultError:
        raise
    except Exception as error:  # as in a template
        fact = f"has an expression that fails ({type(error).__name__}: {one_line(str(error))})"
        raise FaultError(Fault(Place(path, line + first_line), "template", fact, "mend the expression")) from None


@dataclass(frozen=True)
class _Token:
    """A token of the source. before: the white space that Jinja's `{{-` took from the text ahead of it."""

    line: int
    column: int
    kind: str
    value: str
    before: str


def _tokens(source: str, environment: Environment, first_line: int) -> Iterator[_Token]:
    at, line, line_start = 0, first_line + 1, 0
    for _, kind, value in environment.lex(source):
        start = source.find(value, at)  # further on only where white space was taken away
        line += source.count("\n", at, start)
        line_start = max(line_start, source.rfind("\n", at, start) + 1)
        yield _Token(line, start - line_start + 1, kind, value, source[at:start])
        at = start + len(value)
        line += value.count("\n")
        line_start = max(line_start, source.rfind("\n", start, at) + 1)


def _placed(tokens: list[_Token], macros: set[str]) -> Iterator[str]:
    pending, last = "", ""
    for token in tokens:
        yield token.before
        if token.kind == "whitespace":
            yield token.value
            continue
        if pending and token.value == "(":
            yield pending
        yield token.value
        named = token.kind == "name" and token.value in macros and last not in (".", "|", "macro")
        pending = f".at({token.line},{token.column})" if named else ""
        last = token.value


def _undefined(name: str, tokens: list[_Token], path: str, macros: set[str]) -> Fault:
    """The fault of an undefined name, at its first use."""
    place, last = Place(path), ""
    for token in tokens:
        if token.kind == "name" and token.value == name and last != ".":
            place = Place(path, token.line, token.column)
            break
        last = last if token.kind == "whitespace" else token.value
    return Fault(place, "undefined", f'uses "{name}", which is not defined', nearest(name, macros))


def _failed(error: Exception, path: str, first_line: int) -> Place:
    """The line of the template at which rendering failed, as Jinja writes it into the traceback."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return Place(path, lines[-1] + first_line) if lines and lines[-1] else Place(path)
