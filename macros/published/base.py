"""What the base branch has published, as git knows it.

A change is compared with the commit at which it left the base branch; on the base branch itself with the last commit
and with the one before it, so that what was committed there without a pull request is compared too.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from macros.errors import FaultError
from macros.published.record import FILE, Record, parse
from macros.yamlfile import read_text

BRANCH = "main"
_SECONDS = 20


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


def bases(root: Path) -> Bases:
    """The published states of the project at `root`.

    Errors: FaultError where the only record there is cannot be read.
    """
    try:
        commits = _commits(root)
    except _NoBase as error:
        return _committed(root, str(error))
    found, note = [], ""
    for commit in commits:
        text = _git(root, "show", f"{commit}:./{FILE}")
        if text is not None:
            found.append(_base(commit[:12], text, f"{commit[:12]}:{FILE}"))
    if not found:
        note = f"{FILE}: the base branch ({commits[0][:12]}) holds no record, so nothing is frozen yet"
    elif len(commits) == 1 and _git(root, "rev-parse", "HEAD") == commits[0] and _shallow(root):
        note = f"{FILE}: compared with the last commit only: the clone is shallow; run git fetch --unshallow"
    return Bases(tuple(found), note)


def _commits(root: Path) -> list[str]:
    """Errors: _NoBase."""
    if _git(root, "ls-files", "--error-unmatch", "mkdocs.yml") is None:
        raise _NoBase("no git repository holds this folder, or git is not installed; work in a clone")
    head = _git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if head is None:
        raise _NoBase("nothing is committed yet; commit")
    target = os.environ.get("GITHUB_BASE_REF") or BRANCH
    refs = [ref for ref in (f"origin/{target}", target) if _git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")]
    shallow = "--unshallow " if _shallow(root) else ""
    remedy = f"run git fetch {shallow}origin {target}:refs/remotes/origin/{target} (in a workflow: fetch-depth: 0)"
    if not refs:
        raise _NoBase(f"the base branch {target} is not in this {'shallow ' if shallow else ''}clone; {remedy}")
    base = _git(root, "merge-base", refs[0], "HEAD")
    if base is None:
        raise _NoBase(f"this clone does not reach back to where it left {refs[0]}; {remedy}")
    parent = _git(root, "rev-parse", "--verify", "--quiet", "HEAD^1^{commit}") if base == head else None
    return [base, parent] if parent else [base]


def _committed(root: Path, why: str) -> Bases:
    """Without a base branch: the record as it was committed last, else as it stands in the folder."""
    text = _git(root, "show", f"HEAD:./{FILE}") if _git(root, "ls-files", "--error-unmatch", FILE) is not None else None
    name = "HEAD"
    if text is None:
        name = FILE
        try:
            text = read_text(root / FILE, FILE)
        except FaultError:
            return Bases((), f"{FILE}: compared with nothing: {why}")
    return Bases((_base(name, text, FILE),), f"{FILE}: compared with the committed record only: {why}")


def _base(name: str, text: str, path: str) -> Base:
    record, faults = parse(text, path)
    if unreadable := [fault for fault in faults if fault.code != "clash"]:  # a clash is settled by what stands now
        raise FaultError(*unreadable)
    return Base(name, record)


def _shallow(root: Path) -> bool:
    return _git(root, "rev-parse", "--is-shallow-repository") == "true"


def _git(root: Path, *arguments: str) -> str | None:
    """What git prints, without its last line end; None where it fails.

    In a hook of git, its variables name the repository that is being committed to: the folder decides here.
    """
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    try:
        done = subprocess.run(["git", *arguments], cwd=root, env=environment, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").removesuffix("\n") if done.returncode == 0 else None
