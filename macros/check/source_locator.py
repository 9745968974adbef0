"""Locates a number of the built site in an author's file.

The sources of a built file are known: a page has its Markdown and front matter, a title or headline the text that declares it. The
text of an article is aligned with its Markdown word by word. Any other passage is looked up among the declared texts. Words are equal
only with equal bindings: the words of a quote never match those of a bare number.
"""

from __future__ import annotations

import bisect
import difflib
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import yaml

from macros.base.author_forms import Lines
from macros.base.errors import Place
from macros.base.files import find_files
from macros.base.yaml_source import SafeLoader
from macros.check.words import Word, read_csv_words, read_html_words, read_markdown_words, read_yaml_words, split_passage
from macros.claims.passage import Passage
from macros.edition.edition import Edition
from macros.figures import build_address
from macros.pages import Page
from macros.pages.page import find_front_matter
from macros.quotes import Quote

_IDENTIFIER = re.compile(r"[\w./:#-]*[-/][\w./:#-]*")  # an id, a date, an address: no text
_MIN_WORDS = 2  # words needed to match a part of a text
_TEXT_FILES = ("mkdocs.yml", "data/*.yml", "data/*/*/*.json", "macros/interface/*.yml", "data/*/*/*.csv", "overrides/**/*.html")
_RUN_LENGTH = 4  # words; a run shared by few passages
_MAX_PAIRS = 10**7  # pairs of words compared, in a second or two
_STRING_TAG = "tag:yaml.org,2002:str"
_Key = tuple[str, str]


@dataclass(frozen=True)
class SourceFile:
    """A file of an author."""

    path: str
    text: str

    @cached_property
    def lines(self) -> Lines:
        """Return the index of the file's lines."""
        return Lines(self.text, self.path)

    def place_word(self, word: Word, before: str) -> Place:
        """Return the place of a word. `before`: a sign or currency before the word, included if the file has it there."""
        at = word.at
        return self.lines.place_at(at - len(before) if before and self.text.endswith(before, 0, at) else at)


@dataclass(frozen=True)
class Region:
    """A text in an author's file."""

    file: SourceFile
    words: Sequence[Word]
    own: str = ""  # the page with this front matter
    lang: str = ""  # of its words; "" for all languages


