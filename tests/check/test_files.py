"""Every file that a build may leave: read, or a fault; never passed over, never a traceback."""

from __future__ import annotations

import gzip
import json

import pytest

from macros.base.elements import parse_xml
from macros.check import EditionCheck
from macros.check.readers.registry import read_drawn_words

HTML = b"<!doctype html><html lang=en><head><title>x</title></head><body>"


def article(body: str) -> bytes:
    return HTML + f"<article>{body}</article>".encode()


def share(address: str) -> bytes:
    return article(f'<p><a href="{address}">Share</a></p>')


BAD = [
    pytest.param("a/index.html", HTML + b"<pre><code>down 47%</code></pre>", "unbound", id="code"),
    pytest.param("a/index.html", HTML + b"<p>down <kbd>47</kbd> %</p>", "unbound", id="a key and its unit"),
    pytest.param("a/index.html", HTML + b"<article><p><bdo>%74</bdo></p></article>", "active-content", id="another order of reading"),
    pytest.param("a/index.html", HTML + b'<p dir="rtl">%74</p>', "active-content", id="right to left"),
    pytest.param("a/index.html", HTML + b'<p onclick="show(47)">x</p>', "active-content", id="a script on an event"),
    pytest.param("a/index.html", HTML + b"<script>document.title = '47%'</script>", "unknown-script", id="a script"),
    pytest.param("a/index.html", HTML + b'<script type="text/x">down 47%</script>', "unbound", id="data in a script"),
    pytest.param("a/index.html", b"", "unreadable", id="empty page"),
    pytest.param("a/index.html", b"  \n ", "unreadable", id="blank page"),
    pytest.param("a/index.html", b"<p>\xff\xfe47%</p>", "unreadable", id="page that is not UTF-8"),
    pytest.param("a/index.html", "<p>47%</p>".encode("utf-16"), "unreadable", id="page in UTF-16"),
    pytest.param("a/index.html", HTML + b"<p>47%<p><b><div></b>", "unbound", id="broken HTML"),
    pytest.param("a/index.html", b"<p>down 47%", "unbound", id="HTML without a document"),
    pytest.param("a/index.html", HTML + b"<p>\x0047%</p>", "unbound", id="NUL in a page"),
    pytest.param("a/index.html", HTML + b"<div>" * 5000 + b"47%", "unreadable", id="too deeply nested page"),
    pytest.param("a/index.html", HTML + b"<div>" * 1500 + b"47%", "unbound", id="deeply nested page"),
    pytest.param("a/index.html", HTML + b"<p>no number here</p>" * 40_000 + b"<p>47%</p>", "unbound", id="enormous page"),
    pytest.param("a.bin", bytes(range(256)), "unknown-surface", id="binary file"),
    pytest.param("a.docx", b"PK\x03\x04", "unknown-surface", id="word processor's file"),
    pytest.param("noending", b"47%", "unknown-surface", id="file without ending"),
    pytest.param("a.js", b"document.title = '47%'", "unknown-surface", id="script that is not the theme's"),
    pytest.param("a.json", b"{", "unreadable", id="broken JSON"),
    pytest.param("a.json", json.dumps({"x": ["down 47%"]}).encode(), "unbound", id="JSON text"),
    pytest.param("a.json", b'{"x": 1046351}', "unbound", id="JSON number"),
    pytest.param("a.svg", b"<svg><text>47%</text></svg>", "unbound", id="drawing"),
    pytest.param("a.svg", b"<svg><text>47%</svg>", "unreadable", id="broken drawing"),
    pytest.param("a.svg", b'<!DOCTYPE x [<!ENTITY e "47%">]><svg><text>&e;</text></svg>', "unreadable", id="entity"),
    pytest.param("a.svg", b"<svg><text>12</text><text>.7%</text></svg>", "unbound", id="drawing, split over texts"),
    pytest.param("a.svg", b'<svg aria-label="down 47%"><path d="M0,0"/></svg>', "unbound", id="drawing, read aloud"),
    pytest.param("a.svg", b"<svg><style>text::after { content: '47%' }</style></svg>", "active-content", id="drawing with a style"),
    pytest.param("a.svg", b"<svg><foreignObject><p>47%</p></foreignObject></svg>", "active-content", id="page in a drawing"),
    pytest.param("a.svg", b"<svg><script>1</script></svg>", "active-content", id="script in a drawing"),
    pytest.param("a.svg", b'<svg onload="x()"/>', "active-content", id="handler in a drawing"),
    pytest.param("a.svg", b'<svg><use href="b.svg#x"/></svg>', "active-content", id="drawing of another file"),
    pytest.param("a.json", json.dumps({"down 47%": 1}).encode(), "unbound", id="JSON key"),
    pytest.param("feed.json", json.dumps({"items": [{"down 47%": "x"}]}).encode(), "unbound", id="key of a feed"),
    pytest.param(
        "a/index.html",
        HTML + b'<script type="application/ld+json">{"@type": "Thing", "down 47%": "x"}</script>',
        "unbound",
        id="key of structured data",
    ),
    pytest.param("search/search_index.json", json.dumps({"docs": [], "note": "47%"}).encode(), "unbound", id="beside the search index"),
    pytest.param(
        "a/index.html",
        HTML + b'<p><a class="figure figure--computed" href="../figures/#eu-files-change" data-figure="eu-reports-change">x</a></p>',
        "wrong-proof",
        id="quote that leads to another proof",
    ),
    pytest.param("a/index.html", HTML + b"<p><bdo dir=rtl>74</bdo></p>", "active-content", id="direction turned"),
    pytest.param("a/index.html", HTML + "<p>\u202e74\u202c</p>".encode(), "control-character", id="direction turned by a sign"),
    pytest.param("a/index.html", HTML + b"<p>&#x202e;74</p>", "control-character", id="direction turned by an entity"),
    pytest.param("a.txt", "\u202e74\u202c".encode(), "control-character", id="direction turned in a text"),
    pytest.param("a.css", b".x { unicode-bidi: bidi-override }", "active-content", id="direction turned by a style"),
    pytest.param("a.css", b".x::before { content: '47%'; }", "active-content", id="style"),
    pytest.param("a.txt", b"down 47 %\n", "unbound", id="text"),
    pytest.param("a.txt", b"\xff\xff", "unreadable", id="text that is not UTF-8"),
    pytest.param("a.txt", b"change in percent:\n\n95\n", "unbound", id="a number on a line of its own"),
    pytest.param("a.txt", b"EU reports fell by 95\npercent in a year\n", "unbound", id="a number parted from its unit"),
    pytest.param(
        "a.json", b'{"measure": "EU share of all reports in percent", "value": 95}', "unbound", id="a number apart from its words"
    ),
    pytest.param("a.json", b'{"EU reports fell, in percent": "95"}', "unbound", id="a number apart from its key"),
    pytest.param(
        "a/index.html", share("https://twitter.com/intent/tweet?text=EU%20reports%20fell%20by%2095%25"), "unbound", id="shared text"
    ),
    pytest.param("a/index.html", share("mailto:?subject=EU%20reports%20fell%20by%2095%25"), "unbound", id="subject of a message"),
    pytest.param("a/index.html", share('a.pdf" download="reports-fell-by-95-percent.pdf'), "unbound", id="name of a download"),
    pytest.param("a/index.html", HTML + b'<h2 id="reports-fell-by-95-percent">Reports</h2>', "unbound", id="address of a heading"),
    pytest.param("a/index.html", article('<div role="meter" aria-valuenow="95"></div>'), "active-content", id="meter"),
    pytest.param(
        "a/index.html",
        article('<svg aria-label="EU share of all reports in percent"><rect width="95"/></svg>'),
        "active-content",
        id="a drawing of an author, read aloud",
    ),
    pytest.param("a/index.html", article('<svg><rect width="95"/><text>95</text></svg>'), "active-content", id="a drawing of an author"),
    pytest.param("a/index.html", article("<svg data-chart='changes'><text>95</text></svg>"), "wrong-drawing", id="a forged chart"),
    pytest.param(
        "a/index.html", article('<meta http-equiv="refresh" content="1; url=https://evil.example">'), "active-content", id="another address"
    ),
    pytest.param("sitemap.xml", b"<urlset><url><loc>x</loc><title>47%</title></url></urlset>", "unbound", id="sitemap"),
    pytest.param("sitemap.xml.gz", gzip.compress(b"<urlset><title>47%</title></urlset>"), "unbound", id="packed sitemap"),
    pytest.param("sitemap.xml.gz", b"no gzip", "unreadable", id="broken gzip"),
    pytest.param(
        "search/search_index.json",
        json.dumps({"docs": [{"location": "", "title": "x", "text": "<p>down 47%</p>"}]}).encode(),
        "unbound",
        id="search index that says more than its page",
    ),
]


