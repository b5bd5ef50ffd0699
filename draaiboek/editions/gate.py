"""What keeps an edition from being published: each rule is one function that yields diagnostics. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import PurePosixPath

from draaiboek.base import diagnostics, dutch
from draaiboek.base.diagnostics import Diagnostic, Severity
from draaiboek.base.model import (
    CORE,
    Edition,
    EditionStatus,
    Origin,
    Page,
    Place,
    Source,
    Variant,
    edition_after,
    edition_number,
    place_name,
)
from draaiboek.check import coverage
from draaiboek.compose.readings import Readings
from draaiboek.content import content_paths, former_places, identity, statement
from draaiboek.editions import approval, changes, release_note
from draaiboek.editions.manifest import Manifest
from draaiboek.editions.version_list import Listed

Kept = Mapping[PurePosixPath, AbstractSet[str]]
"""Each page that leads somewhere, with the ids that do; '' stands for the page itself."""

MOST = 20
ERRATUM = "erratum"
ERRATUM_PARTS = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An edition that somebody wants to publish, and what is known of it before it is built.

    *read* is what sectors read; *manifest* is what editie.json will say about the text; *commit* is '' outside git,
    *dirty* are the files that differ from it, *pushed* says whether the server has it (None when that does not matter).
    *fingerprint* is that of the present text, which must be the one that was approved.
    """

    edition: Edition
    source: Source
    read: Readings
    variants: tuple[Variant, ...]
    problems: tuple[Diagnostic, ...]
    manifest: Manifest | None
    commit: str
    dirty: tuple[str, ...]
    pushed: bool | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """What was published before: the editions, newest first, and their manifests."""

    listed: tuple[Listed, ...]
    manifests: Mapping[str, Manifest]

    @property
    def last(self) -> Manifest | None:
        """The manifest of the newest edition that was not withdrawn and so still has its text."""
        return next((self.manifests[each.id] for each in self.listed if not each.withdrawn), None)


def refusals(candidate: Candidate, history: History) -> Iterator[Diagnostic]:
    """Yield everything that prevents *candidate* from being published after *history*."""
    for rule in _RULES:
        yield from rule(candidate, history)


def refusals_by_history(candidate: Candidate, history: History) -> Iterator[Diagnostic]:
    """Yield only the refusals that depend on *history*: for when somebody else published in the meantime."""
    for rule in _RULES_OF_HISTORY:
        yield from rule(candidate, history)


def _published(candidate: Candidate, history: History) -> Iterator[Diagnostic]:
    edition = candidate.edition
    if edition.id in {each.id for each in history.listed}:
        newest = max(each.number for each in history.listed)
        fixed = "Een gepubliceerde editie verandert nooit"
        hint = f"{fixed}. Maak een nieuwe: python3 build.py new edition {edition_after(newest)}"
        yield Diagnostic("ED003", edition.origin, f"editie {edition.id} is al gepubliceerd", hint)


def _not_newest(candidate: Candidate, _history: History) -> Iterator[Diagnostic]:
    edition, newest = candidate.edition, candidate.source.edition
    if newest and edition is not newest:
        text = f"editie {edition.id} is niet de nieuwste; dat is {newest.id}"
        yield Diagnostic("ED002", edition.origin, text, f"Publiceer de nieuwste: python3 build.py publish {newest.id}")


def _order(candidate: Candidate, history: History) -> Iterator[Diagnostic]:
    """Check the number and the first day against the last edition's; an erratum can only belong to that one."""
    edition, last = candidate.edition, next(iter(history.listed), None)
    if edition.id in {each.id for each in history.listed}:
        return  # already said
    if _is_erratum(edition) and (last is None or last.number[:2] != edition.number[:2]):
        text = f"editie {edition.id} is een erratum, maar niet bij de nieuwste gepubliceerde editie"
        yield Diagnostic("ED008", edition.origin, text, _number_of_erratum(edition, last))
    elif last and edition.number < last.number:
        text = f"editie {edition.id} komt niet na editie {last.id}, die al gepubliceerd is"
        hint = f"Kies een hoger nummer. {_renumbered(edition, edition_after(last.number))}"
        yield Diagnostic("ED008", edition.origin, text, hint)
    if last and edition.valid_from < last.since:
        text = f"editie {edition.id} geldt vanaf {edition.valid_from}, vóór editie {last.id} ({last.since})"
        yield Diagnostic("ED008", edition.origin, text, f"Zet 'geldig_van: {last.since}', of een latere dag.")


