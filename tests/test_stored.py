"""What a build takes from the one before never shows: after each change it publishes, or tells of, what a build that begins anew does."""

from __future__ import annotations

import io
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile
from threading import Thread
from time import sleep
from typing import Any

import pytest
import yaml
from mkdocs.config import load_config

from benchmarks.synthetic import generate
from macros.incremental import output_reuse as copies
from macros.incremental import snapshot as stored
from macros.incremental.output_reuse import ReusableFiles, hash_files
from macros.incremental.tasks import digest
from macros.plugin import site_inputs
from tests.conftest import build
from tests.sample import sampled
from tests.test_kept import BOUND, Change, files, mended, rows, same, summary, typed, updates

KEPT = ("check", "copies", "site", "steps")


def change(root: Path, what: Change) -> None:
    for path, text in what.items():
        if text is None:
            (root / path).unlink()
        else:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")


def told(root: Path) -> tuple[int, list[str]]:
    """The exit code of a build and what it says, but for its time."""
    done = build(root)
    assert "Traceback" not in done.stderr
    return done.returncode, [line for line in done.stderr.splitlines() if "Documentation built in" not in line]


def folders(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_dir()}


def followed(root: Path, fresh: Path, *changes: Change) -> list[int]:
    """Build after each change, in `root` and in a copy of it that has kept nothing but drawings. The exit codes."""
    codes = []
    for what in changes:
        before = files(root / "site")
        change(root, what)
        code, said = told(root)
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(root, fresh, ignore=shutil.ignore_patterns("site", ".site.*"))
        forget(fresh)
        assert (code, [line.replace(str(fresh), str(root)) for line in told(fresh)[1]]) == (code, said)
        if code:
            assert files(root / "site") == before
        else:
            same(root / "site", fresh / "site")
            assert folders(root / "site") == folders(fresh / "site")
            assert all(path.stat().st_size or path.name == "__init__.py" for path in (root / "site").rglob("*") if path.is_file())
        assert sorted(path.name for path in root.glob(".site*")) in ([], [".site.new"])
        codes.append(code)
    return codes


def forget(root: Path) -> None:
    """Keep nothing but drawings."""
    for name in (*(f".cache/{name}" for name in KEPT), "site"):
        shutil.rmtree(root / name, ignore_errors=True)


