"""The built site, once a run: real tests read what readers would get."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from hypothesis import settings
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from macros.published import FILE, Record
from tests.browser import ARGUMENTS, installed
from tests.lighthouse import serving
from tests.processes import ENGINE, ROOT, run_module

SIZE = {"width": 1280, "height": 800}  # of a tab, where its test asks for no other
TIMEOUT = 300_000  # milliseconds: a loaded machine is slow, and no test waits for what does not come
ANOTHER = ROOT / "tests/another_site"  # bicycle counts of a made-up city
SOURCES = ("docs", "data", *ENGINE, "mkdocs.yml")

settings.register_profile("loaded", deadline=None)  # on a loaded machine the first example, which reads all words, is slow
settings.load_profile("loaded")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else hundreds of processes would compile the same modules


def build(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`mkdocs build` as authors run it, in the folder `root`."""
    return run_module(root, "mkdocs", "build", *arguments)


@lru_cache
def built_site() -> Path:
    """Return the folder of the site, built from the working tree into .cache/tests/ once for all processes of a run of tests.

    No test changes it: who wants to change it takes a copy.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = ROOT / ".cache" / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / "lock"):
        _forget_runs_that_ended(folder)
        _hold(folder / f"{run}.lock", fcntl.LOCK_SH)
    (folder / run).mkdir(exist_ok=True)
    return _built_once(folder / run / "own", lambda site: build(ROOT, "--strict", "--site-dir", str(site)))


def _built_once(folder: Path, build_into: Callable[[Path], subprocess.CompletedProcess[str]]) -> Path:
    """Return the site in a folder of this run of tests. The first process that asks for it builds it; the others wait."""
    site, failed = folder / "site", folder.with_suffix(".failed")
    with _locked(folder.with_suffix(".lock")):
        if not failed.exists():
            done = build_into(site)
            failed.write_text(f"{done.stdout}{done.stderr}" if done.returncode else "", encoding="utf-8")
    if said := failed.read_text(encoding="utf-8"):
        raise pytest.UsageError(f"the site does not build:\n{said}")
    return site


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _hold(path: Path, how: int) -> int:
    """Lock a file as long as this process runs, or until it is closed."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(descriptor, how)
    except BlockingIOError:
        os.close(descriptor)
        raise
    return descriptor


