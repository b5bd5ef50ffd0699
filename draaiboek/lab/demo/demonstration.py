"""Made-up editions around changes of the law, in a scratch repository, published through the real gate."""

from __future__ import annotations

import io
import re
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from draaiboek.base import git, process
from draaiboek.base.diagnostics import as_text, has_errors
from draaiboek.base.dutch import count, long_date
from draaiboek.base.errors import ToolError, UsageError
from draaiboek.base.model import CORE, Edition
from draaiboek.base.project import Project
from draaiboek.content.source import load
from draaiboek.editions import changes, manifest, publish, release_note, version_list
from draaiboek.editions.changes import Change
from draaiboek.lab import demo
from draaiboek.lab.demo import Step
from draaiboek.pipeline import approve, new_guidebook, review
from draaiboek.pipeline.build import addresses_of
from draaiboek.pipeline.examine import examine, identity_of
from draaiboek.pipeline.publish import publish_edition
from draaiboek.pipeline.published import destination, history_of, published, tree_of
from draaiboek.render.layout import changes_page, page_url

REPOSITORY, WEB = "opslagplaats", "publicatie"
CONTENT = ("docs", "sectors", "overlays")
_EDITION_LINK = re.compile(r"\[[^\]]*\]\(((?:\.\./)*edities/)20\d\d[\d.]*\.md[^)]*\)")
_SMALL = Path(__file__).parent / "small"
_WHO = ("-c", "user.name=demonstratie", "-c", "user.email=demonstratie@localhost")


Say = Callable[[str], None]
"""Reports the progress of the demonstration to the person at the keyboard."""


def is_ready(folder: Path) -> bool:
    """Return whether *folder* has a finished demonstration."""
    return (folder / WEB / version_list.NAME).is_file()


def make_real(project: Project, folder: Path, address: str, *, say: Say) -> Iterator[str]:
    """Make the demonstration of the text of *project* in *folder*, to be served at *address*; yield what it proves.

    Raises UsageError when *folder* is not empty, ToolError when the text in git is not a publishable guidebook.
    """
    _refuse_full(folder)
    demo.history(project.demonstration)  # raises before anything is made when it is invalid
    scratch = Project(folder / REPOSITORY)
    say(f"de tekst en het programma van nu komen in {scratch.root}")
    _copy(project, scratch, say)
    yield from _make(scratch, folder / WEB, address, say)


def make_small(project: Project, folder: Path, address: str, *, say: Say) -> Iterator[str]:
    """Make the demonstration of a small, made-up guidebook in *folder*, with the program of *project*.

    The rest is as for `make_real`. Raises UsageError when *folder* is not empty.
    """
    _refuse_full(folder)
    scratch = Project(folder / REPOSITORY)
    say(f"een verzonnen draaiboek komt in {scratch.root}")
    said = new_guidebook.names(folder, "Draaiboek Buurtfeest", "vrijwilligers")
    new_guidebook.write(project, scratch.root, said, day=date(2024, 1, 1))
    shutil.copytree(_SMALL, scratch.root, dirs_exist_ok=True)
    yield from _make(scratch, folder / WEB, address, say)


