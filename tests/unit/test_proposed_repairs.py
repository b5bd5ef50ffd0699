"""Repairs that need the text before a proposal: lost front matter is reported as one cause, and restored."""

from __future__ import annotations

from pathlib import Path

import pytest

from draaiboek.base.project import Project
from draaiboek.pipeline import gone_places
from draaiboek.pipeline.examine import examine
from draaiboek.pipeline.repair import proposed
from tests.guidebook import guidebook, overlay, page

KIT = "lijst:\n  titel: Lijst\n  omschrijving: Een lijst.\n  stukken: [delen.md#wie, delen.md]\n"
FRONT = "---\ntitle: Delen\ndescription: Over delen.\nvragen:\n  pagina:\n    - wat mag ik delen\n---\n"
BODY = "\nVraag het.\n\n## Hoe {#hoe}\n\nRustig.\n"
PAGE = "docs/delen.md"
MENU = "- pagina: index.md\n- pagina: delen.md\n- pagina: edities/index.md\n"


def both(tmp_path: Path, now: str) -> tuple[Project, Project]:
    """Return two guidebooks: as it was, and with *now* as its page."""
    return guidebook({PAGE: FRONT + BODY}, tmp_path / "toen"), guidebook({PAGE: now}, tmp_path / "nu")


def repaired(then: Project, now: Project) -> dict[str, bytes]:
    old, new = (examine(each).source for each in (then, now))
    return dict(proposed.repair(old, new, then, now).files)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (f"---\n---\n{BODY}", FRONT + BODY),
        (f"---\n\n---\n{BODY.replace('Rustig', 'Traag')}", FRONT + BODY.replace("Rustig", "Traag")),
        (BODY, FRONT + BODY),
        (f"\ufeff{BODY}".replace("\n", "\r\n"), f"\ufeff{FRONT}{BODY}".replace("\n", "\r\n")),
    ],
    ids=["emptied", "emptied, and another word", "taken away", "as Windows saves it"],
)
def test_front_matter_that_is_gone_comes_back_as_it_was(tmp_path: Path, now: str, expected: str) -> None:
    """A single cause is reported, with its remedy; nothing else in the file is touched."""
    projects = both(tmp_path, now)
    old, new = (examine(each) for each in projects)
    bare = {each.path for each in proposed.bare(old.source, *projects)}
    (cause,) = gone_places.causes(new.problems, old.source, new.source, bare)
    assert str(cause.origin.path) == PAGE
    assert cause.text.startswith("de front matter van dit bestand is weg")
    assert "staat onder deze lijst" in cause.hint
    assert repaired(*projects) == {PAGE: expected.encode()}


@pytest.mark.parametrize(
    "now",
    [
        "---\n---\n\nEen andere pagina.\n",
        f"---\ntitle: Anders\n---\n{BODY}",
        f"---\ntitle: Delen\n{BODY}",
    ],
    ids=["another page", "one key left", "not closed"],
)
def test_front_matter_that_may_be_meant_otherwise_stays(tmp_path: Path, now: str) -> None:
    projects = both(tmp_path, now)
    assert proposed.bare(examine(projects[0]).source, *projects) == ()
    assert repaired(*projects) == {}


@pytest.mark.parametrize(
    ("now", "back"),
    [
        ("", "Zet deze kop terug, na 'Eerst', met zijn tekst eronder:\n## Hoe {#hoe .vast}"),
        ("## Hoe {#anders}\n\n", "Zet {#hoe} terug achter de kop."),
    ],
    ids=["the heading is gone", "only its id is"],
)
def test_a_heading_that_others_link_to_is_put_back_by_what_the_message_says(
    now: str, back: str, tmp_path: Path
) -> None:
    body = BODY.replace("## Hoe {#hoe}", "Lees [hoe](#hoe).\n\n## Eerst {#eerst}\n\nBel.\n\n## Hoe {#hoe .vast}")
    was, heading = FRONT + body, "## Hoe {#hoe .vast}\n\n"
    then = guidebook({PAGE: was}, tmp_path / "toen")
    old, new = (examine(each) for each in (then, guidebook({PAGE: was.replace(heading, now)}, tmp_path / "nu")))
    causes = gone_places.causes(new.problems, old.source, new.source)
    hints = [each.hint for each in causes if "'delen.md#hoe'" in each.text]
    assert [f"Niet bedoeld? {back}\n" in f"{each}\n" for each in hints] == [True]
    assert [each.endswith(back) or "De regel:" in each for each in hints] == [True], "a line to paste is the last one"


def test_a_heading_that_lost_its_id_gets_it_back(tmp_path: Path) -> None:
    """And not the id that its words would give; whatever refers to the old id already reports that it is gone."""
    text = FRONT + BODY.replace("## Hoe", "## Hoe doe je dat").replace("Vraag het", "Vraag het: [hoe](#hoe)")
    then = guidebook({PAGE: text}, tmp_path / "toen")
    now = guidebook({PAGE: text.replace(" {#hoe}", "") + "\n## Wie\n\nJij.\n"}, tmp_path / "nu")
    assert repaired(then, now) == {PAGE: f"{text}\n## Wie {{#wie}}\n\nJij.\n".encode()}


