"""Finds forbidden HTML of authors (macros/check/readers/allowed_html.py).

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

from macros.base.author_forms import Call, parse_text
from macros.base.errors import Fault, Place
from macros.base.files import find_files, list_files
from macros.check.readers.allowed_html import (
    ATTRIBUTES_BY_ELEMENT,
    CLASSES,
    ID,
    LINK_ATTRIBUTES,
    OPEN_CLASS,
    PARENTS_BY_ELEMENT,
    RESERVED_CLASSES,
    RESERVED_ID,
    RULE_BY_ATTRIBUTE,
    SCHEMES,
    TEXTLESS_ELEMENTS,
    UNREADABLE_HOST,
    VOID_ELEMENTS,
    find_scheme,
    is_external,
)
from macros.pages.page import find_front_matter

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
_ATTRIBUTE_LIST = re.compile(
    r"""\{:?[ ]*((?:[^{}\n"']|"[^"\n]*"|'[^'\n]*')+)\}|^[ ]*(?:`{3,}|~{3,})[ ]*[^\s{}]*[ ]+([^{}\n]+)$""", re.MULTILINE
)  # of a fence of code as well
_LISTED = re.compile(r"""[#.][^\s{}#]+|[^\s="'{}]+(?:=(?:"[^"]*"|'[^']*'|[^\s{}]*))?""")
_DESTINATION = re.compile(
    r"\]\(\s*<?([^\s)>]+)|^[ ]{0,3}\[[^\]\n]+\]:[ ]*<?([^\s>]+)|<((?:ftp|https?)://[^<>\s]*)>", re.MULTILINE | re.IGNORECASE
)
_ADDRESS_ATTRIBUTE = re.compile(
    rf"""\s(?:{"|".join(sorted({*LINK_ATTRIBUTES, "src"}))})\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+)""", re.IGNORECASE
)
# Stretches without markup of the page: macros and code.
_MACRO = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|\{%[^\n]*?%\}|\{#[^\n]*?#\}", re.DOTALL)
_FENCE = re.compile(r"(\s*`{3,}|~{3,})")  # backticks also quote code within a line
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^\n]+?(?<!`)\1(?!`)")
_LETTER = re.compile(r"[^\n]")
_DATA_FILES = ("data/*.yml", "data/*/*/*.csv", "data/*/*/*.json")
_SHEET_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
_RESERVED_CLASS = re.compile(r"md-|.*(?:__|--)")  # of the theme and the generator
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|clip(?:-path)?\s*:|opacity\s*:\s*0|font-size\s*:\s*0|content\s*:"
)
_ANY_TAG = re.compile(r"<[^<>]*>?")
_WORD_REACH, _MAX_WORDS = 600, 5  # characters after a tag, and words in them, used to find its place
_WRITTEN_OUT = re.compile(r"&lt;\w+[^<>]*? data-(?:figure|not-a-figure|piece|cell)=[\"&]")  # in code
_OPAQUE_ELEMENTS = frozenset({"svg", "math", "ruby"})
_HELP = "For authors lists what a page may contain"


@dataclass(frozen=True)
class Refusal:
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


def find_usable_classes(*folders: Path) -> frozenset[str]:
    """Return the classes open to authors: the listed ones, and those of style sheets that neither hide text nor are reserved."""
    sheets = [path.read_text(encoding="utf-8", errors="replace") for folder in folders for path in list_files(folder, ".css")]
    found: set[str] = set()
    hiding: set[str] = set()
    for selector, declarations in _RULE.findall(_SHEET_COMMENT.sub(" ", "\n".join(sheets))):
        names = _CLASS.findall(selector)
        found.update(names)
        if _HIDING.search(declarations):
            hiding.update(names)
    return CLASSES | {name for name in found - hiding - RESERVED_CLASSES if not _RESERVED_CLASS.match(name)}


def find_refusals(html: str, written: str, classes: frozenset[str]) -> list[Refusal]:
    """Return the forbidden HTML of a page. `written`: the HTML in the page written by the generator."""
    own: Counter[str] | None = None
    found: list[Refusal] = []
    for at, some in itertools.groupby(_read_tags(html, classes), key=lambda each: each.tag):
        if at >= 0 and (tag := _TAG.match(html, at)):  # most findings are the generator's own tags
            if own is None:
                own = Counter(_normalise_tag(match[0]) for match in _TAG.finditer(written) if match["name"])
            own[_normalise_tag(tag[0])] -= 1
            if own[_normalise_tag(tag[0])] >= 0:
                continue
        found += some
    return found


def find_markup_faults(html: str, written: str, path: str, root: Path, classes: frozenset[str]) -> list[Fault]:
    """Return the faults of a page, each at its place in the source at `path` or in the data shown by the page.

    `html`: the converted page. `written`: the HTML in it written by the generator.
    """
    found = find_refusals(html, written, classes)
    source = (root / path).read_text(encoding="utf-8-sig", errors="replace")
    faults = [*_find_macros_in_code(path, source)] if _WRITTEN_OUT.search(html) else []
    if not found and "markdown" not in source:
        return faults
    shown = _mask_code(source)
    # Markdown itself closes elements with a `markdown` attribute, so the page does not show them as unclosed.
    known = {each.what for each in found}
    found += [
        each
        for each in _read_tags(shown, classes)
        if each.what[0] == "unclosed" and each.what not in known and _has_markdown_attribute(shown, each.at)
    ]
    places = _map_places(shown, classes)
    told: Counter[tuple[str, str]] = Counter()
    for each in found:
        here = places.get(each.what, [])[told[each.what] :] or places.get(each.what, [])[-1:]
        told[each.what] += 1
        here = here or _map_places(source, classes).get(each.what, [])[:1]  # text wrongly masked as code
        at = here[0] if here else _find_by_words(html, each.at if each.tag < 0 else each.tag, source)
        place = _make_place(path, source, at) if at >= 0 else _find_in_data(each, root, classes) or Place(path)
        faults.append(Fault(place, each.code, each.fact, each.remedy))
    return faults


def _find_macros_in_code(path: str, source: str) -> Iterator[Fault]:
    """Yield a fault for each macro in code. Its HTML would show as text."""
    begin = find_front_matter(source)[1]
    code = _mask_code(_MACRO.sub(lambda match: re.sub(r"[^\n]", "x", match[0]), source))
    calls = [begin + call.at for call in parse_text(source[begin:]) if isinstance(call, Call)]
    inside = [at for at in calls if code[at] == " " or re.match(r" {4}|\t", source[source.rfind("\n", 0, at) + 1 :])]
    fact, remedy = (
        "calls a macro in code, where it would show as HTML",
        "write {% raw %} ... {% endraw %} around what shows as it is",
    )
    for place in [_make_place(path, source, at) for at in inside] or [Place(path)]:
        yield Fault(place, "macro-call", fact, remedy)


def make_readable(text: str) -> str:
    """Return Markdown with a refused address in place of each unreadable one, since parsing those raises an error."""
    found = [match.span(match.lastindex or 0) for match in _DESTINATION.finditer(text)]
    return _replace_addresses(text, [span for span in found if _is_unreadable(text[slice(*span)])])


def make_html_readable(html: str) -> str:
    """Return HTML with a refused address in place of each unreadable one."""
    found = [match.span(1) for match in _ADDRESS_ATTRIBUTE.finditer(html)]
    return _replace_addresses(html, [span for span in found if _is_unreadable(html[slice(*span)].strip("\"'"))])


def _is_unreadable(address: str) -> bool:
    return find_scheme(unescape(address)) == UNREADABLE_HOST


def _replace_addresses(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]}http://{UNREADABLE_HOST}{text[end:]}"
    return text


def _normalise_tag(tag: str) -> str:
    """Return a tag in the form that Markdown gives it."""
    return unescape(_MARKDOWN.sub("", tag))


def _has_markdown_attribute(text: str, at: int) -> bool:
    tag = _TAG.match(text, at)
    return tag is not None and _MARKDOWN.search(tag[0]) is not None


@dataclass
class _OpenElements:
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
        self.refused += name in _OPAQUE_ELEMENTS

    def pop(self) -> tuple[str, int]:
        name, at = self.elements.pop()
        self.count[name] -= 1
        self.refused -= name in _OPAQUE_ELEMENTS
        return name, at

    def close(self, name: str, at: int) -> Iterator[Refusal]:
        """Close the innermost element of a name. Yield the elements inside it as unclosed."""
        if not self.count[name]:
            yield Refusal(("unopened", name), f"closes </{name}>, which is not open", f"remove it, or write <{name}> where it begins", at)
            return
        while (closed := self.pop())[0] != name:
            yield from _refuse_unclosed(*closed)


def _refuse_unclosed(name: str, at: int) -> Iterator[Refusal]:
    if name in ATTRIBUTES_BY_ELEMENT:  # a forbidden element is one fault already
        yield Refusal(("unclosed", name), f"opens <{name}> and does not close it", f"write </{name}> where it ends", at)


def _read_tags(text: str, classes: frozenset[str]) -> Iterator[Refusal]:
    """Yield the forbidden HTML of a text, tag by tag."""
    open_ = _OpenElements()
    at, is_last = 0, False  # is_last: no further comment ends
    while (match := _TAG.search(text, at)) is not None:
        start = match.start()
        if open_.innermost in TEXTLESS_ELEMENTS and not text[at:start].isspace() and at < start:
            remedy = "write it into a cell, or after the table"
            yield Refusal(("inside", "text"), f"has text in <{open_.innermost}> that stands in no cell", remedy, at)
        at = match.end()
        if match["comment"]:
            end = -1 if is_last else text.find("-->", at)
            is_last = end < 0
            if is_last or _is_ambiguous_comment(text[at:end]):
                yield Refusal(
                    ("comment", ""), "has a comment that is not read alike everywhere", "write <!-- words -->, or remove it", start
                )
            at = max(at, end + 3)
        elif match["other"]:
            written = "".join(text[start : start + 20].split("\n")[0].partition(">")[:2])
            remedy = 'write &lt; for the sign, or the whole tag: <name key="value">'
            yield Refusal(("tag", written[:3]), f"has a tag that is not read alike everywhere ({written})", remedy, start)
        elif match["end"]:
            yield from open_.close(match["end"].lower(), start)
        else:
            name = match["name"].lower()
            if not open_.refused and not _PERMALINK.match(text, start):
                begin = match.start("attributes")
                wrong = _check_tag(name, match["attributes"], classes)
                yield from (replace(each, at=begin + each.at if each.at >= 0 else start, tag=start) for each in wrong)
            if name in ATTRIBUTES_BY_ELEMENT:
                yield from _refuse_misplaced(name, start, open_)
            if match["closed"] and name in ATTRIBUTES_BY_ELEMENT and name not in VOID_ELEMENTS:
                yield Refusal(("unclosed", name), f"writes <{name}/>, which closes nothing", f"write <{name}></{name}>", start)
            elif not match["closed"] and name not in VOID_ELEMENTS:
                open_.push(name, start)
    for name, start in open_.elements:
        yield from _refuse_unclosed(name, start)
    for match in _REFERENCE.finditer(text):
        code = int(match[1], 16) if match[1] else int(match[2])
        if code < 9 or 13 < code < 32 or 126 < code < 160 or code > 0x10FFFF or code == 11 or 0xD7FF < code < 0xE000:
            fact = f"writes {match[0]}, a character that browsers replace by another"
            yield Refusal(("reference", match[0]), fact, "write the character itself", match.start())
        elif 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
            yield Refusal(
                ("reference", match[0]), f"writes {match[0]}, a character that reverses the direction of text", "remove it", match.start()
            )


def _is_ambiguous_comment(comment: str) -> bool:
    """Return whether browsers and other parsers may end a comment at different places."""
    return comment.startswith((">", "->")) or comment.endswith("<!-") or "<!--" in comment or "--!>" in comment


def _refuse_misplaced(name: str, at: int, open_: _OpenElements) -> Iterator[Refusal]:
    """Yield an element in the wrong parent, where browsers would drop its tag or close its ancestors."""
    around, parents = open_.innermost, PARENTS_BY_ELEMENT.get(name)
    if parents and around not in parents:
        yield Refusal(("inside", name), f"has <{name}> outside of <{'> and <'.join(sorted(parents))}>", "put it there", at)
    elif around in TEXTLESS_ELEMENTS and not parents:
        yield Refusal(("inside", name), f"has <{name}> in <{around}> and in no cell", "write it into a cell", at)
    elif name == "a" and open_.count["a"]:
        yield Refusal(("inside", name), "has a link in a link", "end the one before the other begins", at)


@functools.lru_cache(maxsize=4096)
def _check_tag(name: str, attributes: str, classes: frozenset[str]) -> tuple[Refusal, ...]:
    """Return the forbidden parts of a tag, with offsets in its attributes; -1 for the tag itself."""
    if name not in ATTRIBUTES_BY_ELEMENT:
        return (Refusal(("element", name), f"holds <{name}>, which no text may contain", f"write its text in Markdown: {_HELP}", -1),)
    found: list[Refusal] = []
    for match in _ATTRIBUTE.finditer(attributes):
        key, value = match[1].lower(), match[2] or ""
        quoted = value[:1] in ('"', "'") and value != ""
        if key not in ATTRIBUTES_BY_ELEMENT[name]:
            may = ", ".join(sorted(ATTRIBUTES_BY_ELEMENT[name] - {"markdown"}))
            remedy = f"remove it: <{name}> may have {may}"
            found.append(Refusal(("attribute", key), f"has the attribute {key} in <{name}>", remedy, match.start()))
        else:
            read = unescape(value[1:-1] if quoted else value)
            found += (replace(each, at=max(match.start(2), match.start()) + quoted) for each in _check_value(name, key, read, classes))
    return tuple(found)


def _check_value(name: str, key: str, value: str, classes: frozenset[str]) -> Iterator[Refusal]:
    if key == "class":
        for each in value.split():
            if each not in classes and not OPEN_CLASS.fullmatch(each):
                remedy = f"name a class of your own own-{each.lstrip('_-')}, and style it in a sheet of docs/"
                yield Refusal(("class", each), f'has the class "{each}", which no sheet of the site has for texts', remedy)
    elif key == "id":
        if not ID.fullmatch(value) or RESERVED_ID.fullmatch(value):
            yield Refusal(("id", value), f'has the id "{value}", which the theme uses or no link can name', "write words with hyphens")
    elif key in LINK_ATTRIBUTES:
        if (found := find_scheme(value)) not in SCHEMES:
            remedy = "link to http:, https:, mailto: or tel:, or to a page of this site"
            what = "an address that nobody can read" if found == UNREADABLE_HOST else f"{found}:, which pages do not link to"
            yield Refusal(("link", found), f"links to {what}", remedy)
    elif key == "src":
        if find_scheme(value) == UNREADABLE_HOST:
            yield from _check_value(name, "href", value, classes)
        elif is_external(value):
            yield Refusal(("src", value), f"loads {value[:60]}", "lay the picture in docs/ and write ![what it shows](its path)")
    elif key in RULE_BY_ATTRIBUTE and not RULE_BY_ATTRIBUTE[key][0].fullmatch(value):
        yield Refusal(
            ("value", f"{key}={value}"), f'has {key}="{value[:40]}" in <{name}>', f"write {RULE_BY_ATTRIBUTE[key][1]}, or remove it"
        )


def _mask_code(source: str) -> str:
    """Return the source with spaces in place of macros and code."""
    lines, fence = [], ""
    for line in _blank_matches(_MACRO, source).split("\n"):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1].strip()
            lines.append(line)  # with its attributes
            continue
        if fence and mark and mark[1].strip().startswith(fence) and not line.strip(" \t`~\r"):
            fence = ""
        elif not fence:
            lines.append(_blank_matches(_CODE, line))
            continue
        lines.append(" " * len(line))
    return "\n".join(lines)


