"""What a page says of itself to machines (schema.org, as JSON-LD in its head): a report, a reviewed claim, data sets."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any

from macros.base.dates import read_date
from macros.corrections import of_page
from macros.corrections.shown import HOME
from macros.datapackage import Package, Resource
from macros.edition.edition import Edition
from macros.interface import words
from macros.outputs.card_files import address as card_address
from macros.outputs.written import credit
from macros.pages import Page

_DATA_PAGE = "data.md"


def structured_data(page: Page, build: Edition) -> str:
    """The JSON-LD of a page, fit to stand in a script element; "" where a page has none."""
    found = list(_things(page, build))
    if not found:
        return ""
    value: dict[str, Any] = {"@context": "https://schema.org"}
    value |= found[0] if len(found) == 1 else {"@graph": found}
    # A text could hold `</script>` or `<!--`, which would end or change the element.
    return json.dumps(value, ensure_ascii=False, indent=1).replace("<", "\\u003c")


def tells_rows(page: Page) -> bool:
    """Whether a page tells machines of the rows of all packages: which years they are about, the digest of each file."""
    return page.uri == _DATA_PAGE


def _things(page: Page, build: Edition) -> Iterator[dict[str, Any]]:
    if page.uri == "index.md":
        yield {
            "@type": "WebSite",
            "name": build.site.name,
            "url": build.site.address,
            "description": build.site.description,
            "inLanguage": page.lang,
        }
    if page.is_update:
        yield _report(page, build)
        yield _breadcrumbs(page, build)
    if page.claim:
        yield _claim_review(page, build)
    if tells_rows(page):
        for name in build.project.packages.names():
            newest = build.project.packages.versions[name][-1:]
            yield from (_dataset(package, build) for package in newest)


def _site(build: Edition) -> dict[str, Any]:
    return {"@type": "Organization", "name": build.site.name, "url": build.site.address}


def _report(page: Page, build: Edition) -> dict[str, Any]:
    """An update. Its words are this site's; who wrote the original is the author of what it is based on."""
    address = build.site.address + page.url
    originals = [_original(source.title, source.publisher, source.date) for source in page.sources]
    written = next((original for original in originals if original["datePublished"] == page.date), None)
    if page.author and written:  # the first source of that day is what the author wrote; others are what it speaks of
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
        "dateModified": build.modified(page),
        **({"correction": told} if (told := _corrections(page, build)) else {}),
        "author": _site(build),
        "publisher": _site(build),
        "isBasedOn": originals,
        "inLanguage": page.lang,
        **_translations(page, build),
        "about": [{"@type": "Thing", "name": build.project.settings.name_topic(topic, page.lang)} for topic in page.topics],
    }


def _corrections(page: Page, build: Edition) -> list[dict[str, str]]:
    """What was changed in an update after it was published, newest first."""
    return [
        {
            "@type": "CorrectionComment",
            "text": entry.texts["what"].plain,
            "datePublished": entry.date,
            "url": f"{build.site.address}{HOME}#{entry.id}",
        }
        for entry in of_page(build.corrections, page.uri)
    ]


def _translations(page: Page, build: Edition) -> dict[str, Any]:
    """The same report in the other languages: what it was translated from, or what was translated from it."""
    others = {
        lang: {"@id": f"{build.editions[lang].site.address}{other.url}#report", "inLanguage": lang}
        for lang, other in build.translations(page).items()
        if other is not page
    }
    if not build.folder:
        return {"workTranslation": list(others.values())} if others else {}
    original = others.get(build.default.lang)
    return {"translationOfWork": original} if original else {}


def _original(title: str, publisher: str, date: str) -> dict[str, Any]:
    return {"@type": "WebPage", "name": title, "publisher": _organization(publisher), "datePublished": date}


def _organization(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}


def _breadcrumbs(page: Page, build: Edition) -> dict[str, Any]:
    trail = [(build.site.name, build.site.address), (str(words(page.lang)["updates"]), f"{build.site.address}updates/")]
    trail.append((page.title.plain, build.site.address + page.url))
    items = [{"@type": "ListItem", "position": n, "name": name, "item": item} for n, (name, item) in enumerate(trail, 1)]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _claim_review(page: Page, build: Edition) -> dict[str, Any]:
    """A claim that the page examines. The rating is a word: what is disputed has no place on a scale."""
    claim = page.claim
    assert claim is not None
    address = build.site.address + page.url
    speaker = {"@type": "Person", "description": claim.by, "affiliation": {"@type": "Organization", "name": claim.of}}
    appearance = {"@type": "CreativeWork", "publisher": {"@type": "Organization", "name": claim.appeared}}
    return {
        "@type": "ClaimReview",
        "url": address,
        "claimReviewed": claim.text.plain,
        "datePublished": page.date,
        "author": _site(build),
        "isBasedOn": [_original(source.title, source.publisher, source.date) for source in page.sources],
        "itemReviewed": {"@type": "Claim", "text": claim.text.plain, "author": speaker, "appearance": appearance},
        "reviewRating": {"@type": "Rating", "alternateName": claim.rating},
        "inLanguage": page.lang,
    }


def _dataset(package: Package, build: Edition) -> dict[str, Any]:
    descriptor = package.descriptor
    home = f"{build.site.address}data/"
    licences = [entry.get("path") or entry.get("name") for entry in descriptor.get("licenses", ())]
    return {
        "@type": "Dataset",
        "@id": f"{home}#dataset-{package.name}",
        "url": home,
        "name": package.text("title", build.lang),
        "description": _description(package, build.lang),
        "identifier": package.label,
        "version": package.version,
        "datePublished": package.version,
        "license": licences[0] if licences else "",
        "creditText": "; ".join(map(credit, package.sources)),
        "temporalCoverage": _coverage(package),
        **_creators(package),
        "publisher": _site(build),
        "isAccessibleForFree": True,
        "keywords": list(package.keywords(build.lang)),
        "inLanguage": build.lang,
        "distribution": [_download(package, resource, build) for resource in package.resources.values()],
    }


def _creators(package: Package) -> dict[str, Any]:
    """Who made the data: the publishers of its sources. Nothing is said where none is named."""
    made = [_organization(name) for name in package.publishers]
    return {"creator": made[0] if len(made) == 1 else made} if made else {}


def _description(package: Package, lang: str) -> str:
    """The package's own; its title and sources where that is shorter than data catalogues accept (50 signs)."""
    text = package.text("description", lang)
    return text if len(text) >= 50 else f"{package.text('title', lang)}. {text}".strip()


def _download(package: Package, resource: Resource, build: Edition) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": package.resource_title(resource, build.lang),
        "contentUrl": f"{build.default.site.address}data/{package.name}/{package.version}/{resource.path.rpartition('/')[2]}",
        "encodingFormat": "text/csv",
        "sha256": resource.sha256.removeprefix("sha256:"),
    }


def _coverage(package: Package) -> str:
    """The time that the rows are about: their years, their dates or their weeks since a date, else the version's day."""
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
