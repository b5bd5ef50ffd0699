"""`build.py review`: overlays whose core text changed, and what a sector has read with nothing to add."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from textwrap import indent

from draaiboek.base.diagnostics import nearest
from draaiboek.base.dutch import count
from draaiboek.base.errors import UsageError
from draaiboek.base.model import Overlay, Reading, Source
from draaiboek.base.project import Project
from draaiboek.cli.loading import unfit_to_sign, unreadable
from draaiboek.cli.new_files import find_target, known_sector
from draaiboek.cli.printing import say
from draaiboek.compose import normal_form, variants
from draaiboek.compose.fingerprint import LEAD
from draaiboek.compose.normal_form import Leaf
from draaiboek.compose.variants import Core
from draaiboek.content import former_places, schema
from draaiboek.editions.publish.earlier_text import text_read
from draaiboek.pipeline.review import EDITORS, Place, stale, write


def review(project: Project, options: argparse.Namespace) -> int:
    """Show the overlays that wait, with the core text then and now; with --accept write that they were read.

    With --sector, write that the sector read core pages or sections, whether it adds something to them or not.
    """
    if not re.fullmatch(schema.PLAIN_TEXT, options.by):
        message = f"'{options.by}' is geen functie"
        raise UsageError(message, hint="Schrijf gewone tekst, zonder haken: --by 'coördinator ouders'.")
    source, stops = unfit_to_sign(project) if options.accept else unreadable(project)
    if stops:
        return 1
    core = variants.core(source)
    if options.sector:
        return _sign_off(project, source, core, options)
    waiting = _wanted(project, source, core, options.files)
    for overlay in waiting:
        if options.accept:
            _write(project, core, overlay.sector, (overlay.page, overlay.whole_target), options.by)
        else:
            print("\n".join(_side_by_side(overlay, source, core, project)))
    word = "nagelezen" if options.accept else "verouderd"
    say(f"{count(len(waiting), 'overlay', 'overlays')} {word}")
    return 0


def _wanted(project: Project, source: Source, core: Core, names: Iterable[str]) -> list[Overlay]:
    wanted = {_in_project(project, name) for name in names}
    known = {overlay.origin.path for overlay in source.overlays}
    for path in sorted(wanted - known):
        message = f"'{path}' is geen overlay die te lezen is"
        raise UsageError(message, hint=nearest(str(path), map(str, known)))
    return [overlay for overlay in stale(source, core.read) if not wanted or overlay.origin.path in wanted]


def _in_project(project: Project, name: str) -> PurePosixPath:
    path = Path(name).absolute()
    return PurePosixPath((path.relative_to(project.root) if path.is_relative_to(project.root) else path).as_posix())


def _write(project: Project, core: Core, sector: str, place: Place, by: str) -> None:
    path = write(project, core.read, sector, place, day=date.today(), by=by or EDITORS)
    page, target = place
    say(f"{path.relative_to(project.root)}: {page}{f'#{target}' if target else ''} nagelezen")


def _side_by_side(overlay: Overlay, source: Source, core: Core, project: Project) -> Iterator[str]:
    before = _last_read(overlay, source)
    then = text_read(before, project.root) if before else ()
    now = _core_text(core, overlay.page, core.read.owners.get((overlay.page, overlay.whole_target), overlay.target))
    own = normal_form.of_overlay(overlay)
    yield f"{overlay.origin.path}: {overlay.action} op {overlay.page}#{overlay.whole_target} ({overlay.sector})"
    yield f"  kerntekst toen, gelezen op {before.day}:" if before and then else "  kerntekst toen: niet teruggevonden"
    if then:
        yield _shown(then)
    yield "  kerntekst nu:"
    yield _shown(now)
    yield "  overlay:"
    yield _shown(own) if own else indent("(geen tekst)", "  | ")
    yield ""


def _last_read(overlay: Overlay, source: Source) -> Reading | None:
    mine = (overlay.sector, overlay.page, overlay.whole_target)
    found = [each for each in source.readings if (each.sector, each.page, each.target) == mine]
    return max(found, key=lambda each: (each.day, str(each.origin.path)), default=None)


def _core_text(core: Core, path: PurePosixPath, owner: str) -> tuple[Leaf, ...]:
    page = next(page for page in core.filled if page.path == path)
    if owner == LEAD:
        return normal_form.of_lead(page)
    section = next(section for section in page.walk() if section.id == owner)
    return normal_form.of_section(section, path)


def _shown(leaves: Sequence[Leaf]) -> str:
    return indent(normal_form.as_text(leaves), "  | ", lambda _line: True)


def _sign_off(project: Project, source: Source, core: Core, options: argparse.Namespace) -> int:
    known_sector(source, options.sector)
    if not options.files:
        message = "zeg welke pagina of kop de sector heeft nagelezen"
        raise UsageError(message, hint=f"python3 build.py review --sector {options.sector} --accept PAGINA[#ID]")
    places = [_place(source, name) for name in options.files]
    for page, target in places:
        if options.accept:
            _write(project, core, options.sector, (page, target), options.by)
        else:
            print(f"{page}{f'#{target}' if target else ''}: {core.read.fingerprint(page, target)}")
    return 0


def _place(source: Source, name: str) -> Place:
    """Return the page and the target that *name* calls; raises UsageError with the nearest right answer."""
    page_name, _, target = name.partition("#")
    page = next((page for page in source.pages if str(page.path) == page_name), None)
    if page is None:
        message = f"de pagina '{page_name}' bestaat niet in de kerntekst"
        raise UsageError(message, hint=former_places.hint(PurePosixPath(page_name), source.pages))
    if target:
        find_target(source, page_name, target)
    return page.path, target
