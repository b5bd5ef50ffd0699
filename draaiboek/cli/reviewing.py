"""`build.py review`: overlays whose core text changed, and core text that a sector read with nothing to add."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from textwrap import indent

from draaiboek.base.diagnostics import nearest
from draaiboek.base.dutch import count
from draaiboek.base.errors import UsageError
from draaiboek.base.model import Place, Source, place_name
from draaiboek.base.project import Project
from draaiboek.cli.loading import unfit_to_sign, unreadable
from draaiboek.cli.printing import answer, say
from draaiboek.compose import normal_form, variants
from draaiboek.compose.normal_form import Leaf
from draaiboek.compose.variants import Core
from draaiboek.editions import redline
from draaiboek.editions.redline import Waiting
from draaiboek.pipeline import lookup, reading_again
from draaiboek.pipeline.review import stale, who, write


def review(project: Project, options: argparse.Namespace) -> int:
    """Show, also as a page, what has to be read again: what changed, the core text then and now, and the overlay.

    With --accept, record that it was read. With --sector, record that the sector read core pages or sections, whether
    or not it adds something to them.
    """
    by = who(options.by)
    source, stops = unfit_to_sign(project) if options.accept else unreadable(project)
    if stops:
        return 1
    core = variants.core(source)
    if options.sector:
        return _sign_off(project, source, core, options)
    wanted = _wanted(project, source, options.files)
    if options.accept:
        return _accept(project, source, core, wanted, by)
    found = tuple(reading_again.waiting(project, source, core, wanted))
    page = reading_again.write(project, found, source.identity)
    for each in found:
        answer("\n".join(_told(each)))
    overlays = sum(each.said is not None for each in found)
    say(f"{count(overlays, 'overlay', 'overlays')} verouderd")
    if signed := len(found) - overlays:
        say(f"{count(signed, 'aftekening', 'aftekeningen')} vervallen")
    if found:
        say(f"In je browser, met de gewijzigde woorden: {page.relative_to(project.root)}")
    return 0


_NAMES = (
    "Noem een bestand in overlays/, of niets: dan zie je wat elke sector opnieuw moet lezen. "
    "Kerntekst aftekenen: python3 build.py review --sector SECTOR --accept PAGINA#ID"
)


def _wanted(project: Project, source: Source, names: Iterable[str]) -> frozenset[PurePosixPath]:
    """Return the overlays with the file names *names*; raises UsageError for a name that is not an overlay."""
    wanted = frozenset(_in_project(project, name) for name in names)
    known = {overlay.origin.path for overlay in source.overlays}
    for path in sorted(wanted - known):
        message = f"'{path}' is geen overlay die te lezen is"
        raise UsageError(message, hint=nearest(str(path), map(str, known)) or _NAMES)
    return wanted


def _accept(project: Project, source: Source, core: Core, wanted: frozenset[PurePosixPath], by: str) -> int:
    waiting = [each for each in stale(source, core.read) if not wanted or each.origin.path in wanted]
    for overlay in waiting:
        _write(project, core, overlay.sector, (overlay.page, overlay.target), by)
    say(f"{count(len(waiting), 'overlay', 'overlays')} nagelezen")
    return 0


def _in_project(project: Project, name: str) -> PurePosixPath:
    path = Path(name).absolute()
    return PurePosixPath((path.relative_to(project.root) if path.is_relative_to(project.root) else path).as_posix())


def _write(project: Project, core: Core, sector: str, place: Place, by: str) -> None:
    path = write(project, core.read, sector, place, day=date.today(), by=by)
    say(f"{path.relative_to(project.root)}: {place_name(*place)} nagelezen")


def _told(each: Waiting) -> Iterator[str]:
    said = each.said
    yield f"{said.file}: {said.action} op {each.place} ({each.sector})" if said else f"{each.place} ({each.sector})"
    if each.then:
        yield "  gewijzigd:"
        changed = list(redline.changed_words(each.then, each.present)) or [
            "(geen woord, alleen de opmaak of de indeling)"
        ]
        yield from (indent(line, "  | ") for line in changed)
    yield f"  kerntekst toen, gelezen op {each.day}:" if each.then else "  kerntekst toen: niet teruggevonden"
    if each.then:
        yield _shown(each.then)
    yield "  kerntekst nu:"
    yield _shown(each.present)
    if said:
        yield "  overlay:"
        yield _shown(said.text) if said.text else indent("(geen tekst)", "  | ")
    yield ""


def _shown(leaves: Sequence[Leaf]) -> str:
    return indent(normal_form.as_text(leaves), "  | ", lambda _line: True)


def _sign_off(project: Project, source: Source, core: Core, options: argparse.Namespace) -> int:
    lookup.sector(source, options.sector)
    if not options.files:
        message = "zeg welke pagina of kop de sector heeft nagelezen"
        raise UsageError(message, hint=f"python3 build.py review --sector {options.sector} --accept PAGINA[#ID]")
    places = [_place(source, name) for name in options.files]
    for page, target in places:
        if options.accept:
            _write(project, core, options.sector, (page, target), who(options.by))
        else:
            answer(f"{place_name(page, target)}: {core.read.fingerprint(page, target)}")
    return 0


def _place(source: Source, name: str) -> Place:
    """Return the page and the target that *name* refers to; raises UsageError with the nearest valid name."""
    page_name, _, target = name.partition("#")
    page = lookup.core_page(source, page_name)
    if target:
        lookup.target(page, target)
    return page.path, target
