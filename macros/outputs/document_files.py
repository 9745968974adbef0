"""Files of documents: a PDF for each version of a package, beside its data, and one at an address for the newest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from macros.base.errors import Fault, FaultError, Place
from macros.charts.picture import TOKENS
from macros.datapackage import Package
from macros.edition.edition import Edition
from macros.handouts import DocumentEntry
from macros.outputs.card_files import open_project_cache
from macros.outputs.document import compose_document
from macros.outputs.written import write_file
from macros.typeset import TypesetError, set_document

TEMPLATE = "document.typ"


def write_documents(build: Edition, site: Path) -> None:
    """Write every document. A document that cannot be composed or set is a fault."""
    for entry, package, newest in list_documents(build):
        try:
            composed = compose_document(build, entry, package)
            data = set_document(TEMPLATE, composed.data, package.version, open_project_cache(build))
        except FaultError as error:
            build.faults.extend(error.faults)
            continue
        except TypesetError as error:
            build.faults.add(Fault(entry.find_place(), "document", f"{entry.id} {error}", "fix its text"))
            continue
        except (OSError, ValueError) as error:
            build.faults.add(Fault(Place(TOKENS), "colours", str(error), "give each custom property of a chart its colour"))
            continue
        for name in [make_version_address(package), *([make_newest_address(entry)] if newest else [])]:
            write_file(build, site, name, data, composed.texts)


def list_documents(build: Edition) -> Iterator[tuple[DocumentEntry, Package, bool]]:
    """Yield every document with each version of its package, and whether the version is the newest."""
    for entry in build.documents.values():
        every = build.project.packages.versions[entry.package]
        for package in every:
            yield entry, package, package is every[-1]


def make_newest_address(entry: DocumentEntry) -> str:
    """Return the address of a document that follows the newest data."""
    return f"data/{entry.id}.pdf"


def make_version_address(package: Package) -> str:
    """Return the address of the document of one version. The document there never changes."""
    return f"data/{package.name}/{package.version}/{package.name}-{package.version}.pdf"
