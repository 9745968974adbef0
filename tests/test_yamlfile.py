"""YAML is read with the place of every value; what is no plain data is refused with its place."""

from __future__ import annotations

import pytest

from macros.base.errors import FaultError, Place
from macros.base.yaml_source import parse_yaml, read_yaml
from tests.project import told, write


def faults(text: str, **options) -> list[tuple[str, str]]:
    with pytest.raises(FaultError) as caught:
        parse_yaml(text, "f.yml", **options)
    return told(caught.value.faults)


TEXT = """\
figures:
  eu: {title: {en: "x"}, rows: [a, 2020]}
  # a comment
  all:
    decimals: 2
    note: |
      two
      lines
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        pytest.param((), (1, 1), id="the document"),
        pytest.param(("figures",), (2, 3), id="a mapping begins with its first key"),
        pytest.param(("figures", "eu"), (2, 7), id="a flow mapping"),
        pytest.param(("figures", "eu", "title", "en"), (2, 20), id="a value inside"),
        pytest.param(("figures", "eu", "rows", 1), (2, 36), id="an item of a list"),
        pytest.param(("figures", "all", "decimals"), (5, 15), id="after a comment"),
        pytest.param(("figures", "all", "note"), (6, 11), id="a block text"),
        pytest.param(("figures", "all", "none", "deeper"), (5, 5), id="a missing value has the place around it"),
    ],
)
def test_every_value_has_its_place(path, place):
    assert parse_yaml(TEXT, "f.yml").place_of(*path) == Place("f.yml", *place)


def test_lines_before_the_text_are_counted():
    assert parse_yaml("title: x\n", "a.md", line_offset=1).place_of("title") == Place("a.md", 2, 8)
    assert faults("a: 1\na: 2\n", line_offset=3) == [("duplicate-key", "f.yml:5:1")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("a: 2021-02-17", {"a": "2021-02-17"}, id="a date stays text"),
        pytest.param("a: 2021-02-30", {"a": "2021-02-30"}, id="an impossible date stays text"),
        pytest.param("a: 2021-02-17T10:00:00Z", {"a": "2021-02-17T10:00:00Z"}, id="a time stays text"),
        pytest.param("a: [1, 2.5, true, ~, '3']", {"a": [1, 2.5, True, None, "3"]}, id="plain data"),
        pytest.param("a: 'ä\u202f%'", {"a": "ä\u202f%"}, id="not ASCII"),
        pytest.param("", None, id="nothing"),
        pytest.param("# a comment\n", None, id="a comment alone"),
        pytest.param("---\na: 1\n...\n", {"a": 1}, id="marks of the document"),
        pytest.param("a: &x 1", {"a": 1}, id="an anchor that nobody uses"),
        pytest.param("- " * 59 + "x", None, id="59 levels"),
    ],
)
def test_plain_data_is_read(text, value):
    found = parse_yaml(text, "f.yml").value
    if value is None and text.startswith("- "):
        while isinstance(found, list):
            (found,) = found
        value = "x"
    assert found == value


LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40))


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        pytest.param("a: 1\nb: [1,\n", "yaml", "f.yml:3:1", id="a bracket left open"),
        pytest.param("a: 1\n\tb: 2\n", "yaml", "f.yml:2:1", id="a tab"),
        pytest.param("a: b: c\n", "yaml", "f.yml:1:5", id="two colons"),
        pytest.param("a: 'x\n", "yaml", "f.yml:2:1", id="a quote left open"),
        pytest.param("a: 1\n---\nb: 2\n", "yaml", "f.yml:2:1", id="two documents"),
        pytest.param("a: 1\nb: 2\na: 3\n", "duplicate-key", "f.yml:3:1", id="a key twice"),
        pytest.param("a: {b: 1, b: 2}\n", "duplicate-key", "f.yml:1:11", id="a key twice inside"),
        pytest.param("1: x\n1.0: y\n", "duplicate-key", "f.yml:2:1", id="two keys that are equal"),
        pytest.param("? [a]\n: b\n", "yaml", "f.yml:1:3", id="a list as a key"),
        pytest.param("~: b\n", "yaml", "f.yml:1:1", id="nothing as a key"),
        pytest.param("a: 1\nb: !!python/object:os.system x\n", "yaml", "f.yml:2:4", id="a tag of Python"),
        pytest.param("a: !mine x\n", "yaml", "f.yml:1:4", id="a tag of somebody"),
        pytest.param("a: !!binary aGk=\n", "yaml", "f.yml:1:4", id="bytes"),
        pytest.param("a: 1\nb: !!bool perhaps\n", "yaml", "f.yml:2:4", id="a truth value that is none"),
        pytest.param("b: !!int ''\n", "yaml", "f.yml:1:4", id="a number that is none"),
        pytest.param("b: !!int x\n", "yaml", "f.yml:1:4", id="a number that is a word"),
        pytest.param("a: 1\nb: " + "9" * 5000 + "\n", "yaml", "f.yml:2:4", id="a number of 5000 digits"),
        pytest.param("b: !!timestamp 2021-02-30\n", "yaml", "f.yml:1:4", id="an impossible date with its tag"),
        pytest.param(LAUGHS, "yaml", "f.yml:2:10", id="a billion laughs"),
        pytest.param("a: &a [*a]\n", "yaml", "f.yml:1:8", id="a list that holds itself"),
        pytest.param("a: &a {x: 1}\nb: {<<: *a}\n", "yaml", "f.yml:2:9", id="a merge"),
        pytest.param("[" * 100_000, "yaml", "f.yml:1:61", id="brackets without end"),
        pytest.param("- " * 100_000 + "x", "yaml", "f.yml:1:121", id="lists without end"),
        pytest.param("a: 1\nb: x\x00y\n", "yaml", "f.yml:2:5", id="a NUL"),
        pytest.param("a: \x1b\n", "yaml", "f.yml:1:4", id="an escape"),
    ],
)
def test_what_is_no_plain_data_is_one_fault_with_its_place(text, code, place):
    assert faults(text) == [(code, place)]


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        pytest.param(b"a: 1\nb: \xe4\n", "encoding", "data/f.yml:2:4", id="Latin-1"),
        pytest.param("a: 1\n".encode("utf-16"), "encoding", "data/f.yml:1:1", id="UTF-16"),
        pytest.param(None, "missing-file", "data/f.yml", id="no file"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault(tmp_path, content, code, place):
    if content is not None:
        write(tmp_path, "f.yml", content)
    with pytest.raises(FaultError) as caught:
        read_yaml(tmp_path / "f.yml", "data/f.yml")
    assert told(caught.value.faults) == [(code, place)]


def test_a_folder_in_the_place_of_a_file_is_one_fault(tmp_path):
    with pytest.raises(FaultError) as caught:
        read_yaml(tmp_path, "data/f.yml")
    assert told(caught.value.faults) == [("missing-file", "data/f.yml")]


def test_a_byte_order_mark_does_not_move_places(tmp_path):
    document = read_yaml(write(tmp_path, "f.yml", b"\xef\xbb\xbfa: 1\n"), "f.yml")
    assert document.value == {"a": 1}
    assert document.place_of("a") == Place("f.yml", 1, 4)


def test_windows_line_ends_do_not_move_places(tmp_path):
    document = read_yaml(write(tmp_path, "f.yml", b"a: 1\r\nb:\r\n  c: 2\r\n"), "f.yml")
    assert document.place_of("b", "c") == Place("f.yml", 3, 6)
