"""A fault is told at the file, line and column where an author wrote what is wrong, and at no other place."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ANOTHER, Kept, build, english_only, publish_nothing
from tests.mutations.numbered import Numbered
from tests.mutations.quotes import KINDS, apply, misplaced
from tests.project import renew_hash
from tests.review.conftest import replace
from tests.sample import some

DATA, TIMELINE, TOPIC, CORRECTIONS = "docs/en/data.md", "docs/en/timeline.md", "docs/en/topics/riders.md", "data/corrections.yml"
UPDATE = "docs/en/updates/2024-01-20-a-further-year.md"
INTERFACE = "macros/interface/en.yml"
OTHER = "docs/en/updates/2023-01-20-first-counts.md"
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
    Case("an entity", TIMELINE, "Bicycles in the city fell by 3&#49;.01% in a year.", "31.01%", written="3&#49;.01"),
    Case("an entity by name", TIMELINE, "Bicycles in the city fell by 31.02&percnt; in a year.", "31.02%", written="31.02"),
    Case("a sign of no width", TIMELINE, "Bicycles in the city fell by 3\u200b1.03% in a year.", "31.03%", written="3\u200b1.03"),
    Case("a soft hyphen", TIMELINE, "Bicycles in the city fell by 31.\u00ad04% in a year.", "31.04%", written="31.\u00ad04"),
    Case("a soft hyphen by name", TIMELINE, "Bicycles in the city fell by 31&shy;.05% in a year.", "31.05%", written="31&shy;.05"),
    Case("a space that does not break", TIMELINE, "Bicycles in the city fell by 31.06&nbsp;% in a year.", "31.06 %", written="31.06"),
    Case("an element in the number", TIMELINE, "Bicycles in the city fell by 3<b>1.0</b>7% in a year.", "31.07%", written="3<b>1.0"),
    Case("a raised number", TIMELINE, "Bicycles in the city fell by 31.0<sup>8%</sup> in a year.", "31.08%", written="31.0"),
    Case("emphasis in the number", TIMELINE, "Bicycles in the city fell by 31.**09**% in a year.", "31.09%", written="31.**09"),
    Case("a link around the number", TIMELINE, "Bicycles in the city fell by [31.10](data.md)% in a year.", "31.10%", written="31.10"),
    Case("an escape", TIMELINE, r"Bicycles in the city fell by 31\.11% in a year.", "31.11%", written="31\\.11"),
    Case("digits of full width", TIMELINE, "Bicycles in the city fell by 31.1\uff12% in a year.", "31.1\uff12%"),
    Case("a comment in the number", TIMELINE, "Bicycles in the city fell by 31<!-- so -->.13% in a year.", "31.13%", written="31<!--"),
    Case("behind another macro", TIMELINE, 'In {{ not_a_figure("2%", "of a test") }} of cases bicycles fell by 31.14% then.', "31.14%"),
    Case("an item of a list", TIMELINE, "- One thing.\n- Bicycles in the city fell by 31.15% in a year.", "31.15%"),
    Case("a quotation", TIMELINE, "> Bicycles in the city fell by 31.16% in a year.", "31.16%"),
    Case("a heading, which the list of contents repeats", TIMELINE, "## Bicycles fell by 31.17% then", "31.17%"),
    Case("a cell", TIMELINE, _CELLS, "31.18%"),
    Case("an alternative text", TIMELINE, "![A fall by 31.20% of bicycles](assets/favicon.svg)", "31.20%"),
    Case("a title", TIMELINE, '<abbr title="A fall by 31.21% of bicycles">AF</abbr> is short.', "31.21%"),
    Case("the subject of a letter", TIMELINE, "[Write](mailto:a@example.org?subject=Fell%20by%2031.22%25)", "31.22%", written="mailto"),
    Case("braces that are text", TIMELINE, "{% raw %}It was {{ 31.24% less }} then.{% endraw %}", "31.24%"),
    Case("a note below", TIMELINE, "A text.[^a]\n\n[^a]: Bicycles in the city fell by 31.23% in a year.", "31.23%"),
    Case("one of two pages in the same words", DATA, "Bicycles in the city fell by 31.30% in a year.", "31.30%"),
    Case("the other of them", TIMELINE, "Bicycles in the city fell by 31.30% in a year.", "31.30%"),
    Case("a title in the words of another page's text", DATA, '<abbr title="Bicycles fell by 31.31% then">AF</abbr> is short.', "31.31%"),
    Case("a text in the words of another page's title", TIMELINE, "Bicycles fell by 31.31% then", "31.31%"),
    Case("bare words where another page quotes them", TIMELINE, "Bicycles on the north bridge rose by 25%.", "25%"),
    Case("bare points that others quote", TIMELINE, "The share of all bicycles rose by 6.2 percentage points.", "6.2 percentage points"),
    Case("a topic's page", TOPIC, "Bicycles in the city fell by 31.32% in a year.", "31.32%"),
    Case("a summary that repeats the body", UPDATE, 'summary: "Bicycles in the city fell by 31.40% in a year. ', "31.40%", 'summary: "'),
    Case("a sign of no width in a text that feeds repeat", UPDATE, "Bicycles fell by 3\u200b1.44% then.", "31.44%", written="3\u200b1.44"),
    Case("a raised number beside it", UPDATE, "Bicycles fell by &#51;1.4<sup>6%</sup> then.", "31.46%", written="&#51;1.4"),
    Case("the body that it repeats", UPDATE, "Bicycles in the city fell by 31.40% in a year.", "31.40%"),
    Case(
        "a body that the summary does not repeat",
        OTHER,
        "In half a year nothing was said. Bicycles in the city fell by 31.41% in a year.",
        "31.41%",
    ),
    Case("a summary with a word that the body has too", OTHER, 'summary: "Bicycles fell by half in a year. ', "half", 'summary: "'),
    Case("a description", OTHER, 'description: "Bicycles in the city fell by 31.42% in a year. ', "31.42%", 'description: "'),
    Case("a title of a page", "docs/en/verification.md", 'title: "A fall by 31.43%: ', "31.43%", 'title: "'),
    Case("the description of the site", "mkdocs.yml", 'site_description: "Fell by 31.50%. ', "31.50%", 'site_description: "'),
    Case("the navigation", "mkdocs.yml", "  - Timeline 31.51% shorter: timeline.md", "31.51%", "  - Timeline: timeline.md"),
    Case("a word of the templates", INTERFACE, "cite: {title: Cite this 31.52% better", "31.52%", "cite: {title: Cite this page"),
    Case("a template", "overrides/main.html", "\n{% block announce %}<p>Bicycles fell by 31.53% then</p>{% endblock %}", "31.53%"),
    Case("a word of the interface", INTERFACE, "show_table: Show 31.54% of the data", "31.54%", "show_table: Show the data"),
]
CORRECTION = """corrections:
  - date: 2024-02-01
    kind: correction
    what: {en: "A wording of 32.01% was changed."}
    why: {en: "It said 32.02% of too little."}
    nature: wording
    scale: {en: "A matter of 32.03% in one sentence."}
    old:
      en: "Bicycles in the city fell by 32.04% then."
    new:
      en: >-
        Bicycles on the north bridge
        {{ figure("north-change", "rose by 26%") }} in 2022, or by 32.05% in all.
    pages: [data.md]
