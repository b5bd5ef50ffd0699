"""Random edits of a small guidebook: after each, what a build makes of kept results is what it makes of nothing.

    python -m tests.incremental [STEPS] [SEED] [--real]

makes STEPS edits (1,000; `edits`), and says at which one the two differ. A build runs in this process, without the
processes that a real one starts; `integration/test_incremental.py` holds the two together.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from draaiboek.base import diagnostics, workers
from draaiboek.base.cache import of_tree
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.errors import ToolError
from draaiboek.base.project import Project
from draaiboek.compose import fill_in
from draaiboek.content.markdown import sections
from draaiboek.pipeline import build, examine, make_forms, unchanged
from draaiboek.pipeline.outcome import Built, Parts
from draaiboek.render import engine, sites
from tests import edits
from tests.guidebook import guidebook, overlay, page, read_by_sectors, sector

ROOT = Path(__file__).parent.parent
SITE = Parts(pdf=False)
EVERYTHING = Parts()
CITES = "bronnen: [wet]\n"
CHECKLIST = "- [ ] Vraag na.\n- [x] Bel.\n"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>{}</title><rect width="9" height="9"/></svg>'
)
MENU = "- pagina: index.md\n- titel: Verloop\n  paginas:\n{}- titel: Meer\n  paginas:\n{}"
STEPS = [f"stap-{number}.md" for number in (1, 2, 3)]
MORE = ["delen.md", "begrippen.md", "bronnen.md", "downloads.md", "over-dit-draaiboek.md", "edities/index.md"]
KIT = """\
uitnodiging:
  titel: Uitnodiging
  omschrijving: Om te sturen.
  soort: blad
  stukken: [stap-1.md]
"""
SECTIONS = """\
Een zin vooraf.

## Eerst {{#eerst}}

De {} tafel. [@wet, {{{{ straf.artikel }}}}]

## Dan {{#dan}}

Slot.
"""

TEXT: Mapping[str, str] = {
    **sector("sport"),
    "docs/_data/inhoud.yml": MENU.format(*("".join(f"    - {name}\n" for name in each) for each in (STEPS, MORE))),
    "docs/_data/synoniemen.yml": "- [tafel, bord]\n",
    "docs/_data/documenten.yml": KIT,
    **{
        f"docs/{name}": page(SECTIONS.format("ronde"), title=f"Stap {number}. Doe {number}", more=CITES)
        for number, name in enumerate(STEPS, start=1)
    },
    "docs/delen.md": page(SECTIONS.format("lange") + f"\n{CHECKLIST}\n![Een vlak](media/vlak.svg)\n", more=CITES),
    "docs/begrippen.md": page("<!-- lijst: begrippen -->\n", title="Begrippen"),
    "docs/bronnen.md": page("<!-- lijst: bronnen -->\n", title="Bronnen"),
    "docs/downloads.md": page("Neem het mee.\n", title="Downloads"),
    "docs/over-dit-draaiboek.md": page("## Merken {#merken}\n\nWat ze zeggen.\n", title="Over dit draaiboek"),
    "docs/media/vlak.svg": DRAWING.format("Vlak"),
    "sectors/sport/veld.md": page("Op het veld {wet}.\n", title="Veld", more="na: index.md\n"),
    "sectors/sport/fiche.md": page("## Mag ik? {#mag}\n\nJa.\n", title="Fiche", more="na: veld.md\n"),
    "overlays/onderwijs/delen--eerst.md": overlay("Vraag de directie.\n", target="delen.md#eerst"),
    "overlays/sport/stap.md": overlay("Vraag de club.\n", target="stap-1.md#dan"),
}
LISTS = """\
<!-- lijst: functies -->

<!-- lijst: sectoren -->

<!-- lijst: stappenplan -->

<!-- beslisboom: kiezen -->

