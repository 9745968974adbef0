"""An entry of data/corrections.yml to begin with, for published texts that a change has touched without one."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from macros.corrections.faults import FILE, KINDS, NATURES, relative
from macros.published import Row


def draft(rows: Sequence[Row]) -> str:
    """Lines to paste, with `…` where an author has to write. rows: what is published and no longer stands."""
    pages = sorted({relative(row.subject) for row in rows if row.kind in ("wording", "page")})
    figures = sorted({row.subject for row in rows if row.kind not in ("wording", "page")})
    texts = "; ".join(dict.fromkeys(row.text for row in rows if row.text))
    words = '{en: "…"}'
    lines = [
        f"To record the change, append this to {FILE}, and write what stands for …:",
        "  - date: …  # the day on which it is published, YYYY-MM-DD",
        f"    kind: …  # {' | '.join(KINDS)}",
        f"    what: {words}",
        f"    why: {words}",
        f"    nature: …  # {' | '.join(NATURES)}",
        f"    scale: {words}",
        f"    old: {{en: {_quoted(texts)}}}",
        f"    new: {words}  # quote the new words with figure(), as the page does",
        f"    pages: [{', '.join(pages) or '…'}]",
    ]
    return "\n".join(lines + ([f"    figures: [{', '.join(figures)}]"] if figures else []))


def _quoted(text: str) -> str:
    """A YAML text in double quotes, on one line."""
    return str(yaml.dump(text, default_style='"', allow_unicode=True, width=10**6)).strip()
