"""The lifecycle of a build in MkDocs: its start in each language, its end, and a server between builds.

MkDocs builds the languages one after the other, the default first. Each has a start and pages of its own. All share one end.
"""

from __future__ import annotations

import datetime
import logging
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mkdocs.exceptions import Abort, BuildError
from mkdocs.utils import CountHandler

from macros.base.day import EPOCH
from macros.base.errors import Fault, Place, count_faults
from macros.base.files import fold_name
from macros.base.settings import HOST, language_plugin
from macros.check import SiteCheck
from macros.check.fault_overlay import mark_faults
from macros.check.needs import find_link
from macros.check.report import Report, list_uncomputed
from macros.check.tally_page import FILE as TALLY
from macros.edition.edition import Edition
from macros.edition.page_macros import page_macros
from macros.edition.published_check import Comparison, compare_with_record
from macros.edition.translation_check import list_translations
from macros.incremental import publish as publishing
from macros.incremental.gc_pause import gc_freeze, gc_paused, pause_for_build, resume_after_build
from macros.incremental.publish import find_staging_folder, publish_site, remove_folder
from macros.incremental.snapshot import Snapshot
from macros.incremental.tasks import TaskCache
from macros.interface import read_interface_words
from macros.outputs import write_early, write_outputs
from macros.outputs.ahead import PrerenderJob, start_prerendering
from macros.plugin.csp import write_policies
from macros.plugin.failures import StoppedBuild, convert_to_faults
from macros.plugin.fault_filters import ReportedFaults, drop_unlisted_of_clashes, filter_issues
from macros.plugin.languages import filter_navigation, find_address, read_editions
from macros.plugin.page_hooks import faulty_files
from macros.plugin.postprocess import complete_pages
from macros.plugin.registration_check import find_half_registered
from macros.plugin.search_split import split_index
from macros.plugin.session import BuildSession, MkDocsWarnings, open_session, session_of
from macros.plugin.site_inputs import read_snapshot

# Results of the last build in this process, for the command line and the tests.
last_report: Report | None = None
last_check: SiteCheck | None = None
last_comparison: Comparison | None = None
last_notes: list[str] = []
# Whether files that passed the check in an earlier build are skipped (macros/check/passed_files.py).
reuses_check_results = True
# Whether drafts, and what bears a later day, are shown. A server always shows them.
shows_held = False
# The snapshot of the build before, for a server and for `mkdocs build` (macros/plugin/entry.py).
snapshot: Snapshot | None = None
# Whether this build has set the date that MkDocs writes.
_sets_epoch = False
# The charts drawn by workers for the present build.
_prerender_job = PrerenderJob()
# The files of the site served by this process.
_served: set[str] = set()
_served_from: Path | None = None
_ABOUT_PAGES = ("contact.md", "accessibility.md", "privacy.md")
_LINK = re.compile(r"Doc file '([^']+)' contains an? (?:[a-z]+ )*link (?:to )?'([^']+)'")
_NOT_IN_NAV = re.compile(r"^  - (\S.*)$", re.MULTILINE)
_LOST = re.compile(r"Excluding '([^']+)' from the site because it conflicts with '([^']+)'")


def start_build(env: Any) -> None:
    """Start the build of one language. The first one opens the session."""
    languages = language_plugin(env.conf)
    if languages is None or not languages.building:
        open_session(env, _start_session(env.conf, languages))
    session = session_of(env)
    build = session.default
    if languages is not None and languages.building:  # a language after the first
        build = build.editions[languages.current_language]
    session.edition = build
    _remove_warning_counter(logging.getLogger(HOST))
    env.conf["mdx_configs"].setdefault("toc", {})["permalink_title"] = read_interface_words(build.lang)["permalink"]
    env.conf["nav"] = filter_navigation(session.navigation, build)
    env.conf["extra"]["authors"] = find_address(build, "for-authors.md")
    env.conf["extra"]["about_pages"] = _list_about_pages(build)
    env.conf["extra"]["feeds"] = build.feeds
    env.conf["extra"]["source_paths"] = build.project.packages.addresses.list_paths()
    session.macros = page_macros(build, lambda: session.page)
    # mkdocs-macros would evaluate the author's text with all of Jinja. `page_hooks.page` calls the macros instead.
    env.render = lambda markdown, **_: markdown


