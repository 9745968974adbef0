"""Of any package a right sentence is accepted, and one with a wrong number, unit, period or code is refused."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from macros.base.errors import FaultError
from macros.check.judge import PassageChecker
from macros.check.readers.html import read_page
from macros.datapackage import read_packages
from macros.figures import Figure, Figures
from macros.numbers import write_compact
from macros.structure import read_structures
from macros.structure.periods import parse_period, write_period
from macros.wording import write_in_cell, write_standard
from tests.project import Table, column, write_figures, write_package, write_yaml

LANGUAGES = ("en", "es")
COLUMNS = ("place", "χώρα", "Geschlecht", "groupe_d_âge", "年齢", "вид", "sex", "kind of vehicle")
TOTAL = "all of them"
PERIODS = {
    "year": [str(year) for year in range(2015, 2021)],
    "quarter": [f"{year}-Q{quarter}" for year in (2019, 2020) for quarter in (1, 2, 3, 4)],
    "month": [f"2020-{month:02}" for month in range(1, 9)],
    "day": [f"2020-03-{day:02}" for day in range(10, 16)],
    "fiscal-year": [f"{year}/{year - 1999}" for year in range(2015, 2021)],
}
# Of each dimension names that no other has.
NAMES = (
    ("Alderland", "Brunmark", "Castelow", "Dunhaven"),
    ("cyclists", "drivers", "pedestrians", "passengers"),
    ("Monrose", "Nordwick", "Oswell", "Pellworm"),
)
SPANISH = (("Alderlandia", "Brunmarca", "Castelovia", "Dunhavia"), ("ciclistas", "conductores", "peatones", "pasajeros"), NAMES[2])
NOUNS = {"deaths": ("deaths", "death", "muertes", "muerte"), "crashes": ("crashes", "crash", "choques", "choque")}
UNITS = ("", "", "percent", "EUR", "km/h", "days", "per 100,000 people")
WRONG_UNITS = {"percent": "km/h", "EUR": "USD", "km/h": "percent", "days": "EUR", "per 100,000 people": "per 1,000 people"}
SCALES = (1, 1, 1, 1000, 1_000_000)
PEOPLE = [column("t"), column("persons", "integer")]
SEEDS = [*range(6), *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(6, 300))]


class Site:
    """One package of random shape, with a figure of each operation that it allows."""

    def __init__(self, root: Path, seed: int) -> None:
        self.random = random = Random(seed)
        self.root = root
        self.kind = random.choice(list(PERIODS))
        self.names = random.sample(COLUMNS, random.randint(0, 3))
        self.period = random.choice([name for name in ("year", "jahr", "έτος", "Año", "t") if name not in self.names])
        self.codes = {name: [f"{chr(97 + at)}{each}" for each in range(4)] for at, name in enumerate(self.names)}
        for name in self.names[:1]:
            self.codes[name].append(TOTAL)
        self.unit, self.scale = random.choice(UNITS), random.choice(SCALES)
        self.noun = random.choice(list(NOUNS))
        self.decimals = random.randint(0, 3)
        self.periods = PERIODS[self.kind][: random.randint(3, 6)]
        self._write()

    def _write(self) -> None:
        random, dimensions = self.random, [self.period, *self.names]
        size = random.choice((50, 10**4, 10**7, 10**12)) // self.scale + 2
        lines = []
        for cells in itertools.product(self.periods, *self.codes.values()):
            if TOTAL in cells[1:2]:
                parts = [Decimal(line[-1]) for line in lines if line[0] == cells[0] and line[2:-1] == list(cells[2:])]
                lines.append([*cells, str(sum(parts))])
                continue
            value = Decimal(random.randint(1, size) * 10**self.decimals + random.randint(0, 10**self.decimals - 1)).scaleb(-self.decimals)
            lines.append([*cells, str(value)])
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([[*dimensions, "n"], *lines])
        fields = [*(column(name) for name in dimensions), column("n", "number" if self.decimals else "integer")]
        write_package(self.root, "numbers", {"counts": Table(out.getvalue(), fields, dimensions)})
        many, one, muchas, una = NOUNS[self.noun]
        measure: dict[str, Any] = {"label": {"en": many, "es": muchas}, "decimals": min(self.decimals, 2)}
        if self.unit:
            measure |= {"unit": self.unit, "statistic": "mean"}
        else:
            measure |= {"nouns": {"en": {"many": [many], "one": [one]}, "es": {"many": [muchas], "one": [una]}}}
        if self.scale > 1:
            measure["scale"] = self.scale
        lists: dict[str, Any] = {}
        for at, name in enumerate(self.names):
            codes: dict[str, Any] = {code: {"label": dict(zip(LANGUAGES, said, strict=True))} for code, said in self._labels(at, name)}
            for code, entry in codes.items() if TOTAL in codes else ():
                entry.update({"total": True} if code == TOTAL else {"part_of": TOTAL})
            lists[f"list-{at}"] = {"codes": codes, "exhaustive": True} if TOTAL in codes else {"codes": codes}
        listed = {name: {"codes": f"list-{at}"} for at, name in enumerate(self.names)}
        table = {"dimensions": {self.period: {"period": self.kind}, **listed}, "measures": {"n": measure}}
        said = {"tables": {"counts": table}, **({"codelists": lists} if lists else {})}
        write_yaml(self.root, "data/numbers/dimensions.yml", said)
        write_figures(self.root, dict(self._entries()))
        people = Table("t,persons\n" + "".join(f"{at},{random.randint(10**5, 10**9)}\n" for at in self.periods), PEOPLE, ["t"])
        write_package(self.root, "people", {"people": people})
        persons = {"nouns": {"en": {"many": ["people"], "one": ["person"]}, "es": {"many": ["personas"], "one": ["persona"]}}}
        table = {"dimensions": {"t": {"period": self.kind}}, "measures": {"persons": persons}}
        write_yaml(self.root, "data/people/dimensions.yml", {"tables": {"people": table}})

    def _labels(self, at: int, name: str) -> Iterator[tuple[str, tuple[str, str]]]:
        said = [*zip(NAMES[at], SPANISH[at], strict=True), ("the whole region", "toda la región")]
        yield from zip(self.codes[name], said, strict=False)

    def _entries(self) -> Iterator[tuple[str, dict[str, Any]]]:
        source = {"measure": "numbers/counts/n"}
        where = {name: self.random.choice(codes) for name, codes in self.codes.items()}
        first, last = sorted(self.random.sample(self.periods, 2))
        ends = {"where": where, "from": {self.period: first}, "to": {self.period: last}}
        at = {"where": {**where, self.period: last}}
        yield "value", {**source, **at}
        yield "difference", {**source, **ends, "operation": "difference"}
        if self.kind in ("year", "quarter", "month"):
            yield "average-annual-change", {**source, **ends, "operation": "average_annual_change"}
        for operation in ("percentage_change", "ratio", "index", "cumulative"):
            if operation != "cumulative" or not self.unit:
                yield operation.replace("_", "-"), {**source, **ends, "operation": operation}
        for name in self.names[:1]:
            rest = {**at["where"]}
            rest.pop(name)
            for operation in ("sum", "mean", "median"):
                if operation != "sum" or not self.unit:
                    yield operation, {**source, "where": rest, "over": {name: "*"}, "operation": operation}
            if where[name] == TOTAL:
                continue
            yield "rank", {**source, **at, "over": {name: "*"}, "operation": "rank"}
            if not self.unit:
                of = {"of": {name: TOTAL}}
                yield "share", {**source, **at, **of, "operation": "share"}
                yield "points", {**source, **ends, **of, "operation": "percentage_point_change"}
                yield "change-of-share", {**source, **ends, **of, "operation": "percentage_change_of_share"}
        if not self.unit and self.scale == 1:
            per = {"measure": "people/people/persons", "each": self.random.choice((1000, 100_000, 1_000_000))}
            yield "rate", {**source, **at, "operation": "rate", "per": per}

    def read(self) -> Figures:
        """Return the figures; the packages and the structures have no fault."""
        packages, faults = read_packages(self.root)
        structures = read_structures(self.root, packages)
        assert [str(each) for each in (*faults, *structures.faults)] == []
        return Figures.read(self.root, packages, structures)

    def judged(self, figures: Figures, lang: str, html: str) -> list[str]:
        """Return what the check finds wrong with a text."""
        judge = PassageChecker(figures, figures.packages, lang)
        return [
            f"{each.code}: {each.fact}"
            for passage in read_page(html.encode(), lambda _: ()).passages
            for each in judge.check_passage(passage)[0]
        ]


def sentence(figure: Figure, lang: str, wording: str, title: str = "") -> str:
    said = title or figure.declaration.title[lang]
    return f'<p>{said}: <a data-figure="{figure.id}">{wording}</a>.</p>'


def every_figure(figures: Figures) -> Iterator[Figure]:
    for name in figures.declarations:
        try:
            yield figures.get(name, None)
        except FaultError:
            continue


@pytest.mark.parametrize("seed", SEEDS)
def test_every_right_wording_is_accepted(tmp_path: Path, seed: int) -> None:
    site = Site(tmp_path, seed)
    figures = site.read()
    assert figures.faults == []
    for figure, lang in itertools.product(every_figure(figures), LANGUAGES):
        for wording in right(figure, lang):
            assert site.judged(figures, lang, sentence(figure, lang, wording)) == [], (figure.id, lang, wording)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_wrong_number_period_code_or_unit_is_refused(tmp_path: Path, seed: int) -> None:
    site = Site(tmp_path, seed)
    figures = site.read()
    for figure, lang in itertools.product(every_figure(figures), LANGUAGES):
        for what, html in wrong(site, figures, figure, lang):
            assert site.judged(figures, lang, html), (figure.id, lang, what, html)


def right(figure: Figure, lang: str) -> set[str]:
    """Wordings of a figure that are so."""
    found = {write_standard(figure, lang), write_in_cell(figure, lang)}
    if figure.declaration.unit in NOUNS and not figure.declaration.is_change and figure.value >= 1000:
        found.add(write_compact(figure.value, 2, lang))
    return found


def wrong(site: Site, figures: Figures, figure: Figure, lang: str) -> Iterator[tuple[str, str]]:
    """Sentences about a figure that are not so."""
    from dataclasses import replace

    declared, title = figure.declaration, figure.declaration.title[lang]
    other = replace(figure, value=figure.value * 3 + (1 if figure.value >= 0 else -1) * 7)
    yield "number", sentence(figure, lang, write_standard(other, lang))
    if figure.declaration.unit in NOUNS and not figure.declaration.is_change and figure.value >= 1000:
        yield "scale", sentence(figure, lang, write_compact(figure.value * 1000, 2, lang))
    for code in declared.list_codes(site.period):
        said = write_period(parse_period(code, site.kind), lang)
        theirs = next(each for each in site.periods if each not in declared.list_codes(site.period))
        if said in title:
            changed = title.replace(said, write_period(parse_period(theirs, site.kind), lang))
            yield "period", sentence(figure, lang, write_standard(figure, lang), changed)
    for at, name in enumerate(site.names):
        own = declared.where.get(name)
        names = dict(site._labels(at, name))
        for code, labels in names.items() if own and name not in declared.over else ():
            if code != own:
                label = labels[LANGUAGES.index(lang)]
                yield "code", sentence(figure, lang, write_standard(figure, lang), title.replace(names[own][LANGUAGES.index(lang)], label))
    if declared.unit in WRONG_UNITS:
        changed_unit = replace(figure, declaration=replace(declared, unit=WRONG_UNITS[declared.unit]))
        yield "unit", sentence(figure, lang, write_standard(changed_unit, lang))
