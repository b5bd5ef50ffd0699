"""Read remarks and decisions from files: what is valid is written down, what is not is reported with its cell."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from draaiboek.base.diagnostics import Diagnostic, has_errors, nearest
from draaiboek.base.errors import why
from draaiboek.base.model import Remark, Source, place_name
from draaiboek.base.project import Project
from draaiboek.compose.overlay_rules import prefixed
from draaiboek.content import content_paths, personal
from draaiboek.forms.office import answers, decision_table, ods, remark_form, web_form, xlsx
from draaiboek.forms.office.answers import Refusal
from draaiboek.forms.office.decision_table import Decision
from draaiboek.forms.office.remark_form import Filled, Said
from draaiboek.forms.office.spreadsheet import MAX_BYTES, Read, UnreadableError
from draaiboek.pipeline.consult.reporting import is_overview
from draaiboek.pipeline.examine import for_writing

_KINDS: Mapping[str, Callable[[bytes], tuple[Read, ...]]] = {xlsx.SUFFIX: xlsx.read, ods.SUFFIX: ods.read}
_HEX = 8
_SEND = "Vraag het formulier als .xlsx, .ods of .json."
_SAVE = "Open het in Excel of LibreOffice en bewaar het als .xlsx; lees dat in."
_INSTEAD = {
    **dict.fromkeys((".xls", ".xlsm", ".xlsb", ".xltx", ".fods", ".ots", ".sxc"), _SAVE),
    ".numbers": "Open het in Numbers, kies 'Exporteer naar Excel', en lees dat in.",
    ".zip": "Pak het uit, en lees in wat erin zit.",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What was imported: the files *written*, how many remarks and decisions were already *known*, and the refusals.

    *problems* are errors in the text that stop everything: nothing was written then. *named* are those of the files
    in which a person may be named: only a person can tell.
    """

    problems: tuple[Diagnostic, ...] = ()
    written: tuple[Path, ...] = ()
    known: int = 0
    refused: tuple[Refusal, ...] = ()
    named: tuple[Path, ...] = ()


def bring_in(project: Project, files: Sequence[Path]) -> Imported:
    """Import what *files* contain: completed forms, and tables of decisions."""
    source, problems = for_writing(project)
    if has_errors(problems):
        return Imported(problems)
    written: list[Path] = []
    refused: list[Refusal] = []
    known = 0
    decided_before = {decision_table.key_of(each): _said(each) for each in source.remarks}
    for file in files:
        try:
            found = _read(file, source, refused)
        except UnreadableError as error:
            refused.append(Refusal(file.name, str(error), error.hint))
            continue
        if isinstance(found, Filled):
            changes = _remarks(project, source, found, file, refused)
        else:
            changes = _decisions(project, source, found, decided_before, refused)
        for path, text in changes:
            if path.is_file() and path.read_text(encoding="utf-8") == text:
                known += 1
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
                written.append(path)
    named = tuple(path for path in written if personal.may_name(_words(path)))
    return Imported((), tuple(written), known, tuple(refused), named)


def _words(path: Path) -> str:
    """Return what somebody said in the remark at *path*, of any sector; its other values are checked as they come."""
    remark = yaml.safe_load(path.read_text(encoding="utf-8"))
    return "\n".join(str(remark.get(key, "")) for key in ("opmerking", "voorstel"))


def _read(file: Path, source: Source, refused: list[Refusal]) -> Filled | Sequence[Decision]:
    """Return what *file* contains: a completed form, or decisions; raises UnreadableError."""
    suffix = file.suffix.lower()
    if file.is_dir():
        message = "dat is een map"
        raise UnreadableError(message, "Noem de formulieren erin, bijvoorbeeld: consult import map/*.xlsx")
    if suffix not in {*_KINDS, web_form.SUFFIX}:
        message = f"een bestand '{suffix or file.name}' kan niet ingelezen worden"
        raise UnreadableError(message, _INSTEAD.get(suffix, _SEND))
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"het bestand is niet te lezen: {why(error)}"
        raise UnreadableError(message, "Kijk of de naam klopt.") from error
    if suffix == web_form.SUFFIX:
        filled, wrong = web_form.read(data, file.name)
    else:
        sheets = _KINDS[suffix](data)
        is_table = decision_table.is_table(sheets)
        ours = {each.name for each in remark_form.sheets_of(sheets).values()}
        if is_table:
            sectors = {each.slug for each in source.sectors}
            ours = {decision_table.SHEET, *(each.name for each in sheets if is_overview(each, sectors))}
        refused += answers.beside(sheets, ours, file.name)
        if is_table:
            decisions, wrong = decision_table.read(sheets, file.name)
            refused += wrong
            return decisions
        filled, wrong = remark_form.read(sheets, file.name)
    refused += wrong
    return filled or ()


