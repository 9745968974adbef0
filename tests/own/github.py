"""A GitHub for the scripts of the workflows: an HTTP server of this machine with the few addresses that they ask, and Node to run them.

The scripts are those of the workflow files, word for word; Node is the one that comes with Playwright.
"""

from __future__ import annotations

import contextlib
import http.server
import json
import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml
from playwright._impl._driver import compute_driver_executable

from tests.conftest import ROOT

REPOSITORY = "/repos/example/project"
# What actions/github-script gives to a script, as far as ours use it.
_RUNNER = """
const [script, context, address] = process.argv.slice(1);
const outputs = {}, notices = [];
const core = { setOutput: (name, value) => { outputs[name] = String(value); }, notice: (text) => notices.push(text) };
const github = { request: async (route, given) => {
  const [method, template] = route.split(' ');
  const rest = { ...given };
  const path = template.replace(/\\{(\\w+)\\}/g, (_, name) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(value);
  });
  const query = method === 'GET' ? '?' + new URLSearchParams(rest) : '';
  const answer = await fetch(address + path + query, method === 'GET' ? {} : { method, body: JSON.stringify(rest) });
  if (!answer.ok) throw new Error(`${route}: ${answer.status}`);
  return { data: await answer.json() };
} };
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
new AsyncFunction('github', 'context', 'core', 'require', script)(github, JSON.parse(context), core, require)
  .then(() => console.log(JSON.stringify({ outputs, notices })));
"""


@dataclass
class GitHub:
    """What the server knows, and every request that changed something: (method, path, body)."""

    pulls: list[dict[str, Any]] = field(default_factory=list)
    artifacts: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    wrote: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def run(self, workflow: str, step: str, context: dict[str, Any], **environment: str) -> dict[str, Any]:
        """Run the script of a step. Returns its `outputs` and `notices`. Errors: AssertionError with what it said."""
        node = compute_driver_executable()[0]
        done = subprocess.run(
            [str(node), "-e", _RUNNER, "--", script(workflow, step), json.dumps(context), self.address],
            env={"PATH": "", **environment},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def answer(self, method: str, target: str, body: dict[str, Any]) -> Any:
        self.asked.append(f"{method} {target}")
        path, query = urlsplit(target).path, {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
        page = int(query.get("page", 1))
        here = slice((page - 1) * int(query.get("per_page", 30)), page * int(query.get("per_page", 30)))
        if method != "GET":
            self.wrote.append((method, path.removeprefix(REPOSITORY), body))
            return {}
        if path == f"{REPOSITORY}/pulls":
            return [p for p in self.pulls if p["state"] == query["state"] and f"{p['owner']}:{p['head']['ref']}" == query["head"]]
        if re.fullmatch(rf"{REPOSITORY}/actions/runs/\d+/artifacts", path):
            return {"artifacts": self.artifacts}
        if re.fullmatch(rf"{REPOSITORY}/issues/\d+/comments", path):
            return self.comments[here]
        if path == f"{REPOSITORY}/issues":
            return self.issues[here]
        return None


@contextlib.contextmanager
def serve(github: GitHub) -> Iterator[GitHub]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            found = github.answer(self.command, self.path, json.loads(self.rfile.read(length) or b"{}"))
            data = json.dumps(found).encode()
            self.send_response(404 if found is None else 200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = _answer

        def log_message(self, *arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    github.address = f"http://127.0.0.1:{server.server_address[1]}"
    yield github
    server.shutdown()
    server.server_close()


def workflow(name: str) -> dict[str, Any]:
    return yaml.safe_load((ROOT / ".github/workflows" / name).read_text(encoding="utf-8"))


def script(name: str, step: str) -> str:
    found = [each for job in workflow(name)["jobs"].values() for each in job["steps"] if each.get("name") == step]
    assert len(found) == 1, f"{name} has {len(found)} steps {step!r}"
    return str(found[0]["with"]["script"])


def folder_with(path: Path, name: str, content: str | bytes) -> str:
    path.mkdir(exist_ok=True)
    (path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)
