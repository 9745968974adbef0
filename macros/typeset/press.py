"""Typesetting of texts in a template, cached."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.base.files import list_files
from macros.incremental.store import Cache, code_salt

TEMPLATES = Path(__file__).parent
LIMIT = 256 * 1024 * 1024  # bytes; a thousand pages have a picture each, of about 100 kB in the cache
_STANDARD = "ua-1"
_END = b"\xff"  # of the text of a picture in the cache; no part of UTF-8


class TypesetError(ValueError):
    """A text refused by a template. The message completes a sentence about it."""


@dataclass(frozen=True)
class Picture:
    """A picture, and its text read back from its layout."""

    png: bytes
    text: str


def open_typeset_cache(folder: Path | None) -> Cache:
    """Open the cache of typeset files in a folder.

    A change of a template, of typst or of pypdf invalidates all entries.
    """
    templates = sorted(f"typeset/{path.name}" for path in list_files(TEMPLATES, ".typ"))
    return Cache(folder, code_salt("typeset", *templates, "typst", "pypdf"), LIMIT)


def set_pictures(
    template: str, shared: Mapping[str, Any], items: Sequence[Mapping[str, Any]], store: Cache, *, share: float = 1
) -> list[Picture | TypesetError]:
    """Return a picture for each item, or the error of an item that cannot be set.

    All uncached items are set in one run, because a run for each would take far longer; items that are alike are set once.

    Args:
        items: the data of each picture, with its `width` and `height` in pixels.
        share: the factor on this size.
    """
    keys = [_make_key(template, {**shared, "items": [item], "share": share}) for item in items]
    found: dict[str, Picture | TypesetError] = {key: known for key in set(keys) if (known := _read_entry(store.get_bytes(key)))}
    if missing := {key: item for key, item in zip(keys, items, strict=True) if key not in found}:
        for key, picture in zip(missing, _set_items(template, shared, [*missing.values()], share), strict=True):
            found[key] = picture
            if isinstance(picture, Picture):
                store.put_bytes(key, picture.text.encode("utf-8"), _END, picture.png)
    return [found[key] for key in keys]


def set_document(template: str, data: Mapping[str, Any], date: str, store: Cache) -> bytes:
    """Return a tagged PDF (PDF/UA-1) with the ISO date `date`.

    Raises:
        TypesetError: the document cannot be set, or a drawing has no alternative text.
    """
    key = _make_key(template, {**data, "dated": date})
    known = store.get_bytes(key)
    if known is not None:
        return bytes(known)
    day = datetime.date.fromisoformat(date)
    moment = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    found = _run_typst(template, data, {"format": "pdf", "pdf_standards": [_STANDARD], "timestamp": moment})[0]
    store.put_bytes(key, found)
    return found


def _make_key(template: str, data: Mapping[str, Any]) -> str:
    return f"{template} {json.dumps(data, sort_keys=True, ensure_ascii=False)}"


def _read_entry(entry: memoryview | None) -> Picture | None:
    if entry is None:
        return None
    text, _, png = bytes(entry).partition(_END)
    return Picture(png, text.decode("utf-8"))


def _set_items(template: str, shared: Mapping[str, Any], items: Sequence[Mapping[str, Any]], share: float) -> list[Picture | TypesetError]:
    data = {**shared, "items": list(items)}
    try:
        painted = _run_typst(template, data, {"format": "png", "ppi": 72 * share})
        layout = _run_typst(template, data, {"format": "pdf", "pdf_tags": False})[0]
        texts = _read_texts(layout)
        if len(painted) != len(items) or len(texts) != len(items):
            raise TypesetError("has more text than it has room for")
    except TypesetError as error:
        if len(items) == 1:
            return [error]
        return [
            picture for item in items for picture in _set_items(template, shared, [item], share)
        ]  # one bad item must not fail the others
    return [Picture(png, text) for png, text in zip(painted, texts, strict=True)]


def _run_typst(template: str, data: Mapping[str, Any], options: Mapping[str, Any]) -> list[bytes]:
    import typst

    source = (TEMPLATES / template).read_bytes()
    fonts = typst.Fonts(include_system_fonts=False)
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        found = typst.compile(source, font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs, **options)
    except typst.TypstError as error:
        raise TypesetError(f"cannot be set ({error.message.removeprefix('panicked with: ')})") from None
    return found if isinstance(found, list) else [found]


def _read_texts(layout: bytes) -> list[str]:
    import io

    import pypdf

    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(layout)).pages]
