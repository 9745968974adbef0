"""The site's own words, one YAML file a language: headings of lists, names of statuses, words beside months.

It holds no text of an author. Titles of figures are in data/figures.yml.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from babel import Locale

from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.base.files import list_files
from macros.base.yaml_source import read_yaml

FOLDER = Path(__file__).parent


@functools.lru_cache
def read_interface_words(lang: str) -> Mapping[str, Any]:
    """Return the words of a language.

    Raises: FaultError with the known languages.
    """
    path = FOLDER / f"{lang}.yml"
    name = f"macros/interface/{lang}.yml"
    if not path.is_file():
        known = suggest_nearest(lang, known_languages())
        raise FaultError(Fault(Place(name), "unknown-language", f'has no words for the language "{lang}"', known))
    value = read_yaml(path, name).value
    assert isinstance(value, dict), name
    return value


@functools.lru_cache
def known_languages() -> frozenset[str]:
    """Return the languages with words."""
    return frozenset(file.stem for file in list_files(FOLDER, ".yml"))


def with_plural(lang: str, name: str, number: Decimal) -> str:
    """Return the form of a word beside a number, by the language's plural rules: one of `{one: "{} point", other: "{} points"}`.

    number: with the decimals shown, because in some languages "1.0" takes another form than "1".
    """
    forms = read_interface_words(lang)[name]
    return str(forms.get(Locale.parse(lang).plural_form(number), forms["other"]))


def write_language_name(lang: str, shown_in: str) -> str:
    """Return the name of a language in another: "inglés"."""
    return str(Locale.parse(lang, sep="-").get_display_name(shown_in.replace("-", "_")) or lang)


def with_unit_form(form: object, unit: str) -> str:
    """Return the form of a word around an amount of a unit: one of `{percent: "más del {}", other: "más de {}"}`, or the only one."""
    return str(form.get(unit, form["other"]) if isinstance(form, Mapping) else form)
