"""The page for authors leads where it says: its commands are run, from its spreadsheet to a page in a real browser."""

from __future__ import annotations

import re
import shlex
import struct
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from tests import pictures
from tests.conftest import ROOT, build, languages
from tests.serving import Server
from tests.walkthrough import PAGE, Walk, blocks, commands, scratch

ADDRESS = pictures.ADDRESS
PROOF = "exercise-eu-reports"
TRANSLATIONS = [ROOT / "docs" / lang / PAGE.name for lang in languages()[1:]]


def test_the_page_leads_from_a_spreadsheet_to_a_published_update(tmp_path: Path, tab: Page) -> None:
    texts: list[str] = []

    def seen(server: Server, text: str) -> None:
        """What an author sees in the browser after each text that was saved."""
        texts.append(text)
        wrong = "48%" in text
        server.until(ADDRESS, lambda page: ("fault__note" in page) == wrong and ("48%" if wrong else "47%") in page)
        page_ = tab.context.new_page()  # in a page that stands open, a live reload may come between
        page_.goto(server.address + ADDRESS)
        marks = page_.locator("article mark.fault")
        expect(marks).to_have_count(1 if wrong else 0)
        if wrong:
            assert "fell by 48%" in marks.inner_text() and "−46.879056%" in marks.inner_text() and "47% decrease" in marks.inner_text()
        else:
            expect(page_.locator(f'article p a[data-figure="{PROOF}"]', has_text="fell by 47%")).to_have_count(2)
            page_.locator(f'article p a[data-figure="{PROOF}"]').last.click()
            expect(page_.locator(f"#{PROOF}")).to_be_visible()
            assert page_.url.endswith(f"figures/#{PROOF}")
        page_.close()

    root = scratch(tmp_path)
    walk = Walk(root, seen)
    walk.run()
    assert ["48%" in text for text in texts] == [True, False]
    assert list(walk.said) == [command for command in commands() if command != "make serve"]
    # The branch with all of it stands in the remote repository, and nothing that does not belong there.
    pushed = subprocess.run(
        ["git", "-C", str(tmp_path / "remote.git"), "diff", "--name-status", "main", "exercise"], capture_output=True, text=True, check=True
    ).stdout.split("\n")
    assert [line for line in pushed if line] == [
        "A\tdata/exercise-reports/2022-05-11/datapackage.json",
        "A\tdata/exercise-reports/2022-05-11/reports.csv",
        "M\tdata/figures.yml",
        "M\tdata/published.csv",
        "A\tdocs/en/updates/2023-06-01-two-years-in-one-figure.md",
        "A\tdocs/es/updates/2023-06-01-two-years-in-one-figure.md",
    ]
    assert "failing: 0" in walk.said["make check"]


