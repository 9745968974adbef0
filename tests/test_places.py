"""A fault is told at the file, line and column where an author wrote what is wrong, and at no other place."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import build, copied, english_only
from tests.mutations.numbered import Numbered
from tests.mutations.quotes import KINDS, apply, misplaced
from tests.project import renew_hash
from tests.sample import some

DATA, TIMELINE, TOPIC, CORRECTIONS = "docs/en/data.md", "docs/en/timeline.md", "docs/en/topics/news.md", "data/corrections.yml"
UPDATE = "docs/en/updates/2022-05-11-commission-proposal-and-data-snapshot.md"
INTERFACE = "macros/interface/en.yml"
OTHER = "docs/en/updates/2021-02-17-first-data-snapshot.md"
_CELLS = "| Then | Change |\n|---|---|\n| Files | 31.18% |\n| Others | 31.19% |"
_FAULT = re.compile(r"^  (\S+?)((?::\d+)*): (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """What is written, where, and the number that a fault says. before: what it takes the place of; "" where it is added at the end.

    written: the beginning of the number in the text, where that is not what the fault says.
    """

    id: str
    path: str
    text: str
    says: str
    before: str = ""
    written: str = ""


# Each number stands in one case, or in the two that say the same.
CASES = [
    Case("an entity", TIMELINE, "Files of the EU fell by 3&#49;.01% in a year.", "31.01%", written="3&#49;.01"),
    Case("an entity by name", TIMELINE, "Files of the EU fell by 31.02&percnt; in a year.", "31.02%", written="31.02"),
    Case("a sign of no width", TIMELINE, "Files of the EU fell by 3\u200b1.03% in a year.", "3 1.03%", written="3\u200b1.03"),
    Case("a soft hyphen", TIMELINE, "Files of the EU fell by 31.\u00ad04% in a year.", "31. 04%", written="31.\u00ad04"),
    Case("a soft hyphen by name", TIMELINE, "Files of the EU fell by 31&shy;.05% in a year.", "31 .05%", written="31&shy;.05"),
    Case("a space that does not break", TIMELINE, "Files of the EU fell by 31.06&nbsp;% in a year.", "31.06 %", written="31.06"),
    Case("an element in the number", TIMELINE, "Files of the EU fell by 3<b>1.0</b>7% in a year.", "31.07%", written="3<b>1.0"),
    Case("a raised number", TIMELINE, "Files of the EU fell by 31.0<sup>8%</sup> in a year.", "31.08%", written="31.0"),
    Case("emphasis in the number", TIMELINE, "Files of the EU fell by 31.**09**% in a year.", "31.09%", written="31.**09"),
    Case("a link around the number", TIMELINE, "Files of the EU fell by [31.10](data.md)% in a year.", "31.10%", written="31.10"),
    Case("an escape", TIMELINE, r"Files of the EU fell by 31\.11% in a year.", "31.11%", written="31\\.11"),
    Case("digits of full width", TIMELINE, "Files of the EU fell by 31.1\uff12% in a year.", "31.1\uff12%"),
    Case("a comment in the number", TIMELINE, "Files of the EU fell by 31<!-- so -->.13% in a year.", "31.13%", written="31<!--"),
    Case("behind another macro", TIMELINE, 'In {{ not_a_figure("2%", "of a test") }} of cases files fell by 31.14% then.', "31.14%"),
    Case("an item of a list", TIMELINE, "- One thing.\n- Files of the EU fell by 31.15% in a year.", "31.15%"),
    Case("a quotation", TIMELINE, "> Files of the EU fell by 31.16% in a year.", "31.16%"),
    Case("a heading, which the list of contents repeats", TIMELINE, "## Files fell by 31.17% then", "31.17%"),
    Case("a cell", TIMELINE, _CELLS, "31.18%"),
    Case("an alternative text", TIMELINE, "![A fall by 31.20% of files](assets/authors/data.png)", "31.20%"),
    Case("a title", TIMELINE, '<abbr title="A fall by 31.21% of files">AF</abbr> is short.', "31.21%"),
    Case("the subject of a letter", TIMELINE, "[Write](mailto:a@example.org?subject=Fell%20by%2031.22%25)", "31.22%", written="mailto"),
    Case("a note below", TIMELINE, "A text.[^a]\n\n[^a]: Files of the EU fell by 31.23% in a year.", "31.23%"),
    Case("one of two pages in the same words", DATA, "Files of the EU fell by 31.30% in a year.", "31.30%"),
    Case("the other of them", TIMELINE, "Files of the EU fell by 31.30% in a year.", "31.30%"),
    Case("a title in the words of another page's text", DATA, '<abbr title="Files fell by 31.31% then">AF</abbr> is short.', "31.31%"),
    Case("a text in the words of another page's title", TIMELINE, "Files fell by 31.31% then", "31.31%"),
    Case("bare words where another page quotes them", DATA, "The EU share of all reports fell by 61%.", "61%"),
    Case("bare points that others quote", DATA, "The EU share of all files fell by 4.42 percentage points.", "4.42 percentage points"),
    Case("a topic's page", TOPIC, "Files of the EU fell by 31.32% in a year.", "31.32%"),
    Case("a summary that repeats the body", UPDATE, 'summary: "Files of the EU fell by 31.40% in a year. ', "31.40%", 'summary: "'),
    Case("the body that it repeats", UPDATE, "Files of the EU fell by 31.40% in a year.", "31.40%"),
    Case(
        "a body that the summary does not repeat",
        OTHER,
        "In half a year nothing was said. Files of the EU fell by 31.41% in a year.",
        "31.41%",
    ),
    Case("a summary with a word that the body has too", OTHER, 'summary: "Files of the EU fell by half in a year. ', "half", 'summary: "'),
    Case("a description", OTHER, 'description: "Files of the EU fell by 31.42% in a year. ', "31.42%", 'description: "'),
    Case("a title of a page", "docs/en/supporters.md", 'title: "A fall by 31.43%: ', "31.43%", 'title: "'),
    Case("the description of the site", "mkdocs.yml", 'site_description: "Fell by 31.50%. ', "31.50%", 'site_description: "'),
    Case("the navigation", "mkdocs.yml", "  - Timeline 31.51% shorter: timeline.md", "31.51%", "  - Timeline: timeline.md"),
    Case("a word of the templates", INTERFACE, "cite: {title: Cite this 31.52% better", "31.52%", "cite: {title: Cite this page"),
    Case("a template", "overrides/main.html", "\n{% block announce %}<p>Files fell by 31.53% then</p>{% endblock %}", "31.53%"),
    Case("a word of the interface", INTERFACE, "show_table: Show 31.54% of the data", "31.54%", "show_table: Show the data"),
]
CORRECTION = """corrections:
  - date: 2022-06-01
    kind: correction
    what: {en: "A wording of 32.01% was changed."}
    why: {en: "It said 32.02% of too little."}
    nature: wording
    scale: {en: "A matter of 32.03% in one sentence."}
    old:
      en: "Files of the EU fell by 32.04% then."
    new:
      en: >-
        Reports for EU countries
        {{ figure("eu-reports-change", "fell by 48%") }} in 2021, or by 32.05% in all.
    pages: [data.md]