# --- remarks ----------------------------------------------------------------------------------------------------------


def _remarks(
    project: Project, source: Source, filled: Filled, file: Path, refused: list[Refusal]
) -> Iterator[tuple[Path, str]]:
    rounds = {(each.sector, each.edition) for each in source.rounds}
    if (filled.sector, filled.edition) not in rounds:
        text = f"er is geen ronde over editie '{filled.edition[:20]}' voor de sector '{filled.sector[:40]}'"
        listed = ", ".join(f"{sector} {edition}" for sector, edition in sorted(rounds)) or "nog geen"
        refused.append(Refusal(file.name, text, f"Open zijn: {listed}. Niets van dit bestand is ingelezen."))
        return
    folder = project.root / content_paths.round_of(filled.sector, filled.edition)
    for said in filled.remarks:
        name = f"{said.number:04}-{_digest(filled, said)}"
        path = folder / f"{name}.yml"
        # A decision taken since is kept: the same remark sent twice is one remark.
        yield path, path.read_text(encoding="utf-8") if path.is_file() else _as_yaml(filled, said)


def _digest(filled: Filled, said: Said) -> str:
    parts = (said.place, said.paragraph, said.text, said.proposal, filled.role, filled.organisation)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_HEX]


def _as_yaml(filled: Filled, said: Said) -> str:
    values: dict[str, str | int] = {"doel": said.place, "alinea": said.number, "tekst": said.paragraph}
    kept: dict[str, str | int] = values if said.number else {"doel": said.place} if said.place else {}
    kept |= {"opmerking": said.text}
    kept |= {"voorstel": said.proposal} if said.proposal else {}
    kept |= {"functie": filled.role, "organisatie": filled.organisation}
    return _dump(kept)


class _Dumper(yaml.SafeDumper):
    """Writes text of several lines as a block of several lines."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _dump(values: Mapping[str, object]) -> str:
    return yaml.dump(dict(values), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=math.inf)


# --- decisions --------------------------------------------------------------------------------------------------------


_Said = tuple[object, str, str]


def _decisions(
    project: Project, source: Source, decisions: Sequence[Decision], said: dict[str, _Said], refused: list[Refusal]
) -> Iterator[tuple[Path, str]]:
    """Yield the files that *decisions* change; *said* is what was decided before, in other tables too, by key."""
    by_key = {decision_table.key_of(remark): remark for remark in source.remarks}
    for decision in decisions:
        remark, now = by_key.get(decision.key), (decision.verdict, decision.answer, decision.landed)
        if remark is None:
            hint = nearest(decision.key, by_key) or "Wijzig de kolom Kenmerk niet."
            refused.append(Refusal(decision.key_cell, f"de opmerking '{decision.key[:60]}' is er niet", hint))
            continue
        before = said[decision.key]
        if any(before) and before != now:
            text = f"over '{decision.key}' staat al iets anders: {before[0] or 'een antwoord zonder besluit'}"
            refused.append(Refusal(decision.cell, text, f"Wil je het wijzigen? Doe dat in {remark.origin.path}."))
        elif decision.landed and decision.landed not in (places := set(_places(source, remark.sector))):
            text = f"de plaats '{decision.landed[:100]}' bestaat niet"
            hint = nearest(decision.landed, places) or "Noem de pagina en het id: pagina.md#id."
            refused.append(Refusal(decision.landed_cell, text, hint))
        else:
            path = project.root / remark.origin.path
            yield path, path.read_text(encoding="utf-8") if before[0] else _decided(path, decision)
            said[decision.key] = now


def _places(source: Source, sector: str) -> Iterator[str]:
    """Yield every place where an answer to *sector* can land: a page, shared or its own, or a section of one."""
    for page in (*source.pages, *(each for each in source.sector_pages if each.sector == sector)):
        yield str(page.path)
        yield from (place_name(page.path, section.id) for section in page.walk())
    for overlay in source.overlays:
        if overlay.sector == sector:
            ids = (prefixed(each.id, sector) for whole in overlay.sections for each in whole.walk())
            yield from (place_name(overlay.page, each) for each in ids)


def _said(remark: Remark) -> _Said:
    return remark.verdict, remark.answer, remark.landed


def _decided(path: Path, decision: Decision) -> str:
    """Return the content of file *path* with the decision added at its end."""
    before = path.read_text(encoding="utf-8")
    keys = {"besluit": str(decision.verdict), "antwoord": decision.answer, "geland": decision.landed}
    return f"{before.rstrip()}\n{_dump({key: value for key, value in keys.items() if value})}"
