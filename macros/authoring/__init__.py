"""Commands for authors: start an update, start a data package or a new version of one, declare a figure.

    update    docs/<lang>/updates/<date>-<slug>.md from a template
    data      data/<package>/<date>/ from a spreadsheet: strict reading, inferred schema, comparison with the version before
    figure    an entry of data/figures.yml, computed before it is written

Each command prints the files it wrote and the next steps. None overwrites a file. A refused call writes nothing.
"""

from macros.authoring.arguments import add_commands

__all__ = ["add_commands"]
