"""`python -m macros diff` as people and CI call it: exit codes, forms, folders, and calls that are refused in one line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from macros.review.revision import Revision, resolve_name
from macros.review.side import build_side
from tests.project import write
from tests.review.conftest import HOME, UPDATE, command, git, one_line_error, replace


def commit(root: Path, message: str = "Propose") -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", f"--message={message}")


def say_more(root: Path) -> int:
    """Change a sentence of the home page. Returns its line."""
    return replace(root, HOME, " from 2021 to 2022.", " from 2021 to 2022 in the end.")


def test_a_working_tree_is_compared_as_it_stands_and_a_report_is_written(clone: Path) -> None:
    (clone / "overrides" / ".ignored.pyc").write_bytes(b"never looked at")
    line = say_more(clone)
    before = git(clone, "status", "--porcelain=v1")
    for earlier in ("report/diff.json", "report/charts/old-before.png"):
        write(clone, earlier, "of an earlier comparison")
    done = command(clone, "diff", "--out", "report")  # main and the working tree, where none is named
    assert done.returncode == 0, done.stderr + done.stdout
    assert "Changes: 1 sentence on 1 page." in done.stdout and str(Path("report") / "diff.md") in done.stdout
    told = json.loads((clone / "report/diff.json").read_text(encoding="utf-8"))
    assert [(s["path"], s["line"], s["change"]) for s in told["sentences"]] == [(HOME, line, "changed")]
    assert told["pages"] == {"changed": [{"page": "index.html", "source": HOME}]}
    text = (clone / "report/diff.md").read_text(encoding="utf-8")
    assert "+ Bicycles on the north bridge rose by 25% from 2021 to 2022 in the end." in text
    assert sorted(path.name for path in (clone / "report").iterdir()) == ["comment.json", "diff.json", "diff.md"]  # none of the earlier
    shown = json.loads((clone / "report/comment.json").read_text(encoding="utf-8"))
    assert shown["pages"] == [{"page": "index.html", "source": HOME, "change": "changed"}]
    assert f"@@ {HOME}:{line}: text of home @@" in shown["text"]
    shutil.rmtree(clone / "report")
    assert git(clone, "status", "--porcelain=v1") == before, "the comparison changed the working tree or its index"


def test_head_with_a_fault_and_without_a_record_is_compared_annotated_and_does_not_pass(clone: Path) -> None:
    line = replace(clone, HOME, '"rose by 25%"', '"rose by 26%"')
    survey = "docs/en/updates/2023-11-02-survey.md"
    replace(clone, survey, '{{ figure("lights-share", "88%") }} of riders use lights', "riders use lights")
    commit(clone)
    done = command(clone, "diff", "origin/main", "HEAD", "--github", "--out", "report")
    assert done.returncode == 1, done.stderr
    assert f'::error file={survey},title=missing-record::no longer says "88%25"' in done.stdout and "1 record missing" in done.stdout
    told = json.loads((clone / "report/diff.json").read_text(encoding="utf-8"))
    assert told["passes"] is False and told["counts"]["faults"] == 1
    assert told["faults"][0].startswith(f"{HOME}:{line}:") and "26%" in told["faults"][0]
    assert any("rose by 26%" in sentence["after"] for sentence in told["sentences"])
    assert not (clone / "site").exists()


def test_a_side_that_cannot_be_built_at_all_is_one_line(clone: Path) -> None:
    (clone / "mkdocs.yml").write_text("site_name: [\n", encoding="utf-8")
    commit(clone)
    assert "cannot be built" in one_line_error(command(clone, "diff", "origin/main", "HEAD"))


def test_each_side_is_built_by_its_own_code(clone: Path) -> None:
    """What the generator writes shows as a change of the site; BASE has no trace of it."""
    path = clone / "macros/interface/en.yml"
    text = path.read_text(encoding="utf-8")
    assert text.count("Values by data version") == 1
    path.write_text(text.replace("Values by data version", "Values on each version"), encoding="utf-8")
    commit(clone)
    told = json.loads(command(clone, "diff", "origin/main", "HEAD", "--json").stdout)
    assert {(s["before"], s["after"]) for s in told["sentences"]} == {("Values by data version", "Values on each version")}
    assert {s["path"] for s in told["sentences"]} == {"macros/interface/en.yml"}


def test_the_merge_base_leaves_out_what_the_base_has_got_since(clone: Path) -> None:
    start = git(clone, "rev-parse", "HEAD")
    git(clone, "switch", "--quiet", "--create=proposal")
    (clone / "README.md").write_text("A proposal.\n", encoding="utf-8")
    commit(clone)
    git(clone, "switch", "--quiet", "main")
    say_more(clone)
    commit(clone, "Publish more")
    assert "in the end" in command(clone, "diff", "main", "proposal").stdout
    done = command(clone, "diff", "--merge-base", "main", "proposal")
    assert done.returncode == 0 and "Nothing changes that a reader or a machine meets." in done.stdout and start[:12] in done.stdout


def test_a_side_is_built_once_for_the_same_sources(clone: Path, sides: Path) -> None:
    first = build_side(resolve_name(clone, "main"), sides)
    (first.site / "was-here").touch()
    try:
        again = build_side(resolve_name(clone, "origin/main"), sides)
        assert (again.site / "was-here").exists() and again.key == first.key
    finally:
        (first.site / "was-here").unlink()


def test_a_folder_counts_what_git_would_take_and_nothing_else(clone: Path) -> None:
    committed, before = resolve_name(clone, "main"), resolve_name(clone, ".")
    assert before.key == committed.key, "a clean working tree is another state than its commit"
    (clone / "site").mkdir()
    (clone / "site/index.html").touch()
    assert resolve_name(clone, ".").key == before.key, "an ignored file counts"
    (clone / "docs/en/added.md").write_text("new", encoding="utf-8")
    assert resolve_name(clone, ".").key != before.key, "an untracked file does not count"
    assert isinstance(committed, Revision) and resolve_name(clone, "main").key == committed.key


def test_a_folder_without_git_is_compared(published: Path, tmp_path: Path) -> None:
    root = tmp_path / "plain"
    shutil.copytree(published, root, ignore=shutil.ignore_patterns(".git", ".cache"))
    found = resolve_name(tmp_path, "plain")
    assert "mkdocs.yml" in found.files and not any(name.startswith((".git", "site")) for name in found.files)
    found.export(tmp_path / "out")
    assert (tmp_path / "out" / HOME).read_bytes() == (root / HOME).read_bytes()


# ---- Calls that are refused --------------------------------------------------------------------------------------


def test_a_shallow_clone_without_the_base_says_how_to_get_it_and_that_works(clone: Path, tmp_path: Path) -> None:
    (clone / "README.md").write_text("A proposal.\n", encoding="utf-8")
    git(clone, "switch", "--quiet", "--create=proposal")
    commit(clone)
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=proposal", f"file://{clone}", str(shallow))
    said = one_line_error(command(shallow, "diff", "origin/main", "HEAD"))
    assert '"origin/main" is not in this clone, which is shallow' in said
    remedy = "git fetch --depth=1 origin main"
    assert remedy in said and "FETCH_HEAD" in said
    git(shallow, *remedy.split()[1:])
    assert resolve_name(shallow, "FETCH_HEAD").key == resolve_name(clone, "main").key
    said = one_line_error(command(shallow, "diff", "--merge-base", "FETCH_HEAD", "HEAD"))
    assert "no common commit" in said and "--unshallow" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["no-such-thing", "HEAD"], '"no-such-thing" is neither a revision', id="unknown"),
        pytest.param(["main", "./docs"], "holds no mkdocs.yml", id="a folder of something else"),
        pytest.param(["main", "../nowhere"], '"../nowhere" is neither', id="no folder"),
        pytest.param(["main", "both"], "is a folder and a revision", id="two meanings"),
        pytest.param(["main", "HEAD:docs"], "is neither a revision", id="no commit"),
        pytest.param(["main", "foreign"], "holds no mkdocs.yml", id="a revision of something else"),
        pytest.param(["--merge-base", "main", "."], "needs two git revisions", id="merge base of a folder"),
        pytest.param(["main", "HEAD", "--out", "docs"], "holds other files", id="a folder in use"),
        pytest.param(["main", "HEAD", "--out", "README.md"], "is a file", id="a file"),
    ],
)
def test_a_call_that_cannot_be_answered_is_one_line(clone: Path, arguments: list[str], said: str) -> None:
    git(clone, "branch", "both")
    (clone / "both").mkdir()
    (clone / "both/mkdocs.yml").touch()
    empty = git(clone, "hash-object", "-w", "-t", "tree", "/dev/null")
    git(clone, "branch", "foreign", git(clone, "commit-tree", empty, "-m", "Something else"))
    files = {path: path.read_bytes() for path in (clone / "docs").rglob("*.md")}
    assert said in one_line_error(command(clone, "diff", *arguments))
    assert all(path.read_bytes() == data for path, data in files.items())


def test_without_git_or_a_repository_the_remedy_is_named(published: Path, tmp_path: Path) -> None:
    root = tmp_path / "plain"
    shutil.copytree(published, root, ignore=shutil.ignore_patterns(".git", ".cache"))
    assert "in no git repository" in one_line_error(command(root, "diff", "main", "."))
    assert "git is missing" in one_line_error(command(root, "diff", "main", ".", PATH=str(tmp_path)))


def test_two_folders_need_no_git(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(published, tmp_path / "plain", ignore=shutil.ignore_patterns(".git", ".cache"))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert HOME in resolve_name(tmp_path, "plain").files


def test_the_checkout_of_a_pull_request_knows_what_it_would_be_merged_into(clone: Path, tmp_path: Path) -> None:
    """As the workflow's checkout has it: a merge, of which only the last two steps of history are there."""
    git(clone, "switch", "--quiet", "--create=proposal")
    (clone / "README.md").write_text("A proposal.\n", encoding="utf-8")
    commit(clone)
    git(clone, "switch", "--quiet", "--create=merge", "main")
    git(clone, "merge", "--quiet", "--no-ff", "--message=Merge", "proposal")
    checkout = tmp_path / "checkout"
    git(tmp_path, "clone", "--quiet", "--depth=2", "--branch=merge", f"file://{clone}", str(checkout))
    assert resolve_name(checkout, "HEAD^1").key == resolve_name(clone, "main").key != resolve_name(checkout, "HEAD").key


def test_a_published_wording_that_changed_is_told_once(clone: Path) -> None:
    """By the check, where the record of the base knows it; else as a missing record."""
    assert command(clone, "publish-record").returncode == 0
    commit(clone, "Record")
    replace(clone, UPDATE, '"over 70,000 bicycles"', '"more than 70,000 bicycles"')
    done = command(clone, "diff", "HEAD", "--json")
    told = json.loads(done.stdout)
    (fault,) = told["faults"]
    assert fault.startswith(f"{UPDATE}:") and 'no longer says "over 70,000 bicycles" of south-2023' in fault
    assert (told["records_missing"], told["passes"], done.returncode) == ([], False, 1)