def _number_of_erratum(edition: Edition, last: Listed | None) -> str:
    if last is None:
        plain = f"{edition.number[0]}.{edition.number[1]}"
        return f"Er is nog geen editie om te verbeteren: kies een nummer met twee delen. {_renumbered(edition, plain)}"
    year, number, *patch = last.number
    right = f"{year}.{number}.{(patch[0] if patch else 0) + 1}"
    return f"Een erratum verbetert alleen de nieuwste editie. {_renumbered(edition, right)}"


def _renumbered(edition: Edition, number: str) -> str:
    return f"Hernoem {edition.origin.path} tot {number}.md, en zet daarin 'editie: \"{number}\"'."


def _erratum(candidate: Candidate, _history: History) -> Iterator[Diagnostic]:
    edition = candidate.edition
    if _is_erratum(edition) and ERRATUM not in edition.reasons:
        text = f"editie {edition.id} heeft het nummer van een erratum, maar 'erratum' staat niet bij 'aanleiding'"
        reasons = ", ".join((ERRATUM, *edition.reasons))
        hint = f"Zet 'aanleiding: [{reasons}]'. Is het er geen? {_renumbered(edition, edition_after(edition.number))}"
        yield Diagnostic("ED008", edition.origin, text, hint)


def _is_erratum(edition: Edition) -> bool:
    return len(edition.number) == ERRATUM_PARTS


def _not_approved(candidate: Candidate, _history: History) -> Iterator[Diagnostic]:
    edition = candidate.edition
    if edition.status is not EditionStatus.APPROVED:
        text = f"editie {edition.id} heeft de status '{edition.status}'"
        said = approval.lines(candidate.fingerprint)
        hint = f"Is wie daarvoor bevoegd is akkoord? Zet 'status: goedgekeurd', en wie dat deed:\n{said}"
        yield Diagnostic("ED004", edition.origin, text, f"{hint}\nOf: {approval.command(edition)}")


def _approved_otherwise(candidate: Candidate, _history: History) -> Iterator[Diagnostic]:
    """Refuse an edition that nobody approved, or whose text is no longer the one that was approved."""
    if candidate.variants:  # otherwise nothing can be made of it, and the reason has been reported
        yield from approval.missing(candidate.edition, candidate.fingerprint)
        yield from approval.problems(candidate.edition, candidate.fingerprint)


_NOTE = (
    "Schrijf onder de front matter wat er verandert en voor wie, en onder de kop "
    f"'## Wat moet je doen? {{#{release_note.TO_DO}}}' wat die nu doet."
)


def _no_note(candidate: Candidate, _history: History) -> Iterator[Diagnostic]:
    edition = candidate.edition
    if release_note.is_empty(edition, candidate.source.pages):
        text = f"de releasenota van editie {edition.id} is leeg"
        yield Diagnostic("ED011", edition.origin, text, _NOTE)


_COMMIT = (
    "Leg het vast: git add --all, en git commit. Of maak het ongedaan: git restore, of haal een nieuw bestand weg."
)


def _not_committed(candidate: Candidate, _history: History) -> Iterator[Diagnostic]:
    if not candidate.commit:
        origin = Origin(PurePosixPath("."))
        hint = "Publiceer uit een kopie van de opslagplaats (git clone), niet uit een losse map."
        yield Diagnostic("ED005", origin, "er is geen commit om vanuit te publiceren", hint)
    for name in candidate.dirty[:MOST]:
        text = f"'{name}' is gewijzigd en nog niet vastgelegd"
        yield Diagnostic("ED005", Origin(PurePosixPath(name)), text, _COMMIT)


def _not_pushed(candidate: Candidate, _history: History) -> Iterator[Diagnostic]:
    if candidate.pushed is False:
        text = f"de commit {candidate.commit[:12]} staat op geen enkele tak van de server"
        hint = "Zet je tak op de server, laat ze nalezen, en publiceer dan: git push origin HEAD"
        yield Diagnostic("ED012", Origin(PurePosixPath(".")), text, hint)


def _no_address(candidate: Candidate, _history: History) -> Iterator[Diagnostic]:
    """Refuse an address that leads nowhere: it appears in every PDF, in the feeds and in the list of editions."""
    yield from identity.nowhere(candidate.source.identity)


