"""`build.py demo`: made editions around changes of law, in a scratch repository, through the real gate."""

from __future__ import annotations

import argparse
import io
import re
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from draaiboek.base import process, web_server
from draaiboek.base.errors import ToolError, UsageError
from draaiboek.base.model import CORE, Edition
from draaiboek.base.project import Project
from draaiboek.cli import reviewing, verifying
from draaiboek.content import web_address
from draaiboek.content.source import load
from draaiboek.editions import changes, manifest, publish, release_note
from draaiboek.editions.changes import Change
from draaiboek.lab import demo
from draaiboek.lab.demo import Step
from draaiboek.pipeline import publish
from draaiboek.pipeline.build import addresses_of
from draaiboek.pipeline.examine import examine
from draaiboek.render.layout import page_url

REPOSITORY, WEB = "opslagplaats", "publicatie"
WEB_ADDRESS = re.compile(r"^http://127\.0\.0\.1:\d+(/[a-z0-9-]+)*$")
CONTENT = ("docs", "sectors", "overlays")
_EDITION_LINK = re.compile(r"\[[^\]]*\]\(((?:\.\./)*edities/)20\d\d[\d.]*\.md[^)]*\)")
_WHO = ("-c", "user.name=demonstratie", "-c", "user.email=demonstratie@localhost")


def show(project: Project, options: argparse.Namespace) -> int:
    """Make the demonstration in a folder that is empty, and with --serve show it; one that is ready is only shown."""
    folder = publish.folder_outside(project, options.folder)
    ready = options.serve and (folder / WEB / "versions.json").is_file()
    if not ready:
        _make(project, folder, _address(options.address))
    made = Project(folder / REPOSITORY)
    address = web_address.of(load(made)[0].variables)
    _say_where(folder, address, demo.history(made.demonstration))
    if options.serve:
        web_server.host(folder / WEB, urlsplit(address))
    return 0


def _address(name: str) -> str:
    address = name.rstrip("/")
    if not WEB_ADDRESS.match(address):
        message = f"'{name}' is geen adres op deze machine met een poort"
        raise UsageError(message, hint="Schrijf bijvoorbeeld http://127.0.0.1:8000 of http://127.0.0.1:8000/livc.")
    return address


def _make(project: Project, folder: Path, address: str) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"de map '{folder.name}' is niet leeg"
        raise UsageError(message, hint="Kies een map die nog niet bestaat; met --serve ook een demonstratie die af is.")
    demo.history(project.demonstration)  # what is wrong with it is said before anything is made
    scratch = Project(folder / REPOSITORY)
    _say(f"de tekst en het programma van nu komen in {scratch.root}")
    base = _copy(project, scratch, address)
    steps = demo.history(scratch.demonstration)
    for number, step in enumerate(steps, start=1):
        _say(f"editie {number} van {len(steps)}: {step.edition}, {step.what}")
        _publish(scratch, step, base)
    _say(f"wat op de tak {publish.BRANCH} staat, komt ook in {folder / WEB}")
    _export(scratch, publish.BRANCH, folder / WEB)
    _prove(scratch, folder / WEB, [step.asked.isoformat() for step in steps])


def _copy(project: Project, scratch: Project, address: str) -> str:
    """Copy what *project* committed, without its own editions; return the first commit of the copy."""
    stand = publish.revision(project, default_epoch=0)
    if not stand.commit:
        message = "de demonstratie kopieert wat in git staat, en dit is geen git-map met een commit"
        raise ToolError(message, hint="Haal het draaiboek op met git clone, of leg het vast (git commit).")
    if stand.changed:
        _say("let op: wat je nog niet vastlegde (git commit), zit er niet in")
    _export(project, "HEAD", scratch.root)
    process.run(["git", "init", "--quiet", "--initial-branch=main", "."], cwd=scratch.root)
    for page in (scratch.docs / "edities").glob("20*.md"):
        page.unlink()
    texts = {
        name: _EDITION_LINK.sub(r"[deze editie](\1index.md)", text) if name.endswith(".md") else text
        for name, text in _texts(scratch).items()
    }
    _write(scratch, demo.apply([{"waarde": web_address.NAME, "wordt": address}], texts))
    return _commit(scratch, "De tekst van nu, zonder haar eigen edities")