@dataclass
class SourceLocator:
    """The authors' files of an edition. None is read before the first fault."""

    edition: Edition
    _regions_by_page: dict[str, tuple[Region, list[Region]]] = field(default_factory=dict)
    # Passage and offset of a word in the last article -> its index in the Markdown.
    _number_by_word: dict[tuple[int, int], int] = field(default_factory=dict)

    def locate_article(
        self, page: Page, passages: Sequence[Passage], wanted: Iterable[tuple[int, int]]
    ) -> tuple[dict[tuple[int, int], Place], dict[tuple[int, int], Place]]:
        """Return the places in a page's Markdown of passages found there whole, and of passages found in part.

        A passage in part has a note of the build inside, or repeats words of another text. Passages not in the Markdown are left out.
        `passages`: all of the built page, in order. `wanted`: indices of passages, with offsets in them.
        """
        body, _ = self._read_page(page.path)
        texts = {index: split_passage(passage) for index, passage in enumerate(passages) if passage.surface == "text"}
        shown = [(index, word.at) for index, words in texts.items() for word in words]
        source = [word.key for word in body.words]
        self._number_by_word, left = {}, dict(enumerate(body.words))
        for first, built, size in _align_words(source, [[word.key for word in words] for words in texts.values()]):
            self._number_by_word |= zip(shown[built : built + size], range(first, first + size), strict=True)
            for matched in range(first, first + size):
                del left[matched]
        whole: dict[tuple[int, int], Place] = {}
        partly: dict[tuple[int, int], Place] = {}
        for index, offset in sorted(wanted):
            at = _find_word(passages[index], offset)
            if passages[index].surface != "text" or at is None:
                continue
            words = split_passage(passages[index])
            numbers = [self._number_by_word.get((index, word.at)) for word in words]
            if None in numbers and (taken := _take_passage(left, words)):
                numbers = list(taken)
            number = numbers[at]
            if number is None:
                continue
            is_whole = numbers == list(range(number - at, number - at + len(words)))
            near = number - 1 in numbers[max(0, at - 1) : at] or number + 1 in numbers[at + 1 : at + 2]
            if is_whole or near:
                place = body.file.place_word(body.words[number], _find_sign_before(passages[index], at, offset))
                (whole if is_whole else partly)[index, offset] = place
        return whole, partly

    def locate_in_file(self, name: str, page: Page | None, passage: Passage, offset: int) -> Place | None:
        """Return the place of a passage beside its page's text, such as an attribute, or in a file published unchanged."""
        return self._locate_in_regions(self._read_page(page.path)[1] if page else self._read_static_file(name), passage, offset, fewest=0)

    def locate_text(self, page: Page | None, passage: Passage, offset: int) -> Place | None:
        """Return the place of the declared text around a passage, the front matter of its page first."""
        at = _find_word(passage, offset)
        declared = self._regions_by_word.get(split_passage(passage)[at].key, ()) if at is not None else ()
        own = [region for region in declared if page and region.own == page.path]
        return self._locate_in_regions(own, passage, offset) or self._locate_in_regions(declared, passage, offset)

    def is_declared(self, passage: Passage, offset: int) -> bool:
        """Return whether a declared text holds all words of a passage."""
        at, keys = _find_word(passage, offset), [word.key for word in split_passage(passage)]
        regions = self._regions_by_word.get(keys[at], ()) if at is not None else ()
        own = ([word.key for word in region.words] for region in regions)
        return any(keys == some[start : start + len(keys)] for some in own for start in range(len(some) - len(keys) + 1))

    def _locate_in_regions(self, regions: Iterable[Region], passage: Passage, offset: int, fewest: int = _MIN_WORDS) -> Place | None:
        at = _find_word(passage, offset)
        found = _find_longest(regions, split_passage(passage), at, fewest) if at is not None else None
        return found[0].file.place_word(found[1], _find_sign_before(passage, at, offset)) if found and at is not None else None

    def locate_cell(self, page: Page, passages: Sequence[Passage], number: int, offset: int) -> Place | None:
        """Return the place of the figure in a cell or tile, in the declaration of its chart or table.

        Of several cells with the same words, the n-th shown is the n-th written. Call `locate_article` with the page first.
        """
        own = next((span for span in passages[number].spans if span[0] <= offset < span[1] and span[2].kind == "figure"), None)
        if own is None:
            return None
        said_ = passages[number].text[own[0] : own[1]]
        shown = [
            (index, start)
            for index, passage in enumerate(passages)
            if passage.surface == "text"
            for start, end, binding in passage.spans
            if binding == own[2] and passage.text[start:end] == said_ and (index, start) not in self._number_by_word
        ]
        quotes = self.edition.log.quotes_by_page.get(page.path, ())
        alike = (own[2].name, said_, own[2].form)
        places = [q.place for q in quotes if (q.figure, q.wording, q.form) == alike and q.place.path != page.path]
        return places[min(shown.index((number, own[0])), len(places) - 1)] if places and (number, own[0]) in shown else None

    def locate_mark(self, name: str, figure: str) -> Place | None:
        """Return the place of the figure of a chart's mark, in a file made from the chart."""
        chart = self.edition.charts.get(name.split("/")[1]) if name.startswith("charts/") else None
        if chart is None or not figure:
            return None
        if chart.data:
            own = build_address(chart.data.source, {})
            return chart.find_place("data") if figure.startswith(own) else None
        lines = chart.listed_grid.lines
        cells = [(row, column) for row, line in enumerate(lines) for column, cell in enumerate(line.cells) if cell == figure]
        return (
            chart.find_place("rows", cells[0][0], "cells", cells[0][1]) if len(cells) == 1 else chart.find_place("rows") if cells else None
        )

    def locate_figure(self, figure: str) -> Place | None:
        """Return the place of a figure's declaration."""
        declaration = self.edition.project.figures.declarations.get(figure)
        return declaration.place if declaration else None

    def locate_markup(self, page: str, written: str) -> Place | None:
        """Return the place where markup begins in a page. Upper and lower case are equal."""
        file = self._read_file(page)
        at = file.text.lower().find(written.lower())
        if at < 0 and written.startswith("# "):  # an underlined heading
            at = file.text.find(f"\n{written[2:]}\n") + 1 or -1
        return file.lines.place_at(at) if at >= 0 else None

    def _read_file(self, path: str) -> SourceFile:
        try:
            return SourceFile(path, (self.edition.project.root / path).read_text(encoding="utf-8-sig", errors="replace"))
        except OSError:
            return SourceFile(path, "")

    def _read_page(self, path: str) -> tuple[Region, list[Region]]:
        """Return the Markdown of a page, and the texts beside it: attributes, addresses, ids."""
        if path not in self._regions_by_page:
            file = self._read_file(path)
            body, beside = read_markdown_words(file.text, find_front_matter(file.text)[1], lambda at: self._find_quotes(file, at))
            self._regions_by_page[path] = Region(file, body), [Region(file, words) for words in beside]
        return self._regions_by_page[path]

    def _read_static_file(self, name: str) -> list[Region]:
        """Return the texts of an HTML file in docs/, published unchanged."""
        for lang in (self.edition.lang, self.edition.default.lang):
            if (self.edition.project.root / f"docs/{lang}/{name}").is_file():
                file = self._read_file(f"docs/{lang}/{name}")
                return [Region(file, words) for words in read_html_words(file.text)]
        return []

    def _find_quotes(self, file: SourceFile, at: int) -> list[Quote]:
        return self._quotes_by_place.get(file.lines.place_at(at), [])

    @cached_property
    def _quotes_by_place(self) -> dict[Place, list[Quote]]:
        """Return the quotes made by the macro at each place, each wording once."""
        found: dict[Place, dict[tuple[str, str], Quote]] = {}
        for quote in itertools.chain(*(quotes for each in self.edition.editions.values() for quotes in each.log.quotes_by_page.values())):
            found.setdefault(quote.place, {})[quote.figure, quote.wording] = quote
        return {place: list(each.values()) for place, each in found.items()}

    @cached_property
    def _regions_by_word(self) -> dict[_Key, list[Region]]:
        """Return the declared texts in this edition's language, by each of their words."""
        found: dict[_Key, list[Region]] = {}
        for region in self._list_declared():
            if region.lang in ("", self.edition.lang):
                for key in {word.key for word in region.words}:
                    found.setdefault(key, []).append(region)
        return found

    def _list_declared(self) -> Iterator[Region]:
        root, lang = self.edition.project.root, self.edition.lang
        for page in self.edition.pages:
            yield from self._read_yaml(self._read_file(page), lang, page)
        for path in find_files(self.edition.project.root, *_TEXT_FILES):
            file = self._read_file(path.relative_to(root).as_posix())
            if path.suffix in (".yml", ".json"):
                named = next((part for part in path.name.split(".")[:-1] if part in self.edition.editions), "")  # `packages.es.yml`
                yield from self._read_yaml(file, named)
            else:
                yield from (Region(file, words) for words in (read_csv_words if path.suffix == ".csv" else read_html_words)(file.text))

    def locate_address(self, written: str) -> Place | None:
        """Return the place of an address, letter for letter, outside of pages: in a template, a text of data/ or the settings."""
        for path in find_files(self.edition.project.root, *_TEXT_FILES):
            file = self._read_file(path.relative_to(self.edition.project.root).as_posix())
            if (at := file.text.find(written)) >= 0:
                return file.lines.place_at(at)
        return None

    def _read_yaml(self, file: SourceFile, lang: str, page: str = "") -> Iterator[Region]:
        """Yield the texts of a YAML file or a page's front matter. Keys of the settings are included: they name pages."""
        text = file.text[: find_front_matter(file.text)[0]].replace("---", "   ", 1) if page else file.text
        try:
            root = yaml.compose(text, Loader=SafeLoader)
        except yaml.YAMLError:  # a fault already
            return
        stack: list[tuple[yaml.Node | None, str]] = [(root, lang)]
        while stack:
            node, lang = stack.pop()
            if isinstance(node, yaml.MappingNode):
                stack += ((value, key.value if key.value in self.edition.editions else lang) for key, value in node.value)
                stack += ((key, lang) for key, _ in node.value if file.path == "mkdocs.yml")
            elif isinstance(node, yaml.SequenceNode):
                stack += ((item, lang) for item in node.value)
            elif node is not None and node.tag == _STRING_TAG and not _IDENTIFIER.fullmatch(node.value):
                for words in read_yaml_words(file.text, node.start_mark.index, node.end_mark.index, lambda at: self._find_quotes(file, at)):
                    yield Region(file, words, page, lang)


