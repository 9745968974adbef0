"""Pages: the Markdown files of docs/<lang>/, their front matter, and the HTML that macros write around their text."""

from macros.pages.page import Claim, Page, Source, read_pages, topic_url

__all__ = ["Claim", "Page", "Source", "read_pages", "topic_url"]
