"""Snippets for an editor: the ids of figures, charts and tables, completed in Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from macros.authoring.project import Project
from macros.base.files import write_atomically
from macros.datapackage import read_packages
from macros.exhibits import Exhibit, read_exhibits
from macros.figures import Declaration, Figures
from macros.figures.read import read_declarations
from macros.structure import read_structures

FILE = ".vscode/ids.code-snippets"  # no file of the repository: what is always written anew can neither be out of date nor conflict


def renew_snippets(project: Project) -> None:
    """Write the snippets of a project as its files are now."""
    packages, _ = read_packages(project.root)
    structures = read_structures(project.root, packages)
    declared = read_declarations(project.root, packages, structures)
    figures = Figures(declared.declarations, packages, structures)
    charts, tables, _ = read_exhibits(project.root, figures)
    write_snippets(project.root, project.lang, declared.declarations, charts, tables)


def write_snippets(
    root: Path, lang: str, figures: Mapping[str, Declaration], charts: Mapping[str, Exhibit], tables: Mapping[str, Exhibit]
) -> None:
    """Write a snippet for each id, one a line. A project without settings for the editor gets none."""
    path = root / FILE
    if not path.parent.is_dir():
        return
    titles = {name: each.title.get(lang, "") for name, each in figures.items() if "/" not in name}  # others are cells, by their addresses
    snippets = [
        *_list_snippets("figure", ', "${1:words}"', titles),
        *_list_snippets("chart", "", {name: each.texts.get("subtitle", {}).get(lang, "") for name, each in charts.items()}),
        *_list_snippets("table", "", {name: each.texts.get("caption", {}).get(lang, "") for name, each in tables.items()}),
    ]
    written = ("{\n" + ",\n".join(snippets) + "\n}\n").encode("utf-8")
    if not path.is_file() or path.read_bytes() != written:
        write_atomically(path, written)


def _list_snippets(macro: str, words: str, titles: Mapping[str, str]) -> Iterator[str]:
    for name, title in sorted(titles.items()):
        snippet = {
            "scope": "markdown",
            "prefix": [name, f"{macro} {name}"],
            "body": f'{{{{ {macro}("{name}"{words}) }}}}',
            "description": title,
        }
        yield f"  {json.dumps(f'{macro} {name}')}: {json.dumps(snippet, ensure_ascii=False)}"
