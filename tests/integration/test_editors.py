"""Changes as editors make them: good, bad, and three with malicious intent, at a simulated Git host (desk.py)."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.integration import private_server
from tests.integration.desk import AT, COPY, KEEPER, KEPT, PAGE, RUN, Comment, Desk, desk, desk_as_made, harmless
from tests.integration.git_host import REPORT, host, workflow
from tests.integration.program import ROOT, Place

__all__ = ["desk", "desk_as_made", "host"]

pytestmark = pytest.mark.slow

SCHOOL = "sectors/onderwijs/op-school.md"
SCREEN = 60
"""Lines of a comment that a person sees without much scrolling; folded lines do not count."""


# --- ten changes of editors -------------------------------------------------------------------------------------------


def typo(place: Place) -> None:
    place.replace(PAGE, "achter slot.", "achter slot en grendel.")


def new_page(place: Place) -> None:
    """It is not in the menu, and its heading has no id."""
    place.write("docs/wie-belt-wie.md", "---\ntitle: Wie belt wie?\ndescription: De volgorde.\n---\n## Eerst\n\nBel.\n")


def moved_page(place: Place) -> None:
    """In the web editor a page is renamed by typing another name, and nothing else is updated."""
    (place.root / PAGE).rename(place.root / "docs/informatie-delen.md")


def moved_to_a_folder(place: Place) -> None:
    """Its relative links then lead elsewhere too."""
    (place.root / "docs/kader").mkdir()
    (place.root / PAGE).rename(place.root / "docs/kader/delen.md")


def table_from_word(place: Place) -> None:
    """Word and Excel put tabs between cells, and a tab is invisible."""
    place.write(PAGE, f"{place.read(PAGE)}\nFunctie\tTaak\nLeerkracht\tluistert\n")


def table_in_pieces(place: Place) -> None:
    text = "| Functie | Taak |\n| Leerkracht | luistert\nen zwijgt |\n|---|---|\n"
    place.write(PAGE, f"{place.read(PAGE)}\n{text}")


def sentence_below_a_table(place: Place) -> None:
    place.replace(PAGE, "ander systeem. |\n", "ander systeem. |\nZo doe je dat.\n")


def no_citations(place: Place) -> None:
    place.replace(PAGE, " [@voorbeeldwet, {{ wet.spreken }}; @voorbeeldadvies]", "")


def photo_of_a_phone(place: Place) -> None:
    """Both its name and its size are wrong: whoever repairs it should have to open it only once."""
    (place.root / "docs/media/IMG_0001.JPG").write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 12_000_000)
    place.replace(PAGE, "## Achteraf", "![De tafel](media/IMG_0001.JPG)\n\n## Achteraf")


def emoji(place: Place) -> None:
    """No font of a book has it, and only printing discovers that."""
    place.replace(PAGE, "Deel alleen wat", "🎉 Deel alleen wat")


def beside_the_text(place: Place) -> None:
    """Dropped on the first page of the repository, in a place that no reader ever sees."""
    place.write("mijn tekst.md", "# Mijn tekst\n\nHallo.\n")


def another_article(place: Place) -> None:
    place.replace("docs/_data/variabelen.yml", 'spreken: "art. 3, § 1"', 'spreken: "art. 4, § 2"')


def from_word(place: Place) -> None:
    pasted = "•\tBel de dienst.\n•\tNoteer wat je zei.\n\nEen <span>gesprek</span> dat je ver\u00adtrouwt.\n"
    page = "docs/over-dit-draaiboek.md"
    place.write(page, f"{place.read(page)}\n{pasted}")


def from_word_with_more(place: Place) -> None:
    """As long as the bullets are not repaired, nobody looks at the heading that one of them is."""
    page = "docs/over-dit-draaiboek.md"
    place.write(
        page, f"{place.read(page)}\n## Eerst {{#eerst}}\n\nBel.\n\n##\u00a0Eerst {{#eerst}}\n\nNog\u00adeens.\n"
    )


def heading_gone(place: Place) -> None:
    text = place.read(PAGE)
    start, end = text.index("## Achteraf"), text.index("## Klachten")
    place.write(PAGE, text[:start] + text[end:])


def heading_renamed(place: Place) -> None:
    """Its id changes too, and an overlay and a reading refer to the old one."""
    place.replace(PAGE, "## Achteraf {#achteraf}", "## Daarna {#daarna}")


def heading_with_text_of_a_sector(place: Place) -> None:
    """A sector's overlay then has no target, nor do its own headings and every link to them."""
    place.write(SCHOOL, f"{place.read(SCHOOL)}\nZie [het dossier](delen.md#onderwijs-dossier).\n")
    place.replace(PAGE, "{#wat-deel-je}", "{#wat-je-deelt}")


