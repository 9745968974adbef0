"""A YAML reader with the place of every value, so that a fault can name file, line and column.

Only plain YAML is allowed: safe types, no duplicate keys, no aliases. Dates stay text, so that an impossible date can be reported.
"""

from __future__ import annotations

import codecs
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from macros.base.errors import Fault, FaultError, Place

KeyPath = tuple[str | float, ...]  # keys, possibly numbers, and indices

UNREAD = frozenset({"yaml", "duplicate-key", "encoding", "missing-file"})  # fault codes of unreadable files
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_MAX_DEPTH = 60  # levels; the C parser's recursion is unlimited
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CALL = re.compile(r"\{\{\s*(?=[A-Za-z_]\w*\s*\()")
"""The text before the name of a called macro."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")

_ELEMENTS = """a abbr article audio b base big blink body br button canvas center cite code del details dialog div dl em embed figure font
form frameset h1 h2 h3 h4 h5 h6 head html i iframe img input ins kbd li link listing main map mark marquee math meta nav noembed noframes
noscript object ol p plaintext pre q rt ruby s samp script section select small span strike strong style sub summary sup svg table
tbody td template textarea th title tr tt u ul var video wbr xmp"""
# A tag of HTML, or a comment, in a text without markup. Other words in angle brackets are plain text.
TAG = re.compile(rf"</?(?:{'|'.join(_ELEMENTS.split())})(?:[\s/][^<>]*)?>|<!--", re.IGNORECASE)


@dataclass(frozen=True)
class Document:
    """A parsed YAML text: `value` (mappings, lists, text, numbers, booleans, None) and the place of each value.

    Attributes:
        places: path of keys and indices -> Place. The empty path is the document's own place.
    """

    value: Any
    places: dict[KeyPath, Place] = field(repr=False, default_factory=dict)
    path: str = ""

    def place_of(self, *path: str | int) -> Place:
        """Return the place of a value, or of its nearest parent with a known place."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return Place(self.path)


def format_as_cell(value: Any) -> str:
    """Return a scalar as it is written in a table cell. YAML reads 2021 as a number and an empty scalar as None."""
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def join_lines(text: str) -> str:
    """Join the lines of a text. A no-break space (before the percent sign, in Spanish) stays."""
    return _SPACE.sub(" ", text).strip(" ")


# The C parser, if PyYAML was built with it, takes a tenth of the time.
SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


# Dates stay text: the safe loader would raise ValueError on 2021-02-30, without a place. Words and numbers follow YAML 1.2,
# like editors: `no` is Norway's code, `01` a province's, and `12:30` is not 750.
class _Loader(SafeLoader):  # type: ignore[misc, valid-type]  # its base depends on libyaml
    text: str


_RESOLVERS = {
    "tag:yaml.org,2002:bool": (re.compile("true|True|TRUE|false|False|FALSE"), "tTfF"),
    "tag:yaml.org,2002:int": (re.compile("[-+]?(?:0|[1-9][0-9]*)"), "-+0123456789"),
}
_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag not in (*_RESOLVERS, "tag:yaml.org,2002:timestamp")]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}
for _tag, (_form, _first) in _RESOLVERS.items():
    _Loader.add_implicit_resolver(_tag, re.compile(rf"(?:{_form.pattern})\Z"), list(_first))


def parse_yaml(text: str, name: str, *, line_offset: int = 0, within: tuple[str, ...] = ()) -> Document:
    """Parse a YAML text.

    Args:
        name: the path shown in faults.
        line_offset: the number of lines before the text in its file (front matter).
        within: keys of the wanted part. Its value is None if it is missing. Other parts may have any tag.

    Raises: FaultError with the place of a syntax error, a duplicate key, an alias (a few can stand for millions of values), too deep
    nesting, or a tag outside plain data.
    """
    control = _CONTROL.search(text)
    if control:
        line, column = text.count("\n", 0, control.start()) + 1, control.start() - text.rfind("\n", 0, control.start())
        fact = f"holds the control character U+{ord(control[0]):04X}"
        raise FaultError(Fault(Place(name, line + line_offset, column), "yaml", fact, "remove it"))
    places: dict[KeyPath, Place] = {}
    try:
        refuse_aliases(text, name, line_offset)
        loader = _Loader(text)
        loader.text = text
        try:
            node = _find_part(loader.get_single_node(), within)
            value = None if node is None else _build_value(loader, node, (), places, name, line_offset)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = _place_of_mark(name, mark, line_offset) if mark else Place(name)
        raise FaultError(Fault(place, "yaml", f"is not valid YAML ({error.problem})", "fix the syntax")) from None
    except yaml.YAMLError as error:
        raise FaultError(Fault(Place(name), "yaml", f"is not valid YAML ({error})", "fix the syntax")) from None
    return Document(value, places, name)


