"""Files of documents: a PDF for each version of a package, beside its data, and one at an address for the newest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from macros.base.errors import Fault, FaultError, Place
from macros.charts.picture import TOKENS
from macros.datapackage import Package
from macros.edition.edition import Edition
from macros.handouts import DocumentEntry
from macros.outputs.card_files import store
from macros.outputs.document import compose
from macros.outputs.written import write
from macros.typeset import TypesetError, document

TEMPLATE = "document.typ"


def write_documents(build: Edition, site: Path) -> None:
    """Write every document. A document that cannot be composed or set is a fault."""
    for entry, package, newest in documents(build):
        try:
            composed = compose(build, entry, package)
            data = document(TEMPLATE, composed.data, package.version, store(build))
        except FaultError as error:
            build.faults.extend(error.faults)
            continue
        except TypesetError as error:
            build.faults.add(Fault(entry.place(), "document", f"{entry.id} {error}", "fix its text"))
            continue
        except (OSError, ValueError) as error:
            build.faults.add(Fault(Place(TOKENS), "colours", str(error), "give each custom property of a chart its colour"))
            continue
        for name in [pinned(package), *([following(entry)] if newest else [])]:
            write(build, site, name, data, composed.texts)


def documents(build: Edition) -> Iterator[tuple[DocumentEntry, Package, bool]]:
    """Yield every document with each version of its package, and whether the version is the newest."""
    for entry in build.project.documents.values():
        every = build.project.packages.versions[entry.package]
        for package in every:
            yield entry, package, package is every[-1]


def following(entry: DocumentEntry) -> str:
    """Return the address of a document that follows the newest data."""
    return f"data/{entry.id}.pdf"


def pinned(package: Package) -> str:
    """Return the address of the document of one version. The document there never changes."""
    return f"data/{package.name}/{package.version}/{package.name}-{package.version}.pdf"
