"""Elements of HTML and XML with the types that lxml gives them.

Its stubs are wider: there each text may be bytes, which only Python 2 had, and an XPath finds any of eight types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, cast

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    class Children(etree.ElementChildIterator):
        def __next__(self) -> Element: ...

    class Element(etree._Element):
        """An element as it is; nothing makes one of this class."""

        sourceline: int | None  # type: ignore[assignment]  # which its stub says in a comment only

        def __iter__(self) -> Children: ...
        def drop_tree(self) -> None: ...  # of HTML only
        def find(self, path: str, namespaces: object = ...) -> Element | None: ...
        def getnext(self) -> Element | None: ...
        def getparent(self) -> Element | None: ...
        def getprevious(self) -> Element | None: ...
        def getroottree(self) -> Tree: ...
        def items(self) -> Sequence[tuple[str, str]]: ...
        def iter(self, tag: object = ..., *tags: object) -> Iterator[Element]: ...
        def iterancestors(self, tag: object = ..., *tags: object) -> Iterator[Element]: ...
        def iterchildren(self, tag: object = ..., *tags: object, reversed: bool = ...) -> Iterator[Element]: ...
        def iterfind(self, path: str, namespaces: object = ...) -> Iterator[Element]: ...
        def itertext(self, tag: object = ..., *tags: object, with_tail: bool = ...) -> Iterator[str]: ...
        def keys(self) -> Sequence[str]: ...
        def values(self) -> Sequence[str]: ...

    class Tree(etree._ElementTree):
        def iter(self, tag: object = ..., *tags: object) -> Iterator[Element]: ...

    class Attribute(str):
        """The value of an attribute that an XPath has found."""

        def getparent(self) -> Element: ...

else:
    Element, Attribute = etree._Element, str


def as_typed(node: etree._Element) -> Element:
    """Return an element as what it is."""
    return cast("Element", node)


def parse_xml(data: bytes | str) -> Element:
    """Return the root of an XML document, without resolving what could lead out of it. Errors: those of lxml."""
    return as_typed(etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)))


def parse_html(data: bytes, parser: etree.HTMLParser) -> Element | None:
    """Return the root of an HTML document, None for one that holds no element. Errors: those of lxml."""
    return cast("Element | None", etree.fromstring(data, parser))


def new_root(name: str, namespaces: Mapping[str | None, str]) -> Element:
    """Return the root of a new document. namespaces: by prefix, None for the one without a prefix."""
    return as_typed(etree.Element(name, nsmap=cast("Mapping[str, str]", namespaces)))


def find_elements(path: str) -> Callable[[etree._Element], list[Element]]:
    """Return what finds the elements that a path names."""
    return cast("Callable[[etree._Element], list[Element]]", etree.XPath(path))


def find_attributes(path: str) -> Callable[[etree._Element], list[Attribute]]:
    """Return what finds the attributes that a path names, each of which knows its element."""
    return cast("Callable[[etree._Element], list[Attribute]]", etree.XPath(path))


def find_values(path: str) -> Callable[[etree._Element], list[str]]:
    """Return what finds the values of the attributes that a path names."""
    return cast("Callable[[etree._Element], list[str]]", etree.XPath(path, smart_strings=False))