def test_a_renamed_page_with_another_title_is_that_page(tmp_path: Path) -> None:
    """When it has several ids, and they are all the same: who renames a page often retitles it."""
    body = BODY + "\n## Wie {#wie}\n\nJij.\n"
    started = {"docs/index.md": page("Lees [delen](delen.md#wie).\n", title="Begin"), "docs/_data/inhoud.yml": MENU}
    started["docs/_data/documenten.yml"] = KIT
    then = guidebook({**started, PAGE: FRONT + body}, tmp_path / "toen")
    named = (FRONT + body).replace("title: Delen", "title: Samen delen")
    now = guidebook({**started, "docs/samen-delen.md": named}, tmp_path / "nu")
    said = {name: text.decode() for name, text in repaired(then, now).items()}
    assert "voorheen: [delen.md]" in said["docs/samen-delen.md"]
    assert "(samen-delen.md#wie)" in said["docs/index.md"]
    assert "- pagina: samen-delen.md" in said["docs/_data/inhoud.yml"]
    assert "stukken: [samen-delen.md#wie, samen-delen.md]" in said["docs/_data/documenten.yml"]
    one = guidebook({**started, "docs/samen-delen.md": named.replace("## Wie {#wie}\n\nJij.\n", "")}, tmp_path / "een")
    less = guidebook({**started, PAGE: FRONT + BODY}, tmp_path / "minder")
    assert repaired(less, one) == {}, "one id may be that of any page"


def test_a_section_on_another_page_is_followed(tmp_path: Path) -> None:
    """With its id and its title: one cause, and everything that pointed at it points at its new page."""
    moved = "\n## Wie {#wie}\n\nJij.\n\n### Wanneer {#wanneer}\n\nNu.\n"
    other = page("Bel. Lees [wie](delen.md#wie) en [wanneer](delen.md#wanneer).\n", title="Bellen")
    then = guidebook({PAGE: FRONT + BODY + moved, "docs/bellen.md": other}, tmp_path / "toen")
    now = guidebook({PAGE: FRONT + BODY, "docs/bellen.md": other + moved}, tmp_path / "nu")
    old, new = (examine(each) for each in (then, now))
    (cause,) = (each for each in gone_places.causes(new.problems, old.source, new.source) if each.code == "PG015")
    assert cause.text == "het stuk 'Wie' ('delen.md#wie') staat nu op 'bellen.md', en 2 plaatsen moeten nog volgen"
    after = repaired(then, now)["docs/bellen.md"].decode()
    assert "\nvoorheen: [delen.md#wie, delen.md#wanneer]\n" in after
    assert "Lees [wie](bellen.md#wie) en [wanneer](bellen.md#wanneer)." in after
    assert not [each for each in proposed.repair(old.source, new.source, then, now).problems if each.code == "LK002"]


def test_what_front_matter_and_sectors_said_of_a_section_goes_with_it(tmp_path: Path) -> None:
    """Its search phrases and its print, and the headings that sectors have there: one cause, and then nothing."""
    front = FRONT.replace("---\n---", "---").replace(
        "    - wat mag ik delen\n", "    - wat mag ik delen\n  wie: [wie belt,\n    wie niet]\n"
    )
    front = front.replace("vragen:", "druk:\n  wie: zakgids\nvragen:")
    moved = "\n## Wie {#wie}\n\nJij.\n"
    links = page("Bel. Lees [wat scholen doen](variant:onderwijs/delen.md#onderwijs-klas).\n", title="Bellen")
    more = {
        "overlays/onderwijs/a.md": overlay("### In de klas {#klas}\n\nJij.\n", target="delen.md#wie", action="einde"),
        "sectors/onderwijs/les.md": page("Lees [dit](delen.md#onderwijs-klas).\n", title="Les", more="na: index.md\n"),
    }
    then = guidebook({**more, PAGE: front + BODY + moved, "docs/bellen.md": links}, tmp_path / "toen")
    now = guidebook({**more, PAGE: front + BODY, "docs/bellen.md": links + moved}, tmp_path / "nu")
    old, new = (examine(each) for each in (then, now))
    told = [each for each in gone_places.causes(new.problems, old.source, new.source) if each.code != "PG009"]
    assert [(each.code, str(each.origin.path)) for each in told] == [("PG015", "docs/bellen.md")]
    mended = proposed.repair(old.source, new.source, then, now)
    assert [str(each) for each in mended.problems if each.code not in {"PG009", "OV009"}] == []
    home, left = (mended.files[name].decode() for name in ("docs/bellen.md", PAGE))
    assert "\ndruk:\n  wie: zakgids\n" in home
    assert "\nvragen:\n  wie: [wie belt,\n    wie niet]\n" in home
    assert left == FRONT + BODY
    assert "(variant:onderwijs/bellen.md#onderwijs-klas)" in home
    assert "[dit](bellen.md#onderwijs-klas)" in mended.files["sectors/onderwijs/les.md"].decode()