def _start_session(config: Any, languages: Any) -> BuildSession:
    """Start the parts common to all languages: read the data and all pages, choose the output folder, collect warnings."""
    global _prerender_job, snapshot, _sets_epoch
    site = Path(config["site_dir"])
    serving = publishing.is_server
    if serving:
        pause_for_build()
        if _served_from != site:
            _reset_served()
        snapshot = snapshot or read_snapshot(config, serving=True)
    root = Path(config["config_file_path"]).parent
    built = [str(each.locale) for each in languages.config.languages if each.build] if languages else ["en"]
    if wrong := find_half_registered(root, built):  # figures with an incomplete operation or unit cannot be computed
        raise StoppedBuild(tuple(wrong))
    with gc_paused():
        build = read_editions(
            config, languages, root, serving=serving, shows_held=serving or shows_held, memory=snapshot.memory if snapshot else None
        )
    if serving:
        from macros.authoring.snippets import write_snippets  # a build needs nothing of the authors' commands

        write_snippets(root, build.lang, build.project.figures.declarations, build.project.charts, build.project.tables)
    # Reproducible builds: dates written by MkDocs are those of the content, not of the build.
    if EPOCH not in os.environ:
        os.environ[EPOCH], _sets_epoch = str(_find_newest_timestamp(build)), True
    logger = logging.getLogger(HOST)
    for handler in [h for h in logger.handlers if isinstance(h, MkDocsWarnings)]:
        logger.removeHandler(handler)
    _accept_warnings(logger)
    logger.addHandler(warnings := MkDocsWarnings())
    # MkDocs empties this folder. A server keeps its files and updates them in place (see `place_served_files`).
    if _served_from == site or not serving:
        config["site_dir"] = str(find_staging_folder(site))
        # MkDocs keeps hidden files, and with --dirty all files. Remains of a failed build may be links to files of the live site.
        remove_folder(find_staging_folder(site))
    _prerender_job = start_prerendering(build)
    for edition in build.editions.values():
        edition.wait_for_chart = _prerender_job.wait_for_chart
    gc_freeze()
    return BuildSession(build, build, site, config["nav"], warnings, build.shared_content_digest if build.task_cache.is_active else "")


def _accept_warnings(logger: logging.Logger) -> None:
    """Lower the log level so that handlers receive warnings even with `mkdocs build --quiet`. Nothing more is shown."""
    for handler in logger.handlers:
        handler.setLevel(max(handler.level, logger.level))
    logger.setLevel(min(logger.getEffectiveLevel(), logging.WARNING))


def _remove_warning_counter(logger: logging.Logger) -> None:
    """Remove MkDocs' warning counter. In strict mode it would abort a language, or the server, before all faults are reported."""
    for handler in [h for h in logger.handlers if isinstance(h, CountHandler)]:
        logger.removeHandler(handler)


def _find_newest_timestamp(build: Edition) -> int:
    """Return the day of the newest content, in seconds since 1970."""
    newest = datetime.date.fromisoformat(build.newest_date)
    return int(datetime.datetime(newest.year, newest.month, newest.day, tzinfo=datetime.UTC).timestamp())


def place_served_files(env: Any, files: Any) -> None:
    """Point the files of a server's build at the served folder, to be written over those of its last build."""
    session = session_of(env)
    if session.default.project.is_served:
        env.conf["site_dir"] = str(session.site)
        for file in files:
            file.dest_dir = env.conf["site_dir"]
            vars(file).pop("abs_dest_path", None)


def store_template(env: Any, output: str, name: str) -> str:
    """Store a page without a source, such as 404.html. MkDocs writes it for all languages to one file, where the default's stays."""
    session = session_of(env)
    session.templates[session.edition.folder + name] = output
    return session.templates[name]


def on_failure(error: BaseException, root: Path) -> None:
    """Clean up after a failed build.

    Raises: Stopped, if the exception can be told as faults.
    """
    reset()
    if not isinstance(error, BuildError | Abort) and (faults := convert_to_faults(error, root)):
        raise StoppedBuild(faults) from None


def unset_epoch() -> None:
    """Remove the date set for MkDocs, which whatever this process does or starts next would take for the day of its build."""
    global _sets_epoch
    if _sets_epoch:
        os.environ.pop(EPOCH, None)
    _sets_epoch = False


def reset() -> None:
    """Stop all work. The served site is to be written afresh."""
    unset_epoch()
    resume_after_build()
    _prerender_job.workers.stop()
    _reset_served()


def save_server_snapshot() -> None:
    """Save the results of the check for the next server."""
    if snapshot and publishing.is_server:
        snapshot.memory.drop_global_tasks()
        snapshot.write({}, {})


def _reset_served() -> None:
    """Reset the state of a server, because the served site is unknown or incomplete. It will be emptied and written afresh."""
    global _served, _served_from, snapshot
    _served, _served_from, snapshot = set(), None, None


