"""The files of words: their list, their reading and their validation."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from macros.base.files import list_files
from macros.base.yaml_source import SafeLoader
from macros.numbers.language.phrase_index import squeeze_unit

FOLDER = Path(__file__).parents[1] / "languages"
_REFERENCE = FOLDER / "en.yml"
UNITS = Path(__file__).parents[1] / "units.yml"
Table = dict[str, Any]
"""The file of a language, as YAML gives it."""
_HEDGES = frozenset({"over", "at_least", "under", "at_most", "about", "none"})


class UnknownLanguage(ValueError):
    """The error for a language without a file of words. Its message names the known languages."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f'unknown language "{str(code)[:40]}": known are {", ".join(list_codes())}; add macros/numbers/languages/<code>.yml'
        )
        self.code = code


class LanguageError(ValueError):
    """The error for a malformed file of words. Its message names the file, the key and the fact."""


def list_codes() -> list[str]:
    """Return the codes of all languages with a file."""
    return [path.stem for path in list_files(FOLDER, ".yml")]


def read_language_file(code: str) -> Table:
    """Read the words of a language. Raises UnknownLanguage, or LanguageError for a malformed file."""
    if code not in list_codes():
        raise UnknownLanguage(code)
    path = FOLDER / f"{code}.yml"
    table: Table = yaml.load(path.read_text(encoding="utf-8"), SafeLoader)
    _validate_table(path.name, table)
    if spellings := table.pop("spellings", None):
        table = _add_spellings(table, [str.maketrans(spelling) for spelling in spellings])
    table["foreign_units"] = _add_foreign_units(table["units"])
    return table


def _add_spellings(value: Any, spellings: list[dict[int, str]]) -> Any:
    """Add each word of a table in its other spellings: "dreißig" as "dreissig", "fünf" as "fuenf"."""
    if isinstance(value, dict):
        return {form: _add_spellings(each, spellings) for key, each in value.items() for form in _spell_word(key, spellings)}
    if isinstance(value, list):
        return [form for each in value for form in _spell_word(_add_spellings(each, spellings), spellings)]
    return value


def _spell_word(word: Any, spellings: list[dict[int, str]]) -> list[Any]:
    return [*dict.fromkeys([word, *map(word.translate, spellings)])] if isinstance(word, str) else [word]


def _add_foreign_units(units: Table) -> list[str]:
    """Add the words for each unit in any language to the language's unit of that kind. Return those for percent."""
    added: list[str] = []
    own = {squeeze_unit(word) for unit in units.values() for word in unit["words"]}
    for kind, words in yaml.load(UNITS.read_text(encoding="utf-8"), SafeLoader).items():
        unit = next((unit for unit in units.values() if unit["kind"] == kind), None)
        if unit is None:
            unit = units[kind.replace("_", " ")] = {"kind": kind, "words": []}
        foreign = [word for word in words if squeeze_unit(word) not in own]
        unit["words"] = [*unit["words"], *foreign]
        added += foreign if kind == "percentage" else []
    return added


_REQUIRED = """
    separators units numbers scales fractions fraction_followers ratios rates times_words comparatives multipliers
    multiplier_doubles verbs hedges_before hedges_after directions basis ranges lists months references ordinals writing
    plus_words
"""


@lru_cache
def list_keys() -> frozenset[str]:
    """Return all possible keys of a file. English lists each, with its purpose."""
    return frozenset(re.findall(r"^(\w+):", _REFERENCE.read_text(encoding="utf-8"), re.MULTILINE))


def _validate_table(name: str, table: object) -> None:
    if not isinstance(table, dict):
        raise LanguageError(f"{name}: is not a mapping")
    if missing := [key for key in _REQUIRED.split() if key not in table]:
        raise LanguageError(f"{name}: lacks {', '.join(missing)}")
    if unknown := set(map(str, table)) - list_keys():
        raise LanguageError(f"{name}: {', '.join(sorted(unknown))} is not a key; all keys are in macros/numbers/languages/en.yml")
    for key in ("hedges_before", "hedges_after"):
        if unknown := set(table[key]) - _HEDGES:
            raise LanguageError(f"{name}: {key} has {', '.join(sorted(unknown))}; known are {', '.join(sorted(_HEDGES))}")
    if unknown := set(table["directions"]) - {"up", "down"}:
        raise LanguageError(f"{name}: directions has {', '.join(sorted(unknown))}; known are down, up")
    for key, value in table.items():
        for word in _list_leaves(value):
            if (isinstance(word, bool) and not isinstance(value, bool)) or word is None:
                raise LanguageError(f"{name}: {key} has a word that YAML reads as {word}: put it in quotes")


def _list_leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in _list_leaves(inner)] + [key for key in value if isinstance(key, bool)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in _list_leaves(inner)]
    return [value]
