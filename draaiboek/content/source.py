"""Disk → Source: the only reader of content.

Everything that can be made is made, and everything that is wrong is returned beside it; nothing raises on content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import CORE, Function, MediaFile, Origin, Overlay, Page, Reading, Sector, Source, Waiver
from draaiboek.base.project import Project
from draaiboek.content import content_paths, data_files, files, identity, menu, pages, queries, schema
from draaiboek.content.files import PICTURES, ContentFile
from draaiboek.content.listings import Lists
from draaiboek.content.menu import EDITIONS, INDEX

DATA = content_paths.DATA.name
READINGS = "nagelezen"
FUNCTIONS = "functies.yml"


def load(project: Project) -> tuple[Source, tuple[Diagnostic, ...]]:
    """Read draaiboek.yml, docs/, sectors/ and overlays/ of *project*."""
    problems: list[Diagnostic] = []
    this = identity.read(project.root, problems)
    docs = tuple(files.find(project.docs, project.root, problems))
    in_sectors = tuple(files.find(project.sectors, project.root, problems))
    in_overlays = tuple(files.find(project.overlays, project.root, problems))
    problems += _unread((*docs, *in_sectors, *in_overlays))
    content = data_files.read({f.path.name: f for f in docs if _parts(f)[1:-1] == (DATA,)}, problems)
    sectors = tuple(sorted(_sectors(in_sectors, problems), key=lambda sector: (sector.order, sector.slug)))
    texts = [file for file in docs if file.suffix == ".md" and DATA not in _parts(file)]
    editions = [e for file in texts if _is_edition(file) and (e := pages.read_edition(file, problems))]
    waivers = tuple(_waivers(in_overlays, problems))
    functions = tuple(_functions(in_sectors, sectors, problems))
    lists = Lists(content, sectors, tuple(edition for _, edition in editions), waivers, this, functions)
    core = [p for f in texts if not _is_edition(f) and (p := pages.read_page(f, _place(f), lists, problems))]
    core += [p for text, edition in editions if (p := pages.edition_page(text, edition, lists, problems))]
    if not any(map(_is_edition, texts)):
        origin = Origin(PurePosixPath("docs", EDITIONS))
        hint = "Maak de eerste: python3 build.py new edition JJJJ.1"
        problems.append(Diagnostic("ED001", origin, "er is geen editiepagina", hint))
    core.sort(key=lambda page: page.path)
    problems += _misled_queries(docs, in_sectors)
    source = Source(
        pages=tuple(core),
        sector_pages=tuple(_sector_pages(in_sectors, lists, problems)),
        sectors=sectors,
        overlays=tuple(_overlays(in_overlays, lists, problems)),
        references=content.references,
        terms=content.terms,
        variables={**content.variables, **identity.variables(this)},
        menu=menu.read(content.menu, core, lists.editions, problems),
        editions=lists.editions,
        media=tuple(_media((*docs, *in_sectors), problems)),
        waivers=waivers,
        readings=tuple(_readings(in_sectors, problems)),
        emergency=content.emergency,
        synonyms=content.synonyms,
        preferred=content.preferred,
        functions=functions,
        statement=content.statement,
        measured=content.accessibility,
        identity=this,
    )
    return source, tuple(problems)


def _parts(file: ContentFile) -> tuple[str, ...]:
    return file.origin.path.parts


def _unread(found: Iterable[ContentFile]) -> Iterator[Diagnostic]:
    """Yield the files in places where nobody reads them: their text would silently not be published."""
    for file in found:
        if not _is_read(file):
            text = "op deze plaats wordt dit bestand niet gelezen"
            yield Diagnostic("PG011", file.origin, text, "Verplaats het of haal het weg.", lost=file.origin.path)


def _is_read(file: ContentFile) -> bool:
    top, *below, name = _parts(file)
    if top == "docs":
        known = {*data_files.FILES, queries.FILE}
        return name in known if below == [DATA] else file.suffix != ".yml" and DATA not in below
    if top == "sectors":
        is_ours = (len(below) == 1 and name in {"sector.yml", FUNCTIONS}) or _is_reading(file)
        return bool(below) and (is_ours if file.suffix == ".yml" else READINGS not in below)
    return file.origin.path == content_paths.WAIVERS if not below else file.suffix == ".md"


def _place(file: ContentFile) -> PurePosixPath:
    """Where a file of docs/ (or of sectors/<slug>/) stands in a variant."""
    below = 1 if _parts(file)[0] == "docs" else 2
    return PurePosixPath(*_parts(file)[below:])


def _is_edition(file: ContentFile) -> bool:
    place = _place(file)
    return place.parent == EDITIONS and place.name != INDEX


def _misled_queries(docs: Sequence[ContentFile], in_sectors: Sequence[ContentFile]) -> Iterator[Diagnostic]:
    """Yield what is wrong with zoekvragen.yml: a page that is not there, though its file may be wrong itself."""
    core = {_place(file) for file in docs if file.suffix == ".md"}
    pages_of = {CORE: core}
    for file in in_sectors:
        pages_of.setdefault(_parts(file)[1], set(core)).add(_place(file))
    for file in docs:
        if _parts(file)[1:] == (DATA, queries.FILE):
            sets, problems = queries.read(file)
            yield from (*problems, *queries.strangers(sets, pages_of))


def _sectors(found: Sequence[ContentFile], problems: list[Diagnostic]) -> Iterator[Sector]:
    slugs = sorted({_parts(file)[1] for file in found if len(_parts(file)) > len(("sectors", "slug"))})
    for slug in slugs:
        file = next((file for file in found if file.origin.path == content_paths.sector_file(slug)), None)
        if file is None:
            origin, missing = Origin(PurePosixPath("sectors", slug)), content_paths.sector_file(slug)
            text, hint = f"de sector '{slug}' heeft geen sector.yml", f"Maak {missing}, of haal de map weg."
            problems.append(Diagnostic("SC001", origin, text, hint, lost=missing))
            continue
        entry, places = data_files.read_model(file, schema.SectorFile, problems)
        if entry:
            yield data_files.sector(slug, entry, places, problems)


def _functions(
    found: Sequence[ContentFile], sectors: Sequence[Sector], problems: list[Diagnostic]
) -> Iterator[Function]:
    """Yield the functions of *sectors*, in their order."""
    for sector in sectors:
        for file in found:
            if file.origin.path == content_paths.functions_file(sector.slug):
                entries, places = data_files.read_model(file, schema.FunctionFile, problems)
                yield from data_files.functions(sector.slug, entries, places, problems) if entries else ()


def _sector_pages(found: Iterable[ContentFile], lists: Lists, problems: list[Diagnostic]) -> Iterator[Page]:
    for file in found:
        if file.suffix == ".md" and len(_parts(file)) > len(("sectors", "slug")):
            page = pages.read_page(file, _place(file), lists, problems, sector=_parts(file)[1])
            if page:
                yield page


def _overlays(found: Iterable[ContentFile], lists: Lists, problems: list[Diagnostic]) -> Iterator[Overlay]:
    for file in found:
        if file.suffix == ".md" and len(_parts(file)) > len(("overlays", "slug")):
            yield from pages.read_overlays(file, _parts(file)[1], lists, problems)


def _waivers(found: Iterable[ContentFile], problems: list[Diagnostic]) -> Iterator[Waiver]:
    for file in found:
        if file.origin.path == content_paths.WAIVERS:
            for entry, origin in data_files.read_list(file, schema.WaiverEntry, problems):
                yield Waiver(PurePosixPath(entry.overlay), entry.functie, entry.reden, entry.tot, origin)


def _readings(files: Iterable[ContentFile], problems: list[Diagnostic]) -> Iterator[Reading]:
    for file in files:
        if _is_reading(file):
            entry, places = data_files.read_model(file, schema.ReadingFile, problems)
            if entry:
                page, _, target = entry.doel.partition("#")
                sector, place = _parts(file)[1], places.place(("doel",))
                yield Reading(sector, PurePosixPath(page), target, entry.tekst, entry.op, entry.door, place)


def _is_reading(file: ContentFile) -> bool:
    top, *below, _name = _parts(file)
    return top == "sectors" and below[1:] == [READINGS] and file.suffix == ".yml"


def _media(found: Iterable[ContentFile], problems: list[Diagnostic]) -> Iterator[MediaFile]:
    for file in found:
        if file.suffix in PICTURES:
            problems += files.read_picture(file.path, file.origin)[1]
            yield MediaFile(_place(file), file.origin)
