"""The container in the browser: what it runs when it starts shows the site, with nothing set up before."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from tests.conftest import ROOT
from tests.serving import free_port
from tests.walkthrough import scratch

FILE = ROOT / ".devcontainer/devcontainer.json"


def test_the_first_start_of_the_container_shows_the_served_page(tmp_path: Path) -> None:
    container = json.loads(FILE.read_text(encoding="utf-8"))
    root, home, port = scratch(tmp_path / "work"), tmp_path / "home", free_port()
    home.mkdir()
    # Nothing of this process is known there but where programs are; another port, as this machine may use that one.
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PORT": str(port)}
    for key in ("postCreateCommand", "postStartCommand"):
        process = subprocess.Popen(["/bin/sh", "-c", container[key]], cwd=root, env=environment, start_new_session=True)
        assert process.wait(timeout=300) == 0, key
    try:
        assert _get(f"http://127.0.0.1:{port}/") == 200, (root / ".cache/serve.log").read_text(encoding="utf-8")
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
    assert container["postAttachCommand"].endswith(" .cache/serve.log")  # where the faults are told


def _get(address: str) -> int:
    end = time.monotonic() + 300
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(address, timeout=10) as answer:
            return int(answer.status)
        time.sleep(0.5)
    return 0


def test_the_container_opens_the_page_and_knows_the_editor_s_extensions() -> None:
    container = json.loads(FILE.read_text(encoding="utf-8"))
    assert container["portsAttributes"]["8000"]["onAutoForward"] == "openPreview" and container["forwardPorts"] == [8000]
    assert "PORT ?= 8000" in (ROOT / "Makefile").read_text(encoding="utf-8")
    recommended = json.loads((ROOT / ".vscode/extensions.json").read_text(encoding="utf-8"))["recommendations"]
    assert container["customizations"]["vscode"]["extensions"] == recommended
    image, _, tag = container["image"].partition(":")
    assert image == "mcr.microsoft.com/devcontainers/python" and tag != "latest" and tag.startswith("3.13-")
    assert "features" not in container
