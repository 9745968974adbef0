"""The microsite's generator: data packages to figures, figures to wordings, wordings to pages, pages to the check.

The rooms, ground floor first:
base, incremental, interface, links, charts, datapackage, typeset, structure, figures, numbers, wording, quotes, claims, content,
published, exhibits, pages, corrections, handouts, edition, authoring, outputs, check, review, commands, plugin.

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
    """Called by mkdocs-macros at the beginning of each build."""
    from macros.plugin import lifecycle

    lifecycle.start_build(env)


def on_pre_page_macros(env: Any) -> None:
    """Called before the macros of each page are rendered."""
    from macros.plugin import page_hooks

    page_hooks.render_macros(env)


def on_post_page_macros(env: Any) -> None:
    """Called after the macros of each page were rendered."""
    from macros.plugin import page_hooks

    page_hooks.end_page(env)
