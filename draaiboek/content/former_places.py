"""Pages that used to have another name and sections that came from another page: what `voorheen` says. Pure.

An address that was published once must work for ever. `oud-id > nieuw-id` is an old id on the same page (`oud-id` alone
when nothing has taken its place), `oud.md` an old name of the page, `andere.md#id` a section that moved here from
another page and kept its id; the first and the last keep an anchor on the page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Absent, Diagnostic, nearest, nearest_of
from draaiboek.base.model import SLOT, Page, Place, Source
from draaiboek.content import content_paths

LIKE, BEGINNING = 0.75, 4


def former_ids(page: Page) -> tuple[str, ...]:
    """Return the ids that are not sections of *page* but must still lead to it, without duplicates."""
    own = {section.id for section in page.walk()}
    came = (name.partition("#")[2] for name in page.meta.moved)
    return tuple(dict.fromkeys(name for name in (*page.meta.formerly, *came) if name and name not in own))


def moved(pages: Sequence[Page]) -> Mapping[Place, PurePosixPath]:
    """Return, for each place that moved, the path of the one of *pages* that has it now; its id has not changed."""
    return {_place(name): page.path for page in pages for name in page.meta.moved}


def addresses(pages: Sequence[Page], url: Callable[[PurePosixPath], str]) -> dict[str, str]:
    """Return the new address of each page and section of *pages* that moved, by its old one.

    *url* gives the address of a page below its site.
    """
    found = {}
    for (path, name), target in moved(pages).items():
        anchor = f"#{name}" if name else ""
        found[f"{url(path)}{anchor}"] = f"{url(target)}{anchor}"
    for page in pages:
        here = url(page.path)
        found |= {f"{here}#{old}": f"{here}#{new}" for old, new in page.meta.renamed}
    return {old: new for old, new in sorted(found.items()) if old != new}


def whither(path: PurePosixPath, pages: Sequence[Page]) -> PurePosixPath | None:
    """Return the one of *pages* that *path* must mean: one that had that name before, has it now, or a similar one."""
    if (path, "") in (now := moved(pages)):
        return now[path, ""]
    if not path.name:  # "/" and "./" are not the name of a page
        return None
    known = sorted(page.path for page in pages)
    if path.is_relative_to(content_paths.DOCS) and (inside := path.relative_to(content_paths.DOCS)) in known:
        return inside  # written relative to the root of the repository
    if not path.suffix:
        return next((each for each in known if each.with_suffix("") == path), None)
    # Many pages that have nothing to do with each other share a folder or have a sequence number in their names: the
    # page's own name has to be similar. Among those that are, the whole path decides.
    called = _own_name(path)
    named: dict[str, list[str]] = defaultdict(list)
    for each in known:
        if not (_years(each) and _years(path)) or _years(each) == _years(path):
            named[_own_name(each)].append(str(each))
    alike = [called] if called in named else get_close_matches(called, named, n=len(named) or 1, cutoff=LIKE)
    alike = alike or [each for each in named if _is_beginning(each, called) or _is_beginning(called, each)]
    close = get_close_matches(str(path), [each for name in alike for each in named[name]], n=1, cutoff=0.0)
    return PurePosixPath(close[0]) if close else None


def _own_name(path: PurePosixPath) -> str:
    """Return the own name of page *path*: that of its folder for an index page, without a number (`stap-03-…`)."""
    folder = path.parent.name.removeprefix("..")
    name = folder if path.name == content_paths.INDEX.name and folder else path.stem
    bare = _IN_A_ROW.sub("", name)
    return (bare if any(map(str.isalpha, bare)) else name).casefold()


def _years(path: PurePosixPath) -> list[str]:
    """Return the numbers of three digits or more in the name of page *path*: the law of another year is another law."""
    return _YEAR.findall(path.stem)


_IN_A_ROW = re.compile(r"(?<![a-z0-9])[0-9]{1,2}(?![a-z0-9])-?|_", re.IGNORECASE)
_YEAR = re.compile(r"[0-9]{3,}")


def _is_beginning(short: str, long: str) -> bool:
    return len(short) >= BEGINNING and long.startswith(short)


def hint(path: PurePosixPath, pages: Sequence[Page]) -> str:
    """Return the hint that names the page that *path* must mean, or ''."""
    found = whither(path, pages)
    return f"Bedoel je '{found}'?" if found else ""


def absent_page(path: PurePosixPath, pages: Sequence[Page] = (), sector: str = "") -> Absent:
    """Return what to say about page *path*, which is not among *pages*, however many places look for it.

    When only texts of *sector* look for it, it is a page of that sector.
    """
    text = f"de pagina '{path}' is er niet"
    now = whither(path, pages)
    found = next((page for page in pages if page.path == now), None)
    if found is None:
        file = (content_paths.SECTORS / sector if sector else content_paths.DOCS) / path
        return Absent(text, f"Zet {file} terug. Of wijzig wat eraan hangt." if pages else "", sector)
    if str(path) in found.meta.moved:
        return Absent(text, f"Ze heet nu '{found.path}'. {_REST}", sector)
    return Absent(text, f"Heet ze nu '{found.path}'? {_say_so(found, str(path))}", sector)


def absent_sector(slug: str) -> Absent:
    """Return what to say about sector *slug*, which does not exist, however many places look for it."""
    return Absent(
        f"de sector '{slug}' is er niet", f"Zet {content_paths.SECTORS / slug}/ terug. Of haal weg wat eraan hangt."
    )


def absent_section(name: str, page: Page, ids: Iterable[str]) -> Absent:
    """Return what to say about section or slot *name*, not one of *ids* of *page*, however many places look for it."""
    text = f"'{page.origin.path if page.sector else page.path}#{name}' is er niet"
    if name.startswith(SLOT):
        slot = name.removeprefix(SLOT)
        return Absent(text, f"Zet <!-- slot: {slot} --> terug op de pagina. Of wijzig wat eraan hangt.")
    now = nearest_of(name, ids) or "nieuw-id"
    return Absent(
        text, f"Zet {{#{name}}} terug achter de kop. Of heet het nu anders? {_say_so(page, f'{name} > {now}')}"
    )


_REST = "De rest past een programma aan: het verslag van je voorstel zegt hoe. Of draai: python3 build.py check --fix"


def _say_so(page: Page, name: str) -> str:
    instead = ", in de plaats van wat er bij 'voorheen' staat" if page.meta.formerly or page.meta.moved else ""
    where = f"Zet in de front matter van {page.origin.path} de regel hieronder{instead}."
    return f"{where}\n{_REST}\nDe regel:\n{formerly(page, name)}"


def formerly(page: Page, name: str) -> str:
    """Return the line of front matter that also says that *page*, or a section (`old > new`), had another *name*."""
    pairs = {old: f"{old} > {now}" for old, now in page.meta.renamed}
    said = (pairs.get(old, old) for old in page.meta.formerly if old != name.partition(" ")[0])
    return f"voorheen: [{', '.join((*said, *page.meta.moved, name))}]"


def problems(source: Source) -> Iterator[Diagnostic]:
    """Yield every move from a place that still exists, to two pages, or to an id that does not exist (PG015)."""
    everything = (*source.pages, *source.sector_pages)
    for page in everything:
        ids = {section.id for section in page.walk()}
        for old, new in page.meta.renamed:
            if new not in ids:
                text = f"'{old}' heet onder 'voorheen' nu '{new}', maar dat id staat niet op de pagina"
                hint = nearest(new, ids) or f"Schrijf alleen '{old}'."
                yield Diagnostic("PG015", page.origin, text, hint, missed=page.files)
    first: dict[tuple[str, str], Page] = {}
    for page in everything:
        for name in page.meta.moved:
            beside = [each for each in everything if None in {page.sector, each.sector} or each.sector == page.sector]
            if _exists(*_place(name), beside, page):
                text = f"'{name}' staat onder 'voorheen', maar bestaat nog"
                yield Diagnostic(
                    "PG015", page.origin, text, "Haal het weg bij 'voorheen', of hernoem wat er nog staat."
                )
            if (other := first.setdefault((page.sector or "", name), page)) is not page:
                text = f"'{name}' staat ook onder 'voorheen' van {other.origin.path}"
                yield Diagnostic("PG015", page.origin, text, "Een stuk kan maar naar één pagina verhuizen.")


def _exists(path: PurePosixPath, name: str, pages: Sequence[Page], page: Page) -> bool:
    found = [each for each in pages if each.path == path]
    ids = {section.id for each in found for section in each.walk()}
    return bool(found) and (not name or name in ids or path == page.path)


def _place(name: str) -> Place:
    path, _, anchor = name.partition("#")
    return PurePosixPath(path), anchor
