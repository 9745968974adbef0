"""The Content-Security-Policy of each page: which resources a page may load, run and send.

A page may run scripts of this site and the inline scripts written by the build, listed by their hashes. A policy inside a page cannot
forbid framing (`frame-ancestors`); a server can, with headers.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

_HEAD = re.compile(r'<head(?:\s[^<>]*)?>(?:\s*<meta charset="[^"]*">)?', re.I)
_BEGIN = re.compile(r"<(script|style)\b", re.I)
_END = {name: re.compile(rf"</{name}\s*+>", re.I) for name in ("script", "style")}
_TYPE = re.compile(r'\btype\s*=\s*["\']?([^"\'\s>]+)', re.I)
_SOURCE = re.compile(r"(?:^|\s)src\s*=", re.I)
# A script of another type is data. No policy applies to it.
_RUNS = frozenset({"", "module", "text/javascript", "application/javascript"})
_MARK = '<meta http-equiv="Content-Security-Policy"'


def write_policies(site: Path) -> None:
    """Write a policy into each page of the built site at `site`, first in the head, because it applies to later elements only."""
    for path in sorted(site.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        head = _HEAD.search(text)
        if head and _MARK not in text:
            meta = f'\n    {_MARK} content="{build_policy(text)}">'
            path.write_text(text[: head.end()] + meta + text[head.end() :], encoding="utf-8", newline="\n")


def build_policy(page: str) -> str:
    """Return the policy for a page given as HTML."""
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for name, attributes, content in _find_elements(page):
        kind = _TYPE.search(attributes)
        if name == "script" and (_SOURCE.search(attributes) or (kind[1].lower() if kind else "") not in _RUNS):
            continue
        if (source := _hash_element(content)) not in hashes[name]:
            hashes[name].append(source)
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *hashes["script"]],
        "style-src": ["'self'", *hashes["style"]],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "frame-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


def _find_elements(page: str) -> Iterator[tuple[str, str, str]]:
    """Yield the name, the attributes and the text of each script and style element.

    After an unclosed element of a name, no later element of this name is searched for an end: the scan stays linear.
    """
    at, opened, endless = 0, 0, set()
    while begin := _BEGIN.search(page, at):
        if opened < begin.end() and (opened := page.find(">", begin.end())) < 0:
            return
        name = begin[1].lower()
        end = None if name in endless else _END[name].search(page, opened + 1)
        if end:
            yield name, page[begin.end() : opened], page[opened + 1 : end.start()]
        else:
            endless.add(name)
        at = end.end() if end else begin.end()


def _hash_element(content: str) -> str:
    """Return the hash of an inline element as browsers compute it: of its text with normalised line ends."""
    text = content.replace("\r\n", "\n").replace("\r", "\n")
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
