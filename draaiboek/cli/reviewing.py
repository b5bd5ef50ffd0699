"""`build.py review`: overlays whose core text changed, and what a sector signs off with nothing to add."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from textwrap import indent

from draaiboek.base.diagnostics import nearest
from draaiboek.base.dutch import count
from draaiboek.base.errors import UsageError
from draaiboek.base.model import Block, Overlay, Part, Section, Source
from draaiboek.base.project import Project
from draaiboek.cli.loading import unfit_to_sign, unreadable
from draaiboek.cli.new_files import find_target, known_sector
from draaiboek.compose import fingerprint
from draaiboek.compose.targets import Target
from draaiboek.content import former_places
from draaiboek.content.source import SIGN_OFFS
from draaiboek.editions import publish
from draaiboek.editions.publish.earlier_text import text_with
from draaiboek.pipeline.review import accept, stale


def review(project: Project, options: argparse.Namespace) -> int:
    """Show stale overlays with the core text then and now; with --accept rewrite only `basis` and `nagelezen`.

    With --sector, sign core pages or sections off for that sector instead.
    """
    source, stops = unfit_to_sign(project) if options.accept else unreadable(project)
    if stops:
        return 1
    if options.sector:
        return _sign_off(project, source, options)
    found = dict(_stale(project, source, options.files))
    tip = publish.tip_of(project.root) if found else ""
    editions = [each.id for each in publish.listed(publish.CommitTree(project.root, tip)) if not each.withdrawn]
    for path, (overlay, target) in found.items():
        if options.accept:
            accept(project.root / path, target.fingerprint(), date.today())
            print(f"{path}: nagelezen", file=sys.stderr)
        else:
            old, where = text_with(overlay.basis, overlay.page, project.root, editions, tip)
            print("\n".join(_side_by_side(overlay, target, _lead(source, overlay), old, where)))
    word = "nagelezen" if options.accept else "verouderd"
    print(f"{count(len(found), 'overlay', 'overlays')} {word}", file=sys.stderr)
    return 0


def _stale(
    project: Project, source: Source, names: Iterable[str]
) -> Iterator[tuple[PurePosixPath, tuple[Overlay, Target]]]:
    wanted = {_in_project(project, name) for name in names}
    known = {overlay.origin.path for overlay in source.overlays}
    for path in sorted(wanted - known):
        message = f"'{path}' is geen overlay die te lezen is"
        raise UsageError(message, hint=nearest(str(path), map(str, known)))
    for overlay, target in stale(source):
        if not wanted or overlay.origin.path in wanted:
            yield overlay.origin.path, (overlay, target)


def _lead(source: Source, overlay: Overlay) -> Sequence[Part]:
    return next((page.lead for page in source.pages if page.path == overlay.page), ())


def _in_project(project: Project, name: str) -> PurePosixPath:
    path = Path(name).absolute()
    return PurePosixPath((path.relative_to(project.root) if path.is_relative_to(project.root) else path).as_posix())


def _side_by_side(overlay: Overlay, target: Target, lead: Sequence[Part], old: str, where: str) -> Iterator[str]:
    owner = target.section or (target.around[-1] if target.around else None)
    now = _text(owner.body, owner.subsections) if owner else _text(lead, ())
    kind = "slot:" if overlay.slot else ""
    yield f"{overlay.origin.path}: {overlay.action} op {overlay.page}#{kind}{overlay.target}"
    yield f"  kerntekst toen ({where}):" if where else "  kerntekst toen: niet teruggevonden"
    if old:
        yield indent(old, "  | ")
    yield "  kerntekst nu:"
    yield indent("\n\n".join(now), "  | ")
    yield "  overlay:"
    yield indent("\n\n".join(_text(overlay.body, overlay.sections)) or "(geen tekst)", "  | ")
    yield ""


def _text(parts: Iterable[Part], sections: Iterable[Section]) -> list[str]:
    texts = [part.text for part in parts if isinstance(part, Block)]
    for section in sections:
        texts += [f"{'#' * section.level} {section.title}", *_text(section.body, section.subsections)]
    return texts


def _sign_off(project: Project, source: Source, options: argparse.Namespace) -> int:
    known_sector(source, options.sector)
    if not options.files:
        message = "zeg welke pagina of kop de sector heeft nagelezen"
        raise UsageError(message, hint=f"python3 build.py review --sector {options.sector} --accept PAGINA[#ID]")
    signed = {name: _digest(source, name) for name in options.files}
    path = project.sectors / options.sector / SIGN_OFFS
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if text and not text.endswith("\n"):
        text += "\n"
    for name, digest in signed.items():
        line = f"{name}: {digest}"
        pattern = rf"(?m)^{re.escape(name)}:.*$"
        text = re.sub(pattern, line, text) if re.search(pattern, text) else f"{text}{line}\n"
    if options.accept:
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"{path.relative_to(project.root)}: {', '.join(signed)} nagelezen", file=sys.stderr)
    else:
        print("\n".join(f"{name}: {digest}" for name, digest in signed.items()))
    return 0


def _digest(source: Source, name: str) -> str:
    page_name, _, target = name.partition("#")
    if target.startswith("slot:"):
        message = f"een slot teken je niet af: '{name}'"
        raise UsageError(message, hint="Teken de kop af waar het slot onder staat.")
    if target:
        return find_target(source, page_name, target).fingerprint()
    page = next((page for page in source.pages if str(page.path) == page_name), None)
    if page is None:
        message = f"de pagina '{page_name}' bestaat niet in de kerntekst"
        raise UsageError(message, hint=former_places.hint(PurePosixPath(page_name), source.pages))
    return fingerprint.of_page(page)
