"""The pages of a comparison and of what a sector has to read again, as displayed on a screen: line by line."""

from __future__ import annotations

from datetime import date

import lxml.html

from draaiboek.editions.redline import Comparison, Said, Side, Waiting, compare, publication, reading_page
from draaiboek.editions.redline.publication import title_of
from tests.unit.redlines import LONG, NEW, OLD, THIS, entry, line, of_sector, page_of, parts

LINES = ("title", "h1", "h2", "h3", "h4", "p", "li", "tr", "summary", "pre")

BEFORE = (
    *page_of("delen.md", "Delen", entry("Je mag spreken.", name="recht", title="Recht")),
    *page_of("wet.md", "De wet", entry(LONG, page="wet.md", name="eed", title="De eed")),
    *page_of("weg.md", "Weg", entry("Dit gaat.", page="weg.md", name="weg", title="Weg")),
)
AFTER = (
    *page_of("delen.md", "Samen delen", entry("Je moet **nu** spreken.", name="recht", title="Plicht"), entry("Kom.")),
    *page_of("wet.md", "De wet"),
    *page_of("eed.md", "Zweren", entry(LONG, page="eed.md", name="eed", title="De eed")),
    *page_of(
        "school.md", "School", entry((of_sector("Op school."), *parts("Einde.")), page="school.md", title="Sector")
    ),
)


def told(data: bytes) -> list[str]:
    """Return a line for each title, paragraph, item and row of the page *data*."""
    html = lxml.html.document_fromstring(data.decode())
    found = []
    for each in html.iter(*LINES):
        if not any(inside.tag in LINES for inside in each.iterdescendants()):
            name = f"{each.tag}#{each.get('id')}" if each.get("id") else each.tag
            cells = [cell for cell in each if cell.tag in {"th", "td"}] or [each]
            text = " | ".join(" ".join("".join(map(str, cell.itertext())).split()) for cell in cells)
            found.append(f"{name}: {text}" if text else name)
    return found


def test_a_comparison_on_screen() -> None:
    made = Comparison(
        "sport", "Sport", compare(BEFORE, AFTER), line, remark="Let wel.", to_do=("Lees na.",), pdf="wijzigingen.pdf"
    )
    new = Side(NEW.name, NEW.words, {**NEW.facts, "samenvatting": "De tweede.", "datum": "2026-12-01"}, NEW.address)
    page = publication([made], OLD, new, this=THIS)["sport/index.html"]
    assert told(page) == [
        "title: Wat is er gewijzigd: editie 2026.1 → 2026.2, Sport – Draaiboek Tafel",
        "p: Terug naar het draaiboek · Draaiboek Tafel",
        "p",
        "h1: Wat is er gewijzigd: editie 2026.1 → 2026.2, Sport",
        "p: Dezelfde tekst als pdf",
        "p: Let wel.",
        "p: In 9 stukken is er iets anders: 2 gewijzigd, 4 nieuw, 2 vervallen en 1 verplaatst.",
        "h2#doen: Wat moet je doen?",
        "li: Lees na.",
        "summary: Zo lees je dit",
        "li: [toegevoegd: nieuwe woorden] staan alleen in editie 2026.2.",
        "li: [geschrapt: oude woorden] stonden alleen in editie 2026.1.",
        "li: Is een heel stuk toegevoegd of geschrapt? Dan staat dat er één keer boven.",
        "li: Al de rest staat in beide. Bij elke voetnoot staat kort de bron: (noot: bron, artikel).",
        "li: Lange stukken zonder wijziging zijn weggelaten. Dat staat er telkens bij.",
        "summary: De twee teksten",
        "tr: Wat | Oud: editie 2026.1 | Nieuw: editie 2026.2",
        "tr: Datum | 20 november 2026 | 1 december 2026",
        "tr: Geldig van | 1 december 2026 | 1 januari 2027",
        "tr: Stand van de wetgeving | 31 oktober 2026 | 31 oktober 2026",
        "tr: Aanleiding | wetgeving en praktijk | wetgeving en praktijk",
        "tr: Samenvatting | De eerste. | De tweede.",
        "summary: Overzicht van de wijzigingen",
        "tr: Pagina | Stuk | Wat | Uit de releasenota | Lees het stuk",
        "tr: Samen delen | Begin van de pagina | gewijzigd | – | editie 2026.2editie 2026.1",
        "tr: Samen delen | Plicht | gewijzigd | Spreken is nu een plicht. | editie 2026.2editie 2026.1",
        "tr: Samen delen | Titel | nieuw | – | editie 2026.2",
        "tr: Zweren | Begin van de pagina | nieuw | – | editie 2026.2",
        "tr: Zweren | De eed | verplaatst | – | editie 2026.2editie 2026.1",
        "tr: School | Begin van de pagina | nieuw | – | editie 2026.2",
        "tr: School | Sector | nieuw | – | editie 2026.2",
        "tr: Weg | Begin van de pagina | vervallen | – | editie 2026.1",
        "tr: Weg | Weg | vervallen | – | editie 2026.1",
        "h2#p1: Samen delen",
        "h3#w1: Begin van de pagina",
        "p: Gewijzigd. Lees het stuk: editie 2026.2 · editie 2026.1",
        "p: Titel van de pagina: [geschrapt: Delen] [toegevoegd: Samen delen]",
        "h3#w2: [geschrapt: Recht] [toegevoegd: Plicht]",
        "p: Gewijzigd. Releasenota: Spreken is nu een plicht.Lees het stuk: editie 2026.2 · editie 2026.1",
        "p: Je [geschrapt: mag] [toegevoegd: moet nu] spreken.",
        "h3#w3: Titel",
        "p: Nieuw. Lees het stuk: editie 2026.2",
        "p: Toegevoegd: dit hele stuk",
        "p: Kom.",
        "h2#p2: Zweren",
        "h3#w4: Begin van de pagina",
        "p: Nieuw. Lees het stuk: editie 2026.2",
        "h3#w5: De eed",
        (
            "p: Verplaatst. Stond op ‘De wet’, vooraan; staat nu op ‘Zweren’, vooraan. "
            "Er is geen woord aan gewijzigd.Lees het stuk: editie 2026.2 · editie 2026.1"
        ),
        "h2#p3: School",
        "h3#w6: Begin van de pagina",
        "p: Nieuw. Lees het stuk: editie 2026.2",
        "h3#w7: Sector",
        "p: Nieuw. Lees het stuk: editie 2026.2",
        "p: Toegevoegd: dit hele stuk",
        "p: Specifiek voor onderwijs",
        "p: Op school.",
        "p: Einde.",
        "h2#p4: Weg",
        "h3#w8: Begin van de pagina",
        "p: Vervallen. Lees het stuk: editie 2026.1",
        "h3#w9: Weg",
        "p: Vervallen. Lees het stuk: editie 2026.1",
        "p: Geschrapt: dit hele stuk",
        "p: Dit gaat.",
    ]


