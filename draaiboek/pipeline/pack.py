"""The package for the distributor, of an edition that is published."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from draaiboek.base import scratch
from draaiboek.base.diagnostics import nearest
from draaiboek.base.errors import ToolError, UsageError
from draaiboek.base.model import CORE, Book, Chapter, EditionStatus
from draaiboek.base.project import Project
from draaiboek.editions import manifest, note_page, publish
from draaiboek.editions.manifest import Manifest
from draaiboek.editions.publish import Tree
from draaiboek.editions.version_list import Listed
from draaiboek.forms import package
from draaiboek.forms.pdf.books import export_note
from draaiboek.forms.pdf.engine import Description, describe
from draaiboek.pipeline.examine import identity_of
from draaiboek.pipeline.published import published
from draaiboek.render.layout import BOOK, page_url, read_name


def pack(project: Project, name: str, folder: str | None) -> tuple[Path, int]:
    """Write the package of edition *name*, from what is published in *folder* or on the branch.

    Returns the zip in out/pack/ and how many PDFs it holds.

    Raises UsageError when the edition is not published, or was withdrawn; ToolError when it is not as it was published.
    """
    this = identity_of(project)
    tree = published(project, folder)
    listed = _manifest(tree, name)
    edition = manifest.edition_of(listed)
    if edition.status is not EditionStatus.APPROVED:
        message = f"editie {edition.id} heeft de status '{edition.status}' en wordt niet verspreid"
        raise UsageError(message, hint="Publiceer ze eerst: dat kan pas als ze goedgekeurd is.")
    pdfs = sorted(name for name in listed.files if PurePosixPath(name).match("pdf/*.pdf"))
    files = dict(tree.contents(edition.id, pdfs))
    found = {name: describe(data) for name, data in files.items()}
    core = next((name for name in found if _is_core(PurePosixPath(name))), None)
    if core is None:
        message = f"in editie {edition.id} is er geen pdf van de kern"
        raise ToolError(message, hint=f"Kijk met: python3 build.py verify {edition.id}")
    note = note_page.page(listed.of_variant(CORE), edition)
    if note is None:
        message = f"editie {edition.id} heeft geen bladzijde over zichzelf: '{edition.page}'"
        raise ToolError(message, hint="Kies een andere editie.")
    chapter = Chapter(note, page_url(edition.page), note.meta.title, "")
    book = Book(CORE, this, "Releasenota", edition, found[core].identifier, (chapter,))
    content = package.Package(
        identity=this,
        edition=edition,
        commit=listed.commit,
        address=found[core].identifier,
        pdfs=tuple(_pdf(PurePosixPath(name), files[name], described) for name, described in found.items()),
        note=note_page.as_text(note),
        note_pdf=_note_pdf(book, project, epoch=found[core].epoch),
    )
    path = project.out / "pack" / f"{content.name}.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(package.archive(content, epoch=found[core].epoch))
    return path, len(found)


def _manifest(tree: Tree, wanted: str) -> Manifest:
    """Return the manifest of edition *wanted* of *tree*, which is byte for byte as it was published."""
    known = {each.id: each for each in publish.listed(tree)}
    if wanted not in known:
        message = f"editie {wanted} is niet gepubliceerd; alleen wat gepubliceerd is, wordt verspreid"
        hint = nearest(wanted, known) or f"Gepubliceerd: {', '.join(known) or 'nog niets'}."
        raise UsageError(message, hint=hint)
    if known[wanted].withdrawn:
        message = f"editie {wanted} is ingetrokken en wordt niet meer verspreid: {known[wanted].why}"
        raise UsageError(message, hint=f"Verspreid een editie die nog geldt: {_valid(known.values())}.")
    if wrong := next(publish.verify(tree, [wanted]), None):
        message = f"editie {wanted} is niet meer wat er gepubliceerd is: {publish.shown(wrong.name)} {wrong.what}"
        raise ToolError(message, hint=f"Kijk met: python3 build.py verify {wanted}")
    return manifest.read(tree.text(f"{wanted}/{manifest.NAME}") or "")


def _valid(known: Iterable[Listed]) -> str:
    return ", ".join(each.id for each in known if not each.withdrawn) or "er is er geen"


def _is_core(name: PurePosixPath) -> bool:
    said = read_name(name.name)
    return said is not None and said.kind == BOOK and not said.variant


def _pdf(name: PurePosixPath, data: bytes, described: Description) -> package.Pdf:
    said = read_name(name.name)
    kind, variant = (said.kind, said.variant or CORE) if said else ("", "")
    return package.Pdf(name.name, kind, variant, described.title, described.pages, data)


def _note_pdf(book: Book, project: Project, *, epoch: int) -> bytes:
    with scratch.folder() as folder:
        path = folder / "releasenota.pdf"
        problems = export_note(book, into=path, fonts=project.fonts, epoch=epoch)
        if problems:
            message = f"de releasenota kan niet in een pdf: {problems[0].text}"
            raise ToolError(message)
        return path.read_bytes()
