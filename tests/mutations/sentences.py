"""What is done to the words around a number that stays as it is: the sentence, or what stands over it, says something else then.

An operator yields the file's new text, or nothing where it has no meaning for the number or would leave it true.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import yaml

from tests import oracle
from tests.mutations.operators import OPERATORS as OPERATORS
from tests.mutations.operators import operator, value_of
from tests.mutations.places import Number

_BLOCK = re.compile(r"<(p|li)\b[^>]*>|</(?:p|li)>|<(?:td|th|dd|dt|div|ul|ol|table|h[1-6])\b[^>]*>")
_END = re.compile(r"(?<=[.!?])\s+(?=(?:<[^>]*>)*[^\W\d_a-z])")
_TAG = re.compile(r"<[^>]*>")
_QUOTE = re.compile(r'<a class="figure [^>]*data-figure="([^"]*)"[^>]*>.*?</a>', re.DOTALL)
_HEADING = re.compile(r"<(h[2-6])\b[^>]*>(.*?)</\1>", re.DOTALL)
_HEADER = re.compile(r"<(th|caption)\b[^>]*>(.*?)</\1>", re.DOTALL)
_YEAR = re.compile(r"(?<![\w.,-])20\d\d(?!\w|[.,-]\d)")


class Stretch(NamedTuple):
    """A part of a file's text."""

    start: int
    end: int

    def put(self, text: str, words: str) -> str:
        return text[: self.start] + words + text[self.end :]


def _sentence(number: Number, text: str) -> Stretch | None:
    """The sentence of a quote in a paragraph or an item of a list; None elsewhere."""
    if number.binding != "figure" or number.tag is None or number.surface != "text" or not text.startswith("<a ", number.tag[0]):
        return None
    begin = next((match for match in reversed(list(_BLOCK.finditer(text, max(0, number.tag[0] - 3000), number.tag[0])))), None)
    if begin is None or begin[1] is None:
        return None
    stop = min(at for at in (text.find(f"</{begin[1]}>", number.end), len(text)) if at >= 0)
    cuts = [begin.end(), *(match.end() for match in _END.finditer(text, begin.end(), stop)), stop]
    found = next(Stretch(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if a <= number.start < b)
    return found if found.start <= number.tag[0] else None


def _shown(text: str) -> str:
    """The text without tags, sign for sign."""
    return _TAG.sub(lambda match: "\0" * len(match[0]), text)


@functools.cache
def _names(package: str, lang: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """What the codes of each list of a package are called: list -> code -> words."""
    said = yaml.safe_load((oracle.ROOT / "data" / package / "dimensions.yml").read_text(encoding="utf-8"))
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, listed in said.get("codelists", {}).items():
        for code, entry in listed["codes"].items():
            nouns = entry.get("measure", {}).get("nouns", {}).get(lang, {})
            named = [*entry.get("names", {}).get(lang, ()), *nouns.get("many", ()), *nouns.get("one", ())]
            label = entry.get("label", {}).get(lang)
            words = [label, *(each for each in named if isinstance(each, str))]
            found.setdefault(name, {})[code] = tuple(sorted(filter(None, words), key=len, reverse=True))
    return found


def _first(words: Sequence[str], shown: str) -> re.Match[str] | None:
    pattern = "|".join(map(re.escape, words))
    return re.search(rf"(?<!\w)(?:{pattern})(?!\w)", shown, re.IGNORECASE) if words else None


@operator
def _subjects_swapped(number: Number, text: str) -> Iterator[str]:
    """Two things of one kind that a sentence names change places: "the EU share of all reports", "all share of the EU reports"."""
    sentence = _sentence(number, text)
    if sentence is None:
        return
    entry = oracle.declarations()[number.name]
    said = text[sentence.start : sentence.end]
    for codes in _names(entry["package"], number.language.code).values():
        own = {*entry["where"].values(), *(entry.get("of") or {}).values()} & codes.keys()
        named = {code: match for code, words in codes.items() if (match := _first(words, _shown(said)))}
        if not own & named.keys() or len(named) < 2:
            continue
        one, other = sorted(named.values(), key=lambda match: match.start())[:2]
        if one.end() > other.start() or number.language.agreeing.match(one[0]) or number.language.agreeing.match(other[0]):
            continue
        swapped = said[: one.start()] + other[0] + said[one.end() : other.start()] + one[0] + said[other.end() :]
        yield sentence.put(text, swapped)
        return


@operator
def _list_reversed(number: Number, text: str) -> Iterator[str]:
    """The quotes of a sentence in the other order, in the same words between them. Of a count and a percentage it would be no sentence."""
    sentence = _sentence(number, text)
    quotes = list(_QUOTE.finditer(text, sentence.start, sentence.end)) if sentence else []
    values = [oracle.figure(quote[1]).value for quote in quotes]
    if (
        len(quotes) < 2
        or len(set(values)) < len(values)
        or len({"%" in quote[0] for quote in quotes}) > 1
        or quotes[0].start() != (number.tag or (0, 0))[0]
    ):
        return
    changed, done = "", 0
    for quote, other in zip(quotes, reversed(quotes), strict=True):
        changed += text[done : quote.start()] + other[0]
        done = quote.end()
    yield changed + text[done:]


def _put_in(number: Number, text: str, words: str) -> Iterator[str]:
    """Words behind a quote where its part of the sentence ends or goes on with a preposition: elsewhere they may be of another thing."""
    if _sentence(number, text) and number.tag:
        stop = text.index("</a>", number.tag[1]) + len("</a>")
        if number.language.goes_on.match(text, stop):
            yield f"{text[:stop]} {words}{text[stop:]}"


@operator
def _place_named(number: Number, text: str) -> Iterator[str]:
    """A country that no figure is of."""
    yield from _put_in(number, text, number.language.elsewhere)


@operator
def _average_put_in(number: Number, text: str) -> Iterator[str]:
    yield from _put_in(number, text, number.language.averages[number.start % len(number.language.averages)])


@operator
def _share_of_each_put_in(number: Number, text: str) -> Iterator[str]:
    yield from _put_in(number, text, number.language.apiece[number.start % len(number.language.apiece)])


@operator
def _running_total_put_in(number: Number, text: str) -> Iterator[str]:
    value = value_of(number)
    if value and value.unit not in ("percent", "percentage points") and "to-date" not in number.name:  # a change goes on, and one is that
        yield from _put_in(number, text, number.language.running[number.start % len(number.language.running)])


@operator
def _period_of_the_heading_changed(number: Number, text: str) -> Iterator[str]:
    """The year in the header or the caption over a cell, or in the heading over a sentence that names none."""
    if number.binding != "figure":
        return
    entry = oracle.declarations()[number.name]
    own = {each["year"] for each in (entry["where"], entry.get("from") or {}, entry.get("to") or {}) if "year" in each}
    table = text.rfind("<table", 0, number.start)
    if table >= 0 and text.find("</table>", table) > number.start:
        heads = list(_HEADER.finditer(text, table, text.find("</table>", table)))
    else:
        sentence = _sentence(number, text)
        heads = list(_HEADING.finditer(text, 0, number.start))[-1:] if sentence else []
        if not sentence or _YEAR.search(_shown(text[sentence.start : sentence.end])):
            return
    for head in heads:
        for year in _YEAR.finditer(_shown(head[2])):
            if year[0] in own:
                begin = head.start(2) + year.start()
                yield text[:begin] + str(int(year[0]) - 2) + text[begin + 4 :]
                return
