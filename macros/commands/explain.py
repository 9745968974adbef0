"""`python -m macros explain wrong-number`: the meaning of a fault code, with an example and the remedy."""

from __future__ import annotations

import sys

from macros.base.codes import CODES
from macros.base.command_line import CALL, CommandLine
from macros.base.errors import Fault, Place, suggest_nearest


def main(argv: list[str]) -> int:
    """Run the command and return its exit code: 0, or 2 for an unknown code."""
    parser = CommandLine(prog="python -m macros explain", description="Explain a fault code.")
    parser.add_argument("code", metavar="CODE", nargs="?", help="the code in brackets at the end of a fault; without one, all are listed")
    named = parser.parse_args(argv).code
    if named is None:
        width = max(map(len, CODES))
        print("\n".join(f"{code.name:{width}}  {code.meaning}" for code in CODES.values()))
        return 0
    name = named.strip("[]")
    if name not in CODES:
        fault = Fault(Place(CALL), "call", f'"{name}" is not a fault code', suggest_nearest(name, CODES))
        print(f"error: {fault}", file=sys.stderr)
        return 2
    code = CODES[name]
    print(f"{code.name} ({code.severity})\n  {code.meaning}\n  Example: {code.example_line}\n  Remedy:  {code.remedy}")
    return 0
