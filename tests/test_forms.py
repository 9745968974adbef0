"""What authors write is read, never evaluated: text, calls with plain values, a few blocks; all else is a mistake at its place."""

from __future__ import annotations

import random
import time

import pytest

from macros.base.author_forms import Block, Call, Lines, Mistake, Text, parse_text
from macros.base.errors import Place


def calls(text: str) -> list[tuple[str, list, dict]]:
    return [(part.name, part.values, part.named_values) for part in parse_text(text) if isinstance(part, Call)]


@pytest.mark.parametrize(
    ("arguments", "values", "named"),
    [
        pytest.param("", [], {}, id="none"),
        pytest.param(""" "a", 'b' """, ["a", "b"], {}, id="texts in both quotes"),
        pytest.param("""'say "47%"', "it's" """, ['say "47%"', "it's"], {}, id="a quote in a text"),
        pytest.param(r""" "\"a\"", '\'b\'', "c\\d", "e\nf\tg" """, ['"a"', "'b'", "c\\d", "e\nf\tg"], {}, id="escapes"),
        pytest.param(r""" "\x41", "58\u00a0%", "\U0001f600" """, ["A", "58\xa0%", "\U0001f600"], {}, id="escapes by number"),
        pytest.param('"ñ – \u202f%"', ["ñ – \u202f%"], {}, id="any letters"),
        pytest.param('"a\nb"', ["a\nb"], {}, id="a text over lines"),
        pytest.param('"{{ a }} {% b %} {# c #}"', ["{{ a }} {% b %} {# c #}"], {}, id="braces in a text"),
        pytest.param("0, 12, -3, 4.5", [0, 12, -3, 4.5], {}, id="numbers"),
        pytest.param("true, False", [True, False], {}, id="booleans"),
        pytest.param('["a", "b"], [], [1,]', [("a", "b"), (), (1,)], {}, id="lists"),
        pytest.param('"a", limit=3, topic = "News",', ["a"], {"limit": 3, "topic": "News"}, id="by name"),
        pytest.param('\n  "a",\n\n  "b"\n', ["a", "b"], {}, id="over lines"),
    ],
)
def test_a_call_has_its_plain_values(arguments, values, named):
    assert calls(f"x {{{{ name({arguments}) }}}} y") == [("name", values, named)]
    assert calls(f"{{% call name({arguments}) %}}y{{% endcall %}}") == []
    (block,) = parse_text(f"{{% call name({arguments}) %}}y{{% endcall %}}")
    assert (block.call.values, block.call.named_values) == (values, named)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("100 % { } {x} }} %} #} { {", ["100 % { } {x} }} %} #} { {"], id="braces that begin nothing"),
        pytest.param("a {{ \"{{\" }} b {{ '}}' }}", ["a ", "{{", " b ", "}}"], id="texts in quotes"),
        pytest.param("a{% raw %} {{ x }} {% y %} {# z {%endraw%}b", ["a", " {{ x }} {% y %} {# z ", "b"], id="raw text"),
        pytest.param("a{# {{ x }}\n{% y %} #}b", ["a", "b"], id="a note"),
        pytest.param("a\u2028b\x0cc\x85d\r\n", ["a\u2028b\x0cc\x85d\r\n"], id="separators and line ends"),
    ],
)
def test_text_stays_as_it_is(text, values):
    assert [part.value for part in parse_text(text) if isinstance(part, Text)] == values and len(parse_text(text)) == len(values)


def test_each_part_knows_where_it_stands():
    source = 'x {{ figure("a", wording=\'b\') }} y\n{% call example("r") %}\n{{ chart("c") }}{% endcall %}{{ 1 }}{{ "q" }}'
    text, call, between, block, mistake, quoted = parse_text(source)
    assert (source[text.start : text.end], source[between.start : between.end]) == ("x ", " y\n")
    assert (source[call.start : call.end], call.at) == ("{{ figure(\"a\", wording='b') }}", source.index("figure"))
    assert [source[each.start : each.end] for each in call.arguments] == ['"a"', "'b'"]
    assert isinstance(block, Block) and (block.start, block.end) == (source.index("{%"), source.index("{{ 1"))
    assert source[block.call.start : block.call.end] == '{% call example("r") %}'
    assert [source[part.start : part.end] for part in block.parts] == ["\n", '{{ chart("c") }}']
    assert isinstance(mistake, Mistake) and (source[mistake.start : mistake.end], source[mistake.at]) == ("{{ 1 }}", "{")
    assert source[quoted.start : quoted.end] == '"q"'


