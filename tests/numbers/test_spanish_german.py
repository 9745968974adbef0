"""What Spanish and German prose says beyond the gold: written beside it, never taken from it."""

from __future__ import annotations

import pytest

from tests.finder import find

SPANISH = {
    "un descenso de 47 % entre 2020 y 2021": [("47 %", "47", None, "down", "by")],
    "Bajó del 4,81 % al 1,89 %, casi tres puntos.": [
        ("4,81 %", "4.81", None, "down", "from"),
        ("1,89 %", "1.89", None, "down", "to"),
        ("tres puntos", "3", "under", "down", None),
    ],
    "una tasa del 10 al 15 %": [("10 al 15 %", "10..15", None, None, None)],
    "Subió dos puntos y medio.": [("dos puntos y medio", "2.5", None, "up", "by")],
    "Descendió ligeramente hasta las 102.000.": [("102.000", "102000", None, "down", "to")],
    "una caída de hasta el 58 %": [("58 %", "58", "at_most", "down", "by")],
    "Seis semanas después, el descenso se había ampliado al 51 %.": [("51 %", "51", None, "down", "to")],
    "El descenso, según el centro, fue de un 47 %.": [("47 %", "47", None, "down", "by")],
    "Si hay una caída del 50 %, la proporción es del 5 %.": [("50 %", "50", None, "down", "by"), ("5 %", "5", None, None, None)],
    "El aumento de las denuncias preocupa al 60 % de los padres.": [("60 %", "60", None, None, "to")],
    "Al subir el precio, un 46 % dejó de comprar.": [("46 %", "46", None, None, None)],
    "Cayeron un 46 %; más tarde, un 58 %.": [("46 %", "46", None, "down", "by"), ("58 %", "58", None, "down", "by")],
    "Tras tres semanas la caída era del 46 %; tras 18, del 58 %.": [("46 %", "46", None, "down", "by"), ("58 %", "58", None, "down", "by")],
    "Se redujeron prácticamente a la mitad.": [("redujeron prácticamente a la mitad", "0.5", "under", "down", None)],
    "los archivos duplicados y un tipo reducido del 10 %": [("10 %", "10", None, None, None)],
    "Hay 7,6 millones de informes más que en 2020.": [("7,6 millones", "7600000", None, "up", "by")],
    "La cifra ronda el 12 %.": [("12 %", "12", "about", None, None)],
    "Creció 60.329,669 %.": [("60.329,669 %", "60329.669", None, "up", "by")],
}
GERMAN = {
    "Die Zahl brach um mehr als die Hälfte ein.": [("die Hälfte", "50", "over", "down", "by")],
    "Weltweit nahm sie um 35 % zu, in der Union um 47 % ab.": [("35 %", "35", None, "up", "by"), ("47 %", "47", None, "down", "by")],
    "Ein Rückgang von 47 %.": [("47 %", "47", None, "down", "by")],
    "Jede zweite Meldung ist falsch.": [("Jede zweite", "50", None, None, None)],
    "2020 waren es 21,7 Mio. Meldungen.": [("21,7 Mio.", "21700000", None, None, None)],
    "zwischen zweihundertfünfzig und dreihundert Prozent": [("zweihundertfünfzig und dreihundert Prozent", "250..300", None, None, None)],
    "Im Fall der 47 % liegt nichts vor.": [("47 %", "47", None, None, None)],
    "Die Quote fiel unter 2 Prozent.": [("2 Prozent", "2", "under", "down", "to")],
}
QUANTITIES = {"percentage", "percentage_points", "multiplier", "count"}


@pytest.mark.parametrize(
    ("lang", "text", "expected"), [*(("es", *row) for row in SPANISH.items()), *(("de", *row) for row in GERMAN.items())]
)
def test_prose_says_what_it_says(lang: str, text: str, expected: list[tuple]) -> None:
    found = [
        (f.text, f"{f.value:f}" if f.low is None else f"{f.low:f}..{f.high:f}", f.hedge, f.direction, f.basis)
        for f in find(text, lang)
        if f.kind in QUANTITIES
    ]
    assert found == expected
