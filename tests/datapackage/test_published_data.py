"""The data of a site stands up to an independent reader."""

from __future__ import annotations

import frictionless
import pytest

from macros.datapackage import read_packages
from tests.project import ROOT

DESCRIPTORS = sorted((ROOT / "data").glob("*/*/datapackage.json"))


@pytest.mark.parametrize("path", [pytest.param(path, id="@".join(path.parent.parts[-2:])) for path in DESCRIPTORS])
def test_every_package_validates_with_frictionless(path):
    report = frictionless.Package(path.as_posix()).validate()
    assert report.flatten(["type", "rowNumber", "fieldNumber", "note"]) == []
    assert report.stats["tasks"] == len(list(path.parent.glob("*.csv")))


def test_every_package_is_sound_for_the_build_too():
    packages, faults = read_packages(ROOT)
    assert faults == []
    assert {f"data/{p.name}/{p.version}/datapackage.json" for p in packages.list_all()} == {
        path.relative_to(ROOT).as_posix() for path in DESCRIPTORS
    }
