"""What the check has found right: a file is taken as read only while nothing that its judgement asked for has changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from macros.base.errors import Fault, Faults, Place
from macros.check import EditionCheck
from macros.check.passed_files import PassedFiles
from macros.edition.edition import Edition, PublishedFile
from macros.figures import Figures
from macros.incremental.snapshot import Snapshot
from macros.incremental.tasks import TaskCache
from macros.quotes import PhraseWriter, QuoteBook
from tests.check.test_judge import page

NAME = "updates/x/index.html"
SENTENCE = '<p>Reports made available to EU countries <a data-figure="eu-reports-change">fell by 47%</a> from 2020 to 2021.</p>'
CELL = '<table><tr><td><span data-cell="data/eu-snapshot/2022-05-11/counts.csv:2:count">21,751,085</span></td></tr></table>'


@pytest.fixture
def edition(build: Edition, tmp_path: Path) -> Edition:
    """The real data in a project of its own, whose tasks are the test's."""
    known = build.project.figures
    figures = replace(known, _computed=dict(known._computed), _value_digests={}, read_log=None)
    cell = "data/eu-snapshot/2022-05-11/counts.csv:2:count"
    issued = {"docs/en/index.md": Counter({("figure", "eu-reports-change"): 1, ("cell", cell): 1})}
    outputs = {NAME: next(p for p in build.pages.values() if p.path == "docs/en/index.md")}
    writer = PhraseWriter(QuoteBook(figures, Faults()))
    project = replace(build.project, root=tmp_path, figures=figures)
    own = replace(build, project=project, outputs=outputs, writer=writer, editions={}, task_cache=TaskCache(is_active=True))
    own.log.bindings_by_page.update(issued)
    own.editions["en"] = own
    return own


def run(edition: Edition, *, remembers: bool = True) -> EditionCheck:
    edition.task_cache.begin_build("", {"en": ""})
    check = EditionCheck(edition, edition.project.root / "site", (), reuses_check_results=remembers)
    check.run()
    return check


def known(edition: Edition) -> set[str]:
    """The files that the last check found right, as far as nothing has changed that they were judged by."""
    check = EditionCheck(edition, edition.project.root / "site", ())
    names = set(edition.list_files(check.site))
    return names.difference(PassedFiles(edition, check.root, check.checker.cell_by_address).split_files(sorted(names), {})[1])


def write(edition: Edition, body: str, name: str = NAME) -> None:
    file = edition.project.root / "site" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(page(body))


def codes(faults: list[Fault]) -> list[str]:
    return [fault.code for fault in faults]


def test_a_right_file_is_remembered_with_all_that_it_counts(edition: Edition) -> None:
    write(edition, SENTENCE + CELL)
    first = run(edition)
    assert not first.faults and first.tally.total == 2 and known(edition) == {NAME}
    second = run(edition)
    assert not second.faults
    assert second.tally == first.tally == run(edition, remembers=False).tally
    assert second._squeezed_by_page == first._squeezed_by_page


def test_a_remembered_file_that_was_changed_is_read_again(edition: Edition) -> None:
    write(edition, SENTENCE)
    run(edition)
    write(edition, SENTENCE.replace("47%", "48%"))
    assert codes(run(edition).faults) == ["wrong-number"]
    write(edition, SENTENCE)
    assert not run(edition).faults


def changed(figures: Figures, name: str, value: Fraction) -> None:
    figures._value_digests.clear()
    for key, figure in list(figures._computed.items()):
        if key[0] == name:
            figures._computed[key] = replace(figure, value=value)


def test_a_file_is_read_again_when_a_figure_that_it_quotes_has_another_value(edition: Edition) -> None:
    write(edition, SENTENCE)
    run(edition)
    changed(edition.project.figures, "all-files-2020", Fraction(1))
    assert not run(edition).faults and known(edition) == {NAME}
    changed(edition.project.figures, "eu-reports-change", Fraction(-40))
    assert codes(run(edition).faults) == ["wrong-number"]
    assert known(edition) == set()


def test_a_file_is_read_again_when_a_cell_that_it_shows_has_another_value(edition: Edition) -> None:
    write(edition, CELL)
    assert not run(edition).faults
    versions = edition.project.packages.versions["eu-snapshot"]
    resource = versions[-1].resources["counts"]
    columns = {**resource.columns, "count": ("5", *resource.columns["count"][1:])}
    other = replace(resource, columns=columns, values={**resource.values, "count": {**resource.values["count"], "5": 5}})
    package = replace(versions[-1], resources={**versions[-1].resources, "counts": other})
    packages = replace(edition.project.packages, versions={**edition.project.packages.versions, "eu-snapshot": (*versions[:-1], package)})
    assert codes(run(replace(edition, project=replace(edition.project, packages=packages))).faults) == ["wrong-cell"]