def finish_build(env: Any) -> tuple[Path | None, dict[str, str]]:
    """Complete the pages of all languages, write the outputs, check everything and publish.

    Returns: the folder of the replaced site, and the files reused from it with their digests.

    Raises: Stopped with all faults.
    """
    global last_report, last_check, last_comparison, last_notes
    session = session_of(env)
    build = session.default
    gc_freeze()
    built = Path(env.conf["site_dir"])
    for edition in build.editions.values():  # MkDocs may have written no page of it
        (built / edition.folder).mkdir(parents=True, exist_ok=True)
    for name, text in session.templates.items():
        (built / name).write_text(text, encoding="utf-8", newline="\n")
    split_index(build, built)
    write_early(build, built)
    for edition in build.editions.values():
        others = [*session.unread_pages, *session.templates]
        own = [name.removeprefix(edition.folder) for name in others if edition is session.edition_of(name)]
        complete_pages(edition, built, own, session.written_pages)
    _prerender_job.workers.wait()  # outputs need every chart
    write_outputs(build, built)
    warned = (fault for line in session.warnings.lines for fault in _convert_warning(line, build))
    build.faults.extend(drop_unlisted_of_clashes([*_find_clashes(build, session.sources_by_file), *warned]))
    if build.project.is_served:
        _remove_stale_files(build, built, set(session.sources_by_file))
    if not build.project.is_served:  # a policy would block the reload script of the server
        write_policies(built)
    given = _reuse_outputs(build.task_cache, built)
    check = SiteCheck.from_edition(build, built, _list_theme_folders(env), remembers=reuses_check_results)
    quotes = (quote for edition in build.editions.values() for each in edition.log.quotes_by_page.values() for quote in each)
    unquoted = {quote.place for quote in quotes if not quote.version}
    told = ReportedFaults(tuple(build.faults), frozenset(unquoted), session.sources_by_file)
    build.faults.extend(filter_issues(check.run(), check, told))
    last_comparison = compare_with_record(*build.editions.values())
    last_notes = [*filter(None, [last_comparison.note]), *_list_held(build)]
    if not build.project.is_served:
        for note in last_notes:
            print(f"note: {note}", file=sys.stderr)
    build.faults.extend(last_comparison.faults)
    faults = list(build.faults)
    last_check = check
    notes = (*list_translations(build), *list_uncomputed(check.tally, build.project.root))
    held = () if build.project.shows_held else tuple(build.list_held())
    last_report = Report(tuple(faults), check.tally, notes, str(build.project.day), held)
    faulty_files.clear()
    if faults:
        if build.project.is_served:
            # Not logged as a warning of MkDocs: in strict mode that would end the server.
            report = "\n".join(f"  {fault}" for fault in faults)
            print(f"\n{count_faults(len(faults))} (the page shows each at its place; saving fixes it):\n{report}\n", file=sys.stderr)
            _show_faults(build, check, built, session.unread_pages)
            resume_after_build()
            return None, {}
        raise StoppedBuild(tuple(faults))
    if build.project.is_served:
        resume_after_build()
        return None, {}
    try:
        before = publish_site(built, session.site)
    except OSError as error:
        place, fact = Place(f"{session.site.name}/"), f"cannot be replaced: {error}"
        raise StoppedBuild((Fault(place, "refused", fact, "see who else holds it, and build again"),)) from None
    env.conf["site_dir"] = str(session.site)
    return before, given


def _list_held(build: Edition) -> list[str]:
    """Return a line for each page and each version of data that is not published, unless they are shown."""
    told = () if build.project.shows_held else build.list_held()
    return [f"{each}; the day of this build is {build.project.day}" for each in told]


def _find_clashes(build: Edition, sources: Mapping[str, set[str]]) -> Iterator[Fault]:
    """Yield a fault for each source with the address of another source or of an output. One of both would be lost.

    sources: file of the site -> its sources.
    """
    alike: dict[str, set[str]] = {}
    for name, made in sources.items():
        alike.setdefault(fold_name(name), set()).update(made)
    for _, made in sorted(alike.items()):
        yield from (_make_clash_fault(source, min(made)) for source in sorted(made)[1:])
    for edition in build.editions.values():
        charts = {name for name in edition.log.svgs_by_page if not name.startswith("docs/")}  # all others are pages
        for name in sorted(charts | edition.log.digest_by_file - edition.outputs.keys()):
            for source in sorted(alike.get(fold_name(edition.folder + name), ())):
                fact = f"has the address {edition.folder}{name}, where the build writes a file of its own"
                yield Fault(Place(source), "address-taken", fact, "give it another name")


def _make_clash_fault(source: str, other: str) -> Fault:
    return Fault(Place(source), "address-taken", f"has the address of {other}, and one of them would be lost", "give it another name")


