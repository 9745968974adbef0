"""The languages of the site, as mkdocs.yml lists them for mkdocs-static-i18n, the default first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

from macros.base.day import read_day
from macros.base.errors import Fault, FaultError, Place
from macros.base.files import ENGINE, list_entries, list_files
from macros.base.yaml_source import read_yaml
from macros.edition.edition import Edition
from macros.edition.translation_check import find_gaps
from macros.handouts.card import Site
from macros.incremental.tasks import TaskCache
from macros.interface import read_interface_words as interface

_REMEDY = "add it, or leave the language out of mkdocs.yml"


def read_editions(config: Any, plugin: Any, root: Path, *, serving: bool, shows_held: bool, memory: TaskCache | None = None) -> Edition:
    """Read the project at `root` in every language to be built, and return the default edition.

    Args:
        config: the settings of MkDocs.
        plugin: mkdocs-static-i18n, or None.
        shows_held: whether drafts, and what bears a later day, are shown.
        memory: the task cache.

    Raises: FaultError for a day that does not exist, and for a language without its words or its home page.
    """
    settings = {str(each.locale): each for each in plugin.config.languages if each.build} if plugin else {"en": None}
    codes = sorted(settings, key=lambda code: not getattr(settings[code], "default", False))
    _complete_languages(config, root, codes)
    build = Edition.read(root, *codes, serving=serving, memory=memory, day=read_day(root), shows_held=shows_held)
    address = str(config["site_url"] or "")
    if not address:
        build.faults.add(Fault(Place("mkdocs.yml"), "site-url", "has no site_url", "name the address that readers use"))
    for code, edition in build.editions.items():
        own = settings[code]
        edition.site = Site(
            str(getattr(own, "site_name", None) or config["site_name"]),
            address + edition.folder,
            code,
            str(getattr(own, "site_description", None) or config["site_description"] or ""),
            str(getattr(own, "name", code)),
        )
    build.faults.extend(find_gaps(build))
    if plugin:
        build.faults.extend(_unknown_languages(root, {str(each.locale) for each in plugin.config.languages}))
    return build


def _complete_languages(config: Any, root: Path, codes: list[str]) -> None:
    """Check that each language has its home page and its files of words, and merge the site's own words into `config`.

    An edition needs the words of the macros and those of the number reader: a number that cannot be checked cannot be published.

    Raises: FaultError.
    """
    files = {f"docs/{code}/index.md": root for code in codes} | {name: ENGINE for code in codes for name in _words_files(code)}
    missing = [Fault(Place(name), "missing-file", "is missing", _REMEDY) for name, top in files.items() if not (top / name).is_file()]
    if missing:
        raise FaultError(*missing)
    read_all = {name: read_yaml(ENGINE / name, name).value for code in codes for name in _words_files(code)}
    faults = list(_missing_words({name: read_all[name] for name in read_all if name.startswith("macros/interface/")}))
    given = config["extra"].get("words")
    own = {code: (given.get(code) or {}) if isinstance(given, dict) else {} for code in codes}
    words = {f"extra: words: {code}": own[code] for code in codes}
    faults += [replace(fault, place=Place("mkdocs.yml"), fact=f"{fault.place.path} {fault.fact}") for fault in _missing_words(words)]
    if faults:
        raise FaultError(*faults)
    config["extra"]["words"] = {code: _merge_words(interface(code)["frame"], own[code]) for code in codes}


def _merge_words(words: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Merge the words of the frame with the site's own words, which win."""
    inner = {key: _merge_words(words[key], own[key]) for key in words.keys() & own.keys() if isinstance(words[key], Mapping)}
    return {**words, **own, **inner}


def _unknown_languages(root: Path, locales: set[str]) -> Iterator[Fault]:
    """Yield a fault for each entry of docs/ outside the folders of the languages. MkDocs takes it for a language that is not built."""
    for path in list_entries(root / "docs"):
        if path.name not in locales and not path.name.startswith("."):
            fact = "belongs to no language of mkdocs.yml, and is not shown"
            yield Fault(Place(f"docs/{path.name}"), "unknown-language", fact, "name the language there, or put it into the folder of one")


def _words_files(code: str) -> tuple[str, str]:
    return f"macros/interface/{code}.yml", f"macros/numbers/languages/{code}.yml"


def _missing_words(words: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield a fault for each word missing in one file and present in another. words: name -> content of the file."""
    keys = {name: list(_list_word_paths(value)) for name, value in words.items()}
    for name, own in keys.items():
        for key in dict.fromkeys(key for other in keys.values() for key in other if key not in own):
            yield Fault(Place(name), "missing-words", f'has no words for "{key}"', "add them: other languages have them")


def _list_word_paths(value: Any, path: str = "") -> Iterator[str]:
    """Yield the paths of all words. The forms of one word (`one`, `other`, `percent`) differ between languages and are not listed."""
    if isinstance(value, Mapping) and "other" not in value:
        for key, inner in value.items():
            yield from _list_word_paths(inner, f"{path}.{key}" if path else str(key))
    else:
        yield path


def filter_navigation(nav: Any, build: Edition) -> Any:
    """Return the navigation without the pages that an edition does not show: those without a translation, and those not published yet."""
    if isinstance(nav, list):
        return [kept for item in nav if (kept := filter_navigation(item, build))]
    if isinstance(nav, dict):
        return {title: kept for title, item in nav.items() if (kept := filter_navigation(item, build))}
    if not isinstance(nav, str) or not nav.endswith(".md"):
        return nav
    path = f"docs/{build.lang}/{nav}"
    return nav if (build.project.root / path).is_file() and not build.leaves_out(path) else None


def list_shared_files(config: Any, default: str) -> Iterator[File]:
    """Yield files of the default language for all editions, such as pictures. Each is written once, outside the folders of languages."""
    docs = Path(config["docs_dir"])
    for path in list_files(docs / default / "assets"):
        name = path.relative_to(docs / default).as_posix()
        yield File(f"{default}/{name}", str(docs), config["site_dir"], config["use_directory_urls"], dest_uri=name)


def find_address(build: Edition, uri: str) -> str:
    """Return the address of a page below the site's root, or "" without a translation. uri: such as `for-authors.md`."""
    page = build.pages.get(f"docs/{build.lang}/{uri}")
    return build.folder + page.url if page else ""
