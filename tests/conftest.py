"""The built site, once a run: real tests read what readers would get."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = ("docs", "data", "macros", "overrides", "mkdocs.yml")


def build(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`mkdocs build` as authors run it, in the folder `root`."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", *arguments]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=300, check=False)


@lru_cache
def built_site() -> Path:
    """The folder of the site, built from the working tree into .cache/tests/site."""
    site = ROOT / ".cache" / "tests" / "site"
    shutil.rmtree(site.parent, ignore_errors=True)
    site.parent.mkdir(parents=True)
    done = build(ROOT, "--strict", "--site-dir", str(site))
    if done.returncode:
        raise pytest.UsageError(f"the site does not build:\n{done.stdout}{done.stderr}")
    return site


@pytest.fixture(scope="session")
def site() -> Path:
    return built_site()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project to break."""
    root = tmp_path / "project"
    root.mkdir()
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, root / name)
    return root
