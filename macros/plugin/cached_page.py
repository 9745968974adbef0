"""A page rendered by an earlier build. MkDocs neither reads nor converts it, nor puts it into its template."""

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

# Placeholders filled when all pages are rendered: names of texts, and figures with a list of their quoting pages.
Placeholders = tuple[tuple[str, ...], tuple[str, ...]]
_TEMPLATE = "rendered-before.html"
_NOTHING = "<!-- -->"  # MkDocs would warn about an empty page


@dataclass
class CachedPage:
    """The results of the steps that render a page.

    Attributes:
        blocks: HTML kept out of the Markdown parser (macros/pages/aside.py).
        made: the HTML written into the page by the generator.
        anchors: MkDocs checks links with them.
        links: path of the linked page -> anchor -> the link as written.
        entries: its entries in the search index.
        source: the page in its template, UTF-8. Empty until then.
        written: the content of its file, while a server runs.
        is_final: whether the finished HTML depends on this page only, so it can be reused as is.
        placeholders: see macros/plugin/postprocess.py.
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
    is_final: bool = False
    placeholders: Placeholders | None = None

    @property
    def html(self) -> str:
        """Return the page in its template."""
        return str(self.source, "utf-8")

    @cached_property
    def digest(self) -> str:
        """Return the digest of the page in its template."""
        return digest(bytes(self.source))

    def __getstate__(self) -> dict[str, Any]:
        """Return the state for a pickle. The page is a `PickleBuffer`, copied only when it is needed again."""
        self.digest  # noqa: B018
        return vars(self) | {"markdown": "", "blocks": [], "made": "", "written": "", "source": PickleBuffer(self.source)}

    def capture_conversion(self, page: Any) -> None:
        """Store the results of MkDocs' conversion."""
        self.title, self.toc, self.anchors = page._title_from_render, page.toc, page.present_anchor_ids
        self.links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}

    def skip_rendering(self, page: Any, files: Any, *, written: bool) -> None:
        """Hand the finished page to MkDocs, so that it skips reading, converting and the template.

        written: whether MkDocs is to write the completed page.
        """
        page.markdown, page.content, page.toc, page._title_from_render = "", "", self.toc, self.title
        page.meta = {**self.meta, "template": _TEMPLATE, "search": {"exclude": True}}
        page.present_anchor_ids = self.anchors
        page.links_to_anchors = {files.src_uris[path]: anchors for path, anchors in self.links.items() if path in files.src_uris}
        page.read_source = page.render = lambda *_: None
        page.rendered = self.written or _NOTHING
        if not written and os.path.dirname(os.devnull):  # MkDocs cannot skip writing; it makes the folder too
            page.file.abs_dest_path = os.devnull


class _CompiledTemplates(BytecodeCache):
    """Compiled templates of the theme by their sources, for the life of the process."""

    def __init__(self) -> None:
        self.bytecode_by_source: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if (found := self.bytecode_by_source.get((bucket.key, bucket.checksum))) is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.bytecode_by_source[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_compiled = _CompiledTemplates()


class _ThemeLoader(FileSystemLoader):
    """A loader of the theme's files. Installed files, about ten thousand, are listed only once."""

    listed: ClassVar[dict[str, list[str]]] = {}

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for folder in self.searchpath:
            if f"{os.sep}site-packages{os.sep}" in folder:
                if folder not in self.listed:
                    names = FileSystemLoader(folder).list_templates()
                    self.listed[folder] = [name for name in names if not name.startswith(".")]  # icons, which MkDocs would filter out
                found |= set(self.listed[folder])
            else:
                found |= set(FileSystemLoader(folder).list_templates())
        return sorted(found)


def cache_templates(theme: Any) -> None:
    """Cache compiled templates and file lists for a theme of MkDocs, which makes a new environment for each call."""
    make = theme.get_env

    def get_env() -> Environment:
        environment: Environment = make()
        environment.loader = _ThemeLoader(environment.loader.searchpath)  # type: ignore[union-attr]  # set by MkDocs
        environment.bytecode_cache = _compiled
        return environment

    theme.get_env = get_env


def register_page_template(environment: Environment) -> None:
    """Add the template for cached pages to an environment of the theme."""
    rendered = DictLoader({_TEMPLATE: "{{ page.rendered }}"})
    environment.loader = ChoiceLoader([rendered, environment.loader])  # type: ignore[list-item]  # set by MkDocs
