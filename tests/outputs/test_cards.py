"""Cards to share and the card of each page: right in size, words and colours, linked where they are shared, read by the check."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from lxml import html as lxml_html
from playwright.sync_api import Page

from macros.charts.picture import read_colours
from macros.edition.edition import PublishedFile
from macros.incremental.store import Cache
from macros.outputs.card_files import TEMPLATE, CardFile, build_page_card, find_drawing, make_kit_cards
from macros.quotes import Exempt, Quote
from macros.typeset import Picture, set_pictures
from tests.conftest import ANOTHER, begun, build
from tests.lighthouse import serving
from tests.oracle import declarations, figure, rounded
from tests.outputs.forged import faults_if_written, with_member

KIT = "cards/social-media-kit.zip"
CARDS = yaml.safe_load((ANOTHER / "data/handouts.yml").read_text(encoding="utf-8"))["cards"]
SIZES = ("1200x630", "1080x1080")
PREVIEW = "720x378"
HOST = "https://bicycles.example/"


def _size(path: Path) -> tuple[int, ...]:
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", data[16:24])


def _root(site: Path, page: str) -> Any:
    return lxml_html.fromstring((site / page / "index.html").read_text(encoding="utf-8"))


def _meta(site: Path, page: str) -> dict[str, str]:
    return {n.get("property") or n.get("name"): n.get("content") for n in _root(site, page).xpath("//head/meta[@content]")}


def _pages(site: Path) -> list[str]:
    found = (path.parent.relative_to(site).as_posix().removeprefix(".") for path in sorted(site.rglob("index.html")))
    return [page for page in found if "charts/" not in page]


@pytest.fixture(scope="module")
def site(another_built: Path) -> Path:
    return another_built


@pytest.fixture(scope="module")
def check(another_checked: Any) -> Any:
    return another_checked


# ---- The kit


@pytest.mark.parametrize("name", CARDS)
def test_a_card_is_there_in_two_sizes_with_its_alternative_text(site: Path, name: str) -> None:
    for size in (*SIZES, PREVIEW):
        assert _size(site / f"cards/{name}-{size}.png") == tuple(int(n) for n in size.split("x"))
    alt = (site / f"cards/{name}.txt").read_text(encoding="utf-8")
    assert 80 < len(alt) < 600 and alt.count("\n") == 1
    quoted = re.findall(r"figure\('([a-z0-9-]+)', '([^']+)'\)", CARDS[name]["text"]["en"])
    for id, wording in quoted:
        status = "as published" if declarations(ANOTHER)[id]["operation"] == "value" else declarations(ANOTHER)[id]["status"]
        assert wording in alt and f"{id} ({status}" in alt
    assert CARDS[name]["source"]["en"] in alt and re.search(r"Data as of \d+ \w+ 20\d\d", alt)
    assert f"bicycles.example/figures/#{quoted[0][0]}" in alt


@pytest.mark.parametrize("name", CARDS)
def test_the_layout_of_a_card_shows_its_figure_large_and_says_figure_date_and_source(check: Any, name: str) -> None:
    """The text that the layout gave back, read from the glyphs that were set, against the oracle's value."""
    id = re.findall(r"figure\('([a-z0-9-]+)'", CARDS[name]["text"]["en"])[0]
    decimals = declarations(ANOTHER)[id].get("decimals", 0)
    digits = f"{abs(float(rounded(figure(id, root=ANOTHER).value, decimals))):,.{decimals}f}"
    for size in (*SIZES, PREVIEW):
        lines = check.edition.log.published_files[f"cards/{name}-{size}.png"].layout.splitlines()
        assert lines[1].strip("−+% ") == digits
        text = " ".join(" ".join(lines).split())
        assert id in text and "Data as of" in text and CARDS[name]["source"]["en"] in text and f"figures/#{id}" in text


