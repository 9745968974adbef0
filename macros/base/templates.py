"""Filling of texts: macros in a text are called with their place in the author's file, and each failure becomes a fault."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Any, get_args, get_origin

from macros.base.author_forms import Block, Call, Mistake, Part, Text
from macros.base.errors import Fault, FaultError, Place, put_on_one_line, suggest_nearest

UNREAD = ("template", "undefined")  # fault codes of unreadable parts; a macro reports other codes


@dataclass(frozen=True)
class Macro:
    """A macro that authors may call.

    Attributes:
        signature: a sample call, shown in remedies.
        call: receives the place, the content of a block, and the author's values. It may raise FaultError.
        block: whether it takes the text up to `endcall`.
    """

    signature: str
    call: Callable[..., Any]
    block: bool = False

    @property
    def parameters(self) -> dict[str, inspect.Parameter]:
        """Return the parameters of the call by name. They are cached by the code of the function, which is wrapped anew for each page."""
        function = inspect.unwrap(self.call)
        code = getattr(function, "__code__", function)
        if code not in _TAKES:
            _TAKES[code] = dict(inspect.signature(self.call, eval_str=True).parameters)
        return _TAKES[code]


_TAKES: dict[Any, dict[str, inspect.Parameter]] = {}
_CALLED = {str: "a text in quotes", int: "a whole number", tuple: "a list of texts in quotes"}


def fill(
    parts: Sequence[Part], macros: Mapping[str, Macro], place: Callable[[int], Place], failed: Callable[[Fault, Part], str]
) -> Iterator[Any]:
    """Yield a text piece by piece: its own words and the results of its macros.

    Args:
        place: returns the place of an offset.
        failed: receives each fault with its part and returns the replacement, so that one mistake hides no other.
    """
    for part in parts:
        if isinstance(part, Text):
            yield part.value
        elif isinstance(part, Mistake):
            yield failed(Fault(place(part.at), "template", part.fact, part.remedy), part)
        else:
            call = part.call if isinstance(part, Block) else part
            within = ["".join(fill(part.parts, macros, place, failed))] if isinstance(part, Block) else []
            try:
                yield _call_macro(call, macros, place(call.at), within)
            except FaultError as error:
                yield "".join(failed(fault, part) for fault in error.faults)


def _call_macro(call: Call, macros: Mapping[str, Macro], place: Place, within: list[str]) -> Any:
    macro, name = macros.get(call.name), call.name
    if macro is None:
        raise FaultError(Fault(place, "undefined", f'uses "{name}", which is not defined', suggest_nearest(name, macros)))
    if macro.block != bool(within):
        fact = f"calls {name} {'as a block, which it is not' if within else 'without the block that it is about'}"
        raise FaultError(Fault(place, "macro-call", fact, f"write {macro.signature}"))
    wrong, remedy = _find_misfit(macro, [place, *within], call)
    if wrong:
        raise FaultError(Fault(place, "macro-call", wrong, f"write {remedy or macro.signature}"))
    try:
        return macro.call(place, *within, *call.values, **call.named_values)
    except FaultError:
        raise
    except Exception as error:  # any values may come: report the place, not a traceback
        fact = f"calls {name} in a way that fails ({put_on_one_line(str(error))})"
        raise FaultError(Fault(place, "macro-call", fact, f"write {macro.signature}")) from None


def _find_misfit(macro: Macro, first: list[Any], call: Call) -> tuple[str, str]:
    """Compare the values of a call with the parameters of its macro. Returns the difference, and the text to write, if known."""
    takes = list(macro.parameters.values())[len(first) :]
    if len(call.values) > len(takes):
        return f"gives {call.name} {len(call.values)} values, where it takes {len(takes) or 'none'}{' at most' if takes else ''}", ""
    given = dict(zip((each.name for each in takes), call.values, strict=False))
    for name, value in call.named_values.items():
        if name in given:
            return f'gives {call.name} its "{name}" twice', ""
        if name not in {each.name for each in takes}:
            return f'gives {call.name} a value for "{name}", which it does not know', ""
        given[name] = value
    for each in takes:
        if each.name not in given and each.default is each.empty:
            return f'calls {call.name} without its "{each.name}"', ""
        kinds = _list_allowed_types(each.annotation)
        if each.name in given and kinds and type(given[each.name]) not in kinds:
            value, wanted = given[each.name], kinds[0]
            remedy = f'it in quotes: "{value}"' if wanted is str and not isinstance(value, tuple) else ""
            remedy = f'{{{{ {call.name}(["{value}"]) }}}}' if wanted is tuple and len(given) == 1 else remedy
            return f'gives {call.name} a value for its "{each.name}" that is not {_CALLED[wanted]}', remedy
    return "", ""


def _list_allowed_types(annotation: Any) -> list[type]:
    """Return the types allowed for a value, out of those that authors can write. An empty list allows any value."""
    kinds = get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)
    return [tuple if get_origin(kind) is list else kind for kind in kinds if kind in _CALLED or get_origin(kind) is list]
