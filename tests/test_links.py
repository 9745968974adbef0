"""The check of links asks a real server: what is there, what moved, what is gone, who asks to wait, who does not answer."""

from __future__ import annotations

import email.utils
import http.server
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from macros.base.errors import FaultError, Place
from macros.links.ask import Answer, LinkClient, RequestPolicy
from macros.links.collect import find_external_links, find_places, read_exceptions
from tests.conftest import ROOT
from tests.project import told, write

AGENT = "project-links/1.0 (+https://example.org)"


@dataclass
class Server:
    """Answers by path, and remembers who asked what, when."""

    address: str = ""
    asked: list[tuple[str, str, float, str]] = field(default_factory=list)  # method, path, when, user agent

    def methods(self, path: str) -> list[str]:
        return [method for method, at, _, _ in self.asked if at == path]

    def gaps(self) -> list[float]:
        times = [when for _, _, when, _ in self.asked]
        return [later - earlier for earlier, later in zip(times, times[1:], strict=False)]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_of: Server

    def _answer(self) -> None:
        found = self.server_of
        found.asked.append((self.command, self.path, time.monotonic(), self.headers["User-Agent"]))
        first = len(found.methods(self.path)) == 1
        later = email.utils.formatdate(time.time() + 1, usegmt=True)
        answers: dict[str, tuple[int, dict[str, str]]] = {
            "/there": (200, {}),
            "/moved": (301, {"Location": "/there"}),
            "/moved-twice": (308, {"Location": "/moved"}),
            "/elsewhere-today": (302, {"Location": "/there"}),
            "/moved-to-nothing": (301, {"Location": "/gone"}),
            "/loop": (302, {"Location": "/loop"}),
            "/away": (302, {"Location": "ftp://example.org/x"}),
            "/gone": (404, {}),
            "/gone-for-good": (410, {}),
            "/no-head": (405 if self.command == "HEAD" else 200, {}),
            "/head-lies": (404 if self.command == "HEAD" else 200, {}),
            "/refused": (403, {}),
            "/busy-once": (429 if first else 200, {"Retry-After": "1"} if first else {}),
            "/busy-until": (503 if first else 200, {"Retry-After": later} if first else {}),
            "/busy-always": (429, {"Retry-After": "86400"}),
            "/busy-unclear": (429, {"Retry-After": "soon"}),
            "/broken-server": (500, {}),
            "/down-once": (502 if first else 200, {}),
            "/down": (503, {}),
        }
        if self.path == "/slow" or (self.path == "/slow-once" and first):
            time.sleep(60)  # longer than anybody waits
        status, headers = answers.get(self.path, (200, {}))
        body = b"" if self.command == "HEAD" else b"x" * 100
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:  # who asked has gone
            self.close_connection = True

    do_GET = do_HEAD = _answer

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    handler = type("OurHandler", (Handler,), {"server_of": found})
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    found.address = f"http://127.0.0.1:{running.server_address[1]}"
    yield found
    running.shutdown()
    running.server_close()


def asker(**changed: float) -> LinkClient:
    manners = {"delay": 0.02, "timeout": 2.0, "tries": 2, "longest_wait": 2.0, **changed}
    return LinkClient(RequestPolicy(AGENT, manners["delay"], manners["timeout"], int(manners["tries"]), manners["longest_wait"]))


@pytest.mark.parametrize(
    ("path", "outcome", "methods"),
    [
        ("/there", "ok", ["HEAD"]),
        ("/moved", "moved", ["HEAD"]),
        ("/moved-twice", "moved", ["HEAD"]),
        ("/elsewhere-today", "ok", ["HEAD"]),
        ("/moved-to-nothing", "broken", ["HEAD"]),
        ("/loop", "broken", ["HEAD"] * 11),
        ("/away", "broken", ["HEAD"]),
        ("/gone", "broken", ["HEAD", "GET"]),
        ("/gone-for-good", "broken", ["HEAD", "GET"]),
        ("/no-head", "ok", ["HEAD", "GET"]),
        ("/head-lies", "ok", ["HEAD", "GET"]),
        ("/refused", "refused", ["HEAD", "GET"]),
        ("/busy-once", "ok", ["HEAD", "HEAD"]),
        ("/busy-until", "ok", ["HEAD", "HEAD"]),
        ("/busy-unclear", "refused", ["HEAD", "HEAD"]),
        ("/broken-server", "failing", ["HEAD", "GET"]),
        ("/down-once", "ok", ["HEAD", "HEAD"]),
        ("/down", "failing", ["HEAD", "HEAD"]),
        ("/slow", "failing", ["HEAD", "HEAD"]),
        ("/slow-once", "ok", ["HEAD", "HEAD"]),
    ],
)
def test_an_answer_is_judged_and_no_more_is_asked_than_is_needed(server: Server, path: str, outcome: str, methods: list[str]) -> None:
    answer = asker().check_address(server.address + path)
    assert (answer.outcome, server.methods(path)) == (outcome, methods), answer


