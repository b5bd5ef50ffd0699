"""The documents to fill in: the contents of a .docx and an .odt, as the office programs interpret them.

`tests/integration/test_kit.py` tests that LibreOffice and Microsoft's own validator accept them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree

from draaiboek.base.model import Variant
from draaiboek.compose.kit import offered
from draaiboek.forms.office import WRITERS
from draaiboek.forms.office.kit import sheet
from draaiboek.pipeline.examine import examine
from tests.guidebook import guidebook, overlay, page

EPOCH = 1_796_083_200
SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "t": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
    "p": "http://schemas.openxmlformats.org/package/2006/relationships",
}
TEXT = """\
Begin.

## De brief {#brief .advies}

Uitleg bij de brief. [@wet, art. 3]

> Geachte,
>
> - **Waarop?** Op {invullen: wet & artikel}.
>
> Met groeten,<br>
> {invullen: naam}

## Samen {#samen}

Lees [de brief](#brief) en [meer](https://a.be/?x=1&y=2). [@wet, art. 3] {na-te-gaan: of dit klopt}

3. Wie komt?
4. Zwijg.
   - diep

| Onderwerp | Vraag |
|---|---|
| Doel | Waarvoor dient dit? [@wet, art. 3] |

- [ ] Ik *weet* dit. [@wet, art. 4]
- [x] Klaar.

### Onder {#onder}

!!! warning "Let op"

    Bel niet.
"""
FROM = (
    "Uit: Draaiboek Tafel, editie 2026.1 van 1\u00a0december 2026. Niet-officiële werkversie. "
    "Concept: nog niet goedgekeurd. Stand van de wetgeving: 20\u00a0november 2026."
)
FILES: Mapping[str, str | bytes] = {
    "docs/delen.md": page(TEXT, more="bronnen: [wet]\n"),
    "docs/_data/documenten.yml": """\
brief:
  titel: De brief
  omschrijving: Wat je schrijft.
  soort: brief
  stukken: [delen.md#brief]
  let_op: Noem niemand.
blad:
  titel: Samen & apart
  omschrijving: Wat je afspreekt.
  stukken: [delen.md#samen]
  invulruimte: Onze afspraak
""",
    "overlays/onderwijs/samen.md": overlay("Op school ook.\n", target="delen.md#samen"),
}


@pytest.fixture(scope="module")
def variants(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Variant]:
    checked = examine(guidebook(FILES, tmp_path_factory.mktemp("guidebook")))
    assert not checked.failed, checked.problems
    return {each.slug: each for each in checked.variants}


def made(key: str, variant: Variant, ending: str) -> bytes:
    document = next(each for each, _ in offered(variant) if each.key == key)
    return WRITERS[ending](sheet(document, variant), EPOCH)


def parts(content: bytes) -> dict[str, etree._Element]:
    """The parsed XML of each file in the document *content*, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        xml = (name for name in file.namelist() if name.endswith((".xml", ".rels")))
        return {name: etree.fromstring(file.read(name)) for name in xml}


def found(root: etree._Element, path: str) -> list[etree._Element]:
    return [each for each in _all(root, path) if isinstance(each, etree._Element)]


def said(element: etree._Element) -> str:
    return "".join(values(element, ".//text()"))


def values(root: etree._Element, path: str) -> list[str]:
    return [str(each) for each in _all(root, path)]


def _all(root: etree._Element, path: str) -> list[object]:
    result = root.xpath(path, namespaces=SPACES)
    assert isinstance(result, list)
    return list(result)


def paragraphs(root: etree._Element) -> list[tuple[str, str]]:
    """The style and the text of each paragraph of a Word document."""
    lines = found(root, "//w:body//w:p")
    return [("".join(values(each, "w:pPr/w:pStyle/@w:val")), "".join(values(each, ".//w:t/text()"))) for each in lines]


def notes(root: etree._Element) -> list[str]:
    return ["".join(values(each, ".//w:t/text()")).strip() for each in found(root, "//w:footnote[not(@w:type)]")]


# --- Word -------------------------------------------------------------------------------------------------------------


def test_a_letter_in_word_is_what_the_text_quotes_and_its_explanation_goes_to_another_page(
    variants: Mapping[str, Variant],
) -> None:
    files = parts(made("brief", variants["kern"], "docx"))
    body = files["word/document.xml"]
    assert paragraphs(body) == [
        ("Melding", "Let op. Noem niemand. Haal dit kader en de laatste bladzijde weg voor je de brief verstuurt."),
        ("", "Van: (naam en adres van de afzender)"),
        ("", "Aan: (naam, dienst en adres)"),
        ("", "(plaats), (datum)"),
        ("", "Betreft: De brief"),
        ("Aanloop", "Geachte,"),
        ("ListParagraph", "Waarop? Op (wet & artikel)."),
        ("", "Met groeten,(naam)"),
        ("Antwoord", "(handtekening)"),
        ("", ""),
        ("Heading1", "Over dit document"),
        ("Heading2", "De brief [advies]"),
        ("", "Uitleg bij de brief."),
        ("Kleindruk", FROM),
        ("Kleindruk", "Kijk op draaiboek.voorbeeld.be of er een nieuwe editie is: De brief"),
        ("Kleindruk", "De tekst mag je hergebruiken: Vrije licentie."),
    ]
    assert notes(files["word/footnotes.xml"]) == ["de wet, art.\u00a03. Wet over iets."]
    first, last = found(body, "//w:sectPr")
    assert (len(found(first, "w:footerReference")), len(found(last, "w:footerReference"))) == (0, 1)
    assert values(files["word/_rels/document.xml.rels"], "//p:Relationship[@TargetMode='External']/@Target") == [
        "https://draaiboek.voorbeeld.be/2026.1/delen/#brief"
    ]


def test_a_place_to_fill_in_is_a_field_of_word_that_says_what_it_is_for(variants: Mapping[str, Variant]) -> None:
    body = parts(made("brief", variants["kern"], "docx"))["word/document.xml"]
    fields = found(body, "//w:sdt")
    around = ["naam en adres van de afzender", "naam, dienst en adres", "plaats", "datum"]
    asked = [*around, "wet & artikel", "naam", "handtekening"]
    assert [values(each, "w:sdtPr/w:alias/@w:val") for each in fields] == [[name] for name in asked]
    assert [values(each, "w:sdtContent//w:t/text()") for each in fields] == [[f"({name})"] for name in asked]
    assert all(found(each, "w:sdtPr/w:showingPlcHdr") for each in fields)
    assert not any(found(each, "w:sdtPr/w:text") for each in fields)  # LibreOffice would not show their tint
    assert len(set(values(body, "//w:sdtPr/w:id/@w:val"))) == len(asked)


def test_whoever_signs_or_answers_on_paper_has_the_height_of_a_line_to_write_in(
    variants: Mapping[str, Variant],
) -> None:
    """8 mm between the words that ask for it and the line."""
    word = parts(made("blad", variants["kern"], "docx"))["word/styles.xml"]
    (points,) = values(word, "//w:style[@w:styleId='Antwoord']//w:bottom/@w:space")
    assert 8 <= int(points) * 25.4 / 72 <= 31 * 25.4 / 72, "Word knows no more than 31 points"
    open_text = zipfile.ZipFile(io.BytesIO(made("blad", variants["kern"], "odt"))).read("styles.xml").decode()
    style = open_text.partition('style:name="Antwoord"')[2].partition("</style:style>")[0]
    assert float(style.partition('fo:padding-bottom="')[2].partition("cm")[0]) >= 0.8


def test_a_sheet_in_word_has_room_at_each_question(variants: Mapping[str, Variant]) -> None:
    files = parts(made("blad", variants["kern"], "docx"))
    body = files["word/document.xml"]
    assert paragraphs(body)[:17] == [
        ("Title", "Samen & apart"),
        ("Heading1", "Samen"),
        ("Aanloop", "Lees de brief en meer. [na te gaan: of dit klopt]"),
        ("ListParagraph", "Wie komt?"),
        ("Antwoord", "(onze afspraak)"),
        ("ListParagraph", "Zwijg."),
        ("ListParagraph", "diep"),
        ("Tabelkop", "Onderwerp"),
        ("Tabelkop", "Vraag"),
        ("Tabelkop", "Onze afspraak"),
        ("Tabeltekst", "Doel"),
        ("Tabeltekst", "Waarvoor dient dit?"),
        ("Tabeltekst", "(onze afspraak)"),
        ("Tabeleinde", ""),
        ("ListParagraph", "☐Ik weet dit."),
        ("ListParagraph", "☒Klaar."),
        ("Heading2", "Onder"),
    ]
    assert paragraphs(body)[17:20] == [("Kader", "Let op"), ("Kader", "Bel niet."), ("Heading1", "Over dit document")]
    # In full where it is cited first, in short form at the foot of every other page that cites it.
    assert notes(files["word/footnotes.xml"]) == [
        "de wet, art.\u00a03. Wet over iets.",
        "de wet, art.\u00a03.",
        "de wet, art.\u00a04.",
    ]


@pytest.mark.parametrize("ending", WRITERS)
def test_what_announces_a_list_stays_with_it_and_what_is_about_the_document_is_small(
    variants: Mapping[str, Variant], ending: str
) -> None:
    files = parts(made("blad", variants["kern"], ending))
    if ending == "docx":
        kept = values(files["word/styles.xml"], "//w:style[@w:styleId='Aanloop']/w:pPr/w:keepNext/../../@w:styleId")
        size = values(files["word/styles.xml"], "//w:style[@w:styleId='Kleindruk']/w:rPr/w:sz/@w:val")
        assert (kept, size) == (["Aanloop"], ["18"])  # in half points
        return
    content, styles = files["content.xml"], files["styles.xml"]
    kept = [said(each) for each in found(content, ".//t:p[@t:style-name='Aanloop']")]
    assert [each[:13] for each in kept] == ["Lees de brief"]
    assert said(found(content, ".//t:p[@t:style-name='Kleindruk']")[0]) == FROM
    assert [said(each) for each in found(content, ".//t:p[@t:style-name='Rijkop']")] == ["Doel"]
    assert "keep-with-next" in etree.tostring(styles).decode().partition('style:name="Aanloop"')[2][:300]


def test_a_table_in_word_has_a_row_of_headers_and_a_name(variants: Mapping[str, Variant]) -> None:
    body = parts(made("blad", variants["kern"], "docx"))["word/document.xml"]
    (table,) = found(body, "//w:tbl")
    rows = found(table, "w:tr")
    assert [len(found(row, "w:trPr/w:tblHeader")) for row in rows] == [1, 0]
    assert values(table, "w:tblPr/w:tblCaption/@w:val") == ["Samen"]


def test_lists_and_boxes_to_tick_are_real_ones_in_word(variants: Mapping[str, Variant]) -> None:
    files = parts(made("blad", variants["kern"], "docx"))
    listed = [values(each, "w:pPr/w:numPr/*/@w:val") for each in found(files["word/document.xml"], "//w:p[.//w:numPr]")]
    assert listed == [["0", "10"], ["0", "10"], ["1", "1"], ["0", "3"], ["0", "3"]]
    assert values(files["word/numbering.xml"], "//w:num[@w:numId='10']/w:lvlOverride[1]/w:startOverride/@w:val") == [
        "3"
    ]
    boxes = found(files["word/document.xml"], "//w:sdt[w:sdtPr/w14:checkbox]")
    assert [values(each, "w:sdtPr/w:alias/@w:val") for each in boxes] == [["Ik weet dit."], ["Klaar."]]
    assert [values(each, ".//w14:checked/@w14:val") for each in boxes] == [["0"], ["1"]]


def test_a_word_document_says_its_title_and_its_language(variants: Mapping[str, Variant]) -> None:
    files = parts(made("blad", variants["kern"], "docx"))
    assert values(files["docProps/core.xml"], "//dc:title/text() | //dc:language/text()") == ["Samen & apart", "nl-BE"]
    assert set(values(files["word/styles.xml"], "//w:docDefaults//w:lang/@w:val")) == {"nl-BE"}
    assert "Draaiboek Tafel, editie 2026.1 · Samen & apart" in said(files["word/footer.xml"])


# --- OpenDocument -----------------------------------------------------------------------------------------------------


def test_an_open_document_has_the_same_words(variants: Mapping[str, Variant]) -> None:
    content = parts(made("blad", variants["kern"], "odt"))["content.xml"]
    body = content.find(".//{urn:oasis:names:tc:opendocument:xmlns:office:1.0}text")
    assert body is not None
    lines = [
        "".join(values(each, ".//text()[not(ancestor::t:note)]")).strip()
        for each in found(body, ".//t:h | .//t:p[not(ancestor::t:note)]")
    ]
    assert lines[:17] == [
        "Samen & apart",
        "Samen",
        "Lees de brief en meer. [na te gaan: of dit klopt]",
        "Wie komt?",
        "(onze afspraak)",
        "Zwijg.",
        "diep",
        "Onderwerp",
        "Vraag",
        "Onze afspraak",
        "Doel",
        "Waarvoor dient dit?",
        "(onze afspraak)",
        "☐Ik weet dit.",
        "☒Klaar.",
        "Onder",
        "Let op",
    ]
    bodies = [said(each).strip() for each in found(body, "//t:note-body")]
    assert bodies == ["de wet, art.\u00a03. Wet over iets.", "de wet, art.\u00a03.", "de wet, art.\u00a04."]


def test_an_open_document_has_headings_lists_headers_and_fields(variants: Mapping[str, Variant]) -> None:
    files = parts(made("blad", variants["kern"], "odt"))
    content = files["content.xml"]
    assert values(content, "//t:h/@t:outline-level") == ["1", "2", "1"]
    assert values(content, "//t:list[not(ancestor::t:list)]/t:list-item[1]/@t:start-value") == ["3"]
    assert len(found(content, "//table:table-header-rows/table:table-row/table:table-cell")) == 3
    assert values(content, "//t:text-input/@t:description") == ["onze afspraak", "onze afspraak"]
    assert "https://a.be/?x=1&y=2" in values(content, "//t:a/@xlink:href")
    assert values(files["meta.xml"], "//dc:title/text() | //dc:language/text()") == ["Samen & apart", "nl-BE"]


def test_a_letter_as_open_document_has_its_explanation_on_another_page(variants: Mapping[str, Variant]) -> None:
    content = parts(made("brief", variants["kern"], "odt"))["content.xml"]
    assert values(content, "//t:h/@t:style-name") == ["Uitleg", "Heading_20_2"]
    assert "Geachte," in said(content)


# --- whose it is, and the file itself ---------------------------------------------------------------------------------


def test_a_sector_has_a_document_of_its_own_where_it_says_something_else(variants: Mapping[str, Variant]) -> None:
    assert [(each.key, own) for each, own in offered(variants["kern"])] == [("brief", False), ("blad", False)]
    assert [(each.key, own) for each, own in offered(variants["onderwijs"])] == [("brief", False), ("blad", True)]
    body = parts(made("blad", variants["onderwijs"], "docx"))["word/document.xml"]
    lines = paragraphs(body)
    start = lines.index(("Melding", "Specifiek voor onderwijs"))
    assert lines[start + 1 : start + 3] == [("", "Op school ook."), ("Melding", "Einde van het stuk voor onderwijs.")]


@pytest.mark.parametrize("ending", WRITERS)
def test_the_same_document_is_the_same_bytes(variants: Mapping[str, Variant], ending: str) -> None:
    content = made("blad", variants["kern"], ending)
    assert made("blad", variants["kern"], ending) == content
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(2026, 12, 1, 0, 0, 0)}
        first = file.infolist()[0]
        assert first.filename == {"docx": "[Content_Types].xml", "odt": "mimetype"}[ending]
        assert first.compress_type == zipfile.ZIP_STORED


def test_what_an_editor_writes_is_never_markup(tmp_path: Path) -> None:
    text = '## Brief {#brief}\n\n> `<w:p>` &amp; "x"\n\n## S {#samen}\n\n- `]]>`?\n'
    files = {**FILES, "docs/delen.md": page(text)}
    files.pop("overlays/onderwijs/samen.md")
    (kern, *_) = examine(guidebook(files, tmp_path)).variants
    for ending in WRITERS:
        for name, root in parts(made("brief", kern, ending)).items():
            if name in {"word/document.xml", "content.xml"}:
                assert "<w:p> & “x”" in said(root), "as what it is, with the signs of print"
