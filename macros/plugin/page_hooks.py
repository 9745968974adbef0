"""The events of one page in MkDocs: read, rendered, converted, put into its template, indexed.

A page rendered by an earlier build from the same inputs skips these steps (macros/incremental/tasks.py, plugin/cached_page.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any

from macros.base.author_forms import Lines, Part, parse_text, strip_calls
from macros.base.errors import Fault
from macros.base.templates import UNREAD, Macro, fill
from macros.check.readers.authored_html import find_markup_faults, make_html_readable, make_readable
from macros.corrections.shown import render_page_note, render_phrase_note
from macros.edition.edition import Edition
from macros.edition.translation_check import list_language_links
from macros.incremental.tasks import digest
from macros.interface import read_interface_words
from macros.outputs.card_files import describe_image
from macros.outputs.page_citation import cite_page
from macros.outputs.structured import depends_on_rows, write_structured_data
from macros.pages import Page, blocks
from macros.pages.aside import find_anchors, restore_blocks, stash_blocks
from macros.plugin.cached_page import CachedPage, register_page_template
from macros.plugin.session import BuildSession, session_of
from macros.quotes.quote import write_fault_element

# Files of the served site with faults written into them by the last build.
faulty_files: set[str] = set()
_FIGURES_HERE = "<!-- figures on this page -->"


def begin_page(env: Any, page: Any, files: Any) -> None:
    """Let MkDocs skip a page that is current in the cache. Called before MkDocs reads the page."""
    session = session_of(env)
    build = session.edition
    path, found = _find_page(build, page.file)
    if found is None:
        _ensure_readable(page.file)
    if found is None or not build.task_cache.is_active:
        return
    session.page_key = _compute_page_key(session, found)
    name = page.file.dest_uri
    if build.is_current(f"page {path}", session.page_key) and build.task_cache.find_value(f"{build.lang} page {path}").source:
        rendering: CachedPage = build.reuse_task(f"page {path}")
        output = name.removeprefix(build.folder)
        # A server's file need not be written again, unless it shows faults or shares its address with another source.
        # Other builds write their pages when they complete them (macros/plugin/postprocess.py).
        written = build.project.is_served and not (rendering.is_final and name not in faulty_files and output not in build.outputs)
        rendering.skip_rendering(page, files, written=written)
        build.outputs[output] = found
        session.rendered_pages[page.file.src_uri] = rendering


def _ensure_readable(file: Any) -> None:
    """Replace a file that is not UTF-8 by an empty text for MkDocs. The fault is reported already, and the page shows it."""
    try:
        file.content_string  # noqa: B018
    except ValueError:
        file.content_string = ""


def find_source(build: Edition, file: Any) -> str:
    """Return the source path of a page of MkDocs, in an edition."""
    return f"docs/{file.src_uri}" if file.src_uri.startswith(f"{build.lang}/") else f"docs/{build.lang}/{file.src_uri}"


def _find_page(build: Edition, file: Any) -> tuple[str, Page | None]:
    path = find_source(build, file)
    return path, build.pages.get(path)


def _compute_page_key(session: BuildSession, found: Page) -> str:
    """Return the cache key of a page: all its inputs but the global digest and the figures it reads."""
    build = session.edition
    rows = build.project.data_state if depends_on_rows(found) else []
    return digest([session.shared_digest, found.fingerprint, found.body_line, build.is_outdated(found), rows])


def render_macros(env: Any) -> None:
    """Render the macros of a page, or reuse the cached result."""
    session = session_of(env)
    build = session.edition
    if hasattr(env.page, "rendered"):
        return
    source = env.page.file
    path, found = _find_page(build, source)
    session.page = found
    if found is None:  # its front matter is a fault already, shown in the page
        session.unread_pages[source.dest_uri] = path
        env.markdown = strip_calls(env.markdown)
        return
    build.outputs[source.dest_uri.removeprefix(build.folder)] = found
    rendering = build.run_cached(f"page {path}", session.page_key, lambda: _render_page(env, session, found))
    env.markdown, session.stashed_html, session.warnings_before = rendering.markdown, rendering.blocks, len(session.warnings.lines)
    env.page.meta.update(rendering.meta)
    env.page.render = _wrap_conversion(env.page)
    session.rendered_pages[source.src_uri] = rendering


def _wrap_conversion(page: Any) -> Callable[..., None]:
    """Wrap MkDocs' conversion of a page: retry with readable text after a ValueError.

    MkDocs raises it for an address that cannot be parsed. The fault is reported after the conversion (`restore_html`).
    """
    convert = page.render

    def render(*arguments: Any) -> None:
        try:
            convert(*arguments)
        except ValueError:
            page.markdown = make_readable(page.markdown)
            convert(*arguments)

    return render


def _render_page(env: Any, session: BuildSession, found: Page) -> CachedPage:
    build = session.edition
    view, path, meta = build.make_context(found), found.path, env.page.meta
    held = f"{read_interface_words(build.lang)['held']['title']}: " if found.held else ""
    meta["title"] = held + found.title.plain
    meta["description"] = found.description.plain
    meta["modified"] = build.find_modified_date(found)
    meta["image"] = describe_image(found, build)
    meta["languages"] = list_language_links(found, build)
    meta["alternates"] = build.list_alternates(found)
    meta["citation"] = {form: view.write_phrase_html(text, linked=False) for form, text in cite_page(found, build).items()}
    written: list[str] = []
    body = fill_macros(env.markdown, session.macros, build, found, written)
    meta["structured_data"] = write_structured_data(found, build)
    quoted = [quote.figure for quote in build.log.quotes_by_page.get(path, ()) if quote.version]
    original = build.find_original(found) if build.is_outdated(found) else None
    notice = blocks.write_outdated_notice(original, build.default.site.language_name, f"{view.site_root}{build.default.folder}", view)
    note = render_phrase_note(build.corrections, found, found.summary, view)
    above = [
        f"# {view.write_phrase_html(found.title)}",
        blocks.write_hold_notice(found, view),
        notice,
        render_page_note(build.corrections, found, view),
        blocks.write_header(found, view, note),
    ]
    below = blocks.write_footer(found, build.updates, view, quoted)
    text = "\n\n".join(part for part in (*above, body, below) if part)
    written += [*above, below]
    if _FIGURES_HERE in text:
        written.append(blocks.write_figures_list(view, quoted))
        text = text.replace(_FIGURES_HERE, written[-1])
    markdown, aside, made = stash_blocks(text, "\n\n".join(written))
    return CachedPage(markdown, aside, dict(meta), made)


def fill_macros(text: str, macros: Mapping[str, Macro], build: Edition, page: Page, written: list[str]) -> str:
    """Return the text of a page with its macros replaced. A failed macro shows its fault on a served page.

    written: receives the HTML of the generator. A page may contain it, though no author may write it.
    """

    def show_fault(fault: Fault, _: Part) -> str:
        build.faults.add(fault)
        if not build.project.is_served or fault.code in UNREAD:
            return ""
        written.append(write_fault_element("", (fault,)))
        return written[-1]

    noting = {name: replace(macro, call=_record_output(macro, written)) for name, macro in macros.items()}
    return "".join(fill(parse_text(text), noting, Lines(text, page.path, page.body_line).place_at, show_fault))


def _record_output(macro: Macro, written: list[str]) -> Callable[..., str]:
    """Wrap a macro's call to record its HTML. The content of a block is the author's and is not recorded."""

    @wraps(macro.call)
    def call(*values: Any, **named: Any) -> str:
        text: str = macro.call(*values, **named)
        written.append(text.partition("\n\n")[0] if macro.block else text)
        return text

    return call


def restore_html(env: Any, html: str, page: Any) -> str:
    """Return the HTML of a page, with the stashed HTML put back, and report faults of its markup."""
    session = session_of(env)
    if hasattr(page, "rendered"):
        return html
    blocks, session.stashed_html = session.stashed_html, []
    page.present_anchor_ids = (page.present_anchor_ids or set()) | find_anchors(blocks)
    if rendering := session.rendered_pages.get(page.file.src_uri):
        build = session.edition
        path = _find_page(build, page.file)[0]
        faults = find_markup_faults(html, rendering.made, path, build.project.root, session.usable_classes)
        build.faults.extend(faults)
        html = make_html_readable(html) if faults else html
        rendering.capture_conversion(page)
        rendering.markdown, rendering.blocks, rendering.made = "", [], ""  # not needed again
        if faults or len(session.warnings.lines) > session.warnings_before:  # a broken link: MkDocs must warn in each build
            build.task_cache.drop_task(f"{build.lang} page {path}")
    return restore_blocks(html, blocks)


def prepare_templates(env: Any, environment: Any, files: Any) -> None:
    """Prepare the template environment, when every page is converted and none is in its template."""
    session = session_of(env)
    for file in files:  # files of the theme have no source in the project
        session.sources_by_file.setdefault(file.dest_uri, set()).update(
            [f"docs/{file.src_uri}"] if file.src_dir == env.conf["docs_dir"] else []
        )
    if session.is_caching:
        register_page_template(environment)
        session.indexed_entries = 0
        session.default.task_cache.drop_conflicting(session.sources_by_file.keys(), but=" complete ")


def add_search_entries(env: Any, page: Any) -> None:
    """Cache the search entries of a page just indexed, or add the cached entries of a reused page."""
    session, search = session_of(env), env.conf["plugins"].get("material/search")
    if not session.is_caching or search is None or not search.config.enabled:
        return
    entries, rendering = search.search_index.entries, session.rendered_pages.get(page.file.src_uri)
    if rendering and hasattr(page, "rendered"):
        entries += rendering.entries
    elif rendering:
        rendering.entries = entries[session.indexed_entries :]
    session.indexed_entries = len(entries)


def use_cached_page(env: Any, output: str, page: Any) -> str:
    """Return the page in its template, or the cached page."""
    session = session_of(env)
    rendering = session.rendered_pages.get(page.file.src_uri)
    if rendering is None:
        return output
    session.written_pages[page.file.dest_uri] = rendering
    if not hasattr(page, "rendered"):
        # As MkDocs encodes it: a text may contain surrogates.
        rendering.source = output.encode("utf-8", "xmlcharrefreplace")
        output = rendering.html
        if session.default.project.is_served:
            rendering.written = output
    return rendering.written or output


def end_page(env: Any) -> None:
    """End the current page."""
    session_of(env).page = None
