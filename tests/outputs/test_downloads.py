"""What readers take away: figures, charts and data packages as files, each right, each read by the check."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import openpyxl
import pytest
import yaml
from lxml import etree
from lxml import html as lxml_html

from macros.authoring.version import LICENCES
from tests.conftest import ANOTHER, build
from tests.oracle import declarations, figure, rounded
from tests.outputs.forged import faults_if_written, with_member

CHARTS = sorted(yaml.safe_load((ANOTHER / "data/charts.yml").read_text(encoding="utf-8"))["charts"])
PACKAGES = sorted(path.parent.relative_to(ANOTHER / "data").as_posix() for path in (ANOTHER / "data").glob("*/*/datapackage.json"))
PINNED = "data/bridge-counts/2024-01-15/"
FORMS = ["chart.png", "chart.svg", "chart.vl.json", "data.csv", "index.html"]
CHANGES = "charts/changes/2024-01-15/"


def pinned(site: Path, chart: str) -> list[str]:
    return sorted(path.name for path in (site / "charts" / chart).iterdir() if path.is_dir())


@pytest.fixture(scope="module")
def site(another_built: Path) -> Path:
    return another_built


@pytest.fixture(scope="module")
def check(another_checked: Any) -> Any:
    return another_checked


# ---- Figures


@pytest.mark.parametrize("name", sorted(declarations(ANOTHER)))
def test_a_figure_for_machines_agrees_with_the_oracle(site: Path, name: str) -> None:
    found = json.loads((site / "figures" / f"{name}.json").read_bytes())
    expected = figure(name, root=ANOTHER)
    assert Fraction(found["exact"]) == expected.value
    assert rounded(Fraction(found["decimal"]), 9) == rounded(expected.value, 9)
    status = "as published" if expected.status == "computed" and "calculation" not in found else expected.status
    assert (found["unit"], found["status"], found.get("bound", "")) == (expected.unit, status, expected.bound)
    assert found["address"].endswith(f"/figures/#{name}")
    for old in found["history"]:
        assert Fraction(old["exact"]) == figure(name, old["version"], ANOTHER).value
    for row in found["rows"]:
        line = (ANOTHER / row["path"]).read_text(encoding="utf-8").splitlines()[row["line"] - 1]
        assert row["raw"] in line
    if "calculation" in found:
        numbers = iter(found["calculation"].replace("(", " ").replace(")", " ").split())
        assert {n for n in numbers if n.isdigit()} <= {row["raw"] for row in found["rows"]} | {"100"}


def test_one_file_holds_every_figure_ever_declared(site: Path) -> None:
    entries = json.loads((site / "figures.json").read_bytes())["figures"]
    assert [entry["id"] for entry in entries] == list(declarations(ANOTHER))
    for entry in entries:
        assert entry == json.loads((site / "figures" / f"{entry['id']}.json").read_bytes())


def test_a_figure_names_the_pages_that_quote_it(site: Path) -> None:
    for entry in json.loads((site / "figures.json").read_bytes())["figures"]:
        for url in entry["quoted_on"]:
            text = (site / urlsplit(url).path.lstrip("/") / "index.html").read_text(encoding="utf-8")
            assert f'data-figure="{entry["id"]}"' in text, (entry["id"], url)


# ---- Charts


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_can_be_taken_in_every_form_of_each_version(site: Path, chart: str) -> None:
    versions = pinned(site, chart)
    assert versions
    for version in versions:
        assert sorted(p.name for p in (site / "charts" / chart / version).iterdir()) == FORMS
    lasting = site / "charts" / chart
    assert sorted(p.name for p in lasting.iterdir() if p.is_file()) == ["index.html", "oembed.json"]
    assert f'content="0; url={versions[-1]}/"' in (lasting / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("chart", [chart for chart in CHARTS if chart != "timeline"])
def test_the_data_of_a_chart_are_its_figures(site: Path, chart: str) -> None:
    for version in pinned(site, chart):
        rows = list(csv.DictReader(io.StringIO((site / "charts" / chart / version / "data.csv").read_text(encoding="utf-8"))))
        assert rows
        for row in rows:
            expected = figure(row["figure"], version, ANOTHER)
            assert Fraction(row["exact"]) == expected.value
            assert rounded(Fraction(row["value"]), 9) == rounded(expected.value, 9)
            decimals = declarations(ANOTHER)[row["figure"]]["decimals"]
            scaled = int(abs(rounded(expected.value, decimals)) * 10**decimals)
            assert f"{Decimal(scaled).scaleb(-decimals):,}" in row["label"]


@pytest.mark.parametrize("chart", CHARTS)
def test_a_drawing_stands_alone_and_its_picture_is_twice_as_large(site: Path, chart: str) -> None:
    folder = site / "charts" / chart / pinned(site, chart)[-1]
    svg = (folder / "chart.svg").read_text(encoding="utf-8")
    root = etree.fromstring(svg.encode())
    assert "var(" not in svg and "inherit" not in svg
    png = (folder / "chart.png").read_bytes()
    width, height = struct.unpack(">II", png[16:24])
    assert width == 2 * float(root.get("width")) and abs(height - 2 * float(root.get("height"))) <= 1
    assert "var(" not in (folder / "chart.vl.json").read_text(encoding="utf-8")
    assert json.loads((folder / "chart.vl.json").read_bytes())["$schema"].startswith("https://vega.github.io/schema/vega-lite/")


def test_every_chart_in_a_page_links_to_its_files(site: Path) -> None:
    seen = 0
    for path in sorted(site.rglob("index.html")):
        root = lxml_html.fromstring(path.read_text(encoding="utf-8"))
        for shown in root.xpath("//figure[starts-with(@id, 'chart-')]"):
            links = shown.xpath(".//p[@class='chart__take']/a/@href")
            assert len(links) == 5
            for link in links:
                target = (path.parent / urlsplit(str(link)).path).resolve()
                assert (target / "index.html" if target.is_dir() else target).is_file(), link
            seen += 1
    assert seen >= len(CHARTS)


def test_a_dated_page_links_to_the_version_that_it_saw(site: Path) -> None:
    for path in sorted((site / "updates").glob("2*/index.html")):
        root = lxml_html.fromstring(path.read_text(encoding="utf-8"))
        for link in root.xpath("//p[@class='chart__take']/a/@href"):
            version = str(link).split("/charts/")[1].split("/")[1]
            assert version <= path.parent.name[:10]


@pytest.mark.parametrize("chart", CHARTS)
def test_the_page_for_frames_says_what_it_is_and_where_from(site: Path, chart: str) -> None:
    versions = pinned(site, chart)
    for version in versions:
        root = lxml_html.fromstring((site / "charts" / chart / version / "index.html").read_text(encoding="utf-8"))
        assert root.xpath("//meta[@name='robots']/@content") == ["noindex"]
        canonical = urlsplit(root.xpath("//link[@rel='canonical']/@href")[0]).path.lstrip("/")
        assert f'id="chart-{chart}"' in (site / canonical / "index.html").read_text(encoding="utf-8")
        oembed = json.loads((site / urlsplit(root.xpath("//link[@type='application/json+oembed']/@href")[0]).path.lstrip("/")).read_bytes())
        assert (oembed["version"], oembed["type"]) == ("1.0", "rich")
        frame, script = lxml_html.fragments_fromstring(oembed["html"])
        assert frame.tag == "iframe" and urlsplit(frame.get("src")).path.strip("/") == f"charts/{chart}"
        assert (script.tag, script.get("src")) == ("script", "https://bicycles.example/assets/frame.js")
        codes = [lxml_html.fragments_fromstring(code)[0].get("src") for code in root.xpath("//code/text()")]
        follows = [f"https://bicycles.example/charts/{chart}/"] if version == versions[-1] else []
        assert codes == [*follows, f"https://bicycles.example/charts/{chart}/{version}/"]
        cited = " ".join(root.xpath("//div[@class='cite__code']//text()"))
        assert all(form in cited for form in ("@misc{", "TY  - DATA", f"https://bicycles.example/charts/{chart}/{version}/"))
        assert len(root.xpath("//h1")) == 1
        text = " ".join(root.text_content().split())
        assert "Source:" in text and "Licence" in text and "Data version" in text


# ---- Data packages


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_is_published_byte_for_byte(site: Path, package: str) -> None:
    source, published = ANOTHER / "data" / package, site / "data" / package
    name = package.replace("/", "-")
    made = {f"{name}.xlsx", f"{name}.zip", *([f"{name}.pdf"] if package.startswith("bridge-counts/") else [])}
    assert {p.name for p in published.iterdir()} == {p.name for p in source.iterdir()} | made
    for path in source.iterdir():
        assert (published / path.name).read_bytes() == path.read_bytes()
    for resource in json.loads((published / "datapackage.json").read_bytes())["resources"]:
        assert hashlib.sha256((published / resource["path"]).read_bytes()).hexdigest() == resource["hash"].removeprefix("sha256:")


@pytest.mark.parametrize("package", PACKAGES)
def test_a_workbook_holds_every_cell(site: Path, package: str) -> None:
    book = openpyxl.load_workbook(site / "data" / package / f"{package.replace('/', '-')}.xlsx")
    descriptor = json.loads((ANOTHER / "data" / package / "datapackage.json").read_bytes())
    tables = [resource["name"] for resource in descriptor["resources"]]
    has_figures = any(entry["package"] == package.split("/")[0] for entry in declarations(ANOTHER).values())
    assert book.sheetnames == ["Cover, notes and sources", *tables, *(["Figures computed", "Cells of figures"] if has_figures else [])]
    assert all(sheet.freeze_panes == "A2" for sheet in book) and book.properties.title.startswith(descriptor["title"])
    counts = [cell for sheet in book for row in sheet.iter_rows(min_row=2) for cell in row if cell.number_format == "#,##0"]
    assert not [cell for cell in counts if not isinstance(cell.value, int) or "year" in str(cell.parent.cell(1, cell.column).value)]
    for resource in descriptor["resources"]:
        expected = list(csv.reader(io.StringIO((ANOTHER / "data" / package / resource["path"]).read_text(encoding="utf-8"), newline="")))
        found = list(book[resource["name"]].iter_rows(values_only=True))
        assert len(found) == len(expected)
        numbers = 0
        for cells, texts in zip(found, expected, strict=True):
            for cell, text in zip(cells, texts, strict=True):
                same = Decimal(text) == Decimal(str(cell)) if isinstance(cell, int | float) else text == (cell or "")
                assert same, (cell, text)
                numbers += isinstance(cell, int | float)
        types = {field.get("type") for field in resource["schema"]["fields"]}
        assert bool(numbers) == bool(types & {"integer", "number", "year"})
    notes = [row[1] for row in book["Cover, notes and sources"].iter_rows(values_only=True)]
    assert descriptor["title"] in notes and all(note in notes for note in descriptor.get("notes", ()))


@pytest.mark.parametrize("package", PACKAGES)
def test_the_zip_recomputes_its_figures_offline(site: Path, tmp_path: Path, package: str) -> None:
    name, version = package.split("/")
    with zipfile.ZipFile(site / "data" / package / f"{name}-{version}.zip") as archive:
        archive.extractall(tmp_path)
    script = tmp_path / f"{name}-{version}" / "recompute.py"
    done = subprocess.run([sys.executable, "-I", "-S", str(script)], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    found = {line.split("\t")[0]: Fraction(line.split("\t")[1]) for line in done.stdout.splitlines()}
    assert found == {id: figure(id, version, ANOTHER).value for id in found}
    newest = max(p.split("/")[1] for p in PACKAGES if p.startswith(f"{name}/"))
    if version == newest:
        assert set(found) == {id for id, entry in declarations(ANOTHER).items() if entry["package"] == name}


def test_a_changed_row_is_found_by_the_script_of_the_zip(site: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(site / PINNED / "bridge-counts-2024-01-15.zip") as archive:
        archive.extractall(tmp_path)
    rows = tmp_path / "bridge-counts-2024-01-15" / "counts.csv"
    rows.write_text(rows.read_text(encoding="utf-8").replace("76910", "76911"), encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", str(rows.with_name("recompute.py"))], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "NOT recomputed" in done.stdout


def test_the_data_page_links_to_every_file_of_every_version(site: Path) -> None:
    root = lxml_html.fromstring((site / "data" / "index.html").read_text(encoding="utf-8"))
    links = {(site / "data" / str(link)).resolve() for link in root.xpath("//div[@id='downloads']//a[not(@rel)]/@href")}
    assert links == {path.resolve() for path in (site / "data").glob("*/*/*")}


# ---- Versions


def test_an_older_version_of_a_chart_stays_and_says_that_it_is_superseded(site: Path) -> None:
    folder = site / "charts/bridges-by-year"
    assert pinned(site, "bridges-by-year") == ["2023-01-10", "2024-01-15"]
    older = (folder / "2023-01-10/index.html").read_text(encoding="utf-8")
    assert "shows an older version of its data" in older and "76,190" in older
    assert "76,910" not in older.partition("<table")[0]  # the table tells the current figures beside those that were drawn
    assert "76190" in (folder / "2023-01-10/data.csv").read_text(encoding="utf-8")
    newer = (folder / "2024-01-15/index.html").read_text(encoding="utf-8")
    assert "shows an older version of its data" not in newer and "76,910" in newer
    history = json.loads((site / "figures/south-2022.json").read_bytes())["history"]
    assert [entry["exact"] for entry in history] == ["76190", "76910"]


# ---- The check


def _swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(old, new, 1)


def _member(name: str, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return with_member(name, _swap(old, new))


MUTATIONS = [
    ("figures.json", _swap(b'"-1645/401"', b'"-1646/401"')),
    ("figures.json", _swap(b'"4% decrease"', b'"3% decrease"')),
    ("figures/south-change.json", _swap(b"(76910 - 80200)", b"(76911 - 80200)")),
    ("figures/south-change.json", _swap(b'"raw": "76910"', b'"raw": "76911"')),
    ("figures/south-change.json", _swap(b"-4.102244389027", b"-4.102244389029")),
    ("figures/south-change.json", _swap(b'"computed"', b'"reported"')),
    (CHANGES + "data.csv", _swap(b"-4.10", b"-4.11")),
    (CHANGES + "data.csv", _swap("−4%".encode(), "−3%".encode())),
    (CHANGES + "data.csv", _swap(b"-1645/401", b"-1646/401")),
    (CHANGES + "chart.svg", _swap("−4%".encode(), "−3%".encode())),
    (CHANGES + "chart.svg", _swap(b"M266.42,92h50.32", b"M266.42,92h60.32")),
    (CHANGES + "chart.vl.json", _swap("−4%".encode(), "−3%".encode())),
    (CHANGES + "chart.vl.json", _swap(b'"value": -4.10', b'"value": -4.90')),
    (CHANGES + "chart.png", lambda data: data[:-20] + bytes([data[-20] ^ 1]) + data[-19:]),
    ("charts/changes/oembed.json", _swap(b"https://bicycles.example/charts/changes/", b"https://bicycles.example/charts/north-share/")),
    (CHANGES + "index.html", _swap(b"TI  - ", b"TI  - Down 12.7%. ")),
    ("charts/changes/index.html", _swap(b"url=2024-01-15/", b"url=2023-01-10/")),
    ("charts/changes/index.html", _swap(b"url=2024-01-15/", b"url=https://other.example/")),
    (CHANGES + "index.html", _swap("−4%".encode(), "−3%".encode())),
    (CHANGES + "index.html", _swap(b"M266.42,92h50.32", b"M266.42,92h60.32")),
    (PINNED + "counts.csv", _swap(b"76910", b"76911")),
    (PINNED + "datapackage.json", _swap(b'"title": "Bicycles', b'"title": "12.7% fewer bicycles')),
    (PINNED + "bridge-counts-2024-01-15.xlsx", _member("sheet2.xml", b"76910", b"76911")),
    (PINNED + "bridge-counts-2024-01-15.zip", _member("counts.csv", b"76910", b"76911")),
    (PINNED + "bridge-counts-2024-01-15.zip", _member("figures.json", b"-1645/401", b"-1646/401")),
    (PINNED + "bridge-counts-2024-01-15.zip", _member("recompute.py", b"else total - term", b"else total + term")),
    (PINNED + "bridge-counts-2024-01-15.zip", _member("figures.json", b"({to} - {from})", b"({from} - {to})")),
    (PINNED + "bridge-counts-2024-01-15.zip", _member("figures.json", b'"bridge": "south"', b'"bridge": "all"')),
    (PINNED + "bridge-counts-2024-01-15.zip", _member("README.txt", b"Data package", b"Down 12.7%. Data package")),
]


BY_SUM = ("chart.png",)  # a point of a picture: known by its sha256 only


@pytest.mark.parametrize(("name", "change"), [pytest.param(*m, id=f"{i}-{m[0]}") for i, m in enumerate(MUTATIONS)])
def test_the_check_finds_a_changed_number_in_every_kind_of_file_even_if_its_writer_wrote_it(
    check: Any, name: str, change: Callable[[bytes], bytes]
) -> None:
    data = (check.site / name).read_bytes()
    assert change(data) != data
    assert check.recheck_file(name, data) == []
    assert check.recheck_file(name, change(data))
    assert name.endswith(BY_SUM) or faults_if_written(check, name, change(data))


def test_a_text_of_a_chart_that_a_spreadsheet_would_run_is_a_fault(check) -> None:
    name = CHANGES + "data.csv"
    faults = check.recheck_file(name, (check.site / name).read_bytes().replace(b"\n", b"\n=", 1))
    assert [fault.remedy for fault in faults if fault.code == "formula"] == ["begin the text with a word, or put a space after its sign"]


def test_not_one_byte_of_a_download_may_differ(check) -> None:
    names = [name for name in sorted(check.edition.log.published_files) if name.startswith(("charts/changes/", "figures.json", PINNED))]
    assert len(names) > 12
    for name in names:
        data = (check.site / name).read_bytes()
        assert check.recheck_file(name, data + b"\n"), name


def test_a_download_that_the_build_does_not_know_is_a_fault(check) -> None:
    assert check.recheck_file("charts/changes/2020-01-01/data.csv", (check.site / CHANGES / "data.csv").read_bytes())
    assert check.recheck_file("figures/no-such.json", (check.site / "figures/south-change.json").read_bytes())


# ---- Licences


def test_each_licence_that_authors_can_choose_is_published_with_charts_and_documents(another: Path) -> None:
    """The version in its name is no number of the site's; in an author's own text it is judged as any other."""
    record = (another / "data/published.csv").read_text(encoding="utf-8")
    for path in (another / "data/bridge-counts").glob("*/datapackage.json"):
        descriptor = json.loads(path.read_text(encoding="utf-8"))
        descriptor["licenses"] = [{"name": name, "title": title, "path": address} for name, (title, address) in LICENCES.items()]
        before = hashlib.sha256(path.read_bytes()).hexdigest()
        path.write_text(json.dumps(descriptor, ensure_ascii=False, indent=2), encoding="utf-8")
        record = record.replace(before, hashlib.sha256(path.read_bytes()).hexdigest())
    (another / "data/published.csv").write_text(record, encoding="utf-8")
    home = another / "docs/en/index.md"
    page = home.read_text(encoding="utf-8")
    own = "\n\nThe rows are under Creative Commons Attribution 4.0 International.\n"
    home.write_text(page + own, encoding="utf-8")
    refused = build(another)
    faults = [line.strip() for line in refused.stderr.splitlines() if re.search(r" \[[a-z-]+\]$", line)]
    assert len(faults) == 1 and faults[0].startswith("docs/en/index.md:") and "[unbound]" in faults[0], refused.stderr
    home.write_text(page, encoding="utf-8")
    passed = build(another)
    assert passed.returncode == 0, passed.stderr
    shown = (another / "site" / CHANGES / "index.html").read_text(encoding="utf-8")
    assert all(f"{title}</span>" in shown for title, _ in LICENCES.values())
