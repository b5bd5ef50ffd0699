"""Random edits of a small guidebook: after each, what a build makes of kept results is what it makes of nothing.

    python -m tests.incremental [STEPS] [SEED]

makes STEPS edits (1,000), and says at which one the two differ. A build runs in this process, without the processes
that a real one starts; `integration/test_incremental.py` holds the two together.
"""

from __future__ import annotations

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

from draaiboek.base import workers
from draaiboek.base.cache import of_tree
from draaiboek.base.errors import ToolError
from draaiboek.base.project import Project
from draaiboek.compose import fill_in
from draaiboek.content.markdown import sections
from draaiboek.pipeline import build, examine, make_forms, unchanged
from draaiboek.pipeline.outcome import Built, Parts
from draaiboek.render import engine, sites
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


def text(into: Path) -> Project:
    """Write the guidebook of these tests with what a build needs of the program; nothing of it is in git yet."""
    project = guidebook(TEXT, into)
    for name in ("theme", "search"):
        shutil.copytree(ROOT / "draaiboek" / name, into / "draaiboek" / name)
    (into / "draaiboek" / "fonts").symlink_to(ROOT / "draaiboek" / "fonts", target_is_directory=True)
    shutil.copyfile(ROOT / "mkdocs.yml", into / "mkdocs.yml")
    (into / ".gitignore").write_text("out/\n", encoding="utf-8")
    return project


