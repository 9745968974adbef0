"""What mkdocs.yml says of this site to the macros (`extra:`), and what is wrong with that file, at its place: MkDocs names the setting
alone, and expands aliases, of which a few can stand for millions of values."""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import mkdocs
import yaml

from macros.base.errors import Fault, FaultError, Place
from macros.base.yaml_source import Document, SafeLoader, parse, read_text, refuse

FILE = "mkdocs.yml"
HOST = mkdocs.__name__
"""The package that builds, below whose name all that it tells is logged: a fork of MkDocs has another."""
_TOPICS = "write extra: topics: [{en: News, es: Noticias}]"
_TOLD = re.compile(r"Config value '([^']+)': (.+)", re.DOTALL)
# What MkDocs has told of the settings that it read last.
told: list[Fault] = []


def language_plugin(config: Any) -> Any:
    """Return the plugin by which MkDocs builds one language after the other; None where it has one language."""
    return next((plugin for plugin in config["plugins"].values() if hasattr(plugin, "current_language")), None)


@dataclass(frozen=True)
class SiteSettings:
    """What a site tells the macros of itself.

    topics: of the updates, in the order in which they are listed: name in front matter -> language -> name there.
    """

    topics: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def name_topic(self, topic: str, lang: str) -> str:
        """Return the name of a topic in a language: the one that front matter has, where there is no other."""
        return self.topics.get(topic, {}).get(lang, topic)


def read_settings(root: Path) -> SiteSettings:
    """Read what mkdocs.yml says below `extra:`. Errors: FaultError for a list that has not the form it must have."""
    if not (root / FILE).is_file():
        return SiteSettings()
    text = read_text(root / FILE, FILE)
    return SiteSettings(_read_topics(parse(text, FILE, within=("extra", "topics"))))


def _read_topics(document: Document) -> dict[str, dict[str, str]]:
    value = [] if document.value is None else document.value
    if not isinstance(value, list):
        raise _refused(document, (), "topics that are not a list", _TOPICS)
    found: dict[str, dict[str, str]] = {}
    for at, each in enumerate(value):
        names = {"": each} if isinstance(each, str) else each
        if not isinstance(names, dict) or not names or not all(isinstance(name, str) and name.strip() for name in names.values()):
            raise _refused(document, (at,), "a topic without a name", _TOPICS)
        name = next(iter(names.values()))
        if name in found:
            raise _refused(document, (at,), f'the topic "{name}" twice', "remove one of them")
        found[name] = {str(lang): text for lang, text in names.items()}
    return found


def _refused(document: Document, path: tuple[str | int, ...], fact: str, remedy: str) -> FaultError:
    return FaultError(Fault(document.place(*path), "mkdocs", f"has {fact}", remedy))


def find_root(argv: Sequence[str]) -> Path:
    """Return the folder of the settings that a command of MkDocs is called with: MkDocs gives it to no hook before it has read them."""
    for at, word in enumerate(argv):
        if word in ("-f", "--config-file") and argv[at + 1 : at + 2]:
            return Path(argv[at + 1]).absolute().parent
        if word.startswith("--config-file="):
            return Path(word.partition("=")[2]).absolute().parent
    return Path.cwd()


def check(root: Path) -> None:
    """Check that mkdocs.yml holds no alias, and have MkDocs tell where its settings stand. Errors: FaultError."""
    told.clear()
    if not (root / FILE).is_file():  # MkDocs tells of it, or reads another
        return
    with contextlib.suppress(yaml.YAMLError):  # which MkDocs tells with its place
        refuse(read_text(root / FILE, FILE), FILE)
    logger = logging.getLogger(f"{HOST}.config")
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
            fault = Fault(_place(self.root, match[1]), "mkdocs", f'has the setting "{match[1]}": {match[2].rstrip(".")}', "fix the setting")
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
