"""Which published states a change is compared with, in real repositories: a branch, the base branch itself, clones that lack it."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.base.errors import FaultError
from macros.published import FILE, Record, Row, read_bases
from tests.freeze.repository import commit, git


def write(root: Path, *texts: str) -> None:
    (root / "data").mkdir(exist_ok=True)
    (root / "mkdocs.yml").write_text("site_name: x\n", encoding="utf-8")
    record = Record(frozenset(Row("wording", "docs/en/index.md", "eu-change", text) for text in texts))
    (root / FILE).write_text(record.format_text(), encoding="utf-8")


def found(root: Path) -> list[list[str]]:
    return [[row.text for row in base.record.find_rows("wording")] for base in read_bases(root).states]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`main` has published a, then b too; `feature` left it there and has drafted c; `main` went on with d."""
    monkeypatch.delenv("GITHUB_BASE_REF", raising=False)
    root = tmp_path / "repository"
    root.mkdir()
    git(root, "init", "--quiet")
    for texts in (("a",), ("a", "b")):
        write(root, *texts)
        commit(root, f"Publish {texts[-1]}")
    git(root, "switch", "--quiet", "--create", "feature")
    write(root, "a", "b", "c")
    commit(root, "Draft")
    git(root, "switch", "--quiet", "main")
    write(root, "a", "b", "d")
    commit(root, "Publish d")
    git(root, "switch", "--quiet", "feature")
    return root


def test_a_branch_is_compared_with_the_commit_at_which_it_left_the_base_branch(repository):
    write(repository, "whatever the folder says")
    assert found(repository) == [["a", "b"]]
    assert read_bases(repository).note == ""


def test_the_base_branch_is_compared_with_its_last_commit_and_the_one_before(repository):
    git(repository, "switch", "--quiet", "main")
    assert found(repository) == [["a", "b", "d"], ["a", "b"]]


def test_a_pull_request_is_compared_with_the_branch_that_it_asks_to_be_merged_into(repository, monkeypatch):
    git(repository, "branch", "release", "main~2")
    monkeypatch.setenv("GITHUB_BASE_REF", "release")
    assert found(repository) == [["a"]]


def test_the_base_branch_of_the_remote_goes_before_a_local_one(repository, tmp_path):
    git(tmp_path, "clone", "--quiet", "--branch", "feature", str(repository), "clone")
    clone = tmp_path / "clone"
    git(clone, "branch", "main", "feature")  # a local branch of that name would hide what the draft has changed
    assert found(clone) == [["a", "b"]]


@pytest.mark.parametrize("hook", [True, False])
def test_the_folder_decides_not_the_variables_of_a_hook(repository, tmp_path, monkeypatch, hook):
    if hook:
        monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
        monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert found(repository) == [["a", "b"]]


def test_a_shallow_clone_says_so_and_is_compared_with_what_is_committed(repository, tmp_path):
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--branch", "feature", repository.as_uri(), "clone")
    clone = tmp_path / "clone"
    write(clone, "whatever the folder says")
    assert found(clone) == [["a", "b", "c"]]
    note = read_bases(clone).note
    assert "compared with the committed record only" in note and "\n" not in note
    assert "git fetch --unshallow origin main:refs/remotes/origin/main" in note
    git(clone, "fetch", "--quiet", "--unshallow", "origin", "main:refs/remotes/origin/main")  # the remedy
    assert (found(clone), read_bases(clone).note) == ([["a", "b"]], "")


def test_a_shallow_clone_of_the_base_branch_says_what_is_not_compared(repository, tmp_path):
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--branch", "main", repository.as_uri(), "clone")
    assert found(tmp_path / "clone") == [["a", "b", "d"]]
    assert "git fetch --unshallow" in read_bases(tmp_path / "clone").note


def test_a_clone_of_one_branch_says_so(repository, tmp_path):
    git(tmp_path, "clone", "--quiet", "--single-branch", "--branch", "feature", repository.as_uri(), "clone")
    assert found(tmp_path / "clone") == [["a", "b", "c"]]
    assert (
        "the base branch main is not in this clone; run git fetch origin main:refs/remotes/origin/main"
        in read_bases(tmp_path / "clone").note
    )


def test_a_folder_without_git_says_so_even_inside_another_repository(repository):
    inner = repository / "copy"
    inner.mkdir()
    write(inner, "x")
    assert found(inner) == [["x"]]
    assert "no git repository holds this folder" in read_bases(inner).note


def test_a_base_branch_without_a_record_freezes_nothing_and_says_so(repository):
    git(repository, "switch", "--quiet", "--orphan", "main2")
    (repository / "mkdocs.yml").write_text("site_name: x\n", encoding="utf-8")
    commit(repository, "Begin")
    git(repository, "branch", "--force", "main", "main2")
    assert read_bases(repository).states == () and "nothing is frozen yet" in read_bases(repository).note


def test_a_published_record_that_cannot_be_read_is_a_fault(repository):
    git(repository, "switch", "--quiet", "main")
    (repository / FILE).write_text("broken\n", encoding="utf-8")
    commit(repository, "Break it")
    with pytest.raises(FaultError, match="does not begin with"):
        read_bases(repository)
