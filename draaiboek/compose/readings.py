"""Which core text each sector has read, and whether it still stands as it was read (decisions/0012)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, urlencode, urlsplit

from draaiboek.base.memo import Memo
from draaiboek.base.model import Overlay, Page, Source
from draaiboek.compose.fingerprint import Fingerprints, of_page
from draaiboek.compose.targets import targets
from draaiboek.content import content_paths

HEX = 8
_PAGE = "pagina"


@dataclass(frozen=True, slots=True)
class Readings:
    """The core text as it stands now, and what each sector read of it: *read* holds (sector, page, target, digest).

    *repository* is the address of the project on its Git host, '' when there is none.
    """

    present: Fingerprints
    read: AbstractSet[tuple[str, PurePosixPath, str, str]]
    owners: Mapping[tuple[PurePosixPath, str], str]
    repository: str

    def fingerprint(self, page: PurePosixPath, target: str) -> str:
        """Return the present fingerprint of *target* ('' for the page, an id, `slot:name`) on *page*, '' if gone."""
        return self.present.get((page, self.owners.get((page, target), target)), "")

    def is_fresh(self, sector: str, page: PurePosixPath, target: str) -> bool:
        """Tell whether *sector* read *target* on *page* as it stands now."""
        return (sector, page, target, self.fingerprint(page, target)) in self.read

    def is_stale(self, overlay: Overlay) -> bool:
        """Tell whether nobody of its sector read the core text that now stands under *overlay*."""
        return not self.is_fresh(overlay.sector, overlay.page, overlay.whole_target)


def readings(source: Source, core: Sequence[Page], memo: Memo) -> Readings:
    """Return what the sectors of *source* read of its core text; *core* are its pages, filled in."""
    owners = {
        (page.path, f"slot:{name}"): target.owner
        for page in source.pages
        for (name, is_slot), target in memo.of(page.path, targets, page).items()
        if is_slot
    }
    read = {(each.sector, each.page, each.target, each.fingerprint) for each in source.readings}
    return Readings(_present(core, memo), read, owners, source.identity.repository)


def _present(core: Sequence[Page], memo: Memo) -> Fingerprints:
    return {(page.path, name): digest for page in core for name, digest in memo.kept(page.path, of_page, page).items()}


def to_make(sector: str, page: PurePosixPath, target: str, read: Readings) -> str:
    """Return how somebody writes down that *sector* read *target* on *page* as it stands now, with a browser alone."""
    digest = read.fingerprint(page, target)
    folder, name = content_paths.readings_of(sector), file_name(page, target, digest)
    lines = reading_lines(page, target, digest)
    link = web_editor(read.repository, "main", f"{folder}/{name}", content=lines)
    link = link and f"\nof open {link}"
    return f"{folder}/{name} met deze vier regels{link}:\n{lines.rstrip()}"


def reading_lines(page: PurePosixPath, target: str, digest: str) -> str:
    """Return the four lines that say that *target* on *page* was read at *digest*; two are still to be filled."""
    return f"doel: {page}{target and f'#{target}'}\ntekst: {digest}\nop: JJJJ-MM-DD\ndoor: je functie\n"


def web_editor(repository: str, branch: str, path: str, *, content: str = "", line: int = 0) -> str:
    """Return the address where file *path* on *branch* is edited in a browser, or made with *content*; '' for none.

    *repository* is on a host that works like GitHub or, when its name says so, GitLab.
    """
    if not (repository and branch):
        return ""
    is_gitlab = "gitlab" in (urlsplit(repository).hostname or "")
    start = f"{repository}{'/-' if is_gitlab else ''}"
    if not content:
        return f"{start}/edit/{quote(branch)}/{quote(path)}{f'#L{line}' if line else ''}"
    folder, _, name = path.rpartition("/")
    if is_gitlab:
        return f"{start}/new/{quote(branch)}?{urlencode({'file_name': path, 'content': content})}"
    return f"{start}/new/{quote(branch)}/{quote(folder)}?{urlencode({'filename': name, 'value': content})}"


def file_name(page: PurePosixPath, target: str, fingerprint: str) -> str:
    """Return the name of the file that says that *target* on *page* was read at *fingerprint*."""
    place = str(page).removesuffix(".md").replace("/", "--")
    name = target.replace(":", "-") or _PAGE
    # No id starts with an underscore, so a section `slot-steun` and a slot `steun` give files of two names.
    mark = "_" if target == _PAGE or target.startswith("slot-") else ""
    return f"{place}--{mark}{name}--{fingerprint.partition(':')[2][:HEX]}.yml"
