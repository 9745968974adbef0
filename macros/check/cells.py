"""The context of cells in tables and lists of terms: headers, captions, terms. Each row and table is read once."""

from __future__ import annotations

from dataclasses import dataclass, field

from macros.base.elements import Element
from macros.check.model import Binding
from macros.figures import join

_MOST = 400  # characters of the headers of one row


@dataclass
class _Table:
    """The words of a table. `selected`: the selection shared by its cells, if they are figures; `as_of`: the version of their data."""

    caption: str
    first: Element | None
    first_cells: list[str]
    head: list[tuple[Element, list[str]]]
    selected: str
    as_of: str

    @classmethod
    def of(cls, node: Element) -> _Table:
        first = next(node.iter("tr"), None)
        head = [(row, _cells(row)) for row in node.iterfind("thead/tr")]
        caption = " ".join(map(text_of, node.iterchildren("caption")))
        given = node.get("data-cells") or "", node.get("data-as-of") or ""
        return cls(caption, first, [] if first is None else _cells(first), head, *given)

    def over(self, column: int) -> str:
        """Return the selection of a column by its head; "" if it has none."""
        cells = [] if self.first is None else list(self.first.iterchildren("td", "th"))
        return (cells[column].get("data-cells") or "") if column < len(cells) else ""


@dataclass
class Cells:
    """The cells of one page, in the order of reading."""

    _columns: dict[Element, int] = field(default_factory=dict)
    _heads: dict[Element, str] = field(default_factory=dict)  # of each row
    _terms: dict[Element, Element | None] = field(default_factory=dict)  # of each `dd`
    _tables: dict[Element, _Table | None] = field(default_factory=dict)  # of each row

    def enter(self, cell: Element) -> None:
        """Add a cell. Those before it in its row must have been added."""
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

    def figure(self, cell: Element) -> Binding | None:
        """Return the figure a cell is by its position; None if its table has no selection.

        The selections of table, row and column make an address. A cell without a digit states a missing value.
        """
        row = cell.getparent()
        if row is None or cell.tag != "td" or (table := self._table(row)) is None or not table.selected or row is table.first:
            return None
        if not any(map(str.isdigit, text_of(cell))):
            return None
        head = next(row.iterchildren("th"), None)
        beside = "" if head is None else head.get("data-cells") or ""
        name = join(table.selected, beside, table.over(self._columns[cell]))
        shown = (node.get("id") or "" for node in row.iterancestors("div", "figure"))
        within = next((each for each in shown if each.startswith(("table-", "chart-"))), "table")
        return Binding("figure", name, table.as_of, "cell", within=within)

    def is_repeated(self, cell: Element, text: str) -> bool:
        """Return whether a text repeats its column's head. Heads that name codes are compared with the data on their own."""
        row = cell.getparent()
        if row is None or (table := self._table(row)) is None or not table.selected:
            return False
        column = sum(1 for _ in cell.itersiblings("td", "th", preceding=True))
        return table.over(column) != "" and table.first_cells[column] == " ".join(text.split())

    def above(self, cell: Element) -> str:
        """Return the words with the likely unit of a bare number in a cell: caption, row and column; of a `dd` its term."""
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