def overlay_gone(place: Place) -> None:
    """The sector's overlay has headings, and a link leads to one of them."""
    place.write(SCHOOL, f"{place.read(SCHOOL)}\nZie [het dossier](delen.md#onderwijs-dossier).\n")
    (place.root / "overlays/onderwijs/delen--wat-deel-je.md").unlink()


def page_as_in_word(place: Place) -> None:
    """Its title is a heading, its headings have no id or one with a space, and it is not in the menu."""
    place.write("docs/na-een-incident.md", "# Na een incident\n\n## Eerst {#Eerst rust}\n\n#### Bellen\n\nBel.\n")


def source_gone(place: Place) -> None:
    text = place.read("docs/_data/bronnen.yml")
    place.write("docs/_data/bronnen.yml", text[text.index("voorbeeldadvies:") :])


def other_advice(place: Place) -> None:
    place.replace(PAGE, "Deel alleen wat de anderen nodig hebben.", "Deel alles wat de anderen vragen.")
    place.replace(PAGE, "Een naam deel je met", "Een naam deel je nooit, ook niet met")


def heavy_picture(place: Place) -> None:
    """A photo straight from a phone, without a text alternative."""
    name = place.root / "docs/media/tafel.jpg"
    name.write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 6_000_000)
    place.replace(PAGE, "## Achteraf", "![](media/tafel.jpg)\n\n## Achteraf")


def chapter_of_a_sector(place: Place) -> None:
    place.write("sectors/onderwijs/op-school.md", place.read("sectors/onderwijs/op-school.md") + "\nBel ook het CLB.\n")


def slip_in_a_list(place: Place) -> None:
    """A misplaced quote: no variable can be read any more, and every text that uses one changes."""
    place.replace("docs/_data/variabelen.yml", 'spreken: "art. 3, § 1"', 'spreken: "art. 3" § 1')


def saved_by_an_old_program(place: Place) -> None:
    """Old Windows code pages encode é differently; an editor in a browser cannot show such a file."""
    (place.root / PAGE).write_bytes(place.read(PAGE).replace("Een klacht", "Eén klacht").encode("cp1252"))


def mere_remarks(place: Place) -> None:
    """Someone's notes to self, in comments that are not remarks of ours, three thousand times."""
    notes = "\n\n".join(f"<!-- nog {number} -->" for number in range(3000))
    place.write(PAGE, f"{place.read(PAGE)}\n{notes}\n\n[Weg](weg.md)\n")


def pasted_from_word(place: Place) -> None:
    place.write(PAGE, f'{place.read(PAGE)}\n<p class="MsoNormal">Bel <b>eerst</b> je directie.<o:p></o:p></p>\n')


def page_gone(place: Place) -> None:
    (place.root / PAGE).unlink()


def duty(place: Place) -> None:
    """The most dangerous sentence of all: it is wrong, and no program can tell."""
    place.replace(PAGE, "Neem geen papieren mee in de trein.", "Je bent verplicht om alles te melden.")


def edition_page(place: Place) -> None:
    """Whoever prepares an edition learns here what the publish button would say."""
    place.replace("docs/edities/2026.1.md", "zonder_nazicht: [onderwijs, sport]\n", "")
    place.replace("docs/edities/2026.1.md", "Alles is nieuw.", "")
    place.replace("docs/edities/2026.1.md", "Lees [Delen](../delen.md).", "")
    place.replace("docs/edities/2026.1.md", "status: goedgekeurd", "status: concept")


def text_and_program(place: Place) -> None:
    place.replace(PAGE, "Zwijgen is ook een antwoord.", "Zwijgen mag altijd.")
    place.write("draaiboek/base/dutch.py", "raise SystemExit('uitgevoerd')\n")


