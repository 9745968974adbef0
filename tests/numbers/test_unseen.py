"""Numbers that readers see and that once were no quantity: a space is missing, a scale stands apart, a sign or a part is in digits."""

from __future__ import annotations

import itertools
import random

import pytest

from macros.numbers.language.language import Language, load_language
from macros.wording.judge import QUANTITIES
from tests.finder import NOUNS, find
from tests.numbers.test_find import said
from tests.rows import each_of

LANGUAGES = ("en", "es", "de")

SAYS = {
    "en": {
        # A space is missing before the number.
        "There are all reports444,444.": ["444,444 | count | digits | 444444"],
        "It rose to1,046,351 reports.": ["1,046,351 | count | digits | 1046351 | up"],
        "There were reports12 million.": ["12 million | count | digits | 12000000"],
        "in2020 there were444 reports": ["444 | count | digits | 444"],
        "fell by58 overall": ["58 | count | digits | 58 | down"],
        "fell by58%": ["58% | percentage | digits | 58 | down"],
        "THERE WERE444 OF THEM": ["444 | count | digits | 444"],
        "the share4.8 of it": ["4.8 | count | digits | 4.8"],
        "they wrote statements58231 and messages29m": ["58231 | count | digits | 58231", "29m | count | digits | 29000000"],
        "Reports-444,444 and page1,046": ["444,444 | count | digits | 444444", "1,046 | count | digits | 1046"],
        # A space is missing behind it.
        "444,444reports": ["444,444 | count | digits | 444444"],
        "444reports, 58to, 4.8statements": [
            "444 | count | digits | 444",
            "58 | count | digits | 58",
            "4.8 | count | digits | 4.8",
        ],
        # Round numbers in the plural, and sizes told by their digits.
        "1000s of reports, 1000's of files": ["1000 | count | digits | 1000", "1000 | count | digits | 1000"],
        "a six-digit number of files": ["six-digit number of | count | words | -"],
        # What stands between a number and its scale.
        "20-odd million reports": ["20-odd million | count | digits | 20000000 | about"],
        "20-plus million reports": ["20-plus million | count | digits | 20000000 | at_least"],
        "twenty-odd million": ["twenty-odd million | count | words | 20000000 | about"],
        "29 or so million, 29 or more million": [
            "29 or so million | count | digits | 29000000 | about",
            "29 or more million | count | digits | 29000000 | at_least",
        ],
        "29 more million reports": ["29 more million | count | digits | 29000000"],
        '29 "million" and 29 (million)': ['29 "million" | count | digits | 29000000', "29 (million) | count | digits | 29000000"],
        "29 (or 30) million": ["29 | count | digits | 29000000", "30) million | count | digits | 30000000"],
        "two and three quarter million": ["two and three quarter million | count | words | 2750000"],
        "three quarter million reports": ["three quarter million | count | words | 750000"],
        "nearly quarter of a million": ["quarter of a million | count | words | 250000 | under"],
        "the million reports": ["million | count | words | 1000000"],
        # Letters that are scales.
        "21.8 M in that year": ["21.8 M | count | digits | 21800000"],
        "€29 M, EUR 29 M, 29 M EUR": ["29 M | count | digits | 29000000"] * 3,
        "29 MEUR, 29 k€, $29 m": [
            "29 MEUR | count | digits | 29000000",
            "29 k | count | digits | 29000",
            "29 m | count | digits | 29000000",
        ],
        "€m 29, 29 €m, 29 kEUR": [
            "29 | count | digits | 29000000",
            "29 €m | count | digits | 29000000",
            "29 kEUR | count | digits | 29000",
        ],
        "29 millionreports, 5 thousandths of it": [
            "29 millionreports | count | digits | 29000000",
            "5 thousandths | percentage | fraction | 0.5",
        ],
        "29 m. reports, 29 mill. reports": ["29 m | count | digits | 29000000", "29 mill | count | digits | 29000000"],
        "95 k people, 3.4 M letters": ["95 k | count | digits | 95000", "3.4 M | count | digits | 3400000"],
        "1,00,000 parents, ₹12,34,567": ["1,00,000 | count | digits | 100000", "12,34,567 | count | digits | 1234567"],
        "29-plus M reports, 29 M-plus reports": [
            "29-plus M | count | digits | 29000000 | at_least",
            "29 M-plus | count | digits | 29000000 | at_least",
        ],
        "29-ish M reports, 29 or so M reports": [
            "29-ish M | count | digits | 29000000 | about",
            "29 or so M | count | digits | 29000000 | about",
        ],
        "29+ M reports, 29 (M) reports": ["29+ M | count | digits | 29000000 | at_least", "29 (M) | count | digits | 29000000"],
        # A scale that nobody can read.
        "29 completely unheard of million": ["29 completely unheard of million | count | words | -"],
        "1,046 whatever million": ["1,046 | count | digits | 1046", "million | count | words | -"],
        "a record million reports": ["million | count | words | -"],
        # Rates.
        "4.8/100,000 inhabitants": ["4.8/100,000 | rate | digits | 4.8"],
        "4.7/million, 4.7 / 1,000, 4.7 p. 100,000": [
            "4.7/million | rate | digits | 4.7",
            "4.7 / 1,000 | rate | digits | 4.7",
            "4.7 p. 100,000 | rate | digits | 4.7",
        ],
        "4.8/100.000, 4.8/100k": ["4.8/100.000 | rate | digits | 4.8", "4.8/100k | rate | digits | 4.8"],
        "4.7 in every 100,000 and 47 in every 100,000": [
            "4.7 in every 100,000 | rate | digits | 4.7",
            "47 in every 100,000 | rate | digits | 47",
        ],
        "47 from every hundred": ["47 from every hundred | percentage | ratio | 47"],
        # A number that is whole lacks no scale.
        "from 1,046,350 to 0.56 million": ["1,046,350 | count | digits | 1046350", "0.56 million | count | digits | 560000"],
        "of³¹.⁰⁸%, reports⁴⁴⁴,⁴⁴⁴, cited¹² and¹,²": ["³¹.⁰⁸% | percentage | digits | 31.08", "⁴⁴⁴,⁴⁴⁴ | count | digits | 444444"],
        "19,917, or 44 per million": ["19,917 | count | digits | 19917", "44 per million | rate | digits | 44"],
        # Parts in digits.
        "a 5th of reports, every 2nd report": ["a 5th | percentage | fraction | 20", "every 2nd | percentage | ratio | 50"],
        "3/4 the reports": ["3/4 | percentage | fraction | 75"],
        "3/4 per cent": ["3/4 per cent | percentage | digits | 0.75"],
        "it fell by 3/4%": ["3/4% | percentage | digits | 0.75 | down"],
        "0·75%": ["0·75% | percentage | digits | 0.75"],
        "One-in-a-hundred messages": ["One-in-a-hundred | percentage | ratio | 1"],
        "every other message": ["every other | percentage | ratio | 50"],
        "It halves the number, and they were quartered.": [
            "halves | multiplier | verb | 0.5 | down",
            "quartered | multiplier | verb | 0.25 | down",
        ],
        # Signs and intervals.
        "-47 - -42 %": ["-47 - -42 % | percentage | digits | -47..-42"],
        "−47% - −42% and 46--51 %": ["−47% - −42% | percentage | digits | -47..-42", "46--51 % | percentage | digits | 46..51"],
        "Growth was minus 0.3 per cent.": ["minus 0.3 per cent | percentage | digits | -0.3 | up"],
        "the change was − 47 % in all": ["− 47 % | percentage | digits | -47"],
        "negative growth of 35%": ["35% | percentage | digits | 35 | down"],
        "47 percent minus 3 percent": ["47 percent | percentage | digits | 47", "3 percent | percentage | digits | 3"],
        "47 ± 2 %": ["47 | percentage | digits | 47", "2 % | percentage | digits | 2"],
        "47% (95% CI 45 to 49)": [
            "47% | percentage | digits | 47",
            "95% | percentage | digits | 95",
            "45 to 49 | percentage | digits | 45..49",
        ],
    },
    "es": {
        "subió a1.046.351 denuncias": ["1.046.351 | count | digits | 1046351 | up"],
        "las denuncias444.444 y 444.444denuncias": ["444.444 | count | digits | 444444"] * 2,
        "hubo444 denuncias en2020": ["444 | count | digits | 444"],
        "29M de denuncias": ["29M | count | digits | 29000000"],
        "28,4 M de informes": ["28,4 M | count | digits | 28400000"],
        "2.500 M de euros, 27 M €": ["2.500 M | count | digits | 2500000000", "27 M | count | digits | 27000000"],
        "mil M de euros, 29 MM": ["mil M | count | words | 1000000000", "29 MM | count | digits | 29000000"],
        "1,2 B de euros": ["1,2 B | count | words | -"],
        "millón y cuarto de denuncias": ["millón y cuarto | count | words | 1250000"],
        "un millón y cuarto": ["un millón y cuarto | count | words | 1250000"],
        "millón y pico de denuncias": ["millón | count | words | 1000000 | about"],
        "29 y pico millones": ["29 y pico millones | count | digits | 29000000 | about"],
        "cerca del millar": ["millar | count | words | 1000 | about"],
        "cuarenta y tantos por ciento": ["cuarenta y tantos por ciento | percentage | words | 40 | about"],
        "4,8 por cien mil habitantes": ["4,8 por cien mil | rate | digits | 4.8"],
        "4,7 por cada cien mil, 4,7 por 100 mil": [
            "4,7 por cada cien mil | rate | digits | 4.7",
            "4,7 por 100 mil | rate | digits | 4.7",
        ],
        "4,7 de cada 100.000; 4,8/100.000": ["4,7 de cada 100.000 | rate | digits | 4.7", "4,8/100.000 | rate | digits | 4.8"],
        "cuarentaisiete por ciento": ["cuarentaisiete por ciento | percentage | words | 47"],
        "treintaidós coma cinco por ciento": ["treintaidós coma cinco por ciento | percentage | words | 32.5"],
        # What has decimals of its own is no decimals.
        "cayó punto noventa y tres punto cinco por ciento": ["noventa y tres punto cinco por ciento | percentage | words | 93.5 | down"],
        "noventaiuna mil denuncias": ["noventaiuna mil | count | words | 91000"],
        "un número de siete cifras": ["siete cifras | count | words | -"],
        "47 por cien": ["47 por cien | percentage | digits | 47"],
        "las 3/4 partes": ["3/4 partes | percentage | fraction | 75"],
        "3 cuartas partes": ["3 cuartas partes | percentage | fraction | 75"],
        "la 5.ª parte y la 5ª parte": ["la 5.ª parte | percentage | fraction | 20", "la 5ª parte | percentage | fraction | 20"],
        "un 3/4 % de las cartas": ["3/4 % | percentage | digits | 0.75"],
        "47 p. c. y 47 por cto. menos": ["47 p. c. | percentage | digits | 47 | down", "47 por cto. | percentage | digits | 47 | down"],
        "1,5 permil": ["1,5 permil | per_mille | digits | 1.5"],
        "entre una quinta y una cuarta parte": ["una quinta y una cuarta parte | percentage | fraction | 20..25"],
        "cada segundo mensaje": ["cada segundo | percentage | ratio | 50"],
        "un crecimiento de menos 0,3 por ciento": ["menos 0,3 por ciento | percentage | digits | -0.3 | up"],
        "un crecimiento negativo del 35 %": ["35 % | percentage | digits | 35 | down"],
        "más o menos 47 %, al menos 12 %": ["47 % | percentage | digits | 47 | about", "12 % | percentage | digits | 12 | at_least"],
    },
    "de": {
        "auf1.046.351 Meldungen": ["1.046.351 | count | digits | 1046351"],
        "29 weitere Millionen Meldungen": ["29 weitere Millionen | count | digits | 29000000"],
        "0,6 pro hunderttausend": ["0,6 pro hunderttausend | rate | digits | 0.6"],
        "um minus 0,3 Prozent": ["minus 0,3 Prozent | percentage | digits | -0.3"],
    },
}


