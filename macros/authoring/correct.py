"""Words of a page replaced by others, and the entry of data/corrections.yml that says so."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from macros.base.author_forms import Call, Text, parse_text
from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.corrections.draft import format_texts
from macros.corrections.faults import FILE
from macros.pages.page import find_front_matter

_QUOTES = ("figure", "not_a_figure")
_LITERAL = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""")
_SPACES = str.maketrans("\u00a0\u202f", "  ")
_END = re.compile(r"[.!?][\"”»]?(?=\s)|\n|$")
_LIST_MARK = re.compile(r"\s*(?:[-*+>]\s+|#+\s+|[0-9]+\.\s+)*")
_MARKUP = re.compile(r"\*\*|__|!?\[(?=[^\]\n]*\]\()|\]\([^)\n]*\)|\[\^[^\]\n]*\]")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|\[\^[^\]]*\]|\*\*|__")
_KEY = re.compile(r"""\s*(?:-\s+)?[\w-]+:\s*["']?""")
_EMPTY_LIST = re.compile(r"^corrections:[ \t]*(?:\[\s*\]|~|null)?[ \t]*$", re.MULTILINE)
_FIRST_ENTRY = re.compile(r"^corrections:.*?^( *)- ", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Replacement:
    """A page with words replaced.

    Attributes:
        text: Its source.
        old: The sentences with the words before, as their source has them.
        new: The same sentences now.
    """

    text: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass
class _ReadText:
    """A source as it reads: every sign with its offset and the form that it is in (a call, or -1 for text)."""

    source: str
    signs: str = ""
    offsets: list[int] = field(default_factory=list)
    forms: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)  # of each call, in the source

    @classmethod
    def from_source(cls, source: str) -> _ReadText:
        found, signs = cls(source), []
        for part in parse_text(source):
            begin, end, form = part.start, part.end, -1
            if isinstance(part, Call) and part.name in _QUOTES:
                literals = list(_LITERAL.finditer(source, begin, end))
                told = literals[1 if part.name == "figure" else 0 :][:1]
                form = len(found.spans)
                found.spans.append((begin, end))
                begin, end = (told[0].start() + 1, told[0].end() - 1) if told else (end, end)
            elif not isinstance(part, Text):
                continue
            marks = _MARKUP.finditer(source, begin, end) if form < 0 else ()
            read = [begin, *(at for mark in marks for at in mark.span()), end]
            for first, last in zip(read[::2], read[1::2], strict=True):
                signs.append(source[first:last])
                found.offsets += range(first, last)
                found.forms += itertools.repeat(form, last - first)
        found.signs = "".join(signs).translate(_SPACES)
        return found

    def find_sentence(self, at: int) -> tuple[int, int]:
        """Return the span in the source of the sentence with the sign `at`, its calls whole."""
        begins = [match.end() for match in _END.finditer(self.signs) if match.end() <= at]
        begin = begins[-1] if begins else 0
        found = _END.search(self.signs, at)
        end = found.end() if found else len(self.signs)
        while begin < at and self.signs[begin].isspace():
            begin += 1
        return self._find_whole(begin, end)

    def _find_whole(self, begin: int, end: int) -> tuple[int, int]:
        """Return the span in the source of some signs, with the whole of each call that they are in."""
        start, stop = self.offsets[begin], self.offsets[end - 1] + 1
        if self.forms[begin] >= 0:
            start = self.spans[self.forms[begin]][0]
        if self.forms[end - 1] >= 0:
            stop = self.spans[self.forms[end - 1]][1]
        return start, stop


def replace_words(source: str, path: str, old: str, new: str) -> Replacement:
    """Replace words wherever a page says them: in its text, its title, its summary, inside quotes of figures too.

    Args:
        old: The words as they read on the page.
        new: The words to read instead. They may quote with `{{ figure("id", "words") }}`.

    Raises:
        FaultError: The page does not say the words, or they cannot be replaced without an author's quote.
    """
    read = _ReadText.from_source(source)
    wanted = " ".join(old.translate(_SPACES).split())
    pattern = r"\s".join(map(re.escape, wanted.split()))
    starts = [match.start() for match in re.finditer(rf"(?<![\w.,]){pattern}(?![\w%])", read.signs)]
    if not starts or not wanted:
        lines = [line.strip() for line in read.signs.splitlines() if line.strip()]
        hint = suggest_nearest(wanted, lines) if wanted else "give the words as the page has them"
        raise FaultError(Fault(Place(path), "call", f'does not say "{old}"', hint))
    edits = [_find_edit(read, at, len(wanted), new, path) for at in starts]
    body = find_front_matter(source)[1]
    sentences: list[tuple[str, str]] = []
    for at in sorted(starts, key=lambda at: read.offsets[at] < body):  # those of the text first: the summary repeats them
        begin, end = read.find_sentence(at)
        before = source[begin:end]
        after = _apply_edits(before, [(a - begin, b - begin, said) for a, b, said in edits if begin <= a and b <= end])
        pair = (clean_sentence(before), clean_sentence(after))
        if pair not in sentences and not any(read_as_text(pair[0]) in read_as_text(other) for other, _ in sentences):
            sentences.append(pair)
    olds, news = zip(*sentences, strict=True)
    return Replacement(_apply_edits(source, edits), olds, news)


