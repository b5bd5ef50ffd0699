"""argparse in Dutch: what it says of itself, of what was typed wrong, and of a number out of range."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

from draaiboek.base.diagnostics import nearest
from draaiboek.base.errors import UsageError

# The messages of argparse are in English; these are all those that our table can cause, with their translations.
_COMPLAINTS = (
    (re.compile(r"the following arguments are required: (.*)"), r"er ontbreekt: \1"),
    (re.compile(r"unrecognized arguments: (.*)"), r"onbekend: \1"),
    (re.compile(r"argument (\S+): invalid choice: (\S+) \(choose from (.*)\)"), r"\1 kent \2 niet; kies uit \3"),
    (re.compile(r"argument (\S+): invalid (.*) value: (.*)"), r"\1 kent \3 niet; schrijf \2"),
    (re.compile(r"argument (\S+): expected .*"), r"\1 heeft een waarde nodig"),
    (re.compile(r"argument (\S+): not allowed with argument (\S+)"), r"\1 kan niet samen met \2"),
)
_UNKNOWN = re.compile(r"argument \S+: invalid choice: '(?P<word>.*)' \(choose from (?P<known>.*)\)")
_UNKNOWN_OPTION = re.compile(r"unrecognized arguments: (?P<word>--[^\s=]+).*")


class Parser(argparse.ArgumentParser):
    """A parser that explains itself in Dutch, and raises UsageError where argparse would exit."""

    def __init__(self, **words: str) -> None:
        super().__init__(**words, add_help=False, allow_abbrev=False)  # type: ignore[arg-type]
        self._positionals.title = "wat je opgeeft"
        self._optionals.title = "keuzes"
        self.add_argument("-h", "--help", action="help", help="toon deze uitleg")

    def parse_known_args(  # type: ignore[override]  # argparse has it overloaded, for other namespaces
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Refuse what is not known here, in the subcommand; argparse would leave that to the parser of all of them."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def format_usage(self) -> str:
        """Return how the command is used."""
        return super().format_usage().replace("usage:", "gebruik:")

    def format_help(self) -> str:
        """Return the whole explanation."""
        return super().format_help().replace("usage:", "gebruik:", 1)

    def error(self, message: str) -> NoReturn:
        """Raise UsageError with *message* of argparse in Dutch, and the nearest name to an unknown one."""
        hints = [f"Uitleg: python3 {self.prog} --help"]
        if unknown := _UNKNOWN.fullmatch(message) or _UNKNOWN_OPTION.fullmatch(message):
            known = unknown.groupdict().get("known") or " ".join(self._option_string_actions)
            close = nearest(unknown["word"].lower(), re.findall(r"[\w-]+", known))
            hints[:0] = [close] if close else []
        for pattern, dutch in _COMPLAINTS:
            message = pattern.sub(dutch, message)
        raise UsageError(message, hint="\n".join(hints))


class Number:
    """A whole number from *least* to *most*, as the type of an argument."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, text: str) -> int:
        """Return the number that *text* is; raises ValueError, which argparse tells with our name."""
        number = int(text)
        if not self.least <= number <= self.most:
            raise ValueError(text)
        return number

    def __repr__(self) -> str:
        """Return what argparse calls the type in its message."""
        return f"een getal van {self.least} tot {self.most}"