def _reuse_outputs(memory: TaskCache, built: Path) -> dict[str, str]:
    """Link the unchanged files of the published site into the built one. Returns file -> digest.

    Raises: Stopped if a file cannot be linked.
    """
    if memory.copies is None or not memory.copies.verified:
        return {}
    try:
        return memory.copies.link_into(memory.reused_files(), built)
    except OSError as error:  # Gone, or the disk
        if not memory.copies.is_live_site:
            remove_folder(memory.copies.folder)  # the next build starts without copies
        place = os.path.relpath(memory.copies.folder, built.parent)
        fact = f"was changed while the site was built, or cannot be written ({error})"
        remedy = "let no other build run in this folder, see that the disk is not full, and build again"
        raise StoppedBuild((Fault(Place(f"{place}/"), "refused", fact, remedy),)) from None


def _remove_stale_files(build: Edition, built: Path, files: set[str]) -> None:
    """Remove files of the last build that this build of a server has not written. files: the files written by MkDocs."""
    global _served, _served_from
    for edition in build.editions.values():  # the page of the tally is written after the check
        (built / edition.folder / TALLY).unlink(missing_ok=True)
    now = files | {edition.folder + name for edition in build.editions.values() for name in edition.log.digest_by_file}
    for name in _served - now:
        (built / name).unlink(missing_ok=True)
    _served, _served_from = now, built


def _convert_warning(line: str, build: Edition) -> Iterator[Fault]:
    """Convert a warning of MkDocs to faults, at the link or the page it names, else at mkdocs.yml."""
    line = line.rstrip(".")
    if lost := _LOST.match(line):
        yield _make_clash_fault(f"docs/{lost[1]}", f"docs/{lost[2]}")
    elif 'not included in the "nav"' in line:
        yield from (_not_in_nav(name) for name in _NOT_IN_NAV.findall(line) if not build.leaves_out(f"docs/{name}"))
    elif match := _LINK.match(line):
        note = match[2].removeprefix("#fnref:")  # the call of a footnote
        target = os.path.normpath(os.path.join("docs", os.path.dirname(match[1]), match[2].partition("#")[0]))
        is_held = build.leaves_out(Path(target).as_posix())
        fact = f'links to "{match[2]}", which is not published yet' if is_held else f'links to "{match[2]}"{line[match.end() :]}'
        for place in find_link(build.project.root, f"docs/{match[1]}", match[2] if note == match[2] else f"[^{note}]:") or [
            Place(f"docs/{match[1]}")
        ]:
            yield Fault(place, "link", fact, "remove the link until it is" if is_held else "fix the link")
    else:
        yield Fault(Place("mkdocs.yml"), "mkdocs", line, "fix what it names")


def _not_in_nav(name: str) -> Fault:
    inside = name.partition("/")[2]
    remedy = f'add "- Its title: {inside}" to nav: in mkdocs.yml, or "/*/{inside}" to not_in_nav: where other pages lead to it'
    return Fault(Place(f"docs/{name}"), "not-in-nav", "is not in the navigation", remedy)


def _show_faults(build: Edition, check: SiteCheck, built: Path, broken: Mapping[str, str]) -> None:
    """Write faults into the served pages: each page shows its own, each home page those without a page.

    broken: file of a page with faulty front matter -> its source path.
    """
    pages = {e.folder + name: page.path for e in build.editions.values() for name, page in e.outputs.items()} | dict(broken)
    homes = {f"{edition.folder}index.html" for edition in build.editions.values()}
    told = {part.edition.folder + name: verdicts for part in check.edition_checks for name, verdicts in part.issues_by_file.items()}
    sources = set(pages.values())
    for name, path in pages.items():
        verdicts = [(v, f) for v, f in told.get(name, ()) if v.passage.surface == "text" and name not in broken]
        shown = {fault for _, fault in verdicts}
        others = [
            fault
            for fault in build.faults
            if fault not in shown and (fault.place.path == path or (name in homes and fault.place.path not in sources))
        ]
        if verdicts or others:
            mark_faults(built / name, verdicts, others, build.project.root)
            faulty_files.add(name)


def _list_theme_folders(env: Any) -> tuple[Path, ...]:
    """Return the folders of the installed theme. The project's overrides are not among them, because they are checked."""
    theme = env.conf["theme"]
    return tuple(Path(folder) for folder in theme.dirs if Path(folder) != Path(os.path.abspath(theme.custom_dir or "")))


def _list_about_pages(build: Edition) -> list[tuple[str, str]]:
    """Return address and title of the pages about the site itself that the edition has, for the foot of each page."""
    found = (build.pages.get(f"docs/{build.lang}/{uri}") for uri in _ABOUT_PAGES)
    return [(build.folder + page.url, page.title.plain) for page in found if page]
