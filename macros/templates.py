"""Fills texts: calls the macros that stand in them, each with its place in the author's file, and tells all that fails there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from macros.errors import Fault, FaultError, Place, nearest, one_line
from macros.forms import Block, Call, Mistake, Part, Text

UNREAD = ("template", "undefined")  # codes of the faults of what cannot be read; what a macro finds wrong has others


@dataclass(frozen=True)
class Macro:
    """A macro that authors may call. signature: how it is written. block: whether it is about what stands between its call and its end.

    call: takes the place, of a block what stands in it, and the author's values. Errors: FaultError.
    """

    signature: str
    call: Callable[..., Any]
    block: bool = False


def filled(
    parts: Sequence[Part], macros: Mapping[str, Macro], place: Callable[[int], Place], failed: Callable[[Fault, Part], str]
) -> Iterator[Any]:
    """What a text says, piece by piece: its own words, and what its macros give.

    place: of an offset. failed: takes each fault with the part that it is about, and gives what stands there: a mistake hides no other.
    """
    for part in parts:
        if isinstance(part, Text):
            yield part.value
        elif isinstance(part, Mistake):
            yield failed(Fault(place(part.at), "template", part.fact, part.remedy), part)
        else:
            call = part.call if isinstance(part, Block) else part
            within = ["".join(filled(part.parts, macros, place, failed))] if isinstance(part, Block) else []
            try:
                yield _called(call, macros, place(call.at), within)
            except FaultError as error:
                yield "".join(failed(fault, part) for fault in error.faults)


def _called(call: Call, macros: Mapping[str, Macro], place: Place, within: list[str]) -> Any:
    macro, name = macros.get(call.name), call.name
    if macro is None:
        raise FaultError(Fault(place, "undefined", f'uses "{name}", which is not defined', nearest(name, macros)))
    if macro.block != bool(within):
        fact = f"calls {name} {'as a block, which it is not' if within else 'without the block that it is about'}"
        raise FaultError(Fault(place, "macro-call", fact, f"write {macro.signature}"))
    try:
        return macro.call(place, *within, *call.values, **call.named)
    except FaultError:
        raise
    except Exception as error:  # the values may be any: the place must be told, not a traceback
        said = one_line(str(error)).replace(getattr(macro.call, "__qualname__", name), name)
        raise FaultError(Fault(place, "macro-call", f"calls {name} in a way that fails ({said})", f"write {macro.signature}")) from None
