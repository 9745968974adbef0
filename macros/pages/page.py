"""Pages and their front matter, read and validated."""

from __future__ import annotations

import functools
import hashlib
import operator
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from macros.base.dates import is_date
from macros.base.day import Day
from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.base.files import list_files
from macros.base.yaml_source import Document, join_lines, parse_yaml, read_text
from macros.datapackage import Source, SourceAddresses
from macros.incremental.tasks import TaskCache, digest
from macros.pages.body import has_sentence
from macros.quotes import Phrase, PhraseWriter

_KNOWN_KEYS = {
    "translated_from",
    "draft",
    "claim",
    "figure",
    "title",
    "description",
    "date",
    "author",
    "summary",
    "topics",
    "sources",
    "hide",
    "search",
    "template",
}
HELD_AS_DRAFT = "draft"
_DRAFT = re.compile(r"""^translated_from:[ ]*(?:""|'')?[ ]*$""", re.MULTILINE)
_NO_FRONT_MATTER = ("has no front matter", "begin with ---, title: ..., ---")
_REQUIRED = ("title", "description")
_REQUIRED_UPDATE = (*_REQUIRED, "date", "summary", "topics", "sources")
_REQUIRED_CLAIM = ("text", "by", "of", "appeared", "rating")
_FENCE = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")
_MAY_BE_HELD = re.compile(r"draft|date")
_EMPTY_LINES = re.compile(r"(?:\r?\n)*")
_SLUG = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Claim:
    """A claim examined by a page.

    Attributes:
        speaker: The person who made it.
        organisation: The organisation spoken for.
        publication: The publication.
        rating: The rating in words.
    """

    text: Phrase
    speaker: str
    organisation: str
    publication: str
    rating: str


@dataclass(frozen=True)
class Lead:
    """The figure shown with a page in link previews: its id, and its place in the front matter."""

    figure: str
    place: Place


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes:
        path: Its file, relative to the project.
        uri: Its file, relative to docs/<lang>/.
        date: The ISO date of an update, or "".
        body_line: The number of lines before the body.
        is_indexed: Whether search engines and the site's search may find it (front matter: `search: {exclude: true}`).
        compute_fingerprint: A digest of the file's text.
        translated_from: The fingerprint of the original at the time of the translation.
        held: Why it is not published yet: HELD_AS_DRAFT, the ISO date of its day, or "" for a page that is.
    """

    path: str
    uri: str
    lang: str
    title: Phrase
    description: Phrase
    summary: Phrase | None
    date: str
    author: str
    topics: tuple[str, ...]
    sources: tuple[Source, ...]
    body_line: int
    is_indexed: bool = True
    claim: Claim | None = None
    lead: Lead | None = None
    fingerprint: str = ""
    translated_from: str = ""
    held: str = ""

    @property
    def is_update(self) -> bool:
        """Return True if the page is a dated update."""
        return bool(self.date)

    @property
    def as_of(self) -> str | None:
        """The date of the page's data: its own for an update, None (the newest) for others."""
        return self.date or None

    @property
    def url(self) -> str:
        """The address below the language's root: `updates/2021-02-17-slug/`, "" for the home page."""
        stem = self.uri.removesuffix(".md")
        stem = "" if stem == "index" else stem.removesuffix("/index")
        return f"{stem}/" if stem else ""


def make_topic_url(topic: str) -> str:
    """Return the address of a topic's page: `topics/missing-exploited/`."""
    return "topics/" + "-".join(re.findall(r"[a-z0-9]+", topic.lower())) + "/"


def read_pages(
    root: Path,
    lang: str,
    writer: PhraseWriter,
    topics: Collection[str] = (),
    memory: TaskCache | None = None,
    left_out: Collection[str] = (),
    addresses: SourceAddresses | None = None,
) -> list[Page]:
    """Read the pages of a language. Faults go to the writer's collector, and pages with faults are left out.

    Args:
        topics: the topics allowed for updates.
        memory: the task cache with pages read before (see macros/incremental).
        left_out: the paths of pages not to be read.
        addresses: the addresses of sources.
    """
    memory, addresses = memory or TaskCache(), addresses or SourceAddresses()
    folder = root / "docs" / lang
    pages = []
    for path in list_files(folder, ".md"):
        name, uri = path.relative_to(root).as_posix(), path.relative_to(folder).as_posix()
        if name in left_out:
            continue
        try:
            text = read_text(path, name)
            if not _is_draft_text(text):
                step = partial(_read_page, text, name, uri, lang, writer, topics, addresses)
                pages.append(memory.run_cached(f"{lang} read {name}", digest(text), writer.quote_book.figures, writer.log, step))
        except FaultError as error:
            writer.quote_book.faults.extend(error.faults)
    dates: dict[str, str] = {}
    for page in pages:
        if page.date and page.date in dates:
            fact = f"has the date {page.date} of {dates[page.date]}"
            writer.quote_book.faults.add(Fault(Place(page.path), "same-date", fact, "give each update a date of its own"))
        if page.date:
            dates[page.date] = page.path
    return pages


