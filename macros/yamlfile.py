"""Reading YAML with the place of every value, so that a fault can name file, line and column.

Plain YAML (safe types only), duplicate keys refused, dates left as text so that an impossible one can be named.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from macros.errors import Fault, FaultError, Place

Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """A YAML text read: `value` (mappings, lists, text, numbers, booleans, None) and the place of each value.

    places: path of keys and indices -> Place; the empty path is the document's own place.
    """

    value: Any
    places: dict[Path_, Place] = field(repr=False, default_factory=dict)
    path: str = ""

    def place(self, *path: str | int) -> Place:
        """The place of a value, or of the nearest thing around it that has one."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return Place(self.path)


# Dates stay text: the safe loader would raise ValueError on 2021-02-30, without a place.
class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    pass


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}


def parse(text: str, name: str, *, line_offset: int = 0) -> Document:
    """Parse a YAML text. `line_offset`: lines of the file that stand before it (front matter).

    Errors: FaultError with the place of the syntax error, of a duplicate key or of a tag that is not plain data.
    """
    loader = _Loader(text)
    places: dict[Path_, Place] = {}
    try:
        node = loader.get_single_node()
        if node is None:
            return Document(None, places, name)
        value = _construct(loader, node, (), places, name, line_offset)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(name, mark.line + 1 + line_offset, mark.column + 1) if mark else Place(name)
        raise FaultError(Fault(place, "yaml", f"is not valid YAML ({error.problem})", "mend the syntax")) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error) or type(error).__name__
        raise FaultError(Fault(Place(name), "yaml", f"is not valid YAML ({reason})", "mend the syntax")) from None
    finally:
        loader.dispose()
    return Document(value, places, name)


def read(path: Path, name: str) -> Document:
    """Read a YAML file. `name` is the path shown in faults. Errors: FaultError (missing, not UTF-8, not YAML)."""
    return parse(read_text(path, name), name)


def read_text(path: Path, name: str) -> str:
    """The text of a UTF-8 file. Errors: FaultError naming the file, and the byte that is not UTF-8."""
    try:
        data = path.read_bytes()
    except OSError as error:
        fault = Fault(Place(name), "missing-file", f"cannot be read ({error.strerror})", "add the file")
        raise FaultError(fault) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        place = Place(name, line)
        raise FaultError(
            Fault(place, "encoding", f"is not UTF-8 (byte {error.start + 1})", "save the file as UTF-8")
        ) from None


def _construct(loader: Any, node: Any, path: Path_, places: dict[Path_, Place], name: str, offset: int) -> Any:
    places[path] = Place(name, node.start_mark.line + 1 + offset, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node, deep=True)
            place = Place(name, key_node.start_mark.line + 1 + offset, key_node.start_mark.column + 1)
            if not isinstance(key, str | int | bool | float):
                raise FaultError(Fault(place, "yaml", "has a key that is not plain text", "use a plain key"))
            if key in result:
                raise FaultError(Fault(place, "duplicate-key", f'has the key "{key}" twice', "remove one of them"))
            result[key] = _construct(loader, value_node, (*path, key), places, name, offset)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_construct(loader, item, (*path, i), places, name, offset) for i, item in enumerate(node.value)]
    return loader.construct_object(node, deep=True)
