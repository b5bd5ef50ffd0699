"""What was approved of an edition: everything that a reader gets of it, as one fingerprint. Pure.

`g1:` + 32 hex digits of the SHA-256 over the text of every variant in its normal form, the menus, what the pages, the
sectors, the guidebook and the edition say about themselves, and the pictures. The approval itself is not part of it,
nor is its address on the web. Empty values are left out, so that adding a key to the program changes no fingerprint.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import PurePosixPath

from draaiboek.base import dutch
from draaiboek.base.diagnostics import Diagnostic, Severity
from draaiboek.base.model import Approval, Edition, EditionStatus, Origin, Page, Source, Variant, edition_after
from draaiboek.compose import normal_form
from draaiboek.compose.normal_form import Leaf, words
from draaiboek.content.lines import FUNCTION, ORGANISATION

VERSION = "g1"
LENGTH = 32
_EDITION = re.compile(r"edities/20[\d.]+\.md")
_STATUS = frozenset(map(str, EditionStatus))


def fingerprint(source: Source, variants: Sequence[Variant], pictures: Mapping[PurePosixPath, str]) -> str:
    """Return the fingerprint of what readers get of *source*; *pictures* gives a digest of each file of `media`."""
    known: dict[int, object] = {}  # a page that is the same in two variants is written once

    def written(page: Page) -> object:
        return known.setdefault(id(page), list(_page(page)))

    editions = sorted(source.editions, key=lambda each: each.number)
    said = [
        _plain(replace(source.identity, address="", repository="", keepers=(), cited=())),
        [_plain(replace(each, status=EditionStatus.DRAFT, approvals=(), voided=False)) for each in editions],
        [_plain(replace(each, keepers=())) for each in source.sectors],
        [[each.slug, _plain(each.menu), _plain(each.kit), [written(page) for page in each.pages]] for each in variants],
        sorted((str(each.path), pictures[each.path]) for each in source.media),
    ]
    whole = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return f"{VERSION}:{hashlib.sha256(whole.encode()).hexdigest()[:LENGTH]}"


def _page(page: Page) -> Iterator[object]:
    meta = page.meta
    yield [str(page.path), page.sector, meta.title, meta.description, _plain(meta.reviewed), _plain(meta.printed)]
    leaves = [*normal_form.of_lead(page)]
    for section in page.walk():
        leaves += normal_form.of_own(section, page.path)
    yield normal_form.as_json(tuple(_without_status(leaves)))


def _without_status(leaves: Sequence[Leaf]) -> Iterator[Leaf]:
    """Yield *leaves* without the cells in the list of editions that say whether an edition is approved."""
    rows = {leaf.inside for leaf in leaves if leaf.inside and any(_EDITION.search(run.target) for run in leaf.runs)}
    return (leaf for leaf in leaves if leaf.inside not in rows or words(leaf.runs).strip() not in _STATUS)


def _plain(value: object) -> object:
    """Return *value* as JSON data, without the origins of its parts in files."""
    if is_dataclass(value):
        said = ((each.name, getattr(value, each.name)) for each in fields(value))
        return {name: _plain(found) for name, found in said if found and not isinstance(found, Origin)}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value if not isinstance(each, Origin)]
    return value if isinstance(value, str | int | float | None) else str(value)


# --- whether an approval is valid -------------------------------------------------------------------------------------


def void(edition: Edition, present: str) -> tuple[Approval, ...]:
    """Return the approvals of *edition* that were given for another text than the one with fingerprint *present*."""
    return tuple(each for each in edition.approvals if each.fingerprint != present)


def problems(edition: Edition, present: str) -> Iterator[Diagnostic]:
    """Yield a warning for each approval of *edition* that is no longer valid (ED015)."""
    for each in void(edition, present):
        text = (
            f"de goedkeuring van editie {edition.id} door {each.who} op {dutch.long_date(each.day)} is vervallen: "
            "de editie is daarna gewijzigd"
        )
        hint = (
            f"Laat de editie opnieuw goedkeuren. Schrijf dan hier 'tekst: {present}', en bij 'op:' de dag van het "
            f"akkoord. Of: {command(edition)}\n"
            f"Is ze al gepubliceerd? Begin dan een nieuwe: python3 build.py new edition {edition_after(edition.number)}"
        )
        yield Diagnostic("ED015", each.origin, text, hint, Severity.WARNING)


def missing(edition: Edition, present: str) -> Iterator[Diagnostic]:
    """Yield an error when *edition* says that it is approved, but not by whom (ED015)."""
    if edition.status is EditionStatus.APPROVED and not edition.approvals:
        text = f"editie {edition.id} heeft de status 'goedgekeurd', en er staat niet wie ze goedkeurde"
        hint = f"Zet dit in de front matter, met jouw functie, organisatie en datum:\n{lines(present)}"
        yield Diagnostic("ED015", edition.origin, text, f"{hint}\nOf: {command(edition)}")


def lines(present: str) -> str:
    """Return the lines of front matter, to be filled in, that approve the text with fingerprint *present*."""
    return f"goedkeuring:\n- functie: {FUNCTION}\n  organisatie: {ORGANISATION}\n  op: JJJJ-MM-DD\n  tekst: {present}"


def command(edition: Edition) -> str:
    """Return the command that writes an approval of *edition*."""
    return f"python3 build.py approve {edition.id} --by {FUNCTION} --for {ORGANISATION}"
