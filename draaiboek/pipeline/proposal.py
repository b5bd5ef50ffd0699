"""What a proposal changes for readers: the texts of two commits, compared as readers get them.

Both are read as data by the running program: nothing of either commit is run or even checked out, so the proposal may
come from anybody. What it changes in the program is listed but not examined.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Literal, TypeVar

from draaiboek.base import dutch, git
from draaiboek.base.diagnostics import Diagnostic, Severity, has_errors, ordered
from draaiboek.base.errors import UsageError
from draaiboek.base.git_host import web_editor, web_upload
from draaiboek.base.model import CORE, Edition, EditionStatus, Reference, Sector, Source, place_name
from draaiboek.base.project import Project
from draaiboek.base.steps import Steps, silent
from draaiboek.check.impact import impact
from draaiboek.compose.readings import to_fill_in
from draaiboek.content import content_paths, data_files, identity
from draaiboek.editions import approval, manifest, redline
from draaiboek.editions.redline import Comparison, Side
from draaiboek.forms.pdf.describing import count_pages
from draaiboek.pipeline import approve, compare, make_forms, meanwhile, proposal_problems, proposed_texts, review
from draaiboek.pipeline.build import addresses_of
from draaiboek.pipeline.changed_sections import changes_of
from draaiboek.pipeline.compare import Compared
from draaiboek.pipeline.examine import Checked, examine
from draaiboek.pipeline.proposal_report import (
    MOST,
    TOLD_APART,
    Approved,
    Law,
    Pages,
    Problem,
    Report,
    Signed,
    Signers,
    ToRead,
    Trait,
)
from draaiboek.pipeline.proposed_texts import is_text
from draaiboek.pipeline.publish import kept_back
from draaiboek.pipeline.published import history_of, tree_of
from draaiboek.pipeline.repair import proposed
from draaiboek.pipeline.repair.proposed import Mended
from draaiboek.pipeline.where_to_repair import NOWHERE, Host, Web
from draaiboek.render.layout import pdf_name

BASE, HEAD = "nu", "voorstel"
_REPAIRED = "hersteld"
_NAMED = 100  # the most files of the program that a report lists

T = TypeVar("T")


def report(project: Project, base: str, head: str, *, web: Web, books: bool = True, steps: Steps = silent) -> Report:
    """Return what commit *head* changes in the text since it left *base*; the preview is written in out/voorstel.

    Whatever can be repaired without guessing is written there too, repaired, in the folder `hersteld`. *books* says
    whether the PDFs of both are made: their pages are then counted, and problems found in printing reported. Raises
    UsageError for a name that is no commit.
    """
    before, after = proposed_texts.commits(project.root, base, head)
    changed = proposed_texts.changed_files(project.root, before, after)
    program = tuple(name for name in changed if not is_text(name))
    with proposed_texts.both(project, before, after) as (then, now):
        old, new = (examine(each) for each in (then, now))
        whole = bool(old.variants and new.variants) and not _hides(then, old, new)
        comparisons = _comparisons(old, new) if whole else ()
        _write_preview(project, comparisons, old, new)
        changes = changes_of(comparisons)
        counted: tuple[Pages, ...] = ()
        problems = (old.problems, new.problems)
        if books and not (old.failed or new.failed):
            touched = {slug for each in changes for slug in each.varianten}
            counted, printed = _pages(project, (then, old), (now, new), touched, steps)
            problems = (*problems[0], *printed[0]), (*problems[1], *printed[1])
        kinds = {is_text(name) for name in changed}
        bare = {each.path for each in proposed.bare(old.source, then, now)}
        host = Host(web, before, then.root, now.root)
        mended = _mended(project, after, (then, old), new, problems)
        wrong = proposal_problems.told(problems, old, new, bare, mended, host)
        unread, laws = (tuple(_to_read(old, new, web)), tuple(_laws(old, new))) if whole else ((), ())
        clashes = tuple(
            meanwhile.clashes(project.root, proposed_texts.commit_of(project.root, base), after, new.source)
        )
        signed, signers = tuple(_signed(old, new)), tuple(_signers(old.source, new.source)) if whole else ()
        return Report(
            basis=before,
            voorstel=after,
            soort="gemengd" if len(kinds) > 1 else "tekst" if True in kinds else "programma" if kinds else "niets",
            bestanden=len(changed),
            van_programma=len(program),
            programma=program[:_NAMED],
            verdwaald=tuple(name[:500] for name in _astray(project.root, before, program))[:_NAMED],
            sectoren=tuple(each.slug for each in new.source.sectors)[:_NAMED],
            edities=tuple(name[:500] for name in changed if _is_edition(name))[:_NAMED],
            wijzigingen=changes[:MOST],
            problemen=wrong[:MOST],
            botsingen=clashes[:MOST],
            herstelbaar=len(mended.files) if mended else 0,
            robot=web.answers,
            neerzetten=web_upload(web.repository, web.branch),
            lezen=unread[:MOST],
            kenmerken=tuple(_traits(then, now))[:MOST],
            wetten=laws[:MOST],
            boeken=counted[:MOST],
            gelezen=signed[:MOST],
            tekenaars=signers[:MOST],
            goedkeuring=_approved(now, old, new, web),
            voor_publicatie=_refusals(project, now, new, host)[:MOST] if any(map(_is_edition, changed)) else (),
            weggelaten=sum(
                max(0, len(each) - MOST) for each in (changes, wrong, clashes, unread, laws, counted, signed, signers)
            ),
        )


def _hides(text: Project, old: Checked, new: Checked) -> bool:
    """Return whether something of *text*, which *old* contains, cannot be read in one of the two texts.

    Everything that depends on it would seem changed although nobody changed it.
    """
    lost = [each.lost for each in new.problems if each.lost]
    had = any((text.root / place).is_file() for path in lost for place in (path, *path.parents))
    return had or any(each.lost for each in old.problems)


# --- the two texts ----------------------------------------------------------------------------------------------------


def to_read(project: Project, base: str, head: str) -> tuple[ToRead, ...]:
    """Return what commit *head* asks sectors to read; raises UsageError when its text has errors or is unreadable."""
    before, after = proposed_texts.commits(project.root, base, head)
    with proposed_texts.both(project, before, after) as (then, now):
        old, new = (examine(each) for each in (then, now))
        if new.failed:
            message = "de tekst van het voorstel heeft fouten: daar tekent niemand voor"
            raise UsageError(message, hint="Kijk met: python3 build.py pr-report")
        return tuple(_to_read(old, new, NOWHERE))


def repairs(project: Project, base: str, head: str) -> Mapping[str, bytes]:
    """Return the files of commit *head* that change when everything is repaired that needs no guess.

    Raises UsageError for a name that is no commit.
    """
    before, after = proposed_texts.commits(project.root, base, head)
    with proposed_texts.both(project, before, after) as (then, now):
        old, new = (examine(each).source for each in (then, now))
        return proposed.repair(old, new, then, now).files


# --- what readers get of them -----------------------------------------------------------------------------------------


def _comparisons(old: Checked, new: Checked) -> tuple[Comparison, ...]:
    sides = [
        Compared(name, manifest.of_variants(each.variants, addresses_of(each.variants)))
        for name, each in ((BASE, old), (HEAD, new))
    ]
    found = compare.comparisons(sides[0], sides[1])
    # The release note is about everything that the edition changed, not about this proposal.
    return tuple(replace(each, lines=_no_line, to_do=()) for each in found)


def _no_line(_page: PurePosixPath, _name: str) -> None:
    return None


def _write_preview(project: Project, comparisons: Sequence[Comparison], old: Checked, new: Checked) -> None:
    """Write the pages that show every changed word; they open from a folder."""
    into = project.out / "voorstel"
    shutil.rmtree(into, ignore_errors=True)
    if comparisons and old.source.edition and new.source.edition:
        sides = (_side(BASE, "de tekst nu", old.source.edition), _side(HEAD, "dit voorstel", new.source.edition))
        compare.write(redline.publication(comparisons, *sides, this=new.source.identity), into)


def _side(name: str, words: str, edition: Edition) -> Side:
    facts = {
        "datum": edition.date.isoformat(),
        "geldig_van": edition.valid_from.isoformat(),
        "stand_wetgeving": edition.law_state.isoformat(),
        "aanleiding": edition.reasons,
        "samenvatting": edition.summary,
    }
    return Side(name, words, facts)


# --- what is wrong, who must read, which law --------------------------------------------------------------------------


def _mended(
    project: Project,
    commit: str,
    old: tuple[Project, Checked],
    new: Checked,
    problems: tuple[Sequence[Diagnostic], Sequence[Diagnostic]],
) -> Mended | None:
    """Write the files of *commit* that can be repaired without guessing beside the preview, and return the outcome.

    When no program can do it on request, a person uploads these files to the Git host as they are. None is returned
    when the proposal made no mistake.
    """
    had = {proposal_problems.same(each) for each in problems[0]}
    wrong = (each for each in problems[1] if each.severity is not Severity.ADVICE and each.code not in TOLD_APART)
    if all(proposal_problems.same(each) in had for each in wrong):
        return None
    then, before = old
    with proposed_texts.text_of(project, commit) as copy:
        repaired = proposed.repair(before.source, new.source, then, copy)
    for name, text in repaired.files.items():
        path = project.out / "voorstel" / _REPAIRED / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    return repaired


def _astray(root: Path, before: str, names: Sequence[str]) -> Iterator[str]:
    """Yield those of *names* in a top-level folder that commit *before* does not have: nothing reads them there."""
    known = set(git.run("ls-tree", "--name-only", "-z", before, cwd=root).split("\0"))
    yield from (name for name in names if name.partition("/")[0] not in known)


def _to_read(old: Checked, new: Checked, web: Web) -> Iterator[ToRead]:
    """Yield what each sector must read again or has never read: its overlays' targets, then its other readings."""
    named = set()
    for overlay in review.stale(new.source, new.read):
        place = overlay.page, overlay.target
        named.add((overlay.sector, *place))
        yield _reading((old, new), overlay.sector, *place, str(overlay.origin.path), web)
    for sector, page, target, _ in sorted(old.read.read):
        was, present = old.read.is_fresh(sector, page, target), new.read.fingerprint(page, target)
        if was and present and (sector, page, target) not in named and not new.read.is_fresh(sector, page, target):
            named.add((sector, page, target))
            yield _reading((old, new), sector, page, target, "", web)


