"""What the weekly look tells: one issue, opened, renewed, closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.own.github import GitHub, folder_with, serve, workflow

STEP, MARK = "Write the issue", "<!-- weekly look at the site -->"
CONTEXT = {"repo": {"owner": "example", "repo": "project"}, "serverUrl": "https://github.example", "runId": 100}
ROT = "docs/en/x.md:1:1: broken: https://example.org/x is not there"


def issue(state: str = "open", **changed: object) -> dict[str, object]:
    return {"number": 12, "state": state, "body": f"{MARK}\nolder", **changed}


@pytest.mark.parametrize(
    ("issues", "text", "wrote"),
    [
        pytest.param([], ROT, ("POST", "/issues", None), id="opened"),
        pytest.param([issue()], ROT, ("PATCH", "/issues/12", "open"), id="renewed"),
        pytest.param([issue("closed")], ROT, ("PATCH", "/issues/12", "open"), id="opened again"),
        pytest.param([issue()], "", ("PATCH", "/issues/12", "closed"), id="closed"),
        pytest.param([issue("closed")], "\n", None, id="left closed"),
        pytest.param([], "", None, id="all is well"),
        pytest.param([issue(pull_request={})], ROT, ("POST", "/issues", None), id="a pull request is none"),
        pytest.param([issue(body="another")] * 100 + [issue()], ROT, ("PATCH", "/issues/12", "open"), id="on the second page"),
    ],
)
def test_one_issue_is_kept_up_to_date(tmp_path: Path, issues: list, text: str, wrote: tuple | None) -> None:
    with serve(GitHub(issues=issues)) as github:
        github.run("weekly.yml", STEP, CONTEXT, FILE=f"{folder_with(tmp_path, 'weekly.txt', text)}/weekly.txt")
    assert [(method, path, body.get("state")) for method, path, body in github.wrote] == ([wrote] if wrote else [])
    for _, _, body in github.wrote:
        if text.strip():
            assert body["body"].startswith(MARK) and f"```text\n{ROT}\n```" in body["body"]


def test_what_other_servers_say_stays_code(tmp_path: Path) -> None:
    evil = "```\n@everyone leads on to https://evil.example/````"
    with serve(GitHub()) as github:
        github.run("weekly.yml", STEP, CONTEXT, FILE=f"{folder_with(tmp_path, 'weekly.txt', evil)}/weekly.txt")
    body = github.wrote[0][2]["body"]
    assert f"`````text\n{evil}\n`````" in body


def test_the_weekly_look_builds_from_nothing_runs_all_tests_and_the_site_does_not_hang_on_it() -> None:
    look, tell = workflow("weekly.yml")["jobs"].values()
    steps = {step["id"]: step for step in look["steps"] if "id" in step}
    assert "make clean build" in steps["build"]["run"] and "cache" not in str(look["steps"][:2])
    assert "generated platforms" in steps["random"]["run"] and steps["tests"]["run"] == "make test-all"
    assert all(step["continue-on-error"] for step in steps.values())
    assert "schedule" in workflow("weekly.yml")[True]
    assert not any("run" in step for step in tell["steps"])
