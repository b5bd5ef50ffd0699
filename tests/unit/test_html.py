"""HTML by construction: only listed elements and attributes can be written, and every word is escaped."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from markupsafe import Markup

from draaiboek.forms.epub import xhtml
from draaiboek.render.html import element, lines, text, unbroken

HOSTILE = "\"><script>alert('x')</script>&amp;"
ESCAPED = "&#34;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;"
UNSAFE = (
    *("script", "style", "iframe", "object", "embed", "form", "button", "svg", "math", "video", "base", "meta", "link"),
    *("dialog", "x-eigen"),
)
UNSAFE_ATTRIBUTES = (
    *("onclick", "onerror", "style", "target", "ping", "srcset", "value", "for", "formaction", "contenteditable"),
    *("aria-hidden", "data-iets"),
)


def test_a_name_is_held_together_also_when_a_shorter_one_begins_it() -> None:
    law, name, other = (element("span", each, class_="lr-heel") for each in ("A-B-wet", "A-B", "C-wet"))
    assert unbroken("A-B-wet & A-B, C-wet", ("A-B-wet", "C-wet", "A-B")) == f"{law} &amp; {name}, {other}"
    assert unbroken("a & b", ("A-B",)) == unbroken("a & b", ()) == "a &amp; b"


def test_a_very_long_compound_may_break_where_it_is_joined() -> None:
    """The piece behind the seam begins with a soft hyphen of the style sheet; an empty element has no place in EPUB."""
    behind = element("span", "effectbeoordeling", class_="lr-naad")
    assert unbroken("de gegevensbeschermingseffectbeoordeling eerst", ()) == f"de gegevensbeschermings{behind} eerst"
    assert unbroken("A-B & Toegankelijkheidsverklaring", ("A-B",)) == (
        f"{element('span', 'A-B', class_='lr-heel')} &amp; "
        f"Toegankelijkheids{element('span', 'verklaring', class_='lr-naad')}"
    )
    for whole in ("gegevensbescherming", "terugkoppelingsfiche", "leidingstukken", "verantwoordelijkheids"):
        assert unbroken(whole, ()) == whole


def test_words_and_attributes_are_escaped() -> None:
    assert text(HOSTILE) == ESCAPED
    assert element("p", HOSTILE, title=HOSTILE) == f'<p title="{ESCAPED}">{ESCAPED}</p>'
    assert xhtml.element("p", HOSTILE, title=HOSTILE) == f'<p title="{ESCAPED}">{ESCAPED}</p>'


def test_what_was_made_here_is_not_escaped_again() -> None:
    inside = element("em", "a & b")
    assert element("p", inside, " en ", inside) == "<p><em>a &amp; b</em> en <em>a &amp; b</em></p>"
    assert lines(inside, element("hr")) == "<em>a &amp; b</em>\n<hr>"
    assert isinstance(element("p", inside), Markup)


def test_attributes_have_the_names_of_html() -> None:
    assert element("input", type="checkbox", disabled=True, checked=False) == '<input type="checkbox" disabled>'
    assert element("p", class_="a", data_bron="docs/a.md:1", id=None) == '<p class="a" data-bron="docs/a.md:1"></p>'
    assert xhtml.element("a", "1", epub_type="noteref", aria_label="Noot") == (
        '<a epub:type="noteref" aria-label="Noot">1</a>'
    )


def test_empty_elements_end_as_their_language_wants() -> None:
    assert element("br") == "<br>"
    assert xhtml.element("br") == "<br/>"


@pytest.mark.parametrize("make", [element, xhtml.element])
@pytest.mark.parametrize("name", [*UNSAFE, "p onclick=x", ""])
def test_an_element_that_is_on_no_list_cannot_be_written(make: Callable[..., Markup], name: str) -> None:
    with pytest.raises(ValueError, match="is on no list"):
        make(name)


@pytest.mark.parametrize("make", [element, xhtml.element])
@pytest.mark.parametrize("name", [*UNSAFE_ATTRIBUTES, "class", "data-bron", 'id="x" onclick'])
def test_an_attribute_that_is_on_no_list_cannot_be_written(make: Callable[..., Markup], name: str) -> None:
    with pytest.raises(ValueError, match="is on no list"):
        make("p", **{name: "x"})


def test_a_book_has_nothing_to_tick() -> None:
    with pytest.raises(ValueError, match="input"):
        xhtml.element("input")
