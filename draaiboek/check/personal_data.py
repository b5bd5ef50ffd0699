"""Addresses and numbers of one person in a public text (PG018). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.memo import Memo
from draaiboek.base.model import Link, deep
from draaiboek.check.running_text import Run, Written
from draaiboek.content import personal

_MAIL = "mailto:"
_HINT = "Zet er een algemeen adres of nummer van een dienst voor in de plaats, of haal het weg."


def check(texts: Iterable[Written], memo: Memo) -> Iterator[Diagnostic]:
    """Yield every e-mail address of a person, mobile number and national register number in *texts*."""
    for written in texts:
        yield from memo.of(written.origin, _check_one, written.runs)


def _check_one(runs: tuple[Run, ...]) -> tuple[Diagnostic, ...]:
    return tuple(
        Diagnostic("PG018", run.at(found.start), f"hier staat {found.what}: {found.text}", _HINT, word=found.text)
        for run in runs
        for found in _found(run)
    )


def _found(run: Run) -> Iterator[personal.Found]:
    seen = set()
    for found in personal.in_text(run.words):
        seen.add(found.text)
        yield found
    mails = (each.href for each in deep(run.content) if isinstance(each, Link) and each.href.startswith(_MAIL))
    for found in (found for href in mails for found in personal.in_text(href.removeprefix(_MAIL))):
        if found.text not in seen:
            yield personal.Found(0, found.text, found.what)
