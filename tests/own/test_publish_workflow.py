"""What is merged ahead of its day is published on it: by a run each night, which builds only then."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.freeze.repository import commit
from tests.own.github import workflow
from tests.project import write
from tests.walkthrough import scratch

PAGE = """---
title: "Of a later day"
description: "A page of a later day."
date: {}
---
Text.
"""


@pytest.fixture(scope="module")
def ahead(another_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with pages of later days, and a draft."""
    root = scratch(tmp_path_factory.mktemp("ahead"), another_built.parent)
    for day in ("2098-12-28", "2099-01-01"):
        write(root, f"docs/en/of-{day}.md", PAGE.format(day))
    write(root, "docs/en/draft.md", PAGE.format("2099-01-01\ndraft: true"))
    commit(root, "Two pages of later days")
    return root


@pytest.mark.parametrize(
    ("day", "publish", "told"),
    [
        pytest.param("2098-12-27", "false", "", id="the day before"),
        pytest.param("2098-12-28", "true", "2098-12-28 docs/en/of-2098-12-28.md\n", id="the day"),
        pytest.param("2098-12-31", "false", "", id="between"),
        pytest.param("2099-01-01", "true", "2099-01-01 docs/en/of-2099-01-01.md\n", id="the next day"),
        pytest.param("2099-01-03", "true", "2099-01-01 docs/en/of-2099-01-01.md\n", id="after two runs that were missed"),
        pytest.param("2099-01-04", "false", "", id="later"),
    ],
)
def test_the_run_of_a_night_publishes_when_the_day_of_something_has_come(
    ahead: Path, tmp_path: Path, day: str, publish: str, told: str
) -> None:
    (step,) = (step for step in workflow("publish.yml")["jobs"]["due"]["steps"] if step.get("id") == "due")
    output = tmp_path / "output"
    environment = {**os.environ, "DAY": day, "GITHUB_OUTPUT": str(output)}
    done = subprocess.run(["bash", "-e", "-c", step["run"]], cwd=ahead, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stdout.endswith(told), done.stderr
    assert (ahead / "due.txt").read_text(encoding="utf-8") == told and output.read_text(encoding="utf-8") == f"publish={publish}\n"


def test_the_day_of_the_runner_is_that_of_the_build(tmp_path: Path) -> None:
    found = workflow("publish.yml")
    due, build = found["jobs"]["due"], found["jobs"]["build"]
    assert found[True]["schedule"] and build["needs"] == "due" and build["if"] == "needs.due.outputs.publish == 'true'"
    (made,) = (step for step in build["steps"] if step.get("run") == "make build")
    assert made["env"] == {"DAY": "${{ needs.due.outputs.day }}"} and due["outputs"]["day"] == "${{ steps.day.outputs.day }}"
    (step,) = (step for step in due["steps"] if step.get("id") == "day")
    environment = {**os.environ, "GITHUB_OUTPUT": str(tmp_path / "output")}
    subprocess.run(["bash", "-e", "-c", step["run"]], env=environment, check=True)
    assert re.fullmatch(r"day=20\d\d-\d\d-\d\d\n", (tmp_path / "output").read_text(encoding="utf-8"))
    # What is pushed is published whatever its day.
    assert due["outputs"]["publish"] == "${{ github.event_name != 'schedule' || steps.due.outputs.publish }}"
    assert all(step.get("if") == "github.event_name == 'schedule'" for step in due["steps"] if step.get("id") != "day")
