"""Hypothesis strategies for any text that an editor can write, for the tests of comparisons."""

from __future__ import annotations

from hypothesis import strategies as st

from draaiboek.base.model import Part, TermLink, Text
from tests.unit.redlines import of_sector, paragraph, parts

WORDS = st.sampled_from(
    ["de", "burgemeester", "mag", "moet", "spreken,", "**niet**", "*ook*", "`code x`", "10 %", "10%"]
)
MARK = "{na-te-gaan: artikel 3}"
MORE = st.sampled_from(
    [
        "[wet](wet.md#a)",
        "[wet](wet.md#b)",
        "recht.[@wet, art. 3]",
        "recht.[@wet, art. 4; @wet]",
        MARK,
        "CO<sub>2</sub>",
        "bel 112",
        "&amp;",
        "\\*",
        "mag<br>moet",
        "![beeld](media/a.svg)",
    ]
)
# Two marks beside each other are at one sentence, which is refused.
SENTENCE = (
    st.lists(st.one_of(WORDS, MORE), min_size=1, max_size=8)
    .map(" ".join)
    .filter(lambda text: f"{MARK} {MARK}" not in text)
)
BLOCK = st.one_of(
    SENTENCE,
    st.lists(SENTENCE, min_size=1, max_size=3).map("\n".join),
    st.lists(SENTENCE, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(SENTENCE, min_size=1, max_size=4).map(lambda items: "\n".join(f"- [ ] {item}" for item in items)),
    st.lists(SENTENCE, min_size=1, max_size=4).map(
        lambda items: "\n".join(f"{n}. {i}" for n, i in enumerate(items, 1))
    ),
    st.lists(SENTENCE, min_size=2, max_size=3).map(lambda items: "- " + "\n\n    - ".join(items)),
    st.lists(st.lists(SENTENCE, min_size=2, max_size=2), min_size=2, max_size=4).map(
        lambda rows: "\n".join(
            ["| a | b |", "|---|---|", *("| " + " | ".join(cells) + " |" for cells in rows)],
        )
    ),
    SENTENCE.map(lambda text: f'!!! warning "Let op"\n    {text}\n\n    - {text}'),
    SENTENCE.map(lambda text: f'!!! note ""\n    {text}'),
    SENTENCE.map(lambda text: f"> {text}\n> {text}"),
)
MARKDOWN = st.lists(BLOCK, max_size=5).map("\n\n".join)
PART = st.one_of(
    BLOCK.map(parts),
    SENTENCE.map(lambda text: (of_sector(text),)),
    SENTENCE.map(lambda text: (of_sector(f"{text}\n\n### Kop {{#kop}}\n\n{text}"),)),
    st.just((paragraph(Text("Aan de "), TermLink("t", "tafel", "Een (b) term."), Text(" zitten.")),)),
)
PARTS: st.SearchStrategy[tuple[Part, ...]] = st.lists(PART, max_size=5).map(lambda found: sum(found, ()))
