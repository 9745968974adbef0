"""The record as a file: what is written is read again, what is no record is told, two changes are merged line by line."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from macros.published import FILE, Record, Row, parse
from tests.conftest import ANOTHER, ROOT, begun
from tests.freeze.repository import change, commit, git, macros
from tests.project import told

HEAD = "kind,subject,part,text,superseded_by,surface\n"
ROWS = frozenset(
    {
        Row("wording", "docs/en/index.md", "eu-change", 'a "quoted", 47% decrease', "", "title"),
        Row("wording", "docs/en/index.md", "eu-change", "down by 47%", "2", "text"),
        Row("wording", "docs/en/index.md", "eu-change", "down by 47%", "", "text"),
        Row("wording", "docs/en/index.md", "eu-change", "down by 47%", "", "text 2"),
        Row("value", "eu-change", "2021-03-01", "-47"),
        Row("title", "eu-change", "en", "Change, in percent", "1"),
        Row("title", "eu-change", "en", "Change", ""),
    }
)


def test_what_is_written_is_read_again_sorted_one_line_an_entry():
    text = Record(ROWS).format_text()
    assert text.startswith(HEAD) and text.count("\n") == 1 + len(ROWS)
    cells = list(csv.reader(text.splitlines()[1:]))
    assert cells == sorted(cells)
    record, faults = parse(text)
    assert (record, faults) == (Record(ROWS), [])
    assert {row.text for row in record.superseded} == {"down by 47%", "Change, in percent"}
    assert len(record.current) == 5


def test_the_order_of_the_lines_does_not_matter():
    head, *lines = Record(ROWS).format_text().splitlines(keepends=True)
    assert parse(head + "".join(reversed(lines))) == (Record(ROWS), [])


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        pytest.param("", "", 0, id="empty"),
        pytest.param("what,is,this\n", "record", 1, id="another header"),
        pytest.param(HEAD + "<<<<<<< HEAD\n", "record", 2, id="a conflict left by git"),
        pytest.param(HEAD + "opinion,a,b,c,,\n", "record", 2, id="an unknown kind"),
        pytest.param(HEAD + 'wording,a,"b\n', "record", 2, id="a quote that does not end"),
        pytest.param(HEAD + "figure,eu,,one thing,,\nfigure,eu,,another,,\n", "clash", 3, id="two changes gave one id to two things"),
        pytest.param(HEAD + "value,eu,2021-03-01,1,,\nvalue,eu,2021-03-01,2,,\n", "clash", 3, id="two changes gave one version two values"),
    ],
)
def test_what_is_no_record_is_told_at_its_line(text, code, line):
    _, faults = parse(text)
    assert told(faults) == ([(code, f"{FILE}:{line}")] if code else [])
    assert all("publish-record" in fault.remedy for fault in faults)


def test_two_changes_of_the_record_merge_without_a_conflict(tmp_path):
    """As .gitattributes has it: both lines are kept, and what is sorted no more is read all the same."""
    (tmp_path / "data").mkdir()
    (tmp_path / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    rows = [Row("wording", "docs/en/index.md", name, "47%", surface="text") for name in ("a", "z")]

    def write(*more: Row) -> None:
        (tmp_path / FILE).write_text(Record(frozenset([*rows, *more])).format_text(), encoding="utf-8")

    added = [Row("wording", "docs/en/index.md", "m", "1%", surface="text"), replace(rows[1], surface="text 2")]
    git(tmp_path, "init", "--quiet")
    write()
    commit(tmp_path, "base")
    for name, row in zip(("one", "two"), added, strict=True):
        git(tmp_path, "switch", "--quiet", "--create", name, "main")
        write(row)
        commit(tmp_path, name)
    git(tmp_path, "merge", "--quiet", "--no-edit", "one")
    assert parse((tmp_path / FILE).read_text(encoding="utf-8")) == (Record(frozenset([*rows, *added])), [])


def test_what_two_merged_changes_have_counted_apart_is_counted_anew():
    said, value = Row("wording", "docs/en/index.md", "a", "47%", "", "text"), Row("value", "a", "2021-03-01", "1")
    common = {replace(said, superseded_by="1"), value, replace(value, part="2021-04-01", text="2")}
    apart = {replace(said, surface="text 2"), replace(value, part="2021-05-01", text="2")}
    assert parse(Record(frozenset(common | apart)).format_text()) == (Record(frozenset(common | {said})), [])


def test_a_record_that_is_behind_is_told_with_the_remedy_and_written_by_the_command(another: Path):
    begun(another)
    git(another, "init", "--quiet")
    commit(another, "Begin")
    empty = (another / FILE).read_bytes()
    done = macros(another, "publish-record", "--check")
    assert done.returncode == 1 and "out of date" in done.stderr and "run python -m macros publish-record" in done.stderr
    assert (another / FILE).read_bytes() == empty
    (another / FILE).write_text("broken\n", encoding="utf-8")
    assert f"{FILE}:1: does not begin with" in macros(another, "check").stdout
    assert macros(another, "publish-record").returncode == 0
    written = (another / FILE).read_bytes()
    wanted = (ANOTHER / FILE).read_text(encoding="utf-8").splitlines()
    kinds = ("figure", "value", "status", "data")  # which no language and no correction has a part in
    assert set(filter(lambda row: row.startswith(kinds), wanted)) == set(
        filter(lambda row: row.startswith(kinds), written.decode().splitlines())
    )
    change(another, "docs/en/index.md", '("south-change", "fell by 4%")', '("south-change", "fell by 6%")')
    done = macros(another, "publish-record")  # what is wrong is not recorded
    assert done.returncode == 1 and "docs/en/index.md:" in done.stderr and (another / FILE).read_bytes() == written
