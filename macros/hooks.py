"""The build as mkdocs-macros sees it: begin, a page, a page done, end."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from mkdocs.exceptions import BuildError

from macros.assemble import assemble
from macros.build import Build
from macros.check import SiteCheck, theme_files
from macros.errors import Fault, FaultError, Place
from macros.pages import blocks
from macros.publish import is_preview, publish, staging
from macros.register import register
from macros.templates import render

log = logging.getLogger("mkdocs.plugins.figures")
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
    logger = logging.getLogger("mkdocs")
    for handler in [h for h in logger.handlers if isinstance(h, _Warnings)]:
        logger.removeHandler(handler)
    logger.addHandler(warnings := _Warnings())
    state = {"build": build, "warnings": warnings, "site": site, "page": None}
    if not serving:
        config["site_dir"] = str(staging(site))
    env.figures_state = state
    register(env, build, lambda: state["page"])


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
    env.page.title = found.title.plain
    try:
        variables = {k: v for k, v in env.variables.items() if isinstance(k, str)}
        body = render(env.markdown, env.env, variables, path, found.body_line)
    except FaultError as error:
        build.faults.extend(error.faults)
        body = "\n\n".join(f'<p class="fault">{fault.fact}</p>' for fault in error.faults)
    quoted = [quote.figure for quote in build.writer.quoting.quotes.get(path, ()) if quote.version]
    parts = [f"# {view.html(found.title)}", blocks.header(found, view), body]
    parts.append(blocks.footer(found, build.updates, view, quoted))
    text = "\n\n".join(part for part in parts if part)
    if _FIGURES_HERE in text:
        text = text.replace(_FIGURES_HERE, blocks.figures_list(view, quoted))
    env.markdown = text


def page_done(env: Any) -> None:
    env.page.meta.pop("render_macros", None)
    env.figures_state["page"] = None


def end(env: Any) -> None:
    state = env.figures_state
    build: Build = state["build"]
    built = Path(env.conf["site_dir"])
    assemble(build, built)
    check = SiteCheck(build, built, theme_files(env.conf["theme"].dirs))
    judged = {(fault.place, fault.code) for fault in build.faults}
    build.faults.extend(fault for fault in check.run() if (fault.place, fault.code) not in judged)
    build.faults.extend(Fault(Place("mkdocs.yml"), "mkdocs", line, "see the line above") for line in state["warnings"].lines)
    faults = list(build.faults)
    if faults:
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        report = "\n".join(f"  {fault}" for fault in faults)
        if build.serving:
            log.warning("%s:\n%s", count, report)
            return
        raise BuildError(f"{count}; the site was not replaced:\n{report}")
    if not build.serving:
        publish(built, state["site"])
        env.conf["site_dir"] = str(state["site"])
