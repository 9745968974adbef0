"""A copy of the project in a git repository of its own, with its content published on `main`."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

from tests.conftest import ROOT, begun, copy_another
from tests.processes import run_module

SPARE = """
  {}:
    title: {{en: "A count that no page quotes"}}
    label: {{en: "A count that no page quotes"}}
    measure: bridge-counts/counts/bicycles
    where: {{year: 2021, bridge: all}}
    status: computed
"""


def git(root: Path, *arguments: str) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    who = ["-c", "user.name=A test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(root: Path, message: str) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", message)


def macros(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`python -m macros ...` in the folder `root`."""
    return run_module(root, "macros", *arguments)


def published(another: Path, folder: Path) -> Path:
    """The repository, of the site of another topic: in one language, without corrections. Two figures more, which no page quotes.

    another: that site, built.
    """
    root = begun(copy_another(another.parent, folder / "project"))
    for name in (".gitattributes", ".gitignore"):
        shutil.copy2(ROOT / name, root / name)
    figures = root / "data/figures.yml"
    figures.write_text("".join([figures.read_text(encoding="utf-8"), *map(SPARE.format, ("spare-count", "other-count"))]), encoding="utf-8")
    git(root, "init", "--quiet")
    done = macros(root, "publish-record")
    assert done.returncode == 0, done.stdout + done.stderr
    commit(root, "Publish")
    return root


def change(root: Path, path: str, old: str, new: str) -> None:
    """Put `new` in the place of the only `old` in a file."""
    text = (root / path).read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old, text.count(old))
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def new_version(root: Path, package: str, old: str, new: str) -> Path:
    """Copy a version of a package to a new one. Returns its folder; its hashes are those of the copied files."""
    folder = root / "data" / package / new
    shutil.copytree(root / "data" / package / old, folder)
    descriptor = folder / "datapackage.json"
    descriptor.write_text(descriptor.read_text(encoding="utf-8").replace(f'"version": "{old}"', f'"version": "{new}"'), encoding="utf-8")
    return folder


def mend_hashes(folder: Path) -> None:
    """Make a descriptor agree with the files beside it."""
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        data = (folder / resource["path"]).read_bytes()
        resource["hash"] = "sha256:" + hashlib.sha256(data).hexdigest()
        if "bytes" in resource:
            resource["bytes"] = len(data)
    path.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
