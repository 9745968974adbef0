"""Elements of HTML and XML with the types that lxml really returns.

The stubs of lxml are wider: a text may be bytes, as only in Python 2, and an XPath may return any of eight types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, cast

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    class Children(etree.ElementChildIterator):
        """The children of an element."""

        def __next__(self) -> Element: ...

    class Element(etree._Element):
        """An element with narrower types. No object has this class at run time."""

        sourceline: int | None  # type: ignore[assignment]  # a comment of the stub says so

        def __iter__(self) -> Children: ...
        def drop_tree(self) -> None: ...  # HTML only
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
        """The tree of a document."""

        def iter(self, tag: object = ..., *tags: object) -> Iterator[Element]: ...

    class Attribute(str):
        """The value of an attribute that an XPath has found."""

        def getparent(self) -> Element: ...

else:
    Element, Attribute = etree._Element, str


def as_typed(node: etree._Element) -> Element:
    """Return an element under its narrower type."""
    return cast("Element", node)


def parse_xml(data: bytes | str) -> Element:
    """Parse an XML document without external entities or network, and return its root.

    Raises: the errors of lxml.
    """
    return as_typed(etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)))


def parse_html(data: bytes, parser: etree.HTMLParser) -> Element | None:
    """Parse an HTML document and return its root, or None if it has no element.

    Raises: the errors of lxml.
    """
    return cast("Element | None", etree.fromstring(data, parser))


def new_root(name: str, namespaces: Mapping[str | None, str]) -> Element:
    """Create the root of a new document. namespaces: prefix -> address; None stands for no prefix."""
    return as_typed(etree.Element(name, nsmap=cast("Mapping[str, str]", namespaces)))


def find_elements(path: str) -> Callable[[etree._Element], list[Element]]:
    """Return a function for an XPath to elements."""
    return cast("Callable[[etree._Element], list[Element]]", etree.XPath(path))


def find_attributes(path: str) -> Callable[[etree._Element], list[Attribute]]:
    """Return a function for an XPath to attributes. Each result knows its element."""
    return cast("Callable[[etree._Element], list[Attribute]]", etree.XPath(path))


def find_values(path: str) -> Callable[[etree._Element], list[str]]:
    """Return a function for an XPath to attributes, with their values as plain strings."""
    return cast("Callable[[etree._Element], list[str]]", etree.XPath(path, smart_strings=False))
