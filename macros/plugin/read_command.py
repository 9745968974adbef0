"""`python -m macros read PAGE:LINE`: print the check's reading of each number of a line: its figure, its context and its faults.

The page is rendered and read as in a build, but alone. Other pages are ignored.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from markdown import Markdown  # type: ignore[import-untyped]  # its stubs would be one more dependency

from macros.base import settings
from macros.base.command_line import CommandLine
from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.base.yaml_source import read_text
from macros.check import EditionCheck
from macros.check.readers.html import read_page
from macros.claims.explanation import list_reading_rows
from macros.claims.passage import Binding, Passage
from macros.edition.edition import Edition
from macros.edition.page_macros import page_macros
from macros.pages import Page, blocks
from macros.pages.aside import restore_blocks, stash_blocks
from macros.pages.page import is_draft, read_draft, read_front_matter
from macros.plugin.languages import read_editions
from macros.plugin.page_hooks import fill_macros

_PLACE = re.compile(r"(?P<path>.+?):(?P<line>[1-9][0-9]{0,8})(?::[0-9]+)?")
_WRONG = "  wrong: "


def main(argv: list[str]) -> int:
    """Run the command.

    Returns: the exit code, 0 if every number of the line is right, 1 if one is wrong, 2 for a wrong call.
    """
    parser = CommandLine(prog="python -m macros read", description="Show how the check reads each number on a line of a page.")
    parser.add_argument("place", metavar="PAGE:LINE", help="as faults name it: docs/en/index.md:14")
    given = parser.parse_args(argv).place
    match = _PLACE.fullmatch(given)
    if not match:
        parser.error(f'has the place "{given}", which is not a page and line, such as docs/en/index.md:14')
    build, config, edition, path = open_page(match["path"])
    line = int(match["line"])
    lines = read_text(build.project.root / path, path).rstrip("\n").count("\n") + 1
    if line > lines:
        parser.error(f"names line {line} of {path}, which has only {lines}")
    found = list(read_line(edition, edition.pages[path], line, config))
    seen = "\n".join(line for each in found for line in each)
    # Faults found by macros when they were called, such as an unknown id.
    told = [fault for fault in build.faults if (fault.place.path, fault.place.line) == (path, line) and f"[{fault.code}]" not in seen]
    shown = ["\n".join(each) for each in found] + [f"{fault.place}: {fault.message}" for fault in told]
    print("\n\n".join(shown) or f"{path}:{line}: no number that the check compares")
    return 1 if told or _WRONG in seen else 0


def open_page(given: str) -> tuple[Edition, Any, Edition, str]:
    """Read the project, and find a page of it. Return the default edition, the settings of MkDocs, the page's edition and its path.

    Raises:
        FaultError: The project or the page cannot be read, or the site has no such page.
    """
    build, config = _read_project(Path.cwd())
    path = _make_relative(given)
    _add_translation_in_preparation(build, path)
    pages = {page: edition for edition in build.editions.values() for page in edition.pages}
    if own := [fault for fault in build.faults if path not in pages and fault.place.path == path]:
        raise FaultError(*own)
    if path not in pages:
        fact = f'names "{path}", which is not a page of the site'
        raise FaultError(Fault(Place("command line"), "call", fact, suggest_nearest(path, pages)))
    return build, config, pages[path], path


def _add_translation_in_preparation(build: Edition, path: str) -> None:
    """Read a translation that is not marked yet, which the site leaves out, as a page of its language."""
    edition = next((each for lang, each in build.editions.items() if path.startswith(f"docs/{lang}/") and each is not build), None)
    if edition and path not in edition.pages and is_draft(build.project.root / path):
        page = read_draft(
            build.project.root, path, edition.lang, edition.writer, build.project.settings.topics, build.project.packages.addresses
        )
        edition.pages[path] = page


def _make_relative(path: str) -> str:
    """Return a path as faults name it: from the project's folder on, with slashes."""
    given = Path(path)
    if given.is_absolute() and given.is_relative_to(Path.cwd()):
        given = given.relative_to(Path.cwd())
    return given.as_posix().replace("\\", "/").removeprefix("./")