def test_each_card_is_shown_with_its_text_its_sizes_and_its_files(site: Path) -> None:
    root = _root(site, "data")
    shown = root.xpath("//figure[@class='handout']")
    assert [node.get("id") for node in shown] == [f"card-{name}" for name in CARDS]
    for name, node in zip(CARDS, shown, strict=True):
        alt = (site / f"cards/{name}.txt").read_text(encoding="utf-8").strip()
        (image,) = node.xpath(".//img")
        assert image.get("alt") == alt and (image.get("width"), image.get("height")) == ("720", "378")
        assert image.get("src") == f"../cards/{name}-{PREVIEW}.png"
        assert image.get("srcset") == f"../cards/{name}-{PREVIEW}.png 720w, ../cards/{name}-1200x630.png 1200w"
        assert (image.get("loading") is None) == (name == next(iter(CARDS)))  # only what is seen first is loaded at once
        for mark in node.xpath(".//*[@data-status]"):  # which stands beside a number, and is no part of its words
            mark.text = None
        assert alt in " ".join(node.text_content().split())
        links = [(site / "data" / str(link)).resolve() for link in node.xpath(".//p[@class='handout__take']/a/@href")]
        assert links == [(site / f"cards/{name}{end}").resolve() for end in (*(f"-{size}.png" for size in SIZES), ".txt")]
        assert "1200 × 630" in node.text_content() and "1080 × 1080" in node.text_content()
        assert node.xpath(".//a[@data-figure]")
    assert f"../{KIT}" in root.xpath("//article//a/@href")


def test_the_archive_holds_the_whole_kit_and_nothing_that_a_clock_wrote(site: Path) -> None:
    with zipfile.ZipFile(site / KIT) as archive:
        files = {p.name: p.read_bytes() for p in (site / "cards").iterdir() if p.suffix != ".zip" and PREVIEW not in p.name}
        members = {entry.filename.removeprefix("social-media-kit/"): archive.read(entry) for entry in archive.infolist()}
        assert set(members) == {*files, "README.txt"} and len(files) == 3 * len(CARDS)
        assert all(members[name] == data for name, data in files.items())
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())
    assert "alternative text" in members["README.txt"].decode()


def test_a_card_set_anew_has_the_same_bytes(check: Any) -> None:
    shared = {"lang": "en", "colours": read_colours(ANOTHER)}
    names = {f"cards/{name}-1200x630.png": card for name, card in make_kit_cards(check.edition).items()}
    names |= {f"{page.url}card.png": build_page_card(page, check.edition) for page in list(check.edition.outputs.values())[:3]}
    drawings = {f"{page.url}card.png": find_drawing(page, check.edition, shared["colours"]) for page in check.edition.outputs.values()}
    items = [CardFile(name, card, (1200, 630), drawings.get(name)).template_data for name, card in names.items()]
    found = set_pictures(TEMPLATE, shared, items, Cache(None))
    assert len(found) > 3
    for name, picture in zip(names, found, strict=True):
        assert isinstance(picture, Picture) and picture.png == (check.site / name).read_bytes(), name


HISTOGRAM = """async src => {
  const image = new Image(); image.src = src; await image.decode();
  const canvas = document.createElement('canvas'); canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
  const context = canvas.getContext('2d'); context.drawImage(image, 0, 0);
  const {data} = context.getImageData(0, 0, canvas.width, canvas.height), counts = {}; let edge = new Set();
  for (let i = 0; i < data.length; i += 4) {
    const colour = '#' + [0, 1, 2].map(n => data[i + n].toString(16).padStart(2, '0')).join('');
    counts[colour] = (counts[colour] || 0) + 1;
    const x = i / 4 % canvas.width, y = Math.floor(i / 4 / canvas.width);
    if (x < 40 || y < 40 || x >= canvas.width - 40 || y >= canvas.height - 40) edge.add(colour);
  }
  return [counts, [...edge]];
}"""


@pytest.mark.parametrize("name", ["cards/north-1080x1080.png", "card.png"])
def test_a_card_is_drawn_in_the_sites_colours_with_contrast_and_a_free_margin(tab: Page, site: Path, name: str) -> None:
    with serving(site) as address:
        tab.goto(address)
        counts, edge = tab.evaluate(HISTOGRAM, f"{address}{name}")
    tokens = read_colours(ANOTHER)
    assert max(counts, key=counts.get) == tokens["--paper"]
    assert edge == [tokens["--paper"]]  # no word runs over the edge
    texts = {tokens[f"--{role}"] for role in ("ink", "ink-soft", "brand", "accent")}
    flat = {colour for colour, count in counts.items() if count > 1200}  # more than the smoothed edge of the rule
    assert flat & texts
    assert all(any(_near(colour, token) for token in tokens.values()) for colour in flat)
    assert all(_contrast(colour, tokens["--paper"]) >= 4.5 for colour in texts)


