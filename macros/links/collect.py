"""External links of a built site, their places in the sources, and the addresses excepted from the check."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from macros.base.elements import Element, as_typed, find_values
from macros.base.errors import Fault, FaultError, Place
from macros.base.files import find_files
from macros.base.yaml_source import read_yaml

EXCEPTIONS = ".github/links.yml"
_SOURCES = ("docs/**/*.md", "mkdocs.yml", "data/**/*.yml", "data/**/*.csv", "data/**/*.json", "macros/**/*.yml", "macros/**/*.py")
_CANONICAL = find_values("//link[@rel='canonical']/@href")


@dataclass(frozen=True)
class Exemption:
    """An exception from the check.

    Attributes:
        pattern: An address, with `*` for any text.
    """

    pattern: str
    reason: str
    place: Place

    def is_match(self, address: str) -> bool:
        """Return True if the exception covers an address."""
        return re.fullmatch(re.escape(self.pattern).replace(r"\*", ".*"), address) is not None


def find_external_links(site: Path) -> dict[str, tuple[str, ...]]:
    """Map each external address, without its fragment, to the pages that link to it, in order.

    Raises:
        FaultError: The site has no page.
    """
    pages = sorted(site.rglob("*.html"))
    if not pages:
        raise FaultError(Fault(Place(site.as_posix()), "no-site", "holds no page", "build the site first (make build)"))
    own = _find_own_address(site / "index.html")
    found: dict[str, dict[str, None]] = {}
    for path in pages:
        for node in _parse_page(path).iter("a", "area", "link", "img", "iframe", "source", "video", "audio"):
            for key in ("href", "src", "cite"):
                address = (node.get(key) or "").strip().partition("#")[0]
                if node.get("rel") == "nofollow":  # a form, filled in for each figure
                    address = address.partition("?")[0]
                if address.startswith(("http://", "https://")) and not (own and address.startswith(own)):
                    found.setdefault(address, {})[path.relative_to(site).as_posix()] = None
    return {address: tuple(found[address]) for address in sorted(found)}


def read_exceptions(root: Path) -> list[Exemption]:
    """Return the exceptions of the project, or none without such a file.

    Raises:
        FaultError: Entries are invalid.
    """
    if not (root / EXCEPTIONS).is_file():
        return []
    document = read_yaml(root / EXCEPTIONS, EXCEPTIONS)
    entries = document.value.get("exceptions") if isinstance(document.value, dict) else None
    if not isinstance(entries, list):
        raise FaultError(Fault(Place(EXCEPTIONS), "exception", "has no list `exceptions`", "write `exceptions: []`"))
    found, faults = [], []
    for index, entry in enumerate(entries):
        place = document.place_of("exceptions", index)
        texts = [entry.get(key) for key in ("address", "reason")] if isinstance(entry, dict) else [None]
        if not all(isinstance(text, str) and text.strip() for text in texts):
            fact = f"has no address and reason in entry {index + 1}"
            faults.append(Fault(place, "exception", fact, "write address: https://… and reason: …"))
        else:
            found.append(Exemption(str(texts[0]), str(texts[1]), place))
    if faults:
        raise FaultError(*faults)
    return found


def find_places(root: Path, addresses: list[str]) -> dict[str, Place]:
    """Find the first place of each address in the project's sources. Addresses not found there as such are left out."""
    found: dict[str, Place] = {}
    wanted = set(addresses)
    for path in find_files(root, *_SOURCES):
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if "://" not in line:
                continue
            for address in sorted(wanted - set(found)):
                if at := re.search(re.escape(address) + r"(?![\w/?&=.-]*\w)", line):
                    found[address] = Place(path.relative_to(root).as_posix(), number, at.start() + 1)
    return found


def _find_own_address(home: Path) -> str:
    """Return the address of the site: the canonical one of its home page, or ""."""
    if not home.is_file():
        return ""
    links = _CANONICAL(_parse_page(home))
    return links[0] if links else ""


def _parse_page(path: Path) -> Element:
    try:
        return as_typed(lxml_html.document_fromstring(path.read_bytes(), parser=lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)))
    except (etree.LxmlError, ValueError):
        raise FaultError(Fault(Place(path.as_posix()), "unreadable", "is not HTML that can be read", "build the site again")) from None
