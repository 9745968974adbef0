"""The events of one page in MkDocs: read, rendered, converted, put into its template, indexed.

A page rendered by an earlier build from the same inputs skips these steps (macros/incremental/tasks.py, plugin/cached_page.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any

from macros.base.author_forms import Lines, Part, bare, parse
from macros.base.errors import Fault
from macros.base.templates import UNREAD, Macro, filled
from macros.check.markup import markup_faults, readable, readable_html
from macros.corrections.shown import at_top, in_phrase
from macros.edition.edition import Edition
from macros.edition.translation_check import switch
from macros.incremental.tasks import digest
from macros.outputs.card_files import image
from macros.outputs.page_citation import page_citation
from macros.outputs.structured import structured_data, tells_rows
from macros.pages import Page, blocks
from macros.pages.aside import anchors, put_back, set_aside
from macros.plugin.cached_page import Rendering, prepare
from macros.plugin.session import BuildSession, session_of
from macros.quotes.quote import fault_element

# Files of the served site with faults written into them by the last build.
marked: set[str] = set()
_FIGURES_HERE = "<!-- figures on this page -->"


def begin_page(env: Any, page: Any, files: Any) -> None:
    """Let MkDocs skip a page that is current in the cache. Called before MkDocs reads the page."""
    session = session_of(env)
    build = session.edition
    path, found = _page(build, page.file)
    if found is None:
        _readable(page.file)
    if found is None or not build.kept.active:
        return
    session.page_key = _key(session, found)
    name = page.file.dest_uri
    if build.knows(f"page {path}", session.page_key) and build.kept.value(f"{build.lang} page {path}").source:
        rendering: Rendering = build.reuse(f"page {path}")
        output = name.removeprefix(build.folder)
        # A server's file need not be written again, unless it shows faults or shares its address with another source.
        # Other builds write their pages when they complete them (macros/plugin/postprocess.py).
        written = build.project.serving and not (rendering.stands and name not in marked and output not in build.outputs)
        rendering.give(page, files, written=written)
        build.outputs[output] = found
        session.rendered_pages[page.file.src_uri] = rendering


def _readable(file: Any) -> None:
    """Replace a file that is not UTF-8 by an empty text for MkDocs. The fault is reported already, and the page shows it."""
    try:
        file.content_string  # noqa: B018
    except ValueError:
        file.content_string = ""


def _page(build: Edition, file: Any) -> tuple[str, Page | None]:
    path = f"docs/{file.src_uri}" if file.src_uri.startswith(f"{build.lang}/") else f"docs/{build.lang}/{file.src_uri}"
    return path, build.pages.get(path)


def _key(session: BuildSession, found: Page) -> str:
    """Return the cache key of a page: all its inputs but the global digest and the figures it reads."""
    build = session.edition
    rows = build.project.data if tells_rows(found) else []
    return digest([session.shared_digest, found.fingerprint, found.body_line, build.is_outdated(found), rows])


def page(env: Any) -> None:
    """Render the macros of a page, or reuse the cached result."""
    session = session_of(env)
    build = session.edition
    if hasattr(env.page, "rendered"):
        return
    source = env.page.file
    path, found = _page(build, source)
    session.page = found
    if found is None:  # its front matter is a fault already, shown in the page
        session.unread_pages[source.dest_uri] = path
        env.markdown = bare(env.markdown)
        return
    build.outputs[source.dest_uri.removeprefix(build.folder)] = found
    rendering = build.step(f"page {path}", session.page_key, lambda: _rendered(env, session, found))
    env.markdown, session.stashed_html, session.warnings_before = rendering.markdown, rendering.blocks, len(session.warnings.lines)
    env.page.meta.update(rendering.meta)
    env.page.render = _converting(env.page)
    session.rendered_pages[source.src_uri] = rendering


def _converting(page: Any) -> Callable[..., None]:
    """Wrap MkDocs' conversion of a page: retry with readable text after a ValueError.

    MkDocs raises it for an address that cannot be parsed. The fault is reported after the conversion (`content`).
    """
    convert = page.render

    def render(*arguments: Any) -> None:
        try:
            convert(*arguments)
        except ValueError:
            page.markdown = readable(page.markdown)
            convert(*arguments)

    return render


def _rendered(env: Any, session: BuildSession, found: Page) -> Rendering:
    build = session.edition
    view, path, meta = build.view(found), found.path, env.page.meta
    meta["title"] = found.title.plain
    meta["description"] = found.description.plain
    meta["modified"] = build.modified(found)
    meta["image"] = image(found, build)
    meta["languages"] = switch(found, build)
    meta["alternates"] = build.alternates(found)
    meta["citation"] = {form: view.html(text, linked=False) for form, text in page_citation(found, build).items()}
    written: list[str] = []
    body = body_of(env.markdown, session.macros, build, found, written)
    meta["structured_data"] = structured_data(found, build)
    quoted = [quote.figure for quote in build.log.quotes_by_page.get(path, ()) if quote.version]
    original = build.original(found) if build.is_outdated(found) else None
    notice = blocks.outdated(original, build.default.site.language, f"{view.top}{build.default.folder}", view)
    note = in_phrase(build.corrections, found, found.summary, view)
    above = [f"# {view.html(found.title)}", notice, at_top(build.corrections, found, view), blocks.header(found, view, note)]
    below = blocks.footer(found, build.updates, view, quoted)
    text = "\n\n".join(part for part in (*above, body, below) if part)
    written += [*above, below]
    if _FIGURES_HERE in text:
        written.append(blocks.figures_list(view, quoted))
        text = text.replace(_FIGURES_HERE, written[-1])
    markdown, aside, made = set_aside(text, "\n\n".join(written))
    return Rendering(markdown, aside, dict(meta), made)


def body_of(text: str, macros: Mapping[str, Macro], build: Edition, page: Page, written: list[str]) -> str:
    """Return the text of a page with its macros replaced. A failed macro shows its fault on a served page.

    written: receives the HTML of the generator. A page may contain it, though no author may write it.
    """

    def failed(fault: Fault, _: Part) -> str:
        build.faults.add(fault)
        if not build.project.serving or fault.code in UNREAD:
            return ""
        written.append(fault_element("", (fault,)))
        return written[-1]

    noting = {name: replace(macro, call=_noting(macro, written)) for name, macro in macros.items()}
    return "".join(filled(parse(text), noting, Lines(text, page.path, page.body_line).place, failed))


def _noting(macro: Macro, written: list[str]) -> Callable[..., str]:
    """Wrap a macro's call to record its HTML. The content of a block is the author's and is not recorded."""

    @wraps(macro.call)
    def call(*values: Any, **named: Any) -> str:
        text: str = macro.call(*values, **named)
        written.append(text.partition("\n\n")[0] if macro.block else text)
        return text

    return call


def content(env: Any, html: str, page: Any) -> str:
    """Return the HTML of a page, with the stashed HTML put back, and report faults of its markup."""
    session = session_of(env)
    if hasattr(page, "rendered"):
        return html
    blocks, session.stashed_html = session.stashed_html, []
    page.present_anchor_ids = (page.present_anchor_ids or set()) | anchors(blocks)
    if rendering := session.rendered_pages.get(page.file.src_uri):
        build = session.edition
        path = _page(build, page.file)[0]
        faults = markup_faults(html, rendering.made, path, build.project.root, session.usable_classes)
        build.faults.extend(faults)
        html = readable_html(html) if faults else html
        rendering.converted(page)
        rendering.markdown, rendering.blocks, rendering.made = "", [], ""  # not needed again
        if faults or len(session.warnings.lines) > session.warnings_before:  # a broken link: MkDocs must warn in each build
            build.kept.drop(f"{build.lang} page {path}")
    return put_back(html, blocks)


def templates(env: Any, environment: Any, files: Any) -> None:
    """Prepare the template environment, when every page is converted and none is in its template."""
    session = session_of(env)
    for file in files:  # files of the theme have no source in the project
        session.sources_by_file.setdefault(file.dest_uri, set()).update(
            [f"docs/{file.src_uri}"] if file.src_dir == env.conf["docs_dir"] else []
        )
    if session.is_caching:
        prepare(environment)
        session.indexed = 0
        session.default.kept.give_way(session.sources_by_file.keys(), but=" complete ")


def indexed(env: Any, page: Any) -> None:
    """Cache the search entries of a page just indexed, or add the cached entries of a reused page."""
    session, search = session_of(env), env.conf["plugins"].get("material/search")
    if not session.is_caching or search is None or not search.config.enabled:
        return
    entries, rendering = search.search_index.entries, session.rendered_pages.get(page.file.src_uri)
    if rendering and hasattr(page, "rendered"):
        entries += rendering.entries
    elif rendering:
        rendering.entries = entries[session.indexed :]
    session.indexed = len(entries)


def in_template(env: Any, output: str, page: Any) -> str:
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
        if session.default.project.serving:
            rendering.written = output
    return rendering.written or output


def page_done(env: Any) -> None:
    """End the current page."""
    session_of(env).page = None
