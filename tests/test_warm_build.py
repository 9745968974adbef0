"""A build whose figures, charts, cards and documents are all in the cache makes none of them anew, and an unchanged site none at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

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


def test_a_warm_build_loads_neither_pandas_nor_altair_nor_typst_and_gives_the_same_bytes(project: Path) -> None:
    shutil.rmtree(project / ".cache")
    cold_loads = _build(project)
    assert "typst" in cold_loads and "pandas" in cold_loads and (project / "site/index.html").is_file()
    cold = {p.relative_to(project): p.read_bytes() for p in sorted((project / "site").rglob("*")) if p.is_file()}
    assert _build(project) == "loaded: []"
    assert {p.relative_to(project): p.read_bytes() for p in sorted((project / "site").rglob("*")) if p.is_file()} == cold
    # As authors call it: the first writes down what it published, the next leaves it, and one that is not what it was is built.
    assert "stands already" not in build(project).stderr
    again = build(project, "--config-file", "mkdocs.yml")
    assert again.returncode == 0 and "stands already" in again.stderr
    (project / "site/index.html").write_bytes(cold[Path("site/index.html")].replace(b"47%", b"48%"))
    assert "stands already" not in build(project).stderr
    assert {p.relative_to(project): p.read_bytes() for p in sorted((project / "site").rglob("*")) if p.is_file()} == cold
    page = project / "docs/en/methodology.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    assert "pandas" not in _build(project) and b"One more sentence." in (project / "site/methodology/index.html").read_bytes()
