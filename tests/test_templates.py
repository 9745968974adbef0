"""Every call of a macro knows its place in the author's file; all that fails in a text is told at its place, and nothing is evaluated."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from macros.base.author_forms import Lines, Part, parse_text
from macros.base.errors import Fault, FaultError, Faults, Place
from macros.base.templates import Macro, fill
from tests.project import told

FIRST = 4  # lines of front matter before the source
PATH = "docs/en/a.md"


class Page:
    """A page with the macros `figure` and `key_figures`, which note their calls, `nought`, which fails, and the block `example`."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, int, int]] = []
        self.faults = Faults()
        macros: dict[str, Callable[..., Any]] = {"figure": self.figure, "key_figures": self.key_figures, "nought": lambda _: 1 / 0}
        self.macros = {name: Macro(f"{{{{ {name}() }}}}", call) for name, call in macros.items()}
        self.macros["example"] = Macro("{% call example() %} ... {% endcall %}", self.example, block=True)

    def failed(self, fault: Fault, _: Part) -> str:
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

    def example(self, place: Place, listing: str, reason: str) -> str:
        self.calls.append((reason, place.line, place.column))
        return f"[{listing}]"

    def render(self, source: str) -> str:
        return "".join(fill(parse_text(source), self.macros, Lines(source, PATH, FIRST).place_at, self.failed))

    def refused(self, source: str) -> list[tuple[str, str]]:
        self.render(source)
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
        pytest.param(
            '{{ key_figures([\n  "a",\n  "b"]) }}\n{{ figure("c") }}',
            [("a+b", 5, 4), ("c", 8, 4)],
            id="a call over lines",
        ),
        pytest.param(
            '{% call example("r") %}\n{{ figure("a") }}{% endcall %}{{ figure("b") }}',
            [("a", 6, 4), ("r", 5, 9), ("b", 6, 34)],
            id="in a block",
        ),
        pytest.param('{# figure("x")\n#}\n{{ figure("a") }}', [("a", 7, 4)], id="behind a note of two lines"),
        pytest.param('{% raw %}{{ figure("x") }}\n{% endraw %}{{ figure("a") }}', [("a", 6, 16)], id="behind raw text"),
        pytest.param('{{ figure ("a") }}', [("a", 5, 4)], id="a space before the bracket"),
        pytest.param("a\u2028b\x0cc\x85d\n{{ figure('a') }}", [("a", 6, 4)], id="separators that are no line ends"),
        pytest.param("a\r\nb\rc\n{{ figure('a') }}", [("a", 8, 4)], id="line ends of all systems"),
        pytest.param(
            "ä{{ figure('a') }}\U0001f600{{ figure('b') }}",
            [("a", 5, 5), ("b", 5, 23)],
            id="characters, not bytes",
        ),
    ],
)
def test_each_call_knows_its_place(source, places):
    page = Page()
    page.render(source)
    assert page.calls == places and len(page.faults) == 0


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param("a\u2028b\x0cc\x85d\n", "a\u2028b\x0cc\x85d\n", id="separators stay"),
        pytest.param("no macro, 100 % { } {x}", "no macro, 100 % { } {x}", id="braces stay"),
        pytest.param("{% raw %}{{ figure('x') }}{% endraw %}", "{{ figure('x') }}", id="raw text stays"),
        pytest.param("`{{ '{{' }} figure('x') {{ '}}' }}`", "`{{ figure('x') }}`", id="text in quotes"),
        pytest.param("x {{ figure('a') }} y", "x <A> y", id="a call"),
        pytest.param("x{% call example('r') %}\n{{ figure('a') }}{% endcall %}y", "x[\n<A>]y", id="a block"),
        pytest.param("x{# note #}y", "xy", id="a note"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_text_stands_as_it_is_written(source, text):
    page = Page()
    assert page.render(source) == text and len(page.faults) == 0


# What Jinja and mkdocs-macros offered: nothing of it can be reached.
@pytest.mark.parametrize("name", ["now", "environment", "git", "config", "context", "macros", "files", "fix_url", "lipsum"])
def test_nothing_but_the_macros_can_be_reached(name):
    page = Page()
    assert page.render(f"a {{{{ {name} }}}}{{{{ {name}() }}}}{{{{ {name}.x }}}}{{{{ figure({name}) }}}} b") == "a  b"
    assert [code for code, _ in told(page.faults)] == ["template", "undefined", "template", "template"] and page.calls == []


@pytest.mark.parametrize(
    ("source", "code", "place"),
    [
        pytest.param("x\n{{ figure('a' }}", "template", f"{PATH}:6:1", id="a bracket left open"),
        pytest.param("x\n\n{{ figure('a) }}", "template", f"{PATH}:7:11", id="a quote left open"),
        pytest.param("{% for i in [1] %}", "template", f"{PATH}:5:1", id="a loop"),
        pytest.param("x\n{{ 'a' | upper }}", "template", f"{PATH}:6:8", id="a filter"),
        pytest.param("x\n{{ 1 + 1 }}", "template", f"{PATH}:6:6", id="a sum"),
        pytest.param("x {{ nought() }}", "macro-call", f"{PATH}:5:6", id="a macro that fails"),
        pytest.param("x {{ key_figures('a') }}", "macro-call", f"{PATH}:5:6", id="a text for a list"),
        pytest.param("x {{ figure(['a']) }}", "macro-call", f"{PATH}:5:6", id="a list for a text"),
        pytest.param("x {{ figure('a', 'b', 'c') }}", "macro-call", f"{PATH}:5:6", id="values too many"),
        pytest.param("x {{ figure('a', id='b') }}", "macro-call", f"{PATH}:5:6", id="a value twice"),
        pytest.param("x {{ figure('a', words='b') }}", "macro-call", f"{PATH}:5:6", id="a value of a name that is not known"),
        pytest.param("x {{ example('r') }}", "macro-call", f"{PATH}:5:6", id="a block without its text"),
        pytest.param("{% call figure('a') %}x{% endcall %}", "macro-call", f"{PATH}:5:9", id="a text around which no block is"),
        pytest.param("{% call exampel('a') %}x{% endcall %}", "undefined", f"{PATH}:5:9", id="a block of an unknown name"),
        pytest.param("{% call example('a', listing='b') %}x{% endcall %}", "macro-call", f"{PATH}:5:9", id="another text than its own"),
    ],
)
def test_what_cannot_be_read_is_one_fault_at_its_place(source, code, place):
    assert Page().refused(source) == [(code, place)]


def test_an_unknown_name_is_answered_with_the_nearest_macro():
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
        pytest.param("figure('a', place='b')", id="a name of the site's own"),
        pytest.param("figure(1)", id="a wrong type"),
        pytest.param("figure(['a'])", id="a list"),
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
        pytest.param("a {{ figure('a'\n\n{{ figure('b') }}\n\nc", "a <B> c", ["template"], id="never closed"),
        pytest.param("{% if x %}a{% endif %} {{ figure('unknown') }}", "a", ["template", "template", "unknown-figure"], id="a condition"),
        pytest.param(
            "{% call exampel('r') %}{{ figure('unknown') }}{% endcall %} a", "a", ["undefined", "unknown-figure"], id="in a block"
        ),
    ],
)
def test_a_mistake_hides_no_other_and_no_text(source, words, codes):
    page = Page()
    assert page.render(source).split() == words.split()
    assert [code for code, _ in told(page.faults)] == codes


