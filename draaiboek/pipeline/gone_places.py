"""A page, section, source or variable that a proposal renames or drops: report the cause once, not at every place."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.dutch import count
from draaiboek.base.model import Origin, Overlay, Page, Place, Section, Source, place_name
from draaiboek.compose.overlay_rules import prefixed
from draaiboek.content import content_paths, former_places
from draaiboek.content.markdown.sections import LOCK
from draaiboek.pipeline.repair.edits import Read, Text

_MOST = 5


def causes(
    problems: Sequence[Diagnostic],
    old: Source,
    new: Source,
    bare: Collection[PurePosixPath] = (),
    was: Read = lambda _path: None,
    writes: Writes = lambda _path, _pair: False,
) -> Iterator[Diagnostic]:
    """Yield *problems* of *new*, with those that follow from something *old* had and *new* lost replaced by that cause.

    *bare* are the files that lost their front matter; *was* reads the files of *old*, to offer what is gone; *writes*
    tells whether the program itself, when asked, writes that an id was renamed.
    """
    left = list(problems)
    empty: list[tuple[Follows, Cause]] = [(partial(_follows_front_matter, path), _front_matter_gone) for path in bare]
    bare_headings = [each for each in left if each.code == "PG004"]
    for follows, cause in (*_id_lost(old, new, bare_headings), *empty, *_gone(old, new, was, writes)):
        follow = [each for each in left if follows(each)]
        if follow:
            left = [each for each in left if each not in follow]
            yield cause(follow)
    yield from left


Follows = Callable[[Diagnostic], bool]
Cause = Callable[[Sequence[Diagnostic]], Diagnostic]
Writes = Callable[[PurePosixPath, str], bool]
"""Whether the program writes in a file that an id was renamed (`old > new`)."""


def _gone(old: Source, new: Source, was: Read, writes: Writes) -> Iterator[tuple[Follows, Cause]]:
    """Yield, for each place of *old* that *new* lacks, a test for the problems that follow, and its message's maker."""
    # Once it is said where they went, the program has followed what it can, and the rest has remedies of its own.
    for path, now in renamed(old, new).items():
        yield partial(_follows_page, path, now), partial(_page_renamed, path, now)
    has = {page.path for page in new.pages}
    for page in (each for each in old.pages if each.path not in has):
        yield partial(_follows_page, page.path, None), partial(_page_gone, page)
    went, at_home = _moved(old, new), moved(old, new)
    for page, section in _gone_sections(old, new):
        if home := went.get((page.path, section.id)):
            ids = [each.id for each in section.walk() if (page.path, each.id) in at_home]
            if ids:
                hung = [name for each in section.walk() for name in _hung(page, each, new)]
                yield partial(_follows_section, page, [*ids, *hung]), partial(_section_moved, page, section, home)
            continue
        before = next(each for each in old.pages if each.path == page.path)
        called = _came_for(section, page, before)
        lost = _lines_of(section, page, before, was(before.origin.path))
        follows = writes(page.origin.path, f"{section.id} > {called}")
        back = _back(section, page, _above(section, before), lost)
        renamed_id = partial(_renamed_id, page, section, called, follows)
        cause = renamed_id if called else partial(_section_gone, page, section, back)
        away = [section] if called else [each for each in section.walk() if each.id not in _ids(page)]
        ids = [name for each in away for name in (each.id, *_hung(page, each, new))]
        yield partial(_follows_section, page, ids), cause
    for overlay, page in _gone_overlays(old, new):
        yield partial(_follows_section, page, tuple(_hung_by(overlay))), partial(_overlay_gone, overlay)
    for what, name, path in _gone_entries(old, new):
        yield partial(_follows_entry, name), partial(_entry_gone, what, name, path)


def _id_lost(old: Source, new: Source, bare: Sequence[Diagnostic]) -> Iterator[tuple[Follows, Cause]]:
    """Yield what `_gone` does, for each section of *old* whose heading in *new* is, according to *bare*, without id."""
    told = {(each.origin.path, each.origin.line): each for each in bare}
    for page, section in _gone_sections(old, new):
        called = _came_for(section, page, next(each for each in old.pages if each.path == page.path))
        heading = next((each for each in page.walk() if each.id == called), None)
        problem = told.get((page.origin.path, heading.origin.line)) if heading else None
        if problem:
            yield partial(_follows_id, page, section, problem), partial(_id_back, section, problem, called)