def _forget_runs_that_ended(folder: Path) -> None:
    for held in folder.glob("*.lock"):
        with contextlib.suppress(BlockingIOError):
            descriptor = _hold(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(held.with_suffix(""), ignore_errors=True)
            held.unlink()
            os.close(descriptor)


@lru_cache
def languages() -> tuple[str, ...]:
    """The languages that the site is built in, the default first."""
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (listed,) = (plugin["i18n"]["languages"] for plugin in yaml.safe_load(config)["plugins"] if "i18n" in plugin)
    return tuple(each["locale"] for each in sorted(listed, key=lambda each: not each.get("default")) if each["build"])


def language_of(page: str) -> str:
    """The language of a page, by its address relative to the site's root."""
    default, *others = languages()
    return next((other for other in others if f"{page}/".startswith(f"{other}/")), default)


def type_of(page: str) -> str:
    """The type of a page: what it is made from. Updates are one type, and topics, and charts in frames, and those pinned to a version."""
    lang = language_of(page)
    own = f"{page}/".removeprefix("" if lang == languages()[0] else f"{lang}/").strip("/")
    folder, *below = own.split("/")
    return f"{folder}/{'*/' * (len(below) - 1)}*" if below else folder


def kinds_of(page: str) -> tuple[str, str]:
    """What a page is, of which a sample holds one of each."""
    return type_of(page), language_of(page)


def pages(lang: str = "") -> list[str]:
    """The addresses of the site's pages relative to its root, or those of one language relative to that language's.

    The home page is "". Without those made for frames (`charts/`).
    """
    default, *others = languages()
    root = built_site() / (lang if lang in others else "")
    found = sorted(path.parent.relative_to(root).as_posix().removeprefix(".") for path in root.rglob("index.html"))
    frames = tuple(f"{folder}charts/" for folder in ("", *(f"{other}/" for other in others)))
    theirs = tuple(f"{other}/" for other in others) if lang == default else ()
    return [page for page in found if not page.startswith(frames) and not f"{page}/".startswith(theirs)]


def frames() -> list[str]:
    """The addresses of the pages made for frames: each version of each chart."""
    return sorted(path.parent.relative_to(built_site()).as_posix() for path in (built_site() / "charts").glob("*/*/index.html"))


@pytest.fixture(scope="session")
def site() -> Path:
    return built_site()


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The check of the built site, which can be run again on single files. Who changes what it knows puts it back."""
    from tests.mutations.run import build_in

    return build_in(tmp_path_factory.mktemp("checked"))


@pytest.fixture(scope="session")
def another_built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site of another topic, built once a run. No test changes it. Beside it stand its sources and its cache."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if hasattr(request.config, "workerinput") else own) / "another-built"
    return _built_once(folder, lambda site: build(another_site(folder), "--strict"))


@pytest.fixture(scope="session")
def another_checked(another_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The check of the site of another topic, as `checked` is that of the site."""
    from tests.mutations.run import build_in

    folder = tmp_path_factory.mktemp("another-checked")
    return build_in(folder, copy_another(another_built.parent, folder / "project"))


def publish_nothing(root: Path) -> Path:
    """Empty the record of a copy, and the corrections, whose old words it holds: that published words were changed is no fault then."""
    (root / FILE).write_text(Record().format_text(), encoding="utf-8")
    corrections = root / "data/corrections.yml"
    if "corrections: []\n" not in corrections.read_text(encoding="utf-8"):
        corrections.write_text("corrections: []\n", encoding="utf-8")
    return root


class Kept:
    """A copy of the project that stays at its place, the same again for each test: a build of it makes only what the test has changed."""

    def __init__(self, folder: Path, write: Callable[[Path], object]) -> None:
        self._root, self._whole = folder / "project", folder / "whole"
        write(self._root)
        done = build(self._root)
        assert done.returncode == 0, done.stderr
        shutil.rmtree(self._root / "site")
        (self._root / ".cache/building").unlink(missing_ok=True)  # its lock
        self._root.rename(self._whole)

    def renewed(self) -> Path:
        if self._root.exists():
            shutil.rmtree(self._root)
        return Path(shutil.copytree(self._whole, self._root, symlinks=True))


@pytest.fixture(scope="session")
def _kept(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return Kept(tmp_path_factory.mktemp("kept"), copied)


@pytest.fixture(scope="session")
def _kept_english(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return Kept(tmp_path_factory.mktemp("kept-english"), lambda root: english_only(copied(root)))


@pytest.fixture(scope="session")
def _kept_another(another_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return Kept(tmp_path_factory.mktemp("kept-another"), lambda root: copy_another(another_built.parent, root))


@pytest.fixture
def project(_kept: Kept) -> Path:
    """A copy of the project to break, of which nothing is published yet. It was built, but for the site nothing of that is gone."""
    return _kept.renewed()


@pytest.fixture
def another_kept(_kept_another: Kept) -> Path:
    """Such a copy of the site of another topic, as it is published: `another`, but that a build of it makes only what is changed."""
    return _kept_another.renewed()


@pytest.fixture
def english(_kept_english: Kept) -> Path:
    """That copy without its other languages: for what is the same in each, told in one."""
    return _kept_english.renewed()


def copied(root: Path) -> Path:
    """A copy of the project's sources in a new folder `root`, of which nothing is published yet. What builds have drawn is there."""
    root.mkdir()
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, root / name)
    warm(root)
    publish_nothing(root)
    return root


@pytest.fixture
def another(another_built: Path, tmp_path: Path) -> Path:
    """A copy of the engine with the site of another topic, to break: what a test of the engine names is in tests/another_site."""
    return copy_another(another_built.parent, tmp_path / "another")


def another_site(root: Path) -> Path:
    """Write the engine with the site of another topic into a new folder."""
    shutil.copytree(ANOTHER, root)
    for name in ENGINE:
        shutil.copytree(ROOT / name, root / name)  # with what is compiled of it
    return root


def copy_another(built: Path, root: Path) -> Path:
    """Copy that site, once it is built, with what its build has drawn, set and computed."""
    shutil.copytree(built, root, ignore=lambda folder, _: ("site", ".cache") if Path(folder) == built else ())
    warm(root, built)
    return root


def warm(root: Path, built: Path = ROOT) -> None:
    """Give a copy what builds have drawn, set and computed: anew, that takes most of a build. What a check remembers stays out."""
    for name in ("charts", "downloads", "figures", "typeset"):
        if (built / ".cache" / name).is_dir():
            shutil.copytree(built / ".cache" / name, root / ".cache" / name, ignore=shutil.ignore_patterns(".new-*"))


def english_only(root: Path) -> Path:
    """A copy without its other languages: for what is the same in each, told in one."""
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    default, *others = text.split("- locale: ")
    left_out = [other.replace("build: true", "build: false", 1) for other in others]
    config.write_text("- locale: ".join([default, *left_out]), encoding="utf-8")
    for texts in (root / "data").glob("packages.*.yml"):
        texts.unlink()
    return root


def begun(root: Path) -> Path:
    """A copy in one language, of which nothing is published and nothing corrected yet."""
    publish_nothing(english_only(root))
    (root / "data/corrections.yml").write_text("corrections: []\n", encoding="utf-8")
    return root


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The site on a server of this machine."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def another_address(another_built: Path) -> Iterator[str]:
    """The site of another topic on such a server."""
    with serving(another_built) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = installed()
    if path is None:  # `make test` has tried to install one: with CI=true that was an error already
        pytest.fail("no browser: install Chromium or Chrome, or name one with BROWSER_PATH")
    expect.set_options(timeout=TIMEOUT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


class Tabs:
    """Tabs that stay open, one for each kind of reader: a tab of its own for each test is a new process, and most of the test's time."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._open: dict[str, Page] = {}

    def __call__(self, *, script: str = "", media: Literal["print", "screen"] = "screen", **reader: Any) -> Page:
        """The tab of a reader (the options of `Browser.new_context`): as new, but for the page that it shows.

        script: runs in each page before the page's own.
        """
        key = repr((script, media, sorted(reader.items())))
        if key not in self._open:
            context = self._browser.new_context(viewport=SIZE, **reader)
            context.set_default_timeout(TIMEOUT)
            if script:
                context.add_init_script(script)
            tab = self._open[key] = context.new_page()
            tab.on("crash", lambda _: self._open.pop(key, None))
            tab.emulate_media(media=media)
            return tab
        tab = self._open[key]
        for other in tab.context.pages:
            if other is not tab:
                other.close()
        if tab.url.startswith("http"):
            with contextlib.suppress(Error):  # the page of a server that has ended keeps nothing
                tab.evaluate("localStorage.clear(); sessionStorage.clear()")
        tab.context.clear_cookies()
        if tab.viewport_size != SIZE:
            tab.set_viewport_size(SIZE)
        return tab


def wait_until(tab: Page, condition: str) -> None:
    """Wait until a condition in JavaScript holds. The pages' policy forbids Playwright's own wait, which evaluates a text at each look."""
    look = f"() => ({condition}) ? done() : performance.now() > end ? fail(new Error({condition!r})) : setTimeout(look, 20)"
    tab.evaluate(f"new Promise((done, fail) => {{ const end = performance.now() + {TIMEOUT}, look = {look}; look(); }})")


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Tabs:
    return Tabs(browser)


@pytest.fixture
def tab(tabs: Tabs) -> Page:
    """The tab of a reader without wishes. It shows what the last test has left, until its test opens a page."""
    return tabs()


@dataclass
class Heard:
    """What a tab told while it was listened to: addresses asked for, those that failed, errors of scripts, warnings and errors."""

    asked: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@contextlib.contextmanager
def heard(tab: Page) -> Iterator[Heard]:
    tab.goto("about:blank")  # nothing of the last page is heard
    told = Heard()
    listeners: dict[str, Callable[[Any], None]] = {
        "request": lambda request: told.asked.append(request.url),
        "requestfailed": lambda request: told.failed.append(request.url),
        "pageerror": lambda error: told.errors.append(str(error)),
        "console": lambda message: told.said.append(message.text) if message.type in ("error", "warning") else None,
    }
    for name, listener in listeners.items():
        tab.on(name, listener)  # type: ignore[call-overload]
    try:
        yield told
    finally:
        for name, listener in listeners.items():
            tab.remove_listener(name, listener)
