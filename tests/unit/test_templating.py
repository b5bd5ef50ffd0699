"""Untrusted words in Markdown that a Git host renders: shown as they are, mentioning nobody, hiding nothing."""

from __future__ import annotations

import re
from html import unescape

import pytest

from draaiboek.base.templating import Code, markdown


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("<b>*a*</b> | [b](https://c.be) `d`", "<b>*a*</b> | [b](https://c.be) `d`"),
        (" a\n\n# b\u2028c ", "a # b c"),
        ("@jan, #12 en gh-3", "@\u200bjan, #\u200b12 en gh-\u200b3"),
        ("docs/\u202efdp.md", "docs/⟨U+202E⟩fdp.md"),
        ("docs/\x1b[2J\u200b.md", "docs/⟨U+001B⟩[2J⟨U+200B⟩.md"),
        (Code("  - @jan:  #1"), "  - @jan:  #1"),
        (Code("  a\u202eb"), "  a⟨U+202E⟩b"),
    ],
    ids=["signs", "lines", "calls", "turning", "terminal", "code", "turning-in-code"],
)
def test_words_are_shown_as_they_are(words: str, shown: str) -> None:
    written = markdown(words)
    assert unescape(written) == shown
    assert re.fullmatch(r"[\w ,⟨⟩\u200b&#;]*", written), "no sign is left that means something"
