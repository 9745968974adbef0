"""What stops a build before its pages are read, or at one of them, is a fault with its place: no traceback, and a server goes on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import build
from tests.freeze.repository import macros
from tests.sample import sampled, some
from tests.serving import serve

TIMELINE = "docs/en/timeline.md"
Break = Callable[[Path], None]


def appended(path: str, data: bytes) -> Break:
    def do(root: Path) -> None:
        (root / path).write_bytes((root / path).read_bytes() + data)

    return do


def without(path: str, line: str) -> Break:
    def do(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        changed = re.sub(rf"^{line}.*\n", "", text, flags=re.MULTILINE)
        assert changed != text
        (root / path).write_text(changed, encoding="utf-8")

    return do


def in_utf16(root: Path) -> None:
    (root / TIMELINE).write_bytes((root / TIMELINE).read_text(encoding="utf-8").encode("utf-16"))


BROKEN = [
    pytest.param(appended(TIMELINE, "Café.\n".encode("latin-1")), rf"{TIMELINE}:\d+:4: is not UTF-8", id="a page in Latin-1"),
    pytest.param(in_utf16, rf"{TIMELINE}:1:1: is UTF-16", id="a page in UTF-16"),
    pytest.param(
        without("macros/interface/es.yml", "  menu: Menú"),
        r'macros/interface/es\.yml: has no words for "frame.menu"',
        id="a word of the frame",
    ),
    pytest.param(
        appended("overrides/main.html", b"{% if %}\n"), r"overrides/main\.html:\d+: has a template that cannot be read", id="a template"
    ),
    pytest.param(
        appended("overrides/main.html", b"{% block announce %}{{ no.such.thing }}{% endblock %}\n"),
        r"overrides/main\.html:\d+: has a template that fails",
        id="a template that fails",
    ),
    pytest.param(without("macros/interface/es.yml", "permalink:"), r'macros/interface/es\.yml: has no words for "permalink"', id="a word"),
    pytest.param(without("macros/interface/es.yml", "quoted_on:"), r'macros/interface/es\.yml: has no words for "quoted_on"', id="another"),
    pytest.param(without("macros/interface/en.yml", "proof:"), r'macros/interface/en\.yml: has no words for "proof"', id="of the default"),
    pytest.param(appended("macros/interface/en.yml", b"\tx: 1\n"), r"macros/interface/en\.yml:\d+:1: is not valid YAML", id="words"),
    pytest.param(
        appended("macros/numbers/languages/es.yml", b"\tx: 1\n"),
        r"macros/numbers/languages/es\.yml:\d+:1: is not valid YAML",
        id="words of numbers",
    ),
    pytest.param(lambda root: shutil.rmtree(root / "docs/es"), r"docs/es/index\.md: is missing", id="a language without pages"),
]


EACH = [pytest.param(*each.values, told, id=f"{each.id}, {told}") for each in BROKEN for told in ("build", "check")]


@pytest.mark.parametrize(("broken", "wanted", "told"), sampled(EACH, kinds=lambda each: (each.values[1].partition(":")[0], each.values[2])))
def test_what_stops_a_build_is_one_line_with_its_place(another: Path, broken: Break, wanted: str, told: str) -> None:
    broken(another)
    done = build(another, "--quiet") if told == "build" else macros(another, "check")
    output = done.stdout + done.stderr
    assert done.returncode == 1 and "Traceback" not in output, output
    assert len(re.findall(rf"^ *{wanted}", output, re.MULTILINE)) == 1 and "1 fault" in output, output


def test_the_check_names_the_place_in_the_settings(another: Path) -> None:
    appended("mkdocs.yml", b"\tx: 1\n")(another)
    done = macros(another, "check")
    assert re.match(r"mkdocs\.yml:\d+:1: is not valid YAML .*\n1 fault\.\n$", done.stdout), done.stdout + done.stderr


@pytest.mark.parametrize(
    ("line", "place", "said"),
    [
        ("unknown: 1\n", "1:1", 'has the setting "unknown"'),
        ("x-anchor: &a 1\nx-alias: *a\n", "2:10", "has the alias *a"),
    ],
)
def test_a_setting_that_is_refused_is_told_at_its_line(another: Path, line: str, place: str, said: str) -> None:
    path = another / "mkdocs.yml"
    path.write_text(line + path.read_text(encoding="utf-8"), encoding="utf-8")
    for done in (build(another), macros(another, "check")):
        output = done.stdout + done.stderr
        assert done.returncode == 1 and "Traceback" not in output, output
        assert re.search(rf"^(.*- )? *mkdocs\.yml:{place}: {re.escape(said)}", output, re.MULTILINE), output


def test_a_setting_that_mkdocs_refuses_before_it_reads_the_hooks_is_told_at_its_line(another: Path) -> None:
    path = another / "mkdocs.yml"
    path.write_text("extra_javascript: {a: 1}\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    for command, said in (("check", ""), ("translate-status", "error: ")):
        done = macros(another, command)
        output = done.stdout + done.stderr
        assert done.returncode == 1 and f'{said}mkdocs.yml:1:1: has the setting "extra_javascript": Expected a list' in output, output


def test_a_server_shows_what_has_stopped_it_and_goes_on_when_it_is_mended(another: Path) -> None:
    steps = [
        ("overrides/main.html", b"{% if %}\n", "", "has a template that cannot be read"),
        ("mkdocs.yml", b"\tx: 1\n", "", "is not valid YAML"),
        ("macros/interface/es.yml", b"\tx: 1\n", "es/", "macros/interface/es.yml"),
        ("data/figures.yml", b"\tx: 1\n", "", "is not valid YAML"),
        (TIMELINE, "Café.\n".encode("latin-1"), "timeline/", "is not UTF-8"),
    ]
    with serve(another) as server:
        server.until("", lambda text: "rose by 25%" in text)
        for path, data, page, said in some(steps, 2):
            good = (another / path).read_bytes()
            (another / path).write_bytes(good + data)
            server.until(page, lambda text, said=said: "faults__title" in text and said in text)
            assert said in server.said
            if path == "data/figures.yml":  # and nothing of what follows from it
                assert "\n1 fault (the page shows each" in server.said, server.said
            (another / path).write_bytes(good)
            server.until(page, lambda text: "faults__title" not in text)
            server.until("", lambda text: "rose by 25%" in text and "faults__title" not in text)
        assert "Traceback" not in server.said and "stuck" not in server.said
