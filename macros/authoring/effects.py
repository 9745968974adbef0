"""What a new version of a package will change: figures, and the sentences that quote them on pages that see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from macros.authoring.quoted import quotes
from macros.datapackage import Package, Packages
from macros.errors import FaultError, Place, one_line
from macros.figures import Figure, Figures
from macros.nouns import Nouns
from macros.quotes import Quote
from macros.wording import judge_wording, standard

_SHOWN = 70  # characters on each side of the words
_QUOTE = re.compile(r"""\{\{\s*figure\(\s*(["'])[^"']*\1\s*,\s*(["'])(?P<said>.*?)\2\s*\)\s*\}\}""")


@dataclass
class Effects:
    """figures, sentences: lines to be told. unread: pages that could not be read. kept: updates that see an older version."""

    figures: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    kept: int = 0


def effects(root: Path, lang: str, package: Package) -> Effects:
    """What `package`, a version that is not yet in the project, changes there."""
    build, quoted, unread = quotes(root, lang)
    before = build.project.figures
    after = replace(before, packages=_with(build.project.packages, package), _computed={}, _answers={})
    result = Effects(unread=unread)
    for name, declaration in before.declarations.items():
        if declaration.package != package.name:
            continue
        # As a page of that day sees it: the newest data may be newer than a version that is put in behind it.
        old, new = _get(before, name, package.version), _get(after, name, package.version)
        if _value(old) != _value(new):
            result.figures.append(f"{name}: {_told(old, lang)} → {_told(new, lang)}")
    told: dict[tuple[Place, str, str], tuple[list[str], list[str]]] = {}
    for page, quote in quoted:
        if quote.figure not in before.declarations or before.declarations[quote.figure].package != package.name:
            continue
        old, new = _get(before, quote.figure, quote.as_of), _get(after, quote.figure, quote.as_of)
        if _version(old) == _version(new) or _value(old) == _value(new):
            continue
        lines, pages = told.setdefault((quote.place, quote.figure, quote.wording), ([], []))
        if not lines:
            lines.extend(_sentence(_line(root, quote.place), quote, new, lang, before.nouns))
        if page.path != quote.place.path and page.path not in pages:
            pages.append(page.path)
    for _, (lines, pages) in sorted(told.items()):
        result.sentences += [*lines, *([f"    on {', '.join(pages)}"] if pages else [])]
    result.kept = sum(1 for page in build.updates if page.date < package.version)
    return result


def _with(packages: Packages, package: Package) -> Packages:
    versions = [*packages.versions.get(package.name, ()), package]
    return Packages({**packages.versions, package.name: tuple(sorted(versions, key=lambda p: p.version))}, packages.broken)


def _get(figures: Figures, name: str, as_of: str | None) -> Figure | str:
    """The figure, or why there is none."""
    try:
        return figures.get(name, as_of)
    except FaultError as error:
        return one_line(error.faults[0].fact)


def _value(found: Figure | str) -> object:
    return (found.value, found.bound) if isinstance(found, Figure) else None


def _version(found: Figure | str) -> str:
    return found.version if isinstance(found, Figure) else ""


def _told(found: Figure | str, lang: str) -> str:
    if isinstance(found, Figure):
        return standard(found, lang)
    return f"none ({found})"


def _line(root: Path, place: Place) -> str:
    """The line of a source, its quotes as they read on the page."""
    lines = (root / place.path).read_text(encoding="utf-8").splitlines()
    return _QUOTE.sub(r"\g<said>", lines[place.line - 1].strip()) if 0 < place.line <= len(lines) else ""


def _sentence(line: str, quote: Quote, new: Figure | str, lang: str, nouns: Nouns) -> Iterator[str]:
    """What stands at a place, and what becomes of it. Words that no line holds are written by the site: they follow by themselves."""
    at = line.find(quote.wording)
    yield f"{quote.place}  {_around(line, at)}" if at >= 0 else f"{quote.place}"
    if not isinstance(new, Figure):
        yield f'    says "{quote.wording}"; then there is no value: {new}'
        return
    becomes = f"{quote.figure} becomes {standard(new, lang)}"
    if at < 0:
        yield f'    shows "{quote.wording}", and follows by itself: {becomes}'
    elif judge_wording(quote.wording, new, lang, nouns):
        yield f'    says "{quote.wording}", which will be wrong: {becomes}; write "{standard(new, lang)}" or words of your own'
    else:
        yield f'    says "{quote.wording}", which stays right: {becomes}'


def _around(line: str, at: int) -> str:
    begin, end = max(0, at - _SHOWN), at + _SHOWN
    return f"“{'…' if begin else ''}{line[begin:end]}{'…' if end < len(line) else ''}”"