def _blank_matches(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: _LETTER.sub(" ", match[0]), text)


def _map_places(text: str, classes: frozenset[str]) -> Mapping[tuple[str, str], list[int]]:
    """Return the offsets of everything in a source that may be refused in the page."""
    found = [(each.what, each.at) for each in _read_tags(text, classes)]
    for match in _ATTRIBUTE_LIST.finditer(text):
        start, written = match.start(match.lastindex or 0), match[match.lastindex or 0]
        found += [(what, start + each.start()) for each in _LISTED.finditer(written) for what in _read_listed(each[0], classes)]
    for match in _DESTINATION.finditer(text):
        address, at = unescape(match[match.lastindex or 0]), match.start(match.lastindex or 0)
        found += [(("link", find_scheme(address)), at), (("src", address), at)]
    # Elements refused for their parents, visible only in the converted page.
    found += [(("comment", ""), match.start()) for match in re.finditer("<!--", text)]
    found += [(("inside", match["name"].lower()), match.start()) for match in _TAG.finditer(text) if match["name"]]
    places: dict[tuple[str, str], list[int]] = {}
    for what, at in found:
        if at not in places.setdefault(what, []):
            places[what].append(at)
    return places


def _read_listed(written: str, classes: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield the keys under which an item of an attribute list may be refused."""
    if written[0] in "#.":
        yield ("id" if written[0] == "#" else "class", written[1:])
        return
    key, _, value = written.partition("=")
    key, value = key.lower(), value.strip("\"'")
    yield "attribute", key
    yield "value", f"{key}={value}"
    yield from (each.what for name in ("a", "img", "p") for each in _check_value(name, key, value, classes))


def _make_place(path: str, text: str, at: int) -> Place:
    return Place(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def _find_by_words(html: str, at: int, source: str) -> int:
    """Return the offset in a source of the words after a tag made by Markdown or a macro; -1 if none of them is found."""
    words = re.findall(r"\w+", _strip_tags(html[at : at + _WORD_REACH]))[:_MAX_WORDS]
    begin = find_front_matter(source)[1]
    for some in (words[:size] for size in range(len(words), 0, -1)):
        same = re.compile(r"\b" + r"\W+".join(some) + r"\b", re.IGNORECASE)
        if found := [match.start() for match in same.finditer(source, begin)]:
            return found[min(len(same.findall(_strip_tags(html[:at]))), len(found) - 1)]
    return -1


def _strip_tags(html: str) -> str:
    return unescape(_ANY_TAG.sub(" ", html))


def _find_in_data(each: Refusal, root: Path, classes: frozenset[str]) -> Place | None:
    """Return the place of a finding in the texts of the data."""
    for path in find_files(root, *_DATA_FILES):
        text = path.read_text(encoding="utf-8", errors="replace")
        if places := _map_places(text, classes).get(each.what):
            return _make_place(path.relative_to(root).as_posix(), text, places[0])
    return None
