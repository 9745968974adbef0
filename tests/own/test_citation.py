"""How this repository says that it is cited, beside how its site does."""

from __future__ import annotations

import yaml

from tests.conftest import ROOT


def test_the_repository_says_how_to_cite_it() -> None:
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cff["cff-version"] == "1.2.0" and cff["message"] and cff["title"] and cff["authors"]
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert f"site_url: {cff['url']}" in config and f"repo_url: {cff['repository-code']}" in config
    assert f'version = "{cff["version"]}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
