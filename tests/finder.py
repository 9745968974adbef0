"""The finder of quantities with the nouns that its tests speak of."""

from __future__ import annotations

from functools import partial

from macros.base.noun_forms import NounForms
from macros.numbers import find_quantities as find_with
from macros.wording import compare_wording as judge_with

_EN = ("reports files notifications referrals tips victims cybertips", "report file notification referral tip victim cybertip")
_ES = (
    "denuncias archivos ficheros notificaciones remisiones avisos víctimas",
    "denuncia archivo fichero notificación remisión aviso víctima",
)
_DE = ("meldungen dateien hinweise hinweisen opfer opfern verweise verweisen", "meldung datei hinweis opfer verweis")
_BETWEEN = {"en": "eu us european swiss german dutch american online image video child sexual exploitation abuse"}
NOUNS = tuple(
    NounForms(lang, frozenset(many.split()), frozenset(one.split()), frozenset(_BETWEEN.get(lang, "").split()))
    for lang, (many, one) in {"de": _DE, "en": _EN, "es": _ES}.items()
)
find = partial(find_with, nouns=NOUNS)
judge_wording = partial(judge_with, nouns=NOUNS)
