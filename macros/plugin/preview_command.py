"""`python -m macros preview`: the site as one zip that opens from a folder, without a server, marked as a draft on every page.

It shows what a server shows: drafts, what bears a later day, and each fault at its place.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import tempfile
from collections.abc import Collection
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import lxml.html

from macros.base.errors import FaultError, count_faults
from macros.base.files import list_files, write_atomically
from macros.base.settings import HOST, check_settings
from macros.interface import read_interface_words
from macros.outputs.archive import pack_zip

_ADDRESSES = ("href", "src", "data", "poster")
# Read by search engines and by the script of the search, which browsers do not run from a folder.
_LEFT_OUT = re.compile(r"(?:.*/)?(?:404\.html|robots\.txt|sitemap\.xml|search/.*)")
_NOT_HERE = '//form[@role="search"] | //*[@id="search-found"] | //link[@rel="canonical"] | //link[@hreflang]'
# Not of a style sheet: the pages made for frames have another one. A border is printed where no background is.
_STYLE = "margin:0;padding:.6em 1em;font:700 16px/1.4 system-ui,sans-serif;text-align:center;color:#7a1f1f;background:#fff;border:3px solid"


def write_preview(target: Path) -> int:
    """Build the site as a server does, and write it into a zip.

    Returns: the exit code, 1 if it cannot be built, else 0.
    """
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    from macros.incremental import publish
    from macros.plugin import lifecycle
    from macros.plugin.failures import convert_to_faults

    logging.getLogger(HOST).setLevel(logging.CRITICAL)  # warnings become faults
    publish.is_server = True
    with tempfile.TemporaryDirectory(prefix="preview-") as scratch:
        site = Path(scratch) / "site"
        try:
            check_settings(Path.cwd())
            config = load_config("mkdocs.yml", site_dir=str(site))
            address = str(config["site_url"] or "")
            build(config)
        except (MkDocsException, SystemExit, FaultError) as error:
            print("\n".join(f"error: {fault}" for fault in convert_to_faults(error, Path.cwd())) or f"error: {error}", file=sys.stderr)
            return 1
        members = convert_site(site, address)
    write_atomically(target, pack_zip(members))
    faults = lifecycle.last_report.faults if lifecycle.last_report else ()  # told by the build
    told = f", and its pages show {count_faults(len(faults))}" if faults else ""
    print(f"{target}: written, {len(members)} files{told}; unpack it and open index.html")
    return 0


def convert_site(site: Path, address: str) -> dict[str, bytes]:
    """Return the files of a built site for a folder without a server: name -> content.

    address: the address of the published site.
    """
    members = {path.relative_to(site).as_posix(): path.read_bytes() for path in list_files(site)}
    members = {name: data for name, data in members.items() if not _LEFT_OUT.fullmatch(name)}
    return {name: convert_page(data, name, members, address) if name.endswith(".html") else data for name, data in members.items()}


def convert_page(data: bytes, name: str, names: Collection[str], address: str) -> bytes:
    """Return a page with links that work from a folder, without search, and marked as a draft.

    Args:
        name: its file.
        names: all files of the site.
        address: the address of the published site.
    """
    page: Any = lxml.html.document_fromstring(data, parser=lxml.html.HTMLParser(encoding="utf-8"))
    words = read_interface_words(page.get("lang") or "en")["preview"]
    for element in page.xpath(_NOT_HERE):
        element.drop_tree()
    for element in page.iter():
        for key in _ADDRESSES:
            if isinstance(element.tag, str) and (value := element.get(key)) is not None:
                element.set(key, find_file(value, name, names, address))
    for element in page.xpath("/html/head/meta[@http-equiv='refresh']"):  # the lasting address of a chart
        wait, _, target = element.get("content").partition("url=")
        element.set("content", f"{wait}url={find_file(target, name, names, address)}")
    for element in page.xpath("/html/head/title"):
        element.text = f"{words['title']}: {element.text or ''}"
    for head in page.xpath("/html/head"):
        head.append(lxml.html.fragment_fromstring('<meta name="robots" content="noindex">'))
    title, text = escape(words["title"]), escape(words["text"])
    note = f'<aside class="preview-note" aria-label="{title}" style="{_STYLE}"><strong>{title}.</strong> {text}</aside>'
    for body in page.xpath("/html/body"):
        body.insert(0, lxml.html.fragment_fromstring(note))
    return bytes(lxml.html.tostring(page, encoding="utf-8", doctype="<!doctype html>"))


def find_file(value: str, name: str, names: Collection[str], address: str) -> str:
    """Return an address on the page `name` so that it names a file: of a folder, its index.html. Others stay as they are."""
    is_whole = bool(address) and value.startswith(address)
    split = urlsplit(value.removeprefix(address) if is_whole else value)
    if not is_whole and (split.scheme or split.netloc or not split.path or split.path.startswith("/")):
        return value
    here = "" if is_whole else os.path.dirname(name)
    target = os.path.normpath(os.path.join(here, unquote(split.path)))
    found = next((each for each in (target, os.path.normpath(f"{target}/index.html")) if each in names), None)
    if found is None:
        return value
    return quote(os.path.relpath(found, os.path.dirname(name) or ".")) + (f"#{split.fragment}" if split.fragment else "")