def _near(one: str, other: str) -> bool:
    return all(abs(int(one[n : n + 2], 16) - int(other[n : n + 2], 16)) <= 1 for n in (1, 3, 5))


def _contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        return sum(
            w * (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4) for w, p in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
        )

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


# ---- The card of each page


def test_a_page_is_shared_with_a_card_of_its_own(site: Path) -> None:
    seen = set()
    for page in _pages(site):
        meta = _meta(site, page)
        target = site / urlsplit(meta["og:image"]).path.lstrip("/")
        assert meta["og:image"].startswith(HOST) and target == site / page / "card.png"
        assert _size(target) == (int(meta["og:image:width"]), int(meta["og:image:height"])) == (1200, 630)
        assert meta["og:image:type"] == "image/png" and meta["twitter:card"] == "summary_large_image"
        assert meta["og:title"] in meta["og:image:alt"] and meta["twitter:image:alt"] == meta["og:image:alt"]
        seen.add(hashlib.sha256(target.read_bytes()).hexdigest())
    assert len(seen) == len(_pages(site)) > 20  # no two share one


@pytest.mark.parametrize(
    ("page", "id", "as_of", "shown", "said"),
    [
        ("", "north-change", "", "+25%", "25% increase"),
        ("updates/2023-01-20-first-counts", "south-change", "2023-01-20", "−5%", "5% decrease"),  # now 4%
    ],
)
def test_a_page_that_names_a_figure_shows_it_as_it_stood(
    check: Any, site: Path, page: str, id: str, as_of: str, shown: str, said: str
) -> None:
    assert f"{float(rounded(figure(id, as_of, ANOTHER).value, 0)):+.0f}%".replace("-", "−") == shown
    layout = check.edition.log.published_files[f"{page}/card.png".lstrip("/")].layout
    assert shown in layout and id in layout
    assert said in _meta(site, page)["og:image:alt"]


def test_a_page_that_names_no_figure_shows_none(check: Any) -> None:
    assert "%" not in check.edition.log.published_files["data/card.png"].layout


# ---- The check

PNG = "cards/north-1200x630.png"


def _chunk(data: bytes) -> bytes:
    """The picture with a text in it."""
    kind, body = b"tEXt", b"Description\0down 12.7%"
    return data[:33] + struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) + data[33:]


def _added(data: bytes) -> bytes:
    import io

    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("social-media-kit/more.txt", "down 12.7%")
    return out.getvalue()


FORGED = [
    pytest.param(PNG, _chunk, id="text in a picture"),
    pytest.param(PNG, lambda data: b"GIF89a" + data, id="no PNG"),
    pytest.param(PNG, lambda data: data[:19] + b"\x64" + data[20:], id="another size"),
    pytest.param("data/card.png", _chunk, id="text in a page's card"),
    pytest.param("cards/north.txt", lambda data: data.replace(b"25%", b"26%", 1), id="alternative text"),
    pytest.param("cards/north.txt", lambda data: b"Down 12.7%. " + data, id="more alternative text"),
    pytest.param(KIT, with_member("north.txt", lambda data: data.replace(b"25%", b"26%")), id="text in the archive"),
    pytest.param(KIT, with_member("north-1200x630.png", _chunk), id="picture in the archive"),
    pytest.param(KIT, with_member("README.txt", lambda data: b"Down 12.7%. " + data), id="readme in the archive"),
    pytest.param(KIT, _added, id="another file in the archive"),
]


@pytest.mark.parametrize(("name", "change"), FORGED)
def test_a_forged_file_is_a_fault_even_if_its_writer_forged_it(check: Any, name: str, change: Callable[[bytes], bytes]) -> None:
    data = (check.site / name).read_bytes()
    assert check.recheck_file(name, data) == []
    assert change(data) != data and check.recheck_file(name, change(data))
    assert faults_if_written(check, name, change(data))


def test_not_one_byte_of_a_card_may_differ(check: Any) -> None:
    for name in (PNG, "card.png", "cards/north.txt", KIT):
        data = (check.site / name).read_bytes()
        middle = len(data) // 2
        assert check.recheck_file(name, data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]), name


