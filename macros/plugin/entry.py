"""The hooks of MkDocs beside mkdocs-macros: files listed, page converted, site built. An unchanged site is not built at all.

MkDocs loads this file by its path (`hooks:` in mkdocs.yml). A site is complete, and is checked, only when every language is built.
"""

from __future__ import annotations

import logging
import os
import re
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
_is_build_command = False
_root = Path.cwd()  # the project's folder; replaced when MkDocs has read its settings
_is_starting_server = False  # whether a server is about to start and its port has not been tried
_fingerprint = ""
_THEME_FILES = re.compile(
    r"assets/javascripts/|assets/stylesheets/palette\.|assets/stylesheets/.*\.map$|assets/(?:layout|components|print)\.css$"
)


def _check_settings() -> None:
    """Check mkdocs.yml before MkDocs reads all of it. MkDocs would accept any setting and call hooks only later."""
    from macros.base import settings
    from macros.base.errors import FaultError

    try:
        settings.check_settings(settings.find_root(sys.argv))
    except FaultError as error:
        from macros.plugin.failures import StoppedBuild

        raise StoppedBuild(tuple(error.faults)) from None


_check_settings()


def on_startup(*, command: str, dirty: bool, **_: Any) -> None:
    """Note the command: a build, or a server."""
    global _is_build_command, _is_starting_server
    from macros.incremental import publish

    _is_build_command, _is_starting_server = command == "build" and not dirty, command == "serve"
    publish.is_server = _is_starting_server


@event_priority(1000)  # before the others have prepared anything
def on_config(config: Any, **_: Any) -> None:
    """Prepare the start of a build, and skip it if nothing has changed."""
    global _is_build_command, _root, _is_starting_server, _fingerprint
    from macros.base.settings import language_plugin

    languages = language_plugin(config)
    if _is_starting_server:
        from macros.plugin.port import try_port

        _is_starting_server = False
        try_port(*config["dev_addr"])
    if is_first := languages is None or not languages.building:
        from macros.base.git import LIMIT
        from macros.plugin.cached_page import cache_templates

        LIMIT.restart()
        _make_absolute(config)
        _root = Path(config["config_file_path"]).parent
        cache_templates(config["theme"])
        from macros.base.files import check_folders
        from macros.plugin.site_inputs import own_folders, project_root

        check_folders(project_root(config), *own_folders(config))  # before anything is read and before the lock is taken
    if not _is_build_command or not is_first:
        return
    from macros.incremental import gc_pause, lock
    from macros.incremental.publish import find_example_addresses, restore_old_site
    from macros.plugin.site_inputs import digest_site_inputs, open_stamps, read_snapshot, skip_if_current

    if told := find_example_addresses(config):
        print(f"note: {told}", file=sys.stderr)
    gc_pause.ends = True
    lock.acquire_lock(Path(config["config_file_path"]).parent)
    restore_old_site(Path(config["site_dir"]))

    _is_build_command = False  # this event comes again for each language
    _fingerprint = digest_site_inputs(config)
    note = skip_if_current(config, _fingerprint)
    if note is None and _fingerprint and open_stamps(config).is_own:
        from macros.incremental.publish import find_staging_folder, remove_folder
        from macros.plugin import lifecycle

        remove_folder(find_staging_folder(Path(config["site_dir"])))  # remains of a failed build may be links to the copies
        lifecycle.snapshot = read_snapshot(config)
    if note is not None:
        log.info("The site is up to date: nothing that it is made from has changed")
        for line in note.splitlines():
            print(f"note: {line}", file=sys.stderr)


def _make_absolute(config: Any) -> None:
    """Make the project's folders absolute. After `mkdocs build -f mkdocs.yml`, MkDocs 1.6 has a mixture of relative and absolute ones."""
    config["config_file_path"] = os.path.abspath(config["config_file_path"])
    config["theme"].dirs[:] = map(os.path.abspath, config["theme"].dirs)


