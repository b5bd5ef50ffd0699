"""`build.py review`: the core text before and after, and what a sector signs."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from lxml.html import HtmlElement

from draaiboek.base.project import Project
from draaiboek.cli import main
from draaiboek.compose.normal_form import Leaf, Run
from draaiboek.editions.redline import Waiting
from draaiboek.pipeline.examine import examine
from tests.guidebook import OLD, guidebook, overlay, page, reading, sector

OVERLAY = "overlays/onderwijs/a.md"
FOLDER = "sectors/onderwijs/nagelezen"
PAGE = "out/nalezen/index.html"
DATE = r"\d{4}-\d{2}-\d{2}"
TEXT = "## Wat {#wat}\n\nDit is oud.\n\n## Wie {#wie}\n\nDat ben jij.\n"
FILES: Mapping[str, str] = {"docs/delen.md": page(TEXT), OVERLAY: overlay("Van ons.", target="delen.md#wat")}
CORE = {"docs/delen.md": page(TEXT)}
# Computed independently of the program, by the contract of `fingerprint`.
DIGESTS = {
    "delen.md": "f2:078825850450",
    "delen.md#wat": "f2:5a764e5f945d",
    "delen.md#wie": "f2:408e3a43795d",
    "index.md": "f2:1a837284f075",
}
NEW = "f2:598a29da9544"
"""The fingerprint of delen.md#wat with 'oud' replaced by 'nieuw'."""


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


def _codes(project: Project) -> list[str]:
    return [problem.code for problem in examine(project).problems]