def git(root: Path, *words: str, when: int = 0) -> None:
    """Run git in *root*; what it commits is *when* days after the first of December 2026."""
    day = f"2026-12-{1 + when:02}T12:00:00Z"
    own = {"HOME": str(root), "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
    who = ["-c", "user.name=Toets", "-c", "user.email=toets@voorbeeld.be"]
    command = ["git", *who, *words]
    subprocess.run(command, cwd=root, check=True, capture_output=True, env={"PATH": os.environ["PATH"], **own})


class Here:
    """A pool that does each task in this process, and leaves that as it was."""

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
    """Let builds start no processes."""

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
    places.append((workers, "prepare", lambda _modules: None))
    before = [getattr(owner, name) for owner, name, _ in places]
    try:
        for owner, name, stand_in in places:
            setattr(owner, name, stand_in)
        yield
    finally:
        for (owner, name, _), kept in zip(places, before, strict=True):
            setattr(owner, name, kept)


def forget(project: Project) -> None:
    """Know no more than a process that starts; a theme that is as it was need not be read again for that."""
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
    found = unchanged.standing(project, parts)
    if found:
        return found
    with build.alone(project):
        return build.make(project, parts, fresh=False)


def fresh(project: Project, parts: Parts) -> Built:
    """Build as `build.py --fresh` does."""
    forget(project)
    with build.alone(project):
        return build.make(project, parts)


def tree(project: Project) -> dict[str, bytes]:
    """Return every file of out/site."""
    found = (path for path in project.site.rglob("*") if path.is_file())
    return {path.relative_to(project.site).as_posix(): path.read_bytes() for path in found}


def difference(project: Project, parts: Parts) -> tuple[Built, str]:
    """Build both ways; return the build of kept results, and the first file in which the two differ, or ''."""
    built = again(project, parts)
    ours = tree(project)
    other = fresh(project, parts)
    theirs = tree(project)
    if built.problems != other.problems:
        return built, f"{built.problems} / {other.problems}"
    return built, next((name for name in sorted({*ours, *theirs}) if ours.get(name) != theirs.get(name)), "")


# --- edits ------------------------------------------------------------------------------------------------------------

Edit = Callable[[Path, random.Random], None]


def change(path: Path, old: str, new: str) -> None:
    """Replace the regular expression *old* in the file *path*, once."""
    path.write_text(re.sub(old, lambda _match: new, path.read_text("utf-8"), count=1), encoding="utf-8")


def _word(chance: random.Random) -> str:
    return chance.choice(["ronde", "lange", "brede", "oude", "nieuwe", "kleine"]) + chance.choice(["", " houten", " x"])


def words(root: Path, chance: random.Random) -> None:
    change(root / "docs" / chance.choice([*STEPS, "delen.md"]), "De .* tafel", f"De {_word(chance)} tafel")


def front(root: Path, chance: random.Random) -> None:
    change(root / "docs" / chance.choice(STEPS), "description: .*", f"description: Over {_word(chance)}.")


def heading(root: Path, chance: random.Random) -> None:
    change(root / "docs" / chance.choice([*STEPS, "delen.md"]), "## Eerst.* {", f"## Eerst {_word(chance)} {{")


def title(root: Path, chance: random.Random) -> None:
    number = chance.randrange(3)
    change(root / "docs" / STEPS[number], "title: .*", f"title: Stap {number + 1}. Doe {_word(chance)}")


def lines(root: Path, chance: random.Random) -> None:
    change(
        root / "docs" / chance.choice(STEPS), "Een zin vooraf.\n+", "Een zin vooraf.\n" + "\n" * chance.randint(1, 3)
    )


def new_overlay(root: Path, chance: random.Random) -> None:
    slug, name = chance.choice(["sport", "onderwijs"]), chance.choice(STEPS)
    file = root / f"overlays/{slug}/extra-{name}"
    file.write_text(overlay(f"Ook {_word(chance)}.\n", target=f"{name}#eerst"), encoding="utf-8")


def old_overlay(root: Path, chance: random.Random) -> None:
    files = sorted((root / "overlays").rglob("*.md"))
    if files:
        file = chance.choice(files)
        file.write_text(file.read_text("utf-8") + f"\nEn {_word(chance)}.\n", encoding="utf-8")


def no_overlay(root: Path, chance: random.Random) -> None:
    files = sorted((root / "overlays").rglob("*.md"))
    if files:
        chance.choice(files).unlink()


def rename(root: Path, chance: random.Random) -> None:
    file = next((root / "sectors/sport").glob("ve*.md"))
    new = file.with_name(f"veld-{chance.randint(1, 9)}.md")
    file.rename(new)
    change(root / "sectors/sport/fiche.md", "na: .*", f"na: {new.name}")


def menu(root: Path, chance: random.Random) -> None:
    more = chance.sample(MORE, len(MORE))
    text = MENU.format(*("".join(f"    - {name}\n" for name in each) for each in (STEPS, more)))
    (root / "docs/_data/inhoud.yml").write_text(text.replace("Meer", f"Meer {_word(chance)}"), encoding="utf-8")


def of_sector(root: Path, chance: random.Random) -> None:
    key = chance.choice(["naam", "omschrijving", "geheimhouding", "titel"])
    change(
        root / f"sectors/{chance.choice(['sport', 'onderwijs'])}/sector.yml",
        f"(?m)^{key}: .*",
        f"{key}: {_word(chance)}",
    )


def theme(root: Path, chance: random.Random) -> None:
    name = chance.choice(["assets/css/parts/base.css", "assets/js/parts/page.js", "partials/footer.html"])
    file = root / "draaiboek/theme" / name
    start, end = ("{# ", " #}x") if name.endswith(".html") else ("/* ", " */")
    file.write_text(f"{file.read_text('utf-8')}{start}{_word(chance)}{end}\n", encoding="utf-8")


def engine_settings(root: Path, chance: random.Random) -> None:
    change(root / "mkdocs.yml", "scheme: .* #", f"scheme: {chance.choice(['default', 'slate'])} #")


def search(root: Path, chance: random.Random) -> None:
    file = root / "draaiboek/search/words.js"
    file.write_text(f"{file.read_text('utf-8')}// {_word(chance)}\n", encoding="utf-8")


def media(root: Path, chance: random.Random) -> None:
    (root / "docs/media/vlak.svg").write_text(DRAWING.format(_word(chance)), encoding="utf-8")


def values(root: Path, chance: random.Random) -> None:
    change(root / "docs/_data/variabelen.yml", 'artikel: ".*"', f'artikel: "art. {chance.randint(1, 9)}"')


def references(root: Path, chance: random.Random) -> None:
    change(root / "docs/_data/bronnen.yml", "kort: .*", f"kort: {_word(chance)} wet")


def terms(root: Path, chance: random.Random) -> None:
    change(root / "docs/_data/begrippen.yml", "definitie: .*", f"definitie: Een {_word(chance)} tafel.")


def documents(root: Path, chance: random.Random) -> None:
    change(root / "docs/_data/documenten.yml", "titel: .*", f"titel: Een {_word(chance)} brief")


def synonyms(root: Path, chance: random.Random) -> None:
    (root / "docs/_data/synoniemen.yml").write_text(f"- [tafel, {_word(chance)}]\n", encoding="utf-8")


def identity(root: Path, chance: random.Random) -> None:
    key = chance.choice(["bewerken", "naam", "uitgever", "contact"])
    file = root / "draaiboek.yml"
    value = f"https://example.org/{chance.randint(1, 9)}" if key == "bewerken" else f"Draaiboek {_word(chance)} Tafel"
    kept = [line for line in file.read_text("utf-8").splitlines() if not line.startswith(f"{key}:")]
    file.write_text("\n".join([*kept, f"{key}: {value}", ""]), encoding="utf-8")


def edition(root: Path, chance: random.Random) -> None:
    change(root / "docs/edities/2026.1.md", "samenvatting: .*", f"samenvatting: De {_word(chance)} editie.")


def mistake(root: Path, chance: random.Random) -> None:
    change(root / "docs/delen.md", "Slot.", f"[weg](nergens-{chance.randint(1, 9)}.md)")


def commit(root: Path, chance: random.Random) -> None:
    if not (root / ".git").exists():
        git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "-m", "Tekst", when=chance.randrange(28))


