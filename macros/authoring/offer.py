"""A proposed figure, and its entry in data/figures.yml."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from macros.authoring.project import make_call_error
from macros.base.errors import FaultError
from macros.base.yaml_source import parse_yaml
from macros.figures import OPERATIONS, Operation
from macros.figures.declaration import ALL

EMPTY_CODE = '""'
"""The code of an empty cell, as the author reads and types it."""
_PLAIN_YAML = re.compile(r"(?!(?:true|false|yes|no|on|off|null|y|n)$)[a-z][a-z0-9_-]*|0|[1-9][0-9]*")
_TRANSLATED_KEYS = ("title", "label", "attribution")
_SEPARATOR = re.compile(r",(?=[^,=]*=)")  # a comma inside a code separates no columns


@dataclass(frozen=True)
class Offer:
    """A measure, the selected cells and the operation on them. See `Declaration`.

    Attributes:
        author_values: Values of the author in place of derived ones, by the key of the entry: title, unit, decimals ...
    """

    measure: str
    operation: Operation = OPERATIONS["value"]
    where: Mapping[str, str] = field(default_factory=dict)
    of: Mapping[str, str] = field(default_factory=dict)
    start: Mapping[str, str] = field(default_factory=dict)
    end: Mapping[str, str] = field(default_factory=dict)
    over: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    per: str = ""
    each: int = 1
    per_where: Mapping[str, str] = field(default_factory=dict)
    skip: str = ""
    author_values: Mapping[str, str] = field(default_factory=dict)


def parse_pairs(text: str, option: str) -> dict[str, str]:
    """Parse `region=north, item=bicycles` into a mapping. A code may be empty.

    Raises:
        FaultError: The text has another form.
    """
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in _SEPARATOR.split(text))):
        name, equals, value = (each.strip() for each in part.partition("="))
        if not equals or not name or name in found:
            raise make_call_error(f'has {option} "{text}"', f'write {option} "region=north,item=bicycles"')
        if re.search(r"[;&]\s*[^=;&]+=", value):
            with_commas = re.sub(r"\s*[;&]\s*", ",", text)
            raise make_call_error(f'has {option} "{text}", in which no comma separates the columns', f'write {option} "{with_commas}"')
        found[name] = "" if value == EMPTY_CODE else value
    return found


def parse_code_lists(text: str, option: str) -> dict[str, str | list[str]]:
    """Parse `region=north|south` into a mapping to lists. `*` stays `*`.

    Raises:
        FaultError: The text has another form.
    """
    listed = {name: [code.strip() for code in codes.split("|")] for name, codes in parse_pairs(text, option).items()}
    return {name: ALL if codes == [ALL] else ["" if code == EMPTY_CODE else code for code in codes] for name, codes in listed.items()}


def format_entry(name: str, offer: Offer, lang: str) -> str:
    """Return the lines for data/figures.yml. Derivable keys are left out unless the author gave them."""
    lines = {
        "measure": to_yaml(offer.measure),
        "operation": "" if offer.operation.is_copy else offer.operation.name,
        "where": _format_mapping(offer.where),
        "of": _format_mapping(offer.of),
        "from": _format_mapping(offer.start),
        "to": _format_mapping(offer.end),
        "over": _format_mapping(offer.over),
        "per": _format_rate(offer) if offer.per else "",
        "skip": f"{{reason: {{{lang}: {_quote_text(offer.skip)}}}}}" if offer.skip else "",
        **{
            key: f"{{{lang}: {_quote_text(text)}}}" if key in _TRANSLATED_KEYS else to_yaml(text)
            for key, text in offer.author_values.items()
            if text
        },
    }
    return f"  {to_yaml_text(name)}:\n" + "".join(f"    {each}: {value}\n" for each, value in lines.items() if value)


def _format_rate(offer: Offer) -> str:
    where = f", where: {_format_mapping(offer.per_where)}" if offer.per_where else ""
    each = f", each: {offer.each}" if offer.each != 1 else ""
    return f"{{measure: {to_yaml(offer.per)}{each}{where}}}"


def _format_mapping(values: Mapping[str, str | Sequence[str]]) -> str:
    codes = {name: to_yaml(code) if isinstance(code, str) else f"[{', '.join(map(to_yaml, code))}]" for name, code in values.items()}
    return "{" + ", ".join(f"{to_yaml(name)}: {code}" for name, code in codes.items()) + "}" if codes else ""


def append_entry(before: str, path: str, key: str, entry: str) -> str:
    """Return the text of a file with an entry at the end of its mapping, or "" if its last entry does not belong to that mapping."""
    old = _read_entries(before, path, key)
    emptied = re.sub(rf"^({key}:)[ \t]*\{{\}}[ \t]*$", r"\1", before.replace("\r\n", "\n"), flags=re.MULTILINE)
    after = emptied.rstrip("\n") + "\n\n" + entry
    try:
        new = _read_entries(after, path, key)
    except FaultError:
        return ""
    is_added = len(new) == len(old) + 1 and {name: new.get(name) for name in old} == old
    return "" if not is_added else after.replace("\n", "\r\n") if "\r\n" in before else after


def _read_entries(text: str, path: str, key: str) -> dict[str, Any]:
    value = parse_yaml(text, path).value
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def to_yaml(text: str) -> str:
    """Return a code as YAML: bare if YAML reads it as the same text or integer, else in quotes."""
    return text if all(_PLAIN_YAML.fullmatch(part) for part in text.split("/")) else json.dumps(text, ensure_ascii=False)


def to_yaml_text(text: str) -> str:
    """Return a text as YAML: bare if YAML reads it as text."""
    return _quote_text(text) if text.isdecimal() else to_yaml(text)


def _quote_text(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
