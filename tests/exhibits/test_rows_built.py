"""A site with a table of thirty places by twenty years, a chart of it, and a sentence that quotes one of its cells."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pypdf
import pytest
import yaml

from macros.figures import slug_of
from tests.conftest import another_site, build, copy_another
from tests.exhibits.made_up import NAMES, PACKAGE, VERSION, YEARS, chart_of, count, table_of, write_made_up
from tests.project import write_yaml

CELL = f"{PACKAGE}/storms/storms?place=hazel&year=2010"
FEW = ["alder", "birch", "cedar", "hazel"]
QUOTE = f'figure("{PACKAGE}/storms/storms?year=2010&place=hazel", "{count("Hazel", "2010"):,} storms")'
SAID = f"\n\nIn 2010, Hazel Forest had {{{{ {QUOTE} }}}}.\n"
CHART = f"site/charts/storms-by-year/{VERSION}"
LIMIT = 150_000
UPDATE = "2024-01-20-a-further-year"
DOCUMENT = {
    "package": PACKAGE,
    "table": "few",
    "chart": "storms-by-year",
    "title": {"en": "Storms", "es": "Tormentas"},
    "description": {"en": "Storms of made-up forests.", "es": "Tormentas de bosques inventados."},
    "intro": {"en": ["What storms did."], "es": ["Lo que hicieron las tormentas."]},
    "notes": {"en": ["A note."], "es": ["Una nota."]},
}


FEW_YEARS = {"en": "Storms in three years, 2003 to 2020", "es": "Tormentas en tres años, de 2003 a 2020"}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    root = another_site(tmp_path_factory.mktemp("rows") / "site")
    write_made_up(root)
    few = {"place": FEW}
    changes = table_of(operation="percentage_change", series=few)
    changes["caption"] = {"en": "Change in storms from the year before", "es": "Variación de las tormentas respecto al año anterior"}
    exhibits = (
        ("tables", "storms", table_of()),
        ("tables", "few", table_of(series=few, x={"year": ["2003", "2004", "2020"]}) | {"caption": FEW_YEARS}),
        ("tables", "changes", changes),
        ("charts", "storms-by-year", chart_of("line", series=few)),
    )
    for kind, name, entry in exhibits:
        declared = yaml.safe_load((root / f"data/{kind}.yml").read_text(encoding="utf-8"))
        write_yaml(root, f"data/{kind}.yml", {kind: declared[kind] | {name: entry}})
    handouts = yaml.safe_load((root / "data/handouts.yml").read_text(encoding="utf-8"))
    handouts["documents"]["storms"] = DOCUMENT
    write_yaml(root, "data/handouts.yml", handouts)
    write_yaml(root, "data/corrections.yml", {"corrections": []})
    record = root / "data/published.csv"
    record.write_text(record.read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    for lang in ("en", "es"):
        page = root / f"docs/{lang}/index.md"
        said = SAID if lang == "en" else ""
        page.write_text(
            page.read_text(encoding="utf-8") + said + '\n\n{{ table("storms") }}\n\n{{ chart("storms-by-year") }}\n', encoding="utf-8"
        )
    update = root / f"docs/en/updates/{UPDATE}.md"
    update.write_text(update.read_text(encoding="utf-8") + '\n\n{{ table("few") }}\n\n{{ table("changes") }}\n', encoding="utf-8")
    done = build(root, "--strict")
    assert done.returncode == 0, done.stderr
    return root


def test_a_page_with_six_hundred_cells_stays_small(site):
    page = (site / "site/index.html").read_text(encoding="utf-8")
    assert page.count('<td class="number" data-head="20') >= 600 and len(page.encode()) < LIMIT


def test_a_cell_that_a_sentence_quotes_has_its_entry_its_file_and_its_proof(site):
    slug = slug_of(CELL)
    assert f'<h3 id="{slug}">Storms, Hazel Forest, 2010' in (site / "site/figures/index.html").read_text(encoding="utf-8")
    entry = json.loads((site / f"site/figures/{slug}.json").read_bytes())
    assert (entry["id"], entry["exact"]) == (CELL, str(count("Hazel", "2010")))
    assert entry["address"].endswith(f"figures/#{slug}") and len(entry["quoted_on"]) == 1
    every = [each["id"] for each in json.loads((site / "site/figures.json").read_bytes())["figures"]]
    assert [name for name in every if "?" in name] == [CELL]
    page = (site / "site/index.html").read_text(encoding="utf-8")
    assert page.count(f'href="./figures/#{slug}"') >= 2  # the sentence, and the proofs of the printed page


def test_no_other_cell_has_a_file_or_an_entry(site):
    assert [path.name for path in (site / "site/figures").glob("tree-counts*.json")] == [f"{slug_of(CELL)}.json"]
    assert (site / "site/figures/index.html").read_text(encoding="utf-8").count('<h3 id="tree-counts') == 1


def test_each_mark_has_a_line_with_its_address(site):
    rows = list(csv.DictReader((site / CHART / "data.csv").read_text(encoding="utf-8").splitlines()))
    found = {row["figure"]: int(row["exact"]) for row in rows if row["figure"]}
    gaps = [(row["row"], row["column"], row["value"], row["qualifiers"]) for row in rows if not row["figure"]]
    assert gaps == [("Alder Forest", "2003", "", "missing"), ("Birch Forest", "2004", "", "suppressed")]
    assert {row["qualifiers"] for row in rows if row["column"] == "2020"} == {"provisional"}
    names = {name.lower(): name for name in NAMES}
    expected = {f"{PACKAGE}/storms/storms?place={place}&year={year}": count(names[place], year) for place in FEW for year in YEARS}
    del expected[f"{PACKAGE}/storms/storms?place=alder&year=2003"], expected[f"{PACKAGE}/storms/storms?place=birch&year=2004"]
    assert found == expected


def test_a_gap_breaks_the_line(site):
    drawing = (site / CHART / "chart.svg").read_text(encoding="utf-8")
    lines = [part.partition('"')[0] for part in drawing.split('d="') if part.partition('"')[0].count("L") > 5]
    assert sorted(line.count("M") for line in lines) == [1, 1, 2, 2]


def test_an_update_a_feed_and_a_document_show_the_cells_of_their_day(site):
    update, feed = ((site / "site" / name).read_text(encoding="utf-8") for name in (f"updates/{UPDATE}/index.html", "feed.xml"))
    assert f'<table class="data" data-cells="{PACKAGE}/storms/storms?" data-as-of="2024-01-20">' in update
    assert f"{count('Hazel', '2020'):,}" in feed and "not published by the source" in feed
    text = "".join(page.extract_text() for page in pypdf.PdfReader(site / "site/data/storms.pdf").pages)
    assert f"{count('Hazel', '2020'):,}" in text and "c = not published by the source" in " ".join(text.split())


def test_what_is_wrong_with_many_cells_is_told_once_where_the_table_is_declared(site, tmp_path):
    root = copy_another(site, tmp_path / "broken")
    declared = yaml.safe_load((root / "data/tables.yml").read_text(encoding="utf-8"))
    declared["tables"]["storms"]["caption"]["en"] = "Storms in each forest, 2001 to 2010"
    write_yaml(root, "data/tables.yml", declared)
    done = build(root, "--strict")
    told = [line for line in done.stderr.splitlines() if line.endswith("]") and ": misleading: " in line]
    assert done.returncode == 1 and len(told) == 1, done.stderr
    assert told[0].lstrip().startswith("data/tables.yml:") and told[0].endswith("[wrong-period]")
    assert 'states "2001 to 2010", and 2001 to 2020 is drawn' in told[0]
