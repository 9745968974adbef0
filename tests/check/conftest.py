"""A check of the data of tests/reports, for sentences and files of a test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.build import Build
from macros.check import SiteCheck
from tests.project import SAMPLE


@pytest.fixture(scope="session")
def build() -> Build:
    return Build.read(SAMPLE, "en")


@pytest.fixture
def check(build: Build, tmp_path: Path) -> SiteCheck:
    """A check of an empty site folder, in which the test writes what it wants read."""
    return SiteCheck(build, tmp_path, ())