def _review(project: Project, *words: str) -> int:
    return main(["review", *words], project.root)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The small guidebook with one overlay, committed; commands run in its folder."""
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
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert _review(project) == 0
    assert capsys.readouterr().out == dedent(f"""\
        {OVERLAY}: einde op delen.md#wat (onderwijs)
          gewijzigd:
          | Dit is [geschrapt: oud] [toegevoegd: nieuw].
          kerntekst toen, gelezen op 2026-11-22:
          | Wat
          | Dit is oud.
          kerntekst nu:
          | Wat
          | Dit is nieuw.
          overlay:
          | Van ons.

        """)


def test_of_an_overlay_with_headings_all_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Van ons.\n\n### Meer {#meer}\n\nOok van ons.\n\n#### Nog {#nog}\n\nTot slot.\n"
    project = guidebook({**CORE, OVERLAY: overlay(text, target="delen.md#wat")}, tmp_path)
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert main(["review"], tmp_path) == 0
    own = capsys.readouterr().out.partition("  overlay:\n")[2]
    assert own.split("\n")[:5] == [f"  | {each}" for each in ("Van ons.", "Meer", "Ook van ons.", "Nog", "Tot slot.")]


def test_the_history_is_searched_for_the_text_that_the_sector_read(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    for new in ("tussendoor", "bijna nieuw", "nieuw"):
        _change(project, (project.docs / "delen.md").read_text("utf-8").split("Dit is ")[1].split(".")[0], new)
        _commit(project)
    assert _review(project) == 0
    out = capsys.readouterr().out
    assert "| Dit is oud." in out
    assert "tussendoor" not in out


def test_the_old_text_is_that_of_the_last_reading(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    _change(project, "Dit is oud.", "Dit is tussendoor.")
    assert _review(project, "--accept") == 0
    _commit(project)
    _change(project, "Dit is tussendoor.", "Dit is nieuw.")
    capsys.readouterr()
    assert _review(project) == 0
    out = capsys.readouterr().out
    assert "| Dit is tussendoor." in out
    assert "oud" not in out


def test_the_old_text_is_found_where_nobody_had_an_overlay_yet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    project = guidebook(CORE, tmp_path)
    assert _sign(project, "delen.md#wat") == 0
    _commit(project)
    (project.overlays / "onderwijs").mkdir(parents=True)
    (project.root / OVERLAY).write_text(FILES[OVERLAY], encoding="utf-8")
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert _review(project) == 0
    assert "| Dit is oud." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("target", "action"),
    [
        pytest.param("delen.md#wat", "einde", id="section with another below it"),
        pytest.param("delen.md#slot:boven", "vul", id="slot before the first heading"),
        pytest.param("delen.md#slot:onder", "vul", id="slot in a section"),
    ],
)
def test_both_texts_hold_all_that_the_fingerprint_is_about(
    target: str, action: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lead = "Vooraf is oud.\n\n<!-- slot: boven -->\n\n"
    body = "## Wat {#wat}\n\n### Hoe {#hoe}\n\nHoe is oud.\n\n<!-- slot: onder -->\n"
    files = {"docs/delen.md": page(lead + body), OVERLAY: overlay("Van ons.", target=target, action=action)}
    project = guidebook(files, tmp_path)
    _commit(project)
    _change(project, "is oud", "is nieuw")
    assert _review(project) == 0
    then, now = capsys.readouterr().out.split("kerntekst nu:")
    assert "is oud." in then
    assert "is nieuw." in now
    *_, command = _said(_page(project), "//pre")
    assert _review(project, *command.split()[3:]) == 0
    assert _review(project) == 0
    assert "0 stukken" in _said(_page(project), "//h1")[0], "who does as the page says is done"


def test_a_slot_is_named_as_the_editor_named_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = "delen.md#slot:steun"
    text = overlay("Van ons.", target=target, action="vul")
    project = guidebook({"docs/delen.md": page(f"{TEXT}\n<!-- slot: steun -->\n"), OVERLAY: text}, tmp_path)
    _change(project, "Dat ben jij.", "Dat ben ik.")
    assert main(["review"], tmp_path) == 0
    assert capsys.readouterr().out.startswith(f"{OVERLAY}: vul op {target} (onderwijs)\n")


def test_a_text_that_never_was_is_not_made_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = guidebook({**FILES, f"{FOLDER}/a.yml": reading("delen.md#wat", OLD)}, tmp_path)
    _commit(project)
    assert _review(project) == 0
    printed = capsys.readouterr().out
    assert "kerntekst toen: niet teruggevonden\n  kerntekst nu:\n  | Wat\n  | Dit is oud.\n" in printed


def test_outside_git_the_present_text_is_still_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = guidebook(FILES, tmp_path)
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert _review(project) == 0
    assert "kerntekst nu:\n  | Wat\n  | Dit is nieuw.\n" in capsys.readouterr().out


def test_showing_changes_no_file(project: Project) -> None:
    _change(project, "Dit is oud.", "Dit is nieuw.")
    _commit(project)
    assert _review(project) == 0
    assert _git(project.root, "status", "--porcelain", "--", ".", ":!out") == ""


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
    assert printed.err.startswith("1 overlay verouderd\n")
    shown = lxml.html.parse(tmp_path / PAGE).getroot()
    assert [each.text for each in shown.iterfind(".//h3")] == ["Wat"]


def test_a_file_that_is_no_overlay_is_wrong_usage(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert _review(project, "overlays/onderwijs/aa.md") == 2
    assert f"Bedoel je '{OVERLAY}'?" in capsys.readouterr().err


# --- the page ---------------------------------------------------------------------------------------------------------


def _page(project: Project) -> HtmlElement:
    return lxml.html.fromstring((project.root / PAGE).read_text("utf-8"))


def _said(element: HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in element.xpath(path)]


def test_the_page_shows_the_changed_words_first_and_the_overlay_beside_them(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert _review(project) == 0
    assert f"In je browser, met de gewijzigde woorden: {PAGE}\n" in capsys.readouterr().err
    page = _page(project)
    assert _said(page, "//h1 | //h2 | //h3") == ["Opnieuw te lezen: 1 stuk", "Onderwijs", "Wat"]
    assert _said(page, "//main//del | //main//ins")[2:] == ["oud", "nieuw"]
    order = ["Wat is er gewijzigd?", "Wat zegt onderwijs daar?", "Toen (22 november 2026)", "Nu"]
    assert [each for each in _said(page, "//h4") if each in order] == order
    assert _said(page, "//*[@class='own']/p")[1:] == ["Van ons."]
    then, now = page.xpath("//*[@class='columns']/div")
    assert ("Dit is oud." in then.text_content(), "Dit is nieuw." in now.text_content()) == (True, True)
    lines, command = page.xpath("//pre")
    assert lines.text_content() == f"doel: delen.md#wat\ntekst: {NEW}\nop: JJJJ-MM-DD\ndoor: je functie\n"
    assert command.text_content() == "python3 build.py review --sector onderwijs --accept delen.md#wat"
    assert page.xpath("//a[starts-with(@href, 'http')]") == [], "no repository, no web editor"


def test_each_text_of_the_page_is_named_by_its_own_heading(tmp_path: Path) -> None:
    project = guidebook({**FILES, "overlays/onderwijs/b.md": overlay("Van ons.", target="delen.md#wie")}, tmp_path)
    _change(project, "Dit is oud.", "Dit is nieuw.")
    _change(project, "Dat ben jij.", "Dat ben ik.")
    assert _review(project) == 0
    page = _page(project)
    named = [page.get_element_by_id(name).text_content() for name in page.xpath("//section/@aria-labelledby")]
    assert named == ["Wat", "Wie"]


def test_the_lines_of_the_page_sign_when_they_are_pasted(project: Project) -> None:
    host = "bewerken: https://git.voorbeeld.be/ons/draaiboek\nuitgever"
    _change(project, "uitgever", host, "draaiboek.yml")
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert _review(project) == 0
    (link,) = _page(project).xpath("//details[@class='sign']//a/@href")
    asked = parse_qs(urlsplit(link).query)
    assert urlsplit(link).path == "/ons/draaiboek/new/main/sectors/onderwijs/nagelezen"
    filled = asked["value"][0].replace("JJJJ-MM-DD", "2026-11-28").replace("je functie", "directie")
    assert _codes(project) == ["OV009"]
    (project.root / FOLDER / asked["filename"][0]).write_text(filled, "utf-8")
    assert _codes(project) == []


def test_a_sign_off_that_does_not_hold_any_more_is_shown_too(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _sign(project, "delen.md#wie") == 0
    _commit(project)
    _change(project, "Dat ben jij.", "Dat ben ik.")
    assert _review(project) == 0
    printed = capsys.readouterr()
    assert "delen.md#wie (onderwijs)\n  gewijzigd:\n  | Dat ben [geschrapt: jij] [toegevoegd: ik].\n" in printed.out
    assert "0 overlays verouderd\n1 aftekening vervallen\n" in printed.err
    page = _page(project)
    assert _said(page, "//h3") == ["Wie"]
    assert _said(page, "//*[@class='own']/p") == ["Niets: de kerntekst volstond."]
    assert _said(page, "//pre")[1] == "python3 build.py review --sector onderwijs --accept delen.md#wie"
    assert _sign(project, "delen.md#wie") == 0
    assert _review(project) == 0
    assert _said(_page(project), "//h1") == ["Opnieuw te lezen: 0 stukken"]


def test_what_was_never_read_is_shown_whole(tmp_path: Path) -> None:
    project = guidebook({**FILES, f"{FOLDER}/a.yml": reading("delen.md#wat", OLD)}, tmp_path)
    assert main(["review"], tmp_path) == 0
    page = _page(project)
    assert _said(page, "//*[@class='changes']/*") == [
        "De kerntekst nu",
        "De tekst van toen staat niet in de geschiedenis. Lees het hele stuk.",
        "Wat",
        "Dit is oud.",
    ]


# --- accepting --------------------------------------------------------------------------------------------------------


def _read(project: Project, slug: str = "onderwijs") -> Mapping[str, str]:
    """Return the readings of a sector: the text of each file by its name."""
    folder = project.sectors / slug / "nagelezen"
    return {path.name: path.read_bytes().decode() for path in folder.glob("*")}


def _files(project: Project) -> Mapping[str, bytes]:
    """Return all files of *project* except the readings."""
    content = [path for path in project.root.rglob("*") if path.is_file() and not {".git", "nagelezen"} & {*path.parts}]
    return {str(path): path.read_bytes() for path in content}


def test_accepting_writes_a_reading_and_changes_nothing_else(tmp_path: Path) -> None:
    project = guidebook({**FILES, OVERLAY: FILES[OVERLAY].replace("\n", "\r\n")}, tmp_path)
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert _codes(project) == ["OV009"]
    before = _files(project)
    assert main(["review", "--accept"], tmp_path) == 0
    assert _files(project) == before
    ((name, text),) = _read(project).items()
    assert name == f"delen--wat--{NEW[3:11]}.yml"
    assert re.fullmatch(rf"doel: delen\.md#wat\ntekst: {NEW}\nop: {DATE}\ndoor: redactie\n", text)
    assert _codes(project) == []


def test_a_reading_takes_the_place_of_the_one_before_and_of_no_other(tmp_path: Path) -> None:
    files = {**FILES, "overlays/onderwijs/b.md": overlay("Van ons.", target="delen.md#wie")}
    project = guidebook(files, tmp_path)
    before = _read(project)
    assert set(before) == {f"delen--{each}--{DIGESTS[f'delen.md#{each}'][3:11]}.yml" for each in ("wat", "wie")}
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert main(["review", "--accept"], tmp_path) == 0
    after = _read(project)
    wie = f"delen--wie--{DIGESTS['delen.md#wie'][3:11]}.yml"
    assert set(after) == {f"delen--wat--{NEW[3:11]}.yml", wie}
    assert after[wie] == before[wie]


def test_who_read_is_written_when_it_is_said(tmp_path: Path) -> None:
    project = guidebook(FILES, tmp_path)
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert main(["review", "--accept", "--by", "Coördinator onderwijs"], tmp_path) == 0
    (text,) = _read(project).values()
    assert text.endswith("\ndoor: Coördinator onderwijs\n")
    assert _codes(project) == []


@pytest.mark.parametrize("by", ["een: twee", "# geen", "'s avonds", "- x", "123", "ja", "2026-01-01", "a #b"])
def test_any_function_can_be_read_again(by: str, tmp_path: Path) -> None:
    project = guidebook(FILES, tmp_path)
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert main(["review", "--accept", "--by", by], tmp_path) == 0
    assert _codes(project) == []
    assert [each.by for each in examine(project).source.readings] == [by]


@pytest.mark.parametrize("by", ["<b>", "[a", "een\ntwee", "{{ x }}", "Jan Peeters"])
def test_what_is_no_function_is_wrong_usage(by: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = guidebook(FILES, tmp_path)
    before = _read(project)
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert main(["review", "--accept", "--by", by], tmp_path) == 2
    assert "is geen functie" in capsys.readouterr().err
    assert _read(project) == before


def test_accepting_only_one_file_leaves_the_other_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    project = guidebook({**FILES, "overlays/onderwijs/b.md": overlay("Van ons.", target="delen.md#wie")}, tmp_path)
    _change(project, "Dit is oud.", "Dit is nieuw.")
    _change(project, "Dat ben jij.", "Dat ben ik.")
    assert _review(project, "--accept", OVERLAY) == 0
    assert [str(problem.origin.path) for problem in examine(project).problems] == ["overlays/onderwijs/b.md"]


def test_a_shared_overlay_is_read_by_each_of_its_sectors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shared = overlay("Van ons.", target="delen.md#wat", more="sectoren: [onderwijs, sport]\n")
    files = {**CORE, **sector("sport"), "overlays/_gedeeld/a.md": shared}
    project = guidebook(files, tmp_path)
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert main(["review", "--accept"], tmp_path) == 0
    assert capsys.readouterr().err == dedent(f"""\
        sectors/onderwijs/nagelezen/delen--wat--{NEW[3:11]}.yml: delen.md#wat nagelezen
        sectors/sport/nagelezen/delen--wat--{NEW[3:11]}.yml: delen.md#wat nagelezen
        2 overlays nagelezen
        """)
    assert _codes(project) == []


# --- signing off ------------------------------------------------------------------------------------------------------


def _sign(project: Project, *names: str) -> int:
    return main(["review", "--sector", "onderwijs", "--accept", *names], project.root)


def _name(target: str) -> str:
    page_name, _, name = target.partition("#")
    return f"{page_name.removesuffix('.md')}--{name or 'pagina'}--{DIGESTS[target][3:11]}.yml"


def test_a_sector_signs_pages_and_sections_off(tmp_path: Path) -> None:
    project = guidebook(CORE, tmp_path)
    assert _sign(project, "index.md", "delen.md#wie") == 0
    found = _read(project)
    assert set(found) == {_name("index.md"), _name("delen.md#wie")}
    for target in ("index.md", "delen.md#wie"):
        expected = rf"doel: {re.escape(target)}\ntekst: {DIGESTS[target]}\nop: {DATE}\ndoor: redactie\n"
        assert re.fullmatch(expected, found[_name(target)])
    assert _codes(project) == []
    signed = examine(project).source.readings
    assert {(each.sector, str(each.page), each.target, each.by) for each in signed} == {
        ("onderwijs", "index.md", "", "redactie"),
        ("onderwijs", "delen.md", "wie", "redactie"),
    }


def test_signing_twice_is_signing_once(tmp_path: Path) -> None:
    project = guidebook(CORE, tmp_path)
    assert _sign(project, "delen.md", "delen.md#wat") == 0
    first = _read(project)
    assert _sign(project, "delen.md#wat") == 0
    assert _sign(project, "delen.md", "delen.md#wat") == 0
    assert _read(project) == first


def test_signing_again_replaces_only_that_reading(tmp_path: Path) -> None:
    project = guidebook(CORE, tmp_path)
    assert _sign(project, "delen.md#wat", "delen.md#wie") == 0
    before = _read(project)
    _change(project, "Dit is oud.", "Dit is nieuw.")
    assert _sign(project, "delen.md#wat") == 0
    after = _read(project)
    assert set(after) == {f"delen--wat--{NEW[3:11]}.yml", _name("delen.md#wie")}
    assert after[_name("delen.md#wie")] == before[_name("delen.md#wie")]


def test_signing_leaves_a_page_with_a_name_that_is_alike(tmp_path: Path) -> None:
    files = {"docs/a/b.md": page("Het een.\n", title="Een"), "docs/a--b.md": page("Het ander.\n", title="Ander")}
    project = guidebook(files, tmp_path)
    assert _sign(project, "a/b.md", "a--b.md") == 0
    assert {str(each.page) for each in examine(project).source.readings} == {"a/b.md", "a--b.md"}


def test_signing_leaves_a_section_or_slot_with_a_name_that_is_alike(tmp_path: Path) -> None:
    text = "## Steun {#slot-steun}\n\n<!-- slot: steun -->\n\nJij.\n"
    project = guidebook({"docs/a.md": page(text), "docs/b.md": page("## Een {#pagina}\n\nJij.\n")}, tmp_path)
    signed = ["a.md#slot-steun", "a.md#slot:steun", "b.md", "b.md#pagina"]
    assert _sign(project, *signed) == 0
    assert sorted(f"{each.page}#{each.target}".rstrip("#") for each in examine(project).source.readings) == signed


def test_a_file_with_a_name_of_its_own_stays(tmp_path: Path) -> None:
    given = f"# Wie las na: de pedagogische dienst\n{reading('index.md', OLD)}"
    project = guidebook({**CORE, f"{FOLDER}/eerste.yml": given}, tmp_path)
    assert _sign(project, "delen.md") == 0
    assert _read(project)["eerste.yml"] == given
    assert _codes(project) == []
    assert {str(each.page) for each in examine(project).source.readings} == {"index.md", "delen.md"}


def test_a_slot_can_be_signed_off_before_it_is_filled(tmp_path: Path) -> None:
    """It has the fingerprint of the text around it."""
    project = guidebook({"docs/delen.md": page(f"{TEXT}\n<!-- slot: steun -->\n")}, tmp_path)
    assert _sign(project, "delen.md#slot:steun") == 0
    assert set(_read(project)) == {f"delen--slot-steun--{DIGESTS['delen.md#wie'][3:11]}.yml"}
    assert _codes(project) == []


def test_without_accept_nothing_is_signed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = guidebook(CORE, tmp_path)
    assert main(["review", "--sector", "onderwijs", "delen.md"], tmp_path) == 0
    assert capsys.readouterr().out == f"delen.md: {DIGESTS['delen.md']}\n"
    assert _read(project) == {}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["onderwjs", "delen.md"], "Bedoel je 'onderwijs'?"),
        (["onderwijs", "deln.md"], "Bedoel je 'delen.md'?"),
        (["onderwijs", "delen.md#waat"], "Bedoel je 'wat'?"),
        (["onderwijs", "delen.md", "deln.md"], "Bedoel je 'delen.md'?"),
        (["onderwijs"], "PAGINA[#ID]"),
    ],
)
def test_what_does_not_exist_cannot_be_signed(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = guidebook(CORE, tmp_path)
    assert main(["review", "--accept", "--sector", *words], tmp_path) == 2
    assert said in capsys.readouterr().err
    assert list(project.sectors.rglob("nagelezen")) == []


def test_a_reading_is_made_in_a_browser_alone(tmp_path: Path) -> None:
    """Through the link in the message: the web editor of the Git host opens with name and content filled in."""
    project = guidebook(FILES, tmp_path)
    for path in (tmp_path / FOLDER).iterdir():
        path.unlink()
    identity = tmp_path / "draaiboek.yml"
    text = re.sub(r"(?m)^bewerken:.*\n", "", identity.read_text(encoding="utf-8"))
    identity.write_text(f"{text}bewerken: https://git.example/boek\n", encoding="utf-8")
    (problem,) = (each for each in examine(project).problems if each.code == "OV009")
    link = urlsplit(next(word for word in problem.hint.split() if word.startswith("https://")).rstrip(":"))
    assert (link.netloc, link.path) == ("git.example", f"/boek/new/main/{FOLDER}")
    ((name,), (value,)) = (parse_qs(link.query)[key] for key in ("filename", "value"))
    assert value == f"doel: delen.md#wat\ntekst: {DIGESTS['delen.md#wat']}\nop: JJJJ-MM-DD\ndoor: je functie\n"
    dated = value.replace("JJJJ-MM-DD", "2026-11-28")
    (tmp_path / FOLDER / name).write_text(dated, encoding="utf-8")
    (blank,) = (each for each in examine(project).problems if each.code == "SC004")
    assert blank.text == "'door' is nog in te vullen: er staat 'je functie'"
    (tmp_path / FOLDER / name).write_text(dated.replace("je functie", "directeur"), encoding="utf-8")
    assert [each for each in examine(project).problems if each.code in {"OV009", "OV012", "SC004"}] == []


@pytest.mark.parametrize(("kind", "title"), [("kop1", "Wat"), ("alinea", "delen.md#slot:steun")])
def test_what_is_to_be_read_again_is_called_by_its_heading_or_its_place(kind: str, title: str) -> None:
    text = (Leaf(kind, (), (Run("Wat"),)),)
    waiting = Waiting("sport", "delen.md#slot:steun", None, None, text, text, "a.yml", "", "")
    assert waiting.title == title
    assert replace(waiting, present=()).title == "delen.md#slot:steun"
