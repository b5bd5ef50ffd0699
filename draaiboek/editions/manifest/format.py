"""editie.json as a file: what it holds, how it is read and written, and what is left of it after a withdrawal.

`bestanden` lists the SHA-256 of every file, `titels` the name of each sector for a reader; `secties` lists every
section with its permalink, its fingerprint and its text. A sector's list holds only what differs from the core:
whatever it does not list is as in the core, unless `weggelaten` says that the sector has no such section. `verhuisd`
maps a former address of a page or section to its present one, relative to the site of every variant; a sector's own
pages are listed with the sector's folder.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from draaiboek.base import published_json
from draaiboek.base.errors import ToolError
from draaiboek.base.model import CORE, Edition, EditionStatus, Origin
from draaiboek.base.published_json import as_text as _text
from draaiboek.base.published_json import as_texts as _texts
from draaiboek.compose import normal_form
from draaiboek.compose.normal_form import Leaf
from draaiboek.content import content_paths, schema

NAME = "editie.json"
WITHDRAWN = "ingetrokken"
RESKINNED = "herkleed"
SAFE_NAME = re.compile(r"(?!.*(?:^|/)\.)[A-Za-z0-9_.,@+-]+(?:/[A-Za-z0-9_.,@+-]+)*")
"""What a file of an edition may be called: it cannot leave its folder, and every program reads the name alike."""
_LONGEST = 250  # characters: no file system accepts a longer name of a folder or file
_MOST, _SECTORS, _WORDS = 20_000_000, 100, 20_000  # characters of a manifest, sectors, characters about the edition
_SLUG, _NUMBER = re.compile(schema.SLUG), re.compile(schema.EDITION)


@dataclass(frozen=True, slots=True)
class Entry:
    """A section as it was published: *id* is '' for the page itself, with what precedes its first heading.

    *leaves* are its words in their normal form, its heading first, without its subsections. *permalink* is relative to
    the edition.
    """

    page: PurePosixPath
    id: str
    level: int
    title: str
    fingerprint: str
    leaves: tuple[Leaf, ...]
    permalink: str

    @property
    def text(self) -> str:
        """The words below its heading, one line per paragraph, item or cell."""
        return normal_form.as_text(self.leaves[1:])

    @property
    def name(self) -> str:
        """The place of the section, as an editor writes it: `page.md#id`."""
        return f"{self.page}#{self.id}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of editie.json.

    *edition* holds the metadata under the editor's keys, *tools* the versions of the programs, *sections* the sections
    that each variant does not share with the core, *omitted* (`page.md#id`) the core sections that it does not have,
    *files* the SHA-256 of every other file of the edition, *moved* the new address of what had another address before,
    *titles* the name of each sector for a reader.
    """

    edition: Mapping[str, Any]
    commit: str
    changed: bool
    tools: Mapping[str, str]
    sections: Mapping[str, tuple[Entry, ...]]
    files: Mapping[str, str]
    omitted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def withdrawn(self) -> bool:
        """Return whether only a tombstone is left of the edition."""
        return bool(self.edition.get("status") == WITHDRAWN)

    @property
    def reskinned(self) -> bool:
        """Return whether the edition was given another theme than the one it was published with."""
        return RESKINNED in self.edition

    def title_of(self, slug: str) -> str:
        """Return the name of sector *slug* for a reader."""
        return self.titles.get(slug) or slug.replace("-", " ").capitalize()

    def of_variant(self, slug: str) -> tuple[Entry, ...]:
        """Return every section of variant *slug* in the order of the core, followed by what only the sector has."""
        own = {(entry.page, entry.id): entry for entry in self.sections.get(slug, ())}
        core = self.sections[CORE]
        if slug == CORE:
            return core
        folder, gone = f"{slug}/", frozenset(self.omitted.get(slug, ()))
        shared = [
            own.pop((each.page, each.id), replace(each, permalink=folder + each.permalink))
            for each in core
            if each.name not in gone
        ]
        return (*shared, *own.values())


def as_text(manifest: Manifest) -> str:
    """Return the text of editie.json for *manifest*; `read` is its inverse."""
    content: dict[str, Any] = {
        "editie": manifest.edition,
        "commit": manifest.commit,
        "werkmap_gewijzigd": manifest.changed,
        "gereedschap": manifest.tools,
        "titels": manifest.titles,
        "secties": {slug: [_written(each) for each in entries] for slug, entries in manifest.sections.items()},
        "weggelaten": manifest.omitted,
        "verhuisd": manifest.moved,
        "bestanden": manifest.files,
    }
    return _dumped(content) + "\n"


def read(text: str, *, of: str = "") -> Manifest:
    """Return the manifest in *text*, that of edition *of*; raises ToolError, which names that, when it is damaged."""
    try:
        _refuse_large(text, _MOST)
        return _manifest(published_json.as_object(published_json.read(text)))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged(error, f"{of}/{NAME}" if of else NAME) from error


