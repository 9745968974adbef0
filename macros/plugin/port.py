"""A test of the server's port before anything is built for it."""

from __future__ import annotations

import errno
import os
import socket

from mkdocs.exceptions import Abort

from macros.base.errors import Fault, Place

_MOST_PORTS = 100  # ports to try in search of a free one


def try_port(host: str, port: int) -> None:
    """Check whether a server can listen at an address.

    Raises: Abort with one line that names a free port.
    """
    if problem := _find_problem(host, port):
        free = next((other for other in range(port + 1, min(port + _MOST_PORTS, 65536)) if not _find_problem(host, other)), None)
        remedy = f"make serve PORT={free} takes another" if free else "name another address: mkdocs serve --dev-addr 127.0.0.1:8001"
        raise Abort(f"error: {Fault(Place(f'{host}:{port}'), 'port', problem, remedy)}")


def _find_problem(host: str, port: int) -> str:
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            if os.name != "nt":  # as the server does: a port in TIME_WAIT is free
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            probe.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return "is in use by another program"
        return f"cannot be listened at ({error.strerror or error})"
    except OverflowError:
        return "has no such port"
    return ""
