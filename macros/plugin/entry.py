"""The hooks of MkDocs beside mkdocs-macros: files listed, page converted, site built. An unchanged site is not built at all.

MkDocs loads this file by its path (`hooks:` in mkdocs.yml). A site is complete, and is checked, only when every language is built.
"""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import Any

import mkdocs
from mkdocs.plugins import CombinedEvent, event_priority

log = logging.getLogger(f"{mkdocs.__name__}.plugins.figures")  # forks of MkDocs have other names
_ENGINE = Path(__file__).parents[2]
if str(_ENGINE) not in sys.path:  # as mkdocs-macros will do
    sys.path.insert(0, str(_ENGINE))
# Whether `mkdocs build` was called. Only then is an unchanged site skipped: a build called from a program always builds.
_called = False
_root = Path.cwd()  # the project's folder; replaced when MkDocs has read its settings
_serves = False  # whether a server is about to start and its port has not been tried
_fingerprint = ""


def _check_settings() -> None:
    """Check mkdocs.yml before MkDocs reads all of it. MkDocs would accept any setting and call hooks only later."""
    from macros.base import settings
    from macros.base.errors import FaultError

    try:
        settings.check(settings.find_root(sys.argv))
    except FaultError as error:
        from macros.plugin.failures import Stopped

        raise Stopped(tuple(error.faults)) from None


_check_settings()


def on_startup(*, command: str, dirty: bool, **_: Any) -> None:
    """Note the command: a build, or a server."""
    global _called, _serves
    from macros.incremental import publish

    _called, _serves = command == "build" and not dirty, command == "serve"
    publish.serves = _serves


@event_priority(1000)  # before the others have prepared anything
def on_config(config: Any, **_: Any) -> None:
    """Prepare the start of a build, and skip it if nothing has changed."""
    global _called, _root, _serves, _fingerprint
    from macros.base.settings import language_plugin

    languages = language_plugin(config)
    if _serves:
        from macros.plugin.port import try_port

        _serves = False
        try_port(*config["dev_addr"])
    if is_first := languages is None or not languages.building:
        from macros.base.git import LIMIT
        from macros.incremental import publish

        LIMIT.restart()
        _make_absolute(config)
        _root = Path(config["config_file_path"]).parent
        if publish.serves:
            from macros.plugin.cached_page import furnish

            furnish(config["theme"])
        from macros.base.files import check
        from macros.plugin.site_inputs import own_folders, project_root

        check(project_root(config), *own_folders(config))  # before anything is read and before the lock is taken
    if not _called or not is_first:
        return
    from macros.incremental import gc_pause, lock
    from macros.incremental.publish import example_addresses, recover
    from macros.plugin.site_inputs import fingerprint, leave, snapshot_of, stamps

    if told := example_addresses(config):
        print(f"note: {told}", file=sys.stderr)
    gc_pause.ends = True
    lock.wait(Path(config["config_file_path"]).parent)
    recover(Path(config["site_dir"]))

    _called = False  # this event comes again for each language
    _fingerprint = fingerprint(config)
    note = leave(config, _fingerprint)
    if note is None and _fingerprint and stamps(config).is_own:
        from macros.incremental.publish import discard, staging
        from macros.plugin import lifecycle

        discard(staging(Path(config["site_dir"])))  # remains of a failed build may be links to the copies
        lifecycle.lasting = snapshot_of(config)
    if note is not None:
        log.info("The site is up to date: nothing that it is made from has changed")
        if note:
            print(f"note: {note}", file=sys.stderr)


def _make_absolute(config: Any) -> None:
    """Make the project's folders absolute. After `mkdocs build -f mkdocs.yml`, MkDocs 1.6 has a mixture of relative and absolute ones."""
    config["config_file_path"] = os.path.abspath(config["config_file_path"])
    config["theme"].dirs[:] = map(os.path.abspath, config["theme"].dirs)