def test_a_file_is_read_again_when_its_bindings_are_no_longer_those_of_macros(edition: Edition) -> None:
    write(edition, SENTENCE)
    assert not run(edition).faults
    edition.log.bindings_by_page["docs/en/index.md"] = Counter()
    assert codes(run(edition).faults) == ["forged-binding"]


def test_a_file_is_read_again_when_it_belongs_to_a_page_of_another_date(edition: Edition) -> None:
    write(edition, SENTENCE)
    assert not run(edition).faults
    edition.outputs[NAME] = replace(edition.outputs[NAME], date="2021-02-17")
    assert run(edition).faults


def test_a_download_is_read_again_when_other_bytes_were_written(edition: Edition) -> None:
    name = "assets/notes.txt"
    (edition.project.root / "site/assets").mkdir(parents=True)
    (edition.project.root / "site" / name).write_text("Nothing counted.\n")
    edition.log.published_files[name] = PublishedFile("1")
    run(edition)
    assert known(edition) == {name}
    edition.log.published_files[name] = PublishedFile("2")
    assert known(edition) == set()


def test_a_file_is_read_again_when_a_phrase_that_may_stand_in_it_is_gone(edition: Edition) -> None:
    template, place = "Reports for the EU {{ figure('eu-reports-change', 'fell by 47%') }} in 2021", Place("docs/en/index.md", 2)
    writer = PhraseWriter(QuoteBook(edition.project.figures, Faults()))
    writer.write_phrase(template, lang="en", as_of=None, place=place, page="docs/en/index.md")
    own = replace(edition, writer=writer)
    own.log.bindings_by_page.update(edition.log.bindings_by_page)
    write(own, '<p title="Reports for the EU fell by 47% in 2021">None.</p>')
    write(own, "<p>Reports were fewer.</p>", "a/index.html")
    assert not run(own).faults and known(own) == {NAME, "a/index.html"}
    other = replace(edition, writer=PhraseWriter(QuoteBook(edition.project.figures, Faults())))
    other.log.bindings_by_page.update(edition.log.bindings_by_page)
    assert known(other) == {"a/index.html"}
    assert codes(run(other).faults) == ["unbound"]
    assert known(other) == {"a/index.html"}
    assert not run(own).faults


def test_what_a_server_leaves_is_found_by_the_next_and_nothing_that_stood_in_its_folder(edition: Edition) -> None:
    write(edition, SENTENCE + CELL)
    edition.task_cache.begin_build("", {"en": ""})
    edition.run_cached("page", "", lambda: None)
    EditionCheck(edition, edition.project.root / "site", (), reuses_check_results=True).run()
    root = edition.project.root
    left = Snapshot.read(root, None, root / "site", "", frozenset())
    left.memory = edition.task_cache
    left.memory.drop_global_tasks()
    left.write({}, {})
    edition.task_cache = Snapshot.read(root, None, root / "site", "", frozenset()).memory
    assert known(edition) == {NAME} and not edition.is_current("page", "")


def test_a_fault_is_told_each_time(edition: Edition) -> None:
    write(edition, "<p>A rise of 12%.</p>")
    for _ in range(3):
        assert codes(run(edition).faults) == ["unbound"]
    assert known(edition) == set()


def test_an_unknown_script_on_many_pages_is_told_each_time_wherever_it_is_left(edition: Edition) -> None:
    for name in ("a/index.html", "b/index.html"):
        (edition.project.root / "site" / name).parent.mkdir(parents=True)
        (edition.project.root / "site" / name).write_bytes(page("<p>Nothing.</p>").replace(b"</head>", b"<script>show()</script></head>"))
    assert codes(run(edition).faults) == ["unknown-script"]
    (edition.project.root / "site/a/index.html").unlink()
    (fault,) = run(edition).faults
    assert fault.code == "unknown-script" and fault.place.path == "site/b/index.html"


def test_a_file_is_read_again_when_declarations_have_changed(edition: Edition) -> None:
    write(edition, SENTENCE)
    run(edition)
    assert known(edition) == {NAME}
    (edition.project.root / "data").mkdir()
    (edition.project.root / "data/figures.yml").write_text("figures: {}\n")
    assert known(edition) == set()
