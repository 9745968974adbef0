"""What the base branch has published, as git knows it.

A change is compared with the commit at which it left the base branch; on the base branch itself with the last commit
and with the one before it, so that what was committed there without a pull request is compared too.

A folder without a `.git` is compared with the record that stands in it, and a note says so. Where there is a `.git` and git gives no
answer, nothing can be said of what is frozen: a fault.
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
_EARLIER = ",".join(HEADER[:-1]) + "\n"


@dataclass(frozen=True)
class Base:
    """A published state: where it was found, and its record."""

    name: str
    record: Record


@dataclass(frozen=True)
class Bases:
    """The published states to compare with, the first of them the one that the record grows from.

    note: one line that says what could not be compared, and the remedy; "" where all of it was.
    """

    found: tuple[Base, ...]
    note: str = ""


class _NoBase(Exception):
    """The base branch cannot be read. The message: why, and the remedy."""


def bases(root: Path, git: Git | None = None) -> Bases:
    """Return the published states of the project at `root`. git: the project's, if not with the limit of time for all calls.

    Raises: FaultError where the only record there is cannot be read, or where git gives no answer.
    """
    git = git or Git(root)
    try:
        if not is_in_repository(root) or not git.read("ls-files", "--", "mkdocs.yml"):
            return _standing(root, "no git repository holds this folder; work in a clone")
        head = git.ask("rev-parse", "--verify", "--quiet", "HEAD")
        if head is None:
            return _standing(root, "nothing is committed yet; commit")
        try:
            return _published(git, head, _commits(git, head))
        except _NoBase as error:
            return _committed(git, str(error))
    except GitError as error:
        fact = f"cannot be compared with what was published: {error}"
        raise FaultError(Fault(Place(FILE), "no-git", fact, f"{error.remedy}: nothing is published unchecked")) from None


def _published(git: Git, head: str, commits: list[str]) -> Bases:
    texts = [(commit[:12], text) for commit in commits if (text := _at(git, commit)) is not None]
    found = tuple(_base(name, text, f"{name}:{FILE}") for name, text in texts if not text.startswith(_EARLIER))
    if texts and not found:
        raise _NoBase("that of the base branch has the form before its migration; merge this change into it")
    note = ""
    if not found:
        note = f"{FILE}: the base branch ({commits[0][:12]}) holds no record, so nothing is frozen yet"
    elif commits == [head] and git.is_shallow():
        note = f"{FILE}: compared with the last commit only: the clone is shallow; run git fetch --unshallow"
    return Bases(found, note)


def _commits(git: Git, head: str) -> list[str]:
    """Raises: _NoBase, GitError."""
    target = os.environ.get("GITHUB_BASE_REF") or BRANCH
    branches = {f"origin/{target}": f"refs/remotes/origin/{target}", target: f"refs/heads/{target}"}
    tips = ((name, git.ask("rev-parse", "--verify", "--quiet", ref)) for name, ref in branches.items())
    name, tip = next(((name, tip) for name, tip in tips if tip), (target, None))
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
    return [base, parent] if parent else [base]


def _committed(git: Git, why: str) -> Bases:
    """Without a base branch: the record as it was committed last, else as it stands in the folder."""
    text = _at(git, "HEAD") if git.read("ls-files", "--", FILE) else None
    if text is None or text.startswith(_EARLIER):
        return _standing(git.root, why)
    return Bases((_base("HEAD", text, FILE),), _only(why))


def _standing(root: Path, why: str) -> Bases:
    try:
        text = read_text(root / FILE, FILE)
    except FaultError:
        return Bases((), f"{FILE}: compared with nothing: {why}")
    return Bases((_base(FILE, text, FILE),), _only(why))


def _only(why: str) -> str:
    return f"{FILE}: compared with the committed record only: {why}"


def _at(git: Git, commit: str) -> str | None:
    """The record of a commit; None where it has none."""
    entry = git.read("ls-tree", commit, "--", FILE)
    return git.read("cat-file", "blob", entry.split()[2]) if entry else None


def _base(name: str, text: str, path: str) -> Base:
    record, faults = parse(text, path)
    if unreadable := [fault for fault in faults if fault.code != "clash"]:  # a clash is settled by what stands now
        raise FaultError(*unreadable)
    return Base(name, record)
