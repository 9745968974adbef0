"""A published site is left as it stands only while all that it was made from, and each of its files, are what they were."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from macros.plugin.site_inputs import digest_site_inputs, save_stamp, skip_if_current
from macros.published import Record, Row
from tests.project import ROOT, write

NOTE = "compared with nothing"


def configured(root: Path, **options: Any) -> Any:
    return load_config(str(root / "mkdocs.yml"), **options)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project whose site is published and written down."""
    settings = "site_name: S\nsite_url: https://example.org/\ndocs_dir: docs\nplugins: []\ntheme: {name: mkdocs, custom_dir: overrides}\n"
    write(tmp_path, "mkdocs.yml", settings)
    for name in ("docs/index.md", "data/counts/2021-03-01/counts.csv", "macros/page.py", "overrides/main.html", "schemas/x.json"):
        write(tmp_path, name, "old")
    write(tmp_path, "site/index.html", "47%")
    write(tmp_path, "site/deep/data.csv", "1,2")
    config = configured(tmp_path)
    save_stamp(config, digest_site_inputs(config), NOTE, None, {}, {})
    assert stands(tmp_path) == NOTE
    return tmp_path


def stands(root: Path, **options: Any) -> str | None:
    config = configured(root, **options)
    return skip_if_current(config, digest_site_inputs(config))


@pytest.mark.parametrize(
    "name",
    [
        "mkdocs.yml",
        "docs/index.md",
        "data/counts/2021-03-01/counts.csv",
        "macros/page.py",
        "overrides/main.html",
        "schemas/x.json",
    ],
)
def test_a_changed_input_lets_the_site_be_built(root: Path, name: str) -> None:
    before = (root / name).read_text()
    write(root, name, before + "\n")
    assert stands(root) is None
    write(root, name, before)
    assert stands(root) == NOTE


@pytest.mark.parametrize("name", ["docs/new.md", "data/new.yml", "macros/new/words.yml", "overrides/partials/new.html"])
def test_a_new_input_and_a_lost_one_let_the_site_be_built(root: Path, name: str) -> None:
    write(root, name, "")
    config = configured(root)
    assert skip_if_current(config, digest_site_inputs(config)) is None
    save_stamp(config, digest_site_inputs(config), NOTE, None, {}, {})
    (root / name).unlink()
    (root / "docs/index.md").rename(root / "docs/other.md")
    assert stands(root) is None


def test_files_whose_contents_change_places_are_not_what_they_were(root: Path) -> None:
    write(root, "data/one.yml", "1")
    write(root, "data/two.yml", "2")
    config = configured(root)
    save_stamp(config, digest_site_inputs(config), NOTE, None, {}, {})
    write(root, "data/one.yml", "2")
    write(root, "data/two.yml", "1")
    assert stands(root) is None


@pytest.mark.parametrize("options", [{"strict": True}, {"use_directory_urls": False}, {"theme": "readthedocs"}])
def test_an_option_of_the_command_line_lets_the_site_be_built(root: Path, options: dict[str, Any]) -> None:
    assert stands(root, **options) is None


def test_settings_that_stand_elsewhere_are_never_taken_for_the_same(root: Path) -> None:
    write(root, "mkdocs.yml", (root / "mkdocs.yml").read_text() + "copyright: !ENV [OWNER, nobody]\n")
    assert digest_site_inputs(configured(root)) == ""
    save_stamp(configured(root), "", NOTE, None, {}, {})
    assert stands(root) is None


def test_documents_outside_of_the_project_are_read_too(root: Path) -> None:
    (root / "docs").rename(root.parent / "elsewhere")
    write(root, "mkdocs.yml", (root / "mkdocs.yml").read_text().replace("docs_dir: docs", "docs_dir: ../elsewhere"))
    before = digest_site_inputs(configured(root))
    write(root.parent, "elsewhere/index.md", "new")
    assert before and digest_site_inputs(configured(root)) not in ("", before)


def test_another_library_lets_the_site_be_built(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "libraries/markdown-99.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(root / "libraries")
    assert stands(root) is None


def test_the_fingerprint_is_the_same_in_every_process(root: Path) -> None:
    rows = frozenset(Row("page", f"docs/en/{letter}.md", "", "") for letter in "abcdef")
    write(root, "data/published.csv", Record(rows).format_text())
    imports = "from mkdocs.config import load_config; from macros.plugin.site_inputs import digest_site_inputs"
    program = f"{imports}; print(digest_site_inputs(load_config('mkdocs.yml')))"
    found = set()
    for seed in "123":
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "NO_MKDOCS_2_WARNING": "1"}
        done = subprocess.run([sys.executable, "-c", program], cwd=root, env=environment, capture_output=True, text=True, check=True)
        found.add(done.stdout)
    assert len(found) == 1


