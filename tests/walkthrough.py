"""Walks the page for authors as its reader would: its commands, its files, its edits, in a scratch copy with a remote to push to."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from macros.base.author_forms import Lines, Part, parse_text
from macros.base.errors import Fault
from macros.base.templates import Macro, fill
from tests.conftest import ROOT, SOURCES, warm
from tests.serving import Server, free_port, serve

PAGE = ROOT / "docs/en/for-authors.md"
NOTE = re.compile(r"\{#.*?#\}", re.DOTALL)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"`([\w./-]+\.(?:csv|md|yml))`")


@dataclass(frozen=True)
class Block:
    """kind: csv, yml, md, sh or bat. text: what stands in it. file: named last before it."""

    kind: str
    text: str
    file: str


def blocks(path: Path = PAGE) -> list[Block]:
    """The blocks of the page in order, as a reader sees them."""
    macros = {"not_a_figure": Macro("", lambda _, text, reason: text), "example": Macro("", lambda _, text, reason: text, block=True)}
    text = path.read_text(encoding="utf-8")
    source = "".join(fill(parse_text(text), macros, Lines(text, path.name).place_at, _refused))
    return [Block(m[1], m[2], (_FILE.findall(source[: m.start()]) or [""])[-1]) for m in _BLOCK.finditer(source)]


def _refused(fault: Fault, _: Part) -> str:
    raise AssertionError(str(fault))


def commands(kind: str = "sh", page: Path = PAGE) -> list[str]:
    """The commands of the page, each as one text (lines that end in a backslash go on)."""
    return [command for block in blocks(page) if block.kind == kind for command in _commands(block.text)]


def scratch(folder: Path, project: Path = ROOT) -> Path:
    """A copy of a project in a repository of its own, whose remote is beside it. The set-up is there already."""
    root = folder / "project"
    root.mkdir(parents=True)
    for name in SOURCES:
        copy = shutil.copytree if (project / name).is_dir() else shutil.copy2
        copy(project / name, root / name)  # type: ignore[operator]
    for name in ("Makefile", "setup.sh", "requirements.txt", "requirements-dev.txt", ".gitignore", ".gitattributes"):
        shutil.copy2(ROOT / name, root / name)
    warm(root, project)
    (root / ".venv/bin").mkdir(parents=True)
    for name, module in (("python", ""), ("mkdocs", "-m mkdocs")):
        tool = root / ".venv/bin" / name
        tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n', encoding="utf-8")
        tool.chmod(0o755)
    lock = hashlib.sha256((root / "requirements-dev.txt").read_bytes()).hexdigest()
    (root / ".venv/.stamp-requirements-dev.txt").write_text(f"{sys.version_info[:3]} {lock}\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(folder / "remote.git")], check=True)
    for call in (
        ["init", "-q", "-b", "main"],
        ["config", "user.name", "An author"],
        ["config", "user.email", "author@example.org"],
        ["add", "-A"],
        ["-c", "core.compression=0", "add", "--force", ".cache"],  # a side of a comparison is built of what its revision holds
        ["commit", "-q", "-m", "The project"],
        ["remote", "add", "origin", str(folder / "remote.git")],
        ["push", "-q", "-u", "origin", "main"],
    ):
        subprocess.run(["git", *call], cwd=root, check=True)
    return root


@dataclass
class Walk:
    """One walk. said: command -> what it printed. seen: called with the server after each text that was saved while it runs."""

    root: Path
    seen: Callable[[Server, str], None] = lambda server, text: None
    said: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        """Everything on the page, in order. Raises AssertionError for a command that fails."""
        with contextlib.ExitStack() as running:
            server: Server | None = None
            for block in blocks():
                if block.kind in ("csv", "yml"):
                    (self.root / block.file).write_text(block.text, encoding="utf-8")
                elif block.kind == "md":
                    self.save(block)
                    if server:
                        self.seen(server, block.text)
                elif block.kind == "sh":
                    for command in _commands(block.text):
                        if command == "make serve":
                            server = running.enter_context(self._serve())
                            self.seen(server, self._text(block))
                        else:
                            if server:
                                running.close()  # the author has ended it
                                server = None
                            self.call(command)

    def call(self, command: str) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
        environment |= {"NO_MKDOCS_2_WARNING": "1", "PYTHON": sys.executable}
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        self.said[command] = done.stdout + done.stderr

    @contextlib.contextmanager
    def _serve(self) -> Iterator[Server]:
        port = free_port()
        with serve(self.root, ["make", "serve", f"PORT={port}", f"PYTHON={sys.executable}"], port) as server:
            yield server

    def save(self, block: Block) -> None:
        """Put the text in the place of the note, or of the text that stood there."""
        path = self.root / block.file
        head, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        assert NOTE.search(body) or body.strip()
        path.write_text(f"{head}---\n{front}---\n\n{block.text}", encoding="utf-8")

    def _text(self, block: Block) -> str:
        return (self.root / block.file).read_text(encoding="utf-8").split("---\n", 2)[2]


def _commands(text: str) -> list[str]:
    return [command.strip() for command in text.replace("\\\n", " ").splitlines() if command.strip()]