def _worded(known: PublishedFile, old: str, new: str, *, bound: bool) -> PublishedFile:
    """As if the build had set other words, and its list said so: still bound to their figures, or to nothing."""

    def part(value: str | Quote | Exempt) -> str | Quote | Exempt:
        if isinstance(value, Quote) and bound:
            return replace(value, wording=value.wording.replace(old, new))
        said = value if isinstance(value, str) else value.wording if isinstance(value, Quote) else value.text
        return said.replace(old, new)

    texts = tuple(replace(t, phrase=replace(t.phrase, parts=tuple(part(p) for p in t.phrase.parts))) for t in known.texts)
    return replace(known, texts=texts, layout=" ".join(text.plain for text in texts))


LISTS: dict[str, Callable[[PublishedFile], PublishedFile]] = {
    "a number more in the layout": lambda known: replace(known, layout=f"{known.layout} 12.7%"),
    "another number in the layout": lambda known: replace(known, layout=known.layout.replace("25%", "26%")),
    "a text less in the list": lambda known: replace(known, texts=known.texts[:-1]),
    "no text in the list": lambda known: replace(known, texts=()),
    "no layout": lambda known: replace(known, layout=""),
    "numbers bound to nothing": lambda known: _worded(known, "25%", "25%", bound=False),
    "a wrong number bound to its figure": lambda known: _worded(known, "25%", "26%", bound=True),
    "another subject": lambda known: _worded(known, " north", " south", bound=True),
    "a wrong direction": lambda known: _worded(known, "rose by", "fell by", bound=True),
}


@pytest.mark.parametrize("what", LISTS)
def test_what_stands_on_a_card_is_judged_text_by_text(check: Any, what: str) -> None:
    known, data = check.edition.log.published_files[PNG], (check.site / PNG).read_bytes()
    assert LISTS[what](known) != known
    assert faults_if_written(check, PNG, data, LISTS[what])
    assert check.recheck_file(PNG, data) == []


@pytest.mark.parametrize(
    "name", ["cards/more-1200x630.png", "cards/more.txt", "cards/north.pdf", "cards/north.jpg", "no-such-page/card.png"]
)
def test_a_card_that_the_build_did_not_write_is_a_fault(check: Any, name: str) -> None:
    assert check.recheck_file(name, (check.site / PNG).read_bytes())


# ---- Bad input


CARD = '  {}: {{text: {{en: "{}"}}, source: {{en: "Elmford Cycling Office"}}}}\n'
BROKEN = {
    "Bicycles on the north bridge {{ figure('north-change', 'rose by 24%') }}.": 'says "24%" but north-change',
    "Bicycles on the north bridge {{ figure('no-such-figure', 'rose by 25%') }}.": "no-such-figure",
    "Bicycles were many.": "quotes no figure",
    f"Bicycles on the north bridge, {'a long story ' * 40} {{{{ figure('north-change', 'rose by 25%') }}}}.": "there is no room",
}


def test_every_broken_card_is_told_at_its_place_and_nothing_is_published(another: Path) -> None:
    begun(another)
    file, home = another / "data/handouts.yml", another / "docs/en/index.md"
    head, documents = file.read_text(encoding="utf-8").split("\ndocuments:")
    cards = "".join(CARD.format(f"broken-{number}", text) for number, text in enumerate(BROKEN))
    file.write_text(f"{head}{cards}\ndocuments:{documents}", encoding="utf-8")
    text = home.read_text(encoding="utf-8")
    home.write_text(text.replace("figure: north-change", "figure: north-chang"), encoding="utf-8")
    line = text[: text.index("figure: north-change")].count("\n") + 1
    done = build(another)
    assert done.returncode and not (another / "site").exists()
    told = done.stdout + done.stderr
    for number, fact in enumerate(BROKEN.values(), head.count("\n") + 1):
        assert re.search(rf"data/handouts\.yml:{number}:\d+: .*{re.escape(fact)}", told), (number, fact, told)
    assert re.search(rf"docs/en/index\.md:{line}:\d+: .*north-chang.*did you mean north-change", told)
    assert "Traceback" not in told


def test_cards_are_told_to_programs(site: Path) -> None:
    assert f"{HOST}{KIT}" in (site / "llms.txt").read_text(encoding="utf-8")
    reports = 0
    for page in _pages(site):
        for text in _root(site, page).xpath("//head/script[@type='application/ld+json']/text()"):
            for thing in json.loads(text).get("@graph", [json.loads(text)]):
                if thing["@type"] == "Report":
                    assert thing["image"] == f"{HOST}{page}/card.png"
                    reports += 1
    assert reports > 3
