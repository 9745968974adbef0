"""A page of MkDocs that an earlier build has rendered, given to MkDocs again: neither read, converted nor put into its template."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pickle import PickleBuffer
from typing import Any, ClassVar

from jinja2 import BytecodeCache, ChoiceLoader, DictLoader, Environment, FileSystemLoader
from jinja2.bccache import Bucket

from macros.incremental.tasks import digest

Late = tuple[tuple[str, ...], tuple[str, ...]]  # the texts, and the figures whose quoting pages, that are known last
_TEMPLATE = "rendered-before.html"
_NOTHING = "<!-- -->"  # of an empty page MkDocs would say that it is left out


@dataclass
class Rendering:
    """What became of a page, step by step. blocks: what is kept out of the Markdown parser (macros/pages/aside.py).

    made: the HTML that the generator wrote into it.

    anchors, links: what MkDocs checks links with; links: path of the page linked to -> anchor -> as it was written.
    entries: of the search index. source: the page in its template, UTF-8, empty until it is there. written: what its file holds, while
    a server runs. late: see macros/plugin/postprocess.py. stands: whether the file stays as it is until the page changes.
    """

    markdown: str
    blocks: list[str]
    meta: Mapping[str, Any]
    made: str = ""
    title: str | None = None
    toc: Any = ()
    anchors: set[str] = field(default_factory=set)
    links: dict[str, dict[str, str]] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)
    source: bytes | memoryview = b""
    written: str = ""
    stands: bool = False
    late: Late | None = None

    @property
    def html(self) -> str:
        return str(self.source, "utf-8")

    @cached_property
    def digest(self) -> str:
        return digest(bytes(self.source))

    def __getstate__(self) -> dict[str, Any]:
        """What is of use to another process. The page is handed on as it is: few are needed again, and nobody copies it until then."""
        self.digest  # noqa: B018
        return vars(self) | {"markdown": "", "blocks": [], "made": "", "written": "", "source": PickleBuffer(self.source)}

    def converted(self, page: Any) -> None:
        """Note what MkDocs made of the Markdown."""
        self.title, self.toc, self.anchors = page._title_from_render, page.toc, page.present_anchor_ids
        self.links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}

    def give(self, page: Any, files: Any, *, written: bool) -> None:
        """Let MkDocs find everything done. written: whether it is to write the page, as it was completed before."""
        page.markdown, page.content, page.toc, page._title_from_render = "", "", self.toc, self.title
        page.meta = {**self.meta, "template": _TEMPLATE, "search": {"exclude": True}}
        page.present_anchor_ids = self.anchors
        page.links_to_anchors = {files.src_uris[path]: anchors for path, anchors in self.links.items() if path in files.src_uris}
        page.read_source = page.render = lambda *_: None
        page.rendered = self.written or _NOTHING
        if not written and os.path.dirname(os.devnull):  # MkDocs writes each page, in a folder that it makes
            page.file.abs_dest_path = os.devnull


class _Compiled(BytecodeCache):
    """The theme's templates as Jinja compiled them, by their sources: for as long as the process lives."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if (found := self.known.get((bucket.key, bucket.checksum))) is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_compiled = _Compiled()


class _Theme(FileSystemLoader):
    """The theme's files. Those that are installed with it, some ten thousand, are listed once."""

    listed: ClassVar[dict[str, list[str]]] = {}

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for folder in self.searchpath:
            if f"{os.sep}site-packages{os.sep}" in folder:
                if folder not in self.listed:
                    self.listed[folder] = FileSystemLoader(folder).list_templates()
                found |= set(self.listed[folder])
            else:
                found |= set(FileSystemLoader(folder).list_templates())
        return sorted(found)


def furnish(theme: Any) -> None:
    """Let a theme of MkDocs, which makes an environment for each question, remember what does not change while a server runs."""
    make = theme.get_env

    def get_env() -> Environment:
        environment: Environment = make()
        environment.loader = _Theme(environment.loader.searchpath)  # type: ignore[union-attr]  # which MkDocs gives it
        environment.bytecode_cache = _compiled
        return environment

    theme.get_env = get_env


def prepare(environment: Environment) -> None:
    """Let an environment of the theme know the template of what was rendered before."""
    rendered = DictLoader({_TEMPLATE: "{{ page.rendered }}"})
    environment.loader = ChoiceLoader([rendered, environment.loader])  # type: ignore[list-item]  # MkDocs gives it one
