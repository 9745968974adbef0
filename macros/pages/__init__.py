"""Pages: the Markdown files of docs/<lang>/, their front matter, and the HTML that macros write around their text."""

from macros.pages.page import Claim, Page, find_held_pages, make_topic_url, read_pages

__all__ = ["Claim", "Page", "find_held_pages", "make_topic_url", "read_pages"]
