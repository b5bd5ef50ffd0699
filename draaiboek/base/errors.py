"""What can go wrong outside the text: one family, caught once, in `cli.main`.

    DraaiboekError
    ├── UsageError          wrong words on the command line      exit 2
    └── ToolError           a program or the environment failed  exit 3

Mistakes in the text are no exceptions; they are `diagnostics.Diagnostic` values.
"""

from __future__ import annotations


class DraaiboekError(Exception):
    """Anything that stops a command; the message is one Dutch sentence, *hint* says what to do."""

    exit_code = 3

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(DraaiboekError):
    """The command was called with words that do not fit."""

    exit_code = 2


class ToolError(DraaiboekError):
    """A program that we started, or the machine, failed; *output* holds the program's own words."""

    def __init__(self, message: str, *, hint: str = "", output: str = "") -> None:
        super().__init__(message, hint=hint)
        self.output = output