class Built:
    """A project that was built, at its place, the same again for each test; and its site after `more` of it."""

    def __init__(self, folder: Path, source: Path) -> None:
        self.root, self._whole = folder / "project", folder / "whole"
        source.rename(self.root)
        assert build(self.root).returncode == 0
        self.renew(self._whole, self.root)
        change(self.root, more(self.root))
        assert build(self.root).returncode == 0
        self.changed = (self.root / "site").rename(folder / "changed")

    def renew(self, root: Path, whole: Path) -> Path:
        shutil.rmtree(root, ignore_errors=True)
        subprocess.run(["cp", "-a", whole, root], check=True)  # files that share their bytes share them again
        return root

    def renewed(self) -> Path:
        return self.renew(self.root, self._whole)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A small synthetic site, three updates with two charts each."""
    folder = tmp_path_factory.mktemp("built")
    generate(folder, 3)
    return Built(folder, folder / "ours")


@pytest.fixture
def root(built: Built) -> Path:
    return built.renewed()


def more(root: Path) -> Change:
    """A sentence more on the first page."""
    first, *_ = updates(root)
    return {first: (root / first).read_text() + "\nA sentence more.\n"}


def found(root: Path, **options: Any) -> tuple[set[str], dict[str, str]]:
    """What a build would find: the names of the steps, and the files with their digests."""
    memory = site_inputs.read_snapshot(load_config(str(root / "mkdocs.yml"), **options)).memory
    return set(memory._tasks), memory.copies.verified if memory.copies else {}


@pytest.fixture(autouse=True)
def undated(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build in this process has set the date."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr(site_inputs, "GIVEN_EPOCH", None)


def test_pages_rows_and_words_change_come_and_go(root: Path, tmp_path: Path) -> None:
    first, second, third = updates(root)
    text = (root / first).read_text()
    body = (root / second).read_text().split("---\n")[2]
    quoting = next(line for line in body.splitlines() if "figure(" in line)  # the ledger names the page now
    new = first.replace("2021-01-01", "2021-01-09")
    said = typed(root)[second]
    bound = {**summary(root, BOUND.replace("fell to ", "")), second: said.replace("fell to 369,634", "369,634")}
    figures = yaml.safe_load((root / "data/figures.yml").read_text())["figures"].values()
    lines = (root / "data/synthetic/2021-01-01/counts.csv").read_text().splitlines()
    unquoted = next(line for line in lines[1:] if all(str(f.get("where", {}).get("place")) not in line for f in figures))
    head, _, count = unquoted.rpartition(",")
    changes: list[Change] = [
        {first: f"{text}\n{quoting}\n", new: text.replace("2021-01-01", "2021-01-09")},
        {**bound, new: None, third: None, **rows(root, f"{unquoted}\n", f"{head},{int(count) + 1}\n")},
        {first: summary(root, "It is new.")[first] + "\nSee [it](gone.md).\n"},  # what bound the words of the second page is gone, too
        {first: text, second: (root / second).read_text()},
    ]
    assert followed(root, tmp_path / "fresh", *changes) == [0, 0, 1, 0]


def test_a_row_that_changes_fails_what_quotes_it(root: Path, tmp_path: Path) -> None:
    figures = yaml.safe_load((root / "data/figures.yml").read_text())["figures"]
    where = next(figures[name]["where"] for name in figures if "-reports-" in name or "-referrals-" in name)
    lines = (root / "data/synthetic/2021-01-01/counts.csv").read_text().splitlines()
    (line,) = [line for line in lines if {str(value) for value in where.values()} < set(line.split(","))]
    head, _, count = line.rpartition(",")
    assert followed(root, tmp_path / "fresh", rows(root, f"{line}\n", f"{head},{int(count) * 3}\n")) == [1]


@pytest.mark.thorough
def test_a_project_in_two_languages_with_revisions_and_corrections(another: Path, tmp_path: Path) -> None:
    assert build(another).returncode == 0
    home, spanish = "docs/en/index.md", "docs/es/index.md"
    more: Change = {spanish: (another / spanish).read_text(encoding="utf-8") + "\nUna frase m\u00e1s.\n", "docs/es/timeline.md": None}
    saying = mended(another, home, ("Bicycles on the north bridge", "It is said that bicycles on the north bridge"))
    followed(another, tmp_path / "fresh", saying | more)
    assert found(another)[0]


FRONT = "---\ntitle: {0}\ndescription: It tells of {0}, of which this site has one page and no more than that.\n---\n\n"


@pytest.mark.parametrize("name", sampled(["charts/counts-0.md", "charts/counts-0/2021-01-01/data.csv", "figures.json"]))
def test_what_stands_at_the_address_of_a_file_of_the_build_is_a_fault_each_time(root: Path, name: str) -> None:
    for words in ("Words.", "Reports rose by 12%."):
        change(root, {f"docs/en/{name}": f"{FRONT.format('This') if name.endswith('.md') else ''}{words}"})
        code, said = told(root)
        assert code == 1 and any(line.strip().startswith(f"docs/en/{name}: has the address") for line in said)


@pytest.mark.thorough
def test_a_folder_becomes_a_file_and_a_file_a_folder(root: Path, tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    inner, outer = "docs/en/assets/one.svg/b.svg", "docs/en/assets/one.svg"
    assert followed(root, tmp_path / "fresh", {inner: svg}) == [0]
    shutil.rmtree(root / outer)
    change(root, {outer: svg})
    assert followed(root, tmp_path / "fresh", more(root)) == [0]
    (root / outer).unlink()
    change(root, {inner: svg})
    assert followed(root, tmp_path / "fresh", more(root)) == [0]


def test_templates_in_another_folder_are_not_taken_for_the_same(root: Path) -> None:
    forget(root)
    shutil.copytree(root / "overrides", root / "look")
    change(root, mended(root, "mkdocs.yml", ("overrides", "look"), ("overrides", "look")))
    assert build(root).returncode == 0
    assert not (root / ".cache/steps").exists()


def test_a_build_after_a_failed_one_does_not_write_into_the_site_that_stands(root: Path) -> None:
    before = files(root / "site")
    for name, options in zip(updates(root), (["--dirty"], [], ["--dirty"]), strict=True):
        change(root, {name: (root / name).read_text() + "\nReferrals rose by 12%.\n"})
        assert build(root, *options).returncode == 1
        assert files(root / "site") == before


def test_two_builds_at_once_publish_one_site_after_the_other(root: Path, built: Built) -> None:
    change(root, more(root))
    command, environment = [sys.executable, "-m", "mkdocs", "build"], {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    builds = [subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [each.communicate()[1] for each in builds]
    assert [each.returncode for each in builds] == [0, 0]
    assert sum("waiting for another build" in each for each in said) == sum("The site is up to date" in each for each in said) == 1
    same(root / "site", built.changed)


def test_the_steps_of_an_unchanged_page_are_found(root: Path) -> None:
    names, sound = found(root)
    assert {f"en page {path}" for path in updates(root)} < names
    assert {name.split()[1] for name in names} == {"read", "page", "complete", "chart", "figure", "card", "feed", "package", "check"}
    assert sound == hash_files(root / "site")


def inodes(folder: Path) -> set[int]:
    return {path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


def test_what_has_not_changed_is_not_written_again_and_the_site_that_stood_is_not_written_over(root: Path) -> None:
    before = {path: path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()}
    held = {path.stat().st_ino: data for path, data in before.items()}
    keep = root / "held"
    shutil.copytree(root / "site", keep, copy_function=os.link)  # whoever reads the old site goes on to read it
    change(root, more(root))
    assert build(root).returncode == 0
    assert {path.stat().st_ino: path.read_bytes() for path in keep.rglob("*") if path.is_file()} == held
    assert len(inodes(root / "site") & set(held)) > len(held) * 0.6
    assert inodes(root / ".cache/copies") == inodes(root / "site")


Damage = Callable[[Path], Any]


def only(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def damaged(path: str, how: Callable[[bytes], bytes]) -> Damage:
    def do(root: Path) -> None:
        file = root / path if "." in path.rpartition("/")[2] else only(root / path)
        data = how(file.read_bytes())
        file.unlink()  # not the bytes that the site shares
        file.write_bytes(data)

    return do


@pytest.mark.parametrize(
    "damage",
    sampled(
        [
            pytest.param(damaged(".cache/steps", lambda data: data[:-9]), id="steps truncated"),
            pytest.param(damaged(".cache/steps", lambda data: b""), id="steps emptied"),
            pytest.param(damaged(".cache/steps", lambda data: data.replace(b"Referrals", b"Referrers")), id="steps poisoned"),
            pytest.param(damaged(".cache/copies/index.html", lambda data: data.replace(b"site", b"sote")), id="a copy poisoned"),
            pytest.param(damaged(".cache/copies/feed.json", lambda data: data[:-9]), id="a copy truncated"),
            pytest.param(lambda root: (root / ".cache/copies/charts/counts-0/2021-01-01/chart.svg").unlink(), id="a copy lost"),
            pytest.param(lambda root: (root / ".cache/copies/more.html").write_text("12%"), id="a file among the copies"),
            pytest.param(lambda root: shutil.rmtree(root / ".cache/copies"), id="all copies lost"),
            pytest.param(lambda root: shutil.rmtree(root / "site"), id="the site lost"),
            pytest.param(lambda root: (root / "site/index.html").write_text("12%"), id="a file of the site written over"),
        ],
        3,
    ),
)
def test_damage_is_found_and_built_anew(root: Path, built: Built, damage: Damage) -> None:
    damage(root)
    change(root, more(root))
    assert told(root)[0] == 0
    same(root / "site", built.changed)


@dataclass
class Call:
    """What is pickled as a call."""

    function: Callable[..., Any]
    argument: str

    def __reduce__(self) -> tuple[Any, ...]:
        return self.function, (self.argument,)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(Call(os.system, "touch poisoned"), id="the shell"),
        pytest.param(Call(os.mkdir, "poisoned"), id="the system"),
        pytest.param(Call(TemporaryFile, "w"), id="a function of the standard library"),
        pytest.param(Call(Thread, "x"), id="a class of the standard library"),
        pytest.param(Call(digest, "x"), id="a function of this package"),
    ],
)
def test_steps_that_somebody_else_has_written_call_nothing(value: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(pickle.UnpicklingError, match="is not a class that a build keeps"):
        stored._RestrictedUnpickler(io.BytesIO(pickle.dumps(value)), frozenset(), []).load()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("module", "name"),
    [
        pytest.param("macros.base.git", "subprocess.Popen", id="through a module that it imports"),
        pytest.param("macros.incremental.snapshot", "Path", id="a class that it imports"),
    ],
)
def test_steps_that_somebody_else_has_written_lead_out_of_no_module(module: str, name: str) -> None:
    words = b"".join(b"\x8c" + bytes([len(word)]) + word.encode() for word in (module, name))
    with pytest.raises(pickle.UnpicklingError, match="is not a class that a build keeps"):
        stored._RestrictedUnpickler(io.BytesIO(b"\x80\x04" + words + b"\x93."), frozenset(), []).load()


def test_what_was_kept_by_other_code_or_settings_is_not_found(root: Path) -> None:
    assert found(root)[0] and not found(root, strict=False)[0]
    settings = (root / "mkdocs.yml").read_text()
    change(root, {"mkdocs.yml": settings + "\n# new\n"})
    assert not found(root)[0]
    change(root, {"mkdocs.yml": settings})
    assert found(root)[0]
    change(root, {"macros/numbers/text/signs.py": (root / "macros/numbers/text/signs.py").read_text() + "\n# new\n"})
    assert build(root).returncode == 0
    assert len(list((root / ".cache/steps").iterdir())) == 2  # what has another salt is another file


def test_a_copy_that_is_changed_after_it_was_read_ends_the_build(root: Path, tmp_path: Path) -> None:
    published = hash_files(root / "site")
    copies = ReusableFiles.read(root / ".cache/copies", root / "site", published)
    (root / ".cache/copies/index.html").write_text("12%")
    (tmp_path / "new").mkdir()
    with pytest.raises(OSError, match=r"index\.html"):
        copies.link_into(published, tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_build_whose_copies_change_under_it_ends_in_one_line_and_the_site_stands(root: Path) -> None:
    before = files(root / "site")
    change(root, more(root))
    with ThreadPoolExecutor(1) as pool:
        building = pool.submit(build, root)
        while not (root / ".site.new").exists():  # the copies are read, and not yet taken
            assert not building.done()
            sleep(0.005)
        (root / ".cache/copies/figures.json").unlink()
        (root / ".cache/copies/charts/counts-0/2021-01-01/chart.svg").unlink()
        said = building.result().stderr
    assert building.result().returncode == 1 and "Traceback" not in said
    (line,) = [line for line in said.splitlines() if ".cache/copies/" in line]
    assert "let no other build run" in line
    assert files(root / "site") == before
    assert build(root).returncode == 0


def test_a_copy_is_read_unless_nobody_has_touched_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(root, more(root))
    assert build(root).returncode == 0
    folder, site = root / ".cache/copies", root / "site"
    sleep(0.2)  # else what was changed a moment ago is read
    published, states = copies.record_states(copies.list_files(site), {}, {})
    assert published == hash_files(site) and states.keys() == published.keys()
    read, digest_of = [], copies._hash_file
    monkeypatch.setattr(copies, "_hash_file", lambda entry: read.append(entry.name) or digest_of(entry))
    assert ReusableFiles.read(folder, site, published, states).verified == published
    assert read == []
    file = folder / "figures.json"
    before, data = file.stat(), file.read_bytes()
    file.write_bytes(data.replace(b"1", b"2"))  # of the same size, and dated back
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert ReusableFiles.read(folder, site, published, states).verified.keys() == published.keys() - {"figures.json"}
    shutil.rmtree(site)  # the copies lose a link each
    file.unlink()
    assert ReusableFiles.read(folder, site, published, states).verified.keys() == published.keys() - {"figures.json"}
    assert len(read) == len(published)


def test_what_was_changed_a_moment_ago_has_no_state(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/old.html").write_text("12%")
    sleep(0.2)
    (tmp_path / "site/new.html").write_text("12%")
    published, states = copies.record_states(copies.list_files(tmp_path / "site"), {}, {})
    assert published.keys() == {"old.html", "new.html"} and states.keys() == {"old.html"}
    read = ReusableFiles.read(tmp_path / "none", tmp_path / "site", published)
    assert read.stable_states(published).keys() == {"old.html"}


def test_of_what_is_kept_only_what_has_changed_is_pickled_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = load_config(str(root / "mkdocs.yml"))
    found = site_inputs.read_snapshot(config)
    steps, published = found.memory._tasks, found.memory.copies.verified  # type: ignore[union-attr]
    name, step = next((name, step) for name, step in steps.items() if name.startswith("en page "))
    pickled, of = [], stored._Chunk.pickle_values
    monkeypatch.setattr(stored._Chunk, "pickle_values", lambda values: pickled.append(values.keys()) or of(values))
    found.write(published, {})
    assert [names for names in pickled if names] == [{"memory"}]  # no states were given: that chunk is empty now
    pickled.clear()
    before = only(root / ".cache/steps").read_bytes()
    steps[name] = replace(step, key="another")
    found.write(published, {})
    assert [name in names for names in pickled if names] == [False, True]
    assert before != only(root / ".cache/steps").read_bytes()
    assert site_inputs.read_snapshot(config).memory._tasks[name].key == "another"


def test_a_site_that_is_too_large_is_not_kept(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(copies, "LIMIT", 1000)
    copies.refresh_copies(root / ".cache/copies", None, root / "site", copies.list_files(root / "site"), set())
    assert not (root / ".cache/copies").exists()


def test_a_site_that_is_built_elsewhere_keeps_nothing(root: Path) -> None:
    forget(root)
    elsewhere = root / "elsewhere/site"
    assert build(root, "--site-dir", str(elsewhere)).returncode == 0
    assert not (root / ".cache/steps").exists() and not (root / ".cache/copies").exists()
    assert build(root).returncode == 0
    shutil.rmtree(elsewhere)
    assert build(root, "--site-dir", str(elsewhere)).returncode == 0
    same(elsewhere, root / "site")
    assert inodes(root / ".cache/copies") == inodes(root / "site")
    assert inodes(elsewhere).isdisjoint(inodes(root / "site"))
