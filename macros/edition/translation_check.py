"""A check of translations: gaps in a language, and pages older than their originals.

What has words in a language must be complete in it, because a gap would be filled with English. What has none may follow later: an
untranslated page, chart, table, card, document or record is not shown; figures and packages appear by their ids, and no page can quote
them; a correction shows its words in the language that they are in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from macros.base.errors import Fault, Place
from macros.base.yaml_source import read_yaml
from macros.datapackage import CODE_LISTS, STRUCTURE
from macros.edition.edition import Edition
from macros.exhibits import Exhibit
from macros.handouts import CardEntry, DocumentEntry
from macros.pages import Page, make_topic_url
from macros.structure import Measure

_REMEDY = "add it, or leave the language out of mkdocs.yml"


def find_gaps(build: Edition) -> Iterator[Fault]:
    """Yield a fault for each gap in the editions. build: the default edition."""
    for lang, edition in build.editions.items():
        if edition is not build:
            yield from _find_figure_gaps(build, lang)
            yield from _find_structure_gaps(build, lang)
            for exhibit in (*edition.charts.values(), *edition.tables.values()):
                yield from _find_exhibit_gaps(exhibit, build.lang, lang)
            yield from _find_handout_gaps(edition)
            yield from _find_package_gaps(build, lang)
            yield from _find_page_gaps(edition)


def list_translations(build: Edition) -> Iterator[str]:
    """Yield the state of the translations, one line each: complete, missing, or older than the original."""
    for lang, edition in build.editions.items():
        if edition is build:
            if lacking := [*_list_unshown(edition)]:  # written in another language first
                yield f"Translations ({lang}):"
                yield from lacking
            continue
        pages = [edition.pages.get(f"docs/{lang}/{page.uri}") for page in build.pages.values()]
        old = sorted(page.path for page in pages if page and edition.is_outdated(page))
        whole = sum(page is not None for page in pages)
        yield f"Translations ({lang}): {whole} of {len(pages)} pages, {len(old)} out of date"
        for page in sorted(build.pages.values(), key=lambda page: page.path):
            if f"docs/{lang}/{page.uri}" not in edition.pages:
                yield f"  not translated: {page.path}"
        for declaration in build.project.figures.declarations.values():
            if not declaration.has_texts_in(lang):
                yield f"  not translated: the figure {declaration.id} in data/figures.yml; it cannot be quoted in {lang}"
        for named in _find_named(build):
            if not named.has_words_in(lang) and named.has_words_in(build.lang):
                yield f"  not translated: {named.what} in {named.place.path}; no title or word is made of it in {lang}"
        for name in build.project.packages.list_names():
            if any(lang not in package.translations for package in build.project.packages.versions[name][-1:]):
                file = f"data/packages.{lang}.yml"
                is_faulty = any(each.place.path == file and each.fact.endswith(f" for {name}") for each in build.faults)
                yield f"  {'with faults' if is_faulty else 'not translated'}: the package {name} in {file}"
        yield from _list_unshown(edition)
        for path in old:
            yield f"  older than its original: {path}; compare them, then run: python -m macros translate-status --mark {path}"
        for name in build.project.packages.list_names():
            for package in build.project.packages.versions[name][-1:]:
                found = package.translations.get(lang)
                if found and found.version != package.version:
                    what = f"{name} in data/packages.{lang}.yml"
                    yield f"  older than its original: {what} ({found.version}; the newest is {package.version})"


def _list_unshown(edition: Edition) -> Iterator[str]:
    """Yield a line for each chart, table, card, document, record and entry of the corrections without words in a language."""
    project = edition.project
    kinds: tuple[tuple[str, Mapping[str, Any], Mapping[str, Any]], ...] = (
        ("chart", project.charts, edition.charts),
        ("table", project.tables, edition.tables),
        ("card", project.cards, edition.cards),
        ("document", project.documents, edition.documents),
    )
    for kind, declared, shown in kinds:
        for name, entry in declared.items():
            if name not in shown:
                yield f"  not translated: the {kind} {name} in {entry.document.path}; it is not shown in {edition.lang}"
    for record in (*project.events, *project.statements):
        if not record.has_texts_in(edition.lang):
            yield f"  not translated: the record {record.id} in {record.place.path}; it is not shown in {edition.lang}"
    for entry in edition.corrections:
        if entry.untranslated:
            what = f"{', '.join(entry.untranslated)} of entry {entry.number} in {entry.place.path}"
            yield f"  not translated: {what}; {edition.lang} shows {next(iter(entry.untranslated.values())).lang}"


def _find_figure_gaps(build: Edition, lang: str) -> Iterator[Fault]:
    for declaration in build.project.figures.declarations.values():
        if not declaration.has_texts_in(lang):  # not translated at all: shown by its id, and cannot be quoted
            continue
        for key in ("title", "label", "attribution", "note", "skip"):
            texts: Mapping[str, Any] = getattr(declaration, key)
            if build.lang in texts and lang not in texts:
                yield Fault(declaration.place, "not-translated", f"has no {key} in {lang} for {declaration.id}", _REMEDY)


class _NamedWords(NamedTuple):
    """A code or a measure with its words.

    Attributes:
        texts: key -> language -> text.
    """

    what: str
    place: Place
    texts: Mapping[str, Mapping[str, Any]]

    def has_words_in(self, lang: str) -> bool:
        """Return whether it has words in a language."""
        return any(lang in texts for texts in self.texts.values())


def _find_named(build: Edition) -> Iterator[_NamedWords]:
    """Yield each measure and each code of the structures once, with its place."""
    seen: set[tuple[str, str]] = set()
    for (package, table), structure in build.project.figures.structures.structure_by_table.items():
        own = f"data/{package}/{STRUCTURE}"
        document = read_yaml(build.project.root / own, own)
        for measure in structure.measures.values():
            yield _NamedWords(
                f"the measure {measure.name} of {table}",
                document.place_of("tables", table, "measures", measure.name),
                _list_measure_texts(measure),
            )
        for codelist in (each.codelist for each in structure.dimensions.values() if each.codelist):
            name = own
            keys: tuple[str, ...] = ("codelists", codelist.id, "codes")
            if keys[:2] not in document.places:
                name, keys = f"data/{CODE_LISTS}/{codelist.id}.yml", ("codes",)
            if (name, codelist.id) in seen:
                continue
            seen.add((name, codelist.id))
            words = read_yaml(build.project.root / name, name)
            for code in codelist.codes.values():
                texts = {
                    "label": code.label,
                    "names": code.names,
                    **(_list_measure_texts(code.measure, " of the measure") if code.measure else {}),
                }
                yield _NamedWords(f'the code "{code.id}" of {codelist.id}', words.place_of(*keys, code.id), texts)


def _list_measure_texts(measure: Measure, suffix: str = "") -> dict[str, Mapping[str, Any]]:
    return {f"{key}{suffix}": getattr(measure, key) for key in ("label", "names", "nouns", "attribution")}


def _find_structure_gaps(build: Edition, lang: str) -> Iterator[Fault]:
    for named in _find_named(build):
        for key, texts in named.texts.items() if named.has_words_in(lang) else ():
            if build.lang in texts and lang not in texts:
                yield Fault(named.place, "not-translated", f"has no {key} in {lang} for {named.what}", _REMEDY)


def _find_exhibit_gaps(exhibit: Exhibit, default: str, lang: str) -> Iterator[Fault]:
    def make_gap_fault(what: str, *path: str | int) -> Fault:
        return Fault(exhibit.find_place(*path), "not-translated", f"has no {what} in {lang} for {exhibit.id}", _REMEDY)

    for key, texts in exhibit.texts.items():
        if default in texts and lang not in texts:
            yield make_gap_fault(key, key)
    for until, earlier in exhibit.until.items():
        for key, texts in earlier.items():
            if default in texts and lang not in texts:
                yield make_gap_fault(f"{key} until {until}", "until", until, key)
    if default in exhibit.listed_grid.columns and lang not in exhibit.listed_grid.columns:
        yield make_gap_fault("columns", "columns")
    for index, line in enumerate(exhibit.listed_grid.lines):
        for key in ("label", "group", "note"):
            texts = getattr(line, key)
            if default in texts and lang not in texts:
                yield make_gap_fault(f"{key} of row {index + 1}", "rows", index, key)


def _find_handout_gaps(edition: Edition) -> Iterator[Fault]:
    default, lang = edition.default.lang, edition.lang
    entries: list[CardEntry | DocumentEntry] = [*edition.cards.values(), *edition.project.documents.values()]
    for entry in entries:
        if not entry.has_texts_in(lang):
            continue
        for key in ("text", "source") if isinstance(entry, CardEntry) else ("title", "description", "intro", "notes"):
            if default in getattr(entry, key) and lang not in getattr(entry, key):
                yield Fault(entry.find_place(key), "not-translated", f"has no {key} in {lang} for {entry.id}", _REMEDY)
        for kind, shown in (("chart", edition.charts), ("table", edition.tables)) if isinstance(entry, DocumentEntry) else ():
            if (name := getattr(entry, kind)) not in shown:
                fact, file = f"shows in {entry.id} the {kind} {name}, which has no words in {lang}", f"data/{kind}s.yml"
                yield Fault(entry.find_place(kind), "not-translated", fact, f"add them in {file}, or leave {lang} out of {entry.id}")


def _find_package_gaps(build: Edition, lang: str) -> Iterator[Fault]:
    place = Place(f"data/packages.{lang}.yml")
    if any(fault.place.path == place.path for fault in build.faults):  # its gaps follow from these faults
        return
    for name in build.project.packages.list_names():
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
        for column in ("title", "text") if record.has_texts_in(lang) else ():
            if own.get(column) and not record.text(column, lang):
                yield Fault(place, "not-translated", f"has no {column} of the record {record.id}", _REMEDY)


def _find_page_gaps(edition: Edition) -> Iterator[Fault]:
    """Yield a fault for each missing page linked from the frame or from lists, and for each translation without `translated_from`."""
    topics = {f"{make_topic_url(topic).rstrip('/')}.md" for update in edition.updates for topic in update.topics}
    for uri in sorted({"index.md", "figures.md", "corrections.md", "updates/index.md", *topics}):
        path = f"docs/{edition.lang}/{uri}"
        if edition.default.pages.get(f"docs/{edition.default.lang}/{uri}") and path not in edition.pages:
            yield Fault(Place(path), "not-translated", "is missing, and other pages lead to it", _REMEDY)
    for page in edition.pages.values():
        original = edition.find_original(page)
        if original and not page.translated_from:
            fact = f"does not say which text of {original.path} it was translated from"
            yield Fault(Place(page.path, 1), "translated-from", fact, f"run: python -m macros translate-status --mark {page.path}")


def list_language_links(page: Page, build: Edition) -> list[dict[str, str]]:
    """Return the languages of a page for the language switch: code, name, and address ("" for the page itself)."""
    top = build.make_context(page).site_root
    return [
        {
            "lang": lang,
            "name": build.editions[lang].site.language_name,
            "url": "" if other is page else top + build.editions[lang].folder + other.url,
        }
        for lang, other in build.find_translations(page).items()
    ]
