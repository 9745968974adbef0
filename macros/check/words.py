"""The words that readers see of a text, where each is written, and what it is bound to: of a passage of the built site, and of the texts in
authors' files that it may come from. Markup, entities, signs that nobody sees and macros stand in no word's way.
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

Bound = Callable[[int], Sequence[Quote]]  # the quotes that a macro has made whose name begins at an offset

_RUN = re.compile(r"\d+|[^\W\d_]+")
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_PARTS = "\u2063"  # of what nobody sees the one that the check puts between a number and the mark of a note
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
_WRITTEN = frozenset({*ATTRIBUTES, "href", "download", "id", "start", "value"})  # attributes that the check reads
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|U([0-9a-fA-F]{8})|\r?\n\s*|.)", re.DOTALL)
_OF_ONE = {"_": "\u00a0", "n": "\n", "t": "\t"}  # the others stand for themselves, or for a space
_PLACEHOLDER = re.compile(r"\{[a-z_0-9]*\}")
_CELL = re.compile(r'"(?:[^"]|"")*"|[^,"\r\n]+')


class Word(NamedTuple):
    """A word or the digits of a number. bound: the figure that it is bound to, or `exempt`, or "". at, end: where it is written."""

    text: str
    bound: str
    at: int
    end: int

    @property
    def key(self) -> tuple[str, str]:
        return self[:2]


class Shown:
    """The characters that readers see of a text, each with its offset in what is written and with what it is bound to."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.at: list[int] = []
        self.bound: list[str] = []

    def add(self, text: str, at: Sequence[int] | int, bound: str = "") -> None:
        """Add text. at: the offset of each character, or of all of them together."""
        for index, character in enumerate(text):
            if character != _PARTS and _UNSEEN.match(character):
                continue
            for one in unicodedata.normalize("NFKC", character) or " ":
                self.text.append(one)
                self.at.append(at if isinstance(at, int) else at[index])
                self.bound.append(bound)

    def words(self) -> list[Word]:
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
    """Return the words of a page's Markdown from an offset on; and those that stand beside its text, in attributes and addresses."""
    scan = _Scan(bound)
    scan.parts(parse(text[begin:]), text[begin:], range(begin, len(text)))
    return scan.last.words(), [shown.words() for shown in scan.beside]


def html_words(text: str) -> list[list[Word]]:
    """Return the words of a file of HTML or of a template, apart where elements or what a template puts in part them."""
    scan = _Scan(lambda _: (), parted=True, has_braces=True)
    scan.markup(text, range(len(text)))
    return [shown.words() for shown in (*scan.pieces, *scan.beside)]


def yaml_words(text: str, start: int, end: int, bound: Bound) -> list[list[Word]]:
    """Return the words of a scalar of YAML, apart where what the site puts in stands between; once for each wording that a quote has."""
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
    """Return what a scalar of YAML says, and the offset of each of its characters; white space stands as it is written."""
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
    """A text that is being read. parted: whether its pieces are kept apart. number: of the wordings that a quote has, the one to take.

    has_braces: whether what stands in braces is a template's; what is left of them in an author's text is text.
    """

    def __init__(self, bound: Bound, *, parted: bool = False, number: int = 0, has_braces: bool = False) -> None:
        self.bound, self.parted, self.number, self.has_braces = bound, parted, number, has_braces
        self.pieces = [Shown()]
        self.beside: list[Shown] = []

    @property
    def last(self) -> Shown:
        return self.pieces[-1]

    def part(self, at: int) -> None:
        """Part what comes from what stands before."""
        if self.parted:
            self.pieces.append(Shown())
        else:
            self.last.add(" ", at)

    def parts(self, parts: Sequence[Part], text: str, at: Sequence[int], *, exempt: bool = False, plain_text: bool = False) -> None:
        """Read the parts of a text. at: the offset of each of its characters. plain_text: no markup means anything in it."""
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
        """Read what a macro shows: its quotes, else the texts that it is given."""
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
        """Note what is written beside the text. text: what it says."""
        shown = Shown()
        shown.add(text, at if text == written else at[0] if at else 0)
        self.beside.append(shown)
