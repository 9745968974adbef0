"""What the system refuses is one line with the file and the remedy, and nothing that stood before is lost."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.base.system_errors import convert_system_error
from tests.freeze.repository import macros
from tests.sample import sampled
from tests.test_hostile_input import fingerprint, good_site_stays

UPDATE = ("update", "--date", "2020-12-30", "--title", "A title", "--description", "A text.", "--summary", "A text.", "--topic", "Riders")


def allowing(size: int) -> Callable[[], None]:
    """Let a process write files of so many bytes at most: to it a larger one is a full disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def run(root: Path, *command: str, size: int) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env=environment,
        preexec_fn=allowing(size),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.mark.parametrize("command", sampled([pytest.param(("mkdocs", "build"), id="build"), pytest.param(("macros", "check"), id="check")]))
def test_a_disk_that_is_full_while_pages_are_written_is_one_line_and_the_good_site_stays(another: Path, command: tuple[str, str]) -> None:
    config = another / "mkdocs.yml"  # each page is to be written anew
    config.write_text(config.read_text(encoding="utf-8") + "copyright: Another year\n", encoding="utf-8")
    with good_site_stays(another):
        done = run(another, *command, size=20_000)
    output = done.stdout + done.stderr
    (line,) = [line for line in output.splitlines() if "is refused by the system (" in line]
    assert done.returncode == 1 and "Traceback" not in output, output
    assert ".site.new/" in line and line.endswith("; make room on the disk, and run it again [refused]")


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (UPDATE, "docs/en/updates/2020-12-30-a-title.md"),
        (("translate-status", "--mark", "docs/es/data.md"), "docs/es/data.md"),
        (("release-notes", "--write"), "data/CHANGES.md"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_command_that_cannot_write_leaves_every_file_as_it_was(another: Path, command: tuple[str, ...], named: str) -> None:
    before = fingerprint(another)
    done = run(another, "macros", *command, size=0)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 1 and line.startswith(f"error: {named}: is refused by the system ("), done.stderr
    assert {name: digest for name, digest in fingerprint(another).items() if ".cache/" not in name} == {
        name: digest for name, digest in before.items() if ".cache/" not in name
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write_is_one_line(another: Path) -> None:
    folder = another / "docs/en/updates"
    folder.chmod(0o500)
    done = macros(another, *UPDATE)
    folder.chmod(0o700)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 1 and "Permission denied" in line and "permission to write there" in line


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "a.md", None, "site/a.md"), "site/a.md: * make room on the disk"),
        (PermissionError(errno.EACCES, "Permission denied", "docs/a.md"), "docs/a.md: * give yourself permission"),
        (OSError(errno.ELOOP, "Too many levels of symbolic links", b"docs/loop"), "docs/loop: * remove the link"),
        (OSError(errno.ENAMETOOLONG, "File name too long", "docs/a"), "docs/a: * shorten the name"),
        (OSError(errno.EMFILE, "Too many open files", "docs/a"), "docs/a: * allow more files to be open"),
        (OSError("something else"), ".: is refused by the system (something else); fix what the system names"),
    ],
)
def test_a_refusal_names_the_file_and_what_to_do(tmp_path: Path, error: OSError, said: str) -> None:
    fault = convert_system_error(error, tmp_path)
    before, _, after = said.partition("*")
    assert str(fault).startswith(before.strip()) and after in str(fault)


def test_a_refusal_that_names_no_file_is_told_at_the_one_that_was_open(tmp_path: Path) -> None:
    try:
        with (tmp_path / "page.md").open("w") as file:
            raise OSError(errno.ENOSPC, "No space left on device")
    except OSError as error:
        assert file.closed and str(convert_system_error(error, tmp_path)).startswith("page.md: ")


def test_a_reader_that_goes_away_is_no_fault(another: Path) -> None:
    command = [sys.executable, "-m", "macros", "release-notes"]
    process = subprocess.Popen(command, cwd=another, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout and process.stderr
    process.stdout.close()
    said = process.stderr.read()
    assert (process.wait(600), said) == (0, b"")
    process.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_an_output_that_cannot_be_written_is_one_line(another: Path) -> None:
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "macros", "release-notes"]
        done = subprocess.run(command, cwd=another, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 1 and line.startswith("error: standard output: ")
