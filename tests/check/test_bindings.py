"""What a page binds is what macros bound in it: a binding written by hand, in Markdown or in a template, is a fault."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from macros.check import EditionCheck
from macros.check.scripts import KnownScripts, digest_script
from tests.conftest import ROOT

UPDATE = "updates/2024-01-20-a-further-year/index.html"
CELL = "data/bridge-counts/2024-01-15/counts.csv:2:bicycles"


@pytest.fixture(scope="module")
def done(another_checked: EditionCheck) -> EditionCheck:
    """The check of the built site."""
    return another_checked


FORGED = [
    pytest.param(f'<p>North: <span data-cell="{CELL}">120,400</span></p>', "forged-binding", id="a cell"),
    pytest.param('<p>Down <span data-not-a-figure="a figure of speech">12%</span></p>', "forged-binding", id="an exemption"),
    pytest.param(
        '<p>Bicycles on the north bridge: <span data-figure="north-change">a 25% increase</span></p>',
        "forged-binding",
        id="a quote",
    ),
    pytest.param(
        '<p>Bicycles on the north bridge: <a href="../../#x" data-figure="north-change">a 25% increase</a></p>',
        "wrong-proof",
        id="a link elsewhere",
    ),
    pytest.param('<p>Down <span data-tally="failing">12%</span></p>', "wrong-tally", id="an entry of the tally"),
]


@pytest.mark.parametrize("name", [UPDATE, "index.html", "404.html"])
@pytest.mark.parametrize(("markup", "code"), FORGED)
def test_a_binding_that_no_macro_wrote_is_a_fault(done: EditionCheck, name: str, markup: str, code: str) -> None:
    page = (done.site / name).read_text(encoding="utf-8")
    assert done.recheck_file(name, page.encode()) == []
    assert code in [fault.code for fault in done.recheck_file(name, page.replace("</main>", f"{markup}</main>").encode())]


def test_a_quote_that_no_author_declared_to_be_read_otherwise_is_a_fault(done: EditionCheck) -> None:
    page = (done.site / UPDATE).read_text(encoding="utf-8")
    bound, body = 'data-figure="', page.index("<article")
    at = page.index(bound, body)
    forged = f'{page[:at]}data-reads="average: nobody said so" {page[at:]}'
    assert "forged-binding" in [fault.code for fault in done.recheck_file(UPDATE, forged.encode())]


def test_a_script_is_known_by_its_text_and_its_reason(tmp_path: Path, done: EditionCheck) -> None:
    ours = "document.documentElement.classList"
    page = (done.site / "index.html").read_text(encoding="utf-8")
    script = next(part.partition("</script>")[0] for part in page.split("<script>")[1:] if part.startswith(ours))
    assert KnownScripts(()).is_known(script)
    assert not KnownScripts(()).is_known(script + " ")
    (tmp_path / "macros/check").mkdir(parents=True)
    named = tmp_path / "macros/check/scripts.yml"
    shutil.copy(ROOT / "macros/check/scripts.yml", named)
    assert KnownScripts((), named).is_known(script)
    named.write_text(f"{digest_script(script)}: ''\n", encoding="utf-8")  # without a reason
    assert not KnownScripts((), named).is_known(script)


def test_the_themes_scripts_are_known_with_an_address_in_them_and_nothing_else(done: EditionCheck) -> None:
    page = (done.site / UPDATE).read_text(encoding="utf-8")
    scope = next(part.partition("</script>")[0] for part in page.split("<script>")[1:] if part.startswith("__md_scope"))
    scripts = KnownScripts(done.theme)
    assert scripts.is_known(scope)
    assert not scripts.is_known(scope.replace('"../.."', '"../..";document.title="47%"'))
    assert not scripts.is_known(scope + ";document.title='47%'")
