"""Exhibits: the charts and tables declared in data/charts.yml and data/tables.yml, each a grid of figures.

An exhibit holds no number of its own: every cell is a figure, every number in its words a quote.
So a chart shows nothing that its table lacks, and both show nothing that the data does not support.
"""

from macros.exhibits.exhibit import Exhibit, read_exhibits
from macros.exhibits.grid import Line
from macros.exhibits.show import build_chart, write_chart, write_chart_table, write_file_links, write_table
from macros.exhibits.texts import write_texts

__all__ = [
    "Exhibit",
    "Line",
    "build_chart",
    "read_exhibits",
    "write_chart",
    "write_chart_table",
    "write_file_links",
    "write_table",
    "write_texts",
]
