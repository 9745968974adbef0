"""Asks addresses whether they still answer, as a guest would: who we are, one request a host at a time, and no page that is not needed."""

from __future__ import annotations

import email.utils
import time
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import requests

# Answers after which another try makes sense, later.
_LATER = frozenset({429, 502, 503, 504})
# Answers that say something of who asks, and nothing of what a reader would see.
_REFUSALS = frozenset({401, 403, 405, 406, 418, 429, 451, 999})
_GONE = frozenset({404, 410})
_PERMANENT = frozenset({301, 308})
_HOPS = 10


@dataclass(frozen=True)
class Manners:
    """delay: seconds between two requests to one host. timeout: for an answer. tries: of one address.

    longest_wait: seconds, however long a server asks to wait. agent: who asks, and where to complain.
    """

    agent: str
    delay: float = 3.0
    timeout: float = 20.0
    tries: int = 3
    longest_wait: float = 120.0


@dataclass(frozen=True)
class Answer:
    """What came of an address.

    outcome: ok; moved (for good, `to` is where); refused (to a program: a reader may see it); broken (not there, no address);
    failing (no answer, or the server's own error: may come back).
    """

    address: str
    outcome: str
    fact: str
    to: str = ""

    @property
    def is_rot(self) -> bool:
        return self.outcome in ("broken", "failing")


@dataclass
class Asker:
    manners: Manners
    session: requests.Session = field(default_factory=requests.Session)
    _next: dict[str, float] = field(default_factory=dict)  # host -> when it may be asked again

    def __post_init__(self) -> None:
        self.session.headers.update({"User-Agent": self.manners.agent, "Accept": "text/html,*/*;q=0.8"})

    def ask(self, address: str) -> Answer:
        """Ask until there is an answer that will not change by asking again."""
        for turn in range(1, self.manners.tries + 1):
            answer, wait = self._once(address)
            if wait is None or turn == self.manners.tries:
                return answer
            pause = wait if wait > 0 else self.manners.delay * 2**turn
            host = urlsplit(address).netloc
            self._next[host] = max(self._next.get(host, 0.0), time.monotonic() + min(pause, self.manners.longest_wait))
        raise AssertionError("an address is asked once at least")

    def _once(self, address: str) -> tuple[Answer, float | None]:
        """An answer, and after how many seconds to ask again: 0 where the server does not say, None for never."""
        try:
            status, to, permanent, wait = self._follow(address)
        except requests.exceptions.Timeout:
            return Answer(address, "failing", f"gave no answer within {self.manners.timeout:g} seconds"), 0.0
        except requests.exceptions.SSLError:
            return Answer(address, "failing", "has a certificate that cannot be trusted"), 0.0
        except ValueError:  # of whichever library reads the address first
            return Answer(address, "broken", "is not an address that can be asked"), None
        except requests.exceptions.TooManyRedirects:
            return Answer(address, "broken", f"leads on more than {_HOPS} times"), None
        except requests.exceptions.RequestException:
            return Answer(address, "failing", "cannot be reached"), 0.0
        again = wait if status in _LATER else None
        if status < 400:
            if to and permanent:
                return Answer(address, "moved", f"has moved for good to {to}", to), None
            return Answer(address, "ok", f"answers {status}", to), None
        if status in _GONE:
            return Answer(address, "broken", f"is not there (answers {status})", to), None
        if status in _REFUSALS:
            return Answer(address, "refused", f"refuses programs (answers {status})", to), again
        return Answer(address, "failing" if status >= 500 else "broken", f"answers {status}", to), again

    def _follow(self, address: str) -> tuple[int, str, bool, float]:
        """Status, where it led ("" for nowhere else), whether each step there was for good, and how long the server asks to wait."""
        here, permanent = address, True
        for _ in range(_HOPS + 1):
            response = self._request("HEAD", here)
            # Many servers do not know HEAD, or answer it otherwise: what a reader would get decides.
            if response.status_code >= 400 and response.status_code not in _LATER:
                response = self._request("GET", here)
            if not response.is_redirect:
                return response.status_code, here if here != address else "", permanent, _wait(response)
            permanent = permanent and response.status_code in _PERMANENT
            here = urljoin(here, response.headers["Location"])
            if urlsplit(here).scheme not in ("http", "https"):
                raise requests.exceptions.InvalidSchema(here)
        raise requests.exceptions.TooManyRedirects

    def _request(self, method: str, address: str) -> requests.Response:
        host = urlsplit(address).netloc
        time.sleep(max(0.0, self._next.get(host, 0.0) - time.monotonic()))
        try:
            response = self.session.request(method, address, timeout=self.manners.timeout, allow_redirects=False, stream=True)
            response.close()  # the page itself is not wanted
            return response
        finally:
            self._next[host] = time.monotonic() + self.manners.delay


def _wait(response: requests.Response) -> float:
    """What `Retry-After` asks for, in seconds: a number of them, or a date. 0 where it asks for nothing that can be read."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdigit():
        return float(text[:9])
    try:
        until = email.utils.parsedate_to_datetime(text)
        return max(0.0, until.timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 0.0
