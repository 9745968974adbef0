"""A title may quote figures: it stands in the browser's tab, in feeds, in links of other pages, where no markup can stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from macros.base.errors import Place
from macros.check.phrases import PhraseIndex, map_phrases
from macros.quotes import Phrase
from tests.conftest import begun, build
from tests.project import sample_figures, writer

TITLES = {
    "docs/en/timeline.md": "Bicycles on the north bridge {{ figure('north-change', 'rose by 25%') }} from 2021 to 2022",
    "docs/en/updates/2023-11-02-survey.md": "The cycling office: {{ figure('helmet-share', '62.5%') }} of riders wear a helmet",
}


def test_titles_with_figures_are_right_wherever_they_stand(another: Path) -> None:
    for path, title in TITLES.items():
        file = begun(another) / path
        file.write_text(re.sub("^title: .*$", f'title: "{title}"', file.read_text(encoding="utf-8"), count=1, flags=re.M), encoding="utf-8")
    done = build(another)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("text", "is_bound"),
    [
        ("{}", True),
        ("{} - The site", True),
        ("“{}”, 3 May", True),
        ("{}, 2022", True),
        ("{}.", True),
        ("{}0", False),
        ("{}.5", False),
        ("{},500", False),
    ],
)
def test_a_phrase_that_ends_in_a_number_is_found_unless_its_number_goes_on(tmp_path: Path, text: str, is_bound: bool) -> None:
    written = writer(sample_figures(tmp_path))
    phrase = written.write_phrase(
        'EU reports {{ figure("eu-change", "fell by 50%") }} to 2021', lang="en", as_of=None, place=Place("data/x.yml", 1), page=""
    )
    assert isinstance(phrase, Phrase)
    assert bool(PhraseIndex.from_phrases(map_phrases([phrase])).find_bindings(text.format(phrase.plain))) == is_bound