def _read_project(root: Path) -> tuple[Edition, Any]:
    """Read the settings, the data and the front matter of the project.

    Raises: FaultError.
    """
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    from macros.plugin.failures import convert_to_faults

    logging.getLogger(settings.HOST).setLevel(logging.CRITICAL)  # problems become faults
    try:
        settings.check_settings(root)
        config = load_config("mkdocs.yml")
    except (MkDocsException, SystemExit) as error:
        raise FaultError(*convert_to_faults(error, root) or [Fault(Place("mkdocs.yml"), "mkdocs", str(error), "fix the setting")]) from None
    return read_editions(config, settings.language_plugin(config), root, serving=False, shows_held=True), config


def read_line(edition: Edition, page: Page, line: int, config: Any) -> Iterator[list[str]]:
    """Yield the lines of text about each number of a line of a page."""
    check, found = read_alone(edition, page, config)
    numbers = [(at, *number) for at, passage in enumerate(found) for number in check.checker.find_numbers(passage)]
    whole, partly = check.locator.locate_article(page, found, {(at, item.start) for at, item, _ in numbers})
    told = set()
    for at, item, bound in numbers:
        passage = found[at]
        place = whole.get((at, item.start)) or partly.get((at, item.start)) or place_outside_article(check, page, passage, item.start)
        if place is None or place.path != page.path or place.line != line or (place, item.text) in told:
            continue
        told.add((place, item.text))  # a title stands in the page and above it
        verdicts = [each for each in check.checker.check_passage(passage)[0] if each.start < item.end and item.start < each.end]
        messages = dict.fromkeys(Fault(place, each.code, each.fact, each.remedy).message for each in verdicts)
        yield [
            f'{place}: "{item.text}" {_describe_binding(bound, edition)}',
            *_align_rows(check, passage, item, bound),
            *_list_faults(messages),
        ]


def read_alone(edition: Edition, page: Page, config: Any) -> tuple[EditionCheck, list[Passage]]:
    """Return the check of an edition, and the passages of one page rendered without the rest of the site."""
    check = EditionCheck(edition, edition.project.root, ())
    check.checker.page_date = page.as_of
    return check, read_page(render_page(edition, page, config).encode(), check.bind_text).passages


def place_outside_article(check: EditionCheck, page: Page, passage: Passage, start: int) -> Place | None:
    """Return the place of a text outside the article, such as a title or a description."""
    own = next((part.place for a, b, part in passage.phrase.spans if a <= start < b), None) if passage.phrase else None
    return own or check.locator.locate_text(page, passage, start)


def _describe_binding(bound: Binding | None, edition: Edition) -> str:
    if bound is None:
        return "is not bound to a figure"
    if bound.kind == "figure":
        declared = edition.project.figures.declarations.get(bound.name)
        title = declared.title.get(edition.lang, "") if declared else ""
        return f"quotes {bound.name}" + (f" ({title})" if title else "")
    return {"exempt": f"is declared not to be a figure: {bound.name}"}.get(bound.kind, f"is bound to the {bound.kind} {bound.name}")


def _align_rows(check: EditionCheck, passage: Passage, item: Any, bound: Binding | None) -> list[str]:
    """Return the rows of a reading, aligned in columns."""
    sentence = check.checker.find_sentence(passage, item, bound)
    rows = list(list_reading_rows(sentence, check.checker.contexts)) if sentence else []
    wide = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    return [f"  {name:{wide[0]}}  {value:{wide[1]}}  {words}".rstrip() for name, value, words in rows]


def _list_faults(messages: dict[str, None]) -> list[str]:
    return [f"{_WRONG}{message}" for message in messages] or ["  right"]


def render_page(edition: Edition, page: Page, config: Any) -> str:
    """Return a page as the build renders it, without template, navigation and footer."""
    written: list[str] = []
    text = read_text(edition.project.root / page.path, page.path)
    body = "\n".join(text.split("\n")[read_front_matter(text, page.path)[1] :])
    view = edition.make_context(page)
    above = [f"# {view.write_phrase_html(page.title)}", blocks.write_header(page, view, "")]
    shown = fill_macros(body, page_macros(edition, lambda: page), edition, page, written)
    markdown, aside, _ = stash_blocks("\n\n".join(each for each in (*above, shown) if each), "\n\n".join((*above, *written)))
    converter = Markdown(extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"] or {})
    article = restore_blocks(converter.convert(markdown), aside)
    head = f'<title>{escape(page.title.plain)}</title><meta name="description" content="{escape(page.description.plain)}">'
    return f'<!doctype html><html lang="{edition.lang}"><head>{head}</head><body><article>{article}</article></body></html>'
