"""Pages: the Markdown files of docs/<lang>/, their front matter, and what the macros write around their text."""

from macros.pages.page import Page, Source, read_pages

__all__ = ["Page", "Source", "read_pages"]
