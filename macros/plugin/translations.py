"""`python -m macros translate-status`: print the state of the translations, and mark some as up to date with `--mark`."""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path

from macros.base import settings
from macros.base.errors import Fault, FaultError, Place, put_on_one_line
from macros.base.files import write_atomically
from macros.base.yaml_source import read_text
from macros.edition.translation_check import list_translations
from macros.pages.page import compute_fingerprint, read_front_matter
from macros.plugin.languages import read_editions

_MARK = re.compile(r"^translated_from:.*$", re.MULTILINE)


def print_status(marked: list[str]) -> int:
    """Mark the named pages, then print the state of every language.

    Returns: the exit code, 1 if a page cannot be marked or the project cannot be read, else 0.
    """
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    logging.getLogger(settings.HOST).setLevel(logging.ERROR)
    settings.check_settings(Path.cwd())
    try:
        config = load_config("mkdocs.yml")
    except MkDocsException as error:
        faults = settings.settings_faults or [Fault(Place(settings.FILE), "mkdocs", put_on_one_line(str(error)), "fix the setting")]
        print("\n".join(f"error: {fault}" for fault in faults), file=sys.stderr)
        return 1
    root = Path(config["config_file_path"]).parent
    faults = []
    for name in marked:
        try:
            mark_translation(root, name, "en")
        except FaultError as error:
            faults += error.faults
    try:
        build = read_editions(config, settings.language_plugin(config), root, serving=False, shows_held=True)
        print("\n".join(list_translations(build)) or "There is one language.")
        faults += [fault for fault in build.faults if fault.code == "translation"]  # of data/packages.<language>.yml
    except FaultError as error:
        faults += error.faults
    for fault in faults:
        print(f"error: {fault}", file=sys.stderr)
    return 1 if faults else 0


def mark_translation(root: Path, name: str, default: str) -> None:
    """Write into a translation (`docs/es/data.md`) the fingerprint of its present original.

    Raises: FaultError if the page is no translation.
    """
    path = Path(name)
    if path.parts[:1] != ("docs",) or len(path.parts) < 3 or path.parts[1] == default:
        raise FaultError(Fault(Place(name), "translation", "is not a translation", f"name a page of docs/, not of docs/{default}/"))
    original = Path("docs", default, *path.parts[2:]).as_posix()
    print_ = compute_fingerprint(read_text(root / original, original))
    text = read_text(root / name, name)
    read_front_matter(text, name)  # raises if there is none
    line = f"translated_from: {print_}"
    head, fence, body = text.partition("\n---")
    head = _MARK.sub(line, head, count=1) if _MARK.search(head) else f"{head}\n{line}"
    write_atomically(root / name, (head + fence + body).encode("utf-8"))
