"""Finds forbidden HTML of authors (macros/check/allowed.py).

The converted page is checked: there all markup is visible, and code is not mistaken for markup. The same rules locate a finding in
the source. They accept only HTML with a single reading; everything else is a fault, however a browser would read it.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path

from macros.base.author_forms import Call, parse
from macros.base.errors import Fault, Place
from macros.base.files import below, matching
from macros.check.allowed import (
    CLASSES,
    ELEMENTS,
    ID,
    LINKS,
    MARKS,
    OPEN_CLASS,
    PARENTS,
    RESERVED_ID,
    SCHEMES,
    UNREADABLE,
    VALUES,
    VOID,
    WITHOUT_TEXT,
    is_elsewhere,
    scheme,
)
from macros.pages.page import split

_TAG = re.compile(
    r"""<(?:(?P<name>[a-zA-Z][a-zA-Z0-9-]*)
            (?P<attributes>(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*+)\s*(?P<closed>/?)>
        |/(?P<end>[a-zA-Z][a-zA-Z0-9-]*)\s*>
        |(?P<comment>!--)
        |(?P<other>[a-zA-Z/!?]))""",
    re.VERBOSE,
)
_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}))")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
_MARKDOWN = re.compile(r"""\s+markdown(?:=(?:"[^"]*"|'[^']*'|[^\s"'>]+))?(?=[\s>/])""")
_PERMALINK = re.compile(
    r'<a class="headerlink" href="#[^"]*" title="[^"]*">(?:&para;|[^<\w]{1,8})</a>'
)  # written by Markdown after headings
# Markdown's own markup: lists of attributes, and targets of links.
_LIST = re.compile(
    r"""\{:?[ ]*((?:[^{}\n"']|"[^"\n]*"|'[^'\n]*')+)\}|^[ ]*(?:`{3,}|~{3,})[ ]*[^\s{}]*[ ]+([^{}\n]+)$""", re.MULTILINE
)  # of a fence of code as well
_LISTED = re.compile(r"""[#.][^\s{}#]+|[^\s="'{}]+(?:=(?:"[^"]*"|'[^']*'|[^\s{}]*))?""")
_DESTINATION = re.compile(
    r"\]\(\s*<?([^\s)>]+)|^[ ]{0,3}\[[^\]\n]+\]:[ ]*<?([^\s>]+)|<((?:ftp|https?)://[^<>\s]*)>", re.MULTILINE | re.IGNORECASE
)
_ADDRESSED = re.compile(rf"""\s(?:{"|".join(sorted({*LINKS, "src"}))})\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+)""", re.IGNORECASE)
# Stretches without markup of the page: macros and code.
_MACRO = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|\{%[^\n]*?%\}|\{#[^\n]*?#\}", re.DOTALL)
_FENCE = re.compile(r"(\s*`{3,}|~{3,})")  # backticks also quote code within a line
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^\n]+?(?<!`)\1(?!`)")
_LETTER = re.compile(r"[^\n]")
_DATA = ("data/*.yml", "data/*/*/*.csv", "data/*/*/*.json")
_SHEET_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
_PART = re.compile(r"md-|.*(?:__|--)")  # of the theme and the generator
_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|clip(?:-path)?\s*:|opacity\s*:\s*0|font-size\s*:\s*0|content\s*:"
)
_ANY_TAG = re.compile(r"<[^<>]*>?")
_AHEAD, _FEW = 600, 5  # characters after a tag, and words in them, used to find its place
_WRITTEN_OUT = re.compile(r"&lt;\w+[^<>]*? data-(?:figure|not-a-figure|piece|cell)=[\"&]")  # in code
_WHOLE = frozenset({"svg", "math", "ruby"})
_SEE = "For authors lists what a page may contain"


@dataclass(frozen=True)
class Refused:
    """A piece of forbidden HTML."""

    what: tuple[str, str]  # its kind and name, used to find it in the source
    fact: str
    remedy: str
    at: int = 0  # its offset
    tag: int = -1  # the offset of its tag

    @property
    def code(self) -> str:
        """Return the code of its fault."""
        return "unclosed" if self.what[0] in ("unclosed", "unopened") else "active-content"


def usable_classes(*folders: Path) -> frozenset[str]:
    """Return the classes open to authors: the listed ones, and those of style sheets that neither hide text nor are reserved."""
    sheets = [path.read_text(encoding="utf-8", errors="replace") for folder in folders for path in below(folder, ".css")]
    found: set[str] = set()
    hiding: set[str] = set()
    for selector, declarations in _RULE.findall(_SHEET_COMMENT.sub(" ", "\n".join(sheets))):
        names = _CLASS.findall(selector)
        found.update(names)
        if _HIDES.search(declarations):
            hiding.update(names)
    return CLASSES | {name for name in found - hiding - MARKS if not _PART.match(name)}


def refused(html: str, written: str, classes: frozenset[str]) -> list[Refused]:
    """Return the forbidden HTML of a page. `written`: the HTML in the page written by the generator."""
    own: Counter[str] | None = None
    found: list[Refused] = []
    for at, some in itertools.groupby(_read(html, classes), key=lambda each: each.tag):
        if at >= 0 and (tag := _TAG.match(html, at)):  # most findings are the generator's own tags
            if own is None:
                own = Counter(_alike(match[0]) for match in _TAG.finditer(written) if match["name"])
            own[_alike(tag[0])] -= 1
            if own[_alike(tag[0])] >= 0:
                continue
        found += some
    return found


def markup_faults(html: str, written: str, path: str, root: Path, classes: frozenset[str]) -> list[Fault]:
    """Return the faults of a page, each at its place in the source at `path` or in the data shown by the page.

    `html`: the converted page. `written`: the HTML in it written by the generator.
    """
    found = refused(html, written, classes)
    source = (root / path).read_text(encoding="utf-8-sig", errors="replace")
    faults = [*_called_in_code(path, source)] if _WRITTEN_OUT.search(html) else []
    if not found and "markdown" not in source:
        return faults
    shown = _masked(source)
    # Markdown itself closes elements with a `markdown` attribute, so the page does not show them as unclosed.
    known = {each.what for each in found}
    found += [each for each in _read(shown, classes) if each.what[0] == "unclosed" and each.what not in known and _reads_on(shown, each.at)]
    places = _places(shown, classes)
    told: Counter[tuple[str, str]] = Counter()
    for each in found:
        here = places.get(each.what, [])[told[each.what] :] or places.get(each.what, [])[-1:]
        told[each.what] += 1
        here = here or _places(source, classes).get(each.what, [])[:1]  # text wrongly masked as code
        at = here[0] if here else _by_words(html, each.at if each.tag < 0 else each.tag, source)
        place = _place(path, source, at) if at >= 0 else _in_data(each, root, classes) or Place(path)
        faults.append(Fault(place, each.code, each.fact, each.remedy))
    return faults


def _called_in_code(path: str, source: str) -> Iterator[Fault]:
    """Yield a fault for each macro in code. Its HTML would show as text."""
    begin = split(source)[1]
    code = _masked(_MACRO.sub(lambda match: re.sub(r"[^\n]", "x", match[0]), source))
    calls = [begin + call.at for call in parse(source[begin:]) if isinstance(call, Call)]
    inside = [at for at in calls if code[at] == " " or re.match(r" {4}|\t", source[source.rfind("\n", 0, at) + 1 :])]
    fact, remedy = (
        "calls a macro in code, where it would show as HTML",
        "write {% raw %} ... {% endraw %} around what shows as it is",
    )
    for place in [_place(path, source, at) for at in inside] or [Place(path)]:
        yield Fault(place, "macro-call", fact, remedy)


def readable(text: str) -> str:
    """Return Markdown with a refused address in place of each unreadable one, since parsing those raises an error."""
    found = [match.span(match.lastindex or 0) for match in _DESTINATION.finditer(text)]
    return _replaced(text, [span for span in found if _is_unreadable(text[slice(*span)])])


def readable_html(html: str) -> str:
    """Return HTML with a refused address in place of each unreadable one."""
    found = [match.span(1) for match in _ADDRESSED.finditer(html)]
    return _replaced(html, [span for span in found if _is_unreadable(html[slice(*span)].strip("\"'"))])


def _is_unreadable(address: str) -> bool:
    return scheme(unescape(address)) == UNREADABLE


def _replaced(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]}http://{UNREADABLE}{text[end:]}"
    return text