@pytest.mark.parametrize(("name", "data", "code"), BAD)
def test_a_bad_file_is_a_fault(check: EditionCheck, name: str, data: bytes, code: str) -> None:
    path = check.site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    faults = check.run()
    assert code in [fault.code for fault in faults], [str(f) for f in faults]
    assert all("\n" not in str(fault) for fault in faults)


GOOD = [
    pytest.param("a/index.html", HTML + b'<a href="/x%2047%">x</a><code>a.csv:47</code><style>.x{width:47%}</style>', id="no prose"),
    pytest.param(
        "a/index.html",
        HTML + b'<article><svg viewBox="0 0 9 9"><path d="M0,0h9"/></svg><h2 id="a-text">A text</h2></article>',
        id="a drawing without words",
    ),
    pytest.param("a/index.html", HTML + b'<a href="https://x.example/?q=a%20text&amp;year=2021" download="a-text.pdf">x</a>', id="links"),
    pytest.param("a.css", b".x { width: 47%; margin: 1000px }", id="style without words"),
    pytest.param("a.txt", b"User-agent: *\nAllow: /\n", id="robots"),
    pytest.param("a.json", b'{"x": true, "y": "2021-02-17", "year": 2021}', id="JSON without quantities"),
]


@pytest.mark.parametrize(("name", "data"), GOOD)
def test_what_is_no_quantity_is_no_fault(check: EditionCheck, name: str, data: bytes) -> None:
    path = check.site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    assert check.run() == []


def test_a_name_that_is_drawn_on_two_lines_is_one_name() -> None:
    drawing = b"<svg><text><tspan>County </tspan>\n<tspan>Damson</tspan></text><text>40</text><text> 23</text></svg>"
    assert read_drawn_words(parse_xml(drawing)) == "County Damson 40 23"
