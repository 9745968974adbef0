"""`make lighthouse` says what it needs, and looks at pages that exist."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.lighthouse import PAGES


def test_a_machine_without_node_is_told_how_to_get_it(tmp_path: Path) -> None:
    environment = {**os.environ, "PATH": str(tmp_path)}
    command = [sys.executable, "-m", "tests.lighthouse", "site"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("error: Node is missing: install Node") and done.stderr.count("\n") == 1


def test_each_page_that_is_measured_exists(site: Path) -> None:
    assert [page for page in PAGES if not (site / page if page.endswith(".html") else site / page / "index.html").is_file()] == []