@each_of(("lang", "text"), [(lang, text) for lang, rows in SAYS.items() for text in rows])
def test_what_readers_see_is_read(lang: str, text: str) -> None:
    assert said(find(text, lang)) == SAYS[lang][text]


NAMES = """
    Q3 COVID-19 G7 M12 A4 4K CELEX:52020PC0568 ISO8601 ISO27001 MD5 F-16 F-75001 B2B H1N1 SHA-256 UTF-8 IPv6 MP3 mp3 GPT-4 CO2 5G 2FA 3D
    Windows11 Boeing747 TOP500 EU27 U18 sha256 x86 log4j WW2 v1.2 v1.2.3 32016R0679 12h30
"""


@each_of(("name", "lang"), itertools.product(NAMES.split(), LANGUAGES))
def test_a_name_stays_a_name(name: str, lang: str) -> None:
    assert [each.kind for each in find(f"It is {name} here.", lang)] == ["reference"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "it is 5 m tall, a 5 m high wall, 12 mm of rain, 5 B-52 bombers, 5mm, 5in"),
        ("en", "In 2020 M. Dupont said so; Article 29 M; group 5 M; 4K screens; Photo and PhotoDNA"),
        ("en", "per million inhabitants in 2021, the million-dollar question"),
        ("en", "every second counts, every other day, a 5th of May, A 5th country"),
        ("en", "Regulation 2021/1000, 24/7, 5 minus 3"),
        ("en", "a six-digit code, the 1900s of Europe, the 2010s"),
        ("es", "5 m de alto, 29m de altura, 12 mm de lluvia, en 2020 M. Dupont"),
        ("es", "un código de seis dígitos, el 10 de mayo"),
        ("es", "la 5.ª fila, cada segundo cuenta, cada segunda vez"),
    ],
)
def test_what_only_looks_like_a_quantity_is_none(lang: str, text: str) -> None:
    assert said(find(text, lang)) == []


