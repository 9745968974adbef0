"""Text to numbers and numbers to text, per language. Imports no other room."""

from macros.numbers.find import Find, find
from macros.numbers.write import write_compact, write_number, write_percent

__all__ = ["Find", "find", "write_compact", "write_number", "write_percent"]
