"""The offline stage: the website of one variant as a zip that opens from a folder, without a server.

Derived from the rendered site: the same pages, with links to files in place of links to folders. What is outside the
variant (another sector, a PDF) becomes a link to its permanent address on the web.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from draaiboek.base.model import Identity
from draaiboek.base.zipping import archive
from draaiboek.forms.offline import pages, readme
from draaiboek.forms.offline.links import Links, css_addresses
from draaiboek.render import search_texts

__all__ = ["Copy", "write"]

_START = "index.html"


@dataclass(frozen=True, slots=True)
class Copy:
    """A website to take along: *site* is its folder, *outside* the parts of that folder that belong to others.

    *name* is the folder in the zip, *title* and *edition* what the reader is told, *permalink* its address on the web.
    A copy to comment on is no edition: nothing stands at that address yet.
    """

    name: str
    identity: Identity
    title: str
    edition: str
    site: Path
    outside: tuple[str, ...]
    permalink: str
    is_edition: bool = True


def write(copy: Copy, *, into: Path, epoch: int) -> None:
    """Write *copy* as a zip to the file *into*; *epoch* is the date of the files in it, in seconds since 1970."""
    files = {"LEESMIJ.txt": _readme(copy), **_files(copy)}
    into.parent.mkdir(parents=True, exist_ok=True)
    into.write_bytes(archive({f"{copy.name}/{name}": content for name, content in files.items()}, epoch=epoch))


def _readme(copy: Copy) -> bytes:
    return readme.text(copy.identity, copy.title, copy.edition, copy.permalink if copy.is_edition else None)


def _files(copy: Copy) -> dict[str, bytes]:
    """Return the pages and everything that they use, by name."""
    there = {
        name: path
        for path in sorted(copy.site.rglob("*"))
        if path.is_file() and not (name := path.relative_to(copy.site).as_posix()).startswith(copy.outside)
    }
    links = Links(copy.permalink, frozenset(there))
    found: dict[str, bytes] = {}
    wanted: set[str] = set()
    for name, path in there.items():
        if name.rpartition("/")[2] == _START:
            found[name], used = pages.rewrite(path.read_bytes(), name, links)
            wanted |= used
    found |= {name: there[name].read_bytes() for name in wanted - found.keys()}
    for name in sorted(each for each in wanted if each.endswith(".css")):
        addresses = css_addresses(found[name].decode())
        found |= {each: there[each].read_bytes() for each in links.files(addresses, name)}
    found |= _search(there)
    return dict(sorted(found.items()))


def _search(there: dict[str, Path]) -> dict[str, bytes]:
    """Return what the search needs: scripts only, because a page opened from a file cannot read anything else."""
    found = {
        name: path.read_bytes() for name, path in there.items() if name.startswith("search/") and name.endswith(".js")
    }
    return {
        name: search_texts.as_it_is(content.decode()).encode() if name == search_texts.TEXTS else content
        for name, content in found.items()
    }
