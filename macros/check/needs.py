"""Checks the internal links of the built site and the furniture of each page: search box, language switch, feeds ...

Only built files are read, so any way to build the site is covered. A file's needs follow from its bytes alone. They are compared with
the whole site at the end, since an unchanged page may need a removed one.
"""

from __future__ import annotations

import functools
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from macros.base.elements import Element, find_values, parse_html
from macros.base.errors import Fault, Place
from macros.check.parts import CheckedEdition
from macros.check.readers.html import make_parser
from macros.check.readers.registry import find_reader
from macros.edition.edition import Edition
from macros.edition.translation_check import list_language_links
from macros.pages import Page

FAULT_CODES = ("link", "lacks-part")  # of all faults of this module
_ADDRESS_ATTRIBUTES = ("href", "src", "poster", "cite", "action")
_ADDRESSES = find_values(" | ".join(f"//@{key}" for key in _ADDRESS_ATTRIBUTES))
_ANCHORS = find_values("//@id | //a/@name")
_IDS = find_values("//@id")
_EXTERNAL_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_ADDRESS_REST = r"""[^\s"'<>\\(){}\[\]|`&]*"""  # the rest of an address in a text
_NAME_PREFIXES = (b'"@id": "', b'scheme="')  # in JSON-LD and in a feed's categories, an address is a name
_TOP_ANCHORS = ("", "top")  # anchors of every page
_GAP_PREFIX = "lacks "  # begins a need that cannot be met; no address holds a space
_ERROR_PAGE = "404.html"
# Part of a page -> the template with it.
_TEMPLATE_BY_PART = {
    "language (lang)": "overrides/main.html",
    "title": "overrides/main.html",
    "description": "overrides/main.html",
    "canonical address of its own": "overrides/main.html",
    "link to a feed (Atom)": "overrides/partials/metadata.html",
    "link to a feed (JSON)": "overrides/partials/metadata.html",
    "search box": "overrides/partials/site-header.html",
    "way to its other languages": "overrides/partials/languages.html",
    "main landmark": "overrides/main.html",
    "footer": "overrides/partials/site-footer.html",
}


def find_anchors(root: Element) -> frozenset[str]:
    """Return the anchors of a parsed page."""
    return frozenset(_ANCHORS(root))


def find_repeated_ids(root: Element) -> list[str]:
    """Return the ids of a page used by several elements. A link reaches only the first of them."""
    ids = _IDS(root)
    return [name for name, count in Counter(ids).items() if count > 1] if len(set(ids)) < len(ids) else []


def find_needs(build: Edition, name: str, data: bytes, root: Element | None = None) -> frozenset[str]:
    """Return the needs of a file of an edition. `root`: the parsed tree of a page.

    A need is a file of the site with its anchor (`data/index.html#rows`), named from the site's root, or begins with `_GAP_PREFIX`.
    """
    own, site = build.folder + name, build.default.site.address
    written = {address for address, _ in _find_full_addresses(site, data)}
    if root is None:
        return frozenset(_resolve_addresses(own, site, written))
    return frozenset(
        [*_resolve_addresses(own, site, written.union(_ADDRESSES(root))), *(_GAP_PREFIX + what for what in _find_gaps(build, name, root))]
    )


def find_unmet_needs(parts: Iterable[CheckedEdition], site: Path) -> Iterator[Fault]:
    """Yield a fault for each need that the whole site does not meet. `parts`: the finished checks of its editions."""
    parts = list(parts)
    files = {part.edition.folder + name for part in parts for name in part.file_names}
    offered = {part.edition.folder + name: found for part in parts for name, found in part.anchors_by_page.items()}
    needed: set[str] = set().union(*(part.all_needs for part in parts))
    missing = {need for need in needed if not _is_met(need, files, offered)}
    if not missing:
        return
    holders: dict[str, list[tuple[CheckedEdition, str]]] = {}
    for part in parts:
        for name in sorted(name for name in part.file_names if (reader := find_reader(name)) and reader.names_addresses):
            for need in missing & part.list_needs(name):
                holders.setdefault(need, []).append((part, name))
    for need, held in sorted(holders.items()):
        if need.startswith(_GAP_PREFIX):
            yield _make_gap_fault(need.removeprefix(_GAP_PREFIX), held)
        else:
            yield from _make_link_faults(need, held, parts)


