"""Forms, owners, hooks, updates: each is what GitHub and its kin can read, and speaks of what exists. Nothing here asks the network."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, copy_another, english_only, publish_nothing
from tests.processes import run_module
from tests.project import write
from tests.review.conftest import GIT, git
from tests.sample import sampled

BIN = Path(sys.executable).parent
GITHUB = ROOT / ".github"
FORMS = sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml"))
SCHEMAS = {
    "github-workflows": sorted((GITHUB / "workflows").glob("*.yml")),
    "github-issue-forms": [path for path in FORMS if path.name != "config.yml"],
    "github-issue-config": [GITHUB / "ISSUE_TEMPLATE/config.yml"],
    "dependabot": [GITHUB / "dependabot.yml"],
    "citation-file-format": [ROOT / "CITATION.cff"],
}


def tool(name: str, *arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [str(BIN / name), *arguments]
    return subprocess.run(command, cwd=cwd, env={**GIT, **environment}, capture_output=True, text=True, timeout=600, check=False)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_files_for_github_are_valid_by_their_schemas(schema: str) -> None:
    done = tool("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *map(str, SCHEMAS[schema]))
    assert done.returncode == 0 and SCHEMAS[schema], done.stdout + done.stderr


@pytest.mark.parametrize(
    ("schema", "path", "old", "new"),
    [
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/correction.yml", "type: textarea", "type: textbox"),
        ("dependabot", ".github/dependabot.yml", "interval: monthly", "interval: sometimes"),
    ],
)
def test_the_schemas_refuse_what_is_wrong(tmp_path: Path, schema: str, path: str, old: str, new: str) -> None:
    """That of the workflows is asked by a hook, below."""
    text = (ROOT / path).read_text(encoding="utf-8")
    assert old in text
    broken = write(tmp_path, "broken.yml", text.replace(old, new))
    done = tool("check-jsonschema", "--builtin-schema", f"vendor.{schema}", str(broken))
    assert done.returncode == 1 and "Schema validation errors were encountered" in done.stdout, done.stderr


def test_zizmor_finds_nothing_and_is_asked_everything() -> None:
    done = tool("zizmor", "--offline", "--no-progress", "--persona=pedantic", "--strict-collection", str(GITHUB))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings to report" in done.stdout + done.stderr
    ignored = [line for path in GITHUB.rglob("*.yml") for line in path.read_text(encoding="utf-8").splitlines() if "zizmor: ignore" in line]
    assert len(ignored) == 1 and "dangerous-triggers" in ignored[0], "one trigger is ignored, with its reason; nothing else may be"


@pytest.mark.parametrize("path", SCHEMAS["github-issue-forms"], ids=lambda path: path.name)
def test_a_form_asks_for_what_an_editor_needs(path: Path) -> None:
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    ids = [entry["id"] for entry in form["body"] if entry["type"] != "markdown"]
    assert len(ids) == len(set(ids)) and len(ids) >= 4
    required = [entry for entry in form["body"] if entry.get("validations", {}).get("required")]
    assert len(required) >= 4
    assert "Please do not" in form["body"][0]["attributes"]["value"], "a form says what must not be written into it"


def tracked() -> list[str]:
    return git(ROOT, "ls-files").splitlines()


def fits(pattern: str, path: str) -> bool:
    """Whether a pattern of CODEOWNERS holds for a path, as far as ours use its forms."""
    if pattern == "*":
        return True
    anchored = pattern.lstrip("/")
    if anchored.endswith("/"):
        return path.startswith(anchored)
    return re.fullmatch(re.escape(anchored).replace(r"\*", "[^/]*"), path) is not None


def owners() -> list[tuple[str, list[str]]]:
    lines = (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    return [(line.split()[0], line.split()[1:]) for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("pattern", "names"), owners())
def test_each_line_of_the_owners_holds_for_a_file_and_names_somebody(pattern: str, names: list[str]) -> None:
    assert any(fits(pattern, path) for path in tracked())
    assert names and all(re.fullmatch(r"@[\w-]+(/[\w-]+)?", name) for name in names)


def test_the_gold_and_the_corrections_are_owned_by_those_who_review_data() -> None:
    for path in ("tests/gold/README.md", "data/corrections.yml"):
        last = [names for pattern, names in owners() if fits(pattern, path)][-1]
        assert last == ["@example/data-reviewers"]


def test_contributing_fits_one_screen_and_names_what_exists() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    contributing, _, rest = text.partition("**Set up your copy**")
    copying = rest.partition("**What the README promises")[0]
    assert len(contributing.splitlines()) <= 45 and len(copying.strip().splitlines()) <= 12
    for target in re.findall(r"\bmake ([a-z]+)", text):
        if target != "and":
            assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M), target
    for path in re.findall(r"`([\w./-]+/[\w.-]+)`", text):
        assert (ROOT / path).exists() or path.startswith(".venv/"), path


def test_the_template_of_pull_requests_names_commands_that_exist() -> None:
    text = (GITHUB / "pull_request_template.md").read_text(encoding="utf-8")
    assert text.count("- [ ]") >= 4
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.findall(r"`make ([a-z]+)`", text)
    assert named and all(re.search(rf"^{target}:", makefile, re.M) for target in named)


# ---- Hooks ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def repository(another_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of another topic with the hooks, a workflow and the environment of the tests, in a repository."""
    root = copy_another(another_built.parent, tmp_path_factory.mktemp("hooks") / "project")
    english_only(publish_nothing(root))
    for name in (".pre-commit-config.yaml", "pyproject.toml", ".gitignore", ".github/workflows/check.yml"):
        write(root, name, (ROOT / name).read_bytes())
    (root / ".venv").symlink_to(BIN.parent, target_is_directory=True)
    assert run_module(root, "macros", "release-notes", "--write").returncode == 0
    git(root, "init", "--quiet")
    (root / ".git/info/exclude").write_text(".venv\n", encoding="utf-8")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=Begin")
    return root


