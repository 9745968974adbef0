"""`python -m macros update`: a template that fails closed until it is filled in, one file for each language."""

from __future__ import annotations

import pytest

from macros.base.author_forms import strip_calls
from macros.pages.page import is_draft
from tests.authoring.conftest import MKDOCS, PAGE, fingerprint
from tests.project import told, write
from tests.quoted import collect_quotes

CALL = ("update", "--date", "2021-05-01", "--title", "A second update")
FILE = "docs/en/updates/2021-05-01-a-second-update.md"
FULL = ("--description", "What it says.", "--summary", "EU counts {{ figure('eu-change', 'fell by 50%') }}.")
SOURCED = ("--source", 'A "quoted" report', "--publisher", "A publisher", "--topic", "News", "--topic", "Online Exploitation")


def test_what_is_left_empty_is_a_fault_of_the_build_at_its_line(call, small, capsys):
    assert call(*CALL) == 0
    text = (small / FILE).read_text(encoding="utf-8").splitlines()
    places = {
        key: next(n for n, line in enumerate(text, 1) if line.startswith(key)) for key in ("description:", "summary:", "sources:", "{#")
    }
    faults = [f for f in collect_quotes(small, "en")[0].faults if f.place.path == FILE]
    assert [f.place.line for f in faults] == [places["description:"], places["summary:"], places["sources:"] + 1, places["{#"]]
    said = capsys.readouterr().out
    assert FILE in said and "make serve" in said and "http://127.0.0.1:8000/updates/2021-05-01-a-second-update/" in said


def test_a_template_whose_front_matter_is_given_lacks_its_text_alone(call, small):
    assert call(*CALL, *FULL, *SOURCED) == 0
    build, _, _ = collect_quotes(small, "en")
    line = next(n for n, line in enumerate((small / FILE).read_text(encoding="utf-8").splitlines(), 1) if line.startswith("{#"))
    assert [f for f in told(build.faults) if FILE in f[1]] == [("no-text", f"{FILE}:{line}")]
    (small / FILE).write_text((small / FILE).read_text(encoding="utf-8") + "\nEU counts fell.\n", encoding="utf-8")
    build, _, unread = collect_quotes(small, "en")
    assert [f for f in told(build.faults) if FILE in f[1]] == [] and unread == []
    page = build.pages[FILE]
    assert (page.title.plain, page.summary.plain) == ("A second update", "EU counts fell by 50%.")
    assert page.topics == ("News", "Online Exploitation")
    assert page.sources[0].title == 'A "quoted" report'


def test_what_cannot_be_read_of_a_page_is_told_at_its_place_and_the_rest_is_searched(small):
    write(small, "docs/en/index.md", PAGE + "\n{{ now() }} {{ 1 + 1 }}\n{% for x in y %} {{ figure('eu-change', 'fell by 50%') }}\n")
    _, found, unread = collect_quotes(small, "en")
    assert [line.split(": ")[0] for line in unread] == [f"docs/en/index.md:{place}" for place in ("8:4", "8:18", "9:1")]
    assert [quote.wording for page, quote in found if page.path == "docs/en/index.md"] == ["50", "fell by 50%"]


def test_the_note_in_the_template_is_not_published(call, small):
    call(*CALL, *FULL, *SOURCED)
    body = (small / FILE).read_text(encoding="utf-8").split("---\n", 2)[2]
    assert "not published" in body
    assert strip_calls(body).strip() == ""


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Où en sommes-nous ?", "ou-en-sommes-nous"),
        ("100% of it: “quoted”", "100-percent-of-it-quoted"),
        ("a " * 60, "-".join(["a"] * 30)),
        ("A ${HOME} `date` $(date) \\ % #", "a-home-date-date-percent"),
        ('{{ figure("x") }}', "figure-x"),
    ],
)
def test_an_address_is_made_of_the_title(call, small, title, name):
    assert call("update", "--date", "2021-05-01", "--title", title) == 0
    assert (small / f"docs/en/updates/2021-05-01-{name}.md").exists()


def test_each_language_of_the_site_gets_a_file(call, small, capsys):
    write(small, "mkdocs.yml", MKDOCS + "        - {locale: de, build: true}\n        - {locale: fr, build: false}\n")
    assert call(*CALL) == 0
    assert (small / FILE).exists() and (small / FILE.replace("/en/", "/de/")).exists()
    assert not (small / "docs/fr").exists()
    assert "(a draft, not shown until it is written in de and marked)" in capsys.readouterr().out
    assert is_draft(small / FILE.replace("/en/", "/de/")) and not is_draft(small / FILE)


@pytest.mark.parametrize(
    ("options", "fact"),
    [
        pytest.param(["--date", "2021-03-01"], "2021-03-01-an-update.md: is already the update of 2021-03-01", id="a day that has one"),
        pytest.param(["--date", "2021-02-30"], "no such day", id="an impossible date"),
        pytest.param(["--date", "1 May 2021"], "no such day", id="a date in words"),
        pytest.param(["--date", "2999-01-01"], "lies in the future", id="a date in the future"),
        pytest.param(["--title", "—"], "from which no address can be made", id="a title without letters"),
        pytest.param(
            ["--slug", "../../x"], 'has the slug "../../x", which is not a part of an address', id="a slug that leaves the folder"
        ),
        pytest.param(["--slug", "A slug"], 'SLUG="a-slug"', id="a slug with spaces"),
        pytest.param(["--topic", "New"], 'has the topic "New"; did you mean News?', id="an unknown topic"),
    ],
)
def test_a_wrong_call_is_refused_in_one_line_and_nothing_is_written(call, small, capsys, options, fact):
    before = fingerprint(small)
    assert call(*CALL, *options) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert fact in line and "; " in line
    assert fingerprint(small) == before


def test_a_date_in_the_future_is_allowed_on_purpose(call, small):
    assert call(*CALL, "--date", "2999-01-01", "--ahead") == 0


def test_a_second_call_overwrites_nothing(call, small):
    call(*CALL)
    write(small, FILE, "written")
    assert call(*CALL) == 1
    assert (small / FILE).read_text(encoding="utf-8") == "written"


def test_a_dry_run_writes_nothing(call, small, capsys):
    before = fingerprint(small)
    assert call(*CALL, "--dry-run") == 0
    assert 'title: "A second update"' in capsys.readouterr().out
    assert fingerprint(small) == before