def test_where_it_moved_is_told(server: Server) -> None:
    assert asker().check_address(f"{server.address}/moved-twice").to == f"{server.address}/there"


def test_a_server_that_asks_to_wait_is_waited_for(server: Server) -> None:
    asker().check_address(f"{server.address}/busy-once")
    assert server.gaps()[0] >= 1.0


def test_nobody_is_waited_for_longer_than_we_can(server: Server) -> None:
    begun = time.monotonic()
    answer = asker(longest_wait=0.3).check_address(f"{server.address}/busy-always")
    assert answer.outcome == "refused" and not answer.is_rot
    assert time.monotonic() - begun < 600 and server.gaps()[0] >= 0.3


def test_a_host_is_asked_slowly_by_somebody_with_a_name(server: Server) -> None:
    polite = asker(delay=0.3)
    for path in ("/there", "/gone", "/moved"):
        polite.check_address(server.address + path)
    assert len(server.asked) == 5  # the second by HEAD and GET, the third with where it leads
    assert all(gap >= 0.29 for gap in server.gaps()), server.gaps()
    assert {agent for _, _, _, agent in server.asked} == {AGENT}


@pytest.mark.parametrize(
    ("address", "outcome"),
    [
        pytest.param("http://127.0.0.1:9/", "failing", id="nobody listens"),
        pytest.param("http://host.invalid/", "failing", id="no such host"),
        pytest.param("http:///path", "broken", id="no host"),
        pytest.param("http://[::1", "broken", id="half an address"),
        pytest.param("http://x..y.invalid/", "broken", id="an impossible name"),
        pytest.param("https://127.0.0.1:99999/", "broken", id="an impossible port"),
    ],
)
def test_an_address_that_cannot_be_asked_is_an_outcome_and_no_traceback(address: str, outcome: str) -> None:
    assert asker(tries=1).check_address(address).outcome == outcome


# ---- The list of links -------------------------------------------------------------------------------------------


PAGE = '<html><head><link rel="canonical" href="https://example.org/"></head><body>{}</body></html>'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path, "mkdocs.yml", "site_name: x\nrepo_url: https://example.org/repository\n")
    return tmp_path


def site(root: Path, **pages: str) -> Path:
    for name, body in pages.items():
        write(root, f"site/{name}.html", PAGE.format(body))
    return root / "site"


def test_links_that_leave_the_site_are_collected_once_with_their_pages(project: Path) -> None:
    links = find_external_links(
        site(
            project,
            index='<a href="https://other.example/a#part">x</a><a href="about/">x</a><a href="https://example.org/own/">x</a>',
            more='<a href=" https://other.example/a ">x</a><a href="mailto:x@example.org">x</a><img src="http://pictures.example/x.png"><a href="http://[::1">x</a>',
        )
    )
    assert links == {
        "http://[::1": ("more.html",),
        "http://pictures.example/x.png": ("more.html",),
        "https://other.example/a": ("index.html", "more.html"),
    }


def test_a_built_site_has_links_that_leave_it_and_none_of_its_own(another_built: Path) -> None:
    links = find_external_links(another_built)
    assert "https://creativecommons.org/publicdomain/zero/1.0/" in links
    assert not [address for address in links if address.startswith("https://bicycles.example")]


def test_a_link_is_told_where_it_is_written(project: Path) -> None:
    write(project, "docs/en/a.md", "One.\nA [link](https://other.example/path/more) and [another](https://other.example/path).\n")
    found = find_places(project, ["https://other.example/path", "https://other.example/nowhere"])
    assert found == {"https://other.example/path": Place("docs/en/a.md", 2, 57)}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("exceptions: 5\n", ".github/links.yml", id="no list"),
        pytest.param("exceptions:\n  - address: https://x\n", ".github/links.yml:2:5", id="no reason"),
        pytest.param('exceptions:\n  - {address: https://x, reason: " "}\n', ".github/links.yml:2:5", id="an empty reason"),
        pytest.param("exceptions:\n  - https://x\n", ".github/links.yml:2:5", id="no mapping"),
    ],
)
def test_an_exception_without_its_reason_is_refused(project: Path, text: str, place: str) -> None:
    write(project, ".github/links.yml", text)
    with pytest.raises(FaultError) as caught:
        read_exceptions(project)
    assert told(caught.value.faults) == [("exception", place)]


