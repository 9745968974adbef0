"""What is wrong with a call is told in one line with its code, as any other fault."""

from __future__ import annotations

import pytest

from macros.__main__ import main


@pytest.mark.parametrize(
    "call",
    [
        "",
        "no-such-command",
        "check --no-such-option",
        "diff --json --markdown",
        "figure --decimals many",
        "find --no-such-option",
        "links --delay long",
        "links --tries 0",
        "ready now",
        "release-notes --check --write",
    ],
)
def test_a_call_that_cannot_be_understood_is_one_line_with_its_code(call: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(call.split())
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: command line: ") and '--help" lists its options [call]' in line
    assert end.value.code == 2
