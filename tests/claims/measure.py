"""Measure the judge and the finder on sentences that nothing was tuned on: how many false ones pass, how many true ones are refused.

`python -m tests.claims.measure` judges the sets beside this file (README.md), each sentence as a page of its own.
`--gold FOLDER` measures the finder on a folder of gold instead (tests/gold/README.md).
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from macros.base.errors import Fault
from macros.check import EditionCheck
from macros.check.source_locator import SourceLocator
from macros.edition.edition import Edition
from macros.numbers.language.language_file import list_codes
from tests.gold.read import QUANTITIES, Case, cases
from tests.numbers.test_gold import compare
from tests.project import SAMPLE

SETS = Path(__file__).parent / "sets"
GOLD = Path(__file__).parent / "gold"
# A site for each topic: the reports of tests/reports, and made-up ones.
SITES = (SAMPLE, *sorted(path.parent for path in Path(__file__).parent.glob("topics/*/mkdocs.yml")))
Said = tuple[object, ...]
"""What a find says: its text, kind, form, value, hedge and direction."""
_NOT_ASKED = frozenset({"forged-binding", "unattributed"})
"""Bindings are written by hand here; and whether a source is named was no part of what the writers were told."""
_QUOTE = re.compile("⟦([^⟧]*)⟧⟨([^⟩]*)⟩")


@dataclass(frozen=True)
class Sentence:
    """A line of a set: what was written, and whether the data supports it. name: of its set."""

    name: str
    id: str
    lang: str
    is_true: bool
    kind: str
    text: str

    @property
    def figures(self) -> list[str]:
        """Return the ids of the figures that it quotes."""
        return [match[2] for match in _QUOTE.finditer(self.text)]

    @property
    def html(self) -> str:
        """Return it as the article of a page: a paragraph, with the heading above it, or a table with its caption."""
        parts = [(name, text) for name, text in (_named(part) for part in self.text.split(" | "))]
        if parts[0][0] == "heading":
            return f"<h2>{_linked(parts[0][1])}</h2><p>{_linked(' | '.join(text for _, text in parts[1:]))}</p>"
        if parts[0][0] == "caption":
            rows = [(name, [_linked(cell) for cell in text.split("; ")]) for name, text in parts[1:]]
            heads = "".join(f"<tr>{''.join(f'<th>{cell}</th>' for cell in cells)}</tr>" for name, cells in rows if name == "headers")
            body = "".join(
                f"<tr><th>{cells[0]}</th>{''.join(f'<td>{cell}</td>' for cell in cells[1:])}</tr>" for name, cells in rows if name == "row"
            )
            return f"<table><caption>{_linked(parts[0][1])}</caption><thead>{heads}</thead><tbody>{body}</tbody></table>"
        return f"<p>{_linked(self.text)}</p>"


def _named(part: str) -> tuple[str, str]:
    found = re.match(r"(heading|caption|headers|row): ", part)
    return (found[1], part[found.end() :]) if found else ("", part)


def _linked(text: str) -> str:
    return _QUOTE.sub(r'<a data-figure="\2">\1</a>', escape(text, quote=False))


def sentences(folder: Path = SETS) -> Iterator[Sentence]:
    """Yield those of every set of a folder."""
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield Sentence(path.stem, row["id"], row["lang"], row["verdict"] == "true", row["kind"], row["sentence"])


@cache
def read_sources(root: Path, lang: str) -> SourceLocator:
    """Return the data and the authors' files of a site, read once: that takes longer than the rest of a check."""
    return SourceLocator(Edition.read(root, lang))


def find_site(lang: str, figures: Iterable[str]) -> Path:
    """Return the site that declares some figures, the reports where there are none."""
    for root in SITES:
        declared = read_sources(root, lang).edition.project.figures.declarations
        if all(figure in declared for figure in figures):
            return root
    raise KeyError(f"no site declares all of {', '.join(figures)}")


def sources_of(sentence: Sentence) -> SourceLocator:
    """Return the authors' files of the site that declares the figures of a sentence."""
    return read_sources(find_site(sentence.lang, sentence.figures), sentence.lang)


def read_article(sources: SourceLocator, html: str) -> list[Fault]:
    """Return the faults of a page, but that its bindings are written by hand (tests/check/test_bindings.py is about that)."""
    return [fault for fault in check_article(sources, html).faults if fault.code not in _NOT_ASKED]


def check_article(sources: SourceLocator, html: str) -> EditionCheck:
    """Return the check of a page."""
    check = EditionCheck(sources.edition, SETS, ())
    check.locator = sources
    page = f"<html lang='{sources.edition.lang}'><head><title>x</title></head><body><article>{html}</article></body></html>"
    check._read_file("x/index.html", f"<!doctype html>{page}".encode())
    return check


