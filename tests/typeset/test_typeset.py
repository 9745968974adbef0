"""Typesetting: the same texts give the same bytes, in one run or in many; what has no room is an error of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from macros.charts.picture import read_colours
from macros.incremental.store import Cache
from macros.typeset import Picture, TypesetError, open_typeset_cache, set_pictures
from tests.conftest import ROOT

SHARED = {"lang": "en", "colours": read_colours(ROOT)}


def item(statement: str, size: tuple[int, int] = (1200, 630), **texts: str) -> dict[str, Any]:
    return {"texts": {"site": "A site", "statement": statement, **texts}, "foot": ["A source"], "width": size[0], "height": size[1]}


def test_cards_set_together_and_apart_have_the_same_bytes() -> None:
    items = [item("One"), item("Two", value="−47%"), item("Three", (1080, 1080)), item("Four", value="−47%", label="A label")]
    together = set_pictures("card.typ", SHARED, items, Cache(None))
    assert all(isinstance(picture, Picture) for picture in together)
    assert together == [set_pictures("card.typ", SHARED, [one], Cache(None))[0] for one in items]


def test_the_layout_gives_back_the_words_and_not_the_markup() -> None:
    """A text is data: what would be markup in a template stands as it is."""
    words = 'Down #12 *bold* _x_ $y$ @z "q" \\ // [a] {b} <c>'
    (found,) = set_pictures("card.typ", SHARED, [item(words)], Cache(None))
    assert isinstance(found, Picture) and "".join(words.split()) in "".join(found.text.split()).replace("”", '"').replace("“", '"')


@pytest.mark.parametrize(
    ("texts", "named"),
    [
        pytest.param({"statement": "many words " * 80}, "many words", id="too long"),
        pytest.param({"statement": "x" * 90}, "xxx", id="a word that is too wide"),
        pytest.param({"statement": "A title", "value": "9" * 60}, "999", id="a number that is too wide"),
        pytest.param({"statement": "A title", "value": "−47%", "label": "words and words " * 60}, "A title", id="a label that is too long"),
        pytest.param({"statement": "A title", "site": "site" * 40}, "site", id="a name that is too wide"),
    ],
)
def test_a_text_without_room_is_an_error_and_the_others_are_set(texts: dict[str, str], named: str) -> None:
    broken = {**item(""), "texts": {"site": "A site", **texts}}
    found = set_pictures("card.typ", SHARED, [item("One"), broken, item("Two")], Cache(None))
    assert [type(picture) for picture in found] == [Picture, TypesetError, Picture]
    assert named in str(found[1]) and "\n" not in str(found[1]) and len(str(found[1])) < 200


def test_what_is_in_the_cache_is_not_set_again(tmp_path: Path) -> None:
    """In a process of its own, so that nothing has loaded typst before; a poisoned entry is set anew."""
    program = f"""
import sys
from pathlib import Path
from macros.typeset import open_typeset_cache, set_pictures
store = open_typeset_cache(Path({str(tmp_path)!r}))
items = {[item("One"), item("Two")]!r}
found = set_pictures("card.typ", {SHARED!r}, items, store)
print("typst" in sys.modules, [len(picture.png) for picture in found])
"""

    def run() -> str:
        done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
        assert not done.returncode, done.stderr
        return done.stdout

    first = run()
    assert first.startswith("True") and run() == first.replace("True", "False")
    for entry in tmp_path.iterdir():
        entry.write_bytes(entry.read_bytes()[:-1])
    assert run() == first


def test_a_template_is_part_of_the_caches_key(tmp_path: Path) -> None:
    other = Cache(tmp_path, "another template")
    store = open_typeset_cache(tmp_path)
    set_pictures("card.typ", SHARED, [item("One")], store)
    assert store.salt and len(list(tmp_path.iterdir())) == 1
    set_pictures("card.typ", SHARED, [item("One")], other)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_drawing_is_shown_and_its_words_are_left_to_where_it_is_published() -> None:
    shapes = '<path d="M0,0h320v240Z" fill="#1f5485"/><text y="20">47%</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240">{shapes}</svg>'
    plain = item("A title", value="−47%", label="A label")
    drawn = plain | {"drawing": {"svg": svg, "width": 320.0, "height": 240.0}}
    one, other = set_pictures("card.typ", SHARED, [plain, drawn], Cache(None))
    assert isinstance(one, Picture) and isinstance(other, Picture)
    assert sorted(one.text.split()) == sorted(other.text.split()) and one.png != other.png


def test_a_title_ends_in_no_line_of_one_word_where_another_break_has_room() -> None:
    words = [f"{'wordy ' * count}end" for count in range(8, 24)]
    for found in set_pictures("card.typ", SHARED, [item(text) for text in words], Cache(None)):
        assert isinstance(found, Picture)
        assert "end" not in map(str.strip, found.text.splitlines()), found.text
