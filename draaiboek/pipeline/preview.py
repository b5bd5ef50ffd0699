"""The guidebook while its editor is writing it: each page is made on request, from the last text without errors.

Nothing is built ahead. After a change the whole text is examined again; while it has errors the pages stay as they
were, and the errors are pushed to the browser. Each page knows its version, so a browser reloads only what changed.
"""

from __future__ import annotations

import hashlib
import mimetypes
import os
import shutil
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from html import escape
from http import HTTPStatus
from pathlib import Path
from threading import Lock

from draaiboek.base import diagnostics
from draaiboek.base.diagnostics import Severity
from draaiboek.base.errors import ToolError
from draaiboek.base.live_server import EVENTS, Answer, News
from draaiboek.base.memo import Memo
from draaiboek.base.model import Page, Product, Variant
from draaiboek.base.project import Project
from draaiboek.base.steps import silent
from draaiboek.base.workers import Warm
from draaiboek.compose.excerpt import excerpt
from draaiboek.forms.pdf.books import export
from draaiboek.pipeline import make_forms, reading_again
from draaiboek.pipeline.examine import Checked, examine
from draaiboek.render import appearance, engine, search_texts, site_settings, stage
from draaiboek.render.layout import folder_of, pdf_name
from draaiboek.render.related import LinkMap
from draaiboek.render.stage import Stage

OURS = "/_/"
READING = f"{OURS}{reading_again.FOLDER}/"
"""The address of the page about what sectors have to read again."""

_FILES = {name: Path(__file__).with_name(name) for name in ("preview.js", "preview.css")}
_HTML = "text/html"


@dataclass(slots=True)
class Site:
    """The shell of one variant, and the sources of its pages and other files; *owed* are pages to write out again."""

    shell: engine.Shell
    settings: str
    pages: Mapping[str, str]
    assets: Mapping[str, Path]
    owed: dict[str, Page] = field(default_factory=dict)


@dataclass(slots=True)
class Preview:
    """What is shown of *project*: the last text without errors, the site of each variant, and the *news*.

    *epoch* is the date of every page, in seconds since 1970; *looks* counts the changes of the theme, and *memo* holds
    the results computed from earlier texts.
    """

    project: Project
    epoch: int
    news: News = field(default_factory=News)
    memo: Memo = field(default_factory=Memo)
    checked: Checked | None = None
    staged: Stage | None = None
    sites: dict[str, Site] = field(default_factory=dict)
    looks: int = 0
    versions: int = 0
    lock: Lock = field(default_factory=Lock)
    printing: dict[str, tuple[Lock, Warm]] = field(default_factory=dict)


def open_preview(project: Project, epoch: int) -> Preview:
    """Return the preview of *project* as it is now."""
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch)  # MkDocs dates every page with it
    shutil.rmtree(_folder(project), ignore_errors=True)
    preview = Preview(project, epoch)
    renew(preview, frozenset())
    return preview


def renew(preview: Preview, changed: AbstractSet[Path]) -> Checked:
    """Examine the text again after the files *changed*; show it and notify the readers, or send them the errors."""
    checked = examine(preview.project, preview.memo)
    faults = diagnostics.as_objects([each for each in checked.problems if each.severity is Severity.ERROR])
    if not faults:
        try:
            with preview.lock:
                _take_over(preview, checked, changed)
        except ToolError as error:  # in the settings of MkDocs: what was shown stays
            place: dict[str, str | int] = {
                "bestand": preview.project.config.name,
                "regel": 1,
                "kolom": 1,
                "code": "",
                "gevolgen": 0,
            }
            faults = [{**place, "melding": str(error), "hint": error.output}]
    preview.versions += 1
    preview.news.tell({"versie": preview.versions, "fouten": faults})
    return checked


def _take_over(preview: Preview, checked: Checked, changed: AbstractSet[Path]) -> None:
    project = preview.project
    if any(project.theme in path.parents or path == project.config for path in changed):
        engine.forget_theme()
        preview.sites.clear()
        preview.looks += 1
    staged = Stage(
        project,
        _folder(project),
        tuple(map(site_settings.choice, checked.variants)),
        checked.source.identity.repository,
        appearance.read(project),
        LinkMap.of(checked.variants, preview.memo),
    )
    links = preview.staged.links if preview.staged else staged.links
    joined_otherwise = staged.links != links
    before = {variant.slug: variant for variant in preview.checked.variants} if preview.checked else {}
    if preview.staged and staged.repository != preview.staged.repository:  # it stands in every article
        preview.sites.clear()
    for variant in checked.variants:
        settings = preview.memo.of(variant.slug, stage.configuration, _without_text(variant), staged)
        old, site = before.get(variant.slug), preview.sites.get(variant.slug)
        if old is None or site is None or settings != site.settings or variant.media != old.media:
            shell = engine.load(stage.write(variant, staged))
            preview.sites[variant.slug] = Site(shell, settings, engine.pages(shell), engine.assets(shell))
            continue
        # Pages are written when they are asked for; the one that somebody is looking at is therefore written first.
        known = {page.path: page for page in old.pages}
        site.owed |= {
            str(page.path): page
            for page in variant.pages
            if page != known.get(page.path) or (joined_otherwise and staged.links.related(page) != links.related(page))
        }
        for media in variant.media:
            if project.root / media.origin.path in changed:
                stage.write_media(media, variant, staged)
    preview.checked, preview.staged = checked, staged


