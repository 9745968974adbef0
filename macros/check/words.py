"""Splits texts into the words seen by readers, with their source offsets and bindings.

The texts are passages of the built site and their possible sources in authors' files. Markup, entities, invisible characters and
macros do not split a word.
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from macros.base.author_forms import Block, Call, Mistake, Part, parse
from macros.check.elements import ATTRIBUTES, KINDS, OTHER
from macros.check.model import Binding, Passage
from macros.numbers.markup import INVISIBLE
from macros.quotes import Quote

Bound = Callable[[int], Sequence[Quote]]  # offset of a macro's name -> the quotes it has made

_RUN = re.compile(r"\d+|[^\W\d_]+")
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_PARTS = "\u2063"  # invisible; put between a number and the mark of a note by the check
_EXEMPT = "exempt"
_MARKUP = re.compile(
    r"""(?P<left_out><!--.*?-->|\{:?[ ]*[#.][^{}\n]*\}|[*`~]+|\[\^[^\]\s]+\]:?)"""
    r"""|(?P<tag></?(?P<name>[a-zA-Z][\w:-]*)(?:[^<>"']|"[^"]*"|'[^']*')*>)"""
    r"""|(?P<entity>&\#?\w+;)"""
    r"""|\\(?P<escaped>[!-/:-@\[-`{-~])"""
    r"""|(?P<target>\]\((?:[^()\n]|\([^()\n]*\))*\)|\]\[[^\]\n]*\])"""
    r"""|!\[(?P<alternative>[^\]]*)(?=\])|(?P<opens>\[)"""
    r"""|(?P<jinja>\{\{.*?\}\}|\{%.*?%\}|\{\#.*?\#\})""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
_WRITTEN = frozenset({*ATTRIBUTES, "href", "download", "id", "start", "value"})  # attributes read by the check
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|U([0-9a-fA-F]{8})|\r?\n\s*|.)", re.DOTALL)
_OF_ONE = {"_": "\u00a0", "n": "\n", "t": "\t"}  # other escapes are the character itself, or a space
_PLACEHOLDER = re.compile(r"\{[a-z_0-9]*\}")
_CELL = re.compile(r'"(?:[^"]|"")*"|[^,"\r\n]+')


class Word(NamedTuple):
    """A word or the digits of a number."""

    text: str
    bound: str  # the figure it is bound to, or `exempt`, or ""
    at: int  # offset in the source
    end: int

    @property
    def key(self) -> tuple[str, str]:
        """Return the text and the binding, compared between texts."""
        return self[:2]


class Shown:
    """The visible characters of a text, each with its source offset and binding."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.at: list[int] = []
        self.bound: list[str] = []

    def add(self, text: str, at: Sequence[int] | int, bound: str = "") -> None:
        """Add text. `at`: the offset of each character, or one for all."""
        for index, character in enumerate(text):
            if character != _PARTS and _UNSEEN.match(character):
                continue
            for one in unicodedata.normalize("NFKC", character) or " ":
                self.text.append(one)
                self.at.append(at if isinstance(at, int) else at[index])
                self.bound.append(bound)

    def words(self) -> list[Word]:
        """Return the words, split where letters and digits or bindings meet."""
        return list(self._words())

    def _words(self) -> Iterator[Word]:
        text = "".join(self.text)
        for match in _RUN.finditer(text):
            begin = match.start()
            for end in range(begin + 1, match.end() + 1):
                if end == match.end() or self.bound[end] != self.bound[begin]:
                    yield Word(text[begin:end], self.bound[begin], self.at[begin], self.at[end - 1] + 1)
                    begin = end


def said(passage: Passage) -> list[Word]:
    """Return the words of a passage."""
    return _said(passage.text, passage.spans)


@functools.lru_cache(maxsize=4096)
def _said(text: str, spans: tuple[tuple[int, int, Binding], ...]) -> list[Word]:
    bound = [""] * len(text)
    for start, end, binding in sorted(spans, key=lambda span: span[0] - span[1]):  # the innermost last
        bound[start:end] = [binding.name if binding.kind == "figure" else binding.kind] * (end - start)
    shown = Shown()
    for index, character in enumerate(text):
        shown.add(character, index, bound[index])
    return shown.words()


def markdown_words(text: str, begin: int, bound: Bound) -> tuple[list[Word], list[list[Word]]]:
    """Return the words of a page's Markdown from an offset on, and the words of attributes and addresses in it."""
    scan = _Scan(bound)
    scan.parts(parse(text[begin:]), text[begin:], range(begin, len(text)))
    return scan.last.words(), [shown.words() for shown in scan.beside]


def html_words(text: str) -> list[list[Word]]:
    """Return the words of an HTML file or template, in pieces separated by block elements and template expressions."""
    scan = _Scan(lambda _: (), parted=True, has_braces=True)
    scan.markup(text, range(len(text)))
    return [shown.words() for shown in (*scan.pieces, *scan.beside)]


def yaml_words(text: str, start: int, end: int, bound: Bound) -> list[list[Word]]:
    """Return the words of a YAML scalar, in pieces separated by placeholders and macros, once for each wording of a quote."""
    plain, at = _unescaped(text, start, end)
    found = []
    for number in range(max((len(bound(at[part.at])) for part in parse(plain) if isinstance(part, Call)), default=0) or 1):
        scan = _Scan(bound, parted=True, number=number)
        scan.parts(parse(plain), plain, at, plain_text=True)
        found += [shown.words() for shown in scan.pieces]
    return found


def csv_words(text: str) -> list[list[Word]]:
    """Return the words of each cell of a CSV file."""
    found = []
    for match in _CELL.finditer(text):
        shown = Shown()
        shown.add(match[0], range(match.start(), match.end()))
        found.append(shown.words())
    return found


def _unescaped(text: str, start: int, end: int) -> tuple[str, list[int]]:
    """Return the value of a YAML scalar with the source offset of each character. White space stays unfolded."""
    opening = text[start : start + 1]
    if opening in ("|", ">"):
        start = text.find("\n", start, end) + 1 or end
    pattern = {'"': _ESCAPE, "'": re.compile("''")}.get(opening)
    if pattern:
        start, end = start + 1, end - 1
    said, at, done = "", [], start
    for match in pattern.finditer(text, start, end) if pattern else ():
        said += text[done : match.start()] + (one := _character(match))
        at += [*range(done, match.start()), *[match.start()] * len(one)]
        done = match.end()
    return said + text[done:end], [*at, *range(done, end)]


def _character(escape: re.Match[str]) -> str:
    if escape.re is not _ESCAPE:
        return "'"
    code = escape[1] or escape[2] or escape[3]
    return chr(int(code, 16)) if code else _OF_ONE.get(escape[0][1:], escape[0][1] if escape[0][1:].isprintable() else " ")


class _Scan:
    """The state of reading a text."""

    def __init__(self, bound: Bound, *, parted: bool = False, number: int = 0, has_braces: bool = False) -> None:
        # parted: keep pieces apart. number: the wording to take of a quote. has_braces: braces are a template's expressions, else text.
        self.bound, self.parted, self.number, self.has_braces = bound, parted, number, has_braces
        self.pieces = [Shown()]
        self.beside: list[Shown] = []

    @property
    def last(self) -> Shown:
        return self.pieces[-1]

    def part(self, at: int) -> None:
        """Begin a new piece, or add a space."""
        if self.parted:
            self.pieces.append(Shown())
        else:
            self.last.add(" ", at)

    def parts(self, parts: Sequence[Part], text: str, at: Sequence[int], *, exempt: bool = False, plain_text: bool = False) -> None:
        """Read the parts of a text. `at`: the offset of each of its characters. `plain_text`: without markup."""
        for part in parts:
            if isinstance(part, Block):
                self.parts(part.parts, text, at, exempt=True, plain_text=plain_text)
            elif isinstance(part, Call):
                self.call(part, at)
            elif isinstance(part, Mistake):
                self.part(at[part.start])
            else:
                where = at[part.start : part.end] if part.value == text[part.start : part.end] else [at[part.start]] * len(part.value)
                if plain_text:
                    self.plain(part.value, where)
                else:
                    self.markup(part.value, where, _EXEMPT if exempt else "")

    def call(self, call: Call, at: Sequence[int]) -> None:
        """Read the output of a macro: its quotes, else its text arguments."""
        here, values = at[call.at], call.values
        if call.name == "not_a_figure" and values:
            self.last.add(str(values[0]), here, _EXEMPT)
        elif call.name == "figure" and len(values) > 1:
            self.last.add(str(values[1]), here, str(values[0]))
        elif found := self.bound(here):
            for quote in [found[min(self.number, len(found) - 1)]] if call.name == "figure" else found:
                self.last.add(f" {quote.wording}", here, quote.figure)
        else:
            self.part(here)
            for argument in call.arguments:
                if isinstance(argument.value, str):
                    self.last.add(argument.value, at[argument.start])
                    self.part(here)

    def plain(self, text: str, at: Sequence[int]) -> None:
        """Read text without markup. A placeholder ends a piece."""
        done = 0
        for match in _PLACEHOLDER.finditer(text):
            self.last.add(text[done : match.start()], at[done : match.start()])
            self.part(at[match.start()])
            done = match.end()
        self.last.add(text[done:], at[done:])

    def markup(self, text: str, at: Sequence[int], bound: str = "") -> None:
        """Read Markdown or HTML."""
        done = 0
        for match in _MARKUP.finditer(text):
            begin = match.start()
            self.last.add(text[done:begin], at[done:begin], bound)
            done = match.end()
            if match["tag"]:
                self.tag(match, at, begin)
            elif match["entity"]:
                self.last.add(html.unescape(match["entity"]), at[begin], bound)
            elif match["escaped"]:
                self.last.add(match["escaped"], at[begin], bound)
            elif match["jinja"] and self.has_braces:
                self.part(at[begin])
            elif match["jinja"]:
                self.last.add(match[0], at[begin:done], bound)
            elif match["target"] or match["left_out"]:
                written = match[0].removeprefix("](")
                self.aside(written, unquote(written), at[done - len(written) : done])
                if match[0].startswith("["):
                    self.last.add(" ", at[begin])
            elif match["alternative"]:
                done = match.start("alternative")
                self.aside(match["alternative"], match["alternative"], at[done : match.end()])
        self.last.add(text[done:], at[done:], bound)

    def tag(self, match: re.Match[str], at: Sequence[int], begin: int) -> None:
        """Read the attributes of a tag. A block element ends a piece."""
        name = match["name"].lower()
        if name == "br":
            self.last.add(" ", at[begin])
        elif KINDS.get(name, OTHER).block:
            self.part(at[begin])
        for found in _ATTRIBUTE.finditer(match["tag"]):
            if found[1].lower() in _WRITTEN:
                value = found.lastindex or 1
                where = at[begin + found.start(value) : begin + found.end(value)]
                self.aside(found[value], html.unescape(unquote(found[value])), where)

    def aside(self, written: str, text: str, at: Sequence[int]) -> None:
        """Add a text beside the main text. `written`: its source; `text`: its decoded form."""
        shown = Shown()
        shown.add(text, at if text == written else at[0] if at else 0)
        self.beside.append(shown)
