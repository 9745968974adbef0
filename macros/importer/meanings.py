"""What symbols, flags and words of notes mean, as offices of statistics use them. One list of each for the whole import."""

from __future__ import annotations

import re

from macros.structure.model import NORMAL, QUALIFIERS

# What stands in the place of a value, as offices of statistics define it: GSS, SDMX, Eurostat, Destatis, INSEE, and programs.
# With one meaning everywhere:
CERTAIN = {
    **dict.fromkeys(("[c]", "[s]", "suppressed", "confidential", "redacted", ": c", ":c", ": (c)", ":(c)", "(s)", "(c)"), "suppressed"),
    **dict.fromkeys(
        (
            "[x]", ":", "..", "...", "…", "n/a", "n.a.", "n.a", "na", "#n/a", "nan", "null", "n.d.", "nd", "n.d",
            "k.a.", "k.a",
            "s.o.", "n.v.t.", "not available", "no data", "data not available", "unavailable", "missing", "[na]", "[n/a]", "(x)", "unknown",
            "keine angabe", "keine angaben", "nicht verfügbar", "no disponible", "non disponible", "non disponibile", "niet beschikbaar",
            "bd",
            "<na>", "(null)", "n. a.", "n / a", "n.e.", "nr.", "[m]", "[w]", "[l]", "brak danych", "ej tillgänglig", "ikke tilgængelig",
        ),
        "missing",
    ),
    **dict.fromkeys(("[z]", ": z", ":z", "not applicable", "[z] not applicable", "nicht zutreffend", "no aplica"), "not applicable"),
}  # fmt: skip
# With meanings that differ: the author is asked.
DOUBTFUL = {
    **dict.fromkeys(("c", "*", "**", "***", "s", "q", "†", "#", "§", "supp", "sup", "conf", "$", "^"), "suppressed"),
    **dict.fromkeys(
        ("-", "–", "—", "--", "---", "‐", "‑", "−", ".", "x", "?", "m", "nr", "n", "o", "|", "l", "_", "d", "(d)", "w", "none", "nil"),
        "missing",
    ),
    **dict.fromkeys(("z",), "not applicable"),
    **dict.fromkeys(("[low]", "low", "~", "k", "[k]"), "too low to show"),
    **dict.fromkeys(("/", "u", "[u]", ":u", ": u"), "too uncertain to show"),
}
ZEROS_TOO = frozenset("- – — -- --- ‐ ‑ − nil none".split())  # zero for some offices
# Flags beside a number. Those of the first list mean the same to all who use them; others are asked, unless the file explains them.
CERTAIN_FLAGS = {
    **dict.fromkeys(("p", "pr", "prov", "provisional", "preliminary", "vorläufig", "provisoire", "prel"), "provisional"),
    **dict.fromkeys(("r", "rev", "revised", "rr"), "revised"),
    **dict.fromkeys(("b", "break", "break in series"), "break"),
    **dict.fromkeys(("est", "estimated", "estimate", "geschätzt", "estimado", "estimada"), "estimated"),
    **dict.fromkeys(("a", "normal", "final"), NORMAL),
}  # fmt: skip
FLAGS = {
    "e": "estimated", "s": "estimated", "f": "estimated", "i": "estimated", "d": "definition differs", "u": "low reliability",
    "n": "not significant", "z": "not applicable", "m": "missing", "l": "missing", "o": "missing", "h": "missing", "v": "not validated",
    "g": "experimental", "j": "derogation", "k": "counted in another category", "w": "counts another category too",
    "a": "definition or coverage differs", "x": "low reliability", "er": "error corrected", "ns": "not significant", "c": "corrected",
}  # fmt: skip
# Codes of SDMX for values that are not there.
GAPS = {**dict.fromkeys("cq", "suppressed"), **dict.fromkeys(":mlohz", "missing")}
# All that stands for one status of a value beside it: words, the flags of Eurostat, the codes of SDMX (CL_OBS_STATUS).
STATUS_BY_WORD = {
    **{sign: status for sign, status in CERTAIN.items() if status in QUALIFIERS},
    **CERTAIN_FLAGS,
    **GAPS,
    "e": "estimated",
    **{word: word for word in (*QUALIFIERS, NORMAL)},
}
KNOWN = frozenset((*CERTAIN_FLAGS, *FLAGS))
STATUSES = {
    "provisional": "provisional",
    "estimated": "estimated",
    "break": "a break in the series",
    "revised": "revised",
    "note": "a marker of a note",
    "drop": "left out",
}
MISSING = {"suppressed": "no value: it is not published", "missing": "no value", "zero": "the value 0"}
# Words by which a note explains a symbol.
_WORDS = {
    "zero": r"\b(?:nil|zero|nought|none|nichts vorhanden|genau null|null|n[ée]ant|cero|nulo|nula|nul|noll|inget|zjawisko nie)\b",
    "suppressed": r"suppress|confiden|disclos|geheim|gehalten|secret|withheld|not published|redact|vertraulich|riservat|reserv|masked"
    r"|poufn|vertrouw",
    "provisional": r"provi[sz]|provv|prelim|vorl[äa]uf|voorlopig|previs|tymczas|wstępn|předběž|alustav|ennakko|foreløb|avance",
    "estimated": r"estim|sch[äa]tz|stim[aeo]|skattad|szacun|odhad|raming|arvio|anslå|forecast|project|imput",
    "revised": r"revi[sz]|revid|r[ée]vis|korrig|berichtig|correct|herzien|rettific",
    "break": r"\bbreak|rupture|ruptura|bruch\b|\bbrud|brott|trendbreuk|interruzione|discontinu",
    "missing": r"not av|unav|missing|no data|no figure|nicht verf|unbekannt|no dispon|non disp|n[ãa]o dispon|keine ang|not coll|none rec"
    r"|lacking|niet besch|brak |saknas|mangler|ikke tilg|nie można|not known|unknown|fällt später|not shown|not comput"
    r"|too (?:small|few)|insufficient",
    "not applicable": r"not appl|nicht sinnvoll|gesperrt|sans objet|no procede|not relevant|not possible|n[ãa]o aplic|non applic"
    r"|nie dotyczy|meaningless",
}
PATTERNS = {meaning: re.compile(words, re.IGNORECASE) for meaning, words in _WORDS.items()}


def find_worded_meaning(text: str) -> str:
    """Return the status or the kind of gap that the words of a note name first, or ""."""
    found = [(match.start(), meaning) for meaning, pattern in PATTERNS.items() if (match := pattern.search(text))]
    return min(found)[1] if found else ""
