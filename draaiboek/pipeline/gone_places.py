"""A page that a proposal renames or deletes, a section that it drops: one cause, not a mistake at each place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.dutch import count
from draaiboek.base.model import Page, Section, Source

_MOST = 5


def causes(problems: Sequence[Diagnostic], old: Source, new: Source) -> Iterator[Diagnostic]:
    """Yield *problems* of *new*, and in place of those that follow from a place of *old* that is gone, which it is."""
    left = list(problems)
    for path, page in _renamed(old, new).items():
        follow = [each for each in left if _names(each, str(path), "(?:#[^']*)?") or _in_no_menu(each, page)]
        if follow:
            left = [each for each in left if each not in follow]
            places = count(len(follow), "plaats noemt", "plaatsen noemen")
            text = f"'{path}' heet nu '{page.path}', en {places} nog de oude naam"
            yield Diagnostic("PG015", page.origin, text, _renaming(path, page))
    has = {page.path for page in new.pages}
    for page in (each for each in old.pages if each.path not in has):
        follow = [each for each in left if _names(each, str(page.path), "(?:#[^']*)?")]
        if follow:
            left = [each for each in left if each not in follow]
            text = f"de pagina '{page.path}' is weg, en {count(len(follow), 'plaats hangt', 'plaatsen hangen')} eraan"
            back = f"Niet bedoeld? Zet {page.origin.path} terug."
            yield Diagnostic(follow[0].code, follow[0].origin, text, f"{back}\n{_otherwise(follow)}")
    for page, section in _gone(old, new):
        follow = [each for each in left if _names(each, f"{page.path}#{section.id}", "")]
        if follow:
            left = [each for each in left if each not in follow]
            places = count(len(follow), "plaats hangt", "plaatsen hangen")
            text = f"het stuk '{section.title}' ('{page.path}#{section.id}') is weg, en {places} eraan"
            yield Diagnostic(follow[0].code, page.origin, text, _removal(section, follow))
    yield from left


def _renamed(old: Source, new: Source) -> Mapping[PurePosixPath, Page]:
    """Return the core pages of *new* that had another path in *old*, by that path: same title, same ids."""
    had, has = {page.path for page in old.pages}, {page.path for page in new.pages}
    came = [page for page in new.pages if page.path not in had]
    found = {}
    for page in old.pages:
        same = [each for each in came if _ids(each) == _ids(page) and each.meta.title == page.meta.title]
        if page.path not in has and len(same) == 1:
            found[page.path] = same[0]
    return found


def _gone(old: Source, new: Source) -> Iterator[tuple[Page, Section]]:
    """Yield the sections that pages of *old* lost, each with the page as it is in *new*."""
    now = {page.path: page for page in new.pages}
    for page in old.pages:
        if page.path in now:
            left = set(_ids(now[page.path]))
            yield from ((now[page.path], section) for section in page.walk() if section.id not in left)


def _renaming(path: PurePosixPath, page: Page) -> str:
    back = f"Niet bedoeld? Geef het bestand in je voorstel de naam docs/{path} terug."
    fix = "python3 build.py check --fix --yes"
    if str(path) in page.meta.moved:
        return f"{back}\nToch wel? Draai: {fix}"
    pairs = {former: f"{former} > {now}" for former, now in page.meta.renamed}
    formerly = ", ".join((*(pairs.get(each, each) for each in page.meta.formerly), *page.meta.moved, str(path)))
    return f"{back}\nToch wel? Zet in de front matter 'voorheen: [{formerly}]', en draai: {fix}"


def _removal(section: Section, follow: Sequence[Diagnostic]) -> str:
    return f"Niet bedoeld? Zet de kop met {{#{section.id}}} terug.\n{_otherwise(follow)}"


def _otherwise(follow: Sequence[Diagnostic]) -> str:
    files = [str(path) for path in dict.fromkeys(each.origin.path for each in follow)]
    more = f" en nog {len(files) - _MOST}" if len(files) > _MOST else ""
    return f"Toch wel? Wijzig wat eraan hangt, of haal het weg: {', '.join(files[:_MOST])}{more}."


def _names(problem: Diagnostic, place: str, rest: str) -> bool:
    return bool(re.search(rf"'(?:na: )?(?:\.\./)*{re.escape(place)}{rest}'", problem.text))


def _in_no_menu(problem: Diagnostic, page: Page) -> bool:
    return problem.code == "PG009" and problem.origin.path == page.origin.path


def _ids(page: Page) -> tuple[str, ...]:
    return tuple(section.id for section in page.walk())
