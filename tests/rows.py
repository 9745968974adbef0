"""A table of sentences is one test: each row is judged, and all that fail are told. With an item for each, keeping count takes longer."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any

import pytest


def each_of(names: tuple[str, ...] | str, rows: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Like `pytest.mark.parametrize`, in one test. For tests that neither write into a folder of theirs nor change anything."""
    listed = [names] if isinstance(names, str) else list(names)
    table = [row if len(listed) > 1 else (row,) for row in rows]

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(test)

        @functools.wraps(test)
        def judge_all(**fixtures: Any) -> None:
            assert table, "the table has no row"
            failed = [f"{row!r}\n{said}" for row in table if (said := _failure(test, fixtures | dict(zip(listed, row, strict=True))))]
            if failed:
                pytest.fail(f"{len(failed)} of {len(table)} rows fail:\n\n" + "\n\n".join(failed), pytrace=False)

        left = [each for name, each in signature.parameters.items() if name not in listed]
        judge_all.__signature__ = signature.replace(parameters=left)  # type: ignore[attr-defined]  # what pytest reads
        return judge_all

    return decorate


def _failure(test: Callable[..., None], arguments: dict[str, Any]) -> str:
    """Return what a row's failure says, or "" if it passes."""
    try:
        test(**arguments)
    except (Exception, pytest.fail.Exception) as error:
        return f"{type(error).__name__}: {error}"
    return ""
