"""What may not stand alone at the head or the foot of a page, and what stays on one page."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from draaiboek.base.model import Chapter
from draaiboek.forms.pdf.books import export
from tests.unit.pdf_books import EPOCH, FONTS, book, chapter, set_as_usual

__all__ = ["set_as_usual"]

NEXT = "\n## Daarna {#daarna}\n\n"
ASK = "Vraag het aan de burgemeester, en wacht niet tot het overleg begint. "
RULE = "De burgemeester stelt de lijst op. "
_SHORT = frozenset({"HT011"})  # a last page of few words, which another fit might fill


def chapters(above: range, text: str) -> list[Chapter]:
    """Return chapters with *text* below each number of lines in *above*: so it meets the end of a page everywhere."""
    return [chapter(f"{_lines(number)}{text}", f"deel-{number}") for number in above]


def _lines(number: int) -> str:
    return "Kijk.\n\n" * number


def pages_with(words: str, of: Sequence[Chapter], folder: Path, *, told: frozenset[str] = _SHORT) -> list[str]:
    """Return the pages that say *words*, which each chapter in *of* says once; only codes of *told* are reported."""
    path = folder / "boek.pdf"
    assert {each.code for each in export(book(*of), into=path, fonts=FONTS, epoch=EPOCH)} <= told
    said = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True, text=True).stdout
    found = [page for page in said.split("\f") if words in page]
    assert len(found) == len(of)
    return found


def go_on(pages: Sequence[str], first: str, least: int) -> list[str]:
    """Return *pages*, of which more than *least* go on from the page before: they do not say *first*."""
    assert sum(first not in page for page in pages) > least
    return list(pages)


def without(pages: Sequence[str], words: str) -> list[str]:
    return [page for page in pages if words not in page]


@pytest.mark.usefixtures("set_as_usual")
def test_words_in_bold_stay_with_what_they_announce(tmp_path: Path) -> None:
    """A comparison says "Gewijzigd." above each part that changed."""
    text = f"**Gewijzigd.**\n\n{RULE * 6}\n\n{_lines(20)}"
    pages = pages_with("Gewijzigd.", chapters(range(32, 42), text), tmp_path)
    assert without(pages, "De burgemeester") == []


def test_no_last_row_of_a_table_stands_alone_on_a_page(tmp_path: Path) -> None:
    rows = "".join(f"| rij {number}. | {RULE * 3} |\n" for number in range(1, 15))
    table = f"| Stap | Wat |\n|---|---|\n{rows}"
    pages = pages_with("rij 14.", chapters(range(16, 28), table), tmp_path, told=frozenset())
    assert without(go_on(pages, "rij 1.", 3), "rij 13.") == []


@pytest.mark.usefixtures("set_as_usual")
@pytest.mark.parametrize("sign", ["- ", "1. ", "- [ ] "], ids=["bullets", "numbers", "boxes"])
def test_no_last_item_of_a_list_stands_alone_on_a_page(sign: str, tmp_path: Path) -> None:
    said = "Zwijg over wat je aan tafel hoort. "
    items = "".join(f"{sign}{said * (1 + number % 3)}punt {number}.\n" for number in range(1, 9))
    pages = pages_with("punt 8.", chapters(range(28, 42), items), tmp_path)
    assert without(go_on(pages, "punt 1.", 3), "punt 7.") == []


@pytest.mark.usefixtures("set_as_usual")
@pytest.mark.parametrize(
    ("seventh", "after"),
    [
        pytest.param("[@twee]", "", id="below an item with a note"),
        pytest.param(
            f" {ASK}", f"{NEXT}{ASK * 2}", id="though the last words of the chapter begin with the item above"
        ),
        pytest.param(
            "", f"\n**Rechtsgrond**: de wet. [@twee]\n{NEXT}{ASK * 12}", id="which takes a line below it along"
        ),
    ],
)
def test_no_last_item_stands_alone_whatever_is_around_it(seventh: str, after: str, tmp_path: Path) -> None:
    items = "".join(f"- punt {number}.{seventh if number == 7 else ''}\n" for number in range(1, 8))
    text = f"{items}- punt 8. {'Zwijg over wat je aan tafel hoort. ' * 3}\n{after}"
    pages = pages_with("punt 8.", chapters(range(22, 42), text), tmp_path)
    assert without(go_on(pages, "punt 1.", 3), "punt 7.") == []


@pytest.mark.usefixtures("set_as_usual")
def test_a_table_that_could_be_on_one_page_is_not_broken(tmp_path: Path) -> None:
    """When the page above it does not stay white by that."""
    rows = "".join(f"| rij {number}. | Wat de wet zegt. |\n" for number in range(1, 9))
    pages = pages_with("rij 8.", chapters(range(16, 32), f"| Stap | Wat |\n|---|---|\n{rows}\n{_lines(9)}"), tmp_path)
    assert without(pages, "rij 1.") == []


@pytest.mark.usefixtures("set_as_usual")
def test_what_announces_a_list_within_a_list_does_not_stand_alone_on_a_page(tmp_path: Path) -> None:
    """Such as the title of a page above what is still to be looked up there."""
    items = "".join(
        f"- **pagina {number}.**\n    - punt {number}, een.\n    - punt {number}, twee.\n" for number in (1, 2)
    )
    pages = pages_with("pagina 2.", chapters(range(26, 42), items), tmp_path)
    assert without(go_on(pages, "pagina 1.", 1), "punt 2, een.") == []


@pytest.mark.usefixtures("set_as_usual")
def test_one_line_below_a_list_does_not_stand_alone_on_a_page(tmp_path: Path) -> None:
    """Such as the law that an answer rests on; a heading follows, or the end of the chapter."""
    items = "".join(f"- punt {number}.\n" for number in range(1, 5))
    text = f"{items}\n**Rechtsgrond**: de wet. [@twee]\n\n## Kop {{#kop}}\n\n{_lines(20)}"
    pages = pages_with("Rechtsgrond", chapters(range(26, 42), text), tmp_path)
    assert without(go_on(pages, "punt 1.", 1), "punt 4.") == []