CHANGES: Mapping[str, tuple[Callable[[Place], None], list[str], list[str]]] = {
    "typo": (
        typo,
        [
            "De tekst klopt voor het programma",
            "1 stuk leest anders, voor iedereen behalve onderwijs",
            "Voor lezers: 1 stuk",
            "achter slot",
            "en grendel",
            "iedereen behalve onderwijs",
        ],
        ["Nog te herstellen"],
    ),
    "new page": (
        new_page,
        [
            *("Nog te herstellen: 2", "PG009", "- pagina: wie-belt-wie.md"),
            *("1 ding. Wil je dat?", "/herstel", "Dat zijn deze (1)", "PG004"),
        ],
        ["## Eerst {#eerst}"],
    ),
    "moved page": (
        moved_page,
        [
            *("Nog te herstellen: 1", "heet nu 'informatie-delen.md'", "verplaatst, met 7 stukken eronder"),
            *("De rest past een programma aan: hoe, staat onder deze lijst", "/herstel", "Reopen pull request"),
        ],
        ["OV001", "LK001", "build.py"],
    ),
    "moved page to a folder": (
        moved_to_a_folder,
        ["Nog te herstellen: 1", "heet nu 'kader/delen.md'", "/herstel"],
        ["OV001", "LK001", "LK003", "build.py"],
    ),
    "article": (another_article, ["wet.spreken", "art. 3, § 1", "art. 4, § 2", "Bronnen en variabelen"], []),
    "from Word": (
        from_word,
        ["Nog te herstellen: 5", "5 dingen. Wil je dat?", "/herstel", "Dat zijn deze (5)", "PG007", "HT001", "HT005"],
        ["check --fix", "Haal het weg"],
    ),
    "from Word, with more behind it": (
        from_word_with_more,
        [
            *(
                "Nog te herstellen: 3",
                "als het programma hersteld heeft wat het kan, blijft",
                "het id 'eerst' staat ook",
            ),
            *("2 dingen. Wil je dat?", "/herstel", "Dat zijn deze (2)"),
        ],
        [],
    ),
    "heading gone": (
        heading_gone,
        [
            *("Nog te herstellen: 1", "het stuk 'Achteraf'", "Zet dit stuk terug, na 'Onderweg', zoals het was"),
            *("## Achteraf {#achteraf}\n\nSchrijf op wat", "### Bewaren {#bewaren}", "Bewaar het verslag achter slot."),
            "overlays/onderwijs/delen--achteraf.md",
        ],
        ["Bedoel je"],
    ),
    "heading renamed": (
        heading_renamed,
        [
            *("Nog te herstellen: 1", "heet nu '#daarna'", "\nvoorheen: [oude-deelregels, achteraf > daarna]\n"),
            "Het volgende verslag zegt dan hoe de rest volgt",
        ],
        ["OV001", "LK002", "Bedoel je", "build.py"],
    ),
    "heading with text of a sector": (
        heading_with_text_of_a_sector,
        ["Nog te herstellen: 1", "heet nu '#wat-je-deelt'", "De rest past een programma aan", "/herstel"],
        ["LK002", "onderwijs-dossier' bestaat niet"],
    ),
    "overlay gone": (
        overlay_gone,
        [
            *("Nog te herstellen: 1", "de overlay 'overlays/onderwijs/delen--wat-deel-je.md' is weg, en 1 plaats"),
            *(
                "Zet overlays/onderwijs/delen--wat-deel-je.md terug",
                f"Wijzig wat eraan hangt, of haal het weg: {SCHOOL}",
            ),
        ],
        ["Bedoel je", "bestaat niet"],
    ),
    "page as in Word": (
        page_as_in_word,
        [
            *("Nog te herstellen: 4", "Zet in de plaats van de eerste regel", 'title: "Na een incident"', "PG009"),
            *("## Eerst {#eerst}", "### Bellen {#bellen}", "niet op 3, en heeft geen vast id"),
        ],
        ["HT003"],
    ),
    "table from Word": (
        table_from_word,
        ["Nog te herstellen: 1", "deze tabel is niet te lezen", "1 ding. Wil je dat?", "/herstel"],
        ["| Functie | Taak |"],
    ),
    "table in pieces": (
        table_in_pieces,
        ["Nog te herstellen: 1", "| --- | --- |\n| Leerkracht | luistert en zwijgt |\n"],
        [],
    ),
    "sentence below a table": (
        sentence_below_a_table,
        ["Nog te herstellen: 1", "deze regel zou een rij van de tabel zijn", "Zet er een lege regel boven"],
        [],
    ),
    "sources gone": (
        no_citations,
        ["Nog te herstellen: 1", "'voorbeeldadvies' en 'voorbeeldwet'", "die bronnen niet", "bronnen: []"],
        [],
    ),
    "photo of a phone": (
        photo_of_a_phone,
        [
            *("Nog te herstellen: 1", "de naam 'IMG_0001.JPG' is niet toegelaten, en het bestand is te groot"),
            *("(12,1 MB; hoogstens 2 MB)", "zoals 'img_0001.jpg'", "1600 pixels"),
        ],
        ["HT007"],
    ),
    "beside the text": (
        beside_the_text,
        ["Buiten de mappen van de tekst: 1", "mijn tekst.md", "Geen lezer krijgt dit te zien", "docs/"],
        [],
    ),
    "emoji": (
        emoji,
        ["Nog te herstellen: 1", "HT008", f"{PAGE}:8", "het teken '🎉' kan niet in de pdf", "in woorden"],
        ["De tekst klopt", "Bladzijden in de pdf"],
    ),
    "source gone": (
        source_gone,
        ["Herstel eerst 1 ding", "de bron 'voorbeeldwet' is weg", "Zet 'voorbeeldwet' terug in docs/_data/bronnen.yml"],
        ["Bedoel je"],
    ),
    "other advice": (
        other_advice,
        ["Voor lezers: 2 stukken", "Opnieuw te lezen door een sector: 1", "onderwijs", "lees en teken af"],
        ["Nog te herstellen"],
    ),
    "heavy picture": (
        heavy_picture,
        ["HT007", "tafel.jpg", "(6,1 MB; hoogstens 2 MB)", "Nog te herstellen", "wel een beeld"],
        [],
    ),
    "slip in a list": (
        slip_in_a_list,
        ["Nog te herstellen: 1", "VR003", "Wat lezers ervan merken, is pas te zeggen als dit hersteld is"],
        ["Voor lezers", "Opnieuw te lezen", "Bronnen en variabelen", "VR001"],
    ),
    "saved by an old program": (
        saved_by_an_old_program,
        ["Nog te herstellen: 1", "geen UTF-8", "in Kladblok kies je dat bij Opslaan als, onder Codering"],
        ["LK001"],
    ),
    "mere remarks": (
        mere_remarks,
        ["Nog te herstellen: 3001", "(en nog 2996 zoals deze in dit bestand)", "weg.md"],
        ["nog 4 "],
    ),
    "pasted from Word": (
        pasted_from_word,
        ["Nog te herstellen: 1", "Dit komt uit Word. Plak de tekst opnieuw, zonder opmaak"],
        [],
    ),
    "page gone": (
        page_gone,
        ["Nog te herstellen: 1", "de pagina 'delen.md' is weg", "Zet docs/delen.md terug", "met 7 stukken eronder"],
        ["Bedoel je"],
    ),
    "edition page": (
        edition_page,
        [
            *("Voor deze editie kan verschijnen, moet dit nog: 3", "ED007", "ED011", "zonder_nazicht: [sport]"),
            *("onder de front matter wat er verandert", "De tekst klopt voor het programma"),
            "Lees ook de pagina van de editie",
        ],
        ["ED004", "ED005", "ED015", "Wie keurt", "Geen enkel woord"],
    ),
    "duty": (
        duty,
        ["Moet dit van de wet? Er staat geen bron bij: 1", "een jurist leest dit na", "verplicht om alles te melden"],
        ["Advies, dat niets tegenhoudt", "Nog te herstellen"],
    ),
    "chapter": (
        chapter_of_a_sector,
        ["Voor lezers: 1 stuk", "op-school.md", "Bel ook het CLB", "waarschuwing: de afkorting 'CLB'"],
        ["iedereen", "Wie keurt"],
    ),
    "text and program": (text_and_program, ["tekst én programma", "Splits het", "dutch.py", "Zwijgen"], []),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_an_editor_reads_under_a_proposal(name: str, desk: Desk) -> None:
    change, said, unsaid = CHANGES[name]
    comment = desk.propose(change)
    if folder := os.environ.get("SHOW_COMMENTS"):
        Path(folder, f"{name.replace(' ', '-')}.html").write_text(comment.html, encoding="utf-8")
    assert [words for words in said if words not in comment.text] == []
    assert [words for words in unsaid if words in comment.text] == []
    assert len(comment.in_sight) < SCREEN
    assert "\n  <br>" not in comment.source, "a Git host would leave a line empty"
    assert comment.elements <= KEPT
    assert all(link.startswith((f"{AT}/", "https://git.voorbeeld.be/run/")) for link in comment.links)
    assert not (desk.place.root / "uitgevoerd").exists()


def test_the_pages_to_walk_through_are_about_the_proposal_alone(desk: Desk) -> None:
    """It asks nothing of readers, as the page of an edition does, and a renamed page only got another address."""
    desk.propose(moved_page)
    page = (desk.tools.parent / "machine/out/voorstel/index.html").read_text(encoding="utf-8")
    assert "Wat moet je doen?" not in page
    assert "Releasenota:" not in page
    assert "Stond op deze pagina onder een ander adres; staat nu onder zijn nieuwe adres." in page


def test_a_proposal_in_a_private_repository_has_its_report(desk: Desk) -> None:
    """The machine that examines it has no credentials; only the step that fetches gets a token, which can only read."""
    desk.propose(typo)
    with private_server.private(desk.server.parent) as address:
        report = json.loads(desk.looked_at(f"{address}/{desk.server.name}").read_text(encoding="utf-8"))
    assert report["voorstel"] == desk.host.head
    assert "TOKEN" not in (ROOT / ".github/workflows/proposal.yml").read_text(encoding="utf-8").partition("Say what")[2]


def test_what_changed_elsewhere_meanwhile_is_told_with_what_to_do(desk: Desk) -> None:
    """It cannot be merged, and someone with only a browser has to know where, why and how to go on."""
    desk.place.replace(PAGE, "in de trein", "in de bus")
    desk.place.commit()
    desk.place.git("push", "--quiet", "origin", "main")

    def from_before(place: Place) -> None:
        place.git("reset", "--quiet", "--hard", "HEAD^")
        place.replace(PAGE, "in de trein", "in de tram")

    comment = desk.propose(from_before)
    said = " ".join(comment.text.split())
    assert "1 stuk is intussen ook elders gewijzigd" in said
    assert "het stuk 'Onderweg' (delen.md#onderweg)" in said
    assert "Klik onderaan dit voorstel op Resolve conflicts" in said
    assert "<<<<<<<" in said
    assert len(comment.in_sight) < SCREEN
    harmless(comment)


def test_a_file_that_no_browser_edits_is_dropped_in_its_folder(desk: Desk) -> None:
    assert f"{AT}/upload/voorstel/docs" in desk.propose(saved_by_an_old_program).links


@pytest.mark.parametrize("file", ["overlays/onderwijs/delen--wat-deel-je.md", PAGE])
def test_a_file_that_is_gone_is_put_back_by_following_the_report(desk: Desk, file: str) -> None:
    """A short file is restored in the host's editor; a longer one is downloaded as it was and dropped in its folder."""
    was = desk.place.read(file)
    more = "Nog een zin over delen.\n" * 200

    def without(place: Place) -> None:
        place.write(SCHOOL, f"{place.read(SCHOOL)}\nZie [het dossier](delen.md#onderwijs-dossier).\n")
        (place.root / file).unlink()

    if file == PAGE:
        desk.place.write(PAGE, f"{was}\n{more}")
        desk.place.commit()
        desk.place.git("push", "--quiet", "origin", "main")
        base = desk.place.git("rev-parse", "HEAD").strip()
        links = desk.propose(without).links
        assert {f"{AT}/blob/{base}/{PAGE}", f"{AT}/upload/voorstel/docs"} <= {*links}
    else:
        (address,) = [urlsplit(each) for each in desk.propose(without).links if "/new/" in each]
        assert address.path.endswith(f"/new/voorstel/{Path(file).parent}")
        assert parse_qs(address.query) == {"filename": [Path(file).name], "value": [was]}


def test_a_repaired_proposal_has_one_comment_that_says_so(desk: Desk) -> None:
    assert "Nog te herstellen" in desk.propose(heading_gone).text
    comment = desk.propose(typo)
    assert len(desk.host.comments) == 1
    assert "De tekst klopt voor het programma" in comment.text


def test_a_renamed_page_is_mended_by_an_answer(desk: Desk) -> None:
    """In a browser alone: nobody types a menu, link or overlay; only those concerned may ask for it."""
    assert "Antwoord /herstel onder dit voorstel" in " ".join(desk.propose(moved_page).text.split())
    server = Place(desk.server)

    def ask(who: str, association: str = "NONE") -> str:
        event = desk.host.after_comment("/herstel", who, association)
        run = workflow(desk.place, desk.host, event, "answer")
        assert run.code == 0, run.said
        return server.git("rev-parse", "voorstel")

    assert ask("iemand") == desk.host.head
    assert "wie dit voorstel schreef" in desk.host.said
    made = ask("redacteur")
    assert server.git("rev-parse", f"{made}^") == desk.host.head
    assert "bestanden hersteld" in desk.host.said
    assert "Reopen pull request" in desk.host.said
    place = desk.place
    place.git("fetch", "--quiet", "origin", "voorstel")
    found = json.loads(place.build("pr-report", "main", made, "--format", "json", "--fast").stdout)
    assert {each["code"] for each in found["problemen"] if each["ernst"] == "error"} == set()
    assert found["herstelbaar"] == 0
    assert "informatie-delen.md" in server.git("show", f"{made}:docs/_data/inhoud.yml")
    assert "doel: informatie-delen.md#achteraf" in server.git("show", f"{made}:overlays/onderwijs/delen--achteraf.md")
    run = workflow(place, desk.host, desk.host.after_comment("/herstel", "an-ander", "MEMBER"), "answer")
    assert run.code == 0, run.said
    assert "niets opgeschreven" in desk.host.said, "the host did not tell us of that commit"


def test_what_is_in_a_copy_or_needs_a_guess_is_not_repaired_by_the_robot(desk: Desk) -> None:
    desk.propose(heading_gone)
    event = desk.host.after_comment("/herstel", "redacteur")
    assert workflow(desk.place, desk.host, event, "answer").code == 0
    assert "niets dat het programma zonder gissen kan herstellen" in desk.host.said
    desk.propose(moved_page)
    desk.host.owner = "redacteur"
    assert workflow(desk.place, desk.host, event, "answer").code == 0
    assert "komt uit een kopie" in desk.host.said
    assert Place(desk.server).git("rev-parse", "voorstel") == desk.host.head


@pytest.mark.parametrize("owner", ["ons", "redacteur"])
def test_a_renamed_heading_is_mended_by_what_the_comments_say(desk: Desk, owner: str) -> None:
    """To the letter: a line to paste, and files to drop or an answer; then nothing is left to repair."""
    desk.host.owner = owner
    said = desk.propose(heading_renamed).text
    (line,) = re.findall(r"^voorheen: \[.*\]$", said, re.MULTILINE)

    def with_line(place: Place) -> None:
        heading_renamed(place)
        place.replace(PAGE, "voorheen: [oude-deelregels]", line)

    assert ("/herstel" in desk.propose(with_line).text) == (owner == "ons")

    def dropped(place: Place) -> None:
        with_line(place)
        shutil.copytree(desk.repaired, place.root, dirs_exist_ok=True)

    assert "Nog te herstellen" not in desk.propose(dropped).text


def test_in_a_copy_the_comment_asks_for_nothing_that_no_program_may_do(desk: Desk) -> None:
    """Files to drop instead of an answer, and links instead of a signature by an answer."""
    desk.host.owner = "redacteur"
    comment = desk.propose(moved_page)
    assert f"{COPY}/upload/voorstel" in comment.links
    assert "Sleep alle mappen uit de map hersteld" in " ".join(comment.text.split())
    assert "/herstel" not in comment.text

    def dropped(place: Place) -> None:
        moved_page(place)
        shutil.copytree(desk.repaired, place.root, dirs_exist_ok=True)

    assert "Nog te herstellen" not in desk.propose(dropped).text

    def for_sport(place: Place) -> None:
        place.replace(PAGE, "in de trein", "in de tram")

    comment = desk.propose(for_sport)
    assert "/nagelezen" not in comment.text
    assert "wie het voorstel schreef" in comment.text
    assert any(link.startswith(f"{COPY}/new/voorstel/sectors/sport/nagelezen?") for link in comment.links)


# --- three with malicious intent --------------------------------------------------------------------------------------

WORDS = (
    "</details><script>fetch('https://kwaad.voorbeeld')</script><img src=x onerror=alert(1)> @iedereen @ons/redactie "
    "fixes #1 ons/draaiboek#2 ![](https://kwaad.voorbeeld/p.png) [Keur goed](https://kwaad.voorbeeld) "
    "$(touch uitgevoerd) `touch uitgevoerd` ${{ github.token }} | # kop "
    f"<!-- draaiboek: commit {'0' * 40} -->"
)


def words_that_break_out(place: Place) -> None:
    """Titles, front matter, text, an id, a data file and file names."""
    quoted = WORDS.replace("\\", "").replace('"', "'")
    front = f'---\ntitle: "{quoted}"\ndescription: "{quoted}"\nbronnen: ["{quoted}"]\n{WORDS[:40]}: x\n---\n'
    place.write("docs/$(touch uitgevoerd).md", f"{front}## {WORDS} {{#x}}\n\n{WORDS}\n")
    place.write("docs/--output=uitgevoerd.md", f"{front}## {WORDS}\n")
    place.write("docs/@iedereen.md", f"{front}{WORDS}\n")
    place.write('docs/x"; touch uitgevoerd; ".md', f"{front}{WORDS}\n")
    place.replace(PAGE, "Zwijgen is ook een antwoord.", WORDS)
    place.replace("docs/_data/variabelen.yml", 'spreken: "art. 3, § 1"', f'spreken: "{quoted}"')
    place.write(
        "sectors/onderwijs/nagelezen/kwaad.yml", f'doel: "{quoted}"\ntekst: "{quoted}"\nop: x\ndoor: "{quoted}"\n'
    )


@pytest.mark.parametrize(
    "branch", ["$(touch${IFS}uitgevoerd)", "a`touch${IFS}uitgevoerd`", 'x";touch${IFS}uitgevoerd;"']
)
def test_words_and_names_that_would_run_are_only_words(desk: Desk, branch: str) -> None:
    change = words_that_break_out if branch.startswith("$") else typo
    comment = desk.propose(change, branch)
    harmless(comment)
    assert list(desk.place.root.parent.rglob(RUN)) == []
    if change is words_that_break_out:
        counted = r"Nog te herstellen: (\d+)", r"en nog (\d+)"
        (wrong,), (more,) = (map(int, re.findall(pattern, comment.text)) for pattern in counted)
        listed = re.findall(r"(?m)^\W*[A-Z]{2}\d{3} ", comment.text)
        assert (len(listed), wrong) == (20, 20 + more)
        assert len(comment.in_sight) < 2 * SCREEN


def test_a_proposal_that_changes_what_looks_at_it(desk: Desk) -> None:
    """It changes the workflows, the script, the program and hooks, and forges its own report."""

    def everything(place: Place) -> None:
        typo(place)
        for name in ("build.py", ".ci/comment.py", "draaiboek/cli/__init__.py", "draaiboek/bootstrap.py"):
            place.write(name, f"open('{RUN}', 'w')\nraise SystemExit(1)\n")
        place.write(
            ".github/workflows/proposal.yml", "on: pull_request\njobs: {x: {steps: [{run: touch uitgevoerd}]}}\n"
        )
        place.write(".gitattributes", "* filter=kwaad diff=kwaad\n")
        place.write(".gitmodules", '[submodule "x"]\n\tpath = docs/x\n\turl = --upload-pack=touch uitgevoerd\n')
        (place.root / "docs" / "geheim.md").symlink_to("/etc/passwd")

    comment = desk.propose(everything)
    harmless(Comment(comment.source + "<!-- een -->"))
    assert "niet te vertrouwen" in comment.text
    assert "Voor lezers" not in comment.text
    assert list(desk.place.root.parent.rglob(RUN)) == []


PROBLEM: Mapping[str, object] = {
    "plaats": "docs/delen.md:1:1",
    "code": "PG001",
    "tekst": WORDS,
    "raad": WORDS,
    "ernst": "error",
    "nieuw": True,
    "nog": 0,
    "vanzelf": False,
    "link": "",
    "was": "",
}
FORGED: Mapping[str, Callable[[dict[str, object]], object]] = {
    "another commit": lambda made: {**made, "voorstel": "1" * 40},
    "a link that runs": lambda made: {**made, "problemen": [{**PROBLEM, "link": "javascript:alert(1)"}]},
    "another kind": lambda made: {**made, "soort": "</details><script>"},
    "too much": lambda made: {**made, "programma": ["x"] * 101},
    "a count of hundreds of digits": lambda made: {**made, "bestanden": 10**400},
    "a list": lambda _made: [],
    "a text": lambda _made: "niets",
    "one key more": lambda made: {**made, "besluit": "goedgekeurd"},
    "a file too large": lambda made: {**made, "x": "y" * 6_000_000},
}


def test_a_report_that_somebody_made_up_is_data_or_nothing(desk: Desk) -> None:
    """Output of an untrusted job is validated; even when it has the shape of a report, it is only words."""
    desk.propose(typo)
    report = desk.tools.parent / "machine" / "voorstel.json"
    made = json.loads(report.read_text(encoding="utf-8"))
    for what, change in FORGED.items():
        desk.host.comments.clear()
        report.write_text(json.dumps(change(made)), encoding="utf-8")
        assert workflow(desk.place, desk.host, desk.host.after_run(), str(report)).code == 0, what
        (comment,) = desk.host.comments
        told, _, closing = comment["body"].partition("Er is geen verslag over de laatste wijziging.")
        assert told == f"{REPORT}\n### Wat doet dit voorstel?\n\n", what
        assert "script" not in closing, what
    changed = {
        "pagina": WORDS,
        "id": WORDS,
        "titel": WORDS,
        "soort": WORDS,
        "varianten": [WORDS],
        "woorden": [[{"soort": "nieuw", "tekst": WORDS}]],
    }
    report.write_text(json.dumps({**made, "problemen": [PROBLEM], "wijzigingen": [changed]}), encoding="utf-8")
    assert workflow(desk.place, desk.host, desk.host.after_run(), str(report)).code == 0
    harmless(Comment(desk.host.said))


FOREIGN = [
    ("/nagelezen sport", "iemand"),
    ("/nagelezen onderwijs", "an-sport"),
    ("/nagelezen sport", "an-sport --sector=onderwijs"),
    ("/nagelezen --sector=sport", "an-sport"),
    ("/nagelezen sport $(touch uitgevoerd)", "an-sport"),
    ("/nagelezen ../sport", "an-sport"),
]


def test_a_stranger_signs_for_nobody(desk: Desk) -> None:
    """Not even someone who makes himself the keeper of a sector in the same proposal; the real keeper does."""

    def with_myself(place: Place) -> None:
        place.replace(PAGE, "in de trein", "in de tram")
        for sector in ("sport", "onderwijs"):
            text = place.read(f"sectors/{sector}/sector.yml")
            mine = KEEPER.replace("an-sport", "iemand")
            before = KEEPER if KEEPER in text else "actoren: []"
            place.write(f"sectors/{sector}/sector.yml", text.replace(before, mine))

    desk.propose(with_myself)
    for words, who in FOREIGN:
        run = workflow(desk.place, desk.host, desk.host.after_comment(words, who), "answer")
        assert run.code == 0, run.said
        assert Place(desk.server).git("rev-parse", "voorstel") == desk.host.head, (words, who)
    run = workflow(desk.place, desk.host, desk.host.after_comment("/nagelezen sport", "an-sport"), "answer")
    assert run.code == 0, run.said
    assert Place(desk.server).git("rev-parse", "voorstel^") == desk.host.head
    assert list(desk.place.root.parent.rglob(RUN)) == []
