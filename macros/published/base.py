"""Published records of the base branch, read with git.

A change is compared with the commit at which it left the base branch. On the base branch itself, the last commit and its parent are
compared, so that direct commits are covered too.

A folder without a `.git` is compared with its own record, and a note says so. If there is a `.git` and git fails, the check fails
closed with a fault.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from macros.base.errors import Fault, FaultError, Place
from macros.base.git import Git, GitError, is_in_repository
from macros.base.yaml_source import read_text
from macros.published.record import FILE, HEADER, Record, parse

BRANCH = "main"
_OLD_HEADER = ",".join(HEADER[:-1]) + "\n"


@dataclass(frozen=True)
class Base:
    """A published state: its name and its record."""

    name: str
    record: Record


@dataclass(frozen=True)
class Bases:
    """The published states for the comparison. The record grows from the first one.

    Attributes:
        note: A line on missing comparisons and their remedy, or "".
        name: What the states are, for people: `origin/main at ebd3d98`, or "" without any.
    """

    states: tuple[Base, ...]
    note: str = ""
    name: str = ""


class _NoBase(Exception):
    """The reason why the base branch cannot be read, with the remedy."""


def read_bases(root: Path, git: Git | None = None) -> Bases:
    """Return the published states of the project at `root`.

    Args:
        git: The git client. The default one has a time limit for all calls together.

    Raises:
        FaultError: The only record cannot be read, or git fails.
    """
    git = git or Git(root)
    try:
        if not is_in_repository(root) or not git.read("ls-files", "--", "mkdocs.yml"):
            return _read_folder(root, "no git repository holds this folder; work in a clone")
        head = git.ask("rev-parse", "--verify", "--quiet", "HEAD")
        if head is None:
            return _read_folder(root, "nothing is committed yet; commit")
        try:
            return _read_branch(git, head, *_find_commits(git, head))
        except _NoBase as error:
            return _read_committed(git, str(error))
    except GitError as error:
        fact = f"cannot be compared with what was published: {error}"
        raise FaultError(Fault(Place(FILE), "no-git", fact, f"{error.remedy}: nothing is published unchecked")) from None


def name_base_branch(root: Path) -> str:
    """Return the branch that changes are compared with: `origin/main`, or `main` in a repository without a remote.

    Raises: GitError.
    """
    return _find_branch(Git(root))[0] if is_in_repository(root) else BRANCH


def _find_branch(git: Git) -> tuple[str, str]:
    """Return the name of the base branch and its commit, "" if there is none."""
    target = os.environ.get("GITHUB_BASE_REF") or BRANCH
    branches = {f"origin/{target}": f"refs/remotes/origin/{target}", target: f"refs/heads/{target}"}
    tips = ((name, git.ask("rev-parse", "--verify", "--quiet", ref)) for name, ref in branches.items())
    return next(((name, tip) for name, tip in tips if tip), (target, ""))


def _read_branch(git: Git, head: str, name: str, commits: list[str]) -> Bases:
    told = f"{name} at {commits[0][:7]}" + (" and the commit before" if len(commits) > 1 else "")
    texts = [(commit[:12], text) for commit in commits if (text := _read_at_commit(git, commit)) is not None]
    found = tuple(_parse_base(name, text, f"{name}:{FILE}") for name, text in texts if not text.startswith(_OLD_HEADER))
    if texts and not found:
        raise _NoBase("that of the base branch has the form before its migration; merge this change into it")
    note = ""
    if not found:
        note = f"{FILE}: the base branch ({commits[0][:12]}) holds no record, so nothing is frozen yet"
    elif commits == [head] and git.is_shallow():
        note = f"{FILE}: compared with the last commit only: the clone is shallow; run git fetch --unshallow"
    return Bases(found, note, told)


def _find_commits(git: Git, head: str) -> tuple[str, list[str]]:
    """Return the name of the base branch and the commits to compare with.

    Raises:
        _NoBase: The base branch cannot be reached.
        GitError: Git fails.
    """
    name, tip = _find_branch(git)
    target = name.removeprefix("origin/")
    base = tip and git.ask("merge-base", tip, head)
    if not base:
        shallow = git.is_shallow()
        deepen = "--unshallow " if shallow else ""
        fact = f"this clone does not reach back to where it left {name}"
        if not tip:
            fact = f"the base branch {target} is not in this {'shallow ' if shallow else ''}clone"
        remedy = f"run git fetch {deepen}origin {target}:refs/remotes/origin/{target} (in a workflow: fetch-depth: 0)"
        raise _NoBase(f"{fact}; {remedy}")
    parent = git.ask("rev-parse", "--verify", "--quiet", "HEAD^1") if base == head else None
    return name, [base, parent] if parent else [base]


def _read_committed(git: Git, why: str) -> Bases:
    """Return the last committed record if there is no base branch, else the record in the folder."""
    text = _read_at_commit(git, "HEAD") if git.read("ls-files", "--", FILE) else None
    if text is None or text.startswith(_OLD_HEADER):
        return _read_folder(git.root, why)
    return Bases((_parse_base("HEAD", text, FILE),), _make_note(why), "the last commit")


def _read_folder(root: Path, why: str) -> Bases:
    try:
        text = read_text(root / FILE, FILE)
    except FaultError:
        return Bases((), f"{FILE}: compared with nothing: {why}")
    return Bases((_parse_base(FILE, text, FILE),), _make_note(why), FILE)


def _make_note(why: str) -> str:
    return f"{FILE}: compared with the committed record only: {why}"


def _read_at_commit(git: Git, commit: str) -> str | None:
    """Return the record of a commit, or None if it has none."""
    entry = git.read("ls-tree", commit, "--", FILE)
    return git.read("cat-file", "blob", entry.split()[2]) if entry else None


def _parse_base(name: str, text: str, path: str) -> Base:
    record, faults = parse(text, path)
    if unreadable := [fault for fault in faults if fault.code != "clash"]:  # the current record resolves a clash
        raise FaultError(*unreadable)
    return Base(name, record)