def _statement_open(candidate: Candidate, _history: History) -> Iterator[Diagnostic]:
    """Refuse an accessibility statement that has a gap, or that claims what was not measured."""
    source = candidate.source
    if source.statement is None and all(page.path != content_paths.ACCESSIBILITY_PAGE for page in source.pages):
        return
    gaps = tuple(statement.missing(source.statement, source.measured, candidate.edition))
    if gaps:
        text = f"de toegankelijkheidsverklaring is niet volledig: {dutch.enumeration(gaps)}"
        measure = "Ontbreekt de meting? Bouw (python3 build.py), en meet dan: python3 build.py audit --accept"
        hint = f"Vul {content_paths.STATEMENT} aan. {measure}"
        yield Diagnostic("ED013", Origin(content_paths.STATEMENT), text, hint)


_OPEN = "Los ze op: bij elke staat wat je doet. Opnieuw zien wat er nog is: python3 build.py check"


def _open_problems(candidate: Candidate, _history: History) -> Iterator[Diagnostic]:
    origin = candidate.edition.origin
    if any(problem.severity is Severity.WARNING for problem in candidate.problems):
        text = "er zijn nog waarschuwingen; die mogen een editie niet in"
        yield Diagnostic("ED006", origin, text, _OPEN)
    if diagnostics.has_errors(candidate.problems):
        yield Diagnostic("ED006", origin, "er zijn nog fouten in de tekst", _OPEN)


def _never_seen(candidate: Candidate, _history: History) -> Iterator[Diagnostic]:
    edition, cells = candidate.edition, coverage.coverage(candidate.source, candidate.read)
    for sector in candidate.source.sectors:
        never = [cell for cell in cells if cell.sector == sector.slug and cell.state is coverage.State.NEVER]
        if never and sector.slug not in edition.unreviewed:
            first = place_name(never[0].page, never[0].section)
            pieces = dutch.count(len(never), "stuk", "stukken")
            text = f"de sector '{sector.slug}' bekeek {pieces} kerntekst nooit, om te beginnen '{first}'"
            hint = (
                f"Laat de sector dit lezen, en teken het af: python3 build.py review --sector {sector.slug} --accept "
                f"{never[0].page}\nDoe dat met elke pagina: python3 build.py status toont wat nog wacht.\n"
                f"Las ze niet alles? Zet ze erbij: 'zonder_nazicht: [{', '.join((*edition.unreviewed, sector.slug))}]'."
            )
            yield Diagnostic("ED007", edition.origin, text, hint, missed=(content_paths.EVERYTHING,))


def _not_in_note(candidate: Candidate, history: History) -> Iterator[Diagnostic]:
    """Check that the release note mentions everything that changed since the last edition."""
    edition, last, now = candidate.edition, history.last, candidate.manifest
    if edition.minor or last is None or now is None or edition.id in history.manifests:
        return
    notes = {slug: release_note.read(now.of_variant(slug), edition.page, variant=slug) for slug in now.sections}
    silent = [
        each
        for each in changes.changed(last, now)
        if release_note.line_for(each.entry.page, each.entry.id, notes[each.variant]) is None
    ]
    for each in silent[:MOST]:
        what = "is weggehaald" if each.gone else "is gewijzigd"
        where = "" if each.variant == CORE else f" (in '{each.variant}')"
        text = f"'{place_name(each.entry.page, each.entry.id)}' {what}{where} en staat niet in de releasenota"
        yield Diagnostic("ED009", edition.origin, text, _remedy(each, edition), missed=(content_paths.EVERYTHING,))
    if len(silent) > MOST:
        pieces = dutch.count(len(silent) - MOST, "gewijzigd stuk staat", "gewijzigde stukken staan")
        text = f"nog {pieces} niet in de releasenota"
        hint = "Noem ze, of zet 'klein: true' als ze klein zijn."
        yield Diagnostic("ED009", edition.origin, text, hint, missed=(content_paths.EVERYTHING,))


def _remedy(change: changes.Change, edition: Edition) -> str:
    target = place_name(change.entry.page, change.entry.id)
    up = "../" * (len(edition.page.parts) - 1)
    link = f"{up}{target}" if change.variant == CORE else f"variant:{change.variant}/{target}"
    return f"Schrijf er een regel over met een link: [{change.entry.title}]({link}). Alleen klein? 'klein: true'."


