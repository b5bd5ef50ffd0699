"""The text between the brackets of a citation: `@wet-2018, art. 3, § 1; @arrest-52-2021`, in Pandoc's notation.

Pandoc's manual, *Citation syntax*: a key after @, then a comma and the place in the source, separated by `;`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from draaiboek.base.diagnostics import Absent, Diagnostic, nearest
from draaiboek.base.model import Citation, Cited, Inline, Origin, Text, Variable, deep
from draaiboek.content import content_paths, lines

_ONE = re.compile(r"^@(?P<key>[a-z0-9][a-z0-9-]*)(?:,\s*(?P<place>[^@]+))?$", re.DOTALL)
_VARIABLE = re.compile(r"\{\{\s*(?P<name>[A-Za-z_][\w.]*)\s*\}\}")


def parse_group(group: str, origin: Origin) -> tuple[Cited, ...] | None:
    """Return the sources in *group* (without its brackets), or None when it cannot be read."""
    matches = [_ONE.match(each.strip()) for each in group.split(";")]
    cited = [Cited(match["key"], _place(match["place"] or "", origin)) for match in matches if match]
    return tuple(cited) if len(cited) == len(matches) else None


def meant(group: str) -> str:
    """Return *group*, which cannot be read, with only the slips mended that leave no doubt; '' when that is not enough.

    A place without its comma, or with a colon; sources set apart by a comma or a word; capitals.
    """
    apart = re.split(r"\s*(?:[,;&]|\ben\b)?\s*(?=@)", group.strip())
    found = [_MEANT.fullmatch(each.strip()) for each in apart if each.strip()]
    if not all(found):
        return ""
    pairs = [(match["key"].lower(), match["place"].strip()) for match in found if match]
    mended = "; ".join(f"@{key}, {place}" if place else f"@{key}" for key, place in pairs)
    return mended if parse_group(mended, Origin(content_paths.REFERENCES)) else ""


_MEANT = re.compile(r"@(?P<key>[A-Za-z0-9][A-Za-z0-9-]*)[\s,.:]*(?P<place>[^@]*)", re.DOTALL)


def cited(content: Sequence[Inline]) -> Iterator[Cited]:
    """Yield every source that *content* cites."""
    for inline in deep(content):
        if isinstance(inline, Citation):
            yield from inline.sources


def unknown_source(key: str, near: Iterable[str], origin: Origin) -> Diagnostic:
    """Return the diagnostic for a citation of *key* at *origin* (BR001); *near* are keys that may have been meant."""
    hint = nearest(key, near) or _added(key)
    missed = (content_paths.REFERENCES / key,)
    absent = Absent(f"de bron '{key}' is er niet", hint)
    return Diagnostic("BR001", origin, f"de bron '{key}' bestaat niet", hint, missed=missed, absent=absent)


def _added(key: str) -> str:
    """Return how source *key* is added, with the least that an entry says of it; who copies that can publish it."""
    return (
        f"Zet haar in {content_paths.REFERENCES}, en op een pagina ook bovenaan bij 'bronnen:'. Dit zijn de regels:\n"
        f'{key}:\n  titel: "{lines.FULL_TITLE}"\n  kort: "{lines.SHORT_NAME}"\n  soort: wet\n  status: te-controleren\n'
        '  gecontroleerd_op: "JJJJ-MM-DD"'
    )


def _place(text: str, origin: Origin) -> tuple[Inline, ...]:
    """Return *text*, a place in a source, as inlines: a number in it may be a variable."""
    pieces: list[Inline] = []
    end = 0
    line = " ".join(text.split())
    for match in _VARIABLE.finditer(line):
        pieces += [Text(line[end : match.start()]), Variable(match["name"], origin)]
        end = match.end()
    return tuple(each for each in (*pieces, Text(line[end:])) if not isinstance(each, Text) or each.text)
