"""A random site as a whole project: the generator's own files, its settings, and the pages that the settings name."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from random import Random

from tests.conftest import ANOTHER, ENGINE, ROOT, publish_nothing
from tests.generated.packages import EXTRA, LANGUAGES, fingerprint, random_site
from tests.project import write

PAGES = {
    "index.md": '{{ chart("a-chart") }}\n\n{{ latest_update() }}',
    "updates/index.md": "{{ archive() }}",
    "topics/news.md": '{{ updates(topic="News") }}',
    "data.md": '{{ table("a-table") }}\n\n{{ downloads() }}',
    "figures.md": "{{ ledger() }}",
    "corrections.md": "{{ corrections() }}",
    "superseded.md": "{{ superseded() }}",
    "verification.md": "{{ verification() }}",
}


def whole_site(root: Path, random: Random) -> None:
    """Write a random site that `mkdocs build` builds."""
    random_site(root, random)
    complete(root)


def complete(root: Path) -> None:
    """Add to the data and updates of a random site what `mkdocs build` asks for: the generator, its settings, the pages that they name."""
    publish_nothing(root)
    for name in ENGINE:
        shutil.copytree(ROOT / name, root / name)
    shutil.copytree(ANOTHER / "docs/en/assets", root / "docs/en/assets")
    settings = (ANOTHER / "mkdocs.yml").read_text(encoding="utf-8")
    nav = "nav:\n" + "".join(
        f"  - {name.removesuffix('.md')}: {name}\n" for name in PAGES if "/" not in name or name.startswith("updates/")
    )
    settings = re.sub(r"(?ms)^nav:.*?(?=^not_in_nav:)", nav, settings)
    settings = re.sub(r"(?ms)^extra:.*?(?=^plugins:)", EXTRA, settings)
    settings = re.sub(r"(?ms)^          nav_translations:.*?(?=^  - macros:)", "", settings)
    write(root, "mkdocs.yml", settings)
    for lang in LANGUAGES:
        for name, body in PAGES.items():
            front = 'title: "A title"\ndescription: "A description"\n'
            text = f"---\n{front}---\n\n{body}\n"
            if lang != LANGUAGES[0]:
                text = f"---\n{front}translated_from: {fingerprint(text)}\n---\n\n{body}\n"
            write(root, f"docs/{lang}/{name}", text)
