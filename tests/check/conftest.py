"""A check of the data of tests/reports, for sentences and files of a test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.check import SiteCheck
from macros.check.sources import Sources
from macros.edition.edition import Edition
from tests.project import SAMPLE


@pytest.fixture(scope="session")
def build() -> Edition:
    return Edition.read(SAMPLE, "en")


@pytest.fixture(scope="session")
def sources(build: Edition) -> Sources:
    """The authors' files, read once: that takes longer than the rest of a check."""
    return Sources(build)


@pytest.fixture
def check(build: Edition, sources: Sources, tmp_path: Path) -> SiteCheck:
    """A check of an empty site folder, in which the test writes what it wants read."""
    check = SiteCheck(build, tmp_path, ())
    check.sources = sources
    return check