def read_yaml(path: Path, name: str, absent: str | None = None) -> Document:
    """Read a YAML file. Equal texts return the same document, so nobody may change it.

    Args:
        name: the path shown in faults.
        absent: the text to use if the file does not exist.

    Raises: FaultError (missing, not UTF-8, not YAML).
    """
    return _parse_cached(read_text(path, name) if absent is None or path.exists() else absent, name)


_parse_cached = functools.lru_cache(maxsize=16)(parse_yaml)  # a server reads the same files at each save


def read_text(path: Path, name: str) -> str:
    """Read a UTF-8 file.

    Raises: FaultError with the file, and the place of a byte that is not UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        fault = Fault(Place(name), "missing-file", f"cannot be read ({error.strerror})", "add the file")
        raise FaultError(fault) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        before = data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8")
        place = Place(name, line, len(before) + 1)
        said = "is UTF-16, not UTF-8" if data[:2] in _UTF16 else f"is not UTF-8 (byte {error.start + 1})"
        raise FaultError(Fault(place, "encoding", said, "save the file as UTF-8")) from None


def _find_part(node: Any, within: tuple[str, ...]) -> Any:
    """Return the value under nested keys of a mapping, or None."""
    for key in within:
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        node = next((value for name, value in pairs if name.value == key), None)
    return node


def _place_of_mark(name: str, mark: Any, offset: int) -> Place:
    return Place(name, mark.line + 1 + offset, mark.column + 1)


def refuse_aliases(text: str, name: str, offset: int = 0) -> None:
    """Refuse aliases and deep nesting while events are read, before any value is built.

    Raises: FaultError.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            place = _place_of_mark(name, event.start_mark, offset)
            raise FaultError(Fault(place, "yaml", f"has the alias *{event.anchor}", "write the value out"))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAX_DEPTH:
                place = _place_of_mark(name, event.start_mark, offset)
                raise FaultError(Fault(place, "yaml", f"is nested more than {_MAX_DEPTH} levels deep", "flatten it"))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _build_value(loader: Any, node: Any, path: KeyPath, places: dict[KeyPath, Place], name: str, offset: int) -> Any:
    places[path] = _place_of_mark(name, node.start_mark, offset)
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            place = _place_of_mark(name, key_node.start_mark, offset)
            key = _read_scalar(loader, key_node, place) if isinstance(key_node, yaml.ScalarNode) else None
            if key is None:
                raise FaultError(Fault(place, "yaml", "has a key that is not plain text", "use a plain key"))
            if key in result:
                raise FaultError(Fault(place, "duplicate-key", f'has the key "{key}" twice', "remove one of them"))
            result[key] = _build_value(loader, value_node, (*path, key), places, name, offset)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_build_value(loader, item, (*path, i), places, name, offset) for i, item in enumerate(node.value)]
    value = _read_scalar(loader, node, places[path])
    if isinstance(value, str) and "{{" in value:
        places[path] = replace(places[path], calls=tuple(_find_calls(loader.text, node, offset)), key=str(path[0]) if path else "")
    return value


def _find_calls(text: str, node: Any, offset: int) -> Iterator[tuple[int, int]]:
    """Yield line and column of the name of each macro called in a scalar."""
    for match in CALL.finditer(text, node.start_mark.index, node.end_mark.index):
        at = match.end()
        yield text.count("\n", 0, at) + 1 + offset, at - text.rfind("\n", 0, at)


def _read_scalar(loader: Any, node: Any, place: Place) -> str | int | float | bool | None:
    """Return the value of a scalar.

    Raises: FaultError for a value that does not fit its tag (`!!int x`), or is no plain data.
    """
    try:
        value = loader.construct_object(node, deep=True)
    except (ValueError, LookupError, AttributeError) as error:  # PyYAML's constructors raise any of them
        fact = f'has a value that cannot be read ("{node.value[:40]}": {type(error).__name__})'
        raise FaultError(Fault(place, "yaml", fact, "put it in quotes")) from None
    if value is not None and not isinstance(value, str | int | float | bool):
        raise FaultError(Fault(place, "yaml", f"has a value of the tag {node.tag}", "write plain text")) from None
    return value
