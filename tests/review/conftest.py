"""A repository of the site of another topic, with what is published on `main`, and proposals to compare with it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.review import Difference, compare_sides
from macros.review.revision import resolve_name
from macros.review.side import build_side
from tests.conftest import copy_another, english_only, publish_nothing
from tests.processes import run_module
from tests.project import renew_hash

# Of nobody's own settings: a test sees git as it comes.
OF_NOBODY = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Author",
    "GIT_AUTHOR_EMAIL": "author@example.org",
    "GIT_COMMITTER_NAME": "Author",
    "GIT_COMMITTER_EMAIL": "author@example.org",
}
GIT = {**os.environ, **OF_NOBODY}
HOME = "docs/en/index.md"
UPDATE = "docs/en/updates/2024-01-20-a-further-year.md"
COUNTS = "data/bridge-counts/2024-01-15/counts.csv"


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, env=GIT, capture_output=True, text=True, check=True).stdout.strip()


def replace(root: Path, path: str, old: str, new: str) -> int:
    """Put `new` in the place of the only `old`. Returns its line."""
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path} holds {old!r} {text.count(old)} times"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def new_version(root: Path, package: str, old: str, new: str) -> Path:
    """A version folder like the one before. Returns it."""
    source, target = root / "data" / package / old, root / "data" / package / new
    shutil.copytree(source, target)
    descriptor = json.loads((target / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["version"] = new
    (target / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return target


def change_cell(csv: Path, old: str, new: str) -> None:
    text = csv.read_text(encoding="utf-8")
    assert text.count(old) == 1
    csv.write_text(text.replace(old, new), encoding="utf-8")
    renew_hash(csv)


def command(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m macros` in the folder of a project, as people and CI call it."""
    return run_module(root, "macros", *arguments, **OF_NOBODY, **environment)


def one_line_error(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that a refused call prints."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("error: "), done.stderr
    return done.stderr


@pytest.fixture(scope="session")
def published(another_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository with one commit on main: what is published, in one language. What is missing is told by the comparison alone."""
    root = copy_another(another_built.parent, tmp_path_factory.mktemp("published") / "project")
    english_only(publish_nothing(root))
    (root / ".gitignore").write_text("site/\n.site.*/\n.cache/\n__pycache__/\n", encoding="utf-8")
    (root / "README.md").write_text("A site.\n", encoding="utf-8")
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "-c", "core.compression=0", "add", "--force", ".cache")  # a side is built of what its revision holds: of what is drawn, too
    git(root, "commit", "--quiet", "--message=Publish")
    return root


@pytest.fixture(scope="session")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache of built sides, so that what is published is built once for all tests."""
    return tmp_path_factory.mktemp("sides")


@pytest.fixture
def clone(published: Path, sides: Path, tmp_path: Path) -> Path:
    """A clone to propose a change in, with the cache of all tests."""
    root = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(published), str(root))
    (root / ".cache" / "review").symlink_to(sides, target_is_directory=True)
    return root


@pytest.fixture(scope="session")
def propose(published: Path, sides: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Callable[[Path], None]], Difference]:
    """Compare what is published with a working tree that a function has changed."""

    def do(change: Callable[[Path], None]) -> Difference:
        root = tmp_path_factory.mktemp("proposal") / "project"
        git(root.parent, "clone", "--quiet", str(published), str(root))
        change(root)
        return compare_sides(build_side(resolve_name(root, "main"), sides), build_side(resolve_name(root, "."), sides))

    return do