"""
CORRECTED = {"32.01%": 4, "32.02%": 5, "32.03%": 7, "32.04%": 9, "32.05%": 13, "48%": 13}


def write(root: Path, case: Case) -> None:
    path = root / case.path
    text = path.read_text(encoding="utf-8")
    if case.before:
        assert case.before in text, case
        text = text.replace(case.before, case.text, 1)
    else:
        text = f"{text.rstrip()}\n\n{case.text}\n"
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def told(site: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, str]]]:
    """A project in which all cases are written, and the places and facts of what its build tells."""
    root = english_only(copied(tmp_path_factory.mktemp("places") / "project"))
    for case in CASES:
        if case.text:
            write(root, case)
    (root / CORRECTIONS).write_text(CORRECTION, encoding="utf-8")
    done = build(root)
    found = [(path + place, said) for path, place, said in _FAULT.findall(done.stdout + done.stderr)]
    assert found, done.stdout + done.stderr
    return root, found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_number_is_told_where_it_is_written(told: tuple[Path, list[tuple[str, str]]], case: Case) -> None:
    root, found = told
    text = (root / case.path).read_text(encoding="utf-8")
    offset = text.index(case.text) + case.text.index(case.written or case.says)
    place = f"{case.path}:{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"
    others = [other for other in CASES if other.says == case.says]
    said = [at for at, fact in found if f'says "{case.says}"' in fact]
    assert place in said, (place, said, [each for each in found if case.says[:4] in each[1]])
    assert len(said) == len(others), said


@pytest.mark.parametrize(("says", "line"), CORRECTED.items())
def test_a_text_of_a_correction_is_told_in_its_entry(told: tuple[Path, list[tuple[str, str]]], says: str, line: int) -> None:
    said = [place for place, fact in told[1] if f'"{says}"' in fact or f'"fell by {says}"' in fact]
    assert [place.rpartition(":")[0] for place in said] == [f"{CORRECTIONS}:{line}"], (said, told[1])


def test_nothing_else_is_told_of(told: tuple[Path, list[tuple[str, str]]]) -> None:
    known = {case.says for case in CASES} | {"31.19%", *CORRECTED}
    unknown = [each for each in told[1] if not any(says in each[1] for says in known)]
    assert unknown == [], "\n".join(map(str, unknown))


@pytest.mark.thorough
def test_each_text_of_the_site_is_told_where_it_is_written(project: Path) -> None:
    numbered = Numbered(project)
    numbered.everywhere()
    done = build(project)
    wrong, silent = [], set(numbered.places)
    for path, place, said in _FAULT.findall(done.stdout + done.stderr):
        numbers = [number for number in re.findall(r"\d+[.,]\d\d%", said.partition("; ")[0]) if number in numbered.places]
        silent -= set(numbers)
        wanted = {"{}:{}:{}".format(*numbered.places[number]) for number in numbers}
        if wanted != {path + place} and not said.startswith("links to"):  # the id of a heading follows from its words
            wrong.append((wanted, path + place, said))
    assert wrong == []
    # A document that grows too long is not read, and of a figure's label the pages show some.
    assert {numbered.places[number][0] for number in silent} <= {"data/handouts.yml", "data/figures.yml"}
    assert len(numbered.places) > 1000 and len(silent) < 100


def test_a_quote_that_is_made_wrong_is_told_where_it_stands(site: Path, tmp_path: Path) -> None:
    seed, chosen = 0, random.Random(0)
    for kind in some(KINDS, 2):
        root = copied(tmp_path / kind)
        changes = apply(root, kind, chosen.choice((0, 0, 1, 2)), seed)
        assert changes and misplaced(root, changes) == [], (kind, seed)


def test_of_two_cells_with_one_figure_the_one_that_is_wrong_is_told(english: Path) -> None:
    charts = english / "data/charts.yml"
    text = charts.read_text(encoding="utf-8")
    right = "cells: [eu-reports-2020, eu-reports-2021]"
    charts.write_text(text.replace(right, right.replace("eu-reports-2020", "all-reports-2020"), 1), encoding="utf-8")
    at = text.index(right) + len("cells: [")
    place = f"data/charts.yml:{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"
    done = build(english)
    found = [path + place for path, place, _ in _FAULT.findall(done.stdout + done.stderr)]
    assert found and set(found) == {place}, done.stderr


def test_what_follows_from_a_fault_is_not_told_at_another_place(english: Path) -> None:
    events, texts = english / "data/events/2022-05-11/events.csv", english / "data/tables.yml"
    events.write_text(events.read_text(encoding="utf-8").replace("libe-vote,2020-12-07", "libe-vote,2020-13-07"), encoding="utf-8")
    renew_hash(events)
    texts.write_text(texts.read_text(encoding="utf-8").replace("cells: [all-files-2020", "cells: [nope", 1), encoding="utf-8")
    done = build(english)
    found = [path + place for path, place, _ in _FAULT.findall(done.stdout + done.stderr)]
    assert found == ["data/events/2022-05-11/events.csv:3:2", "data/tables.yml:17:117"], done.stderr


def test_titles_and_headings_may_quote_wherever_they_are_repeated(english: Path) -> None:
    """In the title of the window, the list of contents, the links between updates, the ids of headings, the citations, a document."""

    def quote(figure: str, wording: str) -> str:
        return f"{{{{ figure('{figure}', '{wording}') }}}}"

    change, count = quote("eu-reports-change", "fell by 47%"), quote("eu-reports-2020", "1,046,350")
    headings = f"## NCMEC's count of EU reports: {count} in 2020\n\nText.\n\n## EU reports {change}\n\nText.\n\n## And then\n\nText."
    for path, old, new in (
        (TIMELINE, "", f"\n\n{headings}\n"),
        ("docs/en/supporters.md", 'title: "', f'title: "EU reports {change} from 2020 to 2021: '),
        (UPDATE, 'title: "', f"title: \"NCMEC's EU reports {change} from 2020 to 2021: "),
        ("data/tables.yml", 'en: "EU CyberTipline data', f'en: "EU reports {change} from 2020 to 2021; data'),
        ("data/tables.yml", 'en: "NCMEC, data', f'en: "EU reports {change} from 2020 to 2021; NCMEC, data'),
    ):
        file = english / path
        text = file.read_text(encoding="utf-8")
        assert old in text, (path, old)
        file.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")
    done = build(english)
    assert done.returncode == 0, done.stderr


def test_a_macro_in_code_and_a_list_that_stands_twice_are_told_where_they_are_called(project: Path) -> None:
    english_only(project)
    page = project / TIMELINE
    text, quote = page.read_text(encoding="utf-8"), "{{ figure('eu-reports-change', 'fell by 47%') }}"
    lines = ["", f"So `{quote}` does.", "", f"    {quote}", "", "```", quote, "```", "", f"{{% raw %}}`{quote}`{{% endraw %}}"]
    lists = ["", "{{ figures_on_page() }}", "", "{{ figures_on_page() }}"]
    before = text.count("\n") + 2
    for added, wanted in ((lines, [(2, 8), (4, 8), (7, 4)]), (lists, [(4, 4)])):
        page.write_text("\n".join([text, *added, ""]), encoding="utf-8")
        done = build(project)
        found = [path + place for path, place, _ in _FAULT.findall(done.stdout + done.stderr)]
        assert found == [f"{TIMELINE}:{before + line - 1}:{column}" for line, column in wanted], done.stderr