def _alike(tag: str) -> str:
    """Return a tag in the form that Markdown gives it."""
    return unescape(_MARKDOWN.sub("", tag))


def _reads_on(text: str, at: int) -> bool:
    tag = _TAG.match(text, at)
    return tag is not None and _MARKDOWN.search(tag[0]) is not None


@dataclass
class _Open:
    """The stack of open elements with their offsets, and a count by name."""

    elements: list[tuple[str, int]] = field(default_factory=list)
    count: Counter[str] = field(default_factory=Counter)
    refused: int = 0  # open elements refused with all of their content

    @property
    def innermost(self) -> str:
        return self.elements[-1][0] if self.elements else ""

    def push(self, name: str, at: int) -> None:
        self.elements.append((name, at))
        self.count[name] += 1
        self.refused += name in _WHOLE

    def pop(self) -> tuple[str, int]:
        name, at = self.elements.pop()
        self.count[name] -= 1
        self.refused -= name in _WHOLE
        return name, at

    def close(self, name: str, at: int) -> Iterator[Refused]:
        """Close the innermost element of a name. Yield the elements inside it as unclosed."""
        if not self.count[name]:
            yield Refused(("unopened", name), f"closes </{name}>, which is not open", f"remove it, or write <{name}> where it begins", at)
            return
        while (closed := self.pop())[0] != name:
            yield from _unclosed(*closed)


