"""A correction is one command, a revision two and the page by hand; what the check refuses leaves every file as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from macros.published import name_base_branch
from tests.authoring.conftest import fingerprint
from tests.authoring.test_terminal import END, converse
from tests.freeze.repository import change, commit, git, macros, mend_hashes, new_version, published

UPDATE = "docs/en/updates/2023-01-20-first-counts.md"
PACKAGE, OLD, NEW = "bridge-counts", "2024-01-15", "2024-06-01"
SAID = ("--what", "The change is said to be about that much.", "--why", "The counts are rounded.", "--date", "2024-07-01")


@pytest.fixture(scope="module")
def repository(another_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(another_built, tmp_path_factory.mktemp("correct"))


ANOTHER = """\
---
title: "Another update"
description: "What it says."
date: 2024-09-02
summary: "Bicycles on the north bridge {{ figure('north-change', 'rose by 25%') }} from 2021 to 2022."
topics: [Bicycle counts]
sources:
  - {title: "Counts of the bridges", publisher: "Elmford Cycling Office", date: 2023-01-10}
---

Bicycles on the north bridge {{ figure("north-change", "rose by 25%") }} from 2021 to 2022.
"""


def entries(root: Path) -> list[dict[str, object]]:
    return yaml.safe_load((root / "data/corrections.yml").read_text(encoding="utf-8"))["corrections"] or []


def test_one_command_edits_the_page_writes_the_entry_and_the_record(repository: Path) -> None:
    call = ["correct", "--page", UPDATE, "--old", "fell by 5%", "--new", "fell by about 5%", *SAID]
    said = macros(repository, *call, "--dry-run").stdout
    assert "Nothing was written" in said and git(repository, "status", "--porcelain") == ""
    done = macros(repository, *call)
    assert done.returncode == 0, done.stdout + done.stderr
    text = (repository / UPDATE).read_text(encoding="utf-8")
    assert "fell by 5%" not in text and text.count("fell by about 5%") == 2  # in the summary and in the text, on the data of its day
    (entry,) = entries(repository)
    assert entry["pages"] == [UPDATE.removeprefix("docs/en/")] and (entry["kind"], entry["nature"]) == (
        "correction",
        "wording",
    )  # both say the same value
    record = (repository / "data/published.csv").read_text(encoding="utf-8")
    assert record.count(",fell by 5%,1,") == 2  # replaced on both surfaces by entry 1
    commit(repository, "Correct")


def test_a_correction_that_the_check_refuses_changes_no_file_and_says_why(repository: Path) -> None:
    before = fingerprint(repository)
    done = macros(repository, "correct", "--page", UPDATE, "--old", "fell by about 5%", "--new", "fell by 9%", "--nature", "error", *SAID)
    assert done.returncode == 1 and 'says "9%" but south-change is' in done.stderr and "Nothing was written." in done.stdout
    after = fingerprint(repository)
    assert {name for name in before if before[name] != after.get(name)} <= {name for name in before if name.startswith(("site/", ".git/"))}
    assert git(repository, "status", "--porcelain") == ""


def test_a_revision_is_recorded_once_its_sentences_are_mended(repository: Path) -> None:
    """`make data` has written the version; the words are mended by hand; `make correct` finds what has changed."""
    folder = new_version(repository, PACKAGE, OLD, NEW)
    change(repository, f"data/{PACKAGE}/{NEW}/counts.csv", "2023,all,232100", "2023,all,208890")
    mend_hashes(folder)
    change(repository, "docs/en/index.md", "232,100 bicycles", "208,890 bicycles")
    printed = macros(repository, "publish-record").stderr
    assert f"    data: {PACKAGE}@{NEW}" in printed and "kind: revision" in printed and "make correct" in printed
    done = macros(repository, "correct", *SAID)
    assert done.returncode == 0, done.stdout + done.stderr
    entry = entries(repository)[-1]
    assert (entry["kind"], entry["nature"], entry["data"]) == ("revision", "data", f"{PACKAGE}@{NEW}")
    assert entry["pages"] == ["index.md"]
    assert "232,100 bicycles" in str(entry["old"]) and "208,890 bicycles" in str(entry["new"])
    commit(repository, "Revise")


def test_a_version_that_changes_no_words_needs_its_entry_too_and_gets_one(repository: Path) -> None:
    """Only tables and proofs show it."""
    folder = new_version(repository, PACKAGE, NEW, "2024-08-01")
    change(repository, f"data/{PACKAGE}/2024-08-01/counts.csv", "2022,south,76910", "2022,south,76911")
    mend_hashes(folder)
    done = macros(repository, "correct", *SAID[:4], "--date", "2024-08-02")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Compared with main at " in done.stdout and done.stdout.startswith("Reading the site")
    assert entries(repository)[-1]["data"] == f"{PACKAGE}@2024-08-01"
    commit(repository, "Revise again")


@pytest.mark.parametrize(
    ("call", "fact"),
    [
        pytest.param(["--page", "docs/en/nothing.md", "--old", "a", "--new", "b"], 'names "docs/en/nothing.md"', id="an unknown page"),
        pytest.param(["--page", "index.md", "--old", "no such words", "--new", "b"], 'does not say "no such words"', id="unknown words"),
        pytest.param(["--page", "index.md"], "does not say: words as they read on the page", id="a page alone"),
        pytest.param(["--page", "index.md", "--old", "rose", "--new", "rose", "--lang", "xx", *SAID], 'has --lang "xx"', id="a language"),
        pytest.param(["--page", "index.md", "--old", "rose", "--new", "rose", "--date", "2999-01-01"], "lies in the future", id="a day"),
        pytest.param(["--page", "index.md", "--old", "rose by 25%", "--new", "rose by 25%"], "what changed", id="without a reason"),
        pytest.param(["--page", "index.md", "--old", "rose by 25%", "--new", "rose by 26%", *SAID], "nature (", id="without a nature"),
    ],
)
def test_a_wrong_call_is_refused_in_one_line(repository: Path, call: list[str], fact: str) -> None:
    done = macros(repository, "correct", *call)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 1 and fact in line, line
    assert git(repository, "status", "--porcelain") == ""


def test_on_a_terminal_the_page_is_chosen_among_those_that_are_published(repository: Path) -> None:
    pages = sorted(
        {line.split(",")[1] for line in (repository / "data/published.csv").read_text().splitlines() if line.startswith("page,")}
    )
    assert UPDATE in pages
    asked = [("page with the words to correct", UPDATE), ("words as they read", "fell by about 5%"), ("words to read instead", END)]
    code, said = converse(repository, ["correct"], asked)
    assert code == 130 and all(page in said for page in pages) and "Nothing was written" in said
    assert git(repository, "status", "--porcelain") == ""


def test_a_page_that_is_recorded_and_not_yet_published_is_named_with_what_it_is_compared_with(repository: Path) -> None:
    """The check, the correction and the difference compare with the same commit, that of the remote branch."""
    git(repository, "branch", "published", "HEAD")
    git(repository, "update-ref", "refs/remotes/origin/main", "HEAD")
    page = repository / "docs/en/updates/2024-09-02-another.md"
    page.write_text(ANOTHER, encoding="utf-8")
    done = macros(repository, "publish-record")
    assert done.returncode == 0, done.stdout + done.stderr
    commit(repository, "Another update")
    at = git(repository, "rev-parse", "--short=7", "origin/main")
    said = f"compared with origin/main at {at}, which does not have docs/en/updates/2024-09-02-another.md"
    assert said in macros(repository, "check").stderr
    corrected = macros(repository, "correct")
    assert f"Compared with origin/main at {at}." in corrected.stdout and said in corrected.stdout
    assert name_base_branch(repository) == "origin/main"
    told = macros(repository, "diff").stdout
    assert "origin/main" in told.splitlines()[0] and "2024-09-02-another" in told
