"""`check --fix` repairs what needs no guess and leaves every other byte; a second run finds nothing to do."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draaiboek.base.project import Project
from draaiboek.cli import main
from draaiboek.pipeline.examine import examine
from draaiboek.pipeline.repair import repairing
from draaiboek.pipeline.repair.repairing import Signing, repair
from tests.guidebook import guidebook, overlay, page, reading, sector

DAY = date(2026, 11, 28)
DELEN = "docs/delen.md"


def codes(project: Project) -> list[str]:
    return [problem.code for problem in examine(project).problems]


def fixed(project: Project, signing: Signing | None = None) -> dict[str, bytes | None]:
    """Repair *project* and return the files that changed; assert that a second run changes nothing."""
    repaired = repair(project, signing)
    repairing.write(project, repaired)
    assert repair(project, signing).changes == ()
    return {str(change.path): change.after for change in repaired.changes}


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no pipes in folders, and no limits")
@contextmanager
def small_files() -> Iterator[None]:
    """Refuse to write a file of more than 100 MB in the body, so that a copy of a terabyte fails and fills no disk."""
    import resource  # noqa: PLC0415  # Windows has none

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_is_refused_is_not_copied(tmp_path: Path) -> None:
    """A file can claim to be larger than the disk, and a pipe never ends."""
    project = guidebook({}, tmp_path)
    os.mkfifo(project.docs / "pijp.md")
    (project.docs / "groot.md").touch()
    os.truncate(project.docs / "groot.md", 10**12)
    with small_files():
        found = repair(project)
    assert found.changes == ()
    assert [(each.code, str(each.origin.path)) for each in found.problems] == [
        ("PG011", "docs/groot.md"),
        ("PG011", "docs/pijp.md"),
    ]


@pytest.mark.parametrize("name", ["docs/groot.md", "docs/_data/begrippen.yml", "draaiboek.yml", "mkdocs.yml"])
def test_what_is_refused_for_its_size_is_not_read_for_a_repair(name: str, tmp_path: Path) -> None:
    """`check` looked for remnants of Word in all 50 GB, after it had said that the file is too large."""
    project = guidebook({}, tmp_path)
    with (project.root / name).open("wb") as file:
        file.truncate(10**12)
    checked = examine(project)
    assert [(each.code, str(each.origin.path)) for each in checked.problems] == [("PG011", name)]
    with small_files():
        assert not repairing.is_possible(project, checked)
        assert repair(project).changes == ()


# --- Word -------------------------------------------------------------------------------------------------------------


NOTHING = ("\u00ad", "\u200b", "\ufeff", "&shy;", "&#8203;", "&#x200B;")
SPACES = ("\u00a0", "\u202f", "\u2009")
PIECE = st.sampled_from(("woord", "Zin.", "**vet**", "één", *NOTHING, *SPACES, *("é", "ë", "…", "–", "€")))
LINE = st.lists(PIECE, min_size=1, max_size=6).map(" w".join)


ENDS = st.sampled_from(("\n", "\r\n"))
MARK = st.sampled_from(("", "\ufeff"))
LAST = st.sampled_from(("", "\n"))


@given(lines=st.lists(LINE, min_size=1, max_size=5), end=ENDS, mark=MARK, last=LAST)
def test_remnants_of_word_go_and_every_other_byte_stays(lines: list[str], end: str, mark: str, last: str) -> None:
    text = page("\n".join(f"A{line}" for line in lines) + last).replace("\n", end)
    before = mark + text
    expected = text
    for remnant in NOTHING:
        expected = expected.replace(remnant, "")
    for space in SPACES:
        expected = expected.replace(space, " ")
    with TemporaryDirectory() as folder:
        project = guidebook({"docs/delen.md": before.encode()}, Path(folder))
        changed = fixed(project)
        assert (project.docs / "delen.md").read_bytes() == (mark + expected).encode()
        assert set(changed) == (set() if text == expected else {"docs/delen.md"})
        assert "HT005" not in codes(project)


def test_a_character_that_turns_text_around_is_no_remnant(tmp_path: Path) -> None:
    project = guidebook({"docs/delen.md": page("Dit is \u202eniet goed.\n")}, tmp_path)
    assert fixed(project) == {}
    assert codes(project) == ["HT005"]


def test_bullets_and_spans_become_a_list(tmp_path: Path) -> None:
    body = "Lees:\n\n•\tEen <span lang=NL>punt</span>\no\tonder\n·  Twee<o:p></o:p>\n\n> • in een citaat\n"
    project = guidebook({"docs/delen.md": page(body)}, tmp_path)
    assert {*codes(project)} == {"PG007", "HT001"}
    fixed(project)
    now = (project.docs / "delen.md").read_text("utf-8")
    assert now == page("Lees:\n\n- Een punt\n    - onder\n- Twee\n\n> - in een citaat\n")
    assert codes(project) == []


def test_numbers_with_a_space_of_word_become_a_list(tmp_path: Path) -> None:
    """To Markdown that space is a letter: all items would be one paragraph."""
    body = "Doe dit:\n1)\u00a0Bel.\n2)\u00a0\u00a0Noteer.\n\n1.\u00a0Een\n2.\u00a0Twee\n"
    project = guidebook({"docs/delen.md": page(body)}, tmp_path)
    assert codes(project) == ["PG007"] * 4
    fixed(project)
    assert (project.docs / "delen.md").read_text("utf-8") == page(body.replace("\u00a0", " "))
    assert codes(project) == []


def test_a_tab_before_a_bullet_is_an_indent_of_four(tmp_path: Path) -> None:
    """As Notepad keeps a list of Word, whether the whole list was indented or only the items of a lower level."""
    body = "Lees:\n\n•\tEen\n\to\tonder\n\to\took\n•\tTwee\n\nKies:\n\t•\tDrie\n\t•\tVier\n\t\to\tdiep\n"
    project = guidebook({"docs/delen.md": page(body)}, tmp_path)
    assert {*codes(project)} == {"PG007"}
    right = "Lees:\n\n- Een\n    - onder\n    - ook\n- Twee\n\nKies:\n- Drie\n- Vier\n    - diep\n"
    assert fixed(project) == {DELEN: page(right).encode()}
    assert codes(project) == []


def test_tags_of_word_go_everywhere_but_in_code_and_a_check_tells_of_each(tmp_path: Path) -> None:
    """In a heading, a cell, the title of a box and front matter readers would see them too."""
    tag = "<o:p></o:p>"
    code = f"`{tag}` en ``a ` {tag}``"
    body = (
        f"## Kop{tag} {{#kop}}\n\nEen{tag} en {code}.{tag}\n\n| a{tag} | b |\n|---|---|\n| c | d{tag} |\n\n"
        f'!!! note "Let op{tag}"\n    Zo{tag}.\n'
    )
    text = page(body, title=f"Delen{tag}")
    project = guidebook({DELEN: text}, tmp_path)
    told = {(each.code, each.origin.line) for each in examine(project).problems}
    assert told == {("PG003", 2), ("PG003", 3), *(("PG007", line) for line in (5, 7, 9, 11, 13, 14))}
    kept = text.replace(code, "CODE").replace(tag, "").replace("CODE", code)
    assert fixed(project) == {DELEN: kept.encode()}
    assert codes(project) == []


def test_curly_quotes_around_the_title_of_a_box_become_straight(tmp_path: Path) -> None:
    body = "!!! note \u201cLet op\u201d\n    Hij zei \u201cnee\u201d.\n"
    project = guidebook({DELEN: page(body)}, tmp_path)
    assert codes(project) == ["PG007"]
    assert fixed(project) == {DELEN: page(body.replace("\u201cLet op\u201d", '"Let op"')).encode()}
    assert codes(project) == []


def test_curly_quotes_become_straight_where_only_those_are_a_sign(tmp_path: Path) -> None:
    """In a link, in front matter and in a data file; in a sentence they stay curly."""
    front = page("Zie [hier](delen.md “Over „delen”) en [daar](delen.md “Delen”). Hij zei “nee”.\n")
    listed = front.replace("description: Over delen.", "description: „Over: delen”\nbronnen: [“wet”]")
    words = "- woord: ‘hulp’\n  niet: [“steun”, ondersteuning]\n  reden: Zo.\n"
    project = guidebook({DELEN: listed, "docs/_data/voorkeurswoorden.yml": words}, tmp_path)
    changed = {str(each.path): (each.after or b"").decode() for each in repair(project).changes}
    assert 'description: "Over: delen"\nbronnen: ["wet"]' in changed[DELEN]
    assert '[hier](delen.md “Over „delen”) en [daar](delen.md "Delen"). Hij zei “nee”.' in changed[DELEN]
    assert changed["docs/_data/voorkeurswoorden.yml"].startswith('- woord: "hulp"\n  niet: ["steun", ondersteuning]')


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_heading_gets_the_id_that_its_message_says(end: str, tmp_path: Path) -> None:
    """A second one with the same words, one that is no plain heading and every other byte are left alone."""
    text = page("## Eerst *bellen* \n\n### Dan\n\n## Later {#later}\n\n### Dan\n\nNee\n---\n\n## Het {b}\n").replace(
        "\n", end
    )
    project = guidebook({DELEN: text.encode()}, tmp_path)
    expected = text.replace("## Eerst *bellen* ", "## Eerst *bellen* {#eerst-bellen} ")
    assert fixed(project) == {DELEN: expected.encode()}


def test_a_heading_whose_id_something_names_is_left_to_a_person(tmp_path: Path) -> None:
    """The missing id may belong to any heading without one; in other files headings do get theirs."""
    other = page("## Nieuw\n\nZie [hoe](delen.md#hoe).\n")
    project = guidebook({DELEN: page("## Hoe dan\n\nRustig.\n"), "docs/ander.md": other}, tmp_path)
    assert fixed(project) == {"docs/ander.md": other.replace("## Nieuw", "## Nieuw {#nieuw}").encode()}


def test_a_list_that_stands_against_a_sentence_becomes_a_list(tmp_path: Path) -> None:
    """As LibreOffice and Word paste it as plain text: indented, without a blank line above it."""
    body = "Bel de dienst.\n    • Eerst dit\n        ➢ Dan dat\n    • En nog iets\n\nKies:\n    1. Een\n    2. Twee\n"
    project = guidebook({"docs/delen.md": page(body)}, tmp_path)
    assert {*codes(project)} == {"PG007"}
    while codes(project):
        fixed(project)
    now = (project.docs / "delen.md").read_text("utf-8")
    lists = "- Eerst dit\n    - Dan dat\n- En nog iets\n\nKies:\n\n1. Een\n2. Twee\n"
    assert now == page(f"Bel de dienst.\n\n{lists}")


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{'  ' * depth}- punt\n" for depth in range(12)),
        "- punt\n    - [](index.md)\n",
        "- punt\n  - punt\n    - **vet\\\n    - [een link](index.md 'x' y)\n",
    ],
    ids=["too-deep", "link-without-words", "link-that-cannot-be-read"],
)
def test_an_item_of_a_list_with_another_mistake_is_left_alone(text: str, tmp_path: Path) -> None:
    """The repair of an indented list overwrote the line above it, and in a deep list it never ended."""
    project = guidebook({"docs/delen.md": page(text)}, tmp_path)
    assert codes(project)
    assert fixed(project) == {}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_of_word_or_excel_becomes_a_table(end: str, tmp_path: Path) -> None:
    """Separated from the sentences around it; a bar in a cell remains a bar, and a missing cell is empty."""
    body = "Wie doet wat?\nWie\tWat\tWanneer\nDe coach\tluistert | zwijgt\nEn verder.\n"
    project = guidebook({"docs/delen.md": page(body).replace("\n", end).encode()}, tmp_path)
    assert codes(project) == ["PG007"]
    fixed(project)
    now = (project.docs / "delen.md").read_bytes().decode()
    rows = "| Wie | Wat | Wanneer |\n| --- | --- | --- |\n| De coach | luistert \\| zwijgt |  |\n"
    assert now == page(f"Wie doet wat?\n\n{rows}\nEn verder.\n").replace("\n", end)
    assert codes(project) == []


@pytest.mark.parametrize(
    "text", ["Dat is zo\n– of toch niet altijd.\n", "Het zijn er\n14. Dat is veel.\n", "A –\nb.\n"]
)
def test_a_dash_or_a_year_in_a_sentence_is_no_list(text: str, tmp_path: Path) -> None:
    assert codes(guidebook({"docs/delen.md": page(text)}, tmp_path)) == []


def test_what_only_looks_like_a_bullet_stays(tmp_path: Path) -> None:
    body = "O nee, dat kan anders.\no ja, en dit ook · nu.\n<b>Vet</b>\n"
    project = guidebook({"docs/delen.md": page(body)}, tmp_path)
    assert fixed(project) == {}
    assert {*codes(project)} == {"HT001"}


# --- places -----------------------------------------------------------------------------------------------------------


MOVED: Mapping[str, str] = {
    "docs/index.md": page('[a](oud.md) [b](oud.md#wat) [c](<oud.md#wat> "Titel") `oud.md` [d](nieuw/nu.md#was)\n'),
    "docs/nieuw/nu.md": page(
        "## Wat {#wat}\n\nTekst. [naar huis](index.md), [hier](#was)\n\n## Is {#is}\n\nNog.\n",
        title="Nu",
        more="voorheen: [oud.md, was > is]\nvragen:\n  was: [hoe was het]\n",
    ),
    "docs/_data/inhoud.yml": (
        "- pagina: index.md # start\n- titel: Oud\n  paginas:\n    - oud.md\n- pagina: edities/index.md\n"
    ),
    "docs/_data/zoekvragen/a.yml": (
        "bovenaan: 0\neerste_drie: 0\niets: 0\nvragen:\n  kern:\n"
        '    - {vraag: "oud.md", paginas: ["oud.md#wat", oud.md, index.md]}\n'
    ),
    "docs/_data/zoekvragen/b.yml": (
        "bovenaan: 0\neerste_drie: 0\niets: 0\nvragen: {kern: [{vraag: was, paginas: [oud.md]}]}\n"
    ),
    "docs/_data/figuren.yml": (
        "f:\n  vorm: stappen\n  titel: Zie oud.md\n  delen:\n"
        "    - {kop: Eerst, naar: oud.md#wat}\n    - kop: Dan\n      naar: oud.md\n"
    ),
    "docs/_data/beslisboom.yml": (
        "delen:\n  titel: Delen\n  start: v\n  inleiding: Lees [dit](../oud.md#wat) eerst.\n"
        "  vragen:\n    v:\n      vraag: Mag het?\n"
        "      antwoorden:\n        - {antwoord: Ja, naar: ja}\n        - {antwoord: Nee, naar: ja}\n"
        "  uitkomsten:\n    ja: {titel: Ja, tekst: 'Zie [nu](../oud.md).', werkwijze: true}\n"
    ),
    "docs/edities/index.md": page("<!-- beslisboom: delen -->\n\n<!-- figuur: f -->\n", title="Edities"),
    "sectors/onderwijs/les.md": page("[x](oud.md#wat)\n", title="Les", more="na: oud.md\n"),
    "overlays/onderwijs/a.md": overlay(
        "Zie [wat](oud.md#wat) en [les](variant:onderwijs/oud.md).\n", target="oud.md#was"
    ),
}
AFTER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "docs/index.md": (
        ("(oud.md)", "(nieuw/nu.md)"),
        ("oud.md#wat", "nieuw/nu.md#wat"),
        ("nu.md#was", "nu.md#is"),
    ),
    "docs/nieuw/nu.md": (("(index.md)", "(../index.md)"), ("(#was)", "(#is)"), ("  was:", "  is:")),
    "docs/_data/inhoud.yml": (("- oud.md", "- nieuw/nu.md"),),
    "docs/_data/zoekvragen/b.yml": (("[oud.md]", "[nieuw/nu.md]"),),
    "docs/_data/zoekvragen/a.yml": (("oud.md#wat", "nieuw/nu.md#wat"), (" oud.md,", " nieuw/nu.md,")),
    "docs/_data/figuren.yml": (("naar: oud.md", "naar: nieuw/nu.md"),),
    "docs/_data/beslisboom.yml": (("(../oud.md", "(../nieuw/nu.md"),),
    "sectors/onderwijs/les.md": (("oud.md", "nieuw/nu.md"),),
    "overlays/onderwijs/a.md": (
        ("doel: oud.md#was", "doel: nieuw/nu.md#is"),
        ("(oud.md#wat", "(nu.md#wat"),
        ("onderwijs/oud.md", "onderwijs/nieuw/nu.md"),
    ),
}


def test_everything_that_points_at_a_page_that_moved_follows_and_nothing_else_changes(tmp_path: Path) -> None:
    project = guidebook(MOVED, tmp_path)
    changed = fixed(project)
    assert {*changed} == {*AFTER}
    for name, pairs in AFTER.items():
        expected = MOVED[name]
        for old, new in pairs:
            expected = expected.replace(old, new)
        assert (tmp_path / name).read_text("utf-8") == expected, name
    assert {*codes(project)} == {"OV009"}


OLD_ID = {
    DELEN: page(
        '## Nieuw {#nieuw}\n\nZie [dit](#oud), `[dit](#oud)`, ``[en](#oud)``, "#oud" en oud.md#oud.\n\n'
        "> [citaat](#oud) [twee](#oud 'oud') [drie](<#oud>)\n",
        more="voorheen: [oud.md, oud > nieuw]\nvragen:\n  oud: [wat dan]  # oud en oud.md\n",
    ),
    "docs/ander.md": page('[oud.md](oud.md "oud.md") `[a](oud.md#oud)` "oud.md" [a](oud.md#oud)\n', title="Ander"),
    "docs/_data/inhoud.yml": (
        "# pagina: oud.md\n- pagina: index.md\n- pagina: 'oud.md' # oud.md\n"
        "- pagina: ander.md\n- pagina: edities/index.md\n"
    ),
    "overlays/onderwijs/a.md": (
        '---\n# doel: oud.md#oud\ndoel: "oud.md#oud"   # oud.md#oud\nbewerking: einde\n---\n'
        "Zie `oud.md` en [e](oud.md#oud).\n"
    ),
}
"""What names an old page and an old id where it is an address, and in code, quotes, titles and comments."""
FOLLOWED: Mapping[str, tuple[tuple[str, str], ...]] = {
    DELEN: (
        ("Zie [dit](#oud)", "Zie [dit](#nieuw)"),
        ("[citaat](#oud)", "[citaat](#nieuw)"),
        ("[twee](#oud", "[twee](#nieuw"),
        ("<#oud>", "<#nieuw>"),
        ("  oud:", "  nieuw:"),
    ),
    "docs/ander.md": (('](oud.md "', '](delen.md "'), ('" [a](oud.md#oud)', '" [a](delen.md#nieuw)')),
    "docs/_data/inhoud.yml": (("'oud.md'", "'delen.md'"),),
    "overlays/onderwijs/a.md": (('"oud.md#oud"', '"delen.md#nieuw"'), ("(oud.md#oud)", "(delen.md#nieuw)")),
}


@pytest.mark.parametrize("last", ["\n", ""], ids=["a final line end", "none"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "a byte-order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_only_addresses_follow_and_every_other_byte_stays(end: str, mark: str, last: str, tmp_path: Path) -> None:
    def saved(text: str) -> bytes:
        return (mark + text.removesuffix("\n") + last).replace("\n", end).encode()

    project = guidebook({}, tmp_path)
    expected = {}
    for name, text in OLD_ID.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(saved(text))
        now = text
        for old, new in FOLLOWED[name]:
            assert now.count(old) == 1
            now = now.replace(old, new)
        expected[name] = saved(now)
    assert fixed(project) == expected


def renamed(tmp_path: Path, text: str = "## Nu {#nu}\n\nDezelfde woorden.\n") -> Project:
    """Return a guidebook in which a sector read `was`, which now has another id."""
    files = {
        "docs/delen.md": page("## Nu {#was}\n\nDezelfde woorden.\n"),
        "docs/zien.md": page("Zie [was](delen.md#was).\n", title="Zien"),
        "overlays/onderwijs/a.md": overlay("Erbij.\n", target="delen.md#was"),
    }
    project = guidebook(files, tmp_path)
    (project.docs / "delen.md").write_text(page(text), encoding="utf-8")
    return project


def test_an_id_that_was_renamed_is_kept_under_voorheen_and_followed(tmp_path: Path) -> None:
    project = renamed(tmp_path)
    assert {*codes(project)} == {"OV001", "OV012", "LK002"}
    fixed(project)
    assert "voorheen: [was > nu]\n---\n" in (project.docs / "delen.md").read_text("utf-8")
    assert codes(project) == []


@pytest.mark.parametrize(
    "text",
    ["## Nu {#nu}\n\nAndere woorden.\n", "## Nu {#nu}\n\nDezelfde woorden.\n\n## Nu {#ook}\n\nDezelfde woorden.\n"],
)
def test_an_id_of_which_nobody_knows_where_it_went_is_left_to_a_person(tmp_path: Path, text: str) -> None:
    project = renamed(tmp_path, text)
    # The readings of that text are not swept either: when it comes back, or says where it went, they still count.
    assert not fixed(project)
    assert {*codes(project)} == {"OV001", "OV012", "LK002"}


def test_nothing_is_moved_or_swept_while_part_of_the_text_cannot_be_read(tmp_path: Path) -> None:
    project = guidebook({**MOVED, "docs/stuk.md": "---\ntitle: [\n---\n"}, tmp_path)
    assert fixed(project) == {}


# --- sources and readings ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("", "bronnen: [wet]\n"),
        ("nagelezen: 2026-11-01\n", "bronnen: [wet]\nnagelezen: 2026-11-01\n"),
        ("bronnen: []\n", "bronnen: [wet]\n"),
        ("bronnen: [ander] \n", "bronnen: [ander, wet] \n"),
        ("bronnen:\n  - ander\n", "bronnen:\n  - ander\n  - wet\n"),
    ],
)
def test_a_source_that_is_cited_stands_in_the_front_matter(tmp_path: Path, front: str, expected: str) -> None:
    body = "Zo is het. [@wet]\n"
    entry = "  titel: T\n  kort: K\n  soort: wet\n  status: geverifieerd\n  gecontroleerd_op: '2026'\n"
    data = f"wet:\n{entry}ander:\n{entry}"
    project = guidebook({"docs/delen.md": page(body, more=front), "docs/_data/bronnen.yml": data}, tmp_path)
    fixed(project)
    assert (project.docs / "delen.md").read_text("utf-8") == page(body, more=expected)
    left = [problem.text for problem in examine(project).problems]
    assert left == (["'bronnen:' noemt 'ander', maar de pagina citeert die bron niet"] if "ander" in front else [])


def test_a_reading_is_swept_when_its_text_is_gone_or_was_read_anew(tmp_path: Path) -> None:
    folder = "sectors/onderwijs/nagelezen"
    files = {
        "docs/delen.md": page("## Wat {#wat}\n\nTekst.\n\n## Ook {#ook}\n\nMeer.\n"),
        "overlays/onderwijs/a.md": overlay("Erbij.\n", target="delen.md#wat"),
        f"{folder}/weg.yml": reading("weg.md#wat", "f2:000000000000"),
        f"{folder}/oud.yml": reading("delen.md#ook", "f2:000000000000"),
    }
    project = guidebook(files, tmp_path)
    (project.root / folder / "vroeger.yml").write_text(reading("delen.md#wat", "f2:111111111111"), encoding="utf-8")
    assert fixed(project) == {f"{folder}/vroeger.yml": None, f"{folder}/weg.yml": None}


def test_a_sector_that_asks_signs_what_it_has_to_read_and_nobody_else_does(tmp_path: Path) -> None:
    files = {
        **sector("sport"),
        "docs/delen.md": page("## Wat {#wat}\n\nTekst.\n"),
        "overlays/onderwijs/a.md": overlay("Erbij.\n", target="delen.md#wat"),
        "overlays/sport/a.md": overlay("Ook erbij.\n", target="delen.md#wat"),
    }
    project = guidebook(files, tmp_path)
    (project.docs / "delen.md").write_text(page("## Wat {#wat}\n\nAndere tekst.\n"), encoding="utf-8")
    assert fixed(project) == {}
    changed = fixed(project, Signing("sport", "contact sport", DAY))
    # The sector's earlier reading is removed, because it read the text again.
    assert [Path(name).parent.parent.name for name in changed] == ["sport", "sport"]
    (written,) = [text for text in changed.values() if text is not None]
    assert written.decode().endswith("op: 2026-11-28\ndoor: contact sport\n")
    assert [str(problem.origin.path) for problem in examine(project).problems] == ["overlays/onderwijs/a.md"]


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_shows_and_writes_only_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = guidebook({"docs/delen.md": page("Een zacht\u00ad streepje.\n")}, tmp_path)
    before = (project.docs / "delen.md").read_bytes()
    assert main(["check", "--fix"], tmp_path) == 1
    shown = capsys.readouterr()
    assert "-Een zacht⟨U+00AD⟩ streepje.\n+Een zacht streepje." in shown.out
    assert "er is niets geschreven" in shown.err
    assert (project.docs / "delen.md").read_bytes() == before
    assert main(["check", "--fix", "--yes"], tmp_path) == 0
    assert (project.docs / "delen.md").read_bytes() == before.replace("\u00ad".encode(), b"")
    assert main(["check", "--fix"], tmp_path) == 0


def test_a_check_says_when_the_program_can_repair_something(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = renamed(tmp_path)
    said = "Een deel hiervan kan het programma zelf herstellen: python3 build.py check --fix"
    assert main(["check"], tmp_path) == 1
    assert said in capsys.readouterr().err
    assert main(["check", "--format", "json"], tmp_path) == 1
    assert said not in capsys.readouterr().err
    fixed(project)
    (project.docs / "zien.md").write_text(page("[Weg](weg.md)\n", title="Zien"), encoding="utf-8")
    assert main(["check"], tmp_path) == 1
    assert said not in capsys.readouterr().err


@pytest.mark.parametrize(("answer", "code"), [("j", 0), ("ja", 0), ("n", 1), ("", 1)])
def test_on_a_terminal_it_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int) -> None:
    guidebook({"docs/delen.md": page("Een zacht\u00ad streepje.\n")}, tmp_path)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda: answer)
    assert main(["check", "--fix"], tmp_path) == code


def test_what_leads_to_text_of_a_sector_on_a_page_follows_that_page(tmp_path: Path) -> None:
    """Its id is in no file: it is the heading of an overlay, prefixed with the sector."""
    project = guidebook(
        {
            "docs/kader/delen.md": page("## Wat {#wat}\n\nVraag het.\n", more="voorheen: [delen.md]\n"),
            "overlays/onderwijs/a.md": overlay(
                "### Op school {#op-school}\n\nAan de directie.\n", target="delen.md#wat"
            ),
            "sectors/onderwijs/les.md": page("Zie [school](delen.md#onderwijs-op-school).\n", more="na: index.md\n"),
        },
        tmp_path,
    )
    changed = fixed(project)
    assert b"](kader/delen.md#onderwijs-op-school)" in (changed["sectors/onderwijs/les.md"] or b"")


def test_a_search_question_for_all_sectors_follows_a_page_to_the_text_of_one(tmp_path: Path) -> None:
    project = guidebook(
        {
            "docs/kader/delen.md": page("## Wat {#wat}\n\nVraag het.\n", more="voorheen: [delen.md]\n"),
            "overlays/onderwijs/a.md": overlay("### Op school {#op-school}\n\nIntern.\n", target="delen.md#wat"),
            "docs/_data/zoekvragen/geoefend.yml": (
                "bovenaan: 90\neerste_drie: 90\niets: 90\nvragen:\n  alle:\n"
                '    - {vraag: "school", paginas: [delen.md#onderwijs-op-school, delen.md#wat]}\n'
            ),
        },
        tmp_path,
    )
    changed = fixed(project)["docs/_data/zoekvragen/geoefend.yml"] or b""
    assert b"[kader/delen.md#onderwijs-op-school, kader/delen.md#wat]" in changed
