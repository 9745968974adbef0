"""The context of cells in tables and lists of terms: headers, captions, terms. Each row and table is read once."""

from __future__ import annotations

from dataclasses import dataclass, field

from macros.base.elements import Element
from macros.claims.passage import Binding
from macros.figures import join_selections

_MAX_HEAD = 400  # characters of the headers of one row


@dataclass
class _Table:
    """The words of a table. `selected`: the selection shared by its cells, if they are figures; `version`: of their data."""

    caption: str
    first_row: Element | None
    first_cells: list[str]
    head: list[tuple[Element, list[str]]]
    selected: str
    as_of: str

    @classmethod
    def from_element(cls, node: Element) -> _Table:
        first = next(node.iter("tr"), None)
        head = [(row, _list_cells(row)) for row in node.iterfind("thead/tr")]
        caption = " ".join(map(read_element_text, node.iterchildren("caption")))
        given = node.get("data-cells") or "", node.get("data-as-of") or ""
        return cls(caption, first, [] if first is None else _list_cells(first), head, *given)

    def find_column_selection(self, column: int) -> str:
        """Return the selection of a column by its head; "" if it has none."""
        cells = [] if self.first_row is None else list(self.first_row.iterchildren("td", "th"))
        return (cells[column].get("data-cells") or "") if column < len(cells) else ""


@dataclass
class CellContext:
    """The cells of one page, in the order of reading."""

    _column_by_cell: dict[Element, int] = field(default_factory=dict)
    _head_by_row: dict[Element, str] = field(default_factory=dict)  # of each row
    _term_by_cell: dict[Element, Element | None] = field(default_factory=dict)  # of each `dd`
    _table_by_row: dict[Element, _Table | None] = field(default_factory=dict)  # of each row

    def add_cell(self, cell: Element) -> None:
        """Add a cell. Those before it in its row must have been added."""
        before = cell.getprevious()
        if cell.tag == "dd":
            while before is not None and before.tag not in ("dt", "dd"):
                before = before.getprevious()
            self._term_by_cell[cell] = before if before is None or before.tag == "dt" else self._term_by_cell.get(before)
        else:
            while before is not None and before.tag not in ("td", "th"):
                before = before.getprevious()
            self._column_by_cell[cell] = 0 if before is None else self._column_by_cell.get(before, -1) + 1

    def find_headers(self, cell: Element) -> str:
        """Return the headers of a cell: of its row, and of its column in the head of the table."""
        row = cell.getparent()
        if row is None or (table := self._find_table(row)) is None:
            return ""
        column = self._column_by_cell[cell]
        heads = [texts[column] for line, texts in table.head if line is not row and column < len(texts)]
        return " ".join([head for head in (self._find_row_head(row),) if head] + heads)

    def find_figure(self, cell: Element) -> Binding | None:
        """Return the figure a cell is by its position; None if its table has no selection.

        The selections of table, row and column make an address. A cell without a digit states a missing value.
        """
        row = cell.getparent()
        if row is None or cell.tag != "td" or (table := self._find_table(row)) is None or not table.selected or row is table.first_row:
            return None
        if not any(map(str.isdigit, read_element_text(cell))):
            return None
        head = next(row.iterchildren("th"), None)
        beside = "" if head is None else head.get("data-cells") or ""
        name = join_selections(table.selected, beside, table.find_column_selection(self._column_by_cell[cell]))
        shown = (node.get("id") or "" for node in row.iterancestors("div", "figure"))
        within = next((each for each in shown if each.startswith(("table-", "chart-"))), "table")
        return Binding("figure", name, table.as_of, "cell", within=within)

    def is_repeated(self, cell: Element, text: str) -> bool:
        """Return whether a text repeats its column's head. Heads that name codes are compared with the data on their own."""
        row = cell.getparent()
        if row is None or (table := self._find_table(row)) is None or not table.selected:
            return False
        column = sum(1 for _ in cell.itersiblings("td", "th", preceding=True))
        return table.find_column_selection(column) != "" and table.first_cells[column] == " ".join(text.split())

    def find_unit_words(self, cell: Element) -> str:
        """Return the words with the likely unit of a bare number in a cell: caption, row and column; of a `dd` its term."""
        if cell.tag == "dd":
            term = self._term_by_cell[cell]
            return "" if term is None else read_element_text(term)
        row = cell.getparent()
        if row is None or (table := self._find_table(row)) is None or table.first_row is None:
            return ""
        column = self._column_by_cell[cell]
        heads = [] if table.first_row is row else table.first_cells[column : column + 1]
        if cell.tag == "td":
            heads = [*heads, self._find_row_head(row), table.caption]
        return " ".join(heads)

    def _find_row_head(self, row: Element) -> str:
        if row not in self._head_by_row:
            self._head_by_row[row] = " ".join(map(read_element_text, row.iterchildren("th")))[:_MAX_HEAD]
        return self._head_by_row[row]

    def _find_table(self, row: Element) -> _Table | None:
        if row not in self._table_by_row:
            node = next(row.iterancestors("table"), None)
            if node is not None and node not in self._table_by_row:
                self._table_by_row[node] = _Table.from_element(node)
            self._table_by_row[row] = None if node is None else self._table_by_row[node]
        return self._table_by_row[row]


def _list_cells(row: Element) -> list[str]:
    return [read_element_text(cell) for cell in row.iterchildren("td", "th")]


def read_element_text(node: Element) -> str:
    """Return the text in an element, on one line."""
    return " ".join("".join(node.itertext()).split())
