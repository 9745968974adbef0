"""The command lines of the generator: what is wrong with a call is a fault as any other."""

from __future__ import annotations

import argparse
from typing import NoReturn

from macros.base.errors import Fault, Place

CALL = "command line"  # the place of what is wrong with the call itself


class CommandLine(argparse.ArgumentParser):
    """A parser that tells in one line, with its code, why a call cannot be understood."""

    def error(self, message: str) -> NoReturn:
        fault = Fault(Place(CALL), "call", message, f'"{self.prog} --help" lists its options')
        self.exit(2, f"error: {fault}\n")
