"""Polite HTTP client for link checks: it names itself, spaces its requests to one host, and downloads no page."""

from __future__ import annotations

import email.utils
import time
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import requests

# Status codes worth a retry.
_RETRY_CODES = frozenset({429, 502, 503, 504})
# Status codes for programs: a reader may see the page.
_REFUSAL_CODES = frozenset({401, 403, 405, 406, 418, 429, 451, 999})
_GONE_CODES = frozenset({404, 410})
_PERMANENT_CODES = frozenset({301, 308})
_MAX_REDIRECTS = 10


@dataclass(frozen=True)
class RequestPolicy:
    """Limits and identity of the requests.

    Attributes:
        user_agent: The User-Agent header, with an address for complaints.
        delay: Seconds between two requests to one host.
        timeout: Seconds to wait for an answer.
        tries: Attempts for one address.
        longest_wait: Most seconds to wait before a retry, whatever the server asks for.
    """

    user_agent: str
    delay: float = 3.0
    timeout: float = 20.0
    tries: int = 3
    longest_wait: float = 120.0


@dataclass(frozen=True)
class Answer:
    """The result for an address.

    Attributes:
        outcome: `ok`, `moved` (permanently, `to` is the new address), `refused` (to programs, readers may see the page), `broken`
            (not found, or not an address) or `failing` (no answer or a server error, perhaps for now).
        fact: The result in words.
        to: The address it redirects to, or "".
    """

    address: str
    outcome: str
    fact: str
    to: str = ""

    @property
    def is_rot(self) -> bool:
        """Return True for a broken or failing link."""
        return self.outcome in ("broken", "failing")


@dataclass
class LinkClient:
    """An HTTP session that keeps its distance between requests."""

    policy: RequestPolicy
    session: requests.Session = field(default_factory=requests.Session)
    _next_time_by_host: dict[str, float] = field(default_factory=dict)  # host -> time of the next permitted request

    def __post_init__(self) -> None:
        self.session.headers.update({"User-Agent": self.policy.user_agent, "Accept": "text/html,*/*;q=0.8"})

    def check_address(self, address: str) -> Answer:
        """Return the answer for an address, after retries of temporary failures."""
        for turn in range(1, self.policy.tries + 1):
            answer, wait = self._try_once(address)
            if wait is None or turn == self.policy.tries:
                return answer
            pause = wait if wait > 0 else self.policy.delay * 2**turn
            host = urlsplit(address).netloc
            self._next_time_by_host[host] = max(
                self._next_time_by_host.get(host, 0.0), time.monotonic() + min(pause, self.policy.longest_wait)
            )
        raise AssertionError("an address is asked once at least")

    def _try_once(self, address: str) -> tuple[Answer, float | None]:
        """Return one answer and the seconds until a retry: 0 if the server names none, None for no retry."""
        try:
            status, to, permanent, wait = self._follow_redirects(address)
        except requests.exceptions.Timeout:
            return Answer(address, "failing", f"gave no answer within {self.policy.timeout:g} seconds"), 0.0
        except requests.exceptions.SSLError:
            return Answer(address, "failing", "has a certificate that cannot be trusted"), 0.0
        except ValueError:  # raised by whichever library parses the address first
            return Answer(address, "broken", "is not an address that can be asked"), None
        except requests.exceptions.TooManyRedirects:
            return Answer(address, "broken", f"leads on more than {_MAX_REDIRECTS} times"), None
        except requests.exceptions.RequestException:
            return Answer(address, "failing", "cannot be reached"), 0.0
        again = wait if status in _RETRY_CODES else None
        if status < 400:
            if to and permanent:
                return Answer(address, "moved", f"has moved for good to {to}", to), None
            return Answer(address, "ok", f"answers {status}", to), None
        if status in _GONE_CODES:
            return Answer(address, "broken", f"is not there (answers {status})", to), None
        if status in _REFUSAL_CODES:
            return Answer(address, "refused", f"refuses programs (answers {status})", to), again
        return Answer(address, "failing" if status >= 500 else "broken", f"answers {status}", to), again

    def _follow_redirects(self, address: str) -> tuple[int, str, bool, float]:
        """Follow the redirects of an address.

        Returns:
            The status, the final address or "" if it is the same, whether all redirects are permanent, and the wait the server asks for.
        """
        here, permanent = address, True
        for _ in range(_MAX_REDIRECTS + 1):
            response = self._send_request("HEAD", here)
            # Many servers reject HEAD or answer it differently. A reader's browser would send GET.
            if response.status_code >= 400 and response.status_code not in _RETRY_CODES:
                response = self._send_request("GET", here)
            if not response.is_redirect:
                return response.status_code, here if here != address else "", permanent, _read_retry_after(response)
            permanent = permanent and response.status_code in _PERMANENT_CODES
            here = urljoin(here, response.headers["Location"])
            if urlsplit(here).scheme not in ("http", "https"):
                raise requests.exceptions.InvalidSchema(here)
        raise requests.exceptions.TooManyRedirects

    def _send_request(self, method: str, address: str) -> requests.Response:
        host = urlsplit(address).netloc
        time.sleep(max(0.0, self._next_time_by_host.get(host, 0.0) - time.monotonic()))
        try:
            response = self.session.request(method, address, timeout=self.policy.timeout, allow_redirects=False, stream=True)
            response.close()  # the body is not needed
            return response
        finally:
            self._next_time_by_host[host] = time.monotonic() + self.policy.delay


def _read_retry_after(response: requests.Response) -> float:
    """Return the seconds in the `Retry-After` header, a number or a date, or 0 if there is none that can be read."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdigit():
        return float(text[:9])
    try:
        until = email.utils.parsedate_to_datetime(text)
        return max(0.0, until.timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 0.0