def _without_text(variant: Variant) -> Variant:
    """Return *variant* with only what its menu and settings are made of: nothing else can change them."""
    return replace(variant, pages=tuple(replace(page, lead=(), sections=(), footnotes=()) for page in variant.pages))


def answer(preview: Preview, path: str) -> Answer:
    """Return what a browser gets at *path* of *preview*; an error in a template yields a page that says so."""
    try:
        return _answer(preview, path)
    except ToolError as error:
        page = _PAGE.format(title="Deze pagina is niet te tonen", text=escape(f"{error}. {error.output}"))
        return _shown(page.encode(), preview.looks, HTTPStatus.INTERNAL_SERVER_ERROR)


def _answer(preview: Preview, path: str) -> Answer:
    name = path.removeprefix("/")
    if path.startswith(READING):
        return _reading(preview.project, path.removeprefix(READING) or "index.html")
    if file := _FILES.get(path.removeprefix(OURS)):
        body = file.read_bytes()
        return Answer(body, _kind(file.name), _version(body))
    with preview.lock:
        checked = preview.checked
        if checked is None:
            text = "De tekst heeft fouten. Los ze op: deze pagina ververst vanzelf."
            page = _PAGE.format(title="Er is nog niets te tonen", text=text)
            return _shown(page.encode(), preview.looks, HTTPStatus.SERVICE_UNAVAILABLE)
        variants = sorted(checked.variants, key=lambda variant: -len(folder_of(variant)))
        variant = next(each for each in variants if name.startswith(folder_of(each)))
        if found := _file(preview, checked, variant, name.removeprefix(folder_of(variant))):
            body, kind = found
            return _shown(body, preview.looks) if kind == _HTML else Answer(body, kind, _version(body))
        missing = dict(engine.templates(preview.sites[variant.slug].shell))["404.html"]
    for book in variants:
        if name == pdf_name(book):
            return _pdf(preview, book)
    return _shown(missing, preview.looks, HTTPStatus.NOT_FOUND)


def _reading(project: Project, name: str) -> Answer:
    """Return the file *name* of the page about what sectors have to read again, made from the present text."""
    body = reading_again.pages(project).get(name)
    if body is None:
        return Answer(b"Dat is er niet.\n", "text/plain", status=HTTPStatus.NOT_FOUND)
    return Answer(body, _kind(name), _version(body))


def _file(preview: Preview, checked: Checked, variant: Variant, name: str) -> tuple[bytes, str] | None:
    """Return the content and MIME type of file *name* of the site of *variant*; None when it has no such file."""
    site = preview.sites[variant.slug]
    if (page := f"{name}index.html") in site.pages and (not name or name.endswith("/")):
        place = site.pages[page]
        if owed := site.owed.get(place):
            stage.write_pages([owed], variant, _staged(preview))
            del site.owed[place]
        return engine.page(site.shell, place), _HTML
    if source := site.assets.get(name):
        return source.read_bytes(), _kind(name)
    if name in site.shell.config.theme.static_templates:
        return dict(engine.templates(site.shell))[name], _kind(name)
    if name.startswith("search/"):
        made = search_texts.files(variant, _alike(checked), preview.project.search)
        return (made[name].encode(), _kind(name)) if name in made else None
    return None


def _staged(preview: Preview) -> Stage:
    if preview.staged is None:
        message = "no site without its stage"
        raise AssertionError(message)
    return preview.staged


def _alike(checked: Checked) -> list[list[str]]:
    return search_texts.meanings(checked.source.terms, checked.source.synonyms)


def _pdf(preview: Preview, variant: Variant) -> Answer:
    """Return the book of *variant* as a PDF, not made smaller.

    Typst stays loaded and remembers how the other chapters were laid out, so that a changed sentence takes about a
    second.
    """
    folder = _folder(preview.project)
    settled = folder / "gezet"
    settled.mkdir(exist_ok=True)
    order = make_forms.Order(preview.project, (variant,), folder, (), lambda *_: preview.epoch, silent)
    into = folder / f"boek-{variant.slug}.pdf"
    with preview.lock:
        printing = preview.printing.setdefault(variant.slug, (Lock(), Warm()))
    busy, typst = printing
    with busy:
        into.unlink(missing_ok=True)
        book = excerpt(make_forms.books(order)[0], Product.REFERENCE)
        fonts, epoch = preview.project.fonts, preview.epoch
        problems = typst.do(export, book, into=into, fonts=fonts, epoch=epoch, settled=settled, small=False)
        if into.exists():
            return Answer(into.read_bytes(), "application/pdf")
    return Answer(diagnostics.as_text(problems).encode(), "text/plain", status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _shown(page: bytes, looks: int, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    """Return *page* with the script that makes it follow the text; *looks* makes another theme another version."""
    version = _version(page, looks)
    ours = (
        f'<link rel="stylesheet" href="{OURS}preview.css">'
        f'<script defer src="{OURS}preview.js" data-versie="{version}" data-nieuws="{EVENTS}"></script></head>'
    )
    return Answer(page.replace(b"</head>", ours.encode(), 1), _HTML, version, status)


def _version(body: bytes, looks: int = 0) -> str:
    return hashlib.sha256(b"%d %b" % (looks, body)).hexdigest()[:16]


def _kind(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _folder(project: Project) -> Path:
    return project.out / "serve"


_PAGE = (
    '<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{title}</title></head>'
    "<body><h1>{title}</h1><p>{text}</p></body></html>"
)
