"""The one address for what readers report: of e-mail (`mailto:`) or of a form for issues (`extra.contact` in mkdocs.yml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

SUBJECT = "{subject}"
_MAIL = re.compile(r"mailto:[A-Za-z0-9.!#$%&'*+/=^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True)
class Contact:
    """A contact.

    Attributes:
        address: `mailto:` with an address, or `https:`. `{subject}` in it is where a form takes the subject, if not as `title`.
    """

    address: str

    @property
    def link(self) -> str:
        """Return the address without a subject."""
        return self._fill("") if SUBJECT in self.address else self.address

    @property
    def name(self) -> str:
        """Return the address as readers see it."""
        if self.address.startswith("mailto:"):
            return self.address.removeprefix("mailto:")
        return self.address.partition("//")[2].partition("?")[0].rstrip("/")

    def make_link(self, subject: str) -> str:
        """Return the address with a subject filled in."""
        if SUBJECT in self.address:
            return self._fill(subject)
        key = "subject" if self.address.startswith("mailto:") else "title"
        return f"{self.address}{'&' if '?' in self.address else '?'}{key}={quote(subject, safe='')}"

    def _fill(self, subject: str) -> str:
        return self.address.replace(SUBJECT, quote(subject, safe=""))


def is_contact(text: object) -> bool:
    """Return True if a text is an address of e-mail or of a form."""
    if not isinstance(text, str) or not text.isprintable() or any(sign in text for sign in ' "<>\\#'):
        return False
    if text.startswith("mailto:"):
        return _MAIL.fullmatch(text) is not None
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and SUBJECT not in parts.netloc
