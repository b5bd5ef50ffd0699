"""The page for a sector's reader: first what changed in the core text, and beside it what the sector says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from draaiboek.base import dutch, templating
from draaiboek.base.model import Identity
from draaiboek.compose.normal_form import Leaf, words
from draaiboek.editions.redline import view
from draaiboek.editions.redline.comparing import compare_text
from draaiboek.editions.redline.publication import SCRIPT, STYLE
from draaiboek.editions.redline.values import leaves

PAGE = "index.html"
_PACKAGE = "draaiboek.editions.redline"
_SAID = {"ins": "[toegevoegd: {}]", "del": "[geschrapt: {}]", "same": "{}"}


@dataclass(frozen=True, slots=True)
class Said:
    """What a sector says about a core text: its overlay *file*, what that does, its *text*, and its *reason* or ''."""

    file: str
    action: str
    text: tuple[Leaf, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A core text that *sector* has to read again: at *place* (`page.md#id`), which it last read on *day*.

    *said* is None when the sector adds nothing; *day* when it never read the text. *then* is () when the text of that
    day was not found. *file* with the content *lines* records that it read what is *present*; *link* opens the web
    editor with both, or is ''.
    """

    sector: str
    place: str
    said: Said | None
    day: date | None
    then: tuple[Leaf, ...]
    present: tuple[Leaf, ...]
    file: str
    lines: str
    link: str

    @property
    def title(self) -> str:
        """What to call the text: its heading, or its place when it has none."""
        first = self.present[0] if self.present else None
        return words(first.runs) if first and first.kind.startswith("kop") else self.place


def reading_page(waiting: Sequence[Waiting], this: Identity) -> Mapping[str, bytes]:
    """Return the page about *waiting* and the files that it uses, by name. It opens from a folder, without network."""
    numbered = [(f"n{number}", each) for number, each in enumerate(sorted(waiting, key=lambda each: each.sector), 1)]
    sectors = [
        (sector, [_shown(name, each) for name, each in group])
        for sector, group in groupby(numbered, key=lambda each: each[1].sector)
    ]
    many = dutch.count(len(waiting), "stuk", "stukken")
    told = {"this": this, "sectors": sectors, "many": many, "style": STYLE, "script": SCRIPT}
    page = templating.render(_PACKAGE, "reading.html", told)
    static = {name: templating.render(_PACKAGE, name, {}).encode() for name in (STYLE, SCRIPT, "reading.css")}
    return {PAGE: page.encode(), **static}


def changed_words(old: Sequence[Leaf], new: Sequence[Leaf]) -> Iterator[str]:
    """Yield each paragraph, title or cell in which a word was added or removed, with those words marked."""
    for leaf in leaves(compare_text(old, new)):
        if not leaf.is_same:
            said = (
                f"{' ' if span.spaced and number else ''}"
                f"{_SAID[span.state].format(''.join(text for _, text in span.parts).strip())}"
                for number, span in enumerate(view.spans(leaf.runs))
            )
            yield "".join(said)


def _shown(name: str, each: Waiting) -> dict[str, object]:
    changes = compare_text(each.then, each.present) if each.then else ()
    return {
        "anchor": name,
        "waiting": each,
        "day": dutch.long_date(each.day) if each.day else "",
        "is_said": any(not leaf.is_same for leaf in leaves(changes)),
        "changes": view.tree(changes),
        "then": _whole(each.then),
        "now": _whole(each.present),
        "own": _whole(each.said.text) if each.said else [],
    }


def _whole(text: Sequence[Leaf]) -> list[view.Node]:
    return view.whole_tree(compare_text(text, text))
