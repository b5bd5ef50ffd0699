"""Which core text each sector has read, and whether it is still as it was read (decisions/0012)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import PurePosixPath

from draaiboek.base.git_host import MAIN, web_editor
from draaiboek.base.memo import Memo
from draaiboek.base.model import SLOT, Overlay, Page, Source, place_name
from draaiboek.compose.fingerprint import Fingerprints, of_page
from draaiboek.compose.targets import targets
from draaiboek.content import content_paths
from draaiboek.content.lines import YOUR_FUNCTION

HEX = 8
_PAGE = "pagina"


@dataclass(frozen=True, slots=True)
class Readings:
    """The core text as it is now, and what each sector read of it: *read* holds (sector, page, target, fingerprint).

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
        """Return whether *sector* has read *target* on *page* as it is now."""
        return (sector, page, target, self.fingerprint(page, target)) in self.read

    def is_stale(self, overlay: Overlay) -> bool:
        """Return whether nobody in its sector has read the core text of *overlay*'s target as it is now."""
        return not self.is_fresh(overlay.sector, overlay.page, overlay.target)


def readings(source: Source, core: Sequence[Page], memo: Memo) -> Readings:
    """Return what the sectors of *source* have read of its core text; *core* are its core pages, filled in."""
    owners = {
        (page.path, name): target.owner
        for page in source.pages
        for name, target in memo.of(page.path, targets, page).items()
        if name.startswith(SLOT)
    }
    read = {(each.sector, each.page, each.target, each.fingerprint) for each in source.readings}
    return Readings(_present(core, memo), read, owners, source.identity.repository)


def _present(core: Sequence[Page], memo: Memo) -> Fingerprints:
    return {(page.path, name): digest for page in core for name, digest in memo.kept(page.path, of_page, page).items()}


def to_make(sector: str, page: PurePosixPath, target: str, read: Readings) -> str:
    """Return how to record, with only a browser, that *sector* read *target* on *page* as it is now (Dutch)."""
    file, lines = to_fill_in(sector, page, target, read)
    link = web_editor(read.repository, MAIN, file, content=lines)
    link = link and f"\nof open {link}"
    return f"{file} met deze vier regels{link}:\n{lines.rstrip()}"


def to_fill_in(sector: str, page: PurePosixPath, target: str, read: Readings) -> tuple[str, str]:
    """Return the path of the file that says that *sector* read *target* on *page* as it is now, and its four lines.

    The last two, the day and the function of whoever read, are still to be filled in.
    """
    digest = read.fingerprint(page, target)
    file = content_paths.readings_of(sector) / file_name(page, target, digest)
    lines = f"doel: {place_name(page, target)}\ntekst: {digest}\nop: JJJJ-MM-DD\ndoor: {YOUR_FUNCTION}\n"
    return str(file), lines


def file_name(page: PurePosixPath, target: str, fingerprint: str) -> str:
    """Return the name of the file that says that *target* on *page* was read at *fingerprint*."""
    name = target.replace(":", "-") or _PAGE
    # No id starts with an underscore, so a section `slot-steun` and a slot `steun` get different file names.
    mark = "_" if target == _PAGE or target.startswith("slot-") else ""
    return f"{content_paths.in_a_name(page)}--{mark}{name}--{fingerprint.partition(':')[2][:HEX]}.yml"
