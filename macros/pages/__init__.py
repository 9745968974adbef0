"""Pages: the Markdown files of docs/<lang>/, their front matter, and what the macros write around their text."""

from macros.pages.page import TOPICS, Claim, Page, Source, read_pages, topic_name, topic_url

__all__ = ["TOPICS", "Claim", "Page", "Source", "read_pages", "topic_name", "topic_url"]
