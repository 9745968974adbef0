"""`python -m macros explain wrong-number`: what a fault code means, with an example and the remedy."""

from __future__ import annotations

import sys

from macros.base.codes import CODES, Code
from macros.base.command_line import CALL, CommandLine
from macros.base.errors import Fault, Place, nearest


def main(argv: list[str]) -> int:
    """Exit code: 0, or 2 for a code that there is not."""
    parser = CommandLine(prog="python -m macros explain", description="Explain a fault code.")
    parser.add_argument("code", metavar="CODE", nargs="?", help="the code in brackets at the end of a fault; without one, all are listed")
    named = parser.parse_args(argv).code
    if named is None:
        width = max(map(len, CODES))
        print("\n".join(f"{code.name:{width}}  {code.meaning}" for code in CODES.values()))
        return 0
    name = named.strip("[]")
    if name not in CODES:
        fault = Fault(Place(CALL), "call", f'"{name}" is not a fault code', nearest(name, CODES))
        print(f"error: {fault}", file=sys.stderr)
        return 2
    print("\n".join(_entry(CODES[name])))
    return 0


def _entry(code: Code) -> list[str]:
    return [f"{code.name} ({code.severity})", f"  {code.meaning}", f"  Example: {code.line}", f"  Remedy:  {code.remedy}"]
