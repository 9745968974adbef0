"""What authors may write as HTML, in Markdown as the site converts it: all that a site needs, and nothing beside."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import markdown
import pytest

from macros.check.readers.authored_html import find_markup_faults, find_refusals, find_usable_classes
from macros.check.readers.html import read_page
from macros.plugin.csp import build_policy
from tests.conftest import ROOT

CLASSES = find_usable_classes(ROOT / "docs", ROOT / "overrides")
EXTENSIONS = ["attr_list", "admonition", "fenced_code", "footnotes", "md_in_html", "tables", "toc"]  # mkdocs.yml, and MkDocs itself
PAGE = "docs/en/a.md"


def told(root: Path, text: str, written: str = "") -> list[tuple[str, str]]:
    """The faults of a page: its line and column, and the fact."""
    file = root / PAGE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    html = markdown.markdown(text, extensions=EXTENSIONS, extension_configs={"toc": {"permalink": True}})
    faults = find_markup_faults(html, written, PAGE, root, CLASSES)
    assert all(fault.remedy for fault in faults)
    return [(f"{fault.place}".removeprefix(f"{PAGE}:"), fault.fact) for fault in faults]


BAD = [
    # What browsers read in another way than the check, or show and it does not.
    ("A <noscript>word</noscript>.", "3", "<noscript>"),
    ("<noembed>word</noembed>", "1", "<noembed>"),
    ("<noframes>word</noframes>", "1", "<noframes>"),
    ("<xmp>word</xmp>", "1", "<xmp>"),
    ("A <plaintext> word.", "3", "<plaintext>"),
    ("<listing>word</listing>", "1", "<listing>"),
    ("A <title>word</title>.", "3", "<title>"),
    ("<ruby>word<rt>word</rt></ruby>", "1", "<ruby>"),
    ("A <bdo>word</bdo>.", "3", "<bdo>"),
    ("A <x-word>word</x-word>.", "3", "<x-word>"),
    ("A <nav>word</nav>.", "3", "<nav>"),
    ("<!--> word -->", "1", "a comment"),
    ("A <b/i>word</b>.", "3", "a tag"),
    ("A <? word ?>.", "3", "a tag"),
    ("A &#150; word.", "3", "&#150"),
    ("A &#x2067;word.", "3", "reverses the direction of text"),
    ("<table>word<tr><td>word</td></tr></table>", "8", "text in <table>"),
    ("<table><tr><b>word</b><td>word</td></tr></table>", "12", "<b> in <tr>"),
    ("<div><td>word</td></div>", "6", "<td> outside"),
    ('<a href="b">A <a href="c">word</a></a>', "15", "a link in a link"),
    # What acts, loads, leads elsewhere, or hides.
    ("<svg><use href='b.svg#c'/></svg>", "1", "<svg>"),
    ('A <meta name="robots" content="noindex"> word.', "3", "<meta>"),
    ('<link rel="canonical" href="https://example.org/">', "1", "<link>"),
    ('<form action="b"><button>word</button></form>', "1", "<form>"),
    ("<dialog open>word</dialog>", "1", "<dialog>"),
    ('<body onload="b">', "1", "<body>"),
    ('<script type="text/plain">word</script>', "1", "<script>"),
    ('A <b style="color: red">word</b>.', "6", "attribute style"),
    ('A [word](b.md){: style="color: red" }.', "18", "attribute style"),
    ('A *word*{ onclick="b" }.', "11", "attribute onclick"),
    ('A <a href="b" ping="c">word</a>.', "15", "attribute ping"),
    ("<div popover>word</div>", "6", "attribute popover"),
    ("<div hidden>word</div>", "6", "attribute hidden"),
    ("<p contenteditable>word</p>", "4", "attribute contenteditable"),
    ('<p data-md-component="top">word</p>', "4", "attribute data-md-component"),
    ('<div data-search-exclude="true">word</div>', "6", "attribute data-search-exclude"),
    ("A [word](javascript:b).", "10", "javascript:"),
    ("A [word](JavaScript&#58;b).", "10", "javascript:"),
    ("A [word][b].\n\n[b]: data:text/plain,c", "3:6", "data:"),
    ('A <a href="vbscript:b">word</a>.', "12", "vbscript:"),
    ("A ![word](https://example.org/a.png).", "11", "loads https://example.org/a.png"),
    ("A ![word](//example.org/a.png).", "11", "loads //example.org/a.png"),
    ("A [word](http://[b).", "10", "an address that nobody can read"),
    ('A <a href="//[b?c=d">word</a>.', "12", "an address that nobody can read"),
    ("A ![word](https://[b).", "11", "an address that nobody can read"),
    ("A <https://[b>.", "4", "an address that nobody can read"),
    # Names of the theme's and the generator's own.
    ("## Word { #__search }", "11", 'id "__search"'),
    ('<div id="__footer-site">word</div>', "10", 'id "__footer-site"'),
    ('<div class="md-overlay">word</div>', "13", 'class "md-overlay"'),
    ("Word.\n{: .visually-hidden }", "2:4", 'class "visually-hidden"'),
    ("Word.\n{: .no-such-class }", "2:4", 'class "no-such-class"'),
    ('A <span class="figure figure--computed">word</span>.', "16", 'class "figure"'),
    ('A <a class="headerlink" href="#b">word</a>.', "13", 'class "headerlink"'),
    # What Markdown turns into markup.
    ('Word.\n\n!!! my-own "Title"\n    Word.', "3:13", 'class "my-own"'),
    ('```html hl_lines="1"\nword\n```', "1:9", "attribute hl_lines"),
    ("- word\n\n    ~~~\n    <x-word>\n    ~~~", "4:5", "<x-word>"),
    ("A \\`<x-word>\\`.", "5", "<x-word>"),
    ("## One more\n\nWord.\n\n## One more { #__toc }", "5:15", 'id "__toc"'),
    ("Twice.\n\n## __More words\n\nTwice.", "3:4", 'id "__more-words"'),
    # What is opened is closed, and what is closed was open.
    ("A <b>word.\n\nMore.", "3", "opens <b>"),
    ("Word.\n\n<div>\n\nMore.", "3:1", "opens <div>"),
    ('<div markdown="1">\n\nWord.', "1", "opens <div>"),
    ("<div/>\n\nWord.", "1", "writes <div/>"),
    ("A word</b>.", "7", "closes </b>"),
    ("Word.\n\n</div>", "3:1", "closes </div>"),
    ("<b><i>word</b></i>", "4", "opens <i>"),
]


@pytest.mark.parametrize(("text", "place", "fact"), [pytest.param(*each, id=each[2]) for each in BAD])
def test_what_may_not_be_written_is_a_fault_at_its_place(tmp_path: Path, text: str, place: str, fact: str) -> None:
    wanted = place if ":" in place else f"1:{place}"
    assert (wanted, True) in [(at, fact in said) for at, said in told(tmp_path, text)]


@pytest.mark.parametrize(("text", "place", "fact"), [pytest.param(*each, id=each[2]) for each in BAD if "\n" not in each[0]])
def test_what_stands_in_code_is_no_fault(tmp_path: Path, text: str, place: str, fact: str) -> None:
    assert told(tmp_path, f"Word.\n\n    {text}\n\n~~~html\n{text}\n~~~\n\nEnd `` {text} ``.") == []


def test_a_fault_is_told_of_what_is_live_and_not_of_the_same_in_code(tmp_path: Path) -> None:
    text = "Write `<xmp>` for it.\n\n```\n<xmp>\n```\n\nA <xmp>word</xmp>, `<xmp>`, and <xmp>one more</xmp>.\n"
    assert [place for place, _ in told(tmp_path, text)] == ["7:3", "7:33"]


GOOD = {
    "admonition": '!!! warning inline end "Title"\n    Text with *emphasis*.\n',
    "lists": "- a\n- b\n    1. c\n\n3. d\n",
    "notes": "A word[^1].\n\n[^1]: The note.\n",
    "table": "| a | b |\n|:--|--:|\n| c `d` | <br>e |\n",
    "table of HTML": '<table>\n<caption>c</caption>\n<thead><tr><th scope="col" colspan="2">a</th></tr></thead>\n'
    "<tbody>\n<tr><th>b</th><td>d</td></tr></tbody>\n</table>\n",
    "list of terms": "<dl>\n<dt>a</dt>\n<dd>b</dd>\n<div><dt>c</dt><dd>d</dd></div>\n</dl>\n",
    "attributes": '## Word { #own-id .lead }\n\nText\n{: .own-kind lang=de title="c" }\n',
    "headings like parts of the frame": "[TOC]\n\n## Content\n\n## Footer of the site\n\n## Help title\n",
    "picture": '![a](b.png){ width="90" loading=lazy align=left }\n',
    "links": "[a](https://example.org) [b](mailto:c@example.org) [d](tel:112) [e](../f.md#g:h) [i](#j)\n",
    "addresses": "<https://example.org/> <k@example.org>\n",
    "a link in a window of its own": '[a](https://example.org){ target="_blank" rel="noopener" }\n',
    "text level": "<abbr title='a'>b</abbr> <kbd>c</kbd> H<sub>d</sub> <sup>e</sup> <q>f</q>\n",
    "more of it": "<mark>g</mark> <del>h</del> <time datetime='2021'>i</time>\n",
    "details": "<details open>\n<summary>a</summary>\n<p>b</p>\n</details>\n",
    "figure": '<figure markdown="span">\n  ![a](b.png)\n  <figcaption>c</figcaption>\n</figure>\n',
    "Markdown in HTML": '<div class="admonition note" markdown="1">\n**a** and `<b>`\n\n- <span>c</span>\n</div>\n',
    "signs": "a < b, c <d, 3<4 & e &amp; &nbsp;&half; &#160; <3\n",
    "comment": "<!-- a note -- of an author's own > with signs -->\n\na <!-- b --> c\n",
    "line breaks": "a<br>b<br/>c<br />d <wbr>\n\n<hr>\n",
    "rtl names": "## Ünïcode слово 漢字\n\n## `__init__`\n\n[a](#слово)\n",
    "code": "```py title=a\nx = '<b>'\n```\n",
    "a block in a paragraph": "a <div>b</div> c\n",
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in GOOD.items()])
def test_ordinary_markdown_is_no_fault(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text) == []


def test_what_the_generator_wrote_is_no_fault_and_what_is_written_like_it_is_one(tmp_path: Path) -> None:
    quote = '<a class="figure figure--computed" href="figures/#x" data-figure="x">word</a>'
    assert told(tmp_path, f"A {quote}.", written=quote) == []
    forged = told(tmp_path, f"A {quote} and {quote}.", written=quote)
    assert forged and all(place.startswith("1:") for place, _ in forged)


def test_what_a_text_of_the_data_turns_into_markup_is_told_in_the_data(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/figures.yml").write_text('figures:\n  x:\n    title: {en: "A [word](scheme:b)"}\n', encoding="utf-8")
    file = tmp_path / PAGE
    file.parent.mkdir(parents=True)
    file.write_text("Text.\n", encoding="utf-8")
    (fault,) = find_markup_faults('<h3 id="x">A <a href="scheme:b">word</a></h3>', "", PAGE, tmp_path, CLASSES)
    assert str(fault.place) == "data/figures.yml:3:27"


def test_classes_are_those_of_the_sheets_but_for_what_hides_or_claims(tmp_path: Path) -> None:
    sheet = ".wide { width: 9em } .gone { display: none } .md-x { color: red } .part__of, .kind--of { color: red } .figure { color: red }"
    (tmp_path / "a.css").write_text(sheet + " @media print { .unprinted { display: none } .printed { color: black } }", encoding="utf-8")
    assert find_usable_classes(tmp_path) - find_usable_classes(tmp_path / "nowhere") == {"wide", "printed"}


ROW = "<html><body><article><table>"
GROWING: dict[str, Callable[[int], object]] = {
    "policy: scripts that begin": lambda n: build_policy("<script " * n),
    "policy: scripts that begin, and an end": lambda n: build_policy("<script " * n + ">"),
    "policy: scripts that are not closed": lambda n: build_policy("<script>" * n),
    "policy: heads that begin": lambda n: build_policy("<head " * n),
    "page: a row of cells": lambda n: _read(f"{ROW}<tr>{'<td>a</td>' * n}</tr></table>"),
    "page: a row of headers": lambda n: _read(f"{ROW}<tr>{'<th>a</th><td>b</td>' * n}</tr></table>"),
    "page: rows without a head": lambda n: _read(f"{ROW}{'<tr><td>a</td></tr>' * n}</table>"),
    "page: terms": lambda n: _read(f"<html><body><article><dl><dt>a</dt>{'<dd>b</dd>' * n}</dl>"),
    "page: quotes in a paragraph": lambda n: _read(f"<html><body><article><p>{'<b data-cell=a>b</b> c ' * n}"),
    "page: an element opened": lambda n: _read(f"<html><body><article>{'<p>a' * n}"),
    "markup: an element opened": lambda n: find_refusals("<b>" * n, "", CLASSES),
    "markup: an element closed": lambda n: find_refusals("</b>" * n, "", CLASSES),
    "markup: an element opened, then closed": lambda n: find_refusals("<b>" * n + "</b>" * n, "", CLASSES),
    "markup: comments that begin": lambda n: find_refusals("<!--" * n, "", CLASSES),
    "markup: quotes that are not closed": lambda n: find_refusals("<b a='\"" * n, "", CLASSES),
    "markup: attributes": lambda n: find_refusals("<b" + " a" * n, "", CLASSES),
}


def _read(page: str) -> None:
    read_page(page.encode(), lambda _: ())


@pytest.mark.parametrize("read", [pytest.param(read, id=name) for name, read in GROWING.items()])
def test_time_grows_with_the_text_and_not_with_its_square(read: Callable[[int], object]) -> None:
    """Eight times the text takes eight times as long, sixty-four where each part looks at all others; what is short is not measured."""

    def seconds(n: int) -> float:
        times = []
        for _ in range(3):
            begin = time.process_time()
            read(n)
            times.append(time.process_time() - begin)
        return min(times)

    assert seconds(8000) < 24 * max(seconds(1000), 0.002)
