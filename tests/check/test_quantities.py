"""Words that make another quantity of a number: each word of each list, put into a right sentence, is refused unless the figure is that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from macros.base.errors import Place
from macros.claims.analysed_text import AnalysedText
from macros.claims.context import Contexts, Sentence
from macros.claims.other_quantities import check_quantity_words, find_excess_readings
from macros.claims.passage import Passage
from macros.figures import Figures
from macros.interface import read_interface_words
from macros.numbers import find_quantities
from macros.quotes.quote import READS
from tests.project import Table, column, read_figures, sample_figures, write_figures, write_package, write_yaml, writer

STATISTICS = ("total", "mean", "median", "share")
# Where a word of a list stands, in a sentence that is right without it; # stands for the number.
PLACES = {
    "en": {
        "each": "In 2023, visits to the museum numbered # there {} office.",
        "per_one": "",
        "complement": "In 2023, {} the park visits to the museum numbered #.",
        "forecast": "In 2023, visits to the museum {} #.",
        "together": "In 2021 and 2022 {}, visits to the museum numbered #.",
        "adjective": "In 2023, {} visits to the museum numbered #.",
        "since": "Visits to the museum numbered # {} 2010.",
        "other_base": "From 2021 to 2023, visits to the museum fell by # {}.",
        "alone": "In 2023, visits of adults {} to the museum numbered #.",
        "beyond": "In 2023, visits {} zoo staff to the museum numbered #.",
        "no_more": "In 2023, # of the visits to the museum {} paid.",
        "event": "In 2023, # {} to the museum were counted.",
        "actors": "In 2023, museum {} counted # visits.",
        "failure": "In 2023, visits to the museum {} #.",
        "era": "From 2021 to 2023, visits to the museum fell by # {}.",
        "either_way": "In 2023, visits to the museum {} numbered #.",
        "joined": "In 2023, the museum and {} counted # visits.",
        "exceeding": "In 2023, visits to the museum {} #.",
        "agreement": "In 2023, the union {} that visits to the museum numbered #.",
        "country": "In 2023, visits to the museum in {} numbered #.",
        "": "In 2023, visits to the museum numbered # there {}.",
    },
    "es": {
        "each": "En 2023, las visitas al museo fueron # allí {} oficina.",
        "together": "En 2021 y 2022 {}, las visitas al museo fueron #.",
        "forecast": "En 2023, las visitas al museo {} #.",
        "complement": "En 2023, {} el parque las visitas al museo fueron #.",
        "per_one": "En 2023, los accesos sumaron # {}.",
        "adjective": "En 2023, las visitas {} al museo fueron #.",
        "since": "Las visitas al museo fueron # {} 2010.",
        "other_base": "De 2021 a 2023, las visitas al museo bajaron un # {}.",
        "alone": "En 2023, las visitas de adultos {} al museo fueron #.",
        "beyond": "En 2023, las visitas {} zoológico al museo fueron #.",
        "no_more": "En 2023, el # de las visitas al museo {} pagó.",
        "event": "En 2023 hubo # {} en el museo.",
        "actors": "En 2023, {} del museo contaron # visitas.",
        "failure": "En 2023, las visitas al museo {} #.",
        "era": "De 2021 a 2023, las visitas al museo bajaron un # {}.",
        "either_way": "En 2023, las visitas al museo {} fueron #.",
        "joined": "En 2023, museo y {} contaron # visitas.",
        "exceeding": "En 2023, las visitas al museo {} #.",
        "agreement": "En 2023, el sindicato {} que las visitas al museo fueron #.",
        "country": "En 2023, las visitas al museo en {} fueron #.",
        "": "En 2023, las visitas al museo fueron # allí {}.",
    },
}
OF_CHANGE, OF_SHARE, OF_VALUE = ("other_base", "era"), ("no_more",), ("failure", "exceeding")
# The figures that are that by what they are of; of the other lists one whose title says the word.
OWN = {
    "each": "mean",
    "per_one": "mean",
    "mean": "mean",
    "median": "median",
    "running": "cumulative",
    "since": "cumulative",
    "together": "cumulative",
    "per": "mean",
}
BESIDE = {"plain", "passing", "passed", "causing", "kept", "flow", "issues", "short", "borders", "event_of", "relatives", "others"}
# Lists that are looked for beside other words; those of which claims.txt has the sentences that they need; and those beside them.
BESIDE |= {"included", "only", "doers", "handed", "counted_in", "wholly", "people", "agents", "by", "handed_to", "sent"}
LISTS = [
    (lang, name)
    for lang in PLACES
    for name in (*read_interface_words(lang)["other_quantities"], "country")
    if name not in BESIDE and (name, lang) != ("per_one", "en")
]


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    root = tmp_path_factory.mktemp("quantities")
    rows = "".join(
        f"{year},{place},{','.join('340' if year == 2023 else '680' for _ in STATISTICS)}\n"
        for year in (2021, 2022, 2023)
        for place in "mz"
    )
    fields = [column("year", "integer"), column("place"), *(column(name, "number") for name in STATISTICS)]
    write_package(
        root, "visits", {"counts": Table(f"year,place,{','.join(STATISTICS)}\n{rows}", fields, ["year", "place"])}, version="2024-03-01"
    )
    names = {"m": ("museum", "museo"), "z": ("zoo", "zoológico")}
    codes = {code: {"label": {"en": en, "es": es}} for code, (en, es) in names.items()}
    noun = {"en": {"many": ["visits"], "one": ["visit"]}, "es": {"many": ["visitas"], "one": ["visita"]}}
    measures = {name: {"statistic": name, "unit": "percent" if name == "share" else "visits", "nouns": noun} for name in STATISTICS}
    dimensions = {"year": {"period": "year"}, "place": {"codes": "place"}}
    tables = {"counts": {"dimensions": dimensions, "measures": measures}}
    write_yaml(root, "data/visits/dimensions.yml", {"tables": tables, "codelists": {"place": {"codes": codes}}})
    text = {"title": {"en": "Visits", "es": "Visitas"}, "label": {"en": "Visits", "es": "Visitas"}}
    entries = {name: {**text, "measure": f"visits/counts/{name}", "where": {"year": 2023, "place": "m"}} for name in STATISTICS}
    ends = {"where": {"place": "m"}, "from": {"year": 2021}, "to": {"year": 2023}, "measure": "visits/counts/total"}
    entries |= {"change": {**text, **ends, "operation": "percentage_change"}, "cumulative": {**text, **ends, "operation": "cumulative"}}
    write_figures(root, entries)
    return read_figures(root)


def entries(lang: str, name: str) -> Iterator[str]:
    """The words of a list, each as it may stand in a sentence."""
    if name == "country":
        yield from (str(each) for names in read_interface_words(lang)["countries"].values() for each in names)
        yield from ("Portugal", "Australia", "India")
        return
    listed = read_interface_words(lang)["other_quantities"][name]
    for each in [one for kind, some in listed.items() if kind != "year" for one in some] if isinstance(listed, Mapping) else listed:
        pairs = [(each, "")] if isinstance(each, str) else [(one, each[1][0]) for one in each[0]] + [(each[0][0], one) for one in each[1]]
        for first, last in pairs:
            yield f"{first} {last}".strip().replace("…", "some").replace("*", "visita" if name == "per_one" else "office")


def said_of(
    figures: Figures, lang: str, name: str, word: str, figure: str, *, is_titled: bool = False, number: str = "", reads: str = ""
) -> list[str] | None:
    """What is said of a word of a list around the number of a figure; None where the finder reads the word as a hedge or a number itself.

    is_titled: whether the figure's title says the word.
    """
    number = number or ("340" if figure not in ("change", "share") else "50%" if lang == "en" else "50 %")
    before, behind = PLACES[lang].get(name, PLACES[lang][""]).split("{}")
    put = f"{before}{word}{'-' + behind[1:] if word == 'non' else behind}".replace("#", number)
    known = figures.get(figure, None)
    title = {lang: f"{before.split()[-1]} {word} {behind.split()[0]}" if is_titled else "Visits"}
    declaration = replace(known.declaration, title=title)
    if name == "agreement" and not is_titled:
        declaration = replace(declaration, status="disputed", attribution={lang: "office"})
    found = tuple(find_quantities(put, lang, "plain", nouns=figures.nouns))
    item = next(each for each in found if each.start <= put.index(number) < each.end)
    begin = put.index(word)
    if item.hedge or any(each.start < begin + len(word) and begin < each.end for each in found):
        return None
    sentence = Sentence(Passage(put, "text"), item, replace(known, declaration=declaration), AnalysedText(put, (), found, lang))
    return [f"{code}: {fact}; {remedy}" for code, fact, remedy in check_quantity_words(sentence, Contexts(figures, lang), reads)]


@pytest.mark.parametrize(("lang", "name"), LISTS)
def test_each_word_that_makes_another_quantity_is_refused_and_a_declaration_lets_it_pass(figures: Figures, lang: str, name: str) -> None:
    figure = "change" if name in OF_CHANGE else "share" if name in OF_SHARE else "total"
    said = {word: said_of(figures, lang, name, word, figure) for word in entries(lang, name)}
    assert [word for word, told in said.items() if told == []] == []
    told = {word: each[0] for word, each in said.items() if each}
    assert told
    for word, line in told.items():
        (reads,) = re.findall(r'^other-quantity: says ".*, but (?:total|change|share) is .*declare reads="([a-z-]+)", because="', line)
        assert reads in READS and said_of(figures, lang, name, word, figure, reads=reads) == []


@pytest.mark.parametrize(("lang", "name"), [each for each in LISTS if each[1] not in (*OF_VALUE, *OF_SHARE)])
def test_each_such_word_is_right_beside_a_figure_that_is_that(figures: Figures, lang: str, name: str) -> None:
    figure = OWN.get(name, "change" if name in OF_CHANGE else "total")
    said = {word: said_of(figures, lang, name, word, figure, is_titled=name not in OWN) for word in entries(lang, name)}
    assert {word: told for word, told in said.items() if told} == {}


@pytest.mark.parametrize(("lang", "name"), [each for each in LISTS if each[1] in OF_VALUE])
def test_a_number_that_was_not_reached_or_was_passed_is_right_where_the_value_says_so(figures: Figures, lang: str, name: str) -> None:
    number = "400" if name == "failure" else "300"
    said = {word: said_of(figures, lang, name, word, "total", number=number) for word in entries(lang, name)}
    assert {word: told for word, told in said.items() if told} == {}


@pytest.mark.parametrize("declared", [0, 1, 2, 3])
def test_one_quote_in_fifty_may_be_declared_to_be_read_otherwise_and_one_on_a_small_site(tmp_path: Path, declared: int) -> None:
    quoting = writer(sample_figures(tmp_path)).quote_book
    for line in range(1, 121):
        reads = {"reads": "part", "because": "the law says so"} if line <= declared else {}
        quoting.quote_figure("eu-2020", "50", lang="en", as_of=None, place=Place("docs/en/a.md", line, 1), page="docs/en/a.md", **reads)
    assert [fault.place.line for fault in find_excess_readings(quoting.log)] == list(range(3, declared + 1))
    for quotes in quoting.log.quotes_by_page.values():
        del quotes[20:]
    assert [fault.place.line for fault in find_excess_readings(quoting.log)] == list(range(2, declared + 1))