"""
CORRECTED = {"32.01%": 4, "32.02%": 5, "32.03%": 7, "32.04%": 9, "32.05%": 13, "26%": 13}


def write(root: Path, case: Case) -> None:
    path = root / case.path
    text = path.read_text(encoding="utf-8")
    if case.before:
        assert case.before in text, case
        text = text.replace(case.before, case.text, 1)
    else:
        text = f"{text.rstrip()}\n\n{case.text}\n"
    path.write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Told:
    """What a build tells of the site in which all cases are written: places and facts. texts: those of its files."""

    texts: dict[str, str]
    found: list[tuple[str, str]]


def built_faults(root: Path) -> list[tuple[str, str]]:
    done = build(root)
    found = [(path + place, fact) for path, place, fact in _FAULT.findall(done.stdout + done.stderr)]
    assert bool(found) == bool(done.returncode), done.stdout + done.stderr
    return found


@pytest.fixture(scope="module")
def told(_kept_another: Kept) -> Told:
    root = english_only(publish_nothing(_kept_another.renewed()))
    for case in CASES:
        write(root, case)
    (root / CORRECTIONS).write_text(CORRECTION, encoding="utf-8")
    return Told({case.path: (root / case.path).read_text(encoding="utf-8") for case in CASES}, built_faults(root))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_number_is_told_where_it_is_written(told: Told, case: Case) -> None:
    text = told.texts[case.path]
    offset = text.index(case.text) + case.text.index(case.written or case.says)
    place = f"{case.path}:{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"
    others = [other for other in CASES if other.says == case.says]
    said = [at for at, fact in told.found if f'says "{case.says}"' in fact]
    assert place in said, (place, said, [each for each in told.found if case.says[:4] in each[1]])
    assert len(said) == len(others), said


@pytest.mark.parametrize(("says", "line"), CORRECTED.items())
def test_a_text_of_a_correction_is_told_in_its_entry(told: Told, says: str, line: int) -> None:
    said = [place for place, fact in told.found if f'"{says}"' in fact or f'"rose by {says}"' in fact]
    assert [place.rpartition(":")[0] for place in said] == [f"{CORRECTIONS}:{line}"], (said, told.found)


def test_nothing_else_is_told_of(told: Told) -> None:
    known = {case.says for case in CASES} | {"31.19%", *CORRECTED}
    unknown = [each for each in told.found if not any(says in each[1] for says in known)]
    assert unknown == [], "\n".join(map(str, unknown))


@pytest.mark.thorough
def test_each_text_of_the_site_is_told_where_it_is_written(another_kept: Path) -> None:
    numbered = Numbered(publish_nothing(another_kept))
    numbered.everywhere()
    wrong, silent = [], set(numbered.places)
    for place, said in built_faults(another_kept):
        numbers = [number for number in re.findall(r"\d+[.,]\d\d%", said.partition("; ")[0]) if number in numbered.places]
        silent -= set(numbers)
        wanted = {"{}:{}:{}".format(*numbered.places[number]) for number in numbers}
        if wanted != {place} and not said.startswith("links to") and "(id of " not in said:  # it follows from the words of a heading
            wrong.append((wanted, place, said))
    assert wrong == []
    # A document that grows too long is not read, and of a figure's label the pages show some.
    assert {numbered.places[number][0] for number in silent} <= {"data/handouts.yml", "data/figures.yml"}
    assert len(numbered.places) > 200 and len(silent) < 20


def test_a_quote_that_is_made_wrong_is_told_where_it_stands(_kept_another: Kept) -> None:
    seed, chosen = 0, random.Random(0)
    for kind in some(KINDS, 2):
        root = publish_nothing(_kept_another.renewed())
        charts = root / "data/charts.yml"  # words for older data that do not fit it are left out, and not told
        charts.write_text(re.sub(r"    until:\n(      .*\n)+", "", charts.read_text(encoding="utf-8")), encoding="utf-8")
        changes = apply(root, kind, chosen.choice((0, 0, 1)), seed, ANOTHER)
        assert changes and misplaced(root, changes) == [], (kind, seed)


def test_of_two_cells_with_one_figure_the_one_that_is_wrong_is_told(another_kept: Path) -> None:
    right, wrong = "cells: [north-2021, north-2022]", "cells: [south-2021, north-2022]"
    line = replace(another_kept, "data/charts.yml", right, wrong)
    column = (another_kept / "data/charts.yml").read_text(encoding="utf-8").splitlines()[line - 1].index("south-2021") + 1
    assert {place for place, _ in built_faults(another_kept)} == {f"data/charts.yml:{line}:{column}"}


def test_what_follows_from_a_fault_is_not_told_at_another_place(another_kept: Path) -> None:
    events = another_kept / "data/events/2024-01-15/events.csv"
    replace(another_kept, "data/events/2024-01-15/events.csv", "months,2023-07-03", "months,2023-17-03")
    renew_hash(events)
    line = replace(another_kept, "data/tables.yml", "cells: [south-2021", "cells: [nope")
    column = (another_kept / "data/tables.yml").read_text(encoding="utf-8").splitlines()[line - 1].index("nope") + 1
    found = [place for place, _ in built_faults(another_kept)]
    assert found == ["data/events/2024-01-15/events.csv:3:2", f"data/tables.yml:{line}:{column}"]


def test_titles_and_headings_may_quote_wherever_they_are_repeated(another_kept: Path) -> None:
    """In the title of the window, the list of contents, the links between updates, the ids of headings, the citations, a document."""
    english_only(publish_nothing(another_kept))
    change = "{{ figure('north-change', 'rose by 25%') }} from 2021 to 2022"
    count = "{{ figure('north-2022', '150,500') }} in 2022"
    title = f"Bicycles on the north bridge {change}"
    headings = f"## Bicycles on the north bridge: {count}\n\nText.\n\n## {title}\n\nText.\n\n## And then\n\nText."
    for path, old, new in (
        ("docs/en/verification.md", 'title: "', f'title: "{title}: '),
        (UPDATE, '---\ntitle: "', f'---\ntitle: "{title}: '),
        ("data/tables.yml", 'caption: {en: "', f'caption: {{en: "{title}; '),
        ("data/tables.yml", 'source: {en: "', f'source: {{en: "{title}; '),
    ):
        replace(another_kept, path, old, new)
    page = another_kept / TIMELINE
    page.write_text(f"{page.read_text(encoding='utf-8')}\n\n{headings}\n", encoding="utf-8")
    assert built_faults(another_kept) == []


def test_a_macro_in_code_and_a_list_that_stands_twice_are_told_where_they_are_called(another_kept: Path) -> None:
    page = another_kept / TIMELINE
    text, quote = page.read_text(encoding="utf-8"), "{{ figure('north-change', 'rose by 25%') }}"
    lines = ["", f"So `{quote}` does.", "", f"    {quote}", "", "```", quote, "```", "", f"{{% raw %}}`{quote}`{{% endraw %}}"]
    lists = ["", "{{ figures_on_page() }}", "", "{{ figures_on_page() }}"]
    before = text.count("\n") + 2
    for added, wanted in ((lines, [(2, 8), (4, 8), (7, 4), (10, 46)]), (lists, [(4, 4)])):
        page.write_text("\n".join([text, *added, ""]), encoding="utf-8")
        found = [place for place, _ in built_faults(another_kept)]
        assert found == [f"{TIMELINE}:{before + line - 1}:{column}" for line, column in wanted]
