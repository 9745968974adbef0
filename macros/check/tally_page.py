"""Publishes the tally of the check: verification.json, and the page with the tally in words.

Both are written after everything else is checked, so their own numbers are not counted. They are compared with the tally at the end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from macros.check.tally import Tally
from macros.content.page_context import make_element
from macros.interface import read_interface_words
from macros.numbers import write_number

FILE = "verification.json"
_PLACEHOLDER = re.compile(r'<div data-tally-here(?:="")?></div>')


def publish_tally(tally: Tally, site: Path, pages: list[str], lang: str) -> list[str]:
    """Write the tally into the built site at `site`. Return the addresses of the files written."""
    (site / FILE).write_text(json.dumps(tally.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    written = [FILE]
    for name in pages:
        path = site / name
        before = path.read_text(encoding="utf-8")
        after = _PLACEHOLDER.sub(lambda _: _write_tally(tally, lang), before)
        if after != before:
            path.write_text(after, encoding="utf-8", newline="\n")
            written.append(name)
    return written


def _write_tally(tally: Tally, lang: str) -> str:
    entries = tally.list_entries()
    texts = read_interface_words(lang)["verification"]

    def write_entry(name: str) -> str:
        return make_element("span", write_number(entries[name], 0, lang), data_tally=name)

    def write_sentence(name: str) -> str:
        return make_element("span", re.sub(r"{(\w+)}", lambda m: write_entry(m[1]), escape(str(texts[name]))), data_piece=f"tally {name}")

    def write_reasons(group: str, told: Iterable[str]) -> str:
        names = [f"{group}: {reason}" for reason in sorted(told)]
        items = (
            make_element("li", f"{escape(name.partition(': ')[2])}: {write_entry(name)}", data_piece=f"tally {name}") for name in names
        )
        return make_element("ul", "".join(items))

    link = make_element("a", FILE, href=f"../{FILE}")
    return make_element(
        "div",
        make_element("p", write_sentence("seen") + " " + write_sentence("surfaces"))
        + make_element(
            "ul",
            make_element("li", write_sentence("figures"))
            + make_element("li", write_sentence("cells"))
            + make_element("li", write_sentence("exempt") + write_reasons("exempt", tally.exempt))
            + (make_element("li", write_sentence("readings") + write_reasons("reading", tally.readings)) if tally.readings else "")
            + make_element("li", write_sentence("failing"))
            + make_element("li", write_sentence("uncomputed")),
        )
        + make_element("p", write_sentence("recognised"))
        + make_element("p", f"{escape(str(texts['machine']))} {link}"),
        class_="tally",
        data_late="tally",
    )
