"""The words of a figure are inherited through its selection: sentences about a small package, and what the check says of each."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest

from macros.check.judge import PassageChecker
from macros.check.readers.html import read_page
from macros.claims.vocabulary import Vocabulary
from macros.figures import Figures
from tests.project import Table, column, declared, read_figures, write_figures, write_package, write_yaml

CODES = {
    "dk": {"label": {"en": "Denmark", "es": "Dinamarca"}, "names": {"en": ["Danish"], "es": ["danesas", "danesa"]}, "part_of": "all"},
    "se": {"label": {"en": "Sweden", "es": "Suecia"}, "names": {"en": ["Swedish"], "es": ["suecas"]}, "part_of": "all"},
    "md": {"label": {"en": "Macedonia", "es": "Macedonia"}, "part_of": "all"},
    "nm": {"label": {"en": "North Macedonia", "es": "Macedonia del Norte"}, "part_of": "all"},
    "all": {"label": {"en": "all Nordic countries", "es": "todos los países"}, "names": {"en": ["all", "Nordic"]}, "total": True},
}
ROLES = {"ped": {"label": {"en": "pedestrians", "es": "peatones"}}, "cyc": {"label": {"en": "cyclists", "es": "ciclistas"}}}
SEXES = {
    "m": {"label": {"en": "men", "es": "hombres"}, "part_of": "t"},
    "f": {"label": {"en": "women", "es": "mujeres"}, "part_of": "t"},
    "t": {"label": {"en": "both sexes", "es": "ambos sexos"}, "total": True},
}
MEASURES = {
    "tote": {"nouns": {"en": {"many": ["deaths"], "one": ["death"]}, "es": {"many": ["muertes"], "one": ["muerte"]}}},
    "verletzte": {"nouns": {"en": {"many": ["injuries"], "one": ["injury"]}, "es": {"many": ["heridos"], "one": ["herido"]}}},
}
YEARS = ("2021", "2022", "2023")


def write_site(root: Path, shuffled: Random | None = None) -> None:
    """A package of two tables. shuffled: in which order everything is declared."""

    def order(entries: dict[str, Any]) -> dict[str, Any]:
        names = list(entries)
        if shuffled:
            shuffled.shuffle(names)
        return {name: entries[name] for name in names}

    counts = "".join(
        f"{year},{land},{100 * (at + 1) + {'2021': 50, '2022': 0, '2023': 10}[year]},{1000 * (at + 1)}\n"
        for year, (at, land) in itertools.product(YEARS, enumerate(CODES))
    )
    roles = "".join(f"{year},{role},{at + 20}\n" for year, (at, role) in itertools.product(YEARS, enumerate(ROLES)))
    fields = [column("jahr", "integer"), column("land"), column("tote", "integer"), column("verletzte", "integer")]
    tables = {
        "counts": Table(f"jahr,land,tote,verletzte\n{counts}", fields, ["jahr", "land"]),
        "roles": Table(
            f"jahr,rolle,tote\n{roles}", [column("jahr", "integer"), column("rolle"), column("tote", "integer")], ["jahr", "rolle"]
        ),
    }
    crossed = "".join(
        f"{year},{land},{sex},{5 * (at + 1) * (1 + (sex == 't'))}\n"
        for year, (at, land), sex in itertools.product(YEARS, enumerate(CODES), SEXES)
    )
    keys = [column("jahr", "integer"), column("land"), column("sex")]
    tables["crossed"] = Table(f"jahr,land,sex,tote\n{crossed}", [*keys, column("tote", "integer")], ["jahr", "land", "sex"])
    write_package(root, "numbers", tables)
    structure = {
        "counts": {"dimensions": order({"jahr": {"period": "year"}, "land": {"codes": "laender"}}), "measures": order(MEASURES)},
        "roles": {"dimensions": order({"jahr": {"period": "year"}, "rolle": {"codes": "rollen"}}), "measures": {"tote": MEASURES["tote"]}},
    }
    own = {"jahr": {"period": "year"}, "land": {"codes": "laender"}, "sex": {"codes": "sexes"}}
    structure["crossed"] = {"dimensions": order(own), "measures": {"tote": MEASURES["tote"]}}
    lists = order({"laender": {"codes": order(CODES)}, "rollen": {"codes": order(ROLES)}, "sexes": {"codes": order(SEXES)}})
    write_yaml(root, "data/numbers/dimensions.yml", {"tables": order(structure), "codelists": lists})
    entries = {f"{land}-2023": declared(**of("tote"), where={"jahr": 2023, "land": land}) for land in CODES}
    entries |= {f"dk-{year}": declared(**of("tote"), where={"jahr": year, "land": "dk"}) for year in (2021, 2022)}
    entries["dk-injuries"] = declared(**of("verletzte"), where={"jahr": 2023, "land": "dk"})
    entries["ped-2023"] = declared(**of("tote", "roles"), where={"jahr": 2023, "rolle": "ped"})
    entries["dk-share"] = declared(**of("tote"), operation="share", where={"jahr": 2023, "land": "dk"}, of={"land": "all"})
    ends = {"from": {"jahr": 2022}, "to": {"jahr": 2023}}
    entries["dk-change"] = declared(**of("tote"), operation="percentage_change", where={"land": "dk"}, **ends)
    entries["mean"] = declared(**of("tote"), operation="mean", where={"jahr": 2023}, over={"land": ["dk", "se"]})
    for land, sex in itertools.product(("dk", "all"), SEXES):
        entries[f"{land}-{sex}"] = declared(**of("tote", "crossed"), where={"jahr": 2023, "land": land, "sex": sex})
    write_figures(root, order(entries))


def of(measure: str, table: str = "counts") -> dict[str, Any]:
    return {"measure": f"numbers/{table}/{measure}", "title": None, "label": None, "unit": None}


def codes(figures: Figures, lang: str, said: str) -> list[str]:
    """The codes of all that is wrong with a text: "heading||text", with "fig(id|words)" for a quote."""
    heading, _, text = said.rpartition("||")
    text = re.sub(r"fig\(([^|]+)\|([^)]*)\)", lambda found: f'<a data-figure="{found[1].replace("&", "&amp;")}">{found[2]}</a>', text)
    judge = PassageChecker(figures, figures.packages, lang)
    html = f"<h2>{heading}</h2><p>{text}</p>"
    return [verdict.code for passage in read_page(html.encode(), lambda _: ()).passages for verdict in judge.check_passage(passage)[0]]


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    root = tmp_path_factory.mktemp("selection")
    write_site(root)
    found = read_figures(root)
    assert found.faults == []
    return found


CELL = "numbers/counts/tote?jahr=2023&land=se"
RIGHT = [
    ("en", "In 2023, there were fig(dk-2023|110) deaths in Denmark."),
    ("en", "There were fig(dk-2023|110) Danish deaths in 2023."),
    ("en", "Denmark had fig(dk-2023|110) deaths in 2023, Sweden fig(se-2023|210) deaths."),
    ("en", "In 2023, Denmark and Sweden had fig(dk-2023|110) and fig(se-2023|210) deaths respectively."),
    ("en", "In 2023, fewer people died in Denmark than in Sweden: fig(dk-2023|110) deaths."),
    ("en", "Denmark, 2023||There were fig(dk-2023|110) deaths."),
    ("en", "In 2023, there were fig(dk-2023|110) deaths in Denmark and fig(se-2023|210) in Sweden."),
    ("en", "In Denmark, fig(dk-2023|110) deaths were counted in 2023 compared with Sweden."),
    ("en", "Denmark had fig(dk-m|5) deaths of men and fig(dk-f|5) of women in 2023."),
    ("en", "In 2023, there were fig(nm-2023|410) deaths in North Macedonia."),
    ("en", "In 2023, there were fig(md-2023|310) deaths in Macedonia."),
    ("en", "In 2023, Denmark had fig(dk-injuries|1,000) injuries."),
    ("en", "In 2023, deaths of pedestrians numbered fig(ped-2023|20)."),
    ("en", "In 2023, the Danish share of all deaths was fig(dk-share|22%)."),
    ("en", "In 2023, Denmark had fig(dk-share|22%) of the deaths in all Nordic countries."),
    ("en", "Deaths in Denmark fig(dk-change|rose by 10%) from 2022 to 2023."),
    ("en", "In 2023, the average of Denmark and Sweden was fig(mean|160) deaths."),
    ("en", f"In 2023, there were fig({CELL}|210) deaths in Sweden."),
    ("en", "In 2023, Denmark had fig(dk-t|10) deaths."),
    ("en", "In 2023, there were fig(dk-t|10) deaths in Denmark, fig(dk-f|5) of them women."),
    ("en", "In 2023, there were fig(all-t|50) deaths in all Nordic countries."),
    ("en", "In 2023, fig(all-f|25) of the deaths were those of women."),
    ("es", "En 2023, Dinamarca tuvo fig(dk-t|10) muertes."),
    ("es", "En 2023 hubo fig(dk-2023|110) muertes en Dinamarca."),
    ("es", "En 2023 hubo fig(dk-2023|110) muertes danesas."),
    ("es", "En 2023 hubo fig(nm-2023|410) muertes en Macedonia del Norte."),
]
WRONG = [
    ("en", "In 2023, there were fig(dk-2023|110) deaths.", "another country may be meant"),
    ("en", "In 2023, there were fig(dk-2023|110) deaths in Sweden.", "another country"),
    ("en", "Denmark||In 2023, there were fig(dk-2023|110) deaths in Sweden.", "another country under its heading"),
    ("en", "In 2023, there were fig(dk-2023|110) Swedish deaths, and fewer in Denmark.", "another country right behind the number"),
    ("en", "In 2023, Denmark had fig(dk-2023|110) deaths and Sweden fig(dk-2023|110) deaths.", "another country in the clause"),
    ("en", "In 2023, there were fig(se-2023|210) deaths in Denmark and fig(dk-2023|110) in Sweden.", "another country behind each number"),
    ("en", "In 2023, Denmark had fig(dk-f|5) deaths of men and fig(dk-m|5) of women.", "another code behind each number"),
    ("es", "En 2023 hubo fig(se-2023|210) muertes en Dinamarca y fig(dk-2023|110) en Suecia.", "another country behind each number"),
    ("en", "In 2023, Sweden had fig(dk-2023|110) deaths, more than Denmark.", "another country in the clause before"),
    ("en", "In 2023, there were fig(md-2023|310) deaths in North Macedonia.", "a longer name hides a shorter one"),
    ("en", "In 2023, there were fig(nm-2023|410) deaths in Macedonia.", "a shorter name"),
    ("en", "There were fig(dk-2023|110) deaths in Denmark.", "another year may be meant"),
    ("en", "In 2022, there were fig(dk-2023|110) deaths in Denmark.", "another year"),
    ("en", "In 2023, there were fig(dk-2023|110) injuries in Denmark.", "another measure"),
    ("en", "In 2023, there were fig(dk-2023|110) injuries from deaths in Denmark.", "another measure right behind the number"),
    ("en", "In 2023, fig(dk-2023|110) people married in Denmark.", "no word of the measure"),
    ("en", "Deaths||In 2023, fig(ped-2023|20) cyclists were hit.", "another code"),
    ("en", "In 2023, Sweden had fig(dk-share|22%) of the deaths in all Nordic countries.", "another part"),
    ("en", "In 2023, Denmark and Sweden had fig(mean|160) deaths.", "not called a mean"),
    ("en", "In 2023, the average of Denmark was fig(mean|160) deaths.", "a member is not named"),
    ("en", f"In 2023, there were fig({CELL}|210) deaths in Denmark.", "another country than that of a cell"),
    ("en", "In 2023, Denmark had fig(dk-t|10) deaths of women.", "a part of the total behind the number"),
    ("en", "In 2023, women in Denmark had fig(dk-t|10) deaths.", "a part of the total before the number"),
    ("en", "Many were women. In 2023, Denmark had fig(dk-t|10) deaths.", "a part of the total in the sentence before"),
    ("en", "Women||In 2023, Denmark had fig(dk-t|10) deaths.", "a part of the total in the heading"),
    ("en", "In 2023, Denmark had fig(dk-f|5) deaths.", "a part goes not without saying"),
    ("en", "In 2023, there were fig(all-t|50) deaths.", "two totals"),
    ("es", "En 2023 hubo fig(dk-2023|110) muertes en Suecia.", "another country"),
    ("es", "En 2023 hubo fig(md-2023|310) muertes en Macedonia del Norte.", "a longer name hides a shorter one"),
    ("es", "En 2023 hubo fig(dk-2023|110) heridos en Dinamarca.", "another measure"),
]


@pytest.mark.parametrize(("lang", "said"), RIGHT)
def test_a_sentence_that_names_the_selection_of_its_figure_is_right(figures: Figures, lang: str, said: str) -> None:
    assert codes(figures, lang, said) == []


@pytest.mark.parametrize(("lang", "said"), [pytest.param(lang, said, id=f"{lang}: {why}") for lang, said, why in WRONG])
def test_a_sentence_that_names_another_selection_is_refused(figures: Figures, lang: str, said: str) -> None:
    assert {"wrong-context", "wrong-unit"} & set(codes(figures, lang, said))


@pytest.mark.parametrize(
    ("lang", "said", "expected"),
    [
        ("en", "Deaths in Denmark fell from fig(dk-2021|150) in 2021 to fig(dk-2023|110) in 2023.", []),
        ("en", "Deaths in Denmark fell to fig(dk-2023|110) in 2023, from fig(dk-2021|150) in 2021.", []),
        ("en", "In 2021, Denmark had fig(dk-2021|150) deaths; by 2023 they had fallen to fig(dk-2023|110).", []),
        ("en", "Deaths in Denmark rose from fig(dk-2022|100) in 2022 to fig(dk-2023|110) in 2023.", []),
        ("en", "Deaths in Denmark rose to fig(dk-2023|110) in 2023.", []),
        ("en", "Denmark had fewer than fig(dk-2023|200 deaths) in 2023.", []),
        ("en", "Denmark had fig(dk-2023|fewer than 200 deaths) in 2023.", []),
        ("es", "Dinamarca tuvo menos de fig(dk-2023|200 muertes) en 2023.", []),
        ("en", "Deaths in Denmark rose from fig(dk-2021|150) in 2021 to fig(dk-2023|110) in 2023.", ["wrong-direction"]),
        ("en", "Deaths in Denmark fell from fig(dk-2022|100) in 2022 to fig(dk-2023|110) in 2023.", ["wrong-direction"]),
        ("en", "Deaths in Denmark fell to fig(dk-2023|110) in 2023.", ["wrong-direction"]),
        ("es", "Las muertes en Dinamarca bajaron de fig(dk-2021|150) en 2021 a fig(dk-2023|110) en 2023.", []),
        ("es", "Las muertes en Dinamarca subieron de fig(dk-2021|150) en 2021 a fig(dk-2023|110) en 2023.", ["wrong-direction"]),
    ],
)
def test_a_level_went_from_that_of_the_period_that_is_named_beside_it(figures: Figures, lang: str, said: str, expected: list[str]) -> None:
    assert sorted(set(codes(figures, lang, said))) == expected


@pytest.mark.parametrize("seed", range(4))
def test_no_order_of_declarations_changes_a_verdict(figures: Figures, tmp_path: Path, seed: int) -> None:
    write_site(tmp_path, Random(seed))
    shuffled = read_figures(tmp_path)
    for lang, said in [*RIGHT, *((lang, said) for lang, said, _ in WRONG)]:
        assert codes(shuffled, lang, said) == codes(figures, lang, said), said


def test_a_further_figure_changes_no_verdict_elsewhere(figures: Figures, tmp_path: Path) -> None:
    write_site(tmp_path)
    write_figures(
        tmp_path,
        {
            "se-injuries": declared(**of("verletzte"), where={"jahr": 2022, "land": "se"}),
            "dk-2023": declared(**of("tote"), where={"jahr": 2023, "land": "dk"}),
        },
    )
    fewer = read_figures(tmp_path)
    for lang, said in [*RIGHT, *((lang, said) for lang, said, _ in WRONG)]:
        if set(re.findall(r"fig\(([^|]+)\|", said)) == {"dk-2023"}:
            assert codes(fewer, lang, said) == codes(figures, lang, said), said


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Northern Ireland", {"ni"}),
        ("Ireland and Northern Ireland", {"ie", "ni"}),
        ("northern\u00a0ireland\u2019s", {"ni"}),
        ("Irelands", set()),
        ("the files in EU reports", {"files"}),
        ("the EU reports", {"reports"}),
    ],
)
def test_the_longest_words_of_a_dimension_hide_those_in_them(text: str, named: set[str]) -> None:
    places = {"ie": (("Ireland",),), "ni": (("Northern Ireland",),)}
    counted = {"files": (("files in EU reports", "files"),), "reports": (("reports",),)}
    assert {each.key for each in Vocabulary({"place": places, "item": counted}, "en").read(text)} == named


def test_a_text_is_read_once_for_all_figures_of_a_table(figures: Figures) -> None:
    judge = PassageChecker(figures, figures.packages, "en")
    numbers = " ".join(
        f'<a data-figure="{land}-2023">{value}</a> in {CODES[land]["label"]["en"]},'
        for land, value in zip(CODES, (110, 210, 310, 410, 510), strict=True)
    )
    for passage in read_page(f"<p>In 2023, deaths numbered {numbers} so.</p>".encode(), lambda _: ()).passages:
        judge.check_passage(passage)
    (vocabulary,) = judge.contexts._vocabularies.values()
    assert 1 <= len(vocabulary._words_by_text) <= 3  # the passage, its sentence, and both with what stands above
