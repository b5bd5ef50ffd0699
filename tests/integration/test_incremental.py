"""An incremental build gives what a full build gives, to the last byte, and does less work."""

from __future__ import annotations

import json
import os
import platform
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from draaiboek.base import cache
from draaiboek.base.cache import ARTICLE, BOOK, EPUB, FICHE, FRAME, KIT, POCKET, READ, REST, SEARCH, STEPS, ZIP
from draaiboek.base.diagnostics import Diagnostic, Severity
from draaiboek.base.errors import ToolError
from draaiboek.base.lock import held
from draaiboek.base.model import Book
from draaiboek.base.project import Project
from draaiboek.forms import epub
from draaiboek.forms.pdf import engine as pdf_engine
from draaiboek.forms.pdf.books import export
from draaiboek.forms.pdf.document import Part
from draaiboek.forms.pdf.fits import Fit, Laid
from draaiboek.pipeline import build, kept_runs, make_forms, unchanged
from draaiboek.pipeline.outcome import Parts
from draaiboek.render import engine, sites, stage
from draaiboek.render.article import Articles
from tests import edits, incremental
from tests.guidebook import overlay, read_by_sectors
from tests.incremental import EVERYTHING, SITE, again, change, difference, fresh, git, in_this_process, tree
from tests.integration.program import Place, once

Edit = Callable[[Path], None]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """The guidebook of `tests.incremental`, not built yet; no kept result is rechecked unless a test asks for it."""
    with _unasked(monkeypatch):
        yield incremental.text(tmp_path / "text")


