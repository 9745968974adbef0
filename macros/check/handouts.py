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

from macros.check.model import Passage, binding
from macros.check.parts import Check
from macros.check.pdf import read_pdf
from macros.check.proofs import Doubt, exactly
from macros.edition.edition import Rendered
from macros.figures import slug_of
from macros.handouts import PREVIEW, SIZES, Text
from macros.handouts.show import FOLDER, file

Texts = Iterator[Passage]
_PIXELS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"pHYs", b"gAMA", b"sRGB"})  # no chunk with text
_MOST_PAGES = 2


def card(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Check a card: its size, its pixels, and the text of its layout."""
    known = check.build.log.published_files[match[0]]
    size = tuple(int(n) for n in match["size"].split("x")) if match["size"] else SIZES[0]
    exactly(_png(data), size, "size")
    _same(known.layout, [text.plain for text in known.texts])
    yield from _passages(known.texts)


def alternative(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Yield the alternative text of a card."""
    text = data.decode("utf-8").strip()
    yield Passage(text, "alt", check.strings(text))


def kit(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Check the archive of the cards: each member is the file published beside it."""
    published = {name.removeprefix(FOLDER) for name in check.build.log.published_files if name.startswith(FOLDER) and name != match[0]}
    published -= {name for name in published if name.endswith(file("", PREVIEW).removeprefix(FOLDER))}
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        exactly(sorted(opened.namelist()), sorted(f"social-media-kit/{name}" for name in (*published, "README.txt")), "members")
        for name in sorted(published):
            body = opened.read(f"social-media-kit/{name}")
            exactly(hashlib.sha256(body).hexdigest(), check.build.log.published_files[FOLDER + name].sha256, f"bytes of {name}")
            if name.endswith(".txt"):
                yield Passage(body.decode("utf-8"), "alt", check.strings(body.decode("utf-8")))
        for line in opened.read("social-media-kit/README.txt").decode("utf-8").splitlines():
            yield Passage(line, "archive", check.strings(line))


def document(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Check a document: the text of its pages, its metadata, its alternative texts and the targets of its links."""
    known: Rendered = check.build.log.published_files[match[0]]
    read = read_pdf(data)
    for key, text in read.texts:
        yield Passage(text, f"document {key.lstrip('/').lower()}", check.strings(text))
    wrong = [link for link in read.links if not link.startswith(f"{check.build.site.address}figures/#")]
    exactly(wrong, [], "links")
    exactly(
        {link.partition("#")[2] for link in read.links} - set(map(slug_of, check.build.project.figures.declarations)),
        set(),
        "links to figures",
    )
    if len(read.pages) > _MOST_PAGES:
        raise Doubt(f"has {len(read.pages)} pages instead of {_MOST_PAGES}")
    *texts, foot = known.texts
    _same("".join(_without(page, f"{foot.plain}{n}/{len(read.pages)}") for n, page in enumerate(read.pages, 1)), [t.plain for t in texts])
    yield from _passages(known.texts)


def _same(found: str, texts: Iterable[str]) -> None:
    """Raise `Doubt` if a text is not that of `texts` in order. White space is ignored."""
    have, rest = _squeeze(found), ""
    for text in texts:
        rest = _squeeze(text)
        if not have.startswith(rest):
            raise Doubt(f'says "{have[: len(rest) + 20]}" where "{text}" was to stand')
        have = have[len(rest) :]
    if have or not rest:
        raise Doubt(f'says "{have[:80]}", which was not to stand there')


def _without(page: str, foot: str) -> str:
    squeezed, end = _squeeze(page), _squeeze(foot)
    if not squeezed.endswith(end):
        raise Doubt(f'has a page that ends with "{squeezed[-len(end) :]}" instead of "{foot}"')
    return squeezed[: -len(end)]


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _passages(texts: Iterable[Text]) -> Texts:
    for text in texts:
        spans = tuple((start, end, binding(bound)) for start, end, bound in text.phrase.spans)
        yield Passage(text.plain, text.surface, spans, text.context, text.in_cell, text.near, phrase=text.phrase)


def _png(data: bytes) -> tuple[int, int]:
    """Return the size of a picture in pixels. Raises `Doubt` for another format, or content beside pixels."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        raise Doubt("is not a PNG")
    at, kinds = 8, []
    while at + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        kinds.append(kind)
        at += length + 12
    if not set(kinds) <= _PIXELS or kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or at != len(data):
        raise Doubt("holds more than the pixels of a picture")
    width, height = struct.unpack(">II", data[16:24])
    return width, height