def _find_edit(read: _ReadText, at: int, length: int, new: str, path: str) -> tuple[int, int, str]:
    """Return the span in the source to be replaced, the smallest that makes the new words of the old, and its words."""
    if "{{" in new or "{%" in new:
        return *read._find_whole(at, at + length), new
    old = read.signs[at : at + length].replace("\n", " ")
    plain = new.translate(_SPACES)
    begin = len(_find_common(old, plain))
    left = min(len(old), len(plain)) - begin
    end = len(_find_common(old[::-1][:left], plain[::-1][:left]))
    said = new[begin : len(new) - end]
    first, last = at + begin, at + length - end
    if first == last:  # words are added: they belong to what stands before them
        first = last = max(first, at + 1)
        offset = read.offsets[first - 1] + 1
        return offset, offset, said
    if len({*read.forms[first:last]}) > 1 or read.offsets[last - 1] - read.offsets[first] != last - 1 - first:
        remedy = 'quote the figures in the new words: --new \'... {{ figure("id", "words") }} ...\''
        raise FaultError(Fault(Place(path), "call", f'says "{old}" in several parts', remedy))
    return read.offsets[first], read.offsets[last - 1] + 1, said


def _find_common(one: str, other: str) -> str:
    """Return the common beginning of two texts."""
    return "".join(a for a, _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _apply_edits(text: str, edits: Sequence[tuple[int, int, str]]) -> str:
    for begin, end, said in sorted(edits, reverse=True):
        text = text[:begin] + said + text[end:]
    return text


def find_sentence_at(source: str, place: Place) -> str:
    """Return the sentence of a source at a place, as it is written, or "" if there is none."""
    read = _ReadText.from_source(source)
    lines = source.splitlines(keepends=True)
    offset = sum(map(len, lines[: place.line - 1])) + max(place.column - 1, 0)
    at = next((number for number, each in enumerate(read.offsets) if each >= offset and read.forms[number] >= 0), None)
    if at is None:
        return ""
    begin, end = read.find_sentence(at)
    return clean_sentence(source[begin:end])


def clean_sentence(source: str) -> str:
    """Return a sentence without its list mark, its key in a front matter, and its markup."""
    text = source.strip()
    if (key := _KEY.match(text)) and key.end() < len(text):
        text = text[key.end() :].rstrip("\"',")
    text = text[_LIST_MARK.match(text).end() :]  # type: ignore[union-attr]  # the pattern matches an empty text
    return " ".join(_LINK.sub(r"\1", text).split())


def count_sentences(source: str) -> int:
    """Return the number of sentences in a text, at least one."""
    return max(1, len(re.findall(r"[.!?](?=\s|$)", read_as_text(source))))


def read_as_text(source: str) -> str:
    """Return a source as it reads."""
    return _ReadText.from_source(source).signs


@dataclass(frozen=True)
class Entry:
    """An entry to be written. Its texts are given by language; those about the change are the author's."""

    old: Mapping[str, str]
    new: Mapping[str, str]
    pages: Sequence[str]
    data: str = ""
    figures: Sequence[str] = ()
    date: str = ""
    kind: str = ""
    nature: str = ""
    what: Mapping[str, str] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)
    scale: Mapping[str, str] = field(default_factory=dict)

    def list_lines(self) -> Iterator[str]:
        """Yield its lines of YAML."""
        yield f"- date: {self.date}"
        yield f"  kind: {self.kind}"
        yield from (f"  {name}: {format_texts(getattr(self, name))}" for name in ("what", "why"))
        yield f"  nature: {self.nature}"
        yield from (f"  {name}: {format_texts(text)}" for name in ("scale", "old", "new") if (text := getattr(self, name)))
        yield f"  pages: [{', '.join(self.pages)}]"
        if self.data:
            yield f"  data: {self.data}"
        if self.figures:
            yield f"  figures: [{', '.join(self.figures)}]"


def append_entry(text: str, entry: Entry) -> str:
    """Append an entry to the text of data/corrections.yml.

    Raises:
        FaultError: The file has no list to append to.
    """
    if empty := _EMPTY_LIST.search(text):
        if not _FIRST_ENTRY.search(text, empty.start()):
            written = "\n".join(f"  {line}" for line in entry.list_lines())
            return f"{text[: empty.start()]}corrections:\n{written}\n{text[empty.end() :].lstrip(chr(10))}"
    first = _FIRST_ENTRY.search(text)
    if not first:
        raise FaultError(Fault(Place(FILE), "correction", "has no list `corrections`", "write `corrections:`"))
    return text.rstrip("\n") + "\n\n" + "\n".join(f"{first[1]}{line}" for line in entry.list_lines()) + "\n"
