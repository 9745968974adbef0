"""The list of fault codes: closed, whole, and true to what the generator says."""

from __future__ import annotations

import ast
import errno
import os
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from macros.__main__ import main
from macros.authoring.project import Project
from macros.authoring.version import make_exists_fault
from macros.base.author_forms import parse_text as parse_text
from macros.base.codes import CODES
from macros.base.errors import Fault, FaultError, Faults, Place
from macros.base.files import check_folders
from macros.base.system_errors import convert_system_error
from macros.base.templates import Macro, fill
from macros.base.yaml_source import parse_yaml
from macros.check import EditionCheck
from macros.commands.ready import find_examples
from macros.datapackage import read_packages
from macros.edition.edition import Edition
from macros.exhibits import read_exhibits
from macros.figures.units import UNITS
from macros.importer.decision import Answers
from macros.importer.readers.csv_file import read_csv
from macros.importer.readers.workbook import read_xlsx
from macros.importer.recipe import make_open_fault, read_recipe
from macros.importer.shape import check_table
from macros.importer.survey import survey_sheets
from macros.links.collect import find_external_links, read_exceptions
from macros.pages import read_pages
from macros.published.record import parse as parse_record
from macros.quotes import QuoteBook
from tests.project import ROOT, Table, column, declared, read_figures, write, write_figures, write_package, write_yaml, writer

# What takes a code, and where among its arguments; the fact and the remedy follow.
MAKERS = {"Fault": 1, "Finding": 0, "Issue": 3, "_make_issue": 2, "make_error": 0}
PACKAGE = ROOT / "macros"
ANY = ".*"