def test_places_are_those_of_the_file():
    source = "a\r\nb\rc\n\u2028\U0001f600d"
    lines = Lines(source, "a.md", before=4)
    assert [lines.place_at(source.index(letter)) for letter in "abcd"] == [Place("a.md", n, c) for n, c in ((5, 1), (6, 1), (7, 1), (8, 3))]


# A text, what is said of it, and where.
MISTAKES = [
    ("{{ 1 + 1 }}", "{{ 1 + 1 }}", "+"),
    ("{{ figure }}", "{{ figure }}", "{{"),
    ("{{ figure.name }}", "{{ figure.name }}", ".name"),
    ("{{ }}", "{{ }}", "{{"),
    ("{{ {'a': 1} }}", "{{ {'a': 1} }}", "{'a'"),
    ("{{- figure('a') -}}", "{{- figure('a') -}}", "- figure"),
    ("{{ 'a' | upper }}", "{{ 'a' | upper }}", "|"),
    ("{{ 'a' ~ 'b' }}", "{{ 'a' ~ 'b' }}", "~"),
    ("{{ figure('a') | upper }}", "{{ figure('a') | upper }}", "|"),
    ("{{ figure('a').text }}", "{{ figure('a').text }}", "."),
    ("{{ figure('a') if x }}", "{{ figure('a') if x }}", "{{"),
    ("{{ figure(now()) }}", "{{ figure(now()) }}", "{{"),
    ("{{ figure(x) }}", "{{ figure(x) }}", "{{"),
    ("{{ figure(*x) }}", "{{ figure(*x) }}", "*"),
    ("{{ figure('a' 'b') }}", "{{ figure('a' 'b') }}", "{{"),
    ("{{ figure('a' + 'b') }}", "{{ figure('a' + 'b') }}", "+"),
    ("{{ figure(['a', ['b']]) }}", "{{ figure(['a', ['b']]) }}", "{{"),
    ("{{ figure({'a': 1}) }}", "{{ figure({'a': 1}) }}", "{'a'"),
    ("{{ figure(007) }}", "{{ figure(007) }}", "{{"),
    ("{{ figure(12345678901) }}", "{{ figure(12345678901) }}", "{{"),
    ("{{ figure(1, a=2, a=3) }}", "{{ figure(1, a=2, a=3) }}", "{{"),
    ("{{ figure(a=2, 3) }}", "{{ figure(a=2, 3) }}", "{{"),
    ("{{ figure('a' }}", "{{ figure('a' }}", "{{"),
    ("{{ figure('a) }}", "whose quote is never closed", "'a"),
    ("{{ figure('a) }} it's", "whose quote is never closed", "'a"),
    ("{{ figure(\u201ca\u201d) }}", "curly quote \u201c", "\u201c"),
    (r"{{ figure('\d') }}", r"{{ figure('\d') }}", "{{"),
    (r"{{ figure('\ud83d') }}", r"{{ figure('\ud83d') }}", "{{"),
    (r"{{ figure('\x07') }}", r"{{ figure('\x07') }}", "{{"),
    (r"{{ figure('\u0000') }}", r"{{ figure('\u0000') }}", "{{"),
    (r"{{ figure('\Uffffffff') }}", r"{{ figure('\Uffffffff') }}", "{{"),
    ("{{ figure('a'\n\nb", "has {{, which is never closed", "{{"),
    ("{{ figure(", "has {{, which is never closed", "{{"),
    ("{{ \u0663 }}", "{{ \u0663 }}", "{{"),
    ("{{ \u0661.5 }}", "{{ \u0661.5 }}", "{{"),
    ("{{ figure('a', 1\u0663) }}", "{{ figure('a', 1\u0663) }}", "{{"),
    ("{# note", "{#, which begins a macro comment that is never closed", "{#"),
    ("{% for x in y %}", "{% for x in y %}", "{%"),
    ("{% if true %}", "{% if true %}", "{%"),
    ("{% set x = 1 %}", "{% set x = 1 %}", "{%"),
    ('{% include "x.md" %}', '{% include "x.md" %}', "{%"),
    ("{%- raw -%}", "{%- raw -%}", "{%"),
    ("{% raw %}x", "{% raw %}, which is never closed", "{%"),
    ("{% endraw %}", "{% endraw %}", "{%"),
    ("{% endcall %}", "{% endcall %}", "{%"),
    ("{% call example('r') %}x", "{% call example(...) %}, which is never closed", "{%"),
    ("{% call(x) example('r') %}x{% endcall %}", "{% call(x) example('r') %}", "{%"),
    ("{% call a() %}{% call b() %}{% endcall %}{% endcall %}", "a block inside of a block", "{% call b"),
]


