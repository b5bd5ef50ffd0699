"""What `build.py demo` changes in a text: its edits depend on ids and names, and report when one is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from draaiboek.base import process
from draaiboek.base.errors import ToolError, UsageError
from draaiboek.lab import demo
from draaiboek.lab.demo import demonstration
from draaiboek.lab.demo.edits import with_lines
from tests.guidebook import guidebook

PAGE = """---
title: Delen
---
Vooraf.

## Eerst {#eerst}

Oude zin.
Zin over {{ straf.casusoverleg }}.

### Dieper {#dieper}

Diepe zin.

## Daarna {#daarna .vast}

Laatste zin, zie [eerst](#eerst) en [dieper](delen.md#dieper).
"""
OTHER = "---\ntitle: Andere\n---\n\n## Ander {#ander}\n\nZie [dieper](delen.md#dieper) en [#eerste](delen.md#eerste).\n"
VARIABLES = 'livc:\n  doel: "art. 2"\n\nstraf:\n  doel: "art. 9"   # uitleg\n  casusoverleg: "art. 458ter"\n'
TEXTS = {
    "docs/delen.md": PAGE,
    "docs/andere.md": OTHER,
    "docs/_data/variabelen.yml": VARIABLES,
    "overlays/sport/delen--eerst.md": "---\ndoel: delen.md#eerst\n---\nSport.\n",
}


def changed(**edit: str) -> Mapping[str, str]:
    """The files that one edit of the story changes."""
    return {name: text for name, text in demo.apply([edit], TEXTS).items() if text != TEXTS[name]}


def test_a_value_changes_in_its_own_group() -> None:
    text = changed(waarde="straf.doel", wordt="art. 10")["docs/_data/variabelen.yml"]
    assert '  doel: "art. 2"\n' in text
    assert '  doel: "art. 10"\n' in text


def test_new_words_leave_heading_and_subsections() -> None:
    text = changed(stuk="delen.md#eerst", wordt="Nieuwe zin.\n")["docs/delen.md"]
    assert "## Eerst {#eerst}\n\nNieuwe zin.\n\n### Dieper {#dieper}\n" in text
    assert "Oude zin." not in text


def test_more_words_come_before_the_subsections() -> None:
    text = changed(stuk="delen.md#eerst", erbij="Nog een zin.")["docs/delen.md"]
    assert "casusoverleg }}.\n\nNog een zin.\n\n### Dieper" in text


def test_more_words_at_the_end_of_a_page() -> None:
    text = changed(stuk="delen.md#daarna", erbij="Nog een zin.")["docs/delen.md"]
    assert text.endswith("(delen.md#dieper).\n\nNog een zin.\n")


def test_lines_that_use_a_variable_go() -> None:
    text = changed(stuk="delen.md#eerst", zonder_regels_met="straf.casusoverleg")["docs/delen.md"]
    assert text == PAGE.replace("Zin over {{ straf.casusoverleg }}.\n", "")


def test_a_section_goes_with_its_subsections() -> None:
    text = changed(stuk="delen.md#eerst", weg="nog niet")["docs/delen.md"]
    assert "Dieper" not in text
    assert "Vooraf.\n\n## Daarna" in text


def test_a_moved_section_is_kept_and_every_link_follows() -> None:
    found = changed(stuk="delen.md#dieper", verhuist_naar="andere.md")
    assert "Diepe zin" not in found["docs/delen.md"]
    assert "(andere.md#dieper)" in found["docs/delen.md"]
    assert found["docs/andere.md"].startswith("---\ntitle: Andere\nvoorheen: [delen.md#dieper]\n---\n")
    assert found["docs/andere.md"].endswith("### Dieper {#dieper}\n\nDiepe zin.\n")
    assert "[dieper](andere.md#dieper)" in found["docs/andere.md"]


def test_a_renamed_section_keeps_its_old_id_and_every_link_follows() -> None:
    found = changed(stuk="delen.md#eerst", heet_nu="begin")
    assert "voorheen: [eerst > begin]\n" in found["docs/delen.md"]
    assert "{#begin}" in found["docs/delen.md"]
    assert "[eerst](#begin)" in found["docs/delen.md"]
    assert "doel: delen.md#begin" in found["overlays/sport/delen--eerst.md"]
    assert "docs/andere.md" not in found


ASKED = PAGE.replace(
    "title: Delen\n",
    """\
title: Delen
bronnen: [wet, wet-2]
vragen:
  pagina:
    - wat is dit
  eerst:
    - wat eerst
    - wie
  dieper:
    - hoe diep
""",
).replace("Oude zin.", "Oude zin. [@wet-2]")


def asked(**edit: str) -> str:
    """Return the front matter of a page with questions, after one edit of the story."""
    return demo.apply([edit], {**TEXTS, "docs/delen.md": ASKED})["docs/delen.md"].split("---\n")[1]


def test_what_readers_ask_goes_with_the_section() -> None:
    left = "title: Delen\nbronnen: []\nvragen:\n  pagina:\n    - wat is dit\n"
    assert asked(stuk="delen.md#eerst", weg="oud") == left
    assert "  begin:\n    - wat eerst\n    - wie\n  dieper:\n" in asked(stuk="delen.md#eerst", heet_nu="begin")
    assert "dieper" not in asked(stuk="delen.md#dieper", verhuist_naar="andere.md")
    assert "bronnen: [wet-2]\n" in asked(stuk="delen.md#eerst", zonder_regels_met="straf.casusoverleg")


def test_two_old_names_stand_beside_each_other() -> None:
    edits = [{"stuk": "delen.md#eerst", "heet_nu": "begin"}, {"stuk": "delen.md#daarna", "heet_nu": "slot"}]
    assert "voorheen: [eerst > begin, daarna > slot]\n" in demo.apply(edits, TEXTS)["docs/delen.md"]


def test_words_come_on_top_of_a_page_and_at_the_end_of_a_file() -> None:
    assert changed(pagina="delen.md", bovenaan="Let op.")["docs/delen.md"] == PAGE.replace(
        "---\nVooraf", "---\n\nLet op.\nVooraf"
    )
    name = "overlays/sport/delen--eerst.md"
    assert changed(bestand=name, erbij="Meer.")[name].endswith("Sport.\n\nMeer.\n")
    assert changed(bestand=name, wordt="Anders.\n") == {name: "Anders.\n"}
    assert changed(bestanden="overlays/sport/*.md", wordt="Anders.\n") == {name: "Anders.\n"}


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ({"waarde": "straf.weg", "wordt": "x"}, "'straf.weg'"),
        ({"stuk": "delen.md#weg", "wordt": "x"}, "'delen.md#weg'"),
        ({"stuk": "weg.md#eerst", "erbij": "x"}, "'weg.md#eerst'"),
        ({"stuk": "delen.md#daarna", "zonder_regels_met": "straf.casusoverleg"}, "'straf.casusoverleg'"),
        ({"stuk": "delen.md#eerst", "verhuist_naar": "map/andere.md"}, "'map/andere.md'"),
        ({"stuk": "delen.md#eerst", "heet_nu": "dieper"}, "'dieper' bestaat al"),
        ({"pagina": "weg.md", "bovenaan": "x"}, "'docs/weg.md'"),
        ({"bestand": "overlays/weg.md", "erbij": "x"}, "'overlays/weg.md'"),
        ({"bestand": "docs/_data/weg.yml", "wordt": "x"}, "'docs/_data/weg.yml'"),
        ({"bestanden": "docs/_data/weg/*.yml", "wordt": "x"}, "'docs/_data/weg/*.yml'"),
        ({"stuk": "delen.md#eerst", "anders": "x"}, "geen wijziging met stuk en anders"),
    ],
)
def test_what_is_gone_is_named(edit: Mapping[str, str], words: str) -> None:
    with pytest.raises(ToolError) as caught:
        demo.apply([edit], TEXTS)
    assert words in str(caught.value)
    assert caught.value.hint


def test_a_line_is_there_for_each_place_or_not_at_all() -> None:
    page = "a\n- {plaats}: nieuw.\nb"
    assert with_lines(page, ["[x](x.md)", "[y](y.md)"]) == "a\n- [x](x.md): nieuw.\n- [y](y.md): nieuw.\nb"
    assert with_lines(page, []) == "a\nb"


# --- the story --------------------------------------------------------------------------------------------------------

PAGE_OF_EDITION = 'samenvatting: "Demonstratie: een gemaakte editie."\n'
STORY = """- editie: "2024.1"
  wat: eerst
  dag: 2024-09-01
  gevraagd: 2024-12-15
  bekijk: delen.md
  wijzigingen: [overal, vroeger]
- editie: "2025.1"
  wat: daarna
  dag: 2025-01-01
  gevraagd: 2025-01-01
  wijzigingen: [overal]
"""
FOLDER = {
    "geschiedenis.yml": STORY,
    "2024.1.md": PAGE_OF_EDITION,
    "2025.1.md": f"Tweede.\n{PAGE_OF_EDITION}",
    "overal.yml": "- pagina: index.md\n  bovenaan: Let op.\n",
    "vroeger.yml": "- waarde: straf.doel\n  wordt: art. 8\n- stuk: delen.md#eerst\n  weg: nog niet\n",
}


def written(folder: Path, files: Mapping[str, str | None]) -> Path:
    (folder / "demonstratie").mkdir()
    for name, text in {**FOLDER, **files}.items():
        if text is not None:
            (folder / "demonstratie" / name).write_text(text, encoding="utf-8")
    return folder / "demonstratie"


def test_the_story_of_a_guidebook_is_read_from_its_folder(tmp_path: Path) -> None:
    first, second = demo.history(written(tmp_path, {}))
    assert (first.edition, first.what, first.shown) == ("2024.1", "eerst", "delen.md")
    assert (first.day, first.asked) == (date(2024, 9, 1), date(2024, 12, 15))
    assert [dict(edit) for edit in first.edits] == [
        {"pagina": "index.md", "bovenaan": "Let op."},
        {"waarde": "straf.doel", "wordt": "art. 8"},
        {"stuk": "delen.md#eerst", "weg": "nog niet"},
    ]
    assert (second.edition, second.shown, second.page[:7], len(second.edits)) == ("2025.1", "", "Tweede.", 1)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"geschiedenis.yml": None}, "dit draaiboek heeft geen demonstratie"),
        ({"geschiedenis.yml": "[]\n"}, "demonstratie/geschiedenis.yml:1:1: "),
        ({"geschiedenis.yml": STORY.replace("  wat: daarna\n", "")}, "demonstratie/geschiedenis.yml:7:3: de sleutel"),
        ({"geschiedenis.yml": STORY.replace("bekijk", "kijk")}, "demonstratie/geschiedenis.yml:5:3: onbekende sleutel"),
        ({"geschiedenis.yml": STORY.replace("2025-01-01", "2024-01-01")}, "niet in de orde van hun dagen"),
        ({"geschiedenis.yml": STORY.replace("eerst", "[eerst")}, "demonstratie/geschiedenis.yml:"),
        ({"overal.yml": None}, "demonstratie/overal.yml: het bestand ontbreekt"),
        ({"overal.yml": "- pagina: [index.md]\n  bovenaan: x\n"}, "demonstratie/overal.yml:1:"),
        ({"2025.1.md": None}, "demonstratie/2025.1.md: het bestand ontbreekt"),
        ({"2025.1.md": "samenvatting: Nieuwe regels.\n"}, "demonstratie/2025.1.md: de samenvatting zegt niet"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_story_is_said_with_its_place(
    tmp_path: Path, files: Mapping[str, str | None], words: str
) -> None:
    with pytest.raises(UsageError) as caught:
        demo.history(written(tmp_path, files))
    assert words in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("what", ["link", "bytes", "large"])
def test_a_page_of_a_made_edition_is_a_plain_file(what: str, tmp_path: Path) -> None:
    folder = tmp_path / "demonstratie"
    folder.mkdir()
    entry = '- editie: "2024.1"\n  wat: iets\n  dag: 2024-01-01\n  gevraagd: 2024-02-01\n  wijzigingen: []\n'
    (folder / "geschiedenis.yml").write_text(entry, encoding="utf-8")
    page = folder / "2024.1.md"
    if what == "link":  # it would never be read to its end
        page.symlink_to("/dev/zero")
    else:
        page.write_bytes(b"\xff" if what == "bytes" else b"a\n" * 1_000_000)
    with pytest.raises(UsageError, match=r"^demonstratie/2024\.1\.md:1:1: "):
        demo.history(folder)


@pytest.mark.parametrize("new", ["nieuw\\q", "\\g<9>"])
def test_a_new_name_is_no_pattern(new: str) -> None:
    assert f"{{#{new}}}" in changed(stuk="delen.md#eerst", heet_nu=new)["docs/delen.md"]


def test_a_guidebook_without_variables_has_none_to_change() -> None:
    with pytest.raises(ToolError, match=r"vindt de variabele 'straf\.doel' niet meer"):
        demo.apply([{"waarde": "straf.doel", "wordt": "art. 10"}], {"docs/delen.md": PAGE})


def test_a_text_in_git_that_cannot_be_read_is_told_before_anything_is_made_of_it(tmp_path: Path) -> None:
    entry = '- editie: "2024.1"\n  wat: iets\n  dag: 2024-01-01\n  gevraagd: 2024-02-01\n  wijzigingen: []\n'
    page = '---\nsamenvatting: "Demonstratie: iets."\n---\n'
    made: dict[str, str | bytes | None] = {
        "demonstratie/geschiedenis.yml": entry,
        "demonstratie/2024.1.md": page,
        "docs/oud.md": b"caf\xe9",
    }
    project = guidebook(made, tmp_path / "boek")
    who = ("-c", "user.name=Toets", "-c", "user.email=toets@voorbeeld.be")
    for words in (("init", "--quiet"), ("add", "--all"), (*who, "commit", "--quiet", "-m", "Tekst")):
        process.run(["git", *words], cwd=project.root)
    with pytest.raises(ToolError, match="de tekst die in git staat, is niet te lezen") as raised:
        list(demonstration.make_real(project, tmp_path / "demo", "http://127.0.0.1:8000", say=lambda _: None))
    assert "docs/oud.md:1:1: PG001 het bestand is geen UTF-8 (byte 3)" in raised.value.output
