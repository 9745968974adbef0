"""The build as mkdocs-macros sees it: begin, a page, a page done, end."""

from __future__ import annotations

import contextlib
import datetime
import logging
import os
import re
import sys
from pathlib import Path
from typing import Any

from mkdocs.exceptions import BuildError

from macros.assemble import assemble
from macros.build import Build
from macros.check import SiteCheck
from macros.check.mark import mark
from macros.check.report import Report
from macros.check.tally_page import publish_tally
from macros.corrections.shown import at_top, in_phrase
from macros.errors import Fault, FaultError, Place
from macros.freeze import Compared, compare
from macros.outputs import write_outputs
from macros.outputs.page_citation import page_citation
from macros.outputs.structured import structured_data
from macros.pages import blocks
from macros.policy import write_policies
from macros.publish import is_preview, publish, staging
from macros.register import register
from macros.templates import render

log = logging.getLogger("mkdocs.plugins.figures")
# Of the build that ended last in this process: for the command line and the tests.
last_report: Report | None = None
last_check: SiteCheck | None = None
last_compared: Compared | None = None
_LINK = re.compile(r"Doc file '([^']+)' contains an? (?:[a-z]+ )*link (?:to )?'([^']+)'")
_FIGURES_HERE = "<!-- figures on this page -->"


