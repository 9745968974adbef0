"""All languages say the same: what the others lack that the default has, and which translations are older than their original.

What every page shares (titles of figures, words of charts and tables, texts of packages) has to be whole in each language: a gap
would be filled with English. Pages may come one by one: one that is not translated is not shown in that language. So may new
figures and packages: they stand there by their ids, and no page can quote them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from macros.edition import Edition
from macros.errors import Fault, Place
from macros.exhibits import Exhibit
from macros.handouts import CardEntry, DocumentEntry
from macros.pages import Page, topic_url

_REMEDY = "add it, or leave the language out of mkdocs.yml"


def missing(build: Edition) -> Iterator[Fault]:
    """What the editions lack. build: the default edition."""
    for lang, edition in build.editions.items():
        if edition is not build:
            yield from _figures(build, lang)
            for exhibit in (*build.project.charts.values(), *build.project.tables.values()):
                yield from _exhibit(exhibit, build.lang, lang)
            yield from _handouts(build, lang)
            yield from _packages(build, lang)
            yield from _pages(edition)


def listed(build: Edition) -> Iterator[str]:
    """The state of the translations, a line each: what is whole, what is missing, what is older than its original."""
    for lang, edition in build.editions.items():
        if edition is build:
            continue
        pages = [edition.pages.get(f"docs/{lang}/{page.uri}") for page in build.pages.values()]
        old = sorted(page.path for page in pages if page and edition.is_outdated(page))
        whole = sum(page is not None for page in pages)
        yield f"Translations ({lang}): {whole} of {len(pages)} pages, {len(old)} older than their original"
        for page in sorted(build.pages.values(), key=lambda page: page.path):
            if f"docs/{lang}/{page.uri}" not in edition.pages:
                yield f"  not translated: {page.path}"
        for declaration in build.project.figures.declarations.values():
            if not declaration.speaks(lang):
                yield f"  not translated: the figure {declaration.id} in data/figures.yml; it cannot be quoted in {lang}"
        for name in build.project.packages.names():
            if any(lang not in package.translations for package in build.project.packages.versions[name][-1:]):
                yield f"  not translated: the package {name} in data/packages.{lang}.yml"
        for path in old:
            yield f"  older than its original: {path}; compare them, then run: python -m macros translate-status --mark {path}"
        for name in build.project.packages.names():
            for package in build.project.packages.versions[name][-1:]:
                found = package.translations.get(lang)
                if found and found.version != package.version:
                    what = f"{name} in data/packages.{lang}.yml"
                    yield f"  older than its original: {what} ({found.version}; the newest is {package.version})"


def _figures(build: Edition, lang: str) -> Iterator[Fault]:
    for declaration in build.project.figures.declarations.values():
        if not declaration.speaks(lang):  # not translated at all: it stands there by its id, and cannot be quoted
            continue
        for key in ("title", "label", "attribution", "note"):
            texts: Mapping[str, Any] = getattr(declaration, key)
            if build.lang in texts and lang not in texts:
                yield Fault(declaration.place, "not-translated", f"has no {key} in {lang} for {declaration.id}", _REMEDY)


def _exhibit(exhibit: Exhibit, default: str, lang: str) -> Iterator[Fault]:
    def fault(what: str, *path: str | int) -> Fault:
        return Fault(exhibit.place(*path), "not-translated", f"has no {what} in {lang} for {exhibit.id}", _REMEDY)

    for key, texts in exhibit.texts.items():
        if default in texts and lang not in texts:
            yield fault(key, key)
    if default in exhibit.listed.columns and lang not in exhibit.listed.columns:
        yield fault("columns", "columns")
    for index, line in enumerate(exhibit.listed.lines):
        for key in ("label", "group", "note"):
            texts = getattr(line, key)
            if default in texts and lang not in texts:
                yield fault(f"{key} of row {index + 1}", "rows", index, key)


def _handouts(build: Edition, lang: str) -> Iterator[Fault]:
    entries: list[CardEntry | DocumentEntry] = [*build.project.cards.values(), *build.project.documents.values()]
    for entry in entries:
        for key in ("text", "source") if isinstance(entry, CardEntry) else ("title", "description", "intro", "notes"):
            if build.lang in getattr(entry, key) and lang not in getattr(entry, key):
                yield Fault(entry.place(key), "not-translated", f"has no {key} in {lang} for {entry.id}", _REMEDY)


def _packages(build: Edition, lang: str) -> Iterator[Fault]:
    place = Place(f"data/packages.{lang}.yml")
    if any(fault.place.path == place.path for fault in build.faults):  # what it lacks for that is not told
        return
    for name in build.project.packages.names():
        for package in build.project.packages.versions[name][-1:]:
            found = package.translations.get(lang)
            if found is None:  # it stands there by its name
                continue
            for resource in package.resources:
                if resource not in found.resources:
                    yield Fault(place, "not-translated", f"has no title of the resource {resource} of {name}", _REMEDY)
    for topic, names in build.project.settings.topics.items():
        if lang not in names and len(names) > 1:
            yield Fault(Place("mkdocs.yml"), "not-translated", f'has no name in {lang} of the topic "{topic}"', _REMEDY)
    for record in (*build.project.events, *build.project.statements):
        own = record.texts.get(build.lang, {})
        for column in ("title", "text"):
            if own.get(column) and not record.text(column, lang):
                yield Fault(place, "not-translated", f"has no {column} of the record {record.id}", _REMEDY)


def _pages(edition: Edition) -> Iterator[Fault]:
    """The pages to which the frame and the lists lead have to be there; a translation says what it was made from."""
    topics = {f"{topic_url(topic).rstrip('/')}.md" for update in edition.updates for topic in update.topics}
    for uri in sorted({"index.md", "figures.md", "corrections.md", "updates/index.md", *topics}):
        path = f"docs/{edition.lang}/{uri}"
        if edition.default.pages.get(f"docs/{edition.default.lang}/{uri}") and path not in edition.pages:
            yield Fault(Place(path), "not-translated", "is missing, and other pages lead to it", _REMEDY)
    for page in edition.pages.values():
        original = edition.original(page)
        if original and not page.translated_from:
            fact = f"does not say which text of {original.path} it was translated from"
            yield Fault(Place(page.path, 1), "translated-from", fact, f"run: python -m macros translate-status --mark {page.path}")


def switch(page: Page, build: Edition) -> list[dict[str, str]]:
    """The languages that have a page, for its reader to choose: code, name, and the way to it (none to the page itself)."""
    top = build.view(page).top
    return [
        {
            "lang": lang,
            "name": build.editions[lang].site.language,
            "url": "" if other is page else top + build.editions[lang].folder + other.url,
        }
        for lang, other in build.translations(page).items()
    ]
