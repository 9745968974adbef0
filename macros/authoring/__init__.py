"""What authors call: start an update, start a data package or a new version of one, declare a figure.

    update    docs/<lang>/updates/<date>-<slug>.md from a template
    data      data/<package>/<date>/ from a spreadsheet: read strictly, schema inferred, compared with the version before
    figure    an entry of data/figures.yml, computed before it is written

Each says what it wrote and what to do next. None overwrites a file; what is refused leaves nothing behind.
"""

from macros.authoring.arguments import add_commands

__all__ = ["add_commands"]