def edition_of(manifest: Manifest) -> Edition:
    """Return the edition described by *manifest*; raises ToolError when something is missing."""
    words = manifest.edition
    try:
        page = content_paths.edition_page(_text(words["nummer"]))
        return Edition(
            id=words["nummer"],
            date=date.fromisoformat(words["datum"]),
            valid_from=date.fromisoformat(words["geldig_van"]),
            law_state=date.fromisoformat(words["stand_wetgeving"]),
            reasons=tuple(_text(each) for each in words["aanleiding"]),
            summary=_text(words["samenvatting"]),
            editor=_text(words["eindredactie"]),
            status=EditionStatus(words["status"]),
            page=page,
            origin=Origin(content_paths.DOCS / page),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged(error, NAME) from error


def without_text(found: Manifest, files: Mapping[str, str], *, reason: str) -> str:
    """Return the editie.json of a withdrawn edition: *files* is what is left; addresses are kept, the text is not.

    *reason* is why it was withdrawn.
    """
    sections = {
        slug: tuple(replace(entry, title="", leaves=()) for entry in entries)
        for slug, entries in found.sections.items()
    }
    edition = {**found.edition, "status": WITHDRAWN, "reden": reason}
    return as_text(replace(found, edition=edition, sections=sections, files=files))


def with_files(text: str, files: Mapping[str, bytes]) -> str:
    """Return editie.json *text* for an edition with another theme: the same except for the SHA-256 of *files*."""
    found = read(text)
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    return as_text(replace(found, edition={**found.edition, RESKINNED: True}, files=digests))


def _written(entry: Entry) -> dict[str, object]:
    return {
        "pagina": str(entry.page),
        "id": entry.id,
        "niveau": str(entry.level),
        "titel": entry.title,
        "vingerafdruk": entry.fingerprint,
        "tekst": normal_form.as_json(entry.leaves),
        "permalink": entry.permalink,
    }


def _manifest(found: Mapping[str, Any]) -> Manifest:
    files = _texts(found["bestanden"])
    _refuse_others(files, SAFE_NAME, "de bestandsnaam")
    # Names of files and folders are made of these, also outside the publication: of a comparison and of a package.
    _refuse_others((*found["secties"], *found["weggelaten"], *found.get("titels", {})), _SLUG, "de sector")
    _refuse_others([each["pagina"] for listed in found["secties"].values() for each in listed], SAFE_NAME, "de pagina")
    _refuse_others([found["editie"]["nummer"]], _NUMBER, "het nummer")
    _refuse_large(found["secties"], _SECTORS)
    _refuse_large(_dumped(found["editie"]), _WORDS)
    return Manifest(
        edition=dict(found["editie"].items()),
        commit=_text(found["commit"]),
        changed=bool(found["werkmap_gewijzigd"]),
        tools=_texts(found["gereedschap"]),
        sections={CORE: (), **{slug: tuple(map(_read_entry, each)) for slug, each in found["secties"].items()}},
        files=files,
        omitted={slug: tuple(_text(name) for name in names) for slug, names in found["weggelaten"].items()},
        moved=_texts(found.get("verhuisd", {})),
        titles=_texts(found.get("titels", {})),
    )


def _refuse_others(names: Iterable[str], allowed: re.Pattern[str], what: str) -> None:
    """Raise ValueError for the first of *names* that is not *allowed*; *what* it is, in Dutch."""
    for name in names:
        if len(name) > _LONGEST or not allowed.fullmatch(name):
            message = f"{what} {name!r} kan niet in een editie"
            raise ValueError(message)


def _refuse_large(found: Sized, most: int) -> None:
    """Raise ValueError when *found* is larger than anything in a manifest of ours, and would cost minutes."""
    if len(found) > most:
        message = f"{len(found)} is meer dan een editie kan hebben"
        raise ValueError(message)


def _read_entry(entry: Mapping[str, Any]) -> Entry:
    return Entry(
        page=PurePosixPath(_text(entry["pagina"])),
        id=_text(entry["id"]),
        level=int(_text(entry["niveau"])),
        title=_text(entry["titel"]),
        fingerprint=_text(entry["vingerafdruk"]),
        leaves=normal_form.from_json(entry["tekst"]),
        permalink=_text(entry["permalink"]),
    )


def _damaged(error: Exception, name: str) -> ToolError:
    hint = "Er is niets gewijzigd. Haal het bestand terug uit de geschiedenis van de tak, of uit een kopie van de map."
    told = f"{error} ontbreekt" if isinstance(error, KeyError) else str(error)
    return ToolError(f"{name} is beschadigd", hint=hint, output=told)


def _dumped(content: Mapping[str, Any]) -> str:
    """Return *content* as JSON, one line per section: readable, and git can store equal lines of two editions once."""
    lines = []
    for key, value in content.items():
        if key == "secties":
            lists = ",\n".join(f"  {_json(slug)}: [\n{_listed(entries)}\n  ]" for slug, entries in value.items())
            lines.append(f" {_json(key)}: {{\n{lists}\n }}")
        else:
            lines.append(f" {_json(key)}: {json.dumps(value, ensure_ascii=False, indent=1)}")
    return "{\n" + ",\n".join(lines) + "\n}"


def _listed(entries: Sequence[object]) -> str:
    return ",\n".join(f"   {_json(entry)}" for entry in entries)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
