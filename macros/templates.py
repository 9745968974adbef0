"""Renders the macros of a page, with the place of every call and every failure in the author's file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, UndefinedError, meta

from macros.errors import Fault, FaultError, Place, nearest, one_line


@dataclass(frozen=True)
class Macro:
    """A macro that knows where it was called: `figure.at(14, 9)("id")` is what `figure("id")` at 14:9 becomes."""

    name: str
    call: Callable[..., str]
    signature: str
    path: Callable[[], str]
    failed: Callable[[Fault], None]

    def at(self, line: int, column: int) -> Callable[..., str]:
        def placed(*args: Any, **kwargs: Any) -> str:
            place = Place(self.path(), line, column)
            try:
                return self.call(place, *args, **kwargs)
            except FaultError as error:
                for fault in error.faults:
                    self.failed(fault)
            except (TypeError, ValueError, AttributeError, KeyError) as error:
                fact = f"calls {self.name} in a way that fails ({one_line(str(error))})"
                self.failed(Fault(place, "macro-call", fact, f"write {{{{ {self.signature} }}}}"))
            return ""

        return placed

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        return self.at(0, 0)(*args, **kwargs)


def render(source: str, environment: Environment, variables: Mapping[str, Any], path: str, first_line: int) -> str:
    """The source with its macros expanded.

    first_line: lines of the file before the source (its front matter).
    Errors: FaultError with the places of syntax errors and undefined names, all undefined names of the page at once.
    """
    known = {**environment.globals, **variables}
    macros = {name for name, value in known.items() if isinstance(value, Macro)}
    source = "\n".join(source.splitlines()) + ("\n" if source.endswith("\n") else "")
    try:
        placed = "".join(_placed(source, environment, macros, first_line))
        tree = environment.parse(placed)
    except TemplateSyntaxError as error:
        place = Place(path, (error.lineno or 0) + first_line)
        fact = f"has a macro that cannot be read ({one_line(error.message or '')})"
        raise FaultError(Fault(place, "template", fact, 'write {{ figure("id", "wording") }}')) from None
    undefined = sorted(meta.find_undeclared_variables(tree) - set(known))
    if undefined:
        raise FaultError(*(_undefined(name, source, path, first_line, macros) for name in undefined))
    try:
        return environment.from_string(placed).render(**variables)
    except UndefinedError as error:
        fact = f"uses what is not defined ({one_line(str(error))})"
        raise FaultError(Fault(Place(path), "undefined", fact, "mend the name")) from None
    except Exception as error:  # a page's own expression may fail in any way; the place must be told, not a traceback
        fact = f"has an expression that fails ({type(error).__name__}: {one_line(str(error))})"
        raise FaultError(Fault(Place(path), "template", fact, "mend the expression")) from None


def _placed(source: str, environment: Environment, macros: set[str], first_line: int) -> Iterator[str]:
    line, column, pending, before = first_line + 1, 1, "", ""
    for _, kind, value in environment.lex(source):
        if pending and kind == "operator" and value == "(":
            yield pending
        pending = ""
        yield value
        if kind == "name" and value in macros and before != ".":
            pending = f".at({line},{column})"
        if kind != "whitespace":
            before = value
        if "\n" in value:
            line += value.count("\n")
            column = len(value) - value.rfind("\n")
        else:
            column += len(value)


def _undefined(name: str, source: str, path: str, first_line: int, macros: set[str]) -> Fault:
    for number, text in enumerate(source.splitlines(), start=1):
        column = text.find(name)
        if column >= 0 and "{" in text:
            place = Place(path, number + first_line, column + 1)
            break
    else:
        place = Place(path)
    return Fault(place, "undefined", f'uses "{name}", which is not defined', nearest(name, macros))
