"""What is wrong with mkdocs.yml, at its place. MkDocs names the setting alone, and expands aliases, of which a few can stand for millions
of values."""

from __future__ import annotations

import contextlib
import logging
import re
from pathlib import Path

import yaml

from macros.errors import Fault, Place
from macros.yamlfile import SafeLoader, read_text, refuse

FILE = "mkdocs.yml"
_TOLD = re.compile(r"Config value '([^']+)': (.+)", re.DOTALL)
# What MkDocs has told of the settings that it read last.
told: list[Fault] = []


def check(root: Path) -> None:
    """Check that mkdocs.yml holds no alias, and have MkDocs tell where its settings stand. Errors: FaultError."""
    told.clear()
    with contextlib.suppress(yaml.YAMLError):  # which MkDocs tells with its place
        refuse(read_text(root / FILE, FILE), FILE)
    logger = logging.getLogger("mkdocs.config")
    for placing in [each for each in logger.filters if isinstance(each, _Placing)]:
        logger.removeFilter(placing)
    logger.addFilter(_Placing(root))


class _Placing(logging.Filter):
    """Puts the place of a setting before what MkDocs says of it."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.root = root

    def filter(self, record: logging.LogRecord) -> bool:
        if match := _TOLD.match(record.getMessage()):
            fault = Fault(
                _place(self.root, match[1]), "mkdocs", f'has the setting "{match[1]}": {match[2].rstrip(".")}', "mend the setting"
            )
            told.append(fault)
            record.msg, record.args = str(fault), ()
        return True


def _place(root: Path, setting: str) -> Place:
    """The line and column of a setting that stands at the top of the file; of one that stands in none, the file."""
    with contextlib.suppress(OSError, UnicodeDecodeError, yaml.YAMLError):
        node = yaml.compose((root / FILE).read_text(encoding="utf-8"), Loader=SafeLoader)
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            if key.value == setting:
                return Place(FILE, key.start_mark.line + 1, key.start_mark.column + 1)
    return Place(FILE)
