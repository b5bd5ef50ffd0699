"""Our own inspection of a PDF notices what is removed from it; veraPDF's report is read, but never trusted blindly.

The stand-in for veraPDF prints the XML of its manual (docs.verapdf.org/cli/validation), in cases that the real one does
not produce; tests/integration/test_vera_pdf.py runs the real one.
"""

from __future__ import annotations

import argparse
import io
import re
from pathlib import Path

import pikepdf
import pytest

from draaiboek.base.errors import ToolError, UsageError
from draaiboek.base.project import Project
from draaiboek.cli.pdf_audit import check_pdfs
from draaiboek.forms.pdf import conformance
from draaiboek.forms.pdf.books import export
from draaiboek.lab.audit import vera_pdf
from tests.unit.pdf_books import EPOCH, FONTS, OF_ALL_KINDS, PICTURE, book, chapter

STAND_IN = """\
#!/bin/sh
# The real one says in its report of every file whether it complies; this one knows the spoiled ones by their names.
shift; shift; shift; flavour=$1; shift
echo 'a line of Java that is no XML'
echo '<?xml version="1.0" encoding="utf-8"?>'
echo '<report><jobs>'
for file in "$@"; do
  case "$file" in */{bad}.pdf) complies=false;; *) complies=true;; esac
  echo "<job><item size=\\"1\\"><name>$file</name></item>"
  echo "<validationReport jobEndStatus=\\"normal\\" profileName=\\"$flavour\\" isCompliant=\\"$complies\\">"
  echo '<details passedRules="105" failedRules="1" passedChecks="{checks}" failedChecks="1">'
  if [ $complies = false ]; then
    echo '<rule specification="ISO 14289-1:2014" clause="7.1" testNumber="3" status="failed" failedChecks="1">'
    echo '<description>Content shall be marked</description></rule>'
  fi
  echo '</details></validationReport></job>'
done
echo '</jobs></report>'
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one PDF in out/site."""
    root = tmp_path_factory.mktemp("project")
    path = root / "out" / "site" / "pdf" / "boek.pdf"
    made = book(chapter(OF_ALL_KINDS), media={"media/x.svg": PICTURE})
    assert export(made, into=path, fonts=FONTS, epoch=EPOCH) == ()
    Project(root).report.write_text('{"gemaakt": true}', encoding="utf-8")  # the build succeeded
    return root


