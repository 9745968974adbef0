"""The making of quotes: find the figure as of the page's date, check the author's wording, record both."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from macros.base.errors import Fault, FaultError, Faults, Place, put_on_one_line
from macros.figures import Figure, Figures
from macros.interface import read_interface_words
from macros.numbers import find_quantities
from macros.quotes.log import FigureQuoted, RenderLog, WordsExempted
from macros.quotes.quote import READS, Exempt, Quote, write_status_mark
from macros.wording import adopt_decimals, compare_wording, write_in_cell, write_standard
from macros.wording.judge import QUANTITIES, Finding

_WORD = re.compile(r"[^\W\d_]{2,}")
_REASON = 2  # words
_WIDEST = 8  # words, as in "between 24.5% and 25.5% of all of them"
_SENTENCES = re.compile(r"[.!?]\s+\S")
_GONE = ("withdrawn", "superseded")
_FORMS: dict[str, Callable[[Figure, str], str]] = {"standard": write_standard, "cell": write_in_cell}


@dataclass
class QuoteBook:
    """A maker of the quotes of one edition. It adds them to the edition's log (macros/quotes/log.py)."""

    figures: Figures
    faults: Faults
    log: RenderLog = field(init=False)
    _findings: dict[tuple[str, str, str, str], list[Finding]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.log = RenderLog(self.faults)

    def quote_figure(
        self,
        name: str,
        wording: str | None,
        *,
        lang: str,
        as_of: str | None,
        place: Place,
        page: str,
        reads: str | None = None,
        because: str | None = None,
    ) -> Quote:
        """Quote a figure. Faults (unknown id, no data by that date, wrong wording) are recorded.

        Args:
            wording: the author's words, or None for the standard wording.
            reads: the declared reading of the words around it, one of `READS`.
            because: the reason why that reading is right.

        Raises: FaultError for a wording that is no text.
        """
        if not isinstance(wording, str | None):
            fact = f"quotes {name} as {wording}, which is not a text"
            raise FaultError(Fault(place, "macro-call", fact, f'write it in quotes: "{wording}"'))
        try:
            figure = self.figures.get(str(name), as_of, place)
        except FaultError as error:
            self.faults.extend(error.faults)
            return self._record_quote(page, Quote(str(name), "", "", wording or str(name), place, as_of, error.faults))
        faults: tuple[Fault, ...] = ()
        form = "" if wording is not None else "standard"
        if wording is None:
            wording = write_standard(figure, lang)
        else:
            findings = self._compare_wording(wording, figure, lang)
            faults = tuple(Fault(place, f.code, f.fact, f.remedy) for f in findings)
        reading = ""
        if reads is not None or because is not None:
            wrong = _find_wrong_reading(figure.id, reads, because)
            faults += tuple(Fault(place, "wrong-reading", *each) for each in wrong)
            reading = "" if wrong else f"{reads}: {because}"
        return self._build_quote(
            figure, wording, "standard", lang=lang, as_of=as_of, place=place, page=page, faults=faults, form=form, reading=reading
        )

    def quote_in_cell(self, figure: Figure, *, lang: str, as_of: str | None, place: Place, page: str) -> Quote:
        """Quote a figure in the short form of cells and tiles."""
        return self._build_quote(figure, write_in_cell(figure, lang), "cell", lang=lang, as_of=as_of, place=place, page=page, form="cell")

    def declare_no_figure(self, text: str, reason: str, *, lang: str, place: Place, page: str) -> Exempt:
        """Declare words with one quantity and little else to be no figure, with a reason in words.

        Anything else is a fault, because nothing proves the content of an exemption.
        """
        shown = put_on_one_line(str(text))
        fault, fact = "", ""
        if not _is_reason(reason):
            fault, fact = "no-reason", f'declares "{shown}" not to be a figure without a reason of two words'
        elif sum(item.kind in QUANTITIES for item in find_quantities(str(text), lang, "plain", nouns=self.figures.nouns)) > 1:
            fault, fact = "wide-exemption", f'declares "{shown}" not to be a figure, which holds several quantities'
        elif len(str(text).split()) > _WIDEST or _SENTENCES.search(str(text)):
            fault, fact = "wide-exemption", f'declares "{shown}" not to be a figure, which says more than a quantity'
        if fault:
            self.faults.add(Fault(place, fault, fact, 'write not_a_figure("the quantity alone", "the reason, in words")'))
        exempt = Exempt(str(text), str(reason), place)
        self.log.add(WordsExempted(page, exempt))
        return exempt

    def declare_example(self, reason: str, *, place: Place, page: str) -> Exempt:
        """Declare a listing to be an example: sample texts without facts. A missing reason is a fault."""
        if not _is_reason(reason):
            fact = "shows an example without a reason of two words"
            self.faults.add(Fault(place, "no-reason", fact, 'write {% call example("what it is an example of") %}'))
        exempt = Exempt("", str(reason), place)
        self.log.add(WordsExempted(page, exempt))
        return exempt

    def _build_quote(
        self,
        figure: Figure,
        wording: str,
        current: str,
        *,
        lang: str,
        as_of: str | None,
        place: Place,
        page: str,
        faults: tuple[Fault, ...] = (),
        form: str = "",
        reading: str = "",
    ) -> Quote:
        """Build and record a quote.

        Args:
            current: the form of the newest value beside it, if the figure has changed.
            form, reading: see `Quote`.
        """
        status = figure.declaration.status
        if status in _GONE and as_of is None and page.startswith("docs/"):
            fact = f"quotes {figure.id}, which is {status}, on a page that is not a dated update"
            faults += (Fault(place, "withdrawn-figure", fact, "quote another figure; this one stays in the list of figures"),)
        if not figure.declaration.has_texts_in(lang) and page.startswith("docs/"):
            fact = f"quotes {figure.id}, which has no texts in {lang}"
            faults += (
                Fault(place, "not-translated", fact, f"add title and label in {lang} to data/figures.yml, or labels to its dimensions.yml"),
            )
        self.faults.extend(faults)
        quote = replace(make_quote(figure, wording, place, as_of, form), reading=reading)
        if not faults:
            quote = self._add_note(quote, figure, current, lang)
        return self._record_quote(page, replace(quote, faults=faults, mark=write_status_mark(figure, lang, form)))

    def _compare_wording(self, wording: str, figure: Figure, lang: str) -> list[Finding]:
        """Check a wording, cached: the same words stand on a page, in its chart and in the chart's files."""
        key = (wording, figure.id, figure.version, lang)
        if key not in self._findings:
            self._findings[key] = compare_wording(wording, figure, lang, self.figures.nouns)
        return self._findings[key]

    def _add_note(self, quote: Quote, figure: Figure, form: str, lang: str) -> Quote:
        """Add the note and the newest words to a quote, if its own words do not hold for the newest figure."""
        status = figure.declaration.status
        if status in _GONE:
            return replace(quote, note=str(read_interface_words(lang)["status"][status]))
        newest = self.figures.newer_value(figure)
        if newest is None or self._is_still_right(quote, newest, lang):
            return quote
        precise = adopt_decimals(newest, quote.wording, lang, self.figures.nouns)
        decimals = precise.declaration.decimals
        told = f"{form}.{decimals}" if decimals != newest.declaration.decimals else form
        return replace(
            quote, note=str(read_interface_words(lang)["revised_since"]), newest_words=_FORMS[form](precise, lang), newest_form=told
        )

    def _is_still_right(self, quote: Quote, newest: Figure, lang: str) -> bool:
        """Return whether the words of a quote hold for the newest value too."""
        if quote.form:
            return quote.wording == _FORMS[quote.form](newest, lang)
        return not self._compare_wording(quote.wording, newest, lang)

    def _record_quote(self, page: str, quote: Quote) -> Quote:
        self.log.add(FigureQuoted(page, quote))
        return quote


def _find_wrong_reading(name: str, reads: object, because: object) -> list[tuple[str, str]]:
    """Return fact and remedy for each mistake in the declared reading of a quote."""
    listed = f"reads is one of {', '.join(READS)}"
    if reads is None:
        return [(f"gives a reason why {name} is read otherwise, and does not say as what", f"add reads; {listed}")]
    if reads not in READS:
        return [(f'declares reads="{put_on_one_line(str(reads))}" of {name}, which is not in the list', listed)]
    if because is None or not _is_reason(str(because)):
        return [(f'declares reads="{reads}" of {name} without a reason of two words', 'add because="the reason, in words"')]
    return []


def _is_reason(text: str) -> bool:
    return len(_WORD.findall(str(text))) >= _REASON


def make_quote(figure: Figure, wording: str, place: Place, as_of: str | None, form: str = "") -> Quote:
    """Create a quote without recording it. form: the generated form of the wording, or ""."""
    return Quote(figure.id, figure.version, figure.declaration.status, wording, place, as_of, form=form)
