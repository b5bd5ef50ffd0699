"""Markdown files as pages, overlays and editions."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TypeVar

from draaiboek.base.diagnostics import Diagnostic, nearest
from draaiboek.base.model import (
    SLOT,
    Action,
    Approval,
    Edition,
    Origin,
    Overlay,
    Page,
    PageMeta,
    Part,
    Section,
    Slot,
)
from draaiboek.content import content_paths, schema, validation
from draaiboek.content.files import ContentFile, MarkdownText, read_markdown
from draaiboek.content.listings import (
    Asked,
    Lists,
    Write,
    colophon_of,
    expand,
    expand_in_overlay,
    made_from,
    questions_of,
)
from draaiboek.content.markdown import Heading, Parsed, parse
from draaiboek.content.strict_yaml import Document

F = TypeVar("F", bound=schema.OverlayFrontMatter)
TOP_LEVEL = 2
MOVED = re.compile(r"\.md(#|$)")
RENAMED = " > "
WHOLE_PAGE = "pagina"
"""The key for what is about a page as a whole."""

OURS = "lr-"
OF_DOWNLOADS = frozenset({"bestanden", "kit", "nakijken", "bewaar-offline"})
"""The prefix of ids that the theme uses on every page, and its ids on the downloads page."""


def read_edition(file: ContentFile, problems: list[Diagnostic]) -> tuple[MarkdownText, Edition] | None:
    """Return the text of edition page *file* and its metadata, or None when it cannot be used."""
    text, wrong = read_markdown(file)
    problems += wrong
    if text is None or text.front is None:
        return None
    front, wrong = validation.validate(schema.EditionFrontMatter, text.front)
    problems += wrong
    if front is None:
        return None
    if front.editie != file.path.stem:
        found = f"de editie heet '{front.editie}', maar het bestand '{file.path.name}'"
        hint = f"Noem het bestand {front.editie}.md."
        problems.append(Diagnostic("ED002", text.front.place(("editie",)), found, hint))
    problems += _days(front, text.front)
    edition = Edition(
        id=front.editie,
        date=front.datum,
        valid_from=front.geldig_van,
        law_state=front.stand_wetgeving,
        reasons=front.aanleiding,
        summary=front.samenvatting,
        editor=front.eindredactie,
        status=front.status,
        page=content_paths.EDITION_PAGES / file.path.name,
        origin=file.origin,
        unreviewed=front.zonder_nazicht,
        minor=front.klein,
        approvals=tuple(_approvals(front, text.front)),
    )
    return text, edition


def _days(front: schema.EditionFrontMatter, document: Document) -> Iterator[Diagnostic]:
    """Yield a first day on which the edition applies that comes before the day on which it appears (ED002)."""
    if front.geldig_van < front.datum:
        found = f"'geldig_van: {front.geldig_van}' komt vóór de dag waarop de editie verschijnt: {front.datum}"
        hint = f"Niemand kon ze toen lezen. Schrijf geldig_van: {front.datum}, of een latere dag; of wijzig 'datum'."
        yield Diagnostic("ED002", document.place(("geldig_van",)), found, hint)


def _approvals(front: schema.EditionFrontMatter, document: Document) -> Iterator[Approval]:
    for number, each in enumerate(front.goedkeuring):
        place = document.place(("goedkeuring", number, "tekst"))
        yield Approval(each.functie, each.organisatie, each.op, each.tekst, place)


def read_page(
    file: ContentFile,
    path: PurePosixPath,
    lists: Lists | None,
    problems: list[Diagnostic],
    *,
    sector: str | None,
) -> Page | None:
    """Return *file* as the page at *path*, or None when it cannot be read; *lists* is None if it requests none.

    A page whose front matter is of no use gets a minimal one, so that links to it are not reported as well.
    """
    text, wrong = read_markdown(file)
    problems += wrong
    if text is None:
        return None
    front = None
    model = schema.SectorPageFrontMatter if sector else schema.PageFrontMatter
    if text.front:
        front, wrong = validation.validate(model, text.front)
        problems += wrong
    if front is None:
        bare = {"title": path.stem, "description": path.stem} | ({"na": "index.md"} if sector else {})
        front = model.model_validate(bare)
    return page(text, front, path, lists, problems, sector=sector)


def page(  # a page is made from all of these
    text: MarkdownText,
    front: schema.PageFrontMatter,
    path: PurePosixPath,
    lists: Lists | None,
    problems: list[Diagnostic],
    *,
    sector: str | None = None,
) -> Page:
    """Return the page with *front* and *text*; what is wrong with its structure is added to *problems*."""
    parsed = _parse(text, path, sector, lists, problems)
    problems += _wrong_levels(parsed, front.title)
    after = getattr(front, "na", None)
    meta = PageMeta(
        title=front.title,
        description=front.description,
        references=front.bronnen,
        reviewed=front.nagelezen,
        formerly=tuple(name.partition(RENAMED)[0] for name in front.voorheen if not MOVED.search(name)),
        renamed=tuple(_pair(name) for name in front.voorheen if RENAMED in name),
        moved=tuple(name for name in front.voorheen if MOVED.search(name)),
        after=PurePosixPath(after) if after else None,
        weight=front.zoekgewicht,
        questions=tuple(("" if name == WHOLE_PAGE else name, asked) for name, asked in front.vragen.items()),
        urgent=front.voorrang,
        printed=tuple(("" if name == WHOLE_PAGE else name, product) for name, product in front.druk.items()),
    )
    origin = text.front.place(()) if text.front else text.origin
    files = (origin.path, *made_from(text.lines))
    if lists:
        meta = replace(meta, questions=questions_of(meta.questions, parsed.sections, lists))
    result = Page(path, meta, parsed.lead, parsed.sections, origin, sector, files=files)
    former_at = text.front.place(("voorheen",)) if text.front else origin
    bare = {each.origin for each in problems if each.code == "PG004"}
    problems += (*_taken(result), *_doubles(result, former_at, bare))
    problems += _about_no_section(result, text)
    return result


def _about_no_section(page: Page, text: MarkdownText) -> Iterator[Diagnostic]:
    known = {section.id for section in page.walk()}
    named = [("vragen", name) for name, _ in page.meta.questions] + [("druk", name) for name, _ in page.meta.printed]
    for key, name in named:
        if name and name not in known and text.front:
            problem = f"'{key}:' noemt het stuk '{name}', en dat staat niet op deze pagina"
            yield Diagnostic("LK002", text.front.place((key, name)), problem, nearest(name, known), missed=page.files)


def edition_page(read: tuple[MarkdownText, Edition], lists: Lists, problems: list[Diagnostic]) -> Page | None:
    """Return the release note of an edition as a page, from what `read_edition` *read*; None when it is invalid."""
    text, edition = read
    if text.front is None:
        return None
    front, _ = validation.validate(schema.EditionFrontMatter, text.front)
    if front is None:
        return None
    gaps = colophon_of(edition, lists, text.front.place(("zonder_nazicht",)))
    note = page(text, front, edition.page, lists, problems)
    return replace(note, sections=(*note.sections, gaps)) if gaps else note


def read_overlays(file: ContentFile, folder: str, lists: Lists | None, problems: list[Diagnostic]) -> Iterator[Overlay]:
    """Yield the overlay in *file*, once for each sector that it is for; *folder* names the sector or is `_gedeeld`.

    *lists* is None for an overlay that requests none.
    """
    text, wrong = read_markdown(file)
    problems += wrong
    shared = folder == content_paths.SHARED.name
    model = schema.SharedOverlayFrontMatter if shared else schema.OverlayFrontMatter
    if text is None or text.front is None:
        return
    if _is_page(text.front):
        found = "dit is een pagina, en geen overlay"
        own = content_paths.DOCS if shared else content_paths.SECTORS / folder
        hint = (
            f"Is het een eigen pagina? Zet het bestand in {own}/: in de browser wijzig je de map in zijn naam.\n"
            "Wijzigt het een pagina van iedereen? Een overlay wijzigt één stuk. Haal de rest weg, "
            f"en zet in plaats van de front matter deze regels:\n---\ndoel: {file.path.name}#id-van-de-kop\n"
            "bewerking: einde\n---"
        )
        problems.append(Diagnostic("OV013", text.front.place(()), found, hint, lost=file.origin.path))
        return
    front, wrong = validation.validate(model, text.front)
    problems += wrong
    front = front or _placed(model, text.front)
    if front is None:
        return
    target_page, _, target = front.doel.partition("#")
    page = PurePosixPath(target_page)
    sectors = front.sectoren if isinstance(front, schema.SharedOverlayFrontMatter) else (folder,)
    for sector in dict.fromkeys(sectors):
        parsed = _parse(text, page, sector, lists, problems, write=expand_in_overlay)
        problems += _about_no_heading(front.vragen, parsed.sections, text.front)
        yield Overlay(
            sector=sector,
            page=page,
            target=target,
            action=front.bewerking,
            reason=front.reden.strip(),
            order=front.volgorde,
            body=parsed.lead,
            sections=parsed.sections,
            origin=file.origin,
            places={str(path[0]): origin for path, origin in text.front.places.items() if path},
            questions=tuple(front.vragen.items()),
        )


def _placed(model: type[F], front: Document) -> F | None:
    """Return *front*, of which the action cannot be read, with one that suits its target; None without a target.

    Nothing is made of such a text, but a target that does not exist can be told together with the wrong action.
    """
    value = front.value if isinstance(front.value, dict) else {}
    target = value.get("doel")
    if not isinstance(target, str):
        return None
    action = Action.FILL if f"#{SLOT}" in target else Action.END
    return validation.validate(model, replace(front, value={**value, "bewerking": action}))[0]


def _is_page(front: Document) -> bool:
    """Return whether *front* is the front matter of a page, which somebody saved in the wrong folder."""
    return isinstance(front.value, dict) and "title" in front.value and not {"doel", "bewerking"} & front.value.keys()


def _about_no_heading(named: Collection[str], sections: Sequence[Section], front: Document) -> Iterator[Diagnostic]:
    known = [section.id for top in sections for section in top.walk()]
    for name in named:
        if name not in known:
            problem = f"'vragen:' noemt het stuk '{name}', en deze aanvulling heeft geen kop met dat id"
            yield Diagnostic("LK002", front.place(("vragen", name)), problem, nearest(name, known))


def _parse(  # a text is made from all of these
    text: MarkdownText,
    path: PurePosixPath,
    sector: str | None,
    lists: Lists | None,
    problems: list[Diagnostic],
    *,
    write: Write = expand,
) -> Parsed:
    found: dict[tuple[str, str], Origin] = {}

    def put(kind: str, name: str, level: int, origin: Origin) -> Iterator[Part | Heading]:
        if lists is None:
            message = f"{origin} asks for a list, and its text was read without any"
            raise AssertionError(message)
        first = found.setdefault((kind, name), origin)
        if first != origin:  # a line may ask for hundreds of rows: that is in no budget of a file
            again = f"'{kind}: {name}' staat op deze pagina al op regel {first.line}"
            problems.append(Diagnostic("PG008", origin, again, "Haal deze regel weg."))
            return iter(())
        return write(kind, name, Asked(path, origin, level, sector), lists, problems)

    parsed = parse(text.lines, put)
    problems += parsed.problems
    return parsed


def _wrong_levels(parsed: Parsed, of_page: str) -> Iterator[Diagnostic]:
    """Yield an error for each outermost heading that has the wrong level; *of_page* is the title in front matter."""
    for section in parsed.sections:
        if section.level != TOP_LEVEL:
            title = " ".join(section.title.split())
            found = f"de kop '{title}' staat op niveau {section.level}, niet op {TOP_LEVEL}"
            is_title = section.level < TOP_LEVEL and title.casefold() == of_page.casefold()
            hint = (
                "Haal deze kop weg: de titel van de pagina staat al in de front matter."
                if is_title
                else f"Schrijf ## {title} {{#{section.id}}} (de titel van de pagina staat in de front matter)."
            )
            yield Diagnostic("PG006", section.origin, found, hint)


def _free(name: str, taken: Collection[str]) -> str:
    """Return a name like *name* that is not *taken*."""
    return next(new for number in itertools.count(2) if (new := f"{name}-{number}") not in taken)


def _pair(name: str) -> tuple[str, str]:
    old, _, new = name.partition(RENAMED)
    return old, new


def _taken(page: Page) -> Iterator[Diagnostic]:
    for section in page.walk():
        if section.id.startswith(OURS) or (page.path == content_paths.DOWNLOADS_PAGE and section.id in OF_DOWNLOADS):
            found = f"het id '{section.id}' is dat van een stuk van de website zelf"
            yield Diagnostic("PG005", section.origin, found, "Kies een ander id.")


def _doubles(page: Page, former_at: Origin, bare: Collection[Origin]) -> Iterator[Diagnostic]:
    """Yield each name that *page* has twice; a heading in *bare* has no id yet, and yields to one that has it."""
    former: set[str] = set()
    for name in (*page.meta.formerly, *page.meta.moved):
        if name in former:
            found = f"{'' if name in page.meta.moved else 'het id '}'{name}' staat twee keer onder 'voorheen'"
            yield Diagnostic("PG005", former_at, found, "Haal het één keer weg.")
        former.add(name)
    known = {section.id for section in page.walk()} | former
    ids: dict[str, Section] = {}
    slots: dict[str, Slot] = {}
    for section in sorted(page.walk(), key=lambda each: each.origin in bare):
        if section.id in former:
            found = f"het id '{section.id}' staat ook onder 'voorheen'"
            yield Diagnostic("PG005", section.origin, found, "Kies een ander id; laat het oudste staan.")
        if (first := ids.setdefault(section.id, section)) is not section:
            found = f"het id '{section.id}' staat ook op regel {first.origin.line}"
            known.add(other := _free(section.id, known))  # a third one gets yet another
            hint = f"Kies hier een ander id, bijvoorbeeld {{#{other}}}; laat het oudste staan."
            yield Diagnostic("PG005", section.origin, found, hint)
    for part in (*page.lead, *(part for section in page.walk() for part in section.body)):
        if isinstance(part, Slot) and (first_slot := slots.setdefault(part.name, part)) is not part:
            found = f"het slot '{part.name}' staat ook op regel {first_slot.origin.line}"
            named = f"slot: {_free(part.name, slots)}"
            hint = f"Geef het een eigen naam, bijvoorbeeld <!-- {named}{' verplicht' if part.required else ''} -->."
            yield Diagnostic("PG010", part.origin, found, hint)
