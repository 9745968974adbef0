"""Messages of the authors' commands under make: they name its variables (`VALUES="loans"`) in the place of options."""

from __future__ import annotations

import os
import re

from macros.importer.recipe import OPTIONS

CALLER = "CALLED_BY_MAKE"
"""The variable of the environment that the Makefile sets for these commands."""
_FLAGS = frozenset({"ahead", "widen", "dry-run"})
_OTHERS = (
    "package date from resource title description source publisher source-date source-url licence encoding separator measure operation "
    "where of to over per per-where each skip id label unit decimals status attribution x series kind headline subtitle caption row-header "
    "page old new what why nature lang slug topic summary"
)
_OPTION = re.compile(
    rf"(?<![\w-])--({'|'.join(sorted({*OPTIONS, *_OTHERS.split(), *_FLAGS}, key=len, reverse=True))})(?![\w-])"
    r"(?: (\"[^\"]*\"|\.\.\.|[\w-]+=[^\s,;:]+|<[^>]*>))?"
)


def name_as_called(text: str) -> str:
    """Return a message with the variables of make, if make called."""
    return _OPTION.sub(_write_variable, text) if os.environ.get(CALLER) else text


def _write_variable(match: re.Match[str]) -> str:
    name = match[1].upper().replace("-", "_")
    name = {"LANG": "LANGUAGE"}.get(name, name)
    return f"{name}={match[2]}" if match[2] else f"{name}=1" if match[1] in _FLAGS else name
