"""Writes one download and remembers its bytes, so that the check finds a changed one."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from macros.datapackage import Package
from macros.edition.edition import Edition, Rendered
from macros.handouts import Text
from macros.quotes.log import Published, Written
from macros.wording.tolerance import round_half_up

DECIMALS = 12


def write(build: Edition, site: Path, name: str, data: str | bytes, texts: tuple[Text, ...] = (), layout: str = "") -> None:
    """Write a file of the built site at the address `name`, and note its sha256 in the build.

    texts, layout: of a picture or document (see `Rendered`).

    Not that of a page: its policy is put in later, and its reader sees all of it.
    """
    content = data.encode("utf-8") if isinstance(data, str) else data
    path = f"{site}/{name}"
    build.log.add(Written(name))
    try:
        file = open(path, "wb")  # noqa: SIM115
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        file = open(path, "wb")  # noqa: SIM115
    with file:
        file.write(content)
    if not name.endswith(".html"):
        build.log.add(Published(name, Rendered(hashlib.sha256(content).hexdigest(), texts, layout)))


def json_text(value: Any) -> str:
    """JSON as it is published: indented, in the order given, UTF-8."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def credit(source: Mapping[str, Any], keys: Iterable[str] = ("title", "publisher")) -> str:
    """Name a source of a data package, by what it says of itself: its title and publisher."""
    return ", ".join(str(source[key]) for key in keys if source.get(key))


def published_by(packages: Iterable[Package], text: str) -> str:
    """Put the publishers of packages into a text, each once; "" where none is named."""
    publishers = dict.fromkeys(name for package in packages for name in package.publishers)
    return text.format("; ".join(publishers)) if publishers else ""


def exact_text(value: Fraction) -> str:
    """The exact value as a fraction in lowest terms, `-981038/20927`; a whole number as it is."""
    return str(value)


def decimal_text(value: Fraction) -> str:
    """The value as a decimal, whole where it ends within twelve decimals, else rounded half up at the twelfth: `-46.879055765279`."""
    rounded = round_half_up(abs(value), Fraction(1, 10**DECIMALS))
    whole, rest = divmod(int(rounded * 10**DECIMALS), 10**DECIMALS)
    text = f"{whole}.{rest:0{DECIMALS}}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 and rounded else text