def _unclosed(name: str, at: int) -> Iterator[Refused]:
    if name in ELEMENTS:  # a forbidden element is one fault already
        yield Refused(("unclosed", name), f"opens <{name}> and does not close it", f"write </{name}> where it ends", at)


def _read(text: str, classes: frozenset[str]) -> Iterator[Refused]:
    """Yield the forbidden HTML of a text, tag by tag."""
    open_ = _Open()
    at, is_last = 0, False  # is_last: no further comment ends
    while (match := _TAG.search(text, at)) is not None:
        start = match.start()
        if open_.innermost in WITHOUT_TEXT and not text[at:start].isspace() and at < start:
            remedy = "write it into a cell, or after the table"
            yield Refused(("inside", "text"), f"has text in <{open_.innermost}> that stands in no cell", remedy, at)
        at = match.end()
        if match["comment"]:
            end = -1 if is_last else text.find("-->", at)
            is_last = end < 0
            if is_last or _differs(text[at:end]):
                yield Refused(
                    ("comment", ""), "has a comment that is not read alike everywhere", "write <!-- words -->, or remove it", start
                )
            at = max(at, end + 3)
        elif match["other"]:
            written = "".join(text[start : start + 20].split("\n")[0].partition(">")[:2])
            remedy = 'write &lt; for the sign, or the whole tag: <name key="value">'
            yield Refused(("tag", written[:3]), f"has a tag that is not read alike everywhere ({written})", remedy, start)
        elif match["end"]:
            yield from open_.close(match["end"].lower(), start)
        else:
            name = match["name"].lower()
            if not open_.refused and not _PERMALINK.match(text, start):
                begin = match.start("attributes")
                wrong = _of_tag(name, match["attributes"], classes)
                yield from (replace(each, at=begin + each.at if each.at >= 0 else start, tag=start) for each in wrong)
            if name in ELEMENTS:
                yield from _misplaced(name, start, open_)
            if match["closed"] and name in ELEMENTS and name not in VOID:
                yield Refused(("unclosed", name), f"writes <{name}/>, which closes nothing", f"write <{name}></{name}>", start)
            elif not match["closed"] and name not in VOID:
                open_.push(name, start)
    for name, start in open_.elements:
        yield from _unclosed(name, start)
    for match in _REFERENCE.finditer(text):
        code = int(match[1], 16) if match[1] else int(match[2])
        if code < 9 or 13 < code < 32 or 126 < code < 160 or code > 0x10FFFF or code == 11 or 0xD7FF < code < 0xE000:
            fact = f"writes {match[0]}, a character that browsers replace by another"
            yield Refused(("reference", match[0]), fact, "write the character itself", match.start())
        elif 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
            yield Refused(
                ("reference", match[0]), f"writes {match[0]}, a character that reverses the direction of text", "remove it", match.start()
            )