def _find_word(passage: Passage, offset: int) -> int | None:
    """Return the index of the first word at or after an offset."""
    return next((number for number, word in enumerate(split_passage(passage)) if word.end > offset), None)


def _find_sign_before(passage: Passage, number: int, offset: int) -> str:
    """Return the characters between an offset and a word: a sign, a currency."""
    return passage.text[offset : split_passage(passage)[number].at]


def _align_words(written: Sequence[_Key], passages: Sequence[list[_Key]]) -> Iterator[tuple[int, int, int]]:
    """Yield the common runs of a text and passages: offset in the text, offset in all the words of the passages, length.

    Passages found exactly once in both divide the two, so the time grows linearly. The rest is compared between these.
    """
    source: list[_Key | None] = [*written]
    built: list[_Key | None] = [key for passage in passages for key in passage]
    begins = itertools.accumulate(map(len, passages), initial=0)
    places_of = (_map_places(source), _map_places(built))
    unique = []
    for begin, passage in zip(begins, passages, strict=False):
        if len(passage) >= _RUN_LENGTH:
            start = tuple(passage[:_RUN_LENGTH])
            places, others = (
                [at for at in places.get(start, ()) if words[at : at + len(passage)] == passage]
                for places, words in zip(places_of, (source, built), strict=True)
            )
            if len(places) == len(others) == 1:  # excludes labels of rows that begin a sentence elsewhere
                unique.append((places[0], begin, len(passage)))
    ordered: list[tuple[int, int, int]] = []
    for at, begin, size in sorted(unique, key=lambda each: (-each[2], -each[1])):  # the longest first, then the last
        if source[at] is None or source[at + size - 1] is None:  # taken
            continue
        number = bisect.bisect_left(ordered, (at,))
        if all(b < begin for _, b, _ in ordered[number - 1 : number]) and all(begin < b for _, b, _ in ordered[number : number + 1]):
            ordered.insert(number, (at, begin, size))
        else:  # shown in another order than written, such as notes
            yield at, begin, size
        source[at : at + size] = [None] * size
        built[begin : begin + size] = [None] * size
    done, shown = 0, 0
    for at, begin, size in (*ordered, (len(source), len(built), 0)):
        if (at - done) * (begin - shown) <= _MAX_PAIRS:
            # A matched word equals no other.
            words = [word or ("", str(place)) for place, word in enumerate(source[done:at])]
            matcher = difflib.SequenceMatcher(None, words, built[shown:begin])
            yield from ((done + match.a, shown + match.b, match.size) for match in matcher.get_matching_blocks())
        yield at, begin, size
        done, shown = at + size, begin + size


