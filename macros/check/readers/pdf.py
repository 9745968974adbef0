"""Reads a PDF from its bytes: the text of each page, and every other string of the file.

A document may hold pages, fonts, structure and metadata. Anything else that could show text (pictures, scripts, forms, embedded
files, earlier revisions) is not read, so it is refused.
"""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from macros.base.elements import parse_xml
from macros.check.readers.proofs import ContentMismatch

# Keys that could show, load or hide unread content.
_REFUSED = frozenset(
    "/JS /JavaScript /AA /OpenAction /AcroForm /EmbeddedFiles /EF /RichMedia /Launch /SubmitForm /ImportData /GoToR /OCProperties "
    "/Encrypt /Movie /Sound /3D /XFA /Collection /AP /CharProcs".split()
)
_REFUSED_KINDS = frozenset({"/Image", "/FileAttachment", "/Widget"})
# Strings for programs: dates and identifiers by their shape, names of character collections and of header cells by their key.
_MACHINE_KEYS = frozenset({"/ID", "/Registry", "/Ordering", "/Panose", "/CharSet"})
_HEADER_KEYS = frozenset({"/Headers", "/Names"})
_HEADER = re.compile(r"U[0-9]+x[0-9]+y[0-9]+")
_DATE = re.compile(r"D:[0-9]{14}(?:Z|[+-][0-9]{2}'[0-9]{2}'?)?|[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z")
_XMP_IDS = frozenset({"InstanceID", "DocumentID"})
_ID = re.compile(r"[A-Za-z0-9+/]{22}==")
_VERSION = re.compile(r"1\.[0-7]|2\.0")  # of the format


@dataclass(frozen=True)
class PdfContent:
    """A document as read. `pages`: the text of each. `texts`: every other text with its key. `links`: addresses."""

    pages: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]
    links: tuple[str, ...]


@functools.lru_cache(maxsize=16)
def read_pdf(data: bytes) -> PdfContent:
    """Read a document. Raises `ContentMismatch` if it cannot be read whole or holds forbidden content."""
    import pypdf

    if data.count(b"startxref") != 1:
        raise ContentMismatch("is not a PDF, or one with earlier revisions in it")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
        pages = tuple(page.extract_text() for page in reader.pages)
        found = [*_list_strings(reader.trailer, "/Trailer")]
        for number in sorted({n for table in reader.xref.values() for n in table} | set(reader.xref_objStm)):
            if number:
                found += _list_strings(reader.get_object(pypdf.generic.IndirectObject(number, 0, reader)), "/Object")
        stream = reader.root_object.get("/Metadata")
        metadata = stream.get_object().get_data() if stream is not None else b""
    except ContentMismatch:
        raise
    except Exception as error:  # a broken file may fail in any way; report a fault, not a traceback
        raise ContentMismatch(f"cannot be read as a PDF ({type(error).__name__}: {error})") from None
    links = tuple(text for key, text in found if key == "/URI")
    texts = [(key, text) for key, text in found if key != "/URI" and not _is_machine_text(key, text)]
    return PdfContent(pages, (*texts, *_read_metadata(metadata)), links)


def _is_machine_text(key: str, text: str) -> bool:
    return key in _MACHINE_KEYS or bool(_DATE.fullmatch(text)) or (key in _HEADER_KEYS and bool(_HEADER.fullmatch(text)))


def _list_strings(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """Yield every string of an object with its key. Referenced objects are left out: they are walked themselves."""
    import pypdf.generic as pdf

    stack = [(key, value)]
    while stack:
        key, value = stack.pop()
        if isinstance(value, pdf.DictionaryObject):
            refused = [str(name) for name in value if name in _REFUSED]
            refused += [kind for kind in (str(value.get("/Subtype")),) if kind in _REFUSED_KINDS]
            if refused:
                raise ContentMismatch(f"holds {refused[0]}, which is not read")
            stack.extend((str(name), dict.__getitem__(value, name)) for name in value)
        elif isinstance(value, pdf.ArrayObject):
            stack.extend((key, list.__getitem__(value, index)) for index in range(len(value)))
        elif isinstance(value, pdf.TextStringObject):
            yield key, str(value)
        elif isinstance(value, pdf.ByteStringObject):
            yield key, value.decode("latin-1")


def _read_metadata(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the texts of the document's metadata (XMP). Raises `ContentMismatch` if they cannot be read."""
    if not data:
        return
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ContentMismatch("has metadata with entities, which could hide text")
    try:
        root = parse_xml(data)
    except etree.LxmlError as error:
        raise ContentMismatch(f"has metadata that cannot be read ({error})") from None
    for node in root.iter():
        name = etree.QName(node).localname if isinstance(node.tag, str) else "comment"
        for text in (node.text, node.tail, *node.values()):
            said = (text or "").strip()
            if said and not _DATE.fullmatch(said) and not (name in _XMP_IDS and _ID.fullmatch(said)):
                if name == "PDFVersion" and _VERSION.fullmatch(said):
                    continue
                yield f"xmp {name}", said
