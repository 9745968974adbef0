"""What authors mistype again and again is told in their terms, where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Kept, build

TIMELINE, CHARTS = "docs/en/timeline.md", "data/charts.yml"


def told(root: Path) -> list[str]:
    done = build(root, "--quiet")
    assert "Traceback" not in done.stderr
    return [line.strip() for line in done.stderr.splitlines() if line.startswith("  ")]


# A line, and what is said of it: at which place in it, and in which words.
LINES = [
    ("### Heading {#an-id}", [("{", "{: #id }")]),
    ("The office {{ figure(\u201chelmet-share\u201d, \u201c62.5%\u201d) }}.", [("\u201c", "straight quotes")]),
    ('The office {{ figure("helmet-share", 46) }}.', [("figure", 'write it in quotes: "46"')]),
    ('{{ key_figures("helmet-share") }}', [("key", 'key_figures(["helmet-share"])')]),
    ("![](../en/assets/favicon.svg)", [("favicon", "a picture without a text")]),
    ('So: {{ figure("north-change") }}.', [("figure", 'quotes north-change as "25% increase"')]),
    ("# A second heading", [("#", "a second heading of the first level")]),
    (
        "A {{ 1 + \u0663.5 }}, {{ figure.name }}, {{ 1 }}.",
        [("+", "{{ 1 + \u0663.5 }}"), (".name", "{{ figure.name }}"), ("{{ 1 }}", "{{ 1 }}")],
    ),
    ("{{ now() }} {{ environment }} {{ git.author }}", [("now", '"now"'), ("{{ e", "{{ environment }}"), (".author", "{{ git.author }}")]),
    ("{% for x in y %}z{% endfor %} {% include 'index.md' %}", [("{% f", "{% for"), ("{% e", "{% endfor"), ("{% i", "{% include")]),
    ('{{ "a" | upper }} {{ figure("helmet-share", config) }}', [("|", "upper"), ("{{ fig", "config")]),
    ("{{ " * 200, [("{{", "never closed")]),
]


@pytest.fixture(scope="module")
def mistyped(_kept_another: Kept) -> tuple[list[str], list[str]]:
    """The lines of a page with all of these lines, in its front matter and in a text of data/ too, and what its build tells."""
    root = _kept_another.renewed()
    page, charts = root / TIMELINE, root / CHARTS
    text = page.read_text(encoding="utf-8").replace("\ndescription: ", '\ndescription: "{{ 1 + 1 }}"\nsummary: ', 1)
    page.write_text("\n\n".join([text, *(line for line, _ in LINES)]), encoding="utf-8")
    text = charts.read_text(encoding="utf-8").replace('headline:\n      en: "', 'headline:\n      en: "{{ now() }}{% if x %} ', 1)
    charts.write_text(text, encoding="utf-8")
    return page.read_text(encoding="utf-8").splitlines(), told(root)


@pytest.mark.parametrize(("line", "said"), LINES)
def test_a_mistake_in_a_page_is_told_at_its_column(mistyped: tuple[list[str], list[str]], line: str, said: list[tuple[str, str]]) -> None:
    lines, faults = mistyped
    number = lines.index(line) + 1
    for at, words in said:
        column = line.index(at) + 1
        assert any(fault.startswith(f"{TIMELINE}:{number}:{column}: ") and words in fault for fault in faults), (at, faults)
    assert len([fault for fault in faults if fault.startswith(f"{TIMELINE}:{number}:")]) == len(said)


def test_nothing_that_authors_write_is_evaluated(mistyped: tuple[list[str], list[str]]) -> None:
    """In a page, its front matter and a text of data/: each is a fault at its place, all of a build at once."""
    _, faults = mistyped
    for place, said in ((f"{TIMELINE}:3:", ["{{ 1 + 1 }}"]), (f"{CHARTS}:", ['"now"', "{% if x %}"])):
        at = [fault for fault in faults if fault.startswith(place)]
        assert len(at) == len(said) and all(any(words in fault for fault in at) for words in said), (place, faults)
    assert len(faults) == 3 + sum(len(said) for _, said in LINES)


def test_front_matter_that_does_not_end_is_told_as_that(another_kept: Path) -> None:
    path = another_kept / TIMELINE
    path.write_text(path.read_text(encoding="utf-8").replace("\n---\n", "\n", 1), encoding="utf-8")
    (fault,) = [fault for fault in told(another_kept) if fault.startswith(f"{TIMELINE}:")]
    assert "has front matter that does not end" in fault


def test_a_folder_of_no_language_is_told(another_kept: Path) -> None:
    (another_kept / "docs/fr").mkdir()
    (another_kept / "docs/fr/page.md").write_text("---\ntitle: A\ndescription: B\n---\n\nA text.\n", encoding="utf-8")
    (fault,) = told(another_kept)
    assert fault.startswith("docs/fr: ") and "belongs to no language" in fault
