"""What can go wrong outside the text: one family, caught once, in `cli.main`.

    DraaiboekError
    ├── UsageError          wrong words on the command line      exit 2
    ├── ToolError           a program or the environment failed  exit 3
    └── StoppedError        a program of ours gave no answer     exit 3

Mistakes in the text are not exceptions; they are `diagnostics.Diagnostic` values.
"""

from __future__ import annotations

import errno


class DraaiboekError(Exception):
    """Anything that stops a command; the message is one Dutch sentence, *hint* says what to do.

    *output* is what a program printed that we started.
    """

    exit_code = 3

    def __init__(self, message: str, *, hint: str = "", output: str = "") -> None:
        super().__init__(message)
        self.hint = hint
        self.output = output


class UsageError(DraaiboekError):
    """The command was called with the wrong arguments."""

    exit_code = 2


class ToolError(DraaiboekError):
    """A program that we started, or the machine, failed."""


class StoppedError(DraaiboekError):
    """What a program that we started was asked has no answer, not even "no": it was killed, or git did not look.

    Git looks at no repository that belongs to another user, unless that is trusted (`safe.directory`). It is no
    ToolError, because a caller that takes one for "no" must not take this for it.
    """


NO_MEMORY = "er is te weinig geheugen"
_MEANS_NO_MEMORY = ("can't start new thread", "failed to map segment")  # of Python and of the system; no error number
# What is wrong with the machine and not with the program: the system's error number, and what it means.
_REFUSALS = {
    errno.ENOMEM: NO_MEMORY,
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "je mag op deze schijf niets meer bewaren",
    errno.EFBIG: "een bestand is groter dan hier mag",
    errno.EROFS: "op deze schijf kan niets bewaard worden",
    errno.EACCES: "je mag hier niet lezen of schrijven",
    errno.EPERM: "je mag dit hier niet doen",
}
# Why the system did not open, start or use what was asked for.
_REASONS = {
    errno.ENOENT: "dat bestaat niet",
    errno.EISDIR: "dat is een map",
    errno.ENOTDIR: "een deel van de naam is geen map",
    errno.EACCES: "je hebt er geen rechten voor",
    errno.EPERM: "je hebt er geen rechten voor",
    errno.ELOOP: "dat verwijst naar zichzelf",
    errno.ENAMETOOLONG: "de naam is te lang",
    errno.ENOEXEC: "dat is geen programma voor dit systeem",
    errno.EADDRINUSE: "een ander programma gebruikt ze",
}


def why(error: OSError) -> str:
    """Return the reason of *error* in Dutch; one that we do not know is told as the system says it."""
    return _REASONS.get(error.errno or 0) or (error.strerror or str(error))


def refused(error: BaseException) -> ToolError | None:
    """Return *error* in words when the machine refuses something, or None when it is a bug in the program."""
    if isinstance(error, MemoryError) or any(words in str(error) for words in _MEANS_NO_MEMORY):
        return ToolError(NO_MEMORY, hint="Sluit andere programma's en begin opnieuw; er is niets gewijzigd.")
    if not isinstance(error, OSError) or error.errno not in _REFUSALS:
        return None
    message = f"{_REFUSALS[error.errno]} ({error.filename})" if error.filename else _REFUSALS[error.errno]
    return ToolError(message, hint="Maak dat in orde en begin opnieuw; wat gepubliceerd is, is niet gewijzigd.")
