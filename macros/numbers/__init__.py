"""Text to numbers and numbers to text, per language. Imports no other room."""

from macros.numbers.find import Find, find

__all__ = ["Find", "find"]
