"""Pictures without figures of their own, such as those of a terminal, vouched for in data/pictures.yml.

The content of a picture cannot be read from its bytes. A picture that is not listed, or differs from the listed one, is not published.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from macros.base.errors import Fault, FaultError
from macros.base.yaml_source import read_yaml
from macros.edition.edition import Edition, PublishedFile
from macros.quotes.log import FilePublished

FILE = "data/pictures.yml"


def record_pictures(build: Edition, site: Path) -> None:
    """Record the listed pictures in the build. MkDocs has copied them already. Faults are collected in the build."""
    if not (build.project.root / FILE).exists():
        return
    try:
        document = read_yaml(build.project.root / FILE, FILE)
    except FaultError as error:
        build.faults.extend(error.faults)
        return
    listed = document.value.get("pictures", "") if isinstance(document.value, dict) else ""
    if not isinstance(listed, dict | None):
        build.faults.add(Fault(document.place_of(), "picture", "has no mapping `pictures`", "write `pictures:`, with a path in each line"))
        return
    for name, entry in (listed or {}).items():
        place = document.place_of("pictures", name)
        path = build.project.root / "docs" / build.lang / str(name)
        digest = str(entry.get("sha256", "")) if isinstance(entry, dict) else ""
        if not path.is_file():
            build.faults.add(Fault(place, "picture", f'lists "{name}", which is not in docs/{build.lang}/', "add it, or remove the entry"))
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            fact = f'lists "{name}" with the sha256 {digest[:12] or "of nothing"}…, which is not that of the file'
            build.faults.add(Fault(place, "picture", fact, "look at the picture, then write down its sha256 (`make pictures` does)"))
        else:
            build.log.add(FilePublished(str(name), PublishedFile(digest, ())))