def find_link(root: Path, path: str, link: str) -> list[Place]:
    """Return each place in a source with the target of a link, if it is written with the same letters."""
    try:
        lines = (root / path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    for letters in dict.fromkeys((link, unquote(link), quote(link))):
        written = re.compile(rf"(?<![^\s(\"'<\[=:`]){re.escape(letters)}(?![^\s)\"'>\]`.,;])")
        if found := [Place(path, number, match.start() + 1) for number, text in enumerate(lines, 1) for match in written.finditer(text)]:
            return found
    return []


@functools.cache
def _compile_address_pattern(site: str) -> re.Pattern[bytes]:
    return re.compile(f"{re.escape(site)}{_ADDRESS_REST}".encode())  # a literal prefix makes the search fast


@functools.cache
def _compile_site_pattern(site: str) -> re.Pattern[str]:
    return re.compile(rf"(?:https?:)?{re.escape(site.partition(':')[2])}", re.IGNORECASE)


def _find_full_addresses(site: str, data: bytes) -> Iterator[tuple[str, int]]:
    """Yield the site's full addresses in a file with their offsets, but not those in code or used as names: nobody follows them."""
    seen, opened, closed = 0, -1, -1  # offsets of the last `code` tags before
    for match in _compile_address_pattern(site).finditer(data) if site else ():
        start = match.start()
        opened, closed = max(opened, data.rfind(b"<code", seen, start)), max(closed, data.rfind(b"</code>", seen, start))
        seen = start
        if opened <= closed and not data.endswith(_NAME_PREFIXES, max(0, start - 9), start):
            yield match[0].decode("utf-8", "replace").rstrip(".,;:!?"), start


def _resolve_addresses(own: str, site: str, addresses: Iterable[str]) -> Iterator[str]:
    """Yield the targets of addresses in the file `own`, if within the site."""
    folder, prefix = posixpath.dirname(own), urlsplit(site).path or "/"
    for address in map(str.strip, addresses):
        if site and (match := _compile_site_pattern(site).match(address)):  # whatever the case of its scheme and host
            address = site + address[match.end() :]
        if site and address.startswith(site):
            path = address[len(site) :]
        elif _EXTERNAL_ADDRESS.match(address):
            continue
        elif address.startswith("/"):
            if not address.startswith(prefix):
                continue
            path = address[len(prefix) :]
        else:
            path = posixpath.join(folder, address) if address[:1] not in ("", "#", "?") else own + address
        path, _, anchor = path.partition("#")
        path = path.partition("?")[0]
        if "%" in path:
            path = unquote(path)
        file = posixpath.normpath(path) if path else "."
        if path.endswith("/") or posixpath.basename(path) in ("", ".", ".."):
            file = posixpath.normpath(posixpath.join(path, "index.html"))
        anchor = unquote(anchor.partition(":~:")[0]) if anchor else ""
        yield file if anchor in _TOP_ANCHORS else f"{file}#{anchor}"


def _is_met(need: str, files: set[str], offered: Mapping[str, frozenset[str]]) -> bool:
    if need.startswith(_GAP_PREFIX):
        return False
    file, _, anchor = need.partition("#")
    if file not in files:
        file += "/index.html"  # a server redirects there
    return file in files and (not anchor or not file.endswith(".html") or anchor in offered.get(file, ()))


def _find_gaps(build: Edition, name: str, root: Element) -> Iterator[str]:
    """Yield the missing parts of a page. A chart's page needs fewer, an error page no address; HTML laid into docs/ is no page."""
    page, frame = build.outputs.get(name), name in build.log.svgs_by_page
    if page is None and not frame and name != _ERROR_PAGE:
        return
    links = [(link.get("rel", "").strip(), link.get("type"), link.get("href")) for link in root.iterfind("head/link")]
    canonical = [href for rel, _, href in links if rel == "canonical"]
    described = any(meta.get("name") == "description" and (meta.get("content") or "").strip() for meta in root.iterfind("head/meta"))
    feeds = {kind for rel, kind, href in links if rel == "alternate" and href}
    has = {
        "language (lang)": root.get("lang") == build.lang,
        "title": bool((root.findtext("head/title") or "").strip()),
        "canonical address of its own": canonical == [build.site.address + page.url] if page else frame <= len(canonical),
        "main landmark": len(list(root.iter("main"))) == 1,
    }
    if not frame:
        has |= {
            "description": described,
            "link to a feed (Atom)": "application/atom+xml" in feeds or not build.feeds,
            "link to a feed (JSON)": "application/feed+json" in feeds or not build.feeds,
            "search box": any(box.get("name") == "query" or box.get("type") == "search" for box in root.iter("input")),
            "way to its other languages": _list_other_languages(build, page) <= {link.get("hreflang") for link in root.iter("a")},
            "footer": next(root.iter("footer"), None) is not None,
        }
    yield from (what for what, there in has.items() if not there)


def _list_other_languages(build: Edition, page: Page | None) -> set[str]:
    """Return the other languages of a page. An error page has all of them."""
    if page:
        return {other["lang"] for other in list_language_links(page, build) if other["url"]}
    return build.editions.keys() - {build.lang}


def _make_gap_fault(what: str, held: list[tuple[CheckedEdition, str]]) -> Fault:
    """Return the fault of a missing part: in the page, if it alone lacks the part, else in the template of all pages."""
    (part, name), *more = held
    page = part.edition.outputs.get(name)
    if page and not more:
        return Fault(Place(page.path), "lacks-part", f"is built without a {what}", "see what the page changes of its template")
    shown = part.make_fault_path(name) + (f" and {len(more)} more" if more else "")
    remedy = "see that the template and what it asks for (plugins of mkdocs.yml) still go together"
    return Fault(Place(_TEMPLATE_BY_PART[what]), "lacks-part", f"gives no {what} to {shown}", remedy)


def _make_link_faults(need: str, held: list[tuple[CheckedEdition, str]], parts: list[CheckedEdition]) -> Iterator[Fault]:
    """Yield a fault at each place where an author wrote a broken address, else one at the first file with it."""
    what = "which has no such anchor" if "#" in need else "which does not exist"
    found: dict[Place, str] = {}
    for part, name in held:
        page = part.edition.outputs.get(name)
        if page is None:
            continue
        for link in _list_spellings(need, part, name, page, parts):
            if places := find_link(part.edition.project.root, page.path, link):
                found |= dict.fromkeys(places, f'links to "{link}", {what}')
                break
    if not found:
        (part, name), *more = sorted(held, key=lambda each: not each[1].endswith(".html"))
        written = dict(_find_raw_addresses(part, name, need))
        place = next((place for link in written if (place := part.locator.locate_address(link))), None)
        shown = f" ({part.make_fault_path(name)}{f' and {len(more)} more' if more else ''})" if place or more else ""
        found[place or Place(part.make_fault_path(name), min(written.values(), default=0))] = f"leads to {need}, {what}{shown}"
    yield from (Fault(place, "link", fact, "fix the link") for place, fact in found.items())


def _list_spellings(need: str, part: CheckedEdition, name: str, page: Page, parts: list[CheckedEdition]) -> Iterator[str]:
    """Yield possible spellings of an address in a page's source: as built, or by the path of the target's source."""
    file, hash_, anchor = need.partition("#")
    built = {each.edition.folder + output: target for each in parts for output, target in each.edition.outputs.items()}
    if target := built.get(file):
        source = posixpath.relpath(target.path, posixpath.dirname(page.path))
        yield from (source + hash_ + anchor, f"./{source}{hash_}{anchor}")
    if file == part.edition.folder + name:
        yield hash_ + anchor
    yield from (link for link, _ in _find_raw_addresses(part, name, need))


def _find_raw_addresses(part: CheckedEdition, name: str, need: str) -> Iterator[tuple[str, int]]:
    """Yield the addresses of a file that lead to a need, as they are built, and their lines."""
    data, site = part.read_data(name), part.edition.default.site.address
    root = parse_html(data, make_parser()) if name.endswith(".html") else None
    if root is not None:
        for node in root.iter("*"):
            for key, address in node.items():
                if key in _ADDRESS_ATTRIBUTES and need in _resolve_addresses(part.edition.folder + name, site, [address]):
                    yield address, node.sourceline or 0
    for address, start in _find_full_addresses(site, data):
        if need in _resolve_addresses(part.edition.folder + name, site, [address]):
            yield address, data.count(b"\n", 0, start) + 1
