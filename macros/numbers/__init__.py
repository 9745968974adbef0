"""Reading of quantities in text, and writing of numbers, per language. Imports nothing else of the project but `macros.base`."""

from macros.numbers.find import find_quantities
from macros.numbers.found import Quantity
from macros.numbers.grammar.amounts import find_named_scale, find_named_units
from macros.numbers.language.language import (
    LanguageError,
    UnknownLanguage,
    find_language_name,
    find_near_words,
    has_lone_unit,
    stress_words,
)
from macros.numbers.write import write_compact, write_number, write_percent, write_range, write_words

__all__ = [
    "LanguageError",
    "Quantity",
    "UnknownLanguage",
    "find_language_name",
    "find_named_scale",
    "find_named_units",
    "find_near_words",
    "find_quantities",
    "has_lone_unit",
    "stress_words",
    "write_compact",
    "write_number",
    "write_percent",
    "write_range",
    "write_words",
]
