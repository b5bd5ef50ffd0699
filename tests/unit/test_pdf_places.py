"""Which line of which file an error message of Typst refers to."""

from __future__ import annotations

import pytest

from draaiboek.base.model import Chapter
from draaiboek.forms.pdf.document import document
from draaiboek.forms.pdf.typst_code import marked
from tests.unit.pdf_books import book, chapter

END = "  "  # what ends a line there
# The lines of docs/delen.md from line 57 on, each containing its own number.
TEXT = f"""\
L57<br>
L58 **L58**
L59

- L61
- L62
  L63
    - L64
- L65

| L67 |
|---|
| L69 |
| L70 |

!!! note "L72"
    L73

    L75

1. L77

2. L79

    L81

> L83
> L84

## L86 {{#l86}}

*L88
L89*{END}
L90 [@wet]
L91
"""


@pytest.mark.parametrize(
    "line", [57, 58, 59, 61, 62, 63, 64, 65, 67, 69, 70, 72, 73, 75, 77, 79, 81, 83, 84, 86, *range(88, 92)]
)
def test_every_word_has_its_line(line: int) -> None:
    assert places(f"L{line}", chapter(TEXT, line=57)) == {f"docs/delen.md:{line}:1"}


def test_a_text_in_a_footnote_is_found_where_the_note_is_referred_to() -> None:
    assert places("→", chapter("## K {#k}", sector_text="a\nb [@pijl]")) == {"overlays/onderwijs/x.md:6:1"}


def test_what_marks_sector_text_stands_where_that_begins() -> None:
    assert places("Specifiek voor", chapter("a", sector_text="b")) == {"overlays/onderwijs/x.md:5:1"}


def test_words_of_the_cover_stand_in_the_page_of_the_edition() -> None:
    assert places("De eerste editie", chapter("a")) == {"docs/edities/2026.1.md:1:1"}


def places(text: str, page: Chapter) -> set[str]:
    """Return the origins of the lines with *text* in the Typst source of *page*."""
    made = document(book(page))[0]
    return {
        str(marked(source, number))
        for source in (made.source, *(part.source for part in made.parts))
        for number, line in enumerate(source.split("\n"), start=1)
        if text in line
    }