<!-- figuur: ladder -->
"""
AIDS = """\
kiezen:
  titel: "Mag het?"
  inleiding: Kies eerst.
  start: eerst
  vragen:
    eerst:
      vraag: Vraag je de ronde tafel?
      antwoorden:
        - antwoord: Ja, altijd
          naar: goed
        - antwoord: Nee, nooit
          naar: fout
  uitkomsten:
    goed:
      titel: Dat mag
      tekst: Vraag het aan de voorzitter.
      werkwijze: true
    fout:
      titel: Dat mag niet
      tekst: Zwijg aan tafel.
      werkwijze: true
"""
FIGURES = """\
ladder:
  vorm: ladder
  titel: "Wat doe je eerst?"
  delen:
    - kop: "Er is nu gevaar"
      naar: delen.md#eerst
      label: "meteen"
      toon: gevaar
      regels:
        - "Bel meteen om hulp."
    - kop: "Er is geen gevaar"
      naar: delen.md#dan
      label: "vandaag"
      toon: let-op
      regels:
        - "Vraag het aan de voorzitter."
"""
TASKS = """\
- taak: Vragen aan wie je het vraagt
  begin: delen.md
  antwoord: Vraag na.
"""
REMARK = """\
doel: stap-1.md#dan
alinea: 2
tekst: Slot.
opmerking: Dat is kort.
functie: directeur
organisatie: een club
"""
FUNCTIONS = """\
trainer:
  functie: "Trainer of lesgever"
  na_te_gaan: "zwijgplicht van trainers"
  aan_tafel: "lees je afspraken met de club"
