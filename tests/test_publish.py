"""A site is replaced whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from macros.incremental.publish import find_example_addresses, find_staging_folder, publish_site, remove_folder, restore_old_site
from tests.conftest import build
from tests.project import write


def content(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def old_site(tmp_path):
    write(tmp_path, "site/index.html", "old")
    write(tmp_path, "site/only/old.html", "old")
    return tmp_path / "site"


def test_a_build_is_staged_beside_its_site(tmp_path):
    built = find_staging_folder(tmp_path / "site")
    assert built.parent == tmp_path
    assert built != tmp_path / "site"


def test_the_new_site_takes_the_place_of_the_old_one_and_nothing_else_stays(old_site):
    write(find_staging_folder(old_site), "index.html", "new")
    before = publish_site(find_staging_folder(old_site), old_site)
    assert before and content(before) == {"index.html": "old", "only/old.html": "old"}
    remove_folder(before)
    assert content(old_site) == {"index.html": "new"}
    assert list(old_site.parent.iterdir()) == [old_site]


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_everybody_may_read_a_site_whoever_has_built_it(old_site, umask):
    before = os.umask(umask)
    try:
        write(find_staging_folder(old_site), "deep/page/index.html", "new")
        (find_staging_folder(old_site) / "deep/page/run").touch(0o755)
        remove_folder(publish_site(find_staging_folder(old_site), old_site))
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (old_site, *old_site.rglob("*")) if path.is_dir()}
    assert modes == {0o755}
    assert {stat.S_IMODE(path.stat().st_mode) for path in old_site.rglob("*") if path.is_file()} == {0o644}


def test_a_first_site_needs_no_old_one(tmp_path):
    write(tmp_path, ".site.new/index.html", "new")
    assert publish_site(tmp_path / ".site.new", tmp_path / "site") is None
    assert content(tmp_path) == {"site/index.html": "new"}


def test_a_build_that_is_not_there_leaves_the_old_site(old_site):
    before = content(old_site)
    with pytest.raises(OSError):
        publish_site(find_staging_folder(old_site), old_site)
    assert content(old_site) == before
    assert list(old_site.parent.iterdir()) == [old_site]


def test_what_a_broken_run_left_is_cleared(old_site):
    write(old_site.parent, ".site.old/index.html", "older")
    write(find_staging_folder(old_site), "index.html", "new")
    remove_folder(publish_site(find_staging_folder(old_site), old_site))
    assert content(old_site.parent) == {"site/index.html": "new"}


def test_a_run_broken_between_the_two_renames_loses_nothing(old_site):
    before = content(old_site)
    old_site.rename(old_site.parent / ".site.old")  # as far as that run came
    with pytest.raises(OSError):
        publish_site(find_staging_folder(old_site), old_site)
    assert content(old_site) == before


def test_a_site_that_an_ended_run_has_taken_away_comes_back(old_site):
    before = content(old_site)
    old_site.rename(old_site.parent / ".site.old")
    restore_old_site(old_site)
    assert content(old_site) == before
    write(old_site.parent, ".site.old/index.html", "older")
    restore_old_site(old_site)
    assert content(old_site) == before


@pytest.mark.parametrize(
    ("site_url", "repo_url", "named"),
    [
        pytest.param("https://example.org/", "https://github.com/example/a", ["site_url", "repo_url"], id="both"),
        pytest.param("https://www.example.com/x/", "https://codes.net/us/a", ["site_url"], id="the site's"),
        pytest.param("https://reports.test.eu/", "https://github.com/example/a", ["repo_url"], id="the repository's"),
        pytest.param("https://reports.test.eu/example/", "https://github.com/examples/a", [], id="addresses that only look alike"),
        pytest.param("https://myexample.org/", None, [], id="a name that ends alike, no repository"),
    ],
)
def test_an_address_that_is_an_example_is_known(site_url, repo_url, named):
    told = find_example_addresses({"site_url": site_url, "repo_url": repo_url})
    assert [name for name in ("site_url", "repo_url") if name in told] == named


def test_a_build_says_once_that_its_addresses_are_examples(another_kept):
    def notes():
        return [line for line in build(another_kept).stderr.splitlines() if line.startswith("note: mkdocs.yml: ")]

    (note,) = notes()
    assert "https://bicycles.example/" in note and "before you publish" in note
    assert len(notes()) == 1  # of a site that stands already, too
    config = another_kept / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("bicycles.example/", "reports.test.eu/").replace("source.example/", "github.com/us/")
    config.write_text(text, encoding="utf-8")
    assert notes() == []
