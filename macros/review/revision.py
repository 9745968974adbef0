"""The two sides of a comparison, each a git revision or a folder with the project."""

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

_PROJECT_FILE = "mkdocs.yml"  # marks the folder of the project
_NOT_SOURCES = frozenset({"site", "__pycache__", "node_modules"})


class ReviewError(Exception):
    """An obstacle to the comparison. The message is one line: fact; remedy."""


@dataclass(frozen=True)
class Revision:
    """A committed state of the project.

    Attributes:
        name: The name in the call.
        commit: The hash of the commit.
        tree: The hash of the project's tree in the repository at `root`.
        key: A hash of the sources. See `_hash_files`.
    """

    root: Path
    name: str
    commit: str
    tree: str
    key: str

    @property
    def label(self) -> str:
        """Return the name and the short hash, or the hash alone if the name is its beginning."""
        return self.commit[:12] if self.commit.startswith(self.name) else f"{self.name} ({self.commit[:12]})"

    def export(self, target: Path) -> None:
        """Write the files of this state into the folder `target`. The repository and its index stay untouched."""
        with tempfile.TemporaryDirectory(prefix="review-") as scratch:
            index = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
            run_git(self.root, "read-tree", self.tree, environment=index)
            run_git(self.root, "checkout-index", "--all", f"--prefix={target.resolve()}{os.sep}", environment=index)


@dataclass(frozen=True)
class Folder:
    """The files of a folder, committed or not.

    Attributes:
        key: A hash of the sources. See `_hash_files`.
    """

    root: Path
    name: str
    key: str
    files: tuple[str, ...]

    @property
    def label(self) -> str:
        """Return the name in the call."""
        return self.name

    def export(self, target: Path) -> None:
        """Copy the files into the folder `target`."""
        for name in self.files:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(self.root / name, target / name, follow_symlinks=False)


def resolve_name(root: Path, name: str) -> Revision | Folder:
    """Resolve a name to a revision or a folder of the project at `root`.

    Raises:
        ReviewError: The name is unknown or ambiguous.
    """
    path = root / name
    is_folder = path.is_dir() and (name.startswith((".", "/")) or (path / _PROJECT_FILE).is_file() or path.is_absolute())
    if is_folder and not (path / _PROJECT_FILE).is_file():
        raise ReviewError(f'the folder "{name}" holds no {_PROJECT_FILE}: name the folder of the project')
    commit = "" if name.startswith("-") else _find_commit(root, name)
    if is_folder and commit and not name.startswith((".", "/")):
        raise ReviewError(f'"{name}" is a folder and a revision: write ./{name} for the folder, or {commit[:12]} for the revision')
    if is_folder:
        return _read_folder(path, name)
    if commit:
        return _read_revision(root, name, commit)
    raise ReviewError(_explain_unknown(root, name))


def find_merge_base(base: Revision | Folder, head: Revision | Folder) -> Revision:
    """Return the common ancestor of two revisions.

    Raises:
        ReviewError: There is none.
    """
    if isinstance(base, Folder) or isinstance(head, Folder):
        raise ReviewError("--merge-base needs two git revisions: leave it out to compare with a folder")
    with _convert_errors():
        commit = _open_git(base.root).ask("merge-base", base.commit, head.commit)
    if not commit:
        more = f"; {_DEEPEN}" if _is_shallow(base.root) else ": leave out --merge-base to compare them as they are"
        raise ReviewError(f"{base.name} and {head.name} have no common commit in this clone{more}")
    return _read_revision(base.root, f"the base of {base.name} and {head.name}", commit)


def run_git(root: Path, *arguments: str, environment: dict[str, str] | None = None) -> str:
    """Return the output of a git command at `root`, without its last line end.

    Raises:
        ReviewError: The command failed. The message has git's reason.
    """
    with _convert_errors():
        return _open_git(root).read(*arguments, environment=environment)


_DEEPEN = "the clone is shallow: fetch its history first (git fetch --unshallow)"
_LIMIT = TimeLimit(600)  # git writes a whole tree, perhaps to a slow disk


def _open_git(root: Path) -> Git:
    return Git(root, _LIMIT, errors="surrogateescape")


