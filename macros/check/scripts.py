"""The inline scripts a page may run: the theme's, and those named with a reason in macros/check/scripts.yml.

A script can show unread text, so an unknown one is a fault. The page's Content-Security-Policy allows only the known ones.
"""

from __future__ import annotations

import functools
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from macros.base.errors import FaultError
from macros.base.files import ENGINE
from macros.base.yaml_source import read_yaml

FILE = "macros/check/scripts.yml"
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_EXPRESSION = re.compile(r"{{.*?}}", re.DOTALL)
_VALUE = r"[\w./:%?=&#~+-]*"  # an address, put into a script by the theme


@dataclass(frozen=True)
class KnownScripts:
    """The known scripts. `theme_folders`: folders of the installed theme. `named_file`: the file with the names of the others."""

    theme_folders: tuple[Path, ...]
    named_file: Path = ENGINE / FILE

    def is_known(self, script: str) -> bool:
        """Return whether a script is known."""
        return digest_script(script) in self._named_digests or any(
            pattern.fullmatch(script) for folder in self.theme_folders for pattern in _compile_theme_scripts(folder)
        )

    @functools.cached_property
    def _named_digests(self) -> frozenset[str]:
        try:
            named = read_yaml(self.named_file, FILE).value
        except FaultError:  # without the file, no script is named
            return frozenset()
        return frozenset(str(key) for key, why in named.items() if str(why or "").strip()) if isinstance(named, dict) else frozenset()


def digest_script(script: str) -> str:
    """Return the name of a script: the sha256 of its text."""
    return f"sha256-{hashlib.sha256(script.encode()).hexdigest()}"


@functools.cache
def _compile_theme_scripts(folder: Path) -> tuple[re.Pattern[str], ...]:
    """Compile the theme's inline scripts, with any address in place of a template's expression."""
    found = {}
    for path in sorted(folder.rglob("*.html")):
        for script in _SCRIPT.findall(path.read_text(encoding="utf-8")):
            found[script] = re.compile(_VALUE.join(re.escape(part) for part in _EXPRESSION.split(script)))
    return tuple(found.values())
