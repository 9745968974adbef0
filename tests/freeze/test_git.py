"""A git that gives no answer stops the build with the true reason, wherever it stops answering; a folder without a `.git` needs none.

Git is real: a small program of that name in PATH, which fails, waits, or hands on to the installed one.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from macros.base.errors import FaultError
from macros.base.git import Git, TimeLimit
from macros.published import FILE, Record, Row, read_bases
from macros.review.revision import ReviewError, resolve_name
from tests.freeze.repository import commit, git
from tests.project import write

INSTALLED = shutil.which("git")
DUBIOUS = "fatal: detected dubious ownership in repository at '/elsewhere'"
FAILS = f'echo "{DUBIOUS}" >&2; printf "To add an exception for this directory, call:\\n\\n\\tgit config\\n" >&2; exit 128'


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project below the root of its repository, with two commits on `main` and a branch that left it there."""
    monkeypatch.delenv("GITHUB_BASE_REF", raising=False)
    root = tmp_path / "repository/site"
    write(root, "mkdocs.yml", "site_name: x\n")
    git(root.parent, "init", "--quiet")
    for text in ("a", "b"):
        write(root, FILE, Record(frozenset({Row("wording", "docs/en/index.md", "eu-change", text)})).format_text())
        commit(root, text)
    git(root, "switch", "--quiet", "--create", "feature")
    write(root, FILE, Record(frozenset({Row("wording", "docs/en/index.md", "eu-change", "c")})).format_text())
    commit(root, "c")
    return root


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Puts a `git` with these lines in the place of the installed one; "" takes git away."""

    def install(lines: str, mode: int = 0o755) -> None:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        if lines:
            write(folder, "git", f"#!/bin/sh\n{lines}\n").chmod(mode)
        monkeypatch.setenv("PATH", str(folder))

    return install


def refused(root: Path, limit: TimeLimit | None = None) -> str:
    """The one fault, which names the record."""
    with pytest.raises(FaultError) as caught:
        read_bases(root, Git(root, limit) if limit else None)
    (fault,) = caught.value.faults
    assert (fault.place.path, fault.code) == (FILE, "no-git") and fault.remedy
    return str(fault)


BROKEN = [
    pytest.param(FAILS, 0o755, DUBIOUS, id="refuses the folder"),
    pytest.param("exit 1", 0o755, "failed: without a word", id="fails without a word"),
    pytest.param("", 0o755, "git is missing; install git", id="is missing"),
    pytest.param("exit 0", 0o644, "git cannot be started", id="cannot be started"),
]


@pytest.mark.parametrize(("lines", "mode", "reason"), BROKEN)
@pytest.mark.parametrize("kind", ["folder", "worktree"])
def test_what_is_frozen_is_never_left_uncompared_for_a_git_that_gives_no_answer(root, installed, kind, lines, mode, reason):
    if kind == "worktree":  # whose `.git` is a file
        git(root, "worktree", "add", "--quiet", "../../tree")
        root = root.parents[1] / "tree/site"
    assert len(read_bases(root).states) == 1
    installed(lines, mode)
    assert reason in refused(root)


@pytest.mark.parametrize("command", ["ls-files", "rev-parse", "merge-base", "ls-tree", "cat-file"])
def test_git_may_stop_answering_at_no_command(root, installed, command):
    installed(f'[ "$1" = {command} ] && {{ {FAILS}; }}\nexec {INSTALLED} "$@"')
    assert f"git {command} failed: {DUBIOUS}" in refused(root)


@pytest.mark.parametrize(("lines", "mode", "reason"), BROKEN)
def test_a_folder_without_a_repository_needs_no_git(root, installed, tmp_path, lines, mode, reason):
    copy = tmp_path / "downloaded"
    shutil.copytree(root, copy)
    installed(lines, mode)
    assert "no git repository holds this folder" in read_bases(copy).note


def test_the_time_limit_is_one_for_all_calls(root, installed):
    installed(f'/bin/sleep 0.2; exec {INSTALLED} "$@"')  # each call alone is quick enough
    limit = TimeLimit(0.5)
    assert "git did not answer within 0.5 seconds" in refused(root, limit)
    installed(f'exec {INSTALLED} "$@"')
    assert "git did not answer within 0.5 seconds" in refused(root, limit)  # nobody waits for another answer, however quick it were
    limit.restart()
    limit.seconds = 60
    assert len(read_bases(root, Git(root, limit)).states) == 1


def test_a_git_that_never_ends_is_ended(root, installed):
    installed("exec /bin/sleep 60")
    started = time.monotonic()
    assert "git did not answer within 0.2 seconds" in refused(root, TimeLimit(0.2))
    assert time.monotonic() - started < 50


def lose(root: Path, name: str) -> None:
    """Take an object out of the repository at `root`."""
    sha = git(root, "rev-parse", name)
    (root / ".git/objects" / sha[:2] / sha[2:]).unlink()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda root: lose(root, "main"), id="a commit is lost"),
        pytest.param(lambda root: lose(root, "main:site/data"), id="a folder is lost"),
        pytest.param(lambda root: lose(root, f"main:site/{FILE}"), id="the record is lost"),
        pytest.param(lambda root: (root / ".git/refs/heads/main").write_bytes(b""), id="the branch is emptied"),
        pytest.param(lambda root: (root / ".git/index").write_bytes(b"?"), id="the index is damaged"),
        pytest.param(lambda root: (root / ".git/HEAD").unlink(), id="no repository any more"),
        pytest.param(lambda root: write(root, "site/.git", "gitdir: /nowhere\n"), id="a worktree of a repository that is elsewhere"),
    ],
)
def test_a_damaged_repository_is_told_and_not_taken_for_one_without_a_record(root, damage):
    damage(root.parent)
    assert "failed: " in refused(root)


def test_a_project_in_a_folder_of_its_repository_is_compared_too(root):
    assert [[row.text for row in base.record.find_rows("wording")] for base in read_bases(root).states] == [["b"]]
    git(root, "switch", "--quiet", "main")
    assert [[row.text for row in base.record.find_rows("wording")] for base in read_bases(root).states] == [["b"], ["a"]]


def test_settings_that_reach_git_through_its_variables_stay(root, monkeypatch):
    """In containers, that is how a folder of another user is declared safe."""
    for name, value in {"COUNT": "1", "KEY_0": "core.repositoryformatversion", "VALUE_0": "99"}.items():
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    assert Git(root).read("config", "core.repositoryformatversion") == "99"


@pytest.mark.parametrize("name", ["main", "."])
def test_a_comparison_tells_why_git_gives_no_answer(root, installed, name):
    assert resolve_name(root, name)
    installed(FAILS)
    with pytest.raises(ReviewError, match="dubious ownership"):
        resolve_name(root, name)
