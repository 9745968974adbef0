"""A number that stands nowhere but on one surface: only in a title, a description, an alternative text, the index ..."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

CLAIM = "down 12.7% in a year"  # true of nothing

Inserter = Callable[[str], str]


def _before(pattern: str, text: str) -> Inserter:
    def insert(page: str) -> str:
        match = re.search(pattern, page)
        return page if match is None else page[: match.start()] + text + page[match.start() :]

    return insert


HTML: dict[str, Inserter] = {
    "text": _before(r"</p>", f" {CLAIM}"),
    "heading": _before(r"</h1>", f" {CLAIM}"),
    "title": _before(r"</title>", f" {CLAIM}"),
    "description": _before(r'(?<=<meta name="description" content=")', f"{CLAIM} "),
    "og:title": _before(r"</head>", f'<meta property="og:title" content="{CLAIM}">'),
    "twitter:description": _before(r"</head>", f'<meta name="twitter:description" content="{CLAIM}">'),
    "alternative text": _before(r"</article>", f'<img src="x.png" alt="{CLAIM}">'),
    "aria-label": _before(r"</article>", f'<span aria-label="{CLAIM}"></span>'),
    "title attribute": _before(r"</article>", f'<abbr title="{CLAIM}">x</abbr>'),
    "caption": _before(r"</article>", f"<table><caption>{CLAIM}</caption><tr><td>x</td></tr></table>"),
    "cell with the unit in its header": _before(
        r"</article>", "<table><thead><tr><th>Change, %</th></tr></thead><tbody><tr><td>12.7</td></tr></tbody></table>"
    ),
    "cell of a small number": _before(
        r"</article>", "<table><thead><tr><th>Change, %</th></tr></thead><tbody><tr><td>12</td></tr></tbody></table>"
    ),
    "figcaption": _before(r"</article>", f"<figure><figcaption>{CLAIM}</figcaption></figure>"),
    "drawing": _before(r"</article>", "<svg><text>12.7%</text></svg>"),
    "drawing, split": _before(r"</article>", "<svg><text><tspan>12</tspan><tspan>.7</tspan><tspan>%</tspan></text></svg>"),
    "drawing's title": _before(r"</article>", "<svg><title>down 12.7%</title></svg>"),
    "json-ld text": _before(r"</head>", f'<script type="application/ld+json">{json.dumps({"description": CLAIM})}</script>'),
    "json-ld number": _before(r"</head>", '<script type="application/ld+json">{"value": 1234567}</script>'),
    "footer": _before(r"</footer>", f"<p>{CLAIM}</p>"),
    "navigation": _before(r"</nav>", f"<a href=x>{CLAIM}</a>"),
    "noscript": _before(r"</body>", f"<noscript>{CLAIM}</noscript>"),
    "hidden text": _before(r"</article>", f"<p hidden>{CLAIM}</p>"),
    "markup inside": _before(r"</article>", "<p>down <b>12</b>.7<i>%</i></p>"),
    "entities": _before(r"</article>", "<p>down 12&#46;7&nbsp;&percnt;</p>"),
    "soft hyphen": _before(r"</article>", "<p>down 12\u00ad.7\u200b%</p>"),
    "full width": _before(r"</article>", "<p>down \uff11\uff12\uff05</p>"),
    "words": _before(r"</article>", "<p>down twelve point seven percent</p>"),
    "fraction": _before(r"</article>", "<p>down by a quarter</p>"),
    "ratio": _before(r"</article>", "<p>one in eight reports</p>"),
    "multiplier": _before(r"</article>", "<p>reports tripled</p>"),
    "count": _before(r"</article>", "<p>1,234,567 reports</p>"),
    "million": _before(r"</article>", "<p>some 1.2 million reports</p>"),
    "points": _before(r"</article>", "<p>by 12.7 percentage points</p>"),
    "range": _before(r"</article>", "<p>between 12 and 13%</p>"),
}


XML: dict[str, Inserter] = {
    "feed title": _before("</title>", f" {CLAIM}"),
    "feed summary": _before("</summary>", f" {CLAIM}"),
    "feed text": _before("</content>", f"&lt;p&gt;{CLAIM}&lt;/p&gt;"),
    "feed text between": _before("</entry>", CLAIM),
    "feed attribute": _before(r"(?<= label=\")", f"{CLAIM} "),
}


def _json(text: str) -> Iterator[tuple[str, str]]:
    """A claim under a key of its own, as a key, and behind the first text of each object that has one."""
    value = json.loads(text)
    if not isinstance(value, dict):
        return
    yield "json, another key", json.dumps({**value, "more": CLAIM}, ensure_ascii=False)
    yield "json, a key", json.dumps({**value, CLAIM: ""}, ensure_ascii=False)
    for key in ("title", "headline", "description", "note", "label", "provider_name", "attribution"):
        if isinstance(value.get(key), str):
            yield f"json {key}", json.dumps({**value, key: f"{value[key]} {CLAIM}"}, ensure_ascii=False)


def _csv(text: str) -> Iterator[tuple[str, str]]:
    lines = text.splitlines()
    yield "csv, a column", "\n".join([f"{lines[0]},more", *(f"{line},{CLAIM}" for line in lines[1:])]) + "\n"
    yield "csv, a line", f"{text}{CLAIM}\n"


# The same claims in Spanish, the longest first.
_SPANISH = {
    CLAIM: "una caída del 12,7 % en un año",
    "down twelve point seven percent": "un doce coma siete por ciento menos",
    "by 12.7 percentage points": "12,7 puntos porcentuales",
    "some 1.2 million reports": "unos 1,2 millones de denuncias",
    "1,234,567 reports": "1.234.567 denuncias",
    "one in eight reports": "una de cada ocho denuncias",
    "between 12 and 13%": "entre el 12 y el 13 %",
    "down by a quarter": "cayó una cuarta parte",
    "reports tripled": "las denuncias se triplicaron",
    "<b>12</b>.7<i>%</i>": "<b>12</b>,7<i>%</i>",
    "<tspan>.7</tspan>": "<tspan>,7</tspan>",
    "12&#46;7&nbsp;": "12&#44;7&nbsp;",
    "12\u00ad.7\u200b%": "12\u00ad,7\u200b%",
    "<td>12.7</td>": "<td>12,7</td>",
    "12.7%": "12,7 %",
}


def mutants(name: str, text: str) -> Iterator[tuple[str, str]]:
    """The surface's name and the file's new text, for each surface that the file has. A claim speaks the language of its file."""
    for surface, changed in _mutants(name, text):
        for said, spanish in _SPANISH.items() if name.startswith("es/") else ():
            changed = changed.replace(said, spanish)
        yield surface, changed


def _mutants(name: str, text: str) -> Iterator[tuple[str, str]]:
    if name.endswith(".html"):
        for surface, insert in HTML.items():
            changed = insert(text)
            if changed != text:
                yield surface, changed
    elif name.endswith("search/search_index.json"):
        index = json.loads(text)
        for entry in range(len(index["docs"])):
            for key in ("title", "text"):
                changed = json.loads(text)
                changed["docs"][entry][key] += f" {CLAIM}"
                yield f"search index {key}", json.dumps(changed)
    elif name.endswith(".csv"):
        yield from _csv(text)
    elif name.endswith((".txt", ".bib", ".ris")):
        yield name.rpartition("/")[2], f"{text}{CLAIM}\n"
    elif name == "sitemap.xml":
        yield "sitemap", text.replace("</url>", f"<title>{CLAIM}</title></url>", 1)
    elif name.endswith(".css"):
        yield "style", text + f'\n.x::after {{ content: "{CLAIM}"; }}\n'
    elif name.endswith(".svg"):
        yield "svg file", text.replace("</svg>", f"<text>{CLAIM}</text></svg>")
    elif name.endswith("verification.json"):
        yield "tally", text.replace(": 1", ": 2", 1)
    elif name.endswith(".json"):
        yield from _json(text)
    elif name.endswith(".xml"):
        yield from ((surface, changed) for surface, insert in XML.items() if (changed := insert(text)) != text)