@contextlib.contextmanager
def _convert_errors() -> Iterator[None]:
    """Convert a GitError into a ReviewError."""
    try:
        yield
    except GitError as error:
        raise ReviewError(f"{error}: {error.remedy}, or compare two folders") from None


def _find_commit(root: Path, name: str) -> str:
    if not (shutil.which("git") and _is_repository(root)):
        return ""
    # A name git cannot parse is unknown too, whatever the exit code.
    found = _try_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return found.split()[-1] if found else ""  # older versions of git print the option's name as well


def _read_revision(root: Path, name: str, commit: str) -> Revision:
    """Return the part of a commit that is the project. The project may be in a subfolder of its repository."""
    prefix = run_git(root, "rev-parse", "--show-prefix").strip().rstrip("/")
    tree = _try_git(root, "rev-parse", "--verify", "--quiet", f"{commit}:{prefix}" if prefix else f"{commit}^{{tree}}")
    if not tree or _try_git(root, "cat-file", "-e", f"{tree}:{_PROJECT_FILE}") is None:
        raise ReviewError(f'the revision "{name}" holds no {_PROJECT_FILE}: name one of this project')
    entries = (entry.split("\t", 1) for entry in run_git(root, "ls-tree", "-r", "-z", tree).split("\0") if entry)
    return Revision(root, name, commit, tree, _hash_files({path: about.split()[2] for about, path in entries}))


def _hash_files(files: dict[str, str]) -> str:
    """Return a hash of the paths and git blob hashes of all files, equal for equal sources, committed or not."""
    listed = "".join(f"{path}\0{content}\0" for path, content in sorted(files.items()))
    return hashlib.sha256(listed.encode("utf-8", "surrogateescape")).hexdigest()


def _hash_blob(path: Path) -> str:
    """Return git's hash of a file's content. A link is hashed by its target."""
    content = os.fsencode(os.readlink(path)) if path.is_symlink() else path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _read_folder(path: Path, name: str) -> Folder:
    files = []
    if shutil.which("git") and _is_repository(path):
        listed = run_git(path, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
        files = [each for each in sorted(set(listed.split("\0"))) if each and os.path.lexists(path / each)]
    if not files:  # not in a repository, or ignored by it
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(each for each in folders if not each.startswith(".") and each not in _NOT_SOURCES)
            inside = Path(folder).relative_to(path)
            named = [path / inside / each for each in sorted(names) if not each.startswith(".")]
            files += [each.relative_to(path).as_posix() for each in named if each.is_symlink() or each.is_file()]
    try:
        return Folder(path, name, _hash_files({each: _hash_blob(path / each) for each in files}), tuple(files))
    except OSError as error:
        raise ReviewError(f'the folder "{name}" cannot be read ({error.strerror}: {error.filename})') from None


def _explain_unknown(root: Path, name: str) -> str:
    if not shutil.which("git"):
        return f'"{name}" is not a folder of the project, and git is missing: install git, or name a folder'
    if not _is_repository(root):
        return f'"{name}" is not a folder of the project, and this folder is in no git repository: name two folders'
    if _is_shallow(root):
        branch = name.removeprefix("origin/")
        fetch = f"git fetch --depth=1 origin {branch}, and name FETCH_HEAD in its place"
        return f'"{name}" is not in this clone, which is shallow: fetch it first ({fetch})'
    return f'"{name}" is neither a revision of this repository nor a folder of the project: name one of them'


def _try_git(root: Path, *arguments: str) -> str | None:
    """Return the output of a git command, or None if it fails.

    The repository is known to answer, so a failure means that the requested object does not exist.
    """
    with _convert_errors():
        done = _open_git(root).run(*arguments)
    return None if done.returncode else done.stdout.decode().strip()


def _is_repository(path: Path) -> bool:
    """Return True for a folder in a git repository.

    Raises:
        ReviewError: Git cannot read the `.git` there.
    """
    return is_in_repository(path) and bool(run_git(path, "rev-parse", "--git-dir"))


def _is_shallow(root: Path) -> bool:
    return run_git(root, "rev-parse", "--is-shallow-repository") == "true"
