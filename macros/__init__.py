"""The microsite's generator: data packages to figures, figures to wordings, wordings to pages, pages to the check.

The rooms, ground floor first:
base, incremental, interface, links, charts, datapackage, typeset, structure, figures, numbers, wording, quotes, claims, content,
published, exhibits, pages, corrections, handouts, edition, importer, authoring, outputs, check, review, commands, plugin.

Only this module knows mkdocs-macros: it registers the macros and joins the build at its hooks. What knows MkDocs is in `plugin`.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

__all__ = ["define_env", "on_post_page_macros", "on_pre_page_macros"]

# What these plugins say of their own set-up would hide from authors what matters. `mkdocs -v` shows it.
# A worker is none of its processes, and does not import it.
if (_host := sys.modules.get("mkdocs")) and not logging.getLogger(_host.__name__).isEnabledFor(logging.DEBUG):
    for _name in ("mkdocs_macros.util", "mkdocs_static_i18n"):
        logging.getLogger(f"{_host.__name__}.plugins.{_name}").setLevel(logging.WARNING)


def define_env(env: Any) -> None:
    """Start a build, or the next language of one. mkdocs-macros calls this first."""
    from macros.plugin import lifecycle

    lifecycle.start_build(env)


def on_pre_page_macros(env: Any) -> None:
    """Render the macros of a page in the place of mkdocs-macros."""
    from macros.plugin import page_hooks

    page_hooks.render_macros(env)


def on_post_page_macros(env: Any) -> None:
    """Finish the rendering of a page."""
    from macros.plugin import page_hooks

    page_hooks.end_page(env)