def _differs(comment: str) -> bool:
    """Return whether browsers and other parsers may end a comment at different places."""
    return comment.startswith((">", "->")) or comment.endswith("<!-") or "<!--" in comment or "--!>" in comment


def _misplaced(name: str, at: int, open_: _Open) -> Iterator[Refused]:
    """Yield an element in the wrong parent, where browsers would drop its tag or close its ancestors."""
    around, parents = open_.innermost, PARENTS.get(name)
    if parents and around not in parents:
        yield Refused(("inside", name), f"has <{name}> outside of <{'> and <'.join(sorted(parents))}>", "put it there", at)
    elif around in WITHOUT_TEXT and not parents:
        yield Refused(("inside", name), f"has <{name}> in <{around}> and in no cell", "write it into a cell", at)
    elif name == "a" and open_.count["a"]:
        yield Refused(("inside", name), "has a link in a link", "end the one before the other begins", at)


@functools.lru_cache(maxsize=4096)
def _of_tag(name: str, attributes: str, classes: frozenset[str]) -> tuple[Refused, ...]:
    """Return the forbidden parts of a tag, with offsets in its attributes; -1 for the tag itself."""
    if name not in ELEMENTS:
        return (Refused(("element", name), f"holds <{name}>, which no text may contain", f"write its text in Markdown: {_SEE}", -1),)
    found: list[Refused] = []
    for match in _ATTRIBUTE.finditer(attributes):
        key, value = match[1].lower(), match[2] or ""
        quoted = value[:1] in ('"', "'") and value != ""
        if key not in ELEMENTS[name]:
            may = ", ".join(sorted(ELEMENTS[name] - {"markdown"}))
            remedy = f"remove it: <{name}> may have {may}"
            found.append(Refused(("attribute", key), f"has the attribute {key} in <{name}>", remedy, match.start()))
        else:
            read = unescape(value[1:-1] if quoted else value)
            found += (replace(each, at=max(match.start(2), match.start()) + quoted) for each in _of_value(name, key, read, classes))
    return tuple(found)


def _of_value(name: str, key: str, value: str, classes: frozenset[str]) -> Iterator[Refused]:
    if key == "class":
        for each in value.split():
            if each not in classes and not OPEN_CLASS.fullmatch(each):
                remedy = f"name a class of your own own-{each.lstrip('_-')}, and style it in a sheet of docs/"
                yield Refused(("class", each), f'has the class "{each}", which no sheet of the site has for texts', remedy)
    elif key == "id":
        if not ID.fullmatch(value) or RESERVED_ID.fullmatch(value):
            yield Refused(("id", value), f'has the id "{value}", which the theme uses or no link can name', "write words with hyphens")
    elif key in LINKS:
        if (found := scheme(value)) not in SCHEMES:
            remedy = "link to http:, https:, mailto: or tel:, or to a page of this site"
            what = "an address that nobody can read" if found == UNREADABLE else f"{found}:, which pages do not link to"
            yield Refused(("link", found), f"links to {what}", remedy)
    elif key == "src":
        if scheme(value) == UNREADABLE:
            yield from _of_value(name, "href", value, classes)
        elif is_elsewhere(value):
            yield Refused(("src", value), f"loads {value[:60]}", "lay the picture in docs/ and write ![what it shows](its path)")
    elif key in VALUES and not VALUES[key][0].fullmatch(value):
        yield Refused(("value", f"{key}={value}"), f'has {key}="{value[:40]}" in <{name}>', f"write {VALUES[key][1]}, or remove it")