GROUPED = {"en": "1,046,351", "es": "1.046.351", "de": "1.046.351"}
DECIMAL = {"en": "4.8", "es": "4,8", "de": "4,8"}
SCALED = {"en": "12 million", "es": "12 millones", "de": "12 Millionen"}
LETTER = {"en": "29m", "es": "29M"}


def covered(text: str, written: str, lang: str) -> bool:
    """Whether the digits of a number in a text stand in a quantity."""
    start = text.index(written)
    end = start + len(written.split()[0].rstrip("mM"))
    return any(each.kind in QUANTITIES and each.start <= start and end <= each.end for each in find(text, lang))


def words(known: Language) -> list[str]:
    """Common words and nouns of a language, and some that it does not know; a currency may stand against its number."""
    free = known.common_words - known.get_words("currencies") - known.month_words
    some = random.Random(1).sample(sorted(word for word in free if word.isalpha() and word.isascii()), 250)
    return [*some, *sorted(known.get_words("figure_nouns", "many")), "statements", "gizmos"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_against_a_number_hides_it(lang: str) -> None:
    """The word in small letters, with a capital and in capitals; the number grouped, with decimals, long, scaled."""
    numbers = [form[lang] for form in (GROUPED, DECIMAL, SCALED, LETTER) if lang in form] + ["58231"]
    hidden = [
        text
        for word in words(load_language(lang, NOUNS))
        for spelt in (word, word.capitalize(), word.upper())
        for written in numbers
        for text in (f"xx yy {spelt}{written} zz", f"xx yy {written}{spelt} zz")
        if not (text.startswith(f"xx yy {written}") and (len(word) < 4 or written[-1].isalpha())) and not covered(text, written, lang)
    ]
    assert hidden == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_scale_near_a_number_is_never_free(lang: str) -> None:
    """Up to three words between, brackets, quotes, commas, hyphens: the number or its scale stands in a quantity."""
    known, generator = load_language(lang), random.Random(2)
    between = [
        word for word in words(known) if word not in known.signal_words | known.get_words("clause_words") | known.get_words("time_suffixes")
    ]
    scales = [word for word, size in known.digit_scale_by_word.items() if size >= 1000]
    forms = ("{n} {w} {s}", "{n} ({w}) {s}", '{n} {w} "{s}"', "{n}, {w}, {s}", "{n}-{w}-{s}")
    free = []
    for _ in range(3000):
        said_between = " ".join(generator.choices(between, k=generator.randint(0, 3)))
        number, scale = generator.choice(["29", DECIMAL[lang], "7"]), generator.choice(scales)
        text = "xx " + generator.choice(forms).format(n=number, w=said_between, s=scale) + " zz"
        if not covered(text, number, lang) and not any(each.kind in QUANTITIES and scale in each.text for each in find(text, lang)):
            free.append(text)
    assert free == []
