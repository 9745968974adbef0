"""The page for authors leads where it says: its commands are run, from its spreadsheet to a page in a real browser."""

from __future__ import annotations

import hashlib
import re
import shlex
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from tests import pictures
from tests.conftest import ROOT, build, languages
from tests.processes import run_module
from tests.serving import Server
from tests.walkthrough import PAGE, Walk, blocks, commands, scratch

ADDRESS = pictures.ADDRESS
PROOF = "exercise-eu-reports"
TRANSLATIONS = [ROOT / "docs" / lang / PAGE.name for lang in languages()[1:]]


def test_the_page_leads_from_a_spreadsheet_to_a_published_update_with_make_and_without(
    another_built: Path, tmp_path: Path, tab: Page
) -> None:
    """On a site of another topic, which is built in less time. The commands of Windows, in the same order, give the same files."""
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
            assert (
                "fell by 48%" in marks.inner_text() and "−46.879056%" in marks.inner_text() and 'write "fell by 47%"' in marks.inner_text()
            )
        else:
            expect(page_.locator(f'article p a[data-figure="{PROOF}"]', has_text="fell by 47%")).to_have_count(2)
            page_.locator(f'article p a[data-figure="{PROOF}"]').last.click()
            expect(page_.locator(".proof-card")).to_be_visible()
        page_.close()

    root = scratch(tmp_path / "make", another_built.parent)
    walk = Walk(root, seen)
    walk.run()
    assert ["48%" in text for text in texts] == [True, False]
    assert list(walk.said) == [command for command in commands() if command != "make serve"]
    # The branch with all of it stands in the remote repository, and nothing that does not belong there.
    compare = ["git", "-C", str(tmp_path / "make/remote.git"), "diff", "--name-status", "main", "exercise"]
    pushed = subprocess.run(compare, capture_output=True, text=True, check=True).stdout.splitlines()
    assert pushed == [
        "M\tdata/charts.yml",
        "A\tdata/exercise-reports/2022-05-11/datapackage.json",
        "A\tdata/exercise-reports/2022-05-11/reports.csv",
        "A\tdata/exercise-reports/dimensions.yml",
        "M\tdata/figures.yml",
        "M\tdata/published.csv",
        "M\tdata/tables.yml",
        "A\tdocs/en/updates/2023-06-01-two-years-in-one-figure.md",
        "A\tdocs/es/updates/2023-06-01-two-years-in-one-figure.md",
    ]
    assert "failing: 0" in walk.said["make check"]
    other = scratch(tmp_path / "python", another_built.parent)
    call_without_make(other)
    for line in pushed:
        name = line.partition("\t")[2]
        assert (root / name).read_bytes() == (other / name).read_bytes(), name


def call_without_make(root: Path) -> None:
    """Call the commands of Windows, of which those that write nothing are those that make calls."""
    sheet, model = (next(block for block in blocks() if block.kind == kind) for kind in ("csv", "yml"))
    text = [block for block in blocks() if block.kind == "md"][-1]
    (root / sheet.file).write_text(sheet.text, encoding="utf-8")
    called = [shlex.split(command.partition(" -m macros ")[2]) for command in commands("bat") if " -m macros " in command]
    assert [command[0] for command in called] == ["data", "figure", "chart", "table", "update", "check", "diff", "publish-record"]
    for command in called:
        if command[0] == "publish-record":
            done = run_module(root, "macros", *command)
            (fault,) = done.stderr.splitlines()  # nothing is recorded of an update that says nothing
            assert done.returncode == 1 and f"{text.file}:20: has no sentence below its front matter" in fault
            Walk(root).save(text)
        if command[0] == "figure":
            (root / model.file).write_text(model.text, encoding="utf-8")
        if command[0] in ("check", "diff"):
            made = subprocess.run(["make", "-n", command[0]], cwd=ROOT, capture_output=True, text=True, check=True).stdout
            # Without a branch given, both compare with the one that is published.
            assert f"python -m macros {shlex.join(command[:1] if command[0] == 'diff' else command)}" in made
        else:
            done = run_module(root, "macros", *command)
            assert done.returncode == 0, done.stdout + done.stderr


def test_make_hands_over_what_it_is_given_as_it_is(another_built: Path, tmp_path: Path) -> None:
    root = scratch(tmp_path, another_built.parent)
    title = 'An author\'s "quoted" $HOME `date` \\ # % title; and more'
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
    assert [block for block in blocks(page) if block.kind != "bash"] == [block for block in blocks() if block.kind != "bash"]


@pytest.mark.parametrize("page", [PAGE, *TRANSLATIONS], ids=lambda page: page.parent.name)
def test_a_correction_that_the_page_shows_is_of_words_that_stand_in_its_page(page: Path) -> None:
    shown = [dict(word.split("=", 1) for word in shlex.split(command)[2:]) for command in commands("bash", page)]
    corrected = [given for given in shown if "PAGE" in given]
    assert corrected and all(given["OLD"] in (ROOT / given["PAGE"]).read_text(encoding="utf-8") for given in corrected)


def test_a_picture_that_nobody_has_looked_at_cannot_be_published(another_kept: Path) -> None:
    assets, known = another_kept / "docs/en/assets/pictures", pictures.FOLDER / "data.png"
    assets.mkdir()
    for name in ("seen.png", "more.png"):
        shutil.copy2(known, assets / name)
    listed = "pictures:\n  assets/pictures/seen.png:\n    sha256: {}\n"
    (another_kept / "data/pictures.yml").write_text(listed.format("0" * 64), encoding="utf-8")
    done = build(another_kept)
    assert done.returncode != 0 and 'data/pictures.yml:3:5: lists "assets/pictures/seen.png" with the sha256' in done.stdout + done.stderr
    (another_kept / "data/pictures.yml").write_text(listed.format(hashlib.sha256(known.read_bytes()).hexdigest()), encoding="utf-8")
    done = build(another_kept)
    assert (
        done.returncode != 0
        and "docs/en/assets/pictures/more.png: was written by nothing that this build knows" in done.stdout + done.stderr
    )


def test_the_page_is_reached_from_every_page_and_stands_in_no_navigation(site: Path) -> None:
    home = (site / "index.html").read_text(encoding="utf-8")
    footer = home[home.index("<footer") :]
    assert 'href="for-authors/"' in footer
    assert "for-authors/" not in home[: home.index("<footer")]
    for page in TRANSLATIONS:
        home = (site / page.parent.name / "index.html").read_text(encoding="utf-8")
        assert 'href="for-authors/"' in home[home.index("<footer") :]
