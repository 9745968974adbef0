"""What authors mistype again and again is told in their terms, where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import build

TIMELINE = "docs/en/timeline.md"


def told(root: Path) -> list[str]:
    done = build(root, "--quiet")
    assert "Traceback" not in done.stderr
    return [line.strip() for line in done.stderr.splitlines() if line.startswith("  ")]


LINES = [
    ("### Heading {#an-id}", 13, "{: #id }"),
    ("NCMEC {{ figure(“decline-3-weeks”, “fell by 46%”) }}.", 17, "straight quotes"),
    ('NCMEC {{ figure("decline-3-weeks", 46) }}.', 10, 'write it in quotes: "46"'),
    ('{{ key_figures("decline-3-weeks") }}', 4, 'key_figures(["decline-3-weeks"])'),
    ("![](../en/assets/favicon.svg)", 18, "a picture without a text"),
    ('So: {{ figure("eu-reports-change") }}.', 8, 'quotes eu-reports-change as "47% decrease"'),
    ("# A second heading", 1, "a second heading of the first level"),
]


@pytest.mark.parametrize(("line", "column", "said"), LINES)
def test_a_mistake_in_a_page_is_told_at_its_column(english: Path, line: str, column: int, said: str) -> None:
    path = english / TIMELINE
    text = path.read_text(encoding="utf-8")
    try:
        path.write_text(f"{text}\n{line}\n", encoding="utf-8")
        number = len(path.read_text(encoding="utf-8").splitlines())
        found = [fault for fault in told(english) if fault.startswith(f"{TIMELINE}:{number}:")]
        assert len(found) == 1 and found[0].startswith(f"{TIMELINE}:{number}:{column}: ") and said in found[0], found
    finally:
        path.write_text(text, encoding="utf-8")


# A line, where it cannot be read, and what is said of it.
NOT_READ = [
    (
        "A {{ 1 + \u0663.5 }}, {{ figure.name }}, {{ 1 }}.",
        [("+", "{{ 1 + \u0663.5 }}"), (".name", "{{ figure.name }}"), ("{{ 1 }}", "{{ 1 }}")],
    ),
    ("{{ now() }} {{ environment }} {{ git.author }}", [("now", '"now"'), ("{{ e", "{{ environment }}"), (".author", "{{ git.author }}")]),
    ("{% for x in y %}z{% endfor %} {% include 'index.md' %}", [("{% f", "{% for"), ("{% e", "{% endfor"), ("{% i", "{% include")]),
    ('{{ "a" | upper }} {{ figure("decline-3-weeks", config) }}', [("|", "upper"), ("{{ fig", "config")]),
    ("{{ " * 200, [("{{", "never ended")]),
]


def test_nothing_that_authors_write_is_evaluated(english: Path) -> None:
    """In a page, its front matter and a text of data/: each is a fault at its place, all of a build at once."""
    charts = "data/charts.yml"
    before = {name: (english / name).read_text(encoding="utf-8") for name in (TIMELINE, charts)}
    wanted = {f"{TIMELINE}:3:": ["{{ 1 + 1 }}"], f"{charts}:": ['"now"', "{% if x %}"]}
    page = before[TIMELINE].replace("\ndescription: ", '\ndescription: "{{ 1 + 1 }}"\nsummary: ', 1)
    for line, found in NOT_READ:
        page += f"\n{line}\n"
        wanted |= {f"{TIMELINE}:{len(page.splitlines())}:{line.index(at) + 1}: ": [said] for at, said in found}
    try:
        (english / TIMELINE).write_text(page, encoding="utf-8")
        headline = before[charts].replace('headline:\n      en: "', 'headline:\n      en: "{{ now() }}{% if x %} ', 1)
        (english / charts).write_text(headline, encoding="utf-8")
        faults = told(english)
        for place, said in wanted.items():
            at = [fault for fault in faults if fault.startswith(place)]
            assert len(at) == len(said) and all(any(words in fault for fault in at) for words in said), (place, faults)
        assert len(faults) == sum(map(len, wanted.values()))
    finally:
        for name, text in before.items():
            (english / name).write_text(text, encoding="utf-8")


def test_front_matter_that_does_not_end_is_told_as_that(english: Path) -> None:
    path = english / TIMELINE
    path.write_text(path.read_text(encoding="utf-8").replace("\n---\n", "\n", 1), encoding="utf-8")
    (fault,) = [fault for fault in told(english) if fault.startswith(f"{TIMELINE}:")]
    assert "has front matter that does not end" in fault


def test_a_folder_of_no_language_is_told(project: Path) -> None:
    (project / "docs/fr").mkdir()
    (project / "docs/fr/page.md").write_text("---\ntitle: A\ndescription: B\n---\n\nA text.\n", encoding="utf-8")
    (fault,) = told(project)
    assert fault.startswith("docs/fr: ") and "belongs to no language" in fault
