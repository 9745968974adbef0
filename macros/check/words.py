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

from macros.base.author_forms import Block, Call, Mistake, Part, parse_text
from macros.check.readers.html_elements import KIND_BY_TAG, OTHER_KIND, TEXT_ATTRIBUTES
from macros.claims.passage import Binding, Passage
from macros.numbers.text.markup import INVISIBLE
from macros.quotes import Quote

QuoteFinder = Callable[[int], Sequence[Quote]]  # offset of a macro's name -> the quotes it has made

_RUN = re.compile(r"\d+|[^\W\d_]+")
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_SEPARATOR = "\u2063"  # invisible; put between a number and the mark of a note by the check
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
_READ_ATTRIBUTES = frozenset({*TEXT_ATTRIBUTES, "href", "download", "id", "start", "value"})  # attributes read by the check
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|U([0-9a-fA-F]{8})|\r?\n\s*|.)", re.DOTALL)
_SPECIAL_ESCAPES = {"_": "\u00a0", "n": "\n", "t": "\t"}  # other escapes are the character itself, or a space
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


class VisibleText:
    """The visible characters of a text, each with its source offset and binding."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.at: list[int] = []
        self.bound: list[str] = []

    def add(self, text: str, at: Sequence[int] | int, bound: str = "") -> None:
        """Add text. `at`: the offset of each character, or one for all."""
        for index, character in enumerate(text):
            if character != _SEPARATOR and _UNSEEN.match(character):
                continue
            for one in unicodedata.normalize("NFKC", character) or " ":
                self.text.append(one)
                self.at.append(at if isinstance(at, int) else at[index])
                self.bound.append(bound)

    def split_words(self) -> list[Word]:
        """Return the words, split where letters and digits or bindings meet."""
        return list(self._split_words())

    def _split_words(self) -> Iterator[Word]:
        text = "".join(self.text)
        for match in _RUN.finditer(text):
            begin = match.start()
            for end in range(begin + 1, match.end() + 1):
                if end == match.end() or self.bound[end] != self.bound[begin]:
                    yield Word(text[begin:end], self.bound[begin], self.at[begin], self.at[end - 1] + 1)
                    begin = end


def split_passage(passage: Passage) -> list[Word]:
    """Return the words of a passage."""
    return _split_spans(passage.text, passage.spans)


@functools.lru_cache(maxsize=4096)
def _split_spans(text: str, spans: tuple[tuple[int, int, Binding], ...]) -> list[Word]:
    bound = [""] * len(text)
    for start, end, binding in sorted(spans, key=lambda span: span[0] - span[1]):  # the innermost last
        bound[start:end] = [binding.name if binding.kind == "figure" else binding.kind] * (end - start)
    shown = VisibleText()
    for index, character in enumerate(text):
        shown.add(character, index, bound[index])
    return shown.split_words()


def read_markdown_words(text: str, begin: int, bound: QuoteFinder) -> tuple[list[Word], list[list[Word]]]:
    """Return the words of a page's Markdown from an offset on, and the words of attributes and addresses in it."""
    scan = _WordScanner(bound)
    scan.read_parts(parse_text(text[begin:]), text[begin:], range(begin, len(text)))
    return scan.last_piece.split_words(), [shown.split_words() for shown in scan.asides]


def read_html_words(text: str) -> list[list[Word]]:
    """Return the words of an HTML file or template, in pieces separated by block elements and template expressions."""
    scan = _WordScanner(lambda _: (), is_parted=True, has_braces=True)
    scan.read_markup(text, range(len(text)))
    return [shown.split_words() for shown in (*scan.pieces, *scan.asides)]


def read_yaml_words(text: str, start: int, end: int, bound: QuoteFinder) -> list[list[Word]]:
    """Return the words of a YAML scalar, in pieces separated by placeholders and macros, once for each wording of a quote."""
    plain, at = _unescape_yaml(text, start, end)
    found = []
    for number in range(max((len(bound(at[part.at])) for part in parse_text(plain) if isinstance(part, Call)), default=0) or 1):
        scan = _WordScanner(bound, is_parted=True, number=number)
        scan.read_parts(parse_text(plain), plain, at, plain_text=True)
        found += [shown.split_words() for shown in scan.pieces]
    return found


def read_csv_words(text: str) -> list[list[Word]]:
    """Return the words of each cell of a CSV file."""
    found = []
    for match in _CELL.finditer(text):
        shown = VisibleText()
        shown.add(match[0], range(match.start(), match.end()))
        found.append(shown.split_words())
    return found


def _unescape_yaml(text: str, start: int, end: int) -> tuple[str, list[int]]:
    """Return the value of a YAML scalar with the source offset of each character. White space stays unfolded."""
    opening = text[start : start + 1]
    if opening in ("|", ">"):
        start = text.find("\n", start, end) + 1 or end
    pattern = {'"': _ESCAPE, "'": re.compile("''")}.get(opening)
    if pattern:
        start, end = start + 1, end - 1
    said, at, done = "", [], start
    for match in pattern.finditer(text, start, end) if pattern else ():
        said += text[done : match.start()] + (one := _decode_escape(match))
        at += [*range(done, match.start()), *[match.start()] * len(one)]
        done = match.end()
    return said + text[done:end], [*at, *range(done, end)]


