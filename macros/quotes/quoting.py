"""Makes quotes: finds the figure as of the page's date, judges the author's wording, records both."""

from __future__ import annotations

from dataclasses import dataclass, field

from macros.errors import Fault, FaultError, Faults, Place
from macros.figures import Figure, Figures
from macros.quotes.quote import Exempt, Quote
from macros.wording import judge_wording, standard


@dataclass
class Quoting:
    """Every quote of one build, by page. The key of `quotes` is the page's source path, or a data file's."""

    figures: Figures
    faults: Faults
    quotes: dict[str, list[Quote]] = field(default_factory=dict)
    exempt: dict[str, list[Exempt]] = field(default_factory=dict)

    def quote(self, name: str, wording: str | None, *, lang: str, as_of: str | None, place: Place, page: str) -> Quote:
        """Quote a figure. Faults (unknown id, no data by that date, wrong wording) are recorded, never raised."""
        try:
            figure = self.figures.get(str(name), as_of, place)
        except FaultError as error:
            self.faults.extend(error.faults)
            return self._record(page, Quote(str(name), "", "", wording or str(name), place, as_of, error.faults))
        faults: tuple[Fault, ...] = ()
        authored = wording is not None
        if wording is None:
            wording = standard(figure, lang)
        else:
            findings = judge_wording(wording, figure, lang)
            faults = tuple(Fault(place, f.code, f.fact, f.remedy, f.severity) for f in findings)
            self.faults.extend(faults)
        return self._record(page, make_quote(figure, wording, place, as_of, faults, authored))

    def not_a_figure(self, text: str, reason: str, *, place: Place, page: str) -> Exempt:
        """Declare words to be no figure. A missing reason is a fault."""
        if not str(reason).strip():
            fact = f'declares "{text}" to be no figure without a reason'
            self.faults.add(Fault(place, "no-reason", fact, 'write not_a_figure("text", "reason")'))
        exempt = Exempt(str(text), str(reason), place)
        self.exempt.setdefault(page, []).append(exempt)
        return exempt

    def _record(self, page: str, quote: Quote) -> Quote:
        self.quotes.setdefault(page, []).append(quote)
        return quote


def make_quote(
    figure: Figure, wording: str, place: Place, as_of: str | None, faults: tuple[Fault, ...] = (), authored: bool = False
) -> Quote:
    return Quote(figure.id, figure.version, figure.declaration.status, wording, place, as_of, faults, authored)
