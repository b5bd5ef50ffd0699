"""`build.py review`: the core text then and now, and what a sector signs."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from draaiboek.base.model import Variant
from draaiboek.base.project import Project
from draaiboek.cli import main
from draaiboek.editions import manifest, publish
from draaiboek.pipeline.examine import examine
from draaiboek.render.layout import page_url
from tests.guidebook import DEFAULTS, guidebook, overlay, page, sector

OVERLAY = "overlays/onderwijs/a.md"
DATE = r"\d{4}-\d{2}-\d{2}"
TEXT = "## Wat {#wat}\n\nDit is oud.\n\n## Wie {#wie}\n\nDat ben jij.\n"
FILES: Mapping[str, str] = {
    "docs/delen.md": page(TEXT),
    OVERLAY: overlay("Van ons.", target="delen.md#wat", more="nagelezen: 2025-01-01\n"),
}


def _git(folder: Path, *words: str) -> str:
    identity = ("-c", "user.name=toets", "-c", "user.email=toets@localhost", "-c", "core.autocrlf=false")
    return subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


def _commit(project: Project) -> None:
    if not (project.root / ".git").exists():
        _git(project.root, "init", "--quiet")
    _git(project.root, "add", "--all")
    _git(project.root, "commit", "--quiet", "--message", "tekst")


def _change(project: Project, old: str, new: str, name: str = "docs/delen.md") -> None:
    path = project.root / name
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def _publish(project: Project, number: str) -> None:
    """Put an edition of the working text on the branch: its manifest and a page."""
    variants = examine(project).variants
    site = project.out / "site"
    site.mkdir(parents=True, exist_ok=True)
    (site / "index.html").write_text("<!doctype html><title>Editie</title>", encoding="utf-8")
    _manifest(site, variants)
    edition = next(each for each in examine(project).source.editions if each.id == number)
    place = publish.Place(project.root, project.out / "git")
    operation = publish.publish(publish.Publication(site, edition), address="https://draaiboek.example")
    publish.change(place, operation, message=number, seen=publish.look(place), approve=lambda _tree: True)


def _manifest(site: Path, variants: tuple[Variant, ...]) -> None:
    addresses = {each.path: page_url(each.path) for variant in variants for each in variant.pages}
    manifest.write(site, variants, commit="", changed=False, addresses=addresses)


def _edition(number: str) -> Mapping[str, str]:
    return {f"docs/edities/{number}.md": DEFAULTS["docs/edities/2026.1.md"].replace("2026.1", number)}


def _codes(project: Project) -> list[str]:
    return [problem.code for problem in examine(project).problems]


def _review(project: Project, *words: str) -> int:
    return main(["review", *words], project.root)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The small guidebook with one overlay, committed; the command is called in its folder."""
    monkeypatch.chdir(tmp_path)
    made = guidebook(FILES, tmp_path)
    _commit(made)
    return made


# --- showing ----------------------------------------------------------------------------------------------------------


def test_nothing_is_shown_when_nothing_is_stale(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert _review(project) == 0
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "0 overlays verouderd\n")


