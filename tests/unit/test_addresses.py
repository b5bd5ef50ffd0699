"""Where a link or a picture may lead: whatever a browser would resolve to another place is refused, twice.

The reader refuses it with a message for the editor; the HTML is written from the parsed address, never from its text.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from lxml import html
from lxml.html import HtmlElement

from draaiboek.base.diagnostics import has_errors
from draaiboek.base.model import Image, Inline, Link, Origin, Paragraph, Text
from draaiboek.compose.reading_order import all_inlines
from draaiboek.content import addresses
from draaiboek.pipeline.examine import examine
from draaiboek.render.around import around
from draaiboek.render.article import article
from tests.guidebook import guidebook, page

PLACE = Origin(PurePosixPath("docs/delen.md"), 5)
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>Beeld</title></svg>'

# Browsers normalise these: https://url.spec.whatwg.org/#url-parsing (white space is dropped, \ becomes /).
ELSEWHERE = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:x",
    "ftp://x.example/",
    "tel:+3225000000",
    "tel:112",
    "variant:kern",
    "//x.example/",
    "\\\\x.example/",
    "\\/x.example/",
    "/\\x.example/",
    " //x.example/",
    "\t//x.example/",
    "/\t/x.example/",
    "http://[x",
]


def _codes(link: str, into: Path) -> set[str]:
    project = guidebook({"docs/delen.md": page(f"{link}\n"), "docs/media/a.svg": SVG}, into)
    return {each.code for each in examine(project).problems}


def _written(inline: Inline, into: Path) -> HtmlElement:
    """Return the article of a page whose words are *inline*, regardless of what the reader would refuse."""
    variant = examine(guidebook({"docs/delen.md": page("Tekst.\n")}, into)).variants[0]
    each = next(each for each in variant.pages if each.path.name == "delen.md")
    whole = replace(each, lead=(Paragraph((inline,), PLACE),))
    return html.fragment_fromstring(article(whole, around(whole, variant, "")))


@pytest.mark.parametrize(
    "address",
    [
        "#kop",
        "./edities/2026.1.md",
        "edities/index.md",
        "https://www.example.org/eli?a=b#c",
        "http://www.example.org/",
        "HTTPS://WWW.EXAMPLE.ORG/",
        "mailto:iemand@example.org",
    ],
)
def test_an_address_inside_or_on_the_web_may_be_there(address: str, tmp_path: Path) -> None:
    assert _codes(f"[a]({address})\n\n## Kop {{#kop}}", tmp_path) == set()


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("variant:a-z0-9/p-z0/q-9.md#n-z0-9", ("a-z0-9", "p-z0/q-9.md", "n-z0-9")),
        ("variant:jeugd/delen.md", ("jeugd", "delen.md", "")),
        ("variant:jeugd/edities/2026.1.md", ("jeugd", "edities/2026.1.md", "")),
        ("variant:/delen.md", None),
        ("variant:jeugd/.md", None),
        ("variant:jeugd/", None),
        ("variant:jeugd/delen.mdx", None),
        ("variant:jeugd/delen.md#", None),
        ("variant:Jeugd/delen.md", None),
        ("avariant:jeugd/delen.md", None),
    ],
)
def test_an_address_in_another_variant_names_its_page(href: str, expected: tuple[str, str, str] | None) -> None:
    there = addresses.read(href)
    assert there == (addresses.Elsewhere(expected[0], PurePosixPath(expected[1]), expected[2]) if expected else None)


@pytest.mark.parametrize("host", ["1", "x.1", "x.0x", "x.0X7f", "x.0xAf", "0x7f.1", "1.2.3.4", "x.09"])
def test_a_number_is_no_host(host: str) -> None:
    """A browser goes to 127.0.0.1 for https://0x7f.1: https://url.spec.whatwg.org/#ends-in-a-number-checker"""
    assert addresses.read(f"https://{host}/") is None
    assert addresses.read(f"https://{host}.be:1/") == addresses.Web(f"https://{host}.be:1/")


@pytest.mark.parametrize("address", ELSEWHERE)
def test_any_other_address_is_refused(address: str, tmp_path: Path) -> None:
    """Written as an entity, so that the Markdown parser accepts it as an address."""
    link = "".join(character if character.isalnum() else f"&#{ord(character)};" for character in address)
    assert _codes(f"[a](<{link}>)", tmp_path) & {"HT002", "PG007", "LK001"}


@pytest.mark.parametrize("address", ["", "#", "?a", "/", ".", "./", "..", "/#kop", "%2F"])
def test_an_address_that_names_no_page_is_refused(address: str, tmp_path: Path) -> None:
    assert _codes(f"[a]({address})", tmp_path) == {"LK001"}


@pytest.mark.parametrize("address", ELSEWHERE)
def test_a_link_to_another_address_is_never_written(address: str, tmp_path: Path) -> None:
    try:
        text = _written(Link(address, (Text("a"),), PLACE), tmp_path)
    except ValueError:
        return
    for link in text.iter("a"):
        read = "".join(link.attrib["href"].split()).replace("\\", "/")
        assert read.startswith("../"), read


