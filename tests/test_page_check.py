"""`make check PAGE=...` says of one page what the check of the site says of it, within two seconds."""

from __future__ import annotations

import re
import subprocess
import time
from pathlib import Path

import pytest

from tests.conftest import another_site
from tests.processes import run_module
from tests.test_read import INDEX, UPDATE, added

WRONG = [
    'In 2023, {{ figure("north-2023", "163,000 bicycles") }} crossed the north bridge.',
    'Then {{ figure("north-2023", "162,000 bicycles") }} crossed the south bridge.',
    "In 2023, 162,000 bicycles crossed the north bridge.",
    'Bicycles on the north bridge {{ figure("north-change", "fell by 25%") }} from 2021 to 2022.',
    '{{ figure("no-such-figure", "12 bicycles") }} crossed.',
]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return another_site(tmp_path_factory.mktemp("page-check") / "site")


def check(root: Path, *page: str) -> subprocess.CompletedProcess[str]:
    done = run_module(root, "macros", "check", *page)
    assert "Traceback" not in done.stderr
    return done


def faults(done: subprocess.CompletedProcess[str], page: str) -> set[tuple[str, str]]:
    """The lines and codes of a page's faults."""
    found = re.findall(rf"^(?:error: |misleading: )?({re.escape(page)}:[0-9]+).*\[([a-z-]+)\]$", done.stdout + done.stderr, re.MULTILINE)
    return set(found)


def test_a_right_page_is_right_in_two_seconds(root: Path) -> None:
    check(root, UPDATE)
    took = []
    for page in (INDEX, UPDATE):
        begun = time.monotonic()
        done = check(root, page)
        took.append(time.monotonic() - begun)
        assert done.returncode == 0 and re.search(rf"^{re.escape(page)}: [0-9]+ numbers, no fault\.", done.stdout, re.MULTILINE), (
            done.stdout
        )
    assert min(took) < 2 * 3  # others share the machine


def test_a_wrong_page_has_the_faults_that_the_check_of_the_site_finds(root: Path) -> None:
    for sentence in WRONG:
        added(root, sentence)
    alone, whole = check(root, INDEX), check(root)
    assert alone.returncode == whole.returncode == 1
    assert len(faults(alone, INDEX)) >= len(WRONG)
    assert faults(alone, INDEX) == faults(whole, INDEX)


def test_a_page_that_does_not_exist_is_one_line(root: Path) -> None:
    done = check(root, "docs/en/indx.md")
    assert done.returncode == 1 and "did you mean docs/en/index.md" in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_translation_that_is_not_marked_yet_is_judged_as_a_page_of_its_language(root: Path) -> None:
    page = root / "docs/es/updates/2023-01-20-first-counts.md"
    text = page.read_text(encoding="utf-8")
    name = page.relative_to(root).as_posix()
    unmarked = re.sub(r"^translated_from:.*$", 'translated_from: ""', text, count=1, flags=re.MULTILINE)
    page.write_text(unmarked, encoding="utf-8")
    done = check(root, name)
    assert done.returncode == 0 and f"--mark {name}" in done.stdout and f"{name}: " in done.stdout, done.stdout + done.stderr
    wrong = unmarked.rstrip() + '\n\nEn 2022, {{ figure("north-2022", "150.501 bicicletas") }} cruzaron el puente norte.\n'
    page.write_text(wrong, encoding="utf-8")
    done = check(root, name)
    assert done.returncode == 1 and any(code == "wrong-number" for _, code in faults(done, name)), done.stdout
    page.write_text(text, encoding="utf-8")
