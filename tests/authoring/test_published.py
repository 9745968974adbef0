"""What only the day of the test can tell of what is published: a build knows no clock."""

from __future__ import annotations

import datetime

from macros.edition.edition import Edition
from tests.project import ROOT


def test_nothing_that_is_published_is_dated_in_the_future():
    today = datetime.date.today().isoformat()
    build = Edition.read(ROOT, "en")
    dated = {page.path: page.date for page in build.updates} | {
        package.path: package.version for package in build.project.packages.list_all()
    }
    assert len(dated) > 1
    assert {path: date for path, date in dated.items() if date > today} == {}
