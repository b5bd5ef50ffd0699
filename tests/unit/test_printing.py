"""What commands print for people."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Origin
from draaiboek.cli.printing import say, show


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("de kop '##[error]kwaad' klopt niet", "de kop '## [error]kwaad' klopt niet"),
        ("eerst\n   ::add-mask::woord", "eerst\n   : :add-mask::woord"),
        ("## Kop {#kop} en a::b", "## Kop {#kop} en a::b"),
    ],
)
def test_words_that_are_quoted_command_no_machine(said: str, printed: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The machine of a Git host reads what a program prints, and a stranger's text stands in messages."""
    say(said)
    show([Diagnostic("PG007", Origin(PurePosixPath("docs/a.md")), said)])
    first, second = capsys.readouterr().err.split("PG007 ")
    assert first.startswith(printed)
    assert second.startswith(printed)