def says(node: ast.expr, names: dict[str, list[ast.expr]], seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The patterns of what an expression may say."""
    if isinstance(node, ast.Constant):
        yield re.escape(str(node.value))
    elif isinstance(node, ast.JoinedStr):
        yield "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ANY for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from says(node.body, names, seen)
        yield from says(node.orelse, names, seen)
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get" and len(node.args) == 2:
        yield from (*says(node.args[1], names, seen), ANY)
    elif isinstance(node, ast.Name) and node.id in names and node.id not in seen:
        for value in names[node.id]:
            yield from says(value, names, seen | {node.id})
    else:
        yield ANY


def assigned(nodes: list[ast.AST]) -> dict[str, list[ast.expr]]:
    """What is given to each name."""
    names: dict[str, list[ast.expr]] = {}
    for node in nodes:
        for target in node.targets if isinstance(node, ast.Assign) else ():
            together = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
            for each, value in zip(target.elts, node.value.elts, strict=True) if together else ((target, node.value),):
                if isinstance(each, ast.Name):
                    names.setdefault(each.id, []).append(value)
    return names


def parts(node: ast.AST) -> list[ast.expr]:
    """Code, fact and remedy where a node has them; the code alone where the others come from elsewhere."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name == "make_fault":  # of a sheet: the code, if another than its own, stands last
            return node.args[4:5]
        return node.args[MAKERS[name] : MAKERS[name] + 3] if name in MAKERS else []
    if isinstance(node, ast.Tuple):
        return node.elts[-3:] if len(node.elts) >= 3 else []
    if isinstance(node, ast.Return):
        return [node.value] if isinstance(node.value, ast.IfExp) else []
    if isinstance(node, ast.Subscript):
        return [node.slice] if getattr(node.value, "id", "") == "CODES" else []
    if isinstance(node, ast.arguments):
        return [default for name, default in zip(reversed(node.args), reversed(node.defaults), strict=False) if name.arg == "code"]
    return []


@lru_cache
def made() -> dict[str, set[str]]:
    """Every code that a fault is made with anywhere in macros/, with the patterns of its messages."""
    found: dict[str, set[str]] = {}
    for text in (path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")):
        tree = ast.parse(text if re.search("fault|CODES|claim", text, re.IGNORECASE) else "")  # half of the modules know of none
        module = assigned(list(tree.body))
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            nodes = list(ast.walk(function))
            names = module | assigned(nodes)
            for node in nodes:
                code, *told = (list(says(part, names)) for part in parts(node)) if parts(node) else [[]]
                facts, remedies = [*told, [ANY], [ANY]][:2]
                for each in (re.sub(r"\\(.)", r"\1", one) for one in code if one not in ("", ANY)):
                    if each in CODES or (isinstance(node, ast.Call) and len(told) == 2):
                        ways = {f"{fact}(?:; )?{remedy}" for fact in facts for remedy in remedies}
                        found.setdefault(each, set()).update(ways)
    for each in (code for unit in UNITS.values() for code in unit.mistaken.values()):
        found.setdefault(each, set()).update(found["wrong-unit"])
    return found


def test_the_list_holds_the_code_of_every_fault_that_is_made_and_no_other() -> None:
    assert sorted(made()) == sorted(CODES)


def test_a_fault_of_an_unknown_code_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="wrong-nubmer"):
        Fault(Place("docs/en/index.md"), "wrong-nubmer", "says nothing")


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_an_entry_is_whole_and_its_example_is_worded_as_the_generator_words_it(code) -> None:
    assert re.fullmatch("[a-z0-9]+(?:-[a-z0-9]+)*", code.name)
    assert all(text[0].isupper() and text.endswith(".") for text in (code.meaning, code.remedy))
    place, _, message = code.example.partition(": ")
    fact, _, remedy = message.partition("; ")
    path, *at = place.split(":") if not place.startswith("127.") else [place]
    assert code.example_line == str(Fault(Place(path, *map(int, at)), code.name, fact, remedy))
    ways = made()[code.name]
    assert any(re.fullmatch(rf"(?:[a-z0-9-]+ )?{pattern}", message) for pattern in ways), ways  # the id of a figure may stand before it


def test_no_entry_names_who_has_published_the_data_of_this_site() -> None:
    text = " ".join(text for code in CODES.values() for text in (code.meaning, code.example_line, code.remedy))
    named = {
        part for package in read_packages(ROOT)[0].list_all() for name in package.publishers for part in re.split(r"[()]", name) if part
    }
    assert [name for name in sorted(named) if re.search(rf"\b{re.escape(name.strip())}\b", text)] == []


# ---- A small project of another topic, in which one thing is wrong ----

PLACE = Place("docs/en/index.md", 14, 9)
DAY = "2024-03-01"
FOLDER = f"data/visits/{DAY}"
ROWS = "year,scope,count,bound\n2022,all,900,\n2022,schools,640,\n2023,all,1000,\n2023,schools,340,\n2023,guests,1200,over\n2023,none,0,\n"
FIELDS = [column("year", "integer"), column("scope"), column("count", "integer"), column("bound")]
VISITS = {
    "tables": {
        "visits": {
            "dimensions": {"year": {"period": "year"}, "scope": {"codes": "scope"}},
            "measures": {"count": {"nouns": {"en": {"many": ["visits"], "one": ["visit"]}}}},
            "attributes": {"bound": {"means": "bound"}},
        }
    },
    "codelists": {"scope": {"codes": {"all": {"total": True}, "schools": {"part_of": "all"}, "guests": {"part_of": "all"}, "none": {}}}},
}
ABOUT = {"measure": "visits/visits/count", "unit": None}
SCHOOLS = {"year": 2023, "scope": "schools"}
CHANGE = ABOUT | {"operation": "percentage_change", "where": {"scope": "schools"}, "from": {"year": 2022}, "to": {"year": 2023}}
REPORTED = {"status": "reported", "attribution": {"en": "the museum"}, "where": {"year": 2023, "scope": "guests"}}
FIGURES = {
    "visits-2023": declared(**ABOUT | {"where": SCHOOLS}),
    "visits-change": declared(**CHANGE),
    "share-change": declared(**CHANGE | {"operation": "percentage_point_change", "of": {"scope": "all"}, "decimals": 0}),
    "visits-ratio": declared(**CHANGE | {"operation": "ratio"}),
    "guests-2023": declared(**ABOUT | REPORTED),
    "visits-2019": declared(**ABOUT | {"where": SCHOOLS, "status": "withdrawn"}),
}


def visits(root: Path, rows: str | bytes = ROWS, fields: list[Any] = FIELDS, figures: dict[str, Any] = FIGURES) -> Path:
    write_package(root, "visits", {"visits": Table(rows, fields, ["year", "scope"])}, DAY)
    write_yaml(root, "data/visits/dimensions.yml", VISITS)
    write_figures(root, figures)
    write(root, "docs/en/index.md", '---\ntitle: "Visits"\ndescription: "A page."\n---\n\nText.\n')
    return root


def of_data(root: Path, **changed: Any) -> list[Fault]:
    return read_packages(visits(root, **changed))[1]


def of_file(root: Path, name: str, text: str) -> list[Fault]:
    write(visits(root), name, text)
    return read_packages(root)[1]


def of_descriptor(root: Path, old: str, new: str) -> list[Fault]:
    path = visits(root) / FOLDER / "datapackage.json"
    write(root, f"{FOLDER}/datapackage.json", path.read_text(encoding="utf-8").replace(old, new))
    return read_packages(root)[1]


def of_unnamed(root: Path) -> Path:
    """The small project with a source of which nobody says where it is."""
    path = visits(root) / FOLDER / "datapackage.json"
    text = path.read_text(encoding="utf-8").replace("A source", "Annual count").replace("A publisher", "City office")
    write(root, f"{FOLDER}/datapackage.json", text.replace('"path": "https://example.org/a-source"', '"path": ""'))
    return root


def of_declaration(root: Path, name: str, table: str = ROWS, **changed: Any) -> list[Fault]:
    figures = read_figures(visits(root, table, figures={name: FIGURES[name] | changed}))
    return [*figures.structures.faults, *figures.faults]


def of_rate(root: Path, rows: str) -> list[Fault]:
    """The faults of a figure whose other measure stands in another package."""
    table = Table(rows, [column("year", "integer"), column("count", "integer")], ["year"])
    write_package(root, "population", {"people": table}, DAY)
    return of_declaration(root, "visits-2023", operation="rate", per={"measure": "population/people/count", "each": 1000})


def of_structure(root: Path, old: str, new: str, rows: str = ROWS) -> list[Fault]:
    """The faults of what a file says that the columns of the table are."""
    path = visits(root, rows) / "data/visits/dimensions.yml"
    write(root, "data/visits/dimensions.yml", path.read_text(encoding="utf-8").replace(old, new, 1))
    return read_figures(root).structures.faults


def of_quote(root: Path, call: Callable[[QuoteBook], Any]) -> list[Fault]:
    quoting = QuoteBook(read_figures(visits(root)), Faults())
    try:
        call(quoting)
    except FaultError as error:
        return list(error.faults)
    return list(quoting.faults)


def of_page(root: Path, body: str) -> list[Fault]:
    """The faults of a built page, which no author has written."""
    reading = EditionCheck(Edition.read(visits(root), "en"), root / "site", ())
    page = f"<!doctype html><html lang='en'><head><title>x</title></head><body><article>{body}</article></body></html>"
    reading._read_file("index.html", page.encode())
    return reading.faults


def of_folder(root: Path, lay: Callable[[Path], Any]) -> list[Fault]:
    (root / "docs/en").mkdir(parents=True)
    lay(root / "docs/en")
    return of_error(lambda: check_folders(root))


def of_error(call: Callable[[], Any]) -> list[Fault]:
    with pytest.raises(FaultError) as caught:
        call()
    return list(caught.value.faults)


def quoted(name: str, wording: Any, as_of: str | None = None) -> Callable[[Path], list[Fault]]:
    said = {"lang": "en", "as_of": as_of, "place": PLACE, "page": PLACE.path}
    return lambda root: of_quote(root, lambda quoting: quoting.quote_figure(name, wording, **said))


def exempt(text: str, reason: str) -> Callable[[Path], list[Fault]]:
    return lambda root: of_quote(root, lambda quoting: quoting.declare_no_figure(text, reason, lang="en", place=PLACE, page=PLACE.path))


def bound(figure: str, words: str) -> str:
    return f'<a data-figure="{figure}">{words}</a>'


PAGES = {
    "active-content": '<p>A <a href="javascript:go()">link</a>.</p>',
    "by-for-to": f"<p>In 2023, visits fell by {bound('visits-2023', '340')}.</p>",
    "forged-binding": f"<p>Visits in 2023: {bound('visits-2023', '340')}.</p>",
    "half-bound": f"<p>Visits: {bound('visits-change', '47')}% down from 2022 to 2023.</p>",
    "negated": f"<p>Visits did not fall by {bound('visits-change', '47%')} from 2022 to 2023.</p>",
    "no-direction": f"<p>Visits changed by {bound('visits-change', '47%')} from 2022 to 2023.</p>",
    "no-hedge": f"<p>The museum counts {bound('guests-2023', '1,200')} visits in 2023.</p>",
    "unattributed": f"<p>There were {bound('guests-2023', 'over 1,200')} visits in 2023.</p>",
    "unbound": "<p>Visits fell by 47%.</p>",
    "unknown-cell": f'<p><span data-cell="{FOLDER}/visits.csv:99:count">1,200</span></p>',
    "unknown-script": "<script>go()</script>",
    "wrong-cell": f'<p><span data-cell="{FOLDER}/visits.csv:6:count">1,300</span></p>',
    "wrong-comparison": f"<p>In 2023, visits reached their highest level, {bound('visits-2023', '340')}.</p>",
    "wrong-context": f"<p>Visits: {bound('visits-2023', '340')}.</p>",
    "wrong-period": f"<p>Visits in 2021: {bound('visits-2023', '340')}.</p>",
    "wrong-piece": '<p><span data-piece="value visits-2023@ standard">350</span></p>',
    "wrong-proof": '<p>Visits in 2023: <a data-figure="visits-2023" href="figures/#visits-change">340</a>.</p>',
    "wrong-source": f"<p>According to the theatre, visits in 2023 were {bound('visits-2023', '340')}.</p>",
}
HEADER = "kind,subject,part,text,superseded_by,surface\n"
LINKS = "exceptions:\n  - {address: https://example.org/, reason: A test.}\n  - {address: https://example.org/}\n"


def of_exhibit(root: Path, **chart: Any) -> list[Fault]:
    figures = read_figures(visits(root))
    rows = [{"label": {"en": "x"}, "cells": ["visits-2023"]}]
    write_yaml(root, "data/charts.yml", {"charts": {"visits": {"kind": "grouped-bars", "columns": ["2023"], "rows": rows, **chart}}})
    write_yaml(root, "data/tables.yml", {"tables": {}})
    return read_exhibits(root, figures)[2]


def of_source(root: Path, text: str) -> list[Fault]:
    writing = writer(read_figures(visits(root)))
    write(root, "docs/en/index.md", text)
    read_pages(root, "en", writing)
    return list(writing.quote_book.faults)


def of_text(text: str) -> list[Fault]:
    found: list[Fault] = []
    macros = {"figure": Macro('figure("id")', lambda *_: "")}
    list(fill(parse_text(text), macros, lambda at: PLACE, lambda fault, _: str(found.append(fault))))
    return found


def of_survey(text: str) -> list[Fault]:
    survey = survey_sheets([read_csv(text.encode(), "visits.csv", "visits")], Answers())
    return [*survey.faults, *map(make_open_fault, survey.open_decisions)]


PRODUCED: dict[str, Callable[[Path], list[Fault]]] = {
    **{code: lambda root, body=body: of_page(root, body) for code, body in PAGES.items()},
    "ambiguous": quoted("visits-change", "three times more"),
    "double-negative": quoted("visits-change", "fell by −47%"),
    "macro-call": quoted("visits-change", 47),
    "no-version": quoted("visits-change", "fell by 47%", "2023-03-01"),
    "not-zero": quoted("visits-change", "0%"),
    "percent-for-points": quoted("share-change", "fell by 37%"),
    "points-for-percent": quoted("visits-change", "fell by 47 points"),
    "range": quoted("visits-change", "fell by 40 to 50%"),
    "to-for-by": quoted("visits-change", "fell to 47%"),
    "unknown-figure": quoted("visit-change", "fell by 47%"),
    "unreadable-wording": quoted("visits-change", "a lot"),
    "withdrawn-figure": quoted("visits-2019", "340"),
    "wrong-direction": quoted("visits-change", "rose by 47%"),
    "wrong-hedge": quoted("visits-change", "fell by over 47%"),
    "wrong-number": quoted("visits-change", "fell by 48%"),
    "wrong-sign": quoted("visits-change", "+47%"),
    "wrong-unit": quoted("visits-change", "47 visits"),
    "no-reason": exempt("47%", ""),
    "wide-exemption": exempt("47% of 1,200", "an example of words"),
    "cell": lambda root: of_data(root, rows=ROWS.replace("640", "12a")),
    "column-order": lambda root: of_data(root, rows="scope,year,count,bound\nall,2022,900,\n"),
    "csv": lambda root: of_data(root, rows=ROWS.replace("schools,640", '"schools,640')),
    "empty-file": lambda root: of_data(root, rows=""),
    "encoding": lambda root: of_data(root, rows=ROWS.encode().replace(b"schools,640", b"schools\xff,640")),
    "extra-column": lambda root: of_data(root, rows="year,scope,count,bound,remark\n2022,all,900,,\n"),
    "formula": lambda root: of_data(root, rows="year,scope,=count\n2022,all,900\n", fields=[*FIELDS[:2], column("=count")]),
    "missing-column": lambda root: of_data(root, rows="year,scope,bound\n2022,all,\n"),
    "row-length": lambda root: of_data(root, rows=ROWS.replace("2022,schools,640,", "2022,schools")),
    "schema": lambda root: of_data(root, fields=[*FIELDS[:2], column("count", "numbr"), FIELDS[3]]),
    "empty-package": lambda root: of_file(root, "data/guests/.keep", ""),
    "missing-file": lambda root: of_file(root, f"data/guests/{DAY}/guests.csv", "x"),
    "package-name": lambda root: of_file(root, f"data/Visits 2024/{DAY}/datapackage.json", "{}"),
    "sha256": lambda root: of_file(root, f"{FOLDER}/visits.csv", ROWS.replace("640", "641")),
    "stray-file": lambda root: of_file(root, "data/visits/notes.txt", "x"),
    "version-date": lambda root: of_file(root, "data/visits/spring/datapackage.json", "{}"),
    "descriptor": lambda root: of_descriptor(root, '"title": "The package visits",', ""),
    "json": lambda root: of_descriptor(root, '"name": "visits",', '"name": "visits"'),
    "bound-operand": lambda root: of_declaration(root, "visits-ratio", ROWS.replace("640,", "640,over").replace("340,", "340,over")),
    "declaration": lambda root: of_declaration(root, "visits-change", unit="visits"),
    "join": lambda root: of_rate(root, "year,count\n2022,120000\n"),
    "no-value": lambda root: of_declaration(root, "visits-2023", ROWS.replace("340", "")),
    "structure": lambda root: of_structure(root, "year", "yaer"),
    "unknown-code": lambda root: of_declaration(root, "visits-2023", ROWS.replace("2022,schools", "2022,schols")),
    "wrong-total": lambda root: of_structure(
        root, "    codes:\n      all:", "    exhaustive: true\n    codes:\n      all:", ROWS.replace("640,\n", "640,\n2022,guests,250,\n")
    ),
    "division-by-zero": lambda root: of_declaration(root, "visits-change", ROWS.replace("640", "0")),
    "many-rows": lambda root: of_declaration(root, "visits-2023", where={"year": 2022}),
    "not-a-number": lambda root: of_declaration(root, "visits-2023", measure="visits/visits/scope"),
    "unknown-bound": lambda root: of_declaration(root, "guests-2023", ROWS.replace("over", "above")),
    "unknown-field": lambda root: of_declaration(root, "visits-2023", measure="visits/visits/counts"),
    "unknown-package": lambda root: of_declaration(root, "visits-2023", measure="vists/visits/count"),
    "unknown-resource": lambda root: of_declaration(root, "visits-2023", measure="visits/visit/count"),
    "unknown-row": lambda root: of_declaration(root, "visits-2023", where={"year": 2032, "scope": "schools"}),
    "duplicate-key": lambda _: of_error(lambda: parse_yaml("figures: {}\nfigures: {}\n", "data/figures.yml")),
    "yaml": lambda _: of_error(lambda: parse_yaml("figures:\n  visits: a: b\n", "data/figures.yml")),
    "call": lambda root: of_error(lambda: Project(root, ("en",), DAY).check_date("2024-02-30")),
    "clash": lambda _: parse_record(f"{HEADER}title,visits-change,en,Visits,,\ntitle,visits-change,en,Visitors,,\n")[1],
    "example": lambda root: [write(root, "mkdocs.yml", "site_name: x\n\n\n\nsite_url: https://example.org/\n"), *find_examples(root)][1:],
    "exception": lambda root: of_error(lambda: [write(root, ".github/links.yml", LINKS), read_exceptions(root)]),
    "exhibit": lambda root: of_exhibit(root, subtitle={"en": "x"}, source={"en": "x"}, description={"en": "x"}),
    "exists": lambda _: [make_exists_fault(FOLDER)],
    "front-matter": lambda root: of_source(root, "---\ntitle: Visits\n---\n\nText.\n"),
    "no-site": lambda root: of_error(lambda: find_external_links(Path("site"))),
    "record": lambda _: parse_record(f"{HEADER}visits\n")[1],
    "refused": lambda root: [convert_system_error(OSError(errno.ENOSPC, "No space left on device", f"{FOLDER}/visits.csv"), root)],
    "recipe": lambda root: of_error(
        lambda: [write(root, "data/visits/recipe.yml", "key: year\nheading: 3\n"), read_recipe(root, "visits", Answers())]
    ),
    "sheet": lambda _: of_error(lambda: check_table(read_csv(b"year,year\n2022,640\n2023,340\n", "visits.csv", "visits"))),
    "unanswered": lambda _: of_survey("year,count\n2022,640\n2023,c\n"),
    "template": lambda _: of_text("{{ 1 + 1 }}"),
    "source-address": lambda root: of_file(root, "data/sources.yml", "- publisher: City office\n\n\n  path: www.example.org\n"),
    "no-source-address": lambda root: list(Edition.read(of_unnamed(root), "en").faults),
    "translation": lambda root: of_file(root, "data/packages.es.yml", "vists: {version: 2024-03-01, title: x, description: x}\n"),
    "undefined": lambda _: of_text('{{ figur("visits-change") }}'),
    "workbook": lambda _: of_error(lambda: read_xlsx(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "visits.xls", "visits")),
    "broken-link": lambda root: of_folder(root, lambda docs: (docs / "old.md").symlink_to("old.md")),
    "file-name": lambda root: of_folder(root, lambda docs: (docs / "what?.md").touch()),
    "leads-out": lambda root: of_folder(root, lambda docs: (docs / "notes.md").symlink_to(__file__)),
    "link-to-folder": lambda root: of_folder(root, lambda docs: ((docs / "new").mkdir(), (docs / "old").symlink_to("new"))),
    "no-plain-file": lambda root: of_folder(root, lambda docs: os.mkfifo(docs / "pipe")),
    "same-name": lambda root: of_folder(root, lambda docs: ((docs / "visits.md").touch(), (docs / "VISITS.md").touch())),
}


@pytest.mark.parametrize("code", PRODUCED)
def test_the_example_of_a_code_is_what_its_mistake_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.chdir(tmp_path)
    found = [fault.message.replace(" (text of site/index.html)", "") for fault in PRODUCED[code](tmp_path)]
    assert CODES[code].example_line.partition(": ")[2] in found


def test_explain_prints_the_entry_of_a_code(capsys: pytest.CaptureFixture[str]) -> None:
    for code in CODES.values():
        assert main(["explain", f"[{code.name}]" if code.name == "yaml" else code.name]) == 0  # as it stands in a fault, too
        shown = capsys.readouterr().out
        assert shown.count("\n") == 4 and all(
            text in shown for text in (code.name, code.severity, code.meaning, code.example_line, code.remedy)
        )


def test_explain_lists_every_code_with_its_meaning(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    assert capsys.readouterr().out.split() == " ".join(f"{code.name} {code.meaning}" for code in CODES.values()).split()


@pytest.mark.parametrize(
    ("name", "near"), [("wrong-nubmer", "wrong-number"), ("number", "wrong-number"), ("", "known are"), ("\n\x1b", "known are")]
)
def test_explain_answers_an_unknown_code_in_one_line_with_the_nearest(name: str, near: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", name]) == 2
    out, error = capsys.readouterr()
    assert out == "" and error.count("\n") == 1 and error.rstrip("\n").isprintable() and near in error


@pytest.mark.parametrize(
    "text", ["The number is right.", CODES["wrong-sign"].meaning, CODES["wrong-number"].example_line.replace("48%", "49%")]
)
def test_what_the_page_of_the_codes_says_and_the_list_does_not_is_a_fault(tmp_path: Path, text: str) -> None:
    wrong, right = (f'<p data-piece="code wrong-number">{said}</p>' for said in (text, CODES["wrong-number"].example_line))
    assert {fault.code for fault in of_page(tmp_path, wrong + right)} == {"wrong-piece", "forged-binding"}
    assert {fault.code for fault in of_page(tmp_path, right)} == {"forged-binding"}
