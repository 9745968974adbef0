"""A figure as it is offered, and its entry in data/figures.yml."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from macros.authoring.project import refused
from macros.figures import OPERATIONS, Operation

_BARE = re.compile(r"(?!(?:true|false|yes|no|on|off|null|y|n)$)[a-z][a-z0-9_-]*|0|[1-9][0-9]*")


@dataclass(frozen=True)
class Offer:
    """Which cells, and what is made of them; see `Declaration`."""

    package: str
    resource: str
    field: str
    measure: str
    rows: Mapping[str, str]
    of: Mapping[str, str]
    periods: Mapping[str, str]

    @property
    def operation(self) -> Operation:
        """Return the operation that its measure names."""
        return OPERATIONS[self.measure]


def pairs(text: str, option: str) -> dict[str, str]:
    """`region=north, item=bicycles` as a mapping. Errors: FaultError."""
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equals, value = part.partition("=")
        if not equals or not name.strip() or not value.strip() or name.strip() in found:
            raise refused(f'has {option} "{text}"', f'write {option} "region=north,item=bicycles"')
        if re.search(r"[;&]\s*[^=;&]+=", value):
            with_commas = re.sub(r"\s*[;&]\s*", ",", text)
            raise refused(f'has {option} "{text}", in which no comma separates the columns', f'write {option} "{with_commas}"')
        found[name.strip()] = value.strip()
    return found


def span(text: str, option: str) -> dict[str, str]:
    """`year=2020..2021` as field, from and to. Errors: FaultError."""
    match = re.fullmatch(r"\s*([^=\s]+)\s*=\s*(\S+?)\s*\.\.\s*(\S+)\s*", text)
    if not match:
        raise refused(f'has {option} "{text}"', f'write {option} "year=2020..2021"')
    return {"field": match[1], "from": match[2], "to": match[3]}


def entry(
    name: str,
    offer: Offer,
    title: str,
    label: str,
    unit: str,
    decimals: int,
    attribution: str,
    mentions: str,
    status: str,
    lang: str,
) -> str:
    """The lines of data/figures.yml. mentions: `north|northern; bicycles`: one word of each group stands near a quote."""
    lines = {
        "title": f"{{{lang}: {_text(title)}}}",
        "label": f"{{{lang}: {_text(label)}}}",
        "measure": offer.measure,
        "package": offer.package,
        "resource": _value(offer.resource),
        "field": _value(offer.field),
        "rows": _mapping(offer.rows),
        "of": _mapping(offer.of) if offer.of else "",
        "periods": _mapping(offer.periods) if offer.periods else "",
        "unit": _value(unit),
        "decimals": str(decimals),
        "status": status or offer.operation.status,
        "attribution": f"{{{lang}: {_text(attribution)}}}" if attribution else "",
        "mentions": f"{{{lang}: {json.dumps(_groups(mentions), ensure_ascii=False)}}}" if mentions else "",
    }
    return f"  {name}:\n" + "".join(f"    {key}: {value}\n" for key, value in lines.items() if value)


def _groups(mentions: str) -> list[list[str]]:
    groups = ([word.strip() for word in group.split("|") if word.strip()] for group in mentions.split(";"))
    return [group for group in groups if group]


def _mapping(values: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{_value(key)}: {_value(value)}" for key, value in values.items()) + "}"


def _value(text: str) -> str:
    """Bare where YAML reads it as the same text or whole number, else in quotes."""
    return text if _BARE.fullmatch(text) else _text(text)


def _text(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
