"""What the mutations know of a language: its separators, its units, the words that are turned round. By hand, without the finder."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """point, group: of numbers. percent, points, million: the units, as patterns. turned: words of direction and their opposites.

    hedges: each with one on the other side. over, nearly: a hedge of either side, put before a number. tens, ones, joined: of number words.
    """

    point: str
    group: str
    percent: str
    points: str
    million: str
    said_points: str
    said_percent: str
    turned: dict[str, str]
    hedges: dict[str, str]
    over: str
    nearly: str
    tens: dict[int, str]
    ones: tuple[str, ...]
    joined: str
    code: str
    goes_on: re.Pattern[str]
    agreeing: re.Pattern[str]
    elsewhere: str
    averages: tuple[str, ...]
    apiece: tuple[str, ...]
    running: tuple[str, ...]

    @property
    def number(self) -> re.Pattern[str]:
        """A number as a site may show it: grouped, with decimals, with a sign, a percent sign or a unit in words behind it."""
        point, group = re.escape(self.point), re.escape(self.group)
        return re.compile(
            rf"(?<![\w.,#/:@-])(?P<sign>[−+]?)(?P<digits>\d{{1,3}}(?:{group}\d{{3}})+|\d+(?:{point}\d+)?)"
            rf"(?P<unit>\s?%|\s(?:{self.percent}|{self.points}|{self.million})\b)?(?![\w/]|[.,]\d)"
        )

    def plain(self, digits: str) -> str:
        """Digits as this language writes them, with a point and with commas between thousands."""
        return digits.translate(str.maketrans({self.point: ".", self.group: ","}))

    def written(self, digits: str) -> str:
        """The other way."""
        return digits.translate(str.maketrans({".": self.point, ",": self.group}))

    def in_words(self, value: int) -> str:
        """A whole number from 31 to 99 in words, or ""."""
        tens = self.tens.get(value // 10, "")
        return tens and (f"{tens}{self.joined}{self.ones[value % 10]}" if value % 10 else tens)


def _both(pairs: dict[str, str]) -> dict[str, str]:
    return {**pairs, **{b: a for a, b in pairs.items()}}


LANGUAGES = {
    "en": Language(
        point=".",
        group=",",
        percent="percent|per cent",
        points="percentage points?",
        million="million",
        said_points=" percentage points",
        said_percent=" percent",
        turned=_both(
            {
                "fell": "rose",
                "decrease": "increase",
                "down": "up",
                "decreased": "increased",
                "decline": "rise",
                "shrank": "grew",
                "decreases": "increases",
            }
        ),
        hedges={
            "more than": "nearly",
            "over": "under",
            "at least": "at most",
            "just under": "over",
            "nearly": "over",
            "around": "over",
            "under": "over",
        },
        over="over",
        nearly="nearly",
        tens={3: "thirty", 4: "forty", 5: "fifty", 6: "sixty", 7: "seventy", 8: "eighty", 9: "ninety"},
        ones=("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
        joined="-",
        code="en",
        goes_on=re.compile(r"\s*(?:[.,;:)]|(?:in|from|after|while|and|on|by)\b)"),
        agreeing=re.compile(r"(?!)"),
        elsewhere="in Japan",
        averages=("on average", "on an average day", "as a median"),
        apiece=("per person", "per country", "per head", "for every country"),
        running=("so far", "to date", "since 2010", "cumulatively"),
    ),
    "es": Language(
        point=",",
        group=".",
        percent="por ciento",
        points="puntos? porcentual(?:es)?",
        million="millones",
        said_points=" puntos porcentuales",
        said_percent=" por ciento",
        turned=_both(
            {
                "cayeron": "aumentaron",
                "cayó": "aumentó",
                "caído": "aumentado",
                "disminución": "aumento",
                "disminuyeron": "crecieron",
                "disminuyó": "creció",
                "descenso": "incremento",
                "caída": "subida",
                "bajaron": "subieron",
                "bajó": "subió",
            }
        ),
        hedges={
            "más de": "casi",
            "al menos": "como mucho",
            "casi": "más de",
            "alrededor de": "más de",
            "en torno a": "más de",
            "menos de": "más de",
            "algo menos del": "más del",
            "como mínimo": "como máximo",
            "más del": "casi el",
        },
        over="más de",
        nearly="casi",
        tens={3: "treinta", 4: "cuarenta", 5: "cincuenta", 6: "sesenta", 7: "setenta", 8: "ochenta", 9: "noventa"},
        ones=("", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
        joined=" y ",
        code="es",
        goes_on=re.compile(r"\s*(?:[.,;:)]|(?:en|de 20|al|tras|y|mientras)\b)"),
        agreeing=re.compile(r"tod[oa]s|total", re.IGNORECASE),  # with its article: in the place of another it says nothing
        elsewhere="en Japón",
        averages=("de media", "en promedio", "por término medio"),
        apiece=("por país", "por habitante", "cada una", "por cabeza"),
        running=("hasta la fecha", "hasta ahora", "desde 2010", "en total acumulado"),
    ),
}


def language(file: str) -> Language:
    """The language that a file of the site is written in."""
    return LANGUAGES["es" if file.startswith("es/") else "en"]