def test_what_front_matter_said_of_a_section_has_its_new_id(tmp_path: Path) -> None:
    front = FRONT.replace("vragen:", "druk:\n  hoe: zakgids\nvragen:\n  hoe: [hoe doe ik dat]")
    then = guidebook({PAGE: front + BODY}, tmp_path / "toen")
    now_front = front.replace("vragen:", "voorheen: [hoe > hoe-dan]\nvragen:")
    now = guidebook({PAGE: (now_front + BODY).replace("{#hoe}", "{#hoe-dan}")}, tmp_path / "nu")
    after = repaired(then, now)[PAGE].decode()
    assert "druk:\n  hoe-dan: zakgids\n" in after
    assert "vragen:\n  hoe-dan: [hoe doe ik dat]\n" in after


def test_a_heading_with_other_words_and_no_id_has_its_old_id_in_the_message(tmp_path: Path) -> None:
    """One message, and not two with different ids; whether it is the same section only a person knows."""
    text = FRONT + BODY.replace("Vraag het.", "Vraag het. Lees [hoe](#hoe).")
    then = guidebook({PAGE: text}, tmp_path / "toen")
    now = guidebook({PAGE: text.replace("## Hoe {#hoe}", "## Hoe doe je dat?")}, tmp_path / "nu")
    old, new = (examine(each) for each in (then, now))
    told = [each for each in gone_places.causes(new.problems, old.source, new.source) if each.code != "PG009"]
    assert [(each.code, each.text) for each in told] == [
        ("PG004", "deze kop heeft het id 'hoe' niet meer, en 1 plaats hangt eraan")
    ]
    assert told[0].hint == "Zet het er weer achter: ## Hoe doe je dat? {#hoe}"
    assert repaired(then, now) == {}


def test_what_the_program_writes_itself_is_not_asked_of_a_person(tmp_path: Path) -> None:
    """A renamed id whose words a sector read: the program says where it was, and no line has to be pasted."""
    body = BODY.replace("Vraag het.", "Vraag het. Lees [hoe](#hoe).")
    then = guidebook({PAGE: FRONT + body}, tmp_path / "toen")
    now = guidebook({PAGE: FRONT + body.replace("{#hoe}", "{#hoe-dan}")}, tmp_path / "nu")
    old, new = (examine(each).source for each in (then, now))

    def hint(*, written: bool) -> str:
        problems = examine(now).problems
        causes = gone_places.causes(problems, old, new, writes=lambda _path, pair: written and pair == "hoe > hoe-dan")
        return next(each.hint for each in causes if each.code == "PG015")

    assert "Zet in de front matter" in hint(written=False)
    assert "Zet in de front matter" not in hint(written=True)
    assert hint(written=True).endswith("staat onder deze lijst.")


def test_the_links_in_a_section_that_moved_to_another_page_still_lead_where_they_led(tmp_path: Path) -> None:
    """Also those in what a sector put at it, and one to a heading that stayed behind; one that leads well stays."""
    words = "Jij, [zo](#hoe) of [ook](ook.md#wat), niet [hier](#wie)."
    section = f"## Wie {{#wie}}\n\n{words}\n\n### Nog {{#nog}}\n\n[Ook](ook.md).\n"
    menu = MENU.replace("- pagina: edities", "- pagina: ook.md\n- pagina: kader/stap.md\n- pagina: edities")
    same = {
        "docs/_data/inhoud.yml": menu,
        "docs/ook.md": page("## Wat {#wat}\n\nZie [wie](delen.md#wie).\n", title="Ook"),
        "overlays/onderwijs/a.md": overlay("Zie [ook](ook.md#wat) en [hoe](#hoe).\n", target="delen.md#wie"),
    }
    stap = page("## Eerst {#eerst}\n\nRust.\n", title="Stap")
    then = guidebook({**same, PAGE: f"{FRONT}{BODY}\n{section}", "docs/kader/stap.md": stap}, tmp_path / "toen")
    now = guidebook({**same, PAGE: FRONT + BODY, "docs/kader/stap.md": f"{stap}\n{section}"}, tmp_path / "nu")
    said = {name: text.decode() for name, text in repaired(then, now).items()}
    moved = "[zo](../delen.md#hoe) of [ook](../ook.md#wat), niet [hier](#wie).\n\n### Nog {#nog}\n\n[Ook](../ook.md)."
    assert moved in said["docs/kader/stap.md"]
    assert "doel: kader/stap.md#wie" in said["overlays/onderwijs/a.md"]
    assert "[ook](../ook.md#wat) en [hoe](../delen.md#hoe)" in said["overlays/onderwijs/a.md"]
    assert "[wie](kader/stap.md#wie)" in said["docs/ook.md"]
    for name, text in said.items():
        (now.root / name).write_text(text, encoding="utf-8")
    assert [each.text for each in examine(now).problems if each.code != "OV009"] == [], "nobody read it yet"