def _masked(source: str) -> str:
    """Return the source with spaces in place of macros and code."""
    lines, fence = [], ""
    for line in _blank(_MACRO, source).split("\n"):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1].strip()
            lines.append(line)  # with its attributes
            continue
        if fence and mark and mark[1].strip().startswith(fence) and not line.strip(" \t`~\r"):
            fence = ""
        elif not fence:
            lines.append(_blank(_CODE, line))
            continue
        lines.append(" " * len(line))
    return "\n".join(lines)


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: _LETTER.sub(" ", match[0]), text)


def _places(text: str, classes: frozenset[str]) -> Mapping[tuple[str, str], list[int]]:
    """Return the offsets of everything in a source that may be refused in the page."""
    found = [(each.what, each.at) for each in _read(text, classes)]
    for match in _LIST.finditer(text):
        start, written = match.start(match.lastindex or 0), match[match.lastindex or 0]
        found += [(what, start + each.start()) for each in _LISTED.finditer(written) for what in _listed(each[0], classes)]
    for match in _DESTINATION.finditer(text):
        address, at = unescape(match[match.lastindex or 0]), match.start(match.lastindex or 0)
        found += [(("link", scheme(address)), at), (("src", address), at)]
    # Elements refused for their parents, visible only in the converted page.
    found += [(("comment", ""), match.start()) for match in re.finditer("<!--", text)]
    found += [(("inside", match["name"].lower()), match.start()) for match in _TAG.finditer(text) if match["name"]]
    places: dict[tuple[str, str], list[int]] = {}
    for what, at in found:
        if at not in places.setdefault(what, []):
            places[what].append(at)
    return places


def _listed(written: str, classes: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield the keys under which an item of an attribute list may be refused."""
    if written[0] in "#.":
        yield ("id" if written[0] == "#" else "class", written[1:])
        return
    key, _, value = written.partition("=")
    key, value = key.lower(), value.strip("\"'")
    yield "attribute", key
    yield "value", f"{key}={value}"
    yield from (each.what for name in ("a", "img", "p") for each in _of_value(name, key, value, classes))


def _place(path: str, text: str, at: int) -> Place:
    return Place(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def _by_words(html: str, at: int, source: str) -> int:
    """Return the offset in a source of the words after a tag made by Markdown or a macro; -1 if none of them is found."""
    words = re.findall(r"\w+", _text(html[at : at + _AHEAD]))[:_FEW]
    begin = split(source)[1]
    for some in (words[:size] for size in range(len(words), 0, -1)):
        same = re.compile(r"\b" + r"\W+".join(some) + r"\b", re.IGNORECASE)
        if found := [match.start() for match in same.finditer(source, begin)]:
            return found[min(len(same.findall(_text(html[:at]))), len(found) - 1)]
    return -1


def _text(html: str) -> str:
    return unescape(_ANY_TAG.sub(" ", html))


def _in_data(each: Refused, root: Path, classes: frozenset[str]) -> Place | None:
    """Return the place of a finding in the texts of the data."""
    for path in matching(root, *_DATA):
        text = path.read_text(encoding="utf-8", errors="replace")
        if places := _places(text, classes).get(each.what):
            return _place(path.relative_to(root).as_posix(), text, places[0])
    return None
