"""A small project to author in, and the command line called in it as authors call it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.__main__ import main
from tests.project import sample_figures, write

MKDOCS = """\
site_name: x
extra: {topics: [Online Exploitation, News]}
plugins:
  - search
  - i18n:
      languages:
        - {locale: en, default: true, build: true}
"""
PAGE = '---\ntitle: "A page"\ndescription: "What it says."\n---\n\nEU reports in 2020: {{ figure("eu-2020", "50") }}.\n'
UPDATE = """\
---
title: "An update"
description: "What it says."
date: 2021-03-01
summary: "EU counts {{ figure('eu-change', 'fell by 50%') }}."
topics: [News]
sources:
  - {title: "A title", publisher: "A publisher", date: 2021-03-01, path: "https://example.org/"}
---

EU counts {{ figure("eu-change", "fell by half") }}.
"""
Call = Callable[..., int]


def fingerprint(root: Path) -> dict[str, str]:
    """Every file of a project with its sha256."""
    files = (path for path in root.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the package `numbers`, two figures on it, a page and an update that quote them."""
    root = tmp_path / "small"
    root.mkdir()
    sample_figures(root)
    write(root, "mkdocs.yml", MKDOCS)
    write(root, "data/sources.yml", "- {publisher: A publisher, path: https://example.org/}\n")
    write(root, "docs/en/index.md", PAGE)
    write(root, "docs/en/updates/2021-03-01-an-update.md", UPDATE)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def call(small: Path) -> Call:
    return lambda *arguments: main([str(argument) for argument in arguments])