def find_held_pages(root: Path, langs: Sequence[str], day: Day) -> dict[str, str]:
    """Return the pages that are not published yet: path -> why (see `Page.held`). Translations are held with their original.

    langs: the languages of the site, the default first.
    """
    found: dict[str, str] = {}
    for lang in langs:
        folder = root / "docs" / lang
        for path in list_files(folder, ".md"):
            uri = path.relative_to(folder).as_posix()
            if uri == "index.md":  # every page leads to it: a draft is a fault there
                continue
            if why := found.get(f"docs/{langs[0]}/{uri}", "") or _find_hold(path, day):
                found[f"docs/{lang}/{uri}"] = why
    return found


def _find_hold(path: Path, day: Day) -> str:
    fence = _FENCE.match(path.read_text(encoding="utf-8-sig", errors="replace"))
    if not fence or not _MAY_BE_HELD.search(fence[1]):
        return ""
    slug = _SLUG.fullmatch(path.stem)
    if slug and "draft" not in fence[1] and not day.is_before(slug[1]):  # an update with another date than its file is a fault
        return ""
    try:
        value = parse_yaml(fence[1], path.name).value
    except FaultError:  # a fault of the page, which is not held
        return ""
    if not isinstance(value, dict):
        return ""
    date = str(value.get("date"))
    return HELD_AS_DRAFT if value.get("draft") is True else date if is_date(date) and day.is_before(date) else ""