"""
MORE_TEXT: Mapping[str, str] = {
    "docs/_data/beslisboom.yml": AIDS,
    "docs/_data/figuren.yml": FIGURES,
    "docs/_data/noodnummers.yml": 'nummers: ["112"]\nwoorden: [bel, bellen]\n',
    "docs/_data/totstandkoming.yml": 'stappen:\n  - stap: "Een eerste tekst"\n    stand: klaar\n',
    "docs/_data/zoekvragen/geoefend.yml": "bovenaan: 1\neerste_drie: 1\nstuk: 1\niets: 1\nniets: 0\n"
    "vragen:\n  kern:\n    - {vraag: tafel, paginas: [delen.md]}\n",
    "docs/lijsten.md": page(LISTS, title="Lijsten"),
    "sectors/sport/functies.yml": FUNCTIONS,
    "docs/_data/taken.yml": TASKS,
    "overlays/sport/functies.md": overlay("<!-- lijst: functies -->\n", target="stap-2.md#dan"),
    "sectors/sport/opmerkingen/2026.1/ronde.yml": "geopend: 2026-11-01\ntot: 2026-11-30\n",
    "sectors/sport/opmerkingen/2026.1/0001-kort.yml": REMARK,
}


def everything(into: Path) -> Project:
    """Write the guidebook of these tests with at least one file of every kind."""
    project = text(into)
    for name, content in MORE_TEXT.items():
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        (into / name).write_text(content, encoding="utf-8")
    change(into / "docs/_data/inhoud.yml", "    - delen.md", "    - lijsten.md\n    - delen.md")
    change(into / "docs/edities/2026.1.md", r"nieuw\.", "nieuw.\n\n<!-- lijst: begrippen -->")
    read_by_sectors(project)
    return project


def real(into: Path) -> Project:
    """Copy the real text, together with the parts of the program that a build reads."""
    for name in ("docs", "sectors", "overlays"):
        shutil.copytree(ROOT / name, into / name)
    shutil.copyfile(ROOT / "draaiboek.yml", into / "draaiboek.yml")
    return _with_program(into)


def text(into: Path) -> Project:
    """Write the guidebook of these tests with the parts of the program that a build reads; nothing is committed yet."""
    guidebook(TEXT, into)
    return _with_program(into)


def _with_program(into: Path) -> Project:
    for name in ("theme", "search"):
        shutil.copytree(ROOT / "draaiboek" / name, into / "draaiboek" / name)
    (into / "draaiboek" / "fonts").symlink_to(ROOT / "draaiboek" / "fonts", target_is_directory=True)
    shutil.copyfile(ROOT / "mkdocs.yml", into / "mkdocs.yml")
    (into / ".gitignore").write_text("out/\n", encoding="utf-8")
    return Project(into)


def git(root: Path, *words: str, when: int = 0) -> None:
    """Run git in *root*; commits are dated *when* days after 1 December 2026."""
    day = f"2026-12-{1 + when:02}T12:00:00Z"
    own = {"HOME": str(root), "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
    who = ["-c", "user.name=Toets", "-c", "user.email=toets@voorbeeld.be"]
    command = ["git", *who, *words]
    subprocess.run(command, cwd=root, check=True, capture_output=True, env={"PATH": os.environ["PATH"], **own})


class Here:
    """A stand-in for a pool that runs each task in this process, then restores its environment and working folder."""

    def submit(self, function: Callable[..., Any], /, *words: object, **named: object) -> Future[Any]:
        future: Future[Any] = Future()
        before, folder = dict(os.environ), Path.cwd()
        try:
            future.set_result(function(*words, **named))
        except ToolError as error:
            future.set_exception(error)
        finally:
            os.environ.clear()
            os.environ.update(before)
            os.chdir(folder)
        return future


@contextmanager
def in_this_process() -> Iterator[None]:
    """Make builds start no processes while the body runs."""

    @contextmanager
    def here(*_words: object, **_named: object) -> Iterator[Here]:
        yield Here()

    @contextmanager
    def one_by_one(function: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[Iterator[tuple[Any, Any]]]:
        yield ((task, function(task)) for task in tasks)

    @contextmanager
    def at_once(function: Callable[[], Any]) -> Iterator[Callable[[], Any]]:
        result = function()
        yield lambda: result

    places: list[tuple[Any, str, object]] = [(sites, "split", one_by_one), (make_forms, "fresh", here)]
    places.append((examine, "beside", at_once))
    places += [(workers, "prepare", lambda _modules: None), (workers, "have_room", lambda: False)]
    before = [getattr(owner, name) for owner, name, _ in places]
    try:
        for owner, name, stand_in in places:
            setattr(owner, name, stand_in)
        yield
    finally:
        for (owner, name, _), kept in zip(places, before, strict=True):
            setattr(owner, name, kept)


def forget(project: Project) -> None:
    """Clear the in-memory caches, so that this process knows no more than a new one; an unchanged theme is kept."""
    theme = of_tree(project.root, ["draaiboek/theme", "mkdocs.yml"])
    if _themes.get(project.root) != theme:
        engine.forget_theme()
    _themes[project.root] = theme
    sections.read.cache_clear()
    fill_in._terms_in.cache_clear()
    fill_in._foreign_in.cache_clear()


_themes: dict[Path, object] = {}


def again(project: Project, parts: Parts) -> Built:
    """Build as `build.py` does."""
    forget(project)
    found = unchanged.inputs(project)
    if built := unchanged.standing(project, parts, found):
        return built
    with build.alone(project):
        return build.make(project, parts, found=found)


def fresh(project: Project, parts: Parts) -> Built:
    """Build as `build.py --fresh` does."""
    forget(project)
    with build.alone(project):
        return build.make(project, parts)


def tree(project: Project) -> dict[str, bytes]:
    """Return every file of out/site."""
    found = (path for path in project.site.rglob("*") if path.is_file())
    return {path.relative_to(project.site).as_posix(): path.read_bytes() for path in found}


def difference(project: Project, parts: Parts) -> tuple[bool, str]:
    """Build both ways; return whether the text is refused, and the first file in which the two differ, or ''."""
    (ours, said), (theirs, told) = _outcome(again, project, parts), _outcome(fresh, project, parts)
    if said != told:
        return True, f"{said} / {told}"
    failed = not isinstance(said, tuple) or diagnostics.has_errors(said)
    return failed, next((name for name in sorted({*ours, *theirs}) if ours.get(name) != theirs.get(name)), "")


def _outcome(
    make: Callable[[Project, Parts], Built], project: Project, parts: Parts
) -> tuple[dict[str, bytes], tuple[Diagnostic, ...] | str]:
    """Return the files of out/site after *make*, and what it reported: its messages, or the error of the machine."""
    try:
        problems = make(project, parts).problems
        return tree(project), problems
    except ToolError as error:
        return tree(project), f"{error} {error.hint} {error.output}"


# --- edits ------------------------------------------------------------------------------------------------------------


def change(path: Path, old: str, new: str) -> None:
    """Replace the first match of the regular expression *old* in the file *path*."""
    path.write_text(re.sub(old, lambda _match: new, path.read_text("utf-8"), count=1), encoding="utf-8")


def commit(root: Path, chance: random.Random) -> None:
    """Commit everything, on a random day; the commit may be empty."""
    if not (root / ".git").exists():
        git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "-m", "Tekst", when=chance.randrange(28))


def commit_again(root: Path, _chance: random.Random) -> None:
    """Amend the last commit to another day: the text stays the same, and its dates change."""
    if (root / ".git").exists():
        git(root, "commit", "--quiet", "--amend", "--allow-empty", "-m", "Anders", when=28)


EDITS = (*edits.TEXT, *edits.TEXT, *edits.MACHINE, *edits.MACHINE, commit, commit, commit, commit_again)


def walk(project: Project, steps: int, seed: int, *, books_every: int = 10) -> Iterator[str]:
    """Make *steps* random edits of *project*; yield each edit, and how the two builds differ after it, if they do.

    Now and then an earlier text is restored, so that old kept results are used again.
    """
    chance, before = random.Random(seed), dict(os.environ)
    earlier = [edits.kept(project.root)]
    try:
        for number in range(steps):
            edit = chance.choice(EDITS)
            if number % 7 == 6:
                edits.put_back(project.root, chance.choice(earlier))
            edit(project.root, chance)
            if chance.random() < 0.7:  # otherwise sectors have something to read
                read_by_sectors(project)
            parts = EVERYTHING if books_every and number % books_every == 1 else SITE
            failed, where = difference(project, parts)
            yield f"{number} {edit.__name__}{' (refused)' if failed else ''}{': ' + where if where else ''}"
            if failed:
                edits.put_back(project.root, earlier[-1])
            else:
                earlier = [*earlier[-_EARLIER:], edits.kept(project.root)]
    finally:
        os.environ.clear()
        os.environ.update(before)


_EARLIER = 30


def main(words: Sequence[str]) -> int:
    """Walk, and print the progress; return 1 when the two builds differed anywhere."""
    parser = argparse.ArgumentParser(prog="python -m tests.incremental", description=__doc__)
    parser.add_argument("steps", type=int, nargs="?", default=1000)
    parser.add_argument("seed", type=int, nargs="?", default=random.randrange(10**6))
    parser.add_argument("--real", action="store_true", help="of the real text, websites only: a minute for each edit")
    options = parser.parse_args(words)
    start, made, refused = time.monotonic(), Counter[str](), 0
    with tempfile.TemporaryDirectory() as folder, in_this_process():
        project = (real if options.real else everything)(Path(folder, "text"))
        for said in walk(project, options.steps, options.seed, books_every=0 if options.real else 10):
            name, _, where = said.partition(" ")[2].partition(": ")
            made[name.removesuffix(" (refused)")] += 1
            refused += name.endswith(" (refused)")
            if where:
                print(f"seed {options.seed}: {said}")
                return 1
    seconds = time.monotonic() - start
    print(f"{options.steps} edits, {refused} refused, seed {options.seed}, {seconds:.0f} s: {dict(made)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
