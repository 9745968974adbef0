"""The build as MkDocs sees it: begin, a page, a page done, the end.

MkDocs builds the languages one after the other, the default first; each has its own beginning and pages, all of them one end.
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

from macros.base.errors import Fault, Place, number_of_faults
from macros.base.files import as_one
from macros.base.settings import HOST, language_plugin
from macros.check import SiteChecks
from macros.check.mark import mark
from macros.check.needs import written_at
from macros.check.report import Report, list_uncomputed
from macros.check.tally_page import FILE as TALLY
from macros.edition.edition import Edition
from macros.edition.page_macros import page_macros
from macros.edition.published_check import Compared, compare
from macros.edition.translation_check import listed
from macros.incremental import publish as publishing
from macros.incremental.gc_pause import begin_work, end_work, hold, undisturbed
from macros.incremental.publish import discard, publish, staging
from macros.incremental.snapshot import Stored
from macros.incremental.tasks import Kept
from macros.interface import words
from macros.outputs import write_early, write_outputs
from macros.outputs.ahead import Drawing, draw_ahead
from macros.plugin.csp import write_policies
from macros.plugin.failures import Stopped, faults_of
from macros.plugin.fault_filters import Told, drop_unlisted_of_clashes, filter_issues
from macros.plugin.languages import address, navigation, read_editions
from macros.plugin.page_hooks import marked
from macros.plugin.postprocess import assemble
from macros.plugin.registration_check import half_registered
from macros.plugin.search_split import split_index
from macros.plugin.session import BuildSession, MkDocsWarnings, open_session, session_of
from macros.plugin.site_inputs import snapshot_of

# Of the build that ended last in this process: for the command line and the tests.
last_report: Report | None = None
last_check: SiteChecks | None = None
last_compared: Compared | None = None
# Whether files that an earlier build found right are taken as read (macros/check/memory.py).
remembers = True
# What the builds of this process take from the one before, if they are a server's or `mkdocs build` (macros/plugin/entry.py).
lasting: Stored | None = None
# What is drawn beside the build that is under way.
_drawing = Drawing()
# The files of the site that this process serves, by their addresses.
_served: set[str] = set()
_served_from: Path | None = None
_LINK = re.compile(r"Doc file '([^']+)' contains an? (?:[a-z]+ )*link (?:to )?'([^']+)'")
_NOT_IN_NAV = re.compile(r"^  - (\S.*)$", re.MULTILINE)
_LOST = re.compile(r"Excluding '([^']+)' from the site because it conflicts with '([^']+)'")


def begin(env: Any) -> None:
    languages = language_plugin(env.conf)
    if languages is None or not languages.building:
        open_session(env, _begin(env.conf, languages))
    session = session_of(env)
    build = session.default
    if languages is not None and languages.building:  # of a language after the first
        build = build.editions[languages.current_language]
    session.edition = build
    _uncounted(logging.getLogger(HOST))
    env.conf["mdx_configs"].setdefault("toc", {})["permalink_title"] = words(build.lang)["permalink"]
    env.conf["nav"] = navigation(session.navigation, build.project.root / "docs" / build.lang)
    env.conf["extra"]["authors"] = address(build, "for-authors.md")
    env.conf["extra"]["feeds"] = build.feeds
    session.macros = page_macros(build, lambda: session.page)
    # The plugin would evaluate what authors write, with all that Jinja can reach. Their macros are called by `progress.page`.
    env.render = lambda markdown, **_: markdown


def _begin(config: Any, languages: Any) -> BuildSession:
    """Begin with what holds for all languages: the data and the pages of each, where the site is written, the warnings of MkDocs."""
    global _drawing, lasting
    site = Path(config["site_dir"])
    serving = publishing.serves
    if serving:
        begin_work()
        if _served_from != site:
            _forget()
        lasting = lasting or snapshot_of(config, serving=True)
    root = Path(config["config_file_path"]).parent
    built = [str(each.locale) for each in languages.config.languages if each.build] if languages else ["en"]
    if wrong := half_registered(root, built):  # nothing can be computed of what one room knows and another does not
        raise Stopped(tuple(wrong))
    with undisturbed():
        build = read_editions(config, languages, root, serving=serving, memory=lasting.memory if lasting else None)
    # The same input gives the same bytes: dates that MkDocs writes are those of the content, not of the build.
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(_epoch(build)))
    logger = logging.getLogger(HOST)
    for handler in [h for h in logger.handlers if isinstance(h, MkDocsWarnings)]:
        logger.removeHandler(handler)
    _listen(logger)
    logger.addHandler(warnings := MkDocsWarnings())
    # MkDocs empties this folder. What a server serves stays, and is mended (see `listed_files`).
    if _served_from == site or not serving:
        config["site_dir"] = str(staging(site))
        # MkDocs leaves hidden files, and with --dirty all: what a failed build has left shares its bytes with the site that stands.
        discard(staging(site))
    _drawing = draw_ahead(build)
    for edition in build.editions.values():
        edition.until_drawn = _drawing.until
    hold()
    return BuildSession(build, build, site, config["nav"], warnings, build.told if build.kept.active else "")


def _listen(logger: logging.Logger) -> None:
    """Let warnings be heard by who collects them, though the command line asked that none is shown: `mkdocs build --quiet`."""
    for handler in logger.handlers:
        handler.setLevel(max(handler.level, logger.level))
    logger.setLevel(min(logger.getEffectiveLevel(), logging.WARNING))


def _uncounted(logger: logging.Logger) -> None:
    """A warning is a fault, told like the others: what strict mode counts would end a language, or the server, before they are told."""
    for handler in [h for h in logger.handlers if isinstance(h, CountHandler)]:
        logger.removeHandler(handler)


def _epoch(build: Edition) -> int:
    """The day of the newest content, in seconds since 1970."""
    newest = datetime.date.fromisoformat(build.newest)
    return int(datetime.datetime(newest.year, newest.month, newest.day, tzinfo=datetime.UTC).timestamp())


def listed_files(env: Any, files: Any) -> None:
    """The files are listed: a server's are written where it serves them from, over those of its last build."""
    session = session_of(env)
    if session.default.project.serving:
        env.conf["site_dir"] = str(session.site)
        for file in files:
            file.dest_dir = env.conf["site_dir"]
            vars(file).pop("abs_dest_path", None)


