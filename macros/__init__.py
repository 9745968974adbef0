"""The microsite's generator: data packages to figures, figures to wordings, wordings to pages, pages to the check.

The rooms, ground floor first: errors, yamlfile, dates, cache, datapackage, figures, numbers, interface, wording,
quotes, view, records, charts, exhibits, pages, published, corrections, templates, build, freeze, register, assemble, outputs,
policy, check, publish, hooks, command.

Only this module knows mkdocs-macros: it registers the macros and joins the build at its hooks.
"""

from __future__ import annotations

from typing import Any

__all__ = ["define_env", "on_post_build", "on_post_page_macros", "on_pre_page_macros"]


def define_env(env: Any) -> None:
    """Called by mkdocs-macros at the beginning of each build."""
    from macros import hooks

    hooks.begin(env)


def on_pre_page_macros(env: Any) -> None:
    """Called before the macros of each page are rendered."""
    from macros import hooks

    hooks.page(env)


def on_post_page_macros(env: Any) -> None:
    """Called after the macros of each page were rendered."""
    from macros import hooks

    hooks.page_done(env)


def on_post_build(env: Any) -> None:
    """Called when all pages are written."""
    from macros import hooks

    hooks.end(env)