def renamed(old: Source, new: Source) -> Mapping[PurePosixPath, Page]:
    """Return, by its path in *old*, each core page that *new* has at another path and that does not say so itself."""
    return {path: page for path, page in _renamed(old, new).items() if str(path) not in page.meta.moved}


def _renamed(old: Source, new: Source) -> Mapping[PurePosixPath, Page]:
    """Return, by its path in *old*, each core page that *new* has at another path.

    It has the same ids, and the same title unless there are several ids: whoever renames a page often retitles it.
    """
    had, has = {page.path for page in old.pages}, {page.path for page in new.pages}
    came = [page for page in new.pages if page.path not in had]
    found = {}
    for page in old.pages:
        ids = _ids(page)
        same = [each for each in came if _ids(each) == ids and (len(ids) > 1 or each.meta.title == page.meta.title)]
        if page.path not in has and len(same) == 1:
            found[page.path] = same[0]
    return found


def moved(old: Source, new: Source) -> Mapping[Place, Page]:
    """Return, by its place in *old*, each core section that *new* has on another page that does not say so itself."""
    return {place: page for place, page in _moved(old, new).items() if place_name(*place) not in page.meta.moved}


def _moved(old: Source, new: Source) -> Mapping[Place, Page]:
    """Return, by its place in *old*, each core section that *new* has on one other page: same title, same id."""
    had = {page.path: {*_ids(page)} for page in old.pages}
    has = {page.path: {section.id: section.title for section in page.walk()} for page in new.pages}
    found = {}
    for page, gone in _gone_sections(old, new):
        for section in gone.walk():
            homes = [
                each
                for each in new.pages
                if each.path != page.path
                and section.id not in had.get(each.path, ())
                and has[each.path].get(section.id) == section.title
            ]
            if len(homes) == 1 and section.id not in has[page.path]:
                found[page.path, section.id] = homes[0]
    return found


def _gone_sections(old: Source, new: Source) -> Iterator[tuple[Page, Section]]:
    """Yield the sections that pages of *old* had and have lost, each with the page as it is in *new*.

    One that went together with the section around it is not yielded: they come back together.
    """
    now = {page.path: page for page in new.pages}
    for page in old.pages:
        if page.path not in now:
            continue
        left, inside = set(_ids(now[page.path])), set[str]()
        for section in page.walk():
            if section.id not in left and section.id not in inside:
                yield now[page.path], section
                inside |= set() if _came_for(section, now[page.path], page) else {each.id for each in section.walk()}


def _hung(page: Page, section: Section, new: Source) -> Iterator[str]:
    """Yield the ids of the overlays attached to *section* of *page*: without it, their text has no place."""
    for overlay in new.overlays:
        if (overlay.page, overlay.target) == (page.path, section.id):
            yield from _hung_by(overlay)


def _hung_by(overlay: Overlay) -> Iterator[str]:
    yield from (prefixed(each.id, overlay.sector) for whole in overlay.sections for each in whole.walk())


def _gone_overlays(old: Source, new: Source) -> Iterator[tuple[Overlay, Page]]:
    """Yield the overlays with headings that *new* lacks, each with the core page to which it was attached."""
    has = {(each.origin.path, each.sector) for each in new.overlays}
    pages = {page.path: page for page in new.pages}
    for overlay in old.overlays:
        is_gone = (overlay.origin.path, overlay.sector) not in has
        if is_gone and overlay.sections and overlay.page in pages:
            yield overlay, pages[overlay.page]


def _above(section: Section, before: Page) -> str:
    """Return the heading, in quotes, before that of *section* in the page *before* it was lost; '' for the first."""
    titles = ["", *(f"'{each.title}'" for each in before.walk())]
    return titles[_ids(before).index(section.id)]


def _lines_of(section: Section, page: Page, before: Page, text: Text | None) -> Sequence[str]:
    """Return the lines below the heading of *section* in the *text* of *before*, its subsections too; or none.

    None if it is unknown, too long to paste, or some of it is still on *page*.
    """
    inside = {each.id for each in section.walk()}
    if text is None or section.origin.path != text.path or inside & {*_ids(page)}:
        return ()
    below = [each.origin.line for each in before.walk() if each.id not in inside]
    end = min((line for line in below if line > section.origin.line), default=text.lines + 1)
    found = [text.line(number) for number in range(section.origin.line + 1, end)]
    while found and not found[-1].strip():
        found.pop()
    return found if len(found) < _PASTED and sum(map(len, found)) < _LONG else ()


_PASTED, _LONG = 28, 3000
"""The most lines, and characters, that a message gives to paste."""