def meddle(root: Path, chance: random.Random) -> None:
    """Write in out/site, which nobody should, or take something away there."""
    found = sorted(path for path in (root / "out/site").rglob("*") if path.is_file())
    if found:
        file = chance.choice(found)
        match chance.randrange(3):
            case 0:
                file.unlink()
            case 1:
                file.write_bytes(b"x")
            case _:
                shutil.rmtree(file.parent)


def damage(root: Path, chance: random.Random) -> None:
    """Damage kept results: a byte, the end, the whole."""
    found = sorted((root / "out/cache").glob("??/*"))
    for file in chance.sample(found, min(9, len(found))):
        data = bytearray(file.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        file.write_bytes(chance.choice([bytes(data), bytes(data[: len(data) // 2]), b""]))


def old_times(root: Path, chance: random.Random) -> None:
    """Set the clock back: every file is from long ago, or from later than now."""
    moment = chance.choice([0, 4_000_000_000])
    for file in (*root.glob("docs/**/*"), *root.glob("out/**/*")):
        os.utime(file, (moment, moment), follow_symlinks=False)


EDITS: tuple[Edit, ...] = (
    *(words, front, heading, title, lines, new_overlay, new_overlay, old_overlay, no_overlay, rename, menu, of_sector),
    *(theme, engine_settings, search, media, values, references, terms, documents, synonyms, identity, edition),
    *(mistake, commit, commit, meddle, damage, old_times),
)


def walk(root: Path, steps: int, seed: int, *, books_every: int = 10) -> Iterator[str]:
    """Make *steps* random edits; yield what was done at each, and how the two builds differ, if they do.

    Now and then an earlier text comes back, so that results of long ago are used again.
    """
    chance = random.Random(seed)
    project = text(root)
    earlier: list[Path] = []
    for number in range(steps):
        edit = chance.choice(EDITS)
        if number % 7 == 6:
            _put_back(root, chance.choice(earlier))
        edit(root, chance)
        read_by_sectors(project)
        parts = EVERYTHING if number % books_every == 1 else SITE
        built, where = difference(project, parts)
        yield f"{number} {edit.__name__}{': ' + where if where else ''}"
        if built.failed:
            _put_back(root, earlier[-1])
        else:
            earlier.append(_copy(root, number))


def _copy(root: Path, number: int) -> Path:
    into = root.with_name(f"{root.name}-{number}")
    for name in ("docs", "sectors", "overlays"):
        shutil.copytree(root / name, into / name)
    return into


def _put_back(root: Path, copy: Path) -> None:
    for name in ("docs", "sectors", "overlays"):
        shutil.rmtree(root / name)
        shutil.copytree(copy / name, root / name)


def main(steps: int, seed: int) -> int:
    """Walk, and print how far; return 1 when the two builds once differed."""
    start, made = time.monotonic(), Counter[str]()
    with tempfile.TemporaryDirectory() as folder, in_this_process():
        for said in walk(Path(folder, "text"), steps, seed):
            _, name, *where = said.split(" ", 2)
            made[name.rstrip(":")] += 1
            if where:
                print(f"seed {seed}: {said}")
                return 1
    print(f"{steps} edits, seed {seed}, {time.monotonic() - start:.0f} s: {dict(made.most_common())}")
    return 0


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*[*asked, 1000, random.randrange(10**6)][:1], *[*asked[1:], random.randrange(10**6)][:1]))
