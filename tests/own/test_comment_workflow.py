"""The privileged half of the review: which pull request it comments on, what it takes from a stranger's artifact, what it posts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.own.github import GitHub, folder_with, serve, workflow

FIND, WRITE = "Find the pull request and the artifacts of the run", "Write the comment"
SHA, OLDER = "a" * 40, "b" * 40
MARK = "<!-- the meaning of this change -->"
TEXT = {"text": "Passes.\n@@ docs/en/index.md:38 @@\n- old\n+ new", "pages": []}


def run(sha: str = SHA, **changed: Any) -> dict[str, Any]:
    """The event: a run of the review for a fork's branch."""
    fork = {"id": 7, "owner": {"login": "stranger"}, "full_name": "stranger/project"}
    event = {"id": 99, "event": "pull_request", "head_sha": sha, "head_branch": "change", "head_repository": fork, **changed}
    return {
        "payload": {"workflow_run": event, "repository": {"default_branch": "main"}},
        "repo": {"owner": "example", "repo": "project"},
        "serverUrl": "https://github.example",
        "runId": 100,
    }


def pull(number: int = 5, sha: str = SHA, *, repo: int | None = 7, base: str = "main") -> dict[str, Any]:
    head = {"sha": sha, "ref": "change", "repo": {"id": repo} if repo else None}
    return {"number": number, "state": "open", "owner": "stranger", "head": head, "base": {"ref": base}}


def artifact(name: str, id: int, size: int = 1000, *, expired: bool = False) -> dict[str, Any]:
    return {"name": name, "id": id, "size_in_bytes": size, "expired": expired}


@pytest.fixture
def github() -> Iterator[GitHub]:
    with serve(GitHub()) as found:
        yield found


@pytest.mark.parametrize(
    ("pulls", "number"),
    [
        pytest.param([pull()], "5", id="the one of this head"),
        pytest.param([pull(4, OLDER, base="release"), pull(5)], "5", id="among others"),
        pytest.param([], None, id="none"),
        pytest.param([pull(sha=OLDER)], None, id="pushed to since"),
        pytest.param([pull(repo=8)], None, id="of another repository"),
        pytest.param([pull(repo=None)], None, id="its repository is gone"),
        pytest.param([pull(base="release")], None, id="to another branch"),
    ],
)
def test_the_pull_request_is_found_by_the_head_of_the_event(github: GitHub, pulls: list, number: str | None) -> None:
    github.pulls = pulls
    assert github.run("comment.yml", FIND, run())["outputs"].get("pull") == number
    assert github.wrote == []


def test_a_run_whose_repository_is_gone_writes_nothing(github: GitHub) -> None:
    github.pulls = [pull()]
    found = github.run("comment.yml", FIND, run(head_repository=None))
    assert found["outputs"] == {} and "gone" in found["notices"][0]


@pytest.mark.parametrize(
    ("artifacts", "outputs"),
    [
        pytest.param(
            [artifact("comment", 1), artifact("report", 2), artifact("preview", 3)], {"comment": "1", "report": "2", "preview": "3"}
        ),
        pytest.param([artifact("comment", 1, 200_001), artifact("report", 2, 9_000_000)], {"report": "2"}, id="too large"),
        pytest.param([artifact("comment", 1, expired=True)], {}, id="expired"),
        pytest.param([artifact("Comment", 1), artifact("other", 2)], {}, id="other names"),
    ],
)
def test_artifacts_are_taken_by_name_and_size(github: GitHub, artifacts: list, outputs: dict[str, str]) -> None:
    github.pulls, github.artifacts = [pull()], artifacts
    assert github.run("comment.yml", FIND, run())["outputs"] == {"pull": "5", **outputs}


def write(github: GitHub, folder: Path, content: Any, **environment: str) -> tuple[str, str, str]:
    """Run the writing step on an artifact's content. Returns method, path and text of what it wrote."""
    data = content if isinstance(content, str | bytes) else json.dumps(content)
    github.run("comment.yml", WRITE, run(), PULL="5", FOLDER=folder_with(folder, "comment.json", data), **environment)
    ((method, path, body),) = github.wrote
    return method, path, body["body"]


def test_a_first_comment_shows_the_text_as_a_diff_with_links_to_report_and_preview(github: GitHub, tmp_path: Path) -> None:
    method, path, body = write(github, tmp_path, TEXT, REPORT="2", PREVIEW="3")
    assert (method, path) == ("POST", "/issues/5/comments")
    assert body.startswith(MARK)
    assert f"```diff\n{TEXT['text']}\n```" in body
    for number in (2, 3):
        assert f"(https://github.example/example/project/actions/runs/99/artifacts/{number})" in body
    assert SHA[:12] in body


def test_the_one_comment_is_kept_up_to_date_even_after_a_hundred_others(github: GitHub, tmp_path: Path) -> None:
    others = [{"id": n, "user": {"login": "someone"}, "body": f"{MARK} not ours"} for n in range(150)]
    ours = {"id": 777, "user": {"login": "github-actions[bot]"}, "body": f"{MARK}\nolder"}
    github.comments = [*others, {"id": 888, "user": None, "body": None}, ours]
    method, path, _ = write(github, tmp_path, TEXT)
    assert (method, path) == ("PATCH", "/issues/comments/777")


