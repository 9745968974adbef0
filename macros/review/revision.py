"""The two sides of a comparison as they are named: a git revision, or a folder that holds the project."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from macros.base.git import Git, GitError, TimeLimit, is_in_repository

_MARK = "mkdocs.yml"  # what a folder holds that is the project
_NOT_SOURCES = frozenset({"site", "__pycache__", "node_modules"})


class ReviewError(Exception):
    """The comparison cannot be made. The message is one line: fact; remedy."""


@dataclass(frozen=True)
class Revision:
    """A committed state. name: as it was asked for. commit, tree: their hashes in the repository at `root`. key: see `_key`."""

    root: Path
    name: str
    commit: str
    tree: str
    key: str

    @property
    def label(self) -> str:
        return self.commit[:12] if self.commit.startswith(self.name) else f"{self.name} ({self.commit[:12]})"

    def export(self, target: Path) -> None:
        """Write the files of this state into the folder `target`; the repository and its index are not touched."""
        with tempfile.TemporaryDirectory(prefix="review-") as scratch:
            index = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
            git(self.root, "read-tree", self.tree, environment=index)
            git(self.root, "checkout-index", "--all", f"--prefix={target.resolve()}{os.sep}", environment=index)


@dataclass(frozen=True)
class Folder:
    """The files of a folder as they stand, committed or not. key: see `_key`."""

    root: Path
    name: str
    key: str
    files: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.name

    def export(self, target: Path) -> None:
        for name in self.files:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(self.root / name, target / name, follow_symlinks=False)


def resolve(root: Path, name: str) -> Revision | Folder:
    """What a name means to the project at `root`. Errors: ReviewError for one that means nothing, or two things."""
    path = root / name
    is_folder = path.is_dir() and (name.startswith((".", "/")) or (path / _MARK).is_file() or path.is_absolute())
    if is_folder and not (path / _MARK).is_file():
        raise ReviewError(f'the folder "{name}" holds no {_MARK}: name the folder of the project')
    commit = "" if name.startswith("-") else _commit(root, name)
    if is_folder and commit and not name.startswith((".", "/")):
        raise ReviewError(f'"{name}" is a folder and a revision: write ./{name} for the folder, or {commit[:12]} for the revision')
    if is_folder:
        return _folder(path, name)
    if commit:
        return _revision(root, name, commit)
    raise ReviewError(_unknown(root, name))


def merge_base(base: Revision | Folder, head: Revision | Folder) -> Revision:
    """The commit from which both revisions have grown. Errors: ReviewError where there is none."""
    if isinstance(base, Folder) or isinstance(head, Folder):
        raise ReviewError("--merge-base needs two git revisions: leave it out to compare with a folder")
    with _told():
        commit = _git(base.root).ask("merge-base", base.commit, head.commit)
    if not commit:
        more = f"; {_DEEPEN}" if _is_shallow(base.root) else ": leave out --merge-base to compare them as they are"
        raise ReviewError(f"{base.name} and {head.name} have no common commit in this clone{more}")
    return _revision(base.root, f"the base of {base.name} and {head.name}", commit)


def git(root: Path, *arguments: str, environment: dict[str, str] | None = None) -> str:
    """The output of a git command at `root`, without its last line end. Errors: ReviewError with git's own reason."""
    with _told():
        return _git(root).read(*arguments, environment=environment)


_DEEPEN = "the clone is shallow: fetch its history first (git fetch --unshallow)"
_LIMIT = TimeLimit(600)  # a whole tree is written, perhaps to a slow disk


def _git(root: Path) -> Git:
    return Git(root, _LIMIT, errors="surrogateescape")


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Errors: ReviewError in the place of a GitError."""
    try:
        yield
    except GitError as error:
        raise ReviewError(f"{error}: {error.remedy}, or compare two folders") from None


def _commit(root: Path, name: str) -> str:
    if not (shutil.which("git") and _is_repository(root)):
        return ""
    # A name that git cannot parse is none either, whatever the exit code.
    found = _found(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return found.split()[-1] if found else ""  # older gits print the option's own name as well


def _revision(root: Path, name: str, commit: str) -> Revision:
    """A commit's part that is the project: it may stand in a folder of its repository."""
    prefix = git(root, "rev-parse", "--show-prefix").strip().rstrip("/")
    tree = _found(root, "rev-parse", "--verify", "--quiet", f"{commit}:{prefix}" if prefix else f"{commit}^{{tree}}")
    if not tree or _found(root, "cat-file", "-e", f"{tree}:{_MARK}") is None:
        raise ReviewError(f'the revision "{name}" holds no {_MARK}: name one of this project')
    entries = (entry.split("\t", 1) for entry in git(root, "ls-tree", "-r", "-z", tree).split("\0") if entry)
    return Revision(root, name, commit, tree, _key({path: about.split()[2] for about, path in entries}))


def _key(files: dict[str, str]) -> str:
    """The same for the same sources, committed or not: a hash of the paths of all files and of what git calls their contents."""
    listed = "".join(f"{path}\0{content}\0" for path, content in sorted(files.items()))
    return hashlib.sha256(listed.encode("utf-8", "surrogateescape")).hexdigest()


def _blob(path: Path) -> str:
    """The name that git gives to the content of a file; of a link, to where it leads."""
    content = os.fsencode(os.readlink(path)) if path.is_symlink() else path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _folder(path: Path, name: str) -> Folder:
    files = []
    if shutil.which("git") and _is_repository(path):
        listed = git(path, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
        files = [each for each in sorted(set(listed.split("\0"))) if each and os.path.lexists(path / each)]
    if not files:  # in no repository, or in one that ignores it
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(each for each in folders if not each.startswith(".") and each not in _NOT_SOURCES)
            inside = Path(folder).relative_to(path)
            named = [path / inside / each for each in sorted(names) if not each.startswith(".")]
            files += [each.relative_to(path).as_posix() for each in named if each.is_symlink() or each.is_file()]
    try:
        return Folder(path, name, _key({each: _blob(path / each) for each in files}), tuple(files))
    except OSError as error:
        raise ReviewError(f'the folder "{name}" cannot be read ({error.strerror}: {error.filename})') from None


def _unknown(root: Path, name: str) -> str:
    if not shutil.which("git"):
        return f'"{name}" is not a folder of the project, and git is missing: install git, or name a folder'
    if not _is_repository(root):
        return f'"{name}" is not a folder of the project, and this folder is in no git repository: name two folders'
    if _is_shallow(root):
        branch = name.removeprefix("origin/")
        fetch = f"git fetch --depth=1 origin {branch}, and name FETCH_HEAD in its place"
        return f'"{name}" is not in this clone, which is shallow: fetch it first ({fetch})'
    return f'"{name}" is neither a revision of this repository nor a folder of the project: name one of them'


def _found(root: Path, *arguments: str) -> str | None:
    """The output of a git command, None where it fails: of a repository that answers, what is asked for is not there."""
    with _told():
        done = _git(root).run(*arguments)
    return None if done.returncode else done.stdout.decode().strip()


def _is_repository(path: Path) -> bool:
    """Errors: ReviewError where git cannot read the `.git` that is there."""
    return is_in_repository(path) and bool(git(path, "rev-parse", "--git-dir"))


def _is_shallow(root: Path) -> bool:
    return git(root, "rev-parse", "--is-shallow-repository") == "true"
