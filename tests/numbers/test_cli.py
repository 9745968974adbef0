"""The command line: one text a line in, one list a line out."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from macros.numbers.cli import main
from tests.conftest import ROOT


def run(argv: list[str], text: bytes) -> tuple[int, str]:
    out = io.StringIO()
    return main(argv, io.BytesIO(text), out), out.getvalue()


def test_each_line_gives_one_json_list() -> None:
    code, out = run(["find", "--lang", "en", "--json"], b"Fell by 47%\n\nnothing\n")
    assert code == 0
    found = [json.loads(line) for line in out.splitlines()]
    assert [[each["text"] for each in line] for line in found] == [["47%"], [], []]
    assert {"text", "start", "end", "kind", "form", "value", "low", "high", "hedge", "direction"} <= set(found[0][0])


def test_html_is_read_as_html() -> None:
    _, out = run(["--json", "--html"], b"<td>47</td><td>%</td>\n")
    assert [each["kind"] for each in json.loads(out)] == ["cardinal"]


def test_bytes_that_are_no_utf8_are_reported_and_read_on(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(["--json"], b"\xff 5%\n")
    assert (code, json.loads(out)[0]["text"]) == (0, "5%")
    assert "line 1" in capsys.readouterr().err


def test_an_unknown_language_is_named_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "xx"], b"")[0] == 2
    assert "en" in capsys.readouterr().err


@pytest.mark.parametrize(("closed", "code"), [("<&-", 0), (">&- 2>&- <&-", 0)])
def test_a_stream_that_is_closed_is_no_traceback(closed: str, code: int) -> None:
    command = f'echo "Reports fell by 47%." | "$0" -m macros find --lang en {closed}'
    done = subprocess.run(["sh", "-c", command, sys.executable], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert (done.returncode, done.stderr) == (code, "")