def _export(project: Project, commit: str, into: Path) -> None:
    # As a zip, which does not leave its folder; for a tar Python can say that only since 3.11.4.
    data = process.run_for_bytes(["git", "archive", "--format=zip", commit], cwd=project.root)
    into.mkdir(parents=True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(into)


def _publish(scratch: Project, step: Step, base: str) -> None:
    """Publish the text of *base* with the changes of *step*, after the sectors read what changed under theirs."""
    process.run(["git", "checkout", "--quiet", base, "--", *CONTENT], cwd=scratch.root)
    _write(scratch, demo.apply(step.edits, _texts(scratch)))
    reviewing.review(scratch, argparse.Namespace(files=[], accept=True, sector=None))
    _write_note(scratch, step)
    _commit(scratch, f"Editie {step.edition}: {step.what}", day=f"{step.day}T12:00:00Z")
    if publish.publish_edition(scratch, argparse.Namespace(edition=step.edition, to=None, push=False)):
        message = f"editie {step.edition} van de demonstratie komt niet door de controle"
        raise ToolError(message, hint="Hierboven staat waarom; de wijzigingen staan in demonstratie/.")


def _write_note(scratch: Project, step: Step) -> None:
    """Write the page of the edition, with a line of the release note for each section that changed."""
    name = f"docs/edities/{step.edition}.md"
    sectors = ", ".join(sector.slug for sector in load(scratch)[0].sectors)
    page = step.page.replace("{sectoren}", sectors)
    _write(scratch, {name: demo.with_lines(page, [])})
    _write(scratch, {name: demo.with_lines(page, [_link(each) for each in _unnamed(scratch)])})


def _unnamed(scratch: Project) -> list[Change]:
    """Return what changed since the last edition and has no line of its own in the release note."""
    checked = examine(scratch)
    tree = verifying.tree_of(scratch, None)
    last = publish.history_of(tree).last
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
    # A link to a section that is gone would be dead; the page that it stood on is named instead.
    return f"[{change.entry.title}]({where}{page}{f'#{name}' if name and not change.gone else ''})"


def _prove(scratch: Project, web: Path, days: list[str]) -> None:
    _say("de lijst van mike (mike list):")
    print(process.run([Path(sys.executable).with_name("mike"), "list"], cwd=scratch.root))
    for what, folder in ((f"de tak {publish.BRANCH}", None), (f"de map {web.name}", str(web))):
        _say(f"elke byte vergeleken, op {what}:")
        if verifying.verify(scratch, argparse.Namespace(editions=[], folder=folder, rebuild=False)):
            message = f"{what} is niet wat er gepubliceerd is"
            raise ToolError(message, hint="Begin opnieuw in een andere map.")
    _say("welke editie gold wanneer:")
    for day in days:
        verifying.on_date(scratch, argparse.Namespace(day=day, folder=str(web), format="text"))


def _texts(scratch: Project) -> Mapping[str, str]:
    """Return every text that editors write, by its path."""
    found = (path for name in CONTENT for kind in ("md", "yml") for path in (scratch.root / name).rglob(f"*.{kind}"))
    return {path.relative_to(scratch.root).as_posix(): path.read_text(encoding="utf-8") for path in sorted(found)}


def _write(scratch: Project, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        (scratch.root / name).write_text(text, encoding="utf-8", newline="\n")


def _commit(scratch: Project, message: str, *, day: str = "") -> str:
    dates = {"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day} if day else {}
    process.run(["git", "add", "--all", "."], cwd=scratch.root)
    words = ["git", *_WHO, "commit", "--quiet", "--no-verify", "--no-gpg-sign", "-m", message]
    process.run(words, cwd=scratch.root, env=dates)
    return process.run(["git", "rev-parse", "HEAD"], cwd=scratch.root)


def _say_where(folder: Path, address: str, steps: Sequence[Step]) -> None:
    shown = [(step.edition, page_url(PurePosixPath(step.shown))) for step in steps if step.shown]
    lines = [
        f"{folder / WEB}: de publicatie, zoals een webserver ze toont",
        f"{folder / REPOSITORY}: de opslagplaats; de edities staan op haar tak {publish.BRANCH}",
        f"Bekijken: python3 build.py demo {folder} --serve",
        *(f"  {address}/{edition}/{page} zo was het in editie {edition}" for edition, page in shown),
        f"  {address}/edities/ alle edities, met hun data en hun pdf's",
        *(f"  {address}/wijzigingen/{step.edition}/ wat editie {step.edition} wijzigde" for step in steps[1:]),
        f"  {address}/feed.xml de feed; {address}/bestaat-niet/ een adres dat niet bestaat",
    ]
    print("\n".join(lines))


def _say(text: str) -> None:
    print(f"demo: {text}", file=sys.stderr, flush=True)