@pytest.fixture
def hooked(repository: Path) -> Path:
    git(repository, "reset", "--quiet", "--hard")
    return repository


def hooks(root: Path, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # What mypy knows of these files: it would take as long again as all other hooks.
    own = {"PRE_COMMIT_HOME": str(tmp_path / "home"), "MYPY_CACHE_DIR": str(ROOT / ".cache" / "mypy")}
    return tool("pre-commit", "run", *arguments, cwd=root, NO_MKDOCS_2_WARNING="1", **own)


@pytest.mark.thorough
def test_the_hooks_pass_on_what_is_sound(hooked: Path, tmp_path: Path) -> None:
    done = hooks(hooked, tmp_path, "--all-files", "--verbose")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Passed") == len(yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"])


@pytest.mark.parametrize(
    ("hook", "path", "old", "new", "said"),
    sampled(
        [
            ("ruff-check", "macros/base/dates.py", "import re", "import re, os", "F401"),
            ("mypy", "macros/commands/ready.py", "-> int:", "-> str:", "[return-value]"),
            ("check", "docs/en/index.md", '"rose by 25%"', '"rose by 26%"', "1 fault."),
            ("workflows", ".github/workflows/check.yml", "runs-on:", "run-on:", "Schema validation errors"),
            ("zizmor", ".github/workflows/check.yml", "@d23441a48e516b6c34aea4fa41551a30e30af803 # v6.1.0", "@v4", "unpinned-uses"),
            ("release-notes", "data/CHANGES.md", "first version", "the first version", "files were modified by this hook"),
        ],
        2,
    ),
)
def test_a_hook_stops_what_is_not(hooked: Path, tmp_path: Path, hook: str, path: str, old: str, new: str, said: str) -> None:
    file = hooked / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    git(hooked, "add", "--all")
    done = hooks(hooked, tmp_path, hook)
    assert done.returncode == 1 and said in done.stdout, done.stdout + done.stderr
