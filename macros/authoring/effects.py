"""Effects of a new version of a package: figures with another value, and the sentences with quotes of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from macros.authoring.quoted import list_quotes, run_macros, write_beside_pages
from macros.base.errors import Fault, FaultError, Place, put_on_one_line
from macros.base.files import find_files, list_files
from macros.base.noun_forms import Nouns
from macros.base.settings import FILE as SETTINGS
from macros.base.yaml_source import read_text
from macros.corrections.faults import find_page_date
from macros.datapackage import STRUCTURE, Package
from macros.edition.edition import Edition
from macros.figures import Figure, Figures
from macros.numbers import find_quantities
from macros.quotes import Quote
from macros.structure import Structures
from macros.structure.model import merge_nouns
from macros.wording import compare_wording, write_standard
from macros.wording.judge import QUANTITIES, advise_words

UNTIL_TEXTS = ("headline", "subtitle", "description", "caption")  # those that state values or periods
_EXCERPT_LENGTH = 70  # characters on each side of the words
_QUOTE = re.compile(r"""\{\{\s*figure\(\s*(["'])[^"']*\1\s*,\s*(["'])(?P<said>.*?)\2\s*\)\s*\}\}""")


@dataclass
class Effects:
    """Lines for the author on the effects of a version.

    Attributes:
        figures: The figures with another value.
        sentences: The sentences with quotes of them, on every surface in every language. `faults` are among them.
        faults: The faults that a build would have with the version, and has not now.
        unread_pages: The pages that cannot be read.
        unaffected_updates: The number of updates older than the version. They keep their values.
        refused_pages: The published updates of its day or later that quote a changed value: the version must be dated after them.
    """

    figures: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unread_pages: list[str] = field(default_factory=list)
    unaffected_updates: int = 0
    refused_pages: list[str] = field(default_factory=list)


def find_effects(root: Path, languages: Sequence[str], package: Package, staged: Path, text_by_path: Mapping[str, str]) -> Effects:
    """Return the changes that adding a version to the project would cause.

    Args:
        package: The new version.
        staged: The folder with the version, laid out as in the project.
        text_by_path: Further files that are written with it.
    """
    before = Edition.read(root, *languages, shows_held=True)
    with tempfile.TemporaryDirectory(prefix="effects-") as folder:
        _copy_project(root, Path(folder), staged, text_by_path)
        after = Edition.read(Path(folder), *languages, cached=False, shows_held=True)
        return _compare(root, before, after, package)


def _copy_project(root: Path, folder: Path, staged: Path, text_by_path: Mapping[str, str]) -> None:
    """Lay out the project with the version in a folder, its files as links where the system has them."""
    for source, part in ((root, "data"), (root, "docs"), (root, "schemas"), (staged, "data")):
        for path in list_files(source / part):
            target = folder / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.name != STRUCTURE or source != staged:  # those to be written are in `text_by_path`
                _link_file(path, target)
    _link_file(root / SETTINGS, folder / SETTINGS)
    for name, text in text_by_path.items():
        (folder / name).unlink(missing_ok=True)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def _link_file(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except OSError:  # another file system
        shutil.copyfile(path, target)


def _compare(root: Path, before: Edition, after: Edition, package: Package) -> Effects:
    result = Effects()
    for edition in before.editions.values():
        result.unread_pages += run_macros(edition)
        write_beside_pages(edition)
    known = {*before.faults}
    for edition in after.editions.values():
        run_macros(edition)
        write_beside_pages(edition)
    result.faults = [fault for fault in after.faults if fault not in known]
    old_figures, figures = before.project.figures, after.project.figures
    for name, declaration in figures.declarations.items():
        if package.name not in declaration.packages:
            continue
        # As of the version's own day: it may be older than the newest data.
        old = _get_figure(old_figures, name, package.version) if name in old_figures.declarations else ""
        new = _get_figure(figures, name, package.version)
        if old == "" and isinstance(new, Figure):
            result.figures.append(f"{name}: new, {_format_figure(new, before.lang)}")
        elif _get_value(old) != _get_value(new):
            result.figures.append(f"{name}: {_format_figure(old, before.lang)} → {_format_figure(new, before.lang)}")
    told: dict[tuple[Place, str, str], tuple[list[str], list[str]]] = {}
    wrong = {*result.faults}
    frozen = {row.subject for row in before.project.published.find_rows("page") if find_page_date(row.subject)}
    for edition in after.editions.values():
        for path, quote in list_quotes(edition):
            if not old_figures.is_declared(quote.figure):
                continue
            old, new = (_get_figure(each, quote.figure, quote.as_of) for each in (old_figures, figures))
            if _get_version(old) == _get_version(new) or _get_value(old) == _get_value(new):
                continue
            lines, pages = told.setdefault((quote.place, quote.figure, quote.wording), ([], []))
            if not lines:
                lines.extend(_describe_sentence(_read_line(root, quote.place), quote, new, edition.lang, figures.nouns))
            wrong -= {*quote.faults}
            if path in frozen and path not in result.refused_pages:
                result.refused_pages.append(path)
            if path != quote.place.path and path not in pages:
                pages.append(path)
    for _, (lines, pages) in sorted(told.items()):
        result.sentences += [*lines, *([f"    on {', '.join(pages)}"] if pages else [])]
    result.sentences += [str(fault) for fault in result.faults if fault in wrong]  # those that follow, as of a chart without its rows
    result.sentences += _describe_until(after, package.version, result.faults)
    result.unaffected_updates = sum(1 for page in before.updates if page.date < package.version)
    return result


def _describe_until(build: Edition, version: str, faults: Sequence[Fault]) -> Iterator[str]:
    """Yield how the words of a chart stay on pages with older data, for each text that its new data do not fit."""
    wrong = {fault.place for fault in faults}
    for exhibit in (*build.project.charts.values(), *build.project.tables.values()):
        for name in UNTIL_TEXTS:
            texts = exhibit.texts.get(name, {})
            places = {_strip_column(exhibit.find_place(name, lang)) for lang in texts}
            if places & {_strip_column(place) for place in wrong}:
                kept = ", ".join(f"{lang}: {json.dumps(text, ensure_ascii=False)}" for lang, text in texts.items())
                what = "chart" if exhibit.kind else "table"
                yield f"{exhibit.find_place(name)}  the {name} of {exhibit.id}: pages on older data keep it by this line in the {what}:"
                yield f'    until: {{"{version}": {{{name}: {{{kept}}}}}}}'


def _strip_column(place: Place) -> Place:
    return Place(place.path, place.line)


def find_counted_nouns(root: Path, languages: Sequence[str], before: Structures, after: Structures) -> tuple[list[str], list[str]]:
    """Return the nouns counted from now on, and the sentences with one of them behind an unbound number."""
    old, new = (merge_nouns(each.list_measures()) for each in (before, after))
    nouns = sorted(_collect_nouns(new) - _collect_nouns(old))
    pages = [path.relative_to(root).as_posix() for path in find_files(root, "docs/**/*.md")] if nouns else []
    found = ((page, lang) for lang in languages for page in pages if page.startswith(f"docs/{lang}/"))
    return nouns, [line for page, lang in found for line in _find_new_quantities(root / page, page, lang, old, new)]


def _collect_nouns(nouns: Nouns) -> set[str]:
    return {noun for each in nouns for noun in each.many | each.one}


def _find_new_quantities(path: Path, name: str, lang: str, before: Nouns, after: Nouns) -> Iterator[str]:
    """Yield the sentences of a page in which the new nouns turn a number into a quantity."""
    try:
        text = read_text(path, name)
    except FaultError:
        return  # reported with the unreadable pages
    known = {(each.start, each.end) for each in find_quantities(text, lang, nouns=before) if each.kind in QUANTITIES}
    for each in find_quantities(text, lang, nouns=after):
        if each.kind in QUANTITIES and (each.start, each.end) not in known:
            line = text.count("\n", 0, each.start) + 1
            begin = text.rfind("\n", 0, each.start) + 1
            yield f"{Place(name, line, each.start - begin + 1)}  {_cut_excerpt(text[begin:].partition(chr(10))[0], each.start - begin)}"


def _get_figure(figures: Figures, name: str, as_of: str | None) -> Figure | str:
    """Return the figure, or the reason there is none."""
    try:
        return figures.get(name, as_of)
    except FaultError as error:
        return put_on_one_line(error.faults[0].fact)


def _get_value(found: Figure | str) -> object:
    return (found.value, found.bound) if isinstance(found, Figure) else None


def _get_version(found: Figure | str) -> str:
    return found.version if isinstance(found, Figure) else ""


def _format_figure(found: Figure | str, lang: str) -> str:
    return write_standard(found, lang) if isinstance(found, Figure) else f"none ({found})"


def _read_line(root: Path, place: Place) -> str:
    """Return a line of a source with its quotes as they read on the page."""
    lines = (root / place.path).read_text(encoding="utf-8").splitlines()
    return _QUOTE.sub(r"\g<said>", lines[place.line - 1].strip()) if 0 < place.line <= len(lines) else ""


def _describe_sentence(line: str, quote: Quote, new: Figure | str, lang: str, nouns: Nouns) -> Iterator[str]:
    """Yield the line at a place and the effect on its quote.

    Words not found in the line are written by the generator and follow the data by themselves.
    """
    at = line.find(quote.wording)
    yield f"{quote.place}  {_cut_excerpt(line, at)}" if at >= 0 else f"{quote.place}"
    if not isinstance(new, Figure):
        yield f'    says "{quote.wording}"; then there is no value: {new}'
        return
    becomes = f"{quote.figure} becomes {write_standard(new, lang)}"
    if at < 0:
        yield f'    shows "{quote.wording}", and updates by itself: {becomes}'
    elif compare_wording(quote.wording, new, lang, nouns):
        advised = advise_words(quote.wording, new, lang, nouns)
        yield f'    says "{quote.wording}", which will be wrong: {becomes}; {advised}, or words of your own'
    else:
        yield f'    says "{quote.wording}", which stays right: {becomes}'


def _cut_excerpt(line: str, at: int) -> str:
    begin, end = max(0, at - _EXCERPT_LENGTH), at + _EXCERPT_LENGTH
    return f"“{'…' if begin else ''}{line[begin:end]}{'…' if end < len(line) else ''}”"
