"""The style sheets of overrides/ in one file, so that a reader waits for two and not for six: the theme's and this one."""

from __future__ import annotations

from pathlib import Path

from macros.base.files import ENGINE
from macros.edition.edition import Edition
from macros.outputs.written import write_file

PARTS = ("tokens", "layout", "components", "print")  # in this order: a later rule outweighs an earlier one


def write_styles(build: Edition, site: Path) -> None:
    """Write `assets/site.css`."""
    parts = (ENGINE.joinpath(f"overrides/assets/{name}.css").read_text(encoding="utf-8") for name in PARTS)
    write_file(build, site, "assets/site.css", "\n".join(parts))