@dataclass
class Rate:
    """How many sentences of each verdict were judged, and how many of them wrongly: false ones that pass, true ones that are refused."""

    false: int = 0
    passed: int = 0
    true: int = 0
    refused: int = 0

    def add(self, sentence: Sentence, is_refused: bool) -> None:
        """Count a sentence."""
        if sentence.is_true:
            self.true += 1
            self.refused += is_refused
        else:
            self.false += 1
            self.passed += not is_refused

    def __str__(self) -> str:
        return f"{_part(self.passed, self.false)}   {_part(self.refused, self.true)}"


def _part(count: int, of: int) -> str:
    return f"{count:4} of {of:4} {100 * count / of:5.1f} %" if of else f"{'-':>4} of {of:4}        "


def measure(judged: Iterable[Sentence]) -> tuple[dict[tuple[str, str, str], Rate], list[tuple[Sentence, list[Fault]]]]:
    """Return the rate of each set, language and kind, and the sentences, each with its faults."""
    rates: dict[tuple[str, str, str], Rate] = defaultdict(Rate)
    each_found = []
    for sentence in judged:
        found = read_article(sources_of(sentence), sentence.html)
        rates[sentence.name, sentence.lang, sentence.kind].add(sentence, bool(found))
        each_found.append((sentence, found))
    return rates, each_found


def total(rates: dict[tuple[str, str, str], Rate], **only: str) -> Rate:
    """Return the sum of all rates, or of those of a set, a language or a kind."""
    chosen = [rate for key, rate in rates.items() if all(dict(zip(("name", "lang", "kind"), key, strict=True))[k] == only[k] for k in only)]
    return Rate(*(sum(getattr(rate, name) for rate in chosen) for name in ("false", "passed", "true", "refused")))


def _print_rates(chosen: list[Sentence], is_shown: Callable[[bool], bool]) -> None:
    rates, judged = measure(chosen)
    print(f"{'set  lang  kind':24}  {'false that pass':>21}   {'true that are refused':>21}")
    for (name, lang, kind), rate in sorted(rates.items()):
        print(f"{name:3}  {lang:4}  {kind:13}  {rate}")
    for field, index in (("name", 0), ("lang", 1), ("kind", 2)):
        print()
        for value in sorted({key[index] for key in rates}):
            print(f"{'all ' + value:24}  {total(rates, **{field: value})}")
    print(f"\n{'all':24}  {total(rates)}")
    for sentence, found in ((each, found) for each, found in judged if is_shown(each.is_true == bool(found))):
        print(f"\n{sentence.id} {sentence.lang} {'true' if sentence.is_true else 'false'} {sentence.kind}: {sentence.text}")
        for fault in found:
            print(f"    {fault.code}: {fault.fact}")


def measure_gold(paths: Iterable[Path], lang: str) -> tuple[Counter[str], list[tuple[Case, list[Said], list[Said]]]]:
    """Return how many quantities are listed, found, and rightly found, and each case with what is missed and what is found beside."""
    counted: Counter[str] = Counter()
    judged = []
    for case in (case for path in paths for case in cases(path)):
        missed, beside, right = compare(case, lang)
        counted += Counter(listed=sum(each.kind in QUANTITIES for each in case.finds), found=right + len(beside), right=right)
        judged.append((case, missed, beside))
    return counted, judged


def _print_gold(folder: Path, only: str, verbose: bool) -> None:
    print(f"{'language':10}  {'recall':>21}   {'precision':>21}")
    for lang in sorted(list_codes()):
        paths = sorted({*folder.glob(f"{lang}/*.txt"), *folder.glob(f"*-{lang}.txt")})
        if not paths or only not in ("", lang):
            continue
        counted, judged = measure_gold(paths, lang)
        print(f"{lang:10}  {_part(counted['right'], counted['listed'])}   {_part(counted['right'], counted['found'])}")
        for case, missed, beside in judged if verbose else ():
            if missed or beside:
                print(f"\n{case.text}\n    missed: {missed}\n    beside: {beside}")


def main(arguments: list[str]) -> int:
    """Print the rates of the sentences that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.claims.measure", description="Measure the judge, or with --gold the finder.")
    parser.add_argument("--set", default="", help="only this set: a")
    parser.add_argument("--lang", default="", help="only this language: en")
    parser.add_argument("--kind", default="", help="only this kind: J1")
    parser.add_argument("--gold", type=Path, help="measure the finder on a folder of gold: en/*.txt or *-en.txt")
    parser.add_argument("-v", "--verbose", action="store_true", help="print each sentence that is judged wrongly, with its faults")
    parser.add_argument("--all", action="store_true", help="print each sentence, with its faults")
    given = parser.parse_args(arguments)
    if given.gold:
        _print_gold(given.gold, given.lang, given.verbose)
        return 0
    wanted = (("name", given.set), ("lang", given.lang), ("kind", given.kind))
    chosen = [each for each in sentences() if all(value in ("", getattr(each, name)) for name, value in wanted)]
    _print_rates(chosen, lambda is_wrong: given.all or (given.verbose and is_wrong))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
