"""The repository as others use it: set-up, workflows, locks, no trace of a machine."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from macros.links.collect import find_external_links, read_exceptions
from tests.conftest import ROOT
from tests.processes import run_module

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))

# The first major of each action that runs on Node 24: the hosts of the workflows have no Node 20 any more.
NODE_24 = {
    "actions/checkout": 5,
    "actions/setup-python": 6,
    "actions/upload-artifact": 6,
    "actions/download-artifact": 7,
    "actions/github-script": 8,
    "actions/upload-pages-artifact": 5,  # by the upload-artifact that it holds
    "actions/deploy-pages": 5,
}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.name)
def test_a_workflow_asks_for_least_rights_and_pins_its_actions(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    assert "pull_request_target" not in workflow[True]  # YAML reads `on` as true
    for name, job in workflow["jobs"].items():
        assert "permissions" in job and "timeout-minutes" in job, name
        writes = [right for right, level in job["permissions"].items() if level == "write"]
        runs = [step for step in job["steps"] if "run" in step]
        assert not (writes and runs), f"{name} may write and runs code"
        for step in job["steps"]:
            if "uses" in step:
                assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"]), step["uses"]
                named = re.search(rf"{step['uses']} # v(\d+)\.\d+\.\d+\n", text)
                assert named and int(named[1]) >= NODE_24[step["uses"].partition("@")[0]], step["uses"]
            if "actions/checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_pins_every_package_with_hashes_and_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[\w.-]+==\S+", entry), entry[:60]
        assert "--hash=sha256:" in entry, entry[:60]
    assert "://" not in text and "--index" not in text and "--find-links" not in text


def _setup(tmp_path: Path, python: str) -> subprocess.CompletedProcess[str]:
    """setup.sh in a folder of its own, with one python3 on the PATH."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "cat"):
        source = next(Path(d) / name for d in os.environ["PATH"].split(os.pathsep) if (Path(d) / name).exists())
        (tools / name).symlink_to(source)
    (tools / "python3").write_text(f"#!/bin/sh\n{python}\n", encoding="utf-8")
    (tools / "python3").chmod(0o755)
    (tmp_path / "setup.sh").write_bytes((ROOT / "setup.sh").read_bytes())
    environment = {"PATH": str(tools), "HOME": str(tmp_path)}
    return subprocess.run(["sh", str(tmp_path / "setup.sh"), "site"], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("python", "named"),
    [
        pytest.param("exit 1", "Python 3.11.2 or newer is missing", id="Python too old"),
        pytest.param('case "$2" in *ensurepip*) exit 1;; *) exit 0;; esac', "python3-venv", id="venv missing"),
    ],
)
def test_a_missing_prerequisite_is_named_with_its_remedy_in_the_first_line(tmp_path: Path, python: str, named: str) -> None:
    done = _setup(tmp_path, python)
    first = done.stderr.splitlines()[0]
    assert done.returncode == 1
    assert first.startswith("error: ") and named in first and "apt install" in first


def test_the_committed_notes_on_the_data_are_those_of_the_data() -> None:
    done = run_module(ROOT, "macros", "release-notes", "--check")
    assert done.returncode == 0, done.stderr


def test_each_exception_of_the_check_of_links_is_of_a_link_of_the_site(site: Path) -> None:
    links = find_external_links(site)
    assert [each.pattern for each in read_exceptions(ROOT) if not any(each.is_match(address) for address in links)] == []


def test_no_file_names_a_path_of_a_machine() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    home = re.compile(r"/(?:home|Users|root|work)/[\w.]+/")
    named = [
        name
        for name in files
        if (ROOT / name).suffix in (".py", ".md", ".yml", ".txt", ".toml", ".in", ".sh", ".html", ".css", ".json", "")
        and (ROOT / name).is_file()
        and home.search((ROOT / name).read_text(encoding="utf-8", errors="replace"))
    ]
    assert named == []