def test_any_text_gives_text_or_faults_and_calls_what_is_registered_alone():
    seed = random.randrange(10**9)
    draw = random.Random(seed)
    signs = [*"{}%#()[]\"'\\,=_.|~ azAZ09\n", "{{", "}}", "{%", "%}", "\u0663", "\u0967", "\uff11"]
    words = ["figure(", "key_figures([", "example(", "now(", "config", "call ", "endcall", "raw", "endraw", "if ", "for x in ", "'a'"]
    for _ in range(3000):
        page = Page()
        page.render(text := "".join(draw.choices(signs + words, k=draw.randrange(50))))
        assert {code for code, _ in told(page.faults)} <= {"template", "undefined", "macro-call"}, (seed, text)


@pytest.mark.parametrize(
    "call",
    ["figure()", "figure(1)", "figure('a', ['b'])", "figure('a', 'b', 'c')", "key_figures('a')", "figure(x='a')", "figure('a', id='b')"],
)
def test_a_call_that_does_not_fit_is_told_in_words_of_authors(call: str) -> None:
    page = Page()
    page.render(f"{{{{ {call} }}}}")
    (fault,) = page.faults
    assert fault.code == "macro-call"
    assert not re.search(r"argument|positional|NoneType|'str'|object|__|\bint\b", fault.fact), fault.fact