def template(env: Any, output: str, name: str) -> str:
    """A page without a source, such as 404.html. MkDocs writes all languages to one place, where the default's stays."""
    session = session_of(env)
    session.templates[session.edition.folder + name] = output
    return session.templates[name]


def failed(error: BaseException, root: Path) -> None:
    """The build has ended before its end. Errors: BuildError in the place of an exception that tells of faults."""
    forgotten()
    if not isinstance(error, BuildError | Abort) and (faults := faults_of(error, root)):
        raise Stopped(faults) from None


def forgotten() -> None:
    """Nothing is at work any more, and what is served is to be written anew."""
    end_work()
    _drawing.workers.stop()
    _forget()


def shutdown() -> None:
    """The server ends: let the next one know what this one found right."""
    if lasting and publishing.serves:
        lasting.memory.drop_grounded()
        lasting.write({}, {})


def _forget() -> None:
    """What is served is not known, or not whole: it is emptied and written anew."""
    global _served, _served_from, lasting
    _served, _served_from, lasting = set(), None, None


def end(env: Any) -> tuple[Path | None, dict[str, str]]:
    """All languages are built: complete the pages, write the outputs, check everything, publish.

    Returns where the site is that was replaced, and the files that were taken from it, with their digests.
    """
    global last_report, last_check, last_compared
    session = session_of(env)
    build = session.default
    hold()
    built = Path(env.conf["site_dir"])
    for edition in build.editions.values():  # MkDocs may have written none of its pages
        (built / edition.folder).mkdir(parents=True, exist_ok=True)
    for name, text in session.templates.items():
        (built / name).write_text(text, encoding="utf-8", newline="\n")
    split_index(build, built)
    write_early(build, built)
    for edition in build.editions.values():
        others = [*session.unread_pages, *session.templates]
        own = [name.removeprefix(edition.folder) for name in others if edition is session.edition_of(name)]
        assemble(edition, built, own, session.written_pages)
    _drawing.workers.wait()  # until every chart is drawn, and all that is made before them
    write_outputs(build, built)
    warned = (fault for line in session.warnings.lines for fault in _warned(line, build.project.root))
    build.faults.extend(drop_unlisted_of_clashes([*_clashes(build, session.sources_by_file), *warned]))
    if build.project.serving:
        _clear(build, built, set(session.sources_by_file))
    if not build.project.serving:  # the server puts a script into each page, which a policy would stop
        write_policies(built)
    given = _given(build.kept, built)
    check = SiteChecks.of(build, built, _theme(env), remembers=remembers)
    quotes = (quote for edition in build.editions.values() for each in edition.log.quotes_by_page.values() for quote in each)
    unquoted = {quote.place for quote in quotes if not quote.version}
    told = Told(tuple(build.faults), frozenset(unquoted), session.sources_by_file)
    build.faults.extend(filter_issues(check.run(), check, told))
    last_compared = compare(*build.editions.values())
    if last_compared.note:
        print(f"note: {last_compared.note}", file=sys.stderr)
    build.faults.extend(last_compared.faults)
    faults = list(build.faults)
    last_check = check
    last_report = Report(tuple(faults), check.tally, (*listed(build), *list_uncomputed(check.tally, build.project.root)))
    marked.clear()
    if faults:
        if build.project.serving:
            # Not a warning of MkDocs: in strict mode that would end the server.
            report = "\n".join(f"  {fault}" for fault in faults)
            print(f"\n{number_of_faults(len(faults))} (the page shows each at its place; saving fixes it):\n{report}\n", file=sys.stderr)
            _show(build, check, built, session.unread_pages)
            end_work()
            return None, {}
        raise Stopped(tuple(faults))
    if build.project.serving:
        end_work()
        return None, {}
    try:
        before = publish(built, session.site)
    except OSError as error:
        place, fact = Place(f"{session.site.name}/"), f"cannot be replaced: {error}"
        raise Stopped((Fault(place, "refused", fact, "see who else holds it, and build again"),)) from None
    env.conf["site_dir"] = str(session.site)
    return before, given