def _came_for(section: Section, page: Page, before: Page) -> str:
    """Return the new id of *page* between the neighbours that *section* had *before* it was lost; '' without one."""
    then, now = (["", *_ids(each), ""] for each in (before, page))
    at = then.index(section.id)
    above, below = then[at - 1], then[at + 1]
    between = [now[number] for number in range(1, len(now) - 1) if (now[number - 1], now[number + 1]) == (above, below)]
    return between[0] if len(between) == 1 and between[0] not in then else ""


def _front_matter_gone(follow: Sequence[Diagnostic]) -> Diagnostic:
    text = "de front matter van dit bestand is weg: alles wat tussen de twee regels met --- stond"
    hint = "Een programma zet ze terug zoals ze was: hoe, staat onder deze lijst."
    return replace(follow[0], text=text, hint=hint, consequences=sum(each.consequences for each in follow))


def _id_back(section: Section, problem: Diagnostic, called: str, follow: Sequence[Diagnostic]) -> Diagnostic:
    places = len(follow) - 1
    text = f"deze kop heeft het id '{section.id}' niet meer" + (
        f", en {count(places, 'plaats hangt', 'plaatsen hangen')} eraan" if places else ""
    )
    hint = problem.hint.replace(f"{{#{called}}}", f"{{#{section.id}}}")
    return replace(problem, text=text, hint=hint.replace("er een id achter", "het er weer achter"))


def _page_renamed(path: PurePosixPath, page: Page, follow: Sequence[Diagnostic]) -> Diagnostic:
    places = count(len(follow), "plaats moet", "plaatsen moeten")
    text = f"'{path}' heet nu '{page.path}', en {places} nog volgen"
    back = f"Niet bedoeld? Geef het bestand in je voorstel de naam docs/{path} terug."
    return Diagnostic("PG015", page.origin, text, f"{back}\nToch wel? {_REST_BELOW}")


def _page_gone(page: Page, follow: Sequence[Diagnostic]) -> Diagnostic:
    text = f"de pagina '{page.path}' is weg, en {count(len(follow), 'plaats hangt', 'plaatsen hangen')} eraan"
    return _file_gone(page.origin.path, text, follow)


_ID_BACK = "Zet {{#{}}} terug achter de kop."


def _back(section: Section, page: Page, above: str, lost: Sequence[str]) -> str:
    """Return how to put back *section*, which stood below *above* on *page*; its *lost* lines to paste are the last."""
    if any(each.title == section.title for each in page.walk()):
        return f"Niet bedoeld? {_ID_BACK.format(section.id)}"
    heading = f"{'#' * section.level} {section.title} {{#{section.id}{f' {LOCK}' if section.locked else ''}}}"
    after = f", na {above}," if above else ""
    if lost:
        return "\n".join((f"Niet bedoeld? Zet dit stuk terug{after} zoals het was:", heading, *lost))
    return f"Niet bedoeld? Zet deze kop terug{after} met zijn tekst eronder:\n{heading}"


def _renamed_id(page: Page, section: Section, now: str, follows: bool, follow: Sequence[Diagnostic]) -> Diagnostic:  # noqa: FBT001
    places = count(len(follow), "plaats moet", "plaatsen moeten")
    text = f"het stuk '{page.path}#{section.id}' heet nu '#{now}', en {places} nog volgen"
    pair = f"{section.id} > {now}"
    said = f"Toch wel? {_REST_BELOW}" if follows else _said(page, pair)
    return Diagnostic("PG015", page.origin, text, f"Niet bedoeld? {_ID_BACK.format(section.id)}\n{said}")


def _section_gone(page: Page, section: Section, back: str, follow: Sequence[Diagnostic]) -> Diagnostic:
    places = count(len(follow), "plaats hangt", "plaatsen hangen")
    text = f"het stuk '{section.title}' ('{page.path}#{section.id}') is weg, en {places} eraan"
    return Diagnostic(follow[0].code, page.origin, text, f"{_otherwise(follow)}\n{back}")


def _section_moved(page: Page, section: Section, home: Page, follow: Sequence[Diagnostic]) -> Diagnostic:
    places = count(len(follow), "plaats moet", "plaatsen moeten")
    text = f"het stuk '{section.title}' ('{page.path}#{section.id}') staat nu op '{home.path}', en {places} nog volgen"
    back = f"Niet bedoeld? Zet het terug in {page.origin.path}."
    return Diagnostic("PG015", home.origin, text, f"{back}\nToch wel? {_REST_BELOW}")