# ---- The command ---------------------------------------------------------------------------------------------------


@pytest.fixture
def run(project: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    def do(*arguments: str) -> subprocess.CompletedProcess[str]:
        code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from macros.__main__ import main; sys.exit(main(sys.argv[1:]))"
        quick = ["--delay", "0.01", "--timeout", "2", "--tries", "1"]
        command = [sys.executable, "-c", code, "links", *quick, *arguments]
        return subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=600, check=False)

    return do


def test_the_command_tells_rot_with_place_and_remedy_and_counts_all(project: Path, server: Server, run: Callable) -> None:
    paths = ("/there", "/gone", "/moved", "/refused", "/slow", "/excepted")
    site(project, index="".join(f'<a href="{server.address}{path}">x</a>' for path in paths))
    write(project, "docs/en/index.md", f"\n[x]({server.address}/gone)\n")
    write(project, ".github/links.yml", "exceptions:\n  - {address: '*/excepted', reason: A test.}\n  - {address: 'x*', reason: Old.}\n")
    done = run("site")
    assert done.returncode == 1 and done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0] == f"docs/en/index.md:2:5: broken: {server.address}/gone is not there (answers 404); fix or remove the link [link]"
    assert lines[1].startswith(f"site/index.html: failing: {server.address}/slow gave no answer")
    assert lines[2].startswith(f"site/index.html: moved: {server.address}/moved has moved for good to {server.address}/there; write")
    assert lines[3].startswith(f"site/index.html: refused: {server.address}/refused")
    assert lines[4] == '.github/links.yml:3:5: the exception "x*" holds for no link; remove it [exception]'
    assert lines[5] == "Links asked: 5 (1 ok, 1 moved, 1 refused, 1 broken, 1 failing); not asked by exception: 1."
    assert server.methods("/excepted") == []
    assert {agent for _, _, _, agent in server.asked} == {"microsite-links/1.0 (weekly check of links; +https://example.org/repository)"}


def test_the_command_passes_where_all_links_answer_and_gives_json(project: Path, server: Server, run: Callable) -> None:
    site(project, index=f'<a href="{server.address}/there">x</a><a href="{server.address}/moved">x</a>')
    done = run("site", "--json")
    assert done.returncode == 0, done.stderr
    told_links = {link["address"].rpartition("/")[2]: link for link in json.loads(done.stdout)["links"]}
    assert told_links["there"]["outcome"] == "ok" and told_links["there"]["pages"] == ["index.html"]
    assert told_links["moved"]["to"] == f"{server.address}/there"


def test_the_list_is_shown_without_asking(project: Path, server: Server, run: Callable) -> None:
    site(project, index=f'<a href="{server.address}/there">x</a>')
    assert run("--list").stdout == f"{server.address}/there\n"
    assert server.asked == []


@pytest.mark.parametrize(
    ("prepare", "arguments", "said"),
    [
        pytest.param(lambda root: None, ["nowhere"], "nowhere: holds no page; build the site first (make build) [no-site]\n", id="no site"),
        pytest.param(lambda root: write(root, "site/x.html", ""), ["site"], "is not HTML that can be read", id="an empty page"),
        pytest.param(lambda root: (root / "mkdocs.yml").unlink(), ["site"], "mkdocs.yml: cannot be read", id="no settings"),
        pytest.param(lambda root: None, ["site", "--delay", "-1"], "--delay and --longest-wait take 0 or more", id="a delay below zero"),
    ],
)
def test_a_call_that_cannot_be_answered_is_refused(project: Path, run: Callable, prepare: Callable, arguments: list, said: str) -> None:
    site(project, index="x")
    prepare(project)
    done = run(*arguments)
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr


def test_an_outcome_is_rot_or_not() -> None:
    assert [Answer("x", outcome, "").is_rot for outcome in ("ok", "moved", "refused", "broken", "failing")] == [False] * 3 + [True] * 2
