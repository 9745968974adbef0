"""Draft of an entry of data/corrections.yml, for changed published texts without one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import yaml

from macros.corrections.faults import FILE, KINDS, NATURES, strip_language
from macros.published import Row


def draft_entry(rows: Sequence[Row], languages: Sequence[str], pages_by_version: Mapping[str, Sequence[str]] = MappingProxyType({})) -> str:
    """Return a draft to paste, with `…` for the words of the author.

    Args:
        rows: The published entries that no longer hold.
        languages: The languages of the site. The entry begins in the default one and in those of the changed texts.
        pages_by_version: Maps the versions of data without an entry to the pages on which they change values.
    """
    changed = {_get_language(row) for row in rows}
    languages = [lang for lang in languages if lang == languages[0] or lang in changed]
    pages = sorted({strip_language(row.subject) for row in rows if row.kind in ("wording", "page")}.union(*pages_by_version.values()))
    figures = sorted({row.subject for row in rows if row.kind not in ("wording", "page")})
    old = {lang: "; ".join(dict.fromkeys(row.text for row in rows if row.text and _get_language(row) in ("", lang))) for lang in languages}
    words = format_texts(dict.fromkeys(languages, "…"))
    lines = [
        f"To record the change, append this to {FILE}, and fill in each …:",
        "  - date: …  # the day on which it is published, YYYY-MM-DD",
        f"    kind: {'revision' if pages_by_version else '…'}  # {' | '.join(KINDS)}",
        f"    what: {words}",
        f"    why: {words}",
        f"    nature: {'data' if pages_by_version else '…'}  # {' | '.join(NATURES)}",
        f"    scale: {words}",
        f"    old: {format_texts({lang: text or '…' for lang, text in old.items()})}",
        f"    new: {words}  # quote the new words with figure(), as the page does",
        f"    pages: [{', '.join(pages) or '…'}]",
    ]
    lines += [f"    data: {label}" for label in pages_by_version][:1]
    return "\n".join(lines + ([f"    figures: [{', '.join(figures)}]"] if figures else []))


def _get_language(row: Row) -> str:
    """Return the language of a published text, or "" for a value or status."""
    if row.kind in ("wording", "page"):
        return row.subject.split("/")[1]
    return row.part if row.kind in ("title", "attribution") else ""


def format_texts(texts: Mapping[str, str]) -> str:
    """Format texts by language as YAML on one line."""
    return "{" + ", ".join(f"{lang}: {_quote_yaml(text)}" for lang, text in texts.items()) + "}"


def _quote_yaml(text: str) -> str:
    """Format a text as YAML in double quotes, on one line."""
    return str(yaml.dump(text, default_style='"', allow_unicode=True, width=10**6)).strip()