@pytest.mark.parametrize(("text", "said", "at"), MISTAKES)
def test_all_else_is_one_mistake_where_it_stands_with_what_may_be_written(text, said, at):
    whole = f"a\n{text}\n\n{{{{ chart('c') }}}}"
    flat = [part for each in parse_text(whole) for part in (each.parts if isinstance(each, Block) else (each,))]
    (mistake,) = [part for part in flat if isinstance(part, Mistake)]
    assert said in mistake.fact and mistake.remedy and mistake.at == whole.index(at, 2)
    assert any(isinstance(part, Call) and part.name == "chart" for part in flat)  # which hides nothing behind it


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("{{ " * 200, ["is never closed"], id="begun again and again"),
        pytest.param("{{ 1 }}{{ 2 }}", ["{{ 1 }}", "{{ 2 }}"], id="side by side"),
        pytest.param("{{ figure('a) }} {{ figure('b' }} {{ x }}", ["quote", "{{ figure('b' }}", "{{ x }}"], id="on a line"),
        pytest.param("{{ figure('a'\n{{ x }}\n{# y", ["is never closed", "{{ x }}", "{#"], id="never ended"),
        pytest.param(
            "{% call example(x) %}{{ 1 }}{% endcall %}", ["{% call example(x) %}", "{{ 1 }}"], id="in a block that cannot be read"
        ),
        pytest.param("{% call example('r') %}{{ 1 }}", ["is never closed", "{{ 1 }}"], id="in a block that does not end"),
    ],
)
def test_a_mistake_hides_no_other(text, said):
    found = [part.fact for part in parse_text(text) if isinstance(part, Mistake)]
    assert len(found) == len(said) and all(one in fact for one, fact in zip(said, found, strict=True))


def test_any_text_has_parts_in_order_that_cover_what_it_says():
    seed = random.randrange(10**9)
    draw = random.Random(seed)
    alphabet = [*"{}%#()\"'\\,=_ azAZ09\n", "{{", "}}", "{%", "%}", "f(", "\u0663", "\u0967", "\uff11", "call ", "raw", "end"]
    for _ in range(4000):
        text = "".join(draw.choices(alphabet, k=draw.randrange(60)))
        at = 0
        for part in parse_text(text):
            assert at <= part.start <= part.end <= len(text), (seed, text)
            at = part.end
            if isinstance(part, Mistake):
                assert part.start <= part.at <= len(text) and part.fact and part.remedy, (seed, text)
        if not any(opening in text for opening in ("{{", "{%", "{#")):
            assert "".join(part.value for part in parse_text(text)) == text, (seed, text)


@pytest.mark.parametrize(
    "unit",
    ["{{ ", '{{f("', "{{f('", '{{f("}}', '{{f("}}{{f(\'', '{{f("a",', "{{f([", '{{f("\\', "{#", "{% raw %}", "{% call ", "{% call f() %}",
     "{% x ", "{{ x }}\n", '{{ figure("a") }}\n', "{{\n", "{{f(1,\n", "{{" + " " * 30, "{% call f() %}{% endcall %}", '"{{f(\',",'],
)  # fmt: skip
def test_the_time_grows_with_the_length_of_the_text(unit):
    def seconds(count: int) -> float:
        text = unit * count
        begin = time.process_time()
        lines = Lines(text)
        for part in parse_text(text):
            lines.place_at(part.start)
        return time.process_time() - begin

    assert min(seconds(4001), seconds(4000)) < 24 * max(min(seconds(501), seconds(500)), 0.001)
