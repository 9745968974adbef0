"""`python -m macros check PAGE`: check one page, without the rest of the site."""

from __future__ import annotations

from macros.base.errors import Fault, Place
from macros.pages.page import is_draft
from macros.plugin.read_command import open_page, place_outside_article, read_alone


def check_page(given: str) -> int:
    """Print the faults of a page's texts, charts and front matter. What other files make of the page is left to the check of the site.

    Returns: the exit code, 1 with faults, else 0.

    Raises:
        FaultError: The project or the page cannot be read.
    """
    build, config, edition, path = open_page(given)
    page = edition.pages[path]
    known = {*build.faults}
    check, passages = read_alone(edition, page, config)
    issues = [(at, issue) for at, passage in enumerate(passages) for issue in check.checker.check_passage(passage)[0]]
    whole, partly = check.locator.locate_article(page, passages, {(at, issue.start) for at, issue in issues})
    numbers = sum(len(list(check.checker.find_numbers(passage))) for passage in passages)
    faults = [fault for fault in build.faults if fault.place.path == path or fault not in known]  # those of its charts too
    told = {(fault.place, fault.code) for fault in faults}
    for at, issue in issues:
        key = (at, issue.start)
        place = whole.get(key) or partly.get(key) or place_outside_article(check, page, passages[at], issue.start) or Place(path)
        if (place, issue.code) not in told:  # a title stands in the page and above it
            told.add((place, issue.code))
            faults.append(Fault(place, issue.code, issue.fact, issue.remedy))
    for fault in sorted(
        faults, key=lambda fault: (fault.place.path != path, fault.place.path, fault.place.line or 0, fault.place.column or 0)
    ):
        print(fault)
    found = f"{len(faults)} fault{'s' if len(faults) != 1 else ''}" if faults else "no fault"
    if is_draft(build.project.root / path):
        print(f"{path} is a translation in preparation, shown once it is marked: python -m macros translate-status --mark {path}")
    print(f"{path}: {numbers} numbers, {found}. The other pages, the feeds and the record of what is published: make check.")
    return 1 if faults else 0
