"""What the content folders may contain: no links that lead out, nothing excessive, nothing that another sector sees."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from draaiboek.base.diagnostics import Diagnostic, Severity, as_github, as_json, as_text
from draaiboek.base.project import Project
from draaiboek.base.sarif import as_sarif
from draaiboek.content import budgets
from draaiboek.pipeline.examine import examine
from tests.guidebook import guidebook, page, sector
from tests.oracle import SECONDS, limited
from tests.photos import chunk, png

LINES = ("Een korte zin met wat meer woorden erin.\n" * 8 + "\n") * 239
HEADING, PICTURE = "## Kop {#kop}\n\n", "![Een beeld](media/beeld.svg)\n\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>Beeld</title></svg>'


def _jpeg(width: int, height: int) -> bytes:
    into = io.BytesIO()
    Image.new("RGB", (width, height)).save(into, "JPEG")
    return into.getvalue()


def _problems(files: Mapping[str, str | bytes | None], into: Path) -> tuple[Diagnostic, ...]:
    return examine(guidebook(files, into)).problems


@pytest.mark.parametrize("name", ["docs/delen.md", "docs/map", "sectors/onderwijs/fiche.md", "overlays/onderwijs"])
def test_a_symbolic_link_is_refused_and_not_followed(name: str, tmp_path: Path) -> None:
    secret = tmp_path / "elders" / "geheim.md"
    secret.parent.mkdir()
    secret.write_text(page("Geheim."), encoding="utf-8")
    project = guidebook({}, tmp_path / "boek")
    link = project.root / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(secret if link.suffix else secret.parent)
    checked = examine(project)
    assert [(each.code, str(each.origin.path)) for each in checked.problems] == [("PG011", name)]
    assert "Geheim" not in str(checked.source)


@pytest.mark.parametrize("name", ["docs", "sectors", "overlays"])
def test_a_content_folder_that_is_a_link_is_not_read(name: str, tmp_path: Path) -> None:
    elsewhere = guidebook(
        {"docs/geheim.md": page("Geheim."), "overlays/onderwijs/a.md": "Geheim."}, tmp_path / "elders"
    )
    project = guidebook({}, tmp_path / "boek")
    shutil.rmtree(project.root / name, ignore_errors=True)
    (project.root / name).symlink_to(elsewhere.root / name)
    checked = examine(project)
    assert ("PG011", name) in [(each.code, str(each.origin.path)) for each in checked.problems]
    assert "Geheim" not in str(checked.source)


def test_a_content_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    project = guidebook({}, tmp_path)
    project.overlays.write_text("geen map", encoding="utf-8")
    assert [(each.code, str(each.origin.path)) for each in examine(project).problems] == [("PG001", "overlays")]


@pytest.mark.parametrize(
    ("name", "offered"), [("Mijn Stuk!.md", ", zoals 'mijn-stuk.md'"), ("```.md", ""), ("…!.md", "")]
)
def test_a_name_of_which_nothing_is_left_offers_none(name: str, offered: str, tmp_path: Path) -> None:
    """'md', what was left of '```.md', is no name of a page."""
    (told,) = (each for each in _problems({f"docs/{name}": page("Tekst.")}, tmp_path) if each.code == "PG011")
    assert told.hint == f"Gebruik kleine letters, cijfers, punten en streepjes{offered}."


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_text_can_be_told_in_every_form(tmp_path: Path) -> None:
    project = guidebook({}, tmp_path)
    Path(os.fsdecode(os.fsencode(project.docs) + b"/caf\xe9.md")).write_text(page("Tekst."), encoding="utf-8")
    problems = examine(project).problems
    assert [(each.code, str(each.origin.path)) for each in problems] == [("PG011", r"docs/caf\xe9.md")]
    for form in (as_text, as_github, as_json, as_sarif):
        assert form(problems).encode()


def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    project = guidebook({}, tmp_path)
    (project.docs / "weg.md").symlink_to(tmp_path / "bestaat-niet.md")
    assert [each.code for each in examine(project).problems] == ["PG011"]


@pytest.mark.parametrize(
    ("name", "size", "refused"),
    [
        ("docs/lang.md", 300_000, False),
        ("docs/lang.md", 300_001, True),
        ("docs/media/beeld.png", 2_000_000, False),
        ("docs/media/beeld.png", 2_000_001, True),
    ],
)
def test_a_file_has_a_largest_size(name: str, size: int, *, refused: bool, tmp_path: Path) -> None:
    if name.endswith(".png"):
        small = len(png(4, 4, hidden=[chunk(b"prVt", b"")]))
        content = png(4, 4, hidden=[chunk(b"prVt", b"x" * (size - small))])
    else:
        start = page("").encode()
        content = start + (b"Een korte zin met wat meer woorden erin.\n" * 8 + b"\n") * 1000
        content = content[:size]
    assert len(content) == size
    assert {each.code for each in _problems({name: content}, tmp_path)} == ({"PG011"} if refused else set())


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        pytest.param("Goed.\n\n" + "ab " * 1667, 7, "een regel van meer dan 5000 tekens", id="line"),
        pytest.param("Goed.\n\n" + "[" * 4000, 7, "te veel tekens die iets openen dat nergens sluit", id="brackets"),
        pytest.param("![" * 2400, 5, "te veel tekens die iets openen dat nergens sluit", id="pictures"),
        pytest.param("[a]: b\n" * 30_000, 8, "te veel linkdefinities", id="definitions"),
        pytest.param(("een woord\n") * 2100, 5, "meer dan 20000 tekens in één alinea", id="paragraph"),
        pytest.param(("a\n" * 10 + "\n") * 1500, 8970, "meer dan 20000 alinea's, woordgroepen en tekens", id="nodes"),
        pytest.param("- a\n" * 9000, 4005, "meer dan 20000 alinea's, woordgroepen en tekens", id="items"),
        pytest.param(
            "|a" * 10 + "\n" + "|-" * 10 + "\n" + ("|b" * 10 + "\n") * 600,
            506,
            "meer dan 5000 cellen in tabellen",
            id="cells",
        ),
        pytest.param(HEADING * 501, 1005, "meer dan 500 koppen", id="headings"),
        pytest.param(f"Tekst.\n\n## {'x' * 501} {{#x}}\n", 7, "meer dan 500 tekens in één kop", id="heading"),
        pytest.param(PICTURE * 501, 1005, "meer dan 500 beelden", id="shown"),
        pytest.param(
            f"[{PICTURE[:-2]} x {PICTURE[:-2]}](index.md)\n\n" * 251, 505, "meer dan 500 beelden", id="linked"
        ),
    ],
)
def test_a_page_that_takes_too_long_is_refused_where_that_begins(
    text: str, line: int, said: str, tmp_path: Path
) -> None:
    """Line numbers count from the top of the file, with four lines of front matter; the other pages are still read."""
    found = _problems({"docs/delen.md": page(text), "docs/fout.md": page("[weg](weg.md)")}, tmp_path)
    told = [(each.code, str(each.origin.path), each.text) for each in found]
    assert ("PG019", "docs/delen.md", f"dit is te veel voor één bestand: {said}") in told
    assert {code for code, path, _ in told if path == "docs/fout.md"} == {"LK001"}
    assert next(each.origin.line for each in found if each.code == "PG019") == line


@pytest.mark.parametrize("length", [500, 501])
def test_a_title_is_no_longer_than_a_heading(length: int, tmp_path: Path) -> None:
    text = f"---\ntitle: {'x' * length}\ndescription: Over x.\n---\nTekst.\n"
    told = [each.text for each in _problems({"docs/delen.md": text}, tmp_path) if each.code == "PG003"]
    assert told == (["'title' klopt niet: verwacht hoogstens 500 tekens"] if length > 500 else [])


@pytest.mark.parametrize("text", [HEADING * 500, PICTURE * 500, f"## {'x' * 490} {{#x}}\n"])
def test_what_is_on_a_page_as_often_as_it_may_be_is_read(text: str, tmp_path: Path) -> None:
    assert "PG019" not in {each.code for each in _problems({"docs/delen.md": page(text)}, tmp_path)}


@pytest.mark.parametrize("line", ["=" * 4000, "[" * 30, "[a](index.md) " * 300, "**a** " * 300, "a_b " * 1000])
def test_what_looks_wild_but_is_read_in_time_is_read(line: str, tmp_path: Path) -> None:
    assert "PG019" not in {each.code for each in _problems({"docs/delen.md": page(f"Tekst.\n\n{line}\n")}, tmp_path)}


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("variabelen.yml", "a:\n" + "".join(f"  v{number}: x\n" for number in range(12_000)), 10_000),
        ("totstandkoming.yml", f"stappen:\n- stap: a\n  stand: klaar\n  toelichting: '{'![' * 2000}'\n", 4),
    ],
)
def test_a_data_file_that_takes_too_long_is_refused(name: str, text: str, line: int, tmp_path: Path) -> None:
    found = _problems({f"docs/_data/{name}": text}, tmp_path)
    assert [(each.code, each.origin.line) for each in found] == [("PG019", line)]


@pytest.mark.parametrize(("number", "lines"), [(100, []), (101, [401])])
def test_so_many_documents_to_fill_in_are_refused(number: int, lines: list[int], tmp_path: Path) -> None:
    """Each is made for every website: without a limit, a file of a few kilobytes kept a build busy for an hour."""
    names = (f"{chr(97 + each // 26)}{chr(97 + each % 26)}" for each in range(number))
    said = "titel: Lijst\n  omschrijving: Een lijst.\n  stukken: [index.md]\n"
    found = _problems({"docs/_data/documenten.yml": "".join(f"{name}:\n  {said}" for name in names)}, tmp_path)
    assert [each.origin.line for each in found if each.code == "PG019"] == lines


@pytest.mark.parametrize(
    ("budget", "most", "at", "said"),
    [
        ("FILES", 19, "docs/r15.md", "meer dan 19 bestanden en mappen"),
        ("TEXTS", 1_000_000, "docs/r11.md", "teksten van samen meer dan 1 MB"),
        ("PICTURES", 1_000_000, "docs/media/b8.png", "beelden van samen meer dan 1 MB"),
        ("SHOWN", 3_000_000, "docs/media/b3.jpg", "foto's die samen meer dan 3 MB innemen als een programma ze toont"),
    ],
)
def test_a_guidebook_holds_no_more_than_is_read_in_time(
    budget: str, most: int, at: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the first file over the limit is reported: what follows from the unread files is not a mistake."""
    end = LINES if budget == "TEXTS" else ""
    more: dict[str, str | bytes | None] = {
        f"docs/r{number:02}.md": page("Zin. " * 900 + f"\n{end}") for number in range(30)
    }
    more["docs/index.md"] = page(f"Zie [het laatste](r29.md) en ![een beeld](media/b9.png).\n{end}", title="Welkom")
    hidden = [chunk(b"prVt", b"x" * 120_000)]
    kind = "jpg" if budget == "SHOWN" else "png"
    for number in range(10):
        more[f"docs/media/b{number}.{kind}"] = _jpeg(1000, 300) if kind == "jpg" else png(4, 4, hidden=hidden)
    monkeypatch.setattr(budgets, budget, most)
    found = _problems(more, tmp_path)
    errors = [(each.code, str(each.origin.path), each.text) for each in found if each.severity is Severity.ERROR]
    assert errors == [("PG019", at, f"dit is te veel voor één draaiboek: {said}")]