def _lost(candidate: Candidate, history: History) -> Iterator[Diagnostic]:
    """Check that every id that was ever published still leads somewhere."""
    if not candidate.variants:
        return
    kept = {variant.slug: _kept(variant) for variant in candidate.variants}
    named: set[tuple[str, Place]] = set()
    for each in history.listed:
        before = history.manifests[each.id]
        for slug in before.sections:
            for key in changes.lost(before, slug, _either(kept.get(slug, {}), kept[CORE])):
                if not named & {(slug, key), (CORE, key)}:
                    named.add((slug, key))
                    yield _lost_problem(candidate, each, slug, key)


def _either(own: Kept, core: Kept) -> Kept:
    """Return what is kept in a sector or in the core: what only the sector omits is not lost."""
    return {path: own.get(path, frozenset()) | core.get(path, frozenset()) for path in {*own, *core}}


def _kept(variant: Variant) -> Kept:
    """Return each page that leads somewhere in *variant*, former names included, with the ids that do ('': itself)."""
    kept = {
        page.path: frozenset({"", *(each.id for each in page.walk()), *former_places.former_ids(page)})
        for page in variant.pages
    }
    for (path, name), target in former_places.moved(variant.pages).items():
        kept[path] = kept.get(path, frozenset()) | ({name} if name else kept[target])
    return kept


def _lost_problem(candidate: Candidate, edition: Listed, slug: str, key: Place) -> Diagnostic:
    path, name = key
    page: Page | None = next(
        (each for variant in candidate.variants if variant.slug == slug for each in variant.pages if each.path == path),
        None,
    )
    where = "" if slug == CORE else f" (in '{slug}')"
    text = f"'{place_name(path, name)}'{where} staat in editie {edition.id} en is niet meer te vinden"
    old = f"'{name}'" if page else f"'{place_name(path, name)}'"  # a page that is there is not lost itself
    hint = f"Zet {old} bij 'voorheen:' van de pagina waar het nu staat."
    origin = page.origin if page else candidate.edition.origin
    return Diagnostic("ED010", origin, text, hint, missed=(content_paths.EVERYTHING,))


def _unanswered(candidate: Candidate, _history: History) -> Iterator[Diagnostic]:
    """Refuse open remarks of sectors: whoever was asked gets an answer before the text is published."""
    edition, source = candidate.edition, candidate.source
    for sector in source.sectors:
        waiting = [
            each
            for each in source.remarks
            if each.sector == sector.slug and not each.verdict and _reaches(each.edition, edition)
        ]
        if waiting:
            number = dutch.count(len(waiting), "opmerking wacht", "opmerkingen wachten")
            text = f"{number} nog op een besluit (sector '{sector.slug}')"
            asked = waiting[0].edition
            hint = (
                f"Maak de tabel om te beslissen: python3 build.py consult report --edition {asked}\nVul ze in, en lees "
                f"ze in: python3 build.py consult import out/consultatie/besluiten-{asked}.xlsx\n"
                "Of zet in dit bestand, en in de andere: 'besluit: overgenomen' en 'geland: PAGINA#ID'."
            )
            yield Diagnostic("ED014", waiting[0].origin, text, hint)
    for each in source.rounds:
        if each.edition == edition.id and each.until > edition.date:
            text = f"de ronde van '{each.sector}' loopt tot {each.until}, en de editie heeft de datum {edition.date}"
            later = f" en 'geldig_van: {each.until}'" if edition.valid_from < each.until else ""
            hint = f"Wacht tot de ronde om is, en zet 'datum: {each.until}'{later} op de editiepagina."
            if each.opened <= edition.date:
                hint += f" Of sluit de ronde vroeger: 'tot: {edition.date}' in dit bestand."
            yield Diagnostic("ED014", each.origin, text, hint)


def _reaches(asked: str, edition: Edition) -> bool:
    """Return whether a remark about edition *asked* must be answered before *edition*."""
    return edition_number(asked) <= edition.number


Rule = Callable[[Candidate, History], Iterator[Diagnostic]]
_RULES_OF_HISTORY: Sequence[Rule] = (_published, _order, _not_in_note, _lost)
_RULES: Sequence[Rule] = (
    *_RULES_OF_HISTORY,
    _erratum,
    _not_newest,
    _not_approved,
    _approved_otherwise,
    _no_note,
    _not_committed,
    _not_pushed,
    _no_address,
    _statement_open,
    _open_problems,
    _never_seen,
    _unanswered,
)
