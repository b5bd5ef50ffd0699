"""The vocabulary of the chapters of an EPUB: XHTML, and the roles by which reading systems recognise notes."""

from __future__ import annotations

from draaiboek.render.html import TEXT, Vocabulary

XHTML = Vocabulary(
    elements=TEXT | {"section", "aside"},
    empty=frozenset({"br", "hr", "img"}),
    attributes={
        **{name: name for name in ("id", "title", "href", "src", "alt", "start", "scope", "role", "lang")},
        "xml_lang": "xml:lang",
        "class_": "class",
        "epub_type": "epub:type",
        "aria_label": "aria-label",
        "aria_labelledby": "aria-labelledby",
    },
    ending="/>",
)
element = XHTML.element
