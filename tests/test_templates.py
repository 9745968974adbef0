"""Every call of a macro knows its place in the author's file; all that fails on a page is told at its place."""

from __future__ import annotations

import pytest
from jinja2 import Environment, StrictUndefined

from macros.errors import Fault, FaultError, Faults, Place
from macros.templates import Macro, render
from tests.project import told

FIRST = 4  # lines of front matter before the source
PATH = "docs/en/a.md"


class Page:
    """An environment with two macros, `figure` (which notes its calls) and `key_figures`."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, int, int]] = []
        self.faults = Faults()
        self.environment = Environment(undefined=StrictUndefined)
        macros = {"figure": self.figure, "key_figures": self.key_figures}
        self.variables = {name: Macro(name, call, f'{name}("id")', lambda: PATH, self.failed) for name, call in macros.items()}

    def failed(self, fault: Fault) -> str:
        self.faults.add(fault)
        return ""

    def figure(self, place: Place, id: str, wording: str = "") -> str:
        if id == "unknown":
            raise FaultError(Fault(place, "unknown-figure", "is not declared"))
        text = f"<{id.upper()}>"
        self.calls.append((id, place.line, place.column))
        return text

    def key_figures(self, place: Place, ids: list[str]) -> str:
        self.calls.append(("+".join(ids), place.line, place.column))
        return ""

    def render(self, source: str, **variables) -> str:
        return render(source, self.environment, self.variables | variables, PATH, FIRST, self.faults.add)

    def refused(self, source: str, **variables) -> list[tuple[str, str]]:
        self.render(source, **variables)
        return told(self.faults)


@pytest.mark.parametrize(
    ("source", "places"),
    [
        pytest.param('{{ figure("a") }}', [("a", 5, 4)], id="the first line follows the front matter"),
        pytest.param('x\n\nSee {{ figure("a") }}.', [("a", 7, 8)], id="behind empty lines"),
        pytest.param(
            '{{ figure("a") }} {{ figure("b") }}{{figure("c")}}',
            [("a", 5, 4), ("b", 5, 22), ("c", 5, 38)],
            id="several a line",
        ),
        pytest.param(
            '| {{ figure("a") }} |\n|---|\n| {{ figure("b") }} |',
            [("a", 5, 6), ("b", 7, 6)],
            id="cells of a table",
        ),
        pytest.param('{% for i in [1, 2] %}\n{{ figure("a") }}\n{% endfor %}', [("a", 6, 4), ("a", 6, 4)], id="a loop"),
        pytest.param('{{ [figure("a"), figure("b")] | join }}', [("a", 5, 5), ("b", 5, 18)], id="inside a list"),
        pytest.param(
            '{{ key_figures([\n  "a",\n  "b"]) }}\n{{ figure("c") }}',
            [("a+b", 5, 4), ("c", 8, 4)],
            id="a call over lines",
        ),
        pytest.param('{% if true %}{{ figure("a") }}{% endif %}', [("a", 5, 17)], id="a condition"),
        pytest.param('{% set x = figure("a") %}\n{{ x }}', [("a", 5, 12)], id="set"),
        pytest.param('{# figure("x")\n#}\n{{ figure("a") }}', [("a", 7, 4)], id="behind a comment of two lines"),
        pytest.param('{% raw %}{{ figure("x") }}\n{% endraw %}{{ figure("a") }}', [("a", 6, 16)], id="behind raw text"),
        pytest.param(
            'x\n\n   {{- figure("a") }} {{ figure("b") }}',
            [("a", 7, 8), ("b", 7, 26)],
            id="white space taken before",
        ),
        pytest.param(
            '{{ figure("a") -}}\n\n {{ figure("b") }}',
            [("a", 5, 4), ("b", 7, 5)],
            id="white space taken behind",
        ),
        pytest.param(
            'x\n{%- if true %}\n{{ figure("a") }}{% endif %}',
            [("a", 7, 4)],
            id="white space taken before a block",
        ),
        pytest.param('{{ figure ("a") }}', [("a", 5, 4)], id="a space before the bracket"),
        pytest.param("a\u2028b\x0cc\x85d\n{{ figure('a') }}", [("a", 6, 4)], id="separators that are no line ends"),
        pytest.param("a\r\nb\rc\n{{ figure('a') }}", [("a", 8, 4)], id="line ends of all systems"),
        pytest.param(
            "ä{{ figure('a') }}\U0001f600{{ figure('b') }}",
            [("a", 5, 5), ("b", 5, 23)],
            id="characters, not bytes",
        ),
        pytest.param(
            "{{ figure('a'\n  ~ 'b') }} {{ figure('c') }}",
            [("ab", 5, 4), ("c", 6, 16)],
            id="behind a call over lines",
        ),
    ],
)
def test_each_call_knows_its_place(source, places):
    page = Page()
    page.render(source)
    assert page.calls == places


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param("a\u2028b\x0cc\x85d", "a\u2028b\x0cc\x85d", id="separators stay"),
        pytest.param("no macro, 100 % { } {x}", "no macro, 100 % { } {x}", id="braces stay"),
        pytest.param("{% raw %}{{ figure('x') }}{% endraw %}", "{{ figure('x') }}", id="raw text stays"),
        pytest.param("x\n  {{- figure('a') -}}  \ny", "x<A>y", id="white space is taken as Jinja does"),
        pytest.param("{{ figure('a') }}", "<A>", id="a call"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_the_text_is_that_of_jinja(source, text):
    assert Page().render(source) == text


def test_a_macro_under_another_name_still_works_without_its_line():
    page = Page()
    assert page.render("{% set f = figure %}{{ f('a') }}") == "<A>"
    assert page.calls == [("a", 0, 0)]


@pytest.mark.parametrize(
    ("source", "code", "place"),
    [
        pytest.param("x\n{{ figure('a' }}", "template", f"{PATH}:6", id="a bracket left open"),
        pytest.param("x\n\n{{ figure('a) }}", "template", f"{PATH}:7", id="a quote left open"),
        pytest.param("{% if %}", "template", f"{PATH}:5", id="a condition without one"),
        pytest.param("x\n{% for i in [1] %}\n", "template", f"{PATH}:6", id="a loop left open"),
        pytest.param("{% nonsense %}", "template", f"{PATH}:5", id="an unknown tag"),
        pytest.param("x\n{{ 1 | nonsense }}", "template", f"{PATH}:6", id="an unknown filter"),
        pytest.param("x\n{{ 1 / 0 }}", "template", f"{PATH}:6", id="a division by zero"),
        pytest.param(
            "{{ figure('a') }}\n\n{{ figure('a').none }}",
            "undefined",
            f"{PATH}:7",
            id="an undefined attribute",
        ),
        pytest.param("x\n\n  {{- 1 / 0 }}", "template", f"{PATH}:7", id="behind white space that was taken"),
    ],
)
def test_what_cannot_be_rendered_is_one_fault_with_its_line(source, code, place):
    assert Page().refused(source) == [(code, place)]


def test_all_undefined_names_are_told_at_once_at_their_first_use():
    source = "{{ figure('a') }} fig\n{{ fig('a') }} {{ fig('b') }}\n\n{{ tabel('x') }}{{ page.fig }}"
    found = Page().refused(source, page={})
    assert found == [("undefined", f"{PATH}:6:4"), ("undefined", f"{PATH}:8"), ("undefined", f"{PATH}:8:4")]


def test_an_undefined_name_is_answered_with_the_nearest_macro():
    page = Page()
    page.render("{{ figur('a') }}")
    (fault,) = page.faults
    assert "figure" in fault.remedy


@pytest.mark.parametrize(
    "call",
    [
        pytest.param("figure()", id="too few"),
        pytest.param("figure('a', 'b', 'c')", id="too many"),
        pytest.param("figure(name='a')", id="an unknown name"),
        pytest.param("figure(1)", id="a wrong type"),
        pytest.param("key_figures(5)", id="no list"),
        pytest.param("key_figures([1])", id="a list of a wrong type"),
    ],
)
def test_wrong_arguments_are_one_fault_with_their_place_and_the_page_goes_on(call):
    page = Page()
    assert page.render(f"x {{{{ {call} }}}} y\n{{{{ figure('a') }}}}") == "x  y\n<A>"
    assert told(page.faults) == [("macro-call", f"{PATH}:5:6")]
    assert page.calls == [("a", 6, 4)]
    (fault,) = page.faults
    assert "Page" not in fault.fact  # the author's words, not the code's


def test_every_macro_that_fails_on_a_page_is_told():
    page = Page()
    page.render("{{ figure('unknown') }}\n{{ figure('a') }} {{ figure('unknown') }}")
    assert told(page.faults) == [("unknown-figure", f"{PATH}:5:4"), ("unknown-figure", f"{PATH}:6:22")]


@pytest.mark.parametrize(
    ("source", "words", "codes"),
    [
        pytest.param(
            "{{ figuer('a') }} b\n{{ figure('unknown') }}{{ figure('c') }}", "b <C>", ["undefined", "unknown-figure"], id="a name"
        ),
        pytest.param("a {{ 1 / 0 }} b\n{{ figur('a') }}\n{{ figure('c') }}", "a b <C>", ["template", "undefined"], id="an expression"),
        pytest.param("a {{ figure('a' }}\n{{ 1 / 0 }}\n{{ figure('c') }}", "a <C>", ["template", "template"], id="two expressions"),
        pytest.param("a {{ figure('a'\n\n{{ figure('b') }}\n\nc", "a c", ["template", "template"], id="never closed"),
        pytest.param("{% if nun.x.y %}a{% endif %}{% for i in nun %}b{% endfor %}{{ nun.a['b']() }}c", "c", ["undefined"], id="a chain"),
        pytest.param("a\n{% nonsense %}\n{{ figure('unknown') }}", "", ["template"], id="blocks that cannot be told apart"),
    ],
)
def test_a_mistake_hides_no_other_and_no_text(source, words, codes):
    page = Page()
    assert page.render(source).split() == words.split()
    assert [code for code, _ in told(page.faults)] == codes