def _clashes(build: Edition, sources: Mapping[str, set[str]]) -> Iterator[Fault]:
    """What has the address of something else: one of both would be lost. sources: file of the site -> what it is made from."""
    alike: dict[str, set[str]] = {}
    for name, made in sources.items():
        alike.setdefault(as_one(name), set()).update(made)
    for _, made in sorted(alike.items()):
        yield from (_taken(source, min(made)) for source in sorted(made)[1:])
    for edition in build.editions.values():
        charts = {name for name in edition.log.svgs_by_page if not name.startswith("docs/")}  # the others are pages
        for name in sorted(charts | edition.log.written - edition.outputs.keys()):
            for source in sorted(alike.get(as_one(edition.folder + name), ())):
                fact = f"has the address {edition.folder}{name}, where the build writes a file of its own"
                yield Fault(Place(source), "address-taken", fact, "give it another name")


def _taken(source: str, other: str) -> Fault:
    return Fault(Place(source), "address-taken", f"has the address of {other}, and one of them would be lost", "give it another name")


def _given(memory: Kept, built: Path) -> dict[str, str]:
    """Take from the build before what it has written alike. Errors: BuildError."""
    if memory.copies is None or not memory.copies.sound:
        return {}
    try:
        return memory.copies.give(memory.written_again(), built)
    except OSError as error:  # Gone, or the disk
        if not memory.copies.stays:
            discard(memory.copies.folder)  # the next build does without
        place = os.path.relpath(memory.copies.folder, built.parent)
        fact = f"was changed while the site was built, or cannot be written ({error})"
        remedy = "let no other build run in this folder, see that the disk is not full, and build again"
        raise Stopped((Fault(Place(f"{place}/"), "refused", fact, remedy),)) from None


def _clear(build: Edition, built: Path, files: set[str]) -> None:
    """Remove from a served site what the last build wrote and this one has not. files: those that MkDocs wrote."""
    global _served, _served_from
    for edition in build.editions.values():  # it tells of what was seen: until all is seen there is none
        (built / edition.folder / TALLY).unlink(missing_ok=True)
    now = files | {edition.folder + name for edition in build.editions.values() for name in edition.log.written}
    for name in _served - now:
        (built / name).unlink(missing_ok=True)
    _served, _served_from = now, built


def _warned(line: str, root: Path) -> Iterator[Fault]:
    """A warning of MkDocs as faults: at the link or the page where it is about one, else at mkdocs.yml, whose settings made it."""
    line = line.rstrip(".")
    if lost := _LOST.match(line):
        yield _taken(f"docs/{lost[1]}", f"docs/{lost[2]}")
    elif 'not included in the "nav"' in line:
        yield from (_not_in_nav(name) for name in _NOT_IN_NAV.findall(line))
    elif match := _LINK.match(line):
        note = match[2].removeprefix("#fnref:")  # where a note of that name is called
        for place in written_at(root, f"docs/{match[1]}", match[2] if note == match[2] else f"[^{note}]:") or [Place(f"docs/{match[1]}")]:
            yield Fault(place, "link", f'links to "{match[2]}"{line[match.end() :]}', "fix the link")
    else:
        yield Fault(Place("mkdocs.yml"), "mkdocs", line, "fix what it names")


def _not_in_nav(name: str) -> Fault:
    inside = name.partition("/")[2]
    remedy = f'add "- Its title: {inside}" to nav: in mkdocs.yml, or "/*/{inside}" to not_in_nav: where other pages lead to it'
    return Fault(Place(f"docs/{name}"), "not-in-nav", "is not in the navigation", remedy)


def _show(build: Edition, check: SiteChecks, built: Path, broken: Mapping[str, str]) -> None:
    """While authors write, each page shows its own faults, and each home page those that belong to no page.

    broken: the pages whose front matter is at fault, built file -> source path.
    """
    pages = {e.folder + name: page.path for e in build.editions.values() for name, page in e.outputs.items()} | dict(broken)
    homes = {f"{edition.folder}index.html" for edition in build.editions.values()}
    told = {part.build.folder + name: verdicts for part in check.parts for name, verdicts in part.verdicts.items()}
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
            mark(built / name, verdicts, others, build.project.root)
            marked.add(name)


def _theme(env: Any) -> tuple[Path, ...]:
    """The folders of the installed theme; overrides are ours, wherever they lie, and are checked."""
    theme = env.conf["theme"]
    return tuple(Path(folder) for folder in theme.dirs if Path(folder) != Path(os.path.abspath(theme.custom_dir or "")))
