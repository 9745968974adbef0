"""The data snapshot as a document: tagged, told what it is, its every number read from its bytes and proven."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
import yaml
from lxml import html as lxml_html
from pypdf.annotations import FreeText
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from macros.edition.edition import PublishedFile
from macros.incremental.store import Cache
from macros.outputs.document import compose_document
from macros.outputs.document_files import TEMPLATE
from macros.typeset import TypesetError, set_document
from tests.conftest import ANOTHER
from tests.oracle import declarations, figure, rounded
from tests.outputs.forged import faults_if_written

NEWEST = "data/snapshot.pdf"
OLDER, VERSION = "2023-01-10", "2024-01-15"
PINNED = "data/bridge-counts/{0}/bridge-counts-{0}.pdf"
PROOFS = "https://bicycles.example/figures/"
TABLE = yaml.safe_load((ANOTHER / "data/tables.yml").read_text(encoding="utf-8"))["tables"]["bridges"]
IDS = list(dict.fromkeys(id for row in TABLE["rows"] for id in row["cells"] if id))


@pytest.fixture(scope="module")
def site(another_built: Path) -> Path:
    return another_built


@pytest.fixture(scope="module")
def check(another_checked: Any) -> Any:
    return another_checked


@pytest.fixture(scope="module")
def pdf(site: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO((site / NEWEST).read_bytes()), strict=True)


@pytest.fixture(scope="module")
def composed(check: Any) -> dict[str, Any]:
    """The data of the template, to be forged."""
    entry = check.edition.project.documents["snapshot"]
    return compose_document(check.edition, entry, check.edition.project.packages.find_version("bridge-counts", None)).data


def _elements(pdf: pypdf.PdfReader) -> list[Any]:
    """Every element of the structure, in reading order."""
    found, stack = [], [pdf.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while stack:
        value = stack.pop()
        value = value.get_object()
        if isinstance(value, list):
            stack.extend(reversed(value))
        elif isinstance(value, dict):
            found.append(value)
            if "/K" in value:
                stack.append(value["/K"])
    return [element for element in found if "/S" in element]


def _of(pdf: pypdf.PdfReader, kind: str) -> list[Any]:
    return [element for element in _elements(pdf) if element["/S"] == kind]


def _text(pdf: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


# ---- What it is


def test_it_is_tagged_and_says_that_it_is_accessible(pdf: pypdf.PdfReader) -> None:
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert pdf.metadata is not None and pdf.metadata.title == "Bicycles on the bridges of Elmford"
    assert pdf.metadata.author and pdf.metadata.subject
    assert 1 <= len(pdf.pages) <= 2


def test_its_structure_has_headings_tables_with_headers_and_a_described_drawing(pdf: pypdf.PdfReader) -> None:
    kinds = [str(element["/S"]) for element in _elements(pdf)]
    assert kinds.count("/Title") + kinds.count("/H1") >= 3
    assert kinds.count("/Table") == 2 and kinds.count("/Caption") == 2
    assert kinds.count("/TH") == len(TABLE["columns"]["en"]) + 1 + 3
    assert kinds.count("/TD") == len(TABLE["rows"]) * (len(TABLE["columns"]["en"]) + 1) + 3 * len(IDS)
    drawings = _of(pdf, "/Figure")
    assert len(drawings) == 1 and "/Alt" in drawings[0]


def test_every_number_is_the_oracles(pdf: pypdf.PdfReader) -> None:
    text = _text(pdf)
    for row in TABLE["rows"]:
        shown = [row["label"]["en"]]
        for id in row["cells"]:
            if id is None:
                shown.append("–")
                continue
            declared, value = declarations(ANOTHER)[id], figure(id, root=ANOTHER).value
            decimals = declared["decimals"]
            number = f"{abs(float(rounded(value, decimals))):,.{decimals}f}"
            sign = (
                ("−" if value < 0 else "+") if declared["operation"].endswith(("change", "change_of_share")) else "−" if value < 0 else ""
            )
            unit = {"percent": "%", "percentage points": " percentage points"}.get(declared["unit"], "")
            shown.append(f"{sign}{number}{unit}")
        assert " ".join(shown) in text
    for id in IDS:
        exact = figure(id, root=ANOTHER).value
        digits = f"{abs(float(exact)):,.0f}" if exact.denominator == 1 else f"{abs(float(rounded(exact, 6))):.6f}"
        assert re.search(rf"bicycles\.example/figures/#{id} .*?{re.escape(digits)}", text), id


def test_each_number_and_each_proof_links_to_its_address(pdf: pypdf.PdfReader) -> None:
    links = [
        str(a.get_object()["/A"]["/URI"]) for page in pdf.pages for a in page.get("/Annots", ()) if a.get_object()["/Subtype"] == "/Link"
    ]
    assert set(links) == {f"{PROOFS}#{id}" for id in IDS}
    assert all(links.count(link) >= 2 for link in links)


def test_it_names_its_source_its_version_and_who_made_it(pdf: pypdf.PdfReader) -> None:
    text = _text(pdf)
    for words in (
        "Source: Elmford Cycling Office; changes computed",
        "Data version 15 January 2024",
        "Published by: Elmford Cycling Office.",
        "bicycles.example/data/snapshot.pdf",
    ):
        assert words in text
    assert all(f"Page {n} / {len(pdf.pages)}" in page.extract_text() for n, page in enumerate(pdf.pages, 1))


# ---- Where it stands


def test_the_newest_is_that_of_the_newest_version_and_is_linked(site: Path) -> None:
    assert (site / NEWEST).read_bytes() == (site / PINNED.format(VERSION)).read_bytes()
    links = lxml_html.fromstring((site / "data/index.html").read_text(encoding="utf-8")).xpath("//article//a/@href")
    assert "snapshot.pdf" in links and all(f"../{PINNED.format(version)}" in links for version in (OLDER, VERSION))
    assert f"https://bicycles.example/{NEWEST}" in (site / "llms.txt").read_text(encoding="utf-8")


def test_a_document_set_anew_has_the_same_bytes(site: Path, composed: dict[str, Any]) -> None:
    assert set_document(TEMPLATE, composed, VERSION, Cache(None)) == (site / NEWEST).read_bytes()


def test_a_drawing_without_alternative_text_is_refused(composed: dict[str, Any]) -> None:
    forged = copy.deepcopy(composed)
    forged["chart"]["alt"] = None
    with pytest.raises(TypesetError, match="alt"):
        set_document(TEMPLATE, forged, VERSION, Cache(None))


def test_an_older_version_keeps_its_document(site: Path) -> None:
    older, newer = (_text(pypdf.PdfReader(site / name)) for name in (PINNED.format(OLDER), NEWEST))
    assert "76,190" in older and "76,910" not in older and "Data version 10 January 2023" in older
    assert "76,910" in newer and "76,190" not in newer and "Data version 15 January 2024" in newer


# ---- The check


def _set(composed: dict[str, Any], path: list[str | int], text: str) -> bytes:
    """The document with one text of its data another."""
    forged = copy.deepcopy(composed)
    at = forged
    for key in path[:-1]:
        at = at[key]
    assert at[path[-1]] != text
    at[path[-1]] = text
    return set_document(TEMPLATE, forged, VERSION, Cache(None))


SET: dict[str, tuple[list[str | int], str]] = {
    "cell": (["table", "rows", 1, "cells", 2, "text"], "−3%"),
    "two cells swapped": (["table", "rows", 1, "cells", 2, "text"], "+13%"),
    "caption": (["table", "caption"], "Bicycles on the bridges, down 12.7%"),
    "header": (["table", "head", 1], "2019"),
    "label": (["table", "rows", 2, "label"], "All bridges (12.7%)"),
    "source": (["table", "source"], "Source: Elmford Cycling Office, down 12.7%"),
    "paragraph": (["intro", 0, 0], "Bicycles fell by 12.7%."),
    "note": (["notes", "texts", 0, 0], "Bicycles fell by 12.7%."),
    "unrounded value": (["proofs", "rows", 5, "value"], "−4.102344%"),
    "address shown": (["proofs", "rows", 5, "address"], "bicycles.example/figures/#north-change"),
    "address of a link": (["proofs", "rows", 5, "href"], f"{PROOFS}#no-such-figure"),
    "link elsewhere": (["proofs", "rows", 5, "href"], "https://elsewhere.example/figures/#north-change"),
    "foot": (["foot"], "Down 12.7%. Page"),
    "title": (["title"], "Bicycles on the bridges: down 12.7%"),
    "description": (["description"], "Bicycles fell by 12.7%."),
    "author": (["site"], "Down 12.7%"),
    "alternative text": (["chart", "alt"], "Two bars. Bicycles on the south bridge fell by 3%."),
}


@pytest.mark.parametrize("what", SET)
def test_a_wrong_text_in_a_document_is_a_fault_even_if_its_writer_set_it(check: Any, composed: dict[str, Any], what: str) -> None:
    assert _found(check, _set(composed, *SET[what]))


def test_a_wrong_label_in_the_drawing_is_a_fault(check: Any, composed: dict[str, Any]) -> None:
    svg = composed["chart"]["svg"]
    assert svg.count(">−4%<") == 1
    assert _found(check, _set(composed, ["chart", "svg"], svg.replace(">−4%<", ">−3%<")))


def _found(check: Any, data: bytes) -> list[Any]:
    """What the check says of a document that was written with these bytes."""
    assert check.recheck_file(NEWEST, (check.site / NEWEST).read_bytes()) == []
    return faults_if_written(check, NEWEST, data)


def _annotated(writer: pypdf.PdfWriter) -> None:
    writer.add_annotation(0, FreeText(text="down 12.7%", rect=(50, 550, 200, 650)))


def _painted(writer: pypdf.PdfWriter) -> None:
    stream = DecodedStreamObject()
    stream.set_data(b"q /Im0 Do Q")
    stream[NameObject("/Subtype")] = NameObject("/Image")
    writer._add_object(stream)


def _bookmarked(writer: pypdf.PdfWriter) -> None:
    writer.add_outline_item(title="down 12.7%", page_number=0)


def _informed(writer: pypdf.PdfWriter) -> None:
    writer.add_metadata({"/Keywords": "down 12.7%"})


def _scripted(writer: pypdf.PdfWriter) -> None:
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(12.7)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def _hidden(writer: pypdf.PdfWriter) -> None:
    for element in writer._objects:
        if isinstance(element, dict) and element.get("/S") == "/TD":
            element[NameObject("/ActualText")] = TextStringObject("down 12.7%")
            return


ADDED: dict[str, Callable[[pypdf.PdfWriter], None]] = {
    "annotation": _annotated,
    "picture": _painted,
    "bookmark": _bookmarked,
    "keywords": _informed,
    "replacement text": _hidden,
    "script": _scripted,
    "attachment": lambda writer: writer.add_attachment("more.txt", b"down 12.7%"),
    "page": lambda writer: writer.add_blank_page(),
    "password": lambda writer: writer.encrypt("", "owner"),
}


def _again(site: Path, change: Callable[[pypdf.PdfWriter], None] | None = None) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO((site / NEWEST).read_bytes()))
    if change:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_document_written_again_by_another_program_reads_the_same(check: Any) -> None:
    assert _found(check, _again(check.site)) == []


@pytest.mark.parametrize("what", ADDED)
def test_what_is_added_to_a_document_is_a_fault(check: Any, what: str) -> None:
    assert _found(check, _again(check.site, ADDED[what]))


def _appended(data: bytes) -> bytes:
    """An incremental update, as editors write it: the old document is still in it."""
    return data + b"\n1 0 obj\n(down 12.7%)\nendobj\nxref\n0 0\ntrailer\n<<>>\nstartxref\n" + str(len(data)).encode() + b"\n%%EOF\n"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_appended, id="later revision"),
        pytest.param(lambda data: data[: len(data) // 2], id="cut off"),
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: b"%PDF-1.7\nstartxref\n0\n%%EOF", id="no document"),
        pytest.param(lambda data: data.replace(b"/Pages", b"/Pagos"), id="no pages"),
        pytest.param(lambda data: b"\x89PNG\r\n\x1a\n" + data[8:], id="no PDF"),
        pytest.param(lambda data: data.replace(b"12.7%", b"") + b" ", id="a byte more"),
    ],
)
def test_a_broken_document_is_a_fault_and_no_traceback(check: Any, change: Callable[[bytes], bytes]) -> None:
    faults = check.recheck_file(NEWEST, change((check.site / NEWEST).read_bytes()))
    assert faults and all("\n" not in str(fault) for fault in faults)


def _changed(known: PublishedFile, old: str, new: str) -> PublishedFile:
    """As if the build's list of texts held other words, still bound to their figures."""
    texts = tuple(
        replace(
            text,
            phrase=replace(
                text.phrase,
                parts=tuple(
                    p.replace(old, new) if isinstance(p, str) else replace(p, wording=p.wording.replace(old, new))
                    for p in text.phrase.parts
                ),
            ),
        )
        for text in known.texts
    )
    assert texts != known.texts
    return replace(known, texts=texts)


def test_a_document_and_a_list_that_agree_on_a_wrong_number_are_a_fault(check: Any, composed: dict[str, Any]) -> None:
    data = _set(composed, ["proofs", "rows", 5, "value"], "−4.102344%")
    found = faults_if_written(check, NEWEST, data, lambda known: _changed(known, "−4.102244%", "−4.102344%"))
    assert [fault.code for fault in found] == ["wrong-piece"]


@pytest.mark.parametrize("name", ["data/other.pdf", "data/bridge-counts/2024-01-15/other.pdf", "data/bridge-counts/snapshot.pdf"])
def test_a_document_that_the_build_did_not_write_is_a_fault(check: Any, name: str) -> None:
    assert check.recheck_file(name, (check.site / NEWEST).read_bytes())