@pytest.fixture
def ready(websites: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """That guidebook after a first build of its websites."""
    with _unasked(monkeypatch):
        yield Project(shutil.copytree(websites, tmp_path / "text", symlinks=True))


@pytest.fixture(scope="session")
def websites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of that guidebook after a first build of its websites. Must not be changed."""
    return _built(tmp_path_factory, "websites")


@pytest.fixture
def printed(everything: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """That guidebook after a first build of everything."""
    with _unasked(monkeypatch):
        yield Project(shutil.copytree(everything, tmp_path / "text", symlinks=True))


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of that guidebook after a first build of everything. Must not be changed."""
    return _built(tmp_path_factory, "everything", EVERYTHING)


def _built(factory: pytest.TempPathFactory, name: str, parts: Parts = SITE) -> Path:
    def make(into: Path) -> None:
        with pytest.MonkeyPatch.context() as patch, _unasked(patch):
            done(incremental.text(into), parts)

    return once(factory, name, make)


@contextmanager
def _unasked(patch: pytest.MonkeyPatch) -> Iterator[None]:
    patch.setattr(sites, "CHECKED_AGAIN", 0)
    patch.setattr(make_forms, "CHECKED_AGAIN", 0)
    patch.setattr(build, "CHECKED_AGAIN", 0)
    patch.setattr(kept_runs, "CHECKED_AGAIN", 0)
    with in_this_process():
        yield


def done(project: Project, parts: Parts = SITE) -> dict[str, int]:
    """Build as `build.py` does, and return the counts of the work it did."""
    built = again(project, parts)
    assert built.problems == ()
    report = json.loads(project.report.read_text(encoding="utf-8"))
    assert report["werk"] == {name: built.work[name] for name in STEPS}
    return {name: number for name, number in report["werk"].items() if number}


# --- the same bytes ---------------------------------------------------------------------------------------------------


def test_random_edits_give_what_a_fresh_build_gives(tmp_path: Path) -> None:
    with in_this_process():
        said = list(incremental.walk(incremental.everything(tmp_path / "text"), 30, seed=15, books_every=25))
    assert [each for each in said if ":" in each] == []
    assert len(said) == 30


NOT_FOR_NOTHING = {
    *("draaiboek.base.model", "draaiboek.compose", "draaiboek.content", "draaiboek.render", "draaiboek.pipeline.build"),
    *("email", "http", "importlib.metadata", "jinja2", "mkdocs", "multiprocessing", "pydantic", "rich", "ssl", "xml"),
}
"""Modules that a build does not load when nothing changed."""

NOT_FOR_A_SENTENCE = {"jinja2", "mkdocs"}
"""Modules that a build does not load when only articles changed: everything around them was kept."""

NOT_FOR_SITES = {"lxml", "pikepdf", "rich", "typst", "watchdog"}
"""Modules that websites do not need, when nobody watches a progress bar."""


def loaded_by(place: Place, *words: str) -> set[str]:
    """Run `build.py` with *words*, and return the modules that its main process loaded."""
    run = place.run(sys.executable, "-X", "importtime", "build.py", *words)
    assert run.code == 0, run.said
    return {line.rpartition("|")[2].strip() for line in run.stderr.splitlines() if line.startswith("import time:")}


@pytest.mark.slow
def test_the_program_itself_does_the_same_in_its_processes(tmp_path: Path) -> None:
    from tests.integration import program  # noqa: PLC0415

    place = program.guidebook(tmp_path / "main")
    place.commit()
    said, work = [], []
    for words in (["site"], ["site"], ["site", "--fresh"], ["site"]):
        run = place.build(*words)
        assert run.code == 0, run.said
        said.append((program.tree(place.site), "niets gewijzigd" in run.stderr))
        work.append(json.loads(place.read("out/report.json"))["werk"])
    assert work[0] == work[2]  # what a forked process read is counted too, once
    assert [nothing for _, nothing in said] == [False, True, False, True]
    loaded = loaded_by(place, "site")
    assert "draaiboek.pipeline.unchanged" in loaded
    assert loaded & NOT_FOR_NOTHING == set()
    place.replace("docs/delen.md", "in de trein", "in de bus")
    ours = place.build("site")
    made = json.loads(place.read("out/report.json"))["werk"]
    assert (ours.code, made[ARTICLE], made[FRAME]) == (0, 4, 0), ours.said
    place.replace("docs/delen.md", "in de bus", "in de tram")
    assert loaded_by(place, "site") & NOT_FOR_A_SENTENCE == set()
    before = program.tree(place.site)
    assert loaded_by(place, "site", "--fresh") & NOT_FOR_SITES == set()
    assert program.tree(place.site) == before != said[0][0]


# --- counted work -----------------------------------------------------------------------------------------------------


def test_nothing_changed_is_no_work(printed: Project) -> None:
    assert json.loads(printed.report.read_text(encoding="utf-8"))["werk"][BOOK] == 3
    assert done(printed, EVERYTHING) == {}


CORE_PAGE = "docs/stap-1.md"
OVERLAY = "overlays/sport/stap.md"


@pytest.mark.parametrize(
    ("name", "old", "new", "work"),
    [
        (CORE_PAGE, "De ronde tafel", "De vierkante tafel", {ARTICLE: 4, SEARCH: 4}),
        (CORE_PAGE, "## Eerst", "## Vooreerst", {ARTICLE: 4, FRAME: 4, SEARCH: 4}),
        (OVERLAY, "de club", "het bestuur", {ARTICLE: 2, SEARCH: 2}),
        ("sectors/sport/veld.md", "Op het", "Naast het", {ARTICLE: 2, SEARCH: 2}),
        ("docs/media/vlak.svg", "Vlak", "Vierkant", {REST: 4}),
        ("docs/_data/synoniemen.yml", "bord", "plank", {SEARCH: 4}),
        ("docs/_data/variabelen.yml", "straf:", "# Van de wet.\nstraf:", {}),
    ],
    ids=[
        "a core sentence",
        "a core heading",
        "an overlay",
        "a sector's page",
        "a picture",
        "a synonym",
        "what nobody shows",
    ],
)
def test_a_change_costs_what_it_changes(name: str, old: str, new: str, work: dict[str, int], ready: Project) -> None:
    change(ready.root / name, old, new)
    read_by_sectors(ready)
    made = done(ready)
    made.pop(READ, None)
    assert made == work
    assert difference(ready, SITE)[1] == ""


def test_the_engine_is_not_asked_for_a_sentence(ready: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(config: Path) -> engine.Shell:
        raise AssertionError(config)

    change(ready.root / CORE_PAGE, "De ronde tafel", "De vierkante tafel")
    with monkeypatch.context() as patched:
        patched.setattr(engine, "load", refuse)
        assert done(ready)[ARTICLE] == 4
    assert difference(ready, SITE)[1] == ""


def test_a_page_of_another_day_asks_nothing_of_the_theme(project: Project) -> None:
    committed(project.root)
    done(project)
    assert b"2026-12-31" not in (project.site / "sitemap.xml").read_bytes()
    change(project.root / CORE_PAGE, "De ronde tafel", "De vierkante tafel")
    git(project.root, "commit", "--quiet", "--all", "-m", "Vierkant", when=30)
    work = done(project)
    work.pop(READ, None)
    assert work == {ARTICLE: 4, SEARCH: 4}
    assert (project.site / "sitemap.xml").read_bytes().count(b"<lastmod>2026-12-31</lastmod>") == 1
    assert difference(project, SITE)[1] == ""


def test_a_book_is_made_again_only_where_its_text_changed(printed: Project) -> None:
    change(printed.root / OVERLAY, "de club", "het bestuur")
    work = done(printed, EVERYTHING)
    assert work[BOOK] == work[EPUB] == 1
    assert work.get(FICHE, 0) == 0
    assert work[KIT] == 2  # of the sector, for two office programs
    assert work[ZIP] == 2  # the zip of all sectors holds its text too


def test_a_sentence_is_laid_out_in_its_own_chapter(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """And in the chapters after it on the same page; those of other pages are known from the previous build."""
    laid_out: list[tuple[str, ...]] = []
    lay = pdf_engine._lay

    def counted(part: Part, source: str, desk: pdf_engine._Desk, fit: Fit) -> Laid:
        laid_out.append(part.chapters)
        return lay(part, source, desk, fit)

    monkeypatch.setattr(pdf_engine, "_lay", counted)
    done(project, EVERYTHING)
    assert len(set(laid_out)) > 1
    laid_out.clear()
    change(project.root / CORE_PAGE, "De ronde", "De vierkante")
    assert done(project, EVERYTHING)[BOOK] > 1
    assert laid_out
    assert all("stap-1/" in run for run in laid_out)
    assert difference(project, EVERYTHING)[1] == ""


def test_a_text_that_comes_back_is_not_made_again(ready: Project) -> None:
    change(ready.root / CORE_PAGE, "De ronde", "De vierkante")
    assert done(ready)[ARTICLE] == 4
    change(ready.root / CORE_PAGE, "De vierkante", "De ronde")
    assert set(done(ready)) == {READ}


# --- each part of each key --------------------------------------------------------------------------------------------


def write(name: str, old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        before = (root / name).read_bytes()
        change(root / name, old, new)
        assert (root / name).read_bytes() != before

    return edit


def bare_theme(root: Path) -> None:
    """Make pages show nothing around their text."""
    (root / "draaiboek/theme/main.html").write_text("{{ page.meta.artikel }}", encoding="utf-8")
    (root / "draaiboek/theme/404.html").write_text("Weg", encoding="utf-8")


def nothing(_root: Path) -> None:
    """Leave the text unchanged."""


def delen_apart(root: Path) -> None:
    """Move docs/delen.md out of the menu group about the guidebook, in which no page has related pages."""
    menu = (root / "docs/_data/inhoud.yml").read_text(encoding="utf-8")
    apart = menu.replace("    - delen.md\n", "").replace("- titel: Meer", "- pagina: delen.md\n- titel: Meer")
    (root / "docs/_data/inhoud.yml").write_text(apart, encoding="utf-8")


def at_eight(_root: Path) -> None:
    os.environ["SOURCE_DATE_EPOCH"] = "1800000000"


def at_nine(_root: Path) -> None:
    os.environ["SOURCE_DATE_EPOCH"] = "1800003600"


def committed(root: Path) -> None:
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "Tekst")


def commit_again(root: Path) -> None:
    git(root, "commit", "--quiet", "--allow-empty", "-m", "Niets", when=3)


REPOSITORY = write("draaiboek.yml", "uitgever:", "bewerken: https://example.org/een\nuitgever:")
PARTS: dict[tuple[str, str], tuple[Edit, Edit, Parts]] = {
    (ARTICLE, "page"): (nothing, write(CORE_PAGE, "De ronde", "De vierkante"), SITE),
    (ARTICLE, "shown"): (REPOSITORY, write("draaiboek.yml", "org/een", "org/twee"), SITE),
    (ARTICLE, "steps"): (nothing, write("docs/downloads.md", "title: Downloads", "title: Meenemen"), SITE),
    (ARTICLE, "road"): (nothing, write("docs/stap-3.md", "Doe 3", "Laat 3"), SITE),
    (ARTICLE, "related"): (delen_apart, write(CORE_PAGE, "Slot.", "Slot: [delen](delen.md)."), SITE),
    (FRAME, "front"): (nothing, write(CORE_PAGE, "## Eerst", "## Vooreerst"), SITE),
    (FRAME, "config"): (nothing, write("draaiboek.yml", "naam: Draaiboek Tafel", "naam: Gids Tafel"), SITE),
    (REST, "config"): (nothing, write("draaiboek.yml", "draaiboek.voorbeeld", "gids.voorbeeld"), SITE),
    (REST, "files"): (nothing, write("docs/media/vlak.svg", "Vlak", "Vierkant"), SITE),
    (SEARCH, "pages"): (nothing, write(CORE_PAGE, "De ronde", "De vierkante"), SITE),
    (SEARCH, "alike"): (nothing, write("docs/_data/synoniemen.yml", "bord", "plank"), SITE),
    (SEARCH, "sectors"): (nothing, write("sectors/sport/sector.yml", "titel: ", "titel: De "), SITE),
    (BOOK, "book"): (nothing, write("draaiboek.yml", "uitgever: De", "uitgever: Onze"), EVERYTHING),
    (BOOK, "chapters"): (nothing, write(CORE_PAGE, "De ronde", "De vierkante"), EVERYTHING),
    (BOOK, "media"): (nothing, write("docs/media/vlak.svg", 'width="9"', 'width="5"'), EVERYTHING),
    (FICHE, "chapters"): (nothing, write("sectors/sport/fiche.md", "Ja", "Nee"), EVERYTHING),
    (KIT, "sheet"): (nothing, write(CORE_PAGE, "De ronde", "De vierkante"), EVERYTHING),
    (KIT, "ending"): (nothing, write("docs/stap-3.md", "De ronde", "De vierkante"), EVERYTHING),
    (KIT, "epoch"): (at_eight, at_nine, EVERYTHING),
    (EPUB, "chapters"): (nothing, write(CORE_PAGE, "De ronde", "De vierkante"), EVERYTHING),
    (EPUB, "epoch"): (at_eight, at_nine, EVERYTHING),
    (ZIP, "copy"): (bare_theme, write("draaiboek.yml", "naam: Draaiboek Tafel", "naam: Gids Tafel"), EVERYTHING),
    (ZIP, "files"): (nothing, write(CORE_PAGE, "De ronde", "De vierkante"), EVERYTHING),
    (ZIP, "epoch"): (at_eight, at_nine, EVERYTHING),
    ("site", "text"): (nothing, write(CORE_PAGE, "De ronde", "De vierkante"), SITE),
    ("site", "stand"): (committed, commit_again, EVERYTHING),
    (FRAME, "salt"): (nothing, write("draaiboek/theme/partials/footer.html", "<footer", "<footer lang='nl'"), SITE),
}


@pytest.mark.parametrize(
    ("step", "part"),
    [
        pytest.param(*each, id=" ".join(each), marks=[pytest.mark.nightly] if parts is EVERYTHING else [])
        for each, (_, _, parts) in PARTS.items()
    ],
)
def test_each_part_of_a_key_is_needed(step: str, part: str, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before, edit, parts = PARTS[step, part]
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    before(project.root)

    def without(keep: cache.Cache, asked: str, made_of: cache.Parts) -> str:
        words: dict[str, Any] = {"salt": keep.salt, "step": asked, **made_of}
        if asked == step:
            del words[part]
        return cache.digest(words)

    try:
        for module in (cache, make_forms, unchanged):
            monkeypatch.setattr(module, "key", without)
        again(project, parts)
        edit(project.root)
        read_by_sectors(project)
        _, wrong = difference(project, parts)
        assert wrong, f"{step} is right without {part}"
        monkeypatch.undo()
        monkeypatch.setattr(sites, "CHECKED_AGAIN", 0)
        monkeypatch.setattr(make_forms, "CHECKED_AGAIN", 0)
        shutil.rmtree(project.cache)
    finally:
        os.environ.pop("SOURCE_DATE_EPOCH", None)


def test_every_key_has_a_test_for_each_of_its_parts(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: set[tuple[str, str]] = set()
    real = cache.key

    def spy(keep: cache.Cache, step: str, parts: cache.Parts) -> str:
        seen.update((step, name) for name in parts)
        return real(keep, step, parts)

    for module in (cache, make_forms, unchanged):
        monkeypatch.setattr(module, "key", spy)
    again(project, EVERYTHING)
    shared = {(step, name) for step in (POCKET, FICHE, EPUB) for name in ("book", "chapters", "media")}  # as for a book
    own = {("site", "parts"), ("site", "date")}  # tested below
    assert seen - shared - own == {each for each in PARTS if each[1] != "salt"} - shared


def test_program_pins_python_and_machine_are_in_every_key(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = [unchanged.inputs(project)]

    def changed() -> tuple[bool, bool]:
        seen.append(unchanged.inputs(project))
        return seen[-1].text != seen[-2].text, seen[-1].program != seen[-2].program

    for name in (
        "build.py",
        "draaiboek/search/words.js",
        "draaiboek/theme/404.html",
        "mkdocs.yml",
        "requirements/build.txt",
    ):
        (project.root / name).parent.mkdir(exist_ok=True)
        (project.root / name).write_text("plugins: []\n", encoding="utf-8")
        assert changed() == (False, True), name
    for owner, name, value in (
        (sys, "version", "4.0"),
        (sys, "platform", "plan9"),
        (platform, "machine", lambda: "vax"),
    ):
        monkeypatch.setattr(owner, name, value)
        assert changed() == (False, True), name
    for name in ("docs/nieuw.md", "overlays/nieuw.md", "woorden.txt", "woorden/nl.txt"):
        (project.root / name).parent.mkdir(exist_ok=True)
        (project.root / name).write_text("x", encoding="utf-8")
        assert changed() == (True, False), name
    for name in ("out/nieuw.txt", "tests/nieuw.py", ".cache/x", "draaiboek/__pycache__/x.pyc"):
        (project.root / name).parent.mkdir(exist_ok=True)
        (project.root / name).write_text("x", encoding="utf-8")
        assert changed() == (False, False), name


def test_websites_are_not_taken_for_books(ready: Project) -> None:
    found = unchanged.inputs(ready)
    assert unchanged.standing(ready, SITE, found) is not None
    assert unchanged.standing(ready, EVERYTHING, found) is None
    assert unchanged.standing(ready, Parts(pdf=False, sectors=("sport",)), found) is None


def test_a_wanted_date_is_an_input(ready: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert unchanged.standing(ready, SITE, unchanged.inputs(ready)) is None


# --- whatever happens -------------------------------------------------------------------------------------------------


def kept(project: Project) -> list[Path]:
    return sorted(project.cache.glob("??/*"))


def test_a_first_build_keeps_what_a_fresh_one_makes(ready: Project) -> None:
    before = tree(ready)
    fresh(ready, SITE)
    assert tree(ready) == before


@pytest.mark.parametrize("how", ["a bit", "the end", "all", "another's place"])
def test_what_is_damaged_counts_as_not_there(how: str, ready: Project) -> None:
    project, whole = ready, tree(ready)
    pages = sum(name.endswith("index.html") for name in whole)
    chance, other = random.Random(3), kept(project)[0].read_bytes()
    for path in kept(project):
        data = bytearray(path.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        damaged = {"a bit": bytes(data), "the end": bytes(data[:-9]), "all": b"", "another's place": other}
        path.write_bytes(damaged[how])
    shutil.rmtree(project.site)
    assert done(project)[FRAME] >= pages - 1
    assert tree(project) == whole


def test_a_build_that_is_killed_leaves_nothing_that_counts(ready: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    change(ready.root / CORE_PAGE, "De ronde", "De vierkante")
    before = {path: path.read_bytes() for path in kept(ready)}

    class Killed(BaseException):
        pass

    def kill(*_words: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(unchanged, "remember", kill)
        with pytest.raises(Killed):
            again(ready, SITE)
    assert {path: path.read_bytes() for path in kept(ready)} == before
    (ready.cache / "apart" / kept(ready)[0].name).write_bytes(b"half")
    assert done(ready)[ARTICLE] == 4
    assert difference(ready, SITE)[1] == ""


def test_a_text_that_changes_under_its_hands_is_not_kept(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    real = stage.written

    def while_it_is_read(leaf: stage.Leaf, articles: Articles) -> stage.Written:
        (project.root / CORE_PAGE).write_text(incremental.TEXT[CORE_PAGE].replace("De ronde", "De lange"), "utf-8")
        (project.theme / "partials/footer.html").write_text("", encoding="utf-8")
        return real(leaf, articles)

    with monkeypatch.context() as patched:
        patched.setattr(stage, "written", while_it_is_read)
        again(project, SITE)
    assert kept(project) == []
    assert difference(project, SITE)[1] == ""


def test_two_builds_at_once_are_refused(ready: Project) -> None:
    before = tree(ready)
    with held(ready.out):
        for make in (again, fresh):
            with pytest.raises(ToolError, match="er wordt hier al gebouwd"):
                make(ready, SITE)
    assert tree(ready) == before


def test_a_clock_that_is_set_back_changes_nothing(ready: Project) -> None:
    edits.old_times(ready.root, random.Random(1))
    assert done(ready) == {}
    change(ready.root / CORE_PAGE, "De ronde", "De vierkante")
    edits.old_times(ready.root, random.Random(2))
    assert done(ready)[ARTICLE] == 4
    assert difference(ready, SITE)[1] == ""


def test_what_is_kept_is_made_again_and_compared(ready: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    change(ready.root / CORE_PAGE, "De ronde", "De vierkante")
    monkeypatch.setattr(sites, "CHECKED_AGAIN", 50)
    real = stage.written

    def otherwise(leaf: stage.Leaf, articles: Articles) -> stage.Written:
        made = real(leaf, articles)
        return replace(made, article=made.article.replace("tafel", "tafels"))

    monkeypatch.setattr(stage, "written", otherwise)
    with pytest.raises(ToolError, match="is niet wat er nu uitkomt; out/cache is leeggemaakt"):
        again(ready, SITE)
    assert kept(ready) == []
    assert not ready.report.exists(), "what is in out/site comes from an earlier build"


def test_a_form_that_is_kept_is_made_again_and_compared(printed: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    change(printed.root / OVERLAY, "de club", "het bestuur")
    monkeypatch.setattr(make_forms, "CHECKED_AGAIN", 1)
    monkeypatch.setattr(make_forms, "_zip", lambda _copy, *, into, epoch: into.write_text(str(epoch)) and ())
    monkeypatch.setattr(epub, "write", lambda _book, *, into, epoch, **_: into.write_text(str(epoch)) and ())
    monkeypatch.setattr(make_forms, "export_fiche", lambda _book, *, into, **_: into.write_text("x") and ())
    with pytest.raises(ToolError, match="is niet wat er nu uitkomt"):
        again(printed, EVERYTHING)
    assert kept(printed) == []


def test_what_warns_is_said_every_time(ready: Project) -> None:
    project = ready
    change(project.root / CORE_PAGE, "bronnen: .*\n", "")
    change(project.root / CORE_PAGE, "Een zin vooraf", "Een zin, bv. vooraf")
    first, second = again(project, SITE), again(project, SITE)
    assert [each.code for each in first.problems] == ["BR003", "TX004"]
    assert second.problems == first.problems
    assert second.work == {}, "a remark about the text is no reason to make anything again"
    report = json.loads(project.report.read_text(encoding="utf-8"))
    assert [each["code"] for each in report["meldingen"]] == ["BR003", "TX004"]


def test_only_the_form_with_which_something_is_wrong_is_made_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def advises(book: Book, *, into: Path, **how: Any) -> tuple[Diagnostic, ...]:
        told = export(book, into=into, **how)
        last_page = Diagnostic("HT011", book.edition.origin, "bijna leeg", severity=Severity.ADVICE)
        return (*told, last_page) if book.slug == "sport" else told

    monkeypatch.setattr(make_forms, "export", advises)
    first, second = again(project, EVERYTHING), again(project, EVERYTHING)
    assert [each.code for each in first.problems] == [each.code for each in second.problems] == ["HT011"]
    assert first.work[BOOK] > 1
    assert (second.work[BOOK], second.work[EPUB], second.work[ZIP]) == (1, 0, 0)


def test_a_mistake_leaves_the_site_that_was_there_and_forgets_nothing(ready: Project) -> None:
    before = incremental.tree(ready)
    change(ready.root / CORE_PAGE, "Slot", "[Slot](weg.md)")
    assert again(ready, SITE).failed
    assert incremental.tree(ready) == before
    change(ready.root / CORE_PAGE, r"\[Slot\]\(weg.md\)", "Slot")
    assert done(ready) == {}


def test_a_mistake_that_the_rules_find_keeps_all_back(ready: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules run while the first site is made: no other is started, and what fails in that one is not reported."""
    before, real, begun = incremental.tree(ready), sites._site, list[str]()

    def spy(build: Any, task: Any) -> Any:
        begun.append(task[0].slug)
        return real(build, task)

    def crash(*_words: object) -> None:
        raise KeyError(begun)

    change(ready.root / CORE_PAGE, "Slot", "[Slot](weg.md)")
    for site in (spy, crash):
        monkeypatch.setattr(sites, "_site", site)
        assert "LK001" in {each.code for each in again(ready, SITE).problems}
        assert incremental.tree(ready) == before
    assert begun == ["kern"]
    change(ready.root / CORE_PAGE, r"\[Slot\]\(weg.md\)", "Sloot")
    with pytest.raises(KeyError):  # the text is right, so this is a bug
        again(ready, SITE)


def test_an_overlay_that_is_taken_away_is_gone(ready: Project) -> None:
    file = ready.root / "overlays/onderwijs/extra.md"
    file.write_text(overlay("Ook dit.\n", target="stap-2.md#eerst"), encoding="utf-8")
    read_by_sectors(ready)
    assert done(ready)[ARTICLE] == 2
    file.unlink()
    assert done(ready) == {}
    made = tree(ready)
    assert not any(b"Ook dit" in made[f"{slug}/stap-2/index.html"] for slug in ("onderwijs", "alle"))
