"""What the source says of the values of a table or a chart: a sign for each status, a letter for each note, and their meanings."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import count, product
from string import ascii_lowercase

from macros.datapackage import LANGUAGE, Package
from macros.exhibits.grid import Grid
from macros.figures import Figure
from macros.interface import known_languages, read_interface_words
from macros.quotes.quote import write_qualifier_signs, write_source_note, write_status
from macros.structure.model import Note


@dataclass(frozen=True)
class Remarks:
    """The remarks on the values of an exhibit.

    Attributes:
        figures: For each row its figures, None for a cell without one.
        signs: Each sign with its meaning.
        letters: Each note with its letter.
        general: The notes of the packages of an exhibit drawn from rows: text, language if it is another one, the check's name.
        reporters: Who reported the values, or that they are disputed.
    """

    grid: Grid
    lang: str
    figures: tuple[tuple[Figure | None, ...], ...]
    signs: tuple[tuple[str, str], ...]
    letters: dict[Note, str]
    reporters: tuple[str, ...] = ()
    general: tuple[tuple[str, str, str], ...] = ()

    def find_sign(self, row: int, column: int) -> str:
        """Return the signs of a cell: `p`, `b, p`, or of a cell without a value why it has none."""
        if figure := self.figures[row][column]:
            return write_qualifier_signs(figure, self.lang)
        lack = self.grid.lines[row].lack_reasons.get(column, "")
        return str(read_interface_words(self.lang)["signs"][lack][0]) if lack else ""

    def list_letters(self, row: int, column: int) -> list[str]:
        """Return the letters of the notes on a cell."""
        figure = self.figures[row][column]
        notes = figure.notes if figure else self.grid.lines[row].lack_notes.get(column, ())
        return [self.letters[note] for note in notes]

    def join_marks(self, row: int, column: int, but: Container[str] = ()) -> str:
        """Return the signs and the letters of a cell: `p, a`. but: letters to leave out."""
        letters = (letter for letter in self.list_letters(row, column) if letter not in but)
        return ", ".join(filter(None, (self.find_sign(row, column), *letters)))

    @cached_property
    def shared_letters(self) -> frozenset[str]:
        """The letters of notes that all values have."""
        places = [(row, column) for row, line in enumerate(self.figures) for column, figure in enumerate(line) if figure]
        every = [{*self.list_letters(*place)} for place in places]
        return frozenset(set.intersection(*every)) if len(every) > 1 else frozenset()

    def explain_signs(self) -> str:
        """Return the meanings of the signs, and who reported the values, on one line, or ""."""
        told = [text for text, _ in self.list_meanings()]
        return "; ".join(told) + "." if told else ""

    def list_meanings(self) -> list[tuple[str, str]]:
        """Return what `explain_signs` says, part by part, each with the sign if it is that of a gap."""
        words = read_interface_words(self.lang)["signs"]
        gaps = {str(words[name][0]) for line in self.grid.lines for name in line.lack_reasons.values()}
        return [(f"{sign} = {meaning}", sign if sign in gaps else "") for sign, meaning in self.signs] + [
            (who, "") for who in self.reporters
        ]

    def iter_notes(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield each note: its letter, its text, the language of the text if it is another one, and the name of its piece.

        Those of a whole package come first, without a letter.
        """
        yield from (("", *each) for each in self.general)
        for note, letter in self.letters.items():
            yield (letter, *write_source_note(note, self.lang))


def collect_remarks(
    grid: Grid, find_figure: Callable[[str, int, int], Figure | None], lang: str, packages: Iterable[Package] = ()
) -> Remarks:
    """Collect the remarks on the values of an exhibit, in the order of its cells.

    Args:
        find_figure: returns the figure of a cell by its name, row and column.
        packages: those of an exhibit drawn from rows.
    """
    figures = tuple(
        tuple(find_figure(name, row, column) if name else None for column, name in enumerate(line.cells))
        for row, line in enumerate(grid.lines)
    )
    every = [figure for line in figures for figure in line if figure]
    words = read_interface_words(lang)["signs"]
    seen = {each for figure in every for each in figure.qualifiers} | {why for line in grid.lines for why in line.lack_reasons.values()}
    notes: dict[Note, None] = {}
    for line, row in zip(grid.lines, figures, strict=True):
        for column, figure in enumerate(row):
            notes |= dict.fromkeys(figure.notes if figure else line.lack_notes.get(column, ()))
    letters = dict(zip(notes, _iter_letters({str(sign) for sign, _ in words.values()}), strict=False))
    reporters = {mark for figure in every if (mark := write_status(figure, lang))} if grid.shared_address else set()
    signs = tuple((str(sign), str(meaning)) for name, (sign, meaning) in words.items() if name in seen and not _is_noted(grid, name))
    other = LANGUAGE if lang != LANGUAGE else ""
    general = tuple(
        (str(text), other, f"note {package.path}/datapackage.json {number}")
        for package in packages
        for number, text in enumerate(package.descriptor.get("notes", ()), 1)
        if not _explains_signs(str(text), _list_codes(every, grid), {text for note in notes for _, text in note.texts})
    )
    return Remarks(grid, lang, figures, signs, letters, tuple(sorted(reporters)), general)


def _is_noted(grid: Grid, reason: str) -> bool:
    """Return True if a note on each cell without a value says the reason itself: "not available: branch closed"."""
    meanings = tuple(
        str(read_interface_words(lang)["signs"][reason][1]).lower() for lang in known_languages() if reason in _get_signs(lang)
    )
    noted = [line.lack_notes.get(at, ()) for line in grid.lines for at, each in line.lack_reasons.items() if each == reason]
    return bool(noted) and all(any(text.lower().startswith(meanings) for note in notes for _, text in note.texts) for notes in noted)


def _get_signs(lang: str) -> Mapping[str, object]:
    found: Mapping[str, object] = read_interface_words(lang)["signs"]
    return found


def _list_codes(figures: Iterable[Figure], grid: Grid) -> dict[str, str]:
    """Return the codes of statuses in the tables of some figures, with their meanings."""
    structures = {id(structure): structure for figure in figures if (structure := figure.declaration.structure)}
    attributes = [each for structure in structures.values() for each in structure.attributes.values() if each.means == "status"]
    return {code: meaning for attribute in attributes for code, meaning in attribute.codes.items() if code}


def _explains_signs(text: str, codes: Mapping[str, str], notes: Container[str]) -> bool:
    """Return True for a note that only says what signs mean, line by line: the legend and the notes on cells say it already."""
    return all(any(_is_meaning(line.strip(), code, meaning, notes) for code, meaning in codes.items()) for line in text.splitlines())


def _is_meaning(line: str, code: str, meaning: str, notes: Container[str]) -> bool:
    rest = line.removeprefix(code)
    if rest == line or (code[-1].isalnum() and rest[:1].isalnum()):
        return False
    said = rest.strip(" \t:=.\u2013\u2014-])")
    return said.lower() in (meaning, *meaning.split()) or said in notes


def _iter_letters(signs: Iterable[str]) -> Iterator[str]:
    """Yield a, d, f ..., then aa, ad ...: no letter that is the sign of a status."""
    letters = [letter for letter in ascii_lowercase if letter not in {*signs}]
    yield from ("".join(parts) for length in count(1) for parts in product(letters, repeat=length))
