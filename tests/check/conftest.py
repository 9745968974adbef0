"""A check of the data of tests/reports, for sentences and files of a test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.check import EditionCheck
from macros.check.source_locator import SourceLocator
from macros.edition.edition import Edition
from tests.project import SAMPLE


@pytest.fixture(scope="session")
def build() -> Edition:
    return Edition.read(SAMPLE, "en")


@pytest.fixture(scope="session")
def sources(build: Edition) -> SourceLocator:
    """The authors' files, read once: that takes longer than the rest of a check."""
    return SourceLocator(build)


@pytest.fixture
def check(build: Edition, sources: SourceLocator, tmp_path: Path) -> EditionCheck:
    """A check of an empty site folder, in which the test writes what it wants read."""
    check = EditionCheck(build, tmp_path, ())
    check.locator = sources
    return check
