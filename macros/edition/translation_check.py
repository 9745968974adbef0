"""A check of translations: gaps in a language, and pages older than their originals.

Words used on every page (titles of figures, words of charts and tables, texts of packages) must be complete in each language, because a
gap would be filled with English. Pages may follow one by one: an untranslated page is not shown. So may new figures and packages: they
appear by their ids, and no page can quote them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from macros.base.errors import Fault, Place
from macros.base.yaml_source import read
from macros.datapackage import CODE_LISTS, STRUCTURE
from macros.edition.edition import Edition
from macros.exhibits import Exhibit
from macros.handouts import CardEntry, DocumentEntry
from macros.pages import Page, topic_url
from macros.structure import Measure

_REMEDY = "add it, or leave the language out of mkdocs.yml"


def missing(build: Edition) -> Iterator[Fault]:
    """Yield a fault for each gap in the editions. build: the default edition."""
    for lang, edition in build.editions.items():
        if edition is not build:
            yield from _figures(build, lang)
            yield from _structures(build, lang)
            for exhibit in (*build.project.charts.values(), *build.project.tables.values()):
                yield from _exhibit(exhibit, build.lang, lang)
            yield from _handouts(build, lang)
            yield from _packages(build, lang)
            yield from _pages(edition)


def listed(build: Edition) -> Iterator[str]:
    """Yield the state of the translations, one line each: complete, missing, or older than the original."""
    for lang, edition in build.editions.items():
        if edition is build:
            continue
        pages = [edition.pages.get(f"docs/{lang}/{page.uri}") for page in build.pages.values()]
        old = sorted(page.path for page in pages if page and edition.is_outdated(page))
        whole = sum(page is not None for page in pages)
        yield f"Translations ({lang}): {whole} of {len(pages)} pages, {len(old)} out of date"
        for page in sorted(build.pages.values(), key=lambda page: page.path):
            if f"docs/{lang}/{page.uri}" not in edition.pages:
                yield f"  not translated: {page.path}"
        for declaration in build.project.figures.declarations.values():
            if not declaration.speaks(lang):
                yield f"  not translated: the figure {declaration.id} in data/figures.yml; it cannot be quoted in {lang}"
        for named in _named(build):
            if not named.speaks(lang) and named.speaks(build.lang):
                yield f"  not translated: {named.what} in {named.place.path}; no title or word is made of it in {lang}"
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
        if not declaration.speaks(lang):  # not translated at all: shown by its id, and cannot be quoted
            continue
        for key in ("title", "label", "attribution", "note", "skip"):
            texts: Mapping[str, Any] = getattr(declaration, key)
            if build.lang in texts and lang not in texts:
                yield Fault(declaration.place, "not-translated", f"has no {key} in {lang} for {declaration.id}", _REMEDY)


class _Named(NamedTuple):
    """A code or a measure with its words.

    Attributes:
        texts: key -> language -> text.
    """

    what: str
    place: Place
    texts: Mapping[str, Mapping[str, Any]]

    def speaks(self, lang: str) -> bool:
        """Return whether it has words in a language."""
        return any(lang in texts for texts in self.texts.values())


def _named(build: Edition) -> Iterator[_Named]:
    """Yield each measure and each code of the structures once, with its place."""
    seen: set[tuple[str, str]] = set()
    for (package, table), structure in build.project.figures.structures.declared.items():
        own = f"data/{package}/{STRUCTURE}"
        document = read(build.project.root / own, own)
        for measure in structure.measures.values():
            yield _Named(f"the measure {measure.name} of {table}", document.place("tables", table, "measures", measure.name), _of(measure))
        for codelist in (each.codelist for each in structure.dimensions.values() if each.codelist):
            name = own
            keys: tuple[str, ...] = ("codelists", codelist.id, "codes")
            if keys[:2] not in document.places:
                name, keys = f"data/{CODE_LISTS}/{codelist.id}.yml", ("codes",)
            if (name, codelist.id) in seen:
                continue
            seen.add((name, codelist.id))
            words = read(build.project.root / name, name)
            for code in codelist.codes.values():
                texts = {"label": code.label, "names": code.names, **(_of(code.measure, " of the measure") if code.measure else {})}
                yield _Named(f'the code "{code.id}" of {codelist.id}', words.place(*keys, code.id), texts)


def _of(measure: Measure, suffix: str = "") -> dict[str, Mapping[str, Any]]:
    return {f"{key}{suffix}": getattr(measure, key) for key in ("label", "names", "nouns", "attribution")}


def _structures(build: Edition, lang: str) -> Iterator[Fault]:
    for named in _named(build):
        for key, texts in named.texts.items() if named.speaks(lang) else ():
            if build.lang in texts and lang not in texts:
                yield Fault(named.place, "not-translated", f"has no {key} in {lang} for {named.what}", _REMEDY)


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
    if any(fault.place.path == place.path for fault in build.faults):  # its gaps follow from these faults
        return
    for name in build.project.packages.names():
        for package in build.project.packages.versions[name][-1:]:
            found = package.translations.get(lang)
            if found is None:  # shown by its name
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
    """Yield a fault for each missing page linked from the frame or from lists, and for each translation without `translated_from`."""
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
    """Return the languages of a page for the language switch: code, name, and address ("" for the page itself)."""
    top = build.view(page).top
    return [
        {
            "lang": lang,
            "name": build.editions[lang].site.language,
            "url": "" if other is page else top + build.editions[lang].folder + other.url,
        }
        for lang, other in build.translations(page).items()
    ]
