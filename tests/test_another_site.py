"""The generator on a site of another topic, in the place of this one: it builds, and the tests pass there."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TypeGuard

import pytest

from tests.conftest import ANOTHER, ROOT, build, warm
from tests.kinds import OF_A_SITE
from tests.project import SAMPLE
from tests.sample import sampled

ENGINE = ("macros", "overrides", "schemas", "benchmarks", "tests", "pyproject.toml", "setup.sh", ".gitattributes", ".gitignore", ".vscode")
TESTS = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "tests").rglob("test_*.py")) if path != Path(__file__)]
# What gives the site that stands beside the engine (tests/conftest.py).
FIXTURES = {"site", "checked", "address", "project", "english"}
FUNCTIONS = {"built_site", "copied", "pages", "frames"}


def put(root: Path, *sources: Path) -> Path:
    """Copy files and folders into a new folder."""
    root.mkdir()
    for source in sources:
        if source.is_dir():
            shutil.copytree(source, root / source.name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, root / source.name)
    return root


def content() -> list[Path]:
    return sorted(ANOTHER.iterdir())


@pytest.fixture(scope="module")
def replaced(another_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository with the content of the other site in the place of its own."""
    root = put(tmp_path_factory.mktemp("another") / "project", *(ROOT / name for name in ENGINE), *content())
    shutil.rmtree(root / "tests/own")
    warm(root, another_built.parent)
    return root


def passed(root: Path, *files: str) -> None:
    """Run test files in a copy. What they print is what fails."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", *files]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTEST_XDIST_WORKER": "alone", "PYTEST_ADDOPTS": ""}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=3000, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_the_tests_of_a_site_pass_on_another_site(replaced: Path) -> None:
    """It builds without a fault, and an oracle of its own proves each percentage: one file of many, since each is half a minute."""
    passed(replaced, "tests/test_proof.py")


@pytest.mark.thorough
@pytest.mark.parametrize("file", [file for file in TESTS if not file.startswith("tests/own/")])
def test_each_test_but_those_of_this_very_site_passes_on_another_site(replaced: Path, file: str) -> None:
    passed(replaced, file)


def asked(tree: ast.Module) -> set[str]:
    """What a file of tests asks for of the site that stands in docs/ and data/: its fixtures, functions that give it, its own files."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    tests = [each for each in functions if each.name.startswith("test_") or "fixture" in "".join(map(ast.unparse, each.decorator_list))]
    imported = {(node.module, each.name) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for each in node.names}
    own = {function.name for function in functions} | {name for module, name in imported if module != "tests.conftest"}
    own |= set(re.findall(r"\w+", " ".join(ast.unparse(each.args[0]) for each in ast.walk(tree) if is_parametrized(each))))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    named = {name.rstrip("./") for text in texts for name in re.findall(r"(?:docs|data)/[\w-]+/[\w./-]+", text)}
    return {
        *({argument.arg for function in tests for argument in function.args.args} & FIXTURES - own),
        *({name for module, name in imported if module == "tests.conftest"} & FUNCTIONS),
        *(name for name in named if (ROOT / name).exists() and not any((other / name).exists() for other in (ANOTHER, SAMPLE))),
    }


def is_parametrized(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "parametrize"


@pytest.mark.parametrize("file", TESTS)
def test_who_asks_for_the_site_beside_the_engine_is_listed(file: str) -> None:
    """A new file of tests stands on tests/another_site, or is named among those that pass on any site, or stands in tests/own."""
    found = asked(ast.parse((ROOT / file).read_text(encoding="utf-8")))
    assert not found or file in OF_A_SITE or file.startswith("tests/own/")


def test_a_home_page_and_one_package_make_a_site(tmp_path: Path) -> None:
    """Without events, statements, corrections, charts, topics, updates, feeds, words or boxes of its own."""
    root = put(tmp_path / "small", *(ROOT / name for name in ("macros", "overrides", "schemas")), ANOTHER / "mkdocs.yml")
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    head, _, rest = settings.partition("nav:\n")
    settings = f"{head}nav:\n  - Home: index.md\nstrict: true\n" + rest.partition("strict: true\n")[2]
    settings = settings.replace(settings[settings.index("  topics:\n") : settings.index("plugins:\n")], "")
    settings = settings.replace(settings[settings.index("        - locale: es\n") : settings.index("  - macros:\n")], "")
    settings = re.sub(r"(?m)^  (?:reading|contact):.*\n", "", settings)
    (root / "mkdocs.yml").write_text(settings.replace("  favicon: assets/favicon.svg\n", ""), encoding="utf-8")
    shutil.copytree(ANOTHER / "data/bridge-counts/2023-01-10", root / "data/bridge-counts/2023-01-10")
    shutil.copy2(ANOTHER / "data/sources.yml", root / "data/sources.yml")
    page = '---\ntitle: "A page"\ndescription: "A site that is one page of text, and a package of data beside it."\n---\n\nA text.\n'
    (root / "docs/en").mkdir(parents=True)
    (root / "docs/en/index.md").write_text(page, encoding="utf-8")
    done = build(root)
    assert done.returncode == 0, done.stdout + done.stderr
    text = (root / "site/index.html").read_text(encoding="utf-8")
    for left_out in ('class="leave', 'class="help', "site-footer__report", "feed.xml", "corrections.xml"):
        assert left_out not in text
    assert (root / "site/data/bridge-counts/2023-01-10/counts.csv").is_file() and not (root / "site/feed.xml").exists()


@pytest.mark.parametrize("from_where", sampled(["elsewhere", "site"]))
def test_the_generator_is_found_where_it_is_installed_and_the_site_at_its_root(
    another_built: Path, tmp_path: Path, from_where: str
) -> None:
    """The generator in one folder, the site in another, called from a third or from the site's."""
    engine = put(tmp_path / "engine", *(ROOT / name for name in ("macros", "overrides", "schemas")))
    site = put(tmp_path / "site", *content())
    warm(site, another_built.parent)
    (tmp_path / "elsewhere").mkdir()
    settings = (site / "mkdocs.yml").read_text(encoding="utf-8")
    for before, after in (
        ("custom_dir: overrides", f"custom_dir: {engine / 'overrides'}"),
        ("module_name: macros", "modules: [macros]"),
        ("hooks: [macros/plugin/entry.py]", f"hooks: [{engine / 'macros/plugin/entry.py'}]"),
        ("watch: [data, macros, overrides]", "watch: [data]"),
    ):
        assert before in settings
        settings = settings.replace(before, after)
    (site / "mkdocs.yml").write_text(settings, encoding="utf-8")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(engine)}

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        where = tmp_path / from_where
        return subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, timeout=300, check=False)

    build_site = (sys.executable, "-m", "mkdocs", "build", "-f", str(site / "mkdocs.yml"))
    done = run(*build_site)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads((site / "site/figures.json").read_text(encoding="utf-8"))["figures"]
    page = site / "docs/en/index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("rose by 25%", "rose by 26%"), encoding="utf-8")
    done = run(*build_site)
    assert done.returncode == 1 and "docs/en/index.md:" in done.stderr and 'says "26%"' in done.stderr.replace("quotes", "says"), (
        done.stderr
    )