def test_the_old_text_comes_from_the_history(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    commit = _git(project.root, "rev-parse", "HEAD")[:12]
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert _review(project) == 0
    assert capsys.readouterr().out == dedent(f"""\
        {OVERLAY}: einde op delen.md#wat
          kerntekst toen (commit {commit}):
          | Dit is oud.
          kerntekst nu:
          | Dit is nieuw.
          overlay:
          | Van ons.

        """)


def test_the_history_is_searched_for_the_text_that_the_author_had(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    for new in ("tussendoor", "bijna nieuw", "nieuw"):
        _change(project, (project.docs / "delen.md").read_text("utf-8").split("Dit is ")[1].split(".")[0], new)
        _commit(project)
    assert _review(project) == 0
    out = capsys.readouterr().out
    assert "| Dit is oud." in out
    assert "tussendoor" not in out


def test_the_old_text_comes_from_an_edition_before_it_comes_from_the_history(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    _publish(project, "2026.1")
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert _review(project) == 0
    out = capsys.readouterr().out
    assert "kerntekst toen (editie 2026.1):\n  | Dit is oud.\n" in out
    assert "kerntekst nu:\n  | Dit is nieuw.\n" in out


def test_of_editions_with_the_same_text_the_newest_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    project = guidebook({**FILES, **_edition("2026.9"), **_edition("2026.10")}, tmp_path)
    _commit(project)
    _publish(project, "2026.9")
    _publish(project, "2026.10")
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert _review(project) == 0
    assert "kerntekst toen (editie 2026.10):" in capsys.readouterr().out


@pytest.mark.parametrize("published", [False, True], ids=["history", "edition"])
@pytest.mark.parametrize(
    ("target", "action"),
    [
        pytest.param("delen.md#wat", "einde", id="section with another below it"),
        pytest.param("delen.md#slot:boven", "vul", id="slot before the first heading"),
        pytest.param("delen.md#slot:onder", "vul", id="slot in a section"),
    ],
)
def test_both_texts_hold_all_that_the_fingerprint_is_about(
    target: str,
    action: str,
    *,
    published: bool,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    lead = "Vooraf is oud.\n\n<!-- slot: boven -->\n\n"
    body = "## Wat {#wat}\n\n### Hoe {#hoe}\n\nHoe is oud.\n\n<!-- slot: onder -->\n"
    files = {"docs/delen.md": page(lead + body), OVERLAY: overlay("Van ons.", target=target, action=action)}
    project = guidebook(files, tmp_path)
    _commit(project)
    if published:
        _publish(project, "2026.1")
    _change(project, "is oud", "is nieuw")
    assert _review(project) == 0
    then, now = capsys.readouterr().out.split("kerntekst nu:")
    assert "editie 2026.1" in then or not published
    assert "is oud." in then
    assert "is nieuw." in now


def test_a_slot_is_named_as_the_editor_named_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = "delen.md#slot:steun"
    text = overlay("Van ons.", target=target, action="vul")
    project = guidebook({"docs/delen.md": page(f"{TEXT}\n<!-- slot: steun -->\n"), OVERLAY: text}, tmp_path)
    _change(project, "Dat ben jij.", "Dat ben ik.")
    assert main(["review"], tmp_path) == 0
    assert capsys.readouterr().out.startswith(f"{OVERLAY}: vul op {target}\n")


def test_a_text_that_never_was_is_not_made_up(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    path = project.root / OVERLAY
    path.write_text(re.sub(r"basis: \S+", "basis: f1:0123456789ab", path.read_text("utf-8")), encoding="utf-8")
    assert _review(project) == 0
    assert "kerntekst toen: niet teruggevonden\n  kerntekst nu:\n  | Dit is oud." in capsys.readouterr().out


def test_outside_git_the_present_text_is_still_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = guidebook(FILES, tmp_path)
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert _review(project) == 0
    assert "kerntekst nu:\n  | Dit is nieuw." in capsys.readouterr().out


def test_showing_changes_no_file(project: Project) -> None:
    _change(project, "Dit is oud.", "Dit is nieuw.")
    _commit(project)
    assert _review(project) == 0
    assert _git(project.root, "status", "--porcelain") == ""


@pytest.mark.parametrize("absolute", [False, True])
def test_only_the_overlays_that_are_asked_for_are_shown(
    *, absolute: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    other = overlay("Van ons.", target="delen.md#wie")
    project = guidebook({**FILES, "overlays/onderwijs/b.md": other}, tmp_path)
    _change(project, "Dit is oud.", "Dit is nieuw.")
    _change(project, "Dat ben jij.", "Dat ben ik.")
    assert _review(project, str(tmp_path / OVERLAY) if absolute else OVERLAY) == 0
    printed = capsys.readouterr()
    assert "b.md" not in printed.out
    assert printed.err == "1 overlay verouderd\n"


def test_a_file_that_is_no_overlay_is_wrong_usage(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert _review(project, "overlays/onderwijs/aa.md") == 2
    assert f"Bedoelde u '{OVERLAY}'?" in capsys.readouterr().err


# --- accepting --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(
    "front",
    [
        pytest.param("doel: delen.md#wat\nbewerking: einde\nbasis: BASIS\nnagelezen: 2025-01-01\n", id="usual"),
        pytest.param("nagelezen: 2025-01-01\nbasis: BASIS\nbewerking: einde\ndoel: delen.md#wat\n", id="other order"),
        pytest.param(
            "# Zo\ndoel:   'delen.md#wat'\nbewerking: einde\n\nbasis: BASIS\nnagelezen: 2025-01-01\nreden: zo\n",
            id="remarks and spaces",
        ),
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        pytest.param("Van ons.\n", id="a line"),
        pytest.param("Van ons.", id="no last line end"),
        pytest.param("basis: dit\n\nnagelezen: dat\n\n* * *\n\nEn — ‘dat’ 😀  \n\n\n", id="the same words"),
    ],
)
def test_accepting_changes_two_values_and_not_a_byte_more(front: str, body: str, end: str, tmp_path: Path) -> None:
    text = f"---\n{front}---\n{body}".replace("\n", end)
    project = guidebook({**FILES, OVERLAY: text.replace("BASIS", "f1:000000000000").encode()}, tmp_path)
    assert _codes(project) == ["OV009"]
    assert main(["review", "--accept"], tmp_path) == 0
    after = (project.root / OVERLAY).read_bytes().decode()
    expected = re.escape(text).replace("BASIS", "f1:[0-9a-f]{12}").replace(re.escape("2025-01-01"), DATE)
    assert re.fullmatch(expected, after), repr(after)
    assert _codes(project) == []


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_accepting_adds_the_day_when_there_was_none(end: str, tmp_path: Path) -> None:
    text = "---\ndoel: delen.md#wat\nbasis: BASIS\nbewerking: einde\n---\nVan ons.\n".replace("\n", end)
    project = guidebook({**FILES, OVERLAY: text.replace("BASIS", "f1:000000000000").encode()}, tmp_path)
    assert main(["review", "--accept"], tmp_path) == 0
    before = text.splitlines(keepends=True)
    after = (project.root / OVERLAY).read_bytes().decode().splitlines(keepends=True)
    (added,) = (line for line in after if line.startswith("nagelezen"))
    assert re.fullmatch(rf"nagelezen: {DATE}{end}", added)
    after.remove(added)
    assert [line for line in after if not line.startswith("basis")] == [
        line for line in before if not line.startswith("basis")
    ]
    assert _codes(project) == []


def test_accepting_leaves_what_is_not_stale_alone(tmp_path: Path) -> None:
    project = guidebook({**FILES, "overlays/onderwijs/b.md": overlay("Van ons.", target="delen.md#wie")}, tmp_path)
    fresh = project.overlays / "onderwijs" / "b.md"
    before = fresh.read_bytes()
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert main(["review", "--accept"], tmp_path) == 0
    assert fresh.read_bytes() == before


def test_accepting_only_one_file_leaves_the_other_stale(project: Project) -> None:
    text = (project.root / OVERLAY).read_text(encoding="utf-8")
    (project.overlays / "onderwijs" / "b.md").write_text(text, encoding="utf-8")
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert _review(project, "--accept", OVERLAY) == 0
    assert [str(problem.origin.path) for problem in examine(project).problems] == ["overlays/onderwijs/b.md"]


def test_a_shared_overlay_is_accepted_once_for_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shared = overlay("Van ons.", target="delen.md#wat", more="sectoren: [onderwijs, sport]\n")
    files = {"docs/delen.md": page(TEXT), **sector("sport"), "overlays/_gedeeld/a.md": shared}
    project = guidebook(files, tmp_path)
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert main(["review", "--accept"], tmp_path) == 0
    assert capsys.readouterr().err == "overlays/_gedeeld/a.md: nagelezen\n1 overlay nagelezen\n"
    assert _codes(project) == []


# --- signing off ------------------------------------------------------------------------------------------------------


def _signed(project: Project) -> str:
    return (project.sectors / "onderwijs" / "nagelezen.yml").read_text(encoding="utf-8")


def _sign(project: Project, *names: str) -> int:
    return main(["review", "--sector", "onderwijs", "--accept", *names], project.root)


def test_a_sector_signs_pages_and_sections_off(tmp_path: Path) -> None:
    project = guidebook(FILES, tmp_path)
    assert _sign(project, "index.md", "delen.md#wie") == 0
    assert re.fullmatch(r"index\.md: f1:[0-9a-f]{12}\ndelen\.md#wie: f1:[0-9a-f]{12}\n", _signed(project))
    assert _codes(project) == []
    signed = examine(project).source.sign_offs
    assert [(each.sector, str(each.page), each.target) for each in signed] == [
        ("onderwijs", "index.md", ""),
        ("onderwijs", "delen.md", "wie"),
    ]


def test_signing_twice_is_signing_once(tmp_path: Path) -> None:
    project = guidebook(FILES, tmp_path)
    assert _sign(project, "delen.md", "delen.md#wat") == 0
    first = _signed(project)
    assert _sign(project, "delen.md#wat") == 0
    assert _sign(project, "delen.md", "delen.md#wat") == 0
    assert _signed(project) == first


def test_signing_again_replaces_only_that_line(tmp_path: Path) -> None:
    project = guidebook(FILES, tmp_path)
    assert _sign(project, "delen.md#wat", "delen.md#wie") == 0
    before = _signed(project).splitlines()
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert _sign(project, "delen.md#wat") == 0
    after = _signed(project).splitlines()
    assert (before[0] != after[0], before[1:]) == (True, after[1:])


@pytest.mark.parametrize(
    "given",
    [
        pytest.param("# Wie las na: de pedagogische dienst\nindex.md: f1:000000000000\n", id="with a remark"),
        pytest.param("index.md: f1:000000000000", id="without a last line end"),
    ],
)
def test_what_was_signed_before_stays(given: str, tmp_path: Path) -> None:
    project = guidebook({**FILES, "sectors/onderwijs/nagelezen.yml": given}, tmp_path)
    assert _sign(project, "delen.md") == 0
    assert _signed(project).startswith(given)
    assert _codes(project) == []
    assert {str(each.page) for each in examine(project).source.sign_offs} == {"index.md", "delen.md"}


def test_without_accept_nothing_is_signed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = guidebook(FILES, tmp_path)
    assert main(["review", "--sector", "onderwijs", "delen.md"], tmp_path) == 0
    assert re.fullmatch(r"delen\.md: f1:[0-9a-f]{12}\n", capsys.readouterr().out)
    assert not (project.sectors / "onderwijs" / "nagelezen.yml").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["onderwjs", "delen.md"], "Bedoelde u 'onderwijs'?"),
        (["onderwijs", "deln.md"], "Bedoelde u 'delen.md'?"),
        (["onderwijs", "delen.md#waat"], "Bedoelde u 'wat'?"),
        (["onderwijs", "delen.md", "deln.md"], "Bedoelde u 'delen.md'?"),
        (["onderwijs"], "PAGINA[#ID]"),
    ],
)
def test_what_does_not_exist_cannot_be_signed(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = guidebook(FILES, tmp_path)
    assert main(["review", "--accept", "--sector", *words], tmp_path) == 2
    assert said in capsys.readouterr().err
    assert list(project.sectors.rglob("nagelezen.yml")) == []


def test_what_is_signed_can_be_read_by_check(tmp_path: Path) -> None:
    """A slot cannot be signed off: a sector fills it, or signs the text around it."""
    files = {"docs/delen.md": page("## Wat {#wat}\n\n<!-- slot: steun -->\n")}
    project = guidebook(files, tmp_path)
    assert _sign(project, "delen.md#slot:steun") == 2
    assert _codes(project) == []