def test_the_commands_without_make_write_the_same(tmp_path: Path) -> None:
    """Those of Windows, in the same order, give the same files: only the path of Python differs."""
    by_make, by_python = tmp_path / "make", tmp_path / "python"
    for folder in (by_make, by_python):
        folder.mkdir()
    one, other = scratch(by_make), scratch(by_python)
    sheet = next(block for block in blocks() if block.kind == "csv")
    for root in (one, other):
        (root / sheet.file).write_text(sheet.text, encoding="utf-8")
    walk = Walk(one)
    for command in commands():
        if re.match(r"make (?:data|figure|update) ", command):
            walk.call(command)
    called = [command for command in commands("bat") if " -m macros " in command]
    text = [block for block in blocks() if block.kind == "md"][-1]
    for command in called:
        if " diff " in command:  # which builds both sides and writes nothing; make calls the same
            made = subprocess.run(["make", "-n", "diff"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
            assert command.partition(" -m ")[2] in made
            continue
        call = [sys.executable, *shlex.split(command.replace(".venv\\Scripts\\python", "python"))[1:]]
        if command.endswith(" check"):
            done = subprocess.run([*call[:-1], "publish-record"], cwd=other, capture_output=True, text=True, check=False)
            (fault,) = done.stderr.splitlines()  # nothing is recorded of an update that says nothing
            assert done.returncode == 1 and f"{text.file}:19: has no sentence below its front matter" in fault
            for each in (walk, Walk(other)):
                each.save(text)
        done = subprocess.run(call, cwd=other, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, done.stdout + done.stderr
    assert len(called) == len(walk.said) + 3  # and the check, the difference and the record
    changed = subprocess.run(["git", "status", "--porcelain", "-uall"], cwd=one, capture_output=True, text=True, check=True).stdout.split()[
        1::2
    ]
    assert len(changed) == 6
    for name in changed:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


@pytest.mark.parametrize("title", ['A "quoted" $HOME `date` \\ # % title', "An author's title; and more"])
def test_make_hands_over_what_it_is_given_as_it_is(tmp_path: Path, title: str) -> None:
    root = scratch(tmp_path)
    given = shlex.quote(title.replace("$", "$$"))  # make's own sign, as everywhere in make
    Walk(root).call(f"make update DATE=2023-06-01 SLUG=x TITLE={given}")
    text = (root / "docs/en/updates/2023-06-01-x.md").read_text(encoding="utf-8")
    assert yaml.safe_load(text.split("---\n")[1])["title"] == title


def test_every_picture_is_listed_shown_and_described() -> None:
    assert pictures.LIST.read_text(encoding="utf-8") == pictures.listed()
    for page in (PAGE, *TRANSLATIONS):
        shown = re.findall(r"!\[([^\]]*)\]\(([^)]*)\)", page.read_text(encoding="utf-8"))
        assert sorted((page.parent / name).resolve() for _, name in shown) == sorted(pictures.FOLDER.glob("*.png"))
        assert all(len(alt) > 60 for alt, _ in shown)


@pytest.mark.parametrize("page", [PAGE, *TRANSLATIONS], ids=lambda page: page.parent.name)
def test_a_picture_has_its_room_before_it_is_there(page: Path) -> None:
    """What is loaded late would else move the text below it while somebody reads."""
    shown = re.findall(r"!\[[^\]]*\]\(([^)]*)\)\{ width=\"(\d+)\" height=\"(\d+)\" loading=\"lazy\" \}", page.read_text(encoding="utf-8"))
    sizes = {(page.parent / name).resolve(): (int(width), int(height)) for name, width, height in shown}
    assert sizes == {path: struct.unpack(">II", path.read_bytes()[16:24]) for path in pictures.FOLDER.glob("*.png")}


@pytest.mark.parametrize("page", TRANSLATIONS, ids=lambda page: page.parent.name)
def test_a_translation_has_the_listings_of_the_original(page: Path) -> None:
    """They are run as the original has them, so they have to be the same text, for the same files."""
    assert blocks(page) == blocks()


def test_a_picture_that_nobody_has_looked_at_cannot_be_published(project: Path) -> None:
    picture = project / "docs/en/assets/authors/data.png"
    picture.write_bytes(picture.read_bytes() + b"\0")
    (project / "docs/en/assets/authors/more.png").write_bytes(picture.read_bytes())
    done = build(project)
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert 'data/pictures.yml:6:5: lists "assets/authors/data.png" with the sha256' in said
    (project / "data/pictures.yml").write_text((ROOT / "data/pictures.yml").read_text(encoding="utf-8"), encoding="utf-8")
    picture.write_bytes((ROOT / "docs/en/assets/authors/data.png").read_bytes())
    done = build(project)
    assert "docs/en/assets/authors/more.png: was written by nothing that this build knows" in done.stdout + done.stderr


def test_the_page_is_reached_from_every_page_and_stands_in_no_navigation(site: Path) -> None:
    home = (site / "index.html").read_text(encoding="utf-8")
    footer = home[home.index("<footer") :]
    assert 'href="for-authors/"' in footer
    assert "for-authors/" not in home[: home.index("<footer")]
    for page in TRANSLATIONS:
        home = (site / page.parent.name / "index.html").read_text(encoding="utf-8")
        assert 'href="for-authors/"' in home[home.index("<footer") :]
