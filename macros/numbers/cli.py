"""The command `find`: one text a line in, one JSON list a line out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, TextIO

from macros.base.codes import CODES
from macros.base.command_line import CommandLine
from macros.datapackage import read_packages
from macros.numbers.find import find_quantities
from macros.numbers.found import Quantity
from macros.numbers.language.language import UnknownLanguage, load_language
from macros.structure import read_structures
from macros.structure.model import merge_nouns


def main(argv: list[str] | None = None, stdin: IO[Any] | None = None, stdout: TextIO | None = None) -> int:
    """Read texts from standard input and print their quantities. Return 0, or 2 for an unknown language."""
    parser = CommandLine(prog="python -m macros find", description="Find the quantities in texts, one text a line.")
    parser.add_argument("--lang", default="en", help="language of the texts (default: en)")
    parser.add_argument("--json", action="store_true", help="print a JSON list for each line")
    parser.add_argument("--html", action="store_true", help="the texts are HTML")
    argv = sys.argv[1:] if argv is None else argv
    options = parser.parse_args(argv[1:] if argv[:1] == ["find"] else argv)
    stdin, stdout = stdin or sys.stdin, stdout or sys.stdout
    packages, _ = read_packages(Path.cwd())
    nouns = merge_nouns(read_structures(Path.cwd(), packages).list_measures())
    try:
        load_language(options.lang)
    except UnknownLanguage as error:
        print(f"find: {CODES['unknown-language'].complete_message(str(error))}", file=sys.stderr)
        return 2
    try:
        for number, line in enumerate(_read_lines(stdin), 1):
            if "\ufffd" in line:
                print(f"find: line {number}: bytes that are no UTF-8 were replaced", file=sys.stderr)
            finds = find_quantities(line, options.lang, "html" if options.html else "markdown", nouns=nouns, others=True)
            print(
                json.dumps([each.as_json() for each in finds], ensure_ascii=False) if options.json else _format_table(line, finds),
                file=stdout,
            )
        stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough ("| head").
        return 0
    return 0


def _read_lines(stdin: IO[Any]) -> Iterator[str]:
    """Yield the lines of a stream of text or bytes, without their ends. Only LF and CRLF end a line."""
    stream = getattr(stdin, "buffer", stdin)
    for line in stream:
        text = line.decode("utf-8", "replace") if isinstance(line, bytes) else line
        yield text.removesuffix("\n").removesuffix("\r")


def _format_table(line: str, finds: list[Quantity]) -> str:
    rows = [line.encode("utf-8", "replace").decode()]
    for each in finds:
        shown = each.as_json()
        value = f"{shown['low']}..{shown['high']}" if shown["low"] is not None else shown["value"] or ""
        more = "".join(f"  {name}={shown[name]}" for name in ("hedge", "direction") if shown[name])
        rows.append(f"  {each.start:>5}  {shown['text']:<28}  {each.kind:<18}  {each.form:<9}  {value}{more}")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
