"""What a table or a list of terms says of its cells: their headers, the caption, the term. Each row and each table is read once."""

from __future__ import annotations

from dataclasses import dataclass, field

from macros.trees import Element

_MOST = 400  # characters of the headers of one row


@dataclass
class _Table:
    """The words of a table: its caption, its first row, and the rows of its head."""

    caption: str
    first: Element | None
    first_cells: list[str]
    head: list[tuple[Element, list[str]]]

    @classmethod
    def of(cls, node: Element) -> _Table:
        first = next(node.iter("tr"), None)
        head = [(row, _cells(row)) for row in node.iterfind("thead/tr")]
        return cls(" ".join(map(text_of, node.iterchildren("caption"))), first, [] if first is None else _cells(first), head)


@dataclass
class Cells:
    """The cells of one page, in the order in which they are asked for."""

    _columns: dict[Element, int] = field(default_factory=dict)
    _heads: dict[Element, str] = field(default_factory=dict)  # of each row
    _terms: dict[Element, Element | None] = field(default_factory=dict)  # of each `dd`
    _tables: dict[Element, _Table | None] = field(default_factory=dict)  # of each row

    def enter(self, cell: Element) -> None:
        """Note a cell, when those before it in its row were noted."""
        before = cell.getprevious()
        if cell.tag == "dd":
            while before is not None and before.tag not in ("dt", "dd"):
                before = before.getprevious()
            self._terms[cell] = before if before is None or before.tag == "dt" else self._terms.get(before)
        else:
            while before is not None and before.tag not in ("td", "th"):
                before = before.getprevious()
            self._columns[cell] = 0 if before is None else self._columns.get(before, -1) + 1

    def headers(self, cell: Element) -> str:
        """Return the headers of a cell: of its row, and of its column in the head of the table."""
        row = cell.getparent()
        if row is None or (table := self._table(row)) is None:
            return ""
        column = self._columns[cell]
        heads = [texts[column] for line, texts in table.head if line is not row and column < len(texts)]
        return " ".join([head for head in (self._row(row),) if head] + heads)

    def above(self, cell: Element) -> str:
        """Return the words that may say the unit of what stands in a cell without one: caption, row and column; of a `dd` its term."""
        if cell.tag == "dd":
            term = self._terms[cell]
            return "" if term is None else text_of(term)
        row = cell.getparent()
        if row is None or (table := self._table(row)) is None or table.first is None:
            return ""
        column = self._columns[cell]
        heads = [] if table.first is row else table.first_cells[column : column + 1]
        if cell.tag == "td":
            heads = [*heads, self._row(row), table.caption]
        return " ".join(heads)

    def _row(self, row: Element) -> str:
        if row not in self._heads:
            self._heads[row] = " ".join(map(text_of, row.iterchildren("th")))[:_MOST]
        return self._heads[row]

    def _table(self, row: Element) -> _Table | None:
        if row not in self._tables:
            node = next(row.iterancestors("table"), None)
            if node is not None and node not in self._tables:
                self._tables[node] = _Table.of(node)
            self._tables[row] = None if node is None else self._tables[node]
        return self._tables[row]


def _cells(row: Element) -> list[str]:
    return [text_of(cell) for cell in row.iterchildren("td", "th")]


def text_of(node: Element) -> str:
    """Return the text in an element, on one line."""
    return " ".join("".join(node.itertext()).split())
