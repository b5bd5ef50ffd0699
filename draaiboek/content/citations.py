"""`[@livc-wet, art. 3, § 1; @arrest-52-2021]`, Pandoc's notation: each becomes a footnote with the full source.

Pandoc's manual, *Citation syntax*: a key after @, then a comma and the place in the source, groups parted by `;`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from draaiboek.base.diagnostics import Diagnostic, nearest
from draaiboek.base.model import Footnote, Origin, Reference, ReferenceStatus
from draaiboek.content import content_paths

# What stands between backquotes is code, and no citation.
GROUP = re.compile(r"(?P<code>`+)[^`]*(?P=code)|[ \n]*\[(?P<group>@[^\]]*)\]")
ONE = re.compile(r"^@(?P<key>[a-z0-9][a-z0-9-]*)(?:,\s*(?P<place>[^@]+))?$")
UNCHECKED = '<span class="lr-controle">te controleren</span>'
SECOND_HAND = "Tweedehands bron."


@dataclass(frozen=True, slots=True)
class Citation:
    """One source in a group, and the place in it ('art. 3, § 1' or '')."""

    key: str
    place: str


def parse_group(group: str) -> tuple[Citation, ...] | None:
    """Return the citations in *group* (without its brackets), or None when it cannot be read."""
    found = [ONE.match(each.strip()) for each in group.split(";")]
    return tuple(Citation(m["key"], " ".join((m["place"] or "").split())) for m in found if m) if all(found) else None


def in_text(text: str) -> Iterator[Citation]:
    """Yield every citation in *text* that can be read."""
    for match in GROUP.finditer(text):
        yield from parse_group(match["group"] or "") or ()


def in_heading(title: str, origin: Origin) -> Iterator[Diagnostic]:
    """Yield a problem when *title* cites: a footnote mark would end up in the menu and the bookmarks."""
    if any(True for _ in in_text(title)):
        yield Diagnostic("BR002", origin, "een kop kan niet citeren", "Zet het citaat achter een zin onder de kop.")


def unknown_source(key: str, references: Mapping[str, Reference], origin: Origin) -> Diagnostic:
    """Return the diagnostic for a citation of *key* at *origin* (BR001)."""
    hint = nearest(key, references) or "Zet de bron in docs/_data/bronnen.yml."
    missed = (content_paths.REFERENCES / key,)
    return Diagnostic("BR001", origin, f"de bron '{key}' bestaat niet", hint, missed=missed)


@dataclass(slots=True)
class Notes:
    """The footnotes of one page as they are made.

    *registered* are the sources that the page with all sources lists, *register* is the link to that page.
    """

    references: Mapping[str, Reference]
    registered: AbstractSet[str]
    register: str
    labels: dict[tuple[Citation, ...], str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    notes: list[Footnote] = field(default_factory=list)

    def cite(self, text: str, origin: Origin, problems: list[Diagnostic]) -> str:
        """Return *text* with its citations as footnote marks; *origin* is the place of its first line."""

        def mark(match: re.Match[str]) -> str:
            if match["code"]:
                return match[0]
            line = text.count("\n", 0, match.start("group"))
            place = Origin(origin.path, origin.line + line, 1 if line else origin.column)
            group = parse_group(match["group"])
            if group is None:
                hint = "Schrijf bijvoorbeeld [@livc-wet, art. 2] of [@livc-wet; @ter-wet]."
                problems.append(Diagnostic("BR002", place, f"het citaat '[{match['group']}]' is niet te lezen", hint))
                return match[0]
            unknown = [each.key for each in group if each.key not in self.references]
            problems.extend(unknown_source(key, self.references, place) for key in unknown)
            return match[0] if unknown else self._mark(group)

        return GROUP.sub(mark, text)

    def footnotes(self) -> tuple[Footnote, ...]:
        """Return the notes made so far, in the order of their marks."""
        return tuple(self.notes)

    def _mark(self, group: tuple[Citation, ...]) -> str:
        if group not in self.labels:
            self.labels[group] = f"bron-{len(self.labels) + 1}"
            text, brief = " ".join(map(self._note, group)), "; ".join(map(self._brief, group))
            self.notes.append(Footnote(self.labels[group], text, brief))
        unchecked = any(self.references[each.key].status is ReferenceStatus.UNCHECKED for each in group)
        return f"[^{self.labels[group]}]{' ' + UNCHECKED if unchecked else ''}"

    def _brief(self, citation: Citation) -> str:
        short = self.references[citation.key].short
        return f"{short}, {citation.place}" if citation.place else short

    def _note(self, citation: Citation) -> str:
        reference = self.references[citation.key]
        listed = reference.key in self.registered
        name = f"[{reference.short}]({self.register}#bron-{reference.key})" if listed else reference.short
        pieces = [f"{name}, {citation.place}." if citation.place else f"{name}."]
        if reference.key not in self.seen:
            self.seen.add(reference.key)
            pieces += [_sentence(reference.title)] if reference.title != reference.short else []
            pieces += [_sentence(reference.publication)] if reference.publication else []
            pieces += [f"[Lees de tekst]({reference.url})."] if reference.url else []
        pieces += [SECOND_HAND] if reference.status is ReferenceStatus.SECOND_HAND else []
        pieces += ["Te controleren."] if reference.status is ReferenceStatus.UNCHECKED else []
        return " ".join(pieces)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