@pytest.fixture
def pdf(site: Path) -> bytes:
    return (site / "out" / "site" / "pdf" / "boek.pdf").read_bytes()


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, *, bad: str, checks: int = 900) -> str:
    path = folder / "verapdf"
    path.write_text(STAND_IN.replace("{bad}", bad).replace("{checks}", str(checks)), encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setenv(vera_pdf.PROGRAM, str(path))
    return str(path)


def audit(site: Path) -> int:
    return check_pdfs(Project(site), argparse.Namespace())


# --- our own inspection -----------------------------------------------------------------------------------------------


def test_a_book_lacks_nothing_and_every_spoiled_copy_lacks_something(pdf: bytes) -> None:
    assert list(conformance.problems(pdf)) == []
    found = {name: list(conformance.problems(bad)) for name, bad in conformance.spoiled(pdf).items()}
    assert found == {
        "zonder structuur": ["heeft maar 0 gelabelde stukken"],
        "zonder kenmerken": ["noemt zich geen PDF/UA-1", "noemt zich geen PDF/A-3a", "heeft geen titel"],
        "zonder MarkInfo": ["zegt niet dat het gelabeld is (MarkInfo)"],
        "zonder taal": ["noemt geen taal (Lang)"],
        "zonder titelbalk": ["toont zijn bestandsnaam in de plaats van zijn titel (DisplayDocTitle)"],
    }


@pytest.mark.parametrize(
    ("kind", "change", "said"),
    [
        ("/Figure", ("/Alt", pikepdf.String("")), "heeft een beeld zonder vervangtekst"),
        ("/TH", ("/S", pikepdf.Name.TD), "heeft een tabel zonder kopcellen"),
        ("/H2", ("/S", pikepdf.Name.H4), "slaat een kopniveau over: na 1 komt 4"),
        ("/FontDescriptor", ("/FontFile2", None), "heeft een lettertype dat er niet in zit"),
        ("/Page", ("/Tabs", None), "volgt op bladzijde"),
    ],
)
def test_what_is_wrong_inside_is_found(pdf: bytes, kind: str, change: tuple[str, object], said: str) -> None:
    target, touched = io.BytesIO(), 0
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for item in file.objects:
            if isinstance(item, pikepdf.Dictionary) and kind in {str(item.get("/S", "")), str(item.get("/Type", ""))}:
                touched += 1
                key, value = change
                if value is not None:
                    item[key] = value
                elif key in item:
                    del item[key]
        file.save(target)
    assert touched
    assert any(problem.startswith(said) for problem in conformance.problems(target.getvalue()))


def test_notes_on_another_page_than_their_marks_are_counted() -> None:
    """Out of 200 marks two may have their note elsewhere; out of fewer than a hundred, none."""
    assert _notes_moved(200, [4, 9]) == []
    assert _notes_moved(200, [4, 9, 9]) == [
        "heeft 3 van de 200 voetnoten op een andere bladzijde dan hun cijfer: zie bladzijde 5 en 10"
    ]
    assert _notes_moved(99, [2]) == [
        "heeft 1 van de 99 voetnoten op een andere bladzijde dan hun cijfer: zie bladzijde 3"
    ]


def _notes_moved(marks: int, moved: list[int]) -> list[str]:
    """Return the message about *marks* notes on ten pages, of which those on pages *moved* are on the first page."""
    with pikepdf.new() as file:
        for _ in range(10):
            file.add_blank_page()
        pages = [*moved, *(number % 10 for number in range(marks - len(moved)))]
        for number, page in enumerate(file.pages):
            here = [at for at, each in enumerate(pages) if each == number]
            page.Annots = pikepdf.Array(
                pikepdf.Dictionary(
                    Contents=pikepdf.String("Voetnoot 1"),
                    Dest=pikepdf.Array([file.pages[0 if at < len(moved) else number].obj, pikepdf.Name.XYZ]),
                )
                for at in here
            )
        return list(conformance.notes_elsewhere(file))


# --- the command ------------------------------------------------------------------------------------------------------


def test_without_verapdf_it_says_that_nobody_else_looked(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(vera_pdf.PROGRAM, raising=False)
    monkeypatch.setenv("PATH", "")
    assert audit(site) == 3
    said = capsys.readouterr()
    assert (said.out, "alleen zelf: 0 fouten" in said.err) == ("", True)
    assert "veraPDF is er niet" in said.err


def test_with_verapdf_both_looked(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in(tmp_path, monkeypatch, bad="[01]")
    assert audit(site) == 0
    assert "1 pdf bekeken, zelf en door veraPDF: 0 fouten" in capsys.readouterr().err
    stand_in(tmp_path, monkeypatch, bad="*")
    assert audit(site) == 1
    assert capsys.readouterr().out.splitlines() == [
        "boek.pdf: volgens veraPDF geen PDF/UA-1: 7.1: Content shall be marked",
        "boek.pdf: volgens veraPDF geen PDF/A-3a: 7.1: Content shall be marked",
    ]


def test_who_finds_nothing_wrong_with_a_bad_file_is_not_believed(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, bad="geen")
    with pytest.raises(
        ToolError, match="noemt een bestand zonder structuur een goede PDF/UA-1: zijn oordeel telt niet"
    ):
        audit(site)


def test_a_verdict_without_checks_is_none(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, bad="[01]", checks=0)
    with pytest.raises(ToolError, match=r"keek in boek\.pdf naar maar 0 dingen"):
        audit(site)


def test_silence_is_no_verdict(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(stand_in(tmp_path, monkeypatch, bad="*")).write_text("#!/bin/sh\necho '<report/>'\n", encoding="utf-8")
    with pytest.raises(ToolError, match=r"veraPDF zegt niets over 0\.pdf, 1\.pdf"):
        audit(site)
    Path(stand_in(tmp_path, monkeypatch, bad="*")).write_text("#!/bin/sh\necho Java ontbreekt\n", encoding="utf-8")
    with pytest.raises(ToolError, match="gaf geen verslag"):
        audit(site)


UNTITLED = "boek.pdf: heeft geen titel"
CRASHES = "#!/bin/sh\necho 'Exception in thread main java.lang.OutOfMemoryError'\nexit 134\n"


@pytest.mark.parametrize("trouble", ["is nowhere", "is a folder", "crashes", "checks too little", "believes all"])
def test_our_own_outcome_is_told_whatever_verapdf_does(
    site: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    trouble: str,
) -> None:
    monkeypatch.setattr(conformance, "problems", lambda _pdf: iter(["heeft geen titel"]))
    said = {
        "is nowhere": f"VERAPDF noemt geen programma: {tmp_path}/nergens",
        "is a folder": f"VERAPDF noemt geen programma: {tmp_path}",
        "crashes": "veraPDF gaf geen verslag",
        "checks too little": "naar maar 7 dingen",
        "believes all": "zijn oordeel telt niet",
    }
    believes = trouble == "believes all"
    stand_in(tmp_path, monkeypatch, bad="geen" if believes else "[01]", checks=900 if believes else 7)
    if trouble == "crashes":
        (tmp_path / "verapdf").write_text(CRASHES, encoding="utf-8")
    elif trouble.startswith("is"):
        monkeypatch.setenv(vera_pdf.PROGRAM, said[trouble].rpartition(": ")[2])
    with pytest.raises(ToolError, match=re.escape(said[trouble])):
        audit(site)
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [UNTITLED]
    assert "1 pdf bekeken, alleen zelf: 1 fout\n" in printed.err


def test_without_pdfs_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nog geen pdf's"):
        audit(tmp_path)