def _reading(
    sides: tuple[Checked, Checked], sector: str, page: PurePosixPath, target: str, overlay: str, web: Web
) -> ToRead:
    old, new = sides
    known = old.source.sector(sector)  # the text of the base, not of the proposal, says who may sign
    file, lines = to_fill_in(sector, page, target, new.read)
    return ToRead(
        sector=sector,
        plaats=place_name(page, target),
        overlay=overlay,
        bestand=file,
        regels=lines,
        link=web_editor(web.repository, web.branch, file, content=lines),
        antwoorden=bool(known and known.keepers and web.answers),
    )


def _signed(old: Checked, new: Checked) -> Iterator[Signed]:
    """Yield the readings that the proposal itself adds: they may come from somebody outside the sector."""
    had = {(each.sector, each.page, each.target, each.fingerprint) for each in old.source.readings}
    for each in new.source.readings:
        if (each.sector, each.page, each.target, each.fingerprint) not in had:
            place = f"{each.page}{each.target and f'#{each.target}'}"[:500]
            yield Signed(sector=each.sector, plaats=place, door=each.by[:500], op=dutch.long_date(each.day))


def _signers(old: Source, new: Source) -> Iterator[Signers]:
    """Yield each sector for which the proposal changes who may sign."""
    for slug in dict.fromkeys(each.slug for each in (*old.sectors, *new.sectors)):
        then, now = (_keepers(each.sector(slug)) for each in (old, new))
        if then != now:
            yield Signers(sector=slug, van=then, naar=now)