def _decode_escape(escape: re.Match[str]) -> str:
    if escape.re is not _ESCAPE:
        return "'"
    code = escape[1] or escape[2] or escape[3]
    return chr(int(code, 16)) if code else _SPECIAL_ESCAPES.get(escape[0][1:], escape[0][1] if escape[0][1:].isprintable() else " ")


class _WordScanner:
    """The state of reading a text."""

    def __init__(self, find_quotes: QuoteFinder, *, is_parted: bool = False, number: int = 0, has_braces: bool = False) -> None:
        # is_parted: keep pieces apart. number: the wording to take of a quote. has_braces: braces are a template's expressions, else text.
        self.bound, self.is_parted, self.number, self.has_braces = find_quotes, is_parted, number, has_braces
        self.pieces = [VisibleText()]
        self.asides: list[VisibleText] = []

    @property
    def last_piece(self) -> VisibleText:
        return self.pieces[-1]

    def break_text(self, at: int) -> None:
        """Begin a new piece, or add a space."""
        if self.is_parted:
            self.pieces.append(VisibleText())
        else:
            self.last_piece.add(" ", at)

    def read_parts(self, parts: Sequence[Part], text: str, at: Sequence[int], *, exempt: bool = False, plain_text: bool = False) -> None:
        """Read the parts of a text. `at`: the offset of each of its characters. `plain_text`: without markup."""
        for part in parts:
            if isinstance(part, Block):
                self.read_parts(part.parts, text, at, exempt=True, plain_text=plain_text)
            elif isinstance(part, Call):
                self.read_call(part, at)
            elif isinstance(part, Mistake):
                self.break_text(at[part.start])
            else:
                where = at[part.start : part.end] if part.value == text[part.start : part.end] else [at[part.start]] * len(part.value)
                if plain_text:
                    self.read_plain(part.value, where)
                else:
                    self.read_markup(part.value, where, _EXEMPT if exempt else "")

    def read_call(self, call: Call, at: Sequence[int]) -> None:
        """Read the output of a macro: its quotes, else its text arguments."""
        here, values = at[call.at], call.values
        if call.name == "not_a_figure" and values:
            self.last_piece.add(str(values[0]), here, _EXEMPT)
        elif call.name == "figure" and len(values) > 1:
            self.last_piece.add(str(values[1]), here, str(values[0]))
        elif found := self.bound(here):
            for quote in [found[min(self.number, len(found) - 1)]] if call.name == "figure" else found:
                self.last_piece.add(f" {quote.wording}", here, quote.figure)
        else:
            self.break_text(here)
            for argument in call.arguments:
                if isinstance(argument.value, str):
                    self.last_piece.add(argument.value, at[argument.start])
                    self.break_text(here)

    def read_plain(self, text: str, at: Sequence[int]) -> None:
        """Read text without markup. A placeholder ends a piece."""
        done = 0
        for match in _PLACEHOLDER.finditer(text):
            self.last_piece.add(text[done : match.start()], at[done : match.start()])
            self.break_text(at[match.start()])
            done = match.end()
        self.last_piece.add(text[done:], at[done:])

    def read_markup(self, text: str, at: Sequence[int], bound: str = "") -> None:
        """Read Markdown or HTML."""
        done = 0
        for match in _MARKUP.finditer(text):
            begin = match.start()
            self.last_piece.add(text[done:begin], at[done:begin], bound)
            done = match.end()
            if match["tag"]:
                self.read_tag(match, at, begin)
            elif match["entity"]:
                self.last_piece.add(html.unescape(match["entity"]), at[begin], bound)
            elif match["escaped"]:
                self.last_piece.add(match["escaped"], at[begin], bound)
            elif match["jinja"] and self.has_braces:
                self.break_text(at[begin])
            elif match["jinja"]:
                self.last_piece.add(match[0], at[begin:done], bound)
            elif match["target"] or match["left_out"]:
                written = match[0].removeprefix("](")
                self.add_aside(written, unquote(written), at[done - len(written) : done])
                if match[0].startswith("["):
                    self.last_piece.add(" ", at[begin])
            elif match["alternative"]:
                done = match.start("alternative")
                self.add_aside(match["alternative"], match["alternative"], at[done : match.end()])
        self.last_piece.add(text[done:], at[done:], bound)

    def read_tag(self, match: re.Match[str], at: Sequence[int], begin: int) -> None:
        """Read the attributes of a tag. A block element ends a piece."""
        name = match["name"].lower()
        if name == "br":
            self.last_piece.add(" ", at[begin])
        elif KIND_BY_TAG.get(name, OTHER_KIND).is_block:
            self.break_text(at[begin])
        for found in _ATTRIBUTE.finditer(match["tag"]):
            if found[1].lower() in _READ_ATTRIBUTES:
                value = found.lastindex or 1
                where = at[begin + found.start(value) : begin + found.end(value)]
                self.add_aside(found[value], html.unescape(unquote(found[value])), where)

    def add_aside(self, written: str, text: str, at: Sequence[int]) -> None:
        """Add a text beside the main text. `written`: its source; `text`: its decoded form."""
        shown = VisibleText()
        shown.add(text, at if text == written else at[0] if at else 0)
        self.asides.append(shown)