def test_a_comparison_is_named_in_words() -> None:
    assert title_of(Comparison("sport", "Sport", compare(BEFORE, AFTER), line), OLD, NEW) == (
        "Wat is er gewijzigd: van editie 2026.1 naar editie 2026.2, Sport"
    )


def waiting(
    sector: str, *, said: Said | None = None, day: date | None = None, then: str = "", link: str = ""
) -> Waiting:
    now, before = (entry(text, name="recht", title="Recht").leaves if text else () for text in ("Je moet.", then))
    return Waiting(
        sector, "delen.md#recht", said, day, before, now, f"sectors/{sector}/a.yml", "doel: x\nop: y\n", link
    )


def test_what_is_to_be_read_again_on_screen() -> None:
    said = Said("overlays/sport/a.md", "vervang", entry("Wij niet.").leaves[1:], "Zo hoort het.")
    files = reading_page(
        [
            waiting("sport", said=said, day=date(2026, 11, 2), then="Je mag.", link="https://voorbeeld.be/maak"),
            waiting("jeugd", said=Said("overlays/jeugd/b.md", "weglaten", ()), day=date(2026, 11, 3)),
            waiting("jeugd"),
        ],
        THIS,
    )
    assert told(files["index.html"]) == [
        "title: Opnieuw te lezen – Draaiboek Tafel",
        "p: Draaiboek Tafel",
        "li: jeugd (2)",
        "li: sport (1)",
        "p",
        "h1: Opnieuw te lezen: 3 stukken",
        "p: De kerntekst is gewijzigd sinds ze is nagelezen. Kijk wat er anders is, en of de tekst ernaast nog klopt.",
        "p: [toegevoegd: nieuwe woorden] staan er nu bij. [geschrapt: oude woorden] zijn weg.",
        "h2#voor-jeugd: Jeugd",
        "h3#n1: Recht",
        "p: delen.md#recht, gelezen op 3 november 2026",
        "h4: De kerntekst nu",
        "p: De tekst van toen staat niet in de geschiedenis. Lees het hele stuk.",
        "h4: Recht",
        "p: Je moet.",
        "h4: Wat zegt jeugd daar?",
        "p: overlays/jeugd/b.md (weglaten)",
        "p: Geen tekst: het stuk is weggelaten.",
        "summary: Akkoord? Teken het af",
        "p: Maak dit bestand, en vul de datum en je functie in:",
        "p: sectors/jeugd/a.yml",
        "pre: doel: x op: y",
        "p: Met het programma:",
        "pre: python3 build.py review --sector jeugd --accept delen.md#recht",
        "h3#n2: Recht",
        "p: delen.md#recht, door deze doelgroep nog niet gelezen",
        "h4: De kerntekst nu",
        "p: Lees het hele stuk.",
        "h4: Recht",
        "p: Je moet.",
        "h4: Wat zegt jeugd daar?",
        "p: Niets: de kerntekst volstond.",
        "summary: Akkoord? Teken het af",
        "p: Maak dit bestand, en vul de datum en je functie in:",
        "p: sectors/jeugd/a.yml",
        "pre: doel: x op: y",
        "p: Met het programma:",
        "pre: python3 build.py review --sector jeugd --accept delen.md#recht",
        "h2#voor-sport: Sport",
        "h3#n3: Recht",
        "p: delen.md#recht, gelezen op 2 november 2026",
        "h4: Wat is er gewijzigd?",
        "h4: Recht",
        "p: Je [geschrapt: mag] [toegevoegd: moet].",
        "h4: Wat zegt sport daar?",
        "p: overlays/sport/a.md (vervang)",
        "p: Wij niet.",
        "p: De reden voor de lezer: Zo hoort het.",
        "summary: De hele kerntekst, toen en nu",
        "h4: Toen (2 november 2026)",
        "h4: Recht",
        "p: Je mag.",
        "h4: Nu",
        "h4: Recht",
        "p: Je moet.",
        "summary: Akkoord? Teken het af",
        "p: Maak het bestand in de browser: naam en inhoud staan klaar. Vul de datum en je functie in.",
        "p: Of maak het zelf:",
        "p: sectors/sport/a.yml",
        "pre: doel: x op: y",
        "p: Met het programma:",
        "pre: python3 build.py review --sector sport --accept delen.md#recht",
    ]
    assert sorted(files) == ["index.html", "reading.css", "redline.css", "redline.js"]
    html = lxml.html.document_fromstring(files["index.html"].decode())
    assert html.xpath("//link/@href | //script/@src") == ["redline.css", "reading.css", "redline.js"]
    assert all(files[name] for name in files)