class _Warnings(logging.Handler):
    """Collects MkDocs' own warnings (broken links, missing anchors): they fail the build with the other faults."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name != log.name:
            self.lines.append(record.getMessage())


def begin(env: Any) -> None:
    config = env.conf
    site = Path(config["site_dir"])
    serving = is_preview(site)
    root = Path(config["config_file_path"]).parent
    build = Build.read(root, "en", serving=serving)
    build.address = str(config["site_url"] or "")
    build.name, build.description = str(config["site_name"]), str(config["site_description"] or "")
    if not build.address:
        build.faults.add(Fault(Place("mkdocs.yml"), "site-url", "has no site_url", "name the address that readers use"))
    # The same input gives the same bytes: dates that MkDocs writes are those of the content, not of the build.
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(_epoch(build)))
    logger = logging.getLogger("mkdocs")
    for handler in [h for h in logger.handlers if isinstance(h, _Warnings)]:
        logger.removeHandler(handler)
    logger.addHandler(warnings := _Warnings())
    state = {"build": build, "warnings": warnings, "site": site, "page": None}
    if not serving:
        config["site_dir"] = str(staging(site))
    env.figures_state = state
    register(env, build, lambda: state["page"])


def _epoch(build: Build) -> int:
    """The day of the newest content, in seconds since 1970."""
    newest = datetime.date.fromisoformat(build.newest)
    return int(datetime.datetime(newest.year, newest.month, newest.day, tzinfo=datetime.UTC).timestamp())


def page(env: Any) -> None:
    state = env.figures_state
    build: Build = state["build"]
    source = env.page.file
    path = f"docs/{source.src_uri}" if source.src_uri.startswith(f"{build.lang}/") else f"docs/{build.lang}/{source.src_uri}"
    found = build.pages.get(path)
    state["page"] = found
    # The plugin would stop at the first failing macro; rendering here lets a build report all its faults.
    env.page.meta["render_macros"] = False
    if found is None:  # its front matter is a fault already
        return
    build.outputs[source.dest_uri] = found
    view = build.view(found)
    env.page.meta["title"] = found.title.plain
    env.page.meta["description"] = found.description.plain
    env.page.meta["modified"] = build.modified(found)
    env.page.meta["structured_data"] = structured_data(found, build)
    env.page.meta["citation"] = {form: view.html(text, linked=False) for form, text in page_citation(found, build).items()}
    try:
        variables = {k: v for k, v in env.variables.items() if isinstance(k, str)}
        body = render(env.markdown, env.env, variables, path, found.body_line)
    except FaultError as error:
        build.faults.extend(error.faults)
        body = "\n\n".join(f'<p class="fault">{fault.fact}</p>' for fault in error.faults)
    quoted = [quote.figure for quote in build.writer.quoting.quotes.get(path, ()) if quote.version]
    note = in_phrase(build.corrections, found, found.summary, view)
    parts = [f"# {view.html(found.title)}", at_top(build.corrections, found, view), blocks.header(found, view, note), body]
    parts.append(blocks.footer(found, build.updates, view, quoted))
    text = "\n\n".join(part for part in parts if part)
    if _FIGURES_HERE in text:
        text = text.replace(_FIGURES_HERE, blocks.figures_list(view, quoted))
    env.markdown = text


def page_done(env: Any) -> None:
    env.page.meta.pop("render_macros", None)
    env.figures_state["page"] = None


def end(env: Any) -> None:
    global last_report, last_check, last_compared
    state = env.figures_state
    build: Build = state["build"]
    built = Path(env.conf["site_dir"])
    assemble(build, built)
    write_outputs(build, built)
    if not build.serving:  # the server puts a script into each page, which a policy would stop
        write_policies(built)
    check = SiteCheck(build, built, _theme(env, build))
    judged = {(fault.place, fault.code) for fault in build.faults}
    # What is known is not told again: a broken table wherever it is quoted, the words of a quote without a figure.
    told = {(fault.place.path, fault.fact) for fault in build.faults}
    lost = {quote.place for quotes in build.writer.quoting.quotes.values() for quote in quotes if not quote.version}
    found = check.run()
    shown = publish_tally(check.tally, built, [name for name, page in build.outputs.items() if page.uri == "verification.md"], build.lang)
    found = [*found, *check.run_last(shown)]
    found = [f for f in found if f.place not in lost and not any(_same(f, path, fact) for path, fact in told)]
    if told:  # what stands only in an output follows from what was told of its source
        found = [f for f in found if not f.place.path.startswith("site/")]
    build.faults.extend(f for f in found if (f.place, f.code) not in judged)
    build.faults.extend(_warned(line, build.root) for line in state["warnings"].lines)
    last_compared = compare(build)
    if last_compared.note:
        print(f"note: {last_compared.note}", file=sys.stderr)
    build.faults.extend(last_compared.faults)
    faults = list(build.faults)
    last_check = check
    last_report = Report(tuple(faults), check.tally)
    if faults:
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        report = "\n".join(f"  {fault}" for fault in faults)
        if build.serving:
            # Not a warning of MkDocs: in strict mode that would end the server.
            print(f"\n{count} (the page shows each at its place; saving mends it):\n{report}\n", file=sys.stderr)
            _show(build, check, built)
            return
        raise BuildError(f"{count}; the site was not replaced:\n{report}")
    if not build.serving:
        publish(built, state["site"])
        env.conf["site_dir"] = str(state["site"])


def _warned(line: str, root: Path) -> Fault:
    """A warning of MkDocs as a fault: at the link where it is about one, else at mkdocs.yml, whose settings made it."""
    match = _LINK.match(line)
    if not match:
        return Fault(Place("mkdocs.yml"), "mkdocs", line, "mend what it names")
    path, link = f"docs/{match[1]}", match[2]
    with contextlib.suppress(OSError, UnicodeDecodeError):
        for number, text in enumerate((root / path).read_text(encoding="utf-8").splitlines(), 1):
            if link in text:
                return Fault(Place(path, number, text.index(link) + 1), "link", line, "mend the link")
    return Fault(Place(path), "link", line, "mend the link")


def _show(build: Build, check: SiteCheck, built: Path) -> None:
    """While authors write, each page shows its own faults, and the home page those that belong to no page."""
    paths = {page.path for page in build.pages.values()}
    for name, page in build.outputs.items():
        verdicts = [(v, f) for v, f in check.verdicts.get(name, ()) if v.passage.surface == "text"]
        shown = {fault for _, fault in verdicts}
        others = [
            fault
            for fault in build.faults
            if fault not in shown and (fault.place.path == page.path or (page.uri == "index.md" and fault.place.path not in paths))
        ]
        if verdicts or others:
            mark(built / name, verdicts, others)


def _theme(env: Any, build: Build) -> tuple[Path, ...]:
    """The folders of the installed theme; overrides are ours, and are checked."""
    return tuple(Path(folder) for folder in env.conf["theme"].dirs if not Path(folder).is_relative_to(build.root / "overrides"))


def _same(fault: Fault, path: str, fact: str) -> bool:
    """Whether a fault is one that was told: of the same file, or of a data file wherever its figures are quoted."""
    return fault.fact.startswith(fact) and (fault.place.path == path or path.startswith("data/"))