def _keepers(sector: Sector | None) -> str:
    return ", ".join(f"{each.account} ({each.role})" for each in sector.keepers)[:4000] if sector else ""


def _traits(then: Project, now: Project) -> Iterator[Trait]:
    """Yield what differs in draaiboek.yml: it is on no page of its own, and on every one."""
    before, after = (identity.values(each.root) for each in (then, now))
    for name in dict.fromkeys((*before, *after)) if before and after else ():
        was, is_now = before.get(name, ""), after.get(name, "")
        if was != is_now:
            yield Trait(naam=name[:500], van=was[:4000], naar=is_now[:4000])


def _laws(old: Checked, new: Checked) -> Iterator[Law]:
    """Yield the sources and variables that the proposal changes, with how much of the text depends on them.

    Variables that are made from draaiboek.yml are left out, because `_traits` yields its values.
    """
    both = ((old.source.references, new.source.references), (old.source.variables, new.source.variables))
    for before, after in both:
        for name in sorted({*before, *after}):
            then, now = _words_of(before, name), _words_of(after, name)
            if then != now and not name.startswith(f"{data_files.OWN_GROUP}."):
                hits = impact((new if name in after else old).source, name)
                slugs = sorted({slug for hit in hits for slug in hit.variants}, key=lambda slug: (slug != CORE, slug))
                what = "nieuw" if name not in before else "weg" if name not in after else "gewijzigd"
                yield Law(naam=name, wat=what, van=then, naar=now, plaatsen=len(hits), varianten=tuple(slugs))


