"""Citations of a chart: plain, BibTeX, RIS. The title is the chart's subtitle, with measure, place and period."""

from __future__ import annotations

import re
from dataclasses import dataclass

from macros.interface import read_interface_words


@dataclass(frozen=True)
class Citation:
    """The facts of a citation.

    Attributes:
        key: The key of the BibTeX entry.
        date: The ISO date of the version.
        lang: The language of the words around.
    """

    key: str
    author: str
    title: str
    date: str
    address: str
    source: str
    lang: str

    def to_text(self) -> str:
        """Return the citation in words."""
        version, source = self._format_words("version", self.date), self._format_words("source", self.source)
        return f"{self.author}. {self.title}. {version}. {self.address}\n{source}.\n"

    def _format_words(self, name: str, text: str) -> str:
        return str(read_interface_words(self.lang)["cited"][name]).format(text)

    def to_bibtex(self) -> str:
        """Return the citation as a BibTeX entry."""
        fields = {
            "author": f"{{{escape_tex(self.author)}}}",
            "title": f"{{{escape_tex(self.title)}}}",
            "year": self.date[:4],
            "date": self.date,
            "version": self.date,
            "url": self.address,
            "note": escape_tex(self._format_words("source", self.source)),
        }
        body = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items())
        return f"@misc{{{self.key},\n{body}}}\n"

    def to_ris(self) -> str:
        """Return the citation as an RIS record."""
        year, month, day = self.date.split("-")
        fields = [
            ("TY", "DATA"),
            ("AU", self.author),
            ("TI", self.title),
            ("PY", year),
            ("DA", f"{year}/{month}/{day}"),
            ("ET", self.date),
            ("UR", self.address),
            ("N1", self._format_words("source", self.source)),
            ("ER", ""),
        ]
        return "".join(f"{tag}  - {text}\n" for tag, text in fields)


def escape_tex(text: str) -> str:
    """Escape the special characters of TeX."""
    return re.sub(r"([&%$#_{}])", r"\\\1", text)
