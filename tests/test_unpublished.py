"""A draft, and what bears a later day than that of the build, changes no byte of the site until its day; authors see it, marked."""

from __future__ import annotations

from pathlib import Path

from tests.freeze.repository import change, mend_hashes, new_version
from tests.processes import run_module
from tests.project import write
from tests.test_warm_build import files

DAY = "2026-12-20"
BEFORE = "2026-12-19"
UPDATE = "docs/en/updates/2026-12-20-quagga.md"
DRAFT = "docs/en/quagga-draft.md"
FRONT = """---
title: "{} in the title"
description: "{} in the description."
{}
---
{}
"""
AHEAD = """date: 2026-12-20
summary: "Quagga in the summary."
topics: [Riders]
sources:
  - {title: "Quagga of a source", publisher: "Elmford Cycling Office", date: 2024-01-15}"""
CHART = """
  quagga-chart:
    kind: slope
    headline: {en: "Quagga in the headline", es: "Quagga en el titular"}
    subtitle: {en: "Bicycles on the north bridge", es: "Bicicletas en el puente norte"}
    description: {en: "One line.", es: "Una línea."}
    source: {en: "Elmford Cycling Office", es: "Elmford Cycling Office"}
    unit: count
    columns: ["2023", "2024"]
    rows:
      - {label: {en: Bicycles on the north bridge, es: Bicicletas en el puente norte}, cells: [north-2023, north-2024]}
"""
FIGURE = """
  quagga-figure:
    measure: bridge-counts/counts/bicycles
    where: {bridge: north, year: 2024}
    title: {en: "Quagga of a figure", es: "Quagga de una cifra"}
"""
ENTRY = """
  - date: 2026-12-20
    kind: correction
    what: {en: "Quagga in an entry.", es: "Quagga en una entrada."}
    why: {en: "A slip.", es: "Un error."}
    nature: wording
    scale: {en: "No figure.", es: "Ninguna cifra."}
    old: {en: "Quagga before.", es: "Quagga antes."}
    new: {en: "Quagga after.", es: "Quagga después."}
    pages: [index.md]
"""


def add_unpublished(root: Path) -> None:
    """Write a draft and its translation, an update of a later day, a later version with a year more, and what is made of that year."""
    body = 'In 2024, {{ figure("north-2024", "171,717 bicycles") }} crossed the north bridge.\n'
    write(root, UPDATE, FRONT.format("Quagga", "Quagga", AHEAD, body + '\n{{ chart("quagga-chart") }}'))
    wrong = 'In 2023, {{ figure("north-2023", "161,616 bicycles") }} crossed the quagga bridge.'
    write(root, DRAFT, FRONT.format("Quagga", "Quagga", "draft: true", wrong))
    write(root, DRAFT.replace("/en/", "/es/"), FRONT.format("Quagga", "Quagga", "translated_from: 123456789012", "Quagga."))
    change(root, "mkdocs.yml", "  - Timeline: timeline.md\n", "  - Timeline: timeline.md\n  - Quagga: quagga-draft.md\n")
    folder = new_version(root, "bridge-counts", "2024-01-15", DAY)
    table = folder / "counts.csv"
    table.write_text(table.read_text(encoding="utf-8") + "2024,north,171717\n2024,south,70001\n2024,all,241718\n", encoding="utf-8")
    mend_hashes(folder)
    for name, text in (("charts", CHART), ("figures", FIGURE), ("corrections", ENTRY)):
        file = root / f"data/{name}.yml"
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_what_is_not_published_changes_no_byte_of_the_site_until_its_day(another_kept: Path, another_built: Path) -> None:
    add_unpublished(another_kept)
    done = run_module(another_kept, "mkdocs", "build", DAY=BEFORE)
    assert done.returncode == 0, done.stderr
    before, plain = files(another_kept / "site"), files(another_built)
    assert sorted(before) == sorted(plain)
    assert [name for name in plain if before[name] != plain[name]] == []
    # Each is told, with the day.
    for name, why in ((UPDATE, f"is not published before {DAY}"), (DRAFT, "is a draft"), (f"data/bridge-counts/{DAY}", "is not published")):
        assert f"note: {name}: {why}" in done.stderr
    assert f"the day of this build is {BEFORE} (DAY)" in done.stderr
    # On the day, all but the draft is there, on every surface.
    done = run_module(another_kept, "mkdocs", "build", DAY=DAY)
    assert done.returncode == 0, done.stderr
    now = files(another_kept / "site")
    changed = {name for name, data in now.items() if plain.get(name) != data}
    page, own = "updates/2026-12-20-quagga/", "charts/quagga-chart/"
    expected = {f"{page}index.html", f"{own}index.html", "index.html", "updates/index.html", "feed.xml", "feed.json", "sitemap.xml"}
    expected |= {"llms.txt", "figures.json", "figures/index.html", "search/search_index.json", "corrections/index.html"}
    assert expected <= changed
    assert not [name for name in now if "quagga-draft" in name]
    assert not [name for name, data in now.items() if b"161,616" in data or b"quagga bridge" in data or b"quagga-draft" in data]
