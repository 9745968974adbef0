"""Reading of quantities in text, and writing of numbers, per language. Imports nothing else of the project but `macros.base`."""

from macros.numbers.amounts import named_scale, named_units
from macros.numbers.find import find
from macros.numbers.found import Find
from macros.numbers.language import LanguageError, UnknownLanguage, just_words, language_name, names_unit, stress_words
from macros.numbers.write import write_compact, write_number, write_percent, write_range, write_words

__all__ = [
    "Find",
    "LanguageError",
    "UnknownLanguage",
    "find",
    "just_words",
    "language_name",
    "named_scale",
    "named_units",
    "names_unit",
    "stress_words",
    "write_compact",
    "write_number",
    "write_percent",
    "write_range",
    "write_words",
]
