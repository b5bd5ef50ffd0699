"""What a typographer sees on paper: where words are hyphenated, and the spacing of elements."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

from draaiboek.forms.pdf.books import export_note
from tests.unit.pdf_books import EPOCH, FONTS, book, chapter

WORDS = ("leidinggevende", "geheimhouding", "radicaliseringsproces", "samenwerkingen")
SOFT = "\u00ad"


def printed(text: str, path: Path, *options: str) -> str:
    """Write *text* as a PDF to *path* and return the output of pdftotext."""
    assert export_note(book(chapter(text)), into=path, fonts=FONTS, epoch=EPOCH) == ()
    command = ["pdftotext", *options, str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def test_no_word_is_broken_with_two_letters_alone(tmp_path: Path) -> None:
    lines = ["x" * length + f" {word}" for word in WORDS for length in range(40, 90)]
    said = printed("\n\n".join(f"{line} {line}" for line in lines), tmp_path / "tekst.pdf", "-raw")
    broken = re.findall(rf"(\w+){SOFT}\n(\w+)", said)
    assert len(broken) > len(WORDS)
    assert [each for each in broken if min(map(len, each)) <= 2] == []  # no part has only two letters


def test_a_list_in_a_letter_stands_as_close_as_any_other(tmp_path: Path) -> None:
    said = printed("Boven:\n\n- eerste\n\n> Onder:\n>\n> - tweede", tmp_path / "tekst.pdf", "-bbox")
    tops = {word: float(top) for top, word in re.findall(r'yMin="([\d.]+)".*>(\w+)', said)}
    apart = tops["eerste"] - tops["Boven"]
    assert apart > 0
    assert abs(tops["tweede"] - tops["Onder"] - apart) < apart / 4


def test_a_title_does_not_part_an_edition_from_its_number(tmp_path: Path) -> None:
    for lead in ("x" * length for length in range(12, 24, 3)):
        page = chapter("Een zin.", "delen")
        titled = replace(page.page, meta=replace(page.page.meta, title=f"{lead} naar editie 2026.1, kerntekst"))
        path = tmp_path / "tekst.pdf"
        assert export_note(book(replace(page, page=titled)), into=path, fonts=FONTS, epoch=EPOCH) == ()
        shown = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True, text=True).stdout
        assert "editie 2026.1" in shown.partition("Een zin.")[0]