@pytest.mark.parametrize(
    "address",
    [
        "https://x.example/a.png",
        "//x.example/a.png",
        "/media/a.svg",
        "\\media\\a.svg",
        "data:image/png;base64,x",
        "tel:1",
    ],
)
def test_a_picture_from_elsewhere_is_refused(address: str, tmp_path: Path) -> None:
    assert "HT002" in _codes(f"![Een beeld]({address})", tmp_path / "a")
    source = next(_written(Image(address, "Een beeld", PLACE), tmp_path / "b").iter("img")).attrib["src"]
    assert source.startswith("../"), source


def test_a_picture_of_the_guidebook_may_be_there(tmp_path: Path) -> None:
    assert _codes("![Een beeld](media/a.svg)", tmp_path) == set()


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("delen.md", set()),
        ("deel.een.docx", set()),
        ("md.voorbeeld.be", {"HT012"}),
        ("https://deel.een.docx", {"HT012"}),
        ("http://deel.een.docx", {"HT012"}),
    ],
)
def test_the_name_of_a_file_in_a_link_is_no_website(said: str, codes: set[str], tmp_path: Path) -> None:
    assert _codes(f"[{said}](https://www.example.org/x)", tmp_path) == codes


# The first letter of each host that is found is Cyrillic.
@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("\u0440olitie.be", [(0, "\u0440olitie.be")]),
        ("Zie www.een-\u0440olitie.be!", [(4, "www.een-\u0440olitie.be")]),
        ("Zie www.een_\u0440olitie.be/x", [(4, "www.een_\u0440olitie.be")]),
        ("http://\u0440olitie.be", [(7, "\u0440olitie.be")]),
        ("Mail jan.p+x@\u0440olitie.be of \u0440olitie.be", [(13, "\u0440olitie.be"), (27, "\u0440olitie.be")]),
        ("url:https://\u0440olitie.be", [(12, "\u0440olitie.be")]),
        ("het adres: https://\u0440olitie.be", [(19, "\u0440olitie.be")]),
        ("het-adres: https://\u0440olitie.be", []),
        ("adres:   http://\u0440olitie.be", []),
        ("adres: '\"https://\u0440olitie.be", [(17, "\u0440olitie.be")]),
        ("url: https://\u0440olitie.be", []),
        ("  url: 'https://\u0440olitie.be'", []),
        ('url: "https://\u0440olitie.be"', []),
        ("[x](https://\u0440olitie.be)", []),
        ("[x]( <http://\u0440olitie.be>)", []),
        ("<https://\u0440olitie.be> en <mailto:a@\u0440olitie.be>", []),
        ("[x] (https://\u0440olitie.be)", [(13, "\u0440olitie.be")]),
        ("\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444, politie.be, i.v.m., \u0440olitie.b, \u0440olitie.be2", []),
    ],
)
def test_a_website_of_two_alphabets_is_found_where_only_words_are(line: str, found: list[tuple[int, str]]) -> None:
    assert list(addresses.look_alikes(line)) == found


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//x.example/", "tel:112", "data:text/html,x"])
def test_the_value_of_a_variable_is_judged_as_any_address(address: str, tmp_path: Path) -> None:
    files = {
        "docs/_data/variabelen.yml": f'wet:\n  adres: "{address}"\n',
        "docs/delen.md": page("[a]({{ wet.adres }})\n"),
    }
    problems = examine(guidebook(files, tmp_path)).problems
    assert [(each.code, str(each.origin)) for each in problems] == [("HT002", "docs/delen.md:5:5")]


def test_an_address_is_found_from_the_folder_of_its_page() -> None:
    here = PurePosixPath("kader/wet.md")
    assert addresses.beside(here, "../media/een schema.svg") == PurePosixPath("media/een schema.svg")
    assert addresses.beside(here, "schema.svg") == PurePosixPath("kader/schema.svg")


def test_links_in_data_lead_from_the_root_of_the_text(tmp_path: Path) -> None:
    said = (
        "[a](delen.md#wat), **[b](delen.md)**, [c](map/hier.md#zelf), [d](map/hier.md), [e](#zelf), "
        "[f]({{ dienst.adres }}) en [g](https://example.org/)."
    )
    figure = f"""\
ladder:
  vorm: ladder
  titel: Eerst en dan
  delen:
    - kop: Eerst
    - kop: Dan
  onderschrift: "{said}"
"""
    function = f"""\
leraar:
  functie: Leraar
  na_te_gaan: zwijgplicht
  aan_tafel: "{said}"
"""
    files = {
        "docs/_data/figuren.yml": figure,
        "docs/_data/variabelen.yml": "dienst:\n  adres: https://dienst.example/\n",
        "docs/delen.md": page("## Wat {#wat}\n\nDit.\n"),
        "docs/map/hier.md": page("## Zelf {#zelf}\n\n<!-- figuur: ladder -->\n\n<!-- lijst: functies -->\n"),
        "sectors/onderwijs/functies.yml": function,
    }
    checked = examine(guidebook(files, tmp_path))
    assert not has_errors(checked.problems), checked.problems
    here = next(each for each in checked.variants[0].pages if each.path.name == "hier.md")
    found = [each.href for each in all_inlines(here.lead, here.sections) if isinstance(each, Link)]
    once = [
        "../delen.md#wat",
        "../delen.md",
        "#zelf",
        "hier.md",
        "#zelf",
        "https://dienst.example/",
        "https://example.org/",
    ]
    assert [href for href in found if href in once] == [*once, *once]
