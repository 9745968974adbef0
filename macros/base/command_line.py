"""The command lines of the generator. A wrong call is reported as a fault."""

from __future__ import annotations

import argparse
from typing import NoReturn

from macros.base.errors import Fault, Place

CALL = "command line"  # the place of faults in a call


class CommandLine(argparse.ArgumentParser):
    """An argument parser that reports a wrong call in one line, with a fault code."""

    def error(self, message: str) -> NoReturn:
        """Print a wrong call as a fault and exit with 2."""
        fault = Fault(Place(CALL), "call", message, f'"{self.prog} --help" lists its options')
        self.exit(2, f"error: {fault}\n")