def _words_of(known: Mapping[str, str] | Mapping[str, Reference], name: str) -> str:
    found = known.get(name, "")
    if isinstance(found, str):
        return found[:4000]
    said = (found.short, found.title, found.date, str(found.status), found.checked, found.url)
    return "; ".join(filter(None, said))[:4000]


def _is_edition(name: str) -> bool:
    return PurePosixPath(name).is_relative_to(content_paths.EDITIONS)


def _refusals(project: Project, text: Project, new: Checked, host: Host) -> tuple[Problem, ...]:
    """Return what would prevent the newest edition from being published at the press of a button."""
    found = kept_back(text, new, history_of(tree_of(project, None)))
    return tuple(proposal_problems.as_problem(each, host, is_new=True) for each in found)


def _approved(text: Project, old: Checked, new: Checked, web: Web) -> Approved | None:
    """Return what happens to the approval of the newest edition; None when nothing changes, or there is none."""
    edition = new.source.edition
    if new.failed or edition is None:
        return None
    present = approve.fingerprint(text, new.source, new.variants)
    before = next((each for each in old.source.editions if each.id == edition.id), None)
    voided = approval.void(edition, present)
    stand: Literal["goedgekeurd", "vervallen", "onvolledig"]
    if voided:
        stand = "vervallen"
    elif edition.status is EditionStatus.APPROVED and not edition.approvals and edition != before:
        stand = "onvolledig"
    elif edition.approvals and (before is None or before.approvals != edition.approvals):
        stand = "goedgekeurd"
    else:
        return None
    place = voided[0].origin if voided else edition.origin
    return Approved(
        editie=edition.id,
        stand=stand,
        wie=tuple(f"{each.who} op {dutch.long_date(each.day)}"[:500] for each in voided or edition.approvals),
        plaats=str(place),
        regels=f"tekst: {present}" if voided else approval.lines(present),
        link=web_editor(web.repository, web.branch, str(place.path), line=place.line),
    )


# --- the PDFs ---------------------------------------------------------------------------------------------------------


def _pages(
    project: Project, old: tuple[Project, Checked], new: tuple[Project, Checked], touched: set[str], steps: Steps
) -> tuple[tuple[Pages, ...], tuple[Sequence[Diagnostic], Sequence[Diagnostic]]]:
    """Return the number of pages before and after, and what printing reports as wrong in both texts."""
    (before, wrong), (after, now_wrong) = (
        _counted(project, text, checked, touched, steps) for text, checked in (old, new)
    )
    slugs = sorted(touched, key=lambda slug: (slug != CORE, slug))
    found = tuple(Pages(variant=slug, voor=before.get(slug, 0), na=after.get(slug, 0)) for slug in slugs)
    return found if after else (), (wrong, now_wrong)


def _counted(
    project: Project, text: Project, checked: Checked, touched: set[str], steps: Steps
) -> tuple[Mapping[str, int], Sequence[Diagnostic]]:
    variants = tuple(each for each in checked.variants if each.slug in touched)
    if not variants:
        return {}, ()
    shutil.copytree(project.fonts, text.fonts, dirs_exist_ok=True)
    order = make_forms.Order(text, variants, text.out, (), date_of=lambda _variant, _pages: 0, steps=steps)
    problems = ordered(make_forms.pdfs(order, make_forms.books(order)))
    if has_errors(problems):
        return {}, problems
    return {each.slug: count_pages((text.out / pdf_name(each)).read_bytes()) for each in variants}, problems
