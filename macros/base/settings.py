"""The settings of the site in mkdocs.yml (`extra:`), and faults of that file with line and column.

MkDocs itself names only the setting. It also expands aliases, and a few aliases can stand for millions of values.
"""

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
from macros.base.yaml_source import Document, SafeLoader, parse_yaml, read_text, refuse_aliases

FILE = "mkdocs.yml"
HOST = mkdocs.__name__
"""The name of the building package and of its loggers. Forks of MkDocs have other names."""
_SYNONYMS = "write synonyms: {en: [[car, automobile]]}"
_TOPICS = "write extra: topics: [{en: News, es: Noticias}]"
_TOLD = re.compile(r"Config value '([^']+)': (.+)", re.DOTALL)
# The faults found by MkDocs in the settings it read last.
settings_faults: list[Fault] = []


def language_plugin(config: Any) -> Any:
    """Return the plugin that builds one language after the other, or None for a site in one language."""
    return next((plugin for plugin in config["plugins"].values() if hasattr(plugin, "current_language")), None)


@dataclass(frozen=True)
class SiteSettings:
    """The settings of a site for the macros.

    Attributes:
        topics: topic in front matter -> language -> its name, in the order of listing.
        synonyms: language -> groups of words, any of which readers may type for the others.
    """

    topics: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    synonyms: Mapping[str, list[list[str]]] = field(default_factory=dict)

    def name_topic(self, topic: str, lang: str) -> str:
        """Return the name of a topic in a language, or the topic itself without one."""
        return self.topics.get(topic, {}).get(lang, topic)


def read_settings(root: Path) -> SiteSettings:
    """Read the part of mkdocs.yml below `extra:`.

    Raises: FaultError for a list in a wrong form.
    """
    if not (root / FILE).is_file():
        return SiteSettings()
    text = read_text(root / FILE, FILE)
    topics, synonyms = (parse_yaml(text, FILE, within=("extra", key)) for key in ("topics", "synonyms"))
    return SiteSettings(_read_topics(topics), _read_synonyms(synonyms))


def _read_synonyms(document: Document) -> dict[str, list[list[str]]]:
    found = document.value or {}
    if not isinstance(found, dict):
        raise _make_setting_error(document, (), "synonyms that are not by language", _SYNONYMS)
    for lang, groups in found.items():
        if not isinstance(groups, list) or not all(isinstance(each, list) and len(each) > 1 for each in groups):
            raise _make_setting_error(document, (lang,), f"synonyms in {lang} that are not lists of words", _SYNONYMS)
        if not all(isinstance(word, str) and word.strip() for each in groups for word in each):
            raise _make_setting_error(document, (lang,), f"a synonym in {lang} that is no word", _SYNONYMS)
    return {str(lang): groups for lang, groups in found.items()}


def _read_topics(document: Document) -> dict[str, dict[str, str]]:
    value = [] if document.value is None else document.value
    if not isinstance(value, list):
        raise _make_setting_error(document, (), "topics that are not a list", _TOPICS)
    found: dict[str, dict[str, str]] = {}
    for at, each in enumerate(value):
        names = {"": each} if isinstance(each, str) else each
        if not isinstance(names, dict) or not names or not all(isinstance(name, str) and name.strip() for name in names.values()):
            raise _make_setting_error(document, (at,), "a topic without a name", _TOPICS)
        name = next(iter(names.values()))
        if name in found:
            raise _make_setting_error(document, (at,), f'the topic "{name}" twice', "remove one of them")
        found[name] = {str(lang): text for lang, text in names.items()}
    return found


def _make_setting_error(document: Document, path: tuple[str | int, ...], fact: str, remedy: str) -> FaultError:
    return FaultError(Fault(document.place_of(*path), "mkdocs", f"has {fact}", remedy))


def find_root(argv: Sequence[str]) -> Path:
    """Return the folder of the settings named in a command of MkDocs. MkDocs passes it to hooks only after reading the settings."""
    for at, word in enumerate(argv):
        if word in ("-f", "--config-file") and argv[at + 1 : at + 2]:
            return Path(argv[at + 1]).absolute().parent
        if word.startswith("--config-file="):
            return Path(word.partition("=")[2]).absolute().parent
    return Path.cwd()


def check_settings(root: Path) -> None:
    """Check mkdocs.yml for aliases, and add places to MkDocs' messages about settings.

    Raises: FaultError.
    """
    settings_faults.clear()
    if not (root / FILE).is_file():  # MkDocs reports it, or reads another file
        return
    with contextlib.suppress(yaml.YAMLError):  # MkDocs reports it with its place
        refuse_aliases(read_text(root / FILE, FILE), FILE)
    logger = logging.getLogger(f"{HOST}.config")
    for placing in [each for each in logger.filters if isinstance(each, _PlacingFilter)]:
        logger.removeFilter(placing)
    logger.addFilter(_PlacingFilter(root))


class _PlacingFilter(logging.Filter):
    """A log filter that turns MkDocs' messages about settings into faults with places."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.root = root

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite a record about a setting, and let all records pass."""
        if match := _TOLD.match(record.getMessage()):
            fault = Fault(
                _find_setting(self.root, match[1]), "mkdocs", f'has the setting "{match[1]}": {match[2].rstrip(".")}', "fix the setting"
            )
            settings_faults.append(fault)
            record.msg, record.args = str(fault), ()
        return True


def _find_setting(root: Path, setting: str) -> Place:
    """Return the line and column of a top-level setting, or the file if it is not there."""
    with contextlib.suppress(OSError, UnicodeDecodeError, yaml.YAMLError):
        node = yaml.compose((root / FILE).read_text(encoding="utf-8"), Loader=SafeLoader)
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            if key.value == setting:
                return Place(FILE, key.start_mark.line + 1, key.start_mark.column + 1)
    return Place(FILE)