def test_changed_pages_are_linked_at_the_head_that_was_reviewed(github: GitHub, tmp_path: Path) -> None:
    pages = [
        {"page": "timeline/index.html", "source": "docs/en/timeline.md", "change": "changed"},
        {"page": "old/index.html", "source": "docs/en/old.md", "change": "removed"},
        {"page": "404.html", "source": "", "change": "changed"},
    ]
    _, _, body = write(github, tmp_path, {**TEXT, "pages": pages})
    assert f"- changed: [`timeline/index.html`](https://github.example/example/project/blob/{SHA}/docs/en/timeline.md)" in body
    assert "- removed: `old/index.html`" in body and "- changed: `404.html`" in body


@pytest.mark.parametrize(
    "page",
    [
        {"page": "x](https://evil.example)", "source": "docs/en/x.md", "change": "changed"},
        {"page": "`@everyone`.html", "source": "docs/en/x.md", "change": "changed"},
        {"page": "x/index.html", "source": "docs/en/x.md", "change": "[click](https://evil.example)"},
        {"page": "../../x.html", "source": "docs/en/x.md", "change": "changed"},
        {"page": ["x.html"], "source": {}, "change": 1},
        {"page": "x.html\n# Heading", "source": "docs/en/x.md", "change": "changed"},
        None,
        "x.html",
    ],
)
def test_a_page_that_has_not_the_form_of_one_is_left_out(github: GitHub, tmp_path: Path, page: Any) -> None:
    good = {"page": "good/index.html", "source": "javascript:alert(1)", "change": "changed"}
    _, _, body = write(github, tmp_path, {**TEXT, "pages": [page, good]})
    listed = [line for line in body.splitlines() if line.startswith("- ") and line != "- old"]
    assert listed == ["- changed: `good/index.html`"]
    assert "evil" not in body and "javascript" not in body


def test_no_text_leaves_its_fence_and_no_unseen_character_stays(github: GitHub, tmp_path: Path) -> None:
    evil = "```\n````\n<img src=x> @everyone \u202etxet\u200b\x00 \u2212 [x](https://evil.example)"
    _, _, body = write(github, tmp_path, {"text": evil})
    lines = body.splitlines()
    start, end = lines.index("`````diff"), lines.index("`````")
    assert any("@everyone" in line for line in lines[start:end]) and not any("@everyone" in line for line in lines[:start] + lines[end:])
    assert not {"\u202e", "\u200b", "\x00"} & set(body)
    assert "\u2212" in body, "a minus sign is no unseen character"


def test_a_long_text_is_cut_inside_its_fence(github: GitHub, tmp_path: Path) -> None:
    _, _, body = write(github, tmp_path, {"text": "`" * 30_000 + "x" * 100_000, "pages": [{"page": "p.html", "change": "added"}] * 500})
    assert len(body) <= 65_000
    assert "x" in body


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xff\xfe not JSON", id="no JSON"),
        pytest.param("null", id="null"),
        pytest.param("[]", id="a list"),
        pytest.param('{"text": 5, "pages": "x"}', id="other types"),
        pytest.param(json.dumps({"text": "x" * 500_001}), id="too large"),
    ],
)
def test_what_is_no_comment_is_told_as_such(github: GitHub, tmp_path: Path, content: str | bytes) -> None:
    _, _, body = write(github, tmp_path, content)
    assert "could not be compared" in body and "xxx" not in body


def test_a_link_in_the_artifact_is_not_followed(github: GitHub, tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text(json.dumps({"text": "a secret of the runner"}), encoding="utf-8")
    folder = tmp_path / "artifact"
    folder.mkdir()
    (folder / "comment.json").symlink_to(secret)
    github.run("comment.yml", WRITE, run(), PULL="5", FOLDER=str(folder))
    assert "secret" not in github.wrote[0][2]["body"]


def test_the_half_that_may_write_runs_nothing_and_checks_nothing_out() -> None:
    found = workflow("comment.yml")
    assert list(found[True]) == ["workflow_run"]
    for job in found["jobs"].values():
        assert job["permissions"] == {"actions": "read", "pull-requests": "write"}
        for step in job["steps"]:
            assert "run" not in step and "checkout" not in step["uses"]
            assert "${{" not in step["with"].get("script", ""), "an expression in a script is code of whoever fills it"


def test_the_half_that_runs_the_code_of_a_pull_request_has_nothing_to_steal() -> None:
    found = workflow("review.yml")
    assert list(found[True]) == ["pull_request"]
    for job in found["jobs"].values():
        assert job["permissions"] == {"contents": "read"}
    text = json.dumps(found)
    assert "secrets." not in text and "github.token" not in text and "id-token" not in text
    assert found["name"] in workflow("comment.yml")[True]["workflow_run"]["workflows"]