@event_priority(200)  # before mkdocs-static-i18n changes the destinations
def _on_files_listed(files: Any, /, config: Any, **_: Any) -> None:
    from macros.plugin import lifecycle

    lifecycle.place_served_files(config["plugins"]["macros"], files)


@event_priority(-200)  # mkdocs-static-i18n has -100: it drops the files of the other languages
def _on_files_chosen(files: Any, /, config: Any, **_: Any) -> Any:
    from macros.base.settings import language_plugin
    from macros.pages.page import is_draft
    from macros.plugin.languages import list_shared_files
    from macros.plugin.page_hooks import find_source
    from macros.plugin.session import session_of

    languages, build = language_plugin(config), session_of(config["plugins"]["macros"]).edition
    pages = [file for file in files if file.is_documentation_page()]
    for file in [each for each in files if _THEME_FILES.match(each.src_uri)]:  # none of its scripts; its styles are part of ours
        files.remove(file)
    for file in [each for each in pages if is_draft(Path(each.abs_src_path)) or build.leaves_out(find_source(build, each))]:
        files.remove(file)
    if languages is not None and languages.building:
        for file in list_shared_files(config, languages.default_language):
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

    return page_hooks.restore_html(config["plugins"]["macros"], html, page)


@event_priority(-200)
def on_env(env: Any, *, config: Any, files: Any, **_: Any) -> None:
    """Prepare the templates."""
    from macros.plugin import page_hooks

    page_hooks.prepare_templates(config["plugins"]["macros"], env, files)


@event_priority(-200)
def on_page_context(context: Any, *, page: Any, config: Any, **_: Any) -> None:
    """Add the search entries of a page."""
    from macros.plugin import page_hooks

    page_hooks.add_search_entries(config["plugins"]["macros"], page)


@event_priority(-200)
def on_post_page(output: str, *, page: Any, config: Any, **_: Any) -> str:
    """Use the cached HTML of a page."""
    from macros.plugin import page_hooks

    return page_hooks.use_cached_page(config["plugins"]["macros"], output, page)


@event_priority(-200)
def on_post_template(output: str, *, template_name: str, config: Any, **_: Any) -> str:
    """Store a page without a source."""
    from macros.plugin import lifecycle

    return lifecycle.store_template(config["plugins"]["macros"], output, template_name)


@event_priority(-200)  # mkdocs-static-i18n has -100 and builds the other languages within its event
def on_post_build(config: Any, **_: Any) -> None:
    """Complete, check and publish the site when every language is built, and stamp it."""
    from macros.base.settings import language_plugin
    from macros.plugin import lifecycle

    languages = language_plugin(config)
    if languages is None or not languages.building:
        from macros.incremental.publish import remove_folder

        before, given = lifecycle.finish_build(config["plugins"]["macros"])
        lifecycle.unset_epoch()
        if _fingerprint:
            from macros.plugin.site_inputs import save_stamp

            said = "\n".join(lifecycle.last_notes)
            kept = lifecycle.snapshot
            settled = kept.memory.copies.stable_states(given) if kept and kept.memory.copies else {}
            published, states = save_stamp(config, _fingerprint, said, before, given, settled)
            if published and kept:
                kept.write(published, states)
        remove_folder(before)


def on_serve(server: Any, *, config: Any, **_: Any) -> None:
    """Guard the builds of the server, and watch files without following links."""
    from macros.plugin import lifecycle
    from macros.plugin.failures import guard_build
    from macros.plugin.file_watcher import watch_without_links

    root = Path(config["config_file_path"]).parent
    server.builder = guard_build(server.builder, Path(server.root), root, lifecycle.reset)
    watch_without_links(server, config)


def on_shutdown(**_: Any) -> None:
    """Save the results of the check."""
    from macros.plugin import lifecycle

    lifecycle.save_server_snapshot()


@event_priority(-200)  # after the clean-up of the other plugins
def on_build_error(error: Exception, **_: Any) -> None:
    """Report a failed build as faults, if possible."""
    from macros.plugin import lifecycle

    lifecycle.on_failure(error, _root)