def _overlay_gone(overlay: Overlay, follow: Sequence[Diagnostic]) -> Diagnostic:
    text = (
        f"de overlay '{overlay.origin.path}' is weg, en {count(len(follow), 'plaats hangt', 'plaatsen hangen')} eraan"
    )
    return _file_gone(overlay.origin.path, text, follow)


def _file_gone(path: PurePosixPath, text: str, follow: Sequence[Diagnostic]) -> Diagnostic:
    """Return the message, placed at the file that is gone: that is where it is put back, whatever depends on it."""
    return Diagnostic(follow[0].code, Origin(path), text, f"Niet bedoeld? Zet {path} terug.\n{_otherwise(follow)}")


def _gone_entries(old: Source, new: Source) -> Iterator[tuple[str, str, PurePosixPath]]:
    """Yield the sources and variables that *new* lacks: its kind, its name, and the file that had it."""
    yield from (("de bron", name, content_paths.REFERENCES) for name in old.references if name not in new.references)
    yield from (("de variabele", name, content_paths.VARIABLES) for name in old.variables if name not in new.variables)


def _entry_gone(what: str, name: str, path: PurePosixPath, follow: Sequence[Diagnostic]) -> Diagnostic:
    text = f"{what} '{name}' is weg, en {count(len(follow), 'plaats hangt', 'plaatsen hangen')} eraan"
    back = f"Niet bedoeld? Zet '{name}' terug in {path}."
    return Diagnostic(follow[0].code, Origin(path), text, f"{back}\n{_otherwise(follow)}")


_REST_BELOW = "De rest past een programma aan: hoe, staat onder deze lijst."


def _said(page: Page, pair: str) -> str:
    """Return how *page* declares that it has a section under another id (*pair*), so that the rest can follow."""
    if pair in (f"{former} > {now}" for former, now in page.meta.renamed):
        return f"Toch wel? {_REST_BELOW}"
    then = "Het volgende verslag zegt dan hoe de rest volgt."
    return f"Toch wel? Zet in de front matter één regel. {then}\nDe regel:\n{former_places.formerly(page, pair)}"


def _otherwise(follow: Sequence[Diagnostic]) -> str:
    paths = dict.fromkeys(each.origin.path for each in follow)
    files = [str(path) for path in sorted(paths, key=lambda path: content_paths.DATA in path.parents)]  # text first
    more = f" en nog {len(files) - _MOST}" if len(files) > _MOST else ""
    return f"Toch wel? Wijzig wat eraan hangt, of haal het weg: {', '.join(files[:_MOST])}{more}."


def _follows_front_matter(path: PurePosixPath, problem: Diagnostic) -> bool:
    return problem.origin.path == path and problem.code in {"PG002", "PG003", "OV013"}


def _follows_page(path: PurePosixPath, now: Page | None, problem: Diagnostic) -> bool:
    """Return whether *problem* is about page *path*, or says that its new page *now* is in no menu or has bad links."""
    own = now is not None and problem.origin.path == now.origin.path
    from_elsewhere = {"LK001", "LK003"} if now is not None and now.path.parent != path.parent else set()
    return (own and problem.code in {"PG009", *from_elsewhere}) or _names(problem, str(path), "(?:#[^']*)?")


def _follows_section(page: Page, ids: Sequence[str], problem: Diagnostic) -> bool:
    """Return whether *problem* names one of *ids* of *page*: as one word, as id and page, or on that page itself."""
    name = f"(?:{'|'.join(map(re.escape, ids))})"
    path = rf"(?:\.\./)*{re.escape(str(page.path))}"
    own = problem.origin.path == page.origin.path and re.search(rf"'#?{name}'", problem.text)
    return bool(own or re.search(rf"'(?:na: )?{path}#{name}'|'#{name}' .*'{path}'", problem.text))


def _follows_id(page: Page, section: Section, heading: Diagnostic, problem: Diagnostic) -> bool:
    return problem == heading or _follows_section(page, [section.id], problem)


def _follows_entry(name: str, problem: Diagnostic) -> bool:
    return problem.code in {"BR001", "VR001"} and f"'{name}'" in problem.text


def _names(problem: Diagnostic, place: str, rest: str) -> bool:
    return bool(re.search(rf"'(?:na: )?(?:\.\./)*{re.escape(place)}{rest}'", problem.text))


def _ids(page: Page) -> tuple[str, ...]:
    return tuple(section.id for section in page.walk())
