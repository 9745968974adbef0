"""A build whose figures, charts, cards and documents are all in the cache makes none of them anew, and an unchanged site none at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import build

PROGRAM = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
build(load_config("mkdocs.yml"))
print("loaded:", sorted({"pandas", "altair", "vl_convert", "typst"} & set(sys.modules)))
"""


def _build(project: Path) -> str:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(project)}
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(line for line in done.stdout.splitlines() if line.startswith("loaded:"))


def files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


@pytest.mark.thorough  # whole builds, for what no line of the README promises
def test_a_warm_build_loads_neither_pandas_nor_altair_nor_typst_and_gives_the_same_bytes(another: Path, another_built: Path) -> None:
    cold = files(another_built)
    for name in ("figures", "typeset"):
        shutil.rmtree(another / ".cache" / name)
    cold_loads = _build(another)
    assert "typst" in cold_loads and "pandas" in cold_loads and files(another / "site") == cold
    assert _build(another) == "loaded: []"
    assert files(another / "site") == cold
    # As authors call it: the first writes down what it published, the next leaves it, and one that is not what it was is built.
    assert "The site is up to date" not in build(another).stderr
    again = build(another, "--config-file", "mkdocs.yml")
    assert again.returncode == 0 and "The site is up to date" in again.stderr
    (another / "site/index.html").write_bytes(cold["index.html"].replace(b"25%", b"26%"))
    assert "The site is up to date" not in build(another).stderr
    assert files(another / "site") == cold
    page = another / "docs/en/timeline.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    assert "pandas" not in _build(another) and b"One more sentence." in (another / "site/timeline/index.html").read_bytes()
