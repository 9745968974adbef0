"""Readers of cards and documents: each text in them is one that the build has bound to its figures, and nothing is added.

A picture's text cannot be read from its bytes: it is known by its sha256 and the text of its layout. A document's text is read.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator

from macros.check.parts import FileCheck
from macros.check.readers.pdf import read_pdf
from macros.check.readers.proofs import ContentMismatch, check_equal
from macros.claims.passage import Binding, Passage, make_binding
from macros.edition.edition import PublishedFile
from macros.figures import slug_of
from macros.handouts import PREVIEW, SIZES, Text
from macros.handouts.show import FOLDER, make_picture_address

Passages = Iterator[Passage]
_PIXEL_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"pHYs", b"gAMA", b"sRGB"})  # no chunk with text
_MAX_PAGES = 2


def read_card(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Check a card: its size, its pixels, and the text of its layout."""
    known = check.edition.log.published_files[match[0]]
    size = tuple(int(n) for n in match["size"].split("x")) if match["size"] else SIZES[0]
    check_equal(_read_png_size(data), size, "size")
    _check_text(known.layout, [text.plain for text in known.texts])
    yield from _list_passages(known.texts)


def read_alternative(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Yield the alternative text of a card."""
    text = data.decode("utf-8").strip()
    yield Passage(text, "alt", check.bind_text(text))


def read_kit(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Check the archive of the cards: each member is the file published beside it."""
    published = {name.removeprefix(FOLDER) for name in check.edition.log.published_files if name.startswith(FOLDER) and name != match[0]}
    published -= {name for name in published if name.endswith(make_picture_address("", PREVIEW).removeprefix(FOLDER))}
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        check_equal(sorted(opened.namelist()), sorted(f"social-media-kit/{name}" for name in (*published, "README.txt")), "members")
        for name in sorted(published):
            body = opened.read(f"social-media-kit/{name}")
            check_equal(hashlib.sha256(body).hexdigest(), check.edition.log.published_files[FOLDER + name].sha256, f"bytes of {name}")
            if name.endswith(".txt"):
                yield Passage(body.decode("utf-8"), "alt", check.bind_text(body.decode("utf-8")))
        for line in opened.read("social-media-kit/README.txt").decode("utf-8").splitlines():
            yield Passage(line, "archive", check.bind_text(line))


def read_document(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Check a document: the text of its pages, its metadata, its alternative texts and the targets of its links."""
    known: PublishedFile = check.edition.log.published_files[match[0]]
    read = read_pdf(data)
    for key, text in read.texts:
        yield Passage(text, f"document {key.lstrip('/').lower()}", check.bind_text(text))
    wrong = [link for link in read.links if not link.startswith(f"{check.edition.site.address}figures/#")]
    check_equal(wrong, [], "links")
    check_equal(
        {link.partition("#")[2] for link in read.links} - set(map(slug_of, check.edition.project.figures.declarations)),
        set(),
        "links to figures",
    )
    if len(read.pages) > _MAX_PAGES:
        raise ContentMismatch(f"has {len(read.pages)} pages instead of {_MAX_PAGES}")
    *texts, foot = known.texts
    _check_text(
        "".join(_remove_foot(page, f"{foot.plain}{n}/{len(read.pages)}") for n, page in enumerate(read.pages, 1)), [t.plain for t in texts]
    )
    yield from _list_passages(known.texts)


def _check_text(found: str, texts: Iterable[str]) -> None:
    """Raise `ContentMismatch` if a text is not that of `texts` in order. White space is ignored."""
    have, rest = _remove_space(found), ""
    for text in texts:
        rest = _remove_space(text)
        if not have.startswith(rest):
            raise ContentMismatch(f'says "{have[: len(rest) + 20]}" where "{text}" was to stand')
        have = have[len(rest) :]
    if have or not rest:
        raise ContentMismatch(f'says "{have[:80]}", which was not to stand there')


def _remove_foot(page: str, foot: str) -> str:
    squeezed, end = _remove_space(page), _remove_space(foot)
    if not squeezed.endswith(end):
        raise ContentMismatch(f'has a page that ends with "{squeezed[-len(end) :]}" instead of "{foot}"')
    return squeezed[: -len(end)]


def _remove_space(text: str) -> str:
    return "".join(text.split())


def _list_passages(texts: Iterable[Text]) -> Passages:
    for text in texts:
        spans = tuple((start, end, make_binding(bound)) for start, end, bound in text.phrase.spans)
        spans = ((0, len(text.plain), Binding("piece", text.piece)),) if text.piece else spans
        yield Passage(text.plain, text.surface, spans, text.context, text.is_in_cell, text.cell_headers, phrase=text.phrase)


def _read_png_size(data: bytes) -> tuple[int, int]:
    """Return the size of a picture in pixels. Raises `ContentMismatch` for another format, or content beside pixels."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        raise ContentMismatch("is not a PNG")
    at, kinds = 8, []
    while at + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        kinds.append(kind)
        at += length + 12
    if not set(kinds) <= _PIXEL_CHUNKS or kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or at != len(data):
        raise ContentMismatch("holds more than the pixels of a picture")
    width, height = struct.unpack(">II", data[16:24])
    return width, height
