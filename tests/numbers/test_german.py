"""What German prose says: one row a kind, with what must not be taken for it."""

from __future__ import annotations

import pytest

from tests.finder import find

FREE = {"cardinal", "ordinal", "reference", "year", "date"}

SAYS = {
    # Parts of a unit, in one word.
    "um einen Viertelprozentpunkt gesenkt": ["einen Viertelprozentpunkt | percentage_points | 0.25 | down"],
    "um drei Viertelprozentpunkte": ["drei Viertelprozentpunkte | percentage_points | 0.75"],
    "eine Dreiviertelmillion Menschen": ["eine Dreiviertelmillion | count | 750000"],
    "dreiviertel der Befragten": ["dreiviertel | percentage | 75"],
    "dreiviertel Millionen Menschen": ["dreiviertel Millionen | count | 750000"],
    "Um dreiviertel acht, eine dreiviertel Stunde": [],
    "zwei- bis dreitausend Meldungen": ["zwei- bis dreitausend | count | 2000..3000"],
    # Times.
    "Die Zahl ist viermal höher als zuvor.": ["viermal höher | multiplier | 4 | up"],
    "Er kam dreimal pro Woche.": [],
    "dreifach geimpft, ein zweifacher Vater, tausend Dank, ein 10-Punkte-Plan": [],
    # Ratios.
    "Betroffen ist jedes dritte.": ["jedes dritte | percentage | 33.3333333333"],
    "Fast jeder Zweite, jede Dritte und jeder Vierte": [
        "jeder Zweite | percentage | 50 | under",
        "jede Dritte | percentage | 33.3333333333",
        "jeder Vierte | percentage | 25",
    ],
    "jeden zweiten Tag, jede zweite Woche": [],
    "eine von 1.000 Meldungen, einer von hundert": ["eine von 1.000 | percentage | 0.1", "einer von hundert | percentage | 1"],
    "Von 100 Meldungen waren 80 falsch.": ["100 Meldungen waren 80 | percentage | 80"],
    "Von 100 Euro waren 80 falsch.": ["100 | amount | 100"],
    # Rates.
    "0,6 vom Hundert und 3 vom Tausend": ["0,6 vom Hundert | percentage | 0.6", "3 vom Tausend | per_mille | 3"],
    "Auf 100 000 Einwohner kamen 6.070.": ["100 000 Einwohner kamen 6.070 | rate | 6070"],
    "Auf je 1.000 Einwohner entfielen 12,3 Geburten.": ["1.000 Einwohner entfielen 12,3 | rate | 12.3"],
    "Auf 100.000 Einwohner kamen 2020 rund 6.070 Fälle.": ["6.070 | count | 6070 | about"],
    "Es gab 12,3 Fälle auf 100.000 Einwohner.": ["12,3 Fälle auf 100.000 | rate | 12.3"],
    "Die Stadt wuchs von 80.000 auf 100.000 Einwohner.": ["80.000 | count | 80000 | up", "100.000 | count | 100000 | up"],
    "Die Stadt wuchs auf 100.000 Einwohner.": ["100.000 | count | 100000 | up"],
    # Points.
    "Der Index stieg auf 116,2 Punkte (2015 = 100).": ["116,2 | amount | 116.2 | up"],
    "Der Wert stieg auf 116,2 Punkte (2015 = 100).": ["116,2 | amount | 116.2 | up"],
    "Der Geschäftsklimaindex fiel um 3 Punkte auf 98,2 Punkte.": ["3 | amount | 3 | down", "98,2 | amount | 98.2 | down"],
    "Der Index fiel um 3 Prozentpunkte.": ["3 Prozentpunkte | percentage_points | 3 | down"],
    "Die Zustimmung stieg um 3 Punkte auf 47 Prozent.": ["3 Punkte | percentage_points | 3 | up", "47 Prozent | percentage | 47 | up"],
    # Signs and bounds.
    "minus 47 bis minus 42 Prozent": ["minus 47 bis minus 42 Prozent | percentage | -47..-42"],
    "Ein negatives Wachstum von 35 %": ["35 % | percentage | 35 | down"],
    "Eine negative Veränderung von 35 Prozent": ["35 Prozent | percentage | 35 | down"],
    "In keinem der Jahre lag die Quote über 2 Prozent.": ["2 Prozent | percentage | 2 | at_most"],
    "Die Quote überstieg nie 2 Prozent.": ["2 Prozent | percentage | 2 | at_most"],
    "Der Anteil fiel nicht unter 5 Prozent.": ["5 Prozent | percentage | 5 | at_least | down"],
    "Der Anteil darf 5 Prozent nicht überschreiten.": ["5 Prozent | percentage | 5 | at_most"],
    "nicht weniger als 1.200 Fälle": ["1.200 | count | 1200 | at_least"],
    # Scales.
    "eine gute Million, eine knappe halbe Million": [
        "eine gute Million | count | 1000000 | over",
        "eine knappe halbe Million | count | 500000 | under",
    ],
    "20 und mehr Millionen, zigtausend, Dutzende Meldungen": [
        "20 und mehr Millionen | count | 20000000 | at_least",
        "zigtausend | count | -",
        "Dutzende | count | -",
    ],
    "4,7/Mio.": ["4,7/Mio. | rate | 4.7"],
    # Lists and changes.
    "5 bis zu 10 Prozent": ["5 bis zu 10 Prozent | percentage | 5..10"],
    "um 5 bzw. 10 Prozent gestiegen": ["5 | percentage | 5 | up", "10 Prozent | percentage | 10 | up"],
    "Die Quote hat sich von 2 auf 4 Prozent verdoppelt.": [
        "2 | percentage | 2 | up",
        "4 Prozent | percentage | 4 | up",
        "verdoppelt | multiplier | 2 | up",
    ],
    "Die Zahl ging gegenüber 1990 um 40 Prozent zurück.": ["40 Prozent | percentage | 40 | down"],
    "Sie sind dreimal häufiger betroffen.": ["dreimal häufiger | multiplier | 3 | up"],
    "Der Rückgang betrug 46 Prozent nach drei, 51 Prozent nach sechs und 58 Prozent nach 18 Wochen.": [
        "46 Prozent | percentage | 46 | down",
        "51 Prozent | percentage | 51 | down",
        "58 Prozent | percentage | 58 | down",
    ],
    "Die Quote stieg im 4. Quartal 2023 zum Vorjahr um 1,1 %.": ["1,1 % | percentage | 1.1 | up"],
    "Danach stieg der Erlös aber um 3,2 Prozent.": ["3,2 Prozent | percentage | 3.2 | up"],
    "Er sank um 5 %, aber 3 % blieben.": ["5 % | percentage | 5 | down", "3 % | percentage | 3"],
    "Sie nahm um 1,3 Prozent ab (-14’000 Stellen).": ["1,3 Prozent | percentage | 1.3 | down", "-14’000 | count | -14000"],
    "Gezählt wurden 1.200 Kürzungen und 47 % Verlust.": ["1.200 | count | 1200", "47 % | percentage | 47 | down"],
    "Die Mittel wurden geviertelt.": ["geviertelt | multiplier | 0.25 | down"],
    # Names.
    "10117 Berlin, in 8001 Zürich, D-11011 Berlin": [],
    "in 12500 Verfahren": ["12500 | count | 12500"],
    "vom 3.5. bis 7.6., am 3.5., PM2,5, die UN-Resolution 1325, Ziel 5.2": [],
    "Der Wert lag bei 3.5.": ["3.5 | amount | 3.5"],
    "Platz der Republik 1, 11011 Berlin": [],
    "Telefon: 030 12345678, Fax 030/123456-78, Tel. (030) 123 45 67": [],
    "Rufen Sie die 116 111 oder 0800 1110333 an.": [],
    "Telefon: +49 (0) 611 / 75 48 65, Artikelnummer: 20101301": [],
    "Der Saldo betrug +29 397 681.": ["+29 397 681 | count | 29397681"],
    "Rufen Sie 12.500 Menschen an.": ["12.500 | count | 12500"],
    "von 9 bis 17 Uhr, 8.30–16.00 Uhr, um 9.30 Uhr": [],
    "§ 10 Abs. 2 Satz 1, BT-Drs. 19/12345, PLZ 20500": [],
    # Spellings of Switzerland and of keyboards.
    "Hoechstens zwoelf Prozent, ueber dreissig Prozent, die Haelfte": [
        "zwoelf Prozent | percentage | 12 | at_most",
        "dreissig Prozent | percentage | 30 | over",
        "die Haelfte | percentage | 50",
    ],
    "5 % grösser": ["5 % | percentage | 5 | up"],
}


@pytest.mark.parametrize("text", SAYS)
def test_german_prose_says_what_it_says(text: str) -> None:
    rows = []
    for each in find(text, "de"):
        if each.kind not in FREE:
            value = f"{each.low:f}..{each.high:f}" if each.low is not None else f"{each.value:f}" if each.value is not None else "-"
            rows.append(" | ".join(filter(None, (each.text, each.kind, value, each.hedge, each.direction))))
    assert rows == SAYS[text]
