"""Publishes the tally of the check: verification.json, and the page with the tally in words.

Both are written after everything else is checked, so their own numbers are not counted. They are compared with the tally at the end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from macros.check.model import Tally
from macros.content.page_context import tag
from macros.interface import words
from macros.numbers import write_number

FILE = "verification.json"
_PLACE = re.compile(r'<div data-tally-here(?:="")?></div>')


def publish_tally(tally: Tally, site: Path, pages: list[str], lang: str) -> list[str]:
    """Write the tally into the built site at `site`. Return the addresses of the files written."""
    (site / FILE).write_text(json.dumps(tally.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    written = [FILE]
    for name in pages:
        path = site / name
        before = path.read_text(encoding="utf-8")
        after = _PLACE.sub(lambda _: _in_words(tally, lang), before)
        if after != before:
            path.write_text(after, encoding="utf-8", newline="\n")
            written.append(name)
    return written


def _in_words(tally: Tally, lang: str) -> str:
    entries = tally.entries()
    texts = words(lang)["verification"]

    def number(name: str) -> str:
        return tag("span", write_number(entries[name], 0, lang), data_tally=name)

    def sentence(name: str) -> str:
        return tag("span", re.sub(r"{(\w+)}", lambda m: number(m[1]), escape(str(texts[name]))), data_piece=f"tally {name}")

    def reasons(group: str, told: Iterable[str]) -> str:
        names = [f"{group}: {reason}" for reason in sorted(told)]
        items = (tag("li", f"{escape(name.partition(': ')[2])}: {number(name)}", data_piece=f"tally {name}") for name in names)
        return tag("ul", "".join(items))

    link = tag("a", FILE, href=f"../{FILE}")
    return tag(
        "div",
        tag("p", sentence("seen") + " " + sentence("surfaces"))
        + tag(
            "ul",
            tag("li", sentence("figures"))
            + tag("li", sentence("cells"))
            + tag("li", sentence("exempt") + reasons("exempt", tally.exempt))
            + (tag("li", sentence("readings") + reasons("reading", tally.readings)) if tally.readings else "")
            + tag("li", sentence("failing"))
            + tag("li", sentence("uncomputed")),
        )
        + tag("p", sentence("recognised"))
        + tag("p", f"{escape(str(texts['machine']))} {link}"),
        class_="tally",
        data_late="tally",
    )