@pytest.mark.parametrize(("pages", "groups", "told"), [(297, 1, []), (300, 1, ["docs/r299.md"]), (500, 2, [])])
def test_so_many_pages_beside_each_other_are_told(
    pages: int, groups: int, told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of 1,500 pages side by side in a menu would list all of them: two thousand megabytes."""
    monkeypatch.setattr(budgets, "BESIDE", 300)
    names = [f"r{number:03}.md" for number in range(pages)]
    menu = [f"- titel: Deel {each}\n  paginas: [{', '.join(names[each::groups])}]\n" for each in range(groups)]
    listed = "".join(("- pagina: index.md\n", *menu, "- pagina: edities/index.md\n"))
    files: dict[str, str | bytes | None] = {f"docs/{name}": page("Zin.\n") for name in names}
    found = _problems(files | ({"docs/_data/inhoud.yml": listed} if groups > 1 else {}), tmp_path)
    places = [str(each.origin.path) for each in found if each.code == "PG009"]
    assert places == told


def test_fifty_thousand_files_are_looked_at_and_no_more(tmp_path: Path) -> None:
    project = guidebook({}, tmp_path)
    for number in range(52_000):
        (project.docs / f"niets-{number}.exe").touch()
    with limited(SECONDS):
        found = examine(project).problems
    assert [each.text for each in found if each.code == "PG019"] == [
        "dit is te veel voor één draaiboek: meer dan 50000 bestanden en mappen"
    ]


def test_a_picture_of_a_sector_is_only_in_that_sector(tmp_path: Path) -> None:
    files = {**sector("sport"), "docs/media/a.svg": SVG, "sectors/sport/media/b.svg": SVG}
    variants = examine(guidebook(files, tmp_path)).variants
    found = {each.slug: [str(media.path) for media in each.media] for each in variants}
    assert found == {
        "kern": ["media/a.svg"],
        "onderwijs": ["media/a.svg"],
        "sport": ["media/a.svg", "media/b.svg"],
        "alle": ["media/a.svg", "sport/media/b.svg"],
    }


def test_sectors_stand_in_the_order_that_they_give_themselves(tmp_path: Path) -> None:
    files = {**sector("sport", order=10), **sector("cultuur", order=30), **sector("jeugd", order=5)}
    variants = examine(guidebook(files, tmp_path)).variants
    assert [each.slug for each in variants] == ["kern", "jeugd", "onderwijs", "sport", "cultuur", "alle"]


def test_the_newest_edition_is_the_one_with_the_highest_number(tmp_path: Path) -> None:
    text = (guidebook({}, tmp_path / "a").docs / "edities" / "2026.1.md").read_text(encoding="utf-8")
    files = {f"docs/edities/2026.{number}.md": text.replace("2026.1", f"2026.{number}") for number in (2, 10, 9)}
    checked = examine(guidebook(files, tmp_path / "b"))
    assert checked.problems == ()
    assert checked.source.edition
    assert checked.source.edition.id == "2026.10"


def test_an_empty_folder_is_a_guidebook_without_anything(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    assert [each.code for each in examine(Project(tmp_path)).problems] == ["PG016", "ED001"]


@pytest.mark.parametrize("sign", ["&#1;", "\x07", "\u200b"])
def test_what_is_hidden_a_hundred_thousand_times_is_told_a_hundred_times(sign: str, tmp_path: Path) -> None:
    line = sign * 60 + "\n"
    with limited(SECONDS):
        found = _problems({"docs/delen.md": page(line * (280_000 // len(line.encode())))}, tmp_path)
    hidden = [each for each in found if each.code == "HT005"]
    assert len(hidden) == 100
    assert (hidden[0].origin.line, hidden[0].origin.column) == (5, 1)
    assert hidden[-1].text == "hier en verderop staan nog meer onzichtbare of misleidende tekens"
    assert hidden[-1].hint == "Herstel eerst wat hierboven staat."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
@pytest.mark.parametrize("name", ["docs/delen.md", "docs/_data/variabelen.yml", "docs/media/a.svg"])
def test_a_pipe_is_refused_and_not_waited_for(name: str, tmp_path: Path) -> None:
    project = guidebook({name: None}, tmp_path)
    (project.root / name).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(project.root / name)
    found = [each for each in examine(project).problems if each.code == "PG011"]
    assert [(str(each.origin.path), each.text) for each in found] == [
        (name, "iets anders dan een bestand is niet toegelaten")
    ]


@pytest.mark.parametrize("name", ["docs/map\n/pagina.md", "docs/pagina.md\n", "sectors/nieuw\n/sector.yml"])
def test_a_name_does_not_end_in_a_line_end(name: str, tmp_path: Path) -> None:
    found = [each for each in _problems({name: page("Tekst.")}, tmp_path) if "niet toegelaten" in each.text]
    assert [each.code for each in found] == ["PG011"]
    assert "\\n" in found[0].text