def _refuse_full(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"de map '{folder.name}' is niet leeg"
        raise UsageError(message, hint="Kies een map die nog niet bestaat; met --serve ook een demonstratie die af is.")


def _make(scratch: Project, web: Path, address: str, say: Say) -> Iterator[str]:
    base = _without_editions(scratch, address)
    steps = demo.history(scratch.demonstration)
    for number, step in enumerate(steps, start=1):
        say(f"editie {number} van {len(steps)}: {step.edition}, {step.what}")
        _publish(scratch, step, base, say)
    say(f"wat op de tak {publish.BRANCH} staat, komt ook in {web}")
    _export(scratch, publish.BRANCH, web)
    yield from _prove(scratch, web, [step.asked for step in steps], say)


def _copy(project: Project, scratch: Project, say: Say) -> None:
    """Copy what is committed in *project*."""
    stand = publish.revision(project)
    if not stand.commit:
        message = "de demonstratie kopieert wat in git staat, en dit is geen git-map met een commit"
        raise ToolError(message, hint="Haal het draaiboek op met git clone, of leg het vast (git commit).")
    if stand.changed:
        say("let op: wat je nog niet vastlegde (git commit), zit er niet in")
    _export(project, "HEAD", scratch.root)
    problems = load(scratch)[1]
    if has_errors(problems):
        message = "de tekst die in git staat, is niet te lezen"
        raise ToolError(message, hint="Kijk met: python3 build.py check", output=as_text(problems))


def _without_editions(scratch: Project, address: str) -> str:
    """Remove the editions from the text in *scratch* and commit it; return that first commit."""
    git.run("init", "--quiet", "--initial-branch=main", ".", cwd=scratch.root)
    for page in filter(Path.is_file, (scratch.docs / "edities").glob("20*.md")):
        page.unlink()
    texts = {
        name: _EDITION_LINK.sub(r"[deze editie](\1index.md)", text) if name.endswith(".md") else text
        for name, text in _texts(scratch).items()
    }
    _write(scratch, texts)
    _put_at(scratch, address)
    return _commit(scratch, "De tekst van nu, zonder haar eigen edities")


def _put_at(scratch: Project, address: str) -> None:
    """Set the address of the guidebook in draaiboek.yml to *address*."""
    text, found = re.subn(
        r"^adres:.*$", f'adres: "{address}"', scratch.identity.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    if found != 1:
        message = f"in {scratch.identity.name} staat geen regel 'adres:'"
        raise ToolError(message, hint="Kijk met: python3 build.py check")
    scratch.identity.write_text(text, encoding="utf-8", newline="\n")


def _export(project: Project, commit: str, into: Path) -> None:
    # As a zip, which cannot extract outside its folder; for a tar, Python has that filter only since 3.11.4.
    data = git.run_for_bytes("archive", "--format=zip", commit, cwd=project.root)
    into.mkdir(parents=True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(into)


def _publish(scratch: Project, step: Step, base: str, say: Say) -> None:
    """Publish the text of *base* with the edits of *step*, after sectors read what changed under their overlays."""
    # The sectors' readings for the previous edition were of another text. The pages of earlier editions stay.
    present = [name for name in CONTENT if (scratch.root / name).is_dir()]
    for folder in filter(Path.is_dir, (scratch.sectors, scratch.overlays)):
        shutil.rmtree(folder)
    git.run("checkout", "--quiet", base, "--", *present, cwd=scratch.root)
    _write(scratch, demo.apply(step.edits, _texts(scratch)))
    for path in review.accept_all(scratch, step.day):
        say(f"{path.relative_to(scratch.root)}: nagelezen")
    _write_note(scratch, step)
    _approve(scratch, step)
    _commit(scratch, f"Editie {step.edition}: {step.what}", day=f"{step.day}T12:00:00Z")
    result = publish_edition(scratch, step.edition, destination(scratch, step.edition, to=None, push=False))
    if result.commit is None:
        message = f"editie {step.edition} van de demonstratie komt niet door de controle"
        why = as_text(result.problems)
        raise ToolError(message, hint="De wijzigingen staan in demonstratie/.", output=why)


def _write_note(scratch: Project, step: Step) -> None:
    """Write the page of the edition, with a line in the release note for each section that changed."""
    name = f"docs/edities/{step.edition}.md"
    sectors = ", ".join(sector.slug for sector in load(scratch)[0].sectors)
    page = step.page.replace("{sectoren}", sectors)
    _write(scratch, {name: demo.with_lines(page, [])})
    _write(scratch, {name: demo.with_lines(page, [_link(each) for each in _unnamed(scratch)])})


def _approve(scratch: Project, step: Step) -> None:
    checked = examine(scratch)
    edition = checked.source.edition
    if edition:  # otherwise the gate reports what is wrong with its page
        present = approve.fingerprint(scratch, checked.source, checked.variants)
        approve.write(scratch, edition, present, role="de demonstratie", organisation="verzonnen", day=step.day)


def _unnamed(scratch: Project) -> list[Change]:
    """Return what changed since the last edition and has no line in the release note."""
    checked = examine(scratch)
    last = history_of(tree_of(scratch, None)).last
    if last is None or not checked.variants or checked.source.edition is None:
        return []
    now = manifest.of_variants(checked.variants, addresses_of(checked.variants))
    return [each for each in changes.changed(last, now) if _line(each, now, checked.source.edition) is None]


def _line(change: Change, now: manifest.Manifest, edition: Edition) -> str | None:
    note = release_note.read(now.of_variant(change.variant), edition.page, variant=change.variant)
    return release_note.line_for(change.entry.page, change.entry.id, note)


def _link(change: Change) -> str:
    page, name = change.entry.page, change.entry.id
    where = "../" if change.variant == CORE else f"variant:{change.variant}/"
    # A link to a removed section would be dead; its page is linked instead.
    return f"[{change.entry.title}]({where}{page}{f'#{name}' if name and not change.gone else ''})"


def _prove(scratch: Project, web: Path, days: Sequence[date], say: Say) -> Iterator[str]:
    say("de lijst van mike (mike list):")
    yield process.run([Path(sys.executable).with_name("mike"), "list"], cwd=scratch.root)
    for what, folder in ((f"de tak {publish.BRANCH}", None), (f"de map {web.name}", str(web))):
        tree = published(scratch, folder)
        editions = publish.listed(tree)
        differences = list(publish.verify(tree, ()))
        if differences:
            message = f"{what} is niet wat er gepubliceerd is: {differences[0].name} {differences[0].what}"
            raise ToolError(message, hint="Begin opnieuw in een andere map.")
        say(f"elke byte vergeleken, op {what}: {count(len(editions), 'editie', 'edities')}, geen verschillen")
    say("welke editie gold wanneer:")
    for day in days:
        applied = version_list.applied_on(day, publish.listed(published(scratch, str(web))))
        yield f"Op {long_date(day)} gold {f'editie {applied.id}' if applied else 'er geen editie'}."


def _texts(scratch: Project) -> Mapping[str, str]:
    """Return every text that editors write, by path."""
    found = (path for name in CONTENT for kind in ("md", "yml") for path in (scratch.root / name).rglob(f"*.{kind}"))
    texts = filter(Path.is_file, found)
    return {path.relative_to(scratch.root).as_posix(): path.read_text(encoding="utf-8") for path in sorted(texts)}


def _write(scratch: Project, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        (scratch.root / name).write_text(text, encoding="utf-8", newline="\n")


def _commit(scratch: Project, message: str, *, day: str = "") -> str:
    dates = {"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day} if day else {}
    git.run("add", "--all", ".", cwd=scratch.root)
    words = (*_WHO, "commit", "--quiet", "--no-verify", "--no-gpg-sign", "-m", message)
    git.run(*words, cwd=scratch.root, env=dates)
    return git.run("rev-parse", "HEAD", cwd=scratch.root)


def where(folder: Path) -> Iterator[str]:
    """Yield where everything in the demonstration in *folder* is, and what is worth a look."""
    made = Project(folder / REPOSITORY)
    address, steps = address_of(folder), demo.history(made.demonstration)
    shown = [(step.edition, page_url(PurePosixPath(step.shown))) for step in steps if step.shown]
    yield f"{folder / WEB}: de publicatie, zoals een webserver ze toont"
    yield f"{folder / REPOSITORY}: de opslagplaats; de edities staan op haar tak {publish.BRANCH}"
    yield f"Bekijken: python3 build.py demo {folder} --serve"
    yield from (f"  {address}/{edition}/{page} zo was het in editie {edition}" for edition, page in shown)
    yield f"  {address}/edities/ alle edities, met hun data en hun pdf's"
    changed = ((changes_page(address, step.edition, CORE), step.edition) for step in steps[1:])
    yield from (f"  {page} wat editie {edition} wijzigde" for page, edition in changed)
    yield f"  {address}/feed.xml de feed; {address}/bestaat-niet/ een adres dat niet bestaat"


def address_of(folder: Path) -> str:
    """Return the address at which the demonstration in *folder* is to be served."""
    return identity_of(Project(folder / REPOSITORY)).address
