"""Entries of data/corrections.yml: changes after publication, with their date, reason, scale and pages."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.base.dates import is_date
from macros.base.day import ANY_DAY, Day
from macros.base.errors import Fault, FaultError, Faults, Place
from macros.base.yaml_source import Document, join_lines, read_yaml
from macros.corrections.faults import FILE, find_faults, find_page_date, strip_language
from macros.corrections.old import OldWording, bind_wording, build_old_phrase, find_older_figures, find_rows, join_parts, split_old_text
from macros.figures import Figure, Figures
from macros.published import Record
from macros.quotes import Phrase, PhraseWriter, Quote, QuoteBook
from macros.quotes.log import PhraseWritten

TEXTS = ("what", "why", "scale", "old", "new")


@dataclass(frozen=True)
class UntranslatedText:
    """A text of an entry that is not yet in the language of an edition, in the language that it is in."""

    lang: str
    text: str


@dataclass(frozen=True)
class Correction:
    """An entry of data/corrections.yml.

    Attributes:
        number: Its position in the file, from 1. The file is append-only, so the number never changes.
        texts: The texts `what`, `why`, `scale`, `old` and `new`, as far as given in the language of the edition.
        untranslated: Those given in another language only.
        pages: Paths relative to docs/<lang>/.
        data: The package version it publishes (`sales@2022-06-01`), or "".
        figures: The ids it names.
        changed_figures: Maps ids to the figure before and after, if the data changes its value.
        replaced_wordings: The wordings it replaced.
        old_text_by_language: Maps languages to the text before.
        content: The entry as written.
    """

    number: int
    date: str
    kind: str
    nature: str
    texts: Mapping[str, Phrase]
    untranslated: Mapping[str, UntranslatedText]
    pages: tuple[str, ...]
    data: str
    figures: tuple[str, ...]
    changed_figures: Mapping[str, tuple[Figure, Figure]]
    replaced_wordings: tuple[OldWording, ...]
    old_text_by_language: Mapping[str, str]
    content: Mapping[str, Any]
    place: Place

    @property
    def sha256(self) -> str:
        """Return the digest of the whole entry."""
        return _digest_entry(self.content)

    def find_added_languages(self, published: str) -> frozenset[str] | None:
        """Return the languages translated since an entry was published with a digest, or None if anything else was changed."""
        known = {lang for name in TEXTS for lang in self.content.get(name) or ()}
        # The words of a page may have been given in a language before the words about the change.
        for own, old in itertools.product(_list_subsets(known), repeat=2):
            kept = {name: old if name == "old" else own for name in TEXTS}
            entry = {
                name: {lang: text for lang, text in value.items() if lang in kept[name]} if value and name in kept else value
                for name, value in self.content.items()
            }
            if _digest_entry(entry) == published:
                return frozenset(known - own) or frozenset(known - old)
        return None

    @property
    def id(self) -> str:
        """Return the anchor of the entry on the page of corrections."""
        return f"correction-{self.number}"

    @property
    def quoted_wordings(self) -> tuple[tuple[str, str], ...]:
        """Return the figure and wording of each quote in the new text. A page with the same quote shows the note there."""
        parts = self.texts["new"].parts if "new" in self.texts else ()
        return tuple((part.figure, part.wording) for part in parts if isinstance(part, Quote))

    @property
    def concerned_figures(self) -> frozenset[str]:
        """Return the ids of all figures the entry is about."""
        told = {old.figure for old in self.replaced_wordings} | {name for name, _ in self.quoted_wordings}
        return frozenset({*self.figures, *self.changed_figures, *told})


def read_corrections(
    root: Path,
    lang: str,
    languages: Sequence[str],
    writer: PhraseWriter,
    record: Record,
    pages: Collection[str],
    day: Day = ANY_DAY,
) -> tuple[list[Correction], list[Fault]]:
    """Read the valid entries, oldest first, and the faults of the others.

    Args:
        lang: The language of the edition.
        languages: Those of the site, the default first. A text that the edition lacks is taken from the first that has it.
        record: The published record, with the old wordings.
        pages: Source paths, in any language.
        day: The day of the build. Entries of a later day are left out.
    """
    try:
        document = read_yaml(root / FILE, FILE, "corrections: []")
    except FaultError as error:
        return [], list(error.faults)
    value = document.value.get("corrections", "") if isinstance(document.value, dict) else ""
    if value is None:  # `corrections:`, to which the first entry is appended
        return [], []
    if not isinstance(value, list):
        return [], [Fault(Place(FILE), "correction", "has no list `corrections`", "write `corrections:`")]
    known = {strip_language(path) for path in (*pages, *(row.subject for row in record.rows if row.kind == "page"))}
    found, faults = [], []
    for index in range(len(value)):
        if _find_held_day(value[index], day):
            continue
        before = value[index - 1] if index else None
        wrong = list(find_faults(document, index, before, languages, known, writer.quote_book.figures))
        faults += wrong
        if not wrong:
            found.append(_read_correction(document, index, lang, languages, writer, record))
    return found, faults


def _digest_entry(entry: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(entry, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _list_subsets(languages: Collection[str]) -> list[frozenset[str]]:
    """Return the subsets of languages, but for the empty one, the largest first."""
    sizes = range(len(languages), 0, -1)
    return [frozenset(some) for size in sizes for some in itertools.combinations(sorted(languages), size)]


def find_held_entries(root: Path, day: Day) -> dict[str, str]:
    """Return the entries of a later day: their places, each with its day."""
    try:
        document = read_yaml(root / FILE, FILE, "corrections: []")
    except FaultError:  # reported by `read_corrections`
        return {}
    value = document.value.get("corrections") if isinstance(document.value, dict) else None
    held = [(at, _find_held_day(entry, day)) for at, entry in enumerate(value)] if isinstance(value, list) else []
    return {f"{FILE}:{document.place_of('corrections', at).line}": until for at, until in held if until}


def _find_held_day(entry: Any, day: Day) -> str:
    """Return the day, of an entry or of its data, that is later than the day of the build, or ""."""
    days = (str(entry.get("date")), str(entry.get("data")).rpartition("@")[2]) if isinstance(entry, dict) else ()
    return max((each for each in days if is_date(each) and day.is_before(each)), default="")


def _read_correction(
    document: Document, index: int, lang: str, languages: Sequence[str], writer: PhraseWriter, record: Record
) -> Correction:
    entry: dict[str, Any] = document.value["corrections"][index]
    number, date, data = index + 1, str(entry["date"]), str(entry.get("data") or "")
    figures = writer.quote_book.figures
    # New data must not change the words, so they are computed as of the day of the entry, or of the updates that have them.
    dates = [find_page_date(str(uri)) for uri in entry["pages"]]
    as_of = max(dates) if all(dates) and not data else max(date, data.partition("@")[2])
    texts: dict[str, Phrase] = {}
    for name in TEXTS:
        if name != "old" and lang in (entry.get(name) or ()):
            text = join_lines(str(entry[name][lang]))
            place = document.place_of("corrections", index, name, lang)
            texts[name] = writer.write_phrase(text, lang=lang, as_of=as_of, place=place, page="")
    at = {str(key): document.place_of("corrections", index, "old", key) for key in entry["old"]}
    parts = {str(key): split_old_text(str(text), writer.quote_book, lang, at[key]) for key, text in entry["old"].items()}
    old = {key: join_parts(found) for key, found in parts.items()}
    said = find_rows(old, entry["pages"], record)
    before = find_older_figures(figures, {row.part for row in said}, _find_day_before(data)) if data else {}
    place = at.get(lang, document.place_of("corrections", index, "old"))
    bound = [bind_wording(row, number, before, lang, place, figures.nouns) for row in said]
    if lang in parts:
        texts["old"] = build_old_phrase(parts[lang], bound, place)
        writer.log.add(PhraseWritten(texts["old"]))
    # A new entry is not in the record yet: it will replace the wordings that still hold.
    replaced = record.wordings_by_correction.get(str(number), [row for row in said if not row.superseded_by])
    before |= find_older_figures(figures, {row.part for row in replaced}, _find_day_before(data)) if data else {}
    return Correction(
        number=number,
        date=date,
        kind=str(entry["kind"]),
        nature=str(entry["nature"]),
        texts={name: texts[name] for name in TEXTS if name in texts},
        untranslated={
            name: _read_untranslated(name, entry[name], languages, writer.quote_book, as_of)
            for name in TEXTS
            if entry.get(name) and name not in texts
        },
        pages=tuple(str(uri) for uri in entry["pages"]),
        data=data,
        figures=tuple(str(name) for name in entry.get("figures") or ()),
        changed_figures=_find_changed_figures(figures, data),
        replaced_wordings=tuple(bind_wording(row, number, before, lang, place, figures.nouns) for row in replaced),
        old_text_by_language=old,
        content=entry,
        place=document.place_of("corrections", index),
    )


def _read_untranslated(name: str, texts: Mapping[str, str], languages: Sequence[str], quoting: QuoteBook, as_of: str) -> UntranslatedText:
    """Read a text in the first language that has it. Its faults are reported in the edition of that language."""
    lang = next(each for each in languages if each in texts)
    silent = QuoteBook(quoting.figures, Faults())
    if name == "old":
        return UntranslatedText(lang, join_parts(split_old_text(texts[lang], silent, lang, Place(FILE))))
    phrase = PhraseWriter(silent).write_phrase(join_lines(texts[lang]), lang=lang, as_of=as_of, place=Place(FILE), page="")
    return UntranslatedText(lang, phrase.plain)


def _find_day_before(data: str) -> str:
    version = datetime.date.fromisoformat(data.partition("@")[2])
    return (version - datetime.timedelta(days=1)).isoformat()


def _find_changed_figures(figures: Figures, data: str) -> dict[str, tuple[Figure, Figure]]:
    """Return the figures with another value on a data version, before and after."""
    package, _, version = data.partition("@")
    found = {}
    for declaration in figures.declarations.values():
        if package not in declaration.packages:
            continue
        history = figures.history(declaration.id)
        for before, after in zip(history, history[1:], strict=False):
            if after.version == version and after.value != before.value:
                found[declaration.id] = (before, after)
    return found


def select_by_page(corrections: Iterable[Correction], uri: str) -> list[Correction]:
    """Return the entries for a page (relative to docs/<lang>/), newest first."""
    return sorted((entry for entry in corrections if uri in entry.pages), key=lambda entry: -entry.number)


def select_by_figure(corrections: Iterable[Correction], figure: str) -> list[Correction]:
    """Return the entries about a figure, newest first."""
    return sorted((entry for entry in corrections if figure in entry.concerned_figures), key=lambda entry: -entry.number)


def find_modified_date(corrections: Iterable[Correction], uri: str, date: str) -> str:
    """Return the date of the last change of a page: of its newest entry, or its own `date` if later."""
    return max([date, *(entry.date for entry in select_by_page(corrections, uri))])