@event_priority(200)  # before mkdocs-static-i18n changes the destinations
def _on_files_listed(files: Any, /, config: Any, **_: Any) -> None:
    from macros.plugin import lifecycle

    lifecycle.listed_files(config["plugins"]["macros"], files)


@event_priority(-200)  # mkdocs-static-i18n has -100: it drops the files of the other languages
def _on_files_chosen(files: Any, /, config: Any, **_: Any) -> Any:
    from macros.base.settings import language_plugin
    from macros.pages.page import is_draft
    from macros.plugin.languages import shared

    languages = language_plugin(config)
    if languages is not None and languages.building:
        for file in [file for file in files if file.is_documentation_page() and is_draft(Path(file.abs_src_path))]:
            files.remove(file)
        for file in shared(config, languages.default_language):
            files.append(file)
    return files


on_files = CombinedEvent(_on_files_listed, _on_files_chosen)


def on_pre_page(page: Any, *, config: Any, files: Any, **_: Any) -> None:
    """Reuse a cached page."""
    from macros.plugin import page_hooks

    page_hooks.begin_page(config["plugins"]["macros"], page, files)


@event_priority(200)
def on_page_content(html: str, *, page: Any, config: Any, **_: Any) -> str:
    """Put the stashed HTML back into a page."""
    from macros.plugin import page_hooks

    return page_hooks.content(config["plugins"]["macros"], html, page)


@event_priority(-200)
def on_env(env: Any, *, config: Any, files: Any, **_: Any) -> None:
    """Prepare the templates."""
    from macros.plugin import page_hooks

    page_hooks.templates(config["plugins"]["macros"], env, files)


@event_priority(-200)
def on_page_context(context: Any, *, page: Any, config: Any, **_: Any) -> None:
    """Add the search entries of a page."""
    from macros.plugin import page_hooks

    page_hooks.indexed(config["plugins"]["macros"], page)


@event_priority(-200)
def on_post_page(output: str, *, page: Any, config: Any, **_: Any) -> str:
    """Use the cached HTML of a page."""
    from macros.plugin import page_hooks

    return page_hooks.in_template(config["plugins"]["macros"], output, page)


@event_priority(-200)
def on_post_template(output: str, *, template_name: str, config: Any, **_: Any) -> str:
    """Store a page without a source."""
    from macros.plugin import lifecycle

    return lifecycle.template(config["plugins"]["macros"], output, template_name)


@event_priority(-200)  # mkdocs-static-i18n has -100 and builds the other languages within its event
def on_post_build(config: Any, **_: Any) -> None:
    """Complete, check and publish the site when every language is built, and stamp it."""
    from macros.base.settings import language_plugin
    from macros.plugin import lifecycle

    languages = language_plugin(config)
    if languages is None or not languages.building:
        from macros.incremental.publish import discard

        before, given = lifecycle.end(config["plugins"]["macros"])
        if _fingerprint:
            from macros.plugin.site_inputs import write_down

            said = lifecycle.last_compared.note if lifecycle.last_compared else ""
            kept = lifecycle.lasting
            settled = kept.memory.copies.settled(given) if kept and kept.memory.copies else {}
            published, states = write_down(config, _fingerprint, said, before, given, settled)
            if published and kept:
                kept.write(published, states)
        discard(before)


def on_serve(server: Any, *, config: Any, **_: Any) -> None:
    """Guard the builds of the server, and watch files without following links."""
    from macros.plugin import lifecycle
    from macros.plugin.failures import guarded
    from macros.plugin.file_watcher import watch

    root = Path(config["config_file_path"]).parent
    server.builder = guarded(server.builder, Path(server.root), root, lifecycle.forgotten)
    watch(server, config)


def on_shutdown(**_: Any) -> None:
    """Save the results of the check."""
    from macros.plugin import lifecycle

    lifecycle.shutdown()


@event_priority(-200)  # after the clean-up of the other plugins
def on_build_error(error: Exception, **_: Any) -> None:
    """Report a failed build as faults, if possible."""
    from macros.plugin import lifecycle

    lifecycle.failed(error, _root)
