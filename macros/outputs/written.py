"""Writing of downloads, recorded with their digests so that the check notices a changed one."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

from macros.datapackage import Package
from macros.edition.edition import Edition, PublishedFile
from macros.handouts import Text
from macros.quotes.log import FilePublished, FileWritten
from macros.quotes.quote import write_source_note
from macros.structure.model import Note
from macros.wording.tolerance import round_half_up

DECIMALS = 12


def write_file(build: Edition, site: Path, name: str, data: str | bytes, texts: tuple[Text, ...] = (), layout: str = "") -> None:
    """Write a file of the built site at the address `name`, and record its sha256 in the build.

    The sha256 of a page is not recorded: its policy is added later, and its reader checks all of it.

    Args:
        texts, layout: of a picture or document (see `PublishedFile`).
    """
    content = data.encode("utf-8") if isinstance(data, str) else data
    path = f"{site}/{name}"
    build.log.add(FileWritten(name))
    try:
        file = open(path, "wb")  # noqa: SIM115
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        file = open(path, "wb")  # noqa: SIM115
    with file:
        file.write(content)
    if not name.endswith(".html"):
        build.log.add(FilePublished(name, PublishedFile(hashlib.sha256(content).hexdigest(), texts, layout)))


def write_json(value: Any) -> str:
    """Return JSON in its published form: indented, in the given order, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def credit_publishers(packages: Iterable[Package], text: str) -> str:
    """Put the publishers of packages into a text, each once; return "" if none is named."""
    publishers = dict.fromkeys(name for package in packages for name in package.publishers)
    return text.format("; ".join(publishers)) if publishers else ""


def format_exact(value: Fraction) -> str:
    """Return the exact value as a fraction in lowest terms, `-981038/20927`, or as a whole number."""
    return str(value)


def format_decimal(value: Fraction) -> str:
    """Return the value as a decimal of at most twelve decimals, rounded half up: `-46.879055765279`."""
    rounded = round_half_up(abs(value), Fraction(1, 10**DECIMALS))
    whole, rest = divmod(int(rounded * 10**DECIMALS), 10**DECIMALS)
    text = f"{whole}.{rest:0{DECIMALS}}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 and rounded else text


def write_note_list(notes: Iterable[Note], lang: str) -> str:
    """Return what the source notes on a value, on one line. A note in another language than that of the file says which: `[de] ...`."""
    told = (write_source_note(note, lang) for note in notes)
    return " | ".join(f"[{other}] {text}" if other else text for text, other, _ in told)
