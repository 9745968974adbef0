"""Structured data of a page (schema.org, as JSON-LD in its head): a report, a reviewed claim, data sets."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any

from macros.base.dates import read_date
from macros.corrections import select_by_page
from macros.corrections.shown import HOME
from macros.datapackage import Package, Resource, Source
from macros.edition.edition import Edition
from macros.interface import read_interface_words
from macros.outputs.card_files import make_card_address as card_address
from macros.pages import Page
from macros.structure.model import TOLD_QUALIFIERS

_DATA_PAGE = "data.md"


def write_structured_data(page: Page, build: Edition) -> str:
    """Return the JSON-LD of a page for a script element, or "" for a page without any."""
    found = list(_describe_things(page, build))
    if not found:
        return ""
    value: dict[str, Any] = {"@context": "https://schema.org"}
    value |= found[0] if len(found) == 1 else {"@graph": found}
    # `</script>` or `<!--` in a text would end or change the element.
    return json.dumps(value, ensure_ascii=False, indent=1).replace("<", "\\u003c")


def depends_on_rows(page: Page) -> bool:
    """Return True if the structured data of a page depends on the rows of all packages: their years, the digests of their files."""
    return page.uri == _DATA_PAGE


def _describe_things(page: Page, build: Edition) -> Iterator[dict[str, Any]]:
    if page.uri == "index.md":
        yield {
            "@type": "WebSite",
            "name": build.site.name,
            "url": build.site.address,
            "description": build.site.description,
            "inLanguage": page.lang,
        }
    if page.is_update:
        yield _describe_report(page, build)
        yield _describe_breadcrumbs(page, build)
    if page.claim:
        yield _describe_claim_review(page, build)
    if depends_on_rows(page):
        for name in build.project.packages.list_names():
            newest = build.project.packages.versions[name][-1:]
            yield from (_describe_dataset(package, build) for package in newest)


def _describe_site(build: Edition) -> dict[str, Any]:
    return {"@type": "Organization", "name": build.site.name, "url": build.site.address}


def _describe_report(page: Page, build: Edition) -> dict[str, Any]:
    """Describe an update. Its words are this site's; its author is the author of the original that it is based on."""
    address = build.site.address + page.url
    originals = [*map(_describe_original, page.sources)]
    written = next((original for original in originals if original["datePublished"] == page.date), None)
    if page.author and written:  # the author wrote the first source of that day; the update speaks of the others
        written["author"] = {"@type": "Person", "name": page.author}
    return {
        "@type": "Report",
        "@id": f"{address}#report",
        "url": address,
        "image": build.site.address + card_address(page),
        "mainEntityOfPage": address,
        "headline": page.title.plain,
        "description": page.description.plain,
        "abstract": page.summary.plain if page.summary else page.description.plain,
        "datePublished": page.date,
        "dateModified": build.find_modified_date(page),
        **({"correction": told} if (told := _describe_corrections(page, build)) else {}),
        "author": _describe_site(build),
        "publisher": _describe_site(build),
        "isBasedOn": originals,
        "inLanguage": page.lang,
        **_link_translations(page, build),
        "about": [{"@type": "Thing", "name": build.project.settings.name_topic(topic, page.lang)} for topic in page.topics],
    }


def _describe_corrections(page: Page, build: Edition) -> list[dict[str, str]]:
    """Return the changes of an update since its publication, newest first."""
    return [
        {
            "@type": "CorrectionComment",
            **({"text": entry.texts["what"].plain} if "what" in entry.texts else {}),
            "datePublished": entry.date,
            "url": f"{build.site.address}{HOME}#{entry.id}",
        }
        for entry in select_by_page(build.corrections, page.uri)
    ]


def _link_translations(page: Page, build: Edition) -> dict[str, Any]:
    """Link an original report to its translations, or a translation to its original."""
    others = {
        lang: {"@id": f"{build.editions[lang].site.address}{other.url}#report", "inLanguage": lang}
        for lang, other in build.find_translations(page).items()
        if other is not page
    }
    if not build.folder:
        return {"workTranslation": list(others.values())} if others else {}
    original = others.get(build.default.lang)
    return {"translationOfWork": original} if original else {}


def _describe_original(source: Source) -> dict[str, Any]:
    address = {"url": source.path} if source.path else {}
    publisher = _describe_organization(source.publisher)
    return {"@type": "WebPage", "name": source.title, **address, "publisher": publisher, "datePublished": source.date}


def _describe_organization(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}


