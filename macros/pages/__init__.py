"""Pages: the Markdown files of docs/<lang>/, their front matter, and what the macros write around their text."""

from macros.pages.page import Claim, Page, Source, read_pages, topic_url

__all__ = ["Claim", "Page", "Source", "read_pages", "topic_url"]
