"""Disk → Source: the only reader of content.

Everything that can be made is made, and everything that is wrong is returned with it; nothing raises on content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from draaiboek.base import action, model
from draaiboek.base.diagnostics import Diagnostic, nearest
from draaiboek.base.memo import Memo
from draaiboek.base.model import (
    ALL,
    CORE,
    Function,
    Identity,
    MediaFile,
    Origin,
    Overlay,
    Page,
    Reading,
    Sector,
    Source,
    Waiver,
)
from draaiboek.base.project import Project
from draaiboek.content import (
    budgets,
    consultation,
    content_paths,
    data_files,
    file_names,
    files,
    identity,
    menu,
    pages,
    queries,
    schema,
    sector_data,
    sector_schema,
    strict_yaml,
    tasks,
)
from draaiboek.content.collecting import Collector
from draaiboek.content.data_files import ContentData
from draaiboek.content.files import PICTURES, ContentFile
from draaiboek.content.lines import FOR_WHOM
from draaiboek.content.listings import Lists

KINDS = (
    *(action, model.consultation, model.data, model.identity, model.text, model.tree),
    *(data_files, files, queries, strict_yaml, tasks),
)
"""The modules that define the types of values read from files."""
DATA = content_paths.DATA.name


def load(project: Project, memo: Memo | None = None) -> tuple[Source, tuple[Diagnostic, ...]]:
    """Read draaiboek.yml, docs/, sectors/ and overlays/ of *project*; *memo* remembers files that were read before."""
    problems: list[Diagnostic] = []
    collector = Collector(memo or Memo(), problems)
    this = identity.read(project.root, problems)
    used = budgets.Used()
    problems += _no_docs(project)
    docs = tuple(files.find(project.docs, project.root, problems, used))
    in_sectors = tuple(files.find(project.sectors, project.root, problems, used))
    in_overlays = tuple(files.find(project.overlays, project.root, problems, used))
    problems += _unread((*docs, *in_sectors, *in_overlays))
    with collector.apart(partial(_read_apart, docs, in_sectors, in_overlays)):
        lists, core = _core(docs, in_sectors, this, tuple(_waivers(in_overlays, problems)), collector)
    content, sectors = lists.data, lists.sectors
    problems += _no_edition(_texts(docs))
    core.sort(key=lambda page: page.path)
    contents = menu.read(content.menu, core, lists.editions, problems)
    remarks = tuple(consultation.remarks(in_sectors, collector))
    own = tuple(_sector_pages(in_sectors, lists, collector))
    answers = collector.of("remarks", consultation.page, consultation.Answered(remarks, sectors, tuple(core), own))
    if answers:
        core.append(answers)
        contents = consultation.in_menu(contents, answers)
    problems += _misled(docs, in_sectors, collector.memo)
    source = Source(
        pages=tuple(core),
        sector_pages=own,
        sectors=sectors,
        overlays=tuple(_overlays(in_overlays, lists, collector)),
        references=content.references,
        terms=content.terms,
        variables={**content.variables, **identity.variables(lists.identity)},
        menu=contents,
        editions=lists.editions,
        media=tuple(_media((*docs, *in_sectors), collector)),
        waivers=lists.waivers,
        readings=tuple(_readings(in_sectors, collector)),
        emergency=content.emergency,
        synonyms=content.synonyms,
        words=content.words,
        preferred=content.preferred,
        functions=lists.functions,
        statement=content.statement,
        measured=content.accessibility,
        kit=content.kit,
        identity=lists.identity,
        rounds=tuple(consultation.rounds(in_sectors, collector)),
        remarks=remarks,
    )
    return source, tuple(problems)


def _core(
    docs: Sequence[ContentFile],
    in_sectors: Sequence[ContentFile],
    this: Identity,
    waivers: tuple[Waiver, ...],
    collector: Collector,
) -> tuple[Lists, list[Page]]:
    """Return what texts, those of sectors too, can request lists of, and the core pages."""
    content = collector.kept("data", _data, tuple(file for file in docs if _parts(file)[1:-1] == (DATA,)))
    this = replace(this, cited=tuple(each.short for each in content.references.values() if _is_hyphenated(each.short)))
    sectors = _sectors(in_sectors, collector)
    texts = list(_texts(docs))
    editions = [
        e for file in texts if _is_edition(file) and (e := collector.kept(file.origin.path, pages.read_edition, file))
    ]
    functions = tuple(_functions(in_sectors, sectors, collector))
    lists = Lists(content, sectors, tuple(edition for _, edition in editions), waivers, this, functions)
    core = [p for f in texts if not _is_edition(f) and (p := _page(f, lists, collector))]
    core += [p for each in editions if (p := collector.kept(each[1].page, pages.edition_page, each, lists))]
    return lists, core


def _texts(docs: Iterable[ContentFile]) -> Iterator[ContentFile]:
    """Return the pages among *docs*: not what is in the data folder, such as its README."""
    return (file for file in docs if file.suffix == ".md" and DATA not in _parts(file))


def _read_apart(
    docs: Sequence[ContentFile], in_sectors: Sequence[ContentFile], in_overlays: Sequence[ContentFile], apart: Collector
) -> None:
    """Read what needs neither the core nor its data, half of a text, into *apart*; `load` then finds it there."""
    list(_sector_pages((file for file in in_sectors if not _asks(file)), None, apart))
    list(_overlays((file for file in in_overlays if not _asks(file)), None, apart))
    list(_misled(docs, in_sectors, apart.memo))
    list(_readings(in_sectors, apart))


def _no_docs(project: Project) -> Iterator[Diagnostic]:
    """Yield what is wrong when there is no docs/: without it all that sectors wrote would seem to be left over."""
    if not project.docs.exists():
        hint = "Zet ze terug. Was ze vastgelegd in git, dan kan het zo: git restore docs"
        text = "de map 'docs' is er niet, en daarin staat de kerntekst"
        yield Diagnostic("PG001", Origin(content_paths.DOCS), text, hint, lost=content_paths.DOCS)


def _no_edition(texts: Iterable[ContentFile]) -> Iterator[Diagnostic]:
    if not any(map(_is_edition, texts)):
        origin = Origin(content_paths.EDITIONS)
        hint = "Maak de eerste: python3 build.py new edition JJJJ.1"
        yield Diagnostic("ED001", origin, "er is geen editiepagina", hint, missed=(content_paths.EDITIONS,))


def _is_hyphenated(name: str) -> bool:
    return "-" in name and " " not in name


def _parts(file: ContentFile) -> tuple[str, ...]:
    return file.origin.path.parts


def _slug(file: ContentFile) -> str:
    """Return the name of the folder in sectors/ or overlays/ that *file* is in, '' when it is not in any."""
    _, *below, _name = _parts(file)
    return below[0] if below else ""


def _unread(found: Iterable[ContentFile]) -> Iterator[Diagnostic]:
    """Yield the files in places where they are not read: their text would silently not be published."""
    for file in found:
        if not _is_read(file):
            text = "op deze plaats wordt dit bestand niet gelezen"
            yield Diagnostic("PG011", file.origin, text, _where(file), lost=file.origin.path)


def _where(file: ContentFile) -> str:
    """Return where *file*, which is not read where it is, probably belongs."""
    top, *below, name = _parts(file)
    if file.suffix in PICTURES:
        return "Een beeld hoort in docs/media/. Zet het daar, en wis het hier."
    if top != "docs" and file.suffix == ".md" and not below:
        return f"Zet het in de map van een sector, onder {top}/, of haal het weg."
    meant = nearest(name, (*data_files.FILES, tasks.FILE)) if below == [DATA] else ""
    return meant or "Verplaats het of haal het weg."


def _is_read(file: ContentFile) -> bool:
    top, *below, name = _parts(file)
    if top == "docs":
        known = {*data_files.FILES, tasks.FILE}
        is_text = file.suffix != ".yml" and DATA not in below
        return name in known if below == [DATA] else is_text or _is_query_set(file)
    if top == "sectors":
        slug = _slug(file)
        is_data = file.origin.path in {content_paths.sector_file(slug), content_paths.functions_file(slug)}
        is_ours = is_data or _is_reading(file) or consultation.is_ours(file)
        kept = {content_paths.READINGS, content_paths.REMARKS}
        return bool(below) and (is_ours if file.suffix == ".yml" else not kept & {*below})
    return file.origin.path == content_paths.WAIVERS if not below else file.suffix == ".md"


def _place(file: ContentFile) -> PurePosixPath:
    """Return the path in a variant of a file in docs/ (or in sectors/<slug>/), under a name that is allowed."""
    *folders, name = _parts(file)
    named = name if file_names.ALLOWED.fullmatch(name) else file_names.nearest(name)
    return PurePosixPath(*[*folders, named][1 if folders[0] == "docs" else 2 :])


def _is_edition(file: ContentFile) -> bool:
    place = _place(file)
    return place.parent == content_paths.EDITION_PAGES and place.name != content_paths.INDEX.name


def _is_query_set(file: ContentFile) -> bool:
    return file.origin.path.parent == content_paths.QUERIES and file.suffix == ".yml"


def _misled(docs: Sequence[ContentFile], in_sectors: Sequence[ContentFile], memo: Memo) -> Iterator[Diagnostic]:
    """Yield what is wrong with zoekvragen/ and taken.yml: a page that does not exist, or an invalid file."""
    core = {_place(file) for file in docs if file.suffix == ".md"}
    pages_of = {CORE: core}
    for file in in_sectors:
        sector = _parts(file)[1]
        own = {_place(file)} if file.suffix == ".md" else set()
        pages_of.setdefault(sector, set(core)).update(own)
        # In the variant with all sectors, the pages of each are in a folder of their own.
        pages_of.setdefault(ALL, set(core)).update(PurePosixPath(sector, place) for place in own)
    for file in docs:
        if _is_query_set(file):
            found, problems = memo.kept(file.origin.path, queries.read, file)
            yield from (*problems, *queries.strangers([found] if found else [], pages_of))
        elif _parts(file)[1:] == (DATA, tasks.FILE):
            asked, problems = memo.kept(file.origin.path, tasks.read, file)
            yield from (*problems, *tasks.strangers(asked, pages_of))


# --- one file as a value, and what is wrong with it -------------------------------------------------------------------


def _data(found: Sequence[ContentFile], problems: list[Diagnostic]) -> ContentData:
    return data_files.read({file.path.name: file for file in found}, problems)


def _sectors(found: Sequence[ContentFile], collector: Collector) -> tuple[Sector, ...]:
    files = {file.origin.path: file for file in found}
    slugs = sorted({slug for file in found if (slug := _slug(file))})
    told = [(slug, files.get(content_paths.sector_file(slug))) for slug in slugs]
    read = [sector for slug, file in told if file and (sector := collector.kept(slug, _read_sector, file))]
    collector.problems.extend(_no_sector(slug, read) for slug, file in told if file is None)
    return tuple(sorted(read, key=lambda sector: (sector.order, sector.slug)))


def _no_sector(slug: str, others: Sequence[Sector]) -> Diagnostic:
    missing = content_paths.sector_file(slug)
    lines = sector_data.new(slug, others, description=FOR_WHOM).rstrip()
    made = f"Haal de map weg, of maak het met: python3 build.py new sector {slug}"
    hint = f"{made}\nOf maak {missing} met deze regels:\n{lines}"
    return Diagnostic("SC001", Origin(missing), f"de sector '{slug}' heeft geen sector.yml", hint, lost=missing)


def _read_sector(file: ContentFile, problems: list[Diagnostic]) -> Sector | None:
    entry, places = data_files.read_model(file, sector_schema.SectorFile, problems)
    return sector_data.sector(_slug(file), entry, places, problems) if entry else None


def _functions(found: Sequence[ContentFile], sectors: Sequence[Sector], collector: Collector) -> Iterator[Function]:
    """Yield the functions of *sectors*, in their order."""
    for sector in sectors:
        for file in found:
            if file.origin.path == content_paths.functions_file(sector.slug):
                yield from collector.kept(file.origin.path, _read_functions, file)


def _read_functions(file: ContentFile, problems: list[Diagnostic]) -> tuple[Function, ...]:
    entries, places = data_files.read_model(file, sector_schema.FunctionFile, problems)
    return tuple(sector_data.functions(_slug(file), entries, places, problems)) if entries else ()


def _page(file: ContentFile, lists: Lists | None, collector: Collector) -> Page | None:
    return collector.kept(file.origin.path, _read_page, file, _asked(file, lists))


def _asked(file: ContentFile, lists: Lists | None) -> Lists | None:
    """Return *lists* for a text that requests one, and so changes with the data; None for others."""
    return lists if _asks(file) else None


def _asks(file: ContentFile) -> bool:
    """Return whether *file* may request a list: only a placeholder, which begins with `<!--`, does."""
    return isinstance(file.data, bytes) and b"<!--" in file.data


def _read_page(file: ContentFile, lists: Lists | None, problems: list[Diagnostic]) -> Page | None:
    top, slug, *_ = _parts(file)
    return pages.read_page(file, _place(file), lists, problems, sector=slug if top == "sectors" else None)


def _sector_pages(found: Iterable[ContentFile], lists: Lists | None, collector: Collector) -> Iterator[Page]:
    for file in found:
        if file.suffix == ".md" and _slug(file):
            page = _page(file, lists, collector)
            if page:
                yield page


def _overlays(found: Iterable[ContentFile], lists: Lists | None, collector: Collector) -> Iterator[Overlay]:
    for file in found:
        if file.suffix == ".md" and _slug(file):
            yield from collector.kept(file.origin.path, _read_overlays, file, _asked(file, lists))


def _read_overlays(file: ContentFile, lists: Lists | None, problems: list[Diagnostic]) -> tuple[Overlay, ...]:
    return tuple(pages.read_overlays(file, _slug(file), lists, problems))


def _waivers(found: Iterable[ContentFile], problems: list[Diagnostic]) -> Iterator[Waiver]:
    for file in found:
        if file.origin.path == content_paths.WAIVERS:
            for entry, origin in data_files.read_list(file, schema.WaiverEntry, problems):
                yield Waiver(PurePosixPath(entry.overlay), entry.functie, entry.reden, entry.tot, origin)


def _readings(found: Iterable[ContentFile], collector: Collector) -> Iterator[Reading]:
    for file in filter(_is_reading, found):
        reading = collector.kept(file.origin.path, _read_reading, file)
        if reading:
            yield reading


def _read_reading(file: ContentFile, problems: list[Diagnostic]) -> Reading | None:
    entry, places = data_files.read_model(file, schema.ReadingFile, problems)
    if entry is None:
        return None
    page, _, target = entry.doel.partition("#")
    sector, place = _parts(file)[1], places.place(("doel",))
    return Reading(sector, PurePosixPath(page), target, entry.tekst, entry.op, entry.door, place)


def _is_reading(file: ContentFile) -> bool:
    top, *below, _name = _parts(file)
    return top == "sectors" and below[1:] == [content_paths.READINGS] and file.suffix == ".yml"


def _media(found: Iterable[ContentFile], collector: Collector) -> Iterator[MediaFile]:
    memo, problems = collector.memo, collector.problems
    shown = 0
    for file in found:
        if file.suffix in PICTURES:
            shown += memo.of((file.origin.path, "shown"), files.shown_bytes, file)
            if shown > budgets.SHOWN:
                what = f"foto's die samen meer dan {budgets.SHOWN // 10**6} MB innemen als een programma ze toont"
                problems.append(budgets.over_all(what, file.origin))
                return
            problems += memo.of(file.origin.path, files.picture_in, file)[1]
            yield MediaFile(_place(file), file.origin)