def _describe_breadcrumbs(page: Page, build: Edition) -> dict[str, Any]:
    trail = [(build.site.name, build.site.address), (str(read_interface_words(page.lang)["updates"]), f"{build.site.address}updates/")]
    trail.append((page.title.plain, build.site.address + page.url))
    items = [{"@type": "ListItem", "position": n, "name": name, "item": item} for n, (name, item) in enumerate(trail, 1)]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _describe_claim_review(page: Page, build: Edition) -> dict[str, Any]:
    """Describe a claim examined by the page. The rating is a word, as a disputed claim has no place on a scale."""
    claim = page.claim
    assert claim is not None
    address = build.site.address + page.url
    speaker = {"@type": "Person", "description": claim.speaker, "affiliation": {"@type": "Organization", "name": claim.organisation}}
    appearance = {"@type": "CreativeWork", "publisher": {"@type": "Organization", "name": claim.publication}}
    return {
        "@type": "ClaimReview",
        "url": address,
        "claimReviewed": claim.text.plain,
        "datePublished": page.date,
        "author": _describe_site(build),
        "isBasedOn": [*map(_describe_original, page.sources)],
        "itemReviewed": {"@type": "Claim", "text": claim.text.plain, "author": speaker, "appearance": appearance},
        "reviewRating": {"@type": "Rating", "alternateName": claim.rating},
        "inLanguage": page.lang,
    }


def _describe_dataset(package: Package, build: Edition) -> dict[str, Any]:
    descriptor = package.descriptor
    home = f"{build.site.address}data/"
    licences = [entry.get("path") or entry.get("name") for entry in descriptor.get("licenses", ())]
    return {
        "@type": "Dataset",
        "@id": f"{home}#dataset-{package.name}",
        "url": home,
        "name": package.find_text("title", build.lang),
        "description": _write_description(package, build.lang),
        "identifier": package.label,
        "version": package.version,
        "datePublished": package.version,
        "license": licences[0] if licences else "",
        "creditText": "; ".join(source.credit("title", "publisher") for source in package.sources),
        "isBasedOn": [*map(_describe_original, package.sources)],
        "temporalCoverage": _find_coverage(package),
        **_find_creators(package),
        "publisher": _describe_site(build),
        **({"creativeWorkStatus": told} if (told := _describe_status(package, build)) else {}),
        "isAccessibleForFree": True,
        "keywords": list(package.list_keywords(build.lang)),
        "inLanguage": build.lang,
        "distribution": [_describe_download(package, resource, build) for resource in package.resources.values()],
    }


def _describe_status(package: Package, build: Edition) -> str:
    """Return what the source says of values in the package: `with values that are provisional, estimated`."""
    structures = build.project.figures.structures
    found = {
        name
        for resource in package.resources.values()
        for attribute in structures.find_structure(package.name, resource).attributes.values()
        if attribute.means == "status" and attribute.name in resource.fields
        for row in resource.rows
        for name in attribute.codes.get(row.raw[attribute.name], "").split()
    }
    words = read_interface_words(build.lang)
    told = [str(words["qualifiers"][name]) for name in TOLD_QUALIFIERS if name in found]
    return str(words["values_that_are"]).format(", ".join(told)) if told else ""


def _find_creators(package: Package) -> dict[str, Any]:
    """Return the creators of the data: the publishers of its sources, if any is named."""
    made = [_describe_organization(name) for name in package.publishers]
    return {"creator": made[0] if len(made) == 1 else made} if made else {}


def _write_description(package: Package, lang: str) -> str:
    """Return the package's description, behind its title if it is shorter than data catalogues accept (50 characters)."""
    text = package.find_text("description", lang)
    return text if len(text) >= 50 else f"{package.find_text('title', lang)}. {text}".strip()


def _describe_download(package: Package, resource: Resource, build: Edition) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": package.resource_title(resource, build.lang),
        "contentUrl": f"{build.default.site.address}data/{package.name}/{package.version}/{resource.path.rpartition('/')[2]}",
        "encodingFormat": "text/csv",
        "sha256": resource.sha256.removeprefix("sha256:"),
    }


def _find_coverage(package: Package) -> str:
    """Return the period of the rows: their years, their dates or their weeks since a date, else the version's day."""
    years: set[str] = set()
    days: set[str] = set()
    for resource in package.resources.values():
        for name, field in resource.fields.items():
            cells = {row.raw[name] for row in resource.rows} - {""}
            since = read_date(str(field.get("description", "")), "en") if name == "weeks" else None
            if name == "year" or name.startswith("year_"):
                years |= cells
            elif since and cells:
                end = datetime.date.fromisoformat(since) + datetime.timedelta(weeks=max(int(cell) for cell in cells), days=-1)
                days |= {since, end.isoformat()}
            elif field.get("type") == "date" and name in ("date", "as_of"):
                days |= cells
    found = sorted(days or years) or [package.version]
    return found[0] if found[0] == found[-1] else f"{found[0]}/{found[-1]}"
