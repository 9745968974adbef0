"""The cache gives what was put, or nothing: never half an entry, another's or a changed one. It is never in the way."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from macros.incremental.store import Cache, code_salt
from tests.project import ROOT


def entry(folder):
    (file,) = [path for path in folder.iterdir() if path.is_file()]
    return file


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("text", id="text"),
        pytest.param("", id="empty"),
        pytest.param("\n\nlines\r\n", id="line ends"),
        pytest.param("ä\u2212\U0001f600", id="not ASCII"),
        pytest.param("x" * 1_000_000, id="a megabyte"),
    ],
)
def test_what_was_put_comes_back(tmp_path, text):
    cache = Cache(tmp_path / "deep" / "cache")
    assert cache.get("key") is None
    cache.put("key", text)
    assert cache.get("key") == text
    assert cache.get("another key") is None


def test_a_new_text_takes_the_place_of_the_old_one(tmp_path):
    cache = Cache(tmp_path)
    cache.put("key", "old")
    cache.put("key", "new")
    assert cache.get("key") == "new"
    assert entry(tmp_path)


def test_another_salt_has_other_entries(tmp_path):
    Cache(tmp_path, "one").put("key", "text")
    assert Cache(tmp_path, "two").get("key") is None
    assert Cache(tmp_path, "one").get("key") == "text"


def test_without_a_folder_nothing_is_kept():
    cache = Cache(None)
    cache.put("key", "text")
    cache.trim()
    assert cache.get("key") is None


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: b"", id="emptied"),
        pytest.param(lambda data: data[:-1], id="truncated by a byte"),
        pytest.param(lambda data: data[:10], id="truncated in the digest"),
        pytest.param(lambda data: data.partition(b"\n")[0], id="truncated to the digest"),
        pytest.param(lambda data: data + b" ", id="grown"),
        pytest.param(lambda data: data.replace(b"46.88", b"47.88"), id="a digit changed"),
        pytest.param(lambda data: data.replace(b"\n", b"\r\n"), id="line ends changed"),
        pytest.param(lambda data: b"\x00" * len(data), id="zeros"),
        pytest.param(lambda data: b"0" * 64 + data[64:], id="another digest"),
    ],
)
def test_a_damaged_entry_is_not_there(tmp_path, damage):
    cache = Cache(tmp_path)
    cache.put("key", "value 46.88\n")
    file = entry(tmp_path)
    file.write_bytes(damage(file.read_bytes()))
    assert cache.get("key") is None
    cache.put("key", "value 46.88\n")
    assert cache.get("key") == "value 46.88\n"


def test_an_entry_under_the_name_of_another_is_not_there(tmp_path):
    cache = Cache(tmp_path)
    cache.put("one", "1")
    one = entry(tmp_path)
    content = one.read_bytes()
    one.unlink()
    cache.put("two", "2")
    entry(tmp_path).write_bytes(content)
    assert cache.get("two") is None


def test_a_folder_in_the_place_of_an_entry_is_not_there(tmp_path):
    cache = Cache(tmp_path)
    cache.put("key", "text")
    file = entry(tmp_path)
    file.unlink()
    file.mkdir()
    assert cache.get("key") is None
    cache.put("key", "text")
    cache.trim()
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    cache = Cache(blocked / "cache")
    cache.put("key", "text")
    cache.trim()
    assert cache.get("key") is None
    assert blocked.read_text() == "in the way"


def test_the_folder_is_kept_under_its_limit_the_newest_entries_staying(tmp_path):
    cache = Cache(tmp_path, limit=3_500)
    for number in range(10):
        before = set(tmp_path.iterdir())
        cache.put(str(number), "x" * 1000)
        (new,) = set(tmp_path.iterdir()) - before
        os.utime(new, (1_000_000 + number, 1_000_000 + number))
    cache.trim()
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 3_500
    assert [number for number in range(10) if cache.get(str(number)) is not None] == [7, 8, 9]


def test_what_a_dead_writer_left_is_removed_and_what_a_living_one_writes_is_not(tmp_path):
    old, new = tmp_path / ".new-old", tmp_path / ".new-new"
    for path in (old, new):
        path.write_text("half an entry")
    os.utime(old, (time.time() - 7200,) * 2)
    Cache(tmp_path, limit=0).trim()
    assert [path.name for path in tmp_path.iterdir()] == [new.name]


WRITER = """
import sys
from pathlib import Path
from macros.incremental.store import Cache
cache = Cache(Path(sys.argv[1]), limit=200_000)
for turn in range(150):
    for key in ("a", "b", "c"):
        cache.put(key, f"{key}:" + sys.argv[2] * 20_000)
        text = cache.get(key)
        assert text is None or (len(text) == 20_002 and text[:2] == f"{key}:" and len(set(text[2:])) == 1), text[:9]
    cache.trim()
"""


def test_concurrent_writers_and_readers_never_see_half_an_entry(tmp_path):
    processes = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), letter], cwd=ROOT, stderr=subprocess.PIPE) for letter in "xyz"
    ]
    ends = [(process.communicate(timeout=600)[1], process.returncode) for process in processes]
    assert ends == [(b"", 0)] * 3
    assert len(list(tmp_path.iterdir())) == 3


def test_the_salt_follows_the_code_and_the_distributions():
    names = [("errors.py",), ("dates.py",), ("figures",), ("pandas",), ("no-such-thing",), ("errors.py", "dates.py")]
    assert len({code_salt(*each) for each in names}) == len(names)
    assert code_salt("figures", "pandas") == code_salt("figures", "pandas")


def test_a_folder_that_was_trimmed_is_trimmed_again_when_another_process_has_written_there(tmp_path):
    cache = Cache(tmp_path, limit=1000)
    cache.put("one", "x" * 600)
    time.sleep(0.15)
    for _ in range(2):  # the second finds nothing that was written since the first
        cache.trim()
    assert cache.get("one")
    code = (
        "import sys; from macros.incremental.store import Cache; from pathlib import Path; Cache(Path(sys.argv[1])).put('two', 'y' * 600)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=True)
    cache.trim()
    assert cache.get("two") and cache.get("one") is None


def test_entries_that_follow_at_once_are_trimmed(tmp_path):
    cache = Cache(tmp_path, limit=1000)
    for number in range(50):
        cache.put(f"entry {number}", "x" * 600)
        cache.trim()
        assert len(list(tmp_path.iterdir())) == 1
