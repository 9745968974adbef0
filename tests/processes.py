"""Commands in processes of their own that need not start Python and import all libraries first: for most that would be half of the time.

A process that has imported them, and has read what the generator reads of itself alone, waits (`main`); for each command it forks, and
the fork does what `python -m <module>` does. Where the generator of a project is not the one that it has imported, the command is started
as usual.
"""

from __future__ import annotations

import atexit
import contextlib
import filecmp
import gc
import importlib
import inspect
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

from jinja2 import TemplateError

ROOT = Path(__file__).parents[1]
ENGINE = ("macros", "overrides", "schemas")
_IMPORTED = (
    "mkdocs.__main__",
    "mkdocs.commands.build",
    "material",
    "mkdocs_static_i18n.plugin",
    "mkdocs_macros.plugin",
    "material.plugins.search.plugin",
    "macros.plugin.lifecycle",
    "macros.plugin.check_command",
    "pypdf",
    "pygments.formatters",
    "pygments.lexers",
    *(
        f"markdown.extensions.{name}"
        for name in ("admonition", "attr_list", "codehilite", "fenced_code", "footnotes", "md_in_html", "tables")
    ),
)
_TIMEOUT = 600


def run_module(root: Path, module: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m <module> ...` in the folder `root` as an author would; without what the tests around it have set.

    variables: of its environment.
    """
    left_out = (
        "SOURCE_DATE_EPOCH",
        "GITHUB_BASE_REF",
        "DAY",
    )  # set by a build in this process, by the host of a pull request, by its caller
    environment = {key: value for key, value in os.environ.items() if key not in left_out} | {"NO_MKDOCS_2_WARNING": "1"} | variables
    if "PYTHONPATH" in environment or not _has_this_engine(root):
        command = [sys.executable, "-m", module, *arguments]
        environment.setdefault("PYTHONPATH", str(ROOT))  # of modules of the tests; the project's generator comes before
        return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=_TIMEOUT, check=False)
    waiting = _waiting()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        call = json.dumps([str(root), environment, module, arguments]).encode()
        socket.send_fds(waiting, [len(call).to_bytes(4)], [out.fileno(), errors.fileno()])
        waiting.sendall(call)
        process = int.from_bytes(_received(waiting, 4))
        try:
            code = int.from_bytes(_received(waiting, 4), signed=True)
        except TimeoutError:
            os.kill(process, signal.SIGKILL)
            _received(waiting, 4)
            raise
        texts = []
        for file in (out, errors):
            file.seek(0)
            texts.append(file.read().decode())
    return subprocess.CompletedProcess([module, *arguments], code, *texts)


def _has_this_engine(root: Path) -> bool:
    return all(_is_same(ROOT / name, root / name) for name in ENGINE)


def _is_same(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files, but for what is compiled."""
    try:
        found = [{path.name: path for path in folder.iterdir() if path.name != "__pycache__"} for folder in (one, other)]
    except OSError:
        return False
    return found[0].keys() == found[1].keys() and all(
        _is_same(path, found[1][name]) if path.is_dir() else found[1][name].is_file() and filecmp.cmp(path, found[1][name])
        for name, path in found[0].items()
    )


@lru_cache
def _waiting() -> socket.socket:
    """Start the process that forks. It ends with this one, whose end of the socket is closed then."""
    here, there = socket.socketpair()
    here.settimeout(_TIMEOUT)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    environment.pop("SOURCE_DATE_EPOCH", None)
    command = [sys.executable, "-m", __name__, str(there.fileno())]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, pass_fds=(there.fileno(),))
    there.close()
    atexit.register(lambda: (here.close(), process.wait()))
    return here


def _received(waiting: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        if not (part := waiting.recv(size - len(data))):
            raise EOFError
        data += part
    return data


def _read_what_is_the_same_for_all() -> None:
    """Read what depends on a language or on nothing (word lists, their patterns), and compile the templates: each command would, anew."""
    from mkdocs.theme import Theme

    from macros.interface import known_languages
    from macros.numbers.language.language_file import list_codes
    from macros.plugin import cached_page

    modules = [module for name, module in sys.modules.items() if name.startswith("macros.")]
    for function in {each for module in modules for each in vars(module).values() if hasattr(each, "cache_info")}:
        needed = [each.name for each in inspect.signature(function).parameters.values() if each.default is each.empty]
        for lang in known_languages() | set(list_codes()) if needed in (["lang"], ["code"]) else ():
            with contextlib.suppress(Exception):  # whoever asks for it meets the error
                function(lang)
        if not needed:
            function()
    cached_page._compiled.get_cache_key = lambda name, filename=None: name  # type: ignore[method-assign]  # in whatever folder
    theme = Theme("material", custom_dir=str(ROOT / "overrides"), icon={})
    cached_page.cache_templates(theme)
    environment = theme.get_env()
    for name in environment.list_templates(filter_func=lambda name: name.endswith((".html", ".xml")) and not name.startswith(".")):
        with contextlib.suppress(TemplateError):  # of a plugin that this site has not
            environment.get_template(name)


def main() -> None:
    """Fork for each command that is asked for."""
    for name in _IMPORTED:
        importlib.import_module(name)
    _read_what_is_the_same_for_all()
    gc.freeze()  # else each fork would look through all of it when it ends
    waiting = socket.socket(fileno=int(sys.argv[1]))
    while True:
        size, files, _, _ = socket.recv_fds(waiting, 4, 2)
        if not size:
            return
        root, environment, module, arguments = json.loads(_received(waiting, int.from_bytes(size)))
        if not (process := os.fork()):
            break
        for file in files:
            os.close(file)
        waiting.sendall(process.to_bytes(4))
        waiting.sendall(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]).to_bytes(4, signed=True))
    waiting.close()
    for file, standard in zip(files, (1, 2), strict=True):
        os.dup2(file, standard)
        os.close(file)
    os.chdir(root)
    os.environ.clear()
    os.environ.update(environment)
    sys.path[0], sys.argv = root, [module, *arguments]
    sys.modules.pop(f"{module}.__main__", None)
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
