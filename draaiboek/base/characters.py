"""Characters that nobody sees, that reverse what is read, or that can be written otherwise. Pure."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from html.entities import html5

# Control characters, surrogates and noncharacters: neither XML nor a mail nor a terminal can hold them.
_NO_TEXT = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
)
_TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Zero width, fillers, other line separators, tags, and variation selectors that can carry a hidden message.
_UNSEEN = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2028\u2029\u2060-\u2065\u206a-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U00013430-\U00013455\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
UNSAFE = re.compile(f"[{_NO_TEXT}{_TURNING}]")
"""Characters that no file of ours may hold, whoever wrote it."""
HIDDEN = re.compile(f"[{_NO_TEXT}{_TURNING}{_UNSEEN}]")
"""Characters that no text of an editor may hold."""
_ENTITY = re.compile(r"&(?:#(?P<decimal>[0-9]+)|#[xX](?P<hex>[0-9a-fA-F]+)|(?P<name>[A-Za-z][A-Za-z0-9]*));")
_ENOUGH = 9  # digits: a number this long is beyond Unicode, and longer ones cost time to parse
_LAST = 0x10FFFF


def plain(text: str) -> bool:
    """Return whether *text* certainly hides nothing, as most lines do: it is printable ASCII without an entity."""
    return text.isascii() and text.isprintable() and "&" not in text


def hidden(text: str) -> Iterator[tuple[int, str]]:
    """Yield the index of each hidden character in *text*, and its name (Dutch); also of one written as `&#x202e;`."""
    found = [(match.start(), name_of(match[0])) for match in HIDDEN.finditer(text) if not _is_of_picture(match)]
    for match in _ENTITY.finditer(text):
        written = _stands_for(match)
        if written is None:
            found.append((match.start(), f"geen teken, geschreven als {match[0][:20]}"))
        elif unseen := HIDDEN.search(written):
            found.append((match.start(), f"{name_of(unseen[0])}, geschreven als {match[0][:20]}"))
    yield from sorted(found)


def _stands_for(match: re.Match[str]) -> str | None:
    """Return what the entity *match* stands for: '' when its name is unknown, None when its number is too large."""
    if match["name"]:
        return html5.get(f"{match['name']};", "")
    digits, base = (match["decimal"], 10) if match["decimal"] else (match["hex"], 16)
    number = int(digits.lstrip("0")[:_ENOUGH] or "0", base)
    return chr(number) if number <= _LAST else None


# The variation selectors that a phone puts after ⚠ or a digit to show it as an emoji, or as text. After anything else,
# or one after the other, they are nothing but hidden data.
_OF_PICTURE = re.compile("[0-9#*\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff][\ufe0e\ufe0f]")


def _is_of_picture(hidden: re.Match[str]) -> bool:
    return bool(_OF_PICTURE.match(hidden.string, hidden.start() - 1)) if hidden.start() else False


# Combining accents on, under and through a letter. No language of ours puts more than two on one; more of them reach
# into the lines around, and hide those.
_PILED = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3}")


def piled(text: str) -> int:
    """Return the index in *text* where a letter has more accents than in any language, -1 when there is none.

    For those that are written as `&#x301;` it is the index of the first entity.
    """
    if match := _PILED.search(text):
        return match.start()
    entity = _ENTITY.search(text)
    return entity.start() if entity and _PILED.search(_ENTITY.sub(_written_out, text)) else -1


def _written_out(match: re.Match[str]) -> str:
    return _stands_for(match) or ""


# What another program left behind and nobody meant: it can be removed, or become a plain space. Characters that reverse
# text are not remnants.
_NOTHING = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\u2028\u2029]")


def remnants(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each remnant of another program begins and ends in *text*, and its replacement."""
    yield from ((match.start(), match.end(), "") for match in _NOTHING.finditer(text))
    yield from ((match.start(), match.end(), " ") for match in _SPACES.finditer(text))
    for match in _ENTITY.finditer(text):
        if _NOTHING.fullmatch(_written_out(match)):
            yield match.start(), match.end(), ""


CURLY = "“”„‟«»‘’‚‛"
"""Quotation marks that a word processor inserts, where only straight ones are syntax of ours."""


def name_of(character: str) -> str:
    """Return the name of *character* that everybody can look up: U+202E."""
    return f"U+{ord(character):04X}"


def named(text: str) -> str:
    """Return *text* with each character that nobody sees replaced by its name: a message has to show what it says.

    Some of them move the cursor of a terminal, or reverse the text that follows.
    """
    return HIDDEN.sub(lambda match: match[0] if _is_of_picture(match) else _as_name(match[0]), text)


def escaped(text: str) -> str:
    """Return the JSON *text* with each character that nobody sees written as its number: it still says the same."""
    return HIDDEN.sub(lambda match: match[0] if match[0] in "\r\n" else json.dumps(match[0])[1:-1], text)


# Workflow commands, which GitHub and Azure obey in the output of a program: `##[` anywhere in a line, `::` at its start
# (actions/runner, src/Runner.Common/ActionCommand.cs).
_OBEYED = re.compile(r"(?m:^(?P<before>\s*)):(?=:)|#(?=#\w*\[)")


def told(text: str) -> str:
    """Return *text* for output that people and machines read: as `named`, with workflow commands made harmless too."""
    return _OBEYED.sub(lambda match: f"{match['before'] or ''}{_as_name(match[0][-1])}", named(text))


def _as_name(character: str) -> str:
    return f"⟨{name_of(character)}⟩"


def in_ascii(text: str) -> str:
    """Return *text* in small ASCII letters, for a name: without accents, and without what then is not ASCII."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


def composed(text: str) -> str:
    """Return *text* in NFC: a letter with its accent is one character, also where a Mac wrote two (NFD)."""
    return unicodedata.normalize("NFC", text)
