"""The differences between two texts as a PDF, however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draaiboek.base.model import (
    Action,
    Box,
    Changed,
    Code,
    Emphasis,
    Inline,
    Link,
    Listing,
    Mark,
    Note,
    Origin,
    Page,
    Paragraph,
    Part,
    Quote,
    Section,
    Strong,
    Table,
    Text,
)
from draaiboek.compose import normal_form
from draaiboek.editions import manifest, redline
from draaiboek.editions.redline import Comparison
from draaiboek.pipeline.build import addresses_of
from draaiboek.pipeline.compare import Compared, publication
from draaiboek.pipeline.examine import examine
from tests.guidebook import guidebook, page
from tests.integration.program import ROOT
from tests.unit.redline_strategies import WORDS
from tests.unit.redlines import LONG, NEW, OLD, entry, new_words, of_sector, old_words, page_of, parts, told

MENU = "- pagina: index.md\n- pagina: delen.md\n- pagina: edities/index.md\n"


@pytest.mark.parametrize("sentences", [1, 60], ids=["a word", "pages"])
def test_a_comparison_is_printed(sentences: int, tmp_path: Path) -> None:
    texts = {word: "\n\n".join(f"Zin {n}: {word} wat je weet." for n in range(sentences)) for word in ("deel", "zwijg")}
    files = ({"docs/delen.md": page(f"{text}\n"), "docs/_data/inhoud.yml": MENU} for text in texts.values())
    old, new = (guidebook(each, tmp_path / str(number)) for number, each in enumerate(files))
    (new.root / "draaiboek").symlink_to(ROOT / "draaiboek")
    checked = [examine(each) for each in (old, new)]
    sides = [
        Compared(name, manifest.of_variants(each.variants, addresses_of(each.variants)))
        for name, each in zip(("nu", "straks"), checked, strict=True)
    ]
    made = publication(new, *sides, this=checked[1].source.identity)
    assert [name for name, data in made.items() if data.startswith(b"%PDF-")] == [
        "wijzigingen-tafel-nu-straks.pdf",
        "wijzigingen-tafel-nu-straks-onderwijs.pdf",
    ]


ORIGIN = Origin(PurePosixPath("delen.md"))

# --- as a page of the tree --------------------------------------------------------------------------------------------

BEFORE = page_of(
    "delen.md",
    "Delen",
    entry("Je mag spreken.", name="recht", title="Recht"),
    entry(
        "| Wie | Wat |\n|---|---|\n" + "".join(f"| {n} | x |\n" for n in range(7)) + "| School | ja |\n", name="tabel"
    ),
    entry(
        '!!! note "Let op"\n    Zwijg nu.\n\n!!! note ""\n    Blijf.\n\n> Oud.\n\n- **een** twee\n- `drie`\n',
        name="kader",
    ),
    entry(LONG, name="weg", title="Verhuist"),
    entry("2. Zo.\n", name="lijst", title="Lijst"),
)
AFTER = page_of(
    "delen.md",
    "Delen",
    entry("Je moet *nu* spreken.[@wet, art. 3]", name="recht", title="Plicht"),
    entry(
        "| Wie | Wat |\n|---|---|\n" + "".join(f"| {n} | x |\n" for n in range(7)) + "| School | nee |\n", name="tabel"
    ),
    entry(
        '!!! note "Let op"\n    Zwijg dan.\n\n!!! note ""\n    Ga.\n\n> Nieuw.\n\n- **een** drie\n- `drie`\n',
        name="kader",
    ),
    entry("3. Zo.\n4. Dan.\n", name="lijst", title="Lijst"),
    entry((of_sector("Op school."), *parts("Einde.")), name="sector", title="Sector"),
    entry(LONG, name="nieuw", title="Verhuist"),
)


def test_a_comparison_as_a_page() -> None:
    def line(_page: PurePosixPath, name: str) -> str | None:
        return "Spreken is een plicht." if name == "recht" else None

    made = redline.page(
        Comparison("kern", "Kern", redline.compare(BEFORE, AFTER), line, remark="Let wel.", to_do=("Lees na.",)),
        OLD,
        NEW,
    )
    assert list(told_page(made)) == [
        "wijzigingen.md: Wat is er gewijzigd: van editie 2026.1 naar editie 2026.2, Kern",
        "**Let wel.**",
        "In 6 stukken is er iets anders: 3 gewijzigd, 1 nieuw, 1 verplaatst en 1 verplaatst en gewijzigd.",
        "| Wat | Oud: editie 2026.1 | Nieuw: editie 2026.2 |",
        "| Datum | 20 november 2026 | 20 november 2026 |",
        "| Geldig van | 1 december 2026 | 1 januari 2027 |",
        "| Stand van de wetgeving | 31 oktober 2026 | 31 oktober 2026 |",
        "| Aanleiding | wetgeving en praktijk | wetgeving en praktijk |",
        "| Samenvatting | De eerste. | De eerste. |",
        "## Wat moet je doen? #doen",
        "- Lees na.",
        "## Zo lees je dit #leeswijzer",
        "- {+nieuwe woorden+} staan alleen in editie 2026.2.",
        "- [-oude woorden-] stonden alleen in editie 2026.1.",
        "- Is een heel stuk toegevoegd of geschrapt? Dan staat dat er één keer boven.",
        "- Al de rest staat in beide. De bronnen staan in noten onderaan.",
        "- Lange stukken zonder wijziging zijn weggelaten. Dat staat er telkens bij.",
        "## Overzicht #overzicht",
        "| Pagina | Stuk | Wat | Uit de releasenota |",
        "| Delen | [Plicht](#w1) | gewijzigd | Spreken is een plicht. |",
        "| Delen | [Titel](#w2) | gewijzigd | – |",
        "| Delen | [Titel](#w3) | gewijzigd | – |",
        "| Delen | [Lijst](#w4) | verplaatst en gewijzigd | – |",
        "| Delen | [Sector](#w5) | nieuw | – |",
        "| Delen | [Verhuist](#w6) | verplaatst | – |",
        "## Delen #p1",
        "### [-Recht-] {+Plicht+} #w1",
        "**Gewijzigd.** Releasenota: Spreken is een plicht.",
        "Je [-mag spreken.-] {+moet* nu* spreken.<Note>+}",
        "### Titel #w2",
        "**Gewijzigd.**",
        "| Wie | Wat |",
        "| *[…] 5 rijen zonder wijziging* |  |",
        "| 5 | x |",
        "| 6 | x |",
        "| School | [-ja-] {+nee+} |",
        "### Titel #w3",
        "**Gewijzigd.**",
        "!!! note Let op",
        "    Zwijg [-nu-] {+dan+}.",
        "!!! note ",
        "    [-Blijf.-] {+Ga.+}",
        "> [-Oud.-] {+Nieuw.+}",
        "- [-**een** twee-] {+**een** drie+}",
        "- `drie`",
        "### Lijst #w4",
        "**Verplaatst en gewijzigd.** Stond op ‘Delen’, na ‘Verhuist’; staat nu op ‘Delen’, na ‘Titel’.",
        "3. Zo.",
        "3. {+Dan.+}",
        "### Sector #w5",
        "**Nieuw.**",
        "!!! note Toegevoegd: dit hele stuk",
        "    !!! note Specifiek voor onderwijs",
        "        Op school.",
        "    Einde.",
        "### Verhuist #w6",
        (
            "**Verplaatst.** Stond op deze pagina onder een ander adres; staat nu onder zijn nieuwe adres. "
            "Er is geen woord aan gewijzigd."
        ),
        "noot de wet, art. 3",
    ]
    nothing = redline.page(Comparison("kern", "Kern", redline.compare(BEFORE, BEFORE), line), OLD, NEW)
    assert [section.id for section in nothing.walk()] == ["leeswijzer"]
    assert nothing.meta.description == "In deze tekst is geen woord gewijzigd."


def test_the_mark_of_a_heading_stands_apart_from_its_words() -> None:
    entries = []
    for text in ("Kom.", "Blijf."):
        (body,) = parts(text)
        heading = (Text("Wat moet?"), Mark("wet", "", ORIGIN))
        section = Section("moet", 2, heading, locked=False, origin=ORIGIN, body=(body,))
        entries.append(replace(entry(text, name="moet"), leaves=normal_form.of_own(section, PurePosixPath("delen.md"))))
    old, new = (page_of("delen.md", "Delen", each) for each in entries)
    made = redline.page(Comparison("kern", "Kern", redline.compare(old, new), lambda *_: None), OLD, NEW)
    assert "### Wat moet? wet #w1" in list(told_page(made))


def test_a_section_of_which_only_the_look_changed_says_so() -> None:
    old, new = (page_of("delen.md", "Delen", entry(each, name="a")) for each in ("Zwijg.", '!!! note ""\n    Zwijg.'))
    made = redline.page(Comparison("kern", "Kern", redline.compare(old, new), lambda _page, _name: None), OLD, NEW)
    (changed,) = (section for section in made.walk() if section.id == "w1")
    assert next(told_blocks(changed.body, "")) == (
        "**Gewijzigd.** Alleen de opmaak of de plaats van een link is gewijzigd, geen woord."
    )


def test_a_note_with_brackets_in_it_stands_whole_at_the_foot() -> None:
    old, new = (
        page_of("delen.md", "Delen", entry(f"Een zin die {w} blijft.[@wet, art. 3 (a (b)) c] Nog {w}.", name="a"))
        for w in ("zo", "nu")
    )
    made = redline.page(Comparison("kern", "Kern", redline.compare(old, new), lambda _page, _name: None), OLD, NEW)
    assert [said(note.content) for note in made.footnotes] == ["de wet, art. 3 (a (b)) c"]
    (changed,) = (section for section in made.walk() if section.id == "w1")
    assert [*told_blocks(changed.body, "")][1] == "Een zin die [-zo-] {+nu+} blijft.<Note> Nog [-zo-] {+nu+}."


def test_two_notes_beside_each_other_stay_two() -> None:
    old, new = (
        page_of("delen.md", "Delen", entry(f"Een zin die {w} blijft.[@wet, art. 3 (a)][@wet, art. 4] Ja.", name="a"))
        for w in ("zo", "nu")
    )
    made = redline.page(Comparison("kern", "Kern", redline.compare(old, new), lambda _p, _n: None), OLD, NEW)
    assert [said(note.content) for note in made.footnotes] == ["de wet, art. 3 (a)", "de wet, art. 4"]
    (changed,) = (section for section in made.walk() if section.id == "w1")
    assert [*told_blocks(changed.body, "")][1] == "Een zin die [-zo-] {+nu+} blijft.<Note><Note> Ja."


def test_a_note_that_goes_where_another_ends_otherwise_is_told_in_it() -> None:
    old, new = "Dat mag.[@wet, art. 3] Dit ook.[@wet, art. 3]", "Dat mag.[@wet, art. 4 (a (b)) c]"
    before, after = (page_of("delen.md", "Delen", entry(each, name="a")) for each in (old, new))
    made = redline.page(Comparison("kern", "Kern", redline.compare(before, after), lambda _p, _n: None), OLD, NEW)
    (changed,) = (section for section in made.walk() if section.id == "w1")
    assert [*told_blocks(changed.body, "")][1].rstrip() == "Dat mag.<Note> [-Dit ook.-]"
    assert [said(note.content) for note in made.footnotes] == ["de wet, art. [-3-][-; de wet, art. 3-] {+4 (a (b)) c+}"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(
            [parts(f'!!! note "{title}"\n    Zwijg.\n') for title in ("Let op", "Belangrijk")],
            ["!!! note [-Let op-]", "    **{+Belangrijk+}**", "    Zwijg."],
            id="a title that became another one",
        ),
        pytest.param(
            [(replace(of_sector(text), action=Action.REPLACE, reason="Zo is het."),) for text in ("Kom.", "Ga.")],
            [
                "!!! note Specifiek voor onderwijs",
                "    **Deze tekst vervangt de kerntekst. Reden: Zo is het.**",
                "    [-Kom.-] {+Ga.+}",
            ],
            id="the reason of a sector",
        ),
    ],
)
def test_what_is_said_behind_the_title_of_a_box_is_bold(texts: Sequence[Sequence[Part]], expected: list[str]) -> None:
    before, after = (page_of("delen.md", "Delen", entry(each)) for each in texts)
    made = redline.page(Comparison("kern", "Kern", redline.compare(before, after), lambda _p, _n: None), OLD, NEW)
    (changed,) = (section for section in made.walk() if section.id == "w1")
    assert [*told_blocks(changed.body, "")][1:] == expected


def test_a_stretch_that_is_left_out_is_counted_in_print() -> None:
    text = "\n\n".join(f"Zin {number} blijft." for number in range(8))
    both = (entry(f"{text}\n\nSlot is {word}.", name="a") for word in ("oud", "nieuw"))
    before, after = (page_of("delen.md", "Delen", each) for each in both)
    made = redline.page(Comparison("kern", "Kern", redline.compare(before, after), lambda _p, _n: None), OLD, NEW)
    (changed,) = (section for section in made.walk() if section.id == "w1")
    assert [*told_blocks(changed.body, "")][1:] == [
        "*[…] 6 stukken tekst zonder wijziging*",
        "Zin 6 blijft.",
        "Zin 7 blijft.",
        "Slot is [-oud-] {+nieuw+}.",
    ]


def told_page(page: Page) -> Iterator[str]:
    """Yield a line for each block: its kind, with {+insertions+} and [-deletions-]."""
    yield f"{page.path}: {page.meta.title}"
    yield from told_blocks(page.lead, "")
    for section in page.walk():
        yield f"{'#' * section.level} {said(section.heading)} #{section.id}"
        yield from told_blocks(section.body, "")
    yield from (f"noot {said(note.content)}" for note in page.footnotes)


def told_blocks(blocks: Sequence[object], indent: str) -> Iterator[str]:
    for block in blocks:
        yield from (f"{indent}{line}" for line in told_block(block))


def told_block(block: object) -> Iterator[str]:
    match block:
        case Paragraph(content=content):
            yield said(content)
        case Listing(items=items, start=start):
            for item in items:
                first, *rest = told_blocks(item.blocks, "")
                yield f"{f'{start}.' if start is not None else '-'} {first}"
                yield from (f"  {each}" for each in rest)
        case Table(head=head, rows=rows, align=align):
            assert align == ("",) * len(head.cells)
            yield from (f"| {' | '.join(said(cell) for cell in row.cells)} |" for row in (head, *rows))
        case Quote(blocks=inside):
            yield from told_blocks(inside, "> ")
        case Box(kind=kind, title=title, blocks=inside):
            yield f"!!! {kind} {said(title)}"
            yield from told_blocks(inside, "    ")
        case _:
            raise AssertionError(block)


def said(content: Sequence[Inline]) -> str:
    shown = []
    for node in content:
        match node:
            case Text(text=text):
                shown.append(text)
            case Changed(content=inside, added=added):
                shown.append(f"{{+{said(inside)}+}}" if added else f"[-{said(inside)}-]")
            case Strong(content=inside):
                shown.append(f"**{said(inside)}**")
            case Emphasis(content=inside):
                shown.append(f"*{said(inside)}*")
            case Code(text=text):
                shown.append(f"`{text}`")
            case Link(href=href, content=inside):
                shown.append(f"[{said(inside)}]({href})")
            case _:
                shown.append(f"<{type(node).__name__}>")
    return "".join(shown)


# --- notes of any text ------------------------------------------------------------------------------------------------

CITED = st.sampled_from(
    [
        "recht.[@wet, art. 3]",
        "recht.[@wet, art. 4 (a (b)) c]",
        "recht.[@wet, art. 4 (a (b)) d; @wet]",
        "plicht [@wet, art. 3], dus",
        "plicht.[@wet]",
    ]
)
NOTED = st.lists(st.one_of(WORDS, CITED, CITED), min_size=1, max_size=7).map(" ".join)


def of_side(content: Iterable[Inline], *, new: bool, marks: list[int]) -> str:
    """Return the words of *content* in the new text (or the old one); the numbers of its notes are added to *marks*."""
    found = ""
    for each in content:
        match each:
            case Changed(content=inside, added=added):
                found += of_side(inside, new=new, marks=marks) if added is new else ""
            case Strong(content=inside) | Emphasis(content=inside):
                found += of_side(inside, new=new, marks=marks)
            case Text(text=text) | Code(text=text):
                found += text
            case Note(number=number):
                marks.append(number)
            case _:
                raise AssertionError(each)
    return found


def apart(text: str) -> tuple[str, list[str]]:
    """Split *text*, the words of a comparison on screen without white space, into its words and its notes."""
    words, notes, deep = "", [""], 0
    for number, letter in enumerate(text):
        if text.startswith("(noot:", number) or deep:
            deep += (letter == "(") - (letter == ")")
            notes[-1] += letter
            notes += [] if deep else [""]
        else:
            words += letter
    return words, [each.removeprefix("(noot:").removesuffix(")") for each in notes if each]


@given(NOTED, NOTED)
@settings(max_examples=max(200, settings().max_examples))
def test_in_print_the_words_and_the_notes_of_both_texts_stand_once(old: str, new: str) -> None:
    before, after = (page_of("delen.md", "Delen", entry(each)) for each in (old, new))
    found = redline.compare(before, after)
    if not found.changed:
        return
    made = redline.page(Comparison("kern", "Kern", found, lambda _page, _name: None), OLD, NEW)
    (changed,) = (each for each in made.walk() if each.id == "w1")
    printed = [each.content for each in changed.body[1:] if isinstance(each, Paragraph)]
    assert [each.number for each in made.footnotes] == list(range(1, len(made.footnotes) + 1))
    for is_new, blocks in ((False, old_words(found.changed[0])), (True, new_words(found.changed[0]))):
        words, notes = apart("".join("".join(told(blocks)).split()))
        marks: list[int] = []
        assert "".join("".join(of_side(each, new=is_new, marks=marks) for each in printed).split()) == words
        foot = ["".join(of_side(made.footnotes[each - 1].content, new=is_new, marks=[]).split()) for each in marks]
        assert "".join(foot).replace(";", "") == "".join(notes).replace(";", "")
        if len(marks) == len(notes):  # otherwise overlapping old and new notes are combined
            assert foot == notes