def is_draft(path: Path) -> bool:
    """Return True if a file is a translation in preparation (an empty `translated_from`), which is not shown."""
    try:
        return _is_draft_text(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return False


def read_draft(root: Path, name: str, lang: str, writer: PhraseWriter, topics: Collection[str], addresses: SourceAddresses) -> Page:
    """Read a translation in preparation.

    Raises: FaultError.
    """
    return _read_page(read_text(root / name, name), name, name.removeprefix(f"docs/{lang}/"), lang, writer, topics, addresses)


def _is_draft_text(text: str) -> bool:
    fence = _FENCE.match(text)
    return bool(fence and _DRAFT.search(fence[1]))


def read_front_matter(text: str, name: str) -> tuple[Document, int]:
    """Return the front matter of a page, and the number of lines before its body. Raises `FaultError`."""
    match = _FENCE.match(text)
    if not match:
        begun = text.startswith("---")
        fact, remedy = ("has front matter that does not end", "write --- on a line of its own after it") if begun else _NO_FRONT_MATTER
        raise FaultError(Fault(Place(name, 1), "front-matter", fact, remedy))
    document = parse_yaml(match[1], name, line_offset=1)
    if not isinstance(document.value, dict):
        raise FaultError(Fault(Place(name, 1), "front-matter", "has front matter without keys", "add title: ..."))
    # MkDocs strips the empty lines before the body.
    empty = _EMPTY_LINES.match(text, match.end())
    assert empty  # the pattern also matches an empty text
    return document, text.count("\n", 0, empty.end())


def find_front_matter(text: str) -> tuple[int, int]:
    """Return the offsets where the front matter of a page ends and its body begins, or (0, 0) without front matter."""
    match = _FENCE.match(text)
    return (match.end(1), match.end()) if match else (0, 0)


def _read_page(text: str, name: str, uri: str, lang: str, writer: PhraseWriter, known: Collection[str], addresses: SourceAddresses) -> Page:
    document, lines = read_front_matter(text, name)
    writer.quote_book.faults.extend(_find_control_characters(name, text))
    meta: dict[str, Any] = document.value
    update = uri.startswith("updates/") and uri != "updates/index.md"
    faults = list(_find_faults(document, uri, update, known))
    untold = _find_missing_text(name, text, lines) if update else ()
    if faults:
        raise FaultError(*faults, *untold)
    writer.quote_book.faults.extend(untold)  # the page can be shown, and shows its fault
    date = str(meta.get("date", "")) if update else ""

    def write_phrase(*path: str) -> Phrase:
        text = join_lines(str(functools.reduce(operator.getitem, path, meta)))
        return writer.write_phrase(text, lang=lang, as_of=date or None, place=document.place_of(*path), page=name)

    return Page(
        path=name,
        uri=uri,
        lang=lang,
        title=write_phrase("title"),
        description=write_phrase("description"),
        summary=write_phrase("summary") if meta.get("summary") else None,
        date=date,
        author=str(meta.get("author") or ""),
        topics=tuple(meta.get("topics") or ()),
        sources=tuple(addresses.find_source(s, document.place_of("sources", n)) for n, s in enumerate(meta.get("sources") or ())),
        body_line=lines,
        is_indexed=not (isinstance(meta.get("search"), dict) and meta["search"].get("exclude")),
        claim=_read_claim(document, write_phrase) if meta.get("claim") else None,
        lead=Lead(meta["figure"], document.place_of("figure")) if meta.get("figure") else None,
        fingerprint=compute_fingerprint(text),
        translated_from=str(meta.get("translated_from") or ""),
    )


def _find_control_characters(name: str, text: str) -> Iterator[Fault]:
    """Yield a fault for each character that HTML forbids or that reverses the direction of text.

    Browsers show a forbidden character as another one or not at all.
    """
    for match in _CONTROL.finditer(text):
        place = Place(name, text.count("\n", 0, match.start()) + 1, match.start() - text.rfind("\n", 0, match.start()))
        yield Fault(place, "control-character", f"holds the control character U+{ord(match[0]):04X}", "remove it")


def _find_missing_text(name: str, text: str, lines: int) -> tuple[Fault, ...]:
    """Return the fault of an update without a sentence, which would be the latest on the home page and in the feeds."""
    if has_sentence("\n".join(text.splitlines()[lines:])):
        return ()
    fact = "has no sentence below its front matter"
    return (Fault(Place(name, lines + 1), "no-text", fact, "write what happened, who says so and on what day, instead of the note"),)


def compute_fingerprint(text: str) -> str:
    """Return twelve digits of the sha256 of a page's text. Line ends do not count."""
    return hashlib.sha256("\n".join(text.splitlines()).encode()).hexdigest()[:12]


def _read_claim(document: Document, phrase: Callable[..., Phrase]) -> Claim:
    claim = document.value["claim"]
    return Claim(phrase("claim", "text"), *(str(claim[key]) for key in _REQUIRED_CLAIM[1:]))


def _find_faults(document: Document, uri: str, update: bool, known: Collection[str]) -> Iterator[Fault]:
    meta = document.value

    def make_fault(key: str, fact: str, remedy: str) -> Fault:
        return Fault(document.place_of(key), "front-matter", fact, remedy)

    for key in meta:
        if key not in _KNOWN_KEYS:
            yield make_fault(key, f'has the key "{key}", which is unknown', suggest_nearest(str(key), _KNOWN_KEYS))
    for key in _REQUIRED_UPDATE if update else _REQUIRED:
        if _is_empty(meta.get(key)) and (known or key != "topics"):
            yield make_fault(key, f"has no {key}", f"add {key}: to the front matter")
    if not isinstance(meta.get("draft", False), bool):
        yield make_fault("draft", f'has the draft "{meta["draft"]}"', "write draft: true, or nothing for a page that is published")
    elif meta.get("draft") and uri == "index.md":
        yield make_fault("draft", "is the home page, which cannot be a draft", "remove draft: true")
    for key in ("title", "description", "summary", "author", "figure"):
        if not _is_empty(meta.get(key)) and not isinstance(meta[key], str):
            yield make_fault(key, f"has a {key} that is not text", "put it in quotes")
    if update:
        slug = _SLUG.fullmatch(uri.removeprefix("updates/").removesuffix(".md"))
        date = meta.get("date")
        if not slug:
            yield make_fault("date", "has a file name that is not YYYY-MM-DD-words.md", "rename the file")
        if not _is_empty(date) and not is_date(date):
            yield make_fault("date", f'has the date "{date}", which does not exist', "write YYYY-MM-DD")
        elif not _is_empty(date) and slug and slug[1] != date:
            yield make_fault("date", f"has the date {date} and a file name that begins with {slug[1]}", "make them agree")
    elif not _is_empty(meta.get("date")) and not is_date(meta["date"]):
        yield make_fault("date", f'has the date "{meta["date"]}", which does not exist', "write YYYY-MM-DD")
    claim = meta.get("claim")
    if claim and not (isinstance(claim, dict) and all(isinstance(claim.get(k), str) and claim[k].strip() for k in _REQUIRED_CLAIM)):
        yield make_fault("claim", "has an incomplete claim", f"write claim: {{{', '.join(_REQUIRED_CLAIM)}}}")
    topics = meta.get("topics") or []
    if not isinstance(topics, list):
        yield make_fault("topics", "has topics that are not a list", f"write topics: [{next(iter(known), '')}]")
    else:
        for topic in topics:
            if topic not in known:
                yield make_fault("topics", f'has the topic "{topic}"', suggest_nearest(str(topic), known))
    sources = meta.get("sources") or []
    if not isinstance(sources, list) or not all(
        isinstance(s, dict) and all(s.get(k) for k in ("title", "publisher", "date")) and is_date(s["date"]) for s in sources
    ):
        yield make_fault("sources", "has sources without title, publisher or date", "write {title, publisher, date: YYYY-MM-DD}")


def _is_empty(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())
