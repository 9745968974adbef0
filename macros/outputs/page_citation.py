"""Citations of a page: in words, as BibTeX, as RIS.

The date is the page's own. A page without a date is cited without one: other dates on the site (of an update, of a version of data)
do not tell when that page was written or changed.
"""

from __future__ import annotations

from dataclasses import replace

from macros.base.dates import write_long_date
from macros.edition.edition import Edition
from macros.interface import read_interface_words
from macros.outputs.citation import escape_tex
from macros.pages import Page
from macros.quotes import Exempt, Phrase, Quote

Parts = tuple[str | Quote | Exempt, ...]


def cite_page(page: Page, build: Edition) -> dict[str, Phrase]:
    """Return the citation of a page in the forms `plain`, `bibtex` and `ris`; a figure in its title stays bound."""
    address = build.site.address + page.url
    told = [source for source in page.sources if source.date == page.date]  # an update retells what was published on its day
    note = "; ".join(source.credit("publisher", "title", "path") for source in told or page.sources)
    title = page.title.parts
    before, after = str(read_interface_words(page.lang)["quoted"]).split("{}")
    dated = f", {write_long_date(page.date, page.lang)}" if page.date else ""
    plain = (f"{build.site.name}: {before}", *title, f"{after}{dated}. {address}")
    return {
        "plain": Phrase(plain, page.title.place),
        "bibtex": Phrase(_write_bibtex(page, build.site.name, address, note), page.title.place),
        "ris": Phrase(_write_ris(page, build.site.name, address, note), page.title.place),
    }


def _write_bibtex(page: Page, site: str, address: str, note: str) -> Parts:
    name = page.url.strip("/").rpartition("/")[2] or "home"
    title = [
        escape_tex(p) if isinstance(p, str) else replace(p, wording=escape_tex(p.wording), form="") if isinstance(p, Quote) else p
        for p in page.title.parts
    ]
    date = page.date
    fields = {"date": date, "year": date[:4], "month": str(int(date[5:7]))} if date else {}
    fields |= {"url": address, "language": page.lang}
    if note:
        fields["note"] = escape_tex(_write_basis(note, page))
    body = "".join(f",\n  {key} = {{{text}}}" for key, text in fields.items())
    # Double braces keep BibTeX from splitting the name of an organisation and from lowering a title's capitals.
    return (f"@online{{{name},\n  author = {{{{{escape_tex(site)}}}}},\n  title = {{{{", *title, f"}}}}{body}\n}}")


def _write_ris(page: Page, site: str, address: str, note: str) -> Parts:
    date = page.date
    fields = [("PY", date[:4]), ("DA", date.replace("-", "/"))] if date else []
    fields += [("UR", address), ("LA", page.lang)]
    if note:
        fields.append(("N1", _write_basis(note, page)))
    body = "".join(f"\n{tag}  - {text}" for tag, text in fields)
    return (f"TY  - ELEC\nAU  - {site}\nTI  - ", *page.title.parts, f"{body}\nER  - ")


def _write_basis(note: str, page: Page) -> str:
    return str(read_interface_words(page.lang)["cited"]["based"]).format(note)
