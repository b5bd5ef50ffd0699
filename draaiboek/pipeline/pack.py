"""The package for the distributor, made from a published edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

from draaiboek.base import in_place, scratch
from draaiboek.base.diagnostics import nearest
from draaiboek.base.errors import ToolError, UsageError
from draaiboek.base.model import CORE, Book, Chapter, Edition, EditionStatus, Page
from draaiboek.base.project import Project
from draaiboek.editions import manifest, note_page, publish
from draaiboek.editions.manifest import Manifest
from draaiboek.editions.publish import Tree
from draaiboek.editions.publish.standing import standing
from draaiboek.editions.version_list import Listed
from draaiboek.forms import letters, office, package
from draaiboek.forms.package import File
from draaiboek.forms.pdf.books import export_note
from draaiboek.forms.pdf.describing import describe
from draaiboek.pipeline.examine import identity_of
from draaiboek.pipeline.published import published
from draaiboek.render.layout import BOOK, CHANGES, KIT, page_url, read_name

_HANDED_ON = ("pdf/", "epub/", "kit/")


def pack(project: Project, name: str, folder: str | None) -> tuple[Path, int]:
    """Write the package of edition *name*, from what is published in *folder* or on the branch.

    Returns the zip in out/pack/ and how many files of the edition it holds.

    Raises UsageError when the edition is not published or was withdrawn; ToolError when it differs from what was
    published.
    """
    this = identity_of(project)
    tree = published(project, folder)
    listed = _manifest(tree, name)
    edition = manifest.edition_of(listed)
    if edition.status is not EditionStatus.APPROVED:
        message = f"editie {edition.id} heeft de status '{edition.status}' en wordt niet verspreid"
        raise UsageError(message, hint="Publiceer ze eerst: dat kan pas als ze goedgekeurd is.")
    titles = {CORE: "Kern"} | {slug: listed.title_of(slug) for slug in listed.sections if slug != CORE}
    names = sorted(name for name in listed.files if name.startswith(_HANDED_ON))
    found = dict(tree.contents(edition.id, names))
    core = next((data for name, data in found.items() if _is_core(PurePosixPath(name))), None)
    if core is None:
        message = f"in editie {edition.id} is er geen pdf van de kern"
        raise ToolError(message, hint=f"Kijk met: python3 build.py verify {edition.id}")
    note = note_page.page(listed.of_variant(CORE), edition)
    if note is None:
        message = f"editie {edition.id} heeft geen bladzijde over zichzelf: '{edition.page}'"
        raise ToolError(message, hint="Kies een andere editie.")
    about = describe(core)
    compared = tuple(_comparisons(tree, edition))
    content = package.Package(
        identity=this,
        edition=edition,
        commit=listed.commit,
        address=about.identifier,
        files=(*(_file(PurePosixPath(name), data, found) for name, data in found.items()), *compared),
        titles=titles,
        compared=bool(compared),
    )
    words = _words(content, note, project, about.epoch)
    path = project.out / "pack" / f"{content.name}.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    in_place.write({path: package.archive(content, words, epoch=about.epoch)}, around=path.parent)
    return path, len(content.files)


def _manifest(tree: Tree, wanted: str) -> Manifest:
    """Return the manifest of edition *wanted* in *tree*, after verifying that it is byte for byte as published."""
    known = {each.id: each for each in publish.listed(tree)}
    if wanted not in known:
        message = f"editie {wanted} is niet gepubliceerd; alleen wat gepubliceerd is, wordt verspreid"
        hint = nearest(wanted, known) or f"Gepubliceerd: {', '.join(known) or 'nog niets'}."
        raise UsageError(message, hint=hint)
    if known[wanted].withdrawn:
        message = f"editie {wanted} is ingetrokken en wordt niet meer verspreid: {known[wanted].why}"
        raise UsageError(message, hint=f"Verspreid een editie die nog geldt: {_valid(known.values())}.")
    if wrong := next(publish.verify(tree, [wanted]), None):
        raise _not_as_published(wanted, f"{publish.shown(wrong.name)} {wrong.what}")
    return manifest.read(tree.text(f"{wanted}/{manifest.NAME}") or "", of=wanted)


def _not_as_published(edition: str, what: str) -> ToolError:
    message = f"editie {edition} is niet meer wat er gepubliceerd is: {what}"
    return ToolError(message, hint=f"Kijk met: python3 build.py verify {edition}")


def _valid(known: Iterable[Listed]) -> str:
    return ", ".join(each.id for each in known if not each.withdrawn) or "er is er geen"


def _is_core(name: PurePosixPath) -> bool:
    said = read_name(name.name)
    return said is not None and name.suffix == ".pdf" and said.kind == BOOK and not said.variant


def _file(name: PurePosixPath, data: bytes, found: Mapping[str, bytes]) -> File:
    """Return the file *name* of those *found*; an e-book has the title of the same book as a PDF."""
    said = read_name(name.name)
    kind, variant = (said.kind, said.variant or CORE) if said else ("", "")
    if name.suffix == ".pdf":
        described = describe(data)
        return File(name.name, kind, variant, described.title, data, described.pages)
    if name.parts[0] == "kit":
        return File(name.name, "document", variant, f"{office.title_of(data)} ({KIT[name.suffix[1:]]})", data)
    same = found.get(f"pdf/{name.stem}.pdf")
    return File(name.name, "e-boek", variant, f"E-boek: {describe(same).title if same else variant}", data)


def _comparisons(tree: Tree, edition: Edition) -> Iterator[File]:
    """Yield the PDFs that show what *edition* changed; raises ToolError when one is not as it was published."""
    start = f"{CHANGES}/{edition.id}/"
    known = {name: digest for name, digest in standing(tree).files.items() if name.startswith(start)}
    if strange := next((name for name in known if not manifest.SAFE_NAME.fullmatch(name)), None):
        raise _not_as_published(edition.id, f"{publish.shown(strange)} kan niet in een pakket")
    for name, data in tree.contents("", sorted(name for name in known if name.endswith(".pdf"))):
        if sha256(data).hexdigest() != known[name]:
            raise _not_as_published(edition.id, f"{name} is gewijzigd")
        place = PurePosixPath(name)
        variant = place.stem.rpartition(f"-{edition.id}")[2].removeprefix("-")
        described = describe(data)
        yield File(place.name, "wijzigingen", variant or CORE, described.title, data, described.pages)


# --- what accompanies the files ---------------------------------------------------------------------------------------


def _words(content: package.Package, note: Page, project: Project, epoch: int) -> dict[str, bytes]:
    letter = letters.letter(content)
    about = _book(note, page_url(content.edition.page), "Releasenota", content)
    return {
        f"{letters.LETTER}.pdf": _pdf(_book(letter, "", "Begeleidende brief", content), project, epoch),
        f"{letters.LETTER}.docx": office.WRITERS["docx"](letters.sheet(letter, content), epoch),
        f"{letters.NOTE}.pdf": _pdf(about, project, epoch),
        f"{letters.NOTE}.txt": letters.text_file(note_page.as_text(note).split("\n")),
        **letters.mails(content),
        package.HOW: letters.how_to_check(content),
    }


def _book(page: Page, url: str, subtitle: str, content: package.Package) -> Book:
    chapter = Chapter(page, url, page.meta.title, "")
    return Book(CORE, content.identity, subtitle, content.edition, content.address, (chapter,))


def _pdf(book: Book, project: Project, epoch: int) -> bytes:
    with scratch.folder() as folder:
        path = folder / "blad.pdf"
        problems = export_note(book, into=path, fonts=project.fonts, epoch=epoch)
        if problems:
            message = f"de bladzijde '{book.subtitle}' kan niet in een pdf: {problems[0].text}"
            raise ToolError(message)
        return path.read_bytes()