def _map_places(words: Sequence[_Key | None]) -> dict[tuple[_Key | None, ...], list[int]]:
    """Return the offsets of each run of a few words."""
    found: dict[tuple[_Key | None, ...], list[int]] = {}
    for at in range(len(words)):
        found.setdefault(tuple(words[at : at + _RUN_LENGTH]), []).append(at)
    return found


def _take_passage(left: dict[int, Word], words: Sequence[Word]) -> Sequence[int]:
    """Take a whole passage from the unmatched Markdown, for texts shown in another order, such as notes."""
    keys = [word.key for word in words]
    if not all(word.text.isdigit() for word in words):
        for first in (number for number, word in left.items() if word.key == keys[0]):
            numbers = range(first, first + len(keys))
            if [left[number].key for number in numbers if number in left] == keys:
                for number in numbers:
                    del left[number]
                return numbers
    return ()


def _find_longest(regions: Iterable[Region], words: Sequence[Word], number: int, fewest: int = _MIN_WORDS) -> tuple[Region, Word] | None:
    """Return the longest text that the words hold whole, or that holds all of them, and its word for the given one.

    A part of a text needs `fewest` words beside numbers. A text of numbers only must be equal to the passage.
    """
    keys, best, most = [word.key for word in words], None, 0
    told = sum(not word.text.isdigit() for word in words)
    for region in regions:
        own = [word.key for word in region.words]
        for at in (at for at, key in enumerate(own) if key == keys[number]):
            size = _count_common(own[at::-1], keys[number::-1]) + _count_common(own[at:], keys[number:]) - 1
            is_part = size == len(keys) and told >= fewest
            is_whole = size == len(own) and (size == len(keys) or not all(word.text.isdigit() for word in region.words))
            if (is_part or is_whole) and size > most:
                best, most = (region, region.words[at]), size
    return best


def _count_common(one: Iterable[_Key], other: Iterable[_Key]) -> int:
    """Count the equal words at the start of two texts."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