def test_another_base_branch_lets_the_site_be_built(root: Path) -> None:
    def git(*arguments: str) -> None:
        names = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, env={**os.environ, **names})

    rows = frozenset(Row("page", f"docs/en/{letter}.md", "", "") for letter in "abcdef")
    write(root, "data/published.csv", Record(rows).format_text())
    git("init", "-q", "-b", "main")
    git("add", "mkdocs.yml", "data")
    git("commit", "-q", "-m", "one")
    config = configured(root)
    save_stamp(config, digest_site_inputs(config), NOTE, None, {}, {})
    assert stands(root) == NOTE
    git("commit", "-q", "--allow-empty", "-m", "two")
    assert stands(root) is None


def replaced(site: Path, name: str, text: str) -> None:
    """Another file in the place of one, as most editors write."""
    (site / name).unlink()
    write(site, name, text)


DAMAGES = [
    pytest.param(lambda site: replaced(site, "index.html", "48%"), id="a digit changed"),
    pytest.param(lambda site: replaced(site, "index.html", ""), id="emptied"),
    pytest.param(lambda site: (site / "deep/data.csv").unlink(), id="lost"),
    pytest.param(lambda site: write(site, "added.html", "12%"), id="added"),
    pytest.param(lambda site: (site / "added").symlink_to(site / "index.html"), id="a link"),
    pytest.param(lambda site: (site / "index.html").rename(site / "home.html"), id="renamed"),
    pytest.param(shutil.rmtree, id="removed"),
]


def content(site: Path) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): path.read_text() for path in site.rglob("*") if path.is_file()}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_site_that_is_not_what_was_published_is_built(root: Path, damage: Any) -> None:
    shutil.rmtree(root / ".cache/copies")
    damage(root / "site")
    assert stands(root) is None


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_site_that_is_not_what_was_published_is_put_together_of_its_copies(root: Path, damage: Any) -> None:
    before = content(root / "site")
    damage(root / "site")
    assert stands(root) == NOTE
    assert content(root / "site") == before
    damage(root / "site")  # and again
    assert stands(root) == NOTE


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda copies: write(copies, "index.html", "48%"), id="a digit changed"),
        pytest.param(lambda copies: (copies / "deep/data.csv").unlink(), id="lost"),
        pytest.param(lambda copies: replaced(copies, "index.html", "48%"), id="replaced"),
    ],
)
def test_copies_that_are_not_what_was_published_are_not_used(root: Path, damage: Any) -> None:
    damage(root / ".cache/copies")
    shutil.rmtree(root / "site")
    assert stands(root) is None


def test_a_written_over_file_of_the_site_is_not_taken_from_the_copy_that_shares_its_bytes(root: Path) -> None:
    write(root, "site/index.html", "48%")
    assert stands(root) is None


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: data[:-2], id="truncated"),
        pytest.param(lambda data: data.replace(b"compared", b"nothing!"), id="poisoned"),
        pytest.param(lambda data: b"", id="emptied"),
    ],
)
def test_a_damaged_note_is_none(root: Path, damage: Any) -> None:
    (file,) = (root / ".cache/site").iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert stands(root) is None


def test_nothing_is_written_down_of_a_site_whose_inputs_changed_while_it_was_built(root: Path) -> None:
    config = configured(root)
    before = digest_site_inputs(config)
    write(root, "data/late.csv", "1")
    write(root, "site/index.html", "of late")
    save_stamp(config, before, NOTE, None, {}, {})
    assert stands(root) is None
    (root / "data/late.csv").unlink()
    assert stands(root) is None


def test_mkdocs_builds_nothing_over_a_site_that_stands(root: Path) -> None:
    config = configured(root)
    assert skip_if_current(config, digest_site_inputs(config)) == NOTE
    build(config)
    assert (root / "site/index.html").read_text() == "47%"
    assert {path.name for path in root.iterdir() if path.name.startswith(".")} == {".cache"}
    assert Path(config["site_dir"]) == root / "site"
