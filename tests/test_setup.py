"""setup.sh makes the environment whole or not at all, whoever interrupts it and however often it is called at once."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.sample import IS_WHOLE

WHEEL = "tiny-1.0-py3-none-any.whl"
INFO = "tiny-1.0.dist-info"
FILES = {
    "tiny.py": "def main():\n    print('tiny')\n",
    f"{INFO}/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
    f"{INFO}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    f"{INFO}/entry_points.txt": "[console_scripts]\ntiny = tiny:main\n",
    f"{INFO}/RECORD": "",
}
# What stands on the disk when set-up is interrupted: at its beginning, with a Python without pip, with pip, while packages come in.
MOMENTS = (".cache/setup.lock", ".venv.new/bin/python", ".venv.new/bin/pip3", ".venv.new/setup.log")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder whose lock has one small package, which lies beside it."""
    root = tmp_path / "a project"  # with a space, which shebangs do not know
    root.mkdir()
    shutil.copy2(ROOT / "setup.sh", root)
    with zipfile.ZipFile(root / WHEEL, "w") as wheel:
        for name, text in FILES.items():
            wheel.writestr(name, text)
    digest = hashlib.sha256((root / WHEEL).read_bytes()).hexdigest()
    for name in ("requirements.txt", "requirements-dev.txt"):
        (root / name).write_text(f"./{WHEEL} --hash=sha256:{digest}\n# {name}\n", encoding="utf-8")
    return root


def begin(root: Path, want: str = "site") -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHON": sys.executable}
    command = ["sh", "setup.sh", want]
    return subprocess.Popen(
        command,
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a run in the background would hand down that it is ignored
    )


def interrupted(root: Path, moment: str, number: signal.Signals) -> None:
    """Call setup.sh and end it with all that it has started, as Ctrl-C does, when a file is there."""
    shutil.rmtree(root / ".cache", ignore_errors=True)
    shutil.rmtree(root / ".venv.new", ignore_errors=True)
    process = begin(root)
    while not (root / moment).exists() and process.poll() is None:
        time.sleep(0.01)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
    process.communicate()


def runs(root: Path) -> bool:
    done = subprocess.run([root / ".venv/bin/tiny"], capture_output=True, text=True, check=False)
    return done.stdout == "tiny\n" and not (root / ".venv.new").exists()


def test_what_is_interrupted_at_any_moment_is_made_whole_by_the_next_call(copy: Path) -> None:
    """Also by two calls at once, and in the place of an environment that somebody else has made by half."""
    for moment in MOMENTS if IS_WHOLE else (*MOMENTS[:2], MOMENTS[-1]):
        for number in (signal.SIGINT, signal.SIGKILL) if moment == MOMENTS[1] else (signal.SIGINT,):
            interrupted(copy, moment, number)
            assert not (copy / ".venv").exists(), moment
    (copy / ".venv/bin").mkdir(parents=True)
    (copy / ".venv/bin/python").symlink_to(sys.executable)  # it runs, but has no pip
    both = [begin(copy, "dev"), begin(copy, "dev")]
    said = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sum("Waiting for another" in each for each in said) == 1 and runs(copy)
    assert (copy / ".venv/.stamp-requirements-dev.txt").exists()
    again, _ = (process := begin(copy)).communicate()
    assert (process.returncode, again) == (0, "")  # the environment for the tests serves the site as well


def test_packages_that_cannot_be_installed_are_one_line_that_names_the_way_out(copy: Path) -> None:
    (copy / "requirements.txt").write_text(f"./{WHEEL} --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    said, _ = (process := begin(copy)).communicate()
    (line,) = [line for line in said.splitlines() if line.startswith("error: the packages")]
    assert process.returncode == 1 and "make clean" in line and not (copy / ".venv").exists()
