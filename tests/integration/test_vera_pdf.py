"""The real veraPDF over our PDFs, and over copies that are known to be bad. Slow, and needs the judge."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from draaiboek.base.project import Project
from draaiboek.cli.pdf_audit import check_pdfs
from draaiboek.forms.pdf import conformance
from draaiboek.forms.pdf.books import export, export_pocket
from draaiboek.lab.audit import vera_pdf
from tests.judges import VERA_PDF, needs_vera_pdf
from tests.unit.pdf_books import EPOCH, FONTS, OF_ALL_KINDS, PICTURE, book, chapter

pytestmark = [pytest.mark.slow, needs_vera_pdf]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a book in out/site that has what PDF/UA asks most of: a table, a picture, notes, lists, links."""
    root = tmp_path_factory.mktemp("project")
    (root / "out" / "site" / "pdf").mkdir(parents=True)
    Project(root).report.write_text('{"gemaakt": true}', encoding="utf-8")  # as a successful build leaves it
    whole = book(
        chapter(OF_ALL_KINDS, group="Meedoen"), chapter("Slot. [@wet]", "slot"), media={"media/x.svg": PICTURE}
    )
    for make, name in ((export, "boek"), (export_pocket, "zakgids")):
        assert make(whole, into=root / "out" / "site" / "pdf" / f"{name}.pdf", fonts=FONTS, epoch=EPOCH) == ()
    return root


def test_verapdf_finds_nothing_wrong_in_our_books(
    made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(VERA_PDF.parents[2])  # as the README says to type it
    monkeypatch.setenv(vera_pdf.PROGRAM, "tests/judges/verapdf")
    assert check_pdfs(Project(made), argparse.Namespace()) == 0
    assert "2 pdf’s bekeken, zelf en door veraPDF: 0 fouten" in capsys.readouterr().err


def test_verapdf_refuses_what_our_own_look_refuses(made: Path, tmp_path: Path) -> None:
    bad = conformance.spoiled((made / "out" / "site" / "pdf" / "boek.pdf").read_bytes())
    files = [tmp_path / f"{number}.pdf" for number in range(len(bad))]
    for path, content in zip(files, bad.values(), strict=True):
        path.write_bytes(content)
    said = {Path(each.name).name: each for each in vera_pdf.judge(str(VERA_PDF), files, "ua1")}
    assert [name for name, path in zip(bad, files, strict=True) if said[path.name].complies] == []
    assert all(each.checks > vera_pdf.FEWEST_CHECKS for each in said.values())  # it could read them
